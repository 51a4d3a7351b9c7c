"""The servers the tests start, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.live.neo4j_server import Neo4jProcess, available
from tests.live.sparql_servers import KINDS, SparqlProcess
from tests.live.sparql_servers import available as available_sparql

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def neo4j_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jProcess]:
    available()
    process = Neo4jProcess(tmp_path_factory.mktemp("neo4j"))
    process.start()
    yield process
    process.stop()


@pytest.fixture
def neo4j(neo4j_process: Neo4jProcess) -> Neo4jProcess:
    """A server that runs and has nothing in its database."""
    if not neo4j_process.running:
        neo4j_process.start()
    neo4j_process.wipe()
    return neo4j_process


@pytest.fixture(scope="session", params=list(KINDS))
def sparql_process(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SparqlProcess]:
    available_sparql(request.param)
    process = KINDS[request.param](tmp_path_factory.mktemp(request.param))
    process.start()
    yield process
    process.stop()


@pytest.fixture
def sparql(sparql_process: SparqlProcess) -> SparqlProcess:
    """A server with nothing in its dataset."""
    sparql_process.client.update("DROP ALL")
    return sparql_process
