"""A printed deadline as kind, days, windows and recurrence."""

from __future__ import annotations

from dataclasses import replace

from graphsvc.deadlines.combining import combine
from graphsvc.deadlines.deadline import NOT_UNDERSTOOD, Deadline, Period
from graphsvc.deadlines.phrase import parse
from graphsvc.deadlines.times import Unread

__all__ = ["read_deadline"]

_QUOTED = 80  # characters of the phrase
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_LONGEST = 10_000  # characters; a deadline is a few words
_BLANK = frozenset(" \t\r\n\u00a0-\u2013\u2014\u2212.")


def read_deadline(printed: str, period: Period | None) -> Deadline:
    """Return what a printed deadline means; what is not understood says so, and is not guessed.

    Args:
        printed: the cell of the plan, in Russian.
        period: first and last day of the plan, by which a year that is not printed is known.
    """
    if set(printed) <= _BLANK:
        return Deadline(printed, "none")
    if period and not _FIRST_YEAR <= period[0].year <= period[1].year <= _LAST_YEAR:
        period = None  # a slip of the pen, which tells no year
    if len(printed) > _LONGEST:
        return _unread(printed, printed[:_QUOTED], "long")
    phrase = parse(printed, period)
    if phrase.reason:
        return _unread(printed, phrase.unread, phrase.reason)
    try:
        return replace(combine(phrase.parts, period), printed=printed)
    except Unread as unread:
        return _unread(printed, printed.strip()[:_QUOTED], unread.reason)


def _unread(printed: str, part: str, reason: str) -> Deadline:
    return Deadline(printed, NOT_UNDERSTOOD, unread=part, reason=reason)
