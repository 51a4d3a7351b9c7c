"""Liveness and readiness, the dataset's description, the texts behind error types."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from graphsvc.api.negotiation import language
from graphsvc.api.rendering import page
from graphsvc.api.state import ServiceDep
from graphsvc.errors import RecordNotFoundError
from graphsvc.locale import error_text, texts
from graphsvc.rdf.names import BASE

__all__ = ["router"]

router = APIRouter(tags=["system"])


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """Return that the process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(service: ServiceDep) -> dict[str, Any]:
    """Return that the registry is open, and the sequence each projection has reached."""
    registry = service.registry
    return {
        "status": "ok",
        "sequence": registry.journal.sequence,
        "head": registry.journal.head,
        "store": registry.store.sequence,
        "search": registry.search.sequence,
    }


@router.get("/.well-known/void")
def void(service: ServiceDep) -> Response:
    """Return what the dataset is and how much of it there is (VoID)."""
    model = service.registry.model
    return Response(
        f"""@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix void: <http://rdfs.org/ns/void#> .

<{BASE}> a void:Dataset ;
    dcterms:title "Реестр методической сети"@ru, "Registry of the methodological network"@en ;
    void:uriSpace "{BASE}" ;
    void:vocabulary <{BASE}ontology> ;
    void:triples {service.registry.store.size()} ;
    void:classes {len(model.entities)} ;
    void:sparqlEndpoint </sparql> .
""",
        media_type="text/turtle",
    )


@router.get("/errors/{slug}", include_in_schema=False)
def error(slug: str, request: Request, service: ServiceDep) -> Response:
    """Show what an error type means and what to do."""
    if slug not in texts("errors"):
        raise RecordNotFoundError(name=f"errors/{slug}")
    title, text = error_text(slug, {}, language(request))
    return page(
        request, service, "problem.html", problem={"title": title, "detail": text, "status": ""}
    )
