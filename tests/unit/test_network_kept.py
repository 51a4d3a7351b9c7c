"""What is kept of one part of the network is never the answer to another question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphsvc.network.asking import ALL, NORMS, Asked
from graphsvc.network.graph import Graph
from graphsvc.network.loading import Network
from graphsvc.network.parts import AGREEMENT
from graphsvc.network.view import view_of
from graphsvc.network.vocabulary import Vocabulary, vocabulary
from tests.unit.test_network_view import DAY, TERRITORIES, body, link, network

if TYPE_CHECKING:
    from graphsvc.model.entities import Model
    from graphsvc.network.view import View

EARLIER = "2020-01-01"
PARTS = (
    Asked(DAY, region="territory/r"),
    Asked(EARLIER, region="territory/r"),
    Asked(DAY, region="territory/s"),
    Asked(DAY, region=ALL),
    Asked(DAY, NORMS, "territory/r"),
    Asked(DAY, NORMS, "territory/s"),
    Asked(DAY, region="territory/r", district="territory/m1"),
    Asked(DAY, region="territory/r", district="territory/m2"),
    Asked(DAY, region="territory/r", centre="body/s1"),
    Asked(DAY, region="territory/r", centre="body/s1", depth=2),
    Asked(DAY, region="territory/r", centre="body/s1", relations=frozenset({"trains"})),
    Asked(DAY, region="territory/r", centre="body/s2"),
)


@pytest.fixture(scope="module")
def words(model: Model) -> Vocabulary:
    return vocabulary(model)


def known() -> Network:
    bodies = [
        body("top"), body("other"), body("far", place="territory/s"),
        body("near", place="territory/s"), body("lonely"),
        body("s1", "municipal", "territory/m1"), body("s2", "municipal", "territory/m2"),
        body("s3", "municipal", "territory/m3"),
        body("school", "institution", "territory/m1", start="2024-01-01"),
    ]  # fmt: skip
    links = [
        link("top", "s1"), link("top", "s2"), link("other", "s1", "trains"),
        link("s1", "school"), link("far", "near"), link("top", "other", "manages"),
        link("s1", "s3", "informs"), link("s2", "s3", "informs"),
        link("top", "s2", AGREEMENT, end="2020-12-31", unrenewed=True),
    ]  # fmt: skip
    facts = network(bodies, links).facts
    norms = [link("top", "s1", "guides"), link("far", "near", "guides")]
    places = {norms[0].record: "territory/r", norms[1].record: "territory/s"}
    layer = Graph(facts.bodies, norms, TERRITORIES)
    return Network(7, facts, layer, places, (), {}, {})


def told(view: View) -> tuple[object, ...]:
    lines = sorted((one.source, one.target, one.relation, one.state) for one in view.lines)
    return view.nodes, lines, dict(view.places), dict(view.relation_counts)


def test_every_part_is_the_same_after_every_other(words: Vocabulary) -> None:
    alone = [told(view_of(known(), part, words)) for part in PARTS]
    assert len({str(one[:2]) for one in alone}) == len(PARTS)  # no two have the same answer
    for order in (PARTS, PARTS[::-1]):
        kept = known()
        found = {part: told(view_of(kept, part, words)) for part in order}
        assert [found[part] for part in PARTS] == alone
