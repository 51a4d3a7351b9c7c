"""Chains between bodies of a made-up network: which links hold, which way they are read."""

from __future__ import annotations

import pytest

from graphsvc.network.chains import ANY, chain
from graphsvc.network.parts import AGREEMENT, COORDINATES
from tests.unit.test_network_view import DAY, body, link, network


def test_a_chain_goes_by_links_that_hold_on_the_day() -> None:
    bodies = [body(n) for n in ("a", "b", "c")]
    links = [
        link("a", "c", start="2026-11-23"),
        link("b", "a", end="2026-12-01"),
        link("b", "c", modality="planned"),
        link("c", "b", AGREEMENT, end="2026-11-21", unrenewed=True),
    ]
    facts = network(bodies, links).facts
    assert not chain(facts, "body/a", "body/c", DAY, ANY).found
    reached = chain(facts, "body/a", "body/c", DAY, COORDINATES).reached
    assert reached == (1, 0)
    found = chain(facts, "body/a", "body/b", DAY, COORDINATES)
    assert [(s.source, s.target, s.forward) for s in found.steps] == [("body/a", "body/b", False)]
    later = chain(facts, "body/a", "body/c", "2026-11-23", ANY)
    assert [(s.source, s.target, s.forward) for s in later.steps] == [("body/a", "body/c", True)]


@pytest.mark.parametrize("status", ["planned", "dissolved"])
def test_a_body_that_is_not_there_ends_a_chain_and_links_nobody(status: str) -> None:
    bodies = [body("a"), body("b"), body("between", status=status)]
    facts = network(bodies, [link("a", "between"), link("between", "b")]).facts
    assert not chain(facts, "body/a", "body/b", DAY, ANY).found
    assert chain(facts, "body/a", "body/between", DAY, ANY).found


def test_of_two_chains_as_short_the_one_of_coordination_is_told() -> None:
    bodies = [body(n) for n in ("a", "b", "c", "z")]
    links = [
        link("a", "b", "informs"), link("b", "z", "informs"),
        link("a", "c"), link("c", "z"),
        link("a", "z", "trains", end="2026-11-21"),
    ]  # fmt: skip
    facts = network(bodies, links).facts
    found = chain(facts, "body/a", "body/z", DAY, ANY)
    assert [s.target for s in found.steps] == ["body/c", "body/z"]
    assert chain(facts, "body/b", "body/z", DAY, COORDINATES).reached == (0, 2)
