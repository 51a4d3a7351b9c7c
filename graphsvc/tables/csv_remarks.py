"""What is wrong with a CSV table, written into it: a last column of remarks, row by row."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from typing import TYPE_CHECKING

from graphsvc.isolation.workbook_marks import Mark, put_in
from graphsvc.locale import texts
from graphsvc.tables.columns import header_rows, plain_header
from graphsvc.tables.csv_tables import CsvTable, csv_table
from graphsvc.tables.guessing import guess_header
from graphsvc.tables.spreadsheet import safe_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["marked_csv"]


def marked_csv(
    content: bytes, marks: Sequence[tuple[int, Mark]], lang: str, *, apply: bool
) -> bytes:
    """Return a CSV table with its remarks: the same delimiter and encoding, a column more.

    UTF-8 is begun with a byte order mark, lest Excel take it for something else. A text that a
    spreadsheet would run as a formula is quoted; handed in again it is what it was.

    Args:
        marks: each with its row, counted from 1.
        apply: put what is surely meant in place of what cannot be read, and tell of it.
    """
    table = csv_table("", content)
    if not isinstance(table, CsvTable):
        return content
    header, titles = guess_header(header_rows(table.rows))
    told: defaultdict[int, list[Mark]] = defaultdict(list)
    below = next((number for number, _ in table.rows if number > header), header)
    for row, mark in marks:
        told[below if row <= header else row].append(mark)
    width = max((len(cells) for _, cells in table.rows), default=0)
    places = {plain_header(t): place for place, t in reversed([*enumerate(titles)])}
    rows: list[list[str]] = []
    last = 0
    for number, cells in table.rows:
        # A row that was empty is none, but the others keep their numbers.
        rows += [[] for _ in range(last + 1, number)]
        last = number
        given, changed = _applied(cells, told[number] if apply else (), places, lang)
        remark = " | ".join(changed.get(mark) or _said(mark, lang) for mark in told[number])
        if number == header:
            remark = texts("tables")["remarks"]["title"][lang]
        rows.append([*given, *[""] * (width - len(given)), remark])
    return _encoded(rows, table)


def _applied(
    cells: Sequence[str], marks: Iterable[Mark], places: Mapping[str, int], lang: str
) -> tuple[list[str], dict[Mark, str]]:
    """Return cells with what is surely meant put in, and of each mark that did how it is told."""
    said = texts("tables")["remarks"]
    given, changed = [*cells], dict[Mark, str]()
    for mark in marks:
        place = places.get(plain_header(mark.column)) if mark.column else None
        if place is None or place >= len(given):
            continue
        before = given[place]
        given[place] = put_in(before, mark)
        if given[place] != before:
            told = said["changed"][lang].format(before=before, after=given[place])
            changed[mark] = _line(said["cell"][lang].format(column=mark.column, text=told))
    return given, changed


def _said(mark: Mark, lang: str) -> str:
    said = texts("tables")["remarks"]
    text = mark.text
    if mark.column:
        text = said["cell"][lang].format(column=mark.column, text=mark.text)
    if mark.proposal:
        near = said["proposal" if mark.sure else "like"][lang].format(proposal=mark.proposal)
        text += f"; {near}"
    return _line(text)


def _line(text: str) -> str:
    return " ".join(text.split())


def _encoded(rows: Iterable[Sequence[str]], table: CsvTable) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=table.delimiter, lineterminator="\r\n")
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    text = written.getvalue()
    try:
        return text.encode(table.encoding)
    except UnicodeEncodeError:  # what the registry says may have letters that a file has not
        return text.encode("utf-8-sig")
