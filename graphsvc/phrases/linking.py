"""Records and codes that a phrase names, in any form of their words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from graphsvc.phrases.places import Places
from graphsvc.phrases.things import Thing, code_rarity, stems_of
from graphsvc.phrases.words import SAME
from graphsvc.rdf.names import BASE, rms
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from graphsvc.model.entities import Model
    from graphsvc.phrases.words import Word
    from graphsvc.projections.reading import StoreReader
    from graphsvc.projections.search import Named, SearchIndex

__all__ = ["Link", "Linker", "Links"]

_CANDIDATES = 30
_KEPT = 6
_FIT = 0.79  # two stems that are less alike name different things
_CONTEXT = 0.6  # what a word of its place or kind counts beside a word of its name
_LEAST = 0.3  # share of a name that has to be said
_AROUND = 0.34  # what its place, kind and year have to add up to where its name is not said
_LEAST_OF_A_CODE = 0.5
_LONG = 2.5  # rare words; nobody types the whole title of a document
_BY_CONTEXT = 0.45  # what a year or a place counts where it stands for a name
_SPELLED_OUT = 0.75  # share of what an abbreviation stands for that a name has to have
_YEAR = 0.6
_PART = 0.5  # what some words of an abbreviation's long form count where a name has the short one
_ALIAS = 0.9  # share of another name of the same record that has to be said, too


@dataclass(frozen=True)
class Link:
    """A record or a code that words of a phrase name.

    Attributes:
        words: the places of these words in the phrase.
        score: how much of the phrase it explains and how much of its name was said.
        said: the share of its name that was said, by the rarity of the words.
        gains: what each word of the name adds to the score.
        exact: the words that are in its name or beside it themselves, not by another word.
        context: stems of its names, place and kind.
    """

    iri: str
    entity: str
    words: frozenset[int]
    score: float
    said: float
    gains: Mapping[int, float]
    exact: frozenset[int]
    context: frozenset[str]


class Linker:
    """The names of records and codes."""

    def __init__(self, model: Model, store: StoreReader, index: SearchIndex) -> None:
        self._store, self.index = store, index
        self.places = Places(model, store, index)
        self._sequence, self._rare = -1, dict[str, float]()
        self.codes: dict[str, list[Thing]] = {}
        for scheme, listed in model.concepts.items():
            name = scheme.removeprefix(f"{BASE}scheme/")
            self.codes[name] = [
                Thing(iri, name, tuple(map(stems_of, labels.values())), ())
                for iri, labels in listed.items()
            ]
        self.code_rarity = code_rarity(self.codes.values())

    def links(
        self, phrase: Sequence[Word], stands_for: Mapping[str, Sequence[str]] | None = None
    ) -> Links:
        """Return what looks up the records and codes that a phrase names.

        Args:
            stands_for: the stems that abbreviations stand for.
        """
        return Links(self, phrase, stands_for or {})

    def having(self, role: str, found: Iterable[Named]) -> list[Named]:
        """Return those records that some record refers to by a property."""
        return [n for n in found if self._store.referrers(NamedNode(n.iri), rms(role))]

    def rarity(self, one: str) -> float:
        """Return how rare a stem is among the names of records, from 0 to 1."""
        if self._sequence != self.index.sequence:
            self._sequence, self._rare = self.index.sequence, {}
        if (known := self._rare.get(one)) is None:
            count = 2 + len(self.index)
            known = log(count / (1 + self.index.frequency(one))) / log(count)
            self._rare[one] = known
        return known


class Links:
    """What one phrase names."""

    def __init__(
        self, linker: Linker, phrase: Sequence[Word], stands_for: Mapping[str, Sequence[str]]
    ) -> None:
        self._linker, self._phrase = linker, phrase
        self._told = [(n, w) for n, w in enumerate(phrase) if not w.idle]
        self._short = [(n, w) for n, w in self._told if w.stands_for]
        said = {s for _, w in self._told for s in (w.stem, *w.also)}
        self._meant = {s for _, w in self._told for s in w.stands_for} - said
        self._asked = sorted({s for _, w in self._told for s in (w.stem, *w.also, *w.stands_for)})
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
        self._begun = [w.begins for w in phrase if w.begins]
        self._fits: dict[str, tuple[float, int]] = {}

    def records(self, entity: str, role: str = "") -> list[Link]:
        """Return the records of a type, or of any, that the phrase names, the best first.

        Args:
            role: the property by which some record refers to each; where a role narrows them, a
                year or a place is enough to name one.
        """
        limit = _CANDIDATES * (2 if role or not entity else 1)
        found = self._linker.index.named(self._asked, entity, limit, self._begun, self._meant)
        if role:
            found = self._linker.having(role, found)
        rarity = self._linker.rarity
        numbered = list(self._numbered(entity))
        if numbered and entity:  # who tells a number means none without it
            return _best(self._link(one, rarity) for one in numbered)
        own = {one.iri for one in numbered}
        things = [
            Thing(one.iri, one.entity, tuple(map(stems_of, one.names)), stems_of(one.context))
            for one in found
            if one.iri not in own
        ]
        links = [self._link(one, rarity, by_context=bool(role)) for one in things]
        return _best((*links, *(self._link(one, rarity) for one in numbered)))

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
        rarity = self._linker.code_rarity
        listed = self._linker.codes.get(scheme, ())
        return _best(self._link(one, rarity, least=_LEAST_OF_A_CODE) for one in listed)

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
        long = self._spelled_out(what) if self._short else {}
        value, share, used = 0.0, 0.0, dict[int, float]()
        found = [self._said(name, long, rarity) for name in what.names]
        for told, now, by_word in found:
            if told > value:
                value, share, used = told, now, by_word
        reach = set(used)
        around = self._named_again(what, found, reach, rarity) if used else 0.0
        for part in sorted(set(what.context)):
            fit, place = self._fit(part, long)
            if fit and place not in reach:
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
        stems = what.stems()
        exact = frozenset(
            place
            for part in stems - self._said_otherwise
            for fit, place in (self._fit(part, long),)
            if fit and place in reach
        )
        return Link(
            what.iri, what.entity, frozenset(reach), value + around, share, gains, exact, stems
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
        self, name: tuple[str, ...], long: dict[str, int], rarity: Callable[[str], float]
    ) -> tuple[float, float, dict[int, float]]:
        """Return a name's worth, the share of it that is said, and what each word adds."""
        said = whole = 0.0
        used: dict[int, float] = {}
        for part in name:
            weight = rarity(part)
            whole += weight
            fit, place = self._fit(part, long)
            if fit:
                said += fit * weight
                # A word that stands for several parts still is one word.
                used[place] = max(used.get(place, 0.0), fit * weight)
        share = min(1.0, said / min(whole, _LONG)) if whole else 0.0
        return sum(used.values()) * (0.4 + 0.6 * share), share, used

    def _fit(self, part: str, long: dict[str, int]) -> tuple[float, int]:
        """Return how well the phrase says a stem, and by which word."""
        if (found := self._direct.get(part) or self._fits.get(part)) is None:
            fits = ((w.fit(part), n) for n, w in self._by_letter.get(part[:1], ()))
            fit, place = max(fits, default=(0.0, 0))
            found = self._fits[part] = (fit if fit >= _FIT else 0.0, -place)
        if part in long and found[0] < SAME:
            return SAME, long[part]
        return found

    def _tells(self, part: str, rarity: Callable[[str], float]) -> float:
        """Return how much a word of a place, kind or year tells: a year always tells much."""
        return max(_YEAR, rarity(part)) if part.isdigit() else rarity(part)

    def _spelled_out(self, what: Thing) -> dict[str, int]:
        """Return the stems of a thing that abbreviations of the phrase stand for."""
        stems = what.stems()
        return {
            s: n
            for n, w in self._short
            if len(w.stands_for & stems) >= _SPELLED_OUT * len(w.stands_for)
            for s in w.stands_for & stems
        }


def _best(links: Iterable[Link | None]) -> list[Link]:
    found = [link for link in links if link]
    return sorted(found, key=lambda one: (-round(one.score, 6), one.iri))[:_KEPT]
