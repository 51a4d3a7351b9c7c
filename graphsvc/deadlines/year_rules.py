"""The rules by which tokens name years, and what they make of a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graphsvc.deadlines.times import (
    ACADEMIC,
    CALENDAR,
    PLAN_YEAR,
    Anchor,
    Time,
    Unread,
    is_academic,
    plan_year,
)
from graphsvc.deadlines.tokens import NUMBER, YEAR

if TYPE_CHECKING:
    from graphsvc.deadlines.cursor import Cursor
    from graphsvc.deadlines.deadline import Period

__all__ = [
    "SCHOOL_FIRST",
    "SCHOOL_LAST",
    "YEAR_FIRST",
    "YEAR_LAST",
    "YearRules",
    "Years",
    "in_school_year",
]

YEAR_FIRST, YEAR_LAST = Anchor(1, 1), Anchor(12, -1)
SCHOOL_FIRST, SCHOOL_LAST = Anchor(9, 1), Anchor(5, -1)
_AUGUST = 8
_CENTURY = 100
_YEAR_SHORT = "г"  # behind two figures of a year: май 24 г.


@dataclass(frozen=True)
class Years:
    """Years as they are named.

    Attributes:
        numbers: one printed, or the first and last of a pair; none where a word tells.
        academic: учебный год.
        calendar: календарный год.
        told: by reference to the plan's year: 0 the same, 1 the next; None where not.
    """

    numbers: tuple[int, ...] = ()
    academic: bool = False
    calendar: bool = False
    told: int | None = None

    @property
    def bare(self) -> bool:
        """Whether it is only said that it is a year."""
        return not (self.numbers or self.academic or self.calendar or self.told is not None)

    @property
    def school_pair(self) -> tuple[int, int] | None:
        """The calendar years of the academic year that is printed."""
        if not self.academic or not self.numbers:
            return None
        first, last = self.numbers[0], self.numbers[-1]
        if last != first + 1:
            raise Unread("several-years")
        return first, last


class YearRules:
    """Reads years at a cursor; what it cannot read leaves the cursor where it was."""

    def __init__(self, cursor: Cursor, period: Period | None) -> None:
        self._c, self._period = cursor, period

    def years(self) -> Years | None:
        """Return the years that are named next."""
        start = self._c.at
        self._c.take("in")
        calendar = bool(self._c.take("calendar"))
        academic = bool(self._c.take("academic"))
        worded = academic and bool(self._c.take_unit("year"))
        numbers = self._numbers()
        told = 0 if not numbers and self._c.take("current") else None
        if not numbers and told is None and self._c.take("next"):
            told = 1
        academic = bool(self._c.take("academic")) or academic
        worded = bool(self._c.take_unit("year")) or worded
        if worded and self._following():
            told = 1
        if not numbers and not worded:
            self._c.at = start
            return None
        return Years(numbers, academic, calendar, told)

    def behind(self) -> Years | None:
        """Return the years that stand behind a time; “year” alone belongs to something else."""
        start = self._c.at
        if self._c.sees(",", YEAR):
            self._c.at += 1  # июнь, 2024
        years = self.years()
        if years is None or years.bare:
            self._c.at = start
            return None
        return years

    def apply(self, time: Time, years: Years | None) -> Time:
        """Return a time of the years that stand behind it.

        Raises:
            Unread: they do not tell which year it is.
        """
        if years is None:
            return time
        if pair := years.school_pair:
            return in_school_year(time, pair)
        if years.told is not None:
            told = plan_year(self._period) + years.told
            return replace(time, years=(None, told), inherited=True)
        if len(years.numbers) > 1:
            first, last = years.numbers
            if not time.crosses or last != first + 1:
                raise Unread("several-years")
            return replace(time, years=(first, last))
        if years.numbers:
            return replace(time, years=(None, years.numbers[0]))
        return time

    def whole(self) -> Time | None:
        """Return the years that are named next as a time of their own."""
        years = self.years()
        if years is None:
            return None
        if years.academic:
            if years.told:
                raise Unread("several-years")
            pair = years.school_pair or (None, None)
            return Time("year", SCHOOL_FIRST, SCHOOL_LAST, pair, whole=ACADEMIC)
        if years.numbers:
            printed = years.numbers[0], years.numbers[-1]
            return Time("year", YEAR_FIRST, YEAR_LAST, printed)
        if years.told:
            year = plan_year(self._period) + years.told
            return Time("year", YEAR_FIRST, YEAR_LAST, (year, year), inherited=True)
        whole = CALENDAR if years.calendar else PLAN_YEAR
        return Time("year", YEAR_FIRST, YEAR_LAST, whole=whole)

    def school(self, years: Years | None) -> bool:
        """Whether a half-year with these years behind it is one of an academic year."""
        if years is not None and not years.bare:
            return years.academic
        return self._period is not None and is_academic(self._period)

    def _numbers(self) -> tuple[int, ...]:
        short = self._c.peek()
        if short.role == NUMBER and len(short.text) == 2 and self._c.peek(1).text == _YEAR_SHORT:  # noqa: PLR2004
            self._c.at += 1
            return (2000 + short.number,)
        first = self._c.take(YEAR)
        if first is None:
            return ()
        number = first.number
        for mark in ("-", "/"):
            if self._c.sees(mark, YEAR):
                last = self._c.peek(1).number
            elif self._c.sees(mark, NUMBER) and self._short(number):
                last = number + 1
            else:
                continue
            if last <= number:
                raise Unread("contradiction")
            self._c.at += 2
            return number, last
        return (number,)

    def _short(self, first: int) -> bool:
        """Whether the number ahead is the next year's last two figures: 2023/24."""
        token = self._c.peek(1)
        return len(token.text) == 2 and token.number == (first + 1) % _CENTURY  # noqa: PLR2004

    def _following(self) -> bool:
        """Go past “, that follows the one reported on”."""
        start = self._c.at
        self._c.take(",")
        if self._c.take("next", "beyond", "reporting"):
            self._c.take_unit("year")
            return True
        self._c.at = start
        return False


def in_school_year(time: Time, pair: tuple[int, int]) -> Time:
    """Return a time of the academic year that begins and ends in two calendar years.

    Raises:
        Unread: it may be in either.
    """
    first, last = (_school_year(anchor.month, pair) for anchor in (time.first, time.last))
    return replace(time, years=(first, last))


def _school_year(month: int, pair: tuple[int, int]) -> int:
    if month == _AUGUST:
        raise Unread("several-years")  # the August before, or the one after?
    return pair[0] if month > _AUGUST else pair[1]
