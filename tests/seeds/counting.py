"""What the five source texts themselves say, counted without a look at the tables.

Each parser knows the form in which a text prints its plan, clauses or names, and nothing of how it
was transcribed: that is what makes a comparison with the tables worth something.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
"""The months as dates print them, January first."""
# A requisite may leave the day blank («от             февраля 2019 года N»): a date all the same.
_DATE = re.compile(
    rf"\b\d\d\.\d\d\.\d{{4}}\b|\b(?:\d{{1,2}}\s+)?(?:{'|'.join(MONTHS)})\s+\d{{4}}\s+года\b"
)
_NAME = r"[А-ЯЁ][а-яё]+"
_PERSON = re.compile(rf"(?P<last>{_NAME})[ ](?P<first>[А-ЯЁ])\.\s?(?P<middle>[А-ЯЁ])\b")
_PERSON_TURNED = re.compile(rf"\b(?P<first>[А-ЯЁ])\.\s?(?P<middle>[А-ЯЁ])\.[ ](?P<last>{_NAME})")
_ROW_NUMBER = re.compile(r"\d+\.\d+\.?")
_CLAUSE = re.compile(r"\s*(\d+(?:\.\d+)*)\.\s")
_INTRODUCTION = re.compile(r"\(далее\s*[–-]?\s*([^()]+?)\s*\)")
_ITEM = re.compile(r"<li>(.*?)</li>")
_FOOTNOTE = re.compile(
    r"(?:\[[^]]*\])?\s*(?P<key>[^-]*[^-*\s])(?P<mark>\**)\s*-\s+(?P<words>.+?);?"
)
_BLANK_PLAN_WIDTH = 5  # number (blank), activity, deadline, responsible, mark of completion


@dataclass
class PlanRow:
    """A row of a plan, page breaks joined; `number` is empty where none is printed.

    Attributes:
        lines: the lines of the text it is printed on, the blank ones left out.
        items: the bulleted items of its title, which are then no part of `title`.
    """

    number: str
    lines: list[int] = field(default_factory=list)
    title: str = ""
    deadline: str = ""
    responsible: str = ""
    result: str = ""
    items: list[str] = field(default_factory=list)


def collapse(text: str) -> str:
    """Return `text` with each run of white space made one space, none at the ends."""
    return " ".join(text.split())


def lines_of(text: Path) -> list[str]:
    """Return the lines of a text; line N of the source stands at N - 1."""
    return text.read_text(encoding="utf-8").split("\n")


def words_of(printed: str) -> str:
    """Return the words of a cell without its HTML tags, white space collapsed."""
    return collapse(re.sub(r"<[^>]+>", " ", printed))


def unnumbered_plan(lines: list[str]) -> list[PlanRow]:
    """Return the rows of a plan printed one cell a paragraph, each cell opened by a tab.

    The first row of cells is the header. Paragraphs without a tab go on with the cell before; what
    follows the last cell of the table belongs to no row.
    """
    cells: list[tuple[int, list[str]]] = []
    for number, line in enumerate(lines, 1):
        if line.startswith("\t"):
            cells.append((number, [line]))
        elif cells:
            cells[-1][1].append(line)
    if len(cells) % _BLANK_PLAN_WIDTH:
        raise ValueError(f"{len(cells)} cells are no whole number of rows")
    rows = []
    for start in range(_BLANK_PLAN_WIDTH, len(cells), _BLANK_PLAN_WIDTH):
        blank, title, deadline, responsible, _mark = cells[start : start + _BLANK_PLAN_WIDTH]
        if collapse(" ".join(blank[1])):
            raise ValueError(f"line {blank[0]}: a number where none is expected")
        texts = (collapse(" ".join(cell[1])) for cell in (title, deadline, responsible))
        span = range(title[0], responsible[0] + len(responsible[1]))
        row = PlanRow("", [n for n in span if lines[n - 1].strip()])
        row.title, row.deadline, row.responsible = texts
        rows.append(row)
    return rows


def numbered_plan(lines: list[str]) -> list[PlanRow]:
    """Return the rows of a plan printed one line a row, cells parted by tabs.

    The header says how many cells there are. A row without a number goes on with the row before it,
    cell by cell: a page break parted them. Where such a row lost its empty number cell as well, its
    cells are moved to the right. A heading of a section, with or without markup, ends a row.
    """
    rows: list[PlanRow] = []
    width = 0
    for number, line in enumerate(lines, 1):
        cells = line.split("\t")
        first = words_of(cells[0])
        if first.startswith("№") and len(cells) > 1:
            width = len(cells)
        elif not width or not line.strip("- \t"):
            continue
        elif _ROW_NUMBER.fullmatch(first):
            rows.append(PlanRow(first))
            _join(rows[-1], number, cells)
        elif not re.match(r"\d+\. ", first):
            _join(rows[-1], number, ["", *cells][-width:])
    return rows


def _join(row: PlanRow, line: int, cells: list[str]) -> None:
    row.lines.append(line)
    row.items += [words_of(item).strip("•,;. ") for item in _ITEM.findall(cells[1])]
    _, title, *rest = (words_of(_ITEM.sub(" ", cell)) for cell in cells)
    if row.items:
        title = title.rstrip(": ")
    row.title = collapse(f"{row.title} {title}")
    for name, words in zip(("deadline", "responsible", "result"), rest, strict=False):
        setattr(row, name, collapse(f"{getattr(row, name)} {words}"))


def sections(lines: list[str]) -> list[str]:
    """Return the numbers of a numbered plan's section headings («1», «2» …) in order."""
    started = False
    found = []
    for line in lines:
        first = words_of(line.split("\t")[0])
        started = started or first.startswith("№")
        if started and (match := re.match(r"(\d+)\. ", first)):
            found.append(match[1])
    return found


