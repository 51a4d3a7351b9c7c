"""Records as nodes and relationships: what every Cypher engine is given."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from graphsvc.model.property_graph import STATEMENT, STATEMENT_LINK, STUB
from graphsvc.rdf.names import PREFIXES, RDF_TYPE
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from graphsvc.model.property_graph import Label, Property, PropertyGraph
    from graphsvc.projections.reading import StoreReader

__all__ = ["Edge", "Node", "Projection", "State", "Value"]

Scalar = str | int | float | bool | date | datetime
Value = Scalar | list[Scalar] | list[str]


@dataclass(frozen=True)
class Node:
    """A node as it should be; `properties` has no entry for what is not stated."""

    iri: str
    label: str
    properties: dict[str, Value]


@dataclass(frozen=True)
class Edge:
    """A relationship as it should be; one for each triple, however many graphs state it."""

    source: str
    source_label: str
    type: str
    target: str
    target_label: str
    graphs: tuple[str, ...]


@dataclass(frozen=True)
class State:
    """What some nodes are to be, whatever they were: who writes it twice changes nothing.

    Attributes:
        nodes: the nodes that are to be there, statements and stubs of their neighbours among them.
        edges: all relationships that are to start at them.
        gone: keys of the nodes that are not to be there.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    gone: tuple[str, ...]


class Projection:
    """Reads nodes and edges from a store that does not change meanwhile."""

    def __init__(self, schema: PropertyGraph, store: StoreReader) -> None:
        self._schema, self._store = schema, store
        # The store does not change meanwhile: what was read once still holds.
        self._label = lru_cache(maxsize=100_000)(self._read_label)
        self._values = lru_cache(maxsize=1)(self._read_values)

    def subjects(self) -> Iterator[str]:
        """Yield the IRI of every node that something is said of."""
        for label in self._schema.labels:
            if label.iri:
                for subject, _ in self._store.referrers(NamedNode(label.iri), RDF_TYPE):
                    if self.label_of(subject.value) == label.name:
                        yield subject.value

    def state(self, subjects: Iterable[str]) -> State:
        """Return what the nodes with these keys are to be."""
        nodes: dict[str, Node] = {}
        edges: list[Edge] = []
        gone: list[str] = []
        for iri in subjects:
            if node := self.node(iri):
                nodes[iri] = node
            else:
                gone.append(iri)
            for statement, edge in self.statements(iri):
                nodes[statement.iri] = statement
                edges.append(edge)
            edges += self.edges(iri)
        for edge in edges:
            if edge.target_label == STUB:
                nodes.setdefault(edge.target, Node(edge.target, STUB, {}))
        return State(tuple(nodes.values()), tuple(edges), tuple(gone))

    def label_of(self, iri: str) -> str:
        """Return the label of a node, that of a stub where nobody says what it is."""
        label = self._label(NamedNode(iri))
        return label.name if label else STUB

    def node(self, iri: str) -> Node | None:
        """Return a node, None where the data neither describe it nor refer to it."""
        subject = NamedNode(iri)
        label = self._label(subject)
        if label is None:
            return Node(iri, STUB, {}) if self.referrers(iri) else None
        properties: dict[str, Value] = {
            "type": label.iri,
            "graphs": self._store.graphs_with(subject, RDF_TYPE, NamedNode(label.iri)),
        }
        for prop, terms in self._stated(subject, label):
            if found := [_read(prop, t) for t in terms]:
                properties[prop.name] = found if prop.many else found[0]
        return Node(iri, label.name, properties)

    def statements(self, iri: str) -> list[tuple[Node, Edge]]:
        """Return the values that bodies state differently, each as a node with its relationship."""
        subject = NamedNode(iri)
        label = self._label(subject)
        found: list[tuple[Node, Edge]] = []
        if label is None:
            return found
        for prop, terms in self._stated(subject, label):
            if prop.many or prop.kind == "concept" or len(terms) == 1:
                continue
            for number, term in enumerate(terms):
                value = _read(prop, term)
                graphs = self._store.graphs_with(subject, NamedNode(prop.path), term)
                properties: dict[str, Value] = {
                    "type": PREFIXES["rdf"] + "Statement",
                    "graphs": graphs,
                    "property": prop.name,
                    "value": term.value,
                }
                if prop.kind == "date":
                    properties["date"] = value
                elif prop.kind in ("integer", "float"):
                    properties["number"] = float(term.value)
                key = f"{iri}/statement/{prop.name}/{number}"
                edge = Edge(iri, label.name, STATEMENT_LINK, key, STATEMENT, tuple(graphs))
                found.append((Node(key, STATEMENT, properties), edge))
        return found

    def edges(self, iri: str) -> list[Edge]:
        """Return the relationships that start at a node, sorted, statements left out."""
        subject = NamedNode(iri)
        label = self._label(subject)
        if label is None:
            return []
        found: list[Edge] = []
        for path, terms in self._values(subject).items():
            kind = self._schema.by_path.get(path)
            for target in terms:
                if kind and isinstance(target, NamedNode):
                    graphs = self._store.graphs_with(subject, NamedNode(path), target)
                    ends = (kind.name, target.value, self.label_of(target.value))
                    found.append(Edge(iri, label.name, *ends, tuple(graphs)))
        return sorted(found, key=lambda e: (e.type, e.target))

    def referrers(self, iri: str) -> set[str]:
        """Return the nodes with a relationship to this one."""
        return {
            subject.value
            for subject, predicate in self._store.referrers(NamedNode(iri))
            if predicate.value in self._schema.by_path and self._label(subject)
        }

    def _read_label(self, subject: NamedNode) -> Label | None:
        kinds = sorted(
            k.value for k in self._store.values(subject, RDF_TYPE) if isinstance(k, NamedNode)
        )
        return next((self._schema.by_class[k] for k in kinds if k in self._schema.by_class), None)

    def _read_values(self, subject: NamedNode) -> dict[str, list[Literal | NamedNode]]:
        """Return the values of each property, by its IRI."""
        values: dict[str, list[Literal | NamedNode]] = defaultdict(list)
        for triple in self._store.describe(subject):
            if isinstance(triple.object, (Literal, NamedNode)):
                values[triple.predicate.value].append(triple.object)
        return values

    def _stated(
        self, subject: NamedNode, label: Label
    ) -> Iterator[tuple[Property, list[Literal | NamedNode]]]:
        """Yield the properties that have values, each with those of its language, sorted."""
        values = self._values(subject)
        for prop in label.properties:
            terms = [t for t in values.get(prop.path, ()) if _fits(prop, t)]
            if terms:
                yield prop, sorted(terms, key=lambda t: t.value)


def _fits(prop: Property, term: Literal | NamedNode) -> bool:
    if isinstance(term, NamedNode):
        return prop.kind == "concept"
    return (
        prop.kind != "concept"
        and (term.language or "") == prop.language
        and _readable(prop, term.value)
    )


def _readable(prop: Property, text: str) -> bool:
    """Return whether an engine has a value for a text; one with no value stays in RDF alone."""
    try:
        value = _READERS[prop.kind](text)
    except ValueError:  # a day with a time zone, an hour 24
        return False
    return not isinstance(value, int) or -(2**63) <= value < 2**63


def _read(prop: Property, term: Literal | NamedNode) -> Scalar:
    return _READERS[prop.kind](term.value)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


_READERS: dict[str, Callable[[str], Scalar]] = {
    "string": str,
    "concept": str,
    "integer": int,
    "float": float,
    "boolean": lambda text: text in ("true", "1"),
    "date": date.fromisoformat,
    "datetime": _moment,
}
