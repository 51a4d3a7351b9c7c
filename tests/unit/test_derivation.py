"""What follows from one record."""

from __future__ import annotations

import pytest

from graphsvc.projections.derivation import Derivation
from graphsvc.rdf.names import RDF_TYPE, rms
from graphsvc.rdf.terms import Quad, Triple
from tests.making import EDGES, edge, node, quad, relation, text

DERIVATION = Derivation(EDGES)


def activity(*more: Quad) -> list[Triple]:
    return [q.triple for q in (quad("activity/p/1", RDF_TYPE, rms("Activity")), *more)]


@pytest.mark.parametrize("modality", ["rule", "in-force"])
def test_a_relation_in_force_has_a_direct_edge(modality: str) -> None:
    quads = relation("relation/1", "body/a", "body/b", modality)
    assert DERIVATION.derive(q.triple for q in quads) == {edge("body/a", "body/b")}


@pytest.mark.parametrize("modality", ["planned", "permitted", "alternative"])
def test_a_relation_that_is_no_fact_has_none(modality: str) -> None:
    quads = relation("relation/1", "body/a", "body/b", modality)
    assert DERIVATION.derive(q.triple for q in quads) == set()


@pytest.mark.parametrize("left_out", range(5))
def test_a_relation_that_lacks_a_part_has_none(left_out: int) -> None:
    quads = relation("relation/1", "body/a", "body/b")
    del quads[left_out]
    assert DERIVATION.derive(q.triple for q in quads) == set()


def test_a_literal_is_no_end_of_an_edge() -> None:
    quads = relation("relation/1", "body/a", "body/b")
    quads[3] = quad("relation/1", rms("object"), text("body/b"))
    assert DERIVATION.derive(q.triple for q in quads) == set()


def test_a_kind_of_record_without_edges_has_none() -> None:
    quads = relation("relation/1", "body/a", "body/b")
    quads[0] = quad("relation/1", RDF_TYPE, rms("Norm"))
    assert DERIVATION.derive(q.triple for q in quads) == set()


def test_a_window_is_an_occurrence() -> None:
    window = quad("activity/p/1", rms("deadlineWindow"), text("2021-05-01/2021-05-31"))
    occurrence = node("activity/p/1/occurrence/2021-05-01")
    assert DERIVATION.derive(activity(window)) == {
        Triple(occurrence, RDF_TYPE, rms("Occurrence")),
        Triple(occurrence, rms("activity"), node("activity/p/1")),
        Triple(occurrence, rms("occurrenceStart"), text("2021-05-01", "date")),
        Triple(occurrence, rms("occurrenceEnd"), text("2021-05-31", "date")),
    }


def test_the_order_of_the_triples_does_not_matter() -> None:
    triples = activity(
        quad("activity/p/1", rms("recurrence"), text("P1M", "duration")),
        quad("activity/p/1", rms("recurrence"), text("P6M", "duration")),
        quad("activity/p/1", rms("deadlineStart"), text("2021-01-01", "date")),
        quad("activity/p/1", rms("deadlineStart"), text("2021-02-01", "date")),
        quad("activity/p/1", rms("deadlineEnd"), text("2021-12-31", "date")),
    )
    assert DERIVATION.derive(triples) == DERIVATION.derive(list(reversed(triples))) != set()


def test_what_has_been_accepted_never_makes_it_fail() -> None:
    """Such a window passes the shape, and to fail after the journal would be for ever."""
    window = quad("activity/p/1", rms("deadlineWindow"), text("2021-02-31/2021-99-99"))
    assert DERIVATION.derive(activity(window)) == set()


def test_another_record_may_be_the_ground_of_an_edge() -> None:
    records = {
        node(name): [q.triple for q in relation(name, "body/a", "body/b", modality)]
        for name, modality in (("relation/1", "in-force"), ("relation/2", "planned"))
    }

    def found(predicate: object, value: object) -> list[object]:
        return [
            n
            for n, triples in records.items()
            if any(t.predicate == predicate and t.object == value for t in triples)
        ]

    grounds = DERIVATION.other_grounds(edge("body/a", "body/b"), found, records.__getitem__)  # type: ignore[arg-type]
    assert grounds == {node("relation/1")}
