"""The model as pages: overview with its picture, one type of record, everything on one page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.responses import HTMLResponse, RedirectResponse

from graphsvc.api.bases import cited
from graphsvc.api.model_views import (
    classes,
    counts,
    find,
    local,
    properties,
    said,
    type_view,
)
from graphsvc.api.negotiation import language
from graphsvc.api.rendering import page
from graphsvc.api.state import Service, ServiceDep
from graphsvc.api.views import entities
from graphsvc.errors import RecordNotFoundError
from graphsvc.locale import LANGUAGES, texts
from graphsvc.model.entities import scheme_slug
from graphsvc.model.overview import groups, picture
from graphsvc.rdf.names import PREFIXES
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from graphsvc.model.entities import Entity

__all__ = ["ontology", "router"]

router = APIRouter(include_in_schema=False)

_DEFINITION = PREFIXES["skos"] + "definition"
_QUERY_CHARACTERS = 100
_FOUND_SHOWN = 60


@dataclass(frozen=True)
class PropertyView:
    """An own property, or a class that is no type of record; `types` have a field of it."""

    local: str
    label: str
    definition: str
    types: list[Entity]
    example: tuple[str, str, str, str] | None = None


def ontology(request: Request, service: Service) -> Response:
    """Return the overview: groups of types, the picture, code lists, properties; or what `q` finds.

    Every term of the ontology has its anchor here, for that is where its IRI leads.
    """
    lang = language(request)
    model = service.registry.model
    q = request.query_params.get("q", "").strip()[:_QUERY_CHARACTERS]
    found = find(service, q, lang) if q else []
    return page(
        request, service, "ontology.html",
        q=q, found=found[:_FOUND_SHOWN], total=len(found), kinds=texts("ui")["term_kinds"],
        groups=groups(model), picture=picture(model), counts=counts(service), local=local,
        common=_common(service, lang),
        properties=service.kept.get(("properties", lang), lambda: _properties(service, lang)),
        schemes=[
            (scheme_slug(s), service.labels.label(s, lang), len(concepts))
            for s, concepts in sorted(
                model.concepts.items(), key=lambda item: service.labels.label(item[0], lang)
            )
        ],
        **_how_to_ask(lang),
    )  # fmt: skip


@router.get("/ontology/all")
def everything(request: Request, service: ServiceDep) -> Response:
    """Show the whole model on one page, to be printed or searched by the browser."""
    lang = language(request)
    model = service.registry.model

    def make() -> dict[str, Any]:
        own = [
            PropertyView(p.local, p.label, p.definition, p.types, _use(service, p.local, lang))
            for p in _properties(service, lang)
        ]
        schemes = [
            (
                scheme_slug(scheme),
                service.labels.label(scheme, lang),
                [
                    (c, service.labels.label(c, lang), said(service, c, _DEFINITION, lang))
                    for c in concepts
                ],
            )
            for scheme, concepts in sorted(model.concepts.items())
        ]
        types = [type_view(service, e, lang) for e in entities(service)]
        told = {"types": types, "properties": own, "schemes": schemes}
        return told | {"common": _common(service, lang)} | _how_to_ask(lang)

    def body() -> bytes:
        return bytes(page(request, service, "ontology_all.html", **make()).body)

    # Half a megabyte, the same for everybody until the data change.
    usual = request.url.query in ("", *(f"lang={name}" for name in LANGUAGES))
    key = ("model", request.url.query, lang)
    return HTMLResponse(service.kept.get(key, body) if usual else body())


@router.get("/ontology/{name}")
def one_type(name: str, request: Request, service: ServiceDep) -> Response:
    """Show one type of record; a property's name leads to its place in the overview.

    Raises:
        RecordNotFoundError: there is no such term.
    """
    lang = language(request)
    model = service.registry.model
    entity = model.by_class.get(PREFIXES["rms"] + name) or model.by_name.get(name)
    if entity is None:
        if PREFIXES["rms"] + name in properties(service):
            return RedirectResponse(f"/ontology#{name}", 303)
        raise RecordNotFoundError(name=f"ontology/{name}")
    view = service.kept.get(("type", entity.name, lang), lambda: type_view(service, entity, lang))
    return page(
        request, service, "type.html",
        view=view, entity=entity, local=local,
        sources=cited(service, view.source, lang),
        count=counts(service).get(entity.iri, 0),
        label=service.registry.property_graph.by_class[entity.iri],
        follows=texts("ui")["severity_follows"],
        graphs={g.value for g in _graphs(service, view.example)},
    )  # fmt: skip


def _graphs(service: Service, shown: tuple[str, str] | None) -> set[NamedNode]:
    return service.registry.store.graphs_of(NamedNode(shown[0])) if shown else set()


def _how_to_ask(lang: str) -> dict[str, Any]:
    told = texts("howto")
    return {
        "prefixes": [p for p in PREFIXES.items() if p[0] not in ("shape", "graph", "sh", "owl")],
        "notes": [note[lang] for note in told["notes"]],
        "examples": [_example_query(one, lang) for one in told["examples"]],
    }


def _example_query(one: dict[str, Any], lang: str) -> tuple[str, str, str]:
    """Return title, text and address in the workbench of an example query."""
    query: str = one["query"].strip()
    return one["title"][lang], query, "/workbench?" + urlencode({"query": query})


def _properties(service: Service, lang: str) -> list[PropertyView]:
    used: dict[str, list[Entity]] = {}
    for entity in service.registry.model.entities:
        for field in entity.fields:
            used.setdefault(field.path, []).append(entity)
    return [
        PropertyView(
            iri.rpartition("#")[2],
            service.labels.label(iri, lang),
            said(service, iri, _DEFINITION, lang),
            used.get(iri, []),
        )
        for iri in properties(service)
    ]


def _common(service: Service, lang: str) -> list[PropertyView]:
    """Return the classes that are no type of record: what all types have in common."""
    return [
        PropertyView(
            iri.rpartition("#")[2],
            service.labels.label(iri, lang),
            said(service, iri, _DEFINITION, lang),
            [],
        )
        for iri in classes(service)
        if iri not in service.registry.model.by_class
    ]


def _use(service: Service, name: str, lang: str) -> tuple[str, str, str, str] | None:
    """Return a triple of the data that uses a property: two IRIs or texts, each with its name."""
    iri = PREFIXES["rms"] + name
    rows = service.registry.store.select(
        f"SELECT ?s ?o {{ ?s <{iri}> ?o FILTER STRSTARTS(STR(?s), '{PREFIXES['id']}') }} LIMIT 1"
    )
    if not rows:
        return None
    subject, value = rows[0]["s"], rows[0]["o"]
    told = service.labels.label(value.value, lang) if isinstance(value, NamedNode) else ""
    return (subject.value, service.labels.label(subject.value, lang), value.value, told)
