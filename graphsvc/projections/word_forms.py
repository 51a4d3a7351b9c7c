"""Words and their stems, Russian and English, as the search index has them."""

from __future__ import annotations

import re
from functools import lru_cache

import tantivy

__all__ = ["analyzer", "folded", "stem", "words"]

_WORD = re.compile(r"\w+")


def folded(text: str) -> str:
    """Return a text in small letters and with е for ё, which few people type."""
    return text.casefold().replace("ё", "е")


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
