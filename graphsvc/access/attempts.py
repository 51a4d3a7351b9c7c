"""How often something wrong was tried lately."""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Final

from graphsvc.errors import TooManyAttemptsError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Attempts"]

_LIMIT: Final = 10
_WINDOW_S: Final = 60


class Attempts:
    """Wrong tokens of one process, whoever gave them; right ones are never counted or refused."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now, self._lock = now, threading.Lock()
        self._wrong: deque[float] = deque(maxlen=_LIMIT)

    def wrong(self) -> None:
        """Count a wrong one.

        Raises:
            TooManyAttemptsError: there were ten within the last minute.
        """
        now = self._now()
        with self._lock:
            oldest = self._wrong[0] if len(self._wrong) == _LIMIT else None
            if oldest is not None and now - oldest < _WINDOW_S:
                raise TooManyAttemptsError(seconds=int(_WINDOW_S - (now - oldest)) + 1)
            self._wrong.append(now)
