"""The stems of a text's words, as the search index makes them."""

from __future__ import annotations

from functools import lru_cache

import tantivy

__all__ = ["stems"]

_LETTERS = 4  # shorter words are prepositions, conjunctions and abbreviations of one letter more


@lru_cache(maxsize=1)
def _analyzer() -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    return (
        builder.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.stemmer("Russian")).build()
    )


def stems(text: str) -> dict[str, str]:
    """Return the stem of each longer word with the word as it first stands in the text."""
    found: dict[str, str] = {}
    for word in "".join(c if c.isalpha() else " " for c in text).split():
        if len(word) >= _LETTERS or (word.isupper() and len(word) > 1):
            stem = "".join(_analyzer().analyze(word.replace("ё", "е")))
            found.setdefault(stem, word.lower() if not word.isupper() else word)
    return found
