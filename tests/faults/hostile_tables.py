"""Tables and workbooks that are made to hurt, by name; each with what it must be refused for."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any, Final

from openpyxl import Workbook

from graphsvc.tables.workbook import MAPPING
from tests.faults.hostile_rdf import CANARY, KEY, Hostile

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CSV", "TABLES", "XLSX", "table", "with_parts", "workbook"]

CSV: Final = "text/csv"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AS: Final = "&entity=condition"
SHEET: Final = "xl/worksheets/sheet1.xml"
HEAD: Final = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
FOOT: Final = "</sheetData></worksheet>"
TYPES: Final = "[Content_Types].xml"
SHARED_TYPE: Final = (
    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
MACROS: Final = "application/vnd.ms-excel.sheet.macroEnabled.12"


def table(*rows: str) -> str:
    """Return a table that is taken without more rows."""
    return "\n".join(["id,label,note", 'c1,Условие,"а, б"', *rows, ""])


def workbook(*rows: list[Any]) -> bytes:
    """Return a workbook that is taken without more rows."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "condition"
    first: list[list[Any]] = [["id", "label", "note"], ["c1", "Условие", "а"]]
    for row in [*first, *rows]:
        sheet.append(row)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def with_parts(content: bytes, parts: dict[str, bytes]) -> bytes:
    """Return a workbook with parts put in place of, or beside, its own."""
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(_info(name), parts.get(name, old.read(name)))
        for name in sorted(parts.keys() - set(old.namelist())):
            new.writestr(_info(name), parts[name])
    return changed.getvalue()


def _info(name: str) -> zipfile.ZipInfo:
    """Return a part of no time of its own, so that the same workbook is the same bytes."""
    info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def sheet(cells: str) -> bytes:
    return with_parts(workbook(), {SHEET: (HEAD + cells + FOOT).encode()})


def csv(slug: str, word: str, content: Callable[[], str | bytes], media: str = CSV) -> Hostile:
    def made() -> bytes:
        found = content()
        return found.encode() if isinstance(found, str) else found

    return Hostile(media, slug, word, made, AS)


def book(slug: str, word: str, content: Callable[[], bytes]) -> Hostile:
    return Hostile(XLSX, slug, word, content, AS)


def linked() -> bytes:
    """A workbook whose cell shows what another one on the network says."""
    link = (
        '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<externalBook r:id="rId1"/></externalLink>'
    )
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" TargetMode="External"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"'
        f' Target="{CANARY}"/></Relationships>'
    )
    return with_parts(
        workbook(["c2", "=[1]Лист!A1", f'=WEBSERVICE("{CANARY}")']),
        {
            "xl/externalLinks/externalLink1.xml": link.encode(),
            "xl/externalLinks/_rels/externalLink1.xml.rels": rels.encode(),
        },
    )


def many_rows() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 150_000))
    return sheet(rows)


def shared() -> bytes:
    """A workbook of 20 KB whose cells all show one text: unpacked they would be 60 MB."""
    text = SHARED.replace("<t>a</t>", f"<t>{'а' * 15_000}</t>", 1)
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 2_000))
    with zipfile.ZipFile(io.BytesIO(workbook())) as parts:
        types = parts.read(TYPES).decode().replace("</Types>", f"{SHARED_TYPE}</Types>")
    return with_parts(
        workbook(),
        {
            TYPES: types.encode(),
            "xl/sharedStrings.xml": text.encode(),
            SHEET: (HEAD + rows + FOOT).encode(),
        },
    )


