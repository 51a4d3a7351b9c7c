"""Questions answered by servers instead of the embedded engines, as the settings say."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from graphsvc.errors import ServerAwayError, SettingError
from graphsvc.questions.binding import complete
from graphsvc.questions.engines import CYPHER, SPARQL, CypherEngine, SparqlEngine
from graphsvc.registry import Registry
from graphsvc.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from graphsvc.questions.engines import Engine
    from tests.live.neo4j_server import Neo4jProcess
    from tests.live.sparql_servers import SparqlProcess

FLOOR = 120


def settings_of(environment: Mapping[str, str], folder: Path, **own: str) -> Settings:
    """Return the settings of a registry in a folder that answers from a server."""
    given = {f"GRAPHSVC_{name.upper()}": value for name, value in own.items()}
    return Settings.from_environment({**environment, **given, "GRAPHSVC_DATA_DIR": str(folder)})


def ask_everything(registry: Registry, engine: str) -> int:
    """Ask every question of the server and of the embedded engine; return how many there were."""
    embedded: dict[str, Engine] = {
        SPARQL: SparqlEngine(registry.store),
        CYPHER: CypherEngine(registry.cypher),
    }
    registry.following.catch_up(CYPHER, registry.store.sequence)
    for question in registry.catalogue.questions:
        answer = registry.asker.ask(question, {}, engine=engine)
        wanted = embedded[engine].ask(question, complete(question, {}, None))
        assert answer.count == len(wanted.rows), question.id
        assert answer.receipt["sequence"] == registry.store.sequence
        names = [c.name for c in question.columns]
        assert [{n: r[n] for n in names} for r in answer.rows] == wanted.rows, question.id
    return len(registry.catalogue.questions)


def test_questions_in_cypher_are_answered_by_neo4j(
    neo4j: Neo4jProcess, registry: Registry, tmp_path: Path
) -> None:
    folder = copied(registry, tmp_path)
    opened = Registry(settings_of(neo4j.environment, folder, cypher_engine="neo4j"))
    assert ask_everything(opened, CYPHER) >= FLOOR
    opened.close()


def test_questions_in_sparql_are_answered_by_a_server(
    sparql: SparqlProcess, registry: Registry, tmp_path: Path
) -> None:
    folder = copied(registry, tmp_path)
    opened = Registry(settings_of(sparql.environment, folder, sparql_engine="server"))
    assert ask_everything(opened, SPARQL) >= FLOOR
    opened.close()


def test_a_server_that_is_away_is_told(tmp_path: Path) -> None:
    away = {"GRAPHSVC_NEO4J_URL": "bolt://127.0.0.1:9", "GRAPHSVC_NEO4J_PASSWORD": "x"}
    opened = Registry(settings_of(away, tmp_path, cypher_engine="neo4j"))
    question = opened.catalogue["mutual-coordination"]
    with closing(opened), pytest.raises(ServerAwayError):
        opened.asker.ask(question, {}, engine=CYPHER)


@pytest.mark.parametrize(
    "own", [{"cypher_engine": "memgraph"}, {"sparql_engine": "neo4j"}, {"sparql_engine": "server"}]
)
def test_an_engine_that_is_none_or_has_no_address_is_refused(
    own: dict[str, str], tmp_path: Path
) -> None:
    with pytest.raises(SettingError):
        Registry(settings_of({}, tmp_path, **own))


def copied(registry: Registry, folder: Path) -> Path:
    """Return a data folder with the journal of a registry; the rest is built from it."""
    shutil.copy(registry.settings.data_dir / "journal.rdfp", folder / "journal.rdfp")
    return folder
