"""Which named graphs are made up: what a region for training hands in is no fact of any region."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphsvc.rdf.names import ID, PREFIXES, RDF_TYPE
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.projections.reading import StoreReader

__all__ = ["synthetic_graphs"]

_DECLARED: Final = (
    "SELECT DISTINCT ?graph ?synthetic"
    " { GRAPH ?graph { ?dataset a rms:Dataset ; rms:synthetic ?synthetic } }"
)


def synthetic_graphs(store: StoreReader) -> frozenset[str]:
    """Return the IRIs of the graphs that are made up.

    A graph is if a dataset in it says so. Of a body or document that only such graphs describe,
    the graph of its own is as well, unless a dataset in that one says otherwise: what a made-up
    body hands in is made up, whether or not it comes with a dataset. It costs as many look-ups as
    made-up graphs describe bodies and documents.
    """
    declared = [
        (row["graph"].value, row["synthetic"].value == "true") for row in store.select(_DECLARED)
    ]
    found = {graph for graph, synthetic in declared if synthetic}
    if not found:
        return frozenset()
    own = {g.value for g in store.submitted()} - {graph for graph, _ in declared}
    described: dict[str, frozenset[str]] = {}
    ahead = set(found)
    while ahead:
        for about in _described(store, ahead):
            graph = PREFIXES["graph"] + about.removeprefix(ID)
            if graph in own:
                described[graph] = _describing(store, about) - {graph}
        ahead = {g for g, others in described.items() if others and others <= found} - found
        found |= ahead
    return frozenset(found)


def _described(store: StoreReader, graphs: Iterable[str]) -> set[str]:
    """Return the IRIs of the bodies and documents that graphs say the type of."""
    named = " ".join(f"<{graph}>" for graph in sorted(graphs))
    rows = store.select(
        f"SELECT DISTINCT ?about {{ VALUES ?graph {{ {named} }} "
        "VALUES ?type { rms:Body rms:Document } GRAPH ?graph { ?about a ?type } }"
    )
    return {row["about"].value for row in rows if row["about"].value.startswith(ID)}


def _describing(store: StoreReader, about: str) -> frozenset[str]:
    """Return the graphs handed in that say the type of a record."""
    return frozenset(
        quad.graph_name.value
        for quad in store.quads(NamedNode(about))
        if quad.predicate == RDF_TYPE
        and isinstance(quad.graph_name, NamedNode)
        and quad.graph_name.value.startswith(PREFIXES["graph"])
    )
