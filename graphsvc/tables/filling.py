"""A graph's records as rows, which read again are the same records."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from graphsvc.rdf.names import PREFIXES, RDF_TYPE, compact
from graphsvc.rdf.terms import Literal, NamedNode
from graphsvc.tables.bases import basis_cells
from graphsvc.tables.cells import choices
from graphsvc.tables.columns import BASIS, KEY, columns_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from graphsvc.model.entities import Entity, Field, Model
    from graphsvc.rdf.terms import Quad, Term
    from graphsvc.tables.columns import Column

__all__ = ["Filled", "fill"]

Properties = dict[str, list["Term"]]


@dataclass(frozen=True)
class Filled:
    """A sheet to be written.

    Attributes:
        rows: a cell a column; dates are ISO.
    """

    entity: Entity
    columns: tuple[Column, ...]
    rows: list[list[str]]


def fill(
    model: Model,
    quads: Iterable[Quad],
    written: Callable[[str, tuple[str, ...]], str],
    entities: Sequence[str] = (),
) -> list[Filled]:
    """Return a sheet for each type of record among the triples.

    Args:
        written: what to write in a cell for a record, given the types the cell takes.
        entities: names of the types; all that occur if none.
    """
    records: defaultdict[str, Properties] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, NamedNode):
            records[quad.subject.value][quad.predicate.value].append(quad.object)
    basis = model.by_name["basis"]
    bases = {iri: p for iri, p in records.items() if NamedNode(basis.iri) in p[RDF_TYPE.value]}
    told = {iri: cells for iri, p in bases.items() if (cells := basis_cells(model, iri, p))}
    kept = cache(written)
    found: list[Filled] = []
    for entity in model.entities:
        if entities and entity.name not in entities:
            continue
        own = {
            iri: properties
            for iri, properties in sorted(records.items())
            if NamedNode(entity.iri) in properties[RDF_TYPE.value] and iri not in told
        }
        if own or entity.name in entities:
            found.append(_Filler(model, entity, told, kept).fill(own))
    return found


class _Filler:
    def __init__(
        self,
        model: Model,
        entity: Entity,
        bases: dict[str, dict[str, str]],
        written: Callable[[str, tuple[str, ...]], str],
    ) -> None:
        self._model, self._entity, self._bases = model, entity, bases
        self._written = written
        self._choices = {
            f.name: {iri: name for name, iri in choices(model, f).items()} for f in entity.fields
        }

    def fill(self, records: dict[str, Properties]) -> Filled:
        """Return the sheet of these records, by IRI."""
        entity = self._entity
        more: set[tuple[str, str]] = set()
        for properties in records.values():
            for path, terms in properties.items():
                field = entity.by_path.get(path)
                if field is not None:
                    more |= {(field.name, self._language(field, term)) for term in terms}
        columns = columns_of(self._model, entity, more)
        rows = [
            row
            for iri, properties in records.items()
            for row in self._rows(columns, iri, properties)
        ]
        return Filled(entity, columns, rows)

    def _language(self, field: Field, term: Term) -> str:
        """Return the language whose column a value needs; of a basis, whether it needs one."""
        if field.name == "basis":
            return "ru" if _value(term) in self._bases else ""
        return term.language or "ru" if isinstance(term, Literal) else "ru"

    def _rows(
        self, columns: Sequence[Column], iri: str, properties: Properties
    ) -> Iterable[list[str]]:
        key = compact(iri).partition("/")[2]
        field = self._entity.by_name.get("basis")
        cited = [_value(t) for t in properties.get(field.path, [])] if field else []
        bases = [self._bases[one] for one in sorted(cited) if one in self._bases]
        document = self._model.by_name["basis"].by_name["document"]
        for number, basis in enumerate(bases or [dict[str, str]()]):
            row: list[str] = []
            for column in columns:
                if column.name == KEY:
                    row.append(key)
                elif column.field is None:
                    text = basis.get(column.name, "")
                    row.append(
                        self._reference(document, text) if _is_document(column, text) else text
                    )
                else:
                    row.append("" if number else self._cell(column, properties))
            yield row

    def _cell(self, column: Column, properties: Properties) -> str:
        field = column.field
        if field is None:
            return ""
        terms = [t for t in properties.get(field.path, []) if self._fits(column, field, t)]
        texts = sorted(self._text(field, term) for term in terms)
        return " | ".join(t.replace("|", "\\|") for t in texts) if field.many else "".join(texts)

    def _fits(self, column: Column, field: Field, term: Term) -> bool:
        if field.name == "basis":
            return _value(term) not in self._bases
        return not isinstance(term, Literal) or (term.language or "ru") == column.language

    def _text(self, field: Field, term: Term) -> str:
        if isinstance(term, Literal):
            if term.datatype.value == PREFIXES["xsd"] + "boolean":
                return "да" if term.value == "true" else "нет"
            return term.value
        if field.schemes:
            return self._choices[field.name].get(_value(term), _value(term))
        return _value(term) if field.address else self._reference(field, _value(term))

    def _reference(self, field: Field, iri: str) -> str:
        if not iri.startswith(PREFIXES["id"]):
            return iri
        return self._written(iri, tuple(self._model.by_class[c].name for c in field.classes))


def _is_document(column: Column, text: str) -> bool:
    return column.name == BASIS[0] and bool(text)


def _value(term: Term) -> str:
    return term.value if isinstance(term, (NamedNode, Literal)) else str(term)
