"""Files that are no workbook, or one made to hurt, are refused for a reason that is told."""

from __future__ import annotations

import io
import zipfile
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from graphsvc.errors import FilesBusyError, WorkbookError
from graphsvc.isolation import workbooks
from graphsvc.isolation.workbooks import WorkbookLimits, read_workbook
from graphsvc.locale import LANGUAGES, texts

if TYPE_CHECKING:
    from collections.abc import Callable

LIMITS = WorkbookLimits(unpacked_bytes=2_000_000, rows=1_001, columns=200, time_s=30)
SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
FOOT = "</sheetData></worksheet>"
SHARED = (
    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)


def book(*rows: list[object]) -> bytes:
    made = Workbook()
    for row in rows or (["id"], ["a"]):
        made.worksheets[0].append(row)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def with_parts(content: bytes, **parts: bytes) -> bytes:
    """Return a workbook with parts put in place of, or beside, its own."""
    named = {name.replace("__", "/").replace("_DOT_", "."): part for name, part in parts.items()}
    changed = io.BytesIO()
    new = zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED)
    with zipfile.ZipFile(io.BytesIO(content)) as old, new:
        for name in old.namelist():
            if name not in named:
                new.writestr(name, old.read(name))
        for name, part in named.items():
            new.writestr(name, part)
    return changed.getvalue()


def sheet(cells: str) -> bytes:
    """Return a workbook whose sheet has these rows, as XML."""
    return with_parts(book(), xl__worksheets__sheet1_DOT_xml=(HEAD + cells + FOOT).encode())


def doctyped(encoding: str) -> bytes:
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    text = f"{declared}{bomb}{HEAD}<row><c t='inlineStr'><is><t>&b;</t></is></c></row>{FOOT}"
    return with_parts(book(), xl__worksheets__sheet1_DOT_xml=text.encode(encoding))


def twice() -> bytes:
    content = io.BytesIO(book())
    with zipfile.ZipFile(content, "a") as parts, pytest.warns(UserWarning, match="Duplicate"):
        parts.writestr(SHEET, HEAD + FOOT)
    return content.getvalue()


def encrypted() -> bytes:
    content = bytearray(book())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        content[place + flags] |= 1
    return bytes(content)


def many_parts() -> bytes:
    return with_parts(book(), **{f"x{n}": b"" for n in range(1_001)})


def pumped() -> bytes:
    return with_parts(book(), xl__worksheets__sheet1_DOT_xml=HEAD.encode() + b" " * 3_000_000)


def pumped_picture() -> bytes:
    return with_parts(book(), xl__media__image1_DOT_png=b"\0" * 3_000_000)


