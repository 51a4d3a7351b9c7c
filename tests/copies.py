"""A copy of the data that never changes, for what asks for the current one."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

SEQUENCE = 7


class OneCopy:
    """Hands out one folder or file, as of entry 7."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def current(self) -> Generator[tuple[int, Path]]:
        """Hand it out."""
        yield SEQUENCE, self._path
