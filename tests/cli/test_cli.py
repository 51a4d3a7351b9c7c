"""Every command: what it prints, and its exit status 0, 1, 2 or 3."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graphsvc.cli import main, parser
from graphsvc.commands import keeping
from graphsvc.journal.journal import Journal
from graphsvc.rdf.names import BASE, ID
from graphsvc.registry import JOURNAL, STORE
from graphsvc.validation.reasoner import Consistency
from tests.making import TERRITORY, TURTLE, body_turtle

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = {
    "serve",
    "load",
    "submit",
    "validate",
    "template",
    "questions",
    "ask",
    "recheck",
    "history",
    "diff",
    "verify",
    "rebuild",
    "sync",
    "export",
    "docs",
}
QUESTION = "bodies-by-level"
ASKED = ["-p", "level=regional", "-p", "jurisdiction=territory/t"]


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GRAPHSVC_DATA_DIR", str(tmp_path / "var"))
    return tmp_path / "var"


@pytest.fixture
def body(tmp_path: Path) -> Path:
    """A file that is accepted."""
    path = tmp_path / "a.ttl"
    path.write_text(body_turtle("a", "Центр"), encoding="utf-8")
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """A file that the shapes refuse."""
    path = tmp_path / "bad.ttl"
    path.write_text(body_turtle("a", level="nosuch"), encoding="utf-8")
    return path


def test_the_commands_are_these() -> None:
    text = parser().format_help()
    assert all(f"\n    {name} " in text or f"\n    {name}\n" in text for name in COMMANDS)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nosuch"],
        ["submit", "x.ttl"],
        ["ask"],
        ["--lang", "de", "questions"],
        ["history"],
        ["diff"],
        ["export", "--format", "pdf"],
        ["ask", "x", "--format", "pdf"],
        ["verify", "--nosuch"],
        ["sync"],
        ["sync", "nosuch"],
    ],
)
def test_a_wrong_command_line_is_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


def test_help_is_0(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--help"], *([name, "--help"] for name in sorted(COMMANDS))):
        with pytest.raises(SystemExit) as caught:
            main(arguments)
        assert caught.value.code == 0
    assert "реестр" in capsys.readouterr().out.casefold()


def test_a_wrong_setting_is_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GRAPHSVC_PORT", "много")
    assert main(["questions"]) == 2
    assert "GRAPHSVC_PORT" in capsys.readouterr().err


def test_a_server_without_an_address_is_a_wrong_setting(
    capsys: pytest.CaptureFixture[str], data_dir: Path
) -> None:
    assert main(["sync", "neo4j"]) == 2
    assert "GRAPHSVC_NEO4J_URL" in capsys.readouterr().err
    assert not data_dir.exists()  # it was told before anything was opened


def test_a_server_that_is_away_is_3(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GRAPHSVC_NEO4J_URL", "bolt://127.0.0.1:9")
    assert main(["sync", "neo4j"]) == 3
    assert capsys.readouterr().err.startswith("Сервер не отвечает. Нет связи с сервером bolt://127")


def test_a_file_is_submitted_and_the_same_again_changes_nothing(
    body: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["submit", str(body), "--body", "body/a", "--agent", "i", "--reason", "r"]) == 0
    first = capsys.readouterr().out
    assert first.startswith("a.ttl: принято, версия ")
    assert main(["submit", str(body), "--body", f"{ID}body/a"]) == 0
    again = capsys.readouterr().out
    assert (
        again == "a.ttl: ничего нового, " + first[first.index("версия") :].partition(":")[0] + "\n"
    )
    assert main(["history", "body/a", "--record"]) == 0
    (change,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (change["agent"], change["reason"]) == ("i", "r")
    assert f"<{ID}body/a>" in change["added"][0]


def test_the_history_of_a_bodys_data_is_its_submissions(
    body: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    renamed = tmp_path / "b.ttl"
    renamed.write_text(body_turtle("a", "Служба"), encoding="utf-8")
    assert main(["submit", str(body), "--body", "body/a", "--agent", "i", "--reason", "r"]) == 0
    assert main(["submit", str(renamed), "--body", "body/a"]) == 0
    capsys.readouterr()
    assert main(["history", "body/a"]) == 0
    first, second = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (first["agent"], first["reason"], first["file"]) == ("i", "r", "a.ttl")
    assert first["records"] == {"removed": 0, "changed": 0, "added": 2}
    assert second["records"] == {"removed": 0, "changed": 1, "added": 0}
    assert first["sequence"] < second["sequence"]


def test_a_bodys_data_are_compared_whole(
    body: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    emptied = tmp_path / "b.ttl"
    emptied.write_text(f"{TURTLE}{TERRITORY}", encoding="utf-8")
    for file in (body, emptied):
        assert main(["submit", str(file), "--body", "body/a"]) == 0
    capsys.readouterr()
    assert main(["diff", "body/a"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert {line[:2] for line in lines} == {"D "}
    assert all(f"<{ID}body/a> " in line for line in lines)
    assert all(line.endswith(f"<{BASE}graph/body/a> .") for line in lines)
    assert main(["diff", "body/a", "--from", "0"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines
    assert all(line.startswith(f"A <{ID}territory/t> ") for line in lines)


def test_versions_of_a_record_are_compared(
    body: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    renamed = tmp_path / "b.ttl"
    renamed.write_text(body_turtle("a", "Служба"), encoding="utf-8")
    for file in (body, renamed):
        assert main(["submit", str(file), "--body", "body/a"]) == 0
    capsys.readouterr()
    assert main(["diff", "body/a", "--record"]) == 1
    name = f"<{ID}body/a> <http://www.w3.org/2004/02/skos/core#prefLabel>"
    assert capsys.readouterr().out.splitlines() == [
        f'D {name} "Центр"@ru .',
        f'A {name} "Служба"@ru .',
    ]
    assert main(["diff", "body/a", "--from", "2999-01-01"]) == 0
    assert capsys.readouterr().out == ""


def test_a_dry_run_keeps_nothing(body: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["submit", str(body), "--body", "body/a", "--dry-run"]) == 0
    assert main(["validate", str(body)]) == 0
    capsys.readouterr()
    assert main(["history", "body/a"]) == 0
    assert capsys.readouterr().out == ""


def test_a_patch_adds(body: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more = tmp_path / "more.ttl"
    more.write_text(f'{TURTLE}<{ID}person/a> skos:altLabel "Ц"@ru .', encoding="utf-8")
    assert main(["submit", str(body), "--body", "body/a"]) == 0
    assert main(["submit", str(more), "--body", "body/a", "--mode", "patch"]) == 0
    assert "more.ttl: принято, версия 5: добавлено 1, убрано 0" in capsys.readouterr().out


@pytest.mark.parametrize(("lang", "word"), [("ru", "Нарушений"), ("en", "Violations")])
def test_a_refused_file_is_1_and_says_why(
    bad: Path, capsys: pytest.CaptureFixture[str], lang: str, word: str
) -> None:
    assert main(["--lang", lang, "submit", str(bad), "--body", "body/a"]) == 1
    told = capsys.readouterr().err
    assert word in told
    assert "body/a" in told
    assert main(["validate", str(bad)]) == 1


def test_a_faulty_table_is_1_and_names_the_cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "body.csv"
    table.write_text("id,level\na,регионалный\n", encoding="utf-8")
    assert main(["submit", str(table), "--body", "body/a"]) == 1
    told = capsys.readouterr().err
    assert "body.csv:2 level «регионалный»" in told
    assert "«региональный»?" in told


@pytest.mark.parametrize(
    "arguments",
    [
        ["submit", "FILE", "--body", "a b"],
        ["submit", "PDF", "--body", "body/a"],
        ["load", "EMPTY"],
        ["ask", "nosuch"],
        ["ask", QUESTION, "-p", "nosuch=1"],
        ["ask", "who-coordinates-whom", "--date", "2026-02-30"],
        ["history", "a b"],
        ["diff", "a b"],
        ["diff", "body/nobody"],
        ["docs", "nosuch"],
    ],
)
def test_what_cannot_be_answered_is_1(
    arguments: list[str], body: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.pdf").write_bytes(b"%PDF")
    (tmp_path / "empty").mkdir()
    names = {"FILE": str(body), "PDF": str(tmp_path / "x.pdf"), "EMPTY": str(tmp_path / "empty")}
    assert main([names.get(a, a) for a in arguments]) == 1
    told = capsys.readouterr().err
    assert "Traceback" not in told


@pytest.mark.parametrize(
    "arguments",
    [
        ["submit", "/nosuch/a.ttl", "--body", "body/a"],
        ["validate", "/nosuch/a.ttl"],
        ["export", "-o", "/nosuch/out.nq"],
    ],
)
def test_a_file_that_is_not_there_is_3(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 3
    assert "/nosuch/" in capsys.readouterr().err


def test_a_folder_is_loaded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "handed-in"
    folder.mkdir()
    (folder / "submission.toml").write_text('about = "body/a"\n', encoding="utf-8")
    (folder / "data.ttl").write_text(body_turtle("a"), encoding="utf-8")
    assert main(["load", str(folder)]) == 0
    assert capsys.readouterr().out.startswith("handed-in: принято, версия ")


def test_the_questions_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "questions"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 60
    assert any(line.startswith(f"structure/{QUESTION}\t") for line in lines)


@pytest.mark.parametrize("name", ["table", "json", "csv", "xlsx", "srj"])
def test_a_question_is_asked_in_every_format(
    body: Path, capfdbinary: pytest.CaptureFixture[bytes], name: str
) -> None:
    assert main(["submit", str(body), "--body", "body/a"]) == 0
    capfdbinary.readouterr()
    assert main(["ask", QUESTION, *ASKED, "--format", name, "--lang", "en"]) == 0
    out = capfdbinary.readouterr().out
    if name == "json":
        (row,) = json.loads(out)["rows"]
        assert f"{ID}body/a" in row.values()
    elif name == "csv":
        (read,) = csv.DictReader(io.StringIO(out.decode("utf-8-sig")))
        assert f"{ID}body/a" in read.values()
    elif name == "xlsx":
        assert out.startswith(b"PK")
    else:
        assert ("Центр" if name == "table" else f"{ID}body/a") in out.decode()


def test_an_earlier_answer_is_given_and_rechecked(
    body: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["submit", str(body), "--body", "body/a"]) == 0
    capfd.readouterr()
    assert main(["ask", QUESTION, *ASKED, "--engine", "cypher", "--format", "json"]) == 0
    answer = json.loads(capfd.readouterr().out)
    receipt = answer["receipt"]
    assert (receipt["engine"], receipt["sequence"], answer["count"]) == ("cypher", 4, 1)
    body.write_text(body_turtle("a", "Другой"), encoding="utf-8")
    assert main(["submit", str(body), "--body", "body/a"]) == 0
    capfd.readouterr()
    assert main(["ask", QUESTION, *ASKED, "--as-of", "4"]) == 0
    assert "Центр" in capfd.readouterr().out
    assert main(["ask", QUESTION, *ASKED, "--as-of", "x"]) == 1
    capfd.readouterr()
    assert main(["recheck", receipt["id"]]) == 0
    told = capfd.readouterr()
    assert json.loads(told.out)["verdict"] == "holds"
    assert "Квитанция верна" in told.err
    file = tmp_path / "answer.json"
    file.write_text(json.dumps({"receipt": receipt | {"count": 2}}), encoding="utf-8")
    assert main(["recheck", str(file)]) == 1
    assert "Квитанция изменена" in capfd.readouterr().err
    file.write_text("{", encoding="utf-8")
    assert main(["recheck", str(file)]) == 1
    assert "Traceback" not in capfd.readouterr().err


def test_everything_is_verified(
    body: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["submit", str(body), "--body", "body/a"]) == 0
    assert main(["verify"]) == 0
    assert "violations: 0" in capsys.readouterr().out
    content = (data_dir / JOURNAL).read_bytes()
    (data_dir / JOURNAL).write_bytes(content.replace("Центр".encode(), "Цантр".encode(), 1))
    assert main(["verify"]) == 3
    assert main(["rebuild"]) == 3
    told = capsys.readouterr().err
    assert "Журнал повреждён" in told


def test_the_store_is_rebuilt(
    body: Path, data_dir: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["submit", str(body), "--body", "body/a"]) == 0
    capfdbinary.readouterr()
    assert main(["export"]) == 0
    before = capfdbinary.readouterr().out
    for file in (data_dir / STORE).glob("*.sst"):
        file.unlink()
    assert main(["rebuild"]) == 0
    assert main(["export"]) == 0
    assert capfdbinary.readouterr().out == before
    assert before.count(f"<{BASE}graph/body/a>".encode()) > 5


def test_data_are_exported_to_a_file(body: Path, tmp_path: Path) -> None:
    assert main(["submit", str(body), "--body", "body/a"]) == 0
    out = tmp_path / "out.trig"
    assert main(["export", "-o", str(out), "--format", "application/trig"]) == 0
    quads = list(ox.parse(out.read_bytes(), ox.RdfFormat.TRIG))
    own = {q.triple for q in quads if str(q.graph_name) == f"<{BASE}graph/body/a>"}
    assert own == {q.triple for q in ox.parse(body.read_bytes(), ox.RdfFormat.TURTLE)}


def test_a_busy_folder_is_3(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    holder = Journal(data_dir / JOURNAL)
    for arguments in (["verify"], ["rebuild"], ["export"], ["ask", QUESTION]):
        assert main(arguments) == 3
        assert str(data_dir) in capsys.readouterr().err
    holder.close()


@pytest.mark.parametrize(
    ("found", "status"),
    [
        (Consistency(consistent=True), 0),
        (Consistency(consistent=False), 1),
        (Consistency(consistent=True, unsatisfiable=("https://e.org/x",)), 1),
    ],
)
def test_what_the_reasoner_finds_decides(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    found: Consistency,
    status: int,
) -> None:
    monkeypatch.setattr(keeping, "check_ontology", lambda: found)
    assert main(["verify", "--reasoner"]) == status
    first = capsys.readouterr().out.splitlines()[0]
    assert json.loads(first)["consistent"] is found.consistent


def test_the_model_is_described(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["docs"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert any(line.startswith("body\t") for line in listed)
    assert main(["--lang", "en", "docs", "body"]) == 0
    assert "  level\t" in capsys.readouterr().out


def test_it_runs_as_a_module_and_a_reader_may_leave() -> None:
    command = f'"{sys.executable}" -m graphsvc.cli questions'
    piped = subprocess.run(
        ["/bin/sh", "-c", f"{command} | head -1"], capture_output=True, text=True, check=False
    )
    assert piped.stdout.count("\n") == 1
    assert "Traceback" not in piped.stderr


def test_a_setting_and_a_port_reach_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    import uvicorn  # noqa: PLC0415  # as the command itself does

    started: dict[str, object] = {}
    monkeypatch.setattr(uvicorn, "run", lambda app, **given: started.update(app=app, **given))
    monkeypatch.setenv("GRAPHSVC_PORT", "8123")
    assert main(["serve"]) == 0
    assert (started["host"], started["port"]) == ("127.0.0.1", 8123)
    assert started["app"] == "graphsvc.api.app:create_app"
