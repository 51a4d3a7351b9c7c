"""A SPARQL server follows the store: loading, touched records, marks, what is not ours."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import rdflib

from graphsvc.errors import ForeignDatabaseError, ServerFaultError, SyncOvertakenError
from graphsvc.projections import sparql_http
from graphsvc.projections.reading import SEQUENCE
from graphsvc.projections.sparql_marks import SYNC, Mark, Place, Stage, joined
from graphsvc.projections.sparql_updates import written
from graphsvc.rdf.names import RDF_TYPE, SHAPES, rms
from graphsvc.rdf.terms import DefaultGraph, Literal, NamedNode, Quad, Triple
from tests.making import Bare, node, quad, relation, text
from tests.sparql_dataset import Dataset, KilledError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graphsvc.projections.sparql_http import SparqlServer

FIRST, SECOND, THIRD = Place(1, "a"), Place(2, "b"), Place(3, "c")
FOREIGN = NamedNode("https://e.org/g")
ODD = [
    "\\u0022 } } ; DROP ALL ; #",
    "\\U00000022 \\\\u0041 \\",
    "кавычка \" апостроф ' перевод\nстроки\r\tи } ; {",
    "\x01\x7f\u2028\U0001f600",
]


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Bare]:
    """A store with three notes, a relation and a graph that is not merged."""
    opened = Bare(tmp_path)
    notes = [quad(f"note/{n}", rms("note"), text(str(n))) for n in range(3)]
    opened.submit("body/a", [*notes, *relation("relation/1", "body/a", "body/b")])
    yield opened
    opened.close()


def heads(bare: Bare) -> dict[int, str]:
    return {e.sequence: e.digest for e in bare.journal.entries()}


def followed(bare: Bare, dataset: Dataset, name: str = "a", requests: int = 10**9) -> SparqlServer:
    return dataset.server(heads(bare), name, requests)


def silent(_done: int, _all: int) -> None:
    """Tell nobody."""


def held(dataset: Dataset) -> set[Quad]:
    return {q for q in dataset.store if q.graph_name != SYNC}


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([Mark(FIRST, SECOND, Stage.WHOLE)], Mark(FIRST, SECOND, Stage.WHOLE)),
        # Two that each thought the copy whole wrote over each other.
        (
            [Mark(FIRST, SECOND, Stage.WHOLE), Mark(SECOND, THIRD, Stage.WHOLE)],
            Mark(FIRST, THIRD, Stage.WRITING),
        ),
        # What was loaded further may have been emptied in between.
        (
            [Mark(SECOND, SECOND, Stage.LOADING, "x"), Mark(FIRST, THIRD, Stage.LOADING, "b")],
            Mark(FIRST, THIRD, Stage.LOADING, "b"),
        ),
        (
            [Mark(SECOND, SECOND, Stage.LOADING, "x"), Mark(FIRST, THIRD, Stage.WHOLE)],
            Mark(FIRST, THIRD, Stage.LOADING, "x"),
        ),
        (
            [Mark(SECOND, SECOND, Stage.LOADING, "x"), Mark(THIRD, THIRD, Stage.EMPTYING)],
            Mark(SECOND, THIRD, Stage.EMPTYING),
        ),
    ],
)
def test_several_marks_mean_what_is_sure_of_all(marks: list[Mark], expected: Mark) -> None:
    assert joined(marks) == expected
    assert joined(marks[::-1]) == expected


def test_an_empty_dataset_is_loaded_and_then_follows(bare: Bare) -> None:
    dataset = Dataset()
    server = followed(bare, dataset)
    assert server.sequence == 0
    told: list[tuple[int, int]] = []
    server.catch_up(bare.store, lambda done, total: told.append((done, total)))
    assert held(dataset) == set(bare.store.dump()) == set(server.dump())
    assert server.sequence == 1
    assert told[-1] == (6, 6)
    bare.submit("body/a", [quad("note/1", rms("note"), text("иначе"))])
    server = followed(bare, dataset)
    server.catch_up(bare.store, silent)
    assert held(dataset) == set(bare.store.dump())
    assert server.sequence == 2
    triples = len(list(bare.store.merged()))
    assert server.counts() == {"triples": triples, "graphs": 2}


def test_a_copy_that_is_up_to_date_is_not_written(bare: Bare) -> None:
    dataset = Dataset()
    followed(bare, dataset).catch_up(bare.store, silent)
    marks = dataset.marks()
    followed(bare, dataset, requests=1).catch_up(bare.store, silent)
    assert dataset.marks() == marks


def test_a_small_step_is_one_request(bare: Bare) -> None:
    dataset = Dataset()
    followed(bare, dataset).catch_up(bare.store, silent)
    before = held(dataset)
    bare.submit("body/b", [quad("note/1", rms("note"), text("иначе"))])
    with pytest.raises(KilledError):
        followed(bare, dataset, requests=1).catch_up(bare.store, silent)
    assert held(dataset) == before
    dataset.commit(dataset.late.pop())
    assert held(dataset) == set(bare.store.dump())
    assert followed(bare, dataset).sequence == bare.store.sequence


def test_an_interrupted_load_goes_on_where_it_stopped(
    bare: Bare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sparql_http, "QUADS", 1)
    dataset = Dataset()
    with pytest.raises(KilledError):
        followed(bare, dataset, requests=4).catch_up(bare.store, silent)
    assert followed(bare, dataset).sequence == 0
    bare.submit("body/b", [quad("note/0", rms("note"), text("позже"))])
    told: list[int] = []
    followed(bare, dataset).catch_up(bare.store, lambda done, _: told.append(done))
    assert told[0] == 3  # the mark and two records were written, and stay so
    assert held(dataset) == set(bare.store.dump())


def test_a_record_that_came_before_the_cursor_is_not_lost(
    bare: Bare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sparql_http, "QUADS", 1)
    dataset = Dataset()
    with pytest.raises(KilledError):
        followed(bare, dataset, requests=5).catch_up(bare.store, silent)
    bare.submit("body/b", [quad("a/first", rms("note"), text("новая"))])
    followed(bare, dataset).catch_up(bare.store, silent)
    assert held(dataset) == set(bare.store.dump())


def test_two_that_overlap_leave_two_marks_and_the_next_mends(bare: Bare) -> None:
    dataset = Dataset()
    followed(bare, dataset).catch_up(bare.store, silent)
    for word in ("раз", "два"):
        bare.submit("body/b", [quad("note/1", rms("note"), text(word))])
        with pytest.raises(KilledError):
            followed(bare, dataset, word, requests=1).catch_up(bare.store, silent)
    for change in dataset.late:
        dataset.commit(change)
    assert len(dataset.marks()) == 2
    assert held(dataset) != set(bare.store.dump())
    server = followed(bare, dataset)
    assert server.sequence == 0
    server.catch_up(bare.store, silent)
    assert held(dataset) == set(bare.store.dump())
    assert len(dataset.marks()) == 1


def test_a_request_that_comes_too_late_does_nothing(bare: Bare) -> None:
    """On a server that runs one update after the other."""
    dataset = Dataset()
    followed(bare, dataset).catch_up(bare.store, silent)
    sent: list[str] = []

    def lose(request: str) -> None:
        sent.append(request)
        raise KilledError

    bare.submit("body/b", [quad("note/1", rms("note"), text("раз"))])
    slow = followed(bare, dataset, "slow")
    slow._client.update = lose  # type: ignore[method-assign,assignment]
    with pytest.raises(KilledError):
        slow.catch_up(bare.store, silent)
    bare.submit("body/b", [quad("note/1", rms("note"), text("два"))])
    followed(bare, dataset).catch_up(bare.store, silent)
    after = set(dataset.store)
    dataset.store.update(sent[0])
    assert set(dataset.store) == after == {*bare.store.dump(), *after}


@pytest.mark.parametrize(("name", "other"), [("b", "a"), ("a", "b")])
def test_of_two_that_met_one_goes_on(bare: Bare, name: str, other: str) -> None:
    dataset = Dataset()
    followed(bare, dataset).catch_up(bare.store, silent)
    bare.submit("body/b", [quad("note/1", rms("note"), text("раз"))])
    with pytest.raises(KilledError):
        followed(bare, dataset, other, requests=1).catch_up(bare.store, silent)
    server = followed(bare, dataset, name)
    update = server._client.update

    def meet(request: str) -> None:
        update(request)
        while dataset.late:
            dataset.commit(dataset.late.pop())

    server._client.update = meet  # type: ignore[method-assign,assignment]
    if name < other:
        server.catch_up(bare.store, silent)
        assert held(dataset) == set(bare.store.dump())
        assert server.sequence == 2
    else:
        with pytest.raises(SyncOvertakenError):
            server.catch_up(bare.store, silent)
        assert server.sequence == 0


def test_who_begins_while_another_does_gives_way(bare: Bare) -> None:
    dataset = Dataset()
    server = followed(bare, dataset, "b")
    marks = server._marks
    looks: list[int] = []

    def look() -> dict[NamedNode, Mark]:
        found = marks()
        if not looks:  # the other one begins just after the first look
            followed(bare, dataset, "a").catch_up(bare.store, silent)
        looks.append(len(found))
        return found

    server._marks = look  # type: ignore[method-assign]
    with pytest.raises(SyncOvertakenError):
        server.catch_up(bare.store, silent)
    assert looks == [0, 1]
    assert held(dataset) == set(bare.store.dump())


def test_who_has_an_older_state_leaves_the_newer_alone(bare: Bare, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    old = Bare(tmp_path / "old")
    dataset = Dataset()
    for entry in bare.journal.entries():
        old.store.apply(entry)
    bare.submit("body/b", [quad("note/1", rms("note"), text("раз"))])
    followed(bare, dataset).catch_up(bare.store, silent)
    before = set(dataset.store)
    followed(bare, dataset, requests=1).catch_up(old.store, silent)
    assert set(dataset.store) == before
    newest = Place(bare.store.sequence, bare.store.head)
    replace_mark(dataset, Mark(newest, newest, Stage.WRITING))
    with pytest.raises(SyncOvertakenError):
        followed(bare, dataset).catch_up(old.store, silent)
    old.close()


def replace_mark(dataset: Dataset, mark: Mark) -> None:
    for one in dataset.store.quads_for_pattern(None, None, None, SYNC):
        dataset.store.remove(one)
    name = NamedNode(f"{SYNC.value}/planted/1")
    triples = mark.triples(name)
    dataset.store.extend(Quad(t.subject, t.predicate, t.object, SYNC) for t in triples)


def test_data_without_a_mark_are_foreign_until_they_may_go(bare: Bare) -> None:
    dataset = Dataset()
    ours = Quad(node("note/9"), RDF_TYPE, rms("Note"), SHAPES)
    theirs = Quad(node("note/9"), RDF_TYPE, rms("Note"), FOREIGN)
    for one in (theirs, ours, Quad(node("x"), RDF_TYPE, rms("Note"), DefaultGraph())):
        dataset.store.add(one)
        with pytest.raises(ForeignDatabaseError) as caught:
            followed(bare, dataset).catch_up(bare.store, silent)
        assert caught.value.parameters["reason"] == "foreign-data"
    server = followed(bare, dataset)
    server.begin_anew(bare.store)
    server.catch_up(bare.store, silent)
    assert held(dataset) == {*bare.store.dump(), theirs}


def test_a_foreign_graph_keeps_what_it_says_of_our_records(bare: Bare) -> None:
    dataset = Dataset()
    followed(bare, dataset).catch_up(bare.store, silent)
    theirs = Quad(node("note/1"), rms("note"), text("чужое"), FOREIGN)
    dataset.store.add(theirs)
    bare.submit("body/a", [quad("note/1", rms("note"), text("иначе"))])
    followed(bare, dataset).catch_up(bare.store, silent)
    assert held(dataset) == {*bare.store.dump(), theirs}


@pytest.mark.parametrize("sequence", [1, 7])
def test_another_journals_copy_is_refused_and_kept(bare: Bare, sequence: int) -> None:
    dataset = Dataset()
    followed(bare, dataset).catch_up(bare.store, silent)
    place = Place(sequence, "0" * 64)
    replace_mark(dataset, Mark(place, place, Stage.WHOLE))
    before = set(dataset.store)
    with pytest.raises(ForeignDatabaseError) as caught:
        followed(bare, dataset, requests=1).catch_up(bare.store, silent)
    assert caught.value.parameters["reason"] == "other-journal"
    assert set(dataset.store) == before
    server = followed(bare, dataset)
    server.begin_anew(bare.store)
    server.catch_up(bare.store, silent)
    assert held(dataset) == set(bare.store.dump())


def test_a_mark_that_was_altered_is_told(bare: Bare) -> None:
    dataset = Dataset()
    server = followed(bare, dataset)
    server.catch_up(bare.store, silent)
    for one in dataset.store.quads_for_pattern(None, SEQUENCE, None, SYNC):
        dataset.store.remove(one)
    with pytest.raises(ForeignDatabaseError) as caught:
        server.catch_up(bare.store, silent)
    assert caught.value.parameters["reason"] == "altered"
    server.begin_anew(bare.store)
    server.catch_up(bare.store, silent)
    assert held(dataset) == set(bare.store.dump())


def test_a_server_that_cannot_delete_is_told(bare: Bare) -> None:
    """TDB2 5.6 cannot delete the decimal `1`."""
    dataset = Dataset()
    stuck = Quad(node("x"), rms("note"), text("1", "decimal"), DefaultGraph())
    dataset.store.add(stuck)
    server = followed(bare, dataset)
    update = server._client.update

    def stubborn(request: str) -> None:
        update(request)
        dataset.store.add(stuck)

    server._client.update = stubborn  # type: ignore[method-assign,assignment]
    server.begin_anew(bare.store)
    with pytest.raises(ServerFaultError) as caught:
        server.catch_up(bare.store, silent)
    assert caught.value.parameters["reason"] == "not-emptied"


def test_a_server_that_writes_nothing_is_told(bare: Bare) -> None:
    server = followed(bare, Dataset())
    server._client.update = lambda _request: None  # type: ignore[method-assign,assignment]
    with pytest.raises(ServerFaultError) as caught:
        server.catch_up(bare.store, silent)
    assert caught.value.parameters["reason"] == "not-written"


@pytest.mark.parametrize("value", ODD)
def test_any_text_is_the_same_text_to_every_reader(value: str) -> None:
    triple = Triple(node("x"), rms("note"), Literal(value))
    update = f"INSERT DATA {{ {written(triple)} }}"
    dataset = Dataset()
    dataset.store.update(update)
    assert {q.triple for q in dataset.store} == {triple}
    graph = rdflib.Graph()  # expands \u before it reads anything else
    graph.update(update)
    assert [str(o) for o in graph.objects()] == [value]


@pytest.mark.parametrize(
    ("given", "expected"), [("1", '"1.0"'), ("-3", '"-3.0"'), ("1.5", '"1.5"'), ("0", '"0.0"')]
)
def test_a_decimal_has_its_point(given: str, expected: str) -> None:
    for datatype, lexical in (("decimal", expected), ("integer", f'"{given}"')):
        triple = Triple(node("x"), rms("note"), text(given, datatype))
        assert f"{lexical}^^" in written(triple)


def test_a_mark_is_read_as_it_was_written(bare: Bare) -> None:
    dataset = Dataset()
    place = Place(1, heads(bare)[1])
    mark = Mark(place, place, Stage.LOADING, 'id/"\\u0022')
    replace_mark(dataset, mark)
    found = followed(bare, dataset)._marks()
    assert list(found.values()) == [mark]
    assert replace(mark, cursor="") not in found.values()
