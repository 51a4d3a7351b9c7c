"""Which questions, pages and registers a phrase asks for, and how well each explains its words.

A form's value is made of two shares: of the phrase, by the rarity of its words, that the phrasing's
own words and the filled slots explain; and of the phrasing that the phrase says. No word is left
out in silence: what neither explains lowers the value.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphsvc.phrases.filled import EXAMPLE, PHRASE, Filled, Filling
from graphsvc.phrases.filling import Filler
from graphsvc.phrases.words import SAME, alike

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from graphsvc.phrases.forms import Form, Phrasing
    from graphsvc.phrases.naming import Links
    from graphsvc.phrases.words import Word

__all__ = ["Match", "Matcher", "harmony"]

_OF_A_FORM = 3  # phrasings of one form that are filled
_LOOKED_AT = 60  # phrasings that are filled; the others say less of the phrase
_IDLE, _UNKNOWN = 0.05, 0.7
_SLOT = 0.5  # what a slot weighs in a phrasing
_EXTRA = 0.9  # what a value explains that the phrasing has no place for
_LEAST = 0.35
_SAID = 0.6  # share of a name from which it is as good as said
_EXPLAINED = 0.65  # what the phrase counts beside the phrasing
_SECOND_READING = 0.98
_NEEDED, _CALLED = 0.88, 0.95  # for each record that is needed and not named, or only «орган»
_YET = 0.3  # how far a slot is filled that whoever is still typing may yet fill
_BY_NAME = 0.85  # a phrasing whose every word that is said is one of a name
_COMMON = 0.8  # what such a word explains, and fills of its slot
_OTHERWISE = 0.7  # what a word counts that other phrasings of the same form have
_BARELY = 0.4  # what a value explains of which hardly any word is said
_GENERAL = 0.5  # what a word tells that most names have
_PREFIX = 4


@dataclass(frozen=True)
class Match:
    """A form with one reading of the phrase.

    Attributes:
        score: from 0 to 1.
        words: the places of the words that the phrasing itself explains.
    """

    form: Form
    filling: Filling
    score: float
    words: frozenset[int]


@dataclass(frozen=True)
class _Said:
    """What a phrase says.

    Attributes:
        weights: what each word tells, from 0 to 1.
        fits: for each stem of a phrasing, the places of the words that say it, and how well.
        begun: whether somebody is still typing it.
    """

    weights: Sequence[float]
    fits: Mapping[str, Mapping[int, float]]
    begun: bool


class Matcher:
    """The phrasings of all forms, by their stems.

    Args:
        rarity: tells how rare a stem is among the names of records, from 0 to 1.
    """

    def __init__(self, forms: Sequence[Form], rarity: Callable[[str], float]) -> None:
        self._rarity = rarity
        self._asks: list[tuple[Form, Phrasing]] = [(f, p) for f in forms for p in f.phrasings]
        in_forms: Counter[str] = Counter()
        for form in forms:
            in_forms.update({s for p in form.phrasings for s in p.stems})
        count = math.log(1 + len(forms))
        self._weight = {
            s: math.log((1 + len(forms)) / (0.5 + n)) / count for s, n in in_forms.items()
        }
        self._having: dict[str, list[int]] = defaultdict(list)
        for number, (_, phrasing) in enumerate(self._asks):
            for one in phrasing.stems:
                self._having[one].append(number)
        self._words = {id(f): {s for p in f.phrasings for s in p.stems} for f in forms}
        self._takes = [
            frozenset(s.entity for s in f.slots if s.name in p.slots) for f, p in self._asks
        ]
        self._lists = {s.entity for f in forms for s in f.slots if s.type == "concept"}
        self._wordless = [n for n, (_, p) in enumerate(self._asks) if not p.stems]
        self._begin: dict[str, list[str]] = defaultdict(list)
        self._initial: dict[str, list[str]] = defaultdict(list)
        for one in self._having:
            self._begin[one[:_PREFIX]].append(one)
            self._initial[one[:1]].append(one)

    def weight(self, word: Word) -> float:
        """Return how much a word of a phrase tells, from 0 to 1: less where many names have it."""
        if word.idle:
            return _IDLE
        rare = _GENERAL + (1 - _GENERAL) * self._rarity(word.stem)
        return self._weight.get(word.stem, _UNKNOWN) * rare

    def knows(self, stem: str) -> bool:
        """Return whether some phrasing has a stem."""
        return stem in self._having

    def matches(self, phrase: Sequence[Word], names: Links, on: date, own: str = "") -> list[Match]:
        """Return the forms that the phrase asks for, the best first, each as its best phrasing."""
        filler = Filler(names, phrase, on, own)
        fits = self._fits(phrase)
        said = _Said([self.weight(w) for w in phrase], fits, any(w.begun for w in phrase))
        best: dict[tuple[str, str, str], Match] = {}
        named = {link.entity for link in names.anything() if link.said >= _SAID}
        named |= {c for c in self._lists if any(k.said >= _SAID for k in names.codes(c))}
        for number in self._nearest(fits, named, timed=bool(filler.spans)):
            form, phrasing = self._asks[number]
            by_it = {n for s in phrasing.stems for n, fit in fits.get(s, {}).items() if fit >= SAME}
            for rank, filling in enumerate(filler.fill(form, phrasing, by_it)):
                match = self._match(number, filling, said, rank)
                key = (form.kind, form.id + form.title["ru"], _values(filling))
                if match.score >= _LEAST and (key not in best or match.score > best[key].score):
                    best[key] = match
        return sorted(best.values(), key=_order)

    def _fits(self, phrase: Sequence[Word]) -> dict[str, dict[int, float]]:
        """Return, for each stem of a phrasing, the words that say it, and how well."""
        fits: dict[str, dict[int, float]] = defaultdict(dict)
        for place, word in enumerate(phrase):
            if word.idle:
                continue
            near = {word.stem, *word.also, *word.asked, *self._begin.get(word.stem[:_PREFIX], ())}
            if word.begins:
                near.update(s for s in self._having if s.startswith(word.begins))
            if word.stem not in self._having:
                near.update(self._misspelt(word.stem))
            for one in sorted(near):
                if one in self._having and (fit := word.fit(one)):
                    fits[one][place] = fit
        return fits

    def _misspelt(self, stem: str) -> Iterable[str]:
        return (one for one in self._initial[stem[:1]] if alike(stem, one))

    def _nearest(
        self,
        fits: Mapping[str, Mapping[int, float]],
        named: AbstractSet[str],
        *,
        timed: bool,
    ) -> list[int]:
        """Return the numbers of the phrasings that share most with the phrase.

        Args:
            named: the types of the records that the phrase names; phrasings with a place for one
                gain by it.
            timed: whether the phrase names days; phrasings with a place for them gain by it.
        """
        shared: dict[int, float] = defaultdict(float)
        for one, places in fits.items():
            fit = max(places.values()) * self._weight[one]
            for number in self._having[one]:
                shared[number] += fit
        if timed:
            for number in shared:
                if "period" in self._asks[number][1].slots:
                    shared[number] += _SLOT
        for number in shared:
            shared[number] += _SLOT * len(named & self._takes[number])
        worth = {
            n: s * (0.5 + 0.5 * s / max(self._whole(n), s)) * self._asks[n][1].weight
            for n, s in shared.items()
        }
        found: list[int] = []
        seen: Counter[int] = Counter()
        for number in sorted(worth, key=lambda n: (-worth[n], n)):
            seen[form := id(self._asks[number][0])] += 1
            if seen[form] <= _OF_A_FORM:
                found.append(number)
        return found[:_LOOKED_AT] + self._wordless

    def _whole(self, number: int) -> float:
        return sum(self._weight[s] for s in self._asks[number][1].stems)

    def _match(self, number: int, filling: Filling, phrase: _Said, rank: int) -> Match:
        form, phrasing = self._asks[number]
        explained = [0.0] * len(phrase.weights)
        said, whole = 0.0, 0.0
        for stem in phrasing.stems:
            places = phrase.fits.get(stem, {})
            said += self._weight[stem] * max(places.values(), default=0.0)
            whole += self._weight[stem]
            for place, fit in places.items():
                explained[place] = max(explained[place], fit)
        own = frozenset(n for n, e in enumerate(explained) if e)
        for stem in self._words[id(form)].intersection(phrase.fits).difference(phrasing.stems):
            for place, fit in phrase.fits[stem].items():
                explained[place] = max(explained[place], fit * _OTHERWISE)
        for slot in phrasing.slots:
            whole += _SLOT
            yet = _YET if phrase.begun else 0.0
            said += _SLOT * max(yet, _told(slot, filling))
        _fill(explained, filling, phrasing)
        told = sum(w * e for w, e in zip(phrase.weights, explained, strict=True))
        share = told / (sum(phrase.weights) or 1.0)
        score = harmony(share, said / whole if whole else 0.0) * phrasing.weight
        named = {n for one in filling.filled if one.iri for n in one.words}
        if own and own <= named:  # «координационный совет» is a name, and asks for no coordinator
            score *= _BY_NAME
        if not phrase.begun:  # who is still typing may yet tell it
            score *= _not_told(filling)
        return Match(form, filling, score * _SECOND_READING**rank, own)


def _fill(explained: list[float], filling: Filling, phrasing: Phrasing) -> None:
    """Add what a filling explains of each word."""
    for one in filling.filled:
        worth = _named(one) * (1.0 if one.name in phrasing.slots else _EXTRA)
        for place in one.words:
            explained[place] = max(explained[place], worth)
    for common in filling.common.values():
        for place in common:
            explained[place] = max(explained[place], _COMMON)


def harmony(explained: float, said: float) -> float:
    """Return one measure of how much of a phrase is explained and how much of a name was said."""
    return math.pow(explained, _EXPLAINED) * math.pow(said, 1 - _EXPLAINED)


def _not_told(filling: Filling) -> float:
    """Return what a form keeps of its value where records it needs are taken from its example."""
    value = 1.0
    for one in filling.filled:
        if one.origin == EXAMPLE and one.iri and one.name != "territory":
            value *= _CALLED if one.name in filling.common else _NEEDED
        elif one.origin == EXAMPLE and not one.iri:
            value *= _CALLED
    return value


def _told(slot: str, filling: Filling) -> float:
    """Return how far a phrasing's slot is filled; `period` is by whatever days the form takes."""
    named = [_named(one) for one in filling.filled if one.name == slot and one.origin == PHRASE]
    if named:
        return max(named)
    if slot in filling.common:
        return _COMMON
    return float(slot in ("period", "date") and any(f.words and not f.iri for f in filling.filled))


def _named(filled: Filled) -> float:
    """Return how well what fills a slot is named."""
    return _BARELY + (1 - _BARELY) * min(1.0, filled.said / _SAID)


def _order(match: Match) -> tuple[float, str, str]:
    return -round(match.score, 6), match.form.id, _values(match.filling)


def _values(filling: Filling) -> str:
    return ";".join(f"{f.name}={f.value}" for f in sorted(filling.filled, key=lambda f: f.name))
