"""Faults planted in a copy of the seeds, so that each check is seen to find what it is for."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from tests.seeds.tables import SEED

if TYPE_CHECKING:
    from pathlib import Path

Cells = dict[str, str]
Change = Callable[[list[Cells]], object]


class Planted(NamedTuple):
    """A fault: which check should find it, where it is planted, and a piece of what the check says.

    `folder` is relative to the seeds (`documents/lo-2019-plan`), `table` the name of an entity.
    """

    check: str
    folder: str
    table: str
    change: Change
    says: str

    def __str__(self) -> str:
        return f"{self.check}-{self.folder.rpartition('/')[2]}-{self.table}"

    def copy(self, tmp_path: Path) -> Path:
        """Return a copy of all seeds with this fault in it."""
        seed = copied(tmp_path)
        edited(seed, f"{self.folder}/{self.table}.csv", self.change)
        return seed

    def found_in(self, faults: list[str]) -> bool:
        return any(self.says in fault for fault in faults)


def copied(tmp_path: Path) -> Path:
    """Return a copy of all seeds that a test may break."""
    return shutil.copytree(SEED, tmp_path / "seed")


def edited(seed: Path, table: str, change: Change) -> None:
    """Let `change` alter the rows of a table (`demo/region/person.csv`) of a copy of the seeds."""
    path = seed / table
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        names, rows = list(reader.fieldnames or ()), list(reader)
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)


def _is(row: Cells, key: str) -> bool:
    return row["id"] == key or row["id"].endswith(f"/{key}")


def setting(key: str, column: str, value: str) -> Change:
    """Return a change that sets a cell in the first row of a record, its id with or without folder.

    Raises:
        KeyError: there is no such row or column: then the test is stale, not the data wrong.
    """

    def change(rows: list[Cells]) -> None:
        found = [row for row in rows if _is(row, key) and column in row]
        if not found:
            raise KeyError(f"{key} {column}")
        found[0][column] = value

    return change


def emptying(column: str) -> Change:
    """Return a change that empties a whole column."""

    def change(rows: list[Cells]) -> None:
        for row in rows:
            row[column] = row[column][:0]

    return change


def without(key: str) -> Change:
    """Return a change that takes every row of a record away.

    Raises:
        KeyError: there is no such record.
    """

    def change(rows: list[Cells]) -> None:
        left = [row for row in rows if not _is(row, key)]
        if len(left) == len(rows):
            raise KeyError(key)
        rows[:] = left

    return change


def adding(**cells: str) -> Change:
    """Return a change that adds a row with these cells; the others stay empty."""
    return lambda rows: rows.append(cells)
