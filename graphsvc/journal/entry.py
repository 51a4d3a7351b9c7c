"""One journal entry as text.

An entry is a block of RDF Patch: header lines, `TX .`, the change, `TC .`. The first header is the
SHA-256 of everything that follows it in the block; the second is the first of the entry before, so
that no entry can be altered, dropped or put in between unseen.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, cast

from graphsvc.rdf.names import compact, expand
from graphsvc.rdf.patch import Patch

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "DATA",
    "GENESIS",
    "RETURNED",
    "DamagedEntryError",
    "Entry",
    "Header",
    "Link",
    "decode",
    "encode",
    "link",
]

GENESIS: Final = "0" * 64
DATA: Final = "data"
RETURNED: Final = "returned"
_NOTHING: Final = '""'


class DamagedEntryError(ValueError):
    """A block of text is no intact entry."""


@dataclass(frozen=True)
class Header:
    """Who changed which graph when and why.

    Attributes:
        kind: "data"; "model", what the registry says of itself; or "returned", a submission that
            was not accepted, without a change.
        base: the sequence of the entry the submitter saw as the graph's latest, 0 for none.
        approved_by: who accepted it, where that was somebody else than `agent`.
        content: SHA-256 of what was handed in and against what, as `submissions.formats.Handed`
            makes it, and behind a space that of how its columns were read, where they were mapped;
            empty for what came from no file.
        places: sheet or file, and row in it, of each changed record that came from a table, by its
            IRI.
    """

    kind: str
    agent: str
    reason: str
    graph: str = ""
    base: int = 0
    source: str = ""
    time: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    approved_by: str = ""
    content: str = ""
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict[str, tuple[str, int]])


@dataclass(frozen=True)
class Link:
    """An entry's place in the chain: its number, the hash of the entry before, its own hash."""

    sequence: int
    previous: str
    digest: str


@dataclass(frozen=True)
class Entry:
    """An entry of the journal; `digest` is its hash, `previous` that of the entry before."""

    sequence: int
    previous: str
    header: Header
    patch: Patch
    digest: str


def encode(sequence: int, previous: str, header: Header, patch: Patch) -> tuple[Entry, bytes]:
    """Return the entry and its text."""
    headers = [
        f"H prev <urn:sha256:{previous}> .",
        f"H seq {sequence} .",
        f"H time {_quote(header.time.isoformat())} .",
        f"H kind {_quote(header.kind)} .",
        f"H agent {_quote(header.agent)} .",
        f"H reason {_quote(header.reason)} .",
        f"H graph {_quote(header.graph)} .",
        f"H base {header.base} .",
        f"H source {_quote(header.source)} .",
        *(f"H {name} {_quote(value)} ." for name, value in _optional(header).items() if value),
    ]
    body = "\n".join([*headers, "TX .", *patch.lines(), "TC .", ""]).encode()
    digest = hashlib.sha256(body).hexdigest()
    entry = Entry(sequence, previous, header, patch, digest)
    return entry, f"H id <urn:sha256:{digest}> .\n".encode() + body


def link(block: bytes) -> Link:
    """Return an entry's place in the chain, its patch left unread.

    Raises:
        DamagedEntryError: its hash is not that of its text, or its headers cannot be read.
    """
    return _headers(block)[0]


def decode(block: bytes) -> Entry:
    """Return the entry of a block of text.

    Raises:
        DamagedEntryError: its hash is not that of its text, or it cannot be read.
    """
    place, headers, change = _headers(block)
    try:
        header = Header(
            kind=_unquote(headers["kind"]),
            agent=_unquote(headers["agent"]),
            reason=_unquote(headers["reason"]),
            graph=_unquote(headers["graph"]),
            base=int(headers["base"]),
            source=_unquote(headers["source"]),
            time=datetime.fromisoformat(_unquote(headers["time"])),
            approved_by=_unquote(headers.get("approved-by", _NOTHING)),
            content=_unquote(headers.get("content", _NOTHING)),
            places=_places(_unquote(headers.get("places", _NOTHING))),
        )
        patch = Patch.from_lines(change.decode().removesuffix("\n").split("\n") if change else ())
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise DamagedEntryError(str(error)) from error
    return Entry(place.sequence, place.previous, header, patch, place.digest)


def _headers(block: bytes) -> tuple[Link, dict[str, str], bytes]:
    """Return the chain link, the headers and the text of the change, the hash checked."""
    first, _, body = block.partition(b"\n")
    digest = hashlib.sha256(body).hexdigest()
    if first != f"H id <urn:sha256:{digest}> .".encode():
        raise DamagedEntryError("the hash is not that of the text")
    head, _, rest = body.partition(b"TX .\n")
    try:
        headers = dict(
            line[2:-2].split(" ", 1) for line in head.decode().removesuffix("\n").split("\n")
        )
        previous = headers["prev"].removeprefix("<urn:sha256:").removesuffix(">")
        place = Link(int(headers["seq"]), previous, digest)
    except (KeyError, ValueError) as error:
        raise DamagedEntryError(str(error)) from error
    return place, headers, rest.removesuffix(b"TC .\n")


def _optional(header: Header) -> dict[str, str]:
    return {
        "approved-by": header.approved_by,
        "content": header.content,
        "places": _places_text(header.places),
    }


def _places_text(places: Mapping[str, tuple[str, int]]) -> str:
    """Return where records came from as JSON: by sheet, the row of each record's short name."""
    by_sheet: dict[str, dict[str, int]] = {}
    for record, (sheet, row) in places.items():
        by_sheet.setdefault(sheet, {})[compact(record)] = row
    return json.dumps(by_sheet, ensure_ascii=False) if by_sheet else ""


def _places(text: str) -> dict[str, tuple[str, int]]:
    by_sheet = cast("dict[str, dict[str, int]]", json.loads(text or "{}"))
    return {
        expand(record): (sheet, row)
        for sheet, rows in by_sheet.items()
        for record, row in rows.items()
    }


def _quote(text: str) -> str:
    # A JSON string is an N-Triples literal: both escape quotes, backslashes and line ends alike.
    return json.dumps(text, ensure_ascii=False)


def _unquote(text: str) -> str:
    value: str = json.loads(text)
    return value
