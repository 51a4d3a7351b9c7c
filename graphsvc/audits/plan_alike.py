"""What two plans have alike, judged by kind of work and telling words of titles: a hint only."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from graphsvc.locale import texts
from graphsvc.projections.stems import stems

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["Alike", "Titled", "alike"]

# Read by hand on the plans of 2019 and 2023: below these, titles share a manner of speaking.
_LEAST = 0.15
_LEAST_UNKINDED = 0.3
_LEAST_WORDS = 2
_LEAST_WORDS_UNKINDED = 3
_TELLING = 7  # a word that more than every so manieth title has tells nothing
_RARE = 16  # one that at most every so manieth has is enough by itself
_FEW = 4  # titles that may have a word at any rate, where plans are short
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
        words: the telling words of the first title that the second has too, in whatever form;
            the rarest first.
        kinds: the kinds of work that both are.
        share: how much of the weight of words and kinds they share, from 0 to 1.
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

    Both are of one kind of work and share two telling words or a rare one; where either states no
    kind, they share more. What says how something is done ("проведение", "разработка") tells
    nothing, nor does a word that many titles of both plans have. A word weighs the more, the fewer
    titles have it (inverse document frequency), and so does a kind of work.

    Args:
        first: rows by IRI; `second` likewise.
        ignored: stems that tell nothing, such as the region's name. Abbreviations tell who, not
            what, and are left out.
    """
    left_out = {*ignored, *_generic()}
    ours, theirs = _words(first, left_out), _words(second, left_out)
    common = Counter(s for found in (*ours.values(), *theirs.values()) for s in found)
    total = len(ours) + len(theirs)
    weight = {s: math.log((total + 1) / n) for s, n in common.items()}
    rows = {**first, **second}
    of_kind = Counter(k for row in rows.values() for k in row.kinds)
    weight |= {k: math.log((total + 1) / n) for k, n in of_kind.items()}
    whole = {
        iri: sum(weight[s] for s in (*found, *rows[iri].kinds))
        for iri, found in (ours | theirs).items()
    }
    pairs: list[Alike] = []
    for one, words in ours.items():
        found: list[Alike] = []
        for other, others in theirs.items():
            shared = sorted((s for s in words if s in others), key=lambda s: -weight[s])
            telling = [s for s in shared if common[s] <= max(_FEW, total / _TELLING)]
            kinds = first[one].kinds & second[other].kinds
            if not telling or not (product := whole[one] * whole[other]):
                continue
            share = sum(weight[s] for s in (*shared, *kinds)) / math.sqrt(product)
            rare = _noun(telling[0]) and common[telling[0]] <= max(_FEW, total / _RARE)
            alike_by_kind = kinds and share >= _LEAST and (rare or len(telling) >= _LEAST_WORDS)
            unkinded = not (first[one].kinds and second[other].kinds)
            many = len(shared) >= _LEAST_WORDS_UNKINDED and len(telling) >= _LEAST_WORDS
            if alike_by_kind or (unkinded and many and share >= _LEAST_UNKINDED):
                told = tuple(words[s] for s in telling)
                found.append(Alike(one, other, told, tuple(sorted(kinds)), round(share, 2)))
        pairs += sorted(found, key=lambda p: (-p.share, p.second))[:_MOST]
    return sorted(pairs, key=lambda p: (-p.share, p.first, p.second))


@cache
def _generic() -> frozenset[str]:
    return frozenset(stem for word in texts("alike")["generic"] for stem in stems(word))


def _noun(stem: str) -> bool:
    return not stem.endswith(tuple(texts("alike")["adjectives"]))


def _words(rows: Mapping[str, Titled], ignored: Collection[str]) -> dict[str, dict[str, str]]:
    return {
        iri: {s: w for s, w in stems(row.title).items() if not w.isupper() and s not in ignored}
        for iri, row in rows.items()
    }
