"""Engines that follow the store: each knows the last entry it holds, and is given what came."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Protocol

from graphsvc.projections.reading import StoreReader

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphsvc.projections.checkpoints import Checkpoints

__all__ = ["Follower", "Following", "Progress"]

_LOG: Final = logging.getLogger(__name__)
_PAUSE_S: Final = 0.1
_RETRY_S: Final = 5.0

Progress = Callable[[int, int], None]
"""Told now and then how many records of how many are written."""


def _silent(_done: int, _all: int) -> None:
    """Tell nobody."""


class Follower(Protocol):
    """An engine that holds a copy of the data, as of some entry of the journal."""

    @property
    def sequence(self) -> int:
        """The sequence of the last entry it holds whole, 0 for none."""
        ...

    def catch_up(self, reader: StoreReader, progress: Progress, /) -> None:
        """Take over the state that `reader` shows, a copy of the store that nobody writes."""
        ...


class Following:
    """Keeps engines in step, each on a thread of its own; who asks meanwhile waits for nobody.

    Args:
        checkpoints: states of the store to read from.
        followers: the engines, by name.
        idle: called when one of them has been brought up.
    """

    def __init__(
        self,
        checkpoints: Checkpoints,
        followers: Mapping[str, Follower],
        idle: Callable[[], None] = lambda: None,
    ) -> None:
        self._checkpoints, self._followers, self._idle = checkpoints, followers, idle
        self._locks = {name: threading.Lock() for name in followers}
        self._changed = {name: threading.Event() for name in followers}
        self._ended = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin to follow."""
        for name in self._followers:
            thread = threading.Thread(target=self._run, args=(name,), name=name, daemon=True)
            self._threads.append(thread)
            thread.start()
        self.notify()

    def notify(self) -> None:
        """Tell that the store has changed."""
        for changed in self._changed.values():
            changed.set()

    def catch_up(self, name: str, sequence: int, progress: Progress = _silent) -> None:
        """Return when an engine holds at least the entry with this sequence.

        Raises:
            EngineFailedError: it cannot.
        """
        follower = self._followers[name]
        with self._locks[name]:
            if follower.sequence < sequence:
                with self._checkpoints.current() as (_, folder):
                    follower.catch_up(StoreReader.at(folder), progress)

    def close(self) -> None:
        """Stop following; an engine that is being written ends its step."""
        self._ended.set()
        self.notify()
        for thread in self._threads:
            thread.join()

    def _run(self, name: str) -> None:
        changed = self._changed[name]
        while not self._ended.is_set():
            changed.wait()
            changed.clear()
            if self._ended.is_set():
                return
            try:
                with self._checkpoints.current() as (sequence, _):
                    self.catch_up(name, sequence)
                self._idle()
            except Exception:  # noqa: BLE001  # a thread that has ended follows nobody
                _LOG.exception("%s could not follow", name)
                changed.set()
                self._ended.wait(_RETRY_S)
            # Commits that come close together are taken over together.
            self._ended.wait(_PAUSE_S)
