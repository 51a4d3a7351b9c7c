"""A sheet whose header is understood: its columns by name, and what its rows say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from graphsvc.projections.word_forms import fold
from graphsvc.rdf.names import PREFIXES
from graphsvc.tables.columns import column_keys
from graphsvc.tables.sheet import cell_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from graphsvc.tables.columns import Column
    from graphsvc.tables.sheet import Sheet

__all__ = ["Table", "split_values"]

_LABEL: Final = PREFIXES["skos"] + "prefLabel"
_NAMES: Final = (_LABEL, PREFIXES["skos"] + "altLabel", PREFIXES["skos"] + "hiddenLabel")
_BAR: Final = re.compile(r"(?<!\\)\|")


class Table:
    """A sheet whose header is understood."""

    def __init__(  # noqa: PLR0913  # a sheet understood is made of this
        self,
        sheet: Sheet,
        entity: str,
        titles: tuple[str, ...],
        columns: list[Column | None],
        header: int,
        *,
        left: Collection[str] = (),
    ) -> None:
        self.sheet, self.entity, self.titles, self.columns = sheet, entity, titles, columns
        keys = column_keys(titles) if left else ()
        self._left = {place for place, key in enumerate(keys, 1) if key in left}
        self._places = {c.name: place for place, c in reversed([*enumerate(columns, 1)]) if c}
        self.rows = [(number, cells) for number, cells in sheet.rows if number > header]

    def place(self, name: str) -> int:
        """Return the place of a column, counted from 1; 0 where there is none."""
        return self._places.get(name, 0)

    def leaves(self, place: int) -> bool:
        """Return whether somebody chose not to take the column at a place."""
        return place in self._left

    def letters(self) -> dict[str, str]:
        """Return the letter of each column, by its name."""
        return {name: cell_name(1, place)[:-1] for name, place in self._places.items()}

    def title(self, name: str) -> str:
        """Return a column's header, its name where there is no such column."""
        place = self.place(name)
        return self.titles[place - 1].strip() if place else name

    def cell(self, name: str, cells: tuple[str, ...]) -> str:
        """Return a row's text in a column, empty where there is none."""
        place = self.place(name)
        return cells[place - 1].strip() if 0 < place <= len(cells) else ""

    def label(self, cells: tuple[str, ...]) -> str:
        """Return what the record of a row is called in Russian."""
        return next(iter(self._named(cells, (_LABEL,))), "")

    def names(self, cells: tuple[str, ...]) -> list[str]:
        """Return all that the record of a row is called."""
        return [part for name in self._named(cells, _NAMES) for part in split_values(name)]

    def _named(self, cells: tuple[str, ...], paths: tuple[str, ...]) -> Iterator[str]:
        for place, (cell, column) in enumerate(zip(cells, self.columns, strict=False), 1):
            named = column is not None and column.field and column.field.path in paths
            if (
                named
                and cell.strip()
                and (place == self._places.get(column.name if column else ""))
            ):
                yield cell.strip()

    def told(self, cells: tuple[str, ...]) -> Iterator[str]:
        """Yield name and text of each cell that tells of the record itself."""
        for cell, column in zip(cells, self.columns, strict=False):
            if column is not None and column.field is not None and cell.strip():
                yield f"{column.name}={fold(cell)}"


def split_values(text: str) -> list[str]:
    r"""Return the values of a cell that may have several; a bar within one is written `\|`."""
    parts = (part.replace("\\|", "|").strip() for part in _BAR.split(text))
    return [part for part in parts if part]
