"""A record's neighbourhood as a picture: a body among bodies, others among what they name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphsvc.api import views
from graphsvc.api.referrers import WORKED_OUT
from graphsvc.api.rendering import address
from graphsvc.api.wording import register_name
from graphsvc.locale import texts
from graphsvc.network.picture import PictureEdge, PictureNode, picture
from graphsvc.rdf.names import BASE, ID, rms
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from markupsafe import Markup

    from graphsvc.api.referrers import Mentions
    from graphsvc.api.relations import RelationView
    from graphsvc.api.state import Service
    from graphsvc.model.entities import Entity

__all__ = ["neighbourhood"]

_LEVELS: Final = f"{BASE}scheme/level"
# Fields that say where a record belongs or rests, which nearly every record has.
_COMMON: Final = ("basis", "jurisdiction", "webPage")
_MENTIONED: Final = 12  # records that mention it; their register has them all


def neighbourhood(  # noqa: PLR0913  # each is a part of the picture
    service: Service,
    iri: NamedNode,
    entity: Entity,
    relations: Sequence[RelationView],
    mentioned: Sequence[Mentions],
    *,
    lang: str,
    on: date,
    here: Callable[[str], str],
) -> Markup | None:
    """Return the picture; None where nothing is linked with the record.

    Args:
        relations: those of the record, in words.
        mentioned: what mentions it.
        on: the day on which agreements are in force or not.
        here: makes a link keep the language that was asked for.
    """
    edges = [_edge(iri, r, here) for r in relations]
    if entity.name == "body":
        edges += _agreements(service, iri, lang, on, here)
    if not relations:
        edges += _named(service, iri, entity, lang)
        edges += _naming(iri, entity, mentioned)
    ends = dict.fromkeys(n for e in edges for n in (e.source, e.target))
    if not edges:
        return None
    nodes = [_node(service, name, lang, here, centre=name == iri.value) for name in ends]
    words = texts("ui")
    label = service.labels.label(iri.value, lang)
    levels = service.registry.model.concepts.get(_LEVELS, {})
    return picture(
        nodes,
        edges,
        title=str(words["neighbourhood_of"][lang]).format(name=label),
        description=str(words["neighbourhood_told"][lang]).format(
            name=label, others=len(nodes) - 1, links=len(edges)
        ),
        lanes=[_capital(service.labels.label(level, lang)) for level in levels],
        lang=lang,
        name="neighbourhood",
    )


def _edge(iri: NamedNode, relation: RelationView, here: Callable[[str], str]) -> PictureEdge:
    ends = (iri.value, relation.other)
    source, target = ends[::-1] if relation.inverse else ends
    return PictureEdge(
        source,
        target,
        relation.direct,
        here(address(relation.record)),
        relation.relation,
        relation.state,
        relation.function,
    )


def _agreements(
    service: Service, iri: NamedNode, lang: str, on: date, here: Callable[[str], str]
) -> list[PictureEdge]:
    """Return an edge to each other party of each agreement of a body."""
    store, word = service.registry.store, str(texts("ui")["agreement_with"][lang])
    edges: list[PictureEdge] = []
    for agreement, _ in store.referrers(iri, rms("party")):
        ends = [v.value for v in store.values(agreement, rms("validTo")) if isinstance(v, Literal)]
        planned = any(
            s.value.endswith("/planned")
            for s in store.values(agreement, NamedNode("http://www.w3.org/ns/adms#status"))
            if isinstance(s, NamedNode)
        )
        ended = bool(ends) and max(ends) < on.isoformat()
        state = "planned" if planned else "ended" if ended else "in-force"
        label = f"{word}, {texts('ui')['state_' + state][lang]}" if state != "in-force" else word
        href = here(address(agreement.value))
        edges += [
            PictureEdge(iri.value, o.value, label, href, "agreement", state, directed=False)
            for o in store.values(agreement, rms("party"))
            if isinstance(o, NamedNode) and o != iri
        ]
    return edges


def _named(service: Service, iri: NamedNode, entity: Entity, lang: str) -> list[PictureEdge]:
    """Return an edge to each record that a record names."""
    return [
        PictureEdge(iri.value, value.value, field.label[lang])
        for field in entity.fields
        if field.name not in _COMMON and not field.schemes
        for value in service.registry.store.values(iri, NamedNode(field.path))
        if isinstance(value, NamedNode) and value.value.startswith(ID)
    ]


def _naming(iri: NamedNode, entity: Entity, mentioned: Sequence[Mentions]) -> list[PictureEdge]:
    """Return an edge from each of the first records that name a record."""
    if entity.name in ("document", "territory", "basis"):
        return []  # nearly everything names them; it stands below
    edges = [
        PictureEdge(record, iri.value, group.title.partition(": ")[2] or group.title)
        for group in mentioned
        if group.field and group.field not in _COMMON and group.entity not in WORKED_OUT
        for record, _ in group.items
    ]
    return edges[:_MENTIONED]


def _node(
    service: Service, name: str, lang: str, here: Callable[[str], str], *, centre: bool
) -> PictureNode:
    node, label = NamedNode(name), service.labels.label(name, lang)
    href = here(address(name)) if name.startswith(BASE) else ""
    if not name.startswith(ID):  # a kind of bodies, of which norms speak
        return PictureNode(name, label, str(texts("ui")["kinds_of_bodies"][lang]), href)
    stated = service.registry.store.values(node, rms("level"))
    levels = [n for n in service.registry.model.concepts.get(_LEVELS, {}) if NamedNode(n) in stated]
    entity = views.entity_of(service, node)
    if entity is not None and entity.name == "body" and levels:
        lane = service.labels.label(levels[0], lang)
    else:
        lane = register_name(entity, lang) if entity else str(texts("ui")["others"][lang])
    return PictureNode(name, label, _capital(lane), href, centre=centre)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
