"""Parsing what strangers send, in a child process that may die.

Source: RDF/XML with a document type, deep JSON-LD and deep nesting abort the parser's process.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graphsvc.errors import LintError, RdfSyntaxError
from graphsvc.isolation.network import forbid_network

if TYPE_CHECKING:
    from graphsvc.rdf.terms import Quad

__all__ = ["parse_foreign"]

MEMORY_LIMIT_BYTES = 2 * 1024**3
JSON_DEPTH_LIMIT = 64
_SYNTAX = 10  # not 1, which is how Python ends on anything unforeseen


def parse_foreign(content: bytes, rdf_format: ox.RdfFormat, time_limit_s: int) -> list[Quad]:
    """Return the quads of a stranger's file.

    Raises:
        LintError: a document type declaration, or JSON nested deeper than 64.
        RdfSyntaxError: the text cannot be read, or its parsing took too much time or memory.
    """
    _scan(content, rdf_format)
    command = [sys.executable, "-m", __name__, rdf_format.media_type]
    try:
        child = subprocess.run(  # noqa: S603  # our own module, arguments of our own
            command, input=content, capture_output=True, timeout=time_limit_s, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise RdfSyntaxError(reason=f"{time_limit_s} s") from error
    if child.returncode == _SYNTAX:
        raise RdfSyntaxError(reason=json.loads(child.stdout))
    if child.returncode:
        raise RdfSyntaxError(reason="разбор прерван / the parser was ended")
    return list(ox.parse(child.stdout, ox.RdfFormat.N_QUADS))


def _scan(content: bytes, rdf_format: ox.RdfFormat) -> None:
    if rdf_format == ox.RdfFormat.RDF_XML and b"<!doctype" in content.lower():
        raise LintError(reason="doctype", value="<!DOCTYPE")
    if rdf_format == ox.RdfFormat.JSON_LD:
        depth = deepest = 0
        for byte in content:
            depth += (byte in b"{[") - (byte in b"}]")
            deepest = max(deepest, depth)
        if deepest > JSON_DEPTH_LIMIT:
            raise LintError(reason="depth", value=str(deepest))


def _main() -> int:
    forbid_network()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))
    rdf_format = ox.RdfFormat.from_media_type(sys.argv[1])
    if rdf_format is None:
        return 2
    try:
        quads = list(ox.parse(sys.stdin.buffer.read(), rdf_format))
    except SyntaxError as error:
        sys.stdout.write(json.dumps(str(error)))
        return _SYNTAX
    if any(isinstance(term, ox.Triple) for q in quads for term in (q.subject, q.object)):
        # Deeply nested ones would overflow the stack of whoever reads them again.
        sys.stdout.write(json.dumps("тройка внутри тройки / a triple within a triple"))
        return _SYNTAX
    sys.stdout.buffer.write(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")
    return 0


if __name__ == "__main__":
    sys.exit(_main())
