"""Times as a phrase names them, and the days they are once the year is known."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta, weekday

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graphsvc.deadlines.deadline import Period

__all__ = [
    "ACADEMIC",
    "CALENDAR",
    "PERIOD",
    "PLAN_YEAR",
    "Anchor",
    "Span",
    "Time",
    "Unread",
    "is_academic",
    "month_time",
    "plan_year",
    "resolve",
    "resolve_day",
    "span_in",
]

PERIOD, PLAN_YEAR, CALENDAR, ACADEMIC = "period", "plan-year", "calendar-year", "academic-year"
_LONGEST_YEAR_DAYS = 366
_FIRST_SCHOOL_MONTHS, _LAST_SCHOOL_MONTHS = (8, 9), (5, 6, 7, 8)


class Unread(ValueError):  # noqa: N818  # a result that travels up, no fault of the program
    """A part of the phrase is not understood.

    Args:
        reason: a key of `unread` in `locale/deadlines.toml`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Anchor:
    """A day of any year.

    Attributes:
        day: negative counts from the month's end, -1 is its last day.
        weekday: where it is given, `day` tells which of them in the month.
    """

    month: int
    day: int
    weekday: int | None = None

    def at(self, year: int) -> date:
        """Return the day in a year.

        Raises:
            Unread: that year has no such day.
        """
        if not date.min.year < year < date.max.year:
            raise Unread("no-such-day")
        if self.weekday is not None:
            far = relativedelta(
                day=31 if self.day < 0 else 1, weekday=weekday(self.weekday, self.day)
            )
            found = date(year, self.month, 1) + far
            if found.month != self.month:
                raise Unread("no-such-day")
            return found
        last = monthrange(year, self.month)[1]
        day = self.day if self.day > 0 else last + 1 + self.day
        if not 1 <= day <= last:
            raise Unread("no-such-day")
        return date(year, self.month, day)

    @property
    def order(self) -> tuple[int, int]:
        """What tells which of two anchors comes first in a year."""
        return self.month, self.day if self.day > 0 else 32 + self.day


@dataclass(frozen=True)
class Time:
    """A span of days that may come every year, with the years that are printed.

    Attributes:
        kind: what it is a deadline of, if it is all that is said.
        years: of its first and of its last day, None where it is not printed.
        whole: instead of days, the plan's period, its year, or the academic year.
        inherited: a year was told by reference to the plan's.
        ranged: both ends are named: с 1 по 15 марта.
    """

    kind: str
    first: Anchor
    last: Anchor
    years: tuple[int | None, int | None] = (None, None)
    whole: str = ""
    inherited: bool = False
    ranged: bool = False

    @property
    def crosses(self) -> bool:
        """Whether it runs over New Year."""
        return self.last.order < self.first.order

    @property
    def dated(self) -> bool:
        """Whether a year is printed."""
        return self.years != (None, None)


@dataclass(frozen=True)
class Span:
    """First and last day; both belong to it."""

    first: date
    last: date
    inherited: bool

    def __str__(self) -> str:
        """Return it as an ISO 8601 interval."""
        return f"{self.first}/{self.last}"


def month_time(
    month: int, first: int = 1, last: int = -1, kind: str = "month", *, ranged: bool = False
) -> Time:
    """Return a month or a part of it."""
    return Time(kind, Anchor(month, first), Anchor(month, last), ranged=ranged)


def is_academic(period: Period) -> bool:
    """Whether a plan's period is an academic year: from August or September to the next summer."""
    first, last = period
    return (
        last.year == first.year + 1
        and first.month in _FIRST_SCHOOL_MONTHS
        and last.month in _LAST_SCHOOL_MONTHS
        and (last - first).days <= _LONGEST_YEAR_DAYS + 31
    )


def plan_year(period: Period | None) -> int:
    """Return the calendar year that a plan is for.

    Raises:
        Unread: there is no period, or it is in several years.
    """
    if period is None:
        raise Unread("no-year")
    if period[0].year != period[1].year:
        raise Unread("several-years")
    return period[0].year


def resolve(time: Time, period: Period | None) -> Span:
    """Return the days of a time; a year that is not printed is the plan's.

    Raises:
        Unread: the year is not known, or has no such day.
    """
    if time.whole:
        return _whole(time, period)
    if time.dated:
        return _printed(time)
    return _only(time, period, span_in, overlaps=not time.crosses)


def resolve_day(time: Time, period: Period | None, day: Callable[[Span], date]) -> Span:
    """Return the days of a time of which one day only matters, its first or its last."""
    if time.whole or time.dated:
        return resolve(time, period)
    return _only(time, period, lambda t, y: _day_only(t, y, day), overlaps=True)


def span_in(time: Time, year: int) -> Span:
    """Return the days of the time that begins in a year.

    Raises:
        Unread: that year has no such day.
    """
    first = time.first.at(year)
    last = time.last.at(year + 1 if time.crosses else year)
    if last < first:
        raise Unread("no-such-day")
    return Span(first, last, inherited=True)


def _printed(time: Time) -> Span:
    first, last = time.years
    over = 1 if time.crosses else 0
    if over and first == last:
        # One year is printed for both ends, and New Year is between them.
        raise Unread("several-years")
    begun = first if first is not None else (last or 0) - over
    ended = last if last is not None else begun + over
    span = Span(time.first.at(begun), time.last.at(ended), inherited=time.inherited)
    if span.last < span.first:
        raise Unread("contradiction")
    return span


def _only(
    time: Time,
    period: Period | None,
    span: Callable[[Time, int], Span],
    *,
    overlaps: bool,
) -> Span:
    """Return the one span of the period; where it has none, that of its only year."""
    if period is None:
        raise Unread("no-year")
    first, last = period
    found = list(_spans(time, range(first.year - 1, last.year + 1), span))
    inside = [s for s in found if first <= s.first <= last]
    touching = [s for s in found if s.first <= last and s.last >= first]
    some = touching if overlaps else inside or touching
    if len(some) > 1:
        raise Unread("several-years")
    return some[0] if some else span(time, plan_year(period))


def _spans(time: Time, years: range, span: Callable[[Time, int], Span]) -> Iterator[Span]:
    for year in years:
        try:
            yield span(time, year)
        except Unread:  # 29 February: not in that year
            continue


def _day_only(time: Time, year: int, day: Callable[[Span], date]) -> Span:
    only = day(span_in(time, year))
    return Span(only, only, inherited=True)


def _whole(time: Time, period: Period | None) -> Span:
    academic = period is not None and is_academic(period)
    if time.dated:
        years = time.years[0], time.years[1]
        if period and academic and years == (period[0].year, period[1].year):
            return Span(*period, inherited=False)
        return _printed(time)
    if period is None:
        raise Unread("no-year")
    first, last = period
    if time.whole == PERIOD or (time.whole == ACADEMIC and academic):
        return Span(first, last, inherited=True)
    if time.whole == ACADEMIC:
        return _only(time, period, span_in, overlaps=False)
    if time.whole == CALENDAR or first.year == last.year:
        plan_year(period)
    elif (last - first).days > _LONGEST_YEAR_DAYS:
        raise Unread("several-years")
    return Span(first, last, inherited=True)
