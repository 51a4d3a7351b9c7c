"""Submissions on their way: kept under names that cannot be guessed, until they are closed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from graphsvc.errors import NotOpenError, RecordNotFoundError, TooManyOpenError
from graphsvc.submissions import cases
from graphsvc.submissions.cases import Cases, Remark
from graphsvc.submissions.formats import Handed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GIVEN = Handed("а.xlsx", b"\x00\xff", "body/a", "Методист 12", base=7)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Cases]:
    opened = Cases(tmp_path / "cases.db", limit=3)
    yield opened
    opened.close()


def test_a_draft_is_what_was_handed_in(kept: Cases, tmp_path: Path) -> None:
    name = kept.keep(GIVEN)
    assert kept.find(name) == GIVEN
    again = Cases(tmp_path / "cases.db", limit=3)
    assert again.case(name).handed == GIVEN
    again.close()
    assert (tmp_path / "cases.db").stat().st_mode & 0o777 == 0o600


def test_contents_are_changed_and_nothing_else(kept: Cases) -> None:
    name, other = kept.keep(GIVEN), kept.keep(GIVEN)
    kept.change(name, b"1", name="б.xlsx")
    assert kept.find(name) == replace(GIVEN, content=b"1", name="б.xlsx")
    assert kept.find(other) == GIVEN


def test_the_newest_drafts_are_kept_and_a_dropped_one_is_gone(kept: Cases) -> None:
    names = [kept.keep(GIVEN) for _ in range(5)]
    kept.drop(names[4])
    for gone in (*names[:2], names[4], "", "'; DROP TABLE submission; --"):
        with pytest.raises(RecordNotFoundError):
            kept.find(gone)
    assert all(kept.find(name) == GIVEN for name in names[2:4])


def test_names_are_long_and_all_different(kept: Cases) -> None:
    names = {kept.keep(GIVEN) for _ in range(50)}
    assert len(names) == 50
    assert min(map(len, names)) >= 20


def test_one_editor_does_not_push_out_anothers(kept: Cases) -> None:
    other = kept.keep(replace(GIVEN, agent="другой"))
    for _ in range(5):
        kept.keep(GIVEN)
    assert kept.find(other).agent == "другой"


def test_what_waits_is_never_pushed_out(kept: Cases) -> None:
    names = [kept.keep(GIVEN, cases.WAITING) for _ in range(3)]
    with pytest.raises(TooManyOpenError):
        kept.keep(GIVEN)
    assert {c.id for c in kept.listed(states=[cases.WAITING])} == set(names)


def test_what_waits_is_not_changed(kept: Cases) -> None:
    name = kept.keep(GIVEN, cases.WAITING)
    with pytest.raises(NotOpenError):
        kept.change(name, b"1")
    assert kept.find(name) == GIVEN


def test_remarks_and_causes_are_kept_with_the_case(kept: Cases) -> None:
    name = kept.keep(GIVEN, cases.WAITING)
    said = (Remark("r", "p", "Нужен номер"),)
    kept.settle(name, cases.RETURNED, decided_by="demo-iro", answer="См.", remarks=said)
    found = kept.case(name)
    assert (found.state, found.decided_by, found.answer) == ("returned", "demo-iro", "См.")
    assert found.remarks == said
    assert found.handed == GIVEN
    refused = kept.keep(GIVEN, cases.REFUSED, causes={"table": 3})
    assert kept.case(refused).causes == {"table": 3}


def test_a_closed_case_gives_up_its_contents(kept: Cases) -> None:
    name = kept.keep(GIVEN, cases.WAITING)
    kept.settle(name, cases.ACCEPTED, sequence=9)
    assert kept.case(name).handed == replace(GIVEN, content=b"")
    assert kept.case(name).sequence == 9
    with pytest.raises(RecordNotFoundError):
        kept.find(name)


def test_lists_are_by_state_body_and_editor_the_latest_first(kept: Cases) -> None:
    first, second = kept.keep(GIVEN), kept.keep(replace(GIVEN, about="body/b"))
    other = kept.keep(replace(GIVEN, agent="другой"), cases.WAITING)
    assert [c.id for c in kept.listed()] == [other, second, first]
    assert [c.id for c in kept.listed(about="body/a")] == [other, first]
    assert [c.id for c in kept.listed(states=[cases.DRAFT], agent="Методист 12")] == [second, first]
    assert all(c.handed.content == b"" for c in kept.listed())


def test_attempts_are_what_was_not_accepted(kept: Cases) -> None:
    refused = kept.keep(GIVEN, cases.REFUSED, causes={"table": 2})
    waiting = kept.keep(GIVEN, cases.WAITING)
    kept.keep(GIVEN)
    kept.keep(GIVEN, cases.ACCEPTED)
    other = kept.keep(replace(GIVEN, about="body/b"), cases.REFUSED)
    assert [c.id for c in kept.attempts("body/a")] == [waiting, refused]
    assert [c.id for c in kept.attempts(None)] == [other, waiting, refused]
