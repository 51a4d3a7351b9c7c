"""Marking the cells of a stranger's workbook, in a child process that may die."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import warnings
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill

from graphsvc.errors import WorkbookError
from graphsvc.isolation.workbooks import RefusedError, WorkbookLimits, confine, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openpyxl.workbook import Workbook

__all__ = ["Mark", "Notes", "mark_workbook"]

_REFUSED: Final = 10
_PROPOSED: Final = PatternFill("solid", fgColor="FFF2CC")
_WRONG: Final = PatternFill("solid", fgColor="F8CBAD")


@dataclass(frozen=True)
class Mark:
    """A remark at a cell, or at a whole sheet or workbook where it names no cell.

    Attributes:
        value: what stands in the cell.
        text: what is expected.
        proposal: what may be meant, empty where nothing is near.
    """

    sheet: str
    cell: str
    column: str
    value: str
    text: str
    proposal: str = ""


@dataclass(frozen=True)
class Notes:
    """The sheet that lists the marks: its title, and the headers of its columns."""

    title: str
    headers: tuple[str, ...]


def mark_workbook(
    content: bytes,
    marks: Iterable[Mark],
    notes: Notes,
    limits: WorkbookLimits,
    *,
    apply: bool = False,
) -> bytes:
    """Return a workbook with its cells marked, and a first sheet that lists the marks.

    Args:
        content: a workbook that `read_workbook` has read.
        apply: put what is proposed in place of what stands in a cell.

    Raises:
        WorkbookError: it cannot be read, or marking it took too much time or memory.
    """
    told = {
        "marks": [asdict(mark) for mark in marks],
        "notes": asdict(notes),
        "limits": asdict(limits),
        "apply": apply,
    }
    head = json.dumps(told).encode()
    command = [sys.executable, "-m", __name__, str(len(head))]
    try:
        child = subprocess.run(  # noqa: S603  # our own module, arguments of our own
            command, input=head + content, capture_output=True, timeout=limits.time_s, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise WorkbookError(reason="time", value=f"{limits.time_s} s") from error
    if child.returncode:
        raise WorkbookError(reason="ended", value="")
    return child.stdout


def _mark(book: Workbook, mark: Mark, *, apply: bool) -> None:
    if not mark.cell or mark.sheet not in book.sheetnames:
        return
    cell = book[mark.sheet][mark.cell]
    applied = apply and bool(mark.proposal) and mark.value in str(cell.value or mark.value)
    if applied:
        # Of several values in a cell the wrong one alone gives way.
        kept = str(cell.value) if cell.value is not None else ""
        cell.value = kept.replace(mark.value, mark.proposal, 1) if mark.value else mark.proposal
    cell.fill = _PROPOSED if mark.proposal else _WRONG
    before = f"{cell.comment.text}\n" if cell.comment else ""
    cell.comment = Comment(f"{before}{mark.text}", "")


def _list(book: Workbook, marks: Iterable[Mark], notes: Notes) -> None:
    if notes.title in book.sheetnames:
        del book[notes.title]
    sheet = book.create_sheet(notes.title, 0)
    sheet.append(list(notes.headers))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, mark in enumerate(marks, 2):
        values = (mark.sheet, mark.cell, mark.column, mark.value, mark.text, mark.proposal)
        for place, value in enumerate(values, 1):
            cell = sheet.cell(number, place, value)
            cell.data_type = "s"  # what begins with = is no formula
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        if mark.cell and mark.sheet in book.sheetnames:
            sheet.cell(number, 2).hyperlink = f"#'{mark.sheet}'!{mark.cell}"
    for letter, width in zip("ABCDEF", (24, 10, 24, 30, 60, 30), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    book.active = 0


def _main() -> int:
    given = sys.stdin.buffer.read()
    size = int(sys.argv[1])
    told, content = json.loads(given[:size]), given[size:]
    limits = WorkbookLimits(**told["limits"])
    # The library writes each sheet to a temporary file before it packs them.
    confine(written_bytes=2 * limits.unpacked_bytes)
    warnings.simplefilter("ignore")
    try:
        unpacked(content, limits)
    except RefusedError:
        return _REFUSED
    book = load_workbook(io.BytesIO(content), keep_links=False)
    marks = [Mark(**mark) for mark in told["marks"]]
    for mark in marks:
        _mark(book, mark, apply=told["apply"])
    _list(book, marks, Notes(told["notes"]["title"], tuple(told["notes"]["headers"])))
    made = io.BytesIO()
    book.save(made)
    sys.stdout.buffer.write(made.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(_main())
