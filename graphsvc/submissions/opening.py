"""Files of tables, opened: as ours, or as somebody said to read their columns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from graphsvc.errors import FormatError, TooLargeError, WorkbookError
from graphsvc.isolation.workbooks import WorkbookLimits, read_workbook
from graphsvc.locale import texts
from graphsvc.rdf.names import compact, expand
from graphsvc.tables.columns import column_keys, header_rows
from graphsvc.tables.csv_tables import CsvTable, csv_entity, csv_sheet, csv_table
from graphsvc.tables.foreign import GivenMappings, TableMapping, foreign_sheet, parsed, titled
from graphsvc.tables.guessing import SeenColumn, seen_columns
from graphsvc.tables.opened import Opened, foreign_sheets, open_sheets
from graphsvc.tables.remarks import marked, marked_table
from graphsvc.tables.sheet import TableFault, cell_name

if TYPE_CHECKING:
    from graphsvc.errors import SubmissionError
    from graphsvc.model.entities import Model
    from graphsvc.settings import Settings
    from graphsvc.submissions.handed import Handed
    from graphsvc.submissions.mappings import KeptMappings
    from graphsvc.tables.foreign import Mappings

__all__ = [
    "CSV_TYPE",
    "KEPT",
    "UNMAPPED",
    "WORKBOOK_TYPE",
    "ChangedCell",
    "SeenTable",
    "TableOpener",
    "can_be_marked",
    "is_csv",
    "is_workbook",
    "marked_type",
]

WORKBOOK_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE: Final = "text/csv"
_WORKBOOK, _CSV = ".xlsx", ".csv"
_REMARKS: Final = tuple(texts("tables")["remarks"]["title"].values())
UNMAPPED: Final = "none"
"""In place of a mapping: the kept ones are not looked at."""
KEPT: Final = "kept:"
"""Before the name of a kept mapping."""


@dataclass(frozen=True)
class SeenTable:
    """A table that may not be ours, as it is shown to whom is asked what it holds.

    Attributes:
        place: the sheet's title or the file's name.
        mapping: by which it is read now, None for none.
    """

    place: str
    columns: tuple[SeenColumn, ...]
    mapping: TableMapping | None


@dataclass(frozen=True)
class ChangedCell:
    """A cell that was changed for somebody.

    Attributes:
        place: the sheet or file.
        cell: its name in a workbook, the number of its row in CSV.
    """

    place: str
    cell: str
    before: str
    after: str


class TableOpener:
    """Opens workbooks and CSV files.

    Args:
        kept: the mappings of columns that were chosen before; None where none are kept.
    """

    def __init__(self, model: Model, settings: Settings, kept: KeptMappings | None = None) -> None:
        self._model, self._settings, self._kept = model, settings, kept

    @property
    def kept_count(self) -> int:
        """How often the kept mappings were changed."""
        return self._kept.count if self._kept else 0

    def opened(self, handed: Handed) -> Opened:
        """Return the sheets of a workbook or CSV file.

        Raises:
            TooLargeError: the workbook is over the limit.
            WorkbookError: it is not read.
            ColumnsError: the mapping given with it cannot be read.
            RecordNotFoundError: the kept mapping that it names is not kept any more.
        """
        mappings = self._mappings(handed)
        if is_csv(handed.name):
            return self._csv(handed, mappings)
        limit = self._settings.workbook_limit_bytes
        if len(handed.content) > limit:
            raise TooLargeError(limit=limit, unit="байт / bytes")
        raw = read_workbook(handed.content, self._limits)
        opened = open_sheets(self._model, raw, handed.entity, mappings)
        if opened.about and expand(opened.about) != expand(handed.about):
            raise WorkbookError(reason="other-body", value=compact(opened.about))
        if not opened.sheets and not opened.faults:
            raise WorkbookError(reason="empty", value="")
        return opened

    def seen(self, handed: Handed) -> list[SeenTable]:
        """Return the tables of a file that may not be ours, with their columns.

        Raises:
            FormatError: it is no workbook or CSV file.
            WorkbookError: it cannot be read.
        """
        mappings = self._mappings(handed)
        if is_csv(handed.name):
            table = self._csv_table(handed)
            if isinstance(table, TableFault):
                return []
            return [_seen(handed.name, table.rows, (), mappings)]
        if not is_workbook(handed.name):
            raise FormatError(value=handed.name)
        raw = read_workbook(handed.content, self._limits)
        return [
            _seen(s.name, tuple((n, tuple(cells)) for n, cells in s.rows), s.merged, mappings)
            for s in foreign_sheets(raw)
        ]

    def marked(
        self, handed: Handed, error: SubmissionError, lang: str, *, apply: bool = False
    ) -> bytes:
        """Return a refused file with what is wrong with it, as `tables.remarks`.

        Raises:
            FormatError: it is no workbook or CSV file.
            WorkbookError: it cannot be written.
        """
        if is_csv(handed.name):
            return marked_table(handed.content, error, lang, apply=apply)
        if not is_workbook(handed.name):
            raise FormatError(value=handed.name)
        return marked(handed.content, error, self._limits, lang, apply=apply)

    def changed(self, handed: Handed, after: bytes) -> list[ChangedCell]:
        """Return the cells of a file that stand otherwise in a changed one, in their order.

        Raises:
            WorkbookError: one of them cannot be read.
        """
        earlier, later = self._texts(handed), self._texts(replace(handed, content=after))
        return [
            ChangedCell(
                place[0],
                cell_name(place[1], place[2]) if is_workbook(handed.name) else str(place[1]),
                text,
                later[place],
            )
            for place, text in earlier.items()
            if place in later and later[place] != text
        ]

    def _texts(self, handed: Handed) -> dict[tuple[str, int, int], str]:
        """Return the text of each cell by sheet, row and column."""
        if is_csv(handed.name):
            table = self._csv_table(handed)
            given = [(handed.name, table.rows)] if isinstance(table, CsvTable) else []
        else:
            raw = read_workbook(handed.content, self._limits)
            given = [(s.name, tuple((n, tuple(cells)) for n, cells in s.rows)) for s in raw]
        return {
            (sheet, number, place): text
            for sheet, rows in given
            if sheet not in _REMARKS
            for number, cells in rows
            for place, text in enumerate(cells, 1)
        }

    def _mappings(self, handed: Handed) -> Mappings | None:
        if handed.columns == UNMAPPED:
            return None
        if handed.columns.startswith(KEPT) and self._kept:
            return GivenMappings([self._kept.find(handed.columns.removeprefix(KEPT))[1]])
        if handed.columns:
            return GivenMappings(parsed(self._model, handed.columns))
        return self._kept.of(handed.about) if self._kept else None

    def _csv(self, handed: Handed, mappings: Mappings | None) -> Opened:
        table = self._csv_table(handed)
        if isinstance(table, CsvTable) and mappings is not None:
            entity = csv_entity(self._model, handed.name)
            found = foreign_sheet(self._model, handed.name, table.rows, mappings, entity=entity)
            if found is not None:
                return Opened([found[0]] if found[0] else [], mapped=[found[1]])
        sheet = csv_sheet(self._model, handed.name, table)
        return Opened(faults=[sheet]) if isinstance(sheet, TableFault) else Opened([sheet])

    def _csv_table(self, handed: Handed) -> CsvTable | TableFault:
        return csv_table(
            handed.name,
            handed.content,
            row_limit=self._settings.table_row_limit,
            column_limit=self._settings.table_column_limit,
        )

    @property
    def _limits(self) -> WorkbookLimits:
        settings = self._settings
        return WorkbookLimits(
            settings.workbook_unpacked_limit_bytes,
            settings.table_row_limit + 1,
            settings.table_column_limit,
            settings.submission_time_limit_s,
        )


def is_workbook(name: str) -> bool:
    """Return whether a file name or media type is that of an Excel workbook."""
    return name.endswith(_WORKBOOK) or name == WORKBOOK_TYPE


def is_csv(name: str) -> bool:
    """Return whether a file name is that of a CSV table."""
    return name.endswith(_CSV)


def can_be_marked(name: str) -> bool:
    """Return whether what was handed in comes back with remarks in it."""
    return is_workbook(name) or is_csv(name)


def marked_type(name: str) -> str:
    """Return the media type of what comes back with remarks in it."""
    return CSV_TYPE if is_csv(name) else WORKBOOK_TYPE


def _seen(
    place: str,
    rows: tuple[tuple[int, tuple[str, ...]], ...],
    merged: list[tuple[int, int, int, int]] | tuple[()],
    mappings: Mappings | None,
) -> SeenTable:
    header, mapping = 0, None
    for number, titles in header_rows(rows, merged) if mappings else ():
        keys = titled(column_keys(titles))
        found = mappings.mapping(keys) if mappings and keys else None
        if found is not None:
            header, mapping = number, found
            break
    return SeenTable(place, tuple(seen_columns(rows, merged, header)), mapping)
