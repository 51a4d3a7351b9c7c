"""The names of records and codes, and how rare their words are."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from graphsvc.phrases.places import Places
from graphsvc.phrases.things import Thing, code_rarity, stems_of
from graphsvc.rdf.names import BASE, rms
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.model.entities import Model
    from graphsvc.projections.reading import StoreReader
    from graphsvc.projections.search import Named, SearchIndex

__all__ = ["Linker"]


class Linker:
    """The names of records and codes."""

    def __init__(self, model: Model, store: StoreReader, index: SearchIndex) -> None:
        self._store, self.index = store, index
        self.places = Places(model, store, index)
        self._sequence, self._rare = -1, dict[str, float]()
        self.codes: dict[str, list[Thing]] = {}
        for scheme, listed in model.concepts.items():
            name = scheme.removeprefix(f"{BASE}scheme/")
            self.codes[name] = [
                Thing(iri, name, tuple(map(stems_of, labels.values())), ())
                for iri, labels in listed.items()
            ]
        self.kinds = frozenset(s for kind in self.codes.get("kind", ()) for s in kind.stems)
        self.code_rarity = code_rarity(self.codes.values())

    def counts(self, role: str, found: Iterable[Named]) -> dict[str, int]:
        """Return how many records refer to each by a property."""
        return {n.iri: len(self._store.referrers(NamedNode(n.iri), rms(role))) for n in found}

    def rarity(self, one: str) -> float:
        """Return how rare a stem is among the names of records, from 0 to 1."""
        if self._sequence != self.index.sequence:
            self._sequence, self._rare = self.index.sequence, {}
        if (known := self._rare.get(one)) is None:
            count = 2 + len(self.index)
            known = log(count / (1 + self.index.frequency(one))) / log(count)
            self._rare[one] = known
        return known
