"""Each shape on records that keep to it and on records that do not, one file a case.

A case is Turtle; its first lines name every result expected: `# expect: <shape> <severity>`. What a
case refers to outside itself stands in `context.ttl`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graphsvc.model.entities import Model, load_model
from graphsvc.rdf.names import PREFIXES
from graphsvc.rdf.terms import Literal, NamedNode, Quad
from graphsvc.registry import _vocabulary
from graphsvc.validation.shacl import Validator

if TYPE_CHECKING:
    from graphsvc.validation.report import Report

HERE = Path(__file__).parent
SHAPES = HERE.parents[1] / "shapes"
CASES = sorted((HERE / "cases").rglob("*.ttl"))
PASSING = [case for case in CASES if case.name.startswith("pass-")]
FAILING = [case for case in CASES if case.name.startswith("fail-")]
ENTITIES = sorted(path.stem for path in SHAPES.glob("*.ttl") if path.stem != "common")
EXPECTED = re.compile(r"^# expect: (\S+) (Violation|Warning|Info)$", re.MULTILINE)
SH, SHAPE = PREFIXES["sh"], PREFIXES["shape"]
# Constraints that a record is held to; what else a shape says is for people or tells where to look.
KINDS = (
    *("minCount", "maxCount", "uniqueLang", "datatype", "nodeKind", "class", "node", "or", "not"),
    *("pattern", "minInclusive", "lessThanOrEquals", "disjoint", "sparql"),
)

Found = set[tuple[str, str]]


def named(case: Path) -> str:
    return f"{case.parent.name}/{case.stem}"


def read(path: Path) -> list[Quad]:
    return list(ox.parse(path.read_bytes(), ox.RdfFormat.TURTLE))


def subjects(quads: list[Quad]) -> set[NamedNode]:
    return {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}


def expected(case: Path) -> Found:
    return set(EXPECTED.findall(case.read_text("utf-8")))


def found(report: Report) -> Found:
    return {(result.shape.removeprefix(SHAPE), result.severity) for result in report.results}


@cache
def around() -> dict[NamedNode, list[Quad]]:
    """Return the context by record."""
    records: dict[NamedNode, list[Quad]] = defaultdict(list)
    for quad in read(HERE / "context.ttl"):
        assert isinstance(quad.subject, NamedNode)
        records[quad.subject].append(quad)
    return records


@cache
def shapes() -> dict[str, dict[str, list[str]]]:
    """Return each named shape's values by SHACL term, both without their namespace."""
    named_shapes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in load_model().shapes:
        subject, term = quad.subject, quad.predicate.value
        if (
            isinstance(subject, NamedNode)
            and subject.value.startswith(SHAPE)
            and isinstance(quad.object, NamedNode | Literal)
        ):
            values = named_shapes[subject.value.removeprefix(SHAPE)]
            values[term.removeprefix(SH)].append(quad.object.value.removeprefix(SHAPE))
    return named_shapes


def reported() -> set[str]:
    """Return the shapes a result can name: those with a target, and the properties of those."""
    targets = {"targetClass", "targetSubjectsOf", "targetObjectsOf"}
    own = {shape for shape, values in shapes().items() if targets & values.keys()}
    return own | {inner for shape in own for inner in shapes()[shape]["property"]}


def failing() -> set[str]:
    return {shape for case in FAILING for shape, _ in expected(case)}


@pytest.fixture(scope="session")
def validator(model: Model) -> Validator:
    return Validator(model.shapes, _vocabulary(model))


def validated(validator: Validator, quads: list[Quad]) -> Found:
    """Return the results on a case, seen with the records it refers to, as the pipeline sees it."""
    own = subjects(quads)
    referred = {quad.object for quad in quads if isinstance(quad.object, NamedNode)} - own
    near = [quad for record in referred for quad in around().get(record, ())]
    return found(validator.validate([*quads, *near], own))


@pytest.mark.parametrize("case", CASES, ids=named)
def test_a_case_gives_exactly_the_results_it_names(case: Path, validator: Validator) -> None:
    assert validated(validator, read(case)) == expected(case)


def test_the_context_gives_no_result(validator: Validator) -> None:
    assert validated(validator, [quad for quads in around().values() for quad in quads]) == set()


def test_every_result_has_a_message_in_both_languages(validator: Validator) -> None:
    quads = list({quad for case in FAILING for quad in read(case)})
    report = validator.validate(quads, subjects(quads))
    assert report.results
    assert [r.shape for r in report.results if not {"ru", "en"} <= r.message.keys()] == []


def test_no_case_was_lost() -> None:
    assert len(PASSING) + len(FAILING) == len(CASES)
    assert len(PASSING) >= 80
    assert len(FAILING) >= 100


@pytest.mark.parametrize("entity", ENTITIES)
def test_an_entity_has_a_passing_and_a_failing_case(entity: str) -> None:
    names = {case.name[:5] for case in CASES if case.parent.name == entity}
    assert names == {"pass-", "fail-"}


@pytest.mark.parametrize("case", CASES, ids=named)
def test_a_case_holds_a_record_of_its_entity(case: Path, model: Model) -> None:
    kind = NamedNode(model.by_name[case.parent.name].iri)
    assert kind in {quad.object for quad in read(case) if quad.predicate.value.endswith("#type")}


def test_a_passing_case_expects_no_violation_and_a_failing_one_expects_something() -> None:
    assert [named(c) for c in PASSING if "Violation" in {s for _, s in expected(c)}] == []
    assert [named(c) for c in FAILING if not expected(c)] == []


def test_every_constraint_that_is_no_field_has_a_failing_case() -> None:
    constraints = {s for s in reported() if not {"order", "targetClass"} & shapes()[s].keys()}
    assert len(constraints) >= 40
    assert constraints - failing() == set()


@pytest.mark.parametrize("kind", KINDS)
def test_a_failing_case_names_a_shape_with_this_kind_of_constraint(kind: str) -> None:
    assert [shape for shape in failing() if shapes()[shape][kind]]
