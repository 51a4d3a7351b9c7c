"""What is refused in submitted RDF though its syntax is right.

Source: the parsers accept bidi controls, NUL, look-alike IRIs and `javascript:` links.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from graphsvc.errors import LintError
from graphsvc.rdf.names import BASE, ID, PREFIXES, RDF_TYPE
from graphsvc.rdf.terms import DefaultGraph, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.rdf.terms import Quad, Term

__all__ = ["LITERAL_LIMIT_BYTES", "lint", "lint_graphs"]

LITERAL_LIMIT_BYTES = 64 * 1024
IRI_LIMIT_BYTES = 2 * 1024
_INVISIBLE: Final = ("Cc", "Cf", "Zl", "Zp")
_SCHEMES = ("http:", "https:", "urn:", "mailto:")
# Controls but tab and line ends, and what turns the direction of reading; a set of signs is fast.
_CONTROL: Final = re.compile(
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f"
    "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]"
)
LANGUAGE_LIMIT: Final = 35
"""Letters of a language tag (RFC 5646, 4.4.1)."""
# With these a record would be a class, a property, a shape, or the same as something else.
_DECLARING: Final = tuple(PREFIXES[name] for name in ("owl", "sh"))
_DECLARING_RDFS: Final = frozenset(
    PREFIXES["rdfs"] + name for name in ("subClassOf", "subPropertyOf", "domain", "range")
)
_LISTING: Final = frozenset(PREFIXES["rdf"] + name for name in ("first", "rest"))
# What no calendar, no register and no 64 bits hold; what is no number at all is left to the shapes.
_VALUE_LETTERS: Final = 40
_WHOLE: Final = re.compile(r"[+-]?[0-9]+")
_NUMBERS: Final = frozenset(
    PREFIXES["xsd"] + name
    for name in (
        *("integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger"),
        *("nonPositiveInteger", "negativeInteger", "unsignedLong", "unsignedInt"),
        *("unsignedShort", "unsignedByte", "decimal", "float", "double", "duration"),
        *("dayTimeDuration", "yearMonthDuration"),
    )
)
_DATES: Final = frozenset(
    PREFIXES["xsd"] + name for name in ("date", "dateTime", "dateTimeStamp", "gYear", "gYearMonth")
)
_YEAR: Final = re.compile(r"-|[0-9]{5}|0000")
_LONG_SPAN: Final = re.compile(r"[0-9]{7}")
_META: Final = tuple(PREFIXES[name] for name in ("owl", "rdfs", "rdf", "sh"))


def lint(quads: Iterable[Quad]) -> None:
    """Check every term.

    Raises:
        LintError: the first term that is refused.
    """
    for quad in quads:
        for term in (quad.subject, quad.predicate, quad.object):
            _check(term)
        _check_vocabulary(quad)


def lint_graphs(quads: Iterable[Quad], own: NamedNode) -> None:
    """Check that statements are in no graph, or in that of whose data they are.

    Raises:
        LintError: one is in another graph.
    """
    graphs = {quad.graph_name for quad in quads}
    foreign = {str(g) for g in graphs if not isinstance(g, DefaultGraph) and g != own}
    if foreign:
        raise LintError(reason="foreign-graph", value=min(foreign)[:120])


def _check_vocabulary(quad: Quad) -> None:
    predicate, value = quad.predicate.value, quad.object
    declares = predicate.startswith(_DECLARING) or predicate in _DECLARING_RDFS
    if predicate in _LISTING:  # nothing here is a list, and one may run in a circle
        raise LintError(reason="list", value=str(value)[:120])
    typed = quad.predicate == RDF_TYPE and isinstance(value, NamedNode)
    if declares or (typed and isinstance(value, NamedNode) and value.value.startswith(_META)):
        told = f"{predicate} {value.value}" if isinstance(value, NamedNode) else predicate
        raise LintError(reason="vocabulary", value=told[:120])


def _check(term: Term) -> None:
    if isinstance(term, NamedNode):
        _check_iri(term.value)
    elif isinstance(term, Literal):
        if len(term.value.encode()) > LITERAL_LIMIT_BYTES:
            raise LintError(reason="literal-too-long", value=term.value[:80])
        if match := _CONTROL.search(term.value):
            around = term.value[max(0, match.start() - 20) : match.start() + 20]
            raise LintError(reason="control-character", value=repr(around)[1:-1])
        if _beyond(term):
            raise LintError(reason="number", value=term.value[:80])
        if term.direction is not None:
            raise LintError(reason="direction", value=term.value[:80])
        if len(term.language or "") > LANGUAGE_LIMIT:
            raise LintError(reason="language", value=str(term.language)[:80])


def _beyond(term: Literal) -> bool:
    """Return whether a number, date or span is larger than anything here reckons with."""
    datatype, value = term.datatype.value, term.value.strip()
    if datatype in _DATES:
        return len(value) > _VALUE_LETTERS or _YEAR.match(value) is not None
    if datatype not in _NUMBERS:
        return False
    if len(value) > _VALUE_LETTERS:
        return True
    if _WHOLE.fullmatch(value):
        return int(value) not in range(-(2**63), 2**63)
    return datatype.lower().endswith("duration") and _LONG_SPAN.search(value) is not None


def _check_iri(iri: str) -> None:
    if len(iri.encode()) > IRI_LIMIT_BYTES:
        raise LintError(reason="iri-too-long", value=iri[:80])
    if not iri.lower().startswith(_SCHEMES):
        raise LintError(reason="iri-scheme", value=iri[:80])
    if iri.startswith(BASE) and not iri.isascii():
        raise LintError(reason="iri-letters", value=iri[:80])
    if iri.startswith(ID) and (".." in iri or iri == ID):
        raise LintError(reason="iri-scheme", value=iri[:80])
    invisible = not iri.isascii() and any(unicodedata.category(c) in _INVISIBLE for c in iri)
    if invisible or _CONTROL.search(iri):
        raise LintError(reason="iri-invisible", value=repr(iri[:80]))
