"""Fixed networks in Neo4j and on SPARQL servers: rows as the embedded store gives them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from graphsvc.questions.catalogue import load_catalogue
from graphsvc.questions.engines import Neo4jEngine, SparqlEngine, SparqlServerEngine
from graphsvc.resources import data_folder
from tests.live.neo4j_making import graph_of, silent
from tests.making import put
from tests.networks import FIXED, about, asked, fixed_networks, quads, stored

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graphsvc.model.entities import Model
    from graphsvc.questions.catalogue import Question
    from graphsvc.questions.engines import Row
    from tests.live.neo4j_server import Neo4jProcess
    from tests.live.sparql_servers import SparqlProcess
    from tests.making import Bare

CATALOGUE = load_catalogue(data_folder("queries"))
ALIKE = 15
"""How many of the fixed networks have nothing that bodies state differently."""
ROWS_FLOOR = 20
"""Questions that have rows, for each network."""

Case = tuple["Question", dict[str, str], "list[Row]"]


def states(bare: Bare, model: Model, *, differing: bool) -> Iterator[list[Case]]:
    """Bring a store from one fixed network to the next; yield what is asked, and the rows."""
    for seed, network in enumerate(fixed_networks(model)):
        if not differing and seed % 4 == 3:
            continue
        for name, graph in about(network).items():
            put(bare.journal, bare.store, graph, quads(network, model, name))
        chance = random.Random(seed)  # noqa: S311  # repeatable on purpose
        drawn = [(q, asked(chance, q, network)) for q in CATALOGUE.questions]
        engine = SparqlEngine(bare.store)
        yield [(q, values, engine.ask(q, values).rows) for q, values in drawn]


@pytest.fixture
def bare(tmp_path: Path, model: Model) -> Iterator[Bare]:
    opened = stored(fixed_networks(model)[0], model, tmp_path)
    yield opened
    opened.close()


def test_neo4j_gives_the_same_rows(neo4j: Neo4jProcess, model: Model, bare: Bare) -> None:
    """Over every network; Neo4j may keep the plan of a question it was asked of an earlier one."""
    compared = with_rows = 0
    with graph_of(neo4j, model, bare.journal) as graph:
        for cases in states(bare, model, differing=False):
            graph.catch_up(bare.store, silent)
            for question, values, wanted in cases:
                found = Neo4jEngine(graph).ask(question, values)
                assert found.rows == wanted, (question.id, values)
                compared += 1
                with_rows += bool(wanted)
    assert compared == ALIKE * len(CATALOGUE.questions)
    assert with_rows >= ALIKE * ROWS_FLOOR


# Oxigraph as a server answers as it does in this process.
@pytest.mark.parametrize("sparql_process", ["fuseki"], indirect=True)
def test_sparql_servers_give_the_same_rows(sparql: SparqlProcess, model: Model, bare: Bare) -> None:
    def head_of(sequence: int) -> str:
        known = 0 < sequence <= bare.journal.sequence
        return bare.journal.read(sequence).digest if known else ""

    compared = with_rows = 0
    server = sparql.server(head_of)
    for cases in states(bare, model, differing=True):
        server.catch_up(bare.store, silent)
        for question, values, wanted in cases:
            found = SparqlServerEngine(server, 30).ask(question, values)
            assert found.rows == wanted, (question.id, values)
            compared += 1
            with_rows += bool(wanted)
    assert compared == FIXED * len(CATALOGUE.questions)
    assert with_rows >= FIXED * ROWS_FLOOR
