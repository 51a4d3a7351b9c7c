"""Keys of retries: a request that is sent again with its key is answered, not done again.

What a request did is in the journal before its answer is kept here. After a crash between the two
the journal tells that it was done, by the content that the entry names.
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphsvc.errors import RetryKeyError, SubmissionError

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

__all__ = ["Answer", "Attempt", "Retries"]

_KEPT: Final = 20_000
_LONGEST: Final = 200


@dataclass(frozen=True)
class Answer:
    """What a request was answered.

    Attributes:
        body: JSON.
        version: the version of the data after it.
    """

    status: int
    body: str
    version: int


@dataclass
class Attempt:
    """A request at work.

    Attributes:
        before: the journal's last entry when the request came first.
        repeated: whether it came before and ended without an answer.
        answer: what it is answered; set by whoever does the work.
    """

    before: int
    repeated: bool = False
    answer: Answer | None = None


class Retries:
    """The newest keys and what they were answered.

    Args:
        path: the file, an SQLite database.
    """

    def __init__(self, path: Path) -> None:
        self._lock, self._working = threading.Lock(), set[tuple[str, str]]()
        self._database = sqlite3.connect(path, check_same_thread=False)
        self._database.executescript(
            "PRAGMA journal_mode = WAL;"
            "CREATE TABLE IF NOT EXISTS request (number INTEGER PRIMARY KEY AUTOINCREMENT,"
            " agent TEXT NOT NULL, key TEXT NOT NULL, content TEXT NOT NULL,"
            " before INTEGER NOT NULL, status INTEGER, body TEXT, version INTEGER,"
            " UNIQUE (agent, key));"
        )

    @contextmanager
    def attempt(self, agent: str, key: str, content: str, sequence: int) -> Generator[Attempt]:
        """Do a request once: hand out what is known of it, and keep the answer set.

        Without a key nothing is known or kept. A request that is refused leaves its key free.

        Args:
            content: what the request does; another one may not use the same key.
            sequence: the journal's last entry.

        Raises:
            RetryKeyError: the key is too long, was used for something else, or is at work.
        """
        if not key:
            yield Attempt(sequence)
            return
        if len(key) > _LONGEST:
            raise RetryKeyError(key=key[:_LONGEST])
        attempt = self._begin(agent, key, content, sequence)
        known = attempt.answer
        try:
            yield attempt
            if attempt.answer is not None and known is None:
                self._keep(agent, key, attempt.answer)
        except SubmissionError:
            with self._lock, self._database:
                self._database.execute(
                    "DELETE FROM request WHERE agent = ? AND key = ? AND status IS NULL",
                    (agent, key),
                )
            raise
        finally:
            with self._lock:
                self._working.discard((agent, key))

    def close(self) -> None:
        """Release the file."""
        self._database.close()

    def _begin(self, agent: str, key: str, content: str, sequence: int) -> Attempt:
        with self._lock, self._database:
            if (agent, key) in self._working:
                raise RetryKeyError(key=key)
            row = self._database.execute(
                "SELECT content, before, status, body, version FROM request"
                " WHERE agent = ? AND key = ?",
                (agent, key),
            ).fetchone()
            if row is None:
                self._database.execute(
                    "INSERT INTO request (agent, key, content, before) VALUES (?, ?, ?, ?)",
                    (agent, key, content, sequence),
                )
                self._database.execute(
                    "DELETE FROM request WHERE number <= (SELECT max(number) FROM request) - ?",
                    (_KEPT,),
                )
                attempt = Attempt(sequence)
            elif row[0] != content:
                raise RetryKeyError(key=key)
            else:
                answer = Answer(*row[2:]) if row[2] is not None else None
                attempt = Attempt(row[1], repeated=answer is None, answer=answer)
            self._working.add((agent, key))
            return attempt

    def _keep(self, agent: str, key: str, answer: Answer) -> None:
        with self._lock, self._database:
            self._database.execute(
                "UPDATE request SET status = ?, body = ?, version = ? WHERE agent = ? AND key = ?",
                (answer.status, answer.body, answer.version, agent, key),
            )
