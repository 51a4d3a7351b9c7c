"""A server that speaks SPARQL 1.1 as a copy of the store, kept by SPARQL Update.

Records are written as states: what a record is to be replaces what it was in every graph, so that
a request may be repeated. What the copy holds is told by a mark in a graph of its own. Each request
names the mark it saw, does nothing where that is gone, and replaces it by its own. Where a server
runs two requests at once both may find the mark and both leave theirs: the copy then has two marks,
and whoever comes next writes anew everything since the older of the states they began with.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING, Final, NoReturn
from uuid import uuid4

from graphsvc.errors import ForeignDatabaseError, ServerFaultError, SyncOvertakenError
from graphsvc.projections.reading import HEAD, SEQUENCE
from graphsvc.rdf.names import BASE, PREFIXES
from graphsvc.rdf.syntax import canonical
from graphsvc.rdf.terms import Literal, NamedNode, Quad, Triple, in_graph

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from graphsvc.projections.following import Progress
    from graphsvc.projections.reading import StoreReader
    from graphsvc.projections.sparql_protocol import Row, SparqlClient
    from graphsvc.rdf.terms import Term

__all__ = ["SYNC", "Mark", "Place", "SparqlServer", "Stage", "joined"]

SYNC: Final = NamedNode("urn:graphsvc:sync")
"""The graph of the marks."""

_SINCE: Final = NamedNode("urn:graphsvc:since")
_SINCE_HEAD: Final = NamedNode("urn:graphsvc:sinceHead")
_STAGE: Final = NamedNode("urn:graphsvc:stage")
_CURSOR: Final = NamedNode("urn:graphsvc:cursor")
_DECIMAL: Final = NamedNode(PREFIXES["xsd"] + "decimal")

_QUADS: Final = 10_000  # in one request
_LETTERS: Final = 4_000_000
_RECORDS: Final = 1_000
_EMPTIED: Final = 50_000
_MEETINGS: Final = 10
_ESCAPE: Final = re.compile(r"\\(?:\\[uU]|.)")
_NAMES: Final = f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER (?g != {SYNC}) }}"
_OURS: Final = f'FILTER (STRSTARTS(STR(?g), "{BASE}"))'


@dataclass(frozen=True, order=True)
class Place:
    """A place in the journal: an entry's sequence and hash."""

    sequence: int
    head: str


class Stage(IntEnum):
    """How far a copy is."""

    EMPTYING = 0
    LOADING = 1
    WRITING = 2
    WHOLE = 3


@dataclass(frozen=True)
class Mark:
    """What one writer left: records not changed since `since` are as they should be.

    Attributes:
        since: the state that was there when the writer began.
        reached: the latest state that anything was written from; all of it, where it is whole.
        cursor: while loading, the last record written, in the order of IRIs.
    """

    since: Place
    reached: Place
    stage: Stage
    cursor: str = ""

    def triples(self, node: NamedNode) -> list[Triple]:
        """Return the mark as it is stored."""
        return [
            Triple(node, SEQUENCE, Literal(self.reached.sequence)),
            Triple(node, HEAD, Literal(self.reached.head)),
            Triple(node, _SINCE, Literal(self.since.sequence)),
            Triple(node, _SINCE_HEAD, Literal(self.since.head)),
            Triple(node, _STAGE, Literal(self.stage.name.lower())),
            Triple(node, _CURSOR, Literal(self.cursor)),
        ]


Marks = dict[NamedNode, Mark]


