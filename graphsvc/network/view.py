"""The part of the network that a request asks for: what is drawn, where, and how it is linked."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from graphsvc.network.asking import ALL, FACTS
from graphsvc.network.ghosts import Missing
from graphsvc.network.grouping import Bundle, bundled, ends_of, grouped, parents_of
from graphsvc.network.ordering import Order, order_of
from graphsvc.network.parts import ENDED, GHOST, NO_NAMES, Link, name_in
from graphsvc.network.placing import placed
from graphsvc.network.selecting import HOLDING, Scope, scope_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graphsvc.network.asking import Asked
    from graphsvc.network.ghosts import Ghost
    from graphsvc.network.graph import Graph
    from graphsvc.network.loading import Network
    from graphsvc.network.placing import Place
    from graphsvc.network.vocabulary import Vocabulary

__all__ = ["View", "short_name", "view_of"]

_REMARK = re.compile(r"\s*\([^()]*\)$")


@dataclass(frozen=True)
class View:
    """What is shown of the network.

    Attributes:
        scope: what the request is about, before levels, kinds and other filters.
        nodes: the bodies shown one by one.
        groups: the members of each group, by its id.
        lines: the links between nodes and groups.
        ghosts: what is missing, where it concerns a body that is shown or grouped.
        not_asked: ids of audits that were not asked what is missing.
        places: x and y of each node and group within its lane.
    """

    network: Network
    graph: Graph
    words: Vocabulary
    asked: Asked
    scope: Scope
    nodes: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]
    lines: tuple[Bundle, ...]
    ghosts: tuple[Ghost, ...]
    not_asked: tuple[str, ...]
    places: Mapping[str, Place]

    @cached_property
    def items(self) -> Mapping[str, str]:
        """The item that stands for each body shown."""
        found = {node: node for node in self.nodes}
        return found | {b: group for group, members in self.groups.items() for b in members}

    @cached_property
    def relation_counts(self) -> Mapping[str, int]:
        """How many links of each relation there are before anything is filtered."""
        return self.scope.relation_counts

    @cached_property
    def state_counts(self) -> Mapping[str, int]:
        """How many links are shown in each state."""
        found: Counter[str] = Counter()
        for line in self.lines:
            found[line.state] += len(line.links)
        return found

    @cached_property
    def kind_counts(self) -> Mapping[str, int]:
        """How many bodies of each kind there are before anything is filtered, most first."""
        return self.scope.kind_counts

    @cached_property
    def direction_counts(self) -> Mapping[str, int]:
        """How many links each general direction of work has before anything is filtered."""
        found: Counter[str] = Counter()
        for named, count in self.scope.named_directions.items():
            found.update(dict.fromkeys(self.words.directions_of(named), count))
        return found

    @cached_property
    def level_counts(self) -> Mapping[str, int]:
        """How many bodies each level has before anything is filtered."""
        return self.scope.level_counts

    def hidden(self, node: str) -> int:
        """Return how many bodies that a node is linked with that day are not shown as nodes."""
        around = set(self.scope.day.neighbours.get(node, ()))
        return len(around.difference(self._shown))

    def kind(self, node: str) -> str:
        """Return the kind that a body is named by: of several one of its level, the most common."""
        body, common = self.graph.bodies[node], self._common_kinds
        level = {c: k.level for c, k in ((k.kinds[0], k) for k in self.words.kinds.values())}
        return min(body.kinds, key=lambda k: (level.get(k) != body.level, -common[k]), default="")

    def column(self, territory_or_body: str) -> str:
        """Return the territory whose column a body stands in, empty for none."""
        return _column(self.graph, self.asked, territory_or_body)

    def outside(self, node: str) -> bool:
        """Return whether a body is shown beside the municipality that is asked for."""
        district = self.asked.district
        return bool(district) and not self.asked.centre and self.graph.district(node) != district

    @cached_property
    def undated(self) -> tuple[int, int]:
        """How many bodies and links are shown though nothing says since when they have been there.

        What has no last day either is shown on every day, however early.
        """
        if self.asked.layer != FACTS:
            return 0, 0
        bodies, present = self.graph.bodies, self.scope.day.presence
        return (
            sum(not bodies[b].start and present(b) != ENDED for b in self.items),
            sum(not k.start for n in self.lines if n.state in HOLDING for k in n.links),
        )

    @cached_property
    def parents(self) -> Mapping[str, str]:
        """For each group the node above that most of its links lead to, where there is one."""
        rank, bodies = self.words.rank, self.graph.bodies

        def place(item: str) -> int:
            level = item.split(":")[1] if item.startswith("g:") else bodies[item].level
            return rank.get(level, 0)

        return parents_of(self.lines, place)

    @cached_property
    def lacking(self) -> Mapping[str, int]:
        """How much is missing in each node and group."""
        return Counter(self.items[g.node] for g in self.ghosts)

    @cached_property
    def _shown(self) -> frozenset[str]:
        return frozenset(self.nodes)

    @cached_property
    def _common_kinds(self) -> Counter[str]:
        return Counter(k for b in self.graph.bodies.values() for k in b.kinds)


def view_of(
    network: Network, asked: Asked, words: Vocabulary, missing: Missing | None = None
) -> View:
    """Return the part of the network that is asked for.

    Args:
        missing: what is missing that day; without it nobody asked.
    """
    lacks = missing or Missing()
    graph = network.facts if asked.layer == FACTS else network.norms
    scope = scope_of(network, graph, asked, words)
    links = [
        (link, state)
        for link, state in scope.links
        if (not asked.relations or link.relation in asked.relations)
        and (not asked.directions or asked.directions & words.directions_of(link.directions))
    ]
    order = _order(graph, asked, scope)
    ends = {e for link, _ in links for e in (link.source, link.target)} if asked.directions else ()
    bodies = [
        b
        for b in scope.bodies
        if (not asked.levels or graph.bodies[b].level in asked.levels)
        and (not asked.kinds or not asked.kinds.isdisjoint(graph.bodies[b].kinds))
        and (not asked.directions or b in ends)
    ]

    def told_under(body: str) -> str:
        return _column(graph, asked, body)

    drawn = grouped(
        graph, bodies, told_under, columns=order.columns, opened=asked.expand, single=asked.centre
    )
    items = drawn.items()
    lacking = tuple(g for g in lacks.found if g.node in items) if graph is network.facts else ()
    wanted = [g for g in lacking if not asked.relations or g.what in asked.relations]
    lines = bundled([*links, *_ghost_links(wanted)], items)
    spots = {name: _spot(graph, asked, name) for name in drawn.groups}
    places = placed(graph, drawn.nodes, spots, told_under, order)
    return View(
        network,
        graph,
        words,
        asked,
        scope,
        drawn.nodes,
        drawn.groups,
        tuple(lines),
        lacking,
        lacks.not_asked,
        places,
    )


def short_name(view: View, body: str, lang: str) -> str:
    """Return a body's other name, else its name without the remark behind it in brackets."""
    found = view.graph.bodies[body]
    if found.short and lang == "ru":
        return found.short
    return _REMARK.sub("", name_in(found.names, lang))


