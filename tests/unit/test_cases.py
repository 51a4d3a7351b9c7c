"""Submissions on their way: kept under names that cannot be guessed, until they are closed."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from time import sleep
from typing import TYPE_CHECKING

import pytest

from graphsvc.errors import (
    NotOpenError,
    RecordNotFoundError,
    StorageFullError,
    TooManyOpenError,
)
from graphsvc.submissions import cases, refusals
from graphsvc.submissions.cases import Cases, Remark
from graphsvc.submissions.formats import Handed
from graphsvc.submissions.refusals import Tally

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GIVEN = Handed("а.xlsx", b"\x00\xff", "body/a", "Методист 12", base=7)


def ago(days: int) -> str:
    return (datetime.now(UTC) - timedelta(days)).replace(microsecond=0).isoformat()


@dataclass(frozen=True)
class Clock:
    days_ago: int

    def now(self, zone: tzinfo) -> datetime:
        return datetime.now(zone) - timedelta(self.days_ago)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Cases]:
    opened = Cases(tmp_path / "cases.db", limit=3)
    yield opened
    opened.close()


def test_a_draft_is_what_was_handed_in(kept: Cases, tmp_path: Path) -> None:
    name = kept.keep(GIVEN)
    assert kept.case(name).handed == GIVEN
    again = Cases(tmp_path / "cases.db", limit=3)
    assert again.case(name).handed == GIVEN
    again.close()
    assert (tmp_path / "cases.db").stat().st_mode & 0o777 == 0o600


def test_contents_are_changed_and_nothing_else(kept: Cases) -> None:
    name, other = kept.keep(GIVEN), kept.keep(GIVEN)
    kept.change(name, b"1", name="б.xlsx")
    assert kept.case(name).handed == replace(GIVEN, content=b"1", name="б.xlsx")
    kept.change(name, names="said")
    assert kept.case(name).handed == replace(GIVEN, content=b"1", name="б.xlsx", names="said")
    assert kept.case(other).handed == GIVEN


@pytest.mark.parametrize("name", ["", "none", "'; DROP TABLE submission; --"])
def test_what_there_is_not_is_not_found(kept: Cases, name: str) -> None:
    for asked in (kept.case, kept.change, lambda n: kept.settle(n, cases.WAITING)):
        with pytest.raises(RecordNotFoundError):
            asked(name)


def test_names_are_long_and_all_different(kept: Cases) -> None:
    names = {kept.keep(replace(GIVEN, agent=str(n))) for n in range(50)}
    assert len(names) == 50
    assert min(map(len, names)) >= 20


# How many are kept


def test_no_draft_of_late_gives_way_to_another(kept: Cases) -> None:
    names = [kept.keep(GIVEN) for _ in range(3)]
    with pytest.raises(TooManyOpenError):
        kept.keep(GIVEN)
    assert {c.id for c in kept.listed()} == set(names)
    kept.settle(names[0], cases.WITHDRAWN)
    assert kept.case(kept.keep(GIVEN)).handed == GIVEN


def test_of_drafts_that_nobody_touched_for_long_the_one_left_first_gives_way(kept: Cases) -> None:
    names = [kept.keep(GIVEN) for _ in range(3)]
    for name, days in zip(names, (300, 95, 200), strict=True):
        kept.settle(name, cases.DRAFT, time=ago(days))
    kept.change(names[0], b"worked on today")
    kept.keep(GIVEN)
    with pytest.raises(RecordNotFoundError):
        kept.case(names[2])
    kept.settle(names[1], cases.DRAFT, time=ago(85))
    with pytest.raises(TooManyOpenError):
        kept.keep(GIVEN)
    assert kept.case(names[0]).handed.content == b"worked on today"


def test_one_editor_does_not_hinder_another(kept: Cases) -> None:
    others = [kept.keep(replace(GIVEN, agent="другой")) for _ in range(3)]
    for _ in range(3):
        kept.keep(GIVEN)
    assert all(kept.case(other).handed.agent == "другой" for other in others)


@pytest.mark.parametrize("state", [cases.WAITING, cases.RETURNED])
def test_what_waits_or_came_back_is_never_pushed_out(kept: Cases, state: str) -> None:
    names = [kept.keep(GIVEN, state, time=ago(400)) for _ in range(3)]
    with pytest.raises(TooManyOpenError):
        kept.keep(GIVEN)
    assert {c.id for c in kept.listed(states=[state])} == set(names)


def test_of_closed_ones_each_editors_newest_are_kept(
    kept: Cases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases, "_CLOSED_KEPT", 2)
    other = kept.keep(replace(GIVEN, agent="другой"), cases.ACCEPTED)
    names = [kept.keep(GIVEN, cases.ACCEPTED) for _ in range(4)]
    draft = kept.keep(GIVEN)
    assert [c.id for c in kept.listed()] == [draft, names[3], names[2], other]


# Their states


def test_what_waits_is_not_changed(kept: Cases) -> None:
    name = kept.keep(GIVEN, cases.WAITING)
    with pytest.raises(NotOpenError):
        kept.change(name, b"1")
    assert kept.case(name).handed == GIVEN


def test_what_is_handed_in_while_it_is_changed_stays_handed_in(kept: Cases) -> None:
    name = kept.keep(GIVEN)
    with ThreadPoolExecutor() as workers:
        with kept.alone(name):  # who hands it in holds it
            change = workers.submit(kept.change, name, b"too late")
            assert not change.done()
            sleep(0.2)
            kept.settle(name, cases.WAITING, read="as it was read")
        with pytest.raises(NotOpenError):
            change.result(timeout=10)
    found = kept.case(name)
    assert (found.state, found.read, found.handed) == (cases.WAITING, "as it was read", GIVEN)


def test_a_change_keeps_its_hands_off_what_is_not_its_own(kept: Cases) -> None:
    name = kept.keep(GIVEN, cases.RETURNED, answer="Поправьте", decided_by="demo-iro")
    kept.change(name, b"1")
    found = kept.case(name)
    assert (found.state, found.answer, found.decided_by) == ("returned", "Поправьте", "demo-iro")


def test_nothing_is_settled_twice_or_from_another_state(kept: Cases) -> None:
    name = kept.keep(GIVEN)
    with pytest.raises(NotOpenError) as error:
        kept.settle(name, cases.ACCEPTED, of=[cases.WAITING])
    assert error.value.parameters == {"state": "draft", "wanted": "waiting"}
    kept.settle(name, cases.WITHDRAWN)
    with pytest.raises(NotOpenError):
        kept.settle(name, cases.WAITING)
    assert kept.case(name).state == cases.WITHDRAWN


def test_a_submission_waits_since_it_was_handed_in_whoever_decides(kept: Cases) -> None:
    name = kept.keep(GIVEN, time=ago(300))
    waiting = kept.settle(name, cases.WAITING).time
    assert waiting > ago(1)
    kept.settle(name, cases.WAITING, time=ago(5))
    found = kept.settle(name, cases.ACCEPTED, decided_by="demo-iro")
    assert found.time == ago(5)


def test_what_waits_is_found_by_what_was_given_and_by_whom(kept: Cases) -> None:
    draft = kept.keep(GIVEN, digest="d")
    assert kept.open_with("d", GIVEN.agent) is None
    name = kept.keep(GIVEN, cases.WAITING, digest="d")
    found = kept.open_with("d", GIVEN.agent)
    assert found is not None
    assert (found.id, found.handed) == (name, GIVEN)
    assert kept.open_with("d", "другой") is None
    assert kept.open_with("e", GIVEN.agent) is None
    kept.settle(name, cases.WITHDRAWN)
    kept.settle(draft, cases.WAITING, digest="d")
    found = kept.open_with("d", GIVEN.agent)
    assert found is not None
    assert found.id == draft


def test_remarks_are_kept_with_the_case(kept: Cases) -> None:
    name = kept.keep(GIVEN, cases.WAITING)
    said = (Remark("r", "p", "Нужен номер"),)
    kept.settle(name, cases.RETURNED, decided_by="demo-iro", answer="См.", remarks=said)
    found = kept.case(name)
    assert (found.state, found.decided_by, found.answer) == ("returned", "demo-iro", "См.")
    assert found.remarks == said
    assert found.handed == GIVEN


def test_a_closed_case_gives_up_its_contents(kept: Cases) -> None:
    name = kept.keep(GIVEN, cases.WAITING)
    kept.settle(name, cases.ACCEPTED, sequence=9)
    assert kept.case(name).handed == replace(GIVEN, content=b"")
    assert kept.case(name).sequence == 9


def test_lists_are_by_state_body_and_editor_the_latest_first(kept: Cases) -> None:
    first, second = kept.keep(GIVEN), kept.keep(replace(GIVEN, about="body/b"))
    other = kept.keep(replace(GIVEN, agent="другой"), cases.WAITING)
    assert [c.id for c in kept.listed()] == [other, second, first]
    assert [c.id for c in kept.listed(about="body/a")] == [other, first]
    assert [c.id for c in kept.listed(states=[cases.DRAFT], agent="Методист 12")] == [second, first]
    assert all(c.handed.content == b"" for c in kept.listed())


# What was refused


def test_attempts_are_what_was_not_accepted(kept: Cases) -> None:
    kept.keep(GIVEN, cases.WAITING)
    kept.keep(GIVEN, cases.RETURNED)
    kept.keep(replace(GIVEN, agent="другой"), cases.WAITING)
    kept.keep(replace(GIVEN, agent="другой"))
    kept.keep(replace(GIVEN, agent="другой"), cases.ACCEPTED)
    kept.refusals.note("body/a", ["table", "lint"])
    kept.refusals.note("body/a", ["table"])
    kept.refusals.note("body/b", ["lint"])
    today = ago(0)[:10]
    of_a = [
        Tally("body/a", "returned", 1),
        Tally("body/a", "waiting", 2),
        Tally("body/a", "refused", 2),
        Tally("body/a", "refused", 1, "lint"),
        Tally("body/a", "refused", 2, "table"),
    ]
    of_b = [Tally("body/b", "refused", 1), Tally("body/b", "refused", 1, "lint")]
    assert kept.attempts("body/a", today, today) == of_a
    assert kept.attempts("body/b", today, today) == of_b
    assert kept.attempts(None, today, today) == of_a + of_b
    assert kept.attempts("body/b", ago(9)[:10], ago(1)[:10]) == []


def test_however_often_one_body_is_refused_others_refusals_are_told(kept: Cases) -> None:
    kept.refusals.note("body/b", ["table"])
    for _ in range(6_000):
        kept.refusals.note("body/a", ["lint"])
    told = {one.about: one.number for one in kept.attempts(None, "", "9") if not one.cause}
    assert told == {"body/a": 6_000, "body/b": 1}


def test_refusals_are_forgotten_after_two_years(
    kept: Cases, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days in (800, 700, 0):
        with monkeypatch.context() as patched:
            patched.setattr(refusals, "datetime", Clock(days))
            kept.refusals.note("body/a", [])
    assert [one.number for one in kept.attempts("body/a", "", "9")] == [2]


# The file


def test_a_full_disk_is_told_and_heals(kept: Cases) -> None:
    name = kept.keep(GIVEN)
    with kept._database.writing() as database:
        (pages,) = database.execute("PRAGMA page_count").fetchone()
        database.execute(f"PRAGMA max_page_count = {pages}")
    large = replace(GIVEN, content=b"1" * 100_000)
    with pytest.raises(StorageFullError):
        kept.keep(large)
    with pytest.raises(StorageFullError):
        kept.change(name, large.content)
    # Whoever was refused or accepted is told so all the same.
    kept.refusals.note("body/a", [str(n) * 1_000 for n in range(100)])
    kept.conclude(name, cases.ACCEPTED, answer="1" * 100_000)
    assert [c.handed for c in (kept.case(c.id) for c in kept.listed())] == [GIVEN]
    assert kept.case(name).state == cases.DRAFT
    assert kept.attempts(None, "", "9") == []
    with kept._database.writing() as database:
        database.execute("PRAGMA max_page_count = 1000000")
    kept.conclude(name, cases.ACCEPTED, sequence=3)
    assert kept.case(name).sequence == 3
    assert kept.case(kept.keep(large)).handed == large


def test_only_its_owner_reads_the_file_and_what_lies_beside_it(kept: Cases, tmp_path: Path) -> None:
    kept.keep(GIVEN)
    modes = {p.name: p.stat().st_mode & 0o777 for p in tmp_path.glob("cases.db*")}
    assert modes == {"cases.db": 0o600, "cases.db-wal": 0o600, "cases.db-shm": 0o600}


def test_a_file_of_before_is_read_on(tmp_path: Path) -> None:
    path = tmp_path / "before.db"
    older = sqlite3.connect(path)
    later = " changed TEXT NOT NULL DEFAULT '', digest TEXT NOT NULL DEFAULT '',"
    assert later in cases._TABLES
    older.executescript(cases._TABLES.replace(later, ""))
    older.execute(
        "INSERT INTO submission (id, state, time, name, content, about, agent, reason, mode,"
        " entity) VALUES ('n', 'draft', '2026-01-01', 'a', x'00', 'body/a', 'x', '', '', '')"
    )
    older.commit()
    older.close()
    opened = Cases(path, limit=3)
    assert opened.case("n").handed.content == b"\x00"
    assert opened.settle("n", cases.WAITING, digest="d").digest == "d"
    opened.close()
