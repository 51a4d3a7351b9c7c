"""What a made-up body hands in is made up, with or without a dataset that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graphsvc.projections.synthetic import synthetic_graphs
from graphsvc.rdf.names import ID, graph_of
from tests.making import TURTLE, Bare, put

if TYPE_CHECKING:
    from pathlib import Path

SAYS_SO = "id:dataset\\/d a rms:Dataset ; rms:synthetic true .\n"
SAYS_NOT = "id:dataset\\/e a rms:Dataset ; rms:synthetic false .\n"


def body(name: str) -> str:
    return f"id:body\\/{name} a rms:Body .\n"


@pytest.fixture
def bare(tmp_path: Path) -> Bare:
    return Bare(tmp_path)


def made_up(bare: Bare, **graphs: str) -> set[str]:
    """Return the bodies of these graphs whose own graph is made up."""
    for name, turtle in graphs.items():
        quads = list(ox.parse(TURTLE + turtle, ox.RdfFormat.TURTLE))
        put(bare.journal, bare.store, graph_of(f"{ID}body/{name}"), quads)
    found = synthetic_graphs(bare.store)

    return {n for n in graphs if graph_of(f"{ID}body/{n}").value in found}


def test_what_bodies_of_a_made_up_region_hand_in_is_made_up(bare: Bare) -> None:
    region = SAYS_SO + body("region") + body("service") + body("silent")
    practice = "id:practice\\/p a rms:Practice .\n"
    assert made_up(bare, region=region, service=practice, other=practice) == {"region", "service"}


def test_a_made_up_body_may_describe_another_one(bare: Bare) -> None:
    graphs = {
        "region": SAYS_SO + body("service"),
        "service": body("school"),
        "school": "id:a a id:b .",
    }
    assert made_up(bare, **graphs) == {"region", "service", "school"}


def test_a_body_that_somebody_real_describes_too_is_real(bare: Bare) -> None:
    graphs = {
        "region": SAYS_SO + body("shared") + body("own"),
        "real": body("shared") + body("real"),
        "shared": body("shared"),
        "own": body("own"),
    }
    assert made_up(bare, **graphs) == {"region", "own"}


def test_a_dataset_that_denies_it_is_believed(bare: Bare) -> None:
    region = SAYS_SO + body("service")
    assert made_up(bare, region=region, service=SAYS_NOT) == {"region"}


def test_without_a_made_up_dataset_nothing_is(bare: Bare) -> None:
    assert made_up(bare, region=body("service"), service=body("service")) == set()
