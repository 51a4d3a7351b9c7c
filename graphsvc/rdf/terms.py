"""The RDF terms of pyoxigraph, under one name for modules that never touch a store."""

from __future__ import annotations

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

__all__ = [
    "BlankNode",
    "DefaultGraph",
    "Literal",
    "NamedNode",
    "Quad",
    "Term",
    "Triple",
    "in_graph",
]

Term = NamedNode | BlankNode | Literal | Triple


def in_graph(triple: Triple, graph: NamedNode | DefaultGraph | None = None) -> Quad:
    """Return the triple as a quad of `graph`, of the default graph where none is given."""
    return Quad(triple.subject, triple.predicate, triple.object, graph or DefaultGraph())
