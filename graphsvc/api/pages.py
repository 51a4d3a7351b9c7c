"""Pages: home, search, the documents' texts, the API's routes; the others are in modules beside."""

from __future__ import annotations

import re
from typing import Any

from fastapi import APIRouter, Request, Response

from graphsvc.api import (
    audit_pages,
    calendar_pages,
    document_text,
    graph_pages,
    indicator_pages,
    question_pages,
    receipt_pages,
    record_pages,
    views,
    workbench_pages,
)
from graphsvc.api.negotiation import language
from graphsvc.api.rendering import page
from graphsvc.api.state import Service, ServiceDep
from graphsvc.api.wording import register_name
from graphsvc.questions.catalogue import Question

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
for part in (
    question_pages,
    audit_pages,
    calendar_pages,
    indicator_pages,
    receipt_pages,
    record_pages,
    workbench_pages,
    graph_pages,
):
    router.include_router(part.router)

HITS_SHOWN = 50
_LINES = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")


@router.get("/")
def home(request: Request, service: ServiceDep) -> Response:
    """Show what is here."""
    return page(
        request, service, "home.html",
        topics=views.topics(service),
        counts=[c for c in views.counts(service) if c[1]],
        sources=document_text.sources(service, language(request)),
    )  # fmt: skip


@router.get("/search")
def search(request: Request, service: ServiceDep) -> Response:
    """Show the records, and the questions, that the words find."""
    q, lang = request.query_params.get("q", ""), language(request)
    hits, count = service.registry.search.find(q, limit=HITS_SHOWN)
    made_up = views.made_up(service, [h.iri for h in hits])
    found = [
        (
            h.iri,
            service.labels.label(h.iri, lang),
            service.registry.model.by_name[h.entity].label[lang],
            h.iri in made_up,
        )
        for h in hits
    ]
    return page(
        request, service, "search.html",
        q=q, hits=found, count=count, questions=_matching(service, q, lang),
        registers=_registers(service, q, lang),
    )  # fmt: skip


@router.get("/documents")
def documents(request: Request, service: ServiceDep) -> Response:
    """Show the documents whose texts are here."""
    found = document_text.sources(service, language(request))
    return page(request, service, "documents.html", sources=found)


@router.get("/documents/{slug}")
def document(slug: str, request: Request, service: ServiceDep) -> Response:
    """Show a document's text, line by line, with the records that rest on each."""
    lang = language(request)
    lines = document_text.lines(service, slug, lang)
    held = document_text.documents_in(service, slug)
    return page(
        request, service, "document.html",
        lines=lines, label=document_text.name_of(service, slug, lang),
        wanted=_span(request.query_params.get("lines", "")),
        held=[(iri, service.labels.label(iri, lang)) for iri in held],
        graphs=views.graphs_of(service, held),
    )  # fmt: skip


@router.get("/docs")
def reference(request: Request, service: ServiceDep) -> Response:
    """Show the API's routes."""
    paths: dict[str, dict[str, Any]] = request.app.openapi()["paths"]
    routes = [
        (method.upper(), path, str(operation.get("description", "")).partition("\n")[0])
        for path, operations in paths.items()
        for method, operation in operations.items()
    ]
    return page(request, service, "api.html", routes=routes)


def _span(text: str) -> range:
    """Return the lines that `46` or `46-48` names; none, where it names none."""
    found = _LINES.fullmatch(text)
    return range(int(found[1]), int(found[2] or found[1]) + 1) if found else range(0)


def _stems(text: str) -> set[str]:
    return {w[:5] for w in text.casefold().split() if len(w) > 3}  # noqa: PLR2004  # shorter words say little


def _matching(service: Service, q: str, lang: str) -> list[Question]:
    """Return the questions whose titles share the most word beginnings with what was typed."""
    stems = _stems(q)
    scored = [
        (len(stems & _stems(one.title[lang])), one) for one in service.registry.catalogue.questions
    ]
    best = sorted((s for s in scored if s[0]), key=lambda s: (-s[0], s[1].id))
    return [one for _, one in best[:5]]


def _registers(service: Service, q: str, lang: str) -> list[tuple[str, str, int]]:
    """Return the registers whose names share a word beginning with what was typed."""
    stems = _stems(q)
    return [
        (entity.name, register_name(entity, lang), count)
        for entity, count, _ in views.counts(service)
        if count and stems & _stems(register_name(entity, lang))
    ]
