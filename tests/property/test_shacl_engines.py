"""pyshacl-turbo reports what pyshacl reports: of documents and demo, of cases, of random data."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from rdflib.namespace import SH

from graphsvc.rdf.names import ID, PREFIXES
from graphsvc.rdf.terms import BlankNode, NamedNode, Quad, in_graph
from graphsvc.registry import Registry, _vocabulary
from graphsvc.validation.engines import PYSHACL, TURBO, Pyshacl, Turbo
from graphsvc.validation.shacl import Validator
from tests.changing import Changes, view

if TYPE_CHECKING:
    from collections.abc import Iterable

    import rdflib

    from graphsvc.model.entities import Model
    from graphsvc.rdf.terms import Term
    from graphsvc.validation.report import Result

CASES = sorted((Path(__file__).parents[1] / "shapes" / "cases").rglob("*.ttl"))
CONTEXT = Path(__file__).parents[1] / "shapes" / "context.ttl"


@pytest.fixture(scope="session")
def engines(model: Model) -> tuple[Validator, Validator]:
    given = (model.shapes, _vocabulary(model))
    return Validator(*given, PYSHACL), Validator(*given, TURBO)


@pytest.fixture(scope="session")
def turbo(model: Model) -> Turbo:
    return Turbo(model.shapes, _vocabulary(model))


def subjects(data: Iterable[Quad]) -> set[NamedNode]:
    return {q.subject for q in data if isinstance(q.subject, NamedNode)}


def both(engines: tuple[Validator, Validator], data: list[Quad]) -> tuple[Result, ...]:
    """Return the results, the same of both engines: focus, path, value, shape, severity, texts."""
    reference, fast = (engine.validate(data, subjects(data)).results for engine in engines)
    assert set(fast) == set(reference)
    assert [r.message for r in sorted(fast, key=repr)] == [
        r.message for r in sorted(reference, key=repr)
    ]
    return reference


def components(graph: rdflib.Graph) -> set[tuple[str, ...]]:
    """Return what is standard of each result."""
    names = (SH.focusNode, SH.resultPath, SH.value, SH.sourceShape, SH.sourceConstraintComponent)
    return {
        tuple(str(graph.value(result, name)) for name in names)
        for result in graph.objects(None, SH.result)  # not the details below a result
    }


def test_the_fast_engine_needs_no_other(
    model: Model, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not once does it fall back, or these tests would compare pyshacl with itself."""
    monkeypatch.setattr(Pyshacl, "report", None)
    fast = Validator(model.shapes, _vocabulary(model), TURBO)
    told = [q for g in registry.store.submitted() for q in registry.store.graph(g)]
    assert fast.validate([in_graph(q.triple) for q in told], subjects(told)).results


def test_documents_and_demo(engines: tuple[Validator, Validator], registry: Registry) -> None:
    told = [q for g in registry.store.submitted() for q in registry.store.graph(g)]
    assert len(told) > 20_000
    assert len(both(engines, [in_graph(q.triple) for q in told])) > 100


def moved(term: Term, number: int) -> Term:
    """Return the term as one of a case's own records, if it is a record."""
    if isinstance(term, BlankNode):
        return BlankNode(f"c{number}x{term.value}")
    if not isinstance(term, NamedNode) or not term.value.startswith(ID):
        return term
    key = term.value.removeprefix(ID)
    return term if key == "territory/russia" else NamedNode(f"{ID}{key}-case{number}")


def test_cases(engines: tuple[Validator, Validator]) -> None:
    """All at once, each with a context of its own: pyshacl takes its time for each call."""
    data: list[Quad] = []
    context = list(ox.parse(CONTEXT.read_bytes(), ox.RdfFormat.TURTLE))
    for number, case in enumerate(CASES):
        given = list(ox.parse(case.read_bytes(), ox.RdfFormat.TURTLE))
        near = [q for q in context if q.subject in {one.object for one in given} - subjects(given)]
        for quad in (*given, *near):
            subject = moved(quad.subject, number)
            assert isinstance(subject, (NamedNode, BlankNode))
            data.append(Quad(subject, quad.predicate, moved(quad.object, number)))
    assert len(CASES) > 180
    assert len({r.shape for r in both(engines, data)}) > 120


@pytest.mark.parametrize("seed", range(3))
def test_random_data(seed: int, engines: tuple[Validator, Validator], model: Model) -> None:
    changes = Changes(random.Random(seed), model, keeping=70)  # noqa: S311  # repeatable on purpose
    *_, (_, graph, state) = changes.walk(25)
    results = both(engines, [in_graph(t) for t in view(state, graph)])
    assert len({r.shape for r in results}) > 20


def test_naming_focus_nodes_leaves_nested_shapes_looked_at(turbo: Turbo, model: Model) -> None:
    """Of each record alone the report is what the report of all says of it."""
    changes = Changes(random.Random(7), model, keeping=70)  # noqa: S311
    *_, (_, graph, state) = changes.walk(20)
    data = [in_graph(t) for t in view(state, graph)]
    every = components(turbo.report(data, {s.value for s in subjects(data)}))
    nested = [r for r in every if r[-1] == str(SH.NodeConstraintComponent)]
    assert nested
    assert [r for r in every if r[-1] == str(SH.OrConstraintComponent)]
    for focus in sorted({r[0] for r in every})[::3]:
        assert components(turbo.report(data, {focus})) == {r for r in every if r[0] == focus}


STRINGS = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <urn:x:> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:p sh:declare [ sh:prefix "ex" ; sh:namespace "urn:x:"^^xsd:anyURI ] .
ex:in sh:targetClass ex:C ; sh:property [ sh:path ex:a ; sh:in ( "a"^^xsd:string "b" ) ] .
ex:has sh:targetClass ex:C ; sh:property [ sh:path ex:a ; sh:hasValue "a" ] .
ex:same sh:targetClass ex:C ; sh:property [ sh:path ex:a ; sh:equals ex:b ] .
ex:type sh:targetClass ex:C ; sh:property [ sh:path ex:a ; sh:datatype xsd:string ] .
ex:asked sh:targetClass ex:C ;
  sh:sparql [ sh:prefixes ex:p ; sh:select "SELECT $this { $this ex:a 'z' }" ] ,
    [ sh:prefixes ex:p ;
      sh:select "SELECT $this ?value { $this ex:a ?value FILTER (?value = 'z') }" ] .
"""


def test_a_string_is_the_same_with_its_datatype_written_and_without() -> None:
    shapes = list(ox.parse(STRINGS.encode(), ox.RdfFormat.TURTLE))
    text = f"""@prefix : <urn:x:> . @prefix xsd: <{PREFIXES["xsd"]}> .
      :fits a :C ; :a "a"^^xsd:string ; :b "a" . :not a :C ; :a "z" ; :b "y"^^xsd:string ."""
    data = list(ox.parse(text.encode(), ox.RdfFormat.TURTLE))
    for name in (PYSHACL, TURBO):
        results = Validator(shapes, [], name).validate(data, subjects(data)).results
        assert {r.focus for r in results} == {"urn:x:not"}
        # sh:in and sh:equals of "z", whose shapes have no name to tell them by; sh:equals of "y";
        # sh:hasValue; two queries.
        assert len(results) == 5
