"""The adapter to the SHACL engine: results as plain data, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib

from graphsvc.rdf.names import BASE, ID, PREFIXES, rms
from graphsvc.validation.rdflib_graph import rdflib_graph
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


def test_terms_are_those_that_rdflib_reads_from_n_triples(model: Model) -> None:
    odd = """<urn:a> <urn:b> "a\\"\\n\\\\"@ru, "", "x"@en-GB, _:c, 01, 1.50, true, "many" ;
      <urn:d> "P1M"^^<http://www.w3.org/2001/XMLSchema#duration>, <urn:é> ."""
    given = [*model.shapes, *quads(odd)]
    text = ox.serialize([q.triple for q in given], format=ox.RdfFormat.N_TRIPLES)
    read = rdflib.Graph().parse(data=text, format="nt")
    assert described(rdflib_graph(given)) == described(read)
    assert len(read) > 5_000


def described(graph: rdflib.Graph) -> set[tuple[str, ...]]:
    """Return the triples with language, datatype and value of each literal."""
    return {
        tuple("blank" if isinstance(t, rdflib.BNode) else f"{t!r} {t.n3()}" for t in triple)
        for triple in graph
    }
