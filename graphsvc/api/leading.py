"""Leading a browser on: where it goes after a form was sent, in the language it asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from starlette.responses import RedirectResponse

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["in_language", "to_page"]

_SEE_OTHER: Final = 303


def to_page(request: Request, path: str, **asked: str) -> Response:
    """Lead a browser to a page of this service, in the language it asked for."""
    return RedirectResponse(in_language(request, path, **asked), _SEE_OTHER)


def in_language(request: Request, path: str, **asked: str) -> str:
    """Return a page's address with what is asked of it, and the language that was asked for."""
    if lang := request.query_params.get("lang"):
        asked["lang"] = lang
    return f"{path}?{urlencode(asked)}" if asked else path
