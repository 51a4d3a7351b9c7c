"""A question's Cypher with its values as literals: what is given is one literal, nothing more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from graphsvc.questions.binding import bind_cypher
from graphsvc.questions.catalogue import Parameter
from graphsvc.rdf.names import ID
from tests.asking import question
from tests.unit.test_binding import HOSTILE

if TYPE_CHECKING:
    from pathlib import Path

    from graphsvc.questions.catalogue import Question

TEXT = (
    "// $body\nMATCH (a {iri: $body}) WHERE a.x = '$body' AND a.on <= $date RETURN $body AS `$body`"
)


@pytest.fixture
def who(tmp_path: Path) -> Question:
    return replace(question(tmp_path), ladybug=TEXT)


def test_only_parameters_are_replaced(who: Question) -> None:
    iri = f"'{ID}body/a'"
    assert bind_cypher(who, {"body": "body/a", "date": "2026-11-22"}) == (
        f"// $body\nMATCH (a {{iri: {iri}}}) WHERE a.x = '$body' AND a.on <= date('2026-11-22') "
        f"RETURN {iri} AS `$body`"
    )


def test_what_is_left_open_is_the_empty_text(who: Question) -> None:
    assert "{iri: ''}" in bind_cypher(who, {"body": "", "date": "2026-11-22"})


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_stays_one_literal(who: Question, text: str) -> None:
    words = Parameter("words", "string", required=True, example="", label={})
    one = replace(who, parameters=(words,), date="", ladybug="RETURN $words AS words")
    bound = bind_cypher(one, {"words": text})
    literal = bound.removeprefix("RETURN ").removesuffix(" AS words")
    inside = literal[1:-1].replace("\\\\", "")
    assert literal[0] == literal[-1] == "'"
    assert "'" not in inside.replace("\\'", "")
    assert "\n" not in literal


def test_numbers_are_numbers(who: Question) -> None:
    kinds = (("days", "integer", "30"), ("share", "decimal", "0.5"), ("all", "boolean", "true"))
    given = tuple(Parameter(n, k, required=True, example="", label={}) for n, k, _ in kinds)
    one = replace(who, parameters=given, date="", ladybug="RETURN $days, $share, $all")
    assert bind_cypher(one, {n: v for n, _, v in kinds}) == "RETURN 30, 0.5, true"
