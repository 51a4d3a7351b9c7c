"""The parts of a stranger's workbook, unpacked once to be counted before a library sees them."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final

__all__ = ["RefusedError", "WorkbookLimits", "unpacked"]

PART_LIMIT: Final = 1_000
_CHUNK_BYTES: Final = 64 * 1024
_MACROS: Final = "vbaproject.bin"
_MARKUP: Final = (".xml", ".rels", ".vml")
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
                    if name.casefold().endswith(_MARKUP):
                        _check_markup(before + chunk)
                    before = chunk[-40:]
    except _DAMAGED as error:
        raise RefusedError("workbook") from error
    return parts


def _check_markup(chunk: bytes) -> None:
    # Also where each letter takes two bytes, as in UTF-16.
    if b"<!doctype" in chunk.replace(b"\0", b"").lower():
        raise RefusedError("doctype")
