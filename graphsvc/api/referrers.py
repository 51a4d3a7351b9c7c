"""Which records mention a record, and in what: groups that lead to the whole of each as a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from graphsvc.api.wording import register_name
from graphsvc.rdf.names import ID, RDF_TYPE, compact
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Collection

    from graphsvc.api.state import Service
    from graphsvc.model.entities import Entity

__all__ = ["WORKED_OUT", "Mentions", "mentions"]

SHOWN: Final = 6
# Worked out from other records, which are named beside them.
WORKED_OUT: Final = ("demand", "provision", "occurrence")


@dataclass(frozen=True)
class Mentions:
    """The records of one type that mention a record in one field.

    Attributes:
        title: «Соглашения: сторона».
        count: how many there are.
        items: address and name of the first ones.
        href: all of them in their register; empty where that cannot be narrowed to them.
        entity: the type's name.
        field: the field's name.
    """

    title: str
    count: int
    items: list[tuple[str, str]]
    href: str
    entity: str
    field: str


def mentions(
    service: Service, iri: NamedNode, lang: str, without: Collection[str] = ()
) -> list[Mentions]:
    """Return what mentions `iri`, by type and field; what only follows from other records last.

    Args:
        without: records that are told elsewhere.
    """
    store, model = service.registry.store, service.registry.model
    direct = {p for edges in model.edges.values() for p in edges.values()}
    kinds: dict[str, Entity | None] = {}
    groups: dict[tuple[str, str], list[str]] = {}
    for subject, used in store.referrers(iri):
        name = subject.value
        if not name.startswith(ID) or name in without or used in direct:
            continue
        if name not in kinds:
            types = (v.value for v in store.values(subject, RDF_TYPE) if isinstance(v, NamedNode))
            kinds[name] = next((model.by_class[t] for t in types if t in model.by_class), None)
        entity = kinds[name]
        groups.setdefault((entity.name if entity else "", used.value), []).append(name)
    found = [
        _group(service, iri, model.by_name.get(entity), path, records=records, lang=lang)
        for (entity, path), records in groups.items()
    ]
    return sorted(found, key=lambda m: (m.entity in WORKED_OUT, not m.entity, m.title))


def _group(  # noqa: PLR0913  # each is a part of the group
    service: Service,
    iri: NamedNode,
    entity: Entity | None,
    path: str,
    *,
    records: list[str],
    lang: str,
) -> Mentions:
    field = entity.by_path.get(path) if entity else None
    name = field.label[lang] if field else service.labels.label(path, lang)
    items = [(r, service.labels.label(r, lang)) for r in records[:SHOWN]]
    items = _told_apart(service, entity, items, lang)
    asked = urlencode({field.name: compact(iri.value)}) if field else ""
    return Mentions(
        f"{register_name(entity, lang)}: {name}" if entity else name,
        len(records),
        items,
        f"/records/{entity.name}?{asked}" if entity and asked else "",
        entity.name if entity else "",
        field.name if field else "",
    )


def _told_apart(
    service: Service, entity: Entity | None, items: list[tuple[str, str]], lang: str
) -> list[tuple[str, str]]:
    """Return records with their names; those called alike with what tells them apart, too.

    An agreement is a provision for each of its parties, called by the agreement alone.
    """
    count = Counter(name for _, name in items)
    alike = [iri for iri, name in items if count[name] > 1]
    if not entity or not alike:
        return items
    for field in entity.fields:
        said = {
            iri: "; ".join(
                service.labels.label(v.value, lang) if isinstance(v, NamedNode) else v.value
                for v in service.registry.store.values(NamedNode(iri), NamedNode(field.path))
                if isinstance(v, NamedNode | Literal)
            )
            for iri in alike
        }
        if all(said.values()) and len(set(said.values())) == len(alike):
            return [(iri, f"{name} — {said[iri]}" if iri in said else name) for iri, name in items]
    return items
