"""Sheets as RDF: one sheet an entity, one row a record (or more of the same record).

Columns are the fields' names or labels; `label@en` gives another language. `id` is the record's
key. The columns `document`, `clause`, `lines` and `quote` together are the row's basis. Several
values in a cell stand between ` | `. Rows with the same `id` add to one record.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

from graphsvc.errors import TableError
from graphsvc.projections.word_forms import fold
from graphsvc.rdf.names import RDF_TYPE
from graphsvc.rdf.terms import NamedNode, Quad
from graphsvc.tables.bases import basis_quads, lacking
from graphsvc.tables.cells import read_cell, record_iri
from graphsvc.tables.columns import (
    BASIS,
    KEY,
    column_keys,
    column_named,
    find_header,
    header_rows,
    headers,
    nearest_headers,
    plain_header,
    required_headers,
)
from graphsvc.tables.example import is_example, marked_as_example
from graphsvc.tables.names import OwnNames
from graphsvc.tables.sheet import CellError, TableFault, cell_name, fault_text
from graphsvc.tables.table import Table, split_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graphsvc.model.entities import Model
    from graphsvc.tables.columns import Column
    from graphsvc.tables.names import Names
    from graphsvc.tables.sheet import Sheet

__all__ = ["SheetReader"]

_ERRORS: Final = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})
_TOTAL: Final = re.compile(
    r"(?:итого|всего|total)(?:\s+[^\W\d]+){0,3}[\s:.\u2013\u2014-]*\d*", re.IGNORECASE
)
_SHOWN_LETTERS: Final = 200


class SheetReader:
    """Reads the sheets of one submission.

    Args:
        names: finds records by what they are called; None where references are keys.
        minted: what the keys of new records begin with; empty where every row must have a key.

    Attributes:
        places: sheet and row of each record, by its IRI.
        complete: IRIs of the classes whose sheets list all there is.
        letters: letter of each column of a workbook's sheets, by sheet and the column's name.
    """

    def __init__(self, model: Model, names: Names | None = None, minted: str = "") -> None:
        self._model, self._minted = model, minted
        self._registry = names
        self._names = OwnNames(names) if names else None
        self._faults: list[TableFault] = []
        self.places: dict[str, tuple[str, int]] = {}
        self.complete: set[str] = set()
        self.letters: dict[str, dict[str, str]] = {}

    def read(self, sheets: Iterable[Sheet]) -> list[Quad]:
        """Return the triples of the sheets.

        Raises:
            TableError: with every fault of every sheet.
        """
        given = list(sheets)
        tables = [t for t in (self._table(sheet) for sheet in given) if t is not None]
        rows = [(table, number, cells) for table in tables for number, cells in table.rows]
        # All records get their keys and names first: a row may refer to one further down.
        subjects = [self._subject(table, number, cells) for table, number, cells in rows]
        quads: list[Quad] = []
        for (table, number, cells), subject in zip(rows, subjects, strict=True):
            if subject is not None:
                quads += self._row(table, number, cells, subject)
        if self._faults:
            places = [sheet.place for sheet in given]
            order = {place: n for n, place in reversed([*enumerate(places)])}
            ordered = sorted(self._faults, key=lambda f: (order.get(f.file, -1), f.row))
            raise TableError(faults=ordered, count=len(ordered))
        return quads

    def refuse(self, fault: TableFault) -> None:
        """Count a fault that was found before the sheets could be read."""
        self._faults.append(fault)

    def _table(self, sheet: Sheet) -> Table | None:
        entity = self._model.by_name[sheet.entity]
        known = headers(self._model, entity)
        given = ((key, column_named(known, name)) for key, name in sheet.keys)
        said = {key: column for key, column in given if column is not None}
        known |= said
        left = {key for key, name in sheet.keys if not name}
        header = _header(sheet, known)
        if header is None:
            first = sheet.rows[0] if sheet.rows else (1, ())
            needed = required_headers(known)
            self._refuse(sheet, first[0], 0, "", "; ".join(first[1]), "header", needed)
            return None
        number, titles = header
        columns: list[Column | None] = []
        for place, (title, key) in enumerate(zip(titles, column_keys(titles), strict=True), 1):
            column = said.get(key)
            if column is None and key not in left:
                column = self._column(sheet, number, place, title, known)
            columns.append(column)
            twice = column is not None and columns.index(column) < place - 1
            if column is not None and twice and not column.several:
                self._refuse(sheet, number, place, title, title, "column-twice", known=title)
        table = Table(sheet, entity.name, titles, columns, number, left=left)
        if not self._minted and KEY not in {c.name for c in columns if c}:
            self._refuse(sheet, number, 0, KEY, "", "column-missing", known=KEY)
            return None
        if sheet.complete:
            self.complete.add(entity.iri)
        if sheet.lettered:
            self.letters[sheet.place] = table.letters()
        return table

    def _column(
        self, sheet: Sheet, row: int, place: int, title: str, known: dict[str, Column]
    ) -> Column | None:
        if not title.strip():
            return None
        found = known.get(plain_header(title)) or column_named(known, title)
        if found is None:
            near = nearest_headers(known, title)
            self._refuse(sheet, row, place, title, title, "column", known=near)
        return found

    def _subject(self, table: Table, number: int, cells: tuple[str, ...]) -> NamedNode | None:
        """Return the record a row is of, None where it says none."""
        sheet = table.sheet
        if len(cells) > len(table.titles) or (
            not sheet.lettered and len(cells) != len(table.titles)
        ):
            count = len(table.titles)
            self._refuse(sheet, number, 0, "", str(len(cells)), "cells", known=str(count))
            return None
        if not any(cell.strip() for cell in cells):
            return None
        key = table.cell(KEY, cells)
        if marked_as_example(key):
            if not is_example(table, cells, sheet.example):
                place, title = table.place(KEY), table.title(KEY)
                self._refuse(sheet, number, place, title, key, "example", known=key)
            return None
        label = table.label(cells)
        if not key and _TOTAL.fullmatch(told := next(c.strip() for c in cells if c.strip())):
            self._refuse(sheet, number, 0, "", told, "total")
            return None
        if not key:
            key = self._mint(table, number, cells, label)
        try:
            subject = record_iri(table.entity, key)
        except CellError as error:
            self._cell_fault(table, number, KEY, key, error)
            return None
        self.places.setdefault(subject.value, (sheet.place, number))
        if self._names is not None:
            for title in table.names(cells):
                self._names.add(table.entity, title, subject.value)
        return subject

    def _mint(self, table: Table, number: int, cells: tuple[str, ...], label: str) -> str:
        """Return the key of a new record: the same for the same row, whenever it is handed in."""
        if not self._minted:
            return ""
        told = fold(label) or "\n".join(f"{c}" for c in table.told(cells))
        digest = hashlib.sha256(f"{table.entity}\n{told}".encode()).hexdigest()[:10]
        key = f"{self._minted}-{digest}"
        iri = record_iri(table.entity, key).value
        if iri in self.places:
            same = str(self.places[iri][1])
            place = table.place(KEY)
            self._refuse(table.sheet, number, place, table.title(KEY), label, "same-row", same)
        elif label and self._registry is not None:
            known = self._registry.called([table.entity], label)
            if known and iri not in known:
                others = ", ".join(record.partition(f"/{table.entity}/")[2] for record in known)
                place, title = table.place(KEY), table.title(KEY)
                self._refuse(
                    table.sheet, number, place, title, label, "known", others, others.split(", ")[0]
                )
        return key

    def _row(
        self, table: Table, number: int, cells: tuple[str, ...], subject: NamedNode
    ) -> Iterator[Quad]:
        entity = self._model.by_name[table.entity]
        yield Quad(subject, RDF_TYPE, NamedNode(entity.iri))
        for place, (cell, column) in enumerate(zip(cells, table.columns, strict=False), 1):
            text = cell.strip()
            if not text or column is None:
                if text and not table.titles[place - 1].strip() and not table.leaves(place):
                    self._refuse(table.sheet, number, place, "", text, "no-title")
                continue
            if (number, place) in table.sheet.formulas:
                self._refuse(table.sheet, number, place, table.titles[place - 1], text, "formula")
            elif text in _ERRORS:
                self._refuse(table.sheet, number, place, table.titles[place - 1], text, "error")
            elif column.field is not None:
                yield from self._values(table, number, place, text, subject)
        cited = [part for part in BASIS if table.cell(part, cells)]
        if cited and "basis" not in entity.by_name:
            place, title = table.place(cited[0]), table.title(cited[0])
            self._refuse(table.sheet, number, place, title, table.cell(cited[0], cells), "no-basis")
        elif cited:
            try:
                yield from self._basis(table, number, cells, subject)
            except CellError as error:
                document = table.cell("document", cells)
                self._cell_fault(table, number, "document", document, error)

    def _values(
        self, table: Table, number: int, place: int, text: str, subject: NamedNode
    ) -> Iterator[Quad]:
        column = table.columns[place - 1]
        if column is None or column.field is None:
            return
        field = column.field
        for part in split_values(text) if field.many else [text]:
            try:
                term = read_cell(self._model, field, part, column.language, self._names)
            except CellError as error:
                if field.many and not field.datatype and ";" in part:
                    parts = [p.strip() for p in part.split(";")]
                    error.proposal = " | ".join(parts)
                    error.sure = all(self._reads(column, p) for p in parts)
                self._cell_fault(table, number, column.name, part, error, place)
            else:
                yield Quad(subject, NamedNode(field.path), term)

    def _basis(
        self, table: Table, number: int, cells: tuple[str, ...], subject: NamedNode
    ) -> Iterator[Quad]:
        given = {part: table.cell(part, cells) for part in BASIS}
        name = lacking(given)
        if name:
            title = table.title(name)
            self._refuse(table.sheet, number, table.place(name), title, given["lines"], "basis")
            return
        yield from basis_quads(self._model, table.entity, subject, given, self._names)

    def _cell_fault(  # noqa: PLR0913, PLR0917  # a fault has this many parts
        self,
        table: Table,
        number: int,
        name: str,
        value: str,
        error: CellError,
        place: int = 0,
    ) -> None:
        place = place or table.place(name)
        title = table.titles[place - 1] if place else name
        cell = cell_name(number, place) if table.sheet.lettered and place else ""
        self._faults.append(
            TableFault(
                table.sheet.place,
                number,
                title.strip(),
                value[:_SHOWN_LETTERS],
                error.text,
                error.proposal,
                cell,
                error.cause,
                error.entities,
                error.sure,
            )
        )

    def _reads(self, column: Column, text: str) -> bool:
        """Return whether a text is a value of a column."""
        if column.field is None:
            return False
        try:
            read_cell(self._model, column.field, text, column.language, self._names)
        except CellError:
            return False
        return True

    def _refuse(  # noqa: PLR0913, PLR0917  # a fault has this many parts
        self,
        sheet: Sheet,
        row: int,
        place: int,
        column: str,
        value: str,
        cause: str,
        known: str | dict[str, str] = "",
        proposal: str = "",
    ) -> None:
        cell = cell_name(row, place) if sheet.lettered and place else ""
        text = fault_text(cause, known=known)
        shown = value[:_SHOWN_LETTERS]
        self._faults.append(
            TableFault(sheet.place, row, column.strip(), shown, text, proposal, cell, cause)
        )


def _header(sheet: Sheet, known: Mapping[str, object]) -> tuple[int, tuple[str, ...]] | None:
    if not sheet.header:
        return find_header(known, sheet.rows, sheet.merged)
    return next(
        (row for row in header_rows(sheet.rows, sheet.merged) if row[0] == sheet.header), None
    )
