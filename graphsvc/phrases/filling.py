"""Filling the slots of a form with what a phrase names: records, codes, days, numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graphsvc.phrases.forms import QUARTER
from graphsvc.phrases.times import Number, Span, numbers, spans
from graphsvc.phrases.words import alike, settings
from graphsvc.rdf.names import BASE, compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from graphsvc.phrases.forms import Form, Phrasing, Slot
    from graphsvc.phrases.linking import Link, Links
    from graphsvc.phrases.words import Word

__all__ = ["EXAMPLE", "PHRASE", "TODAY", "Filled", "Filler", "Filling"]

PHRASE, TODAY, EXAMPLE = "phrase", "today", "example"
_KIND = 0.8  # two stems that tell of the same kind of thing
_OTHER_KIND = 0.7  # what a record counts that is not of the kind the parameter is called by
_NAMED = 0.6  # share of a name that has to be said where nothing asks for a record
_TIE = 0.97  # two names that fit as well
_NAMESAKE = 0.75  # … or that the same words name, one of them longer
_READINGS = 3
_OWN = 0.7  # of what a word adds to a name that it has in the phrasing, too
_ANY = 0.5  # what a name counts that is said of more records than there are readings
_YEARS = range(1900, 2200)


@dataclass(frozen=True)
class Filled:
    """A parameter's value, the words it comes from, and where from.

    Attributes:
        origin: `PHRASE`, `TODAY`, or `EXAMPLE` where the phrase does not tell what is needed.
        iri: the record or code, empty for other values.
        said: how much of its name was said; 1 for other values.
    """

    name: str
    value: str
    words: frozenset[int]
    origin: str = PHRASE
    iri: str = ""
    said: float = 1.0


@dataclass
class Filling:
    """A form's slots as one reading of a phrase fills them.

    Attributes:
        common: by slot, the words that only say what it takes, where no record is named.
    """

    filled: list[Filled] = field(default_factory=list["Filled"])
    common: dict[str, frozenset[int]] = field(default_factory=dict[str, frozenset[int]])

    @property
    def claimed(self) -> set[int]:
        """The places of the words that fill a slot."""
        return {place for one in self.filled for place in one.words}

    def has(self, name: str) -> bool:
        """Return whether words of the phrase fill a slot."""
        return any(one.name == name and one.origin == PHRASE for one in self.filled)


class Filler:
    """Fills forms from one phrase; what the phrase names is looked up once."""

    def __init__(self, names: Links, phrase: Sequence[Word], on: date) -> None:
        self._names, self._phrase, self._on = names, phrase, on
        self.spans = spans(phrase, on)
        self._numbers = numbers(phrase)
        self._links: dict[tuple[str, str, str], list[Link]] = {}

    def fill(self, form: Form, phrasing: Phrasing, own: AbstractSet[int]) -> list[Filling]:
        """Return the readings, the best first: one, or some where names fit several records alike.

        Args:
            own: the places of the words that the phrasing itself explains; in a name they say less.
        """
        asked = {name: n for n, name in enumerate(phrasing.slots)}
        order = sorted(form.slots, key=lambda s: (asked.get(s.name, 99), not s.required))
        readings = [Filling()]
        for slot in order:
            if slot.type in ("record", "concept"):
                readings = [
                    r for one in readings for r in self._link(one, slot, slot.name in asked, own)
                ]
        for one in readings:
            self._times(one, form)
            self._numbered(one, form)
            self._missing(one, form)
        return readings[:_READINGS]

    def _link(
        self,
        reading: Filling,
        slot: Slot,
        asked: bool,  # noqa: FBT001  # whether the phrasing has a place for it
        own: AbstractSet[int],
    ) -> list[Filling]:
        claimed = reading.claimed
        wanted = asked or slot.required
        found = [
            (_worth(link, own) * (1.0 if _kin(slot, link) else _OTHER_KIND), link)
            for link in self.links(slot)
            if self._free(slot, link, claimed)
            and (wanted or link.said >= _NAMED)
            and (slot.type != "record" or link.exact - self.common(slot))
            and not link.words <= own
        ]
        if not found:
            return [reading]
        found.sort(key=lambda f: (-round(f[0], 6), f[1].iri))
        score, best = found[0]
        same = [
            link
            for other, link in found
            if other >= score * (_TIE if link.words - own != best.words - own else _NAMESAKE)
        ]
        one = sum(other >= score * _TIE for other, _ in found) <= _READINGS
        if not (one or wanted):
            return [reading]
        sure = 1.0 if one else _ANY
        return [Filling([*reading.filled, _filled(slot, link, sure)]) for link in same[:_READINGS]]

    def _free(self, slot: Slot, link: Link, claimed: AbstractSet[int]) -> bool:
        """Return whether enough of a link's words fill nothing else yet.

        What a printed number names shares words with its document, which may be claimed.
        """
        if any(self._phrase[n].number for n in link.words - claimed):
            return slot.required or not claimed or not link.words.isdisjoint(claimed)
        return len(link.words - claimed) * 2 > len(link.words)

    def common(self, slot: Slot) -> frozenset[int]:
        """Return the places of words that say what a slot takes, and name none of it: «план»."""
        if slot.type != "record":
            return frozenset()
        return frozenset(n for n, w in enumerate(self._phrase) if w.stem in slot.common)

    def links(self, slot: Slot) -> list[Link]:
        """Return what the phrase names that may fill a slot."""
        roles: dict[str, str] = settings()["roles"]
        key = (slot.type, slot.entity, roles.get(slot.name, ""))
        if key not in self._links:
            if slot.type == "concept":
                found = self._names.codes(slot.entity)
            elif slot.entity:
                found = self._names.records(slot.entity, key[2])
            else:
                found = []
            self._links[key] = found
        return self._links[key]

    def _times(self, reading: Filling, form: Form) -> None:
        """Fill days: a period where the form takes one, else the day that stands for it."""
        claimed = reading.claimed
        free = [s for s in self.spans if not claimed.issuperset(s.words)]
        days = [s for s in form.slots if s.type == "date"]
        if len(days) == 2 and free:  # noqa: PLR2004  # from and to
            first, last = free[0], free[-1]
            reading.filled += [
                Filled(days[0].name, first.since.isoformat(), frozenset(first.words)),
                Filled(days[1].name, last.until.isoformat(), frozenset(last.words)),
            ]
        elif len(days) == 1 and free:
            reading.filled.append(_day(days[0].name, free[0], free[0].since))
        elif form.days and free and free[0].days:
            reading.filled += [
                _day("date", free[0], free[0].since),
                Filled(form.days, str(free[0].days), frozenset(free[0].words)),
            ]
        elif form.dated and free:
            reading.filled.append(_day("date", free[0], free[0].day(self._on)))
        for slot in form.slots:
            if slot.type == QUARTER and free:
                reading.filled.append(_day(slot.name, free[0], free[0].since, quarter=True))
        if form.dated and not any(f.name == "date" for f in reading.filled):
            reading.filled.append(Filled("date", self._on.isoformat(), frozenset(), TODAY))

    def _numbered(self, reading: Filling, form: Form) -> None:
        """Fill whole numbers: years by their look, others by the unit that follows them."""
        claimed = reading.claimed
        taken = {f.name for f in reading.filled}
        free = [n for n in self._numbers if n.word not in claimed]
        for slot in form.slots:
            if slot.type not in ("integer", "decimal") or slot.name in taken:
                continue
            years = slot.example.isdigit() and int(slot.example) in _YEARS
            fits = [n for n in free if n.year == years and (years or _unit(n, slot))]
            if fits:
                free.remove(fits[0])
                reading.filled.append(
                    Filled(
                        slot.name,
                        str(fits[0].value),
                        frozenset({fits[0].word, *_with_unit(fits[0], slot)}),
                    )
                )

    def _missing(self, reading: Filling, form: Form) -> None:
        """Take what is needed and not told from the form's example."""
        taken = {f.name for f in reading.filled}
        for slot in form.slots:
            if slot.name not in taken and (words := self.common(slot)):
                reading.common[slot.name] = words
            if slot.required and slot.example and slot.name not in taken:
                iri = slot.example if slot.type in ("record", "concept") else ""
                reading.filled.append(Filled(slot.name, slot.example, frozenset(), EXAMPLE, iri))


