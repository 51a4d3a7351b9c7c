"""What a record is called, compared as people do: without regard to ё, quotes, dashes and case."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Names", "OwnNames", "fold"]

_QUOTES = frozenset("\"'`\u201a\u201e")  # and what Unicode calls an opening or closing one
_MINUS, _SOFT_HYPHEN = "\u2212", "\xad"
_SPACES = re.compile(r"\s+")


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


class Names(Protocol):
    """Finds records by what they are called."""

    def called(self, entities: Sequence[str], text: str) -> list[str]:
        """Return the IRIs of the records of these types that are called so.

        Args:
            entities: names of the types; none for any.
        """
        ...

    def near(self, entities: Sequence[str], text: str) -> list[str]:
        """Return how to write down the records that may be meant, the likeliest first."""
        ...


class OwnNames:
    """The names that a workbook gives to its own records; those it does not know another may.

    Args:
        others: whom to ask about what the workbook does not name.
    """

    def __init__(self, others: Names | None) -> None:
        self._others = others
        self._found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)

    def add(self, entity: str, text: str, iri: str) -> None:
        """Let a record be called so."""
        for key in (entity, ""):
            self._found[key, fold(text)].add(iri)

    def called(self, entities: Sequence[str], text: str) -> list[str]:
        """Return the records of the workbook that are called so, else those of the others."""
        own = _gathered(self._found.get((e, fold(text)), ()) for e in entities or ("",))
        if own or self._others is None:
            return own
        return self._others.called(entities, text)

    def near(self, entities: Sequence[str], text: str) -> list[str]:
        """Return what the others propose."""
        return self._others.near(entities, text) if self._others else []


def _gathered(found: Iterable[Iterable[str]]) -> list[str]:
    return sorted({one for some in found for one in some})
