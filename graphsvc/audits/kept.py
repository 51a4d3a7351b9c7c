"""What was worked out from one state of the data, kept until they change."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from graphsvc.projections.reading import StoreReader

__all__ = ["Kept"]

T = TypeVar("T")


class Kept(Generic[T]):
    """Values by key; all are forgotten when the store goes on, or when they are too many.

    Who asks for a value that is being worked out waits for it; nobody else waits.
    """

    def __init__(self, store: StoreReader, limit: int) -> None:
        self._store, self._limit = store, limit
        self._lock = threading.Lock()
        self._sequence = -1
        self._values: dict[Hashable, Future[T]] = {}

    def known(self, key: Hashable) -> bool:
        """Return whether the value of a key is there, so that nobody waits for it."""
        with self._lock:
            found = self._values.get(key) if self._sequence == self._store.sequence else None
        return found is not None and found.done()

    def get(
        self, key: Hashable, make: Callable[[], T], worth: Callable[[T], bool] = lambda _: True
    ) -> T:
        """Return the value of a key, made now where there is none yet.

        What could not be made, or is not worth keeping, is not kept: the next to ask tries again.

        Raises: what `make` raises.
        """
        own: Future[T] = Future()
        with self._lock:
            sequence = self._store.sequence
            if self._sequence != sequence or len(self._values) >= self._limit:
                self._sequence = sequence
                self._values = {}
            values = self._values
            found = values.setdefault(key, own)
        if found is own:
            kept = False
            try:
                value = make()
                own.set_result(value)
                kept = worth(value)
            except BaseException as error:
                own.set_exception(error)
                raise
            finally:
                if not kept:
                    with self._lock:
                        values.pop(key, None)
        return found.result()
