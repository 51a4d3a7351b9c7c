"""Digests and reports over HTTP."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request, Response

from graphsvc.api.audit_routes import XLSX, media_of
from graphsvc.api.negotiation import language
from graphsvc.api.state import Service, ServiceDep
from graphsvc.audits.atom import as_atom
from graphsvc.audits.audit_report import audit_report
from graphsvc.audits.digest import make_digest
from graphsvc.audits.digest_files import write
from graphsvc.audits.paper import Paper, as_docx, as_html, as_xlsx
from graphsvc.audits.plan_report import plan_report
from graphsvc.errors import ParameterError
from graphsvc.questions.binding import day_given

__all__ = ["router"]

router = APIRouter(tags=["audits"])

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_DIGESTS = {
    "application/json": "json",
    "application/atom+xml": "atom",
    XLSX: "xlsx",
    _DOCX: "docx",
    "text/plain": "text",
}
_REPORTS = {"text/html": "html", _DOCX: "docx", XLSX: "xlsx"}
# The report is one file with its own style, so that it can be kept and sent on.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"


@router.get("/api/digest")
def digest(request: Request, service: ServiceDep) -> Response:
    """Return what the audits found, by addressee, and what of it is told on the day.

    `body=` is the only addressee, `date=` today by default, `format=` json, atom, xlsx, docx or
    text.
    """
    registry, lang = service.registry, language(request)
    media = media_of(request, _DIGESTS)
    name = _DIGESTS[media]
    on = day_given(request.query_params.get("date"))
    body = registry.record("body", request.query_params.get("body"), "body")
    made = make_digest(registry.sources, on=on, lang=lang, body=body)
    if name == "atom":
        content = as_atom(made, str(request.base_url), registry.changed)
    else:
        content = write(made, name, registry.store)
    return _file(content, media, f"digest-{on}.{name}", lang)


@router.get("/api/reports/audit")
def audit(request: Request, service: ServiceDep) -> Response:
    """Return the report on what the audits found in a territory, to be read or printed.

    `territory=` is needed, `date=` today by default, `format=` html, docx or xlsx.
    """
    territory = _needed(service, request, "territory", "territory")
    on = day_given(request.query_params.get("date"))
    made = audit_report(
        service.registry.sources, territory=territory, on=on, lang=language(request)
    )
    return _report(request, made, f"audit-{on}")


@router.get("/api/reports/plan")
def plan(request: Request, service: ServiceDep) -> Response:
    """Return the summary of a plan's execution: by section, responsible, level; what is overdue.

    `plan=` is needed, `date=` today by default, `format=` html, docx or xlsx.
    """
    document = _needed(service, request, "document", "plan")
    on: date = day_given(request.query_params.get("date"))
    made = plan_report(service.registry.sources, plan=document, on=on, lang=language(request))
    return _report(request, made, f"plan-{on}")


def _needed(service: Service, request: Request, entity: str, name: str) -> str:
    given = request.query_params.get(name)
    if not given:
        raise ParameterError(name=name, value="", expected="a-record")
    return service.registry.record(entity, given, name)


def _report(request: Request, paper: Paper, name: str) -> Response:
    media = media_of(request, _REPORTS)
    kind = _REPORTS[media]
    content = {"html": as_html, "docx": as_docx, "xlsx": as_xlsx}[kind](paper)
    return _file(content, media, f"{name}.{kind}", paper.lang)


def _file(content: bytes, media: str, name: str, lang: str) -> Response:
    headers = {"Content-Language": lang}
    if media in (XLSX, _DOCX):
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    if media == "text/html":
        headers["Content-Security-Policy"] = _POLICY
    return Response(content, media_type=media, headers=headers)
