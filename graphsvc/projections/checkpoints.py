"""Checkpoints: copies of the store that nobody writes, for whoever must read one state of it."""

from __future__ import annotations

import itertools
import os
import shutil
import threading
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

    from graphsvc.projections.oxigraph import OxigraphStore

__all__ = ["Checkpoints", "linked_copy"]

_PREFIX = "checkpoint-"


class Checkpoints:
    """Hands out copies of the store; each goes with its last reader.

    Args:
        store: the store that is written meanwhile.
        folder: where the copies are made, on the file system of the store: they are hard links.
    """

    def __init__(self, store: OxigraphStore, folder: Path) -> None:
        for left in folder.glob(f"{_PREFIX}*"):
            shutil.rmtree(left, ignore_errors=True)  # of a process that was killed
        self._store = store
        self._folder = Path(mkdtemp(prefix=_PREFIX, dir=folder))
        self._taking, self._numbers = threading.Lock(), itertools.count()
        self._current: tuple[int, Path] | None = None
        self._readers: Counter[Path] = Counter()

    @contextmanager
    def current(self) -> Generator[tuple[int, Path]]:
        """Hand out the sequence and the folder of a copy of the store as it is now."""
        with self._taking:
            if self._current is None or self._current[0] != self._store.sequence:
                self._current = self._taken()
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

    def _taken(self) -> tuple[int, Path]:
        folder = self._folder / str(next(self._numbers))
        try:
            return self._store.checkpoint(folder), folder
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def close(self) -> None:
        """Remove the copies."""
        shutil.rmtree(self._folder, ignore_errors=True)


def linked_copy(source: Path, target: Path) -> None:
    """Copy a store: its tables, which are never written again, by hard links."""
    target.mkdir()
    for file in source.iterdir():
        if file.suffix == ".sst":
            os.link(file, target / file.name)
        else:
            shutil.copyfile(file, target / file.name)
