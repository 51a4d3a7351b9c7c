"""How much names are like one text: by their letters, or by the words said."""

from __future__ import annotations

import difflib
from functools import lru_cache
from typing import Final

from graphsvc.projections.word_forms import fold, stem, words

__all__ = ["Likeness"]

_KEPT: Final = 20_000
_WORDS_COUNT: Final = (
    0.9  # a name of which all that is typed are words; no more than a near spelling
)


class Likeness:
    """Tells how much names are like one text."""

    def __init__(self, text: str) -> None:
        self._text, self._said = _read(text)
        self._places: dict[str, int] = {}
        for place, letter in enumerate(self._text):
            self._places[letter] = self._places.get(letter, 0) | 1 << place

    def of(self, name: str, least: float = 0.0) -> float:
        """Return how alike text and name are, 0 to 1; below `least` it may be less than that."""
        folded, known = _read(name)
        by_words = _WORDS_COUNT * len(self._said & known) / max(len(self._said), 1)
        most = self._most(folded)
        if most < least or most <= by_words:  # to look for blocks of letters takes ten times longer
            return by_words
        return max(difflib.SequenceMatcher(None, self._text, folded).ratio(), by_words)

    def _most(self, name: str) -> float:
        """Return what the likeness by blocks of letters cannot be over.

        All blocks together are a common subsequence; the length of the longest is counted with a
        bit a letter (Hyyrö 2004, "Bit-parallel LCS-length computation revisited").
        """
        count = len(self._text)
        if not count + len(name):
            return 1.0
        whole = (1 << count) - 1
        left = whole  # a zero for each letter that is in common
        for letter in name:
            met = left & self._places.get(letter, 0)
            left = ((left + met) | (left - met)) & whole
        return 2 * (count - left.bit_count()) / (count + len(name))


@lru_cache(maxsize=_KEPT)
def _read(name: str) -> tuple[str, frozenset[str]]:
    """Return a name folded, and the stems of its words."""
    return fold(name), frozenset(stem(word) for word in words(name))
