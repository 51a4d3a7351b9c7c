"""A few warm processes that answer one request each at a time, and may be killed at any."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from graphsvc.errors import QueryBusyError
from graphsvc.processes import Child, ChildEndedError, ChildTimeoutError, Frame

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from graphsvc.errors import RequestError

__all__ = ["Places", "Pool", "WorkerEndedError"]

REQUEST_LIMIT: Final = 1_000
"""A worker goes after so many: what an engine does not give back is bounded."""
START_LIMIT_S: Final = 30.0
_PATIENCE_S: Final = 0.05  # of who starts a spare: most queries are over by then
_LINGER_S: Final = 60.0  # spare workers beyond the first go when nobody asked for so long


class WorkerEndedError(Exception):
    """A worker ended before it answered.

    Attributes:
        status: its exit status, or a signal's number below zero.
        late: whether it was ended for being late.
    """

    def __init__(self, status: int | None, *, late: bool) -> None:
        super().__init__(status, late)
        self.status, self.late = status, late


class Places:
    """Room for `running` requests at work and `waiting` behind them; others are sent away.

    Args:
        busy: what they are told.
    """

    def __init__(
        self, running: int, waiting: int, busy: type[RequestError] = QueryBusyError
    ) -> None:
        self._busy = busy
        self._all = threading.BoundedSemaphore(running + waiting)
        self._running = threading.BoundedSemaphore(running)

    @contextmanager
    def one(self, time_limit_s: float) -> Generator[None]:
        """Hold a place at work, after at most `time_limit_s` of waiting for it.

        Raises:
            QueryBusyError: there is no room to wait, or no place came free; or what else `busy` is.
        """
        busy = self._busy(seconds=max(1, round(time_limit_s)))
        if not self._all.acquire(blocking=False):
            raise busy
        try:
            if not self._running.acquire(timeout=time_limit_s):
                raise busy
            try:
                yield
            finally:
                self._running.release()
        finally:
            self._all.release()


class Pool:
    """Workers of one kind. One is kept warm; while all are at work the next one is started.

    Args:
        module: what a worker runs.
        arguments: its command line.
        size: most workers that stay when they have done their work.
        request_limit: after so many requests a worker is replaced.
    """

    def __init__(
        self, module: str, arguments: Sequence[str], size: int, request_limit: int = REQUEST_LIMIT
    ) -> None:
        self._module, self._arguments = module, arguments
        self._size, self._request_limit = size, request_limit
        self._lock = threading.Lock()
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._copy: str | None = None
        self._stirred, self._closed = threading.Event(), threading.Event()
        self._stirred.set()
        self._keeper = threading.Thread(target=self._keep, name=f"keeper of {module}", daemon=True)
        self._keeper.start()

    def ask(self, copy: str, request: dict[str, Any], time_limit_s: float) -> Frame:
        """Return a worker's answer to a request over a copy of the data.

        Raises:
            WorkerEndedError: it ended, or did not answer in time and was ended.
        """
        self._copy = copy
        worker = self._ready(copy)
        try:
            return worker.ask(request, time_limit_s)
        finally:
            self._give_back(worker)

    @property
    def pids(self) -> set[int]:
        """The numbers of its running processes."""
        with self._lock:
            return {w.pid for w in (*self._idle, *self._busy) if w.running}

    def close(self) -> None:
        """End all workers."""
        self._closed.set()
        self._stirred.set()
        self._keeper.join()
        with self._lock:
            left, self._idle = (*self._idle, *self._busy), []
        for worker in left:
            worker.end()

    def _ready(self, copy: str) -> _Worker:
        """Return a worker over a copy; one that was ended while nobody asked it is passed over."""
        while True:
            worker, warm = self._take()
            try:
                worker.prepare(copy)
            except BaseException as error:
                self._give_back(worker)
                if not (warm and isinstance(error, WorkerEndedError)):
                    raise
            else:
                return worker

    def _take(self) -> tuple[_Worker, bool]:
        """Return a worker, and whether it was there before."""
        with self._lock:
            while self._idle and not self._idle[-1].running:
                self._idle.pop().end()
            warm = bool(self._idle)
            worker = self._idle.pop() if warm else _Worker(self._module, self._arguments)
            self._busy.add(worker)
        self._stirred.set()
        return worker, warm

    def _give_back(self, worker: _Worker) -> None:
        with self._lock:
            self._busy.discard(worker)
            stays = (
                worker.running
                and worker.asked < self._request_limit
                and len(self._idle) < self._size
                and not self._closed.is_set()
            )
            if stays:
                self._idle.append(worker)
        if not stays:
            worker.end()
            self._stirred.set()

    def _keep(self) -> None:
        """Start a spare where there is none, end those that nobody has needed for long."""
        while not self._closed.is_set():
            asked = self._stirred.wait(_LINGER_S)
            self._stirred.clear()
            self._closed.wait(_PATIENCE_S)
            with self._lock:
                unneeded = [] if asked else self._idle[1:]
                self._idle = self._idle[: len(self._idle) - len(unneeded)]
                wanted = not self._idle and not self._closed.is_set()
            for worker in unneeded:
                worker.end()
            if wanted:
                self._start()

    def _start(self) -> None:
        spare = _Worker(self._module, self._arguments)
        try:
            spare.prepare(self._copy)
        except WorkerEndedError:
            spare.end()  # the copy has gone meanwhile; whoever asks next starts one
            return
        with self._lock:
            self._idle.insert(0, spare)


class _Worker:
    """One process, and how often it was asked."""

    def __init__(self, module: str, arguments: Sequence[str]) -> None:
        self._child = Child(module, arguments, confined=True)
        self.asked = 0

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._child.pid

    @property
    def running(self) -> bool:
        """Whether it can be asked."""
        return self._child.running

    def prepare(self, copy: str | None) -> None:
        """Return when it has started and a copy is open; no query's time runs meanwhile.

        It has to answer even where that copy is open already: a process that was killed may still
        look alive for a moment.
        """
        self._call({"copy": copy}, START_LIMIT_S)

    def ask(self, request: dict[str, Any], time_limit_s: float) -> Frame:
        """Return its answer."""
        self.asked += 1
        return self._call(request, time_limit_s)

    def end(self) -> None:
        """End the process."""
        self._child.kill()

    def _call(self, request: dict[str, Any], time_limit_s: float) -> Frame:
        try:
            return self._child.call({**request, "seconds": time_limit_s}, time_limit_s=time_limit_s)
        except ChildEndedError as error:
            self._child.kill()
            late = isinstance(error, ChildTimeoutError)
            raise WorkerEndedError(self._child.status, late=late) from error
