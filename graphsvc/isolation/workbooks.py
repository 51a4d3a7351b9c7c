"""Reading workbooks that strangers send, in a child process that may die.

A workbook is a zip of XML: before a library sees it, what it unpacks to is counted, and a document
type, a macro, or a cell beyond the limits ends the reading; so do cells that together say more than
the file may unpack to, as many may show one text that it holds once. The child has no network,
little memory, and writes nothing.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import warnings
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Final

from openpyxl import load_workbook

from graphsvc.errors import FilesBusyError, WorkbookError
from graphsvc.isolation.network import forbid_network
from graphsvc.isolation.pool import Places
from graphsvc.isolation.workbook_extent import PAIR_BYTES, PLACE_BYTES, Extent, KeptTexts
from graphsvc.isolation.workbook_parts import RefusedError, WorkbookLimits, unpacked

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Generator

__all__ = ["RawSheet", "WorkbookLimits", "confine", "read_workbook", "turn"]

MEMORY_LIMIT_BYTES: Final = 1024**3
AT_ONCE: Final = 2
"""Most that are read at once: each may take the memory of a child, and much of that here."""
_WAITING: Final = 16
_PATIENCE_S: Final = 20.0
_CELL_CHARS: Final = 32_767  # Excel's own limit
_REFUSED: Final = 10  # not 1, which is how Python ends on anything unforeseen
_PATH: Final = "_worksheet_path"  # no public name of the library tells where a sheet lies
_PLACES: Final = Places(AT_ONCE, _WAITING, FilesBusyError)


@dataclass(frozen=True)
class RawSheet:
    """A sheet as it was typed.

    Attributes:
        hidden: whether a person does not see it.
        rows: number, counted from 1, and the cells' texts of each row that is not empty; dates are
            ISO, numbers plain.
        merged: ranges of merged cells as first row, first column, last row, last column.
        formulas: row and column, both counted from 1, of the cells that hold a formula: what they
            show depends on who opens them.
    """

    name: str
    hidden: bool
    rows: list[tuple[int, list[str]]]
    merged: list[tuple[int, int, int, int]]
    formulas: list[tuple[int, int]]


@contextmanager
def turn() -> Generator[None]:
    """Hold a place among those whose workbooks are at work.

    Raises:
        FilesBusyError: too many others are waiting, or the wait took too long.
    """
    with _PLACES.one(_PATIENCE_S):
        yield


def read_workbook(content: bytes, limits: WorkbookLimits) -> list[RawSheet]:
    """Return the sheets of a stranger's workbook (.xlsx).

    Raises:
        WorkbookError: it is none, holds what is not taken, is over a limit, or its reading took too
            much time or memory.
        FilesBusyError: as `turn`.
    """
    with turn():
        return _read(content, limits)


def _read(content: bytes, limits: WorkbookLimits) -> list[RawSheet]:
    command = [sys.executable, "-m", __name__, json.dumps(asdict(limits))]
    try:
        child = subprocess.run(  # noqa: S603  # our own module, arguments of our own
            command, input=content, capture_output=True, timeout=limits.time_s, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise WorkbookError(reason="time", value=f"{limits.time_s} s") from error
    if child.returncode == _REFUSED:
        raise WorkbookError(**json.loads(child.stdout))
    if child.returncode:
        raise WorkbookError(reason="ended", value="")
    sheets, texts = json.loads(child.stdout)
    return [
        RawSheet(
            sheet["name"],
            sheet["hidden"],
            [(number, [texts[one] for one in cells]) for number, cells in sheet["rows"]],
            [(top, left, bottom, right) for top, left, bottom, right in sheet["merged"]],
            [(row, column) for row, column in sheet["formulas"]],
        )
        for sheet in sheets
    ]


def _sheets(content: bytes, limits: WorkbookLimits) -> tuple[list[dict[str, Any]], list[str]]:
    parts, kept = unpacked(content, limits), KeptTexts(limits.unpacked_bytes)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        found = [_sheet(sheet, parts, limits, kept) for sheet in book.worksheets]
    except (RefusedError, MemoryError):
        raise
    except Exception as error:  # what a damaged workbook raises is not documented
        raise RefusedError("workbook") from error
    if not found:
        raise RefusedError("workbook")
    return found, kept.texts


def _sheet(
    sheet: Any,  # noqa: ANN401  # openpyxl's
    parts: zipfile.ZipFile,
    limits: WorkbookLimits,
    kept: KeptTexts,
) -> dict[str, Any]:
    extent = Extent(limits, kept)
    with parts.open(getattr(sheet, _PATH)) as part:
        extent.read(part)
    sheet.reset_dimensions()
    rows: list[tuple[int, list[int]]] = []
    formulas: list[tuple[int, int]] = []
    cells = sheet.iter_rows(max_row=limits.rows, max_col=limits.columns)
    for number, row in enumerate(cells, 1):
        texts: list[int] = []
        for column, cell in enumerate(row, 1):
            if cell.data_type == "f":
                kept.take(PAIR_BYTES)
                formulas.append((number, column))
            text = _text(cell.value)
            if len(text) > _CELL_CHARS:
                raise RefusedError("long-cell", f"{sheet.title}!{cell.coordinate}")
            texts.append(kept.number(text))
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            kept.take(PLACE_BYTES * len(texts))
            rows.append((number, texts))
    return {
        "name": sheet.title,
        "hidden": sheet.sheet_state != "visible",
        "rows": rows,
        "merged": extent.merged,
        "formulas": formulas,
    }


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def confine(*, written_bytes: int = 0) -> None:
    """Give up the network, the writing of longer files, and all but some memory."""
    forbid_network()
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY_LIMIT_BYTES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, written_bytes),
    ):
        resource.setrlimit(kind, (most, most))


def _main() -> int:
    confine()
    warnings.simplefilter("ignore")  # of what openpyxl leaves out: styles, pictures, checks
    limits = WorkbookLimits(**json.loads(sys.argv[1]))
    try:
        found = _sheets(sys.stdin.buffer.read(), limits)
    except RefusedError as error:
        sys.stdout.write(json.dumps({"reason": error.reason, "value": error.value}))
        return _REFUSED
    sys.stdout.buffer.write(json.dumps(found, ensure_ascii=False).encode())
    return 0


if __name__ == "__main__":
    sys.exit(_main())
