"""What is wrong with a CSV table, written into it: a last column of remarks, row by row."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from typing import TYPE_CHECKING

from graphsvc.locale import texts
from graphsvc.tables.columns import header_rows, plain_header
from graphsvc.tables.csv_tables import CsvTable, csv_table
from graphsvc.tables.guessing import guess_header
from graphsvc.tables.spreadsheet import safe_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graphsvc.isolation.workbook_marks import Mark

__all__ = ["marked_csv"]


def marked_csv(
    content: bytes, marks: Sequence[tuple[int, Mark]], lang: str, *, apply: bool
) -> bytes:
    """Return a CSV table with its remarks: the same delimiter and encoding, a column more.

    UTF-8 is begun with a byte order mark, lest Excel take it for something else. A text that a
    spreadsheet would run as a formula is quoted; handed in again it is what it was.

    Args:
        marks: each with its row, counted from 1.
        apply: put what is proposed in place of what cannot be read.
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
        given = _applied(cells, told[number], places) if apply else [*cells]
        remark = " | ".join(_said(mark, lang, apply=apply) for mark in told[number])
        if number == header:
            remark = texts("tables")["remarks"]["title"][lang]
        rows.append([*given, *[""] * (width - len(given)), remark])
    return _encoded(rows, table)


def _applied(cells: Sequence[str], marks: Iterable[Mark], places: Mapping[str, int]) -> list[str]:
    given = [*cells]
    for mark in marks:
        place = places.get(plain_header(mark.column)) if mark.column else None
        if mark.proposal and place is not None and place < len(given):
            text = given[place]
            if mark.value in text:
                # Of several values in a cell the wrong one alone gives way.
                given[place] = (
                    text.replace(mark.value, mark.proposal, 1) if mark.value else mark.proposal
                )
    return given


def _said(mark: Mark, lang: str, *, apply: bool) -> str:
    said = texts("tables")["remarks"]
    text = mark.text
    if mark.column:
        text = said["cell"][lang].format(column=mark.column, text=mark.text)
    if mark.proposal and not apply:
        text += "; " + said["proposal"][lang].format(proposal=mark.proposal)
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
