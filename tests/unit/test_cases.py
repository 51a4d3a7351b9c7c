"""Drafts: kept under a name that cannot be guessed, the newest ones, until they are dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphsvc.errors import RecordNotFoundError
from graphsvc.submissions.drafts import Drafts
from graphsvc.submissions.formats import Handed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GIVEN = Handed("а.xlsx", b"\x00\xff", "body/a", "Методист 12", base=7)


@pytest.fixture
def drafts(tmp_path: Path) -> Iterator[Drafts]:
    opened = Drafts(tmp_path / "drafts.db", limit=3)
    yield opened
    opened.close()


def test_a_draft_is_what_was_handed_in(drafts: Drafts, tmp_path: Path) -> None:
    name = drafts.keep(GIVEN)
    assert drafts.find(name) == GIVEN
    again = Drafts(tmp_path / "drafts.db", limit=3)
    assert again.find(name) == GIVEN
    again.close()


def test_contents_are_changed_and_nothing_else(drafts: Drafts) -> None:
    name, other = drafts.keep(GIVEN), drafts.keep(GIVEN)
    drafts.change(name, b"1")
    assert drafts.find(name) == Handed("а.xlsx", b"1", "body/a", "Методист 12", base=7)
    assert drafts.find(other) == GIVEN


def test_the_newest_are_kept_and_a_dropped_one_is_gone(drafts: Drafts) -> None:
    names = [drafts.keep(GIVEN) for _ in range(5)]
    drafts.drop(names[4])
    for gone in (names[0], names[1], names[4], "", "x"):
        with pytest.raises(RecordNotFoundError):
            drafts.find(gone)
    assert all(drafts.find(name) == GIVEN for name in names[2:4])


def test_names_are_long_and_all_different(drafts: Drafts) -> None:
    names = {drafts.keep(GIVEN) for _ in range(20)}
    assert len(names) == 20
    assert min(map(len, names)) >= 22
