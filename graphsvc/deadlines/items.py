"""What a phrase is made of: times, recurrences, rules within a month, and words without a date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphsvc.deadlines.times import Time

__all__ = [
    "BEFORE",
    "BY",
    "FROM",
    "IN",
    "ONGOING",
    "REFERENCE",
    "REMARK",
    "UP_TO",
    "Every",
    "Item",
    "Loose",
    "MonthDays",
    "Timed",
]

IN, BY, BEFORE, UP_TO, FROM = "in", "by", "before", "up-to", "from"
ONGOING, REFERENCE, REMARK = "ongoing", "by-reference", "remark"


@dataclass(frozen=True)
class Timed:
    """A time and how it bounds the deadline.

    Attributes:
        bound: IN it, BY its last day, BEFORE its first day, UP_TO it (до 1 марта: by the day; до
            марта: before the month), FROM its first day on.
    """

    time: Time
    bound: str = IN


@dataclass(frozen=True)
class Every:
    """A recurrence, an ISO 8601 duration."""

    duration: str


@dataclass(frozen=True)
class MonthDays:
    """Days of every month, or of some months of every quarter, half-year or year.

    Attributes:
        first: day of the month, negative ones count from its end.
        weekday: where it is given, `first` tells which of them in the month.
        months: how many months apart; 0 where the phrase's recurrence tells.
        offset: the month within them, from 0.
        following: of the month that follows what is reported on.
    """

    first: int
    last: int
    months: int = 1
    offset: int = 0
    weekday: int | None = None
    following: bool = False


@dataclass(frozen=True)
class Loose:
    """Words without a date: ONGOING, REFERENCE or REMARK."""

    what: str
    inclusive: bool = False


Item = Timed | Every | MonthDays | Loose
