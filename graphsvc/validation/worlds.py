"""The data as each submitted graph sees them: its own records as it tells them, others as merged.

So the cardinality of a record is judged within the graph, and what it refers to over everything.
What is derived of a record that somebody tells is nobody's statement, and is left out.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from graphsvc.rdf.names import BASE, DERIVED, ID, PREFIXES
from graphsvc.rdf.terms import NamedNode, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graphsvc.projections.reading import StoreReader
    from graphsvc.rdf.terms import Quad, Term

__all__ = ["AnyTime", "Statements", "Vocabulary", "World", "seen"]

_RECORDS: Final = (ID, BASE + ".well-known/")
# Up to so many properties are looked up one by one; more are found among all that end in a node.
_FEW: Final = 8

_ByPredicate = dict[NamedNode, list[Triple]]
_ByGraph = dict[NamedNode, frozenset[Triple]]


class Vocabulary:
    """What the ontology says, by either end."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._from: dict[Term, _ByPredicate] = defaultdict(lambda: defaultdict(list))
        self._to: dict[Term, list[Triple]] = defaultdict(list)
        for triple in {q.triple for q in quads}:
            self._from[triple.subject][triple.predicate].append(triple)
            self._to[triple.object].append(triple)

    def about(self, subject: Term) -> Mapping[NamedNode, list[Triple]]:
        """Return the triples of a subject by property."""
        return self._from.get(subject, {})

    def to(self, value: Term) -> list[Triple]:
        """Return the triples that end in `value`."""
        return self._to.get(value, [])


class Statements:
    """Which graph says what of which record: as stored, or with one graph replaced.

    Args:
        store: the stored graphs.
        graph: the graph that is replaced.
        quads: by what.
    """

    def __init__(
        self, store: StoreReader, graph: NamedNode | None = None, quads: Iterable[Quad] = ()
    ) -> None:
        self._store, self._graph = store, graph
        self._new: dict[Term, set[Triple]] = defaultdict(set)
        self._new_to: dict[Term, list[Triple]] = defaultdict(list)
        for triple in {q.triple for q in quads}:
            self._new[triple.subject].add(triple)
            self._new_to[triple.object].append(triple)
        self._known: dict[Term, _ByGraph] = {}

    def of(self, subject: Term) -> _ByGraph:
        """Return what each graph says of a record; nothing of what is none."""
        if subject not in self._known:
            self._known[subject] = self._read(subject)
        return self._known[subject]

    def to(self, value: Term, predicates: frozenset[NamedNode] | None) -> set[Triple]:
        """Return the triples that end in `value`, also some that are only in the stored state."""
        if predicates is None or len(predicates) > _FEW:
            pairs = self._store.referrers(value)
        else:
            pairs = [pair for p in predicates for pair in self._store.referrers(value, p)]
        found = {Triple(s, p, value) for s, p in pairs}
        found.update(self._new_to.get(value, ()))
        return {t for t in found if predicates is None or t.predicate in predicates}

    def subjects(self, graph: NamedNode) -> set[NamedNode]:
        """Return the records that a graph describes."""
        subjects = (
            self._new if graph == self._graph else {q.subject for q in self._store.graph(graph)}
        )
        return {s for s in subjects if isinstance(s, NamedNode)}

    def everything(self) -> Iterator[Term]:
        """Yield every subject there is."""
        yield from {t.subject for t in self._store.merged()} | set(self._new)

    def _read(self, subject: Term) -> _ByGraph:
        if not isinstance(subject, NamedNode) or not subject.value.startswith(_RECORDS):
            return {}
        by_graph: dict[NamedNode, set[Triple]] = defaultdict(set)
        for quad in self._store.quads(subject):
            name = quad.graph_name
            if isinstance(name, NamedNode) and (
                name == DERIVED or name.value.startswith(PREFIXES["graph"])
            ):
                by_graph[name].add(quad.triple)
        if self._graph is not None:
            by_graph.pop(self._graph, None)
            if subject in self._new:
                by_graph[self._graph] = self._new[subject]
        return {name: frozenset(triples) for name, triples in by_graph.items()}


def seen(
    stated: Mapping[NamedNode, frozenset[Triple]], graph: NamedNode | None
) -> frozenset[Triple]:
    """Return what a graph sees of a record.

    Args:
        stated: what each graph says of it.
        graph: the one that sees, None for any that does not describe the record itself.
    """
    told = {name: triples for name, triples in stated.items() if name != DERIVED} or stated
    if graph is not None and graph in told:
        return told[graph]
    return frozenset[Triple]().union(*told.values())


class World:
    """All data as the graph `graph` sees them.

    Attributes:
        contested: whether a record was looked at that several graphs describe, so that another
            graph may see it differently.
    """

    def __init__(self, statements: Statements, vocabulary: Vocabulary, graph: NamedNode) -> None:
        self._statements, self._vocabulary, self._graph = statements, vocabulary, graph
        self._known: dict[Term, _ByPredicate] = {}
        self.contested = False

    def about(self, subject: Term) -> Mapping[NamedNode, Iterable[Triple]]:
        """Return the triples of a subject by property."""
        if subject not in self._known:
            stated = self._statements.of(subject)
            self.contested |= len(stated.keys() - {DERIVED}) > 1
            known = _by_predicate(seen(stated, self._graph))
            for predicate, triples in self._vocabulary.about(subject).items():
                known[predicate] += triples
            self._known[subject] = known
        return self._known[subject]

    def to(self, value: Term, predicates: frozenset[NamedNode] | None) -> Iterator[Triple]:
        """Yield the triples that end in `value`."""
        for triple in {*self._statements.to(value, predicates), *self._vocabulary.to(value)}:
            wanted = predicates is None or triple.predicate in predicates
            if wanted and triple in self.about(triple.subject).get(triple.predicate, ()):
                yield triple

    def everything(self) -> set[Triple]:
        """Return all triples."""
        subjects = self._statements.everything()
        return {t for s in subjects for triples in self.about(s).values() for t in triples}


class AnyTime:
    """What any graph says, before or after."""

    def __init__(self, before: Statements, after: Statements, vocabulary: Vocabulary) -> None:
        self._states, self._vocabulary = (before, after), vocabulary

    def about(self, subject: Term) -> Mapping[NamedNode, Iterable[Triple]]:
        """Return the triples of a subject by property."""
        told = [ts for state in self._states for ts in state.of(subject).values()]
        known = _by_predicate(frozenset[Triple]().union(*told))
        for predicate, triples in self._vocabulary.about(subject).items():
            known[predicate] += triples
        return known

    def to(self, value: Term, predicates: frozenset[NamedNode] | None) -> Iterable[Triple]:
        """Return the triples that end in `value`."""
        found = {t for state in self._states for t in state.to(value, predicates)}
        found.update(self._vocabulary.to(value))
        return {t for t in found if predicates is None or t.predicate in predicates}


def _by_predicate(triples: Iterable[Triple]) -> _ByPredicate:
    found: _ByPredicate = defaultdict(list)
    for triple in triples:
        found[triple.predicate].append(triple)
    return found
