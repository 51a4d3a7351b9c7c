"""The property graph in Neo4j: a projection of the journal for who outgrows one machine."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from graphsvc.errors import EngineFailedError, ForeignDatabaseError, SyncOvertakenError
from graphsvc.projections.neo4j_following import (
    CLEARING,
    Mark,
    MovedError,
    Run,
    move,
    read_mark,
)
from graphsvc.projections.neo4j_schema import define_mark
from graphsvc.projections.neo4j_server import native, run
from graphsvc.projections.neo4j_writing import Writer
from graphsvc.projections.property_graph import Edge, Node, State
from graphsvc.projections.values import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from neo4j import ManagedTransaction

    from graphsvc.model.property_graph import PropertyGraph
    from graphsvc.projections.following import Progress
    from graphsvc.projections.neo4j_server import Neo4jServer, Row
    from graphsvc.projections.reading import StoreReader

__all__ = ["Neo4jGraph"]

_READINGS: Final = 3


class Neo4jGraph:
    """The property graph of a registry in one database.

    Args:
        server: the database.
        schema: what it is to hold.
        head_of: the hash of an entry of the journal as it is now, empty where there is no such.
    """

    def __init__(
        self, server: Neo4jServer, schema: PropertyGraph, head_of: Callable[[int], str]
    ) -> None:
        self._server, self._head_of = server, head_of
        self._writer = Writer(schema, server.url)

    @property
    def sequence(self) -> int:
        """The sequence of the last entry the database holds whole, 0 for none."""
        mark = self._server.read(read_mark)
        return mark.sequence if mark and self._whole(mark) else 0

    def begin_anew(self) -> None:
        """Have the next `catch_up` delete what has a label of the schema, and load everything.

        Raises:
            SyncOvertakenError: another synchronisation writes the database.
        """
        define_mark(self._server)
        mark = self._server.read(read_mark)
        anew = Mark(labels=mark.labels if mark else (), run=uuid4().hex)
        try:
            move(self._server, mark, anew, lambda _: None)
        except MovedError:
            self._refuse_unless(at_rest=False)

    def catch_up(self, reader: StoreReader, progress: Progress) -> None:
        """Take over the state that `reader` shows, a copy of the store that nobody writes.

        Raises:
            ForeignDatabaseError: the database is not this journal's.
            SyncOvertakenError: another synchronisation is in the middle of writing it.
            ServerAwayError: the server does not answer; what it took stays.
            ServerFaultError: it failed.
            ServerLoginError: it refuses name or password.
            ServerTooOldError: it is too old, or no Neo4j.
        """
        self._server.check()
        one = Run(self._server, self._writer, reader, progress)
        mark = self._begun()
        while mark.target <= reader.sequence and not self._holds(mark, reader.sequence):
            try:
                one.go(mark)
            except MovedError:
                mark = self._begun()
                self._refuse_unless(at_rest=mark.at_rest)
            else:
                return
        self._refuse_unless(at_rest=mark.at_rest)

    def rows(self, text: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return the rows of a query that writes nothing, values as JSON has them.

        Raises:
            QuerySyntaxError: the server refuses the query.
            QueryTimeoutError: it ran too long.
        """
        found = self._server.rows(text, parameters)
        return [{name: plain(value) for name, value in row.items()} for row in found]

    def answer(
        self, text: str, parameters: Mapping[str, Any]
    ) -> tuple[int, str, list[dict[str, Any]]]:
        """Return sequence and head of the state that was asked, and the rows.

        Raises:
            EngineFailedError: the database is being written all the time, or holds no whole state.
        """
        for _ in range(_READINGS):
            before = self._server.read(read_mark)
            rows = self.rows(text, parameters)
            if before and self._whole(before) and self._server.read(read_mark) == before:
                return before.sequence, before.head, rows
        raise EngineFailedError(engine="neo4j")

    def counts(self) -> dict[str, int]:
        """Return how many `nodes` and `relationships` of the registry there are."""
        texts = {
            "nodes": f"MATCH (n:{self._writer.label}) RETURN count(n) AS n",
            "relationships": f"MATCH (:{self._writer.label})-[r]->() RETURN count(r) AS n",
        }
        return {name: self._server.rows(text, {})[0]["n"] for name, text in texts.items()}

    def dump(self) -> State:
        """Return all nodes and relationships of the registry, sorted, to be compared."""
        nodes = (
            f"MATCH (n:{self._writer.label}) RETURN labels(n) AS label, properties(n) AS properties"
        )
        edges = f"""MATCH (s:{self._writer.label})-[r]->(t) RETURN s.iri AS source, t.iri AS target,
        labels(s) AS source_label, type(r) AS type, labels(t) AS target_label, r.graphs AS graphs"""

        def read(tx: ManagedTransaction) -> State:
            return State(
                tuple(sorted(map(_node, run(tx, nodes)), key=lambda n: (n.iri, n.label))),
                tuple(sorted(map(_edge, run(tx, edges)), key=lambda e: tuple(asdict(e).values()))),
                (),
            )

        return self._server.read(read)

    def _begun(self) -> Mark:
        """Return how far the database is; an empty one is begun."""
        mark = self._server.read(read_mark)
        if mark is None:
            if self._server.rows("MATCH (n) RETURN 1 LIMIT 1", {}):
                raise ForeignDatabaseError(server=self._server.url, reason="foreign-data")
            self.begin_anew()
            return self._begun()
        if mark.phase != CLEARING and self._head_of(mark.target) != mark.head:
            raise ForeignDatabaseError(server=self._server.url, reason="other-journal")
        return mark

    def _holds(self, mark: Mark, sequence: int) -> bool:
        return self._whole(mark) and mark.sequence == sequence

    def _whole(self, mark: Mark) -> bool:
        return mark.at_rest and mark.schema == self._writer.fingerprint

    def _refuse_unless(self, *, at_rest: bool) -> None:
        """Give way where another synchronisation is in the middle of something."""
        if not at_rest:
            raise SyncOvertakenError(server=self._server.url)


def _node(row: Row) -> Node:
    properties = native(row["properties"])
    return Node(properties.pop("iri", ""), "|".join(row["label"]), properties)


def _edge(row: Row) -> Edge:
    given: dict[str, Any] = dict(row)
    for name in ("source_label", "target_label"):
        given[name] = "|".join(row[name])
    given["graphs"] = tuple(row["graphs"] or ())
    return Edge(**given)
