"""The rules by which tokens name recurrences: ежеквартально, 2 раза в год, каждый вторник."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphsvc.deadlines.items import Every
from graphsvc.deadlines.times import Unread

if TYPE_CHECKING:
    from graphsvc.deadlines.cursor import Cursor

__all__ = ["EveryRules", "months_of"]

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_DAYS = {"day": 1, "week": 7, "decade": 10}
_DAYS_OF_MONTH = 30  # to divide a month: twice a month is every 15 days
_YEAR_MONTHS, _END_PART = 12, 3


def months_of(duration: str) -> int:
    """Return how many months an ISO 8601 duration is, 0 where it is counted in days, or none."""
    if not duration:
        return 0
    number, unit = int(duration[1:-1]), duration[-1]
    return {"Y": 12, "M": 1}.get(unit, 0) * number


class EveryRules:
    """Reads recurrences at a cursor; what it cannot read leaves the cursor where it was."""

    def __init__(self, cursor: Cursor) -> None:
        self._c = cursor

    def every(self) -> Every | None:
        """Return the recurrence that is named next.

        Raises:
            Unread: it is no whole number of days, weeks, months or years.
        """
        start = self._c.at
        for rule in (self._word, self._times, self._each, self._weekday):
            if found := rule():
                return found
            self._c.at = start
        return None

    def _word(self) -> Every | None:
        word = self._c.take("every") or self._c.take("to", "each-of")
        return Every(str(word.value)) if word else None

    def _times(self) -> Every | None:
        """Return “so many times in such a time”; at least and not more rarely say the same."""
        self._c.take("to")
        while self._c.take_any("not", "least", "later", "than"):
            pass
        numbers = self._c.numbers()
        # Of “one or two times” the one must be done.
        count = numbers[0][0] if numbers else 1
        if often := None if numbers else self._c.take("often"):
            count = often.number
        elif not self._c.take("times"):
            return None
        if not (self._c.take_any("in", "/") or self._c.sees("within")):
            return None
        self._c.take("within")
        self._c.take("each")
        units = self._c.numbers()
        self._c.take_any("academic", "calendar")
        unit = self._c.take("unit")
        if unit is None or len(numbers) > 1 or len(units) > 1:
            return None
        return Every(_share(units[0][0] if units else 1, str(unit.value), count))

    def _each(self) -> Every | None:
        """Return каждый год, каждые три месяца, в конце каждого квартала, каждую среду."""
        self._c.take_any("in", "to", "on")
        part = self._c.take("part")
        if not part:
            self._c.take("result")
        if not self._c.take("each"):
            return None
        if self._c.take("weekday"):
            return Every("P7D")
        numbers = self._c.numbers()
        self._c.take_any("academic", "calendar", "reporting")
        unit = self._c.take("unit")
        if unit is None or (part and part.number != _END_PART):
            return None
        if numbers and (len(numbers) > 1 or numbers[0][0] != numbers[0][1]):
            return None
        return Every(_share(numbers[0][0] if numbers else 1, str(unit.value), 1))

    def _weekday(self) -> Every | None:
        if not self._c.take("to", "weekday"):
            return None
        if self._c.sees(",", "weekday") or self._c.sees("and", "weekday"):
            raise Unread("uneven")
        return Every("P7D")


def _share(units: int, unit: str, count: int) -> str:
    """Return the duration of a count-th part of so many units.

    Raises:
        Unread: it is none in whole days or months.
    """
    if units < 1 or count < 1:
        raise Unread("words")
    if unit == "term" and units == count == 1:
        return ""  # the parts of a school year are as long as the school's calendar makes them
    if unit in _MONTHS:
        months, rest = divmod(units * _MONTHS[unit], count)
        if rest and unit == "month" and not units * _DAYS_OF_MONTH % count:
            return f"P{units * _DAYS_OF_MONTH // count}D"
        if rest:
            raise Unread("uneven")
        years, rest = divmod(months, _YEAR_MONTHS)
        return f"P{months}M" if rest else f"P{years}Y"
    if unit not in _DAYS:
        raise Unread("words")
    days, rest = divmod(units * _DAYS[unit], count)
    if rest:
        raise Unread("uneven")
    return f"P{days}D"
