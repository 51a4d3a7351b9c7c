"""How often what was handed in about whom was refused, by day and cause; nothing of what it was."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from graphsvc.errors import StorageFullError

if TYPE_CHECKING:
    from collections.abc import Collection

    from graphsvc.submissions.sqlite import Database

__all__ = ["REFUSED", "TABLE", "Refusals", "Tally"]

REFUSED: Final = "refused"
TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS refusal (day TEXT NOT NULL, about TEXT NOT NULL,"
    " cause TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (day, about, cause)) WITHOUT ROWID;"
)
_ALL: Final = ""
"""Stands in place of a cause in the row that counts the refusals, whatever their causes."""
_KEPT_DAYS: Final = 730
"""How long a day is remembered: this year and the one that it is compared with."""
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tally:
    """How many submissions about one body or document are in a state.

    Attributes:
        state: "refused", "waiting" or "returned".
        cause: of refused ones the name of a cause, and how many of them had it; empty for all.
    """

    about: str
    state: str
    number: int
    cause: str = ""


class Refusals:
    """The refusals of a registry, in a database that has their `TABLE`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, about: str, causes: Collection[str]) -> None:
        """Count one refusal, and each of its causes once.

        One that cannot be counted (a full disk) is no reason not to tell why it is one.
        """
        today = datetime.now(UTC).date()
        told = [(today.isoformat(), about, cause) for cause in {_ALL, *causes}]
        oldest = (today - timedelta(_KEPT_DAYS)).isoformat()
        try:
            with self._database.writing() as database:
                database.executemany(
                    "INSERT INTO refusal (day, about, cause, number) VALUES (?, ?, ?, 1)"
                    " ON CONFLICT (day, about, cause) DO UPDATE SET number = number + 1",
                    told,
                )
                database.execute("DELETE FROM refusal WHERE day < ?", (oldest,))
        except StorageFullError:
            _LOG.exception("a refusal could not be counted")

    def tallies(self, about: str | None, since: str, until: str) -> list[Tally]:
        """Return how often was refused what, about one body or document or about any.

        Args:
            since: the first day, as ISO 8601; `until` the last.
        """
        rows = self._database.rows(
            "SELECT about, cause, sum(number) AS number FROM refusal"
            " WHERE day BETWEEN ? AND ? AND ? IN ('', about) GROUP BY about, cause"
            " ORDER BY about, cause",
            (since, until, about or ""),
        )
        return [Tally(row["about"], REFUSED, row["number"], row["cause"]) for row in rows]
