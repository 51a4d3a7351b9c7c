"""The audits, their findings and the waivers over HTTP."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, RedirectResponse, Response

from graphsvc.access.editors import Editor
from graphsvc.api.editors import EditorDep, agent_of
from graphsvc.api.negotiation import choose, language, number, wants_html
from graphsvc.api.state import Service, ServiceDep
from graphsvc.api.submission_views import STATUS, after_handing_in
from graphsvc.audits.finding import Findings
from graphsvc.audits.formats import findings_json, write
from graphsvc.audits.waivers import waive
from graphsvc.errors import FormatError, NotAcceptableError, ParameterError
from graphsvc.questions.binding import day_given
from graphsvc.questions.catalogue import Question
from graphsvc.rdf.terms import NamedNode
from graphsvc.sent import sent_json
from graphsvc.submissions.cases import WAITING

__all__ = ["XLSX", "findings_of", "media_of", "router"]

router = APIRouter(tags=["audits"], prefix="/api/audits")

ROW_LIMIT = 100_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MEDIA = {"application/json": "json", "text/csv": "csv", XLSX: "xlsx"}
_FORM = "application/x-www-form-urlencoded"
_SEE_OTHER = 303


@router.get("")
def audits(request: Request, service: ServiceDep) -> dict[str, Any]:
    """Return the audits: what each looks for, how grave it is, and what to do then."""
    lang = language(request)
    return {"audits": [_audit_json(q, lang) for q in service.registry.auditor.audits]}


@router.get("/findings")
def findings(request: Request, service: ServiceDep) -> Response:
    """Return what the audits find on a day.

    `audit=`, `body=` (who has to act), `severity=` narrow it; `date=` is today by default;
    `limit=` and `cursor=` page through JSON.
    """
    lang = language(request)
    media = media_of(request, _MEDIA)
    limit = number(request, "limit", ROW_LIMIT, ROW_LIMIT, least=1)
    start = number(request, "cursor", 0, ROW_LIMIT)
    found = findings_of(request, service)
    headers = {"X-Sequence": str(found.sequence)}
    if _MEDIA[media] != "json":
        name = f"findings-{found.on}.{_MEDIA[media]}"
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return Response(write(found, _MEDIA[media], lang), media_type=media, headers=headers)
    following = str(start + limit) if start + limit < len(found.findings) else None
    body = findings_json(found, start=start, limit=limit, following=following)
    return JSONResponse(body, headers=headers)


@router.post("/waivers")
async def waivers(request: Request, service: ServiceDep, editor: EditorDep) -> Response:
    """Put a finding off until a day: 201 with the waiver, 200 where it was there already.

    JSON or a form with `finding`, `until`, `reason`, `body` (who decides), and `date`, the day of
    the decision, today by default. The waiver is a submission into the deciding body's graph.
    """
    given = _fields(request, await request.body())
    return await run_in_threadpool(_waive, request, service, editor, given)


def findings_of(request: Request, service: Service) -> Findings:
    """Return the findings that a request's query parameters ask for.

    Raises:
        ParameterError: a parameter names nothing known.
    """
    asked = request.query_params
    return service.registry.auditor.findings(
        day_given(asked.get("date")),
        audits=[asked["audit"]] if asked.get("audit") else (),
        body=service.registry.record("body", asked.get("body"), "body"),
        severity=asked.get("severity", ""),
        lang=language(request),
    )


def media_of(request: Request, offered: dict[str, str]) -> str:
    """Return the media type that `format=` or `Accept` chooses.

    Args:
        offered: the short name of each media type.

    Raises:
        NotAcceptableError: none of them is asked for.
    """
    if name := request.query_params.get("format"):
        for media, short in offered.items():
            if name in (media, short):
                return media
        raise NotAcceptableError(value=name)
    return choose(request, list(offered))


def _audit_json(audit: Question, lang: str) -> dict[str, Any]:
    form = audit.finding
    if form is None:
        raise ValueError(audit.id)
    return {
        "id": audit.id,
        "topic": audit.topic,
        "title": audit.title[lang],
        "severity": form.severity,
        "why": form.why[lang],
        "row": audit.row[lang],
        "source": audit.source,
        "expected": form.expected[lang],
        "found": form.found[lang],
        "next": form.next[lang],
    }


def _fields(request: Request, content: bytes) -> dict[str, str]:
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if media == _FORM:
            return {k: v[0] for k, v in parse_qs(content.decode("utf-8")).items()}
        if media in ("application/json", ""):
            given = sent_json(content)
            return {str(k): str(v) for k, v in given.items()}
    except (ValueError, AttributeError) as error:
        raise ParameterError(name="waiver", value="", expected="a-waiver") from error
    raise FormatError(value=media)


def _waive(request: Request, service: Service, editor: Editor, given: dict[str, str]) -> Response:
    lang, registry = language(request), service.registry
    for name in ("finding", "until", "reason", "body"):
        if not given.get(name, "").strip():
            raise ParameterError(name=name, value="", expected="a-waiver")
    body = registry.record("body", given["body"].strip(), "body")
    on = day_given(given.get("date"))
    finding = registry.auditor.finding(given["finding"], on, lang)
    decided = waive(
        finding,
        body=body,
        until=day_given(given["until"], "until"),
        on=on,
        reason=given["reason"],
        lang=lang,
        agent=agent_of(request, editor),
    )
    done = registry.desk.take(decided, editor)
    if wants_html(request):
        if done.state == WAITING:
            return after_handing_in(request, done)
        asked = {"audit": finding.audit, "date": on.isoformat()}
        asked |= {"lang": lang} if "lang" in request.query_params else {}
        return RedirectResponse(f"/audits?{urlencode(asked)}#{finding.id}", _SEE_OTHER)
    node = decided.quads[0].subject
    told = {
        "id": node.value if isinstance(node, NamedNode) else "",
        "finding": finding.id,
        "until": given["until"],
        "state": done.state,
        "version": done.outcome.version,
        "changed": done.outcome.entry is not None,
    }
    return JSONResponse(told, STATUS[done.state])
