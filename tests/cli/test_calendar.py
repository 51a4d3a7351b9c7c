"""`graphsvc calendar` and `graphsvc done`: what they print, and their exit status."""

from __future__ import annotations

import contextlib
import io
import json
from typing import TYPE_CHECKING

import docx
import icalendar
import openpyxl
import pytest

from graphsvc.cli import main
from tests.making import plan_turtle

if TYPE_CHECKING:
    from pathlib import Path

PERIOD = ["--body", "body/b", "--from", "2026-01-01", "--to", "2026-03-31", "--date", "2026-04-01"]


@pytest.fixture
def planned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry with a body and its plan."""
    monkeypatch.setenv("GRAPHSVC_DATA_DIR", str(tmp_path / "var"))
    path = tmp_path / "b.ttl"
    path.write_text(plan_turtle("b"), encoding="utf-8")
    with contextlib.redirect_stdout(io.StringIO()):
        assert main(["submit", str(path), "--body", "body/b"]) == 0


@pytest.mark.usefixtures("planned")
def test_a_calendar_is_a_table_in_the_language_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calendar", *PERIOD, "--lang", "en"]) == 0
    table = capsys.readouterr().out
    assert "State: past due, no mark: 1; past, no mark: 3" in table
    assert table.count("Мероприятие 2") == 3
    assert main(["calendar", *PERIOD]) == 0
    assert (
        "Состояние: срок прошёл, отметки нет: 1; прошло, отметки нет: 3" in capsys.readouterr().out
    )


@pytest.mark.usefixtures("planned")
def test_a_calendar_is_written_in_every_format(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    made: dict[str, bytes] = {}
    for name in ("json", "ics", "xlsx", "docx"):
        assert main(["calendar", *PERIOD, "--format", name]) == 0
        made[name] = capfdbinary.readouterr().out
    assert json.loads(made["json"])["count"] == 4
    assert len(icalendar.Calendar.from_ical(made["ics"]).walk("VEVENT")) == 4
    assert openpyxl.load_workbook(io.BytesIO(made["xlsx"])).worksheets[0].max_row == 5
    assert len(docx.Document(io.BytesIO(made["docx"])).tables[0].rows) == 5


@pytest.mark.usefixtures("planned")
def test_done_is_told_once_and_known_after(capsys: pytest.CaptureFixture[str]) -> None:
    mark = ["done", "b/monthly", "--body", "body/b", "--occurrence", "2026-02-01"]
    mark += ["--date", "2026-02-15", "--evidence", "https://a.example/p", "--lang", "en"]
    assert main(mark) == 0
    assert "b/monthly: accepted, version" in capsys.readouterr().out
    assert main(mark) == 0
    assert "b/monthly: nothing new, version" in capsys.readouterr().out
    assert main(["calendar", *PERIOD, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["states"] == {"overdue": 1, "missed": 2, "done": 1}


@pytest.mark.usefixtures("planned")
@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["b/none"], "activity"),
        (["b/monthly"], "occurrence"),
        (["b/once", "--evidence", "x"], "evidence"),
        (["b/once", "--date", "x"], "date"),
    ],
)
def test_what_cannot_be_marked_is_refused(
    arguments: list[str], fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["done", *arguments, "--body", "body/b"]) == 1
    assert f"Параметр {fault}:" in capsys.readouterr().err


@pytest.mark.usefixtures("planned")
def test_a_body_that_is_none_has_no_calendar(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calendar", "--body", "body/x"]) == 1
    assert "Параметр body:" in capsys.readouterr().err


@pytest.mark.usefixtures("planned")
def test_a_draft_order_has_blanks_where_the_sources_are_silent(tmp_path: Path) -> None:
    path = tmp_path / "draft.docx"
    assert main(["draft", "body/b", "--date", "2026-04-01", "-o", str(path)]) == 0
    text = "\n".join(p.text for p in docx.Document(str(path)).paragraphs)
    assert text.startswith("ПРОЕКТ\n____")
    assert "источники не называют" in text
    assert "Источники не говорят, кто должен входить в этот совет." in text


@pytest.mark.usefixtures("planned")
def test_what_is_no_body_has_no_draft(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "draft.docx"
    assert main(["draft", "body/x", "-o", str(path)]) == 1
    assert not path.exists()
    assert "Параметр council:" in capsys.readouterr().err
