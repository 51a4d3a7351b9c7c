"""Which language and which format a request asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphsvc.errors import NotAcceptableError, ParameterError
from graphsvc.locale import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

__all__ = ["choose", "language", "number", "ranked", "wants_html"]


def language(request: Request) -> str:
    """Return the language of `lang=`, else of `Accept-Language`, else Russian."""
    asked = request.query_params.get("lang")
    if asked in LANGUAGES:
        return asked
    tags = ranked(request.headers.get("accept-language", ""))
    return next((tag[:2] for tag in tags if tag[:2] in LANGUAGES), "ru")


def choose(request: Request, offered: Sequence[str]) -> str:
    """Return the media type of `offered` that `Accept` prefers, the first where all are welcome.

    Raises:
        NotAcceptableError: none of them is accepted.
    """
    header = request.headers.get("accept", "") or "*/*"
    for wanted in ranked(header):
        for media in offered:
            if wanted in ("*/*", media) or wanted == media.partition("/")[0] + "/*":
                return media
    raise NotAcceptableError(value=header[:100])


def wants_html(request: Request) -> bool:
    """Return whether the request comes from something that shows pages."""
    return "text/html" in request.headers.get("accept", "")


def number(request: Request, name: str, default: int, most: int, least: int = 0) -> int:
    """Return a query parameter as a whole number from `least` to `most`.

    Raises:
        ParameterError: it is none.
    """
    text = request.query_params.get(name, str(default))
    plain = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    if not (plain and least <= int(text) <= most):
        raise ParameterError(name=name, value=text[:40], expected=f"{least}–{most}")
    return int(text)


def ranked(header: str) -> list[str]:
    """Return the entries of an Accept header, best first; those with q=0 left out."""
    entries: list[tuple[float, int, str]] = []
    for place, part in enumerate(header.split(",")):
        name, *parameters = (p.strip().lower() for p in part.split(";"))
        weight = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        try:
            quality = float(weight)
        except ValueError:
            quality = 0.0
        if name and quality > 0:
            entries.append((-quality, place, name))
    return [name for _, _, name in sorted(entries)]
