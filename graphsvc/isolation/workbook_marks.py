"""Marking the cells of a stranger's workbook, in a child process that may die."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import warnings
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill

from graphsvc.errors import WorkbookError
from graphsvc.isolation.workbook_parts import RefusedError, WorkbookLimits, unpacked
from graphsvc.isolation.workbooks import confine, turn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openpyxl.workbook import Workbook

__all__ = ["Mark", "Notes", "mark_workbook", "put_in"]

_REFUSED: Final = 10
_BAR: Final = re.compile(r"(?<!\\)\|")  # as the values of a cell are told apart
_PROPOSED: Final = PatternFill("solid", fgColor="FFF2CC")
_WRONG: Final = PatternFill("solid", fgColor="F8CBAD")


@dataclass(frozen=True)
class Mark:
    """A remark at a cell, or at a whole sheet or workbook where it names no cell.

    Attributes:
        value: what stands in the cell.
        text: what is expected.
        proposal: what may be meant, empty where nothing is near.
        sure: whether it may be put in; otherwise it is only shown.
    """

    sheet: str
    cell: str
    column: str
    value: str
    text: str
    proposal: str = ""
    sure: bool = False


@dataclass(frozen=True)
class Notes:
    """The sheet that lists the marks.

    Attributes:
        title: its title.
        headers: the headers of its columns.
        like: how a proposal is told that is not put in, with `{proposal}` in it.
        changed: how a change is told, with `{before}` and `{after}` in it.
    """

    title: str
    headers: tuple[str, ...]
    like: str = "{proposal}"
    changed: str = "{before} → {after}"


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
        apply: put what is surely meant in place of what stands in a cell; the list tells of each
            change.

    Raises:
        WorkbookError: it cannot be read, or marking it took too much time or memory.
        FilesBusyError: as `workbooks.turn`.
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
        with turn():
            child = subprocess.run(  # noqa: S603  # our own module, arguments of our own
                command,
                input=head + content,
                capture_output=True,
                timeout=limits.time_s,
                check=False,
            )
    except subprocess.TimeoutExpired as error:
        raise WorkbookError(reason="time", value=f"{limits.time_s} s") from error
    if child.returncode:
        raise WorkbookError(reason="ended", value="")
    return child.stdout


def put_in(text: str, mark: Mark) -> str:
    """Return a cell's text with what is proposed in place of the value that is wrong.

    That is the whole text, or one of the values between bars; where it is neither, or the proposal
    is not sure, the text stays as it is.
    """
    if not (mark.sure and mark.value and mark.proposal):
        return text
    if text.strip() == mark.value:
        return mark.proposal
    parts = _BAR.split(text)
    return "|".join(
        part.replace(part.strip(), mark.proposal, 1) if _plain(part) == mark.value else part
        for part in parts
    )


def _plain(part: str) -> str:
    return part.replace("\\|", "|").strip()


def _mark(book: Workbook, mark: Mark, notes: Notes, *, apply: bool) -> str:
    """Mark a cell, and return how it was changed, empty for not."""
    if not mark.cell or mark.sheet not in book.sheetnames:
        return ""
    cell = book[mark.sheet][mark.cell]
    kept = str(cell.value) if cell.value is not None else ""
    after = put_in(kept, mark) if apply else kept
    changed = notes.changed.format(before=kept, after=after) if after != kept else ""
    if changed:
        cell.value = after
        cell.data_type = "s"  # a name that begins with = is no formula
    cell.fill = _PROPOSED if mark.proposal else _WRONG
    before = f"{cell.comment.text}\n" if cell.comment else ""
    cell.comment = Comment(f"{before}{changed or mark.text}", "")
    return changed


def _list(book: Workbook, marks: Iterable[tuple[Mark, str]], notes: Notes) -> None:
    earlier = _changes(book, notes)
    if notes.title in book.sheetnames:
        del book[notes.title]
    sheet = book.create_sheet(notes.title, 0)
    sheet.append(list(notes.headers))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    rows = [*(_row(mark, changed, notes) for mark, changed in marks), *earlier]
    for number, values in enumerate(rows, 2):
        for place, value in enumerate(values, 1):
            cell = sheet.cell(number, place, value)
            cell.data_type = "s"  # what begins with = is no formula
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        if values[1] and values[0] in book.sheetnames:
            sheet.cell(number, 2).hyperlink = f"#'{values[0]}'!{values[1]}"
    for letter, width in zip("ABCDEFG", (24, 10, 24, 30, 60, 30, 40), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    book.active = 0


def _row(mark: Mark, changed: str, notes: Notes) -> tuple[str, ...]:
    near = mark.proposal
    if near and not mark.sure:
        near = notes.like.format(proposal=near)
    return mark.sheet, mark.cell, mark.column, mark.value, mark.text, near, changed


def _changes(book: Workbook, notes: Notes) -> list[tuple[str, ...]]:
    """Return the rows of an earlier list that tell of a change."""
    if notes.title not in book.sheetnames:
        return []
    width = len(notes.headers)
    rows = book[notes.title].iter_rows(min_row=2, max_col=width, values_only=True)
    told = [tuple("" if cell is None else str(cell) for cell in row) for row in rows]
    return [row for row in told if len(row) == width and row[-1]]


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
    notes = Notes(**told["notes"])
    changed = [_mark(book, mark, notes, apply=told["apply"]) for mark in marks]
    _list(book, zip(marks, changed, strict=True), notes)
    made = io.BytesIO()
    book.save(made)
    sys.stdout.buffer.write(made.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(_main())
