"""The worker that answers free Cypher over a copy of the embedded property graph."""

from __future__ import annotations

import math
import re
import sys
from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, cast

import ladybug

from graphsvc.isolation.answering import NODE_LIMIT, Answer, Graph
from graphsvc.isolation.working import refused, work
from graphsvc.projections.values import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from graphsvc.processes import Frame

__all__ = ["RESERVED_BYTES"]

RESERVED_BYTES: Final = 64 * 1024**3
"""Address space for the file's pages; it has to be a power of two above any file's size."""
_POOL_SHARE: Final = 4  # of a worker's memory, one part is for pages of the file
_QUOTED: Final = re.compile(
    r"(?:Parser|Binder|Catalog|Runtime|Conversion|Overflow) exception: (?P<text>[^\n]*)"
)
_QUOTE_LENGTH: Final = 300
_PLACE: Final = re.compile(r"\(line: (?P<line>\d+), offset: (?P<offset>\d+)\)")

_Id = tuple[int, int]


class _Cypher:
    """The graph of a copy."""

    def __init__(self, memory_bytes: int) -> None:
        self._pool_bytes = memory_bytes // _POOL_SHARE

    def open(self, copy: Path) -> None:
        """Open a file that nobody writes."""
        self._database = ladybug.Database(
            str(copy),
            buffer_pool_size=self._pool_bytes,
            max_num_threads=1,
            read_only=True,
            max_db_size=RESERVED_BYTES,
        )
        self._connection = ladybug.Connection(self._database)
        self._connection.set_max_threads_for_exec(1)
        text = "CALL show_tables() WHERE type = 'NODE' RETURN id, name"
        self._labels = {int(row[0]): str(row[1]) for row in self._execute(text, {}, None)[1]}

    def close(self) -> None:
        """Release it."""
        self._connection.close()
        self._database.close()
        del self._connection, self._database

    def answer(self, request: dict[str, Any]) -> Frame:
        """Answer a query in our own JSON."""
        self._connection.set_query_timeout(int(request["seconds"] * 1000))
        try:
            return self._answer(request)
        except RuntimeError as error:
            return _refusal(str(error))
        except (ValueError, TypeError, OverflowError):
            return refused("syntax", value="parameters")

    def _answer(self, request: dict[str, Any]) -> Frame:
        text, parameters, most = request["query"], request["parameters"], request["rows"]
        columns, rows = self._execute(text, parameters, most + 1)
        more, rows = len(rows) > most, rows[:most]
        view = _View(rows)
        self._resolve(view)
        answer = Answer(columns, most, request["bytes"])
        for row in rows:
            answer.add([view.value(item) for item in row])
        if more:
            answer.cut["rows"] = most
        graph = view.graph()
        room = NODE_LIMIT - len(graph.nodes)
        outside = view.ends_outside(graph)
        for node in self._nodes(outside[:room]):
            view.value(node)
        graph = view.graph()
        graph.cut = graph.cut or len(outside) > room
        body = answer.body(request["sequence"], graph)
        return {"media": "application/json", "cut": answer.cut}, body

    def _resolve(self, view: _View) -> None:
        """Find the IRIs of relationships' ends that are in no row."""
        for label, offsets in self._tables(view.unknown()):
            text = f"MATCH (n:`{label}`) WHERE offset(id(n)) IN $o RETURN id(n), n.iri"
            for key, iri in self._execute(text, {"o": offsets}, None)[1]:
                view.iris[_id(key)] = iri

    def _nodes(self, keys: Iterable[_Id]) -> Iterator[dict[str, Any]]:
        """Yield the nodes with these keys."""
        for label, offsets in self._tables(keys):
            text = f"MATCH (n:`{label}`) WHERE offset(id(n)) IN $o RETURN n"
            yield from (row[0] for row in self._execute(text, {"o": offsets}, None)[1])

    def _tables(self, keys: Iterable[_Id]) -> Iterator[tuple[str, list[int]]]:
        tables: dict[int, list[int]] = defaultdict(list)
        for table, offset in keys:
            tables[table].append(offset)
        return ((self._labels[table], offsets) for table, offsets in tables.items())

    def _execute(
        self, text: str, parameters: dict[str, Any], most: int | None
    ) -> tuple[list[str], list[list[Any]]]:
        result = self._connection.execute(text, parameters)
        if isinstance(result, list):
            raise RuntimeError("Parser exception: one statement at a time")  # noqa: TRY004  # as the engine's
        rows: list[list[Any]] = []
        while result.has_next() and (most is None or len(rows) < most):
            rows.append(cast("list[Any]", result.get_next()))
        columns = result.get_column_names()
        result.close()
        return columns, rows


