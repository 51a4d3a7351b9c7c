"""An answer as JSON, CSV, XLSX, SPARQL JSON or a table for the terminal."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from graphsvc.rdf.names import PREFIXES
from graphsvc.tables.spreadsheet import safe_cell

if TYPE_CHECKING:
    from graphsvc.questions.catalogue import Column, Parameter, Question
    from graphsvc.questions.running import Answer

__all__ = ["FORMATS", "as_json", "fit", "question_json", "safe_cell", "write"]

FORMATS = ("table", "json", "csv", "xlsx", "srj")
_WIDTH = 48


def write(answer: Answer, name: str, lang: str) -> bytes:
    """Return the answer in the format called `name`, one of `FORMATS`."""
    return _WRITERS[name](answer, lang)


def as_json(answer: Answer, lang: str) -> dict[str, Any]:
    """Return the answer as the API gives it."""
    return {
        "question": answer.question.id,
        "title": answer.question.title[lang],
        "parameters": answer.parameters,
        "columns": [_column_json(c, lang) for c in answer.question.columns],
        "rows": answer.rows,
        "count": answer.count,
        "next": answer.following,
        "explanation": answer.explanation,
        "receipt": answer.receipt,
    }


def question_json(question: Question, lang: str, *, texts: bool = False) -> dict[str, Any]:
    """Return a question's description, with its texts and engine where `texts` asks for them."""
    described: dict[str, Any] = {
        "id": question.id,
        "topic": question.topic,
        "kind": question.kind,
        "title": question.title[lang],
        "row": question.row[lang],
        "source": question.source,
        "date": question.date or None,
        "parameters": [_parameter_json(p, lang) for p in question.parameters],
        "columns": [_column_json(c, lang) for c in question.columns],
    }
    if texts:
        described |= {"engine": question.engine, "sparql": question.sparql}
        described["cypher"] = question.cypher
        if question.ladybug != question.cypher:
            described["ladybug"] = question.ladybug
    return described


def _parameter_json(parameter: Parameter, lang: str) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "type": parameter.type,
        "entity": parameter.entity or None,
        "required": parameter.required,
        "example": parameter.example,
        "label": parameter.label[lang],
    }


def _column_json(column: Column, lang: str) -> dict[str, Any]:
    return {"name": column.name, "type": column.type, "label": column.label[lang]}


def _header(answer: Answer) -> list[str]:
    names: list[str] = []
    for column in answer.question.columns:
        names.append(column.name)
        if column.type in ("record", "concept"):
            names.append(f"{column.name}Label")
    return names


def _json(answer: Answer, lang: str) -> bytes:
    return json.dumps(as_json(answer, lang), ensure_ascii=False, indent=2).encode() + b"\n"


def _csv(answer: Answer, _: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_header(answer))
    for row in answer.rows:
        writer.writerow([_lexical(safe_cell(row[n])) for n in _header(answer)])
    return out.getvalue().encode("utf-8-sig")


def _xlsx(answer: Answer, lang: str) -> bytes:
    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise TypeError("a new workbook has a sheet")
    sheet.title = "Ответ" if lang == "ru" else "Answer"
    shown = [
        (f"{c.name}Label" if c.type in ("record", "concept") else c.name, c)
        for c in answer.question.columns
    ]
    sheet.append([c.label[lang] for _, c in shown])
    for row in answer.rows:
        sheet.append([safe_cell(row[name]) for name, _ in shown])
    sheet.freeze_panes = "A2"
    for number in range(1, len(shown) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 32
    receipt = book.create_sheet("receipt")
    receipt.append([answer.question.title[lang]])
    for key, value in answer.receipt.items():
        receipt.append(
            [key, json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value]
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _srj(answer: Answer, _: str) -> bytes:
    bindings = [
        {
            c.name: {
                "type": "uri" if c.type in ("record", "concept") else "literal",
                "value": str(_lexical(row[c.name])),
                **_datatype(row[c.name]),
            }
            for c in answer.question.columns
            if row[c.name] is not None
        }
        for row in answer.rows
    ]
    names = [c.name for c in answer.question.columns]
    return json.dumps(
        {"head": {"vars": names}, "results": {"bindings": bindings}}, ensure_ascii=False
    ).encode()


def _table(answer: Answer, lang: str) -> bytes:
    shown = [
        (f"{c.name}Label" if c.type in ("record", "concept") else c.name, c.label[lang])
        for c in answer.question.columns
    ]
    lines = [[label for _, label in shown]]
    lines += [["" if row[n] is None else str(row[n]) for n, _ in shown] for row in answer.rows]
    widths = [min(_WIDTH, max(map(_columns, cells))) for cells in zip(*lines, strict=True)]
    text = [answer.question.title[lang], ""]
    for number, line in enumerate(lines):
        text.append("  ".join(fit(cell, w) for cell, w in zip(line, widths, strict=True)).rstrip())
        if number == 0:
            text.append("  ".join("─" * w for w in widths))
    receipt = answer.receipt
    text += [
        "",
        answer.explanation or f"{answer.count}",
        f"receipt {receipt['id']} · sequence {receipt['sequence']}",
    ]
    return ("\n".join(text) + "\n").encode()


def _lexical(value: object) -> object:
    """Return a truth value as RDF writes it, anything else as it is."""
    return str(value).lower() if isinstance(value, bool) else value


def _datatype(value: object) -> dict[str, str]:
    kinds: dict[type, str] = {bool: "boolean", int: "integer", float: "decimal"}
    kind = kinds.get(type(value))
    return {"datatype": PREFIXES["xsd"] + kind} if kind else {}


def fit(cell: str, width: int) -> str:
    """Return a cell of a terminal's table, cut or filled to a width."""
    cell = " ".join(cell.split())
    if _columns(cell) > width:
        cell = cell[: width - 1] + "…"
    return cell + " " * (width - _columns(cell))


def _columns(text: str) -> int:
    return sum(0 if unicodedata.combining(c) else 1 for c in text)


_WRITERS = {"table": _table, "json": _json, "csv": _csv, "xlsx": _xlsx, "srj": _srj}
