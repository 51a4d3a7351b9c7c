"""What may be named: records and codes as the stems of their names, and how rare these are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log
from typing import TYPE_CHECKING

from graphsvc.phrases.words import lexicon
from graphsvc.projections.word_forms import stem, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from graphsvc.projections.search import Named

__all__ = ["KEPT", "Link", "Thing", "best", "code_rarity", "stems_of", "thing_of"]

KEPT = 6
"""Links that are looked at further."""
_CODES = 400  # as if there were so many names beside a code's: their words' rarity needs a measure


@dataclass(frozen=True)
class Thing:
    """A record or code: the stems of each of its names, and of what may stand for them."""

    iri: str
    entity: str
    names: tuple[tuple[str, ...], ...]
    context: tuple[str, ...]

    @cached_property
    def stems(self) -> frozenset[str]:
        """All of its stems."""
        return frozenset(s for name in self.names for s in name).union(self.context)


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
        head: whether the first word of one of its names is said.
        full: whether every word of one of its names is said.
    """

    iri: str
    entity: str
    words: frozenset[int]
    score: float
    said: float
    gains: Mapping[int, float]
    exact: frozenset[int]
    context: frozenset[str]
    head: bool
    full: bool


@lru_cache(maxsize=20_000)
def thing_of(named: Named) -> Thing:
    """Return a record that was looked up as the stems of its names."""
    names = tuple(map(stems_of, named.names))
    return Thing(named.iri, named.entity, names, stems_of(named.context))


@lru_cache(maxsize=50_000)
def stems_of(text: str) -> tuple[str, ...]:
    """Return the stems of a name, without the words that say nothing."""
    return tuple(stem(w) for w in words(text) if not lexicon().idle(w))


def code_rarity(lists: Iterable[Sequence[Thing]]) -> Callable[[str], float]:
    """Return how rare a stem is among the names of codes."""
    counts = Counter(
        s for listed in lists for one in listed for s in {s for name in one.names for s in name}
    )
    total = log(1 + _CODES)
    return lambda one: max(0.1, log((1 + _CODES) / (1 + counts[one])) / total)


def best(links: Iterable[Link | None], kept: int = KEPT) -> list[Link]:
    """Return the links that count most."""
    found = [link for link in links if link]
    return sorted(found, key=lambda one: (-round(one.score, 6), one.iri))[:kept]
