"""Every question has the same rows in SPARQL and in Cypher, whatever it is asked with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphsvc.questions.catalogue import Question, load_catalogue
from graphsvc.questions.engines import CypherEngine, SparqlEngine
from graphsvc.resources import data_folder
from tests.varying import cases

if TYPE_CHECKING:
    from graphsvc.registry import Registry

CATALOGUE = load_catalogue(data_folder("queries"))
FLOOR, ROWS_FLOOR = 900, 400
"""Questions asked in both languages, and how many of them had rows."""


@pytest.fixture(scope="module")
def compared(registry: Registry) -> list[bool]:
    """Whether each comparison had rows; the graph is brought up to the store before the first."""
    registry.following.catch_up("cypher", registry.store.sequence)
    return []


@pytest.mark.parametrize("question", CATALOGUE.questions, ids=lambda q: q.id)
def test_both_languages_give_the_same_rows(
    registry: Registry, compared: list[bool], question: Question
) -> None:
    sparql, cypher = SparqlEngine(registry.store), CypherEngine(registry.cypher)
    for values in cases(question, registry.model, registry.store):
        wanted, got = sparql.ask(question, values), cypher.ask(question, values)
        assert got.rows == wanted.rows, values
        assert (got.sequence, got.head) == (wanted.sequence, wanted.head)
        compared.append(bool(wanted.rows))


def test_enough_was_compared(compared: list[bool], request: pytest.FixtureRequest) -> None:
    asked = [i for i in request.session.items if "test_both_languages" in i.name]
    if len(asked) < len(CATALOGUE.questions):
        pytest.skip("only some questions were chosen")
    assert len(compared) >= FLOOR
    assert sum(compared) >= ROWS_FLOOR
