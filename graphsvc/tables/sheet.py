"""A sheet as it was typed, whatever file it came in, and what is wrong with one of its cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphsvc.locale import LANGUAGES, texts

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["CellError", "Sheet", "TableFault", "cell_name", "fault_text"]


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook, or a CSV table.

    Attributes:
        place: the sheet's title, or the table's file name: what its faults are told with.
        entity: name of the type of its records.
        rows: number, counted from 1, and cells of each row that is not empty.
        keys: what the columns are called in the model, by `columns.column_keys`, an empty name for
            one that is not taken; empty where the headers say it themselves.
        merged: ranges of merged cells as first row, first column, last row, last column.
        formulas: row and column, both counted from 1, of the cells that hold a formula.
        complete: whether it lists all records of its type, so that one it lacks is to vanish.
        lettered: whether its cells have names such as C5.
        header: number of the row that is the header, 0 where the headers tell it.
        example: text of each cell of the example that was written into it, by the column's name.
    """

    place: str
    entity: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    keys: tuple[tuple[str, str], ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    formulas: frozenset[tuple[int, int]] = frozenset()
    complete: bool = False
    lettered: bool = False
    header: int = 0
    example: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class TableFault:
    """A cell that cannot be read.

    Attributes:
        file: the file or the sheet.
        row: counted from 1, the header included.
        column: the column's header.
        text: what is expected, by language.
        proposal: what may have been meant; empty where nothing is near.
        cell: the cell's name in a workbook, such as C5; empty in CSV or for a whole row.
        cause: what kind of fault it is: a name of `locale/tables.toml`, "value", or of a name that
            is no record's "name", that is several records' "names".
        entities: of such a name, the types of record that the cell takes; none for any.
        sure: whether what is proposed differs by a slip of the pen alone, so that it may be put in
            for people who say so; anything else is only shown.
    """

    file: str
    row: int
    column: str
    value: str
    text: dict[str, str]
    proposal: str = ""
    cell: str = ""
    cause: str = "value"
    entities: tuple[str, ...] = ()
    sure: bool = False


class CellError(ValueError):
    """A cell cannot be read; its text says what is expected, in both languages.

    `cause`, `entities` and `sure` are as of `TableFault`.
    """

    def __init__(  # noqa: PLR0913  # a fault has this many parts
        self,
        ru: str,
        en: str,
        proposal: str = "",
        cause: str = "value",
        entities: Iterable[str] = (),
        *,
        sure: bool = False,
    ) -> None:
        super().__init__(ru)
        self.text = {"ru": ru, "en": en}
        self.proposal, self.cause, self.entities = proposal, cause, tuple(entities)
        self.sure = sure and bool(proposal)


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell, C5; row and column are counted from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def fault_text(cause: str, **known: object) -> dict[str, str]:
    """Return what is expected, by language, from `locale/tables.toml`.

    Args:
        known: what to say in it; a mapping says it by language.
    """
    said = texts("tables")["fault"][cause]
    return {
        lang: said[lang].format(
            **{name: one[lang] if isinstance(one, dict) else one for name, one in known.items()}
        )
        for lang in LANGUAGES
    }
