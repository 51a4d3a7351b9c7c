"""Which arrows the rows of an answer hold, and in which direction."""

from __future__ import annotations

from typing import Any

import pytest

from graphsvc.network.answer_graph import Link, graph_offered, links_of
from graphsvc.questions.catalogue import load_catalogue
from graphsvc.questions.running import Answer
from graphsvc.rdf.names import ID
from graphsvc.resources import data_folder

CATALOGUE = load_catalogue(data_folder("queries"))
A, B, C = (f"{ID}body/{name}" for name in "abc")


def answer(name: str, parameters: dict[str, str], *rows: dict[str, Any]) -> Answer:
    question = CATALOGUE[name]
    whole = [
        {n: row.get(n) for c in question.columns for n in (c.name, f"{c.name}Label")}
        for row in rows
    ]
    return Answer(question, parameters, whole, len(rows), None, "", {})


def test_who_coordinates_points_at_the_body_asked_about() -> None:
    found = links_of(answer("who-coordinates", {"body": "body/a"}, {"coordinator": B}), "ru")
    assert found == [Link(B, A, "координирует", "coordinates")]


def test_a_row_with_both_ends_is_one_arrow_however_often_it_comes() -> None:
    row = {"layer": "x", "coordinator": A, "coordinated": B}
    found = links_of(answer("who-coordinates-whom", {}, row, row), "en")
    assert found == [Link(A, B, "coordinates", "coordinates")]


def test_a_rows_own_relation_is_the_word_of_its_arrow() -> None:
    code = {"relation": "https://w3id.org/methodnet/scheme/relation/unit-of"}
    row = {"subject": A, "object": B, **code, "relationLabel": "подразделение"}
    found = links_of(answer("relations-of-body", {"body": "body/a"}, row), "ru")
    assert found == [Link(A, B, "подразделение", "unit-of")]


def test_others_are_linked_with_what_the_row_is_about_and_grounds_are_not() -> None:
    row = {"agreement": A, "owner": B, "partner": C, "basis": f"{ID}basis/1"}
    found = links_of(answer("agreements-expiring", {}, row), "ru")
    assert [(k.source, k.target) for k in found] == [(A, B), (A, C)]
    labels = {c.name: c.label["ru"] for c in CATALOGUE["agreements-expiring"].columns}
    assert [k.label for k in found] == [labels["owner"], labels["partner"]]


def test_a_chain_is_linked_as_its_rows_say() -> None:
    link = {"link": "x/subject", "linkLabel": "субъект"}
    found = links_of(
        answer(
            "what-falls-if-body-dissolved", {"body": "body/a"},
            {"record": B, "through": A, **link}, {"record": C, "through": B, **link},
        ),
        "ru",
    )  # fmt: skip
    assert [(k.source, k.target, k.label) for k in found] == [(B, A, "субъект"), (C, B, "субъект")]


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("who-coordinates", True),
        ("agreements-in-force", True),
        ("legal-forms", True),
        ("silent-bodies", False),
        ("records-of-document", False),
        ("bodies-by-level", False),
    ],
)
def test_a_graph_is_offered_where_rows_link_records(name: str, offered: bool) -> None:  # noqa: FBT001  # a case
    assert graph_offered(CATALOGUE[name]) is offered


def test_a_record_is_not_linked_with_itself() -> None:
    row = {"layer": "x", "coordinator": A, "coordinated": A}
    other = {"layer": "x", "coordinator": A, "coordinated": B}
    found = links_of(answer("who-coordinates-whom", {}, row, other), "ru")
    assert [(k.source, k.target) for k in found] == [(A, B)]
