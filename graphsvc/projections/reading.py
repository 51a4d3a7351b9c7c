"""Reading a store of quads: what pages, questions and other projections ask of it.

Named graphs hold what was handed in; the default graph holds the merged, deduplicated public data
and what is derived.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graphsvc.errors import QuerySyntaxError, StoreDamagedError
from graphsvc.rdf.names import DERIVED, META, PREFIXES, RDF_TYPE
from graphsvc.rdf.terms import DefaultGraph, Literal, NamedNode, Quad

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graphsvc.rdf.terms import Term, Triple

__all__ = [
    "CHANGED",
    "DEFAULT",
    "HEAD",
    "SEQUENCE",
    "TOUCHED",
    "Results",
    "Solutions",
    "StoreReader",
]

# The store's own bookkeeping, in the graph META.
SEQUENCE = NamedNode("urn:graphsvc:sequence")
HEAD = NamedNode("urn:graphsvc:head")
CHANGED = NamedNode("urn:graphsvc:changed")
"""From a record to the sequence of an entry that changed it."""
TOUCHED = NamedNode("urn:graphsvc:touched")
"""From a record to the sequence of an entry that changed only what is derived of it."""
DEFAULT = DefaultGraph()

Solutions = ox.QuerySolutions
Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class StoreReader:
    """A store as readers see it.

    Args:
        store: the open store.
        folder: where a checkpoint lies.
    """

    def __init__(self, store: ox.Store, folder: Path | None = None) -> None:
        self._store, self.folder = store, folder
        self._writing = threading.Lock()
        self._committing = threading.Lock()  # held longer: a query begins while a copy is made

    @classmethod
    def at(cls, folder: Path) -> StoreReader:
        """Open a checkpoint that nobody writes.

        Raises:
            StoreDamagedError: the folder holds no store.
        """
        try:
            return cls(ox.Store.read_only(str(folder)), folder)
        except (OSError, RuntimeError) as error:
            raise StoreDamagedError(reason=str(error)) from error

    def close(self) -> None:
        """Release the folder; the store cannot be used any more."""
        del self._store

    @property
    def sequence(self) -> int:
        """The sequence of the last journal entry the store holds, 0 for none."""
        return int(self._meta(SEQUENCE) or 0)

    @property
    def head(self) -> str:
        """The hash of that entry, empty for none."""
        return self._meta(HEAD) or ""

    def query(self, text: str) -> Results:
        """Answer a SPARQL query over the dataset.

        Raises:
            QuerySyntaxError: the query cannot be read.
        """
        try:
            return self._store.query(text, prefixes=PREFIXES)
        except SyntaxError as error:
            raise QuerySyntaxError(reason=str(error)) from error

    def select(self, text: str) -> list[dict[str, NamedNode | Literal]]:
        """Return the solutions of a SELECT query of our own, unbound variables left out."""
        return _solutions(text, self.query(text))

    def select_state(self, text: str) -> tuple[int, str, list[dict[str, NamedNode | Literal]]]:
        """Return sequence and head of the state that was asked, and the solutions."""
        with self._writing:  # a query sees the state in which it begins
            sequence, head, results = self.sequence, self.head, self.query(text)
        return sequence, head, _solutions(text, results)

    def describe(self, subject: NamedNode) -> set[Triple]:
        """Return the merged triples of one subject."""
        return {q.triple for q in self._store.quads_for_pattern(subject, None, None, DEFAULT)}

    def values(self, subject: Term, predicate: NamedNode) -> list[Term]:
        """Return the merged values of one property."""
        pattern = self._store.quads_for_pattern(subject, predicate, None, DEFAULT)  # type: ignore[arg-type]
        return [q.object for q in pattern]

    def referrers(
        self, value: Term, predicate: NamedNode | None = None
    ) -> list[tuple[NamedNode, NamedNode]]:
        """Return subject and property of the merged triples that end in `value`, sorted."""
        pattern = self._store.quads_for_pattern(None, predicate, value, DEFAULT)
        pairs = [(q.subject, q.predicate) for q in pattern if isinstance(q.subject, NamedNode)]
        return sorted(pairs, key=lambda pair: (pair[1].value, pair[0].value))

    def used(self, predicate: NamedNode) -> Iterator[Triple]:
        """Yield the merged triples of one property."""
        found = self._store.quads_for_pattern(None, predicate, None, DEFAULT)
        return (q.triple for q in found)

    def merged(self) -> Iterator[Triple]:
        """Yield the triples of the default graph."""
        return (q.triple for q in self._store.quads_for_pattern(None, None, None, DEFAULT))

    def size(self) -> int:
        """Return the number of triples of the default graph."""
        return int(self.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0]["n"].value)

    def graph(self, name: NamedNode) -> list[Quad]:
        """Return the quads of one named graph."""
        return list(self._store.quads_for_pattern(None, None, None, name))

    def changes(self, graph: NamedNode) -> list[int]:
        """Return the sequences of the entries that changed a named graph, oldest first."""
        found = f"?s rms:changedGraph {graph} ; rms:sequence ?n"
        text = f"SELECT ?n {{ GRAPH {DERIVED} {{ {found} }} }} ORDER BY ?n"
        return [int(row["n"].value) for row in self.select(text)]

    def changes_of(self, subject: NamedNode) -> list[int]:
        """Return the sequences of the entries that changed a record, oldest first."""
        pattern = self._store.quads_for_pattern(subject, CHANGED, None, META)
        return sorted(int(q.object.value) for q in pattern if isinstance(q.object, Literal))

    def touched(self, after: int) -> set[NamedNode]:
        """Return the records that entries with a sequence above `after` changed or touched."""
        return {
            q.subject
            for sequence in range(after + 1, self.sequence + 1)
            for predicate in (CHANGED, TOUCHED)
            for q in self._store.quads_for_pattern(None, predicate, Literal(sequence), META)
            if isinstance(q.subject, NamedNode)
        }

    def submitted(self) -> list[NamedNode]:
        """Return the names of the graphs that were handed in."""
        names = (g for g in self._store.named_graphs() if isinstance(g, NamedNode))
        return sorted((g for g in names if g.value.startswith(PREFIXES["graph"])), key=str)

    def graphs_of(self, subject: NamedNode) -> set[NamedNode]:
        """Return the named graphs that say something about `subject`."""
        pattern = self._store.quads_for_pattern(subject, None, None, None)
        return {q.graph_name for q in pattern if isinstance(q.graph_name, NamedNode)} - {META}

    def quads(self, subject: NamedNode) -> list[Quad]:
        """Return what every graph says of `subject`, the default graph too."""
        pattern = self._store.quads_for_pattern(subject, None, None, None)
        return [q for q in pattern if q.graph_name != META]

    def graphs_with(self, subject: NamedNode, predicate: NamedNode, value: Term) -> list[str]:
        """Return the IRIs of the named graphs that state a triple, sorted."""
        pattern = self._store.quads_for_pattern(subject, predicate, value, None)
        return sorted(q.graph_name.value for q in pattern if isinstance(q.graph_name, NamedNode))

    def typed(self, subject: NamedNode) -> bool:
        """Return whether the merged data say what `subject` is."""
        return bool(self.values(subject, RDF_TYPE))

    def checkpoint(self, folder: Path) -> int:
        """Copy the store, by hard links and while in use, into a folder that does not exist.

        Returns:
            The sequence that the copy holds.
        """
        with self._committing:
            self._store.backup(str(folder))
            return self.sequence

    def dump(self) -> Iterator[Quad]:
        """Yield every quad but the store's own bookkeeping."""
        return (q for q in self._store if q.graph_name != META)

    def __len__(self) -> int:
        return len(self._store)

    def _meta(self, predicate: NamedNode) -> str | None:
        found = list(self._store.quads_for_pattern(META, predicate, None, META))
        if len(found) > 1:
            raise StoreDamagedError(reason=f"{len(found)} values of {predicate.value}")
        return found[0].object.value if found and isinstance(found[0].object, Literal) else None


def _solutions(text: str, results: Results) -> list[dict[str, NamedNode | Literal]]:
    if not isinstance(results, ox.QuerySolutions):
        raise TypeError(text)
    names = [v.value for v in results.variables]
    return [
        {n: v for n in names if isinstance(v := solution[n], (NamedNode, Literal))}
        for solution in results
    ]
