"""Validating a change finds what validating everything finds, before and after.

The oracle knows of no index: for each graph it validates all data as that graph sees them.
"""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest

from graphsvc.projections.derivation import Derivation
from graphsvc.rdf.terms import NamedNode, Quad, in_graph
from graphsvc.registry import _vocabulary
from graphsvc.validation.incremental import validate_change, validate_graph
from graphsvc.validation.reach import Reach
from graphsvc.validation.shacl import Validator
from tests.changing import Changes, State, view
from tests.making import Bare, put

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from graphsvc.model.entities import Model
    from graphsvc.rdf.terms import Triple
    from graphsvc.validation.automaton import Triples
    from graphsvc.validation.report import Result

CHANGES = 50
SEEDS = range(100 if os.environ.get("SOAK") else 10)

Found = dict[NamedNode, frozenset["Result"]]


@pytest.fixture(scope="session")
def validator(model: Model) -> Validator:
    return Validator(model.shapes, _vocabulary(model))


def everything(validator: Validator, state: State) -> Found:
    """Return all results by graph."""
    found: Found = {}
    for graph, told in state.items():
        focus = {t.subject for t in told if isinstance(t.subject, NamedNode)}
        data = [in_graph(t) for t in view(state, graph)]
        found[graph] = frozenset(validator.validate(data, focus).results)
    return found


def new_results(before: Found, after: Found) -> set[Result]:
    return {r for graph, results in after.items() for r in results - before[graph]}


def within(state: State, graph: NamedNode) -> list[Quad]:
    return [in_graph(t, graph) for t in state[graph]]


def missed(
    seed: int, number: int, model: Model, validator: Validator, folder: Path
) -> list[set[Result]]:
    """Return, for each of some changes, the results that validating the change did not find."""
    bare = Bare(folder, derivation=Derivation.of(model))
    found: list[set[Result]] = []
    before: Found | None = None
    for state, graph, after_state in Changes(random.Random(seed), model).walk(number):  # noqa: S311  # repeatable on purpose
        if before is None:
            for name in state:
                put(bare.journal, bare.store, name, within(state, name))
            before = everything(validator, state)
        after = everything(validator, after_state)
        old, new = within(state, graph), within(after_state, graph)
        told = set(validate_change(bare.store, validator, graph, old, new).results)
        changed = {str(t.subject)[1:-1] for t in state[graph] ^ after_state[graph]}
        expected = new_results(before, after) | {r for r in after[graph] if r.focus in changed}
        assert told <= expected
        found.append(expected - told)
        put(bare.journal, bare.store, graph, new)
        before = after
    for name, results in (before or {}).items():
        assert set(validate_graph(bare.store, validator, name).results) == results
    bare.close()
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_a_change_is_told_what_validating_everything_tells(
    seed: int, model: Model, validator: Validator, tmp_path: Path
) -> None:
    assert missed(seed, CHANGES, model, validator, tmp_path) == [set()] * CHANGES


def test_there_are_enough_changes() -> None:
    assert len(SEEDS) * CHANGES >= 500


class OneStep(Reach):
    """What an index made by hand would be: who refers to a changed record."""

    def affected(self, changed: Iterable[Triple], triples: Triples) -> set[NamedNode]:
        subjects = {t.subject for t in changed}
        near = subjects | {t.subject for s in subjects for t in triples.to(s, None)}
        return {n for n in near if isinstance(n, NamedNode)}


def test_an_index_of_one_step_would_not_do(
    model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = Validator(model.shapes, _vocabulary(model))
    monkeypatch.setattr(short, "reach", OneStep(model.shapes))
    found = {
        r.shape
        for seed in (2, 4)
        for step in missed(seed, CHANGES, model, short, tmp_path / str(seed))
        for r in step
    }
    assert len(found) >= 2
