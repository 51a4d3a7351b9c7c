"""Records: one by its IRI, many as registers, found by search."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.responses import JSONResponse, RedirectResponse

from graphsvc.api.earlier import as_of
from graphsvc.api.negotiation import choose, language, number
from graphsvc.api.state import Service, ServiceDep
from graphsvc.errors import NotAcceptableError, ParameterError, RecordNotFoundError
from graphsvc.model.entities import Entity
from graphsvc.projections.registers import Register
from graphsvc.rdf.names import ID, PREFIXES, compact, record_of
from graphsvc.rdf.syntax import format_of, serialize
from graphsvc.rdf.terms import NamedNode, in_graph

__all__ = ["record_json", "router"]

router = APIRouter(tags=["records"])

PAGE_LIMIT = 1_000
_EXTENSIONS = {
    "text/html": "",
    "text/turtle": ".ttl",
    "application/ld+json": ".jsonld",
    "application/n-triples": ".nt",
    "application/rdf+xml": ".rdf",
    "application/json": ".json",
}


@router.get("/id/{path:path}/history")
def history(path: str, service: ServiceDep) -> dict[str, Any]:
    """Return every journalled change of a record, oldest first."""
    changes = list(service.registry.history(record_of(ID + path)))
    if not changes:
        raise RecordNotFoundError(name=path)
    return {"id": ID + path, "changes": changes}


@router.get("/id/{path:path}")
def record(path: str, request: Request, service: ServiceDep) -> RedirectResponse:
    """See other: the record's page, or its data, as `Accept` prefers; `asOf=` as it was then."""
    with as_of(request, service) as then:
        if not then.registry.store.typed(record_of(ID + path)):
            raise RecordNotFoundError(name=path)
    extension = _EXTENSIONS[choose(request, list(_EXTENSIONS))]
    place = f"/data/{path}{extension}" if extension else f"/page/{path}"
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(place + query, status_code=303)


@router.get("/data/{path:path}")
def data(path: str, request: Request, service: ServiceDep) -> Response:
    """Return a record with its bases, in the format its extension names; `asOf=` as it was."""
    key, dot, extension = path.rpartition(".")
    media = next((m for m, e in _EXTENSIONS.items() if e == dot + extension and e), "")
    if not media:
        raise NotAcceptableError(value=path)
    iri = record_of(ID + key)
    with as_of(request, service) as then:
        store = then.registry.store
        if not store.typed(iri):
            raise RecordNotFoundError(name=key)
        headers = {"X-Sequence": str(store.sequence)}
        if media == "application/json":
            return JSONResponse(record_json(then, iri, language(request)), headers=headers)
        bases = store.values(iri, NamedNode(PREFIXES["rms"] + "basis"))
        subjects = [iri, *(b for b in bases if isinstance(b, NamedNode))]
        quads = [in_graph(t) for s in subjects for t in store.describe(s)]
    return Response(serialize(quads, format_of(media)), media_type=media, headers=headers)


@router.get("/api/records")
def records(request: Request, service: ServiceDep) -> dict[str, Any]:
    """Return a page of a register: `type=` names the entity, any field's name narrows it."""
    asked = request.query_params
    entity = service.registry.model.by_name.get(asked.get("type", ""))
    if entity is None:
        known = ", ".join(service.registry.model.by_name)
        raise ParameterError(name="type", value=asked.get("type", ""), expected=known)
    lang = language(request)
    limit = number(request, "limit", 50, PAGE_LIMIT, least=1)
    start = number(request, "cursor", 0, 10_000_000)
    wanted = {k: v for k, v in asked.items() if k in entity.by_name and v}
    found = Register(service.registry.store, service.registry.search, entity).find(
        wanted, asked.get("q", "")
    )
    page = found.records[start : start + limit]
    return {
        "type": entity.name,
        "records": [record_json(service, r, lang) for r in page],
        "count": len(found.records),
        "next": str(start + limit) if start + limit < len(found.records) else None,
        "facets": {
            name: [
                {"value": compact(v), "label": service.labels.label(v, lang), "count": n}
                for v, n in counts
            ]
            for name, counts in found.facets.items()
        },
    }


@router.get("/api/search")
def search(request: Request, service: ServiceDep) -> dict[str, Any]:
    """Return the records that `q=` finds, in any of its words' forms."""
    asked = request.query_params
    limit, start = (
        number(request, "limit", 20, PAGE_LIMIT, least=1),
        number(request, "cursor", 0, 100_000),
    )
    hits, count = service.registry.search.find(
        asked.get("q", ""), asked.get("type", ""), limit, start
    )
    lang = language(request)
    return {
        "hits": [
            {
                "id": h.iri,
                "label": service.labels.label(h.iri, lang),
                "type": h.entity,
                "score": h.score,
            }
            for h in hits
        ],
        "count": count,
        "next": str(start + limit) if start + limit < count else None,
    }


@router.get("/api/suggest")
def suggest(request: Request, service: ServiceDep) -> dict[str, Any]:
    """Return records whose name has words that begin as `q=` does; `type=` narrows it."""
    asked = request.query_params
    hits = service.registry.search.suggest(asked.get("q", ""), asked.get("type", ""))
    lang = language(request)
    return {
        "suggestions": [
            {"id": h.iri, "label": service.labels.label(h.iri, lang), "type": h.entity}
            for h in hits
        ]
    }


def record_json(service: Service, iri: NamedNode, lang: str) -> dict[str, Any]:
    """Return a record as plain JSON: its fields by name, in the shape's order."""
    triples = service.registry.store.describe(iri)
    entity = service.registry.model.entity_of(triples)
    fields = (
        _fields(service, entity, {(t.predicate.value, t.object) for t in triples}, lang)
        if entity
        else {}
    )
    return {
        "id": iri.value,
        "type": entity.name if entity else None,
        "label": service.labels.label(iri.value, lang),
        "fields": fields,
        "graphs": sorted(compact(g.value) for g in service.registry.store.graphs_of(iri)),
    }


def _fields(
    service: Service, entity: Entity, values: set[tuple[str, Any]], lang: str
) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for field in entity.fields:
        found = sorted((o for p, o in values if p == field.path), key=str)
        shown: list[Any] = [
            {"id": o.value, "label": service.labels.label(o.value, lang)}
            if isinstance(o, NamedNode)
            else ({"value": o.value, "lang": o.language} if o.language else o.value)
            for o in found
        ]
        if shown:
            fields[field.name] = shown
    return fields
