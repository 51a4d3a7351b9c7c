"""A report as people print it: sections with tables, the same in HTML, DOCX and XLSX."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, StrictUndefined, select_autoescape
from openpyxl import Workbook

from graphsvc.audits.formats import add_sheet, saved
from graphsvc.audits.printing import add_field, as_bytes, new_document, printable, printed_table
from graphsvc.locale import texts

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Paper", "Section", "Sheet", "Table", "as_docx", "as_html", "as_xlsx"]

_PAGE_MM = 262
"""What a table may take of a sheet of A4 laid across, less its margins."""
_DEPTH = 2
"""Levels of headings in the table of contents."""


@dataclass(frozen=True)
class Table:
    """A table; `shares` are the columns' parts of the page's width."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    shares: Sequence[int]


@dataclass(frozen=True)
class Section:
    """A part of a report; `level` 1 is a chapter, 2 a part of one."""

    title: str
    level: int = 1
    paragraphs: Sequence[str] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook: a table that can be filtered."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[object]]


@dataclass(frozen=True)
class Paper:
    """A report.

    Attributes:
        intro: the lines under its title.
        warning: what has to be told before everything else, such as that the data are made up.
    """

    title: str
    lang: str
    on: date
    intro: Sequence[str]
    sections: Sequence[Section]
    sheets: Sequence[Sheet]
    warning: str = ""
    words: dict[str, dict[str, str]] = field(default_factory=lambda: texts("audits")["paper"])

    def word(self, name: str) -> str:
        """Return a word of the report's language."""
        return self.words[name][self.lang]


def as_html(paper: Paper) -> bytes:
    """Return a page that needs nothing but itself, made to be printed."""
    folder = files("graphsvc.audits").joinpath("templates")
    environment = Environment(
        autoescape=select_autoescape(default=True), undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    template = environment.from_string(folder.joinpath("paper.html").read_text("utf-8"))
    return template.render(paper=paper, numbered=_numbered(paper)).encode()


def as_xlsx(paper: Paper) -> bytes:
    """Return a workbook: what the report is, then its tables."""
    book = Workbook()
    first = [[line] for line in (paper.warning, *paper.intro) if line]
    add_sheet(book, paper.word("about"), [paper.title], first)
    book[paper.word("about")].column_dimensions["A"].width = 100
    for sheet in paper.sheets:
        add_sheet(book, sheet.title, sheet.heads, sheet.rows)
    return saved(book)


def as_docx(paper: Paper) -> bytes:
    """Return a document with a table of contents, headings and numbered pages."""
    made = datetime.combine(paper.on, time())
    page = (paper.word("page"), paper.word("of"))
    document: Any = new_document(paper.title, paper.lang, page, made, wide=True)
    document.add_heading(printable(paper.title), level=0)
    for line in paper.intro:
        document.add_paragraph(printable(line))
    if paper.warning:
        document.add_paragraph().add_run(printable(paper.warning)).bold = True
    document.add_paragraph().add_run(paper.word("contents")).bold = True
    contents = document.add_paragraph()
    # What stands in the field until a word processor fills it in, as it does on opening.
    shown = "\n".join(f"{number} {section.title}" for number, section in _numbered(paper))
    add_field(contents, f'TOC \\o "1-{_DEPTH}" \\h \\z \\u', printable(shown), dirty=True)
    document.add_page_break()
    for number, section in _numbered(paper):
        document.add_heading(printable(f"{number} {section.title}"), level=section.level)
        for text in section.paragraphs:
            document.add_paragraph(printable(text))
        if section.table:
            table = section.table
            whole = sum(table.shares)
            widths = [_PAGE_MM * share / whole for share in table.shares]
            printed_table(document, table.heads, table.rows, widths)
    return as_bytes(document)


def _numbered(paper: Paper) -> list[tuple[str, Section]]:
    """Return the sections, each with its number, such as 1. or 1.1."""
    found: list[tuple[str, Section]] = []
    chapter = part = 0
    for section in paper.sections:
        if section.level == 1:
            chapter, part = chapter + 1, 0
            found.append((f"{chapter}.", section))
        else:
            part += 1
            found.append((f"{chapter}.{part}.", section))
    return found
