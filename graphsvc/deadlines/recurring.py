"""What a recurrence means, with the times it is bound to."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from graphsvc.deadlines.bounding import day_in, deadline_day
from graphsvc.deadlines.deadline import Deadline
from graphsvc.deadlines.every_rules import months_of
from graphsvc.deadlines.items import FROM, IN
from graphsvc.deadlines.times import Anchor, Span, Unread, resolve, resolve_day, span_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from graphsvc.deadlines.deadline import Period
    from graphsvc.deadlines.items import Every, MonthDays, Timed

__all__ = ["recurring"]

_DAY, _YEAR_MONTHS = timedelta(days=1), 12
_PERIOD_LIMIT_YEARS = 30  # a longer plan is a slip of the pen; its windows would fill the memory


def recurring(
    every: Collection[Every],
    rules: Collection[MonthDays],
    times: list[Timed],
    frames: list[Timed],
    period: Period | None,
) -> Deadline:
    """Return the deadline of a recurrence, without the phrase.

    A time longer than what recurs bounds it (ежемесячно с января по май). A shorter one is its
    windows, once for each year of the plan (май, ежегодно).

    Args:
        frames: times that can only be bounds (с 2023 года), beside others.

    Raises:
        Unread: the recurrence and its times contradict each other.
    """
    if len(every) > 1 or len(rules) > 1:
        raise Unread("contradiction")
    if period and period[1].year - period[0].year > _PERIOD_LIMIT_YEARS:
        raise Unread("several-years")
    duration = next(iter(every)).duration if every else ""
    if times and frames:
        bounds = _bounds(frames[0], duration, period) if len(frames) == 1 else None
        if bounds is None:
            raise Unread("contradiction")
        narrowed = recurring(every, rules, times, [], (bounds.first, bounds.last))
        told = narrowed.year_inherited and bounds.inherited
        return replace(narrowed, year_inherited=told)
    times = times or frames
    if rules:
        return _monthly(duration, next(iter(rules)), times, period)
    if not times:
        first, last = period or (None, None)
        inherited = True if period else None
        return Deadline("", "recurring", first, last, recurrence=duration, year_inherited=inherited)
    if len(times) == 1 and (bounds := _bounds(times[0], duration, period)):
        return Deadline(
            "",
            "recurring",
            bounds.first,
            bounds.last,
            recurrence=duration,
            year_inherited=bounds.inherited,
        )
    return _yearly(duration, times, period)


def _bounds(one: Timed, duration: str, period: Period | None) -> Span | None:
    """Return the days that a time bounds a recurrence to; None where it is the recurrence's own."""
    yearly = months_of(duration) >= _YEAR_MONTHS
    whole = one.time.kind == "year"
    if one.bound == IN:
        if yearly and not whole:
            return None
        if one.time.first == one.time.last:
            return None
        span = resolve(one.time, period)
        return span if whole or _longer(span, duration) else None
    if one.bound == FROM:
        span = resolve_day(one.time, period, lambda s: s.first)
        last = period[1] if period else None
        if last is None or last < span.first:
            raise Unread("no-year" if last is None else "contradiction")
        return Span(span.first, last, span.inherited)
    if yearly and not whole:
        return None
    end, inherited = deadline_day(one, period)
    if period is None or end < period[0]:
        raise Unread("contradiction" if period else "no-year")
    return Span(period[0], end, inherited)


def _longer(span: Span, duration: str) -> bool:
    """Whether a span holds at least one whole recurrence."""
    if not duration:
        return False
    days = int(duration[1:-1]) if duration.endswith("D") else 0
    length = relativedelta(months=months_of(duration), days=days)
    return span.first + length <= span.last + _DAY


def _yearly(duration: str, times: list[Timed], period: Period | None) -> Deadline:
    """Return a recurrence that has its windows in every year."""
    months = months_of(duration)
    if months < _YEAR_MONTHS and (not months or months * len(times) != _YEAR_MONTHS):
        raise Unread("contradiction")
    spans = list[Span]()
    for one in times:
        spans += _every_year(one, months, period)
    return _windowed(duration, spans)


