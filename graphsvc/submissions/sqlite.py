"""What lies beside the journal in SQLite: one file, one connection, one statement at a time."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from graphsvc.errors import StorageFullError

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

__all__ = ["Database"]

# SQLite tells a quota that is used up as a failed write, and a disk without room for the index of
# its log as the failure to size that.
_FULL: Final = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE)


class Database:
    """An SQLite file that only its owner may read; what is acknowledged is on the disk.

    Args:
        path: the file.
        tables: statements that make its tables where there are none.
        indexes: statements that make its indexes where there are none.
        later: columns that its tables did not always have: table, name, what SQL says of it.

    Raises:
        StorageFullError: the disk took no more.
    """

    def __init__(
        self,
        path: Path,
        tables: str,
        indexes: str = "",
        later: Sequence[tuple[str, str, str]] = (),
    ) -> None:
        self._lock = threading.Lock()
        # SQLite gives its own files beside it the same mode.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)
        self._connection = sqlite3.connect(path, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        with _full_told():
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.executescript(tables)
            for table, column, said in later:
                known = self._connection.execute(f"PRAGMA table_info({table})")
                if column not in {row["name"] for row in known}:
                    self._connection.execute(f"ALTER TABLE {table} ADD COLUMN {column} {said}")
            self._connection.executescript(indexes)

    def rows(self, text: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        """Return the rows of a question."""
        with self._lock, _full_told():
            return self._connection.execute(text, values).fetchall()

    @contextmanager
    def writing(self) -> Generator[sqlite3.Connection]:
        """Hold the file for one writer: all that is written reaches the disk, or nothing.

        Raises:
            StorageFullError: the disk took no more; nothing was written.
        """
        with self._lock, _full_told(), self._connection:
            yield self._connection

    def close(self) -> None:
        """Release the file."""
        self._connection.close()


@contextmanager
def _full_told() -> Generator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode in _FULL:
            raise StorageFullError from error
        raise
