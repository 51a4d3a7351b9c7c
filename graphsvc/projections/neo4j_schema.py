"""What a Neo4j database needs besides data: uniqueness of keys, indexes of dates and words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from graphsvc.projections.neo4j_server import run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from neo4j import ManagedTransaction

    from graphsvc.model.property_graph import PropertyGraph
    from graphsvc.projections.neo4j_server import Neo4jServer

__all__ = ["META", "WORDS", "define", "define_mark", "quoted"]

META: Final = "GraphsvcSync"
"""The label of the one node that says how far the database is."""
WORDS: Final = "graphsvc_text_"
"""How the names of the full-text indexes begin; the language follows."""
_OWN: Final = re.compile(r"graphsvc_[\w.-]+")
_NAME: Final = re.compile(r"[\w.-]+")
_ANALYZERS: Final = {"ru": "russian", "en": "english"}
_SEARCHED: Final = ("label", "altLabel", "hiddenLabel", "note")
_WAIT_S: Final = 600


def define(server: Neo4jServer, schema: PropertyGraph) -> None:
    """Make the constraints and indexes that are missing, drop those of another model, and wait.

    Those of others, whose names do not begin with `graphsvc_`, are left alone.
    """
    wanted = dict(_definitions(schema))

    def drop(tx: ManagedTransaction) -> None:
        for name, kind in _present(tx).items():
            # An index of words is made anew: it has one name and the labels of one model.
            if _OWN.fullmatch(name) and (name not in wanted or name.startswith(WORDS)):
                run(tx, f"DROP {kind} {quoted(name)} IF EXISTS")

    def create(tx: ManagedTransaction) -> None:
        present = _present(tx)
        for name, text in wanted.items():
            if name not in present:
                run(tx, text)

    server.write(drop)
    server.write(create)
    server.read(lambda tx: run(tx, f"CALL db.awaitIndexes({_WAIT_S})"))


def define_mark(server: Neo4jServer) -> None:
    """Make the constraint by which there is one mark."""
    _, text = _unique(META, "id")
    server.write(lambda tx: run(tx, text))


def quoted(name: str) -> str:
    """Return a name as it stands in a query.

    Raises:
        ValueError: it has other than letters, digits, `_`, `-` and `.`; no IRI gives such a name.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(name)
    return f"`{name}`"


def _present(tx: ManagedTransaction) -> dict[str, str]:
    """Return what there is by name; the index that serves a constraint is the constraint."""
    indexes = {row["name"]: "INDEX" for row in run(tx, "SHOW INDEXES YIELD name")}
    return indexes | {row["name"]: "CONSTRAINT" for row in run(tx, "SHOW CONSTRAINTS YIELD name")}


def _definitions(schema: PropertyGraph) -> Iterator[tuple[str, str]]:
    """Yield name and text of every constraint and index."""
    yield _unique(META, "id")
    for label in schema.labels:
        yield _unique(label.name, "iri")
        for prop in label.properties:
            if prop.kind in ("date", "datetime") and not prop.many:
                name = f"graphsvc_{label.name}_{prop.name}"
                on = f"FOR (n:{quoted(label.name)}) ON (n.{quoted(prop.name)})"
                yield name, f"CREATE INDEX {quoted(name)} IF NOT EXISTS {on}"
    for language, analyzer in _ANALYZERS.items():
        names = [f"{name}_{language}" for name in _SEARCHED]
        labels = [x.name for x in schema.labels if {p.name for p in x.properties} & set(names)]
        if labels:
            yield _searched(f"{WORDS}{language}", labels, names, analyzer)


def _unique(label: str, key: str) -> tuple[str, str]:
    name = f"graphsvc_{label}_{key}"
    on = f"FOR (n:{quoted(label)}) REQUIRE n.{quoted(key)} IS UNIQUE"
    return name, f"CREATE CONSTRAINT {quoted(name)} IF NOT EXISTS {on}"


def _searched(
    name: str, labels: Iterable[str], properties: Iterable[str], analyzer: str
) -> tuple[str, str]:
    on = f"FOR (n:{'|'.join(map(quoted, labels))}) ON EACH [{_list(properties)}]"
    options = f"OPTIONS {{indexConfig: {{`fulltext.analyzer`: '{analyzer}'}}}}"
    return name, f"CREATE FULLTEXT INDEX {quoted(name)} IF NOT EXISTS {on} {options}"


def _list(properties: Iterable[str]) -> str:
    return ", ".join(f"n.{quoted(p)}" for p in properties)
