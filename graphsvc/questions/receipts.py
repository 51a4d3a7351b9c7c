"""Receipts: what was asked of which state of the data, and the hash of what came back.

A receipt is named by the hash of its contents: anybody may keep it, and nobody alter it.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from typing import TYPE_CHECKING, Any, Final

from graphsvc.errors import ReceiptNotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["Receipts", "hash_rows", "intact", "make_out"]

_SIGNED: Final = (
    "question",
    "version",
    "parameters",
    "engine",
    "sequence",
    "head",
    "count",
    "rows",
)

Receipt = dict[str, Any]


class Receipts:
    """The receipts of a registry, the newest ones up to a limit.

    Args:
        path: the file, an SQLite database.
        limit: how many are kept.
    """

    def __init__(self, path: Path, limit: int) -> None:
        self._limit, self._lock = limit, threading.Lock()
        self._database = sqlite3.connect(path, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode = WAL")
        # A receipt lost in a power cut is no loss of data: whoever was answered has it, too.
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS receipt ("
            "number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, text TEXT NOT NULL)"
        )
        self._database.commit()

    def keep(self, receipt: Receipt) -> None:
        """Keep a receipt; the same answer given again is the same receipt."""
        text = json.dumps(receipt, ensure_ascii=False)
        with self._lock:
            row = self._database.execute(
                "INSERT OR IGNORE INTO receipt (id, text) VALUES (?, ?) RETURNING number",
                (receipt["id"], text),
            ).fetchone()
            if row:
                oldest = row[0] - self._limit
                self._database.execute("DELETE FROM receipt WHERE number <= ?", (oldest,))
            self._database.commit()

    def find(self, name: str) -> Receipt:
        """Return a receipt.

        Raises:
            ReceiptNotFoundError: there is none, or not any more.
        """
        with self._lock:
            row = self._database.execute(
                "SELECT text FROM receipt WHERE id = ?", (name,)
            ).fetchone()
        if row is None:
            raise ReceiptNotFoundError(name=name)
        found: Receipt = json.loads(row[0])
        return found

    def close(self) -> None:
        """Release the file."""
        self._database.close()


def make_out(contents: Mapping[str, Any], time: str) -> Receipt:
    """Return the receipt of an answer; `time` is when it was given, and no part of its name."""
    return {"id": _name(contents), **contents, "time": time}


def intact(receipt: Mapping[str, Any]) -> bool:
    """Return whether a receipt says what it said when it was made out."""
    return set(_SIGNED) <= set(receipt) and receipt.get("id") == _name(receipt)


def hash_rows(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the hash of rows in their order."""
    return hashlib.sha256(_text(list(rows)).encode()).hexdigest()


def _name(contents: Mapping[str, Any]) -> str:
    signed = {name: contents[name] for name in _SIGNED}
    return hashlib.sha256(_text(signed).encode()).hexdigest()[:24]


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
