"""Writing states into Neo4j: what a record is to be replaces what it was, within a transaction.

Nodes are found by label and key, which is the only place where names stand in a text; from there on
they are handled by the server's own ids, and labels and types are values. So there are few texts,
and the server need not plan one for each type and pair of labels.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from graphsvc.errors import ForeignDatabaseError
from graphsvc.model.property_graph import DEPENDENT, STUB
from graphsvc.projections.neo4j_schema import quoted
from graphsvc.projections.neo4j_server import run
from graphsvc.projections.property_graph import Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from neo4j import ManagedTransaction

    from graphsvc.model.property_graph import PropertyGraph
    from graphsvc.projections.neo4j_server import Row
    from graphsvc.projections.property_graph import Edge, Projection

__all__ = ["Links", "Records", "Writer", "links", "records"]

_FORMAT: Final = 1
"""Raised when the same data are written in another way: databases are then filled anew."""

_DEPENDENT: Final = "|".join(map(quoted, sorted(DEPENDENT)))
_CREATE: Final = "UNWIND $p.rows AS row CREATE (n:$(row.label)) SET n = row.properties"
_REPLACE: Final = """
UNWIND $p.rows AS row MATCH (n) WHERE elementId(n) = row.id SET n = row.properties"""
_RELABEL: Final = """
UNWIND $p.rows AS row MATCH (n) WHERE elementId(n) = row.id
REMOVE n:$(row.old) SET n:$(row.label)"""
_UNLINK: Final = f"""
UNWIND $p.ids AS id MATCH (n)-[r]->(target) WHERE elementId(n) = id
WITH r, CASE WHEN target:{_DEPENDENT} THEN elementId(target) END AS id
DELETE r RETURN DISTINCT id"""
_LINK: Final = """
UNWIND $p.rows AS row
MATCH (source) WHERE elementId(source) = row.source
MATCH (target) WHERE elementId(target) = row.target
CREATE (source)-[:$(row.type) {graphs: row.graphs}]->(target)"""
_DELETE: Final = "UNWIND $p.ids AS id MATCH (n) WHERE elementId(n) = id DETACH DELETE n"
_SWEEP: Final = f"""
UNWIND $p.ids AS id MATCH (n:{_DEPENDENT})
WHERE elementId(n) = id AND NOT EXISTS {{ ()-->(n) }} DETACH DELETE n"""
_SWEEP_ALL: Final = f"MATCH (n:{_DEPENDENT}) WHERE NOT EXISTS {{ ()-->(n) }} DETACH DELETE n"

_CLEAR: Final = (
    "MATCH (:{label})-[r]->() WITH r LIMIT $p.most DELETE r RETURN count(*) AS deleted",
    "MATCH (n:{label}) WITH n LIMIT $p.most DETACH DELETE n RETURN count(*) AS deleted",
)
_LOOK_UP: Final = "UNWIND $p.keys AS key MATCH (n:{label} {{iri: key}})"


@dataclass(frozen=True)
class Records:
    """Nodes as they are to be, and keys of those that are not to be there."""

    nodes: tuple[Node, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True)
class Links:
    """All that is to start at some nodes: relationships, and the nodes that hang on them.

    Attributes:
        sources: the label of each of those nodes, by key.
        dependents: statements and stubs.
    """

    sources: Mapping[str, str]
    dependents: tuple[Node, ...]
    edges: tuple[Edge, ...]


def records(projection: Projection, keys: Iterable[str]) -> Records:
    """Read the nodes with these keys."""
    found = {key: projection.node(key) for key in keys}
    gone = tuple(key for key, node in found.items() if node is None)
    return Records(tuple(node for node in found.values() if node), gone)


def links(projection: Projection, keys: Iterable[str]) -> Links:
    """Read what starts at the nodes with these keys."""
    sources: dict[str, str] = {}
    dependents: dict[str, Node] = {}
    edges: list[Edge] = []
    for key in keys:
        sources[key] = projection.label_of(key)
        for statement, edge in projection.statements(key):
            dependents[statement.iri] = statement
            edges.append(edge)
        edges += projection.edges(key)
    for edge in edges:
        if edge.target_label == STUB:
            dependents[edge.target] = Node(edge.target, STUB, {})
    return Links(sources, tuple(dependents.values()), tuple(edges))


class Writer:
    """Writes into a database with this schema.

    Args:
        url: of the server, for what is told of it.

    Attributes:
        label: any label of the schema, as it stands in a text.
        fingerprint: a hash of all that decides how data are written.
    """

    def __init__(self, schema: PropertyGraph, url: str) -> None:
        self.schema, self._url = schema, url
        self.fingerprint = _fingerprint(schema)
        self.label = "|".join(map(quoted, schema.by_name))

    def put(self, tx: ManagedTransaction, given: Records, *, anew: bool = False) -> None:
        """Write nodes.

        A stub that is not there yet is left to `link`, which knows who refers to it.

        Args:
            anew: nothing is known of these nodes, so none has another label.
        """
        if anew:
            known = self._find_labelled(tx, {n.iri: n.label for n in given.nodes})
            found = {n.iri: (known[n.iri], n.label) for n in given.nodes if n.iri in known}
        else:
            found = self._find(tx, [*(n.iri for n in given.nodes), *given.gone])
        gone = [found[key][0] for key in given.gone if key in found]
        # Nothing starts at a stub: else what hangs on one would be left when it is swept away.
        stubs = [found[n.iri][0] for n in given.nodes if n.label == STUB and n.iri in found]
        loose = _unlink(tx, [*gone, *stubs])
        _each(tx, _DELETE, ids=gone)
        relabelled = [
            {"id": id_, "old": label, "label": node.label}
            for node in given.nodes
            if node.iri in found
            for id_, label in (found[node.iri],)
            if label != node.label
        ]
        _each(tx, _RELABEL, rows=relabelled)
        ids = {key: id_ for key, (id_, _) in found.items()}
        _put(tx, (n for n in given.nodes if n.label != STUB or n.iri in ids), ids)
        _each(tx, _SWEEP, ids=loose)

    def link(self, tx: ManagedTransaction, given: Links) -> None:
        """Write all that starts at some nodes, and remove what hangs on nothing any more.

        Raises:
            ForeignDatabaseError: a node is missing that was written before.
        """
        ends = dict(given.sources)
        ends |= {e.target: e.target_label for e in given.edges}
        ids = self._find_labelled(tx, ends)
        loose = _unlink(tx, [ids[key] for key in given.sources if key in ids])
        _put(tx, given.dependents, ids)
        ids |= self._find_labelled(
            tx, {n.iri: n.label for n in given.dependents if n.iri not in ids}
        )
        if any(e.source not in ids or e.target not in ids for e in given.edges):
            raise ForeignDatabaseError(server=self._url, reason="altered")
        rows = [
            {
                "source": ids[e.source],
                "target": ids[e.target],
                "type": e.type,
                "graphs": list(e.graphs),
            }
            for e in given.edges
        ]
        _each(tx, _LINK, rows=rows)
        _each(tx, _SWEEP, ids=loose)

    def sweep(self, tx: ManagedTransaction) -> None:
        """Remove every statement and stub that nothing refers to."""
        run(tx, _SWEEP_ALL)

    def clear(self, tx: ManagedTransaction, labels: Iterable[str], most: int) -> bool:
        """Delete some of what has one of the labels, or of this schema; return whether all is gone.

        Args:
            most: relationships or nodes to delete at once.
        """
        label = "|".join(map(quoted, sorted({*self.schema.by_name, *labels})))
        for text in _CLEAR:
            (row,) = run(tx, text.format(label=label), {"most": most})
            if row["deleted"]:
                return False
        return True

    def _find_labelled(self, tx: ManagedTransaction, ends: Mapping[str, str]) -> dict[str, str]:
        """Return the ids of the nodes that there are, by key, given the label of each."""
        keys: dict[str, list[str]] = defaultdict(list)
        for key, label in ends.items():
            keys[label].append(key)
        found: dict[str, str] = {}
        for label, some in keys.items():
            text = f"{_LOOK_UP.format(label=quoted(label))} RETURN key, elementId(n) AS id"
            found |= {row["key"]: row["id"] for row in run(tx, text, {"keys": some})}
        return found

    def _find(self, tx: ManagedTransaction, keys: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Return id and label of the nodes that there are, by key."""
        look_up = _LOOK_UP.format(label=self.label)
        text = f"{look_up} RETURN key, elementId(n) AS id, labels(n) AS labels"
        found: dict[str, tuple[str, str]] = {}
        for row in run(tx, text, {"keys": keys}):
            labels = [label for label in row["labels"] if label in self.schema.by_name]
            if row["key"] in found or len(labels) != 1:
                raise ForeignDatabaseError(server=self._url, reason="altered")
            found[row["key"]] = (row["id"], labels[0])
        return found


