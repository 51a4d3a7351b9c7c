"""Triples as an rdflib graph, made for pyshacl."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import rdflib
from rdflib.namespace import XSD
from rdflib.plugins.sparql import prepareQuery

from graphsvc.rdf.terms import BlankNode, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib.plugins.sparql.sparql import Query
    from rdflib.query import Result as Answer
    from rdflib.term import Node

    from graphsvc.rdf.terms import Quad, Term

__all__ = ["rdflib_graph"]


def rdflib_graph(quads: Iterable[Quad]) -> rdflib.Graph:
    """Return a graph of the triples.

    Raises:
        TypeError: one is about a triple.
    """
    graph = _Graph()
    for quad in quads:
        graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    return graph


class _Graph(rdflib.Graph):
    """A graph that parses a query once: pyshacl asks a constraint's text of every focus node."""

    def query(self, query_object: str | Query, *given: Any, **named: Any) -> Answer:  # noqa: ANN401
        if isinstance(query_object, str):
            prepared = _parsed.queries
            if query_object not in prepared:
                prepared[query_object] = prepareQuery(query_object, dict(self.namespaces()))
            query_object = prepared[query_object]
        return super().query(query_object, *given, **named)


class _Parsed(threading.local):
    """Each thread's own: a parsed query keeps the state of its evaluation in itself."""

    def __init__(self) -> None:
        self.queries: dict[str, Query] = {}


_parsed = _Parsed()


def _term(term: Term) -> Node:
    """Return the term as rdflib reads it from N-Triples, where no string tells its datatype."""
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if not isinstance(term, Literal):
        raise TypeError(term)  # a triple about a triple, which nothing that is handed in may have
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, datatype=None if datatype == XSD.string else datatype)
