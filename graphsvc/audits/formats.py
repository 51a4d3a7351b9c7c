"""Findings as JSON, CSV, XLSX or a table for the terminal."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from openpyxl.worksheet.properties import PageSetupProperties

from graphsvc.locale import day, texts
from graphsvc.questions.formats import fit, safe_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graphsvc.audits.finding import Failure, Finding, Findings

__all__ = [
    "COLUMNS",
    "FORMATS",
    "add_sheet",
    "cells",
    "finding_json",
    "findings_json",
    "headings",
    "saved",
    "tell_failure",
    "word",
    "write",
]

FORMATS = ("table", "json", "csv", "xlsx")
COLUMNS = (
    *("severity", "audit", "body", "about", "expected", "found", "next"),
    *("clause", "basis", "since", "due", "waiver", "id"),
)
_SHOWN = {"severity": 12, "body": 32, "about": 32, "found": 64, "next": 48}
"""Columns of the terminal's table and their width in characters."""
_WIDTHS = {"expected": 48, "found": 48, "next": 48, "about": 36, "body": 36, "audit": 32}
_WIDTH = 16


def write(found: Findings, name: str, lang: str) -> bytes:
    """Return findings in the format called `name`, one of `FORMATS`."""
    return _WRITERS[name](found, lang)


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as the API gives it; what there is not is null."""
    waiver = finding.waiver
    return {
        "id": finding.id,
        "audit": finding.audit,
        "title": finding.title,
        "severity": finding.severity,
        "body": finding.body or None,
        "bodyLabel": finding.body_label or None,
        "about": finding.about,
        "aboutLabel": finding.about_label,
        "clause": finding.clause or None,
        "basis": finding.basis or None,
        "basisLabel": finding.basis_label or None,
        "expected": finding.expected,
        "found": finding.found,
        "since": finding.since.isoformat() if finding.since else None,
        "due": finding.due.isoformat() if finding.due else None,
        "nextStep": finding.next_step,
        "remedy": finding.remedy or None,
        "receipt": finding.receipt,
        "waiver": {
            "id": waiver.iri,
            "since": waiver.since.isoformat(),
            "until": waiver.until.isoformat(),
            "reason": waiver.reason,
            "body": waiver.decided_by,
            "bodyLabel": waiver.decided_by_label,
        }
        if waiver
        else None,
    }


def findings_json(
    found: Findings, *, start: int = 0, limit: int | None = None, following: str | None = None
) -> dict[str, Any]:
    """Return findings as the API gives them, those of one page where there is a limit."""
    end = None if limit is None else start + limit
    return {
        "date": found.on.isoformat(),
        "sequence": found.sequence,
        "findings": [finding_json(f) for f in found.findings[start:end]],
        "count": len(found.findings),
        "next": following,
        "failed": [{"audit": f.audit, "title": f.title, "error": f.error} for f in found.failures],
    }


def word(name: str, lang: str) -> str:
    """Return a word of `locale/audits.toml`."""
    return str(texts("audits")["words"][name][lang])


def headings(lang: str) -> dict[str, str]:
    """Return what the columns of a table of findings are called."""
    names: dict[str, dict[str, str]] = texts("audits")["column"]
    return {name: names[name][lang] for name in COLUMNS}


def cells(finding: Finding, lang: str) -> dict[str, str]:
    """Return a finding as a row for people, by column."""
    waiver = finding.waiver
    severities: dict[str, dict[str, str]] = texts("audits")["severity"]
    return {
        "severity": severities[finding.severity][lang],
        "audit": finding.title,
        "body": finding.body_label or word("nobody", lang),
        "about": finding.about_label,
        "expected": finding.expected,
        "found": finding.found,
        "next": finding.next_step,
        "clause": finding.clause,
        "basis": finding.basis_label,
        "since": day(finding.since.isoformat(), lang) if finding.since else "",
        "due": day(finding.due.isoformat(), lang) if finding.due else "",
        "waiver": word("waived_until", lang).format(
            until=day(waiver.until.isoformat(), lang),
            reason=waiver.reason,
            body=waiver.decided_by_label,
        )
        if waiver
        else "",
        "id": finding.id,
    }


def tell_failure(failure: Failure, lang: str) -> str:
    """Return a sentence on an audit that could not be asked."""
    return word("failed", lang).format(title=failure.title, error=failure.error)


def add_sheet(
    book: Workbook, title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Add a sheet with a fixed first row; no text in it is run as a formula."""
    allowed = INVALID_TITLE_REGEX.sub(" ", title)[:31]  # a workbook allows no longer name
    sheet = book.create_sheet(allowed)
    sheet.append([_cell(head) for head in heads])
    for row in rows:
        sheet.append([_cell(value) for value in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for line in sheet.iter_rows():
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    if heads:
        sheet.auto_filter.ref = sheet.dimensions
    by_head = {
        h: _WIDTHS.get(n, _WIDTH) for lang in ("ru", "en") for n, h in headings(lang).items()
    }
    for number, head in enumerate(heads, 1):
        width = by_head.get(head, 2 * _WIDTH)
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def saved(book: Workbook) -> bytes:
    """Return a workbook's file, without the empty sheet it was made with."""
    if book.active is not None and len(book.sheetnames) > 1:
        book.remove(book[book.sheetnames[0]])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(value: object) -> object:
    """Return a cell that a workbook can hold and does not run."""
    shown = safe_cell(value)
    return ILLEGAL_CHARACTERS_RE.sub("", shown) if isinstance(shown, str) else shown


def _json(found: Findings, _: str) -> bytes:
    return json.dumps(findings_json(found), ensure_ascii=False, indent=2).encode() + b"\n"


def _csv(found: Findings, _: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    flat = [_flat(finding_json(f)) for f in found.findings]
    names = list(flat[0]) if flat else ["id", "audit", "severity"]
    writer.writerow(names)
    writer.writerows([safe_cell(row[n]) for n in names] for row in flat)
    return out.getvalue().encode("utf-8-sig")


def _flat(finding: dict[str, Any]) -> dict[str, Any]:
    waiver: dict[str, str] = finding.pop("waiver") or {}
    finding.pop("about")
    return finding | {"waivedUntil": waiver.get("until"), "waiver": waiver.get("id")}


def _xlsx(found: Findings, lang: str) -> bytes:
    book = Workbook()
    rows = ([*cells(f, lang).values()] for f in found.findings)
    add_sheet(book, word("findings", lang), [*headings(lang).values()], rows)
    if found.failures:
        told = [[tell_failure(f, lang)] for f in found.failures]
        add_sheet(book, word("not_asked", lang), [word("not_asked", lang)], told)
    return saved(book)


def _table(found: Findings, lang: str) -> bytes:
    heads = headings(lang)
    lines = ["  ".join(fit(heads[n], width) for n, width in _SHOWN.items()).rstrip()]
    lines.append("  ".join("─" * width for width in _SHOWN.values()))
    for finding in found.findings:
        row = cells(finding, lang)
        lines.append("  ".join(fit(row[n], width) for n, width in _SHOWN.items()).rstrip())
    waived = sum(1 for f in found.findings if f.waiver)
    told = word("counted", lang).format(count=len(found.findings), waived=waived)
    lines = [*lines, "", told] if found.findings else [word("none_found", lang)]
    return ("\n".join([*lines, *(tell_failure(f, lang) for f in found.failures)]) + "\n").encode()


_WRITERS = {"table": _table, "json": _json, "csv": _csv, "xlsx": _xlsx}
