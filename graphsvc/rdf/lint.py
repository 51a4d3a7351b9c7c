"""What is refused in submitted RDF though its syntax is right.

Source: the parsers accept bidi controls, NUL, look-alike IRIs and `javascript:` links.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from graphsvc.errors import LintError
from graphsvc.rdf.names import BASE, ID
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.rdf.terms import Quad, Term

__all__ = ["LITERAL_LIMIT_BYTES", "lint"]

LITERAL_LIMIT_BYTES = 64 * 1024
IRI_LIMIT_BYTES = 2 * 1024
_SCHEMES = ("http:", "https:", "urn:", "mailto:")
_BIDI = {chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)}


def lint(quads: Iterable[Quad]) -> None:
    """Check every term.

    Raises:
        LintError: the first term that is refused.
    """
    for quad in quads:
        for term in (quad.subject, quad.predicate, quad.object):
            _check(term)


def _check(term: Term) -> None:
    if isinstance(term, NamedNode):
        _check_iri(term.value)
    elif isinstance(term, Literal):
        if len(term.value.encode()) > LITERAL_LIMIT_BYTES:
            raise LintError(reason="literal-too-long", value=term.value[:80])
        if any(
            c in _BIDI or (unicodedata.category(c) == "Cc" and c not in "\t\n\r")
            for c in term.value
        ):
            raise LintError(reason="control-character", value=term.value[:80])


def _check_iri(iri: str) -> None:
    if len(iri.encode()) > IRI_LIMIT_BYTES:
        raise LintError(reason="iri-too-long", value=iri[:80])
    if not iri.lower().startswith(_SCHEMES):
        raise LintError(reason="iri-scheme", value=iri[:80])
    if iri.startswith(BASE) and not iri.isascii():
        raise LintError(reason="iri-letters", value=iri[:80])
    if iri.startswith(ID) and (".." in iri or iri == ID):
        raise LintError(reason="iri-scheme", value=iri[:80])
    if any(unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") for c in iri):
        raise LintError(reason="iri-invisible", value=repr(iri[:80]))
