"""Editors, their tokens and their sessions, kept in SQLite beside the journal.

A token is `mnet_<id>_<secret>`; a session is a secret of its own that a browser keeps. Only hashes
are stored, so the file gives nobody away. Both secrets have 256 random bits: a plain SHA-256 is
enough, for there is nothing to guess.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import sqlite3
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from graphsvc.access.editors import Editor, Role
from graphsvc.errors import ParameterError, RecordNotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable
    from pathlib import Path

__all__ = ["FILE", "SESSION", "Token", "Tokens"]

FILE: Final = "access.db"
SESSION: Final = timedelta(hours=12)
"""How long a browser stays signed in."""

_ID_BYTES: Final = 4
_SECRET_BYTES: Final = 32
_TOKEN: Final = re.compile(r"mnet_([0-9a-f]{8})_([0-9a-f]{64})")
_NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NAME_LIMIT: Final = 60
_LABEL_LIMIT: Final = 200
_RESERVED: Final = ("local",)  # the agent of who does not sign in

# Times are whole seconds since 1970, UTC; a day is its number since then.
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS editor (
    name TEXT PRIMARY KEY, label TEXT NOT NULL, created INTEGER NOT NULL, revoked INTEGER);
CREATE TABLE IF NOT EXISTS role (
    editor TEXT NOT NULL REFERENCES editor, action TEXT NOT NULL, body TEXT NOT NULL,
    level TEXT NOT NULL, PRIMARY KEY (editor, action, body, level));
CREATE TABLE IF NOT EXISTS token (
    id TEXT PRIMARY KEY, editor TEXT NOT NULL REFERENCES editor, hash BLOB NOT NULL,
    created INTEGER NOT NULL, used_day INTEGER, expires INTEGER NOT NULL, revoked INTEGER);
CREATE TABLE IF NOT EXISTS session (
    hash BLOB PRIMARY KEY, token TEXT NOT NULL REFERENCES token, expires INTEGER NOT NULL)
"""
_HOLDING: Final = """
SELECT hash, used_day FROM token JOIN editor ON editor.name = token.editor
WHERE token.revoked IS NULL AND editor.revoked IS NULL AND token.expires > ? AND token.id = ?
"""
_SIGNED_IN: Final = """
SELECT token.editor FROM session
JOIN token ON token.id = session.token JOIN editor ON editor.name = token.editor
WHERE token.revoked IS NULL AND editor.revoked IS NULL AND token.expires > ?
    AND session.expires > ? AND session.hash = ?
"""


@dataclass(frozen=True)
class Token:
    """What is known of a token: everything but its secret."""

    id: str
    editor: Editor
    created: datetime
    expires: datetime
    used: datetime | None
    revoked: bool


