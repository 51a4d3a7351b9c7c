"""Views of a made-up network: how links and bodies stand, groups, what is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from graphsvc.errors import EngineFailedError, ParameterError
from graphsvc.network.asking import ALL, Asked, asked, default_region, known_body, refuse_unknown
from graphsvc.network.flows import flows
from graphsvc.network.ghosts import AUDITS, Ghosts
from graphsvc.network.graph import Graph
from graphsvc.network.grouping import LANE_LIMIT
from graphsvc.network.levels import interaction
from graphsvc.network.loading import Network
from graphsvc.network.matrix import matrix_of
from graphsvc.network.ordering import crossings, order_of
from graphsvc.network.parts import (
    AGREEMENT,
    COORDINATES,
    ENDED,
    EXISTING,
    EXPIRED,
    EXPIRING,
    IN_FORCE,
    PLANNED,
    Activity,
    Body,
    Link,
    Territory,
    natural,
    presence,
    soon_after,
    state_of,
)
from graphsvc.network.view import short_name, view_of
from graphsvc.network.vocabulary import Vocabulary, vocabulary
from graphsvc.projections.derivation import Derivation
from graphsvc.projections.oxigraph import OxigraphStore
from graphsvc.questions.catalogue import load_catalogue
from graphsvc.resources import data_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphsvc.model.entities import Model
    from graphsvc.questions.running import Asker

DAY = "2026-11-22"
TERRITORIES = {
    "territory/land": Territory("territory/land", ("Страна", "Land"), "federal", ""),
    "territory/r": Territory("territory/r", ("Область", "Region"), "regional", "territory/land"),
    "territory/s": Territory("territory/s", ("Край", "Other"), "regional", "territory/land"),
    **{
        f"territory/m{n}": Territory(
            f"territory/m{n}", (f"Район {n}", ""), "municipal", "territory/r"
        )
        for n in range(1, 4)
    },
}


def body(  # noqa: PLR0913  # the parts of a body
    name: str,
    level: str = "regional",
    place: str = "territory/r",
    *,
    kind: str = "educational-organization",
    status: str = "existing",
    start: str = "",
    end: str = "",
) -> Body:
    names = (f"Орган {name} (учебный)", "")
    return Body(f"body/{name}", names, "", level, (kind,), place, status, start, end)


def link(  # noqa: PLR0913  # the parts of a link
    source: str,
    target: str,
    relation: str = COORDINATES,
    *,
    modality: str = "in-force",
    start: str = "",
    end: str = "",
    unrenewed: bool = False,
    directions: tuple[str, ...] = (),
) -> Link:
    record = f"relation/{relation}-{source}-{target}"
    return Link(
        record, record, relation, f"body/{source}", f"body/{target}", modality, start, end,
        ("", ""), directions, "", "", unrenewed,
    )  # fmt: skip


def network(bodies: Sequence[Body], links: Sequence[Link], *rest: Activity) -> Network:
    facts = Graph({b.id: b for b in bodies}, links, TERRITORIES)
    plans = {"document/plan": ("territory/r", "2026-01-01", "2026-12-31")}
    who: dict[str, tuple[str, ...]] = {a.id: ("educational-organization",) for a in rest}
    return Network(7, facts, Graph({}, (), TERRITORIES), {}, rest, plans, who)


@pytest.fixture(scope="module")
def words(model: Model) -> Vocabulary:
    return vocabulary(model)


@pytest.mark.parametrize(
    ("modality", "start", "end", "unrenewed", "state"),
    [
        ("in-force", "", "", False, IN_FORCE),
        ("rule", "2026-11-22", "2026-11-22", False, IN_FORCE),
        ("in-force", "2026-11-23", "", False, ""),
        ("in-force", "", "2026-11-21", False, ""),
        ("in-force", "", "2026-11-21", True, EXPIRED),
        ("in-force", "", "2026-11-22", True, EXPIRING),
        ("in-force", "", "2027-02-20", True, EXPIRING),  # ninety days later
        ("in-force", "", "2027-02-21", True, IN_FORCE),
        ("in-force", "", "2026-12-01", False, IN_FORCE),
        ("planned", "2027-01-01", "2027-06-30", False, PLANNED),
        ("planned", "", "2026-11-21", False, ""),
    ],
)
def test_a_link_stands_on_a_day_as_its_dates_say(
    modality: str, start: str, end: str, unrenewed: object, state: str
) -> None:
    one = link(
        "a", "b", AGREEMENT, modality=modality, start=start, end=end, unrenewed=bool(unrenewed)
    )
    assert state_of(one, DAY, soon_after(DAY)) == state


@pytest.mark.parametrize(
    ("status", "start", "end", "state"),
    [
        ("existing", "", "", EXISTING),
        ("existing", "2026-11-23", "", ""),
        ("existing", "", "2026-11-21", ENDED),
        ("dissolved", "", "", ENDED),
        ("dissolved", "", "2026-11-22", EXISTING),
        ("planned", "", "", PLANNED),
    ],
)
def test_a_body_is_there_as_its_dates_say(status: str, start: str, end: str, state: str) -> None:
    assert presence(body("a", status=status, start=start, end=end), DAY) == state


def test_names_sort_as_people_number_them() -> None:
    assert sorted(["Школа № 10", "Школа № 9", "школа № 2"], key=natural) == [
        "школа № 2", "Школа № 9", "Школа № 10",
    ]  # fmt: skip


def crowd(count: int) -> tuple[list[Body], list[Link]]:
    """Return a service in each of two municipalities, and as many schools that it coordinates."""
    bodies, links = [body("top")], []
    for n in (1, 2):
        bodies.append(body(f"s{n}", "municipal", f"territory/m{n}"))
        links.append(link("top", f"s{n}"))
        for school in range(count):
            bodies.append(body(f"s{n}-{school}", "institution", f"territory/m{n}"))
            links.append(link(f"s{n}", f"s{n}-{school}"))
    return bodies, links


def test_a_lane_of_many_is_told_by_municipality_and_opened_on_request(words: Vocabulary) -> None:
    known = network(*crowd(LANE_LIMIT))
    shown = view_of(known, Asked(DAY, region="territory/r"), words)
    assert set(shown.nodes) == {"body/top", "body/s1", "body/s2"}
    assert {g: len(m) for g, m in shown.groups.items()} == {
        "g:institution:territory/m1": LANE_LIMIT,
        "g:institution:territory/m2": LANE_LIMIT,
    }
    assert shown.parents["g:institution:territory/m1"] == "body/s1"
    bundles = {(one.source, one.target): len(one.links) for one in shown.lines}
    assert bundles["body/s1", "g:institution:territory/m1"] == LANE_LIMIT
    assert shown.hidden("body/s1") == LANE_LIMIT
    group = shown.places["g:institution:territory/m1"]
    other = shown.places["g:institution:territory/m2"]
    assert group[0] < other[0]

    wanted = Asked(DAY, region="territory/r", expand=frozenset(["g:institution:territory/m1"]))
    opened = view_of(known, wanted, words)
    assert len(opened.nodes) == 3 + LANE_LIMIT
    assert list(opened.groups) == ["g:institution:territory/m2"]
    assert opened.hidden("body/s1") == 0
    spots = {(shown.graph.bodies[n].level, opened.places[n]) for n in opened.nodes}
    assert len(spots) == len(opened.nodes)


def test_a_lane_at_the_limit_is_drawn_one_by_one(words: Vocabulary) -> None:
    known = network(*crowd(LANE_LIMIT // 2))
    assert not view_of(known, Asked(DAY, region="territory/r"), words).groups


def test_a_region_opened_among_all_is_told_by_municipality(words: Vocabulary) -> None:
    known = network(*crowd(LANE_LIMIT))
    shown = view_of(known, Asked(DAY, region=ALL), words)
    assert list(shown.groups) == ["g:institution:territory/r"]
    wanted = Asked(DAY, region=ALL, expand=frozenset(shown.groups))
    assert sorted(view_of(known, wanted, words).groups) == [
        "g:institution:territory/m1",
        "g:institution:territory/m2",
    ]


def test_more_municipalities_than_a_lane_holds_are_told_by_runs(words: Vocabulary) -> None:
    count = 3 * LANE_LIMIT
    places = {
        f"territory/p{n}": Territory(
            f"territory/p{n}", (f"Округ {n}", ""), "municipal", "territory/r"
        )
        for n in range(count)
    }
    bodies = [body("top"), *(body(f"p{n}", "municipal", f"territory/p{n}") for n in range(count))]
    links = [link("top", f"p{n}") for n in range(count)]
    facts = Graph({b.id: b for b in bodies}, links, {**TERRITORIES, **places})
    known = Network(7, facts, Graph({}, (), {}), {}, (), {}, {})
    shown = view_of(known, Asked(DAY, region="territory/r"), words)
    assert shown.nodes == ("body/top",)
    assert 1 < len(shown.groups) <= LANE_LIMIT
    assert sorted(b for members in shown.groups.values() for b in members) == sorted(
        f"body/p{n}" for n in range(count)
    )
    # A run holds neighbours by name, and stands where it begins.
    size = count // len(shown.groups)
    first = f"g:municipal:territory/p0..territory/p{size - 1}"
    assert set(shown.groups[first]) == {f"body/p{n}" for n in range(size)}
    ordered = sorted(shown.groups, key=natural)
    xs = [shown.places[g][0] for g in ordered]
    assert xs == sorted(xs)
    assert len(set(xs)) == len(xs)
    # Opened, it gives its bodies; the others stay together.
    given = {"region": ["r"], "expand": [first], "date": [DAY]}
    wanted = asked(given, known, words)
    assert wanted.expand == {first}
    opened = view_of(known, wanted, words)
    assert set(opened.nodes) == {"body/top", *shown.groups[first]}
    assert set(opened.groups) == set(shown.groups) - {first}


def test_a_municipality_is_shown_with_who_leads_it_up_to_the_top(words: Vocabulary) -> None:
    bodies = [
        body("ministry"), body("office"), body("institute"), body("council"), body("elsewhere"),
        body("academy", "federal", "territory/land"),
        body("service", "municipal", "territory/m1"), body("other", "municipal", "territory/m2"),
    ]  # fmt: skip
    links = [
        link("institute", "service"),
        link("office", "institute", "manages"),
        link("office", "ministry", "subordinate-to"),
        link("council", "institute", "interacts-with"),
        link("other", "institute", "coordinates"),
        link("academy", "office"),
        link("institute", "elsewhere"),
    ]
    shown = view_of(
        network(bodies, links), Asked(DAY, "facts", "territory/r", "territory/m1"), words
    )
    found = {n.removeprefix("body/") for n in shown.nodes}
    assert found == {"service", "institute", "office", "ministry"}
    assert {n for n in found if not shown.outside(f"body/{n}")} == {"service"}
    assert ("body/office", "body/ministry") in {(k.source, k.target) for k in shown.lines}
    past = link("office", "institute", "manages", end="2026-01-01")
    ended = view_of(
        network(bodies, [links[0], past]), Asked(DAY, "facts", "territory/r", "territory/m1"), words
    )
    assert set(ended.nodes) == {"body/service", "body/institute"}


def test_what_nothing_dates_is_counted(words: Vocabulary) -> None:
    bodies = [body("a", start="2020-01-01"), body("b"), body("c"), body("d", end="2021-01-01")]
    links = [link("a", "b"), link("a", "c", start="2025-01-01"), link("b", "c", "manages")]
    known = network(bodies, links)
    assert view_of(known, Asked(DAY, region="territory/r"), words).undated == (2, 2)
    assert view_of(known, Asked("1900-01-01", region="territory/r"), words).undated == (3, 1)
    assert view_of(known, Asked(DAY, "norms", "territory/r"), words).undated == (0, 0)


def test_the_centre_is_never_told_by_a_group(words: Vocabulary) -> None:
    known = network(*crowd(LANE_LIMIT + 1))
    shown = view_of(known, Asked(DAY, centre="body/s1-0", depth=2), words)
    assert "body/s1-0" in shown.nodes
    assert "body/s1-1" not in shown.nodes
    assert shown.groups


def test_an_ended_body_is_shown_only_where_something_leads_to_it(words: Vocabulary) -> None:
    gone, lonely = (body(n, status="dissolved", end="2025-12-31") for n in ("gone", "lonely"))
    known = network([body("a"), gone, lonely], [link("a", "gone")])
    assert set(view_of(known, Asked(DAY, region="territory/r"), words).nodes) == {
        "body/a", "body/gone",
    }  # fmt: skip
    alone = view_of(known, Asked(DAY, centre="body/lonely"), words)
    assert alone.nodes == ("body/lonely",)


def test_federal_bodies_come_where_they_are_linked(words: Vocabulary) -> None:
    federal = [body(n, "federal", "territory/land") for n in ("linked", "other")]
    known = network([body("a"), *federal], [link("linked", "a")])
    shown = view_of(known, Asked(DAY, region="territory/r"), words)
    assert set(shown.nodes) == {"body/a", "body/linked"}


def test_a_short_name_leaves_the_remark_out(words: Vocabulary) -> None:
    named = body("b")._replace(short="ИРО", names=("Институт", "Institute (demo)"))
    shown = view_of(network([body("a"), named], []), Asked(DAY, region="territory/r"), words)
    assert short_name(shown, "body/a", "ru") == "Орган a"
    assert short_name(shown, "body/b", "ru") == "ИРО"
    assert short_name(shown, "body/b", "en") == "Institute"


def test_the_region_with_the_most_dated_bodies_is_the_default() -> None:
    bodies = [
        body("a"), body("b"), body("c"), body("d", place="territory/s", start="2020-01-01"),
    ]  # fmt: skip
    assert default_region(network(bodies, [])) == "territory/s"
    assert default_region(network([], [])) == ""


def test_a_form_that_leaves_everything_empty_asks_for_the_default(words: Vocabulary) -> None:
    known = network([body("a")], [])
    given = {n: [""] for n in ("region", "district", "centre", "levels", "relations", "expand")}
    assert asked({**given, "date": [DAY]}, known, words) == Asked(DAY, region="territory/r")


def test_a_body_may_be_named_in_words_where_no_other_is_called_so() -> None:
    twins = [body(n)._replace(names=("Совет", "")) for n in ("b", "c")]
    facts = network([body("a"), *twins], []).facts
    assert known_body("centre", "орган a (учебный)", facts) == "body/a"
    with pytest.raises(ParameterError):
        known_body("centre", "Совет", facts)


def test_a_name_that_nothing_reads_is_refused() -> None:
    with pytest.raises(ParameterError) as refused:
        refuse_unknown(["levls"], ["levels", "lang"])
    assert refused.value.parameters == {"name": "levls", "value": "", "expected": "levels"}


def test_the_levels_interact_by_links_in_force_alone(words: Vocabulary) -> None:
    bodies = [
        body("a"),
        body("b", "municipal", "territory/m1"),
        body("c", "municipal", "territory/m1"),
    ]
    links = [link("a", "b"), link("a", "c"), link("b", "c"), link("c", "a", "manages"),
             link("b", "a", modality="planned")]  # fmt: skip
    found = interaction(view_of(network(bodies, links), Asked(DAY, region="territory/r"), words))
    assert found.levels == ("regional", "municipal")
    assert found.count("regional", "municipal") == 2
    assert found.relations("municipal", "regional") == [("manages", 1)]
    assert found.total == 4
    drawn = flows(found.levels, found.count)
    assert {(b.source, b.target): b.count for b in drawn.bands} == {
        ("regional", "municipal"): 2, ("municipal", "municipal"): 1, ("municipal", "regional"): 1,
    }  # fmt: skip
    assert sum(bar.count for bar in drawn.left) == sum(bar.count for bar in drawn.right) == 4


def test_the_matrix_counts_what_a_kind_answers_for_where_it_is(words: Vocabulary) -> None:
    bodies = [body("a"), *(body(f"s{n}", "institution", f"territory/m{n}") for n in (1, 2))]
    agreed = link("a", "s1", AGREEMENT, directions=("direction/analysis",), end="2026-12-31")
    this_year = Activity("activity/1", "document/plan", ("direction/analysis",), "", "")
    next_year = this_year._replace(id="activity/2", start="2027-01-01", end="2027-02-01")
    found = matrix_of(network(bodies, [agreed], this_year, next_year), words, "territory/r", DAY)
    assert found.places == ("territory/m1", "territory/m2", "territory/m3")
    assert {place: (c.agreements, c.activities) for (place, _), c in found.cells.items()} == {
        "territory/m1": ({agreed.record}, {"activity/1"}),
        "territory/m2": (set(), {"activity/1"}),
    }
    assert found.most == 2


class _Silent:
    """An asker that cannot answer."""

    def ask(self, *_args: object, **_more: object) -> None:
        raise EngineFailedError(engine="sparql")


def test_an_audit_that_cannot_be_asked_is_named(model: Model) -> None:
    store = OxigraphStore(None, Derivation.of(model))
    asker = cast("Asker", _Silent())
    found = Ghosts(load_catalogue(data_folder("queries")), asker, model, store)
    facts = Graph({}, (), TERRITORIES)
    known = Network(0, facts, Graph({}, (), TERRITORIES), {"norm/n": "territory/r"}, (), {}, {})
    assert found.of(known, Asked(DAY, region="territory/r"), "ru").not_asked == tuple(
        sorted(AUDITS)
    )
    assert found.of(known, Asked(DAY, region="territory/s"), "ru").not_asked == ()


def test_the_order_takes_crossings_away() -> None:
    bodies = [
        body("a"),
        body("b"),
        *(body(f"s{n}", "municipal", f"territory/m{n}") for n in (1, 2)),
    ]
    links = [link("a", "s2"), link("b", "s1")]
    graph = Graph({b.id: b for b in bodies}, links, TERRITORIES)
    order = order_of(graph, list(graph.bodies), links, graph.district)
    weights = {("body/a", "territory/m2"): 1, ("body/b", "territory/m1"): 1}
    assert crossings(("body/a", "body/b"), ("territory/m1", "territory/m2"), weights) == 1
    assert crossings(order.above, order.columns, weights) == 0


def test_the_matrix_leaves_out_what_is_over_and_who_is_elsewhere(words: Vocabulary) -> None:
    bodies = [body("a"), *(body(f"s{n}", "institution", f"territory/m{n}") for n in (1, 2))]
    over = link("a", "s1", AGREEMENT, directions=("direction/analysis",), end="2026-11-21",
                unrenewed=True)  # fmt: skip
    activity = Activity("activity/1", "document/plan", ("direction/analysis",), "", "")
    facts = network(bodies, [over]).facts
    plans = {"document/plan": ("territory/m1", "2026-01-01", "2026-12-31")}
    who: dict[str, tuple[str, ...]] = {"activity/1": ("educational-organization",)}
    known = Network(7, facts, Graph({}, (), TERRITORIES), {}, (activity,), plans, who)
    found = matrix_of(known, words, "territory/r", DAY)
    assert {place: (c.agreements, c.activities) for (place, _), c in found.cells.items()} == {
        "territory/m1": (set(), {"activity/1"})
    }
