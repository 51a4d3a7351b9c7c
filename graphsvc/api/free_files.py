"""The answer to a free query as a file."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, Final, cast

from openpyxl import Workbook

from graphsvc.errors import AnswerLimitError
from graphsvc.isolation.sparql_worker import JSON
from graphsvc.questions.formats import safe_cell

if TYPE_CHECKING:
    from graphsvc.isolation.querying import FreeAnswer

__all__ = ["FILES", "written"]

FILES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "json": JSON,
    "ttl": "text/turtle",
}
"""Formats by the ending of a file's name."""


def written(answer: FreeAnswer, name: str, lang: str) -> bytes:
    """Return an answer in a format of `FILES`.

    Raises:
        AnswerLimitError: it was cut, and the format cannot say so.
    """
    if name in ("json", "ttl"):
        return answer.body
    if answer.cut.get("rows"):
        raise AnswerLimitError(limit="rows", rows=answer.cut["rows"])
    data: dict[str, Any] = json.loads(answer.body)
    rows = [[safe_cell(_plain(value)) for value in row] for row in data["rows"]]
    if name == "csv":
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerows([data["columns"], *rows])
        return text.getvalue().encode("utf-8-sig")
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Ответ" if lang == "ru" else "Answer")
    for row in ([safe_cell(c) for c in data["columns"]], *rows):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _plain(value: Any) -> object:  # noqa: ANN401  # whatever JSON holds
    """Return a node or a relationship by its IRI or as JSON; a truth value as RDF writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        whole = json.dumps(fields, ensure_ascii=False)
        return (fields.get("iri") or whole) if "properties" in fields else whole
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
