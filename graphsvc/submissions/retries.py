"""Keys of retries: a request that is sent again with its key is answered, not done again.

What a request did is in the journal before its answer is kept here. After a crash between the two
the journal tells that it was done, by the content that the entry names.
"""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphsvc.errors import RetryKeyError, StorageFullError, SubmissionError
from graphsvc.submissions.sqlite import Database

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

__all__ = ["Answer", "Attempt", "Retries"]

_KEPT: Final = 20_000
_LONGEST: Final = 200
_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS request (number INTEGER PRIMARY KEY AUTOINCREMENT,"
    " agent TEXT NOT NULL, key TEXT NOT NULL, content TEXT NOT NULL,"
    " before INTEGER NOT NULL, status INTEGER, body TEXT, version INTEGER,"
    " UNIQUE (agent, key));"
)
_LOG: Final = logging.getLogger(__name__)


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
        self._database = Database(path, _TABLE)

    @contextmanager
    def attempt(self, agent: str, key: str, content: str, sequence: int) -> Generator[Attempt]:
        """Do a request once: hand out what is known of it, and keep the answer set.

        Without a key nothing is known or kept. A request that is refused leaves its key free.

        Args:
            content: what the request does; another one may not use the same key.
            sequence: the journal's last entry.

        Raises:
            RetryKeyError: the key is too long, was used for something else, or is at work.
            StorageFullError: the disk took no more; nothing was done.
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
            if (answer := attempt.answer) is not None and known is None:
                self._note(
                    "UPDATE request SET status = ?, body = ?, version = ?"
                    " WHERE agent = ? AND key = ?",
                    (answer.status, answer.body, answer.version, agent, key),
                )
        except SubmissionError:
            self._note(
                "DELETE FROM request WHERE agent = ? AND key = ? AND status IS NULL", (agent, key)
            )
            raise
        finally:
            with self._lock:
                self._working.discard((agent, key))

    def close(self) -> None:
        """Release the file."""
        self._database.close()

    def _begin(self, agent: str, key: str, content: str, sequence: int) -> Attempt:
        with self._lock:
            if (agent, key) in self._working:
                raise RetryKeyError(key=key)
            attempt = self._known(agent, key, content, sequence)
            self._working.add((agent, key))
            return attempt

    def _known(self, agent: str, key: str, content: str, sequence: int) -> Attempt:
        with self._database.writing() as database:
            row = database.execute(
                "SELECT content, before, status, body, version FROM request"
                " WHERE agent = ? AND key = ?",
                (agent, key),
            ).fetchone()
            if row is None:
                database.execute(
                    "INSERT INTO request (agent, key, content, before) VALUES (?, ?, ?, ?)",
                    (agent, key, content, sequence),
                )
                database.execute(
                    "DELETE FROM request WHERE number <= (SELECT max(number) FROM request) - ?",
                    (_KEPT,),
                )
                return Attempt(sequence)
        if row["content"] != content:
            raise RetryKeyError(key=key)
        told = (row["status"], row["body"], row["version"])
        answer = None if row["status"] is None else Answer(*told)
        return Attempt(row["before"], repeated=answer is None, answer=answer)

    def _note(self, text: str, values: Sequence[object]) -> None:
        """Write down what became of a request; what it did stands, even where that fails."""
        try:
            with self._database.writing() as database:
                database.execute(text, values)
        except StorageFullError:
            _LOG.exception("the answer to a request with a key could not be kept")
