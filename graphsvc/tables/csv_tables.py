"""CSV tables as sheets; the file's stem names the entity (`agreement.csv`)."""

from __future__ import annotations

import codecs
import csv
import io
from typing import TYPE_CHECKING, Final

from graphsvc.tables.records import SheetReader
from graphsvc.tables.sheet import Sheet, TableFault, fault_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.model.entities import Model
    from graphsvc.rdf.terms import Quad

__all__ = ["COLUMN_LIMIT", "ROW_LIMIT", "csv_sheet", "read_tables"]

ROW_LIMIT: Final = 100_000
COLUMN_LIMIT: Final = 200
"""Of an operator's own tables; a stranger's have those of the settings."""
_CYRILLIC: Final = 0.9  # of the letters of a text that is Windows-1251


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
    found = [csv_sheet(model, file, content) for file, content in tables]
    for one in found:
        if isinstance(one, TableFault):
            reader.refuse(one)
    return reader.read(sheet for sheet in found if isinstance(sheet, Sheet))


def csv_sheet(  # noqa: PLR0913  # what a table may be, and how long
    model: Model,
    file: str,
    content: bytes,
    *,
    complete: bool = False,
    row_limit: int = ROW_LIMIT,
    column_limit: int = COLUMN_LIMIT,
) -> Sheet | TableFault:
    """Return a table as a sheet, or why it is none.

    Args:
        complete: whether it lists all records of its type.
        row_limit: the most rows below the header.
    """
    entity = file.rpartition("/")[2].removesuffix(".csv")
    if entity not in model.by_name:
        known = fault_text("file", known=", ".join(model.by_name))
        return TableFault(file, 1, "", file, known)
    text = _decoded(content)
    if text is None:
        return TableFault(file, 1, "", "", fault_text("encoding"))
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows: list[tuple[int, tuple[str, ...]]] = []
    try:
        for number, row in enumerate(
            csv.reader(io.StringIO(text), delimiter=delimiter, strict=True), 1
        ):
            if number > row_limit + 1 or len(row) > column_limit:
                size = fault_text("size", rows=row_limit, columns=column_limit)
                return TableFault(file, number, "", "", size)
            if any(cell.strip() for cell in row):
                rows.append((number, tuple(row)))
    except csv.Error as error:
        return TableFault(file, 1, "", str(error), fault_text("csv"))
    return Sheet(file, entity, tuple(rows), complete=complete)


def _decoded(content: bytes) -> str | None:
    """Return the text: UTF-8, or what Excel saves in Russia; None where it is neither."""
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16" if marked else "utf-8-sig", "cp1251"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "cp1251":
            return None if "\0" in text else text
        return text if _russian(text) else None
    return None


def _russian(text: str) -> bool:
    """Return whether bytes of an unknown encoding, read as Windows-1251, make Russian words."""
    letters = [letter for letter in text if not letter.isascii() and letter.isalpha()]
    known = sum("а" <= letter.casefold() <= "я" or letter in "Ёё" for letter in letters)
    return "\0" not in text and bool(letters) and known >= _CYRILLIC * len(letters)
