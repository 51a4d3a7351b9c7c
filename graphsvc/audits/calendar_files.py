"""A body's calendar as a workbook, and as a document to print."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from graphsvc.audits.printing import as_bytes, new_document, printed_table
from graphsvc.locale import day, texts
from graphsvc.questions.formats import fit, safe_cell

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from graphsvc.audits.calendar import Calendar, Entry

__all__ = ["document", "table", "workbook"]

_WIDTHS = {
    "number": 6,
    "deadline": 24,
    "start": 12,
    "end": 12,
    "state": 22,
    "activity": 60,
    "plan": 40,
    "clause": 10,
    "named": 20,
    "decision": 32,
    "marked": 12,
    "evidence": 40,
    "record": 40,
}
"""The workbook's columns and their widths in characters."""
_PRINTED_MM = {"number": 10, "deadline": 42, "activity": 90, "plan": 62, "state": 34, "marked": 24}
"""The document's columns; together the width of a sheet less its margins."""
_SHOWN = {
    "start": 10,
    "end": 10,
    "state": 22,
    "activity": 60,
    "plan": 40,
    "clause": 6,
    "marked": 10,
}
"""The terminal's columns and their widths in characters."""
_DAYS = {"ru": "DD.MM.YYYY", "en": "YYYY-MM-DD"}


def workbook(calendar: Calendar, lang: str, address: Callable[[str], str]) -> bytes:
    """Return an XLSX file: a row an entry; a second sheet says what list it is.

    Args:
        address: where a record's page is, by its IRI.
    """
    words = texts("calendar")
    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise TypeError("a new workbook has a sheet")
    sheet.title = words["sheet"][lang]
    sheet.append([words[name][lang] for name in _WIDTHS])
    for number, entry in enumerate(calendar.entries, 1):
        cells = _cells(number, entry, address)
        sheet.append([_typed(value) for value in cells.values()])
    for place, (name, width) in enumerate(_WIDTHS.items(), 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.cell(1, place).font = Font(bold=True)
        for (cell,) in sheet.iter_rows(2, sheet.max_row, place, place):
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if name in ("start", "end", "marked"):
                cell.number_format = _DAYS[lang]
    sheet.freeze_panes = "A2"
    if calendar.entries:
        sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    about = book.create_sheet(words["about"][lang])
    for name, value in _about(calendar, lang):
        about.append([safe_cell(name), safe_cell(value)])
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 24, 80
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def document(calendar: Calendar, lang: str, made: datetime) -> bytes:
    """Return a DOCX file: a title, what list it is, a table, page numbers."""
    words = texts("calendar")
    title = f"{words['title'][lang]}: {calendar.body_label}"
    page = (words["page"][lang], words["of"][lang])
    paper = new_document(title, lang, page, made, wide=True)
    paper.add_heading(words["title"][lang], 0)
    for name, value in _about(calendar, lang):
        line = paper.add_paragraph()
        line.add_run(f"{name}: ").bold = True
        line.add_run(value)
        line.paragraph_format.space_after = 0
    paper.add_paragraph()
    if calendar.entries:
        heads = [words[name][lang] for name in _PRINTED_MM]
        rows = [_printed(n, entry, lang) for n, entry in enumerate(calendar.entries, 1)]
        printed_table(paper, heads, rows, list(_PRINTED_MM.values()))
    else:
        paper.add_paragraph(calendar.explanation or words["nothing"][lang])
    return as_bytes(paper)


def table(calendar: Calendar, lang: str) -> bytes:
    """Return a table for the terminal."""
    words = texts("calendar")
    rows = [[words[name][lang] for name in _SHOWN], ["─" * width for width in _SHOWN.values()]]
    for number, entry in enumerate(calendar.entries, 1):
        cells = _cells(number, entry, str)
        rows.append(["" if cells[name] is None else str(cells[name]) for name in _SHOWN])
    widths = _SHOWN.values()
    lines = ["  ".join(map(fit, row, widths)).rstrip() for row in rows]
    about = [f"{name}: {value}" for name, value in _about(calendar, lang)]
    shown = lines if calendar.entries else [calendar.explanation]
    return ("\n".join([*about, "", *shown]) + "\n").encode()


def _about(calendar: Calendar, lang: str) -> list[tuple[str, str]]:
    words = texts("calendar")
    period = calendar.period
    first, last = (_written(d, lang) for d in (period.since, period.until))
    labels = {e.state: e.state_label for e in calendar.entries}
    states = "; ".join(f"{labels[s]}: {n}" for s, n in calendar.states.items())
    return [
        (words["body"][lang], calendar.body_label),
        (words["period"][lang], f"{first} – {last}"),
        (words["on"][lang], _written(calendar.on, lang)),
        (words["state"][lang], states or "—"),
        (words["made"][lang], str(calendar.receipt["sequence"])),
    ]


def _cells(
    number: int, entry: Entry, address: Callable[[str], str]
) -> dict[str, str | int | date | None]:
    return {
        "number": number,
        "deadline": entry.deadline,
        "start": entry.start,
        "end": entry.end,
        "state": entry.state_label,
        "activity": entry.activity_label,
        "plan": entry.plan_label,
        "clause": entry.clause,
        "named": entry.named,
        "decision": entry.decision_label,
        "marked": entry.marked_on,
        "evidence": entry.evidence,
        "record": address(entry.activity),
    }


def _typed(value: str | int | date | None) -> str | int | date | None:
    """Return a cell's value; text that would be run as a formula is quoted, days stay days."""
    if not isinstance(value, str):
        return value
    text = safe_cell(value)
    return text if isinstance(text, str) and text else None


def _printed(number: int, entry: Entry, lang: str) -> list[str]:
    words = texts("calendar")
    days = f"{_written(entry.start, lang)} – {_written(entry.end, lang)}"
    if entry.start is None or entry.start == entry.end:
        days = _written(entry.end, lang) or words["undated"][lang]
    plan = [entry.plan_label]
    if entry.clause:
        plan.append(words["clause_short"][lang].format(clause=entry.clause))
    if entry.decision:
        plan.append(f"{words['decision'][lang]}: {entry.decision_label}")
    state = [entry.state_label, *([words["early"][lang]] if entry.early else [])]
    return [
        str(number),
        "\n".join(filter(None, (entry.deadline, days))),
        entry.activity_label,
        "\n".join(plan),
        "\n".join(state),
        _written(entry.marked_on, lang),
    ]


def _written(value: date | None, lang: str) -> str:
    return day(value.isoformat(), lang) if value else ""
