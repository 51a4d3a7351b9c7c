"""Indicators as pages: the list of passports, and a value with the records counted."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from graphsvc.api import views
from graphsvc.api.indicator_routes import computed
from graphsvc.api.negotiation import language
from graphsvc.api.rendering import page
from graphsvc.api.state import ServiceDep

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@router.get("/indicators")
def indicators(request: Request, service: ServiceDep) -> Response:
    """List the indicators, those that can be computed first."""
    found = service.registry.indicators.passports(language(request))
    graphs = views.graphs_of(service, [p.iri for p in found])
    return page(request, service, "indicators.html", graphs=graphs, passports=found)


@router.get("/indicators/{key:path}")
def indicator(key: str, request: Request, service: ServiceDep) -> Response:
    """Show an indicator's value, and every record that was counted."""
    found = computed(key, request, service)
    parts = [("numerator", found.numerator)]
    if found.denominator:
        parts.append(("denominator", found.denominator))
    names = [iri for _, part in parts for iri, _ in part.records]
    graphs = views.graphs_of(service, [found.passport.iri, *names])
    lang, catalogue = language(request), service.registry.catalogue
    titles = {part.question: catalogue[part.question].title[lang] for _, part in parts}
    return page(
        request, service, "indicator.html", graphs=graphs, found=found, parts=parts, titles=titles
    )
