"""What the routes share: the open registry, and the checkpoint free queries read."""

from __future__ import annotations

import shutil
import threading
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
        self._checkpoints = Path(mkdtemp(prefix="checkpoint-", dir=settings.data_dir))
        self._taking = threading.Lock()
        self._current: tuple[int, Path] | None = None

    def checkpoint(self) -> tuple[int, Path]:
        """Return the sequence and the folder of a copy of the store as it is now."""
        with self._taking:
            sequence = self.registry.store.sequence
            if self._current is None or self._current[0] != sequence:
                old = self._current
                folder = self._checkpoints / str(sequence)
                self.registry.store.checkpoint(folder)
                self._current = (self.registry.store.sequence, folder)
                if old is not None:
                    # A reader that has it open keeps its files; the names may go.
                    shutil.rmtree(old[1], ignore_errors=True)
            return self._current

    def close(self) -> None:
        """Release the registry and remove the checkpoints."""
        shutil.rmtree(self._checkpoints, ignore_errors=True)
        self.registry.close()


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


ServiceDep = Annotated[Service, Depends(_service)]
