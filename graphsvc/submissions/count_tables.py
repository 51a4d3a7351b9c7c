"""Tables of counts: from the one kept at home, with every number, to the one that may be handed in.

Columns are those of a table `deficit-count.csv`; others (a note, a basis) pass through as they are.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from graphsvc.errors import TableError
from graphsvc.rdf.names import ID
from graphsvc.sent import whole_number
from graphsvc.submissions.disclosure import Cell, Key
from graphsvc.submissions.publishing import Counted
from graphsvc.tables.sheet import TableFault

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["CountTable"]

_AXES = {"deficit": "deficit", "jurisdiction": "territory", "diagnostic": "diagnostic"}
_COUNT, _PEOPLE, _HIDDEN = "count", "participants", "suppressed"


class CountTable:
    """A table of counts, read.

    Args:
        file: its name, for messages.
        content: CSV in UTF-8, with a header.

    Raises:
        TableError: a column is missing, or a cell is no number.
    """

    def __init__(self, file: str, content: bytes) -> None:
        self._file = file
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise self._refused(1, "", "", "файл в кодировке UTF-8", "a file in UTF-8") from error
        delimiter = ";" if text.partition("\n")[0].count(";") else ","
        reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
        self._header = [name.strip() for name in reader.fieldnames or ()]
        reader.fieldnames = self._header
        for needed in ("id", *_AXES, _COUNT, _PEOPLE):
            if needed not in self._header:
                raise self._refused(1, needed, "", f"столбец {needed}", f"a column {needed}")
        self._rows = [{n: v or "" for n, v in row.items() if n} for row in reader]

    def counted(self) -> list[Counted]:
        """Return the cells of a table that hides nothing."""
        return [
            Counted(
                self._key(row),
                self._number(number, row, _COUNT),
                self._number(number, row, _PEOPLE),
            )
            for number, row in enumerate(self._rows, 2)
        ]

    def published(self) -> list[Cell]:
        """Return the cells of a table that was published before."""
        found: list[Cell] = []
        for number, row in enumerate(self._rows, 2):
            numbers = [
                self._number(number, row, name) if row[name].strip() else None
                for name in (_COUNT, _PEOPLE)
            ]
            hidden = row.get(_HIDDEN, "").strip() == "true"
            found.append(Cell(self._key(row), numbers[0], numbers[1], hidden))
        return found

    def row_of(self, key: Key) -> int:
        """Return the number of a cell's row, counted from 1 with the header."""
        return next(n for n, row in enumerate(self._rows, 2) if self._key(row) == key)

    def hiding(self, cells: Iterable[Cell]) -> bytes:
        """Return the table with only those numbers that the cells have."""
        by_key = {c.key: c for c in cells}
        written = io.StringIO()
        header = [n for n in self._header if n != _HIDDEN] + [_HIDDEN]
        writer = csv.DictWriter(written, header, lineterminator="\n")
        writer.writeheader()
        for row in self._rows:
            cell = by_key[self._key(row)]
            numbers = {_COUNT: cell.count, _PEOPLE: cell.participants}
            shown = {n: "" if v is None else str(v) for n, v in numbers.items()}
            writer.writerow({**row, **shown, _HIDDEN: "true" if cell.hidden else ""})
        return written.getvalue().encode()

    def _key(self, row: dict[str, str]) -> Key:
        """Return the key, in IRIs as the registry has them."""
        named = [
            name if "://" in name else ID + (name if "/" in name else f"{entity}/{name}")
            for column, entity in _AXES.items()
            for name in [row[column].strip()]
        ]
        return Key(*named)

    def _number(self, number: int, row: dict[str, str], column: str) -> int:
        text = row[column].strip()
        found = whole_number(text)
        if found is None:
            raise self._refused(number, column, text, "целое число", "a whole number")
        return found

    def _refused(self, row: int, column: str, value: str, ru: str, en: str) -> TableError:
        fault = TableFault(self._file, row, column, value, {"ru": ru, "en": en})
        return TableError(faults=[fault], count=1)
