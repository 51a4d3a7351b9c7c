"""A store and the embedded graph that follows it."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Any

from graphsvc.projections.checkpoints import Checkpoints
from graphsvc.projections.cypher import EmbeddedCypher
from graphsvc.projections.reading import StoreReader
from tests.making import Bare, relation

if TYPE_CHECKING:
    from pathlib import Path

COUNT = "MATCH (n:Relation) RETURN count(n) AS n"


class Followed:
    """A store, its checkpoints and its graph."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bare = Bare(folder, on_disk=True)
        self.checkpoints = Checkpoints(self.bare.store, folder)
        self.graph = EmbeddedCypher(folder, None, self.bare.journal.holds)

    def relate(self, number: int) -> None:
        """Commit a relation."""
        name = f"relation/{number}"
        self.bare.submit(f"body/{number}", relation(name, f"body/{number}", "body/a"))

    def follow(self) -> None:
        """Bring the graph up to the store."""
        with self.checkpoints.current() as (_, folder):
            self.graph.catch_up(StoreReader.at(folder), lambda _done, _all: None)

    def differences(self) -> int:
        """Return in how much the graph is not what the store gives."""
        with self.checkpoints.current() as (_, folder):
            return self.graph.differences(StoreReader.at(folder))

    def count(self) -> int:
        """Return the number of relations in the graph."""
        rows: list[dict[str, Any]] = self.graph.rows(COUNT, {})[2]
        return int(rows[0]["n"])

    @property
    def process(self) -> int:
        """The number of the graph's process."""
        assert self.graph._child is not None
        return self.graph._child.pid

    def kill(self) -> None:
        """End the graph's process as the kernel would."""
        os.kill(self.process, signal.SIGKILL)

    def close(self) -> None:
        """Release everything."""
        self.graph.close()
        self.checkpoints.close()
        self.bare.close()
