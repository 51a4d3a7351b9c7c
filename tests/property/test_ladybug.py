"""The embedded property graph after any edits is what a fresh projection of the store gives."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from graphsvc.model.property_graph import property_graph
from graphsvc.projections.derivation import Derivation
from graphsvc.projections.ladybug import LadybugGraph
from graphsvc.projections.ladybug_contents import expected
from graphsvc.rdf.names import BASE, PREFIXES, RDF_TYPE, rms
from graphsvc.rdf.terms import Literal, NamedNode
from tests.making import Bare, node, quad, relation, text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from graphsvc.model.entities import Model
    from graphsvc.rdf.terms import Quad

LABEL = NamedNode(PREFIXES["skos"] + "prefLabel")
PAGE = NamedNode(PREFIXES["foaf"] + "page")
ROUNDS, STEPS = 4, 12


def silent(_done: int, _all: int) -> None:
    """Tell nobody."""


def record(chance: random.Random, key: str) -> Iterable[Quad]:
    """Return a record of a random type, with texts, a page, a day and neighbours, or none."""
    kind = chance.choice(["Body", "Body", "Person", "Agreement", ""])
    if not kind:
        return
    yield quad(key, RDF_TYPE, rms(kind))
    yield quad(key, LABEL, Literal(f"имя {chance.randrange(3)}", language="ru"))
    if chance.random() < 0.5:
        yield quad(key, rms("validFrom"), text(f"2021-0{chance.randrange(1, 4)}-01", "date"))
    if chance.random() < 0.5:
        yield quad(key, PAGE, NamedNode(f"https://pages.example/{chance.randrange(2)}"))
    if kind == "Agreement":
        yield quad(key, rms("party"), node(f"x/{chance.randrange(5)}"))
    if kind == "Body":
        yield quad(key, rms("kind"), NamedNode(f"{BASE}scheme/kind/methodical-service"))


def handed_in(chance: random.Random) -> list[Quad]:
    """Return one body's submission: some records, some relations between them."""
    quads = [q for n in range(5) if chance.random() < 0.7 for q in record(chance, f"x/{n}")]
    for number in range(3):
        if chance.random() < 0.6:
            above, below = (f"x/{chance.randrange(5)}" for _ in range(2))
            modality = chance.choice(["in-force", "planned"])
            quads += relation(f"r/{number}", above, below, modality)
    return quads


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_edits_end_in_a_fresh_projection(seed: int, tmp_path: Path, model: Model) -> None:
    schema = property_graph(model)
    chance = random.Random(seed)  # noqa: S311  # repeatable on purpose
    bare = Bare(tmp_path, derivation=Derivation.of(model))
    graph = LadybugGraph(tmp_path / "graph", schema)
    seen = 0
    for _ in range(STEPS):
        bare.submit(f"body/{chance.choice('ab')}", handed_in(chance))
        if chance.random() < 0.6:
            graph.catch_up(bare.store, silent)
            nodes, edges = graph.dump()
            wanted = expected(schema, bare.store)
            assert [n for n in nodes if n not in wanted[0]] == []
            assert [n for n in wanted[0] if n not in nodes] == []
            assert (nodes, edges) == wanted
            seen += len(nodes) + len(edges)
    assert seen
    graph.close()
    bare.close()


def test_reopened_it_goes_on_where_it_stopped(tmp_path: Path, model: Model) -> None:
    schema = property_graph(model)
    bare = Bare(tmp_path, derivation=Derivation.of(model))
    bare.submit("body/a", relation("r/1", "x/1", "x/2"))
    graph = LadybugGraph(tmp_path / "graph", schema)
    graph.catch_up(bare.store, silent)
    graph.close()
    bare.submit("body/a", relation("r/2", "x/1", "x/2"), "patch")
    graph = LadybugGraph(tmp_path / "graph", schema)
    assert (graph.sequence, graph.head) == (1, bare.journal.read(1).digest)
    graph.catch_up(bare.store, silent)
    assert graph.sequence == 2
    assert graph.dump() == expected(schema, bare.store)
    graph.close()
    bare.close()