def joined(marks: Collection[Mark]) -> Mark:
    """Return what is sure of a copy with these marks, one or more."""
    if len(marks) == 1:
        return next(iter(marks))
    stage = min(Stage.WRITING, *(m.stage for m in marks))
    cursor = min(m.cursor for m in marks if m.stage == stage) if stage is Stage.LOADING else ""
    return Mark(min(m.since for m in marks), max(m.reached for m in marks), stage, cursor)


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
        # With whoever is met in this, the two marks together still say that it is to be emptied.
        with suppress(_MetError):
            self._advance(self._marks(), [], Mark(place, place, Stage.EMPTYING))

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
        named = f"GRAPH ?g {{ ?s ?p ?o }} {_OURS}"
        operations = [
            _Operation(
                "DELETE { ?s ?p ?o }", f"{{ SELECT ?s ?p ?o WHERE {{ ?s ?p ?o }} {limit} }}"
            ),
            _Operation(
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
            self._give_way(found)
        return marks

    def _size(self) -> int:
        """Return how many triples there are in the graphs that are ours to write."""
        every = f"{{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} {_OURS} }}"
        return int(self._client.select(f"SELECT (COUNT(*) AS ?n) {{ {every} }}")[0]["n"].value)

    def _loaded(self, marks: Marks, mark: Mark, reader: StoreReader, progress: Progress) -> Marks:
        """Write every record after the cursor."""
        every = sorted(_names(q.subject for q in reader.dump()))
        left = [s for s in every if s > mark.cursor]
        done = len(every) - len(left)
        for batch in _batches(reader, left):
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
        for batch in _batches(reader, records):
            done += len(batch.records)
            reached = whole if done == len(records) else replace(whole, stage=Stage.WRITING)
            marks = self._advance(marks, [*batch.deletions(), batch.insertion()], reached)
            progress(done, len(records))
        if not records:
            self._advance(marks, [], whole)

    def _advance(self, seen: Marks, operations: Iterable[_Operation], mark: Mark) -> Marks:
        """Carry out the operations if the marks are still those seen, and leave one's own mark."""
        self._number += 1
        node = NamedNode(f"{SYNC.value}/{self._writer}/{self._number}")
        old = _marked(t for n, m in seen.items() for t in m.triples(n))
        guard = old or f"FILTER NOT EXISTS {{ GRAPH {SYNC} {{ ?mark ?p ?o }} }}"
        move = f"INSERT {{ {_marked(mark.triples(node))} }}"
        last = _Operation(f"DELETE {{ {old} }} {move}" if seen else move, "")
        self._client.update(" ;\n".join(o.guarded(guard) for o in (*operations, last)))
        found = self._marks()
        if found == {node: mark}:
            return found
        if found == seen:
            raise ServerFaultError(server=self._client.server, reason="not-written")
        self._give_way(found)

    def _give_way(self, found: Marks) -> NoReturn:
        """Stop for another writer; of two that met, the one whose name comes first goes on."""
        writers = {node.value.split("/")[1] for node in found}
        if self._writer in writers and self._writer == min(writers):
            raise _MetError
        raise SyncOvertakenError(server=self._client.server)

    def _marks(self) -> Marks:
        rows = self._client.select(f"SELECT ?mark ?p ?o {{ GRAPH {SYNC} {{ ?mark ?p ?o }} }}")
        stored: dict[NamedNode, dict[Term, str]] = {}
        for row in rows:
            if isinstance(row["mark"], NamedNode):
                stored.setdefault(row["mark"], {})[row["p"]] = row["o"].value
        try:
            return {node: _mark(values) for node, values in stored.items()}
        except (KeyError, ValueError) as error:
            raise ForeignDatabaseError(server=self._client.server, reason="altered") from error


class _MetError(Exception):
    """Another writer was met, and this one goes on."""


@dataclass(frozen=True)
class _Operation:
    """One operation of an update: what it does, and with what."""

    does: str
    where: str

    def guarded(self, guard: str) -> str:
        """Return its text; it does nothing where the guard does not hold."""
        return f"{self.does} WHERE {{ {guard} {self.where} }}"


@dataclass(frozen=True)
class _Batch:
    """Some records, and what each graph is to say of them."""

    records: tuple[str, ...]
    blocks: Mapping[NamedNode | None, list[str]]

    def deletions(self) -> list[_Operation]:
        """Return the operations that remove all that is said of the records."""
        records = f"VALUES ?s {{ {' '.join(str(NamedNode(r)) for r in self.records)} }}"
        return [
            _Operation("DELETE { ?s ?p ?o }", f"{records} ?s ?p ?o"),
            _Operation(
                "DELETE { GRAPH ?g { ?s ?p ?o } }",
                f"{records} GRAPH ?g {{ ?s ?p ?o }} {_OURS}",
            ),
        ]

    def insertion(self) -> _Operation:
        """Return the operation that adds what is to be said."""
        text = "\n".join(
            "\n".join(lines) if graph is None else f"GRAPH {graph} {{\n" + "\n".join(lines) + "\n}"
            for graph, lines in self.blocks.items()
        )
        return _Operation(f"INSERT {{\n{text}\n}}", "")


def _batches(reader: StoreReader, records: Iterable[str]) -> Iterator[_Batch]:
    """Yield the records in order, as many at a time as one request is to carry."""
    taken: list[str] = []
    blocks: dict[NamedNode | None, list[str]] = {}
    quads = letters = 0
    for record in records:
        taken.append(record)
        for quad in reader.quads(NamedNode(record)):
            line = f"{written(quad.triple)} ."
            name = quad.graph_name if isinstance(quad.graph_name, NamedNode) else None
            blocks.setdefault(name, []).append(line)
            quads, letters = quads + 1, letters + len(line)
        if quads >= _QUADS or letters >= _LETTERS or len(taken) >= _RECORDS:
            yield _Batch(tuple(taken), blocks)
            taken, blocks, quads, letters = [], {}, 0, 0
    if taken:
        yield _Batch(tuple(taken), blocks)


def written(triple: Triple) -> str:
    """Return a triple as it stands in an update, the same term to every reader of SPARQL.

    A decimal gets its point: of `1` and `1.0` TDB2 5.6 makes one value and two keys, and cannot
    delete the first (https://github.com/apache/jena/issues/3404). A backslash before a `u` of the
    text itself is told from an escape, which some readers expand before they read anything else.
    """
    value = triple.object
    if isinstance(value, Literal) and value.datatype == _DECIMAL and "." not in value.value:
        value = Literal(value.value + ".0", datatype=_DECIMAL)
    text = str(Triple(triple.subject, triple.predicate, value))
    return _ESCAPE.sub(_told_apart, text) if "\\" in text else text


def _told_apart(match: re.Match[str]) -> str:
    return f"\\\\\\u00{ord(match[0][2]):x}" if len(match[0]) > 2 else match[0]  # noqa: PLR2004  # of an escape


def _names(subjects: Iterable[Term]) -> set[str]:
    return {s.value for s in subjects if isinstance(s, NamedNode)}


def _marked(triples: Iterable[Triple]) -> str:
    text = " ".join(f"{t} ." for t in triples)
    return f"GRAPH {SYNC} {{ {text} }}" if text else ""


def _mark(values: Mapping[Term, str]) -> Mark:
    return Mark(
        Place(int(values[_SINCE]), values[_SINCE_HEAD]),
        Place(int(values[SEQUENCE]), values[HEAD]),
        Stage[values[_STAGE].upper()],
        values[_CURSOR],
    )
