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
_WORD = re.compile(r"[A-Za-z]+")
_LONGEST = 40  # letters of a name or word
_SURE = 0.5  # share of a phrase's words that the other layout makes known ones
_LETTERS = 3  # letters of a word that may be known


def relaid(text: str, known: Callable[[str], bool]) -> str:
    """Return a text in Cyrillic where its words are known only so.

    «rnj rjjhlbybhetn» is «кто координирует»: the keys are right, the layout is not. “kto
    koordiniruet” is the same, spelt in Latin letters.

    Args:
        known: whether a stem is one of some phrasing or name.
    """
    if _CYRILLIC.search(text) or not _LATIN.search(text):
        return text
    keys: dict[str, str] = settings()["keys"]
    turned = "".join(keys.get(c, c) for c in text.lower())
    typed = _known(text, known)
    if not typed and _known(turned, known) >= _SURE:
        return turned
    spelt = _WORD.sub(lambda w: next(iter(in_cyrillic(w.group())), w.group()), text)
    meant = _known(spelt, known)  # “kto koordiniruet LOIRO”: so spelt, more of it is known
    return spelt if meant > typed and meant >= _SURE and len(words(text)) > 1 else text


def _known(text: str, known: Callable[[str], bool]) -> float:
    """Return the share of a text's longer words that are known."""
    longer = [w for w in words(text) if len(w) >= _LETTERS]
    return sum(known(stem(folded(w))) for w in longer) / (len(longer) or 1)


def in_cyrillic(word: str) -> tuple[str, ...]:
    """Return a word of Latin letters in Cyrillic: as a name, and letter by letter as initials.

    “Tsvetkov” is a name; “CNPPM” are initials, of which some are written otherwise.
    """
    if not (word.isascii() and word.isalpha() and len(word) <= _LONGEST):
        return ()
    table: dict[str, str] = settings()["cyrillic"]
    initials: dict[str, str] = table | settings()["initials"]
    said, found = word.lower(), ""
    while said:
        length = next(n for n in (4, 3, 2, 1) if n == 1 or said[:n] in table)
        found += table.get(said[:length], "")
        said = said[length:]
    letters = "".join(initials.get(c, "") for c in word.lower())
    return tuple(dict.fromkeys((found, letters)))
