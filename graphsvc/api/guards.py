"""What every request passes: its size, its origin, the headers of every response."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse

from graphsvc.api.negotiation import language
from graphsvc.api.problems import MEDIA_TYPE, problem
from graphsvc.errors import FormatError, HostRefusedError, RegistryError, TooLargeError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Guards", "policy"]

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_PARTS = "multipart/form-data"
_UTF_8 = re.compile(r'charset=("?)utf-?8\1')


def policy(*, style: str = "") -> str:
    """Return the Content-Security-Policy of a page.

    Args:
        style: a further source of styles, such as a nonce.
    """
    styles = f"style-src 'self' {style}; " if style else ""
    return (
        f"default-src 'self'; {styles}frame-ancestors 'none'; base-uri 'none'; "
        "form-action 'self'; object-src 'none'"
    )


# A browser names the origin of a form sent here; no other site learns an address from it.
_HEADERS = [
    (b"content-security-policy", policy().encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
]


class Guards:
    """ASGI middleware: counts bytes as they come, checks Host and Origin, sets security headers."""

    def __init__(self, app: ASGIApp, limit_bytes: int) -> None:
        self._app, self._limit_bytes = app, limit_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._limit_bytes:
                raise TooLargeError(limit=self._limit_bytes, unit="байт / bytes")
            return message

        started = False
        head = scope["method"] == "HEAD"

        async def secured(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                own = message.get("headers", [])
                set_by_route = {name for name, _ in own}  # two policies would both hold
                message["headers"] = [*own, *(h for h in _HEADERS if h[0] not in set_by_route)]
            elif head:
                message = {**message, "body": b""}
            await send(message)

        try:
            _check_site(headers)
            _check_form(headers)
            # Whatever answers GET answers HEAD (RFC 9110, 9.1), without the body.
            # Who hangs up before the end is nobody to be answered, and no fault of ours.
            with suppress(ClientDisconnect):
                await self._app({**scope, "method": "GET"} if head else scope, counted, secured)
        except (FormatError, TooLargeError, HostRefusedError) as error:
            await _refusal(error, scope)(scope, receive, secured)
        except Exception:
            if not started:
                await _refusal(RegistryError(), scope)(scope, receive, secured)
            raise


def _check_site(headers: dict[str, str]) -> None:
    """Refuse other sites' names: a page elsewhere must not reach a service on loopback."""
    for name in ("host", "origin"):
        value = headers.get(name, "")
        site = value.rpartition("//")[2]
        site = site if site.endswith("]") else site.rpartition(":")[0] or site
        if value and site not in _LOOPBACK:
            raise HostRefusedError(value=value[:100])


def _check_form(headers: dict[str, str]) -> None:
    """Refuse a form in what is no encoding of browsers: Python has some that make no Unicode."""
    media, *parameters = headers.get("content-type", "").lower().split(";")
    for said in parameters if media.strip() == _PARTS else ():
        if "charset" in said and not _UTF_8.fullmatch(said.strip()):
            raise FormatError(value=said.strip()[:40])


def _refusal(error: RegistryError, scope: Scope) -> JSONResponse:
    body = problem(error, language(Request(scope)))
    return JSONResponse(body, error.status, media_type=MEDIA_TYPE)
