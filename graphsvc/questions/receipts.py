"""Receipts: what was asked of which state of the data, and the hash of what came back.

A receipt is named by the hash of its contents: anybody may keep it, and nobody alter it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3
import threading
from typing import TYPE_CHECKING, Any, Final

from graphsvc.errors import ReceiptNotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["Receipts", "hash_rows", "intact", "make_out"]

_LOG: Final = logging.getLogger(__name__)
_SIGNED: Final[dict[str, type]] = {
    "question": str,
    "version": str,
    "parameters": dict,
    "engine": str,
    "sequence": int,
    "head": str,
    "count": int,
    "rows": str,
}

Receipt = dict[str, Any]


class Receipts:
    """The receipts of a registry, the newest ones up to a limit.

    Args:
        path: the file, an SQLite database.
        limit: how many are kept.
    """

    def __init__(self, path: Path, limit: int) -> None:
        self._limit, self._lock = limit, threading.Lock()
        try:
            self._database = _opened(path)
        except sqlite3.DatabaseError:
            _LOG.exception("the receipts are damaged and put aside")
            path.replace(path.with_suffix(".damaged"))
            for rest in path.parent.glob(f"{path.name}-*"):
                rest.unlink()
            self._database = _opened(path)

    def keep(self, receipt: Receipt) -> None:
        """Keep a receipt; the same answer given again is the same receipt.

        One that cannot be kept (a full disk) is no reason not to answer: who was answered has it.
        """
        try:
            self._keep(receipt)
        except sqlite3.Error:
            _LOG.exception("a receipt could not be kept")

    def _keep(self, receipt: Receipt) -> None:
        text = json.dumps(receipt, ensure_ascii=False)
        with self._lock, self._database:
            known = "SELECT 1 FROM receipt WHERE id = ?"
            if self._database.execute(known, (receipt["id"],)).fetchone():
                return  # an insert that is ignored would take a number
            row = self._database.execute(
                "INSERT INTO receipt (id, text) VALUES (?, ?) RETURNING number",
                (receipt["id"], text),
            ).fetchone()
            oldest = row[0] - self._limit
            self._database.execute("DELETE FROM receipt WHERE number <= ?", (oldest,))

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


def _opened(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, check_same_thread=False)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        # A receipt lost in a power cut is no loss of data: whoever was answered has it, too.
        database.execute("PRAGMA synchronous = OFF")
        database.execute(
            "CREATE TABLE IF NOT EXISTS receipt ("
            "number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, text TEXT NOT NULL)"
        )
        database.commit()
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database


def make_out(contents: Mapping[str, Any], time: str) -> Receipt:
    """Return the receipt of an answer; `time` is when it was given, and no part of its name."""
    return {"id": _name(contents), **contents, "time": time}


def intact(receipt: Mapping[str, Any]) -> bool:
    """Return whether a receipt says what it said when it was made out."""
    if not all(isinstance(receipt.get(name), kind) for name, kind in _SIGNED.items()):
        return False
    values: Mapping[Any, Any] = receipt["parameters"]
    plain = all(isinstance(v, str) for v in values.values())
    return plain and receipt.get("id") == _name(receipt)


def hash_rows(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the hash of rows in their order."""
    return hashlib.sha256(_text(list(rows)).encode()).hexdigest()


def _name(contents: Mapping[str, Any]) -> str:
    signed = {name: contents[name] for name in _SIGNED}
    return hashlib.sha256(_text(signed).encode()).hexdigest()[:24]


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
