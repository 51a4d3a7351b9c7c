"""What the printable documents share: a page with margins and numbers, a table that repeats."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from docx.document import Document

__all__ = ["add_field", "as_bytes", "new_document", "printable", "printed_table"]

_FONT = "Times New Roman"  # of Russian official papers
_SHORT, _LONG = Mm(210), Mm(297)  # A4


def new_document(
    title: str, lang: str, page: tuple[str, str], made: datetime, *, wide: bool = False
) -> Document:
    """Return an empty A4 document whose footer numbers the pages.

    Args:
        title: for the properties of the file.
        page: the words before a page's number and before the count of pages.
        made: when it was made, as the file's properties tell.
        wide: whether the long side of the sheet is at the top.
    """
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (_LONG, _SHORT) if wide else (_SHORT, _LONG)
    section.left_margin, section.right_margin = Mm(20), Mm(15)
    section.top_margin = section.bottom_margin = Mm(15)
    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(11)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run(f"{page[0]} ")
    add_field(footer, "PAGE")
    footer.add_run(f" {page[1]} ")
    add_field(footer, "NUMPAGES")
    properties = document.core_properties
    properties.title, properties.language, properties.author = title, lang, "graphsvc"
    properties.created = properties.modified = made
    return document


def printed_table(
    document: Document, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
) -> None:
    """Add a table whose heads repeat on every page and whose rows are not split.

    Args:
        widths: of the columns, in millimetres.
    """
    table = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    table.autofit = False
    for place, cells in enumerate([heads, *rows]):
        row: Any = table.rows[0] if not place else table.add_row()
        _mark(row._tr.get_or_add_trPr(), "w:cantSplit")  # noqa: SLF001  # python-docx has no name for it
        if not place:
            _mark(row._tr.get_or_add_trPr(), "w:tblHeader")  # noqa: SLF001
        for cell, text, width in zip(row.cells, cells, widths, strict=True):
            cell.width = Mm(width)
            run = cell.paragraphs[0].add_run(printable(text))
            run.font.size, run.bold = Pt(9), not place


def as_bytes(document: Document) -> bytes:
    """Return the file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def printable(text: str) -> str:
    """Return a text without the control characters that XML has no place for."""
    return "".join(c for c in text if c.isprintable() or c in "\n\t")


def _mark(properties: Any, name: str) -> None:  # noqa: ANN401  # an element of lxml
    properties.append(properties.makeelement(qn(name)))


def add_field(
    paragraph: Any,  # noqa: ANN401  # python-docx has no fields
    name: str,
    shown: str = "",
    *,
    dirty: bool = False,
) -> None:
    """Add a field that the word processor fills in.

    Args:
        shown: what stands in its place until then.
        dirty: whether it is to be filled in as soon as the document is opened.
    """
    for kind in ("begin", "text", "separate", "shown", "end"):
        run = paragraph.add_run(shown if kind == "shown" else "")._r  # noqa: SLF001
        if kind == "text":
            run.append(run.makeelement(qn("w:instrText"), {qn("xml:space"): "preserve"}))
            run[-1].text = name
        elif kind != "shown":
            run.append(run.makeelement(qn("w:fldChar"), {qn("w:fldCharType"): kind}))
            if dirty and kind == "begin":
                run[-1].set(qn("w:dirty"), "true")
