"""Days and periods that a phrase names: «в марте», «в этом квартале», “in 2023”, «1 июня 2019»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from dateutil.relativedelta import MO, relativedelta

from graphsvc.deadlines.reading import read_deadline
from graphsvc.deadlines.words import meaning
from graphsvc.phrases.words import settings
from graphsvc.projections.word_forms import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphsvc.phrases.words import Word

__all__ = ["Number", "Span", "numbers", "spans"]

_LONGEST = 8  # words: «с 1 января по 31 марта 2021 года»
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_READ = frozenset({"by-day", "month", "interval", "half-year", "year"})
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_DAY = timedelta(days=1)
_YEAR = re.compile(r"(?<!\d)(19|20|21)\d\d(?!\d)")
_LENGTHS = {
    "day": relativedelta(days=1),
    "week": relativedelta(weeks=1),
    "month": relativedelta(months=1),
    "quarter": relativedelta(months=3),
    "half": relativedelta(months=6),
    "year": relativedelta(years=1),
}
_UNITS = frozenset({"year", "quarter", "half"})
_END = ("конца",)
_FROM = ("1", "сентября")  # words of a day and its month
_PARTS = re.compile(r"[-.]")
_TWO = re.compile(r"\b(\d{4}) (\d{4})\b")
_CUES = frozenset({"month", "season", "unit"})


@dataclass(frozen=True)
class Span:
    """The days that some words name; one day where `since` is `until`.

    Attributes:
        counted: whether they are so many from today on, or back: «ближайшие две недели».
    """

    since: date
    until: date
    words: range
    counted: bool = False

    @property
    def days(self) -> int:
        """How many days the last is after the first."""
        return (self.until - self.since).days

    def day(self, on: date) -> date:
        """Return the one day that stands for it: today where it is within, else its last."""
        return on if self.since <= on <= self.until else self.until


@dataclass(frozen=True)
class Number:
    """A whole number and its word's place in the phrase; `unit` is the stem that follows."""

    value: int
    word: int
    unit: str

    @property
    def year(self) -> bool:
        """Whether it may be a year."""
        return _FIRST_YEAR <= self.value <= _LAST_YEAR


def spans(phrase: Sequence[Word], on: date) -> list[Span]:
    """Return the periods that a phrase names, in its order; of two that overlap, the longer."""
    found: list[Span] = []
    taken: set[int] = set()
    for length in range(min(_LONGEST, len(phrase)), 0, -1):
        for start in range(len(phrase) - length + 1):
            place = range(start, start + length)
            if taken.isdisjoint(place) and (days := _read(phrase[start : start + length], on)):
                found.append(
                    Span(*days, place, _counted(phrase[start : start + length], on) == days)
                )
                taken.update(place)
    return sorted(found, key=lambda s: s.words.start)


def numbers(phrase: Sequence[Word]) -> list[Number]:
    """Return the whole numbers of a phrase."""
    after = [w.stem for w in phrase[1:]] + [""]
    return [
        Number(int(w.text), place, after[place])
        for place, w in enumerate(phrase)
        if w.text.isascii() and w.text.isdigit() and len(w.text) <= len("9999")
    ]


def _read(words: Sequence[Word], on: date) -> tuple[date, date] | None:
    table: dict[str, dict[str, str]] = settings()["times"]
    said = _spoken(words)
    if not said[0] or not said[-1]:
        return None  # “in”, “of”: the words within tell it
    if days := _from_which(said, on):
        return days
    told = _dated([table["named"].get(w, w) for w in said if w], on)
    if len(told) == 1 and told[0] in table["today"]:
        day = on + timedelta(days=int(table["today"][told[0]]))
        return day, day
    meant = [_meaning(w) for w in told]
    if [role for role, _ in meant] == ["unit"]:
        return None  # «год» alone is no year
    if len(told) == 2 and told[0] in table["which"] and meant[1][0] == "unit":  # noqa: PLR2004  # which, of what
        return _relative(str(meant[1][1]), int(table["which"][told[0]]), on)
    return _counted(words, on) or _of_deadline(told, on)


def _spoken(words: Sequence[Word]) -> list[str]:
    """Return words as the reader of deadlines knows them, empty where it leaves them out."""
    table: dict[str, str] = settings()["times"]["english"]
    typed = [folded(w.text) for w in words]
    if typed[0] in (between := settings()["times"]["between"]):
        table = table | between
    return [said for one in typed for said in table.get(one, one).split(" ")]


