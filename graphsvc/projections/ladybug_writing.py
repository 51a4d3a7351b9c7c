"""Writing states into the embedded property graph: what a record is to be replaces what it was."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, Protocol

from graphsvc.model.property_graph import DEPENDENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graphsvc.model.property_graph import PropertyGraph
    from graphsvc.projections.following import Progress
    from graphsvc.projections.property_graph import Edge, Node, Projection, State

__all__ = ["Writer"]

_BATCH: Final = 2_000
_TABLES_AT_ONCE: Final = 25
"""Tables filled between two checkpoints: each holds some MB of memory until it is written."""

Row = dict[str, Any]


class _Run(Protocol):
    """Runs one statement and returns its rows."""

    def __call__(self, text: str, parameters: Mapping[str, Any] | None = None) -> list[Row]: ...


class Writer:
    """Writes what a projection gives.

    Args:
        schema: what the graph holds.
        run: runs a statement on the connection that writes.
    """

    def __init__(self, schema: PropertyGraph, run: _Run) -> None:
        self._schema, self._run = schema, run
        self._pairs = {(r.name, *pair) for r in schema.relationships for pair in r.pairs}

    def load(self, projection: Projection, progress: Progress) -> None:
        """Write everything into an empty graph, nodes first, in a transaction for each batch."""
        subjects = list(projection.subjects())
        batches = [subjects[i : i + _BATCH] for i in range(0, len(subjects), _BATCH)]
        known: set[str] = set()
        for batch in batches:
            nodes = [n for n in projection.state(batch).nodes if n.iri not in known]
            known.update(n.iri for n in nodes)
            self._run("BEGIN TRANSACTION")
            self._create(nodes)
            self._run("COMMIT")
        for number, batch in enumerate(batches):
            tables = list(_by_table(projection.state(batch).edges).items())
            for start in range(0, len(tables), _TABLES_AT_ONCE):
                self._run("BEGIN TRANSACTION")
                for table, rows in tables[start : start + _TABLES_AT_ONCE]:
                    self._connect(table, rows)
                self._run("COMMIT")
                self._run("CHECKPOINT")
            progress(min((number + 1) * _BATCH, len(subjects)), len(subjects))

    def write(self, projection: Projection, subjects: Sequence[str]) -> None:
        """Write anew what the subjects are, within the transaction that is open."""
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
        for table, rows in _by_table(state.edges).items():
            self._connect(table, rows)
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

    def _connect(self, table: tuple[str, str, str], rows: list[Row]) -> None:
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


def _by_table(edges: Iterable[Edge]) -> dict[tuple[str, str, str], list[Row]]:
    """Return the rows of each table of relationships: type, label of source, label of target."""
    tables: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for edge in edges:
        row = {"a": edge.source, "b": edge.target, "graphs": list(edge.graphs)}
        tables[edge.type, edge.source_label, edge.target_label].append(row)
    return tables
