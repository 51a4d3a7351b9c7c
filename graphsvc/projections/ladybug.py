"""The embedded property graph: a projection of the journal that answers Cypher, in one file.

It is written in states: what a touched record is to be replaces what it was, in the transaction
that moves the stored sequence.
"""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, cast

import ladybug

from graphsvc.model.property_graph import DEPENDENT
from graphsvc.projections.property_graph import Projection
from graphsvc.projections.values import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from graphsvc.model.property_graph import PropertyGraph
    from graphsvc.projections.following import Progress
    from graphsvc.projections.property_graph import Edge, Node, State
    from graphsvc.projections.reading import StoreReader

__all__ = ["Dump", "LadybugGraph", "expected"]

POOL_BYTES: Final = 1024**3
_BATCH: Final = 2_000
_TABLES_AT_ONCE: Final = 25
"""Tables filled between two checkpoints: each holds some MB of memory until it is written."""
_PLANS_KEPT: Final = 12
_POOL_FULL: Final = "buffer pool is full"
_META: Final = "GraphsvcMeta"
_STATE: Final = f"MATCH (m:{_META}) RETURN m.sequence AS sequence, m.head AS head"
_TYPES: Final = {
    "string": "STRING",
    "concept": "STRING",
    "integer": "INT64",
    "float": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "datetime": "TIMESTAMP",
}

Row = dict[str, Any]
DumpedNodes = list[tuple[str, Row]]
DumpedEdges = list[tuple[str, str, str, tuple[str, ...]]]
Dump = tuple[DumpedNodes, DumpedEdges]


