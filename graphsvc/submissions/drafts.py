"""Files that were handed in and not yet accepted: seen by who has their name, and nobody else."""

from __future__ import annotations

import secrets
import sqlite3
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from graphsvc.errors import RecordNotFoundError
from graphsvc.submissions.formats import Handed

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Drafts"]

_NAME_BYTES: Final = 16
_COLUMNS: Final = "name, content, about, agent, reason, mode, base, entity"


class Drafts:
    """The drafts of a registry, the newest ones up to a limit.

    Args:
        path: the file, an SQLite database.
        limit: how many are kept; the oldest go first.
    """

    def __init__(self, path: Path, limit: int) -> None:
        self._limit, self._lock = limit, threading.Lock()
        self._database = sqlite3.connect(path, check_same_thread=False)
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS draft (number INTEGER PRIMARY KEY AUTOINCREMENT,"
            " id TEXT UNIQUE NOT NULL, name TEXT NOT NULL, content BLOB NOT NULL,"
            " about TEXT NOT NULL, agent TEXT NOT NULL, reason TEXT NOT NULL, mode TEXT NOT NULL,"
            " base INTEGER, entity TEXT NOT NULL)"
        )
        self._database.commit()

    def keep(self, handed: Handed) -> str:
        """Keep a file and return its name, which cannot be guessed."""
        name = secrets.token_urlsafe(_NAME_BYTES)
        with self._lock, self._database:
            row = self._database.execute(
                f"INSERT INTO draft (id, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608  # columns of our own
                " RETURNING number",
                (name, *_values(handed)),
            ).fetchone()
            oldest = row[0] - self._limit
            self._database.execute("DELETE FROM draft WHERE number <= ?", (oldest,))
        return name

    def find(self, name: str) -> Handed:
        """Return what was handed in.

        Raises:
            RecordNotFoundError: there is no such draft, or not any more.
        """
        with self._lock:
            row = self._database.execute(
                f"SELECT {_COLUMNS} FROM draft WHERE id = ?",  # noqa: S608  # columns of our own
                (name,),
            ).fetchone()
        if row is None:
            raise RecordNotFoundError(name=f"draft/{name[:60]}")
        file, content, about, agent, reason, mode, base, entity = row
        return Handed(file, content, about, agent, reason, mode, base, entity)

    def change(self, name: str, content: bytes) -> None:
        """Put other contents in place of a draft's.

        Raises:
            RecordNotFoundError: as `find`.
        """
        changed = replace(self.find(name), content=content)
        with self._lock, self._database:
            self._database.execute(
                "UPDATE draft SET content = ? WHERE id = ?", (changed.content, name)
            )

    def drop(self, name: str) -> None:
        """Forget a draft."""
        with self._lock, self._database:
            self._database.execute("DELETE FROM draft WHERE id = ?", (name,))

    def close(self) -> None:
        """Release the file."""
        self._database.close()


def _values(handed: Handed) -> tuple[object, ...]:
    return (
        handed.name,
        handed.content,
        handed.about,
        handed.agent,
        handed.reason,
        handed.mode,
        handed.base,
        handed.entity,
    )
