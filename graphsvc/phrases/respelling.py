"""Words typed in letters that are not meant: the other keyboard layout, or Latin for Cyrillic."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graphsvc.phrases.words import settings
from graphsvc.projections.word_forms import folded, stem, words

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["in_cyrillic", "relaid"]

_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_SURE = 0.5  # share of a phrase's words that the other layout makes known ones
_LETTERS = 3  # letters of a word that may be known


def relaid(text: str, known: Callable[[str], bool]) -> str:
    """Return a text as the other keyboard layout has it, where only that makes its words known.

    «rnj rjjhlbybhetn» is «кто координирует»: the keys are right, the layout is not. Names between
    such words that are Latin letters to begin with stay as they are.

    Args:
        known: whether a stem is one of some phrasing or name.
    """
    if _CYRILLIC.search(text) or not _LATIN.search(text):
        return text
    keys: dict[str, str] = settings()["keys"]
    turned = "".join(keys.get(c, c) for c in text.lower())
    as_typed = [w for w in words(text) if len(w) >= _LETTERS]
    as_meant = [w for w in words(turned) if len(w) >= _LETTERS]
    if not as_meant or any(known(stem(w)) for w in as_typed if w.isalpha()):
        return text
    made_known = sum(known(stem(folded(w))) for w in as_meant)
    return turned if made_known >= _SURE * len(as_meant) else text


def in_cyrillic(word: str) -> str:
    """Return a word of Latin letters in Cyrillic as names are usually transliterated."""
    if not (word.isascii() and word.isalpha()):
        return ""
    table: dict[str, str] = settings()["cyrillic"]
    said, found = word.lower(), ""
    while said:
        length = next(n for n in (4, 3, 2, 1) if n == 1 or said[:n] in table)
        found += table.get(said[:length], "")
        said = said[length:]
    return found
