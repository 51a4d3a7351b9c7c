"""What is to be said of submissions that were not handed in, kept while a page asks again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sized
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphsvc.validation.report import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from graphsvc.errors import SubmissionError
    from graphsvc.submissions.pipeline import Outcome, Submission

__all__ = ["Checked", "Checks"]

_KEPT: Final = 300_000
"""Most of all triples and remarks in the checks that are kept, a remark counted as ten triples."""
_LEAST: Final = 1_000
"""What a check counts for at least, so that there are not too many."""
_REMARK: Final = 10


@dataclass(frozen=True)
class Checked:
    """What is to be said of a submission before it is handed in.

    Attributes:
        submission: what was read of it, None where it could not be read.
        outcome: what it would change, None where it is refused.
    """

    submission: Submission | None
    outcome: Outcome | None
    refusal: SubmissionError | None

    @property
    def weight(self) -> int:
        """About how much memory it takes, in triples."""
        quads = len(self.submission.quads) if self.submission else 0
        given: Mapping[str, object] = self.refusal.parameters if self.refusal else {}
        faults, report = given.get("faults"), given.get("report")
        if self.outcome:
            report = self.outcome.report
        remarks = len(faults) if isinstance(faults, Sized) else 0
        remarks += len(report.results) if isinstance(report, Report) else 0
        return max(quads + _REMARK * remarks, _LEAST)


class Checks:
    """The last checks, as many as fit; those of another state of the data make room first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[int, Hashable], Checked] = OrderedDict()

    def get(self, sequence: int, key: Hashable, check: Callable[[], Checked]) -> Checked:
        """Return what `check` says of a submission, asked once for each state of the data.

        Args:
            sequence: the journal's last entry.
        """
        with self._lock:
            for place in [p for p in self._known if p[0] != sequence]:
                del self._known[place]
            known = self._known.get((sequence, key))
        if known is not None:
            return known
        made = check()
        with self._lock:
            self._known[sequence, key] = made
            while len(self._known) > 1 and sum(c.weight for c in self._known.values()) > _KEPT:
                self._known.popitem(last=False)
        return made
