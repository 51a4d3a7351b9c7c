"""Servers hold documents and demo whole, and answer every question as the embedded store does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphsvc.projections.sparql_http import SparqlServer
from graphsvc.questions.engines import SparqlEngine, SparqlServerEngine
from graphsvc.rdf.terms import BlankNode
from tests.varying import cases

if TYPE_CHECKING:
    from graphsvc.questions.catalogue import Question
    from graphsvc.questions.engines import Asked
    from graphsvc.registry import Registry
    from tests.live.sparql_servers import SparqlProcess


QUADS_FLOOR = 50_000
QUESTIONS_FLOOR, FLOOR, ROWS_FLOOR = 120, 330, 200
"""Questions, how often they are asked of each server, and how often they have rows."""
TIME_LIMIT_S = 60
STEP = 3
"""Every third of the parameters that the embedded engines are compared with; the examples all."""


def silent(_done: int, _all: int) -> None:
    """Tell nobody."""


@pytest.fixture(scope="module")
def answers(registry: Registry) -> list[tuple[Question, dict[str, str], Asked]]:
    """What the embedded store answers, by question and parameters."""
    store = registry.store
    embedded = SparqlEngine(store)
    return [
        (question, values, embedded.ask(question, values))
        for question in registry.catalogue.questions
        for values in list(cases(question, registry.model, store))[::STEP]
    ]


def test_enough_is_asked(answers: list[tuple[Question, dict[str, str], Asked]]) -> None:
    assert len({question.id for question, _, _ in answers}) >= QUESTIONS_FLOOR
    assert len(answers) >= FLOOR
    assert sum(bool(asked.rows) for _, _, asked in answers) >= ROWS_FLOOR


def test_a_server_holds_everything_and_answers_the_same(
    sparql: SparqlProcess,
    registry: Registry,
    answers: list[tuple[Question, dict[str, str], Asked]],
) -> None:
    server = SparqlServer(sparql.client, lambda sequence: registry.journal.read(sequence).digest)
    server.catch_up(registry.store, silent)
    wanted = set(registry.store.dump())
    assert set(server.dump()) ^ wanted == set()
    assert len(wanted) >= QUADS_FLOOR
    # A blank node would be another one after every writing.
    assert not [q for q in wanted if BlankNode in map(type, (q.subject, q.object))]

    engine = SparqlServerEngine(server, TIME_LIMIT_S)
    for question, values, expected in answers:
        assert engine.ask(question, values) == expected, (question.id, values)
