"""Words marked in a text: those a basis quotes, and those that were searched for."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import tantivy

from graphsvc.texts.layout import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["HIT", "QUOTED", "Piece", "Span", "hits", "pieces", "quoted", "searched", "stems"]

QUOTED: Final = "quoted"
HIT: Final = "hit"
_WORD: Final = re.compile(r"\w+")
_BEGUN: Final = 4  # letters from which on a word may be only begun


class Span(NamedTuple):
    """Where in a text marked words stand."""

    start: int
    end: int
    kind: str


class Piece(NamedTuple):
    """A run of text; `kind` is `QUOTED`, `HIT` or empty."""

    text: str
    kind: str


def quoted(texts: Sequence[str], quote: str) -> list[list[Span]]:
    """Return, for each text in order, which words of it a quote has; it may span several.

    Differences of case and white space are passed over. Without the quote in them no text has any.
    """
    wanted = plain(quote).replace("\n", " ").casefold()
    whole = " ".join(texts).replace("\n", " ").casefold()
    start = whole.find(wanted) if wanted else -1
    end = start + len(wanted)
    found: list[list[Span]] = []
    place = 0
    for text in texts:
        first, last = max(0, start - place), min(len(text), end - place)
        found.append([Span(first, last, QUOTED)] if start >= 0 and first < last else [])
        place += len(text) + 1
    return found


def searched(q: str) -> tuple[str, ...]:
    """Return the words of a search."""
    return tuple(_WORD.findall(q.casefold().replace("ё", "е")))


def hits(text: str, words: Iterable[str]) -> list[Span]:
    """Return where the words stand in some form, begun words among them; none if one is missing."""
    printed = [(m, m[0].casefold().replace("ё", "е")) for m in _WORD.finditer(text)]
    found: set[Span] = set()
    for word in words:
        alike = [m for m, other in printed if _alike(word, other)]
        if not alike:
            return []
        found |= {Span(m.start(), m.end(), HIT) for m in alike}
    return sorted(found)


def stems(text: str) -> frozenset[str]:
    """Return the stems of a text's words."""
    return frozenset(_stem(word) for word in searched(text))


def pieces(text: str, spans: Iterable[Span]) -> list[Piece]:
    """Return a text cut into marked and other pieces; where spans overlap, the first holds."""
    found: list[Piece] = []
    place = 0
    for start, end, kind in sorted(spans):
        first = max(start, place)
        if first >= end:
            continue
        if first > place:
            found.append(Piece(text[place:first], ""))
        found.append(Piece(text[first:end], kind))
        place = end
    if place < len(text) or not found:
        found.append(Piece(text[place:], ""))
    return found


def _alike(word: str, printed: str) -> bool:
    begun = len(word) >= _BEGUN and printed.startswith(word)
    return begun or _stem(word) == _stem(printed)


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    return "".join(_analyzer().analyze(word))


@lru_cache(maxsize=1)
def _analyzer() -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    return builder.filter(tantivy.Filter.stemmer("Russian")).build()
