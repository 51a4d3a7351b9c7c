"""The embedded property graph: a projection of the journal that answers Cypher."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import ladybug

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from graphsvc.model.property_graph import PropertyGraph

__all__ = ["LadybugGraph"]

_POOL_BYTES: Final = 256 * 1024 * 1024
_BATCH: Final = 1_000
_TYPES: Final = {
    "string": "STRING",
    "concept": "STRING",
    "integer": "INT64",
    "float": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "datetime": "TIMESTAMP",
}
_META: Final = "GraphsvcMeta"


class LadybugGraph:
    """One open graph, in one file; it belongs to one process.

    Args:
        path: the file.
        schema: what it holds; its tables are made where the file is new.
    """

    def __init__(self, path: Path, schema: PropertyGraph) -> None:
        self._schema = schema
        self._database = ladybug.Database(str(path), buffer_pool_size=_POOL_BYTES)
        self._connection = ladybug.Connection(self._database)
        self._pairs = {(r.name, *pair) for r in schema.relationships for pair in r.pairs}
        if not self._rows("CALL show_tables() RETURN name"):
            self._create()

    def close(self) -> None:
        """Release the file."""
        self._connection.close()
        self._database.close()

    def _create(self) -> None:
        self._run("BEGIN TRANSACTION")
        for statement in definition(self._schema):
            self._run(statement)
        self._run("COMMIT")

    def _run(self, text: str, parameters: Mapping[str, Any] | None = None) -> Any:
        return self._connection.execute(text, dict(parameters or {}))

    def _rows(self, text: str, parameters: Mapping[str, Any] | None = None) -> list[list[Any]]:
        return self._run(text, parameters).get_all()


def definition(schema: PropertyGraph) -> list[str]:
    """Return the statements that make the tables of a property graph."""
    statements = []
    for label in schema.labels:
        columns = ["`iri` STRING PRIMARY KEY", "`type` STRING", "`graphs` STRING[]"]
        columns += [
            f"`{p.name}` {_TYPES[p.kind]}{'[]' if p.many else ''}" for p in label.properties
        ]
        statements.append(f"CREATE NODE TABLE `{label.name}`({', '.join(columns)})")
    for kind in schema.relationships:
        pairs = ", ".join(f"FROM `{a}` TO `{b}`" for a, b in sorted(kind.pairs))
        statements.append(f"CREATE REL TABLE `{kind.name}`({pairs}, `graphs` STRING[])")
    statements.append(
        f"CREATE NODE TABLE {_META}(id INT64 PRIMARY KEY, sequence INT64, head STRING)"
    )
    return statements
