"""The occurrences of an activity: its windows, or what its recurrence gives."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["calendar_periods", "occurrences"]

_PERIOD = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
LIMIT = 1_000


def occurrences(
    windows: Iterable[str], recurrence: str | None, start: str | None, end: str | None
) -> list[tuple[date, date]]:
    """Return first and last day of each occurrence, oldest first; both days belong to it.

    Windows that are written out count as they are. Without them a recurrence cuts the span from
    `start` to `end` into calendar periods: P6M from 2020-01-01 gives the half-years. An activity
    with neither has no occurrences: it is done once. Never more than 1,000. Days that no calendar
    has give none: what is derived must not fail on what has been accepted.

    Args:
        windows: ISO 8601 intervals of two days, "2021-05-01/2021-05-31".
        recurrence: an ISO 8601 duration of years, months, weeks or days.
        start: first day of the deadline, ISO 8601.
        end: last day of the deadline, ISO 8601.
    """
    try:
        return _occurrences(windows, recurrence, start, end)
    except (ValueError, OverflowError):
        return []


def _occurrences(
    windows: Iterable[str], recurrence: str | None, start: str | None, end: str | None
) -> list[tuple[date, date]]:
    written = sorted(
        (date.fromisoformat(a), date.fromisoformat(b))
        for a, _, b in (w.partition("/") for w in windows)
    )
    if written or not (recurrence and start and end):
        return written
    return _cut(date.fromisoformat(start), date.fromisoformat(end), _period(recurrence))


def calendar_periods(period: str, start: date, end: date) -> list[tuple[date, date]]:
    """Return the calendar's periods from the one that holds `start` to the one that holds `end`.

    P1Y gives years, P6M half-years, P3M quarters, P1M months, each from its first day; the first
    is cut at `start`, the last at `end`. Other periods are counted from `start`. A period that
    cannot be read gives none.
    """
    length = _period(period)
    months = 12 * length.years + length.months if length else 0
    if not length or length.days or not months or 12 % months:
        return _cut(start, end, length)
    first = date(start.year, (start.month - 1) // months * months + 1, 1)
    return [(max(a, start), b) for a, b in _cut(first, end, length)]


def _period(text: str) -> relativedelta | None:
    """Return a period of ISO 8601, None where it is none or empty."""
    match = _PERIOD.fullmatch(text)
    if not match or not any(int(g or 0) for g in match.groups()):
        return None
    years, months, weeks, days = (int(g or 0) for g in match.groups())
    return relativedelta(years=years, months=months, weeks=weeks, days=days)


def _cut(first: date, last: date, length: relativedelta | None) -> list[tuple[date, date]]:
    found: list[tuple[date, date]] = []
    if length is None:
        return found
    for n in range(LIMIT):
        begin = first + n * length
        if begin > last:
            break
        found.append((begin, min(first + (n + 1) * length - timedelta(days=1), last)))
    return found
