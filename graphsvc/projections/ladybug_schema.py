"""The tables of the embedded property graph, and what tells one model's graph from another's."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphsvc.model.property_graph import PropertyGraph

__all__ = ["META", "definition", "fingerprint"]

META: Final = "GraphsvcMeta"
"""The table of the one row that says how far the graph is."""
_TYPES: Final = {
    "string": "STRING",
    "concept": "STRING",
    "integer": "INT64",
    "float": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "datetime": "TIMESTAMP",
}


def definition(schema: PropertyGraph) -> list[str]:
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
    statements.append(f"CREATE NODE TABLE {META}({', '.join(columns)})")
    return statements


def fingerprint(schema: PropertyGraph) -> str:
    """Return a hash of all that decides what a record's node and relationships are."""
    kinds = [(r.name, r.path, sorted(r.pairs)) for r in schema.relationships]
    return hashlib.sha256(repr((schema.labels, kinds)).encode()).hexdigest()
