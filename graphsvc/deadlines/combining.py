"""What the items of a phrase mean together."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from graphsvc.deadlines.bounding import deadline_day
from graphsvc.deadlines.deadline import Deadline
from graphsvc.deadlines.items import (
    BY,
    FROM,
    IN,
    ONGOING,
    REMARK,
    UP_TO,
    Every,
    Loose,
    MonthDays,
    Timed,
)
from graphsvc.deadlines.recurring import recurring
from graphsvc.deadlines.times import (
    PERIOD,
    Span,
    Time,
    Unread,
    is_academic,
    resolve,
    resolve_day,
)
from graphsvc.deadlines.year_rules import in_school_year

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphsvc.deadlines.deadline import Period
    from graphsvc.deadlines.phrase import Part

__all__ = ["combine"]

_DAY = timedelta(days=1)


def combine(parts: Sequence[Part], period: Period | None) -> Deadline:
    """Return the deadline that the parts of a phrase make together, without the phrase.

    Words without a date (по отдельному плану, постоянно) beside a time or a recurrence are a
    remark on it.

    Raises:
        Unread: the parts contradict each other, or a year is not known.
    """
    loose = [p.item for p in parts if isinstance(p.item, Loose)]
    every = {p.item for p in parts if isinstance(p.item, Every)}
    rules = [p.item for p in parts if isinstance(p.item, MonthDays)]
    timed = _inclusive(_without_containers(parts), loose)
    if every or rules:
        frames = [t for t in timed if t.bound == FROM or t.time.kind == "year"]
        times = _with_years([t for t in timed if t not in frames])
        return recurring(every, rules, times, frames, period)
    times = _with_years(timed)
    if times:
        return _times(times, period, ongoing=any(w.what == ONGOING for w in loose))
    kinds = [w.what for w in loose if w.what != REMARK]
    if not kinds:
        raise Unread("words")
    return Deadline("", kinds[0])


def _without_containers(parts: Sequence[Part]) -> list[Timed]:
    """Return the times but for a year that what follows only says more closely: 2024 год (май)."""
    timed = [p.item for p in parts if isinstance(p.item, Timed)]
    if len(timed) < 2:  # noqa: PLR2004  # a container and what it contains
        return timed
    first, rest = timed[0], timed[1:]
    year = first.time.kind == "year" and not any(t.time.kind == "year" for t in rest)
    one = first.time.years[0] == first.time.years[1]
    printed = one and first.time.dated and not first.time.whole
    closer = all(p.bracketed for p in parts if isinstance(p.item, Timed) and p.item is not first)
    if first.bound != IN or not year or not (printed or closer):
        return timed
    if not first.time.dated:
        return rest
    begun, ended = first.time.years
    if begun is None or ended is None:
        return timed

    def inside(time: Time) -> Time:
        if time.dated:
            return time
        return replace(time, years=(None, ended)) if one else in_school_year(time, (begun, ended))

    return [replace(t, time=inside(t.time)) for t in rest]


def _inclusive(timed: list[Timed], loose: list[Loose]) -> list[Timed]:
    """Return the times with “up to” told as by their last day, where that day is included."""
    if not any(w.inclusive for w in loose):
        return timed
    return [replace(t, bound=BY) if t.bound == UP_TO else t for t in timed]


def _with_years(timed: list[Timed]) -> list[Timed]:
    """Return the times with the year that is printed once for several of them.

    It stands behind the last one: апрель, октябрь 2026. A time behind a year is the next after it.
    """
    found = list(timed)
    for n in range(len(found) - 2, -1, -1):
        found[n] = _sharing(found[n], found[n + 1], before=True)
    for n in range(1, len(found)):
        found[n] = _sharing(found[n], found[n - 1], before=False)
    return found


def _sharing(one: Timed, other: Timed, *, before: bool) -> Timed:
    """Return a time with the year of its neighbour, which it comes before or after."""
    mine, theirs = one.time, other.time
    if mine.dated or mine.whole or not theirs.dated or theirs.whole:
        return one
    first, last = theirs.years
    if before:
        year = first if first is not None else (last or 0) - theirs.crosses
        ended = year - (mine.last.order > theirs.first.order)
        time = replace(mine, years=(None, ended), inherited=theirs.inherited)
    else:
        year = last if last is not None else (first or 0) + theirs.crosses
        begun = year + (mine.first.order < theirs.last.order)
        time = replace(mine, years=(begun, None), inherited=theirs.inherited)
    return replace(one, time=time)


def _times(times: list[Timed], period: Period | None, *, ongoing: bool) -> Deadline:
    if len(times) == 2 and times[0].bound == FROM and times[1].bound not in {FROM, IN}:  # noqa: PLR2004
        return _between(times[0], times[1], period)
    if len(times) > 1:
        return _windows(times, period)
    one = times[0]
    if one.bound == FROM:
        span = resolve_day(one.time, period, lambda s: s.first)
        return Deadline("", ONGOING, span.first, year_inherited=span.inherited)
    if one.bound == IN:
        span = resolve(one.time, period)
        kind = _kind(one.time, period)
        return Deadline("", kind, span.first, span.last, year_inherited=span.inherited)
    if ongoing:
        raise Unread("contradiction")
    end, inherited = deadline_day(one, period)
    start = period[0] if period and period[0] <= end else None
    return Deadline("", "by-day", start, end, year_inherited=inherited)


def _kind(time: Time, period: Period | None) -> str:
    """Return the kind of a time: the plan's period is years only where it has whole ones."""
    if time.whole != PERIOD or period is None or is_academic(period):
        return time.kind
    first, last = period
    years = (first.month, first.day) == (1, 1) and (last.month, last.day) == (12, 31)
    return "year" if years else "interval"


def _between(begin: Timed, end: Timed, period: Period | None) -> Deadline:
    """Return the days from a first to a last one: не ранее 1 марта и не позднее 1 мая."""
    span = resolve_day(begin.time, period, lambda s: s.first)
    last, inherited = deadline_day(end, period)
    if last < span.first:
        raise Unread("contradiction")
    inherited = inherited or span.inherited
    return Deadline("", "interval", span.first, last, year_inherited=inherited)


def _windows(times: list[Timed], period: Period | None) -> Deadline:
    years = [t.time.kind == "year" for t in times]
    if any(t.bound == FROM for t in times) or (any(years) and not all(years)):
        raise Unread("contradiction")
    spans = list[Span]()
    by = times[0].bound != IN
    for one in times:
        if one.bound == IN and not by:
            spans.append(resolve(one.time, period))
            continue
        # до 1 марта, 1 июня: each window begins behind the one before it
        end, inherited = deadline_day(one, period)
        begin = spans[-1].last + _DAY if spans else (period[0] if period else end)
        spans.append(Span(min(begin, end), end, inherited))
    spans = sorted(set(spans), key=lambda s: (s.first, s.last))
    if any(b.first <= a.last for a, b in pairwise(spans)):
        raise Unread("contradiction")
    inherited = any(s.inherited for s in spans)
    touching = all(b.first - a.last == _DAY for a, b in pairwise(spans))
    first, last = spans[0].first, spans[-1].last
    if all(years) and touching:
        return Deadline("", "year", first, last, year_inherited=inherited)
    windows = tuple(map(str, spans))
    return Deadline("", "windows", first, last, windows, year_inherited=inherited)