def _filled(slot: Slot, link: Link, sure: float) -> Filled:
    value = compact(link.iri)
    if slot.type == "concept":
        value = link.iri.removeprefix(f"{BASE}scheme/{slot.entity}/")
    said = sure * (link.said if _kin(slot, link) else link.said * _OTHER_KIND / 2)
    return Filled(slot.name, value, link.words, PHRASE, link.iri, said)


def _worth(link: Link, own: AbstractSet[int]) -> float:
    return link.score - _OWN * sum(gain for n, gain in link.gains.items() if n in own)


def _kin(slot: Slot, link: Link) -> bool:
    """Whether a record is of the kind that the slot is called by, where it is called by one."""
    return not slot.kin or any(alike(s, c) >= _KIND for s in slot.kin for c in link.context)


def _day(name: str, span: Span, day: date, *, quarter: bool = False) -> Filled:
    value = f"{day.year}-{(day.month + 2) // 3}" if quarter else day.isoformat()
    return Filled(name, value, frozenset(span.words))


def _unit(number: Number, slot: Slot) -> bool:
    return not number.year and any(alike(number.unit, one) >= _KIND for one in slot.label)


def _with_unit(number: Number, slot: Slot) -> Iterable[int]:
    return (number.word + 1,) if _unit(number, slot) else ()