def clauses(lines: list[str]) -> list[str]:
    """Return the numbers of clauses and of list items («1», «3.2» …) that open a line, in order."""
    return [match[1] for line in lines if (match := _CLAUSE.match(line))]


def persons(lines: list[str]) -> Counter[str]:
    """Return how often each person is named, as «Surname I.O.» whatever the order printed.

    A full stop missing at the end is the same name; other initials are another.
    """
    text = "\n".join(lines)
    found = [*_PERSON.finditer(text), *_PERSON_TURNED.finditer(_PERSON.sub(" ", text))]
    return Counter(f"{m['last']} {m['first']}.{m['middle']}." for m in found)


def dates(lines: list[str]) -> list[tuple[int, str]]:
    """Return (line, date as printed) of every date of a day, or of a blank day in a named month."""
    return [
        (number, collapse(match[0]))
        for number, line in enumerate(lines, 1)
        for match in _DATE.finditer(line)
    ]


def quoted(lines: list[str]) -> list[tuple[int, str]]:
    """Return (line, words) of every name in «…» or \"…\", the innermost where they are nested."""
    return [
        (number, collapse(match[1] or match[2]))
        for number, line in enumerate(lines, 1)
        for match in re.finditer(r'«([^«»]+)»|"([^"<>=]+)"(?!>)', line)
        if not re.search(r'="$', line[: match.start() + 1])  # an attribute of the markup
    ]


def introduced(lines: list[str]) -> list[str]:
    """Return the short names that a text introduces by «(далее – X)», in order, as printed."""
    return [collapse(match[1]) for line in lines for match in _INTRODUCTION.finditer(line)]


def unquoted(name: str) -> str:
    """Return a name without the quotation marks that enclose the whole of it."""
    return name[1:-1] if name.startswith("«") and name.endswith("»") else name


def footnotes(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yield (abbreviation with its asterisks, expansion) of each footnote below the table."""
    tabbed = max(number for number, line in enumerate(lines, 1) if line.startswith("\t"))
    for line in lines[tabbed:]:
        if match := _FOOTNOTE.fullmatch(line.strip()):
            yield collapse(match["key"]) + match["mark"], collapse(match["words"])
