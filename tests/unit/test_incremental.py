"""A change is judged by what it makes worse, in its own graph and elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graphsvc.errors import ShapeViolationError
from graphsvc.rdf.names import RDF_TYPE, graph_of, rms
from graphsvc.validation.shacl import Validator
from tests.making import TURTLE, Bare, node, put, quad, relation, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from graphsvc.rdf.terms import NamedNode, Quad

SHAPES = f"""{TURTLE}
shape:r a sh:NodeShape ; sh:targetClass rms:Relation ;
  sh:property shape:r-subject , shape:r-note , shape:r-far .
shape:r-subject sh:path rms:subject ; sh:class rms:Body .
shape:r-note sh:path rms:note ; sh:maxCount 1 .
shape:r-far sh:path ( rms:subject rms:within rms:size ) ; sh:maxInclusive 5 . """
ANYWHERE = f"""{SHAPES}
shape:r sh:sparql shape:any . shape:any sh:prefixes shape:any ;
  sh:declare [ sh:prefix "rms" ; sh:namespace "{rms("").value}" ] ;
  sh:select "SELECT $this {{ $this a rms:Relation . ?x rms:size 13 }}" ."""
A, B = ([quad(f"body/{k}", RDF_TYPE, rms("Body"))] for k in "ab")
REFERRING = relation("relation/1", "body/a", "body/b")
TWO_NOTES = [quad("relation/2", rms("note"), text(t)) for t in ("раз", "два")]
FAULTY = [*relation("relation/2", "body/a", "body/b"), *TWO_NOTES]


def opened(folder: Path, shapes: str) -> Bare:
    return Bare(folder, validator=Validator(ox.parse(shapes.encode(), ox.RdfFormat.TURTLE), []))


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Bare]:
    made = opened(tmp_path, SHAPES)
    yield made
    made.close()


def refused(bare: Bare, about: str, quads: Iterable[Quad], mode: str = "replace") -> set[NamedNode]:
    """Return the records whose faults refuse what is handed in."""
    with pytest.raises(ShapeViolationError) as caught:
        bare.submit(about, quads, mode)
    report = caught.value.parameters["report"]
    return {ox.NamedNode(r.focus) for r in report.violations}  # type: ignore[attr-defined]


def test_who_refers_to_what_becomes_something_else_refuses(bare: Bare) -> None:
    bare.submit("body/a", A)
    bare.submit("body/r", REFERRING)
    other = [quad("body/a", RDF_TYPE, rms("Post"))]
    assert refused(bare, "body/a", other) == {node("relation/1")}
    assert refused(bare, "body/a", []) == {node("relation/1")}


def test_a_fault_several_steps_away_refuses(bare: Bare) -> None:
    bare.submit("body/a", [*A, quad("body/a", rms("within"), node("territory/t"))])
    bare.submit("body/r", REFERRING)
    bare.submit("body/t", [quad("territory/t", rms("size"), ox.Literal(5))])
    more = [quad("territory/t", rms("size"), ox.Literal(6))]
    assert refused(bare, "body/t", more) == {node("relation/1")}


def test_what_was_wrong_elsewhere_refuses_nothing(bare: Bare) -> None:
    put(bare.journal, bare.store, graph_of("body/r"), FAULTY)
    bare.submit("body/a", A)
    assert bare.submit("body/a", [*A, quad("body/a", rms("note"), text("раз"))])
    assert bare.submit("body/a", [*A, *B])


def test_what_was_wrong_in_the_graph_refuses_only_where_it_is_touched(bare: Bare) -> None:
    put(bare.journal, bare.store, graph_of("body/a"), [*A, *FAULTY])
    assert bare.submit("body/a", B, "patch")
    touched = [*FAULTY, quad("relation/2", rms("size"), ox.Literal(1))]
    assert refused(bare, "body/a", touched, "patch") == {node("relation/2")}


def test_cardinality_is_judged_within_the_graph(bare: Bare) -> None:
    bare.submit("body/a", A)
    for about, note in (("body/r", "раз"), ("body/s", "два")):
        told = [*REFERRING, quad("relation/1", rms("note"), text(note))]
        assert bare.submit(about, told)
    both = [quad("relation/1", rms("note"), text(t)) for t in ("раз", "два")]
    assert refused(bare, "body/s", [*REFERRING, *both]) == {node("relation/1")}


def test_a_record_that_two_tell_of_is_not_lost_with_one(bare: Bare) -> None:
    bare.submit("body/a", A)
    bare.submit("body/x", A)
    bare.submit("body/r", REFERRING)
    assert bare.submit("body/a", [])
    assert refused(bare, "body/x", []) == {node("relation/1")}


def test_the_gravest_come_first_and_the_order_is_always_the_same(bare: Bare) -> None:
    told = [q for n in range(9) for q in relation(f"relation/{n}", f"body/{9 - n}", "body/b")]
    with pytest.raises(ShapeViolationError) as caught:
        bare.submit("body/r", told)
    focus = [r.focus for r in caught.value.parameters["report"].results]  # type: ignore[attr-defined]
    assert focus == sorted(focus)
    assert len(focus) == 9


def test_a_query_that_may_look_at_anything_is_asked_of_all(tmp_path: Path) -> None:
    bare = opened(tmp_path, ANYWHERE)
    bare.submit("body/a", A)
    bare.submit("body/r", REFERRING)
    unlucky = [*B, quad("body/b", rms("size"), ox.Literal(13))]
    assert refused(bare, "body/b", unlucky) == {node("relation/1")}
    bare.close()
