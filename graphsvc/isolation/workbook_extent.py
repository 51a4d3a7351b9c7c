"""How large a sheet of a stranger's workbook is, counted before and while it is read."""

from __future__ import annotations

import re
from typing import IO, Final
from xml.parsers import expat

from graphsvc.isolation.workbook_parts import RefusedError, WorkbookLimits

__all__ = ["PAIR_BYTES", "PLACE_BYTES", "Extent", "KeptTexts"]

# What takes memory in a sheet that was read, beside the texts: a place in a row, a pair, four.
PLACE_BYTES: Final = 8
PAIR_BYTES: Final = 64
_RANGE_BYTES: Final = 100
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,6}")
_CELL: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


class Extent:
    """What a sheet's XML says of its size, before anything is built of it."""

    def __init__(self, limits: WorkbookLimits, kept: KeptTexts) -> None:
        self._limits, self._kept = limits, kept
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
            self._kept.take(_RANGE_BYTES)
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


class KeptTexts:
    """What was read: each text once, however many cells show it, and how much may still come."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit_bytes, self._left = limit_bytes, limit_bytes
        self._texts: dict[str, int] = {"": 0}

    @property
    def texts(self) -> list[str]:
        """The texts by their numbers."""
        return [*self._texts]

    def number(self, text: str) -> int:
        """Return the number of a cell's text, 0 for none.

        Raises:
            RefusedError: all cells together say too much.
        """
        self.take(len(text.encode()))
        return self._texts.setdefault(text, len(self._texts))

    def take(self, count: int) -> None:
        """Count what is about to be kept.

        Raises:
            RefusedError: it is too much.
        """
        self._left -= count
        if self._left < 0:
            raise RefusedError("texts", str(self._limit_bytes))
