"""What may be named: records and codes as the stems of their names, and how rare these are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import TYPE_CHECKING

from graphsvc.phrases.words import lexicon
from graphsvc.projections.word_forms import stem, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["Thing", "code_rarity", "stems_of"]

_CODES = 400  # as if there were so many names beside a code's: their words' rarity needs a measure


@dataclass(frozen=True)
class Thing:
    """A record or code: the stems of each of its names, and of what may stand for them."""

    iri: str
    entity: str
    names: tuple[tuple[str, ...], ...]
    context: tuple[str, ...]

    def stems(self) -> frozenset[str]:
        """Return all of its stems."""
        return frozenset(s for name in self.names for s in name).union(self.context)


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
