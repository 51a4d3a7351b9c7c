"""A report is the same in HTML, DOCX and XLSX, and none of them runs what a cell says."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from graphsvc.audits.paper import Paper, Section, Sheet, Table, as_docx, as_html, as_xlsx

FORMULA = '=HYPERLINK("https://example.org")'
HEADS, ROWS = ("орган", "найдено"), ((FORMULA, "<b>нет</b>\x07"), ("Совет", "нет"))
PAPER = Paper(
    "Отчёт",
    "ru",
    date(2026, 11, 22),
    ["Состояние на 22.11.2026."],
    [
        Section("Сводка", paragraphs=["Замечаний: 2."]),
        Section("По органам", 2, table=Table(HEADS, ROWS, (1, 3))),
        Section("Планы"),
        Section("Сроки", 2),
        Section("Итоги", 2),
    ],
    [Sheet("Замечания [все]: " + "длинное имя " * 4, HEADS, ROWS)],
    "Учебные данные.",
)
NUMBERED = ["1. Сводка", "1.1. По органам", "2. Планы", "2.1. Сроки", "2.2. Итоги"]


@pytest.fixture
def document() -> Any:
    return docx.Document(io.BytesIO(as_docx(PAPER)))


def fields(part: Any) -> list[str]:
    return [e.text.split()[0] for e in part.iter(qn("w:instrText"))]


def test_a_document_has_headings_contents_and_page_numbers(document: Any) -> None:
    headed = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headed == NUMBERED
    assert fields(document.element.body) == ["TOC"]
    assert fields(document.sections[0].footer._element) == ["PAGE", "NUMPAGES"]
    begins = [e for e in document.element.body.iter(qn("w:fldChar")) if e.get(qn("w:dirty"))]
    assert len(begins) == 1  # a word processor fills the contents in on opening
    kinds = [e.get(qn("w:fldCharType")) for e in document.element.body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]
    shown = "\n".join(p.text for p in document.paragraphs)
    assert "\n".join(NUMBERED) in shown  # until then it has them without pages
    assert "Учебные данные." in shown


def test_a_documents_table_is_as_wide_as_the_page(document: Any) -> None:
    (table,) = document.tables
    cells = [[c.text for c in row.cells] for row in table.rows]
    assert cells == [list(HEADS), [FORMULA, "<b>нет</b>"], ["Совет", "нет"]]
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    assert 0.9 * room <= sum(c.width for c in table.rows[0].cells) <= room


def test_a_page_links_its_contents_and_escapes_what_it_is_given() -> None:
    page = as_html(PAPER).decode()
    for number, title in enumerate(NUMBERED, 1):
        assert f'<a href="#s{number}">{title}</a>' in page
        assert f'id="s{number}">{title}</h' in page
    assert "&lt;b&gt;нет&lt;/b&gt;" in page
    assert "<b>" not in page
    assert "http" not in page.replace("https://example.org", "")  # it needs nothing but itself


def test_a_workbook_runs_no_cell_as_a_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(PAPER)))
    about, sheet = book.worksheets
    assert [c.value for c in about["A"]] == ["Отчёт", "Учебные данные.", "Состояние на 22.11.2026."]
    assert [c.value for c in sheet["A"]] == ["орган", "'" + FORMULA, "Совет"]
    assert {c.data_type for row in sheet.iter_rows() for c in row} == {"s"}
    assert sheet.freeze_panes == "A2"
