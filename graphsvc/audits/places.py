"""Where a record belongs: its bodies, its territory, whether it is made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphsvc.projections.synthetic import synthetic_graphs
from graphsvc.rdf.names import DERIVED, ID, PREFIXES, RDF_TYPE, rms
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.projections.reading import StoreReader

__all__ = ["Places"]

_SPATIAL = NamedNode(PREFIXES["dcterms"] + "spatial")
_BODY, _TERRITORY = rms("Body"), rms("Territory")


class Places:
    """Answers about one state of the store; what was answered once is remembered."""

    def __init__(self, store: StoreReader) -> None:
        self._store = store
        self._known: dict[str, frozenset[str]] = {}
        self._made_up = synthetic_graphs(store)

    def bodies(self, record: str) -> list[str]:
        """Return the bodies a record is about: itself if it is one, else those it names."""
        if self._is(record, _BODY):
            return [record]
        return sorted({iri for iri in self._named(record) if self._is(iri, _BODY)})

    def territories(self, record: str) -> frozenset[str]:
        """Return the territories a record belongs to.

        A territory is its own; any other record belongs where it says, else where the bodies and
        documents do that it names, else where the body or document does that it was handed in for.
        """
        if record not in self._known:
            self._known[record] = frozenset()  # records may name each other in a circle
            self._known[record] = frozenset(self._found(record))
        return self._known[record]

    def concerned(self, record: str) -> frozenset[str]:
        """Return the territories a record belongs to, and those of the bodies that it names.

        An agreement of the region's institute with a district's service concerns the district.
        """
        own = (self.territories(b) for b in self.bodies(record))
        return self.territories(record).union(*own)

    def within(self, territory: str) -> set[str]:
        """Return a territory and all that lie within it."""
        found, ahead = {territory}, [territory]
        while ahead:
            inner = self._store.referrers(NamedNode(ahead.pop()), rms("within"))
            new = {s.value for s, _ in inner} - found
            found |= new
            ahead += new
        return found

    def synthetic(self, records: Iterable[str]) -> str:
        """Return whether all, some or, as an empty text, none of these records are made up."""
        marks = {
            bool(self._made_up & graphs)
            for record in records
            if record.startswith(ID)  # a term of the ontology is nobody's record
            if (graphs := {g.value for g in self._store.graphs_of(NamedNode(record)) - {DERIVED}})
        }
        return "" if True not in marks else "some" if False in marks else "all"

    def level(self, body: str) -> str:
        """Return the IRI of a body's level, empty where it says none."""
        found = self._store.values(NamedNode(body), rms("level")) if body else []
        return min((v.value for v in found if isinstance(v, NamedNode)), default="")

    def _found(self, record: str) -> set[str]:
        if self._is(record, _TERRITORY):
            return {record}
        own = self._store.values(NamedNode(record), _SPATIAL)
        if places := {v.value for v in own if isinstance(v, NamedNode)}:
            return places
        named = {place for iri in self._named(record) for place in self.territories(iri)}
        return named or {
            place
            for about in self._handed_in_for(record)
            if about != record
            for place in self.territories(about)
        }

    def _named(self, record: str) -> set[str]:
        values = {t.object for t in self._store.describe(NamedNode(record))}
        return {v.value for v in values if isinstance(v, NamedNode) and v.value.startswith(ID)}

    def _handed_in_for(self, record: str) -> set[str]:
        graphs = (g.value for g in self._store.graphs_of(NamedNode(record)))
        own = PREFIXES["graph"]
        return {ID + g.removeprefix(own) for g in graphs if g.startswith(own)}

    def _is(self, record: str, kind: NamedNode) -> bool:
        return kind in self._store.values(NamedNode(record), RDF_TYPE)
