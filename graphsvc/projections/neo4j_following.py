"""Bringing a Neo4j database to the state of a store, in transactions that each may be the last.

One node, `GraphsvcSync`, says how far the database is. Every transaction locks it, finds there what
it expects or writes nothing, and leaves there what it has reached. So a transaction counts whole or
not at all, whoever is killed, and of two synchronisations at once one gives way.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final, TypeVar
from uuid import uuid4

from neo4j import ManagedTransaction

from graphsvc.projections.neo4j_schema import META, define
from graphsvc.projections.neo4j_server import run
from graphsvc.projections.neo4j_writing import links, records
from graphsvc.projections.property_graph import Projection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphsvc.projections.following import Progress
    from graphsvc.projections.neo4j_server import Neo4jServer
    from graphsvc.projections.neo4j_writing import Writer
    from graphsvc.projections.reading import StoreReader

__all__ = ["CLEARING", "EDGES", "NODES", "WHOLE", "Mark", "MovedError", "Run", "move", "read_mark"]

WHOLE, CLEARING, NODES, EDGES = "", "clearing", "nodes", "edges"
BATCH: Final = 1_000
"""Records of one transaction: some 10,000 relationships, which fit the server's memory."""
_DELETED: Final = 10_000

_T = TypeVar("_T")
_Work = Callable[[ManagedTransaction], _T]


class MovedError(Exception):
    """The database is not as far as was expected: somebody else has written it."""


@dataclass(frozen=True)
class Mark:
    """How far a database is.

    Attributes:
        phase: what a full load is at, `WHOLE` where there is none.
        cursor: the last key written in that phase.
        sequence: the entry whose state it holds; in a load, of the keys up to the cursor.
        target: the entry towards which it is being written, `sequence` when at rest.
        head: the hash of the entry `target`.
        schema: the fingerprint of what it was written with.
        labels: the labels of that schema.
        run: who wrote last.
    """

    phase: str = CLEARING
    cursor: str = ""
    sequence: int = 0
    target: int = 0
    head: str = ""
    schema: str = ""
    labels: tuple[str, ...] = ()
    run: str = ""

    @property
    def at_rest(self) -> bool:
        """Whether nobody is in the middle of something, or was when it was ended."""
        return self.phase == WHOLE and self.sequence == self.target


def read_mark(tx: ManagedTransaction) -> Mark | None:
    """Return how far the database is, None for one that was never synchronised."""
    found = run(tx, f"MATCH (mark:{META} {{id: 'sync'}}) RETURN properties(mark) AS mark")
    if not found or "phase" not in found[0]["mark"]:
        return None
    given: dict[str, Any] = {f.name: found[0]["mark"][f.name] for f in fields(Mark)}
    given["labels"] = tuple(given["labels"])
    return Mark(**given)


def move(server: Neo4jServer, expected: Mark | None, new: Mark, work: _Work[_T]) -> _T | None:
    """Do some work and leave a mark, both or neither; return what the work returns.

    Raises:
        MovedError: the database is not where it was expected.
    """

    def guarded(tx: ManagedTransaction) -> _T | None:
        run(tx, f"MERGE (mark:{META} {{id: 'sync'}}) SET mark.lock = $p.run", {"run": new.run})
        found = read_mark(tx)
        if found == new != expected:
            return None  # it was committed, and the server's answer was lost
        if found != expected:
            raise MovedError
        done = work(tx)
        properties = asdict(new) | {"id": "sync", "labels": list(new.labels)}
        run(tx, f"MATCH (mark:{META} {{id: 'sync'}}) SET mark = $p", properties)
        return done

    return server.write(guarded)


