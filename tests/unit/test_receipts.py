"""Receipts: named by what they say, kept up to a limit, no reason not to answer."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from graphsvc.errors import ReceiptNotFoundError
from graphsvc.questions.receipts import Receipts, hash_rows, intact, make_out

if TYPE_CHECKING:
    from pathlib import Path

TIME = "2026-11-22T10:00:00+00:00"
CONTENTS: dict[str, Any] = {
    "question": "who",
    "version": "0123456789ab",
    "parameters": {"body": "body/a", "date": "2026-01-01"},
    "engine": "sparql",
    "sequence": 7,
    "head": "ab" * 32,
    "count": 2,
    "rows": "cd" * 32,
}


def receipt(number: int = 7) -> dict[str, Any]:
    return make_out(CONTENTS | {"sequence": number}, TIME)


def test_a_receipt_is_named_by_its_contents_and_not_by_its_time() -> None:
    first, later = receipt(), make_out(CONTENTS, "2027-01-01T00:00:00+00:00")
    assert first["id"] == later["id"]
    assert intact(first)
    assert intact(later)
    assert intact(dict(reversed(first.items())))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("question", "whom"),
        ("version", "x"),
        ("parameters", {"body": "body/b", "date": "2026-01-01"}),
        ("engine", "cypher"),
        ("sequence", 8),
        ("head", "ac" * 32),
        ("count", 3),
        ("rows", "ce" * 32),
        ("id", "0" * 24),
    ],
)
def test_an_altered_receipt_is_not_intact(name: str, value: object) -> None:
    assert not intact(receipt() | {name: value})


@pytest.mark.parametrize("name", [*CONTENTS, "id"])
def test_a_receipt_with_a_part_missing_is_not_intact(name: str) -> None:
    assert not intact({k: v for k, v in receipt().items() if k != name})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("question", {}),
        ("parameters", ["body"]),
        ("parameters", {"body": 1}),
        ("parameters", None),
        ("sequence", "7"),
        ("sequence", 7.5),
        ("head", None),
        ("rows", []),
    ],
)
def test_what_no_answer_is_is_no_receipt_however_it_is_named(name: str, value: object) -> None:
    assert not intact(make_out(CONTENTS | {name: value}, TIME))


def test_the_hash_is_of_rows_in_their_order() -> None:
    some: list[dict[str, object]] = [{"a": 1, "b": None}, {"a": 2, "b": "ё"}]
    assert hash_rows(some) == hash_rows([{"b": None, "a": 1}, {"b": "ё", "a": 2}])
    assert hash_rows(some) != hash_rows(some[::-1])
    assert hash_rows([{"a": 1}]) != hash_rows([{"a": "1"}])
    assert hash_rows(some) != hash_rows([*some, some[0]])


def test_a_receipt_is_found_again_also_by_the_next_process(tmp_path: Path) -> None:
    first = Receipts(tmp_path / "r.db", 10)
    first.keep(receipt())
    first.keep(receipt())
    assert first.find(receipt()["id"]) == receipt()
    first.close()
    again = Receipts(tmp_path / "r.db", 10)
    assert again.find(receipt()["id"]) == receipt()
    with pytest.raises(ReceiptNotFoundError):
        again.find("nosuch")
    again.close()


def test_the_newest_receipts_are_kept(tmp_path: Path) -> None:
    kept = Receipts(tmp_path / "r.db", 3)
    for number in (1, 2, 3, 3, 3, 2, 4, 5):
        kept.keep(receipt(number))
    for number in (3, 4, 5):
        assert kept.find(receipt(number)["id"])["sequence"] == number
    for number in (1, 2):
        with pytest.raises(ReceiptNotFoundError):
            kept.find(receipt(number)["id"])
    kept.close()


def test_damaged_receipts_are_put_aside_and_new_ones_kept(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    path.write_bytes(b"no database at all " * 500)
    kept = Receipts(path, 3)
    kept.keep(receipt())
    assert kept.find(receipt()["id"])
    assert (tmp_path / "r.damaged").read_bytes().startswith(b"no database")
    kept.close()


def test_a_receipt_that_cannot_be_kept_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Receipts(tmp_path / "r.db", 3)

    def full(_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(kept, "_keep", full)
        kept.keep(receipt())
    kept.keep(receipt(8))
    assert kept.find(receipt(8)["id"])
    kept.close()
