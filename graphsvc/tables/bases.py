"""The basis of a record as people give it: document, clause, lines and quote."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

from graphsvc.rdf.names import RDF_TYPE, compact
from graphsvc.rdf.terms import Literal, NamedNode, Quad
from graphsvc.tables.cells import read_cell, read_reference, record_iri

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graphsvc.model.entities import Model
    from graphsvc.rdf.terms import Term
    from graphsvc.tables.names import Names

__all__ = ["basis_cells", "basis_key", "basis_quads", "lacking"]

_LINES: Final = re.compile(r"(\d+)(?:-(\d+))?")


def lacking(given: Mapping[str, str]) -> str:
    """Return the first part of a basis that is missing or cannot be read, empty for none."""
    missing = next((part for part, text in given.items() if not text), "")
    return missing or ("" if _LINES.fullmatch(given["lines"]) else "lines")


def basis_quads(
    model: Model, entity: str, subject: NamedNode, given: Mapping[str, str], names: Names | None
) -> Iterator[Quad]:
    """Yield a basis and that the record rests on it.

    Args:
        given: the parts `document`, `clause`, `lines` and `quote`; none is `lacking`.

    Raises:
        CellError: the document is not known.
    """
    basis = model.by_name["basis"]
    lines = _LINES.fullmatch(given["lines"])
    if lines is None:
        raise ValueError(given["lines"])
    first, last = lines[1], lines[2] or lines[1]
    field = basis.by_name["document"]
    document = read_reference(model, field, given["document"], names)
    quote = re.sub(r"\s+", " ", given["quote"])
    short = compact(document.value).partition("/")[2]
    node = record_iri("basis", basis_key(short, given["clause"], first, last, quote))
    yield Quad(subject, NamedNode(model.by_name[entity].by_name["basis"].path), node)
    yield Quad(node, RDF_TYPE, NamedNode(basis.iri))
    yield Quad(node, NamedNode(field.path), document)
    told = {"clausePrinted": given["clause"], "lineFrom": first, "lineTo": last, "quote": quote}
    for name, text in told.items():
        one = basis.by_name[name]
        yield Quad(node, NamedNode(one.path), read_cell(model, one, text))


def basis_cells(model: Model, iri: str, properties: Mapping[str, list[Term]]) -> dict[str, str]:
    """Return the four parts of a basis, none where they would not be read as this very basis.

    Args:
        properties: its values by the property's IRI.
    """
    by_name = model.by_name["basis"].by_name
    names = ("document", "clausePrinted", "lineFrom", "lineTo", "quote")
    paths = [by_name[name].path for name in names]
    if {*properties} != {RDF_TYPE.value, *paths} or any(len(v) > 1 for v in properties.values()):
        return {}
    document, clause, first, last, quote = (_value(properties[path][0]) for path in paths)
    short = compact(document).partition("/")[2]
    if compact(iri) != f"basis/{basis_key(short, clause, first, last, quote)}":
        return {}
    lines = first if first == last else f"{first}-{last}"
    return {"document": document, "clause": clause, "lines": lines, "quote": quote}


def basis_key(document: str, clause: str, first: str, last: str, quote: str) -> str:
    """Return the key of a basis: one quote of one clause is one basis, whoever cites it.

    Args:
        document: the document's key.
        first: number of the first line.
        last: number of the last line.
    """
    digest = hashlib.sha256(f"{clause}\n{quote}".encode()).hexdigest()[:10]
    return f"{document}/{first}-{last}-{digest}"


def _value(term: Term) -> str:
    return term.value if isinstance(term, (NamedNode, Literal)) else str(term)
