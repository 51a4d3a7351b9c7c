"""What two plans have alike, judged by kind of work and words of titles: a hint, no identity."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphsvc.projections.stems import stems

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["Alike", "Titled", "alike"]

# Read by hand on the plans of 2019 and 2023: below these, titles share a manner of speaking.
_LEAST = 0.15
_LEAST_UNKINDED = 0.3
_LEAST_WORDS_UNKINDED = 3
_MOST = 3  # of the pairs of one row, the best


@dataclass(frozen=True)
class Titled:
    """A row as it is compared: its title, and the IRIs of its kinds of work."""

    title: str
    kinds: frozenset[str]


@dataclass(frozen=True)
class Alike:
    """Two rows that seem to be about the same work.

    Attributes:
        words: the words of the first title that the second has too, in whatever form; the rarest
            first.
        kinds: the kinds of work that both are.
        share: how much of the words' weight they share, from 0 to 1.
    """

    first: str
    second: str
    words: tuple[str, ...]
    kinds: tuple[str, ...]
    share: float


def alike(
    first: Mapping[str, Titled], second: Mapping[str, Titled], ignored: Collection[str] = ()
) -> list[Alike]:
    """Return pairs of rows that are alike, of each row of the first the best, in their order.

    Both are of one kind of work and share words, or, where either states no kind, share many. A
    word weighs the more, the fewer titles have it (inverse document frequency).

    Args:
        first: rows by IRI; `second` likewise.
        ignored: stems that tell nothing, such as the region's name. Abbreviations tell who, not
            what, and are left out.
    """
    ours, theirs = _words(first, ignored), _words(second, ignored)
    common = Counter(s for found in (*ours.values(), *theirs.values()) for s in found)
    total = len(ours) + len(theirs)
    weight = {s: math.log((total + 1) / n) for s, n in common.items()}
    whole = {iri: sum(weight[s] for s in found) for iri, found in (ours | theirs).items()}
    pairs: list[Alike] = []
    for one, words in ours.items():
        found: list[Alike] = []
        for other, others in theirs.items():
            shared = sorted((s for s in words if s in others), key=lambda s: -weight[s])
            kinds = first[one].kinds & second[other].kinds
            if not shared or not (product := whole[one] * whole[other]):
                continue
            share = sum(weight[s] for s in shared) / math.sqrt(product)
            unkinded = not (first[one].kinds and second[other].kinds)
            enough = unkinded and len(shared) >= _LEAST_WORDS_UNKINDED and share >= _LEAST_UNKINDED
            if (kinds and share >= _LEAST) or enough:
                told = tuple(words[s] for s in shared)
                found.append(Alike(one, other, told, tuple(sorted(kinds)), round(share, 2)))
        pairs += sorted(found, key=lambda p: (-p.share, p.second))[:_MOST]
    return sorted(pairs, key=lambda p: (-p.share, p.first, p.second))


def _words(rows: Mapping[str, Titled], ignored: Collection[str]) -> dict[str, dict[str, str]]:
    return {
        iri: {s: w for s, w in stems(row.title).items() if not w.isupper() and s not in ignored}
        for iri, row in rows.items()
    }
