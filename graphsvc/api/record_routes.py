"""Records: one by its IRI, many as registers, found by search."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.responses import JSONResponse, RedirectResponse

from graphsvc.api.earlier import as_of
from graphsvc.api.negotiation import choose, language, number
from graphsvc.api.proposals import proposals
from graphsvc.api.record_changes import difference_in
from graphsvc.api.register_files import record_json, write
from graphsvc.api.register_query import FORMATS, RegisterQuery, register_query
from graphsvc.api.state import Service, ServiceDep
from graphsvc.api.views import choice_label
from graphsvc.errors import NotAcceptableError, ParameterError, RecordNotFoundError
from graphsvc.projections.register_values import nearest
from graphsvc.rdf.names import ID, PREFIXES, compact, record_of
from graphsvc.rdf.syntax import format_of, serialize
from graphsvc.rdf.terms import NamedNode, in_graph

__all__ = ["router"]

router = APIRouter(tags=["records"])

PAGE_LIMIT = 1_000
_PROPOSED, _SUGGESTED, _NAMED = 5, 8, 10
_PAGE_ROWS = 50
_FILES = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ttl": "text/turtle",
}
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


@router.get("/id/{path:path}/diff")
def difference(path: str, request: Request, service: ServiceDep) -> dict[str, Any]:
    """Return what differs between two versions of a record, by triple and by field.

    `from=` and `to=` name entries of the journal, days or times; without `to=` it is now, without
    `from=` before the last change until then.
    """
    iri, asked, lang = record_of(ID + path), request.query_params, language(request)
    start, end = service.registry.between(iri, asked.get("from", ""), asked.get("to", ""))
    before, after = service.registry.states(iri, start, end)
    entity = service.registry.model.entity_of(after or before)

    def told(pairs: list[tuple[str, str]]) -> list[dict[str, str]]:
        return [{"value": v, "label": label} if label else {"value": v} for v, label in pairs]

    return {
        "id": iri.value,
        "from": start,
        "to": end,
        "removed": sorted(map(str, before - after)),
        "added": sorted(map(str, after - before)),
        "fields": [
            {"field": f.name or None, "label": f.label}
            | {"removed": told(f.removed), "added": told(f.added)}
            for f in difference_in(service, entity, lang, before, after)
        ],
    }


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


@router.get("/api/records", response_model=None)
def records(request: Request, service: ServiceDep) -> Response | dict[str, Any]:
    """Return a page of a register: `type=` names the entity, any field's name narrows it.

    With `format=` the whole of it as a file.
    """
    asked = request.query_params
    known = service.registry.model.by_name
    entity = known.get(asked.get("type", ""))
    if entity is None:
        value = asked.get("type", "")[:120]
        raise ParameterError(name="type", value=value, expected=nearest(value, known))
    query = register_query(request, entity, _PAGE_ROWS)
    if file := _file(request, query):
        return _saved(service, query, file)
    found = service.registers.find(entity, query.asked)
    page = found.records[query.start : query.start + query.limit]
    following = query.start + query.limit
    lang = query.asked.lang
    return {
        "type": entity.name,
        "records": [record_json(service, r, lang) for r in page],
        "count": len(found.records),
        "next": str(following) if following < len(found.records) else None,
        "facets": {
            name: [
                {"value": compact(v), "label": choice_label(service, v, lang), "count": n}
                for v, n in counts
            ]
            for name, counts in found.facets.items()
        },
    }


def _file(request: Request, query: RegisterQuery) -> str:
    """Return the format of the file that is asked for, empty for a page of JSON.

    Raises:
        NotAcceptableError: no such format, and no field of this name.
    """
    name = request.query_params.get("format", "")
    if name in FORMATS:
        return name
    if name and "format" not in query.entity.by_name:
        raise NotAcceptableError(value=name[:100])
    chosen = choose(request, ["application/json", *(m for n, m in _FILES.items() if n != "json")])
    return next((n for n, m in _FILES.items() if m == chosen and n != "json"), "")


def _saved(service: Service, query: RegisterQuery, name: str) -> Response:
    headers = {
        "X-Sequence": str(service.registry.store.sequence),
        "Content-Disposition": f'attachment; filename="{query.entity.name}.{name}"',
    }
    return Response(write(service, query, name), media_type=_FILES[name], headers=headers)


@router.get("/api/search")
def search(request: Request, service: ServiceDep) -> dict[str, Any]:
    """Return what `q=` may mean, and the records that have its words, in any of their forms."""
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
        "proposals": proposals(request, service, _PROPOSED),
    }


@router.get("/api/suggest")
def suggest(request: Request, service: ServiceDep) -> dict[str, Any]:
    """Return records whose name has words that begin as `q=` does; `type=` narrows it.

    With a type also those that all its words name, abbreviations among them («ММС Липовского»).
    `written` is what to put into a table's cell or a form's field for the record.
    """
    asked = request.query_params
    text, lang, registry = asked.get("q", ""), language(request), service.registry
    written = [asked["type"]] if asked.get("type") else []
    hits = registry.search.suggest(text, asked.get("type", ""))
    found = {h.iri: h.entity for h in hits}
    for iri in registry.finder.named(text, written):
        found.setdefault(iri, *written)
    return {
        "suggestions": [
            {
                "id": iri,
                "label": service.labels.label(iri, lang),
                "type": entity,
                "written": registry.called.written(iri, written),
            }
            for iri, entity in [*found.items()][:_NAMED]
        ],
        "proposals": proposals(request, service, _SUGGESTED, begun=True),
    }
