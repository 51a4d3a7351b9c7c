"""A submission from a request: its file, whose data it is, who hands it in and against what."""

from __future__ import annotations

from fastapi import Request

from graphsvc.api.state import Service
from graphsvc.errors import FormatError, ParameterError
from graphsvc.rdf.names import expand
from graphsvc.submissions.formats import Handed
from graphsvc.submissions.pipeline import Submission

__all__ = ["base_of", "submission_of"]

_CSV = "text/csv"
_MODES = ("", "replace", "patch")
_DIGITS = 18  # of a version; more make no 64-bit number


def submission_of(  # noqa: PLR0913  # each is a part of the submission
    service: Service,
    request: Request,
    content: bytes,
    *,
    entity: str = "",
    mode: str = "",
    match: str = "",
) -> Submission:
    """Return the submission that a request's body holds.

    `body=` names whose data it is, `reason=` says why, the header `X-Agent` who hands it in.

    Args:
        entity: what a CSV table holds records of.
        mode: as of `Handed`.
        match: an `If-Match` that names the version the file was made against.

    Raises: as `Door.read`; ParameterError: `body=` is missing, or mode or version are none.
    """
    asked = request.query_params
    about = asked.get("body", "")
    if not about:
        raise ParameterError(name="body", value="", expected="a-body")
    if mode not in _MODES:
        raise ParameterError(name="mode", value=mode, expected="replace, patch")
    return service.registry.door.read(
        Handed(
            _name(request, entity),
            content,
            expand(about),
            agent=request.headers.get("x-agent", "local"),
            reason=asked.get("reason", ""),
            mode=mode,
            base=base_of(match),
            entity=entity,
        )
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
