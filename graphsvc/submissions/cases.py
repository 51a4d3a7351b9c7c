"""Submissions on their way: drafts, what waits, what came back, and what became of each.

They are no facts and lie beside the journal, in SQLite. A file is kept until its submission is
accepted or withdrawn; after that only who handed in what when.
"""

from __future__ import annotations

import json
import logging
import secrets
import sqlite3
import threading
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from graphsvc.errors import (
    NotOpenError,
    RecordNotFoundError,
    RegistryError,
    TooManyOpenError,
)
from graphsvc.submissions.formats import Handed
from graphsvc.submissions.refusals import TABLE, Refusals, Tally
from graphsvc.submissions.sqlite import Database

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = [
    "ACCEPTED",
    "CHANGEABLE",
    "DRAFT",
    "OPEN",
    "RETURNED",
    "UNCHANGED",
    "WAITING",
    "WITHDRAWN",
    "Case",
    "Cases",
    "Remark",
]

DRAFT: Final = "draft"
WAITING: Final = "waiting"
RETURNED: Final = "returned"
ACCEPTED: Final = "accepted"
WITHDRAWN: Final = "withdrawn"
UNCHANGED: Final = "unchanged"
OPEN: Final = (DRAFT, WAITING, RETURNED)
CHANGEABLE: Final = (DRAFT, RETURNED)

_LOG: Final = logging.getLogger(__name__)
_NAME_BYTES: Final = 16
_LOCKS: Final = 64
_CLOSED_KEPT: Final = 5_000
"""How many closed submissions of one editor are kept."""
_IDLE_DAYS: Final = 90
"""For how long nobody has changed a draft that gives way to a new one."""

_GIVEN: Final = tuple(f.name for f in fields(Handed))
_FATE: Final = ("id", "state", "time", "decided_by", "decided", "answer", "sequence", "digest")
_ALL: Final = ", ".join((*_GIVEN, *_FATE, "remarks", "read"))
_LISTED: Final = _ALL.replace("content", "x'' AS content").replace("read", "'' AS read")
_OPEN_STATES: Final = "('draft', 'waiting', 'returned')"
_TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS submission (number INTEGER PRIMARY KEY AUTOINCREMENT,"
    " id TEXT UNIQUE NOT NULL, state TEXT NOT NULL, time TEXT NOT NULL,"
    " changed TEXT NOT NULL DEFAULT '', digest TEXT NOT NULL DEFAULT '',"
    " name TEXT NOT NULL, content BLOB NOT NULL, about TEXT NOT NULL, agent TEXT NOT NULL,"
    " reason TEXT NOT NULL, mode TEXT NOT NULL, base INTEGER, entity TEXT NOT NULL,"
    " columns TEXT NOT NULL DEFAULT '', names TEXT NOT NULL DEFAULT '',"
    " decided_by TEXT NOT NULL DEFAULT '', decided TEXT NOT NULL DEFAULT '',"
    " answer TEXT NOT NULL DEFAULT '', remarks TEXT NOT NULL DEFAULT '[]',"
    " sequence INTEGER, read TEXT NOT NULL DEFAULT '');"
)
_LATER: Final = (
    ("submission", "read", "TEXT NOT NULL DEFAULT ''"),
    ("submission", "changed", "TEXT NOT NULL DEFAULT ''"),
    ("submission", "digest", "TEXT NOT NULL DEFAULT ''"),
)
_INDEXES: Final = (
    "CREATE INDEX IF NOT EXISTS by_about ON submission (about, number);"
    "CREATE INDEX IF NOT EXISTS by_agent ON submission (agent, state);"
    "CREATE INDEX IF NOT EXISTS by_digest ON submission (digest) WHERE state = 'waiting';"
)


@dataclass(frozen=True)
class Remark:
    """What a reviewer says of one field of one record.

    Attributes:
        record: its IRI.
        property: IRI of the field's property, empty for the record as a whole.
    """

    record: str
    property: str
    text: str


