"""Parsing what strangers send, in a child process that may die.

Source: RDF/XML with a document type, deep JSON-LD and deep nesting abort the parser's process; a
short prefix with a long namespace makes of 16 MB some 30 GB.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from graphsvc.errors import LintError, RdfSyntaxError, TooLargeError
from graphsvc.isolation.network import forbid_network
from graphsvc.isolation.parse_faults import fault_of
from graphsvc.isolation.prescan import ScanError, scan

if TYPE_CHECKING:
    from graphsvc.rdf.terms import Quad

__all__ = ["TRIPLE_LIMIT", "parse_foreign"]

MEMORY_LIMIT_BYTES: Final = 2 * 1024**3
TRIPLE_LIMIT: Final = 300_000
"""Of a file that no setting bounds."""
EXPANDED_LIMIT_BYTES: Final = 256 * 1024**2
"""Of all terms written out: three times what 300,000 ordinary triples take."""
# In these whole files may state nothing without a word, such as JSON without a context. In the
# others nothing but comments and prefixes do, and that takes back all that was stated.
_SILENT: Final = (ox.RdfFormat.JSON_LD, ox.RdfFormat.RDF_XML)
_REFUSED: Final = 10  # not 1, which is how Python ends on anything unforeseen


def parse_foreign(
    content: bytes,
    rdf_format: ox.RdfFormat,
    time_limit_s: int,
    triple_limit: int = TRIPLE_LIMIT,
) -> list[Quad]:
    """Return the quads of a stranger's file.

    Raises:
        LintError: a document type declaration, or nesting deeper than the limits of `prescan`.
        TooLargeError: it has too many triples, or they are too long when written out.
        RdfSyntaxError: the text cannot be read, or its parsing took too much time or memory.
    """
    command = [sys.executable, "-m", __name__, rdf_format.media_type, str(triple_limit)]
    try:
        child = subprocess.run(  # noqa: S603  # our own module, arguments of our own
            command, input=content, capture_output=True, timeout=time_limit_s, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise RdfSyntaxError(reason="time", seconds=time_limit_s) from error
    if child.returncode == _REFUSED:
        kind, told = json.loads(child.stdout)
        raise {"lint": LintError, "size": TooLargeError, "syntax": RdfSyntaxError}[kind](**told)
    if child.returncode:
        raise RdfSyntaxError(reason="ended")
    return list(ox.parse(child.stdout, ox.RdfFormat.N_QUADS))


class _TooLargeError(Exception):
    """There is more in the file than allowed."""


def _parsed(content: bytes, rdf_format: ox.RdfFormat, triple_limit: int) -> list[Quad]:
    found: list[Quad] = []
    size = 0
    for quad in ox.parse(content, rdf_format):
        found.append(quad)
        size += len(str(quad))
        if len(found) > triple_limit:
            raise _TooLargeError(triple_limit, "троек / triples")
        if size > EXPANDED_LIMIT_BYTES:
            raise _TooLargeError(EXPANDED_LIMIT_BYTES, "байт без сокращений / bytes written out")
        if isinstance(quad.subject, ox.Triple) or isinstance(quad.object, ox.Triple):
            # Deeply nested ones would overflow the stack of whoever reads them again.
            raise ScanError("syntax", reason="triple")
    if not found and rdf_format in _SILENT:
        raise ScanError("syntax", reason="empty")
    return found


def _main() -> int:
    forbid_network()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    rdf_format = ox.RdfFormat.from_media_type(sys.argv[1])
    if rdf_format is None:
        return 2
    content = sys.stdin.buffer.read()
    try:
        content = scan(content, rdf_format)
        quads = _parsed(content, rdf_format, int(sys.argv[2]))
    except ScanError as error:
        refusal: tuple[str, object] = (error.kind, error.told)
    except SyntaxError as error:
        refusal = ("syntax", fault_of(error, content))
    except _TooLargeError as error:
        limit, unit = error.args
        refusal = ("size", {"limit": limit, "unit": unit})
    else:
        sys.stdout.buffer.write(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")
        return 0
    sys.stdout.write(json.dumps(refusal))
    return _REFUSED


if __name__ == "__main__":
    sys.exit(_main())
