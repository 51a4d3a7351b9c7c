"""A file of any accepted format as a submission."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphsvc.errors import FormatError, TooLargeError, WorkbookError
from graphsvc.isolation.parsing import parse_foreign
from graphsvc.isolation.workbooks import WorkbookLimits, read_workbook
from graphsvc.rdf.names import ID, compact, graph_of
from graphsvc.rdf.syntax import format_of
from graphsvc.submissions.pipeline import Submission
from graphsvc.tables.csv_tables import csv_sheet
from graphsvc.tables.opened import Opened, open_sheets
from graphsvc.tables.records import SheetReader
from graphsvc.tables.remarks import marked
from graphsvc.tables.sheet import Sheet

if TYPE_CHECKING:
    from graphsvc.errors import SubmissionError
    from graphsvc.model.entities import Model
    from graphsvc.settings import Settings
    from graphsvc.tables.names import Names

__all__ = ["WORKBOOK_TYPE", "Door", "Handed", "is_workbook"]

WORKBOOK_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WORKBOOK, _CSV = ".xlsx", ".csv"


@dataclass(frozen=True)
class Handed:
    """What somebody hands in, before it is read.

    Attributes:
        name: file name or media type; of a CSV table a file name, whose stem names the entity.
        about: IRI of the body or document whose data it is.
        mode: "replace", "patch", or empty for what suits the format: a table holds records of some
            entities only, so it patches; RDF replaces.
        base: the version the file was made against; None for what the file itself says.
        entity: what the only sheet of a workbook holds, where its title does not tell.
    """

    name: str
    content: bytes
    about: str
    agent: str
    reason: str = ""
    mode: str = ""
    base: int | None = None
    entity: str = ""


class Door:
    """Reads what is handed in.

    Args:
        names: finds records by what tables call them; None where they have keys alone.
    """

    def __init__(self, model: Model, settings: Settings, names: Names | None = None) -> None:
        self._model, self._settings, self._names = model, settings, names

    def read(self, handed: Handed) -> Submission:
        """Return the submission that a file holds.

        Raises:
            FormatError: the format is not read here.
            TooLargeError: the file is over the limit.
            RdfSyntaxError: RDF that cannot be read, or that takes too long.
            WorkbookError: a workbook that is not read.
            TableError: cells that cannot be read.
        """
        limit = self._settings.submission_limit_bytes
        if len(handed.content) > limit:
            raise TooLargeError(limit=limit, unit="байт / bytes")
        if is_workbook(handed.name):
            return self._tables(handed, self._workbook(handed))
        if handed.name.endswith(_CSV):
            return self._tables(handed, self._csv(handed))
        time_limit_s = self._settings.submission_time_limit_s
        quads = parse_foreign(handed.content, format_of(handed.name), time_limit_s)
        mode, base = handed.mode or "replace", handed.base
        return Submission(
            handed.about, tuple(quads), handed.agent, handed.reason, handed.name, mode, base
        )

    def _tables(self, handed: Handed, opened: Opened) -> Submission:
        minted = compact(handed.about).partition("/")[2] if handed.about.startswith(ID) else ""
        reader = SheetReader(self._model, self._names, minted)
        for fault in opened.faults:
            reader.refuse(fault)
        quads = reader.read(opened.sheets)
        return Submission(
            handed.about,
            tuple(quads),
            handed.agent,
            handed.reason,
            handed.name,
            handed.mode or "patch",
            opened.version if handed.base is None else handed.base,
            reader.places,
            frozenset(reader.complete),
            reader.letters,
        )

    def _csv(self, handed: Handed) -> Opened:
        settings = self._settings
        sheet = csv_sheet(
            self._model,
            handed.name,
            handed.content,
            row_limit=settings.table_row_limit,
            column_limit=settings.table_column_limit,
        )
        return Opened([sheet]) if isinstance(sheet, Sheet) else Opened(faults=[sheet])

    @property
    def _limits(self) -> WorkbookLimits:
        settings = self._settings
        return WorkbookLimits(
            settings.workbook_unpacked_limit_bytes,
            settings.table_row_limit + 1,
            settings.table_column_limit,
            settings.submission_time_limit_s,
        )

    def marked(
        self, handed: Handed, error: SubmissionError, lang: str, *, apply: bool = False
    ) -> bytes:
        """Return a refused workbook with the refused cells marked, as `tables.remarks.marked`.

        Raises:
            FormatError: it is no workbook.
            WorkbookError: it cannot be written.
        """
        if not is_workbook(handed.name):
            raise FormatError(value=handed.name)
        return marked(handed.content, error, self._limits, lang, apply=apply)

    def _workbook(self, handed: Handed) -> Opened:
        limit = self._settings.workbook_limit_bytes
        if len(handed.content) > limit:
            raise TooLargeError(limit=limit, unit="байт / bytes")
        raw = read_workbook(handed.content, self._limits)
        opened = open_sheets(self._model, raw, handed.entity)
        if opened.about and graph_of(opened.about) != graph_of(handed.about):
            raise WorkbookError(reason="other-body", value=compact(opened.about))
        if not opened.sheets and not opened.faults:
            raise WorkbookError(reason="empty", value="")
        return opened


def is_workbook(name: str) -> bool:
    """Return whether a file name or media type is that of an Excel workbook."""
    return name.endswith(_WORKBOOK) or name == WORKBOOK_TYPE
