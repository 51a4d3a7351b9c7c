"""Earlier states of the data: the nearest checkpoint, and the journal's entries since.

A state is opened in the background and stays open for a while; few are open at once.
"""

from __future__ import annotations

import logging
import shutil
import threading
from collections import OrderedDict
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Final, NamedTuple

from graphsvc.errors import EngineFailedError, StoreDamagedError, VersionOpeningError
from graphsvc.projections.checkpoints import linked_copy
from graphsvc.projections.cypher import EmbeddedCypher
from graphsvc.projections.oxigraph import OxigraphStore
from graphsvc.projections.reading import StoreReader

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterable

    from graphsvc.journal.journal import Journal
    from graphsvc.projections.checkpoints import Checkpoints
    from graphsvc.projections.derivation import Derivation

__all__ = ["Present", "Version", "Versions"]

_LOG: Final = logging.getLogger(__name__)

FOLDER: Final = "checkpoints"
_OPEN_LIMIT: Final = 3
_ENTRIES_PER_STEP: Final = 2_000
_ENTRIES_PER_CHECKPOINT: Final = 2_000
_KEPT: Final = 8
_PREFIX: Final = "version-"


class Present(NamedTuple):
    """The data as they are now: a graph of an earlier state is made of the present one."""

    checkpoints: Checkpoints
    cypher: EmbeddedCypher


class Version:
    """One earlier state: its store, and its property graph once somebody asks for it.

    Attributes:
        reader: the store as of `sequence`.
    """

    def __init__(
        self,
        folder: Path,
        reader: StoreReader,
        extension: Path | None,
        present: Present | None,
        opener: Executor,
    ) -> None:
        self._folder, self.reader = folder, reader
        self._extension, self._present, self._opener = extension, present, opener
        self._lock = threading.Lock()
        self._graph: Future[EmbeddedCypher] | None = None

    @property
    def sequence(self) -> int:
        """The sequence of the last entry this state holds."""
        return self.reader.sequence

    @property
    def at_work(self) -> bool:
        """Whether its property graph is being made: it cannot be closed without waiting for it."""
        return self._graph is not None and not self._graph.done()

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
        self.reader.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _build(self) -> EmbeddedCypher:
        graph = EmbeddedCypher(self._folder, self._extension)
        try:
            graph.rewind(self.reader, self._taken_over(graph))
        except BaseException:
            graph.close()
            raise
        return graph

    def _taken_over(self, graph: EmbeddedCypher) -> Collection[str]:
        """Take over the present graph and return what in it is to be written anew."""
        if self._present is None:
            return ()
        try:
            with self._present.cypher.current() as (sequence, file):
                if not sequence:
                    return ()
                shutil.copyfile(file, graph.path)
            with self._present.checkpoints.current() as (_, folder):
                now = StoreReader.at(folder)
                return [s.value for s in now.touched(min(sequence, self.sequence))]
        except (EngineFailedError, OSError):
            _LOG.exception("the present graph could not be copied")
            graph.path.unlink(missing_ok=True)
            return ()


class _Opened:
    """A state that is open or being opened, and how many wait for it or read it."""

    def __init__(self, future: Future[Version]) -> None:
        self.future, self.readers = future, 0

    @property
    def failed(self) -> bool:
        """Whether it could not be opened."""
        future = self.future
        return future.done() and (future.cancelled() or future.exception() is not None)

    def release(self) -> bool:
        """Return whether it may be forgotten: nobody reads it and nothing works on it."""
        if self.readers:
            return False
        if not self.future.done():
            return self.future.cancel()
        return self.failed or not self.future.result().at_work


