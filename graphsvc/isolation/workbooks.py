"""Reading workbooks that strangers send, in a child process that may die.

A workbook is a zip of XML: before a library sees it, what it unpacks to is counted, and a document
type, a macro, or a cell beyond the limits ends the reading. The child has no network, little
memory, and writes nothing.
"""

from __future__ import annotations

import io
import json
import lzma
import re
import resource
import struct
import subprocess
import sys
import warnings
import zipfile
import zlib
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import IO, Any, Final
from xml.parsers import expat

from openpyxl import load_workbook

from graphsvc.errors import WorkbookError
from graphsvc.isolation.network import forbid_network

__all__ = ["RawSheet", "RefusedError", "WorkbookLimits", "confine", "read_workbook", "unpacked"]

MEMORY_LIMIT_BYTES: Final = 1024**3
PART_LIMIT: Final = 1_000
_CHUNK_BYTES: Final = 64 * 1024
_REFUSED: Final = 10  # not 1, which is how Python ends on anything unforeseen
_PATH: Final = "_worksheet_path"  # no public name of the library tells where a sheet lies
_MACROS: Final = "vbaproject.bin"
# What the reading of a damaged zip raises: `LZMAError` and `error` are no kind of `BadZipFile`.
_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    RuntimeError,
    NotImplementedError,
    EOFError,
    ValueError,
    OSError,
)
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,6}")
_CELL: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(frozen=True)
class WorkbookLimits:
    """What a workbook may cost.

    Attributes:
        unpacked_bytes: the most that its parts may unpack to.
        rows: the greatest number of a row.
        columns: the greatest number of a column.
        time_s: the longest reading, seconds.
    """

    unpacked_bytes: int
    rows: int
    columns: int
    time_s: int


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


def read_workbook(content: bytes, limits: WorkbookLimits) -> list[RawSheet]:
    """Return the sheets of a stranger's workbook (.xlsx).

    Raises:
        WorkbookError: it is none, holds what is not taken, is over a limit, or its reading took too
            much time or memory.
    """
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
    return [
        RawSheet(
            sheet["name"],
            sheet["hidden"],
            [(number, cells) for number, cells in sheet["rows"]],
            [(top, left, bottom, right) for top, left, bottom, right in sheet["merged"]],
            [(row, column) for row, column in sheet["formulas"]],
        )
        for sheet in json.loads(child.stdout)
    ]


class RefusedError(Exception):
    """The workbook is not taken: `reason`, one of the errors' texts, and `value`."""

    def __init__(self, reason: str, value: str = "") -> None:
        super().__init__(reason)
        self.reason, self.value = reason, value


def unpacked(content: bytes, limits: WorkbookLimits) -> zipfile.ZipFile:
    """Return the workbook's parts, having unpacked each once to count its bytes.

    Raises:
        RefusedError: it is no workbook, or is over a limit.
    """
    try:
        parts = zipfile.ZipFile(io.BytesIO(content))
        names = [info.filename for info in parts.infolist()]
        if len(names) > PART_LIMIT:
            raise RefusedError("parts", str(len(names)))
        if len(set(names)) < len(names):
            raise RefusedError("workbook")
        if any(name.casefold().endswith(_MACROS) for name in names):
            raise RefusedError("macros")
        left = limits.unpacked_bytes
        for name in names:
            with parts.open(name) as part:
                before = b""
                while chunk := part.read(_CHUNK_BYTES):
                    left -= len(chunk)
                    if left < 0:
                        raise RefusedError("unpacked", str(limits.unpacked_bytes))
                    if name.endswith((".xml", ".rels", ".vml")):
                        _check_markup(before + chunk)
                    before = chunk[-40:]
    except _DAMAGED as error:
        raise RefusedError("workbook") from error
    return parts


def _check_markup(chunk: bytes) -> None:
    # Also where each letter takes two bytes, as in UTF-16.
    if b"<!doctype" in chunk.replace(b"\0", b"").lower():
        raise RefusedError("doctype")


class _Extent:
    """What a sheet's XML says of its size, before anything is built of it."""

    def __init__(self, limits: WorkbookLimits) -> None:
        self._limits = limits
        self._at = (0, 0)
        self.merged: list[tuple[int, int, int, int]] = []

    def read(self, part: IO[bytes]) -> None:
        """Read a sheet's part.

        Raises:
            RefusedError: a cell is beyond the limits, or the XML cannot be read.
        """
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        try:
            parser.ParseFile(part)
        except expat.ExpatError as error:
            raise RefusedError("workbook") from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "c" and "r" in attributes:
            at = self._place(attributes["r"])
            if at <= self._at:  # the library would pass over it
                raise RefusedError("workbook")
            self._at = at
        elif local == "row" and "r" in attributes:
            number = attributes["r"]
            if not _NUMBER.fullmatch(number) or int(number) <= self._at[0]:
                raise RefusedError("workbook")
            if int(number) > self._limits.rows:
                raise RefusedError("rows", number)
            self._at = (int(number), 0)
        elif local == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            self.merged.append((*self._place(first), *self._place(last or first)))

    def _place(self, name: str) -> tuple[int, int]:
        match = _CELL.fullmatch(name)
        if match is None:
            raise RefusedError("workbook")
        row, column = int(match[2]), _column_number(match[1])
        if row > self._limits.rows:
            raise RefusedError("rows", name)
        if column > self._limits.columns:
            raise RefusedError("columns", name)
        return row, column


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _sheets(content: bytes, limits: WorkbookLimits) -> list[dict[str, Any]]:
    parts = unpacked(content, limits)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        found = [_sheet(sheet, parts, limits) for sheet in book.worksheets]
    except (RefusedError, MemoryError):
        raise
    except Exception as error:  # what a damaged workbook raises is not documented
        raise RefusedError("workbook") from error
    if not found:
        raise RefusedError("workbook")
    return found


def _sheet(sheet: Any, parts: zipfile.ZipFile, limits: WorkbookLimits) -> dict[str, Any]:  # noqa: ANN401  # openpyxl's
    extent = _Extent(limits)
    with parts.open(getattr(sheet, _PATH)) as part:
        extent.read(part)
    sheet.reset_dimensions()
    rows: list[tuple[int, list[str]]] = []
    formulas: list[tuple[int, int]] = []
    cells = sheet.iter_rows(max_row=limits.rows, max_col=limits.columns)
    for number, row in enumerate(cells, 1):
        texts: list[str] = []
        for column, cell in enumerate(row, 1):
            if cell.data_type == "f":
                formulas.append((number, column))
            texts.append(_text(cell.value))
        while texts and not texts[-1]:
            texts.pop()
        if texts:
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
    sys.stdout.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(_main())
