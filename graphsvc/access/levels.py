"""Which level a body is on, as each graph states it, and how high a level ranks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphsvc.rdf.names import BASE, ONTOLOGY, PREFIXES, rms
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from graphsvc.projections.reading import StoreReader

__all__ = ["LEVEL", "level_rank", "levels_stated"]

LEVEL: Final = BASE + "scheme/level/"
_GRAPH: Final = PREFIXES["graph"]


def levels_stated(store: StoreReader, body: str) -> set[tuple[str, str]]:
    """Return the slugs of the levels that are stated of a body, each with the graph that says so.

    Only what was handed in counts.
    """
    try:
        node = NamedNode(body)
    except ValueError:
        return set()
    return {
        (quad.object.value.removeprefix(LEVEL), quad.graph_name.value)
        for quad in store.quads(node)
        if quad.predicate == rms("level")
        and isinstance(quad.graph_name, NamedNode)
        and quad.graph_name.value.startswith(_GRAPH)
        and isinstance(quad.object, NamedNode)
    }


def level_rank(store: StoreReader, level: str) -> int | None:
    """Return the rank of a level, 1 for the federal one; None for what is no level of the model."""
    try:
        node = NamedNode(LEVEL + level)
    except ValueError:
        return None
    ranks = (
        int(quad.object.value)
        for quad in store.quads(node)
        if quad.graph_name == ONTOLOGY
        and quad.predicate == rms("rank")
        and isinstance(quad.object, Literal)
    )
    return max(ranks, default=None)
