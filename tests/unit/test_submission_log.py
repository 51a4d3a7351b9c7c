"""What was accepted about whom, how many records it changed, what differs between two days."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from graphsvc.errors import ParameterError, RecordNotFoundError
from graphsvc.journal.entry import Header
from graphsvc.projections.submission_log import (
    ADDED,
    CHANGED,
    REMOVED,
    SubmissionLog,
    Wanted,
    record_changes,
)
from graphsvc.rdf.names import ONTOLOGY, RDF_TYPE, graph_of, rms
from graphsvc.rdf.patch import diff, net
from tests.making import Bare, node, quad, text, within

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from graphsvc.rdf.terms import Quad

A, B = "body/a", "body/b"
KIND = quad("practice/1", RDF_TYPE, rms("Practice"))
OTHER = quad("practice/2", RDF_TYPE, rms("Practice"))


def note(record: str, value: str) -> Quad:
    return quad(record, rms("note"), text(value))


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Bare]:
    opened = Bare(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def log(bare: Bare) -> SubmissionLog:
    return SubmissionLog(bare.journal, bare.store)


def hand_in(
    bare: Bare, about: str, quads: Sequence[Quad], day: str = "2026-10-01", agent: str = "a"
) -> int:
    """Make the quads the whole of what is said about a body, on a day."""
    graph = graph_of(about)
    time = datetime.fromisoformat(f"{day}T10:00:00+00:00").astimezone(UTC)
    header = Header("data", agent, "", graph.value, time=time)
    change = diff(bare.store.graph(graph), [within(q, graph) for q in quads])
    entry = bare.journal.append(header, change)
    bare.store.apply(entry)
    return entry.sequence


def kinds(log: SubmissionLog, about: str, start: int, end: int) -> dict[str, str]:
    found = record_changes(log.difference(about, start, end))
    return {c.record.value.rpartition("/id/")[2]: c.kind for c in found}


def test_records_are_counted_by_what_became_of_them(bare: Bare, log: SubmissionLog) -> None:
    first = hand_in(bare, A, [KIND, note("practice/1", "x"), OTHER])
    second = hand_in(bare, A, [KIND, note("practice/1", "y")])
    assert log.summary(first).counts == {ADDED: 2}
    assert log.summary(second).counts == {CHANGED: 1, REMOVED: 1}
    assert log.summary(second).about == node(A).value


def test_a_basis_is_a_part_of_what_rests_on_it(bare: Bare, log: SubmissionLog) -> None:
    basis = quad("basis/d/1", RDF_TYPE, rms("Basis"))
    assert log.summary(hand_in(bare, A, [KIND, basis])).counts == {ADDED: 1}


def test_a_record_that_changes_its_type_is_changed(bare: Bare, log: SubmissionLog) -> None:
    hand_in(bare, A, [KIND])
    other = hand_in(bare, A, [quad("practice/1", RDF_TYPE, rms("Event"))])
    assert log.summary(other).counts == {CHANGED: 1}


def test_the_latest_comes_first_and_what_is_asked_for_alone(bare: Bare, log: SubmissionLog) -> None:
    one = hand_in(bare, A, [KIND], "2026-10-01", "x")
    two = hand_in(bare, B, [OTHER], "2026-10-02", "x")
    three = hand_in(bare, A, [], "2026-10-03", "y")
    assert log.sequences() == [three, two, one]
    assert log.sequences(Wanted(about=A)) == [three, one]
    assert log.sequences(Wanted(agent="x")) == [two, one]
    assert log.sequences(Wanted(first="2026-10-02")) == [three, two]
    assert log.sequences(Wanted(last="2026-10-02")) == [two, one]
    assert log.sequences(Wanted(about=A, agent="x", first="2026-10-02")) == []
    assert log.agents() == ["x", "y"]
    assert log.subjects() == [node(A).value, node(B).value]


def test_one_body_is_not_another_whose_name_begins_alike(bare: Bare, log: SubmissionLog) -> None:
    hand_in(bare, "body/ab", [KIND])
    assert log.sequences(Wanted(about=A)) == []


def test_the_model_in_force_is_no_submission(bare: Bare, log: SubmissionLog) -> None:
    quads = [within(KIND, ONTOLOGY)]
    entry = bare.journal.append(Header("model", "graphsvc", "", ONTOLOGY.value), diff([], quads))
    bare.store.apply(entry)
    assert log.sequences() == []
    assert log.agents() == []
    assert log.subjects() == []
    with pytest.raises(RecordNotFoundError):
        log.entry(entry.sequence)


@pytest.mark.parametrize("sequence", [0, -1, 9])
def test_an_entry_that_is_not_there_is_no_submission(log: SubmissionLog, sequence: int) -> None:
    with pytest.raises(RecordNotFoundError):
        log.summary(sequence)


def test_what_came_and_went_again_is_no_difference(bare: Bare, log: SubmissionLog) -> None:
    first = hand_in(bare, A, [KIND])
    hand_in(bare, A, [KIND, OTHER, note("practice/1", "x")])
    third = hand_in(bare, A, [KIND, note("practice/1", "x")])
    fourth = hand_in(bare, A, [KIND])
    assert kinds(log, A, first, third) == {"practice/1": CHANGED}
    assert kinds(log, A, 0, third) == {"practice/1": ADDED}
    assert kinds(log, A, first, fourth) == {}
    assert kinds(log, A, third, fourth) == {"practice/1": CHANGED}


def test_a_net_change_leads_from_the_first_state_to_the_last() -> None:
    states = [[], [KIND], [KIND, OTHER], [OTHER], [OTHER, note("practice/2", "x")], [KIND]]
    patches = [diff(a, b) for a, b in pairwise(states)]
    for start in range(len(states)):
        for end in range(start, len(states)):
            change = net(patches[start:end])
            wanted = diff(states[start], states[end])
            assert set(change.added) == set(wanted.added)
            assert set(change.removed) == set(wanted.removed)


def test_others_data_make_no_difference(bare: Bare, log: SubmissionLog) -> None:
    first = hand_in(bare, A, [KIND])
    hand_in(bare, B, [OTHER])
    assert kinds(log, A, first, bare.store.sequence) == {}


def test_days_mean_their_ends(bare: Bare, log: SubmissionLog) -> None:
    first = hand_in(bare, A, [KIND], "2026-10-01")
    second = hand_in(bare, A, [KIND, OTHER], "2026-10-05")
    hand_in(bare, B, [OTHER], "2026-10-06")
    assert log.between(A, "2026-10-01", "2026-10-05") == (first, second)
    assert log.between(A, "2026-10-04", "") == (first, 3)
    assert log.between(A, "2026-09-01", "") == (0, 3)
    assert log.between(A, "", "") == (first, 3)
    assert log.between(A, "", "2026-10-01") == (0, first)
    assert log.between(A, "1", "2") == (1, 2)


@pytest.mark.parametrize(
    ("start", "end", "name"),
    [("3", "1", "from"), ("yesterday", "", "from"), ("", "9", "to"), ("", "0", "to")],
)
def test_days_that_make_no_sense_are_refused(
    bare: Bare, log: SubmissionLog, start: str, end: str, name: str
) -> None:
    for day in (1, 2, 3):
        hand_in(bare, A, [note("practice/1", str(day)), KIND])
    with pytest.raises(ParameterError) as refused:
        log.between(A, start, end)
    assert refused.value.parameters["name"] == name


def test_a_body_of_which_nothing_was_handed_in_has_no_versions(log: SubmissionLog) -> None:
    with pytest.raises(RecordNotFoundError):
        log.between(A, "", "")
