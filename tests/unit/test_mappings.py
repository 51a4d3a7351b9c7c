"""Mappings of columns: kept for a body and its columns, the newest ones, until they are dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphsvc.errors import RecordNotFoundError
from graphsvc.submissions.mappings import KeptMappings
from graphsvc.tables.foreign import TableMapping

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEYS = frozenset({"номер", "тип"})
GIVEN = TableMapping("agreement", {"номер": "", "тип": "agreementKind", "(1)": "note"})


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[KeptMappings]:
    opened = KeptMappings(tmp_path / "mappings.db", limit=2)
    yield opened
    opened.close()


def test_a_mapping_is_found_by_body_and_titles(kept: KeptMappings, tmp_path: Path) -> None:
    name = kept.keep("body/a", GIVEN, "methodist-12")
    again = KeptMappings(tmp_path / "mappings.db", limit=2)
    for one in (kept, again):
        found = one.of("body/a").mapping(KEYS)
        assert found is not None
        assert (found.id, found.entity, found.columns) == (name, "agreement", GIVEN.columns)
        assert one.find(name) == ("body/a", found)
        assert one.of("body/b").mapping(KEYS) is None
        assert one.of("body/a").mapping(KEYS | {"дата"}) is None
    again.close()


def test_a_later_one_for_the_same_columns_takes_its_place(kept: KeptMappings) -> None:
    first = kept.keep("body/a", GIVEN, "a")
    other = TableMapping("practice", {"номер": "", "тип": "label"})
    kept.keep("body/a", other, "a")
    found = kept.mapping("body/a", KEYS)
    assert found is not None
    assert found.entity == "practice"
    with pytest.raises(RecordNotFoundError):
        kept.find(first)


def test_the_newest_are_kept_and_a_dropped_one_is_gone(kept: KeptMappings) -> None:
    names = [kept.keep(f"body/{n}", GIVEN, "a") for n in range(4)]
    assert [kept.all_of(f"body/{n}") != [] for n in range(4)] == [False, False, True, True]
    changed = kept.count
    kept.drop(names[3])
    assert kept.count > changed
    assert kept.mapping("body/3", KEYS) is None
