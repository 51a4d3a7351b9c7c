"""Submissions on their way: drafts, what waits, what came back, and what became of each.

They are no facts and lie beside the journal, in SQLite. A file is kept until its submission is
accepted or withdrawn; after that only who handed in what when, and what was wrong with it.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import threading
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from graphsvc.errors import NotOpenError, RecordNotFoundError, TooManyOpenError
from graphsvc.submissions.formats import Handed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = [
    "ACCEPTED",
    "DRAFT",
    "OPEN",
    "REFUSED",
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
REFUSED: Final = "refused"
UNCHANGED: Final = "unchanged"
OPEN: Final = (DRAFT, WAITING, RETURNED)

_NAME_BYTES: Final = 16
_LOCKS: Final = 64
_ATTEMPTS: Final = 5_000
_CLOSED_KEPT: Final = 20_000
_HANDED: Final = "name, content, about, agent, reason, mode, base, entity, columns, names"
_LISTED: Final = (
    "name, x'', about, agent, reason, mode, base, entity, columns, names,"
    " id, state, time, decided_by, decided, answer, remarks, causes, sequence, ''"
)
_FATE: Final = "id, state, time, decided_by, decided, answer, remarks, causes, sequence, read"


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
        state: "draft", "waiting", "returned", "accepted", "withdrawn", "refused" or "unchanged".
        handed: what was handed in; without its contents once the case is closed.
        time: when it came into its state by whoever handed it in, as ISO 8601 in UTC.
        decided_by: who accepted or returned it, `decided` when, `answer` what they said.
        causes: why it was refused: how often by the name of each cause.
        sequence: the journal's entry by which it was accepted, None for none.
        read: what waits, as `submissions.frozen` wrote it down when it was handed in.
    """

    id: str
    state: str
    handed: Handed
    time: str
    decided_by: str = ""
    decided: str = ""
    answer: str = ""
    remarks: tuple[Remark, ...] = ()
    causes: Mapping[str, int] = field(default_factory=dict[str, int])
    sequence: int | None = None
    read: str = ""

    @property
    def about(self) -> str:
        """IRI of the body or document whose data it is."""
        return self.handed.about