def _ghost_links(ghosts: Sequence[Ghost]) -> list[tuple[Link, str]]:
    return [
        (
            Link(
                f"ghost/{g.finding.id}",
                "",
                g.what,
                g.source,
                g.target,
                "",
                "",
                "",
                NO_NAMES,
                (),
                g.finding.basis,
                "",
                unrenewed=False,
            ),
            GHOST,
        )
        for g in ghosts
        if g.source
    ]


def _column(graph: Graph, asked: Asked, body: str) -> str:
    if asked.layer != FACTS:
        return ""
    return graph.region(body) if asked.region == ALL and not asked.centre else graph.district(body)


def _spot(graph: Graph, asked: Asked, group: str) -> tuple[str, str]:
    """Return the level and the column of a group; a run stands where it begins."""
    _, level, place, *_ = group.split(":")
    place = ends_of(place)[0]
    return level, graph.region_of(place) if asked.region == ALL and not asked.centre else place


def _order(graph: Graph, asked: Asked, scope: Scope) -> Order:
    """Return the order of columns and bodies; that of a whole region or country is kept."""

    def column(body: str) -> str:
        return _column(graph, asked, body)

    if asked.centre or asked.layer != FACTS:
        return order_of(graph, scope.bodies, [link for link, _ in scope.links], column)

    def make() -> Order:
        links = graph.links if asked.region == ALL else graph.links_in.get(asked.region, ())
        ends = {e for link in links for e in (link.source, link.target)}
        inside = graph.bodies if asked.region == ALL else graph.regions.get(asked.region, ())
        return order_of(graph, sorted({*inside, *ends}), links, column)

    return graph.kept((Order, asked.region), make)