class Tokens:
    """The editors of a registry; several processes may have the file open.

    Args:
        path: the file; only its owner may read it.
        now: what time it is.
    """

    def __init__(self, path: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now, self._lock = now, threading.Lock()
        # SQLite gives its own files beside it the same mode.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)
        self._database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA foreign_keys = ON")
        with self._writing() as database:
            for table in _TABLES.split(";"):
                database.execute(table)

    @property
    def open(self) -> bool:
        """Whether no token was ever made out, so that nobody needs one."""
        return self._row("SELECT 1 FROM token LIMIT 1", ()) is None

    def add(self, name: str, label: str, roles: Iterable[Role], days: int) -> str:
        """Make out a token, and its editor where there is none of this name; return the token.

        An editor that was revoked is one again. A label and roles that are given replace those it
        had; those of a known editor stay where none are.

        Raises:
            ParameterError: the name is no slug, or a new editor has no label or no role.
        """
        given = tuple(dict.fromkeys(roles))
        if not _NAME.fullmatch(name) or len(name) > _NAME_LIMIT or name in _RESERVED:
            raise ParameterError(name="NAME", value=name[:120], expected="an-editor-name")
        number, secret = secrets.token_hex(_ID_BYTES), secrets.token_hex(_SECRET_BYTES)
        now = self._now()
        with self._writing() as database:
            known = database.execute("SELECT 1 FROM editor WHERE name = ?", (name,)).fetchone()
            if known is None and not label.strip():
                raise ParameterError(name="--label", value="", expected="a-label")
            if known is None and not given:
                raise ParameterError(name="--role", value="", expected="a-role")
            database.execute(
                "INSERT INTO editor (name, label, created) VALUES (?, ?, ?)"
                " ON CONFLICT (name) DO UPDATE SET revoked = NULL",
                (name, "", _seconds(now)),
            )
            if label.strip():
                text = " ".join(label.split())[:_LABEL_LIMIT]
                database.execute("UPDATE editor SET label = ? WHERE name = ?", (text, name))
            if given:
                database.execute("DELETE FROM role WHERE editor = ?", (name,))
                database.executemany(
                    "INSERT INTO role (editor, action, body, level) VALUES (?, ?, ?, ?)",
                    [(name, r.action, r.body, r.level) for r in given],
                )
            expires = _seconds(now + timedelta(days=days))
            database.execute(
                "INSERT INTO token (id, editor, hash, created, expires) VALUES (?, ?, ?, ?, ?)",
                (number, name, _hash(secret), _seconds(now), expires),
            )
        return f"mnet_{number}_{secret}"

    def label(self, name: str) -> str:
        """Return what an editor is called, empty for a name that nobody has."""
        row = self._row("SELECT label FROM editor WHERE name = ?", (name,))
        return str(row[0]) if row else ""

    def all(self) -> list[Token]:
        """Return every token that was made out, by editor and age."""
        with self._lock:
            rows = self._database.execute(
                "SELECT token.id, editor, token.created, expires, used_day,"
                " token.revoked IS NOT NULL OR editor.revoked IS NOT NULL"
                " FROM token JOIN editor ON editor.name = token.editor"
                " ORDER BY editor, token.created, token.id"
            ).fetchall()
        return [
            Token(
                number,
                self._editor(name),
                _time(created),
                _time(expires),
                None if used is None else _time(used * 86_400),
                bool(revoked),
            )
            for number, name, created, expires, used, revoked in rows
        ]

    def revoke(self, name: str) -> int:
        """Revoke an editor and all its tokens, or one token by its id; return how many tokens.

        Their sessions end.

        Raises:
            RecordNotFoundError: there is neither an editor nor a token of this name.
        """
        now = _seconds(self._now())
        with self._writing() as database:
            tokens = database.execute(
                "SELECT id FROM token WHERE id = ? OR editor = ?", (name, name)
            ).fetchall()
            if not tokens:
                raise RecordNotFoundError(name=name[:_NAME_LIMIT])
            database.execute(
                "UPDATE editor SET revoked = ? WHERE name = ? AND revoked IS NULL", (now, name)
            )
            ended = 0
            for row in tokens:
                ended += database.execute(
                    "UPDATE token SET revoked = ? WHERE id = ? AND revoked IS NULL", (now, *row)
                ).rowcount
                database.execute("DELETE FROM session WHERE token = ?", row)
        return ended

    def editor(self, token: str) -> Editor | None:
        """Return whose token it is, None where it does not hold."""
        number = self._holding(token)
        return None if number is None else self._owner(number)

    def sign_in(self, token: str) -> str | None:
        """Begin a session and return its secret, None where the token does not hold."""
        number = self._holding(token)
        if number is None:
            return None
        now, secret = self._now(), secrets.token_urlsafe(_SECRET_BYTES)
        with self._writing() as database:
            database.execute("DELETE FROM session WHERE expires <= ?", (_seconds(now),))
            database.execute(
                "INSERT INTO session (hash, token, expires) VALUES (?, ?, ?)",
                (_hash(secret), number, _seconds(now + SESSION)),
            )
        return secret

    def signed_in(self, session: str) -> Editor | None:
        """Return whose session it is, None where it has ended."""
        now = _seconds(self._now())
        row = self._row(_SIGNED_IN, (now, now, _hash(session)))
        return None if row is None else self._editor(row[0])

    def sign_out(self, session: str) -> None:
        """End a session."""
        with self._writing() as database:
            database.execute("DELETE FROM session WHERE hash = ?", (_hash(session),))

    def close(self) -> None:
        """Release the file."""
        self._database.close()

    def _holding(self, token: str) -> str | None:
        """Return the id of a token that holds, having marked that it was used today."""
        read = _TOKEN.fullmatch(token)
        number, secret = read.groups() if read else ("", "")
        now = _seconds(self._now())
        row = self._row(_HOLDING, (now, number))
        stored, used = row or (b"", None)
        if not hmac.compare_digest(stored, _hash(secret)) or row is None:
            return None
        today = now // 86_400
        if used != today:
            with self._writing() as database:
                database.execute("UPDATE token SET used_day = ? WHERE id = ?", (today, number))
        return number

    def _owner(self, number: str) -> Editor:
        row = self._row("SELECT editor FROM token WHERE id = ?", (number,))
        return self._editor(row[0] if row else "")

    def _editor(self, name: str) -> Editor:
        with self._lock:
            label = self._database.execute(
                "SELECT label FROM editor WHERE name = ?", (name,)
            ).fetchone()[0]
            roles = self._database.execute(
                "SELECT action, body, level FROM role WHERE editor = ? ORDER BY rowid", (name,)
            ).fetchall()
        return Editor(name, label, tuple(Role(*r) for r in roles))

    def _row(self, text: str, values: tuple[object, ...]) -> Any:  # noqa: ANN401  # whatever the columns hold
        with self._lock:
            return self._database.execute(text, values).fetchone()

    @contextmanager
    def _writing(self) -> Generator[sqlite3.Connection]:
        """Hold the file for writing from the first statement on: nothing is read that changes."""
        with self._lock:
            self._database.execute("BEGIN IMMEDIATE")
            with self._database:
                yield self._database


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _seconds(time: datetime) -> int:
    return int(time.timestamp())


def _time(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
