"""The embedded property graph: a projection of the journal that answers Cypher, in one file.

It is written in states: what a touched record is to be replaces what it was, in the transaction
that moves the stored sequence.
"""

from __future__ import annotations

import shutil
import threading
from typing import TYPE_CHECKING, Any, Final, cast

import ladybug

from graphsvc.projections.ladybug_contents import held
from graphsvc.projections.ladybug_schema import META, definition, fingerprint
from graphsvc.projections.ladybug_writing import Writer
from graphsvc.projections.property_graph import Projection

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from graphsvc.model.property_graph import PropertyGraph
    from graphsvc.projections.following import Progress
    from graphsvc.projections.ladybug_contents import Contents
    from graphsvc.projections.reading import StoreReader

__all__ = ["LadybugGraph"]

POOL_BYTES: Final = 1024**3
_PLANS_KEPT: Final = 12
_POOL_FULL: Final = "buffer pool is full"
_STATE: Final = f"MATCH (m:{META}) RETURN m.sequence AS sequence, m.head AS head"

Row = dict[str, Any]


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
        self._states = Writer(schema, self._run) if schema else None
        self._database = ladybug.Database(
            str(path), buffer_pool_size=pool_bytes, read_only=schema is None
        )
        self._writer = self._connect()
        self._readers = threading.local()
        if schema:
            self._define(schema)
            self._model = fingerprint(schema)
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
        if self._schema is None or self._states is None:
            raise TypeError("a copy is only read")
        if self.sequence:
            self.rewrite(reader, [s.value for s in reader.touched(self.sequence)])
            return
        self._states.load(Projection(self._schema, reader), progress)
        self._begin()
        self._finish(reader)

    def rewrite(self, reader: StoreReader, subjects: Iterable[str]) -> None:
        """Take over the state that `reader` shows, a later or an earlier one.

        Args:
            subjects: the records that may differ from what they are in that state.
        """
        if self._schema is None or self._states is None:
            raise TypeError("a copy is only read")
        self._begin()
        self._states.write(Projection(self._schema, reader), sorted(subjects))
        self._finish(reader)

    def size(self) -> int:
        """Return the number of nodes and relationships, having read them all."""
        nodes: int = self._run("MATCH (n) RETURN count(n.graphs) AS n")[0]["n"]
        edges: int = self._run("MATCH ()-[r]->() RETURN count(r.graphs) AS n")[0]["n"]
        return nodes + edges

    def _finish(self, reader: StoreReader) -> None:
        """Note the state reached, in the transaction that writes it."""
        self._run(
            f"MERGE (m:{META} {{id: 0}}) "
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

    def dump(self) -> Contents:
        """Return what the graph holds."""
        return held(self._run)

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
        rows = self._run(f"MATCH (m:{META}) RETURN m.model AS model")
        if rows and rows[0]["model"] != self._model:
            self.close()
            raise RuntimeError("the graph is of another model")

    def _define(self, schema: PropertyGraph) -> None:
        if self._run("CALL show_tables() RETURN name"):
            return
        self._begin()
        for statement in definition(schema):
            self._run(statement)
        self._run("COMMIT")

    def _begin(self) -> None:
        self._run("BEGIN TRANSACTION")

    def _run(self, text: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        result = self._writer.execute(text, dict(parameters or {}))
        if isinstance(result, list):
            raise TypeError(text)
        names = result.get_column_names()
        return [dict(zip(names, row, strict=True)) for row in result.get_all()]
