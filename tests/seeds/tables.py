"""The tables of the seeds as they stand in the files, read by `csv` alone.

The checks of this folder take a folder or a path, so that each also runs on a copy with a planted
fault. Nothing here goes through the service: a fault of its reader must not hide one of the tables.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.seeds.counting import collapse, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = Path(__file__).parents[2] / "seed"
BASIS_COLUMNS = ("document", "clause", "lines", "quote")
UNMODELLED = "unmodelled"

Record = dict[str, list[str]]
"""The values of a record by column: those of all its rows, in order, without repeats."""


@dataclass(frozen=True)
class Row:
    """One row of a table; `line` counts the rows of the file from 1, the header included."""

    folder: str
    entity: str
    line: int
    cells: dict[str, str]

    @property
    def id(self) -> str:
        return self.get("id")

    @property
    def where(self) -> str:
        return f"{self.folder}/{self.entity}.csv:{self.line} {self.id}".rstrip()

    def get(self, column: str) -> str:
        return self.cells.get(column, "")

    def values(self, column: str) -> list[str]:
        return [value for part in self.get(column).split("|") if (value := part.strip())]

    @property
    def basis(self) -> dict[str, str]:
        """The cells of the basis that are filled."""
        return {name: cell for name in BASIS_COLUMNS if (cell := self.get(name))}

    @property
    def span(self) -> range:
        """The lines of the text that the row names; empty where the cell is no span of lines."""
        first, _, last = self.get("lines").partition("-")
        if not (first.isdecimal() and (last or first).isdecimal()):
            return range(0)
        return range(int(first), int(last or first) + 1)


class Folder:
    """One submission of the seeds: its tables and, where it has one, its text."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name
        text = path / "text.txt"
        self.text = lines_of(text) if text.exists() else []
        self.entities = sorted(p.stem for p in path.glob("*.csv") if p.stem != UNMODELLED)

    def rows(self, *entities: str) -> Iterator[Row]:
        """Yield the rows of the tables named, of every table but `unmodelled` if none is."""
        for entity in entities or self.entities:
            path = self.path / f"{entity}.csv"
            if not path.exists():
                continue
            with path.open(encoding="utf-8", newline="") as file:
                for number, cells in enumerate(csv.DictReader(file, strict=True), 2):
                    clean = {k: (v or "").strip() for k, v in cells.items() if k}
                    yield Row(self.name, entity, number, clean)

    def records(self, entity: str) -> dict[str, Record]:
        """Return the records of a table by id, in the order of the file."""
        found: dict[str, Record] = {}
        for row in self.rows(entity):
            record = found.setdefault(row.id, {})
            for column, cell in row.cells.items():
                # only these may hold the separator, and a quote may hold it as itself
                values = [cell] if column in ("id", *BASIS_COLUMNS) else row.values(column)
                known = record.setdefault(column, [])
                known += [value for value in values if value and value not in known]
        return found

    def words(self, span: range) -> str:
        """Return the words of some lines of the text, white space collapsed."""
        return collapse(" ".join(self.text[number - 1] for number in span))


def one(record: Record, column: str) -> str:
    """Return a record's value of a column that has at most one, else an empty text."""
    values = record.get(column, [])
    return values[0] if values else ""


def document_folders(seed: Path) -> list[Folder]:
    """Return the folders transcribed from a source, by name."""
    return _folders(seed / "documents")


def demo_folders(seed: Path) -> list[Folder]:
    """Return the folders of the made-up region, by name."""
    return _folders(seed / "demo")


def _folders(path: Path) -> list[Folder]:
    return [Folder(p) for p in sorted(path.iterdir()) if p.is_dir()]
