"""Which submission undid which, as the journal shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from graphsvc.projections.submission_log import SubmissionLog

__all__ = ["Undone", "undone"]

_SOURCE: Final = re.compile(r"undo-(\d{1,18})\.nt")
"""What a submission made by undoing is called (`submissions.desk`)."""
_LATER: Final = 200
"""How many later submissions of the same body are looked at."""


class Undone(NamedTuple):
    """The entry that an entry undoes, and the last one that undid it; None for none."""

    undoes: int | None
    by: int | None


def undone(log: SubmissionLog, sequence: int) -> Undone:
    """Return what an entry undid, and what undid it.

    The name of a file alone does not tell: what it changed has to be what the other changed,
    turned round.
    """
    summary = log.summary(sequence)
    same = log.handed_in(summary.about)
    found = _SOURCE.fullmatch(summary.header.source)
    earlier = int(found[1]) if found else 0
    undoes = earlier if earlier in same and _turned_round(log, sequence, earlier) else None
    later = same[same.index(sequence) + 1 :][:_LATER]
    named = [n for n in later if log.summary(n).header.source == f"undo-{sequence}.nt"]
    return Undone(undoes, max((n for n in named if _turned_round(log, n, sequence)), default=None))


def _turned_round(log: SubmissionLog, later: int, earlier: int) -> bool:
    change, before = log.entry(later).patch, log.entry(earlier).patch
    return set(change.added) <= set(before.removed) and set(change.removed) <= set(before.added)
