"""At the door: numbers that give away a hidden one, and records that tell a person's deficit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphsvc.errors import CountsUncheckedError, ShapeViolationError
from graphsvc.rdf.names import ID, PREFIXES, RDF_TYPE, rms
from graphsvc.rdf.terms import NamedNode, Quad
from graphsvc.submissions.pipeline import Limits, Submission
from tests.making import Bare, node, quad, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graphsvc.validation.report import Report

CENTRE, SERVICE = ID + "body/centre", ID + "body/service"
SPATIAL = NamedNode(PREFIXES["dcterms"] + "spatial")
WITHIN = [quad(f"territory/{p}", rms("within"), node("territory/r")) for p in "abc"]
HIDDEN = None
Cells = dict[str, tuple[int | None, int | None]]


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Bare]:
    made = Bare(tmp_path, limits=Limits(200, 60))
    yield made
    made.close()


def cells(given: Cells, deficit: str = "d") -> list[Quad]:
    """Return counts and participants by place; without a count the cell is hidden."""
    quads: list[Quad] = []
    for place, (count, people) in given.items():
        name = f"deficit-count/{deficit}-{place}"
        quads += [
            quad(name, RDF_TYPE, rms("DeficitCount")),
            quad(name, rms("deficit"), node(f"deficit/{deficit}")),
            quad(name, rms("diagnostic"), node("diagnostic/spring")),
            quad(name, SPATIAL, node(f"territory/{place}")),
        ]
        if people is not None:
            quads.append(quad(name, rms("participants"), text(str(people), "integer")))
        quads.append(
            quad(name, rms("suppressed"), text("true", "boolean"))
            if count is None
            else quad(name, rms("count"), text(str(count), "integer"))
        )
    return quads


def submit(bare: Bare, quads: list[Quad], about: str = CENTRE, mode: str = "replace") -> Report:
    return bare.pipeline.submit(Submission(about, tuple(quads), "я", "", "", mode)).report


def refused(bare: Bare, quads: list[Quad], about: str = CENTRE) -> set[str]:
    """Return the records for which a submission is refused; nothing of it is kept."""
    before = bare.journal.sequence
    with pytest.raises(ShapeViolationError) as caught:
        submit(bare, quads, about)
    assert bare.journal.sequence == before
    report = caught.value.parameters["report"]
    return {r.focus.removeprefix(ID) for r in report.violations}  # type: ignore[attr-defined]


def test_one_hidden_part_of_a_published_whole_is_refused(bare: Bare) -> None:
    given: Cells = {"a": (HIDDEN, 30), "b": (9, 40), "c": (15, 60), "r": (27, 130)}
    assert refused(bare, [*WITHIN, *cells(given)]) == {"deficit-count/d-a"}


def test_two_hidden_parts_that_may_share_enough_are_accepted(bare: Bare) -> None:
    given: Cells = {"a": (HIDDEN, 30), "b": (HIDDEN, 40), "c": (15, 60), "r": (27, 130)}
    assert submit(bare, [*WITHIN, *cells(given)]).violations == ()


def test_two_hidden_parts_that_have_four_together_are_refused(bare: Bare) -> None:
    given: Cells = {"a": (HIDDEN, 30), "b": (HIDDEN, 40), "c": (23, 60), "r": (27, 130)}
    found = refused(bare, [*WITHIN, *cells(given)])
    assert found == {"deficit-count/d-a", "deficit-count/d-b"}


def test_another_body_cannot_publish_what_betrays_a_cell_hidden_here(bare: Bare) -> None:
    parts: Cells = {"a": (HIDDEN, 30), "b": (9, 40), "c": (15, 60)}
    submit(bare, [*WITHIN, *cells(parts)])
    assert refused(bare, cells({"r": (27, 130)}), SERVICE) == {"deficit-count/d-r"}
    assert refused(bare, cells({"a": (3, 30)}), SERVICE) == {"deficit-count/d-a"}
    submit(bare, cells({"r": (27, 130)}, "other"), SERVICE)


def test_who_did_not_report_is_not_betrayed_by_a_whole(bare: Bare) -> None:
    parts: Cells = {"b": (9, 40), "c": (15, 60)}
    submit(bare, [*WITHIN, *cells(parts)])
    assert refused(bare, cells({"r": (27, 130)}), SERVICE) == {"deficit-count/d-r"}
    submit(bare, cells({"r": (34, 130)}), SERVICE)


def test_participants_hidden_in_one_row_and_shown_in_another_are_known(bare: Bare) -> None:
    parts: Cells = {"a": (HIDDEN, HIDDEN), "b": (HIDDEN, HIDDEN), "r": (20, 103)}
    given = [*WITHIN[:2], *cells(parts)]
    assert submit(bare, given).violations == ()
    # With 100 in b, three are left in a.
    assert refused(bare, [*given, *cells({"b": (9, 100)}, "other")])


def test_hiding_what_was_published_before_protects_nothing(bare: Bare) -> None:
    first: Cells = {"b": (9, 40), "c": (15, 60), "r": (36, 130)}
    submit(bare, [*WITHIN, *cells(first)])
    then: Cells = {"a": (HIDDEN, 30), "b": (HIDDEN, 40), "c": (15, 60), "r": (27, 130)}
    assert refused(bare, [*WITHIN, *cells(then)]) == {"deficit-count/d-a"}
    submit(bare, WITHIN)
    assert refused(bare, [*WITHIN, *cells(then)]) == {"deficit-count/d-a"}


def test_what_others_gave_away_before_stops_nobody(bare: Bare) -> None:
    given: Cells = {"a": (HIDDEN, 30), "b": (HIDDEN, 40), "c": (15, 60), "r": (27, 130)}
    submit(bare, cells(given))  # nobody has said yet that they are parts of r
    submit(bare, WITHIN, SERVICE)
    assert submit(bare, cells({"a": (20, 90)}, "other"), ID + "body/third").violations == ()


def test_sums_that_do_not_fit_are_a_warning(bare: Bare) -> None:
    given: Cells = {"a": (9, 30), "b": (9, 40), "c": (15, 60), "r": (20, 130)}
    report = submit(bare, [*WITHIN, *cells(given)])
    assert {r.severity for r in report.results} == {"Warning"}
    assert all({"ru", "en"} <= r.message.keys() for r in report.results)


def test_a_check_that_takes_too_long_ends_in_a_refusal(tmp_path: Path) -> None:
    hasty = Bare(tmp_path, limits=Limits(200, 0))
    given: Cells = {"a": (HIDDEN, 31), "b": (HIDDEN, 47), "c": (15, 61), "r": (27, 139)}
    with pytest.raises(CountsUncheckedError):
        submit(hasty, [*WITHIN, *cells(given)])
    assert hasty.journal.sequence == 0
    hasty.close()


@pytest.mark.parametrize("odd", ["abc", "-3", "1e3", "٣", "9" * 5000, ""])
def test_a_count_that_is_no_number_is_left_to_the_shapes(bare: Bare, odd: str) -> None:
    given = [q for q in cells({"a": (9, 30)}) if q.predicate != rms("count")]
    given.append(quad("deficit-count/d-a", rms("count"), text(odd, "string")))
    assert submit(bare, given).results == ()


PERSON = quad("person/p", RDF_TYPE, rms("Person"))
DEFICIT = quad("deficit/d", RDF_TYPE, rms("Deficit"))


def named(one: Quad) -> str:
    assert isinstance(one.subject, NamedNode)
    return one.subject.value.removeprefix(ID)


@pytest.mark.parametrize(
    "record",
    [
        [quad("person/p", rms("anything"), node("deficit/d"))],
        [quad("deficit/d", rms("concerns"), node("person/p"))],
        [quad("x/1", rms("who"), node("person/p")), quad("x/1", rms("what"), node("deficit/d"))],
    ],
    ids=["a person names it", "it names a person", "a record names both"],
)
@pytest.mark.parametrize("known", [True, False], ids=["known before", "handed in together"])
def test_a_record_that_tells_a_persons_deficit_is_refused(
    bare: Bare,
    record: list[Quad],
    known: bool,  # noqa: FBT001  # a case of the table
) -> None:
    both = [PERSON, DEFICIT]
    if known:
        submit(bare, both)
    assert refused(bare, [*both, *record]) == {named(record[0])}
    assert refused(bare, record if known else [*record, *both], SERVICE)


def test_a_practice_of_a_person_and_a_deficit_side_by_side_are_accepted(bare: Bare) -> None:
    practice = quad("practice/x", rms("author"), node("person/p"))
    answer = [
        quad("answer/x", rms("deficit"), node("deficit/d")),
        quad("answer/x", rms("remedy"), node("practice/x")),
    ]
    assert submit(bare, [PERSON, DEFICIT, practice, *answer]).violations == ()
