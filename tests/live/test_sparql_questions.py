"""Servers hold documents and demo whole, and answer every question as the embedded store does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphsvc.projections.sparql_http import SparqlServer
from graphsvc.questions.engines import SparqlEngine, SparqlServerEngine
from graphsvc.rdf.terms import BlankNode
from tests.varying import cases

if TYPE_CHECKING:
    from graphsvc.registry import Registry
    from tests.live.sparql_servers import SparqlProcess

pytestmark = pytest.mark.xdist_group("sparql-servers")

QUADS_FLOOR = 50_000
FLOOR, ROWS_FLOOR = 330, 200
"""Questions asked of each server, and how many of them had rows."""
TIME_LIMIT_S = 60
STEP = 3
"""Every third of the parameters that the embedded engines are compared with; the examples all."""


def silent(_done: int, _all: int) -> None:
    """Tell nobody."""


def test_a_server_holds_everything_and_answers_the_same(
    sparql: SparqlProcess, registry: Registry
) -> None:
    store = registry.store
    server = SparqlServer(sparql.client, lambda sequence: registry.journal.read(sequence).digest)
    server.catch_up(store, silent)
    wanted = set(store.dump())
    assert set(server.dump()) ^ wanted == set()
    assert len(wanted) >= QUADS_FLOOR
    # A blank node would be another one after every writing.
    assert not [q for q in wanted if BlankNode in map(type, (q.subject, q.object))]

    here, there = SparqlEngine(store), SparqlServerEngine(server, TIME_LIMIT_S)
    compared = []
    for question in registry.catalogue.questions:
        for values in list(cases(question, registry.model, store))[::STEP]:
            expected = here.ask(question, values)
            assert there.ask(question, values) == expected, (question.id, values)
            compared.append(bool(expected.rows))
    assert len(compared) >= FLOOR
    assert sum(compared) >= ROWS_FLOOR
