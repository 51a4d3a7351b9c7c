"""Filling the slots of a form with what a phrase names: records, codes, days, numbers."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from graphsvc.phrases.filled import EXAMPLE, PHRASE, TODAY, YEARS, Filled, Filling, in_order
from graphsvc.phrases.forms import QUARTER
from graphsvc.phrases.times import Number, Span, numbers, spans
from graphsvc.phrases.words import alike, settings
from graphsvc.rdf.names import BASE, compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from graphsvc.phrases.forms import Form, Phrasing, Slot
    from graphsvc.phrases.naming import Links
    from graphsvc.phrases.things import Link
    from graphsvc.phrases.words import Word

__all__ = ["Filler"]

_KIND = 0.8  # two stems that tell of the same kind of thing
_OTHER_KIND = 0.7  # what a record counts that is not of the kind the parameter is called by
_NAMED = 0.6  # share of a name that has to be said where nothing asks for a record
_OF_A_ROLE = 0.45  # … where few records can be meant, as plans by their year or place
_OF_A_TERRITORY = 0.3  # … or a territory by its first word: “schools in Lipovka”
_OF_ITS_PLACE = 0.6  # what a record counts of which only the territory is said
_PLACE, _BODY = "territory", "body"
_TIE = 0.97  # two names that fit as well
_NAMESAKE = 0.75  # … or that the same words name, one of them longer
_READINGS = 3
_OWN, _OWN_IN_FULL = 0.7, 0.2  # of what a word adds to a name that it has in the phrasing, too
_ANY = 0.5  # what a name counts that is said of more records than there are readings


class Filler:
    """Fills forms from one phrase; what the phrase names is looked up once.

    Args:
        own: the IRI of the body that «мой» is said of, empty where it is not known.
    """

    def __init__(self, names: Links, phrase: Sequence[Word], on: date, own: str = "") -> None:
        self._names, self._phrase, self._on, self._own = names, phrase, on, own
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
                barred = self._places if "territory" in {s.entity for s in form.slots} else ()
                readings = [
                    r
                    for one in readings
                    for r in self._link(one, slot, slot.name in asked, own, barred)
                ]
        for one in readings:
            self._owned(one, form)
            self._times(one, form)
            self._numbered(one, form)
            one.filled = in_order(one.filled, self._phrase)
            self._missing(one, form)
        return readings[:_READINGS]

    def _link(
        self,
        reading: Filling,
        slot: Slot,
        asked: bool,  # noqa: FBT001  # whether the phrasing has a place for it
        own: AbstractSet[int],
        barred: Sequence[frozenset[int]],
    ) -> list[Filling]:
        wanted = asked or slot.required
        role = slot.name in settings()["roles"]
        found = [
            (_worth(link, own) * (1.0 if _kin(slot, link) else _OTHER_KIND), link)
            for link in self.links(slot)
            if self._free(slot, link, reading)
            and (wanted or link.said >= (_OF_A_ROLE if role else _least(link)))
            and not (slot.entity != _PLACE and any(link.words <= place for place in barred))
            and (slot.type != "record" or link.exact - self.common(slot))
            and not link.words <= own | self._names.owned
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
        if not role and best.entity != _PLACE and any(best.words <= p for p in self._places):
            sure *= _OF_ITS_PLACE
        return [Filling([*reading.filled, _filled(slot, link, sure)]) for link in same[:_READINGS]]

    def _owned(self, reading: Filling, form: Form) -> None:
        """Fill the first body that nothing names with the asker's own, or leave it to them."""
        words, taken = self._names.owned, {f.name for f in reading.filled}
        free = [s.name for s in form.slots if s.entity == _BODY and s.name not in taken]
        if not words or not free:
            return
        if self._own:
            value = compact(self._own)
            reading.filled.append(Filled(free[0], value, words, PHRASE, self._own, 1.0, _BODY))
        else:
            reading.open = frozenset(free[:1])
            reading.common[free[0]] = words

    @cached_property
    def _places(self) -> list[frozenset[int]]:
        """The words that name each territory: what merely lies there needs words of its own."""
        return [link.words for link in self._names.places]

    @cached_property
    def _in_places(self) -> frozenset[int]:
        return frozenset(n for place in self._places for n in place)

    def _free(self, slot: Slot, link: Link, reading: Filling) -> bool:
        """Return whether enough of a link's words fill nothing else yet.

        What a printed number names shares words with its document, which may be claimed; and so
        does the second of a kind that is said once: «диагностика 2025 против 2026».
        """
        claimed = reading.claimed
        if any(f.entity == slot.entity for f in reading.filled if f.entity) and (
            any(self._phrase[n].text.isdigit() for n in link.words - claimed)
        ):
            return all(f.iri != link.iri for f in reading.filled)
        if any(self._phrase[n].number for n in link.words - claimed):
            return slot.required or not claimed or not link.words.isdisjoint(claimed)
        if slot.name in settings()["roles"]:  # «ММС в мурманской карте»: its place or year is left
            left = link.words - claimed
            if any(self._phrase[n].text.isdigit() for n in left) or left & self._in_places:
                return True
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
        elif form.dated and (named := [s for s in free if not s.counted]):
            reading.filled.append(_day("date", named[0], named[0].day(self._on)))
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
            years = slot.example.isdigit() and int(slot.example) in YEARS
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
            if slot.name in reading.open:
                continue
            if slot.required and slot.example and slot.name not in taken:
                iri = slot.example if slot.type in ("record", "concept") else ""
                reading.filled.append(Filled(slot.name, slot.example, frozenset(), EXAMPLE, iri))


def _filled(slot: Slot, link: Link, sure: float) -> Filled:
    value = compact(link.iri)
    if slot.type == "concept":
        value = link.iri.removeprefix(f"{BASE}scheme/{slot.entity}/")
    said = sure * (link.said if _kin(slot, link) else link.said * _OTHER_KIND / 2)
    return Filled(slot.name, value, link.words, PHRASE, link.iri, said, link.entity)


def _least(link: Link) -> float:
    """Return the share of a name that has to be said where nothing asks for a record."""
    return _OF_A_TERRITORY if link.entity == _PLACE and link.head else _NAMED


def _worth(link: Link, own: AbstractSet[int]) -> float:
    """Return what a link counts; words of the phrasing say less, but in a name said in full."""
    twice = sum(link.gains.get(n, 0.0) for n in link.words & own)
    return link.score - twice * (_OWN_IN_FULL if link.full else _OWN)


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