class Cases:
    """The submissions of a registry that are no entries of the journal, or not yet.

    Args:
        path: the file, an SQLite database.
        limit: how many of one editor are open; the oldest drafts go first.
    """

    def __init__(self, path: Path, limit: int) -> None:
        self._limit, self._lock = limit, threading.Lock()
        self._locks = tuple(threading.Lock() for _ in range(_LOCKS))
        self._database = sqlite3.connect(path, check_same_thread=False)
        path.chmod(0o600)
        self._database.executescript(
            "PRAGMA journal_mode = WAL;"
            "CREATE TABLE IF NOT EXISTS submission (number INTEGER PRIMARY KEY AUTOINCREMENT,"
            " id TEXT UNIQUE NOT NULL, state TEXT NOT NULL, time TEXT NOT NULL,"
            " name TEXT NOT NULL, content BLOB NOT NULL, about TEXT NOT NULL, agent TEXT NOT NULL,"
            " reason TEXT NOT NULL, mode TEXT NOT NULL, base INTEGER, entity TEXT NOT NULL,"
            " columns TEXT NOT NULL DEFAULT '', names TEXT NOT NULL DEFAULT '',"
            " decided_by TEXT NOT NULL DEFAULT '', decided TEXT NOT NULL DEFAULT '',"
            " answer TEXT NOT NULL DEFAULT '', remarks TEXT NOT NULL DEFAULT '[]',"
            " causes TEXT NOT NULL DEFAULT '{}', sequence INTEGER, read TEXT NOT NULL DEFAULT '');"
            "CREATE INDEX IF NOT EXISTS by_about ON submission (about, number);"
            "CREATE INDEX IF NOT EXISTS by_agent ON submission (agent, state);"
        )

    def keep(self, handed: Handed, state: str = DRAFT, **fate: Any) -> str:  # noqa: ANN401  # columns
        """Keep a submission and return its name.

        Args:
            fate: other attributes of the `Case`.

        Raises:
            TooManyOpenError: the editor has too many that wait.
        """
        case = Case(secrets.token_urlsafe(_NAME_BYTES), state, handed, _now(), **fate)
        columns = f"{_HANDED}, {_FATE}"
        marks = ", ".join("?" * (columns.count(",") + 1))
        with self._lock, self._database:
            if state in OPEN:
                self._make_room(handed.agent)
            self._database.execute(
                f"INSERT INTO submission ({columns}) VALUES ({marks})",  # noqa: S608  # columns of our own
                (*_handed_values(case), *_fate_values(case)),
            )
            self._database.execute(
                "DELETE FROM submission WHERE state NOT IN ('draft', 'waiting', 'returned') AND"
                " number <= (SELECT max(number) FROM submission) - ?",
                (_CLOSED_KEPT,),
            )
        return case.id

    def _make_room(self, agent: str) -> None:
        held = self._database.execute(
            "SELECT number, state FROM submission WHERE agent = ?"
            " AND state IN ('draft', 'waiting', 'returned') ORDER BY number",
            (agent,),
        ).fetchall()
        if len(held) < self._limit:
            return
        oldest = next((number for number, state in held if state == DRAFT), None)
        if oldest is None:
            raise TooManyOpenError(limit=self._limit)
        self._database.execute("DELETE FROM submission WHERE number = ?", (oldest,))

    def case(self, name: str) -> Case:
        """Return a submission by its name.

        Raises:
            RecordNotFoundError: there is none, or not any more.
        """
        found = self._select("id = ?", (name,))
        if not found:
            raise RecordNotFoundError(name=f"submission/{name[:60]}")
        return found[0]

    def find(self, name: str) -> Handed:
        """Return what was handed in and is still open.

        Raises:
            RecordNotFoundError: there is no such submission, or it is closed.
        """
        case = self.case(name)
        if case.state not in OPEN:
            raise RecordNotFoundError(name=f"draft/{name[:60]}")
        return case.handed

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

    def attempts(self, about: str | None) -> list[Case]:
        """Return what was not accepted, or not yet, about one body or about any, latest first."""
        states = (REFUSED, WAITING, RETURNED)
        return self.listed(states=states, about=about or "", limit=_ATTEMPTS)

    def change(self, which: str, content: bytes, /, **handed: Any) -> None:  # noqa: ANN401  # columns
        """Put other contents in place of those of a draft, or of what came back.

        Args:
            handed: other attributes of the `Handed`.

        Raises:
            RecordNotFoundError: as `case`.
            NotOpenError: it waits or is closed.
        """
        case = self.case(which)
        if case.state not in (DRAFT, RETURNED):
            raise NotOpenError(state=case.state, wanted=DRAFT)
        self._write(replace(case, handed=replace(case.handed, content=content, **handed)))

    def settle(self, name: str, state: str, **fate: Any) -> Case:  # noqa: ANN401  # columns
        """Bring a submission into a state; one that is closed by it gives up its contents.

        Raises:
            RecordNotFoundError: as `case`.
        """
        case = replace(self.case(name), **{"state": state, "read": "", **fate})
        if state not in OPEN:
            case = replace(case, handed=replace(case.handed, content=b""), read="")
        self._write(case)
        return case

    def alone(self, name: str) -> threading.Lock:
        """Return a lock for whoever decides on a submission: it is decided once."""
        return self._locks[hash(name) % _LOCKS]

    def drop(self, name: str) -> None:
        """Forget a submission."""
        with self._lock, self._database:
            self._database.execute("DELETE FROM submission WHERE id = ?", (name,))

    def close(self) -> None:
        """Release the file."""
        self._database.close()

    def _write(self, case: Case) -> None:
        columns = [c.strip() for c in f"{_HANDED}, {_FATE}".split(",")]
        pairs = ", ".join(f"{c} = ?" for c in columns)
        with self._lock, self._database:
            self._database.execute(
                f"UPDATE submission SET {pairs} WHERE id = ?",  # noqa: S608  # columns of our own
                (*_handed_values(case), *_fate_values(case), case.id),
            )

    def _select(
        self, where: str, values: Sequence[object], *, whole: bool = True, limit: int = 1
    ) -> list[Case]:
        columns = f"{_HANDED}, {_FATE}" if whole else _LISTED
        with self._lock:
            rows = self._database.execute(
                f"SELECT {columns} FROM submission WHERE {where} ORDER BY number DESC LIMIT ?",  # noqa: S608  # columns of our own
                (*values, limit),
            ).fetchall()
        return [_case(row) for row in rows]


def _now() -> str:
    return datetime.now(UTC).replace(microsecond=0).isoformat()


def _handed_values(case: Case) -> tuple[object, ...]:
    given = asdict(case.handed)
    return tuple(given[column] for column in _HANDED.split(", "))


def _fate_values(case: Case) -> tuple[object, ...]:
    remarks = json.dumps([asdict(r) for r in case.remarks], ensure_ascii=False)
    causes = json.dumps(dict(case.causes), ensure_ascii=False)
    told = (case.decided_by, case.decided, case.answer, remarks, causes, case.sequence, case.read)
    return (case.id, case.state, case.time, *told)


def _case(row: Sequence[Any]) -> Case:
    handed = Handed(*row[:10])
    name, state, time, decided_by, decided, answer, remarks, causes, sequence, read = row[10:]
    said = tuple(Remark(**r) for r in json.loads(remarks))
    return Case(
        name,
        state,
        handed,
        time,
        decided_by,
        decided,
        answer,
        said,
        json.loads(causes),
        sequence,
        read,
    )
