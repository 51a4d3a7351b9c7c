"""The adapter to the SHACL engine: results as plain data, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graphsvc.rdf.names import BASE, ID, PREFIXES, rms
from graphsvc.validation.shacl import Validator
from tests.making import body_turtle, node

if TYPE_CHECKING:
    from graphsvc.model.entities import Model
    from graphsvc.rdf.terms import Quad


@pytest.fixture(scope="module")
def validator(model: Model) -> Validator:
    return Validator(model.shapes, model.ontology)


def quads(turtle: str) -> list[Quad]:
    return list(ox.parse(turtle.encode(), ox.RdfFormat.TURTLE))


FOCUS = [node("body/a"), node("territory/t")]


def test_what_fits_has_no_violation(validator: Validator) -> None:
    assert validator.validate(quads(body_turtle("a")), FOCUS).violations == ()


def test_a_result_names_focus_path_value_and_shape_in_both_languages(validator: Validator) -> None:
    bad = body_turtle("a") + f'<{ID}body/a> rms:size "many" .'
    (result,) = validator.validate(quads(bad), FOCUS).violations
    assert result.focus == ID + "body/a"
    assert result.path == rms("size").value
    assert result.value == "many"
    assert result.shape == BASE + "shapes#Body-size"
    assert "численность" in result.message["ru"]
    assert "Size" in result.message["en"]


def test_what_is_missing_is_told(validator: Validator) -> None:
    bad = body_turtle("a").replace("rms:kind", "rms:note")
    paths = {r.path for r in validator.validate(quads(bad), FOCUS).violations}
    assert rms("kind").value in paths


def test_only_the_focus_is_validated(validator: Validator) -> None:
    bad = body_turtle("a") + f"<{ID}body/b> a rms:Body ."
    assert validator.validate(quads(bad), FOCUS).violations == ()
    assert validator.validate(quads(bad), [node("body/b")]).violations
    assert validator.validate(quads(bad), []).results == ()


def test_violations_come_first(validator: Validator) -> None:
    bad = body_turtle("a") + f'<{ID}activity/p/1> a rms:Activity ; skos:prefLabel "x"@ru .'
    order = [r.severity for r in validator.validate(quads(bad), [node("activity/p/1")]).results]
    assert order == sorted(order, key=["Violation", "Warning", "Info"].index)
    assert set(order) >= {"Violation"}


def test_a_plain_string_is_an_xsd_string(validator: Validator) -> None:
    typed = body_turtle("a") + f'<{ID}body/a> foaf:page "{PREFIXES["xsd"]}" .'
    assert validator.validate(quads(typed), FOCUS).violations  # a page is an IRI
