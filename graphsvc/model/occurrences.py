"""The occurrences of an activity: its windows, or what its recurrence gives."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["occurrences"]

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
    match = _PERIOD.fullmatch(recurrence)
    if not match or not any(int(g or 0) for g in match.groups()):
        return []
    years, months, weeks, days = (int(g or 0) for g in match.groups())
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    found: list[tuple[date, date]] = []
    for n in range(LIMIT):
        begin = _shift(first, n * (12 * years + months)) + timedelta(days=n * (7 * weeks + days))
        if begin > last:
            break
        after = _shift(first, (n + 1) * (12 * years + months))
        after += timedelta(days=(n + 1) * (7 * weeks + days))
        found.append((begin, min(after - timedelta(days=1), last)))
    return found


def _shift(day: date, months: int) -> date:
    """Return `day` moved by months, the 31st moved to the month's last day where it has none."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    after = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, min(day.day, (after - timedelta(days=1)).day))
