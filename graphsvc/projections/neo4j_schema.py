"""What a Neo4j database needs besides data: uniqueness of keys, indexes of dates and words."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from graphsvc.errors import ServerFaultError
from graphsvc.projections.neo4j_server import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from neo4j import ManagedTransaction

    from graphsvc.model.property_graph import PropertyGraph
    from graphsvc.projections.neo4j_server import Neo4jServer

__all__ = ["META", "define", "define_mark", "quoted"]

META: Final = "GraphsvcSync"
"""The label of the one node that says how far the database is."""
_OWN: Final = re.compile(r"graphsvc_[\w.-]+")
_NAME: Final = re.compile(r"[\w.-]+")
_ANALYZERS: Final = {"ru": "russian", "en": "english"}
_SEARCHED: Final = ("label", "altLabel", "hiddenLabel", "note")
_ATTEMPTS: Final = 5
_WAIT_S: Final = 600


@dataclass(frozen=True)
class _Index:
    """An index, or a constraint with the index that serves it."""

    name: str
    labels: tuple[str, ...]
    properties: tuple[str, ...]
    analyzer: str = ""
    text: str = field(default="", compare=False)


def define(server: Neo4jServer, schema: PropertyGraph) -> None:
    """Make the constraints and indexes that are missing, drop those of another model, and wait.

    Those of others, whose names do not begin with `graphsvc_`, are left alone.
    """
    wanted = {index.name: index for index in _wanted(schema)}

    def drop(tx: ManagedTransaction) -> None:
        constraints = {row["name"] for row in run(tx, "SHOW CONSTRAINTS YIELD name")}
        for name, index in _present(tx).items():
            if _OWN.fullmatch(name) and wanted.get(name) != index:
                kind = "CONSTRAINT" if name in constraints else "INDEX"
                run(tx, f"DROP {kind} {quoted(name)} IF EXISTS")

    def create(tx: ManagedTransaction) -> None:
        for name in wanted.keys() - _present(tx).keys():
            run(tx, wanted[name].text)

    for work in (drop, create):
        _change(server, work)
    server.read(lambda tx: run(tx, f"CALL db.awaitIndexes({_WAIT_S})"))


def define_mark(server: Neo4jServer) -> None:
    """Make the constraint by which there is one mark."""
    _change(server, lambda tx: run(tx, _unique(META, "id").text))


def quoted(name: str) -> str:
    """Return a name as it stands in a query.

    Raises:
        ValueError: it has other than letters, digits, `_`, `-` and `.`; no IRI gives such a name.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(name)
    return f"`{name}`"


def _change(server: Neo4jServer, work: Callable[[ManagedTransaction], object]) -> None:
    """Change the schema, again if somebody else is changing it, too."""
    for left in reversed(range(_ATTEMPTS)):
        try:
            server.write(work)
        except ServerFaultError as error:
            if not left or ".Schema." not in str(error.parameters["reason"]):
                raise
            time.sleep(1 / (1 + left))
        else:
            return


def _present(tx: ManagedTransaction) -> dict[str, _Index]:
    rows = run(tx, "SHOW INDEXES YIELD name, labelsOrTypes AS labels, properties, options")
    return {
        row["name"]: _index(
            row["name"],
            row["labels"] or (),
            row["properties"] or (),
            analyzer=row["options"].get("indexConfig", {}).get("fulltext.analyzer", ""),
        )
        for row in rows
    }


def _index(
    name: str,
    labels: Iterable[str],
    properties: Iterable[str],
    *,
    analyzer: str = "",
    text: str = "",
) -> _Index:
    """Return an index whose names are in the one order that can be compared."""
    return _Index(name, tuple(sorted(labels)), tuple(sorted(properties)), analyzer, text)


def _wanted(schema: PropertyGraph) -> Iterator[_Index]:
    yield _unique(META, "id")
    for label in schema.labels:
        yield _unique(label.name, "iri")
        for prop in label.properties:
            if prop.kind in ("date", "datetime") and not prop.many:
                name = f"graphsvc_{label.name}_{prop.name}"
                on = f"FOR (n:{quoted(label.name)}) ON (n.{quoted(prop.name)})"
                text = f"CREATE INDEX {quoted(name)} IF NOT EXISTS {on}"
                yield _index(name, [label.name], [prop.name], text=text)
    for language in _ANALYZERS:
        names = [f"{name}_{language}" for name in _SEARCHED]
        labels = [x.name for x in schema.labels if {p.name for p in x.properties} & set(names)]
        if labels:
            yield _searched(language, labels, names)


def _unique(label: str, key: str) -> _Index:
    name = f"graphsvc_{label}_{key}"
    on = f"FOR (n:{quoted(label)}) REQUIRE n.{quoted(key)} IS UNIQUE"
    text = f"CREATE CONSTRAINT {quoted(name)} IF NOT EXISTS {on}"
    return _index(name, [label], [key], text=text)


def _searched(language: str, labels: Sequence[str], properties: Sequence[str]) -> _Index:
    name = f"graphsvc_text_{language}"
    each = ", ".join(f"n.{quoted(p)}" for p in properties)
    on = f"FOR (n:{'|'.join(map(quoted, labels))}) ON EACH [{each}]"
    analyzer = _ANALYZERS[language]
    options = f"{{indexConfig: {{`fulltext.analyzer`: '{analyzer}'}}}}"
    text = f"CREATE FULLTEXT INDEX {quoted(name)} IF NOT EXISTS {on} OPTIONS {options}"
    return _index(name, labels, properties, analyzer=analyzer, text=text)
