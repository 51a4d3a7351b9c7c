"""Random networks: SPARQL, Cypher and plain Python give each question the same rows.

The seed is fixed (`derandomize`): a failure comes again. `SOAK=1` tries many more networks.
"""

from __future__ import annotations

import random
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from graphsvc.model.entities import load_model
from graphsvc.model.property_graph import property_graph
from graphsvc.projections.ladybug import LadybugGraph
from graphsvc.projections.values import plain
from graphsvc.questions.catalogue import load_catalogue
from graphsvc.questions.engines import SparqlEngine, native, shaped
from graphsvc.resources import data_folder
from tests.networks import Network, asked, random_network, stored
from tests.oracle.asking import ANSWERED, expected, rows_of
from tests.oracle.world import World
from tests.varying import SOAK

if TYPE_CHECKING:
    from collections.abc import Generator

    from graphsvc.questions.catalogue import Question

MODEL = load_model()
CATALOGUE = load_catalogue(data_folder("queries"))
SCHEMA = property_graph(MODEL)
ORACLE_FLOOR = 60
"""How many questions plain Python answers, too."""
TWO_ROWS = frozenset(
    {
        "agreements-in-force",
        "contradictions",
        "diagnosis-of-deficit",
        "mentors-load",
        "mentors-overloaded",
    }
)
"""Questions that promise a row for each value where bodies state different ones. The property graph
shows the first value elsewhere, SPARQL all."""
LANGUAGES, ORACLE = (400, 2_000) if SOAK else (6, 30)
"""Networks to try: in both languages, and in SPARQL against plain Python."""
THOROUGH = settings(
    deadline=None,
    derandomize=True,
    # A smaller network that still fails takes minutes to find.
    phases=[Phase.generate, *([Phase.shrink] if SOAK else [])],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
# How often rows were compared, how often there were any: the floors hold for each network tried.
COMPARED = {"languages": [0, 0], "oracle": [0, 0]}
FLOORS = {"languages": (len(CATALOGUE.questions), 30), "oracle": (2 * ORACLE_FLOOR, 40)}


CHANCES = st.randoms(use_true_random=False, note_method_calls=False)
DIFFERING = st.sampled_from([False, False, False, True])


@contextmanager
def graph_of(network: Network) -> Generator[tuple[SparqlEngine, LadybugGraph]]:
    """Open a network in both engines; the graph takes it over from the state before it."""
    with tempfile.TemporaryDirectory() as folder:
        bare = stored(network, MODEL, Path(folder))
        graph = LadybugGraph(Path(folder) / "graph", SCHEMA)
        graph.catch_up(bare.store, lambda _done, _all: None)
        yield SparqlEngine(bare.store), graph
        graph.close()
        bare.close()


def cypher(graph: LadybugGraph, question: Question, values: dict[str, str]) -> list[dict[str, Any]]:
    given = {n: v for n, v in native(question, values).items() if f"${n}" in question.ladybug}
    _, _, names, rows = graph.query_state(question.ladybug, given, 30_000)
    return shaped(question, (dict(zip(names, map(plain, r), strict=True)) for r in rows))


def counted(what: str, found: object) -> None:
    COMPARED[what][0] += 1
    COMPARED[what][1] += bool(found)


@settings(THOROUGH, max_examples=LANGUAGES)
@given(CHANCES, st.integers(0, 2**16), DIFFERING)
def test_both_languages_give_the_same_rows(
    chance: random.Random,
    seed: int,
    differing: bool,  # noqa: FBT001  # Hypothesis gives it by its place
) -> None:
    network = random_network(chance, MODEL, differing=differing)
    choosing = random.Random(seed)  # noqa: S311  # repeatable on purpose
    with graph_of(network) as (sparql, graph):
        for question in CATALOGUE.questions:
            if differing and question.id not in TWO_ROWS:
                continue
            values = asked(choosing, question, network)
            wanted = sparql.ask(question, values).rows
            assert cypher(graph, question, values) == wanted, (question.id, values)
            counted("languages", wanted)


@settings(THOROUGH, max_examples=ORACLE)
@given(CHANCES, st.integers(0, 2**16), DIFFERING)
def test_plain_python_gives_the_same_rows(
    chance: random.Random,
    seed: int,
    differing: bool,  # noqa: FBT001  # Hypothesis gives it by its place
) -> None:
    network = random_network(chance, MODEL, differing=differing)
    choosing = random.Random(seed)  # noqa: S311  # repeatable on purpose
    world = World(network)
    with tempfile.TemporaryDirectory() as folder:
        bare = stored(network, MODEL, Path(folder))
        sparql = SparqlEngine(bare.store)
        for question in (q for q in CATALOGUE.questions if q.id in ANSWERED):
            for _ in range(2):
                values = asked(choosing, question, network)
                found = rows_of(question, sparql.ask(question, values).rows)
                assert found == expected(question, world, values), (question.id, values)
                counted("oracle", found)
        bare.close()


def test_enough_was_compared() -> None:
    assert len(ANSWERED) >= ORACLE_FLOOR
    assert {q.id for q in CATALOGUE.questions} >= ANSWERED
    for what, (compared, with_rows) in COMPARED.items():
        if not compared:
            pytest.skip("only some tests were chosen")
        networks = {"languages": LANGUAGES, "oracle": ORACLE}[what]
        # Half the networks are those where bodies differ: few questions are asked of them.
        assert compared >= FLOORS[what][0] * networks // 4
        assert with_rows >= FLOORS[what][1] * networks // 4
