"""What bodies like one hand in: the types of record for whoever begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphsvc.access.standing import Standing
from graphsvc.rdf.names import ID, PREFIXES, RDF_TYPE, rms
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.model.entities import Entity, Model
    from graphsvc.projections.reading import StoreReader

__all__ = ["usual_entities"]

_GRAPH: Final = PREFIXES["graph"]
_LOOKED_AT: Final = 50  # bodies; what so many of them hand in is what the others do
_KINDS: Final = (rms("kind"), rms("documentKind"))


def usual_entities(model: Model, store: StoreReader, about: str) -> list[str]:
    """Return names of the types of record that bodies or documents like one are told of in.

    They hand them in, or records of others name them. Alike are those of its kind that have handed
    in anything, else those of its level; without any it is all that people hand in.
    """
    node = NamedNode(about)
    kinds = {value for kind in _KINDS for value in store.values(node, kind)}
    names = (ID + graph.value.removeprefix(_GRAPH) for graph in store.submitted())
    others = sorted({*names} - {about})
    alike = [
        one
        for one in others
        if any(kinds & {*store.values(NamedNode(one), kind)} for kind in _KINDS)
    ]
    if not alike:
        standing = Standing(store)
        levels = standing.levels(about)
        alike = [one for one in others if levels & standing.levels(one)]
    alike = alike[:_LOOKED_AT]
    found = _handed_in(model, store, alike)
    return [
        e.name
        for e in model.handed_in
        if not alike or e.iri in found or any(_names(store, e, one) for one in alike)
    ]


def _names(store: StoreReader, entity: Entity, body: str) -> bool:
    """Return whether a record of a type names a body."""
    node, kind = NamedNode(body), NamedNode(entity.iri)
    return any(
        kind in store.values(subject, RDF_TYPE)
        for field in entity.fields
        if not field.datatype and not field.schemes
        for subject, _ in store.referrers(node, NamedNode(field.path))
    )


def _handed_in(model: Model, store: StoreReader, bodies: Iterable[str]) -> set[str]:
    """Return IRIs of the types of which people hand in records, as these have them."""
    own = {e.iri for e in model.handed_in}
    graphs = (NamedNode(_GRAPH + one.removeprefix(ID)) for one in bodies)
    return own & {
        quad.object.value
        for graph in graphs
        for quad in store.graph(graph)
        if quad.predicate == RDF_TYPE and isinstance(quad.object, NamedNode)
    }
