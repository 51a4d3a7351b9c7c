"""Servers that hold a copy of the registry, as the settings name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphsvc.errors import SettingError
from graphsvc.projections.sparql_http import SparqlServer
from graphsvc.projections.sparql_protocol import SparqlClient

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphsvc.journal.journal import Journal
    from graphsvc.model.property_graph import PropertyGraph
    from graphsvc.projections.neo4j import Neo4jGraph
    from graphsvc.projections.neo4j_server import Neo4jServer
    from graphsvc.settings import Settings

__all__ = ["neo4j_graph", "neo4j_server", "sparql_server"]


def neo4j_server(settings: Settings) -> Neo4jServer:
    """Return the Neo4j database of the settings; who opens it closes it.

    Raises:
        SettingError: they name none.
    """
    # The driver is slow to load, and most have no Neo4j.
    from graphsvc.projections.neo4j_server import Neo4jServer  # noqa: PLC0415

    if not settings.neo4j_url:
        raise SettingError(name="GRAPHSVC_NEO4J_URL", value="")
    given = (settings.neo4j_user, settings.neo4j_password, settings.neo4j_database)
    return Neo4jServer(settings.neo4j_url, *given)


def neo4j_graph(server: Neo4jServer, schema: PropertyGraph, journal: Journal) -> Neo4jGraph:
    """Return the property graph in a database."""
    from graphsvc.projections.neo4j import Neo4jGraph  # noqa: PLC0415  # as above

    return Neo4jGraph(server, schema, _head_of(journal))


def sparql_server(settings: Settings, journal: Journal) -> SparqlServer:
    """Return the dataset of the settings on a SPARQL server.

    Raises:
        SettingError: they name none.
    """
    return SparqlServer(SparqlClient(settings), _head_of(journal))


def _head_of(journal: Journal) -> Callable[[int], str]:
    """Return what gives the hash of an entry, empty where the journal has no such entry."""
    return lambda sequence: (
        journal.read(sequence).digest if 0 < sequence <= journal.sequence else ""
    )