class _View:
    """Rows as JSON has them, and the graph they show.

    The engine gives a node as a map with `_ID` and `_LABEL`, a relationship with `_SRC` and `_DST`
    too, a path as one with `_NODES` and `_RELS`.

    Attributes:
        iris: of nodes, by the engine's key.
    """

    def __init__(self, rows: list[list[Any]]) -> None:
        self.iris: dict[_Id, str | None] = {}
        self._ends: dict[_Id, None] = {}
        self._nodes: dict[str, dict[str, Any]] = {}
        self._edges: list[dict[str, Any]] = []
        for row in rows:
            self._survey(row)

    def unknown(self) -> Iterator[_Id]:
        """Yield the keys of ends whose IRI is not known."""
        return (key for key in self._ends if key not in self.iris)

    def ends_outside(self, graph: Graph) -> list[_Id]:
        """Return the keys of ends that are no nodes of a graph."""
        return [key for key in self._ends if self.iris.get(key) not in graph.nodes]

    def value(self, value: Any) -> Any:  # noqa: ANN401  # whatever a row holds
        """Return a value as JSON has it, and remember what it shows of the graph."""
        if isinstance(value, (list, tuple)):
            items = cast("Iterable[Any]", value)
            return [self.value(item) for item in items]
        if not isinstance(value, dict):
            return _scalar(value)
        fields = cast("dict[str, Any]", value)
        if "_NODES" in fields and "_RELS" in fields:
            return [self.value(item) for item in _path(fields["_NODES"], fields["_RELS"])]
        if "_LABEL" not in fields or "_ID" not in fields:
            return {str(key): self.value(item) for key, item in fields.items()}
        properties = {
            name: self.value(item)
            for name, item in fields.items()
            if not name.startswith("_") and item is not None
        }
        if "_SRC" in fields and "_DST" in fields:
            return self._relationship(fields, properties)
        return self._node(fields["_LABEL"], properties)

    def graph(self) -> Graph:
        """Return the graph that the values show which were asked for so far."""
        graph = Graph()
        for node in self._nodes.values():
            graph.node(node)
        for edge in self._edges:
            graph.edge(edge)
        return graph

    def _node(self, label: str, properties: dict[str, Any]) -> dict[str, Any]:
        iri = properties.pop("iri", None)
        node = {"iri": iri, "label": label, "properties": properties}
        if iri:
            self._nodes[iri] = node
        return node

    def _relationship(self, fields: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
        source, target = self.iris.get(_id(fields["_SRC"])), self.iris.get(_id(fields["_DST"]))
        edge = {"type": fields["_LABEL"], "source": source, "target": target}
        edge["properties"] = properties
        self._edges.append(edge)
        return edge

    def _survey(self, value: Any) -> None:  # noqa: ANN401  # whatever a row holds
        if isinstance(value, dict):
            fields = cast("dict[str, Any]", value)
            if "_SRC" in fields and "_DST" in fields:
                self._ends |= {_id(fields["_SRC"]): None, _id(fields["_DST"]): None}
            elif "_LABEL" in fields and "_ID" in fields:
                self.iris[_id(fields["_ID"])] = fields.get("iri")
            self._survey(list(fields.values()))
        elif isinstance(value, (list, tuple)):
            items = cast("Iterable[Any]", value)
            for item in items:
                if isinstance(item, (dict, list, tuple)):
                    self._survey(item)


def _id(key: dict[str, int]) -> _Id:
    return key["table"], key["offset"]


def _path(nodes: list[Any], relationships: list[Any]) -> list[Any]:
    """Return a path's nodes and relationships in turn.

    A variable-length relationship comes as a path without its ends: it is the list of its
    relationships.
    """
    if len(nodes) != len(relationships) + 1:
        return relationships
    pairs = zip(nodes, [*relationships, None], strict=True)
    return [item for pair in pairs for item in pair][:-1]


def _scalar(value: object) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, timedelta):
        return f"P{value.days}DT{value.seconds}S"
    if isinstance(value, bytes):
        return value.hex()
    return plain(value)


def _refusal(message: str) -> Frame:
    """Return what the engine says, without the paths and addresses it may know.

    Raises:
        MemoryError: there was not enough of it.
    """
    if message.startswith("Interrupted"):
        return refused("time")
    if message.startswith("Buffer manager exception"):
        return refused("memory")
    if message.startswith("std::bad_alloc"):
        raise MemoryError
    quoted = _QUOTED.match(message)
    if quoted is None:
        return refused("evaluation")
    text = quoted["text"]
    if place := _PLACE.search(message):
        start = f"{place['line']}:{int(place['offset']) + 1}: "
        text = start + text.removesuffix(place[0]).rstrip()
    return refused("syntax", value=text[:_QUOTE_LENGTH])


if __name__ == "__main__":
    work(_Cypher(int(sys.argv[1]) * 1024**2), reserved_bytes=RESERVED_BYTES)
