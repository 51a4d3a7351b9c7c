"""What a record is, as far as powers may rest on it, where several bodies say different things.

Whoever spoke of a record first is believed: bodies are described by their region, and what somebody
states later in a graph of their own neither raises themselves nor brings others down.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from graphsvc.access.levels import LEVEL, level_rank, levels_stated
from graphsvc.rdf.names import ID, PREFIXES, rms
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphsvc.projections.reading import StoreReader
    from graphsvc.rdf.terms import Term

__all__ = ["Claims"]

_GRAPH: Final = PREFIXES["graph"]
_DOCUMENT: Final = _GRAPH + "document/"
_SPATIAL: Final = NamedNode(PREFIXES["dcterms"] + "spatial")
_UNRANKED: Final = 1_000
_LEVEL_OF, _WITHIN = rms("level"), rms("within")


class Claims:
    """What a store's records are, by who said so first."""

    def __init__(self, store: StoreReader) -> None:
        self._store = store

    def said(self, record: str, predicate: NamedNode) -> frozenset[Term]:
        """Return the values of a property in the first graph that spoke of a record and has any."""
        try:
            node = NamedNode(record)
        except ValueError:
            return frozenset()
        stated: defaultdict[str, set[Term]] = defaultdict(set)
        for quad in self._store.quads(node):
            name = quad.graph_name
            if (
                quad.predicate == predicate
                and isinstance(name, NamedNode)
                and name.value.startswith(_GRAPH)
            ):
                stated[name.value].add(quad.object)
        if len(stated) > 1:
            first = next((g for g in self._in_order(node) if g in stated), min(stated))
            return frozenset(stated[first])
        return frozenset(value for values in stated.values() for value in values)

    def levels(self, body: str) -> frozenset[str]:
        """Return the slugs of the levels of a body."""
        said = self.said(body, _LEVEL_OF)
        return frozenset(v.value.removeprefix(LEVEL) for v in said if isinstance(v, NamedNode))

    def rank(self, body: str) -> int | None:
        """Return the rank of a body's level, 1 for the federal one; None where none is known.

        It is the lowest where a document says so, or a body above whose territory has that of the
        body in it: one that introduced itself does not choose its own level.
        """
        ranks = [self._rank_of(level) for level in self.levels(body)]
        own = self.territories(body)
        for level, graph in levels_stated(self._store, body):
            rank = self._rank_of(level)
            if graph.startswith(_DOCUMENT):
                ranks.append(rank)
                continue
            by = ID + graph.removeprefix(_GRAPH)
            above = [self._rank_of(one) for one in self.levels(by)]
            if by != body and above and max(above) < rank and self._holds(by, own):
                ranks.append(rank)
        return max(ranks, default=None)

    def territories(self, record: str) -> frozenset[str]:
        """Return the territory of a record and those that it lies in."""
        places = (v.value for v in self.said(record, _SPATIAL) if isinstance(v, NamedNode))
        return frozenset(one for place in places for one in self.within(place))

    def within(self, territory: str) -> frozenset[str]:
        """Return a territory and those that it lies in."""
        found, waiting = {territory}, [territory]
        while waiting:
            said = self.said(waiting.pop(), _WITHIN)
            new = {v.value for v in said if isinstance(v, NamedNode)} - found
            found |= new
            waiting += new
        return frozenset(found)

    def holds(self, body: str, territory: str) -> bool:
        """Return whether a body's own territory is a territory or contains it."""
        return self._holds(body, self.within(territory))

    def _holds(self, body: str, territories: frozenset[str]) -> bool:
        own = self.said(body, _SPATIAL)
        return any(isinstance(v, NamedNode) and v.value in territories for v in own)

    def _in_order(self, node: NamedNode) -> Iterator[str]:
        """Yield the graphs that changed what is said of a record, the first one first."""
        for sequence in self._store.changes_of(node):
            entry = NamedNode(f"{ID}submission/{sequence}")
            graphs = self._store.values(entry, rms("changedGraph"))
            yield from (g.value for g in graphs if isinstance(g, NamedNode))

    def _rank_of(self, level: str) -> int:
        """Return the rank of a level; below all others where it has none."""
        found = level_rank(self._store, level)
        return _UNRANKED if found is None else found
