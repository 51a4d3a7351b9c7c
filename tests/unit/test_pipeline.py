"""A submission is accepted whole or refused whole."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox
import pytest

from graphsvc.errors import LintError, ShapeViolationError, TooLargeError, VersionConflictError
from graphsvc.rdf.names import ID, graph_of, rms
from graphsvc.rdf.terms import BlankNode, NamedNode, Quad, Triple
from graphsvc.submissions.pipeline import Limits, Submission
from graphsvc.validation.reach import Reach
from graphsvc.validation.report import Report, Result
from graphsvc.validation.worlds import Vocabulary
from tests.making import TURTLE, Bare, node, quad, relation, replayed, text, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from graphsvc.validation.shacl import Validator

NOTE, OTHER = (quad("body/x", rms("note"), text(t)) for t in ("раз", "два"))
GIVEN = Submission(ID + "body/x", (NOTE,), "я", "сверка", "x.ttl")
# What is said of the subject of a relation is looked at in two steps.
SHAPES = f"""{TURTLE}
shape:noted a sh:NodeShape ; sh:targetSubjectsOf rms:subject ;
  sh:property [ sh:path ( rms:subject rms:note ) ; sh:minCount 1 ] ."""


def quads_of(turtle: str) -> list[Quad]:
    return list(ox.parse(turtle.encode(), ox.RdfFormat.TURTLE))


class Watching:
    """A validator that keeps what it was asked, and answers with results of one severity."""

    def __init__(self, severity: str = "") -> None:
        self.reach, self.vocabulary = Reach(quads_of(SHAPES)), Vocabulary(())
        self.severity = severity
        self.asked: list[tuple[set[Quad], set[NamedNode]]] = []

    def validate(self, data: Iterable[Quad], focus: Iterable[NamedNode]) -> Report:
        nodes = set(focus)
        self.asked.append((set(data), nodes))
        results = (Result(n.value, "", "", "", self.severity, {}) for n in nodes)
        return Report(tuple(results) if self.severity else ())


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Bare]:
    made = Bare(tmp_path, limits=Limits(50, 60))
    yield made
    made.close()


def state(bare: Bare) -> tuple[int, str, set[Quad]]:
    return bare.journal.sequence, bare.journal.head, set(bare.store.dump())


def test_an_accepted_submission_is_in_journal_and_store(bare: Bare) -> None:
    outcome = bare.pipeline.submit(GIVEN)
    assert outcome.version == outcome.entry.sequence if outcome.entry else False
    entry = bare.journal.read(1)
    assert (entry.header.agent, entry.header.reason, entry.header.source) == (
        "я",
        "сверка",
        "x.ttl",
    )
    assert entry.header.graph == graph_of("body/x").value
    assert entry.patch.added == (within(NOTE, graph_of("body/x")),)
    assert bare.store.values(node("body/x"), rms("note")) == [text("раз")]
    assert node("body/x") in bare.touched[-1]


def test_the_same_again_changes_nothing(bare: Bare) -> None:
    bare.pipeline.submit(GIVEN)
    before = state(bare)
    again = bare.pipeline.submit(GIVEN)
    assert (again.entry, again.version, state(bare)) == (None, 1, before)


@pytest.mark.parametrize(
    ("value", "datatype"),
    [
        ("01", "integer"),
        ("1.50", "decimal"),
        ("1", "boolean"),
        ("2026-01-01T00:00:00+00:00", "dateTime"),
        ("P12M", "duration"),
        ("1E3", "double"),
    ],
)
def test_a_number_in_another_form_is_the_same_again_and_is_not_lost(
    bare: Bare, value: str, datatype: str
) -> None:
    given = replace(GIVEN, quads=(quad("body/x", rms("size"), text(value, datatype)),))
    bare.pipeline.submit(given)
    kept = bare.store.values(node("body/x"), rms("size"))
    assert len(kept) == 1
    assert bare.pipeline.submit(given).entry is None
    assert bare.store.values(node("body/x"), rms("size")) == kept
    assert set(replayed(bare.journal).dump()) == set(bare.store.dump())


def test_replacing_makes_it_the_whole_graph_and_patching_the_records_described(bare: Bare) -> None:
    def triples() -> set[Triple]:
        return {q.triple for q in bare.store.graph(graph_of("body/x"))}

    second = quad("body/z", rms("note"), text("три"))
    bare.pipeline.submit(replace(GIVEN, quads=(NOTE, second)))
    bare.pipeline.submit(replace(GIVEN, quads=(OTHER,), mode="patch"))
    assert triples() == {OTHER.triple, second.triple}
    third = quad("body/y", rms("note"), text("три"))
    bare.pipeline.submit(replace(GIVEN, quads=(third,), mode="patch"))
    assert triples() == {OTHER.triple, second.triple, third.triple}
    bare.pipeline.submit(replace(GIVEN, quads=(OTHER,)))
    assert triples() == {OTHER.triple}
    bare.pipeline.submit(replace(GIVEN, quads=()))
    assert bare.store.graph(graph_of("body/x")) == []


def test_graph_names_of_the_file_are_not_looked_at(bare: Bare) -> None:
    foreign = within(NOTE, graph_of("body/other"))
    bare.pipeline.submit(replace(GIVEN, quads=(foreign,)))
    assert bare.store.graph(graph_of("body/other")) == []
    assert len(bare.store.graph(graph_of("body/x"))) == 1


def test_a_dry_run_tells_and_keeps_nothing(bare: Bare) -> None:
    before = state(bare)
    outcome = bare.pipeline.submit(GIVEN, dry_run=True)
    assert (outcome.entry, len(outcome.patch.added), state(bare)) == (None, 1, before)


def test_a_base_that_is_not_the_present_version_is_a_conflict(bare: Bare) -> None:
    bare.pipeline.submit(replace(GIVEN, base=0))
    bare.pipeline.submit(replace(GIVEN, about=ID + "body/y"))
    bare.pipeline.submit(replace(GIVEN, quads=(OTHER,), base=1))
    before = state(bare)
    with pytest.raises(VersionConflictError) as caught:
        bare.pipeline.submit(replace(GIVEN, base=1))
    assert caught.value.parameters == {"given": 1, "present": 3}
    assert state(bare) == before


@pytest.mark.parametrize(
    "subject",
    [
        NamedNode("https://e.org/x"),
        NamedNode("https://w3id.org/methodnet/ontology#coordinates"),
        NamedNode("https://w3id.org/methodnet/scheme/level/federal"),
        NamedNode("https://w3id.org/methodnet/graph/body/x"),
        NamedNode(ID + "submission/1"),
    ],
)
def test_nothing_is_said_about_what_is_no_record_of_theirs(bare: Bare, subject: NamedNode) -> None:
    before = state(bare)
    with pytest.raises(LintError):
        bare.pipeline.submit(replace(GIVEN, quads=(NOTE, Quad(subject, rms("note"), text("x")))))
    assert state(bare) == before


def test_a_blank_node_becomes_the_same_iri_every_time(bare: Bare) -> None:
    def given() -> tuple[Quad, ...]:
        blank = BlankNode()
        return (
            Quad(node("body/x"), rms("serves"), blank),
            Quad(blank, rms("note"), text("раз")),
        )

    assert bare.pipeline.submit(replace(GIVEN, quads=given())).entry
    assert bare.pipeline.submit(replace(GIVEN, quads=given())).entry is None


def test_too_many_triples_and_hostile_terms_are_refused(bare: Bare) -> None:
    before = state(bare)
    many = tuple(quad("body/x", rms("note"), text(str(n))) for n in range(51))
    with pytest.raises(TooLargeError):
        bare.pipeline.submit(replace(GIVEN, quads=many))
    with pytest.raises(LintError):
        bare.pipeline.submit(
            replace(GIVEN, quads=(quad("body/x", rms("webPage"), NamedNode("javascript:x")),))
        )
    assert state(bare) == before


def test_a_violation_refuses_and_a_warning_does_not(tmp_path: Path) -> None:
    watching = Watching("Violation")
    bare = Bare(tmp_path, validator=cast("Validator", watching))
    before = state(bare)
    with pytest.raises(ShapeViolationError) as caught:
        bare.pipeline.submit(GIVEN)
    assert caught.value.parameters["count"] == 1
    assert state(bare) == before
    watching.severity = "Warning"
    outcome = bare.pipeline.submit(GIVEN)
    assert outcome.entry is not None
    assert len(outcome.report.results) == 1
    bare.close()


def test_who_refers_to_what_goes_is_validated_too(tmp_path: Path) -> None:
    watching = Watching()
    bare = Bare(tmp_path, validator=cast("Validator", watching))
    bare.submit("body/a", [quad("body/a", rms("note"), text("а"))])
    bare.submit("body/r", relation("relation/1", "body/a", "body/b"))
    bare.submit("body/a", [])
    data, focus = watching.asked[-1]
    assert focus == {node("relation/1")}
    assert {q.subject for q in data} == {node("relation/1")}
    bare.submit("body/a", [quad("body/a", rms("note"), text("а"))])
    _, focus = watching.asked[-1]
    assert focus == {node("body/a"), node("relation/1")}
    bare.submit("body/a", [quad("body/a", rms("size"), text("1", "integer"))], mode="patch")
    bare.submit("body/r", [])
    bare.submit("body/a", [quad("body/a", rms("note"), text("б"))])
    _, focus = watching.asked[-1]
    assert focus == {node("body/a")}
    bare.close()


def test_what_the_data_refer_to_is_at_hand(tmp_path: Path) -> None:
    watching = Watching()
    bare = Bare(tmp_path, validator=cast("Validator", watching))
    bare.submit("body/a", [quad("body/a", rms("note"), text("а"))])
    bare.submit("body/r", relation("relation/1", "body/a", "body/b"))
    data, focus = watching.asked[-1]
    assert focus == {node("relation/1")}
    assert quad("body/a", rms("note"), text("а")) in data
    bare.close()


def full(_entry: object) -> set[NamedNode]:
    raise OSError(28, "full")


def test_a_store_that_failed_takes_the_entry_before_the_next(
    bare: Bare, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(bare.store, "apply", full)
        for text_given in (NOTE, OTHER):
            with pytest.raises(OSError, match="full"):
                bare.pipeline.submit(replace(GIVEN, quads=(text_given,)))
        assert bare.journal.sequence == 1  # what follows is not journalled behind its back
    bare.submit("body/y", [NOTE])
    assert (bare.journal.sequence, bare.store.sequence) == (2, 2)
    assert set(replayed(bare.journal).dump()) == set(bare.store.dump())


def test_what_a_store_missed_is_no_version_to_build_on(
    bare: Bare, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(bare.store, "apply", full)
        with pytest.raises(OSError, match="full"):
            bare.pipeline.submit(replace(GIVEN, quads=(NOTE,), base=0))
    # The first is in the journal: who was made against nothing comes too late.
    with pytest.raises(VersionConflictError):
        bare.pipeline.submit(replace(GIVEN, quads=(OTHER,), base=0))
    assert (bare.journal.sequence, bare.store.sequence) == (1, 1)


def test_what_is_added_by_two_against_one_version_is_added_by_both(bare: Bare) -> None:
    for quads in ([NOTE], [OTHER]):
        bare.pipeline.submit(replace(GIVEN, quads=tuple(quads), mode="merge", base=0))
    assert {str(q.triple) for q in bare.store.graph(graph_of(GIVEN.about))} >= {
        str(NOTE.triple),
        str(OTHER.triple),
    }


def test_many_writers_at_once_come_one_after_another(bare: Bare) -> None:
    def write(number: int) -> None:
        for step in range(5):
            bare.submit(f"body/{number}", [quad(f"body/{number}", rms("note"), text(str(step)))])

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert bare.journal.sequence == 40
    bare.journal.check()
    assert set(replayed(bare.journal).dump()) == set(bare.store.dump())
    assert all(bare.store.values(node(f"body/{n}"), rms("note")) == [text("4")] for n in range(8))
