"""Who sends a request: by a token, by a session, or on a machine where nobody signs in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import urlencode, urlsplit

from fastapi import Depends, Request

from graphsvc.access.editors import LOCAL, Editor
from graphsvc.api.state import Service, ServiceDep
from graphsvc.errors import HostRefusedError, SignInNeededError

__all__ = [
    "COOKIE",
    "EditorDep",
    "Visitor",
    "VisitorDep",
    "agent_of",
    "local_path",
    "own_page",
    "sign_in_address",
    "visitor",
]

COOKIE: Final = "graphsvc-session"
_BEARER: Final = "bearer "
_AGENT_LIMIT: Final = 200


@dataclass(frozen=True)
class Visitor:
    """Who reads a page.

    Attributes:
        editor: who it is, None where nobody has signed in.
        open: nobody has to.
    """

    editor: Editor | None
    open: bool


def visitor(request: Request, service: Service) -> Visitor:
    """Return who reads; a token or a session that does not hold is nobody's."""
    kept: Visitor | None = getattr(request.state, "visitor", None)
    if kept is not None:
        return kept
    tokens = service.registry.tokens
    session = request.cookies.get(COOKIE)
    found = tokens.signed_in(session) if session else None
    if found is None and (given := _bearer(request)):
        found = tokens.editor(given)
    is_open = found is None and tokens.open
    known = Visitor(LOCAL if is_open else found, is_open)
    request.state.visitor = known
    return known


def _visitor(request: Request, service: ServiceDep) -> Visitor:
    return visitor(request, service)


def _editor(request: Request, service: ServiceDep) -> Editor:
    """Return who changes data.

    Raises:
        SignInNeededError: nobody knows.
        TooManyAttemptsError: the token is wrong, and too many were.
        HostRefusedError: the session's form was sent from elsewhere.
    """
    tokens = service.registry.tokens
    given = _bearer(request)
    if given is not None:
        found = tokens.editor(given)
        if found is None:
            service.attempts.wrong()
            raise SignInNeededError(reason="token")
        return found
    session = request.cookies.get(COOKIE)
    found = tokens.signed_in(session) if session else None
    if found is not None:
        if request.method != "GET":
            own_page(request)
        return found
    if tokens.open:
        return LOCAL
    raise SignInNeededError(reason="nobody")


VisitorDep = Annotated[Visitor, Depends(_visitor)]
EditorDep = Annotated[Editor, Depends(_editor)]
"""Who changes data; a route that changes any depends on it."""


def agent_of(request: Request, editor: Editor) -> str:
    """Return the name that the journal has of an editor; the local one's is its `X-Agent`."""
    if not editor.local:
        return editor.name
    return request.headers.get("x-agent", "").strip()[:_AGENT_LIMIT] or editor.name


def own_page(request: Request) -> None:
    """Let a form pass that a page of this very service sent.

    The cookie is `SameSite=Strict`, and to a browser all ports of a machine are one site.

    Raises:
        HostRefusedError: a page of another origin sent it.
    """
    origin, host = request.headers.get("origin"), request.headers.get("host", "")
    if origin is not None:
        if urlsplit(origin).netloc != host:
            raise HostRefusedError(value=origin[:100])
    elif request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        raise HostRefusedError(value=request.headers["sec-fetch-site"][:100])


def local_path(text: str) -> str:
    r"""Return a path on this service, `/` for what could lead elsewhere.

    A browser takes `//host` and `/\host` for another site, and drops tabs and line feeds first.
    """
    plain = text.isprintable() and "\\" not in text
    return text if plain and text.startswith("/") and not text.startswith("//") else "/"


def sign_in_address(request: Request) -> str:
    """Return where to sign in and to come back from: to the page, or to that of the form."""
    page = request.url if request.method == "GET" else urlsplit(request.headers.get("referer", ""))
    own = page.netloc == request.headers.get("host", "")
    back = f"{page.path}?{page.query}" if page.query else page.path
    asked = {"next": local_path(back)} if own else {}
    if lang := request.query_params.get("lang"):
        asked["lang"] = lang
    return f"/sign-in?{urlencode(asked)}" if asked else "/sign-in"


def _bearer(request: Request) -> str | None:
    """Return the token of a request, None where it has none."""
    given = request.headers.get("authorization", "")
    return given[len(_BEARER) :].strip() if given.lower().startswith(_BEARER) else None
