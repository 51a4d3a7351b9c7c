"""Errors as `application/problem+json` (RFC 9457), or as a page for a browser."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from graphsvc.api.carrying import carried
from graphsvc.api.correcting import correction_of
from graphsvc.api.editors import local_path, sign_in_address
from graphsvc.api.negotiation import language, wants_html
from graphsvc.api.parameter_words import in_words
from graphsvc.api.rendering import page
from graphsvc.errors import (
    FilesBusyError,
    ForbiddenError,
    FormError,
    ParameterError,
    QueryBusyError,
    RegistryError,
    ShapeViolationError,
    SignInNeededError,
    TableError,
    TooManyAttemptsError,
    VersionConflictError,
    WorkbookError,
)
from graphsvc.locale import LANGUAGES, error_text
from graphsvc.rdf.names import expand

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request

    from graphsvc.api.state import Service

__all__ = ["LATER_S", "install", "problem"]

MEDIA_TYPE = "application/problem+json"
LATER_S = "2"
"""When to ask again for what is being opened, as a header has it."""


def problem(error: RegistryError, lang: str, service: Service | None = None) -> dict[str, Any]:
    """Return an error as a problem; for a refused file with every fault and SHACL result.

    Args:
        service: given for a page, which tells a wrong parameter in the reader's words.
    """
    parameters = error.parameters
    if service and isinstance(error, WorkbookError) and parameters["reason"] == "other-body":
        body_called = service.labels.label(expand(str(parameters["value"])), lang)
        parameters = parameters | {"value": f"«{body_called}»"}
    title, text = error_text(error.slug, parameters, lang)
    body: dict[str, Any] = {
        "type": f"/errors/{error.slug}",
        "title": title,
        "status": error.status,
        "detail": text,
    }
    if service and isinstance(error, ParameterError):
        body["detail"] = in_words(service, error, lang)
    if isinstance(error, ForbiddenError) and (role := error.parameters.get("role")):
        body["role"] = role  # for whoever makes out the token
    if isinstance(error, (TableError, FormError)):
        faults: Any = error.parameters["faults"]
        body["faults"] = [asdict(f) | {"text": f.text[lang]} for f in faults]
    if isinstance(error, VersionConflictError):
        conflicts: Any = error.parameters.get("conflicts", ())
        body["conflicts"] = [
            {
                "record": conflict.record,
                "given": sorted(str(q.triple) for q in conflict.given),
                "earlier": sorted(str(q.triple) for q in conflict.earlier),
                "present": sorted(str(q.triple) for q in conflict.present),
            }
            for conflict in conflicts
        ]
    if isinstance(error, ShapeViolationError):
        report: Any = error.parameters["report"]
        body["results"] = [asdict(r) | {"message": r.message.get(lang, "")} for r in report.results]
    return body


def install(app: FastAPI) -> None:
    """Let every error of the application leave as a problem; none echoes an internal message."""

    async def own(request: Request, error: Exception) -> Response:
        known = error if isinstance(error, RegistryError) else RegistryError()
        service = _service(request) if wants_html(request) else None
        told = problem(known, language(request), service)
        if service and isinstance(known, ParameterError):
            told["correction"] = correction_of(request, service, known, language(request))
        if service and isinstance(known, SignInNeededError):
            if held := await carried(request, service):
                return held
            return RedirectResponse(sign_in_address(request), 303)
        response = _response(request, told)
        if isinstance(known, SignInNeededError):
            response.headers["WWW-Authenticate"] = "Bearer"
        if isinstance(known, (FilesBusyError, QueryBusyError, TooManyAttemptsError)):
            response.headers["Retry-After"] = str(known.parameters.get("seconds", LATER_S))
        return response

    async def http(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        if status == HTTPStatus.METHOD_NOT_ALLOWED and (page_of := _page_of(request)):
            return RedirectResponse(page_of, 303)
        response = _response(request, _plain(status, request))
        response.headers.update(getattr(error, "headers", None) or {})  # 405 names what is allowed
        return response

    async def validation(request: Request, error: Exception) -> Response:
        faults: Any = error.errors() if isinstance(error, RequestValidationError) else ()
        names = ", ".join(str(f["loc"][-1]) for f in faults)
        return _response(request, _plain(HTTPStatus.BAD_REQUEST, request) | {"detail": names})

    app.add_exception_handler(RegistryError, own)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, validation)
    app.add_exception_handler(Exception, own)


def _page_of(request: Request) -> str:
    """Return the page of a form whose own address a browser opens again, empty for others."""
    path = request.url.path
    if request.method != "GET" or path.startswith("/api/") or not wants_html(request):
        return ""
    lang = request.query_params.get("lang")
    return local_path(path.rpartition("/")[0] or "/") + (
        f"?lang={lang}" if lang in LANGUAGES else ""
    )


def _plain(status: int, request: Request) -> dict[str, Any]:
    slug = {404: "record-not-found", 405: "request"}.get(status, "request")
    title, text = error_text(
        slug, {"name": request.url.path, "reason": request.method}, language(request)
    )
    return {"type": f"/errors/{slug}", "title": title, "status": status, "detail": text}


def _service(request: Request) -> Service | None:
    return getattr(request.app.state, "service", None)


def _response(request: Request, body: dict[str, Any]) -> Response:
    service = _service(request)
    # An earlier state is being opened meanwhile: the same address has the answer soon.
    waiting = body["status"] in (HTTPStatus.ACCEPTED, HTTPStatus.SERVICE_UNAVAILABLE)
    later = {"Retry-After": LATER_S} if waiting else {}
    if service is not None and wants_html(request):
        shown = page(request, service, "problem.html", problem=body, status=body["status"])
        shown.headers.update(later)
        if body["status"] == HTTPStatus.ACCEPTED:
            shown.headers["Refresh"] = LATER_S
        return shown
    return JSONResponse(body, body["status"], later, media_type=MEDIA_TYPE)
