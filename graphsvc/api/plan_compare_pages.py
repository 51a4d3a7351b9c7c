"""Two plans side by side, as a page."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from graphsvc.api import views
from graphsvc.api.negotiation import language
from graphsvc.api.rendering import page
from graphsvc.api.state import Service, ServiceDep
from graphsvc.errors import ParameterError
from graphsvc.rdf.names import compact

if TYPE_CHECKING:
    from graphsvc.audits.plan_comparison import Comparison

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_BY_YEARS = ("kinds-2019-2023", "structure-2019-2023", "coordination-2019-2023")


@router.get("/plans/compare")
def compare(request: Request, service: ServiceDep) -> Response:
    """Show two plans side by side; the choice of them where fewer are given."""
    lang = language(request)
    given = {n: request.query_params.get(n, "") for n in ("a", "b")}
    plans = {n: _plan(service, v, n) for n, v in given.items() if v}
    listed = ((compact(p), service.labels.label(p, lang)) for p in service.registry.plans.listed())
    found = None
    if len(plans) == len(given):
        found = service.registry.comparer.compare(plans["a"], plans["b"], lang)
    return page(
        request, service, "plan_compare.html",
        choices=sorted(listed, key=lambda c: c[1].casefold()), found=found,
        chosen={n: compact(plans[n]) if n in plans else "" for n in given},
        questions=_questions(service, found, lang) if found else [],
        graphs=views.graphs_of(service, [*plans.values(), *(found.rows if found else ())]),
    )  # fmt: skip


def _plan(service: Service, text: str, name: str) -> str:
    iri = service.registry.record("document", text, name)
    if iri not in service.registry.plans.listed():
        known = map(compact, service.registry.plans.listed())
        near = difflib.get_close_matches(text, list(known), 1, 0.5)
        raise ParameterError(name=name, value=text[:120], expected=near[0] if near else "a-record")
    return iri


def _questions(service: Service, found: Comparison, lang: str) -> list[tuple[str, str]]:
    """Return the catalogued questions that compare the years of two plans of one territory."""
    years = sorted({s.year for s in (found.first, found.second) if s.year})
    area = found.first.sheet.area
    if len(years) < 2 or not area or area != found.second.sheet.area:  # noqa: PLR2004  # two plans
        return []
    asked = {"jurisdiction": compact(area), "earlier": years[0], "later": years[1]}
    chosen = [service.registry.catalogue[name] for name in _BY_YEARS]
    return [(f"/questions/{q.id}?{urlencode(asked)}", q.title[lang]) for q in chosen]
