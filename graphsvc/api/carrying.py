"""What somebody typed, carried through signing in: on the page itself, never on the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException

from graphsvc.api.editors import local_path, own_page
from graphsvc.api.form_posting import FIELDS_LIMIT
from graphsvc.api.rendering import page
from graphsvc.errors import HostRefusedError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from graphsvc.api.state import Service

__all__ = ["carried"]

_API: Final = "/api/"
"""A form that is sent there leads back to its page, which keeps its filters in its address."""
_FORM: Final = "application/x-www-form-urlencoded"
_UNAUTHORIZED: Final = 401


async def carried(request: Request, service: Service) -> Response | None:
    """Return a page that holds what a form posted, to be sent again after signing in.

    None where there is nothing to hold: no form was sent, none was filled in, it was sent from
    elsewhere or it has a file.
    """
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    path = request.url.path
    if request.method != "POST" or media != _FORM or path.startswith(_API):
        return None
    try:
        own_page(request)
        async with request.form(max_files=0, max_fields=FIELDS_LIMIT) as form:
            pairs = [(n, v) for n, v in form.multi_items() if isinstance(v, str)]
    except (HostRefusedError, HTTPException):
        return None
    if not any(text for _, text in pairs):
        return None
    query = f"?{request.url.query}" if request.url.query else ""
    action = local_path(path + query)
    return page(request, service, "carried.html", pairs=pairs, action=action, status=_UNAUTHORIZED)
