"""Engines that follow the store: each knows the last entry it holds, and is given what came."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Protocol

from graphsvc.errors import RegistryError
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

    def catch_up(self, reader: StoreReader, progress: Progress) -> None:
        """Take over the state that `reader` shows, a copy of the store that nobody writes."""


class Following:
    """Keeps engines in step, on a thread of its own; who asks meanwhile waits for nobody.

    Args:
        checkpoints: states of the store to read from.
        followers: the engines, by name.
        idle: called when all have been brought up.
    """

    def __init__(
        self,
        checkpoints: Checkpoints,
        followers: Mapping[str, Follower],
        idle: Callable[[], None] = lambda: None,
    ) -> None:
        self._checkpoints, self._followers, self._idle = checkpoints, followers, idle
        self._locks = {name: threading.Lock() for name in followers}
        self._changed, self._ended = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to follow."""
        self._thread = threading.Thread(target=self._run, name="following", daemon=True)
        self._changed.set()
        self._thread.start()

    def notify(self) -> None:
        """Tell that the store has changed."""
        self._changed.set()

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
        self._changed.set()
        if self._thread:
            self._thread.join()

    def _run(self) -> None:
        while not self._ended.is_set():
            self._changed.wait()
            self._changed.clear()
            for name in self._followers:
                if not self._ended.is_set():
                    self._follow(name)
            self._idle()
            # Commits that come close together are taken over together.
            self._ended.wait(_PAUSE_S)

    def _follow(self, name: str) -> None:
        try:
            with self._checkpoints.current() as (sequence, _):
                self.catch_up(name, sequence)
        except (RegistryError, OSError):
            _LOG.exception("%s could not follow", name)
            self._changed.set()
            self._ended.wait(_RETRY_S)
