"""What is wrong with a workbook, written into it: cells marked, and a sheet that lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from graphsvc.errors import ShapeViolationError, TableError
from graphsvc.isolation.workbook_marks import Mark, Notes, mark_workbook
from graphsvc.locale import texts
from graphsvc.tables.csv_remarks import marked_csv

if TYPE_CHECKING:
    from graphsvc.errors import SubmissionError
    from graphsvc.isolation.workbooks import WorkbookLimits
    from graphsvc.tables.sheet import TableFault
    from graphsvc.validation.report import Report, Result

__all__ = ["marked", "marked_table"]


def marked(
    content: bytes, error: SubmissionError, limits: WorkbookLimits, lang: str, *, apply: bool
) -> bytes:
    """Return a refused workbook with each cell marked that was refused.

    Args:
        error: why it was refused; one that names no cells leaves the list empty.
        apply: put what is surely meant in place of what cannot be read, and tell of it.

    Raises:
        WorkbookError: it cannot be written.
    """
    said = texts("tables")["remarks"]
    headers = tuple(said["headers"][lang])
    notes = Notes(said["title"][lang], headers, said["like"][lang], said["changed"][lang])
    return mark_workbook(content, _marks(error, lang), notes, limits, apply=apply)


def marked_table(content: bytes, error: SubmissionError, lang: str, *, apply: bool) -> bytes:
    """Return a refused CSV table with its remarks, as `csv_remarks.marked_csv`.

    Args:
        error: as `marked`.
    """
    return marked_csv(content, _rows_marked(error, lang), lang, apply=apply)


def _marks(error: SubmissionError, lang: str) -> list[Mark]:
    return [mark for _, mark in _rows_marked(error, lang)]


def _rows_marked(error: SubmissionError, lang: str) -> list[tuple[int, Mark]]:
    """Return what is wrong, each with its row, 0 for none."""
    if isinstance(error, TableError):
        faults = cast("list[TableFault]", error.parameters["faults"])
        return [
            (
                f.row,
                Mark(
                    f.file,
                    f.cell or f"A{f.row}",
                    f.column,
                    f.value,
                    f.text[lang],
                    f.proposal,
                    f.sure,
                ),
            )
            for f in faults
        ]
    if isinstance(error, ShapeViolationError):
        report = cast("Report", error.parameters["report"])
        return [
            (
                result.row,
                Mark(
                    result.file,
                    result.cell or (f"A{result.row}" if result.row else ""),
                    result.column,
                    result.value if result.value != result.focus else "",
                    _message(result, lang),
                ),
            )
            for result in report.results
        ]
    return []


def _message(result: Result, lang: str) -> str:
    """Return what a shape says; what refuses nothing is told to be a hint."""
    text = result.message.get(lang, "")
    if result.severity == "Violation":
        return text
    return str(texts("tables")["remarks"]["hint"][lang]).format(text=text)
