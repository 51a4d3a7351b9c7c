"""Registers and records as pages."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from graphsvc.api import views
from graphsvc.api.bases import bases, by_document
from graphsvc.api.earlier import as_of, moment
from graphsvc.api.negotiation import language, number
from graphsvc.api.relations import RelationView, in_words
from graphsvc.api.rendering import page
from graphsvc.api.state import Service, ServiceDep
from graphsvc.api.wording import register_name
from graphsvc.errors import RecordNotFoundError
from graphsvc.model.entities import Entity, Field
from graphsvc.projections.registers import Register
from graphsvc.rdf.names import ID, compact, record_of
from graphsvc.rdf.terms import NamedNode

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

PAGE_ROWS = 50
_REFERRERS_SHOWN = 12
_COLUMNS = 5
# Told elsewhere on the page, or nothing to choose a record by.
_NO_COLUMNS = ("label", "basis", "note", "altLabel", "hiddenLabel", "order", "position")


@router.get("/records")
def registers(request: Request, service: ServiceDep) -> Response:
    """Show the list of registers."""
    return page(request, service, "registers.html", counts=views.counts(service))


@router.get("/records/{name}")
def register(name: str, request: Request, service: ServiceDep) -> Response:
    """Show one register with its facets."""
    entity = service.registry.model.by_name.get(name)
    if entity is None:
        raise RecordNotFoundError(name=name)
    lang, asked = language(request), request.query_params
    wanted = {k: v for k, v in asked.items() if k in entity.by_name and v}
    start = number(request, "cursor", 0, 10_000_000)
    found = Register(service.registry.store, service.registry.search, entity).find(
        wanted, asked.get("q", "")
    )
    facets = [
        (
            n,
            entity.by_name[n].label[lang],
            [(compact(v), service.labels.label(v, lang), c) for v, c in counts],
        )
        for n, counts in found.facets.items()
    ]

    def at(cursor: int) -> str:
        return "?" + urlencode({**asked, "cursor": cursor})

    listed = found.records[start : start + PAGE_ROWS]
    columns, rows = _table(service, entity, listed, lang)
    return page(
        request, service, "register.html",
        entity=entity, columns=columns, rows=rows, facets=facets, count=len(found.records),
        first=start + 1, last=start + len(listed),
        q=asked.get("q", ""), wanted=wanted,
        made_up=views.made_up(service, [r.value for r in listed]),
        before=at(max(0, start - PAGE_ROWS)) if start else "",
        after=at(start + PAGE_ROWS) if start + PAGE_ROWS < len(found.records) else "",
    )  # fmt: skip


@router.get("/page/{path:path}")
def record(path: str, request: Request, service: ServiceDep) -> Response:
    """Show one record: what is stated, its basis, who refers to it, its history.

    With `asOf=` it is shown as it was.
    """
    with as_of(request, service) as then:
        return _record(path, request, then)


def _record(path: str, request: Request, service: Service) -> Response:
    iri, lang = record_of(ID + path), language(request)
    entity = views.entity_of(service, iri)
    if entity is None:
        raise RecordNotFoundError(name=path)
    label = service.labels.label(iri.value, lang)
    fields = [
        (f, values)
        for f in entity.fields
        if f.name != "basis"
        and (values := _values(service, f, iri, lang)) not in ([], [(label, "")])
    ]
    relations = in_words(service, iri, lang)
    referrers = _referrers(service, iri, relations, lang)
    return page(
        request, service, "record.html",
        iri=iri.value, short=path, entity=entity, fields=fields,
        label=label,
        bases=by_document(bases(service, iri, lang)), relations=relations,
        referrers=[(t, items[:_REFERRERS_SHOWN], len(items)) for t, items in referrers.items()],
        total=sum(len(items) for items in referrers.values()), shown=_REFERRERS_SHOWN,
        history=list(service.registry.history(iri)),
        graphs=views.graphs_of(service, [iri.value]),
        earlier=moment(request, service),
    )  # fmt: skip


_Cells = list[list[tuple[str, str]]]


def _table(
    service: Service, entity: Entity, records: list[NamedNode], lang: str
) -> tuple[list[Field], list[tuple[str, str, _Cells]]]:
    """Return the first fields that any of the records has, and a row for each record."""
    store = service.registry.store
    columns = [
        f
        for f in entity.fields
        if f.name not in _NO_COLUMNS and any(store.values(r, NamedNode(f.path)) for r in records)
    ][:_COLUMNS]
    rows = [
        (
            r.value,
            service.labels.label(r.value, lang),
            [_values(service, f, r, lang) for f in columns],
        )
        for r in records
    ]
    return columns, rows


def _values(service: Service, field: Field, iri: NamedNode, lang: str) -> list[tuple[str, str]]:
    return views.shown(service, service.registry.store.values(iri, NamedNode(field.path)), lang)


def _referrers(
    service: Service, iri: NamedNode, relations: list[RelationView], lang: str
) -> dict[str, list[tuple[str, str]]]:
    """Return the records that refer to this one, by their type and the field in which they do."""
    told = {r.record for r in relations}
    direct = _direct(service)
    found: dict[str, list[tuple[str, str]]] = {}
    for subject, used in service.registry.store.referrers(iri):
        if not subject.value.startswith(ID) or subject.value in told or used in direct:
            continue
        entity = views.entity_of(service, subject)
        field = entity.by_path.get(used.value) if entity else None
        name = field.label[lang] if field else service.labels.label(used.value, lang)
        title = f"{register_name(entity, lang)}: {name}" if entity else name
        label = service.labels.label(subject.value, lang)
        found.setdefault(title, []).append((subject.value, label))
    return dict(sorted(found.items()))


def _direct(service: Service) -> set[NamedNode]:
    """Return the direct properties: their triples only repeat what relation records say."""
    return {p for edges in service.registry.model.edges.values() for p in edges.values()}