def hollow() -> bytes:
    """A workbook of five sheets, each of rows with one cell in the last column allowed."""
    made = Workbook()
    for number in range(5):
        sheet = made.worksheets[0] if not number else made.create_sheet()
        for row in range(1, 2_000):
            sheet.cell(row, 200, 1)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def made_for(about: str, version: str) -> bytes:
    """A workbook that says whose data it was filled with, against which version."""
    made = Workbook()
    first = made.worksheets[0]
    first.title = "condition"
    first.append(["id", "label", "note"])
    first.append(["c2", "=1+1", "n"])
    made.create_sheet(MAPPING).append(["methodnet", "1", about, version])
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def zipped(names: list[str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        for name in names:
            parts.writestr(name, b"x")
    return made.getvalue()


DTD: Final = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
SHARED: Final = (
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    + "<si><t>a</t></si>" * 3
    + "</sst>"
)
MERGED: Final = (
    HEAD
    + FOOT.removesuffix("</worksheet>")
    + "<mergeCells>"
    + '<mergeCell ref="A1:B1"/>' * 100_000
    + "</mergeCells></worksheet>"
).encode()

TABLES: Final[dict[str, Hostile]] = {
    # CSV
    "a field of ten megabytes": csv(
        "table", "не длиннее 131072", lambda: table(f"c2,{'x' * 10_000_000},n")
    ),
    "a quotation mark that is not closed": csv(
        "table", "кавычки парами", lambda: table('c2,"Условие,n')
    ),
    "a quotation mark within a value": csv(
        "table", "кавычки парами", lambda: table('c2,"Условие"х,n')
    ),
    "a million quotation marks": csv("table", "кавычк", lambda: table('c2,"' + '"' * 1_000_001)),
    "201 columns": csv(
        "table", "200 столбцов", lambda: ",".join(["id", *(f"c{n}" for n in range(201))]) + "\n"
    ),
    "a million columns": csv("table", "200 столбцов", lambda: table("," * 1_000_000)),
    "more rows than allowed": csv("table", "2000 строк", lambda: table(*["c,y,n"] * 2_001)),
    "a row of other delimiters": csv(
        "table", "столбц", lambda: table("c2;Условие;n", "a\tb\tc\td")
    ),
    "a row with more cells than columns": csv("table", "столбцов 3", lambda: table("c2,У,n,x,y")),
    "a column twice": csv("table", "один раз", lambda: "id,label,label\nc1,a,b\n"),
    "columns nobody knows": csv("table", "столбец", lambda: "id,label,<script>\nc1,У,x\n"),
    "a table without a header": csv("table", "", lambda: "\n\n\n1,2,3\n"),
    "a table of nothing": csv("table", "", lambda: ""),
    "a table of NUL bytes": csv("table", "UTF-8", lambda: table() + "\0" * 1_000),
    "a table in UTF-16 without its mark": csv(
        "table", "UTF-8", lambda: table().encode("utf-16-le")
    ),
    "a table in UTF-7": csv("format", "utf-7", table, f"{CSV}; charset=utf-7"),
    "a table in overlong UTF-8": csv(
        "table", "UTF-8", lambda: table().encode() + b"c2,\xc0\xaf\xc0\xaf\xff,n\n"
    ),
    "a key that looks Latin": csv("table", "id", lambda: table("с2,Условие,n")),
    "a key that leads elsewhere": csv("table", "id", lambda: table("../../ontology,Условие,n")),
    "a key that turns its direction": csv("table", "id", lambda: table("c\u202e2,Условие,n")),
    "a key with a sign that is not seen": csv("table", "id", lambda: table("c\u200b2,Условие,n")),
    "a name that turns its direction": csv(
        "lint", "управляющий знак", lambda: table("c2,\u202eеиволсУ,n")
    ),
    "a name that rings": csv("lint", "управляющий знак", lambda: table("c2,У\u0007,n")),
    "an address that is a script": csv(
        "table", "javascript", lambda: "id,label,about\nc1,У,javascript:alert(1)\n"
    ),
    "a workbook as a table": csv("table", "", workbook),
    "a page as a table": csv("table", "столбц", lambda: "<html><body>id,label</body></html>"),
    "a form as a table": Hostile(
        "multipart/form-data; boundary=b", "format", "multipart", table("").encode, AS
    ),
    "a workbook with macros, as it is named": Hostile(
        MACROS, "format", "macroenabled", workbook, AS
    ),
    # workbooks
    "a zip bomb": book(
        "workbook", "Распакованный", lambda: with_parts(workbook(), {SHEET: b" " * 50_000_000})
    ),
    "a bomb in a picture": book(
        "workbook",
        "Распакованный",
        lambda: with_parts(workbook(), {"xl/media/image1.png": b"\0" * 50_000_000}),
    ),
    "150,000 rows": book("workbook", "предел", many_rows),
    "the last cell there is": book(
        "workbook",
        "1048576",
        lambda: sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    ),
    "a cell in column 250": book(
        "workbook", "Столбец за пределом", lambda: workbook(["c2", "У", "n", *range(247)])
    ),
    "a formula": book("table", "не формула", lambda: workbook(["c2", "=1+1", "n"])),
    "a formula that asks the network": book("table", "не формула", linked),
    "an error of Excel": book("table", "ошибка Excel", lambda: workbook(["c2", "#REF!", "n"])),
    "macros": book(
        "workbook", "макросы", lambda: with_parts(workbook(), {"xl/vbaProject.bin": b"x"})
    ),
    "a document type in a sheet": book(
        "workbook", "DOCTYPE", lambda: with_parts(workbook(), {SHEET: (DTD + HEAD).encode()})
    ),
    "a document type in UTF-16": book(
        "workbook",
        "DOCTYPE",
        lambda: with_parts(
            workbook(),
            {SHEET: f'<?xml version="1.0" encoding="utf-16"?>{DTD}{HEAD}{FOOT}'.encode("utf-16")},
        ),
    ),
    "a document type in the shared texts": book(
        "workbook",
        "DOCTYPE",
        lambda: with_parts(workbook(), {"xl/sharedStrings.xml": (DTD + SHARED).encode()}),
    ),
    "elements nested 200,000 deep": book(
        "workbook", "", lambda: sheet("<a>" * 200_000 + "</a>" * 200_000)
    ),
    "a file that leads out of the folder": book(
        "workbook", "xlsx", lambda: zipped(["../../../tmp/x", "xl/workbook.xml"])
    ),
    "5,000 parts": book("workbook", "частей", lambda: zipped([f"xl/{n}" for n in range(5_000)])),
    "a workbook cut in half": book(
        "workbook", "повреждён", lambda: workbook()[: len(workbook()) // 2]
    ),
    "a table as a workbook": book("workbook", "повреждён", lambda: table().encode()),
    "Turtle as a workbook": book("workbook", "повреждён", lambda: b"@prefix a: <u:a> ."),
    "a text that turns its direction in a cell": book(
        "lint", "управляющий знак", lambda: workbook(["c2", "\u202eеиволсУ", "n"])
    ),
    "one text in 2,000 cells": book("workbook", "Весь текст", shared),
    "sheets of nothing but a last column": book("workbook", "Весь текст", hollow),
    "a hundred thousand merged ranges": book(
        "workbook", "Весь текст", lambda: with_parts(workbook(), {SHEET: MERGED})
    ),
    "a document type in a part with another ending": book(
        "workbook",
        "DOCTYPE",
        lambda: with_parts(workbook(), {"xl/worksheets/other.XML": (DTD + HEAD + FOOT).encode()}),
    ),
    "a version of 5,000 digits": book("table", "", lambda: made_for(f"body/{KEY}", "9" * 5_000)),
    "made for a body that there cannot be": book(
        "workbook", "другого органа", lambda: made_for("http://x/../<", "1")
    ),
    "a cell of 40,000 letters": book(
        "workbook",
        "32767",
        lambda: sheet(
            '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c>'
            '<c r="B1" t="inlineStr"><is><t>label</t></is></c></row>'
            '<row r="2"><c r="A2" t="inlineStr"><is><t>c2</t></is></c>'
            f'<c r="B2" t="inlineStr"><is><t>{"я" * 40_000}</t></is></c></row>'
        ),
    ),
}
