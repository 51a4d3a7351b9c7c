"""Who stands above whom by coordination, as far as powers may rest on it.

Nobody appoints their own reviewer: a relation counts only where one single graph states it whole,
and this graph is a document's, or that of a body which stands on a higher level than the body
below. The level of the body below is the highest that anybody states, that of the other the lowest,
so that no statement of one's own, about oneself or about others, adds to anybody's powers.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Final

from graphsvc.access.levels import LEVEL, level_rank, levels_stated
from graphsvc.rdf.names import BASE, ID, PREFIXES, RDF_TYPE, rms
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from graphsvc.projections.reading import StoreReader

__all__ = ["Standing"]

_GRAPH: Final = PREFIXES["graph"]
_BODY: Final = _GRAPH + "body/"
_DOCUMENT: Final = _GRAPH + "document/"
_COORDINATES: Final = BASE + "scheme/relation/coordinates"
# As in the derivation: what is planned or allowed is no fact.
_EFFECTIVE: Final = {f"{BASE}scheme/modality/{m}" for m in ("rule", "in-force")}

_Said = defaultdict[NamedNode, set[str]]
"""What one graph says of one record: the values by property, as text."""


class Standing:
    """The tree of coordination as one store has it."""

    def __init__(self, store: StoreReader) -> None:
        self._store = store

    def above(self, about: str, on: date | None = None) -> frozenset[str]:
        """Return the IRIs of the bodies above `about`, transitively; `about` is not among them.

        Args:
            on: the day the relations are in force, today by default.
        """
        day = (on or date.today()).isoformat()  # noqa: DTZ011  # a calendar day
        return self._reached(about, lambda one: self._coordinators(one, day))

    def below(self, about: str, on: date | None = None) -> frozenset[str]:
        """Return the IRIs of the bodies below `about`, transitively; as `above`."""
        day = (on or date.today()).isoformat()  # noqa: DTZ011  # a calendar day
        return self._reached(about, lambda one: self._coordinated(one, day))

    def levels(self, about: str) -> frozenset[str]:
        """Return the slugs of the levels of a body: as others state it, else as it does itself."""
        said = levels_stated(self._store, about)
        own = _GRAPH + about.removeprefix(ID)
        others = {level for level, graph in said if graph != own}
        return frozenset(others or {level for level, _ in said})

    def of_level(self, level: str) -> frozenset[str]:
        """Return the IRIs of the bodies of a level."""
        concept = NamedNode(LEVEL + level)
        found = (s.value for s, _ in self._store.referrers(concept, rms("level")))
        return frozenset(one for one in found if level in self.levels(one))

    @staticmethod
    def _reached(start: str, step: Callable[[str], Iterator[str]]) -> frozenset[str]:
        found: set[str] = set()
        waiting = [start]
        while waiting:
            new = set(step(waiting.pop())) - found
            found |= new
            waiting += new
        return frozenset(found - {start})

    def _coordinators(self, lower: str, day: str) -> Iterator[str]:
        return (s for s, o in self._relations(lower, rms("object"), day) if o == lower)

    def _coordinated(self, upper: str, day: str) -> Iterator[str]:
        return (o for s, o in self._relations(upper, rms("subject"), day) if s == upper)

    def _relations(self, body: str, end: NamedNode, day: str) -> Iterator[tuple[str, str]]:
        """Yield subject and object of each trusted relation that has a body at one end."""
        try:
            node = NamedNode(body)
        except ValueError:
            return
        for record, _ in self._store.referrers(node, end):
            for graph, said in self._said(record).items():
                if not _in_force(said, day):
                    continue
                for subject in said[rms("subject")]:
                    for lower in said[rms("object")]:
                        if self._trusted(graph, lower):
                            yield subject, lower

    def _said(self, record: NamedNode) -> Mapping[str, _Said]:
        """Return what each graph that was handed in says of a record."""
        found: dict[str, _Said] = {}
        for quad in self._store.quads(record):
            name, value = quad.graph_name, quad.object
            if not (isinstance(name, NamedNode) and name.value.startswith(_GRAPH)):
                continue
            if isinstance(value, (NamedNode, Literal)):
                said = found.setdefault(name.value, defaultdict(set))
                said[quad.predicate].add(value.value)
        return found

    def _trusted(self, graph: str, lower: str) -> bool:
        """Return whether a graph may say who stands above the body `lower`."""
        if graph.startswith(_DOCUMENT):
            return True
        if not graph.startswith(_BODY):
            return False
        stating = self._ranks(ID + graph.removeprefix(_GRAPH))
        below = self._ranks(lower)
        return bool(stating and below) and max(stating) < min(below)

    def _ranks(self, body: str) -> set[int]:
        """Return the ranks of the levels that anybody states of a body; the federal one is 1."""
        ranks = (level_rank(self._store, level) for level, _ in levels_stated(self._store, body))
        return {one for one in ranks if one is not None}


def _in_force(said: _Said, day: str) -> bool:
    """Return whether one graph states a relation of coordination whole, and in force on a day."""
    return (
        said[rms("relation")] == {_COORDINATES}
        and rms("Relation").value in said[RDF_TYPE]
        and bool(said[rms("modality")])
        and said[rms("modality")] <= _EFFECTIVE
        and all(start <= day for start in said[rms("validFrom")])
        and all(end >= day for end in said[rms("validTo")])
    )
