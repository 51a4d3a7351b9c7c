"""Engines that follow the store: each knows the last entry it holds and is given what came since."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from graphsvc.projections.reading import StoreReader

__all__ = ["Follower", "Progress"]

Progress = Callable[[int, int], None]
"""Told now and then how many records of how many are written."""


class Follower(Protocol):
    """An engine that holds a copy of the data, as of some entry of the journal."""

    @property
    def sequence(self) -> int:
        """The sequence of the last entry it holds whole, 0 for none."""

    def catch_up(self, reader: StoreReader, progress: Progress) -> None:
        """Take over the state that `reader` shows, a copy of the store that nobody writes."""