def _fingerprint(schema: PropertyGraph) -> str:
    labels = [
        (x.name, x.iri, [list(asdict(p).values()) for p in x.properties]) for x in schema.labels
    ]
    types = [(r.name, r.path) for r in schema.relationships]
    return hashlib.sha256(json.dumps([_FORMAT, labels, types]).encode()).hexdigest()


def _unlink(tx: ManagedTransaction, ids: Sequence[str]) -> list[str]:
    """Delete what starts at some nodes; return the ids of the stubs and statements it led to."""
    return [row["id"] for row in _each(tx, _UNLINK, ids=ids) if row["id"] is not None]


def _put(tx: ManagedTransaction, nodes: Iterable[Node], ids: Mapping[str, str]) -> None:
    """Write the properties of nodes, those that have no id yet as new ones."""
    new: list[dict[str, object]] = []
    old: list[dict[str, object]] = []
    for node in nodes:
        row: dict[str, object] = {"properties": {"iri": node.iri, **node.properties}}
        if node.iri in ids:
            old.append(row | {"id": ids[node.iri]})
        else:
            new.append(row | {"label": node.label})
    _each(tx, _REPLACE, rows=old)
    _each(tx, _CREATE, rows=new)


def _each(tx: ManagedTransaction, text: str, **given: Sequence[object]) -> list[Row]:
    """Run a statement for each of what is given, if there is any."""
    return run(tx, text, given) if all(given.values()) else []
