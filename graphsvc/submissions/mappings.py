"""Mappings of foreign tables' columns that were chosen once, kept for the next such table.

They are no facts: like drafts they lie beside the journal, in SQLite.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from graphsvc.errors import RecordNotFoundError
from graphsvc.submissions.sqlite import Database
from graphsvc.tables.foreign import TableMapping

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["BodyMappings", "KeptMappings"]

_NAME_BYTES: Final = 9
_COLUMNS: Final = "id, kept_on, entity, columns"
_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS mapping (number INTEGER PRIMARY KEY AUTOINCREMENT,"
    " id TEXT UNIQUE NOT NULL, about TEXT NOT NULL, headers TEXT NOT NULL,"
    " kept_on TEXT NOT NULL, agent TEXT NOT NULL, entity TEXT NOT NULL,"
    " columns TEXT NOT NULL, UNIQUE (about, headers));"
)


class KeptMappings:
    """The mappings of a registry, the newest ones up to a limit.

    Args:
        path: the file, an SQLite database.
        limit: how many are kept; the oldest go first.

    Attributes:
        count: how often they were changed since they were opened.
    """

    def __init__(self, path: Path, limit: int) -> None:
        self._limit, self.count = limit, 0
        self._database = Database(path, _TABLE)

    def keep(self, about: str, mapping: TableMapping, agent: str) -> str:
        """Keep how a body's tables with these columns are read, and return the mapping's name.

        One that was kept for the same columns before gives way.

        Raises:
            StorageFullError: the disk took no more.
        """
        name = secrets.token_urlsafe(_NAME_BYTES)
        told = json.dumps(dict(mapping.columns), ensure_ascii=False)
        today = datetime.now(UTC).date().isoformat()
        headers = _digest(mapping.titled)
        with self._database.writing() as database:
            database.execute(
                "DELETE FROM mapping WHERE about = ? AND headers = ?", (about, headers)
            )
            database.execute(
                "INSERT INTO mapping (id, about, headers, kept_on, agent, entity, columns)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (name, about, headers, today, agent, mapping.entity, told),
            )
            database.execute(
                "DELETE FROM mapping WHERE number <= (SELECT max(number) FROM mapping) - ?",
                (self._limit,),
            )
        self.count += 1
        return name

    def find(self, name: str) -> tuple[str, TableMapping]:
        """Return IRI of the body or document that a mapping is for, and the mapping.

        Raises:
            RecordNotFoundError: there is none of this name, or not any more.
        """
        found = self._select("id = ?", (name,))
        if not found:
            raise RecordNotFoundError(name=f"columns/{name[:60]}")
        return found[0]

    def of(self, about: str) -> BodyMappings:
        """Return the mappings of a body or document."""
        return BodyMappings(self, about)

    def all_of(self, about: str) -> list[TableMapping]:
        """Return the mappings of a body or document, the latest first."""
        return [mapping for _, mapping in self._select("about = ?", (about,))]

    def mapping(self, about: str, keys: frozenset[str]) -> TableMapping | None:
        """Return how a body's tables with these columns are read, None where nobody said."""
        found = self._select("about = ? AND headers = ?", (about, _digest(keys)))
        return found[0][1] if found else None

    def drop(self, name: str) -> None:
        """Forget a mapping."""
        with self._database.writing() as database:
            database.execute("DELETE FROM mapping WHERE id = ?", (name,))
        self.count += 1

    def close(self) -> None:
        """Release the file."""
        self._database.close()

    def _select(self, where: str, values: Sequence[str]) -> list[tuple[str, TableMapping]]:
        rows = self._database.rows(
            f"SELECT about, {_COLUMNS} FROM mapping WHERE {where} ORDER BY number DESC",  # noqa: S608  # columns of our own
            values,
        )
        return [
            (about, TableMapping(entity, json.loads(columns), name, kept_on))
            for about, name, kept_on, entity, columns in rows
        ]


class BodyMappings:
    """The mappings of one body or document, as `tables.foreign.Mappings`."""

    def __init__(self, kept: KeptMappings, about: str) -> None:
        self._kept, self._about = kept, about

    def mapping(self, keys: frozenset[str]) -> TableMapping | None:
        """Return how a table with these columns is read."""
        return self._kept.mapping(self._about, keys)


def _digest(keys: frozenset[str]) -> str:
    return hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()
