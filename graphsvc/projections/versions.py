"""Earlier states of the data: the nearest checkpoint, and the journal's entries since.

A state is opened in the background and stays open for a while; few are open at once.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections import OrderedDict
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Final

from graphsvc.errors import StoreDamagedError, VersionOpeningError
from graphsvc.projections.cypher import EmbeddedCypher
from graphsvc.projections.oxigraph import OxigraphStore
from graphsvc.projections.reading import StoreReader

if TYPE_CHECKING:
    from collections.abc import Generator

    from graphsvc.journal.journal import Journal
    from graphsvc.projections.derivation import Derivation

__all__ = ["Version", "Versions"]

FOLDER: Final = "checkpoints"
_OPEN_LIMIT: Final = 3
_ENTRIES_PER_STEP: Final = 2_000
_ENTRIES_PER_CHECKPOINT: Final = 2_000
_KEPT: Final = 8
_PREFIX: Final = "version-"


class Version:
    """One earlier state: its store, and its property graph once somebody asks for it.

    Attributes:
        reader: the store as of `sequence`.
    """

    def __init__(
        self, folder: Path, reader: StoreReader, extension: Path | None, opener: Executor
    ) -> None:
        self._folder, self.reader = folder, reader
        self._extension, self._opener = extension, opener
        self._lock = threading.Lock()
        self._graph: Future[EmbeddedCypher] | None = None
        self.readers = 0

    @property
    def sequence(self) -> int:
        """The sequence of the last entry this state holds."""
        return self.reader.sequence

    def cypher(self, time_limit_s: float | None) -> EmbeddedCypher:
        """Return the property graph of this state, built when it is first asked for.

        Raises:
            VersionOpeningError: it is not built yet; it will be.
            EngineFailedError: it could not be built.
        """
        with self._lock:
            if self._graph is None or (self._graph.done() and self._graph.exception()):
                self._graph = self._opener.submit(self._build)
        try:
            return self._graph.result(time_limit_s)
        except FutureTimeoutError as error:
            raise VersionOpeningError(sequence=self.sequence) from error

    def close(self) -> None:
        """Release the files and remove them."""
        if self._graph and not self._graph.cancel() and not self._graph.exception():
            self._graph.result().close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _build(self) -> EmbeddedCypher:
        graph = EmbeddedCypher(self._folder, self._extension)
        graph.catch_up(self.reader, lambda _done, _all: None)
        return graph


class Versions:
    """Opens earlier states.

    Args:
        folder: the data folder; kept checkpoints lie in it, and the states that are open.
        derivation: the rules of what follows from a record.
        extension: folder of a region's own ontology and shapes.
    """

    def __init__(
        self, folder: Path, journal: Journal, derivation: Derivation, extension: Path | None
    ) -> None:
        self._folder, self._kept = folder, folder / FOLDER
        self._journal, self._derivation, self._extension = journal, derivation, extension
        self._lock = threading.Lock()
        self._open: OrderedDict[int, Future[Version]] = OrderedDict()
        self._opener = ThreadPoolExecutor(1, "version")
        self._closing: list[Version] = []
        for left in folder.glob(f"{_PREFIX}*"):
            shutil.rmtree(left, ignore_errors=True)  # of a process that was killed

    @contextmanager
    def at(self, sequence: int, time_limit_s: float | None) -> Generator[Version]:
        """Hand out the state as of an entry.

        Args:
            time_limit_s: how long to wait for it, None for as long as it takes.

        Raises:
            VersionOpeningError: it is not open yet; it will be.
            JournalDamagedError: an entry is not what was written.
        """
        with self._lock:
            future = self._open.get(sequence)
            if future is None or (future.done() and future.exception()):
                future = self._open[sequence] = self._opener.submit(self._build, sequence)
            self._open.move_to_end(sequence)
        try:
            version = future.result(time_limit_s)
        except FutureTimeoutError as error:
            raise VersionOpeningError(sequence=sequence) from error
        with self._lock:
            version.readers += 1
            self._shrink()
        try:
            yield version
        finally:
            with self._lock:
                version.readers -= 1
                self._shrink()

    def keep(self, store: OxigraphStore) -> None:
        """Keep a checkpoint of the store where the last one is many entries old; thin old ones."""
        kept = self._checkpoints()
        sequence = store.sequence
        if sequence - max(kept, default=0) < _ENTRIES_PER_CHECKPOINT:
            return
        self._kept.mkdir(exist_ok=True)
        part = self._kept / f"{sequence}.part"
        shutil.rmtree(part, ignore_errors=True)
        store.checkpoint(part)
        part.rename(self._kept / str(sequence))
        for old in sorted(kept)[: -2 * _KEPT : 2]:
            shutil.rmtree(self._kept / str(old), ignore_errors=True)

    def close(self) -> None:
        """Release all states."""
        self._opener.shutdown(cancel_futures=True)
        for future in self._open.values():
            if future.done() and not future.cancelled() and not future.exception():
                future.result().close()
        for version in self._closing:
            version.close()

    def _shrink(self) -> None:
        """Close the states that were asked longest ago and that nobody reads."""
        for sequence, future in list(self._open.items())[:-_OPEN_LIMIT]:
            if future.done():
                del self._open[sequence]
                if not future.exception():
                    self._closing.append(future.result())
        for version in [v for v in self._closing if not v.readers]:
            self._closing.remove(version)
            version.close()

    def _checkpoints(self) -> list[int]:
        return [int(p.name) for p in self._kept.glob("*") if p.name.isdigit()]

    def _build(self, sequence: int) -> Version:
        folder = Path(mkdtemp(prefix=_PREFIX, dir=self._folder))
        nearest = max((n for n in self._checkpoints() if n <= sequence), default=0)
        try:
            self._replay(folder / "store", nearest, sequence)
        except (StoreDamagedError, OSError):
            if not nearest:
                raise
            # A checkpoint is a projection: one that is damaged is gone round.
            shutil.rmtree(folder / "store", ignore_errors=True)
            self._replay(folder / "store", 0, sequence)
        store = OxigraphStore(folder / "store", self._derivation)
        store.checkpoint(folder / "state")
        store.close()
        return Version(folder, StoreReader.at(folder / "state"), self._extension, self._opener)

    def _replay(self, target: Path, nearest: int, sequence: int) -> None:
        if nearest:
            _link(self._kept / str(nearest), target)
        store = OxigraphStore(target, self._derivation)
        try:
            for start in range(store.sequence, sequence, _ENTRIES_PER_STEP):
                last = min(start + _ENTRIES_PER_STEP, sequence)
                store.replay([self._journal.read(n) for n in range(start + 1, last + 1)])
            if sequence and store.head != self._journal.read(sequence).digest:
                raise StoreDamagedError(reason=f"checkpoint {nearest} is of another journal")
        finally:
            store.close()


def _link(source: Path, target: Path) -> None:
    """Copy a store: its tables, which are never written again, by hard links."""
    target.mkdir()
    for file in source.iterdir():
        if file.suffix == ".sst":
            os.link(file, target / file.name)
        else:
            shutil.copyfile(file, target / file.name)
