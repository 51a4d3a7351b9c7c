"""The rules by which tokens name times: days, months and their parts, quarters, half-years."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graphsvc.deadlines.items import MonthDays
from graphsvc.deadlines.month_rules import MonthRules, day_of_month, parts_of_month
from graphsvc.deadlines.times import PERIOD, Anchor, Time, Unread, month_time, resolve
from graphsvc.deadlines.tokens import DATE, YEAR
from graphsvc.deadlines.year_rules import (
    SCHOOL_FIRST,
    SCHOOL_LAST,
    YEAR_FIRST,
    YEAR_LAST,
    YearRules,
)

if TYPE_CHECKING:
    from graphsvc.deadlines.cursor import Cursor
    from graphsvc.deadlines.deadline import Period
    from graphsvc.deadlines.tokens import DayMonthYear

__all__ = ["TimeRules"]

_YEAR_ROLES = frozenset({YEAR, "academic", "calendar", "current"})
_LATE_MONTH = 7  # only what begins in a year's second half is taken to run over New Year
_MONTHS, _QUARTERS, _HALVES, _END_PART = 12, 4, 2, 3
_SCHOOL_HALVES = {1: (SCHOOL_FIRST, YEAR_LAST), 2: (YEAR_FIRST, SCHOOL_LAST)}

Named = list[Time | MonthDays]


class TimeRules:
    """Reads times at a cursor; what it cannot read leaves the cursor where it was.

    Args:
        period: the plan's, by which a year that is told by reference is known.
    """

    def __init__(self, cursor: Cursor, period: Period | None) -> None:
        self._c, self._period = cursor, period
        self._years, self._months = YearRules(cursor, period), MonthRules(cursor)

    def times(self, *, ranged: bool = False) -> Named:
        """Return the times that are named next: two for “15 и 20 марта”, none where none is.

        Args:
            ranged: the word that opens a range went before: с 1 по 15 марта.

        Raises:
            Unread: they are named, and there is no such time.
        """
        start = self._c.at
        self._skip_fillers()
        if self._c.sees("each", "number"):
            self._c.at += 1
        found = self._numbered(ranged=ranged) or self._plain()
        if len(found) == 1 and isinstance(found[0], Time):
            return [self._range(found[0], ranged=ranged)]
        if not found:
            self._c.at = start
        return found

    def _skip_fillers(self) -> None:
        """Go past в, в течение, на протяжении, в период; the time that follows says it all."""
        self._c.take_any("in", "on")
        self._c.take_any("within", "span")

    def _range(self, first: Time, *, ranged: bool) -> Time:
        start = self._c.at
        if self._c.take_any("-", "to") or (ranged and self._c.take("by")):
            end = self._c.take("part")
            place = self._c.at
            last = self._numbered(ranged=False) or self._plain()
            if end and end.value != _END_PART:
                self._c.at = place - 1
                last = self._plain()
            if len(last) == 1 and isinstance(last[0], Time):
                alike = (first.kind == "year") == (last[0].kind == "year")
                if alike or ranged or end:
                    return self._joined(first, last[0])
        self._c.at = start
        return first

    def _joined(self, first: Time, last: Time) -> Time:
        first, last = self._concrete(first), self._concrete(last)
        kind = "year" if first.kind == last.kind == "year" else "interval"
        begun = first.years[0] if first.years[0] is not None else first.years[1]
        ended = last.years[1] if last.years[1] is not None else last.years[0]
        over = last.last.order < first.first.order
        if over and None in {begun, ended} and first.first.month < _LATE_MONTH:
            raise Unread("contradiction")
        inherited = first.inherited or last.inherited
        return Time(kind, first.first, last.last, (begun, ended), inherited=inherited, ranged=True)

    def _concrete(self, time: Time) -> Time:
        """Return a time with its days, where it is told as the plan's year or period."""
        if not time.whole:
            return time
        span = resolve(time, self._period)
        first, last = (Anchor(d.month, d.day) for d in (span.first, span.last))
        years = span.first.year, span.last.year
        return Time(time.kind, first, last, years, inherited=span.inherited)

    def _dated(self, times: list[Time]) -> Named:
        """Return the times with the years that stand behind the last of them."""
        years = self._years.behind()
        return [*times[:-1], self._years.apply(times[-1], years)] if times else []

    # What begins with a number or an ordinal word.

    def _numbered(self, *, ranged: bool) -> Named:
        start = self._c.at
        numbers = self._c.numbers(*(("to", "by") if ranged else ()))
        found = self._headed(numbers) if numbers else []
        if not found:
            self._c.at = start
        return found

    def _headed(self, numbers: list[tuple[int, int]]) -> Named:
        """Return a time for each number, by the word behind them."""
        if self._c.sees(",", "month") and self._c.peek(1).genitive:
            self._c.at += 1  # a stray comma: до 10, декабря
        if self._c.take_unit("half"):
            return self._half_years(numbers)
        if self._c.take("portion"):
            return self._halves(numbers)
        times = self._months.of_a_month(numbers)
        if not times and (found := self._months.days(numbers)):
            return [found]
        if month := self._c.take("month"):
            times = [_days(a, b, month.number) for a, b in numbers]
        elif self._c.take_unit("quarter"):
            times = [_quarters(a, b) for a, b in numbers]
        if times:
            return self._dated(times)
        if len(numbers) == 1 and self._c.take_any("-", "to") and (date := self._c.take(DATE)):
            return self._days_to(numbers[0][0], date.date)
        return []

    def _days_to(self, first: int, date: DayMonthYear) -> Named:
        """Return the days from one to a date of the same month: 1-15.03.2024."""
        last, month, year = date
        time = _days(first, last, _month(month))
        return [replace(time, years=(None, year))] if year else self._dated([time])

    def _half_years(self, numbers: list[tuple[int, int]]) -> Named:
        """Return half-years: of the academic year where it is named, or the plan is for one."""
        years = self._years.behind()
        school = self._years.school(years)
        found = list[Time]()
        for first, last in numbers:
            _check(first, last, _HALVES)
            first, last = (_HALVES if n < 0 else n for n in (first, last))  # noqa: PLW2901
            if school:
                begin, end = _SCHOOL_HALVES[first][0], _SCHOOL_HALVES[last][1]
            else:
                begin, end = Anchor(6 * first - 5, 1), Anchor(6 * last, -1)
            kind = "half-year" if first == last else "interval"
            found.append(Time(kind, begin, end, ranged=first != last))
        if years and years.school_pair:
            return [self._years.apply(t, years) for t in found]
        return [*found[:-1], self._years.apply(found[-1], years)]

    def _halves(self, numbers: list[tuple[int, int]]) -> Named:
        if month := self._c.take("month"):
            parts = [parts_of_month(a, b, "half") for a, b in numbers]
            return self._dated([month_time(month.number, a, b, "interval") for a, b in parts])
        if self._c.sees("academic") or self._c.sees_unit("year") or self._c.sees("year-number"):
            found = self._half_years(numbers)
            self._c.take_unit("year")
            return found
        return []

    # What begins with a word or a date.

    def _plain(self) -> Named:
        start = self._c.at
        found = self._plain_time()
        if not found:
            self._c.at = start
        return found

    def _plain_time(self) -> Named:
        if date := self._c.take(DATE):
            return self._date(*date.date)
        if month := self._c.take("month"):
            return self._dated([month_time(month.number)])
        if season := self._c.take("season"):
            return self._season(season.number)
        if part := self._c.take("part"):
            days = parts_of_month(part.number, part.number, "decade")
            month = self._c.take("month")
            return self._dated([month_time(month.number, *days, "interval")]) if month else []
        whole = self._whole_period() or self._years.whole()
        return [whole] if whole else []

    def _date(self, day: int, month: int, year: int | None) -> Named:
        first, last = (day_of_month(day),) * 2 if day else (1, -1)
        time = month_time(_month(month), first, last, "by-day" if day else "month")
        if not year:
            return self._dated([time])
        if self._c.sees_unit("year"):
            self._c.at += 1
        return [replace(time, years=(year, year))]

    def _season(self, first: int) -> Named:
        if self._c.sees("holidays"):
            return []
        if not self._c.take("span"):
            self._c.take_unit("month")
        time = Time("interval", Anchor(first, 1), Anchor((first + 1) % _MONTHS + 1, -1))
        years = self._years.behind()
        if time.crosses and years and len(years.numbers) == 1:
            raise Unread("several-years")  # does winter begin or end in it?
        return [self._years.apply(time, years)]

    def _whole_period(self) -> Time | None:
        """Return the plan's period where it is named: весь период, период реализации плана."""
        start = self._c.at
        whole = bool(self._c.take("whole"))
        if whole and (self._c.sees_unit("year") or self._c.peek().role in _YEAR_ROLES):
            return None
        spoken = bool(self._c.take_any("span", "term-word")) or self._c.peek(-1).role == "span"
        named = False
        while spoken and self._c.take_any("plan-period", "plan"):
            named = True
        if spoken and (whole or named):
            return Time("year", YEAR_FIRST, YEAR_LAST, whole=PERIOD)
        self._c.at = start
        return None


def _days(first: int, last: int, month: int) -> Time:
    kind = "by-day" if first == last else "interval"
    days = day_of_month(first), day_of_month(last)
    return month_time(month, *days, kind, ranged=first != last)


def _quarters(first: int, last: int) -> Time:
    _check(first, last, _QUARTERS)
    first, last = (_QUARTERS if n < 0 else n for n in (first, last))
    days = Anchor(3 * first - 2, 1), Anchor(3 * last, -1)
    return Time("interval", *days, ranged=first != last)


def _month(number: int) -> int:
    _check(number, number, _MONTHS)
    return number


def _check(first: int, last: int, most: int) -> None:
    """Refuse parts of a whole that are out of order or more than it has; -1 is the last."""
    if not (first == last == -1 or 1 <= first <= last <= most):
        raise Unread("no-such-day")
