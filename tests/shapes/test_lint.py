"""Shapes keep to terms that every engine knows, to patterns that end, to queries that are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graphsvc.validation.reach import Reach
from graphsvc.validation.shape_lint import lint_shapes, pathological
from tests.making import TURTLE

if TYPE_CHECKING:
    from graphsvc.model.entities import Model
    from graphsvc.rdf.terms import Quad


def shapes(turtle: str) -> list[Quad]:
    return list(ox.parse(f"{TURTLE}{turtle}".encode(), ox.RdfFormat.TURTLE))


def test_the_shapes_have_nothing_that_is_refused(model: Model) -> None:
    assert list(lint_shapes(model.shapes)) == []


def test_what_the_shapes_look_at_is_known(model: Model) -> None:
    assert Reach(model.shapes).unbounded == []


@pytest.mark.parametrize(
    "term",
    [
        *("sh:minCout 1", "sh:uniqueMembers true", "sh:reifierShape shape:x", "sh:values 1"),
        *("sh:memberShape shape:x", "sh:singleLine true", "sh:someValue shape:x"),
        *("sh:rule shape:x", "sh:expression shape:x", "sh:js shape:x", "sh:target shape:x"),
        "sh:datatype ( xsd:string xsd:date )",
    ],
)
def test_an_unknown_term_or_one_of_a_later_version_is_refused(term: str) -> None:
    assert list(lint_shapes(shapes(f"shape:a a sh:PropertyShape ; sh:path rms:note ; {term} .")))


@pytest.mark.parametrize(
    "pattern",
    [
        *("^(a+)+$", "^(a*)*$", "(a|a)*$", "^(\\\\d+)*$", "([a-z]+)+x", "((ab+)c)+", "(.*,)*x"),
        *("(a{1,9}){1,9}$", "(", "(?=a)b", "(a)\\\\1", "x" * 201),
    ],
)
def test_a_pattern_that_may_take_for_ever_is_refused(pattern: str) -> None:
    text = pattern.replace('"', '\\"')
    assert list(lint_shapes(shapes(f'shape:a sh:path rms:note ; sh:pattern "{text}" .')))


@pytest.mark.parametrize(
    "pattern", ["^[a-z]+$", "^(a|b)$", "^a(b|c)?$", "[(+]+", "(ab)+", r"\(a+\)+"]
)
def test_a_pattern_that_ends_is_let_pass(pattern: str) -> None:
    assert pathological(pattern) == ""


@pytest.mark.parametrize(
    "constraint",
    [
        "sh:sparql [ sh:select 'SELECT $this { ?a ?b ?c }' ]",
        "sh:sparql [ sh:select 'SELECT $this { $this a ?k . GRAPH ?g { $this ?p ?o } }' ]",
        "sh:sparql [ sh:select 'SELECT $this { { $this <urn:p> ?v } UNION { ?v <urn:q> ?w } }' ]",
        "sh:sparql [ sh:select 'SELECT $this {' ]",
        "sh:sparql [ sh:select 'SELECT $this { $this ?p ?o . { SELECT ?o { ?o a ?z } } }' ]",
        "sh:rule shape:x",
    ],
)
def test_what_cannot_be_read_is_taken_to_look_at_everything(constraint: str) -> None:
    assert Reach(shapes(f"shape:a a sh:NodeShape ; {constraint} .")).unbounded
