"""A patch against an earlier version changes what its author changed, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.errors import VersionConflictError
from graphsvc.rdf.names import ID, RDF_TYPE, graph_of, rms
from graphsvc.submissions.merging import patched, record_changes
from graphsvc.submissions.pipeline import Submission
from tests.making import Bare, node, quad, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graphsvc.rdf.terms import Quad
    from graphsvc.submissions.merging import Conflict

NAMES = "abcd"
GIVEN = Submission(ID + "body/x", (), "я", "сверка", "x.xlsx", "patch")


def note(record: str, value: str) -> Quad:
    return quad(f"body/{record}", rms("note"), text(value))


def said(*pairs: str) -> list[Quad]:
    """Return a graph: `a1` says 1 of the record a."""
    return [note(pair[0], pair[1:]) for pair in pairs]


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Bare]:
    made = Bare(tmp_path)
    yield made
    made.close()


def test_two_editors_of_different_records_do_not_conflict(bare: Bare) -> None:
    bare.pipeline.submit(replace(GIVEN, quads=tuple(said("a1", "b1", "c1"))))
    # Both have the whole list as it was; one changes a, the other b.
    bare.pipeline.submit(replace(GIVEN, quads=tuple(said("a2", "b1", "c1")), base=1))
    bare.pipeline.submit(replace(GIVEN, quads=tuple(said("a1", "b2", "c1")), base=1))
    kept = {q.triple for q in bare.store.graph(graph_of("body/x"))}
    assert kept == {q.triple for q in said("a2", "b2", "c1")}


def test_two_editors_of_one_record_do(bare: Bare) -> None:
    bare.pipeline.submit(replace(GIVEN, quads=tuple(said("a1", "b1"))))
    bare.pipeline.submit(replace(GIVEN, quads=tuple(said("a2")), base=1))
    with pytest.raises(VersionConflictError) as caught:
        bare.pipeline.submit(replace(GIVEN, quads=tuple(said("a3")), base=1))
    (conflict,) = cast("tuple[Conflict]", caught.value.parameters["conflicts"])
    told = [{q.object for q in quads} for quads in (conflict.given, conflict.earlier)]
    assert (conflict.record, *told) == (ID + "body/a", {text("3")}, {text("1")})
    assert {q.object for q in conflict.present} == {text("2")}
    assert bare.journal.sequence == 2


def test_the_same_change_twice_is_no_conflict(bare: Bare) -> None:
    bare.pipeline.submit(replace(GIVEN, quads=tuple(said("a1"))))
    bare.pipeline.submit(replace(GIVEN, quads=tuple(said("a2")), base=1))
    assert bare.pipeline.submit(replace(GIVEN, quads=tuple(said("a2")), base=1)).entry is None


def test_a_full_list_takes_away_what_its_author_saw_and_no_more(bare: Bare) -> None:
    def typed(*names: str) -> tuple[Quad, ...]:
        return tuple(
            q for n in names for q in (quad(f"body/{n}", RDF_TYPE, rms("Body")), note(n, "1"))
        )

    bare.pipeline.submit(replace(GIVEN, quads=(*typed("a", "b"), *said("c1"))))
    bare.pipeline.submit(replace(GIVEN, quads=typed("d")))
    whole = frozenset({rms("Body").value})
    dry = bare.pipeline.submit(
        replace(GIVEN, quads=typed("a"), base=1, complete=whole), dry_run=True
    )
    assert dry.records == {ID + "body/b": "removed"}
    bare.pipeline.submit(replace(GIVEN, quads=typed("a"), base=1, complete=whole))
    left = {q.subject for q in bare.store.graph(graph_of("body/x"))}
    assert left == {node("body/a"), node("body/c"), node("body/d")}


def test_a_basis_that_nothing_cites_any_more_goes() -> None:
    cites = [
        quad("body/a", rms("basis"), node("basis/1")),
        quad("basis/1", rms("quote"), text("q")),
    ]
    new, conflicts = patched(said("a1"), cites, cites)
    assert (set(new), conflicts) == (set(said("a1")), [])
    kept, _ = patched(said("b1"), cites, cites)
    assert set(kept) == {*cites, *said("b1")}


def test_records_are_told_apart_by_what_becomes_of_them() -> None:
    found = record_changes(said("a1", "b1", "c1"), said("a1", "b2", "d1"))
    assert found == {
        ID + "body/b": "changed",
        ID + "body/c": "removed",
        ID + "body/d": "added",
    }


states = st.dictionaries(st.sampled_from(NAMES), st.sampled_from("123"))


def graph(state: dict[str, str]) -> list[Quad]:
    return said(*(name + value for name, value in state.items()))


@given(earlier=states, others=states, mine=states)
def test_every_record_is_as_its_last_editor_left_it_or_in_conflict(
    earlier: dict[str, str], others: dict[str, str], mine: dict[str, str]
) -> None:
    new, conflicts = patched(graph(mine), graph(others), graph(earlier))
    disputed = {c.record.rpartition("/")[2] for c in conflicts}
    for name in NAMES:
        before, now, wanted = earlier.get(name), others.get(name), mine.get(name)
        edited = wanted is not None and wanted != before
        assert (name in disputed) == (edited and now not in (before, wanted))
        if name not in disputed:
            expected = wanted if edited else now
            assert [q.object for q in new if q.subject == node(f"body/{name}")] == (
                [text(expected)] if expected else []
            )
