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

_LONGEST = 6  # words: «с января по март 2021 года»
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_READ = frozenset({"by-day", "month", "interval", "half-year", "year"})
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_DAY = timedelta(days=1)
_YEAR = re.compile(r"(?<!\d)(19|20|21)\d\d(?!\d)")
_CUES = frozenset({"month", "season", "unit"})


@dataclass(frozen=True)
class Span:
    """The days that some words name; one day where `since` is `until`."""

    since: date
    until: date
    words: range

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
                found.append(Span(*days, place))
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
    said = [table["english"].get(folded(w.text), folded(w.text)) for w in words]
    if not said[0] or not said[-1]:
        return None  # “in”, “of”: the words within tell it
    told = [w for w in said if w]
    if len(told) == 1 and told[0] in table["today"]:
        day = on + timedelta(days=int(table["today"][told[0]]))
        return day, day
    meant = [_meaning(w) for w in told]
    if len(told) == 2 and told[0] in table["which"] and meant[1][0] == "unit":  # noqa: PLR2004  # which, of what
        return _relative(str(meant[1][1]), int(table["which"][told[0]]), on)
    year = any(_YEAR.search(w) for w in told)
    if not (year or any(role in _CUES for role, _ in meant)):
        return None
    ahead = told[0] in table["until"]
    whole_year = ("unit", "year") in meant and not year
    days = _printed(" ".join(told), date(on.year, 1 if whole_year else on.month, 1))
    return (on, days[1]) if days and ahead and on < days[1] else days


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
