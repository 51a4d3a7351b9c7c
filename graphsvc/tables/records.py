"""CSV tables as RDF: one table an entity, one row a record (or more of the same record).

Columns are the fields' names or labels; `label@en` gives another language. `id` is the record's
key. The columns `document`, `clause`, `lines` and `quote` together are the row's basis. Several
values in a cell stand between ` | `. Rows with the same `id` add to one record.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphsvc.errors import TableError
from graphsvc.rdf.names import RDF_TYPE
from graphsvc.rdf.terms import NamedNode, Quad
from graphsvc.submissions.cells import CellError, read_cell, record_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graphsvc.model.entities import Entity, Field, Model

__all__ = ["BASIS_COLUMNS", "TableFault", "read_tables"]

BASIS_COLUMNS = ("document", "clause", "lines", "quote")
ROW_LIMIT = 100_000
COLUMN_LIMIT = 200
_LINES = re.compile(r"(\d+)(?:-(\d+))?")


@dataclass(frozen=True)
class TableFault:
    """A cell that cannot be read: row counted from 1 with the header, text in both languages."""

    file: str
    row: int
    column: str
    value: str
    text: dict[str, str]
    proposal: str = ""


def read_tables(
    model: Model,
    tables: Iterable[tuple[str, bytes]],
    places: dict[str, tuple[str, int]] | None = None,
) -> list[Quad]:
    """Return the triples of the tables, each given as file name and content.

    The file's stem names the entity (`agreement.csv`).

    Args:
        places: filled with file and row of each record, by its IRI.

    Raises:
        TableError: with every fault of every table.
    """
    quads: list[Quad] = []
    faults: list[TableFault] = []
    for file, content in tables:
        reader = _Table(model, file, faults, {} if places is None else places)
        quads += reader.read(content)
    if faults:
        raise TableError(faults=faults, count=len(faults))
    return quads


class _Table:
    def __init__(
        self,
        model: Model,
        file: str,
        faults: list[TableFault],
        places: dict[str, tuple[str, int]],
    ) -> None:
        self._model, self._file, self._faults, self._places = model, file, faults, places

    def read(self, content: bytes) -> Iterator[Quad]:
        entity = self._model.by_name.get(self._file.rpartition("/")[2].removesuffix(".csv"))
        if entity is None:
            known = ", ".join(self._model.by_name)
            self._fault(
                1, "", self._file, f"имя файла из списка: {known}", f"a file name of: {known}"
            )
            return
        rows = self._rows(content)
        header = next(rows, list[str]())
        columns = [self._column(entity, name) for name in header]
        if "id" not in header:
            self._fault(1, "id", "", "столбец id", "a column id")
            return
        for number, row in enumerate(rows, 2):
            if any(cell.strip() for cell in row):
                yield from self._row(entity, header, columns, number, row)

    def _rows(self, content: bytes) -> Iterator[list[str]]:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            self._fault(1, "", "", "файл в кодировке UTF-8", "a file in UTF-8")
            return
        first = text.partition("\n")[0]
        delimiter = ";" if first.count(";") > first.count(",") else ","
        try:
            for number, row in enumerate(
                csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
            ):
                if number > ROW_LIMIT or len(row) > COLUMN_LIMIT:
                    self._fault(
                        number + 1,
                        "",
                        "",
                        "не больше 100 000 строк и 200 столбцов",
                        "at most 100,000 rows and 200 columns",
                    )
                    return
                yield row
        except csv.Error as error:
            self._fault(1, "", str(error), "таблица CSV", "a CSV table")

    def _column(self, entity: Entity, name: str) -> tuple[Field, str] | None:
        plain, _, language = name.strip().partition("@")
        labelled = {t.casefold(): f for f in entity.fields for t in f.label.values()}
        field = entity.by_name.get(plain) or labelled.get(plain.casefold())
        if field is None and plain not in ("id", *BASIS_COLUMNS):
            known = ", ".join(f.name for f in entity.fields)
            self._fault(1, name, name, f"столбец из списка: {known}", f"a column of: {known}")
        return (field, language or "ru") if field else None

    def _row(
        self,
        entity: Entity,
        header: list[str],
        columns: list[tuple[Field, str] | None],
        number: int,
        row: list[str],
    ) -> Iterator[Quad]:
        if len(row) != len(header):
            self._fault(
                number, "", str(len(row)), f"столбцов {len(header)}", f"{len(header)} columns"
            )
            return
        cells = {name.strip(): cell.strip() for name, cell in zip(header, row, strict=True)}
        try:
            subject = record_iri(entity.name, cells["id"])
        except CellError as error:
            self._fault(number, "id", cells["id"], error.text["ru"], error.text["en"])
            return
        self._places.setdefault(subject.value, (self._file, number))
        yield Quad(subject, RDF_TYPE, NamedNode(entity.iri))
        for name, cell, column in zip(header, row, columns, strict=True):
            if column is None or not cell.strip():
                continue
            field, language = column
            for part in cell.split("|") if field.many else [cell]:
                try:
                    term = read_cell(self._model, field, part.strip(), language)
                except CellError as error:
                    self._fault(
                        number,
                        name,
                        part.strip(),
                        error.text["ru"],
                        error.text["en"],
                        error.proposal,
                    )
                else:
                    yield Quad(subject, NamedNode(field.path), term)
        if "basis" in entity.by_name and any(cells.get(c) for c in BASIS_COLUMNS):
            try:
                yield from self._basis(entity, subject, number, cells)
            except CellError as error:
                self._fault(
                    number, "document", cells["document"], error.text["ru"], error.text["en"]
                )

    def _basis(
        self, entity: Entity, subject: NamedNode, number: int, cells: dict[str, str]
    ) -> Iterator[Quad]:
        lines = _LINES.fullmatch(cells.get("lines", ""))
        missing = [c for c in BASIS_COLUMNS if not cells.get(c)]
        if missing or lines is None:
            self._fault(
                number,
                (missing or ["lines"])[0],
                cells.get("lines", ""),
                "основание целиком: document, clause, lines (24 или 18-21), quote",
                "a whole basis: document, clause, lines (24 or 18-21), quote",
            )
            return
        first, last = lines[1], lines[2] or lines[1]
        quote = re.sub(r"\s+", " ", cells["quote"])
        key = hashlib.sha256(f"{cells['clause']}\n{quote}".encode()).hexdigest()[:10]
        basis = self._model.by_name["basis"]
        node = record_iri("basis", f"{cells['document']}/{first}-{last}-{key}")
        yield Quad(subject, NamedNode(entity.by_name["basis"].path), node)
        yield Quad(node, RDF_TYPE, NamedNode(basis.iri))
        given = {
            "document": cells["document"],
            "clausePrinted": cells["clause"],
            "lineFrom": first,
            "lineTo": last,
            "quote": quote,
        }
        for name, text in given.items():
            field = basis.by_name[name]
            yield Quad(node, NamedNode(field.path), read_cell(self._model, field, text))

    def _fault(  # noqa: PLR0913, PLR0917  # a fault has this many parts
        self, row: int, column: str, value: str, ru: str, en: str, proposal: str = ""
    ) -> None:
        fault = TableFault(self._file, row, column, value[:200], {"ru": ru, "en": en}, proposal)
        self._faults.append(fault)
