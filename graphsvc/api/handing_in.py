"""What a request hands in: its file, whose data it is, who hands it in and against what."""

from __future__ import annotations

from fastapi import Request

from graphsvc.errors import FormatError, ParameterError
from graphsvc.rdf.names import expand
from graphsvc.submissions.formats import Handed

__all__ = ["base_of", "handed_in"]

_CSV = "text/csv"
_MODES = ("", "replace", "patch")
_DIGITS = 18  # of a version; more make no 64-bit number


def handed_in(
    request: Request,
    content: bytes,
    *,
    entity: str = "",
    mode: str = "",
    match: str = "",
) -> Handed:
    """Return what a request's body hands in, to be read.

    `body=` names whose data it is, `reason=` says why, the header `X-Agent` who hands it in.

    Args:
        entity: what a CSV table holds records of.
        mode: as of `Handed`.
        match: an `If-Match` that names the version the file was made against.

    Raises:
        ParameterError: `body=` is missing, or mode or version are none.
        FormatError: a CSV table without `entity=`.
    """
    asked = request.query_params
    about = asked.get("body", "")
    if not about:
        raise ParameterError(name="body", value="", expected="a-body")
    if mode not in _MODES:
        raise ParameterError(name="mode", value=mode, expected="replace, patch")
    return Handed(
        _name(request, entity),
        content,
        expand(about),
        agent=request.headers.get("x-agent", "local"),
        reason=asked.get("reason", ""),
        mode=mode,
        base=base_of(match),
        entity=entity,
    )


def base_of(text: str) -> int | None:
    """Return the version that an `If-Match` names, None where it names none.

    Raises:
        ParameterError: it is no version.
    """
    tag = text.strip().strip('"')
    if not tag:
        return None
    if not (tag.isascii() and tag.isdigit() and len(tag) <= _DIGITS):
        raise ParameterError(name="If-Match", value=tag[:40], expected="a-version")
    return int(tag)


def _name(request: Request, entity: str) -> str:
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != _CSV:
        return media
    if not entity:
        raise FormatError(value="text/csv без entity=")
    return f"{entity}.csv"