class Run:
    """One synchronisation.

    Args:
        reader: the state to bring the database to.
    """

    def __init__(
        self, server: Neo4jServer, writer: Writer, reader: StoreReader, progress: Progress
    ) -> None:
        self._server, self._writer = server, writer
        self._reader, self._progress = reader, progress
        self._projection = Projection(writer.schema, reader)
        self._id = uuid4().hex

    def go(self, mark: Mark) -> None:
        """Bring the database from where it is to the state of the reader.

        Raises:
            MovedError: somebody else has written it meanwhile.
            ForeignDatabaseError: somebody has altered it past the registry.
        """
        if mark.phase == CLEARING or mark.schema != self._writer.fingerprint:
            mark = self._clear(mark)
        if not mark.sequence == mark.target == self._reader.sequence:
            mark = self._follow(mark)
        if mark.phase == NODES:
            mark = self._load_nodes(mark)
        if mark.phase == EDGES:
            self._load_edges(mark)

    def _clear(self, mark: Mark) -> Mark:
        clearing = Mark(labels=mark.labels, run=self._id)
        move(self._server, mark, clearing, lambda _: None)
        clear = partial(self._writer.clear, labels=mark.labels, most=_DELETED)
        while not move(self._server, clearing, clearing, clear):
            pass
        define(self._server, self._writer.schema)
        empty = Mark(
            phase=NODES,
            sequence=self._reader.sequence,
            target=self._reader.sequence,
            head=self._reader.head,
            schema=self._writer.fingerprint,
            labels=tuple(self._writer.schema.by_name),
            run=self._id,
        )
        move(self._server, clearing, empty, lambda _: None)
        return empty

    def _follow(self, mark: Mark) -> Mark:
        """Write anew what was touched since; of a load that was interrupted, what it had written.

        Several transactions may each be repeated. The last moves the sequence.
        """
        keys = sorted(record.value for record in self._reader.touched(mark.sequence))
        sequence, head = self._reader.sequence, self._reader.head
        begun = replace(mark, target=sequence, head=head, run=self._id)
        whole = replace(begun, sequence=sequence)
        works = self._works(mark.phase, keys)
        for number, prepare in enumerate(works, 1):
            new = whole if number == len(works) else begun
            move(self._server, mark, new, prepare())
            mark = new
            self._progress(len(keys) * number // len(works), len(keys))
        return mark

    def _works(self, phase: str, keys: Sequence[str]) -> list[Callable[[], _Work[None]]]:
        chunks = _batches(keys)
        if phase == NODES:  # what starts at them comes with the load
            return [partial(self._put, c) for c in chunks or [[]]]
        if len(chunks) <= 1:
            return [partial(self._put_and_link, keys)]
        puts = [partial(self._put, c) for c in chunks]
        return [*puts, *(partial(self._link, c) for c in chunks)]

    def _load_nodes(self, mark: Mark) -> Mark:
        for chunk in _batches(self._keys[self._place(mark) :]):
            given = records(self._projection, chunk)
            new = replace(mark, cursor=chunk[-1], run=self._id)
            move(self._server, mark, new, partial(self._writer.put, given=given, anew=True))
            mark = new
            self._tell(mark)
        new = replace(mark, phase=EDGES, cursor="", run=self._id)
        move(self._server, mark, new, lambda _: None)
        return new

    def _load_edges(self, mark: Mark) -> None:
        for chunk in _batches(self._keys[self._place(mark) :]):
            new = replace(mark, cursor=chunk[-1], run=self._id)
            move(self._server, mark, new, self._link(chunk))
            mark = new
            self._tell(mark)
        new = replace(mark, phase=WHOLE, cursor="", run=self._id)
        move(self._server, mark, new, self._writer.sweep)

    @cached_property
    def _keys(self) -> list[str]:
        return sorted(self._projection.subjects())

    def _tell(self, mark: Mark) -> None:
        """Tell how far a load is; each record is written twice, itself and what starts at it."""
        done = self._place(mark) + (len(self._keys) if mark.phase == EDGES else 0)
        self._progress(done // 2, len(self._keys))

    def _place(self, mark: Mark) -> int:
        return bisect_right(self._keys, mark.cursor)

    def _put(self, keys: Sequence[str]) -> _Work[None]:
        return partial(self._writer.put, given=records(self._projection, keys))

    def _link(self, keys: Sequence[str]) -> _Work[None]:
        return partial(self._writer.link, given=links(self._projection, keys))

    def _put_and_link(self, keys: Sequence[str]) -> _Work[None]:
        put, link = self._put(keys), self._link(keys)

        def both(tx: ManagedTransaction) -> None:
            put(tx)
            link(tx)

        return both


def _batches(keys: Sequence[str]) -> list[Sequence[str]]:
    return [keys[start : start + BATCH] for start in range(0, len(keys), BATCH)]
