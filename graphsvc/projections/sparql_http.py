"""A server that speaks SPARQL 1.1 as a copy of the store, kept by SPARQL Update.

Records are written as states: what a record is to be replaces what it was in every graph, so that
a request may be repeated. What the copy holds is told by a mark in a graph of its own. Each request
names the mark it saw, does nothing where that is gone, and replaces it by its own. Where a server
runs two requests at once both may find the mark and both leave theirs: the copy then has two marks,
and whoever comes next writes anew everything since the older of the states they began with.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from graphsvc.errors import (
    EngineFailedError,
    ForeignDatabaseError,
    ServerFaultError,
    SyncOvertakenError,
)
from graphsvc.projections.sparql_marks import (
    SYNC,
    Mark,
    Place,
    Stage,
    joined,
    marked,
    read_mark,
)
from graphsvc.projections.sparql_updates import OURS, QUADS, Operation, batches
from graphsvc.rdf.syntax import canonical
from graphsvc.rdf.terms import NamedNode, in_graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from graphsvc.projections.following import Progress
    from graphsvc.projections.reading import StoreReader
    from graphsvc.projections.sparql_protocol import Row, SparqlClient
    from graphsvc.rdf.terms import Quad, Term

__all__ = ["SparqlServer"]

_EMPTIED: Final = 50_000  # triples that one request deletes
_MEETINGS: Final = 10
_READINGS: Final = 3
_NAMES: Final = f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER (?g != {SYNC}) }}"

Marks = dict[NamedNode, Mark]


class SparqlServer:
    """A dataset on a server; its default and named graphs are those of the store.

    Args:
        client: the endpoints of the dataset.
        head_of: the hash of a journal entry by its sequence, empty for one that is not there.
    """

    def __init__(self, client: SparqlClient, head_of: Callable[[int], str]) -> None:
        self._client, self._head_of = client, head_of
        self._writer, self._number = uuid4().hex, 0

    @property
    def sequence(self) -> int:
        """The sequence of the last entry the server holds whole, 0 for none or half."""
        marks = self._marks()
        mark = joined(marks.values()) if marks else None
        return mark.reached.sequence if mark and mark.stage is Stage.WHOLE else 0

    def begin_anew(self, reader: StoreReader) -> None:
        """Forget what the server holds: `catch_up` empties the dataset and loads it.

        Raises: as `catch_up`.
        """
        place = Place(reader.sequence, reader.head)
        all_marks = f"GRAPH {SYNC} {{ ?mark ?p ?o }}"
        mark = marked(Mark(place, place, Stage.EMPTYING).triples(self._next()))
        # Also what cannot be read; who still writes is met when the dataset is emptied.
        self._client.update(
            f"DELETE {{ {all_marks} }} INSERT {{ {mark} }} WHERE {{ OPTIONAL {{ {all_marks} }} }}"
        )

    def catch_up(self, reader: StoreReader, progress: Progress) -> None:
        """Take over the state that `reader` shows, a copy of the store that nobody writes.

        Raises:
            ForeignDatabaseError: the dataset holds what this journal does not give.
            SyncOvertakenError: another synchronisation writes it, or holds more than `reader`.
            ServerAwayError: the server does not answer; what it took stays.
            ServerLoginError: it refuses the name or the password.
            ServerFaultError: it answers with an error.
        """
        for _ in range(_MEETINGS):
            try:
                self._write(reader, progress)
            except _MetError:
                continue
            return
        raise SyncOvertakenError(server=self._client.server)

    def select(self, text: str, time_limit_s: float) -> list[Row]:
        """Return the solutions of a SELECT query, unbound variables left out.

        Raises:
            QueryTimeoutError: the answer was not there in time.
        """
        return self._client.select(text, time_limit_s)

    def answer(self, text: str, time_limit_s: float) -> tuple[int, str, list[Row]]:
        """Return sequence and head of the state that was asked, and the solutions.

        Raises:
            EngineFailedError: the server is being written all the time, or holds no whole state.
            QueryTimeoutError: the answer was not there in time.
        """
        for _ in range(_READINGS):
            before = self._marks()
            rows = self.select(text, time_limit_s)
            if before and self._marks() == before:
                mark = joined(before.values())
                if mark.stage is Stage.WHOLE:
                    return mark.reached.sequence, mark.reached.head, rows
        raise EngineFailedError(engine=self._client.server)

    def counts(self) -> dict[str, int]:
        """Return how many triples the default graph has, and how many named graphs there are."""
        text = f"""SELECT ?triples ?graphs {{
            {{ SELECT (COUNT(*) AS ?triples) {{ ?s ?p ?o }} }}
            {{ SELECT (COUNT(*) AS ?graphs) {{ {{ {_NAMES} }} }} }}
        }}"""
        return {name: int(term.value) for name, term in self._client.select(text)[0].items()}

    def dump(self) -> Iterator[Quad]:
        """Yield every quad but the marks, as the store would write it."""
        names = [row["g"] for row in self._client.select(_NAMES)]
        for name in (None, *(n for n in names if isinstance(n, NamedNode))):
            yield from canonical(in_graph(t, name) for t in self._client.graph(name))

    def _write(self, reader: StoreReader, progress: Progress) -> None:
        place = Place(reader.sequence, reader.head)
        marks = self._marks() or self._begun(place)
        mark = joined(marks.values())
        self._check(marks.values())
        if mark.stage is Stage.WHOLE:
            if mark.reached.sequence >= place.sequence:
                return
            mark = replace(mark, since=mark.reached)
        elif mark.reached.sequence > place.sequence:
            raise SyncOvertakenError(server=self._client.server)
        mark = replace(mark, reached=place)
        if mark.stage is Stage.EMPTYING:
            marks = self._emptied(marks, mark)
        if mark.stage <= Stage.LOADING:
            marks = self._loaded(marks, mark, reader, progress)
        self._renewed(marks, mark, reader, progress)

    def _begun(self, place: Place) -> Marks:
        """Mark an empty dataset."""
        if self._client.ask("ASK { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"):
            if found := self._marks():  # another synchronisation has begun between the two looks
                raise self._met(found)
            raise ForeignDatabaseError(server=self._client.server, reason="foreign-data")
        return self._advance({}, [], Mark(place, place, Stage.EMPTYING))

    def _check(self, marks: Iterable[Mark]) -> None:
        """Refuse marks of another journal, or of entries that the journal no longer has."""
        for place in {p for m in marks for p in (m.since, m.reached)}:
            if self._head_of(place.sequence) != place.head:
                raise ForeignDatabaseError(server=self._client.server, reason="other-journal")

    def _emptied(self, marks: Marks, mark: Mark) -> Marks:
        node = next(iter(marks))
        if self._client.ask(f"ASK {{ {node} ?p ?o }}"):
            raise ServerFaultError(server=self._client.server, reason="union-default-graph")
        limit = f"LIMIT {_EMPTIED}"
        named = f"GRAPH ?g {{ ?s ?p ?o }} {OURS}"
        operations = [
            Operation("DELETE { ?s ?p ?o }", f"{{ SELECT ?s ?p ?o WHERE {{ ?s ?p ?o }} {limit} }}"),
            Operation(
                "DELETE { GRAPH ?g { ?s ?p ?o } }",
                f"{{ SELECT ?g ?s ?p ?o WHERE {{ {named} }} {limit} }}",
            ),
        ]
        for _ in range(-(-self._size() // _EMPTIED)):
            marks = self._advance(marks, operations, mark)
        if self._size():
            found = self._marks()
            if found == marks:
                raise ServerFaultError(server=self._client.server, reason="not-emptied")
            raise self._met(found)
        return marks

    def _size(self) -> int:
        """Return how many triples there are in the graphs that are ours to write."""
        every = f"{{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} {OURS} }}"
        return int(self._client.select(f"SELECT (COUNT(*) AS ?n) {{ {every} }}")[0]["n"].value)

    def _loaded(self, marks: Marks, mark: Mark, reader: StoreReader, progress: Progress) -> Marks:
        """Write every record after the cursor."""
        every = sorted(_names(q.subject for q in reader.dump()))
        left = [s for s in every if s > mark.cursor]
        done = len(every) - len(left)
        for batch in batches(reader, left, QUADS):
            reached = replace(mark, stage=Stage.LOADING, cursor=batch.records[-1])
            marks = self._advance(marks, [batch.insertion()], reached)
            done += len(batch.records)
            progress(done, len(every))
        return marks

    def _renewed(self, marks: Marks, mark: Mark, reader: StoreReader, progress: Progress) -> None:
        """Write the records anew that were touched since, and make the copy whole."""
        records = sorted(_names(reader.touched(mark.since.sequence)))
        whole = replace(mark, stage=Stage.WHOLE, cursor="")
        done = 0
        for batch in batches(reader, records, QUADS):
            done += len(batch.records)
            reached = whole if done == len(records) else replace(whole, stage=Stage.WRITING)
            marks = self._advance(marks, [*batch.deletions(), batch.insertion()], reached)
            progress(done, len(records))
        if not records:
            self._advance(marks, [], whole)

    def _advance(self, seen: Marks, operations: Iterable[Operation], mark: Mark) -> Marks:
        """Carry out the operations if the marks are still those seen, and leave one's own mark."""
        node = self._next()
        old = marked(t for n, m in seen.items() for t in m.triples(n))
        guard = old or f"FILTER NOT EXISTS {{ GRAPH {SYNC} {{ ?mark ?p ?o }} }}"
        move = f"INSERT {{ {marked(mark.triples(node))} }}"
        last = Operation(f"DELETE {{ {old} }} {move}" if seen else move, "")
        self._client.update(" ;\n".join(o.guarded(guard) for o in (*operations, last)))
        found = self._marks()
        if found == {node: mark}:
            return found
        if found == seen:
            raise ServerFaultError(server=self._client.server, reason="not-written")
        raise self._met(found)

    def _next(self) -> NamedNode:
        """Return the name of the next mark."""
        self._number += 1
        return NamedNode(f"{SYNC.value}/{self._writer}/{self._number}")

    def _met(self, found: Marks) -> Exception:
        """Return what to raise: of two writers that met, the one whose name comes first goes on."""
        writers = {node.value.split("/")[1] for node in found}
        if self._writer in writers and self._writer == min(writers):
            return _MetError()
        return SyncOvertakenError(server=self._client.server)

    def _marks(self) -> Marks:
        rows = self._client.select(f"SELECT ?mark ?p ?o {{ GRAPH {SYNC} {{ ?mark ?p ?o }} }}")
        stored: dict[NamedNode, dict[Term, str]] = {}
        for row in rows:
            if isinstance(row["mark"], NamedNode):
                stored.setdefault(row["mark"], {})[row["p"]] = row["o"].value
        try:
            return {node: read_mark(values) for node, values in stored.items()}
        except (KeyError, ValueError) as error:
            raise ForeignDatabaseError(server=self._client.server, reason="altered") from error


class _MetError(Exception):
    """Another writer was met, and this one goes on."""


def _names(subjects: Iterable[Term]) -> set[str]:
    return {s.value for s in subjects if isinstance(s, NamedNode)}
