"""What the routes share: the open registry, and the checkpoint free queries read."""

from __future__ import annotations

import shutil
import threading
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from graphsvc.isolation.querying import FreeQueries
from graphsvc.projections.labels import Labels

if TYPE_CHECKING:
    from graphsvc.registry import Registry

__all__ = ["Service", "ServiceDep"]


class Service:
    """The registry as the routes see it."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.labels = Labels(registry.model, registry.store)
        settings = registry.settings
        self.queries = FreeQueries(
            time_limit_s=settings.query_time_limit_s,
            memory_limit_mib=settings.query_memory_limit_mib,
            size_limit_bytes=settings.query_result_limit_bytes,
        )
        for left in settings.data_dir.glob("checkpoint-*"):
            shutil.rmtree(left, ignore_errors=True)  # of a process that was killed
        self._checkpoints = Path(mkdtemp(prefix="checkpoint-", dir=settings.data_dir))
        self._taking = threading.Lock()
        self._current: tuple[int, Path] | None = None
        self._readers: Counter[Path] = Counter()

    def free(self, query: str, accepted: list[str]) -> tuple[int, str, bytes]:
        """Return sequence, media type and text of the answer to a free query, checked before.

        Raises: as `FreeQueries.run`.
        """
        with self._checkpoint() as (sequence, folder):
            return (sequence, *self.queries.run(folder, query, accepted))

    @contextmanager
    def _checkpoint(self) -> Generator[tuple[int, Path]]:
        """Hand out the sequence and the folder of a copy of the store as it is now.

        A query waits for its turn before it opens the folder: a folder goes with its last reader.
        """
        with self._taking:
            sequence = self.registry.store.sequence
            if self._current is None or self._current[0] != sequence:
                folder = self._checkpoints / str(sequence)
                self.registry.store.checkpoint(folder)
                self._current = (sequence, folder)
            current = self._current
            self._readers[current[1]] += 1
        try:
            yield current
        finally:
            with self._taking:
                self._readers[current[1]] -= 1
                for folder in [f for f, n in self._readers.items() if not n]:
                    if folder != self._current[1]:
                        del self._readers[folder]
                        shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """Release the registry and remove the checkpoints."""
        shutil.rmtree(self._checkpoints, ignore_errors=True)
        self.registry.close()


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


ServiceDep = Annotated[Service, Depends(_service)]
