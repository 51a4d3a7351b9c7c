"""An answer in each format; no cell runs as a formula."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from graphsvc.questions.formats import FORMATS, as_json, question_json, write
from graphsvc.questions.running import Answer
from graphsvc.rdf.names import ID, PREFIXES
from tests.asking import TOML, question

if TYPE_CHECKING:
    from pathlib import Path

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("https://e.org")']
COLUMNS = "".join(
    f'[[columns]]\nname = "{n}"\ntype = "{t}"\nlabel = {{ ru = "{n}", en = "{n}" }}\n'
    for n, t in (("flag", "boolean"), ("number", "integer"), ("share", "decimal"))
)


@pytest.fixture
def answer(tmp_path: Path) -> Answer:
    asked = question(tmp_path, TOML + COLUMNS)
    rows: list[dict[str, Any]] = [
        {
            "body": ID + "body/a",
            "bodyLabel": text,
            "note": text,
            "flag": True,
            "number": -5,
            "share": 0.5,
        }
        for text in FORMULAS
    ]
    rows.append(
        {
            "body": None,
            "bodyLabel": None,
            "note": 'а,"б";\nв',
            "flag": False,
            "number": None,
            "share": None,
        }
    )
    receipt = {"id": "r1", "question": "who", "parameters": {"word": "=1"}, "sequence": 3}
    return Answer(asked, {"word": "=1"}, rows, len(rows), None, "", receipt)


def test_csv_has_its_rows_and_no_formula(answer: Answer) -> None:
    text = write(answer, "csv", "ru").decode("utf-8")
    assert text.startswith("\ufeff")
    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert header == ["body", "bodyLabel", "note", "flag", "number", "share"]
    assert len(rows) == len(FORMULAS) + 1
    for given, row in zip(FORMULAS, rows, strict=False):
        assert row[1] == row[2] == "'" + given
        assert row[3:] == ["true", "-5", "0.5"]
    assert rows[-1] == ["", "", 'а,"б";\nв', "false", "", ""]


def test_xlsx_has_its_rows_and_no_formula(answer: Answer) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write(answer, "xlsx", "en")))
    sheet, receipt = book["Answer"], book["receipt"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("body", "body", "flag", "number", "share") or rows[0][1] == "note"
    for page in (sheet, receipt):
        assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)
    assert rows[1][0] == "'=1+1"
    assert rows[1][2:] == (True, -5, 0.5)
    assert rows[-1][0] is None
    assert ("sequence", 3) in set(receipt.iter_rows(values_only=True))


def test_sparql_json_has_terms_with_their_types(answer: Answer) -> None:
    found = json.loads(write(answer, "srj", "ru"))
    assert found["head"]["vars"] == ["body", "note", "flag", "number", "share"]
    first, last = found["results"]["bindings"][0], found["results"]["bindings"][-1]
    xsd = PREFIXES["xsd"]
    assert first == {
        "body": {"type": "uri", "value": ID + "body/a"},
        "note": {"type": "literal", "value": "=1+1"},
        "flag": {"type": "literal", "value": "true", "datatype": xsd + "boolean"},
        "number": {"type": "literal", "value": "-5", "datatype": xsd + "integer"},
        "share": {"type": "literal", "value": "0.5", "datatype": xsd + "decimal"},
    }
    assert set(last) == {"note", "flag"}


def test_json_is_the_answer_as_the_api_gives_it(answer: Answer) -> None:
    found = json.loads(write(answer, "json", "en"))
    assert found == json.loads(json.dumps(as_json(answer, "en")))
    assert (found["title"], found["count"], found["next"]) == ("Who", 8, None)
    assert found["rows"] == answer.rows


def test_a_table_has_titles_lines_of_one_width_and_the_receipt(answer: Answer) -> None:
    text = write(answer, "table", "ru").decode()
    lines = text.splitlines()
    assert lines[0] == "Кто"
    assert lines[2].split() == ["орган", "примечание", "flag", "number", "share"]
    assert "receipt r1 · sequence 3" in text
    assert 'а,"б"; в' in text
    assert "\t" not in text


def test_a_long_cell_is_cut_visibly(answer: Answer) -> None:
    long = replace(answer, rows=[{**answer.rows[0], "note": "я" * 200}])
    text = write(long, "table", "ru").decode()
    assert "я" * 47 + "…" in text
    assert "я" * 48 not in text


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_answer_is_written_in_every_format(answer: Answer, name: str) -> None:
    empty = replace(answer, rows=[], count=0, explanation="Никого")
    assert write(empty, name, "ru")


def test_a_question_is_described(answer: Answer) -> None:
    described = question_json(answer.question, "en")
    assert described["title"] == "Who"
    assert described["parameters"][0] == {
        "name": "body",
        "type": "record",
        "entity": "body",
        "required": True,
        "example": "body/a",
        "label": "body",
    }
    assert "sparql" not in described
    assert question_json(answer.question, "en", texts=True)["sparql"] == answer.question.sparql
