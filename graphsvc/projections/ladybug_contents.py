"""What the embedded property graph holds, beside what it should hold."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from graphsvc.projections.ladybug_schema import META
from graphsvc.projections.property_graph import Projection
from graphsvc.projections.values import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from graphsvc.model.property_graph import PropertyGraph
    from graphsvc.projections.reading import StoreReader

__all__ = ["Contents", "differences", "expected", "held"]

Row = dict[str, Any]
Nodes = list[tuple[str, Row]]
Edges = list[tuple[str, str, str, tuple[str, ...]]]
Contents = tuple[Nodes, Edges]
"""Nodes (label, properties) and relationships (from, type, to, graphs), sorted."""


def held(run: Callable[[str], list[Row]]) -> Contents:
    """Return what a graph holds.

    Args:
        run: asks it.
    """
    # Asked of all labels at once, a property with two types comes back as text.
    tables = run("CALL show_tables() RETURN name, type")
    labels = [t["name"] for t in tables if t["type"] == "NODE" and t["name"] != META]
    nodes = [
        (str(n["_LABEL"]), {k: plain(v) for k, v in n.items() if k[0] != "_" and v is not None})
        for label in labels
        for n in (row["n"] for row in run(f"MATCH (n:`{label}`) RETURN n"))
    ]
    text = "MATCH (a)-[r]->(b) RETURN a.iri AS a, label(r) AS k, b.iri AS b, r.graphs AS g"
    edges = [(r["a"], r["k"], r["b"], tuple(r["g"])) for r in run(text)]
    return _sorted(nodes, edges)


def expected(schema: PropertyGraph, reader: StoreReader) -> Contents:
    """Return what a graph of this state should hold, as `held` gives it."""
    projection = Projection(schema, reader)
    state = projection.state(projection.subjects())
    nodes = [
        (n.label, {"iri": n.iri, **{k: plain(v) for k, v in n.properties.items()}})
        for n in state.nodes
    ]
    edges = [(e.source, e.type, e.target, e.graphs) for e in state.edges]
    return _sorted(nodes, edges)


def differences(some: Contents, others: Contents) -> int:
    """Return how many nodes and relationships are in one and not in the other."""
    (nodes, edges), (other_nodes, other_edges) = some, others
    return _differing(nodes, other_nodes) + _differing(edges, other_edges)


def _differing(some: Iterable[object], others: Iterable[object]) -> int:
    """Return how many are in one and not in the other, each as often as it is there."""
    counts = Counter(map(repr, some))
    counts.subtract(map(repr, others))
    return sum(map(abs, counts.values()))


def _sorted(nodes: Nodes, edges: Edges) -> Contents:
    named = [(label, dict(sorted(row.items()))) for label, row in nodes]
    return sorted(named, key=lambda n: (n[0], n[1]["iri"])), sorted(edges)
