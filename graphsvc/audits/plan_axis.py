"""A plan drawn along time: where its days lie between the left edge and the right one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from graphsvc.audits.plan_rows import worst

if TYPE_CHECKING:
    from graphsvc.audits.plan_rows import Owed, PlanSheet, Row

__all__ = ["Axis", "Bar", "Tick", "axis_of", "bars"]

_MONTHS = 12
_YEAR = timedelta(days=366)
_STEPS = (1, 3, 12)  # months from one tick to the next
_MOST_TICKS = 16
_LEAST_WIDTH = 1.2  # of a hundred: what lasts a day is to be seen, too


@dataclass(frozen=True)
class Tick:
    """A line across the drawing and what stands beside it: a month, or a year where it is 0."""

    at: float
    month: int
    year: int


@dataclass(frozen=True)
class Bar:
    """A stretch of days; `open` where no end is set.

    Attributes:
        at: left edge, of a hundred; `width` likewise.
        state: the state of whoever is furthest behind.
    """

    at: float
    width: float
    state: str
    open: bool
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Axis:
    """The days from the first of a month to the last of a month."""

    since: date
    until: date
    ticks: tuple[Tick, ...]
    step: int

    def place(self, day: date) -> float:
        """Return how far to the right a day begins, of a hundred; the edges for days beyond."""
        whole = (self.until - self.since).days + 1
        return round(min(100.0, max(0.0, (day - self.since).days / whole * 100)), 2)

    def holds(self, day: date) -> bool:
        """Return whether a day lies on it."""
        return self.since <= day <= self.until


def axis_of(sheet: PlanSheet) -> Axis | None:
    """Return the time that a plan's rows take, a year beyond its period at most; None without days.

    A mistyped year must not squeeze all others into one point.
    """
    owed = [o for r in sheet.rows for o in r.owed]
    days = [d for o in owed for d in (o.start, o.end) if d]
    if sheet.since and sheet.until:
        low, high = sheet.since - _YEAR, sheet.until + _YEAR
        days = [sheet.since, sheet.until, *(d for d in days if low <= d <= high)]
    if not days:
        return None
    since, last = min(days).replace(day=1), max(days)
    until = _months_on(last.replace(day=1), 1) - timedelta(days=1)
    months = (until.year - since.year) * _MONTHS + until.month - since.month + 1
    step = next((s for s in _STEPS if months / s <= _MOST_TICKS), _STEPS[-1])
    bare = Axis(since, until, (), step)
    starts = [d for n in range(months) if ((d := _months_on(since, n)).month - 1) % step == 0]
    ticks = tuple(Tick(bare.place(d), 0 if step == _MONTHS else d.month, d.year) for d in starts)
    return Axis(since, until, ticks, step)


def bars(row: Row, axis: Axis, sheet: PlanSheet) -> list[Bar]:
    """Return a bar for each occurrence or window, one for what is done once, an open one for ever.

    What has no days and no end has none: a row whose deadline is set by another plan, or missing.
    """
    found: dict[tuple[date | None, date | None], list[Owed]] = {}
    for one in row.owed:
        found.setdefault((one.start, one.end), []).append(one)
    if any(o.end is None for o in row.owed):
        if not row.kind.endswith("/ongoing"):
            return []
        since, until = sheet.since or axis.since, sheet.until or axis.until
        return [_bar(axis, since, until, row.state, open_end=True)]
    return [
        _bar(axis, start, end, worst({o.state for o in owed}))
        for (start, end), owed in found.items()
    ]


def _bar(
    axis: Axis, start: date | None, end: date | None, state: str, *, open_end: bool = False
) -> Bar:
    last = end or axis.until
    at = axis.place(start or last)
    width = max(_LEAST_WIDTH, axis.place(last + timedelta(days=1)) - at)
    return Bar(min(at, 100 - _LEAST_WIDTH), round(width, 2), state, open_end, start, end)


def _months_on(first: date, months: int) -> date:
    total = first.year * _MONTHS + first.month - 1 + months
    return date(total // _MONTHS, total % _MONTHS + 1, 1)
