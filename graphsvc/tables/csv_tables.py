"""CSV tables as sheets; the file's stem names the entity (`agreement.csv`)."""

from __future__ import annotations

import codecs
import csv
import difflib
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphsvc.locale import texts
from graphsvc.projections.word_forms import fold
from graphsvc.tables.records import SheetReader
from graphsvc.tables.sheet import Sheet, TableFault, fault_text
from graphsvc.tables.spreadsheet import unquoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.model.entities import Model
    from graphsvc.rdf.terms import Quad

__all__ = [
    "COLUMN_LIMIT",
    "ROW_LIMIT",
    "CsvTable",
    "csv_entity",
    "csv_sheet",
    "csv_table",
    "read_tables",
]

ROW_LIMIT: Final = 100_000
COLUMN_LIMIT: Final = 200
"""Of an operator's own tables; a stranger's have those of the settings."""
_CYRILLIC: Final = 0.9  # of the letters of a text that is Windows-1251
_LETTERS: Final = re.compile(r"[^\x00-\x7f\W\d_]")
_RUSSIAN: Final = re.compile("[А-Яа-яЁё]")
_LINE_END: Final = re.compile(r"[\r\n]")
_SEARCHED_ROWS: Final = 20  # as for a header


@dataclass(frozen=True)
class CsvTable:
    """A CSV file, read.

    Attributes:
        rows: number, counted from 1, and cells of each row that is not empty; without the column
            of our remarks.
        encoding: "utf-8-sig", "utf-16" or "cp1251".
        delimiter: a comma, a semicolon or a tabulator.
    """

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    encoding: str
    delimiter: str


def read_tables(
    model: Model,
    tables: Iterable[tuple[str, bytes]],
    places: dict[str, tuple[str, int]] | None = None,
) -> list[Quad]:
    """Return the triples of tables whose references are keys, each as file name and content.

    Args:
        places: filled with file and row of each record, by its IRI.

    Raises:
        TableError: with every fault of every table.
    """
    reader = SheetReader(model)
    if places is not None:
        reader.places = places
    found = [csv_sheet(model, file, csv_table(file, content)) for file, content in tables]
    for one in found:
        if isinstance(one, TableFault):
            reader.refuse(one)
    return reader.read(sheet for sheet in found if isinstance(sheet, Sheet))


def csv_entity(model: Model, file: str) -> str:
    """Return the entity that a file's stem names, empty where it names none."""
    entity = file.rpartition("/")[2].removesuffix(".csv")
    return entity if entity in model.by_name else ""


def csv_sheet(model: Model, file: str, table: CsvTable | TableFault) -> Sheet | TableFault:
    """Return a table as the sheet that its name says, or why it is none."""
    if isinstance(table, TableFault):
        return table
    entity = csv_entity(model, file)
    if not entity:
        stem = file.rpartition("/")[2].removesuffix(".csv").casefold()
        near = difflib.get_close_matches(stem, model.by_name, 1)
        known = fault_text("file", known=near[0] if near else "agreement")
        return TableFault(file, 1, "", file, known, cause="file")
    return Sheet(file, entity, table.rows)


def csv_table(
    file: str, content: bytes, *, row_limit: int = ROW_LIMIT, column_limit: int = COLUMN_LIMIT
) -> CsvTable | TableFault:
    """Return the rows of a CSV file, or why it is none.

    Args:
        row_limit: the most rows below the header.
    """
    text, encoding = _decoded(content)
    if text is None:
        return TableFault(file, 1, "", "", fault_text("encoding"), cause="encoding")
    first = _LINE_END.split(text, maxsplit=1)[0]
    delimiter = max(",;\t", key=first.count)
    rows: list[tuple[int, tuple[str, ...]]] = []
    # Lines may end as they do on any system, an old Mac too.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, row in enumerate(reader, 1):
            if number > row_limit + 1 or len(row) > column_limit + 1:
                return _too_large(file, number, row_limit, column_limit)
            if any(cell.strip() for cell in row):
                rows.append((number, tuple(row)))
    except csv.Error as error:
        return TableFault(file, reader.line_num, "", "", _told(error), cause="csv")
    plain = _without_remarks(rows)
    wide = next((number for number, cells in plain if len(cells) > column_limit), 0)
    if wide:
        return _too_large(file, wide, row_limit, column_limit)
    return CsvTable(plain, encoding, delimiter)


def _too_large(file: str, number: int, row_limit: int, column_limit: int) -> TableFault:
    text = fault_text("size", rows=row_limit, columns=column_limit)
    return TableFault(file, number, "", "", text, cause="size")


def _without_remarks(
    rows: list[tuple[int, tuple[str, ...]]],
) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return rows without the last column, if it is that of our remarks, as they were before."""
    titles = {fold(title) for title in texts("tables")["remarks"]["title"].values()}
    width = max((len(cells) for _, cells in rows), default=0)
    ours = any(
        number <= _SEARCHED_ROWS and len(cells) == width > 1 and fold(cells[-1]) in titles
        for number, cells in rows
    )
    if not ours:
        return tuple(rows)
    plain = ((number, tuple(unquoted(c) for c in cells[: width - 1])) for number, cells in rows)
    return tuple((number, cells) for number, cells in plain if any(c.strip() for c in cells))


def _told(error: csv.Error) -> dict[str, str]:
    """Return what is expected where the parser of CSV gave up."""
    if "field limit" in str(error):
        return fault_text("csv-field", limit=csv.field_size_limit())
    return fault_text("csv-quotes")


def _decoded(content: bytes) -> tuple[str | None, str]:
    """Return text and encoding: UTF-8, or what Excel saves in Russia; None where it is neither."""
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16" if marked else "utf-8-sig", "cp1251"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "cp1251":
            return None if "\0" in text else text, encoding
        return text if _russian(text) else None, encoding
    return None, ""


def _russian(text: str) -> bool:
    """Return whether bytes of an unknown encoding, read as Windows-1251, make Russian words."""
    letters, known = len(_LETTERS.findall(text)), len(_RUSSIAN.findall(text))
    return "\0" not in text and letters > 0 and known >= _CYRILLIC * letters
