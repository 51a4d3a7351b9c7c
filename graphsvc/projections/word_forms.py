"""Words and their stems, Russian and English, as the search index has them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

import tantivy

__all__ = ["analyzer", "fold", "folded", "stem", "words"]

_WORD = re.compile(r"\w+")
_QUOTES = frozenset("\"'`\u201a\u201e")  # and what Unicode calls an opening or closing one
_MINUS, _SOFT_HYPHEN = "\u2212", "\xad"
_SPACES = re.compile(r"\s+")


def folded(text: str) -> str:
    """Return a text in small letters and with е for ё, which few people type."""
    return text.casefold().replace("ё", "е")


def fold(text: str) -> str:
    """Return a text without what people do not see or mean: case, ё, quotes, dashes, spaces."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return _SPACES.sub(" ", "".join(_plain(letter) for letter in plain)).strip()


@cache
def _plain(letter: str) -> str:
    kind = unicodedata.category(letter)
    if letter in _QUOTES or letter == _SOFT_HYPHEN or kind in ("Pi", "Pf"):
        return ""
    return "-" if kind == "Pd" or letter == _MINUS else letter


def words(text: str) -> list[str]:
    """Return the words of a text, folded."""
    return _WORD.findall(folded(text))


def analyzer(*, stemmed: bool) -> tantivy.TextAnalyzer:
    """Return what cuts a folded text into words, or into stems."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(
        tantivy.Filter.lowercase()
    )
    if stemmed:  # each leaves the other's letters alone
        for language in ("Russian", "English"):
            builder = builder.filter(tantivy.Filter.stemmer(language))
    return builder.build()


_STEMMER = analyzer(stemmed=True)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the stem of a folded word."""
    found = _STEMMER.analyze(word)
    return found[0] if found else word
