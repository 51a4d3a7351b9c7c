"""A record's neighbourhood as a picture: a body among bodies, others among what they name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from graphsvc.api import views
from graphsvc.api.neighbourhood_lacks import Lack, lacks_of
from graphsvc.api.referrers import WORKED_OUT
from graphsvc.api.rendering import address
from graphsvc.api.wording import register_name
from graphsvc.locale import texts
from graphsvc.network import records
from graphsvc.network.parts import AGREEMENT, EXPIRED, EXPIRING, GHOST, soon_after, state_of
from graphsvc.network.picture import PictureEdge, PictureNode, picture
from graphsvc.rdf.names import BASE, ID, PREFIXES, expand, rms
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from markupsafe import Markup

    from graphsvc.api.referrers import Mentions
    from graphsvc.api.relations import RelationView
    from graphsvc.api.state import Service
    from graphsvc.model.entities import Entity
    from graphsvc.network.parts import Link
    from graphsvc.network.records import Values

__all__ = ["Neighbourhood", "neighbourhood"]

_STATUS: Final = NamedNode(PREFIXES["adms"] + "status")
_LEVELS: Final = f"{BASE}scheme/level"
# Fields that say where a record belongs or rests, which nearly every record has.
_COMMON: Final = ("basis", "jurisdiction", "webPage")
_MENTIONED: Final = 12  # records that mention it; their register has them all
_REMARKABLE: Final = (GHOST, EXPIRING, EXPIRED, "planned", "ended")
"""States of links that have a sign of their own, as on the network's page; what calls for somebody
to act comes first."""


@dataclass(frozen=True)
class Neighbourhood:
    """A record's neighbourhood.

    Attributes:
        told: the links with a sign of their own in words: state, sentence and what it opens.
    """

    picture: Markup
    told: tuple[tuple[str, str, str], ...]


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
    lacking: bool,
) -> Neighbourhood | None:
    """Return the picture and its signs in words; None where nothing is linked with the record.

    Args:
        relations: those of the record, in words.
        mentioned: what mentions it.
        on: the day on which agreements are in force or not.
        here: makes a link keep the language that was asked for.
        lacking: whether to show what norms demand and is missing: it is known of the present alone.
    """
    edges = [_edge(iri, r, here) for r in relations]
    if entity.name == "body":
        edges += _agreements(service, iri, lang, on, here)
        if lacking:
            edges += [_lack(service, k, lang, on, here) for k in lacks_of(service, iri, lang, on)]
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
    signs = {state: _state_word(state, lang) for state in _REMARKABLE}
    names = {n.id: n.label for n in nodes}
    drawn = picture(
        nodes,
        [_worded(e, signs) for e in edges],
        title=str(words["neighbourhood_of"][lang]).format(name=label),
        description=str(words["neighbourhood_told"][lang]).format(
            name=label, others=len(nodes) - 1, links=len(edges)
        ),
        lanes=[_capital(service.labels.label(level, lang)) for level in levels],
        lang=lang,
        name="neighbourhood",
        signs=signs,
    )
    told = [
        (e.state, f"{names[e.source]} — {e.label} — {names[e.target]}", e.href)
        for e in sorted(edges, key=lambda e: _REMARKABLE.index(e.state) if e.state in signs else 99)
        if e.state in signs
    ]
    return Neighbourhood(drawn, tuple(dict.fromkeys(told)))


def _state_word(state: str, lang: str) -> str:
    words = texts("ui")
    return str(words["state_ended" if state == "ended" else f"network_state_{state}"][lang])


def _worded(edge: PictureEdge, signs: Mapping[str, str]) -> PictureEdge:
    """Return an edge whose words say how it stands, where it does not simply hold."""
    if edge.state not in signs:
        return edge
    return replace(edge, label=f"{edge.label}, {signs[edge.state]}")


def _lack(
    service: Service, lack: Lack, lang: str, on: date, here: Callable[[str], str]
) -> PictureEdge:
    found = lack.finding
    href = f"/audits?audit={found.audit}&date={on.isoformat()}"
    if found.body:
        href += "&body=" + quote(found.body.removeprefix(ID), safe="/")
    concept = f"{BASE}scheme/relation/{lack.relation}"
    agreement = lack.relation == AGREEMENT
    word = texts("ui")["agreement_with"][lang] if agreement else service.labels.label(concept, lang)
    return PictureEdge(
        lack.source,
        lack.target,
        str(word),
        here(f"{href}#{found.id}"),
        lack.relation,
        GHOST,
        found.expected,
        directed=not agreement,
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
    word, soon = str(texts("ui")["agreement_with"][lang]), soon_after(on.isoformat())
    edges: list[PictureEdge] = []
    for record in dict.fromkeys(a for a, _ in service.registry.store.referrers(iri, rms("party"))):
        for link in _pairs(service, record):
            ends = [expand(link.source), expand(link.target)]
            if iri.value in ends:
                state = state_of(link, on.isoformat(), soon) or _beside(link, on)
                ends.remove(iri.value)
                href = here(address(record.value))
                edges.append(
                    PictureEdge(iri.value, ends[0], word, href, AGREEMENT, state, directed=False)
                )
    return edges


def _pairs(service: Service, record: NamedNode) -> list[Link]:
    """Return the links that an agreement makes, as the network has them."""
    store = service.registry.store
    values: Values = defaultdict(list)
    for triple in store.describe(record):
        values[triple.predicate.value].append(triple.object)
    renewed = any(
        records.code(status.value) == "in-force"
        for later, _ in store.referrers(record, rms("renews"))
        for status in store.values(later, _STATUS)
        if isinstance(status, NamedNode)
    )
    return records.agreement_of(record.value, values, renewed)


def _beside(link: Link, on: date) -> str:
    """Return how an agreement stands that the network does not draw on the day."""
    return "ended" if link.end and link.end < on.isoformat() else "planned"


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