def _every_year(one: Timed, months: int, period: Period | None) -> Iterator[Span]:
    """Yield the window of a time in every year of the plan, from the year that is printed on."""
    time = one.time
    if time.inherited:  # of every year that follows one reported on
        time = replace(time, years=(None, None), inherited=False)
        one = replace(one, time=time)
    if time.whole or one.bound == FROM:
        raise Unread("contradiction")
    dated = time.dated
    if period is None or (months > _YEAR_MONTHS and not dated):
        raise Unread("several-years" if period else "no-year")
    begun = resolve(time, period).first.year if dated else period[0].year - 1
    for year in range(begun, period[1].year + 1, max(months // _YEAR_MONTHS, 1)):
        window = _window(one, year, period)
        if window and (dated or _belongs(one, window, period)):
            yield Span(window.first, window.last, inherited=not dated)


def _window(one: Timed, year: int, period: Period) -> Span | None:
    """Return the window of one year: until a day it is open from the year's or the plan's first.

    A year that has not such a day has none.
    """
    try:
        span = span_in(replace(one.time, years=(None, None)), year)
    except Unread:
        return None
    if one.bound == IN:
        return span
    end = day_in(one, span)
    return Span(min(max(date(end.year, 1, 1), period[0]), end), end, span.inherited)


def _belongs(one: Timed, window: Span, period: Period) -> bool:
    """Whether a window is the plan's: it ends or begins in it, or at least touches it."""
    first, last = period
    if one.bound != IN:
        return first <= window.last <= last
    if one.time.crosses:
        return first <= window.first <= last
    return window.first <= last and window.last >= first


def _monthly(
    duration: str,
    rule: MonthDays,
    times: list[Timed],
    period: Period | None,
) -> Deadline:
    """Return a recurrence on certain days of every month, quarter, half-year or year."""
    months = _months_apart(duration, rule)
    bounds = Span(*period, inherited=True) if period else None
    if times:
        bounds = _bounds(times[0], "P1M", period) if len(times) == 1 else None
    if bounds is None:
        raise Unread("contradiction" if times else "no-year")
    spans = list(_days_of_months(rule, months, bounds))
    years, rest = divmod(months, _YEAR_MONTHS)
    return _windowed(f"P{months}M" if rest else f"P{years}Y", spans)


def _months_apart(duration: str, rule: MonthDays) -> int:
    """Return how many months the days of a rule are apart.

    Raises:
        Unread: it is not said of which month they are.
    """
    months = rule.months or (months_of(duration) if rule.following else 1)
    if duration and not rule.months and not rule.following and months_of(duration) > 1:
        raise Unread("which-month")  # ежеквартально, до 5 числа
    if not months or (duration and months_of(duration) != months):
        raise Unread("contradiction")
    if not duration and not rule.months:
        raise Unread("contradiction")
    return months


def _days_of_months(rule: MonthDays, months: int, bounds: Span) -> Iterator[Span]:
    year, month = bounds.first.year, bounds.first.month
    while (year, month) <= (bounds.last.year, bounds.last.month):
        if (month - 1) % months == rule.offset:
            first, last = _days(rule, year, month)
            if bounds.first <= last and first <= bounds.last and first <= last:
                yield Span(max(first, bounds.first), min(last, bounds.last), bounds.inherited)
        year, month = (year, month + 1) if month < _YEAR_MONTHS else (year + 1, 1)


def _days(rule: MonthDays, year: int, month: int) -> tuple[date, date]:
    """Return first and last day of a rule in a month; a day it has not is its last one."""
    length = monthrange(year, month)[1]
    first = Anchor(month, min(rule.first, length), rule.weekday).at(year)
    return first, Anchor(month, min(rule.last, length), rule.weekday).at(year)


def _windowed(recurrence: str, spans: list[Span]) -> Deadline:
    spans.sort(key=lambda s: (s.first, s.last))
    if not spans or any(b.first <= a.last for a, b in pairwise(spans)):
        raise Unread("contradiction")
    return Deadline(
        "",
        "recurring",
        spans[0].first,
        spans[-1].last,
        tuple(map(str, spans)),
        recurrence,
        any(s.inherited for s in spans),
    )