class Versions:
    """Opens earlier states.

    Args:
        folder: the data folder; kept checkpoints lie in it, and the states that are open.
        derivation: the rules of what follows from a record.
        extension: folder of a region's own ontology and shapes.
        present: what an earlier graph is made of; without it, of its own store alone.
    """

    def __init__(
        self,
        folder: Path,
        journal: Journal,
        derivation: Derivation,
        extension: Path | None,
        present: Present | None = None,
    ) -> None:
        self._folder, self._kept = folder, folder / FOLDER
        self._journal, self._derivation = journal, derivation
        self._extension, self._present = extension, present
        self._lock, self._keeping = threading.Lock(), threading.Lock()
        self._open: OrderedDict[int, _Opened] = OrderedDict()
        self._opener = ThreadPoolExecutor(1, "version")
        # Left by a process that was killed.
        for left in (*folder.glob(f"{_PREFIX}*"), *self._kept.glob("*.part")):
            shutil.rmtree(left, ignore_errors=True)

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
            opened = self._open.get(sequence)
            if opened is None or opened.failed:
                opened = _Opened(self._opener.submit(self._build, sequence))
                self._open[sequence] = opened
            self._open.move_to_end(sequence)
            # Who waits counts, too: what is closed meanwhile is closed for nobody.
            opened.readers += 1
        try:
            yield self._result(opened, sequence, time_limit_s)
        finally:
            with self._lock:
                opened.readers -= 1
                closed = self._shrink()
            for version in closed:
                version.close()

    def keep(self, store: OxigraphStore) -> None:
        """Keep a checkpoint of the store where the last one is many entries old; thin old ones."""
        with self._keeping:
            self._keep(store)

    def close(self) -> None:
        """Release all states."""
        self._opener.shutdown(cancel_futures=True)
        while self._open:
            _, opened = self._open.popitem()
            if not opened.failed:
                opened.future.result().close()

    def _keep(self, store: OxigraphStore) -> None:
        kept = self._checkpoints()
        if store.sequence - max(kept, default=0) < _ENTRIES_PER_CHECKPOINT:
            return
        self._kept.mkdir(exist_ok=True)
        part = self._kept / f"{store.sequence}.part"
        shutil.rmtree(part, ignore_errors=True)
        sequence = store.checkpoint(part)
        part.rename(self._kept / str(sequence))
        for old in set(kept) - thinned([*kept, sequence]):
            shutil.rmtree(self._kept / str(old), ignore_errors=True)

    @staticmethod
    def _result(opened: _Opened, sequence: int, time_limit_s: float | None) -> Version:
        try:
            return opened.future.result(time_limit_s)
        except FutureTimeoutError as error:
            raise VersionOpeningError(sequence=sequence) from error

    def _shrink(self) -> list[Version]:
        """Forget the states that were asked longest ago; return those of them that were open."""
        many = len(self._open) - _OPEN_LIMIT
        old = [n for n in list(self._open)[: max(many, 0)] if self._open[n].release()]
        gone = [self._open.pop(n) for n in old]
        return [one.future.result() for one in gone if not one.failed]

    def _checkpoints(self) -> list[int]:
        return [int(p.name) for p in self._kept.glob("*") if p.name.isdigit()]

    def _build(self, sequence: int) -> Version:
        folder = Path(mkdtemp(prefix=_PREFIX, dir=self._folder))
        try:
            reader = self._opened(folder, sequence)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return Version(folder, reader, self._extension, self._present, self._opener)

    def _opened(self, folder: Path, sequence: int) -> StoreReader:
        nearest = max((n for n in self._checkpoints() if n <= sequence), default=0)
        store = folder / "store"
        try:
            self._replay(store, nearest, sequence)
        except (StoreDamagedError, OSError, RuntimeError):
            if not nearest:
                raise
            # A checkpoint is a projection: one that is damaged is gone round.
            _LOG.exception("the checkpoint of entry %s is passed over", nearest)
            shutil.rmtree(store, ignore_errors=True)
            self._replay(store, 0, sequence)
        return StoreReader.at(store)

    def _replay(self, target: Path, nearest: int, sequence: int) -> None:
        if nearest:
            linked_copy(self._kept / str(nearest), target)
        store = OxigraphStore(target, self._derivation)
        try:
            held = (store.sequence, store.head)
            if nearest and held != (nearest, self._journal.read(nearest).digest):
                raise StoreDamagedError(reason=f"checkpoint {nearest} is of another journal")
            for start in range(store.sequence, sequence, _ENTRIES_PER_STEP):
                last = min(start + _ENTRIES_PER_STEP, sequence)
                store.replay([self._journal.read(n) for n in range(start + 1, last + 1)])
        finally:
            store.close()


def thinned(kept: Iterable[int]) -> set[int]:
    """Return which checkpoints stay: the latest ones, then fewer and fewer the older they are.

    As many cells of one width stay as there are latest ones, then cells of twice that width, and so
    on; of each cell its first checkpoint. Cells lie within the wider ones: what goes is not missed
    later.
    """
    numbers = sorted(kept)
    firsts: dict[tuple[int, int], int] = {}
    for number in numbers:
        age = (numbers[-1] - number) // (_KEPT * _ENTRIES_PER_CHECKPOINT)
        width = _ENTRIES_PER_CHECKPOINT << age.bit_length()
        # Narrow cells would tell apart what lies closer together than checkpoints are made.
        firsts.setdefault((width, number // width) if age else (0, number), number)
    return set(firsts.values())
