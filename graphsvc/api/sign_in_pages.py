"""Signing in with a token, signing out, and who one is here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from graphsvc.access.editors import ACTIONS, ANY_LEVEL
from graphsvc.access.tokens import SESSION
from graphsvc.api.editors import COOKIE, VisitorDep, local_path, own_page, sign_in_address
from graphsvc.api.leading import in_language
from graphsvc.api.negotiation import language
from graphsvc.api.problems import problem
from graphsvc.api.rendering import page
from graphsvc.api.state import Service, ServiceDep
from graphsvc.errors import RequestError, SignInNeededError, TooManyAttemptsError
from graphsvc.rdf.names import BASE, compact
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from graphsvc.access.editors import Role

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_SEE_OTHER = 303
_SHOWN = 200
"""Most bodies that a page lists for one role."""


@router.get("/sign-in")
def sign_in(request: Request, service: ServiceDep, visitor: VisitorDep) -> Response:
    """Show the form, or how sign-in is set up; lead on whoever is signed in."""
    back = local_path(request.query_params.get("next", ""))
    if visitor.editor and not visitor.open:
        return RedirectResponse(back if back != "/" else in_language(request, "/me"), _SEE_OTHER)
    return page(request, service, "sign_in.html", back=back, told=None)


@router.post("/sign-in")
async def signed_in(request: Request, service: ServiceDep) -> Response:
    """Begin a session for a token that holds."""
    async with request.form(max_files=0, max_fields=4) as form:
        given = {n: v for n, v in form.items() if isinstance(v, str)}
    return await run_in_threadpool(_sign_in, request, service, given)


@router.post("/sign-out")
def sign_out(request: Request, service: ServiceDep) -> Response:
    """End the session."""
    own_page(request)
    if session := request.cookies.get(COOKIE):
        service.registry.tokens.sign_out(session)
    response = RedirectResponse(in_language(request, "/"), _SEE_OTHER)
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
    return response


@router.get("/me")
def me(request: Request, service: ServiceDep, visitor: VisitorDep) -> Response:
    """Show who one is here, and what one may do for whom."""
    if visitor.editor is None:
        return RedirectResponse(sign_in_address(request), _SEE_OTHER)
    roles = {
        action: [
            _told(service, r, language(request)) for r in visitor.editor.roles if r.action == action
        ]
        for action in ACTIONS
    }
    return page(request, service, "me.html", editor=visitor.editor, roles=roles, shown=_SHOWN)


def _sign_in(request: Request, service: Service, given: dict[str, str]) -> Response:
    own_page(request)
    back = local_path(given.get("next", ""))
    session = service.registry.tokens.sign_in(given.get("token", "").strip())
    if session is None:
        return _refused(request, service, back)
    response = RedirectResponse(back if back != "/" else in_language(request, "/me"), _SEE_OTHER)
    response.set_cookie(
        COOKIE,
        session,
        max_age=int(SESSION.total_seconds()),
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return response


def _refused(request: Request, service: Service, back: str) -> Response:
    error: RequestError = SignInNeededError(reason="token")
    later: dict[str, str] = {}
    try:
        service.attempts.wrong()
    except TooManyAttemptsError as many:
        error, later = many, {"Retry-After": str(many.parameters["seconds"])}
    told = problem(error, language(request))
    shown = page(request, service, "sign_in.html", back=back, told=told, status=error.status)
    shown.headers.update(later)
    return shown


def _told(service: Service, role: Role, lang: str) -> dict[str, Any]:
    """Return a role in words: whose data, whether the bodies below too, and who that is today."""
    registry, label = service.registry, service.labels.label
    bodies = service.kept.get(
        f"covered {date.today()} {lang} {role}",  # noqa: DTZ011  # a calendar day
        lambda: sorted(
            ((label(b, lang), b) for b in registry.permissions.covered(role) if b != role.body),
            key=lambda one: one[0].casefold(),
        ),
    )
    known = not role.body or registry.store.typed(NamedNode(role.body))
    return {
        "body": role.body,
        "label": label(role.body, lang) if role.body and known else compact(role.body),
        "known": known,
        "level": label(f"{BASE}scheme/level/{role.level}", lang) if role.level else "",
        "any": role.level == ANY_LEVEL,
        "bodies": bodies,
    }
