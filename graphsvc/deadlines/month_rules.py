"""The rules by which tokens name days and parts of a month, of one month or of every one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphsvc.deadlines.items import MonthDays
from graphsvc.deadlines.times import Anchor, Time, Unread, month_time

if TYPE_CHECKING:
    from graphsvc.deadlines.cursor import Cursor

__all__ = ["MonthRules", "day_of_month", "parts_of_month"]

_LAST_DAY, _DAYS_OF_WEEK, _WHOLE_WEEKS, _WEEKDAYS = 31, 7, 4, 5
_MONTHS_OF_QUARTER = 3
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
# Of a month that has more days than thirty the rest belongs to its last part.
_PARTS = {
    "decade": {1: (1, 10), 2: (11, 20), 3: (21, -1)},
    "half": {1: (1, 15), 2: (16, -1)},
}


def day_of_month(number: int) -> int:
    """Return a day's number.

    Raises:
        Unread: no month has it.
    """
    if not 1 <= number <= _LAST_DAY:
        raise Unread("no-such-day")
    return number


def parts_of_month(first: int, last: int, unit: str) -> tuple[int, int]:
    """Return first and last day of a month's days, weeks, ten-day parts or halves.

    The part -1 is the last one. Weeks are sevens of days, counted from the month's first day, and
    the last one from its end.

    Raises:
        Unread: a month has no such part.
    """
    if unit == "day":
        return (-1, -1) if first == last == -1 else (day_of_month(first), day_of_month(last))
    if unit == "week" and first == last == -1:
        return -_DAYS_OF_WEEK, -1
    if unit == "week" and 1 <= first <= last <= _WHOLE_WEEKS:
        return _DAYS_OF_WEEK * (first - 1) + 1, _DAYS_OF_WEEK * last
    table = _PARTS.get(unit, {})
    first, last = (len(table) if n < 0 else n for n in (first, last))
    if first not in table or last not in table or last < first:
        raise Unread("no-such-day")
    return table[first][0], table[last][1]


def _part(month: int, first: int, last: int, unit: str) -> Time:
    days = parts_of_month(first, last, unit)
    kind = "by-day" if days[0] == days[1] else "interval"
    return month_time(month, *days, kind, ranged=first != last)


class MonthRules:
    """Reads, behind numbers, what of a month they count."""

    def __init__(self, cursor: Cursor) -> None:
        self._c = cursor

    def of_a_month(self, numbers: list[tuple[int, int]]) -> list[Time]:
        """Return the weeks, ten-day parts, days or weekdays of a month that is named."""
        start = self._c.at
        weekday = self._c.take("weekday")
        unit = None if weekday else self._c.take_unit("week", "decade", "day")
        month = self._c.take("month") if weekday or unit else None
        if month and weekday:
            days = [Anchor(month.number, self._nth(*n), weekday.number) for n in numbers]
            return [Time("by-day", d, d) for d in days]
        if month and unit:
            return [_part(month.number, a, b, str(unit.value)) for a, b in numbers]
        self._c.at = start
        return []

    def days(self, numbers: list[tuple[int, int]]) -> MonthDays | None:
        """Return the days of every month that are named: 5 число, последняя среда месяца."""
        start = self._c.at
        first, last = numbers[0]
        found: MonthDays | None = None
        if len(numbers) > 1:
            return None
        if self._c.take("monthday"):
            found = self._of_month(day_of_month(first), day_of_month(last))
        elif weekday := self._c.take("weekday"):
            nth = self._nth(first, last)
            found = MonthDays(nth, nth, self._each_month(), weekday=weekday.number)
        elif unit := self._c.take_unit("week", "decade", "day"):
            days = parts_of_month(first, last, str(unit.value))
            found = MonthDays(*days, self._each_month())
        elif self._c.take_unit("month") and first == last:
            found = self._of_quarter(1, -1, first)
        if found is None:
            self._c.at = start
        return found

    def _each_month(self) -> int:
        """Return 1 where a month is spoken of, 0 where only the recurrence may tell of it."""
        start = self._c.at
        if self._a_month():
            return 1
        self._c.at = start
        return 0

    def _a_month(self) -> bool:
        self._c.take("each")
        return bool(self._c.take_unit("month"))

    def _of_month(self, first: int, last: int) -> MonthDays:
        """Return days of the months that the phrase goes on to name; by itself it names none."""
        start = self._c.at
        if self._c.take_any("each", "next"):
            if self._c.take_unit("month"):
                return MonthDays(first, last)
            self._c.at = start
        elif self._c.take_unit("month"):
            months = self._months_reported()
            if months is not None:
                return MonthDays(first, last, months, following=True)
            return MonthDays(first, last)
        elif numbers := self._c.numbers():
            found = self._of_quarter(first, last, numbers[0][0]) if self._a_month() else None
            if found:
                return found
            self._c.at = start
        return MonthDays(first, last, 0)

    def _of_quarter(self, first: int, last: int, month: int) -> MonthDays | None:
        self._c.take("each")
        if not self._c.take_unit("quarter"):
            return None
        if month != -1 and not 1 <= month <= _MONTHS_OF_QUARTER:
            raise Unread("no-such-day")
        return MonthDays(
            first, last, _MONTHS_OF_QUARTER, (month - (month > 0)) % _MONTHS_OF_QUARTER
        )

    def _months_reported(self) -> int | None:
        """Return how many months are reported on, whose next is meant; 0 where it is not said."""
        start = self._c.at
        self._c.take(",")
        if self._c.take("next", "beyond", "reporting"):
            unit = self._c.take_unit(*_MONTHS)
            self._c.take("span")
            return _MONTHS[str(unit.value)] if unit else 0
        self._c.at = start
        return None

    @staticmethod
    def _nth(first: int, last: int) -> int:
        if first != last or not (first == -1 or 1 <= first <= _WEEKDAYS):
            raise Unread("no-such-day")
        return first
