"""Which region a record belongs to: what is called so in another one is not meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphsvc.rdf.names import BASE, ID, PREFIXES, rms
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphsvc.projections.reading import StoreReader

__all__ = ["Regions"]

_SPATIAL: Final = NamedNode(PREFIXES["dcterms"] + "spatial")
_WITHIN: Final = rms("within")
_LEVEL: Final = rms("territoryLevel")
_REGIONAL: Final = NamedNode(BASE + "scheme/level/regional")
_TERRITORY: Final = ID + "territory/"


class Regions:
    """The regions of records; read anew when the data have changed."""

    def __init__(self, store: StoreReader) -> None:
        self._store, self._sequence = store, -1
        self._known: dict[str, frozenset[str]] = {}
        self._tops: dict[str, frozenset[str]] = {}

    def of(self, record: str) -> frozenset[str]:
        """Return the IRIs of a record's regions, none for what is federal or of no place.

        It belongs where it says, else where the bodies and documents do that it was handed in for.
        """
        found = self._known.get(record)
        if found is None:
            found = self._known[record] = self._of(record)
        return found

    def foreign(self, record: str, region: frozenset[str]) -> bool:
        """Return whether a record belongs to other regions alone; none is other to no region."""
        own = self.of(record) if region else frozenset[str]()
        return bool(own) and own.isdisjoint(region)

    def places(self, record: str) -> frozenset[str]:
        """Return the territories that a record says it belongs to, and all that these lie in."""
        own = {record} if record.startswith(_TERRITORY) else self._spatial(record)
        return frozenset(above for place in own for above in self._above(place))

    def within(self, region: frozenset[str]) -> list[str]:
        """Return territories and all that lie in them, the outer ones first."""
        found = dict.fromkeys(sorted(region))
        ahead = [*found]
        for place in ahead:
            for inner, _ in self._store.referrers(NamedNode(place), _WITHIN):
                if inner.value not in found:
                    found[inner.value] = None
                    ahead.append(inner.value)
        return [*found]

    def renew(self) -> None:
        """Forget what was known of an earlier state of the store."""
        if self._sequence != (sequence := self._store.sequence):
            self._known, self._tops, self._sequence = {}, {}, sequence

    def _of(self, record: str) -> frozenset[str]:
        if record.startswith(_TERRITORY):
            return self._top(record)
        if places := self._spatial(record):
            return frozenset[str]().union(*map(self._top, places))
        keepers = (k for k in self._keepers(record) if k != record)
        return frozenset[str]().union(*map(self.of, keepers))

    def _top(self, place: str) -> frozenset[str]:
        if place not in self._tops:
            above = self._above(place)
            found = (t for t in above if _REGIONAL in self._store.values(NamedNode(t), _LEVEL))
            self._tops[place] = frozenset(found)
        return self._tops[place]

    def _above(self, place: str) -> list[str]:
        found = [place]
        for one in found:
            above = self._store.values(NamedNode(one), _WITHIN)
            found += [v.value for v in above if isinstance(v, NamedNode) and v.value not in found]
        return found

    def _spatial(self, record: str) -> list[str]:
        values = self._store.values(NamedNode(record), _SPATIAL)
        return [v.value for v in values if isinstance(v, NamedNode)]

    def _keepers(self, record: str) -> Iterator[str]:
        own = PREFIXES["graph"]
        for graph in self._store.graphs_of(NamedNode(record)):
            if graph.value.startswith(own):
                yield ID + graph.value.removeprefix(own)
