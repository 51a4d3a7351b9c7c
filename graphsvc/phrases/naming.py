"""Records and codes that a phrase names, in any form of their words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cached_property
from math import log
from types import MappingProxyType
from typing import TYPE_CHECKING

from graphsvc.phrases.abbreviations import by_language
from graphsvc.phrases.owned import owned
from graphsvc.phrases.things import KEPT, Link, Thing, best, stems_of, thing_of
from graphsvc.phrases.words import SAME, lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from graphsvc.phrases.linking import Linker
    from graphsvc.phrases.words import Word

__all__ = ["Links"]

_CANDIDATES = 30
_FIT = 0.79  # two stems that are less alike name different things
_CONTEXT = 0.6  # what a word of its place or kind counts beside a word of its name
_LEAST = 0.3  # share of a name that has to be said
_AROUND = 0.34  # what its place, kind and year have to add up to where its name is not said
_LEAST_OF_A_CODE = 0.5
_LONG = 2.5  # rare words; nobody types the whole title of a document
_BY_CONTEXT = 0.45  # what a year or a place counts where it stands for a name
_SPELLED_OUT = 0.75  # share of what an abbreviation stands for that a name has to have
_SPELT_OUT = 0.88  # … and what that counts: a name that has the abbreviation itself goes before
_YEAR = 0.6
_OTHER_WORD = 0.85  # what a word counts in a name that only says the same
_MEANT = 0.4  # what a word counts in looking up that an abbreviation stands for
_PART = 0.5  # what some words of an abbreviation's long form count where a name has the short one
_ALIAS = 0.9  # share of another name of the same record that has to be said, too
_NOTHING = 0.0, 0
_HEADLESS = 0.95  # a name whose first word is not said: «положение …» is no order about one
_USED = 0.05  # what it counts that many records refer to one


class Links:
    """What one phrase names.

    Args:
        stands_for: the stems that abbreviations stand for.

    Attributes:
        owned: the places of the words that say what is the asker's own, which name no record.
    """

    def __init__(
        self,
        linker: Linker,
        phrase: Sequence[Word],
        stands_for: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> None:
        self._linker, self._phrase = linker, phrase
        self.owned = owned(phrase, linker.kinds)
        without = {n + 1 for n, w in enumerate(phrase) if lexicon().lacks(w)}
        self._told = [  # «без совета» names no council
            (n, w) for n, w in enumerate(phrase) if not lexicon().nameless(w) and n not in without
        ]
        self._short = [(n, w) for n, w in self._told if w.stands_for]
        asked = [
            dict.fromkeys(sorted(w.stands_for), _MEANT)
            | dict.fromkeys(sorted(w.also), SAME)
            | {w.stem: 1.0}
            for _, w in self._told
        ]
        self._direct: dict[str, tuple[float, int]] = {}
        self._by_letter: dict[str, list[tuple[int, Word]]] = defaultdict(list)
        for n, word in reversed(self._told):  # of two words that say the same, the first
            self._direct |= dict.fromkeys(word.also, (SAME, n))
            self._by_letter[word.stem[:1]].append((-n, word))
        self._direct |= {w.stem: (1.0, n) for n, w in reversed(self._told)}
        own = {w.stem for _, w in self._told}
        self._said_otherwise = frozenset(s for _, w in self._told for s in w.also) - own
        self._numbers = {w.number: n for n, w in enumerate(phrase) if w.number}
        self._shortened = {  # «служба» is a part of what ММС stands for
            short: places
            for short, long in stands_for.items()
            if (places := frozenset(n for n, w in self._told if w.stem in long))
        }
        self._heads = [(n, w) for n, w in self._told if w.head]
        begun = [w.begins for w in phrase if w.begins]
        self._query = linker.index.asking(asked, begun)
        self._fits: dict[str, tuple[float, int]] = {}
        self._anything: list[Link] | None = None
        self._codes: dict[str, list[Link]] = {}
        self._links: dict[tuple[str, bool], Link | None] = {}

    def anything(self) -> list[Link]:
        """Return the records of any type that the phrase names, the best first."""
        if self._anything is None:
            self._anything = self.records("")
        return self._anything

    @cached_property
    def places(self) -> list[Link]:
        """The territories that the phrase names by their first word."""
        return [link for link in self.records("territory") if link.head]

    def records(self, entity: str, role: str = "") -> list[Link]:
        """Return the records of a type, or of any, that the phrase names, the best first.

        Args:
            role: the property by which some record refers to each; where a role narrows them, a
                year or a place is enough to name one.
        """
        limit = _CANDIDATES * (2 if role or not entity else 1)
        found = self._linker.index.named(self._query, entity, limit)
        counts: dict[str, int] = {}
        if role:
            counts = self._linker.counts(role, found)
            found = [one for one in found if counts[one.iri]]
        rarity = self._linker.rarity
        numbered = list(self._numbered(entity))
        if numbered and entity:  # who tells a number means none without it
            return best(self._link(one, rarity) for one in numbered)
        own = {one.iri for one in numbered}
        things = [thing_of(one) for one in found if one.iri not in own]
        made = [self._once(one, by_context=bool(role)) for one in things]
        links = [k for k in made if k and not k.words <= self.owned]
        if role:  # of plans that are called alike, the one with more rows is meant
            links = [replace(k, score=k.score * (1 + _USED * log(counts[k.iri]))) for k in links]
        return best((*best(links), *best(self._link(one, rarity) for one in numbered)), 2 * KEPT)

    def _once(self, what: Thing, *, by_context: bool) -> Link | None:
        """Return a record's link, worked out once for each phrase."""
        if (key := (what.iri, by_context)) not in self._links:
            link = self._link(what, self._linker.rarity, by_context=by_context)
            self._links[key] = link
        return self._links[key]

    def _numbered(self, entity: str) -> Iterator[Thing]:
        """Yield the rows and clauses whose printed number the phrase tells."""
        for number in self._numbers:
            for one in self._linker.places.at(number):
                if entity in ("", one.entity):
                    told = f"#{number}"
                    names = ((told,), *map(stems_of, one.names))
                    yield Thing(one.iri, one.entity, names, (told, *stems_of(one.around)))

    def codes(self, scheme: str) -> list[Link]:
        """Return the codes of a list that the phrase names, the best first."""
        if scheme not in self._codes:
            rarity = self._linker.code_rarity
            listed = self._linker.codes.get(scheme, ())
            links = [self._link(one, rarity, least=_LEAST_OF_A_CODE) for one in listed]
            own = {n for p in self.places if p.full for n in p.words}
            # «область» of a territory that is named is no other word for «региональный».
            self._codes[scheme] = best(k for k in links if k and not k.words - k.exact & own)
        return self._codes[scheme]

    def _link(
        self,
        what: Thing,
        rarity: Callable[[str], float],
        *,
        by_context: bool = False,
        least: float = _LEAST,
    ) -> Link | None:
        """Return what links the phrase to one thing, None where too little of its name is said.

        Args:
            by_context: whether its place, kind or year may stand for the name.
            least: the share of a name that has to be said where its place or year is not told.
        """
        fits = self._fits_of(what, code=least == _LEAST_OF_A_CODE)
        if not fits:
            return None
        value, share, used = 0.0, 0.0, dict[int, float]()
        found = [self._said(name, fits, rarity) for name in what.names]
        for told, now, by_word in found:
            if told > value:
                value, share, used = told, now, by_word
        reach = set(used)
        around = self._named_again(what, found, reach, rarity) if used else 0.0
        dated = any(self._phrase[n].text.isdigit() for n in used)  # a year in its name is its own
        for part in sorted(set(what.context)):
            fit, place = fits.get(part, _NOTHING)
            if fit and place not in reach and not (dated and part.isdigit()):
                around += _CONTEXT * fit * self._tells(part, rarity)
                reach.add(place)
        if share < least and not (around >= _AROUND and (used or by_context)):
            return None
        if by_context and around >= _AROUND:
            share = max(share, _BY_CONTEXT)
        told_numbers = [n for n in self._numbers.values() if n in reach]
        reach |= {n - 1 for n in told_numbers if self._phrase[n - 1].points}
        worth = 0.4 + 0.6 * share
        gains = {place: gain * worth for place, gain in used.items()}
        exact = frozenset(
            place
            for part, (_, place) in fits.items()
            if place in reach and part not in self._said_otherwise
        )
        head = any(name[0] in fits for name in what.names if name)
        said = fits.keys() - (self._spelled_out(what).keys() - self._direct.keys())
        full = any(said >= set(name) for name in what.names)
        return Link(
            what.iri,
            what.entity,
            frozenset(reach),
            (value + around) * (1.0 if head else _HEADLESS),
            share,
            gains,
            exact,
            what.stems,
            head,
            full,
        )

    def _named_again(
        self,
        what: Thing,
        found: Iterable[tuple[float, float, Mapping[int, float]]],
        reach: set[int],
        rarity: Callable[[str], float],
    ) -> float:
        """Add to `reach` the words that name a thing once more, and return what they are worth.

        They are another of its names («ЦНППМ, он же …»), or words of what an abbreviation in its
        name stands for.
        """
        worth = 0.0
        for told, now, by_word in found:
            if now >= _ALIAS and reach.isdisjoint(by_word):
                worth += _CONTEXT * told
                reach.update(by_word)
        for part in {s for name in what.names for s in name}.intersection(self._shortened):
            if not (meant := self._shortened[part]) <= reach:
                worth += _CONTEXT * rarity(part) * _PART
                reach |= meant
        return worth

    def _said(
        self,
        name: tuple[str, ...],
        fits: Mapping[str, tuple[float, int]],
        rarity: Callable[[str], float],
    ) -> tuple[float, float, dict[int, float]]:
        """Return a name's worth, the share of it that is said, and what each word adds."""
        if fits.keys().isdisjoint(name):
            return 0.0, 0.0, {}
        said = whole = 0.0
        used: dict[int, float] = {}
        for part in sorted(name, key=self._said_otherwise.__contains__):
            fit, place = fits.get(part, _NOTHING)
            if place in used and part in self._said_otherwise and not self._phrase[place].head:
                continue  # «план (дорожная карта)»: one word says no more by saying it twice
            weight = rarity(part)
            whole += weight
            if fit:
                said += fit * weight
                # A word that stands for several parts still is one word.
                used[place] = max(used.get(place, 0.0), fit * weight)
        share = min(1.0, said / min(whole, _LONG)) if whole else 0.0
        return sum(used.values()) * (0.4 + 0.6 * share), share, used

    def _fits_of(self, what: Thing, *, code: bool) -> dict[str, tuple[float, int]]:
        """Return the stems of a thing that the phrase says, how well each and by which word."""
        stems = what.stems
        long = self._spelled_out(what) if self._short else {}
        barred = {n for n, word in self._heads if not word.halves_in(stems)}
        fits: dict[str, tuple[float, int]] = {}
        for part in stems:
            fit, place = self._fit(part, long)
            if fit and place not in barred:
                otherwise = part in self._said_otherwise and not code
                fits[part] = fit * (_OTHER_WORD if otherwise else 1.0), place
        return fits

    def _fit(self, part: str, long: dict[str, int]) -> tuple[float, int]:
        """Return how well the phrase says a stem, and by which word."""
        if (found := self._direct.get(part) or self._fits.get(part)) is None:
            fits = ((w.names(part), n) for n, w in self._by_letter.get(part[:1], ()))
            fit, place = max(fits, default=(0.0, 0))
            found = self._fits[part] = (fit if fit >= _FIT else 0.0, -place)
        if part in long and found[0] <= SAME and not self._phrase[found[1]].head:
            return _SPELT_OUT, long[part]
        return found

    def _tells(self, part: str, rarity: Callable[[str], float]) -> float:
        """Return how much a word of a place, kind or year tells: a year always tells much."""
        return max(_YEAR, rarity(part)) if part.isdigit() else rarity(part)

    def _spelled_out(self, what: Thing) -> dict[str, int]:
        """Return the stems of a thing that abbreviations of the phrase stand for."""
        stems = what.stems
        return {
            s: n
            for n, w in self._short
            for long in by_language(w.stands_for)
            if len(long & stems) >= _SPELLED_OUT * len(long)
            for s in long & stems
        }
