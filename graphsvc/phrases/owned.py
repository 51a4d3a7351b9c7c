"""«Мой», «наш» and what is called so: somebody's who asks, and not the name of any record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphsvc.phrases.words import settings
from graphsvc.projections.word_forms import folded, stem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from graphsvc.phrases.words import Word

__all__ = ["owned"]


def owned(phrase: Sequence[Word], kinds: AbstractSet[str]) -> frozenset[int]:
    """Return the places of what is said to be the asker's own: «мою методическую службу».

    Only words for a kind of body or territory follow: «мой Каменский район» names a district.

    Args:
        kinds: the stems of the names of kinds.
    """
    owning: list[str] = settings()["owning"]
    generic = kinds | {stem(folded(word)) for word in settings()["bodies"]}
    found: set[int] = set()
    for start, word in enumerate(phrase):
        if folded(word.text) not in owning:
            continue
        end = start + 1
        while end < len(phrase) and _of_a_kind(phrase[end], generic):
            end += 1
        named = end < len(phrase) and not phrase[end].idle and phrase[end].text[:1].isupper()
        if end > start + 1 and not named:
            found.update(range(start, end))
    return frozenset(found)


def _of_a_kind(word: Word, generic: AbstractSet[str]) -> bool:
    return not word.idle and (word.stem in generic or bool(word.stands_for))
