"""What was accepted, what changed between two days, and how each body hands data in, over HTTP."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.responses import JSONResponse

from graphsvc.api.history_views import (
    about_given,
    changed_json,
    changes_json,
    standing_json,
    submission_json,
    wanted,
    wanted_sequences,
)
from graphsvc.api.negotiation import language, number
from graphsvc.api.state import Service, ServiceDep
from graphsvc.api.submission_changes import ChangeList
from graphsvc.audits.standing import LATELY_DAYS
from graphsvc.errors import ParameterError
from graphsvc.projections.register_values import nearest
from graphsvc.projections.submission_log import KINDS
from graphsvc.questions.binding import day_given
from graphsvc.rdf.patch import Patch

__all__ = ["change_asked", "router"]

router = APIRouter(tags=["history"])

_PATCH = "application/rdf-patch"
_SUBMISSIONS, _RECORDS = 50, 100
_LIMIT = 1_000
_CURSOR_LIMIT = 10_000_000


@router.get("/api/history")
def history(request: Request, service: ServiceDep) -> dict[str, Any]:
    """Return the accepted submissions, the latest first.

    `body=` (whose data), `agent=`, `from=` and `to=` (days) narrow it; `limit=` and `cursor=` page.
    """
    lang, log = language(request), service.registry.log
    found = wanted_sequences(service, wanted(service, request.query_params))
    start = number(request, "cursor", 0, _CURSOR_LIMIT)
    limit = number(request, "limit", _SUBMISSIONS, _LIMIT, least=1)
    shown = found[start : start + limit]
    return {
        "submissions": [submission_json(service, log.summary(n), lang) for n in shown],
        "count": len(found),
        "next": str(start + limit) if start + limit < len(found) else None,
    }


@router.get("/api/submissions/{sequence}/patch")
def patch(sequence: int, service: ServiceDep) -> Response:
    """Return what an accepted submission changed, as RDF Patch."""
    return _patch(service.registry.log.entry(sequence).patch, f"submission-{sequence}")


@router.get("/api/changes")
def changes(request: Request, service: ServiceDep) -> Response:
    """Return what changed in the data of a body or document between two versions.

    `body=` says whose; `from=` and `to=` name entries of the journal, days or times: without `to=`
    it is now, without `from=` before the last change until then. `change=` and `type=` narrow the
    records, `limit=` and `cursor=` page; `format=patch` gives RDF Patch.
    """
    asked, lang = request.query_params, language(request)
    about = about_given(service, asked.get("body", ""))
    if not about:
        raise ParameterError(name="body", value="", expected="a-body")
    log = service.registry.log
    start, end = log.between(about, asked.get("from", ""), asked.get("to", ""))
    change = log.difference(about, start, end)
    form = asked.get("format", "json")
    if form not in ("json", "patch"):
        raise ParameterError(name="format", value=form[:40], expected="json, patch")
    if form == "patch":
        return _patch(change, f"changes-{start}-{end}")
    known = ChangeList(service, change)
    chosen = known.chosen(*change_asked(request, service))
    first = number(request, "cursor", 0, _CURSOR_LIMIT)
    limit = number(request, "limit", _RECORDS, _LIMIT, least=1)
    told = known.told(chosen[first : first + limit], lang)
    return JSONResponse(
        {"body": about, "from": start, "to": end}
        | changes_json(known, lang)
        | {
            "changes": [changed_json(one) for one in told],
            "count": len(chosen),
            "next": str(first + limit) if first + limit < len(chosen) else None,
        }
    )


@router.get("/api/standing")
def standing(request: Request, service: ServiceDep) -> dict[str, Any]:
    """Return how each body hands data in: when last, how much of what, what is missing or refused.

    `body=` or `region=` (a territory) narrows it; `date=` is the day that norms are in force on and
    up to which submissions count, today by default.
    """
    asked, lang, registry = request.query_params, language(request), service.registry
    on = day_given(asked.get("date"))
    body = registry.record("body", asked.get("body", ""), "body")
    region = registry.record("territory", asked.get("region", ""), "region")
    found = registry.standings.of(on, body=body, region=region)
    return {
        "date": on.isoformat(),
        "days": LATELY_DAYS,
        "bodies": [standing_json(service, one, lang) for one in found],
        "count": len(found),
    }


def change_asked(request: Request, service: Service) -> tuple[str, str]:
    """Return the kind of change and the type of record that a request narrows changes to.

    Raises:
        ParameterError: there is no such kind or type.
    """
    kind, entity = (request.query_params.get(name, "") for name in ("change", "type"))
    if kind and kind not in KINDS:
        raise ParameterError(name="change", value=kind[:40], expected=", ".join(KINDS))
    known = service.registry.model.by_name
    if entity and entity not in known:
        raise ParameterError(name="type", value=entity[:40], expected=nearest(entity, known))
    return kind, entity


def _patch(change: Patch, name: str) -> Response:
    text = "\n".join(["TX .", *change.lines(), "TC .", ""])
    headers = {"Content-Disposition": f'attachment; filename="{name}.rdfp"'}
    return Response(text, media_type=_PATCH, headers=headers)