class LadybugGraph:
    """One open graph; a file that is written belongs to one process.

    Args:
        path: the file; with a schema it is made where it is missing.
        schema: what it holds, None for a copy that is only read.
        pool_bytes: memory for its pages.

    Attributes:
        sequence: the sequence of the last entry it holds whole, 0 for none.
        head: the hash of that entry.
    """

    def __init__(
        self, path: Path, schema: PropertyGraph | None, pool_bytes: int = POOL_BYTES
    ) -> None:
        self._path, self._schema = path, schema
        self._database = ladybug.Database(
            str(path), buffer_pool_size=pool_bytes, read_only=schema is None
        )
        self._writer = self._connect()
        self._readers = threading.local()
        if schema:
            self._pairs = {(r.name, *pair) for r in schema.relationships for pair in r.pairs}
            self._define(schema)
            self._model = _fingerprint(schema)
            self._refuse_another_model()
        rows = self._run(_STATE)
        self.sequence: int = rows[0]["sequence"] if rows else 0
        self.head: str = rows[0]["head"] if rows else ""

    def close(self) -> None:
        """Release the file."""
        self._writer.close()
        self._database.close()

    def query(
        self,
        text: str,
        parameters: Mapping[str, Any],
        time_limit_ms: int,
        row_limit: int | None = None,
    ) -> tuple[list[str], list[list[Any]]]:
        """Return columns and rows, one row more than the limit where there are more.

        Raises:
            RuntimeError: the engine refuses the query, or it ran too long.
        """
        return self._query(self._reader(time_limit_ms), text, parameters, row_limit)

    def query_state(
        self, text: str, parameters: Mapping[str, Any], time_limit_ms: int
    ) -> tuple[int, str, list[str], list[list[Any]]]:
        """Return sequence and head of the state that was asked, columns and rows.

        Raises:
            RuntimeError: the engine refuses the query, or it ran too long.
        """
        kept = getattr(self._readers, "asked", 0)
        try:
            return self._query_state(text, parameters, time_limit_ms)
        except RuntimeError as error:
            self._readers.connection.close()
            del self._readers.connection
            if not kept or _POOL_FULL not in str(error):
                raise
        # What fills the pool are the plans that a connection keeps: a new one has none.
        return self._query_state(text, parameters, time_limit_ms)

    def _query_state(
        self, text: str, parameters: Mapping[str, Any], time_limit_ms: int
    ) -> tuple[int, str, list[str], list[list[Any]]]:
        reader = self._reader(time_limit_ms)
        reader.execute("BEGIN TRANSACTION READ ONLY")
        _, states = self._query(reader, _STATE, {}, None)
        columns, rows = self._query(reader, text, parameters, None)
        reader.execute("COMMIT")
        sequence, head = states[0] if states else (0, "")
        return sequence, head, columns, rows

    def _reader(self, time_limit_ms: int) -> ladybug.Connection:
        connection: ladybug.Connection | None = getattr(self._readers, "connection", None)
        if connection and self._readers.asked == _PLANS_KEPT:
            # A connection keeps the plan of every text for ever, 3–17 MiB each.
            connection.close()
            connection = None
        if connection is None:
            connection = self._readers.connection = self._connect()
            self._readers.asked = 0
        self._readers.asked += 1
        connection.set_query_timeout(time_limit_ms)
        return connection

    @staticmethod
    def _query(
        connection: ladybug.Connection,
        text: str,
        parameters: Mapping[str, Any],
        row_limit: int | None,
    ) -> tuple[list[str], list[list[Any]]]:
        result = connection.execute(text, dict(parameters))
        if isinstance(result, list):
            raise RuntimeError("one statement at a time")  # noqa: TRY004  # as the engine's refusals
        rows: list[list[Any]] = []
        while result.has_next() and (row_limit is None or len(rows) <= row_limit):
            rows.append(cast("list[Any]", result.get_next()))
        return result.get_column_names(), rows

    def catch_up(self, reader: StoreReader, progress: Progress) -> None:
        """Take over the state that `reader` shows, a copy of the store that nobody writes."""
        if self._schema is None:
            raise TypeError("a copy is only read")
        if self.sequence:
            self.rewrite(reader, [s.value for s in reader.touched(self.sequence)])
            return
        self._load(Projection(self._schema, reader), progress)
        self._begin()
        self._finish(reader)

    def rewrite(self, reader: StoreReader, subjects: Iterable[str]) -> None:
        """Take over the state that `reader` shows, a later or an earlier one.

        Args:
            subjects: the records that may differ from what they are in that state.
        """
        if self._schema is None:
            raise TypeError("a copy is only read")
        self._begin()
        self._write(Projection(self._schema, reader), sorted(subjects))
        self._finish(reader)

    def size(self) -> int:
        """Return the number of nodes and relationships, having read them all."""
        nodes: int = self._run("MATCH (n) RETURN count(n.graphs) AS n")[0]["n"]
        edges: int = self._run("MATCH ()-[r]->() RETURN count(r.graphs) AS n")[0]["n"]
        return nodes + edges

    def _finish(self, reader: StoreReader) -> None:
        """Note the state reached, in the transaction that writes it."""
        self._run(
            f"MERGE (m:{_META} {{id: 0}}) "
            "SET m.sequence = $sequence, m.head = $head, m.model = $model",
            {"sequence": reader.sequence, "head": reader.head, "model": self._model},
        )
        self._run("COMMIT")
        self.sequence, self.head = reader.sequence, reader.head
        self._writer.close()  # and with it the plans it keeps
        self._writer = self._connect()

    def copy(self, target: Path) -> None:
        """Write everything to the file and copy it."""
        self._run("CHECKPOINT")
        part = target.with_suffix(".part")
        shutil.copyfile(self._path, part)
        part.rename(target)

    def dump(self) -> Dump:
        """Return nodes (label, properties) and relationships (from, type, to, graphs), sorted."""
        nodes = [
            (str(n["_LABEL"]), {k: plain(v) for k, v in n.items() if k[0] != "_" and v is not None})
            for label in self._node_labels()
            for n in (row["n"] for row in self._run(f"MATCH (n:`{label}`) RETURN n"))
        ]
        text = "MATCH (a)-[r]->(b) RETURN a.iri AS a, label(r) AS k, b.iri AS b, r.graphs AS g"
        edges = [(r["a"], r["k"], r["b"], tuple(r["g"])) for r in self._run(text)]
        return _sorted(nodes, edges)

    def _node_labels(self) -> list[str]:
        # Asked of all labels at once, a property with two types comes back as text.
        tables = self._run("CALL show_tables() RETURN name, type")
        return [t["name"] for t in tables if t["type"] == "NODE" and t["name"] != _META]

    def _connect(self) -> ladybug.Connection:
        connection = ladybug.Connection(self._database)
        # On several threads a long query stalls writing for seconds.
        connection.set_max_threads_for_exec(1)
        return connection

    def _refuse_another_model(self) -> None:
        """Refuse what was projected by another model: what a record is may differ unseen.

        Raises:
            RuntimeError: it was.
        """
        rows = self._run(f"MATCH (m:{_META}) RETURN m.model AS model")
        if rows and rows[0]["model"] != self._model:
            self.close()
            raise RuntimeError("the graph is of another model")

    def _define(self, schema: PropertyGraph) -> None:
        if self._run("CALL show_tables() RETURN name"):
            return
        self._begin()
        for statement in _definition(schema):
            self._run(statement)
        self._run("COMMIT")

    def _load(self, projection: Projection, progress: Progress) -> None:
        """Write everything into an empty graph, nodes first, in a transaction for each batch."""
        subjects = list(projection.subjects())
        batches = [subjects[i : i + _BATCH] for i in range(0, len(subjects), _BATCH)]
        known: set[str] = set()
        for batch in batches:
            nodes = [n for n in projection.state(batch).nodes if n.iri not in known]
            known.update(n.iri for n in nodes)
            self._begin()
            self._create(nodes)
            self._run("COMMIT")
        for number, batch in enumerate(batches):
            tables = list(_by_table(projection.state(batch).edges).items())
            for start in range(0, len(tables), _TABLES_AT_ONCE):
                self._begin()
                for table, rows in tables[start : start + _TABLES_AT_ONCE]:
                    self._connect_table(table, rows)
                self._run("COMMIT")
                self._run("CHECKPOINT")
            progress(min((number + 1) * _BATCH, len(subjects)), len(subjects))

    def _write(self, projection: Projection, subjects: Sequence[str]) -> None:
        state = projection.state(subjects)
        moved = self._moved(state)
        if moved:
            # A node is in one table: the relationships that end in it are made anew.
            referrers = {r for iri in moved for r in projection.referrers(iri)}
            state = projection.state(sorted({*subjects, *referrers}))
        labels = self._labels([n.iri for n in state.nodes] + list(state.gone))
        written = {e.source for e in state.edges} | set(subjects)
        loose = self._cut([(iri, label) for iri, label in labels.items() if iri in written])
        self._delete([(iri, labels[iri]) for iri in (*moved, *state.gone) if iri in labels])
        left = {iri for iri in labels if iri not in moved and iri not in state.gone}
        self._create([n for n in state.nodes if n.iri not in left])
        for node in state.nodes:
            if node.iri in left:
                self._set(node)
        self._connect_nodes(state.edges)
        self._sweep(loose)

    def _moved(self, state: State) -> list[str]:
        labels = self._labels([n.iri for n in state.nodes])
        return [n.iri for n in state.nodes if labels.get(n.iri, n.label) != n.label]

    def _labels(self, keys: Iterable[str]) -> dict[str, str]:
        """Return the label that each node has now, none for one that is not there."""
        text = "MATCH (n {iri: $iri}) RETURN label(n) AS label"
        return {iri: rows[0]["label"] for iri in keys if (rows := self._run(text, {"iri": iri}))}

    def _cut(self, nodes: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        """Delete what starts at the nodes; return the dependent nodes it led to, with labels."""
        loose: set[tuple[str, str]] = set()
        for iri, label in nodes:
            match = f"MATCH (n:`{label}` {{iri: $iri}})-[r]->(m)"
            ends = self._run(f"{match} RETURN m.iri AS iri, label(m) AS label", {"iri": iri})
            loose.update((e["iri"], e["label"]) for e in ends if e["label"] in DEPENDENT)
            if ends:
                self._run(f"{match} DELETE r", {"iri": iri})
        return loose

    def _delete(self, nodes: Iterable[tuple[str, str]]) -> None:
        for iri, label in nodes:
            self._run(f"MATCH (n:`{label}` {{iri: $iri}}) DETACH DELETE n", {"iri": iri})

    def _sweep(self, dependent: Iterable[tuple[str, str]]) -> None:
        """Delete the dependent nodes that nothing leads to any more."""
        for iri, label in dependent:
            match = f"MATCH (n:`{label}` {{iri: $iri}})"
            rows = self._run(f"{match}<-[r]-() RETURN count(r) AS n", {"iri": iri})
            if not rows[0]["n"]:
                self._run(f"{match} DELETE n", {"iri": iri})

    def _create(self, nodes: Iterable[Node]) -> None:
        # A column without a value in any row has no type: rows go by what they have.
        groups: dict[tuple[str, tuple[str, ...]], list[Row]] = defaultdict(list)
        for node in nodes:
            key = (node.label, tuple(sorted(node.properties)))
            groups[key].append({"iri": node.iri, **node.properties})
        for (label, names), rows in groups.items():
            values = ", ".join(f"`{n}`: row.`{n}`" for n in ("iri", *names))
            self._run(f"UNWIND $rows AS row CREATE (:`{label}` {{{values}}})", {"rows": rows})

    def _set(self, node: Node) -> None:
        if self._schema is None or node.label not in self._schema.by_name:
            raise TypeError(node.label)
        names = ["type", "graphs", *(p.name for p in self._schema.by_name[node.label].properties)]
        # Parameters go by number: the engine takes some names of ours for words of its own.
        parameters: Row = {"iri": node.iri}
        values: list[str] = []
        for number, name in enumerate(names):
            if name in node.properties:
                parameters[f"p{number}"] = node.properties[name]
                values.append(f"n.`{name}` = $p{number}")
            else:
                values.append(f"n.`{name}` = NULL")
        text = f"MATCH (n:`{node.label}` {{iri: $iri}}) SET {', '.join(values)}"
        self._run(text, parameters)

    def _connect_nodes(self, edges: Iterable[Edge]) -> None:
        for table, rows in _by_table(edges).items():
            self._connect_table(table, rows)

    def _connect_table(self, table: tuple[str, str, str], rows: list[Row]) -> None:
        kind, source, target = table
        if table not in self._pairs:
            self._run(f"ALTER TABLE `{kind}` ADD IF NOT EXISTS FROM `{source}` TO `{target}`")
            self._pairs.add(table)
        # Key by key: a pattern with both ends scans the table.
        self._run(
            f"UNWIND $rows AS row MATCH (a:`{source}` {{iri: row.a}}) "
            f"WITH row, a MATCH (b:`{target}` {{iri: row.b}}) "
            f"CREATE (a)-[:`{kind}` {{graphs: row.graphs}}]->(b)",
            {"rows": rows},
        )

    def _begin(self) -> None:
        self._run("BEGIN TRANSACTION")

    def _run(self, text: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        result = self._writer.execute(text, dict(parameters or {}))
        if isinstance(result, list):
            raise TypeError(text)
        names = result.get_column_names()
        return [dict(zip(names, row, strict=True)) for row in result.get_all()]


def expected(schema: PropertyGraph, reader: StoreReader) -> Dump:
    """Return what a graph of this state should hold, as `LadybugGraph.dump` gives it."""
    projection = Projection(schema, reader)
    state = projection.state(projection.subjects())
    nodes = [
        (n.label, {"iri": n.iri, **{k: plain(v) for k, v in n.properties.items()}})
        for n in state.nodes
    ]
    edges = [(e.source, e.type, e.target, e.graphs) for e in state.edges]
    return _sorted(nodes, edges)


def _by_table(edges: Iterable[Edge]) -> dict[tuple[str, str, str], list[Row]]:
    """Return the rows of each table of relationships: type, label of source, label of target."""
    tables: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for edge in edges:
        row = {"a": edge.source, "b": edge.target, "graphs": list(edge.graphs)}
        tables[edge.type, edge.source_label, edge.target_label].append(row)
    return tables


def _sorted(nodes: DumpedNodes, edges: DumpedEdges) -> Dump:
    named = [(label, dict(sorted(row.items()))) for label, row in nodes]
    return sorted(named, key=lambda n: (n[0], n[1]["iri"])), sorted(edges)


def _fingerprint(schema: PropertyGraph) -> str:
    """Return a hash of all that decides what a record's node and relationships are."""
    kinds = [(r.name, r.path, sorted(r.pairs)) for r in schema.relationships]
    return hashlib.sha256(repr((schema.labels, kinds)).encode()).hexdigest()


def _definition(schema: PropertyGraph) -> list[str]:
    """Return the statements that make the tables of a property graph."""
    statements: list[str] = []
    for label in schema.labels:
        columns = ["`iri` STRING PRIMARY KEY", "`type` STRING", "`graphs` STRING[]"]
        columns += [
            f"`{p.name}` {_TYPES[p.kind]}{'[]' if p.many else ''}" for p in label.properties
        ]
        statements.append(f"CREATE NODE TABLE `{label.name}`({', '.join(columns)})")
    for kind in schema.relationships:
        pairs = ", ".join(f"FROM `{a}` TO `{b}`" for a, b in sorted(kind.pairs))
        statements.append(f"CREATE REL TABLE `{kind.name}`({pairs}, `graphs` STRING[])")
    columns = ["id INT64 PRIMARY KEY", "sequence INT64", "head STRING", "model STRING"]
    statements.append(f"CREATE NODE TABLE {_META}({', '.join(columns)})")
    return statements
