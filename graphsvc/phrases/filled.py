"""What fills the slots of a form: each value with the words it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphsvc.phrases.words import Word

__all__ = ["EXAMPLE", "PHRASE", "TODAY", "YEARS", "Filled", "Filling", "in_order"]

PHRASE, TODAY, EXAMPLE = "phrase", "today", "example"
"""Where a value comes from."""
YEARS = range(1900, 2200)
"""Numbers that are years."""


@dataclass(frozen=True)
class Filled:
    """A parameter's value, the words it comes from, and where from.

    Attributes:
        origin: `PHRASE`, `TODAY`, or `EXAMPLE` where the phrase does not tell what is needed.
        iri: the record or code, empty for other values.
        said: how much of its name was said; 1 for other values.
        entity: the type of the record.
    """

    name: str
    value: str
    words: frozenset[int]
    origin: str = PHRASE
    iri: str = ""
    said: float = 1.0
    entity: str = ""


@dataclass
class Filling:
    """A form's slots as one reading of a phrase fills them.

    Attributes:
        common: by slot, the words that only say what it takes, where no record is named.
        open: the slots that are left to whoever asks: «мой орган».
    """

    filled: list[Filled] = field(default_factory=list["Filled"])
    common: dict[str, frozenset[int]] = field(default_factory=dict[str, frozenset[int]])
    open: frozenset[str] = frozenset()

    @property
    def claimed(self) -> set[int]:
        """The places of the words that fill a slot."""
        return {place for one in self.filled for place in one.words}

    def has(self, name: str) -> bool:
        """Return whether words of the phrase fill a slot."""
        return any(one.name == name and one.origin == PHRASE for one in self.filled)


def in_order(filled: Sequence[Filled], phrase: Sequence[Word]) -> list[Filled]:
    """Return what fills slots with the earlier of two years in the earlier of two like slots.

    «чем 2023 год отличается от 2019», «дефициты 2026 года по сравнению с 2025»: the slots of a
    form are in the order of time, whatever the order of the words.
    """
    found = list(filled)
    dated = [(n, year) for n, f in enumerate(found) if (year := _year(f, phrase))]
    for n, year in dated:
        for m, other in dated:
            one, two = found[n], found[m]
            like = one.entity == two.entity and bool(one.iri) == bool(two.iri)
            if n < m and other < year and like:
                found[n], found[m] = replace(two, name=one.name), replace(one, name=two.name)
                return in_order(found, phrase)
    return found


def _year(filled: Filled, phrase: Sequence[Word]) -> int:
    """Return the year that fills a slot, or that names the record that does; 0 for none."""
    if not filled.iri:
        return int(filled.value) if filled.value.isdigit() and int(filled.value) in YEARS else 0
    said = [phrase[n].text for n in filled.words]
    years = [int(text) for text in said if text.isdigit() and int(text) in YEARS]
    return years[0] if len(years) == 1 else 0
