"""What a record is called in a table, by the table itself or by the registry."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Protocol

from graphsvc.projections.word_forms import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Names", "OwnNames"]


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

    def surely(self, entities: Sequence[str], text: str) -> str:
        """Return how to write down the one record that a text means but for a slip of the pen.

        Empty where there is none such, or several; a recorded abbreviation means what it denotes.
        """
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

    def surely(self, entities: Sequence[str], text: str) -> str:
        """Return what the others are sure of."""
        return self._others.surely(entities, text) if self._others else ""


def _gathered(found: Iterable[Iterable[str]]) -> list[str]:
    return sorted({one for some in found for one in some})
