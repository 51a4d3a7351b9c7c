"""What a stranger's file is refused for before a parser of RDF sees it."""

from __future__ import annotations

import codecs
import re
from typing import Final
from xml.parsers import expat

import pyoxigraph as ox

__all__ = ["DEPTH_LIMIT", "ScanError", "scan"]

DEPTH_LIMIT: Final = 64
"""Of brackets in JSON and of elements in XML; deeper ones overflow the parsers' stacks."""
ATTRIBUTE_LIMIT: Final = 200
"""Of one XML element: 60,000 namespaces took the parser nine seconds."""
_PACKED: Final = (b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"%PDF")
_WIDE: Final = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# A text of JSON, whose brackets nest nothing, or a bracket.
_JSON: Final = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)


class ScanError(Exception):
    """The file is refused.

    Attributes:
        kind: "lint" or "syntax".
        told: the error's parameters.
    """

    def __init__(self, kind: str, **told: object) -> None:
        super().__init__(kind)
        self.kind, self.told = kind, told


def scan(content: bytes, rdf_format: ox.RdfFormat) -> bytes:
    """Return the text to be parsed, without a byte order mark.

    Raises:
        ScanError: it is no UTF-8, has a document type, or is nested too deep.
    """
    if content.startswith(_PACKED):
        raise ScanError("syntax", reason="packed")
    if rdf_format == ox.RdfFormat.RDF_XML and b"<!doctype" in content.replace(b"\0", b"").lower():
        raise ScanError("lint", reason="doctype", value="<!DOCTYPE")
    content = content.removeprefix(codecs.BOM_UTF8)
    if content.startswith(_WIDE) or b"\0" in content[:4]:
        raise ScanError("syntax", reason="encoding")
    try:
        content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ScanError("syntax", reason="encoding", place="at", line=line) from error
    if rdf_format == ox.RdfFormat.JSON_LD:
        _scan_json(content)
    elif rdf_format == ox.RdfFormat.RDF_XML:
        _scan_xml(content)
    return content


def _scan_json(content: bytes) -> None:
    depth = 0
    for match in _JSON.finditer(content):
        sign = match[0]
        depth += (sign in b"[{") - (sign in b"]}")
        if depth > DEPTH_LIMIT:
            raise ScanError("lint", reason="depth", value=str(depth))


def _scan_xml(content: bytes) -> None:
    if not content.strip():
        return
    parser = expat.ParserCreate()
    depth = 0

    def start(name: str, attributes: list[str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH_LIMIT:
            raise ScanError("lint", reason="depth", value=str(depth))
        if len(attributes) > 2 * ATTRIBUTE_LIMIT:
            raise ScanError("lint", reason="attributes", value=name[:80])

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.ordered_attributes = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(content, True)  # noqa: FBT003  # expat's own call: all of it
    except (LookupError, ValueError) as error:  # of an encoding that is declared
        raise ScanError("syntax", reason="encoding") from error
    except expat.ExpatError as error:
        declared = error.code in (
            expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING],
            expat.errors.codes[expat.errors.XML_ERROR_INCORRECT_ENCODING],
        )
        reason = "encoding" if declared else "xml"
        raise ScanError("syntax", reason=reason, place="at", line=error.lineno) from error