@dataclass(frozen=True)
class Case:
    """A submission on its way.

    Attributes:
        id: its name, which cannot be guessed.
        state: "draft", "waiting", "returned", "accepted", "withdrawn" or "unchanged".
        handed: what was handed in; without its contents once the case is closed.
        time: when it came into its state by whoever handed it in, as ISO 8601 in UTC.
        decided_by: who accepted or returned it, `decided` when, `answer` what they said.
        sequence: the journal's entry by which it was accepted, None for none.
        read: what waits, as `submissions.frozen` wrote it down when it was handed in.
        digest: of what waits the SHA-256 as it was given: the same that is handed in again has it.
    """

    id: str
    state: str
    handed: Handed
    time: str
    decided_by: str = ""
    decided: str = ""
    answer: str = ""
    remarks: tuple[Remark, ...] = ()
    sequence: int | None = None
    read: str = ""
    digest: str = ""

    @property
    def about(self) -> str:
        """IRI of the body or document whose data it is."""
        return self.handed.about


class Cases:
    """The submissions of a registry that are no entries of the journal, or not yet.

    Args:
        path: the file, an SQLite database.
        limit: how many of one editor are open.

    Attributes:
        refusals: what was refused, which is no case.
    """

    def __init__(self, path: Path, limit: int) -> None:
        self._limit = limit
        self._locks = tuple(threading.Lock() for _ in range(_LOCKS))
        self._database = Database(path, _TABLES + TABLE, _INDEXES, _LATER)
        self.refusals = Refusals(self._database)

    def keep(self, handed: Handed, state: str = DRAFT, **fate: Any) -> str:  # noqa: ANN401  # columns
        """Keep a submission and return its name.

        A draft that nobody has changed for long gives way where there are too many.

        Args:
            fate: other attributes of the `Case`.

        Raises:
            TooManyOpenError: the editor has too many that are open.
            StorageFullError: the disk took no more.
        """
        name = secrets.token_urlsafe(_NAME_BYTES)
        given = {column: getattr(handed, column) for column in _GIVEN}
        kept = {"id": name, "state": state, "time": _time(), **given, **fate}
        marks = ", ".join("?" * len(kept))
        with self._database.writing() as database:
            if state in OPEN:
                self._make_room(database, handed.agent)
            database.execute(
                f"INSERT INTO submission ({', '.join(kept)}) VALUES ({marks})",  # noqa: S608  # columns of our own
                _stored(kept),
            )
            database.execute(
                f"DELETE FROM submission WHERE agent = ? AND state NOT IN {_OPEN_STATES} AND"  # noqa: S608  # states of our own
                f" number <= (SELECT number FROM submission WHERE agent = ? AND state NOT IN"
                f" {_OPEN_STATES} ORDER BY number DESC LIMIT 1 OFFSET {_CLOSED_KEPT})",
                (handed.agent, handed.agent),
            )
        return name

    def _make_room(self, database: sqlite3.Connection, agent: str) -> None:
        (held,) = database.execute(
            f"SELECT count(*) FROM submission WHERE agent = ? AND state IN {_OPEN_STATES}",  # noqa: S608  # states of our own
            (agent,),
        ).fetchone()
        if held < self._limit:
            return
        gone = database.execute(
            "DELETE FROM submission WHERE number = (SELECT number FROM submission WHERE"
            " agent = ? AND state = 'draft' AND max(time, changed) < ?"
            " ORDER BY max(time, changed), number LIMIT 1)",
            (agent, _time(-timedelta(_IDLE_DAYS))),
        )
        if not gone.rowcount:
            raise TooManyOpenError(limit=self._limit)

    def case(self, name: str) -> Case:
        """Return a submission by its name.

        Raises:
            RecordNotFoundError: there is none, or not any more.
        """
        found = self._select("id = ?", (name,))
        if not found:
            raise RecordNotFoundError(name=f"submission/{name[:60]}")
        return found[0]

    def open_with(self, digest: str, agent: str) -> Case | None:
        """Return what an editor handed in with this very content and waits, None for nothing."""
        found = self._select("state = 'waiting' AND digest = ? AND agent = ?", (digest, agent))
        return found[0] if found else None

    def listed(
        self, *, states: Sequence[str] = (), about: str = "", agent: str = "", limit: int = 1_000
    ) -> list[Case]:
        """Return submissions without their contents, the latest first."""
        terms: list[str] = ["1"]
        values: list[object] = []
        if states:
            terms.append(f"state IN ({', '.join('?' * len(states))})")
            values += states
        for column, value in (("about", about), ("agent", agent)):
            if value:
                terms.append(f"{column} = ?")
                values.append(value)
        return self._select(" AND ".join(terms), values, whole=False, limit=limit)

    def attempts(self, about: str | None, since: str, until: str) -> list[Tally]:
        """Return how much about one body or about any waits or came back, or was refused for what.

        Args:
            since: the first day of what was refused, as ISO 8601; `until` the last.
        """
        rows = self._database.rows(
            "SELECT about, state, count(*) AS number FROM submission"
            " WHERE state IN ('waiting', 'returned') AND ? IN ('', about) GROUP BY about, state",
            (about or "",),
        )
        on_the_way = [Tally(row["about"], row["state"], row["number"]) for row in rows]
        return on_the_way + self.refusals.tallies(about, since, until)

    def change(self, which: str, content: bytes | None = None, /, **handed: Any) -> None:  # noqa: ANN401  # columns
        """Put other contents in place of those of a draft, or of what came back.

        It waits until nobody decides on the submission.

        Args:
            content: the contents; None for those it has.
            handed: other attributes of the `Handed`; those that are not given stay.

        Raises:
            RecordNotFoundError: as `case`.
            NotOpenError: it waits or is closed.
            StorageFullError: the disk took no more.
        """
        new = {} if content is None else {"content": content}
        with self.alone(which):
            self._update(which, CHANGEABLE, {**new, **handed, "changed": _time()})

    def settle(self, name: str, state: str, /, *, of: Sequence[str] = OPEN, **told: Any) -> Case:  # noqa: ANN401  # columns
        """Bring a submission into a state; one that is closed by it gives up its contents.

        Args:
            of: the states that it may be in.
            told: other attributes of the `Case`, or of its `Handed`.

        Raises:
            RecordNotFoundError: as `case`.
            NotOpenError: it is in another state.
            StorageFullError: the disk took no more.
        """
        by_its_editor = {} if "decided_by" in told else {"time": _time()}
        closed = {} if state in OPEN else {"content": b"", "read": ""}
        self._update(name, of, {"state": state, "read": "", **by_its_editor, **told, **closed})
        return self.case(name)

    def conclude(self, name: str, state: str, /, **told: Any) -> None:  # noqa: ANN401  # columns
        """Settle what the journal has by now, as `settle`.

        The journal's entry is the answer to whoever handed it in: what hinders it is only logged.
        """
        try:
            self.settle(name, state, **told)
        except (RegistryError, sqlite3.Error):
            _LOG.exception("what the journal has could not be noted as %s", state)

    def alone(self, name: str) -> threading.Lock:
        """Return a lock for whoever decides on a submission: it is decided once."""
        return self._locks[hash(name) % _LOCKS]

    def close(self) -> None:
        """Release the file."""
        self._database.close()

    def _update(self, name: str, states: Sequence[str], told: dict[str, Any]) -> None:
        pairs, marks = ", ".join(f"{c} = ?" for c in told), ", ".join("?" * len(states))
        with self._database.writing() as database:
            done = database.execute(
                f"UPDATE submission SET {pairs} WHERE id = ? AND state IN ({marks})",  # noqa: S608  # columns of our own
                (*_stored(told), name, *states),
            )
        if not done.rowcount:
            raise NotOpenError(state=self.case(name).state, wanted=states[0])

    def _select(
        self, where: str, values: Sequence[object], *, whole: bool = True, limit: int = 1
    ) -> list[Case]:
        columns = _ALL if whole else _LISTED
        rows = self._database.rows(
            f"SELECT {columns} FROM submission WHERE {where} ORDER BY number DESC LIMIT ?",  # noqa: S608  # columns of our own
            (*values, limit),
        )
        return [_case(row) for row in rows]


def _time(later: timedelta = timedelta()) -> str:
    return (datetime.now(UTC) + later).replace(microsecond=0).isoformat()


def _stored(told: dict[str, Any]) -> tuple[object, ...]:
    """Return the values of columns as the database has them."""
    if "remarks" in told:
        remarks = [asdict(remark) for remark in told["remarks"]]
        told = {**told, "remarks": json.dumps(remarks, ensure_ascii=False)}
    return tuple(told.values())


def _case(row: sqlite3.Row) -> Case:
    return Case(
        handed=Handed(**{column: row[column] for column in _GIVEN}),
        remarks=tuple(Remark(**said) for said in json.loads(row["remarks"])),
        read=row["read"],
        **{column: row[column] for column in _FATE},
    )
