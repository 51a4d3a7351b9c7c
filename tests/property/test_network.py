"""The network against plain Python: links of a day, chains, order and places, groups."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.network.chains import ANY, chain
from graphsvc.network.graph import Graph
from graphsvc.network.grouping import LANE_LIMIT, bundled, grouped
from graphsvc.network.loading import Networks
from graphsvc.network.ordering import clusters, crossings, order_of
from graphsvc.network.parts import (
    AGREEMENT,
    COORDINATES,
    EXPIRED,
    EXPIRING,
    IN_FORCE,
    PLANNED,
    Body,
    Link,
    Territory,
    presence,
    soon_after,
    state_of,
)
from graphsvc.network.placing import placed
from graphsvc.rdf.names import graph_of
from tests.making import put
from tests.network_values import DAYS
from tests.networks import Network, quads, random_network, stored
from tests.oracle.world import World
from tests.property.test_questions import MODEL
from tests.varying import SOAK

if TYPE_CHECKING:
    from pathlib import Path

    from tests.oracle.world import Thing

NETWORKS: Final = 60 if SOAK else 24
STATES_SEEN: Final[Counter[str]] = Counter()
DAY: Final = "2026-06-15"


def network_of(seed: int) -> Network:
    return random_network(random.Random(seed), MODEL, differing=seed % 4 == 3)  # noqa: S311  # repeatable


def loaded(network: Network, folder: Path) -> Networks:
    return Networks(MODEL, stored(network, MODEL, folder).store)


# What the records of a random network say, read without the code under test.


def links_on(world: World, day: date) -> set[tuple[str, frozenset[str], str, str]]:
    """Return record, ends, relation and state of every link there is on a day."""
    bodies = {b.key: b for b in world.all("body")}
    found: set[tuple[str, frozenset[str], str, str]] = set()

    def add(record: Thing, relation: str, one: str, other: str, state: str) -> None:
        there = all(e in bodies and begun(bodies[e], day) for e in (one, other))
        if there and one != other and state:
            found.add((record.key, frozenset((one, other)), relation, state))

    for record in world.all("relation"):
        posts = record.refs("subjectPost")
        sources = record.refs("subject") or [b for p in posts for b in world[p].refs("postIn")]
        for source in sources:
            for target in record.refs("object"):
                relation = record.refs("relation")[0].removeprefix("relation/")
                add(record, relation, source, target, relation_state(record, day))
    for record in world.all("agreement"):
        for one, other in combinations(sorted(record.refs("party")), 2):
            add(record, AGREEMENT, one, other, agreement_state(world, record, day))
    return found


def begun(body: Thing, day: date) -> bool:
    return all(d <= day for d in body.days("validFrom"))


def relation_state(record: Thing, day: date) -> str:
    if record.has("modality", "modality/in-force", "modality/rule"):
        return IN_FORCE if record.holds(day) else ""
    if record.has("modality", "modality/planned"):
        return PLANNED if all(d >= day for d in record.days("validTo")) else ""
    return ""


def agreement_state(world: World, record: Thing, day: date) -> str:
    if record.has("status", "agreement-status/in-force"):
        later = world.who("agreement", "renews", record.key)
        renewed = any(a.has("status", "agreement-status/in-force") for a in later)
        last = record.first_day("validTo")
        if last and last < day:
            return "" if renewed else EXPIRED
        if not record.holds(day):
            return ""
        near = last is not None and last <= day + timedelta(90)
        return EXPIRING if near and not renewed else IN_FORCE
    if record.has("status", "agreement-status/planned"):
        return PLANNED if all(d >= day for d in record.days("validTo")) else ""
    return ""


@pytest.mark.parametrize("seed", range(NETWORKS))
def test_the_links_of_a_day_are_those_that_the_records_tell(seed: int, tmp_path: Path) -> None:
    network = network_of(seed)
    present = loaded(network, tmp_path).present()
    world = World(network)
    for day in sorted(DAYS):
        on = day.isoformat()
        got = {
            (link.record, frozenset((link.source, link.target)), link.relation, state)
            for link in present.facts.links
            if (state := state_of(link, on, soon_after(on)))
            and all(presence(present.facts.bodies[e], on) for e in (link.source, link.target))
        }
        assert got == links_on(world, day)
        STATES_SEEN.update(state for *_, state in got)


def test_the_networks_tried_had_links_in_every_state() -> None:
    assert all(STATES_SEEN[state] >= 5 for state in (IN_FORCE, PLANNED, EXPIRING, EXPIRED))


@pytest.mark.parametrize("seed", range(4))
def test_what_is_followed_is_what_is_read_anew(seed: int, tmp_path: Path) -> None:
    first, second = network_of(seed), network_of(seed + 100)
    bare = stored(first, MODEL, tmp_path)
    followed = Networks(MODEL, bare.store)
    followed.present()
    for name in second.graphs:  # one body's graph after another is handed in anew
        put(bare.journal, bare.store, graph_of(name), quads(second, MODEL, name))
        got, anew = followed.present(), Networks(MODEL, bare.store).present()
        assert got.sequence == bare.store.sequence
        assert got.facts.bodies == anew.facts.bodies
        assert sorted(got.facts.links) == sorted(anew.facts.links)
        assert sorted(got.norms.links) == sorted(anew.norms.links)
        assert got.facts.territories == anew.facts.territories
        assert got.facts.graphs == anew.facts.graphs
        assert sorted(got.activities) == sorted(anew.activities)
        assert (got.plans, got.answering) == (anew.plans, anew.answering)


# Small networks made by Hypothesis: a few bodies of two districts, links between them.

LEVELS: Final = ("regional", "municipal", "institution")
RANK: Final = {level: n for n, level in enumerate(LEVELS)}


def body(name: str, level: str, place: str = "t/1") -> Body:
    return Body(name, (f"Орган {name}", ""), "", level, ("k",), place, "existing", "", "")


def link(n: int, source: str, target: str, relation: str = COORDINATES, end: str = "") -> Link:
    return Link(
        f"relation/{n}", f"relation/{n}", relation, source, target, "in-force", "", end,
        ("", ""), (), "", "", unrenewed=False,
    )  # fmt: skip


TERRITORIES: Final = {
    "t/r": Territory("t/r", ("Область", ""), "regional", ""),
    "t/1": Territory("t/1", ("Район 1", ""), "municipal", "t/r"),
    "t/2": Territory("t/2", ("Район 2", ""), "municipal", "t/r"),
    "t/3": Territory("t/3", ("Район 3", ""), "municipal", "t/r"),
}


@st.composite
def graphs(draw: st.DrawFn, most: int = 9) -> Graph:
    count = draw(st.integers(2, most))
    bodies = {}
    for n in range(count):
        level = draw(st.sampled_from(LEVELS))
        place = "t/r" if level == "regional" else draw(st.sampled_from(("t/1", "t/2", "t/3")))
        bodies[f"body/{n}"] = body(f"body/{n}", level, place)
    ends = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(
        lambda pair: pair[0] != pair[1]
    )
    relations = st.sampled_from((COORDINATES, "attached-to", AGREEMENT))
    made = draw(st.lists(st.tuples(ends, relations, st.sampled_from(("", "2020-01-01")))))
    links = [
        link(n, f"body/{a}", f"body/{b}", relation, end)
        for n, ((a, b), relation, end) in enumerate(made)
    ]
    return Graph(bodies, links, TERRITORIES)


def distances(graph: Graph, along: str) -> dict[tuple[str, str], int]:
    """Return the least number of links between any two bodies, as Floyd and Warshall do."""
    far = 10_000
    found = defaultdict(lambda: far, {(b, b): 0 for b in graph.bodies})
    for one in graph.links:
        if along in (ANY, one.relation) and not one.end:
            found[one.source, one.target] = found[one.target, one.source] = 1
    for middle in graph.bodies:
        for a in graph.bodies:
            for b in graph.bodies:
                found[a, b] = min(found[a, b], found[a, middle] + found[middle, b])
    return {pair: n for pair, n in found.items() if n < far}


@settings(max_examples=2000 if SOAK else 150, deadline=None)
@given(graphs(), st.sampled_from((COORDINATES, ANY)))
def test_a_chain_is_the_shortest_there_is_and_hangs_together(graph: Graph, along: str) -> None:
    known = distances(graph, along)
    for start in graph.bodies:
        for end in graph.bodies:
            found = chain(graph, start, end, DAY, along)
            assert found.found == ((start, end) in known)
            if not found.found:
                reached = tuple(sum(a == end_of for a, _ in known) - 1 for end_of in (start, end))
                assert found.reached == reached
                continue
            assert len(found.steps) == known[start, end]
            ends = [start, *(s.target for s in found.steps)]
            assert ends[-1] == end
            for step, before, after in zip(found.steps, ends, ends[1:], strict=False):
                assert (step.source, step.target) == (before, after)
                one = step.link
                read = (one.source, one.target) if step.forward else (one.target, one.source)
                assert read == (before, after)
                assert along in (ANY, one.relation)
                assert not one.end


def test_a_body_that_is_only_planned_is_no_link_of_a_chain() -> None:
    planned = body("body/1", "regional")._replace(status="planned")
    bodies = {
        "body/0": body("body/0", "regional"),
        "body/1": planned,
        "body/2": body("body/2", "municipal"),
    }
    graph = Graph(bodies, [link(0, "body/0", "body/1"), link(1, "body/1", "body/2")], TERRITORIES)
    assert not chain(graph, "body/0", "body/2", DAY, COORDINATES).found
    assert chain(graph, "body/0", "body/1", DAY, COORDINATES).found


@settings(max_examples=1000 if SOAK else 100, deadline=None)
@given(graphs(most=14), st.randoms(use_true_random=False))
def test_places_are_apart_within_the_lane_and_the_same_in_any_order(
    graph: Graph, chance: random.Random
) -> None:
    names = list(graph.bodies)
    order = order_of(graph, names, graph.links, graph.district)
    found = placed(graph, names, {}, graph.district, order)
    assert set(found) == set(names)
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in found.values())
    for level in LEVELS:
        lane = [found[b] for b in names if graph.bodies[b].level == level]
        assert len(set(lane)) == len(lane)
    chance.shuffle(names)
    again = Graph(dict(graph.bodies), sorted(graph.links, reverse=True), TERRITORIES)
    assert (
        placed(
            again, names, {}, again.district, order_of(again, names, again.links, again.district)
        )
        == found
    )


@settings(max_examples=1000 if SOAK else 100, deadline=None)
@given(graphs(most=14))
def test_what_is_of_one_district_stands_together_in_every_lane(graph: Graph) -> None:
    names = list(graph.bodies)
    order = order_of(graph, names, graph.links, graph.district)
    found = placed(graph, names, {}, graph.district, order)
    spans: dict[str, list[float]] = defaultdict(list)
    for name in names:
        if district := graph.district(name):
            spans[district].append(found[name][0])
    for one, other in combinations(spans.values(), 2):
        assert max(one) < min(other) or max(other) < min(one)


@settings(max_examples=1000 if SOAK else 150, deadline=None)
@given(graphs(most=14))
def test_the_order_crosses_no_more_links_than_that_by_name(graph: Graph) -> None:
    weights: Counter[tuple[str, str]] = Counter()
    above = sorted(b for b in graph.bodies if not graph.district(b))
    for one in graph.links:
        for a, b in ((one.source, one.target), (one.target, one.source)):
            if not graph.district(a) and graph.district(b):
                weights[a, graph.district(b)] += 1
    by_name = sorted({graph.district(b) for b in graph.bodies} - {""})
    order = order_of(graph, list(graph.bodies), graph.links, graph.district)
    assert sorted(order.above) == above
    assert crossings(order.above, order.columns, weights) <= crossings(above, by_name, weights)


@settings(max_examples=300, deadline=None)
@given(st.permutations(range(5)), st.permutations(range(5)), st.data())
def test_crossings_are_counted_as_pairs_of_lines_that_cross(
    above: list[int], below: list[int], data: st.DataObject
) -> None:
    pairs = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=8)
    weights = Counter((f"a{a}", f"b{b}") for a, b in data.draw(pairs))
    rows, columns = [f"a{n}" for n in above], [f"b{n}" for n in below]
    lines = [(rows.index(a), columns.index(b)) for (a, b), n in weights.items() for _ in range(n)]
    crossing = sum((a1 - a2) * (b1 - b2) < 0 for (a1, b1), (a2, b2) in combinations(lines, 2))
    assert crossings(rows, columns, weights) == crossing


@settings(max_examples=300, deadline=None)
@given(graphs(most=14))
def test_families_hold_every_body_once_and_begin_with_what_the_others_belong_to(
    graph: Graph,
) -> None:
    names = [b for b in graph.bodies if graph.bodies[b].level == "institution"]
    families = clusters(graph, names)
    assert sorted(b for family in families for b in family) == sorted(names)
    inside = {
        (one.source, one.target)
        for one in graph.links
        if one.relation == "attached-to" and {one.source, one.target} <= set(names)
    }
    for family in families:
        for later in family[1:]:  # each other one belongs to something before it, or in a circle
            assert any((later, b) in inside for b in names)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 3 * LANE_LIMIT), st.integers(1, 5), st.data())
def test_groups_lose_no_body_and_no_link(count: int, districts: int, data: st.DataObject) -> None:
    territories = TERRITORIES | {
        f"t/{n}": Territory(f"t/{n}", (f"Район {n}", ""), "municipal", "t/r")
        for n in range(1, districts + 1)
    }
    bodies = {
        f"body/{n}": body(f"body/{n}", "institution", f"t/{n % districts + 1}")
        for n in range(count)
    }
    bodies["body/top"] = body("body/top", "regional", "t/r")
    links = [link(n, "body/top", b) for n, b in enumerate(bodies) if b != "body/top"]
    graph = Graph(bodies, links, territories)
    opened = frozenset(
        f"g:institution:t/{n}" for n in data.draw(st.sets(st.integers(1, districts)))
    )
    drawn = grouped(graph, list(bodies), graph.district, opened=opened)
    inside = [b for members in drawn.groups.values() for b in members]
    assert sorted([*drawn.nodes, *inside]) == sorted(bodies)
    assert bool(drawn.groups) == (count > LANE_LIMIT and len(opened) < districts)
    assert not opened & set(drawn.groups)
    lines = bundled([(one, IN_FORCE) for one in links], drawn.items())
    assert sum(len(line.links) for line in lines) == len(links)
    pairs = [(line.source, line.target) for line in lines]
    assert len(pairs) == len(set(pairs))
