"""The model in RDF: ontology, code lists, shapes, JSON-LD context."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.responses import JSONResponse

from graphsvc.api import model_pages, rule_pages, scheme_pages
from graphsvc.api.negotiation import choose
from graphsvc.api.state import ServiceDep
from graphsvc.model.context import jsonld_context
from graphsvc.rdf.syntax import MEDIA_TYPES, format_of, serialize

__all__ = ["router"]

router = APIRouter(tags=["model"])

_OFFERED = ["text/html", "text/turtle", *(m for m in MEDIA_TYPES if m != "text/turtle")]


@router.get("/ontology")
def ontology(request: Request, service: ServiceDep) -> Response:
    """Return the ontology with its code lists, as a page or in RDF."""
    media = _media(request)
    if media == "text/html":
        return model_pages.ontology(request, service)
    return Response(
        serialize(service.registry.model.ontology, MEDIA_TYPES[media]), media_type=media
    )


@router.get("/shapes")
def shapes(request: Request, service: ServiceDep) -> Response:
    """Return the shapes, as a page or in RDF."""
    media = _media(request)
    if media == "text/html":
        return rule_pages.shapes(request, service)
    return Response(serialize(service.registry.model.shapes, MEDIA_TYPES[media]), media_type=media)


@router.get("/scheme/{path:path}")
def scheme(path: str, request: Request, service: ServiceDep) -> Response:
    """Return a code list or a concept, as a page or in RDF."""
    return scheme_pages.concept(request, service, path)


@router.get("/context.jsonld")
def context(service: ServiceDep) -> JSONResponse:
    """Return the JSON-LD context of records."""
    return JSONResponse(jsonld_context(service.registry.model), media_type="application/ld+json")


def _media(request: Request) -> str:
    name = request.query_params.get("format")
    return format_of(f"x.{name}").media_type if name else choose(request, _OFFERED)