def shared() -> bytes:
    """Return a workbook whose one text of 20 KB is shown by 200 cells."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 201))
    named = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = f'<sst xmlns="{named}"><si><t>{"я" * 10_000}</t></si></sst>'
    made = with_parts(sheet(cells), xl__sharedStrings_DOT_xml=text.encode())
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        types = parts.read("[Content_Types].xml").decode()
    listed = types.replace("</Types>", f"{SHARED}</Types>").encode()
    return with_parts(made, **{"[Content_Types]_DOT_xml": listed})


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "nothing": ("workbook", lambda: b""),
    "a text": ("workbook", "id;название".encode),
    "an old .xls": ("workbook", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512),
    "a cut file": ("workbook", lambda: book()[:-200]),
    "flipped bytes": ("workbook", lambda: book().replace(b"\x00", b"\xff")),
    "a zip of something else": ("workbook", lambda: zipped("a.txt", b"a")),
    "encrypted": ("workbook", encrypted),
    "a part twice": ("workbook", twice),
    "many parts": ("parts", many_parts),
    "a zip bomb": ("unpacked", pumped),
    "a bomb in a picture": ("unpacked", pumped_picture),
    "macros": ("macros", lambda: with_parts(book(), xl__vbaProject_DOT_bin=b"x")),
    "a document type": ("doctype", lambda: doctyped("utf-8")),
    "a document type in UTF-16": ("doctype", lambda: doctyped("utf-16")),
    "the last cell there is": (
        "rows",
        lambda: sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    ),
    "a row beyond the limit": (
        "rows",
        lambda: sheet('<row r="1002"><c r="A1002"><v>1</v></c></row>'),
    ),
    "a column beyond the limit": (
        "columns",
        lambda: sheet('<row r="1"><c r="GS1"><v>1</v></c></row>'),
    ),
    "a row's number beyond all": ("workbook", lambda: sheet('<row r="99999999999"/>')),
    "a negative row": ("workbook", lambda: sheet('<row r="-5"/>')),
    "rows out of order": (
        "workbook",
        lambda: sheet(
            '<row r="5"><c r="A5"><v>1</v></c></row><row r="3"><c r="A3"><v>2</v></c></row>'
        ),
    ),
    "a row twice": (
        "workbook",
        lambda: sheet(
            '<row r="2"><c r="A2"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
        ),
    ),
    "cells out of order": (
        "workbook",
        lambda: sheet('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>'),
    ),
    "a cell in a row without a number": (
        "rows",
        lambda: sheet('<row><c r="A1002"><v>1</v></c></row>'),
    ),
    "a cell that has no such name": ("workbook", lambda: sheet('<row r="1"><c r="../A1"/></row>')),
    "XML that does not end": (
        "workbook",
        lambda: with_parts(book(), xl__worksheets__sheet1_DOT_xml=HEAD.encode()),
    ),
    "a shared text that is not there": (
        "workbook",
        lambda: sheet('<row r="1"><c r="A1" t="s"><v>77</v></c></row>'),
    ),
    "one text in many cells": ("texts", shared),
    "a cell longer than Excel's": (
        "long-cell",
        lambda: sheet(f'<row><c t="inlineStr"><is><t>{"я" * 32_768}</t></is></c></row>'),
    ),
    "no list of sheets": ("workbook", lambda: with_parts(book(), xl__workbook_DOT_xml=b"<a/>")),
}


def zipped(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        parts.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_for_its_reason(name: str) -> None:
    reason, made = HOSTILE[name]
    with pytest.raises(WorkbookError) as caught:
        read_workbook(made(), LIMITS)
    assert caught.value.parameters["reason"] == reason


def test_every_reason_is_told_in_both_languages() -> None:
    told = texts("errors")["workbook"]["reasons"]
    assert {reason for reason, _ in HOSTILE.values()} <= set(told)
    assert all(reason[lang] for reason in told.values() for lang in LANGUAGES)


def test_what_was_typed_is_read() -> None:
    found = read_workbook(
        book(["название", "число", "да"], ["«Центр»", 12.0, True], [None, 1.5]), LIMITS
    )
    assert [s.rows for s in found] == [
        [(1, ["название", "число", "да"]), (2, ["«Центр»", "12", "да"]), (3, ["", "1.5"])]
    ]


def test_formulas_and_merged_cells_are_named() -> None:
    made = Workbook()
    (first,) = made.worksheets
    first["A1"], first["B2"], first["A3"] = "Сроки", "=1+1", "=A1"
    first.merge_cells("A1:C1")
    content = io.BytesIO()
    made.save(content)
    (found,) = read_workbook(content.getvalue(), LIMITS)
    assert found.formulas == [(2, 2), (3, 1)]
    assert found.merged == [(1, 1, 1, 3)]


def test_a_text_that_cells_share_is_kept_once() -> None:
    row: list[object] = ["а" * 1_000, "б"]
    (found,) = read_workbook(book(*[row] * 200), LIMITS)
    texts = [text for _, cells in found.rows for text in cells]
    assert len(texts) == 400
    assert len({id(text) for text in texts}) == len({*texts})


def test_only_some_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "_PATIENCE_S", 0.01)
    with ExitStack() as held:
        for _ in range(workbooks.AT_ONCE):
            held.enter_context(workbooks.turn())
        with pytest.raises(FilesBusyError):
            read_workbook(book(), LIMITS)
    assert read_workbook(book(), LIMITS)


def test_a_reading_has_its_time() -> None:
    with pytest.raises(WorkbookError) as caught:
        read_workbook(book(), WorkbookLimits(2_000_000, 10, 10, time_s=0))
    assert caught.value.parameters["reason"] == "time"
