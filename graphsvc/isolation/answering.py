"""Our own JSON of a free query's answer: columns, rows, and the graph that the rows show."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final

__all__ = ["NODE_LIMIT", "Answer", "Graph", "SizeError"]

NODE_LIMIT: Final = 5_000
"""Most nodes of a graph: more can be read in rows, not in a drawing."""
_FRAME: Final = b'{"columns":%b,"rows":[%b],%b'


class SizeError(Exception):
    """The answer is longer than allowed."""


@dataclass
class Graph:
    """Nodes and edges that rows show, each once."""

    nodes: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    edges: dict[tuple[str, str, str], dict[str, Any]] = field(
        default_factory=dict[tuple[str, str, str], dict[str, Any]]
    )
    cut: bool = False

    def take(self, iri: str) -> bool:
        """Return whether a node is in the graph or there is room for it."""
        room = iri in self.nodes or len(self.nodes) < NODE_LIMIT
        self.cut = self.cut or not room
        return room

    def node(self, node: dict[str, Any]) -> None:
        """Add a node: `iri`, `label`, `properties`."""
        if self.take(node["iri"]):
            self.nodes[node["iri"]] = node

    def edge(self, edge: dict[str, Any]) -> None:
        """Add an edge between nodes of the graph: `source`, `type`, `target`, `properties`."""
        if edge["source"] in self.nodes and edge["target"] in self.nodes:
            self.edges[edge["source"], edge["type"], edge["target"]] = edge


class Answer:
    """Rows as they come, no more than `rows`, together no longer than `size_bytes`."""

    def __init__(self, columns: list[str], rows: int, size_bytes: int) -> None:
        self._columns, self._rows, self._size_bytes = columns, rows, size_bytes
        self._lines: list[bytes] = []
        self._size = len(_FRAME)
        self.cut: dict[str, int] = {}

    def add(self, row: list[Any]) -> bool:
        """Add a row; return whether there was room for it.

        Raises:
            SizeError: the answer gets too long.
        """
        if len(self._lines) == self._rows:
            self.cut["rows"] = self._rows
            return False
        self._lines.append(self._measured(row))
        return True

    def body(self, sequence: int, graph: Graph) -> bytes:
        """Return the whole answer.

        Raises:
            SizeError: it is too long.
        """
        if graph.cut:
            self.cut["nodes"] = NODE_LIMIT
        drawn = {"nodes": list(graph.nodes.values()), "edges": list(graph.edges.values())}
        tail: dict[str, Any] = {"sequence": sequence}
        if graph.nodes:
            tail["graph"] = drawn
        if self.cut:
            tail["cut"] = self.cut
        head = self._measured(self._columns)
        rest = self._measured(tail)
        return _FRAME % (head, b",\n".join(self._lines), rest[1:])

    def _measured(self, value: Any) -> bytes:  # noqa: ANN401  # whatever JSON holds
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        line = text.encode()
        self._size += len(line) + 2
        if self._size > self._size_bytes:
            raise SizeError
        return line
