"""Asking a question: rows, order, pages, labels, receipts."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from graphsvc.errors import ParameterError
from graphsvc.questions.running import Asker
from graphsvc.rdf.names import BASE, ID, PREFIXES, RDF_TYPE, rms
from graphsvc.rdf.terms import Literal, NamedNode
from tests.asking import QUERY, TOML, question
from tests.making import Bare, quad, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graphsvc.model.entities import Model
    from graphsvc.questions.catalogue import Question

NOTES = ["б", "а", "в", "г", "д"]


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Bare]:
    made = Bare(tmp_path / "data")
    label = NamedNode(PREFIXES["skos"] + "prefLabel")
    made.submit(
        "body/a",
        [
            quad("body/a", RDF_TYPE, rms("Body")),
            quad("body/a", RDF_TYPE, rms("Body")),
            quad("body/silent", RDF_TYPE, rms("Body")),
            quad("person/p", RDF_TYPE, rms("Person")),
            quad("body/a", label, Literal("Центр", language="ru")),
            quad("body/a", label, Literal("Centre", language="en")),
            *(quad("body/a", rms("note"), text(t)) for t in NOTES),
        ],
    )
    yield made
    made.close()


@pytest.fixture
def asker(model: Model, bare: Bare) -> Asker:
    return Asker(model, bare.store)


@pytest.fixture
def who(tmp_path: Path) -> Question:
    return question(tmp_path / "catalogue")


def test_rows_are_keyed_by_column_and_named(asker: Asker, who: Question) -> None:
    answer = asker.ask(who, {}, lang="en")
    assert answer.count == 5
    assert answer.rows[0] == {"body": ID + "body/a", "bodyLabel": "Centre", "note": "а"}
    assert [r["note"] for r in answer.rows] == sorted(NOTES)
    assert asker.ask(who, {}).rows[0]["bodyLabel"] == "Центр"


def test_an_ordered_answer_keeps_the_querys_order(asker: Asker, tmp_path: Path) -> None:
    ordered = question(
        tmp_path / "ordered",
        TOML.replace('order = "set"', 'order = "list"'),
        QUERY + "ORDER BY DESC(?note)\n",
    )
    assert [r["note"] for r in asker.ask(ordered, {}).rows] == sorted(NOTES, reverse=True)


def test_pages_follow_each_other_without_gap_or_repeat(asker: Asker, who: Question) -> None:
    found: list[str] = []
    cursor: str | None = None
    pages = 0
    while pages == 0 or cursor is not None:
        answer = asker.ask(who, {}, limit=2, cursor=cursor)
        found += [r["note"] for r in answer.rows]
        cursor, pages = answer.following, pages + 1
        assert answer.count == 5
    assert (found, pages) == (sorted(NOTES), 3)
    assert asker.ask(who, {}, limit=5).following is None


@pytest.mark.parametrize("cursor", ["-1", "x", "1.5", "9" * 5_000])
def test_a_cursor_that_cannot_be_read_is_refused(asker: Asker, who: Question, cursor: str) -> None:
    with pytest.raises(ParameterError):
        asker.ask(who, {}, limit=1, cursor=cursor)


def test_an_empty_answer_is_explained(asker: Asker, who: Question) -> None:
    answer = asker.ask(who, {"body": "body/silent"}, lang="en")
    assert (answer.rows, answer.count, answer.explanation) == ([], 0, "Nobody")
    assert asker.ask(who, {}).explanation == ""


@pytest.mark.parametrize("value", ["body/nobody", "person/p", "https://e.org/x"])
def test_what_names_nothing_is_told_and_not_taken_for_silence(
    asker: Asker, who: Question, value: str
) -> None:
    with pytest.raises(ParameterError) as caught:
        asker.ask(who, {"body": value})
    assert caught.value.parameters["name"] == "body"


def test_a_near_name_is_proposed(asker: Asker, who: Question) -> None:
    with pytest.raises(ParameterError) as caught:
        asker.ask(who, {"body": "body/sillent"})
    assert caught.value.parameters["expected"] == "body/silent"


def test_a_receipt_says_what_was_asked_of_what(asker: Asker, who: Question, bare: Bare) -> None:
    receipt = asker.ask(who, {"body": "body/a", "word": "а"}, on="2026-05-05").receipt
    assert receipt["question"] == "who"
    assert receipt["version"] == who.version
    assert receipt["parameters"] == {"body": "body/a", "word": "а", "date": "2026-05-05"}
    assert (receipt["sequence"], receipt["head"]) == (bare.journal.sequence, bare.journal.head)
    rows = [{"body": ID + "body/a", "note": "а"}]
    expected = json.dumps(rows, ensure_ascii=False, sort_keys=True).encode()
    assert receipt["rows"] == hashlib.sha256(expected).hexdigest()


def test_a_receipt_changes_with_data_question_and_parameters_only(
    asker: Asker, who: Question, bare: Bare, tmp_path: Path
) -> None:
    first = asker.ask(who, {}).receipt
    assert asker.ask(who, {}, lang="en", limit=1).receipt["id"] == first["id"]
    other = question(tmp_path / "other", query=QUERY + "# of another version\n")
    assert asker.ask(other, {}).receipt["id"] != first["id"]
    assert asker.ask(who, {}, on="2026-02-02").receipt["id"] != first["id"]
    bare.submit("body/z", [quad("body/z", rms("note"), text("z"))])
    later = asker.ask(who, {}).receipt
    assert later["id"] != first["id"]
    assert later["rows"] == first["rows"]


def test_values_are_plain_json(asker: Asker, tmp_path: Path) -> None:
    toml = TOML.replace('name = "note"\ntype = "string"', 'name = "note"\ntype = "TYPE"')
    for kind, term, value in (
        ("integer", "7", 7),
        ("decimal", "1.5", 1.5),
        ("boolean", "true", True),
        ("boolean", "false", False),
        ("date", '"2026-01-01"^^xsd:date', "2026-01-01"),
        ("string", '"7"', "7"),
        ("string", '"слово"@ru', "слово"),
        ("concept", f"<{BASE}scheme/level/federal>", f"{BASE}scheme/level/federal"),
    ):
        query = QUERY.replace("?body rms:note ?note .", f"BIND ({term} AS ?note)")
        typed = question(tmp_path / f"{kind}-{value}", toml.replace("TYPE", kind), query)
        (row,) = asker.ask(typed, {}).rows
        assert row["note"] == value
        assert type(row["note"]) is type(value)


def test_an_unbound_column_is_none(asker: Asker, tmp_path: Path) -> None:
    query = QUERY.replace("?body rms:note ?note .", "OPTIONAL { ?body rms:size ?note }")
    (row,) = asker.ask(question(tmp_path / "unbound", query=query), {}).rows
    assert row["note"] is None