def _from_which(said: Sequence[str], on: date) -> tuple[date, date] | None:
    """Return the days of «прошлым летом», «в прошлом учебном году», or of «с 1 сентября» on."""
    table: dict[str, dict[str, str]] = settings()["times"]
    rest = [w for w in said[1:] if w]
    if not rest or any(_YEAR.search(w) for w in rest):
        return None
    if said[0] in table["since"] and rest[0].isdigit() and len(rest) == len(_FROM):
        days = _of_deadline(rest, on)
        if days and days[0] == days[1]:
            first = days[0] - relativedelta(years=days[0] > on)
            return first, on
    if said[0] not in table["which"] or _meaning(rest[-1])[0] == "month":
        return None
    which, days = int(table["which"][said[0]]), _of_deadline(rest, on)
    if days is None or (which == 0 and days[0].year == on.year):
        return days
    past, ahead = which < 1 and days[1] >= on, which == 1 and days[0] <= on
    moved = relativedelta(years=ahead - past)
    return days[0] + moved, days[1] + moved


def _of_deadline(told: Sequence[str], on: date) -> tuple[date, date] | None:
    """Return the days that words mean as those of a printed deadline do."""
    table: dict[str, dict[str, str]] = settings()["times"]
    meant = [_meaning(w) for w in told]
    year = any(_YEAR.search(w) for w in told)
    if not (year or any(role in _CUES for role, _ in meant)):
        return None
    # «по мурманскому плану … в марте»: between the words of time stand words of something else.
    if not all(_meaning(w)[0] or w.isdigit() for one in told for w in _PARTS.split(one)):
        return None
    by_the_end = told[0] in table["by"] and tuple(told[1:2]) == _END
    ahead = told[0] in table["until"] or by_the_end
    if (
        ahead
        and len(told) == len(_END) + 2
        and tuple(told[1:-1]) == _END
        and meant[-1][0] == "unit"
    ):
        days = _relative(str(meant[-1][1]), 0, on)  # «до конца месяца»
    else:
        text = _TWO.sub(r"\1-\2", " ".join(told))
        whole_year = not year and _UNITS.intersection(m[1] for m in meant if m[0] == "unit")
        days = None if whole_year else _printed(text, date(on.year, on.month, 1))
        days = days or _printed(text, date(on.year, 1, 1))
    return (on, days[1]) if days and ahead and on < days[1] else days


def _dated(told: list[str], on: date) -> list[str]:
    """Return words of time with a year for «этого года» and months joined: «март-апрель»."""
    which: dict[str, str] = settings()["times"]["which"]
    if len(told) > len(_END) + 1 and told[-2] in which and _meaning(told[-1]) == ("unit", "year"):
        told = [*told[:-2], str(on.year + int(which[told[-2]]))]
    for n in range(len(told) - 1, 0, -1):
        if _meaning(told[n])[0] == _meaning(told[n - 1])[0] == "month":
            told = [*told[: n - 1], f"{told[n - 1]}-{told[n]}", *told[n + 1 :]]
    return told


def _counted(words: Sequence[Word], on: date) -> tuple[date, date] | None:
    """Return days counted from today: «ближайшие две недели», “the next 90 days”."""
    table: dict[str, dict[str, str]] = settings()["times"]
    said = _spoken(words)
    told = [w for w in said if w]
    if len(told) not in (2, 3) or not said[0] or not said[-1]:
        return None
    number = table["count"].get(told[1], told[1]) if len(told) > len(_END) + 1 else "1"
    way = table["way"].get(told[0]) or (len(told) > len(_END) + 1 and table["which"].get(told[0]))
    role, unit = _meaning(told[-1])
    if not way or int(way) == 0 or not number.isdigit() or len(number) > len("999"):
        return None
    if role != "unit" or unit not in _LENGTHS:
        return None
    other = on + int(way) * int(number) * _LENGTHS[str(unit)]
    return min(on, other), max(on, other)


@lru_cache(maxsize=10_000)
def _meaning(word: str) -> tuple[str, int | str]:
    """Return a word's role among the words of deadlines, and its value; empty for none."""
    return meaning(word) or ("", "")


def _printed(text: str, first: date) -> tuple[date, date] | None:
    """Return the days that a text means as a printed deadline does, in the year from a month on."""
    read = read_deadline(text, (first, first + relativedelta(years=1) - _DAY))
    if read.kind not in _READ or read.end is None:
        return None
    if read.kind == "by-day" or read.start is None:
        return read.end, read.end
    return read.start, read.end


def _relative(unit: str, which: int, on: date) -> tuple[date, date] | None:
    if unit == "week":
        first = on + relativedelta(weekday=MO(-1), weeks=which)
        return first, first + timedelta(days=6)
    months = _MONTHS.get(unit)
    if months is None:
        return None
    first = date(on.year, (on.month - 1) // months * months + 1, 1)
    first += relativedelta(months=which * months)
    return first, first + relativedelta(months=months) - _DAY
