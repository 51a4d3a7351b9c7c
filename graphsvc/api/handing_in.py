"""What a request hands in: its file, whose data it is, who hands it in and against what."""

from __future__ import annotations

import re

from fastapi import Request

from graphsvc.errors import FormatError, ParameterError
from graphsvc.rdf.names import subject_of
from graphsvc.sent import whole_number
from graphsvc.submissions.formats import Handed
from graphsvc.submissions.opening import KEPT, UNMAPPED

__all__ = ["base_of", "handed_in"]

_CSV = "text/csv"
_FOREIGN = "table"
"""What a CSV table is called that a mapping reads."""
_CHARSET = re.compile(r'\bcharset="?([^";\s]*)')
_CHARSETS = frozenset({"utf-8", "utf8", "us-ascii"})
_TABLE_CHARSETS = _CHARSETS | {"windows-1251", "cp1251", "utf-16", "utf-16le", "utf-16be"}
_MODES = ("", "replace", "patch", "merge")


def handed_in(
    request: Request,
    content: bytes,
    agent: str = "",
    *,
    entity: str | None = None,
    mode: str | None = None,
) -> Handed:
    """Return what a request's body hands in, to be read.

    `body=` names whose data it is, `reason=` says why, `columns=` a kept mapping of columns,
    `entity=` what a CSV table holds records of, `mode=` as of `Handed`, `If-Match` the version the
    file was made against.

    Args:
        agent: who hands it in, as the journal has it.
        entity: what a CSV table holds records of, whatever the request says.
        mode: the mode, whatever the request says.

    Raises:
        ParameterError: `body=` is missing, or mode or version are none.
        FormatError: a CSV table without `entity=`, or a file packed or encoded as none is read.
    """
    asked = request.query_params
    about = subject_of(asked.get("body", ""))
    entity = asked.get("entity", "") if entity is None else entity
    mode = asked.get("mode", "") if mode is None else mode
    if mode not in _MODES:
        raise ParameterError(name="mode", value=mode, expected="replace, patch, merge")
    columns = asked.get("columns", "")
    return Handed(
        _name(request, entity or (_FOREIGN if columns not in ("", UNMAPPED) else "")),
        content,
        about,
        agent=agent,
        reason=asked.get("reason", ""),
        mode=mode,
        base=base_of(request.headers.get("if-match", "")),
        entity=entity,
        columns=columns if columns in ("", UNMAPPED) else f"{KEPT}{columns}",
    )


def base_of(text: str) -> int | None:
    """Return the version that an `If-Match` names, None where it names none.

    Raises:
        ParameterError: it is no version.
    """
    tag = text.strip().strip('"')
    if not tag:
        return None
    version = whole_number(tag)
    if version is None:
        raise ParameterError(name="If-Match", value=tag[:40], expected="a-version")
    return version


def _name(request: Request, entity: str) -> str:
    media, _, parameters = request.headers.get("content-type", "").lower().partition(";")
    media = media.strip()
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    if coding != "identity":
        raise FormatError(value=f"Content-Encoding: {coding[:40]}")
    charset = _CHARSET.search(parameters)
    readable = _TABLE_CHARSETS if media == _CSV else _CHARSETS
    if charset and charset[1] not in readable:
        raise FormatError(value=f"charset={charset[1][:40]}")
    if media != _CSV:
        return media
    if not entity:
        raise FormatError(value="text/csv без entity=")
    return f"{entity}.csv"
