"""Plans as pages: all of them with how they stand, and each along time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from graphsvc.api import views
from graphsvc.api.negotiation import language, number
from graphsvc.api.plan_views import BY, grouped, narrowed, one_of, responsibles, shares
from graphsvc.api.rendering import page
from graphsvc.api.state import Service, ServiceDep
from graphsvc.audits.plan_axis import axis_of
from graphsvc.audits.plan_rows import GROUPS, group_of
from graphsvc.errors import ParameterError, RecordNotFoundError
from graphsvc.questions.binding import day_given
from graphsvc.rdf.names import PREFIXES, compact, rms
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from datetime import date

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_SHOWN = 40
_CURSOR_LIMIT = 100_000
_SPATIAL = NamedNode(PREFIXES["dcterms"] + "spatial")


@router.get("/plans")
def plans(request: Request, service: ServiceDep) -> Response:
    """Show the plans, what each is made of and how it stands on a day."""
    lang, asked = language(request), request.query_params
    on = day_given(asked.get("date"))
    territory = service.registry.record("territory", asked.get("territory"), "territory")
    listed = service.registry.plans.listed()
    places = {plan: _place(service, plan) for plan in listed}
    within = service.registry.plans.within(territory) if territory else set[str]()
    chosen = [p for p in listed if not territory or places[p] in within]
    ordered = sorted(chosen, key=lambda p: _place_in_list(service, p, on, lang))
    start = number(request, "cursor", 0, _CURSOR_LIMIT)
    shown = ordered[start : start + _SHOWN]
    kept = {"date": on.isoformat(), "territory": compact(territory) if territory else ""}

    def link(cursor: int) -> str:
        return "/plans?" + urlencode({k: v for k, v in kept.items() if v} | {"cursor": cursor})

    return page(
        request, service, "plans.html",
        plans=[_listed(service, p, on, lang) for p in shown],
        on=on, territory=kept["territory"], territories=_territories(service, places, lang),
        bodies=_bodies(service, on, lang),
        count=len(chosen), start=start, link=link,
        following=start + _SHOWN if start + _SHOWN < len(chosen) else None,
        earlier=max(0, start - _SHOWN) if start else None,
        groups=tuple(GROUPS), choices=[(compact(p), service.labels.label(p, lang)) for p in listed],
        graphs=views.graphs_of(service, shown), made_up=views.made_up(service, shown),
    )  # fmt: skip


@router.get("/plans/{name:path}")
def plan(name: str, request: Request, service: ServiceDep) -> Response:
    """Show a plan's rows along time, by section, kind of deadline or body."""
    lang, asked = language(request), request.query_params
    iri = _plan(service, name)
    on = day_given(asked.get("date"))
    by = one_of("by", asked.get("by", ""), BY)
    responsible, state = asked.get("responsible", ""), asked.get("state", "")
    sheet = service.registry.plans.sheet(iri, on)
    rows = narrowed(sheet, responsible, state)
    axis = axis_of(sheet)
    short = compact(iri).removeprefix("document/")
    values = {"by": by, "responsible": responsible, "state": state, "date": on.isoformat()}

    def link(**changed: str) -> str:
        kept = {k: v for k, v in (values | changed).items() if v}
        return f"/plans/document/{short}?" + urlencode(kept)

    return page(
        request, service, "plan.html",
        sheet=sheet, name=service.labels.label(iri, lang), axis=axis, values=values, link=link,
        short=short, approvals=[(a, service.labels.label(a, lang)) for a in sheet.approvals],
        groups=grouped(service, sheet, rows, by=by, axis=axis, lang=lang),
        found=sum(not r.whole for r in rows), group=group_of, calendar=_calendar,
        ways=BY, states=tuple(GROUPS),
        shares=shares(sheet.counts), responsibles=responsibles(service, sheet, lang),
        report=urlencode({"plan": compact(iri), "date": on.isoformat(), "lang": lang}),
        others=[
            (compact(p), service.labels.label(p, lang))
            for p in service.registry.plans.listed()
            if p != iri
        ],
        graphs=views.graphs_of(service, [iri, *(r.activity for r in sheet.rows)]),
    )  # fmt: skip


def _place_in_list(service: Service, plan: str, on: date, lang: str) -> tuple[bool, str]:
    """Return a key: plans that run or are to come before those that are over, each by name."""
    ends = service.registry.store.values(NamedNode(plan), rms("periodTo"))
    over = any(v.value < on.isoformat() for v in ends if isinstance(v, Literal))
    return over, service.labels.label(plan, lang).casefold()


def _calendar(body: str) -> str:
    return "/calendar?" + urlencode({"body": compact(body)})


def _plan(service: Service, name: str) -> str:
    """Return the IRI of the plan that an address names.

    Raises:
        RecordNotFoundError: there is no such document, or it has no rows.
    """
    try:
        iri = service.registry.record("document", name, "plan")
    except ParameterError as error:
        raise RecordNotFoundError(name=name) from error
    if iri not in service.registry.plans.listed():
        raise RecordNotFoundError(name=name)
    return iri


def _listed(service: Service, plan: str, on: date, lang: str) -> dict[str, Any]:
    sheet = service.registry.plans.sheet(plan, on)
    return {
        "iri": plan,
        "address": "/plans/" + compact(plan),
        "name": service.labels.label(plan, lang),
        "sheet": sheet,
        "approvals": [(a, service.labels.label(a, lang)) for a in sheet.approvals],
        "rows": len(sheet.wholes),
        "counts": sheet.counts,
        "shares": shares(sheet.counts),
    }


def _place(service: Service, plan: str) -> str:
    found = service.registry.store.values(NamedNode(plan), _SPATIAL)
    return min((v.value for v in found if isinstance(v, NamedNode)), default="")


def _territories(service: Service, places: dict[str, str], lang: str) -> list[tuple[str, str]]:
    named = {(service.labels.label(t, lang), compact(t)) for t in places.values() if t}
    return [(short, label) for label, short in sorted(named)]


def _bodies(service: Service, on: date, lang: str) -> list[tuple[str, str]]:
    """Return the bodies that any plan makes owe something, by name."""
    owing = service.registry.plans.owing(on)
    return sorted(
        ((compact(b), service.labels.label(b, lang)) for b in owing), key=lambda p: p[1].casefold()
    )
