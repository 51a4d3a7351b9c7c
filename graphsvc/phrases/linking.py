"""Records and codes that a phrase names, in any form of their words."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import TYPE_CHECKING

from graphsvc.phrases.words import SAME, lexicon
from graphsvc.projections.word_forms import stem, words
from graphsvc.rdf.names import BASE, rms
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

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
_CODES = 400  # as if there were so many names beside a code's: their words' rarity needs a measure


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


@dataclass(frozen=True)
class _Thing:
    """A record or code: the stems of each of its names, and of what may stand for them."""

    iri: str
    entity: str
    names: tuple[tuple[str, ...], ...]
    context: tuple[str, ...]

    def stems(self) -> frozenset[str]:
        """Return all of its stems."""
        return frozenset(s for name in self.names for s in name).union(self.context)


class Linker:
    """The names of records and codes."""

    def __init__(self, model: Model, store: StoreReader, index: SearchIndex) -> None:
        self._store, self.index = store, index
        self._sequence, self._rare = -1, dict[str, float]()
        self.codes: dict[str, list[_Thing]] = {}
        for scheme, listed in model.concepts.items():
            name = scheme.removeprefix(f"{BASE}scheme/")
            self.codes[name] = [
                _Thing(iri, name, tuple(map(_stems, labels.values())), ())
                for iri, labels in listed.items()
            ]
        self.code_rarity = _code_rarity(self.codes.values())

    def links(self, phrase: Sequence[Word]) -> Links:
        """Return what looks up the records and codes that a phrase names."""
        return Links(self, phrase)

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

    def __init__(self, linker: Linker, phrase: Sequence[Word]) -> None:
        self._linker, self._phrase = linker, phrase
        self._told = [(n, w) for n, w in enumerate(phrase) if not w.idle]
        self._short = [(n, w) for n, w in self._told if w.stands_for]
        self._asked = sorted({s for _, w in self._told for s in (w.stem, *w.also, *w.stands_for)})
        self._direct: dict[str, tuple[float, int]] = {}
        self._by_letter: dict[str, list[tuple[int, Word]]] = defaultdict(list)
        for n, word in reversed(self._told):  # of two words that say the same, the first
            self._direct |= dict.fromkeys(word.also, (SAME, n))
            self._by_letter[word.stem[:1]].append((-n, word))
        self._direct |= {w.stem: (1.0, n) for n, w in reversed(self._told)}
        own = {w.stem for _, w in self._told}
        self._said_otherwise = frozenset(s for _, w in self._told for s in w.also) - own
        self._begun = [w.begins for w in phrase if w.begins]
        self._fits: dict[str, tuple[float, int]] = {}

    def records(self, entity: str, role: str = "") -> list[Link]:
        """Return the records of a type, or of any, that the phrase names, the best first.

        Args:
            role: the property by which some record refers to each; where a role narrows them, a
                year or a place is enough to name one.
        """
        limit = _CANDIDATES * (2 if role or not entity else 1)
        found = self._linker.index.named(self._asked, entity, limit, self._begun)
        if role:
            found = self._linker.having(role, found)
        rarity = self._linker.rarity
        return _best(
            self._link(
                _Thing(one.iri, one.entity, tuple(map(_stems, one.names)), _stems(one.context)),
                rarity,
                by_context=bool(role),
            )
            for one in found
        )

    def codes(self, scheme: str) -> list[Link]:
        """Return the codes of a list that the phrase names, the best first."""
        rarity = self._linker.code_rarity
        listed = self._linker.codes.get(scheme, ())
        return _best(self._link(one, rarity, least=_LEAST_OF_A_CODE) for one in listed)

    def _link(
        self,
        what: _Thing,
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
        for name in what.names:
            told, now, by_word = self._said(name, long, rarity)
            if told > value:
                value, share, used = told, now, by_word
        around, reach = 0.0, set(used)
        for part in sorted(set(what.context)):
            fit, place = self._fit(part, long)
            if fit and place not in reach:
                around += _CONTEXT * fit * self._tells(part, rarity)
                reach.add(place)
        if share < least and not (around >= _AROUND and (used or by_context)):
            return None
        if by_context and around >= _AROUND:
            share = max(share, _BY_CONTEXT)
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

    def _spelled_out(self, what: _Thing) -> dict[str, int]:
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


@lru_cache(maxsize=50_000)
def _stems(text: str) -> tuple[str, ...]:
    return tuple(stem(w) for w in words(text) if not lexicon().idle(w))


def _code_rarity(lists: Iterable[list[_Thing]]) -> Callable[[str], float]:
    """Return how rare a stem is among the names of codes."""
    counts = Counter(
        s for listed in lists for one in listed for s in {s for name in one.names for s in name}
    )
    total = log(1 + _CODES)
    return lambda one: max(0.1, log((1 + _CODES) / (1 + counts[one])) / total)
