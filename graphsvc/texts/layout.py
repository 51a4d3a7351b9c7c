"""How a text is laid out: headings, clauses, items, rows of tables, line by line.

A text is plain, with tabs between the cells of a table and with what is left of Markdown or HTML.
Two kinds of table occur: one line a row, its cells parted by tabs or bars; and one cell a
paragraph, each opened by a tab, as many to a row as the header has. A layout only arranges what is
printed: every line keeps its number and its words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from graphsvc.locale import texts

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

__all__ = ["Block", "PrintedLine", "lay_out", "plain"]

_TAG: Final = re.compile(r"</?[a-z][^>]*>", re.IGNORECASE)
_ITEM_TAG: Final = re.compile(r"<li>", re.IGNORECASE)
_ITEM_SIGN: Final = re.compile(r"\s*\0\s*(?:•\s*)?")
_BOOKMARK: Final = re.compile(r"^\[bookmark: [^]]*\]")
_BOLD_END: Final = re.compile(r"(?<!\*)\*\*$")  # three stars are a footnote's mark
_BAR: Final = re.compile(r"\s\|(?=\s|$)")
_WORDS: Final[dict[str, str]] = texts("layout")
_SECTION: Final = re.compile(_WORDS["section"] + r"(\d{1,2})\.\s+\S")
_CLAUSE: Final = re.compile(r"(\d{1,2}(?:\.\d{1,2})+)\.?\s")
_ROW_NUMBER: Final = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?")
_ITEM: Final = re.compile(r"[–—•-]\s")
_STAMP: Final = re.compile(_WORDS["stamp"], re.IGNORECASE)
_STAMP_CHARACTERS: Final = 60
_HEADING_CHARACTERS: Final = 260
_TITLE_LETTERS: Final = 8
_WEIGHTS: Final = (4, 9, 16, 28, 60)
"""A column is as wide as its longest cells ask for: the steps, in characters."""


@dataclass
class PrintedLine:
    """One line of a text.

    Attributes:
        role: `letterhead` (what stands above the first title), `stamp` (of approval), `title`,
            `heading`, `clause`, `item`, `paragraph`, `head` (of a table), `row`, `continued` (a row
            parted by a page break), `cell` or `blank`.
        number: the printed number of a heading, clause or row, empty where none is printed.
        cells: the words without markup, one text a cell; a line that is no row has one.
        column: the name of the column a `cell` stands in, empty where it only goes on.
        row: which row of its table a `cell` is part of, from 1.
    """

    place: int
    role: str
    cells: tuple[str, ...]
    number: str = ""
    column: str = ""
    row: int = 0


@dataclass
class Block:
    """Lines that belong together: `flow` (running text) or a `table`, whose `columns` have widths.

    Attributes:
        columns: the names of the columns, empty for running text and for a table of cells.
        weights: how wide each column is, 0 (narrow) to 5.
    """

    kind: str
    lines: list[PrintedLine] = field(default_factory=list[PrintedLine])
    columns: tuple[str, ...] = ()
    weights: tuple[int, ...] = ()


def lay_out(lines: Sequence[str], titles: Collection[int] = ()) -> list[Block]:
    """Return the blocks of a text, in order.

    Args:
        titles: the numbers of the lines that print the name of a document.
    """
    blocks: list[Block] = []
    place = 0
    while place < len(lines):
        size = _cell_table(lines, place) or _row_table(lines, place)
        if size:
            table = _cells if _cell_table(lines, place) else _rows
            blocks.append(table(lines, place, size))
            place += size
            continue
        if not blocks or blocks[-1].kind != "flow":
            blocks.append(Block("flow"))
        before = blocks[-1].lines[-1] if blocks[-1].lines else None
        blocks[-1].lines.append(_flowing(lines, place, titles, before))
        place += 1
    return blocks


def plain(text: str) -> str:
    """Return the words of a line without markup, each run of white space made one space.

    Items of a list within a line begin with a line feed and a dot.
    """
    text = _BOOKMARK.sub("", _TAG.sub(" ", _ITEM_TAG.sub("\0", text)))
    text = " ".join(text.split()).lstrip("# ")
    text = _BOLD_END.sub("", text.removeprefix("**"))
    return _ITEM_SIGN.sub("\n• ", text).strip()


def _split(line: str) -> list[str]:
    """Return the cells of a line, one where it is no row of a table."""
    return line.split("\t") if "\t" in line else _BAR.split(line)


# One line a row


def _row_table(lines: Sequence[str], start: int) -> int:
    """Return of how many lines the table consists that begins here, 0 for none."""
    head = _split(lines[start])
    if len(head) < 3 or not head[0].strip().startswith(_WORDS["number_column"]):  # noqa: PLR2004  # a number, a name, a date at least
        return 0
    end = start + 1
    for place in range(start + 1, len(lines)):
        text = lines[place].strip()
        if not text:
            continue
        if len(_split(lines[place])) == 1 and not _SECTION.match(plain(text)):
            break
        end = place + 1
    return end - start


def _rows(lines: Sequence[str], start: int, size: int) -> Block:
    columns = tuple(plain(cell) for cell in _split(lines[start]))
    table = Block("table", columns=columns)
    for place in range(start, start + size):
        cells = [plain(cell) for cell in _split(lines[place])]
        table.lines.append(_row(place + 1, cells, len(columns), head=place == start))
    table.weights = _weights(table)
    return table


def _row(number: int, cells: list[str], width: int, *, head: bool) -> PrintedLine:
    filled = [c for c in cells if c]
    if head:
        return PrintedLine(number, "head", tuple(cells))
    if not filled:
        return PrintedLine(number, "blank", ("",))
    section = _SECTION.match(filled[0])
    if len(filled) == 1 and section:
        return PrintedLine(number, "heading", (filled[0],), section[1])
    if not any(c.strip("-") for c in filled):
        return PrintedLine(number, "paragraph", (" ".join(filled),))
    printed = cells[0] if _ROW_NUMBER.fullmatch(cells[0]) else ""
    # A row that a page break parted may have lost its empty number cell as well.
    padded = cells if printed else [*[""] * (width - len(cells)), *cells]
    cells = (padded + [""] * width)[:width]
    return PrintedLine(number, "row" if printed else "continued", tuple(cells), printed.rstrip("."))


def _weights(table: Block) -> tuple[int, ...]:
    rows = [line.cells for line in table.lines if line.role in ("head", "row", "continued")]
    longest = [
        sorted(len(cells[n]) for cells in rows)[-max(1, len(rows) // 4)]
        for n in range(len(table.columns))
    ]
    return tuple(sum(length > step for step in _WEIGHTS) for length in longest)


# One cell a paragraph


def _cell_table(lines: Sequence[str], start: int) -> int:
    width = _width(lines, start)
    if width < 3:  # noqa: PLR2004  # two indented paragraphs are no table
        return 0
    column, last = 0, start
    for place in range(start, len(lines)):
        line = lines[place]
        if line.startswith("\t"):
            column = column % width + 1
        elif line.strip() and column == width and not lines[place - 1].strip():
            break
        if line.strip() or line.startswith("\t"):
            last = place
    return last + 1 - start


def _width(lines: Sequence[str], start: int) -> int:
    """Return how many lines in a row are cells with nothing more: the header of such a table."""
    width = 0
    while start + width < len(lines) and lines[start + width].startswith("\t"):
        if "\t" in lines[start + width][1:]:
            return 0
        width += 1
    return width


def _cells(lines: Sequence[str], start: int, size: int) -> Block:
    width = _width(lines, start)
    names = [plain(line) for line in lines[start : start + width]]
    table = Block("cells")
    row, column = 0, -1
    for place in range(start, start + size):
        line, opens = lines[place], lines[place].startswith("\t")
        if opens:
            column = (column + 1) % width
            row += column == 0
        text = plain(line)
        if row == 1 and opens:
            table.lines.append(PrintedLine(place + 1, "head" if text else "blank", (text,)))
        elif not text:
            table.lines.append(PrintedLine(place + 1, "blank", ("",), row=row - 1))
        else:
            name = names[column] if opens else ""
            found = _numbered(text)
            table.lines.append(PrintedLine(place + 1, "cell", (text,), found, name, row - 1))
    return table


# Running text


def _flowing(
    lines: Sequence[str], place: int, titles: Collection[int], before: PrintedLine | None
) -> PrintedLine:
    text = plain(lines[place])
    if role := _formal(lines, place, titles, before):
        return PrintedLine(place + 1, role, (text,))
    if clause := _CLAUSE.match(text):
        return PrintedLine(place + 1, "clause", (text,), clause[1])
    if section := _SECTION.match(text):
        short = len(text) < _HEADING_CHARACTERS and text[-1] not in ".;:"
        return PrintedLine(place + 1, "heading" if short else "clause", (text,), section[1])
    alone = before is None or before.role != "paragraph"
    item = _ITEM.match(text) or (text[0].islower() and alone)
    return PrintedLine(place + 1, "item" if item else "paragraph", (text,))


def _formal(
    lines: Sequence[str], place: int, titles: Collection[int], before: PrintedLine | None
) -> str:
    """Return the role of a line that is no part of what a document says, empty for any other."""
    text = plain(lines[place])
    if not text:
        return "blank"
    goes_on = before is not None and before.role == "title"
    if place + 1 in titles and (goes_on or sum(map(str.isalpha, text)) >= _TITLE_LETTERS):
        return "title"
    if _stamped(lines, place, titles):
        return "stamp"
    return "letterhead" if place + 1 < min(titles, default=0) else ""


def _stamped(lines: Sequence[str], place: int, titles: Collection[int]) -> bool:
    """Return whether a line is part of a stamp of approval: short lines, the first says so."""
    while place >= 0 and place + 1 not in titles:
        text = lines[place].strip()
        if not text or len(text) > _STAMP_CHARACTERS:
            return False
        if _STAMP.match(text):
            return True
        place -= 1
    return False


def _numbered(text: str) -> str:
    found = re.match(r"(\d{1,2})\.\s", text)
    return found[1] if found else ""
