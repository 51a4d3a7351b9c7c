"""`graphsvc token`: made out, listed and revoked beside a running service."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphsvc.access.tokens import FILE, Tokens
from graphsvc.cli import main
from graphsvc.journal.journal import Journal
from graphsvc.registry import JOURNAL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ADD = ["token", "add", "methodist-12", "--label", "Методист района", "--role", "submit:body/a"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GRAPHSVC_DATA_DIR", str(tmp_path / "var"))
    return tmp_path / "var"


@pytest.fixture
def tokens(folder: Path) -> Iterator[Tokens]:
    folder.mkdir()
    opened = Tokens(folder / FILE)
    yield opened
    opened.close()


def test_the_token_alone_is_printed_and_it_holds(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(ADD) == 0
    told = capsys.readouterr()
    (token,) = told.out.splitlines()
    opened = Tokens(folder / FILE)
    editor = opened.editor(token)
    opened.close()
    assert editor
    assert (editor.name, editor.label) == ("methodist-12", "Методист района")
    assert [str(role) for role in editor.roles] == ["submit:body/a"]
    assert token not in told.err
    assert "submit:body/a" in told.err
    assert "первый токен" in told.err
    assert main(ADD) == 0
    assert "первый токен" not in capsys.readouterr().err


def test_it_works_while_a_service_has_the_folder(folder: Path, tokens: Tokens) -> None:
    """The service holds the journal's lock, and sees at once what was made out and revoked."""
    journal = Journal(folder / JOURNAL)
    before = tokens.open
    assert main(ADD) == 0
    assert (before, tokens.open) == (True, False)
    (made,) = tokens.all()
    assert not made.revoked
    assert main(["token", "revoke", made.id]) == 0
    assert tokens.all()[0].revoked
    journal.close()


def test_the_list_has_no_secret(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["token", "list"]) == 0
    assert "не выдавали" in capsys.readouterr().out
    main(ADD)
    token = capsys.readouterr().out.strip()
    main(["--lang", "en", "token", "list"])
    (line,) = capsys.readouterr().out.splitlines()
    assert line.split("\t")[:5] == [
        *(token.split("_")[1], "methodist-12", "Методист района", "submit:body/a", "valid")
    ]
    assert token.split("_")[2] not in line
    main(["token", "revoke", "methodist-12"])
    assert capsys.readouterr().out == "Отозвано токенов: 1; входы с ними закончены.\n"
    main(["token", "list"])
    assert "\tотозван\t" in capsys.readouterr().out


@pytest.mark.parametrize(
    "wrong",
    [
        ["add", "Методист", "--label", "a", "--role", "submit"],
        ["add", "a", "--label", "a", "--role", "submt"],
        ["add", "a", "--label", "a", "--role", "submit:body/a:district"],
        ["add", "a", "--label", "a"],
        ["add", "a", "--role", "submit"],
        ["revoke", "nobody"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_refused_and_leaves_it_open(
    wrong: list[str], tokens: Tokens, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["token", *wrong]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err
    assert tokens.open


@pytest.mark.parametrize("days", ["0", "-1", "3651", "x", "٣"])
def test_a_token_is_valid_for_a_day_to_ten_years(days: str, tokens: Tokens) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*ADD, "--days", days])
    assert ended.value.code == 2
    assert tokens.open


def test_the_days_are_those_asked_for(tokens: Tokens) -> None:
    main([*ADD, "--days", "7"])
    (made,) = tokens.all()
    assert (made.expires - made.created).days == 7
