"""Links between records as a picture: named, linked to their pages, the levels as lanes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphsvc.api import views
from graphsvc.api.rendering import address
from graphsvc.api.wording import register_name
from graphsvc.locale import texts
from graphsvc.network.picture import NODES_SHOWN, PictureEdge, PictureNode, picture
from graphsvc.rdf.names import BASE, ID, rms
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fastapi import Request
    from markupsafe import Markup

    from graphsvc.api.state import Service
    from graphsvc.network.answer_graph import Link

__all__ = ["drawn"]

_LEVEL: Final = rms("level")
_LEVELS: Final = f"{BASE}scheme/level"
_EDGES_SHOWN: Final = 400


def drawn(  # noqa: PLR0913  # each is a part of the picture
    service: Service,
    links: Sequence[Link],
    lang: str,
    *,
    title: str,
    centre: Iterable[str] = (),
    alone: Iterable[str] = (),
    request: Request,
) -> Markup:
    """Return the picture of records and their links.

    Args:
        centre: the records it is about.
        alone: records that are shown though nothing links them.
        request: whose language the links keep, where it names one.
    """
    links, middle = links[:_EDGES_SHOWN], set(centre)
    ends = dict.fromkeys([*(i for link in links for i in (link.source, link.target)), *alone])
    label = service.labels.label
    named = request.query_params.get("lang", "")
    nodes = [
        _node(service, iri, lang, f"?lang={named}" if named else "", centre=iri in middle)
        for iri in ends
    ]
    lanes = [label(c, lang) for c in service.registry.model.concepts.get(_LEVELS, {})]
    edges = [
        PictureEdge(k.source, k.target, _word(service, k.label, lang), relation=k.relation)
        for k in links
    ]
    words = texts("ui")["graph_told"][lang]
    told = str(words).format(nodes=min(len(nodes), NODES_SHOWN), edges=len(edges))
    return picture(nodes, edges, title=title, description=told, lanes=lanes, lang=lang)


def _node(service: Service, iri: str, lang: str, kept: str, *, centre: bool) -> PictureNode:
    label, href = service.labels.label(iri, lang), _href(iri, kept)
    lane = str(texts("ui")["graph_others"][lang])
    if not iri.startswith(BASE):
        return PictureNode(iri, label, lane, href, "", centre)
    node = NamedNode(iri)
    found = service.registry.store.values(node, _LEVEL)
    levels = [v.value for v in found if isinstance(v, NamedNode)]
    entity = views.entity_of(service, node) if iri.startswith(ID) else None
    kind = entity.label[lang] if entity else ""
    if levels and (entity is None or entity.name == "body"):
        lane, kind = service.labels.label(levels[0], lang), ""
    elif entity:
        lane = register_name(entity, lang)
    return PictureNode(iri, label, lane, href, kind, centre)


def _word(service: Service, label: str, lang: str) -> str:
    """Return a link's word; a property of another vocabulary is called as the field it fills."""
    if not label.startswith("http"):
        return label
    found = (e.by_path.get(label) for e in service.registry.model.entities)
    field = next(filter(None, found), None)
    return field.label.get(lang, field.name) if field else label


def _href(iri: str, kept: str) -> str:
    if not iri.startswith(BASE):
        return iri if iri.startswith(("http://", "https://")) else ""
    place, mark, part = address(iri).partition("#")
    return place + kept + mark + part
