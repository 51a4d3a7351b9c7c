"""The day that a time is a deadline by."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from graphsvc.deadlines.items import BEFORE, UP_TO
from graphsvc.deadlines.times import resolve_day

if TYPE_CHECKING:
    from datetime import date

    from graphsvc.deadlines.deadline import Period
    from graphsvc.deadlines.items import Timed
    from graphsvc.deadlines.times import Span

__all__ = ["day_in", "deadline_day"]

_DAY = timedelta(days=1)


def deadline_day(one: Timed, period: Period | None) -> tuple[date, bool]:
    """Return the last day of what is done by a time, and whether its year comes from the plan.

    Raises:
        Unread: the year is not known.
    """
    span = resolve_day(one.time, period, lambda s: s.first if _excluded(one) else s.last)
    return day_in(one, span), span.inherited


def day_in(one: Timed, span: Span) -> date:
    """Return that day where the days of the time are known."""
    return span.first - _DAY if _excluded(one) else span.last


def _excluded(one: Timed) -> bool:
    """Whether the time itself is too late: до мая, but not до 1 мая."""
    return one.bound == BEFORE or (one.bound == UP_TO and one.time.first != one.time.last)
