"""Bodies as nodes, or as a group with a count where a lane has too many of them.

A group's id is `g:level:place:kind`; its place is a territory, empty for none, or a run of
territories that stand beside one another, named by its ends: `territory/a..territory/z`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from graphsvc.network.graph import Graph
    from graphsvc.network.parts import Link

__all__ = [
    "LANE_LIMIT",
    "Bundle",
    "Grouped",
    "bundled",
    "ends_of",
    "grouped",
    "parents_of",
    "runs_of",
]

LANE_LIMIT: Final = 120
"""Most nodes of a lane that are drawn one by one."""
_OPENED_LIMIT: Final = 600
"""Most members of an opened group that are drawn one by one; above it they are told by kind."""
_RUNS: Final = 60
"""About how many runs a lane with too many columns is told by: each has room for its number."""
_BETWEEN: Final = ".."


@dataclass(frozen=True)
class Grouped:
    """What is drawn: nodes, and the members of each group by its id."""

    nodes: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]

    def items(self) -> dict[str, str]:
        """Return the item that stands for each body: itself, or its group."""
        found = {node: node for node in self.nodes}
        return found | {b: group for group, members in self.groups.items() for b in members}


@dataclass
class Bundle:
    """The links of one relation and state between two items, drawn as one line."""

    source: str
    target: str
    relation: str
    state: str
    links: list[Link]


def grouped(  # noqa: PLR0913  # each is told by name
    graph: Graph,
    bodies: Sequence[str],
    column: Callable[[str], str],
    *,
    columns: Sequence[str] = (),
    opened: frozenset[str] = frozenset(),
    single: str = "",
) -> Grouped:
    """Return bodies as nodes, those of a lane above the limit as groups of one column each.

    Where even the groups are above the limit, those of columns side by side are one. A group
    opened gives its nodes, or where it is too large itself, groups of its parts.

    Args:
        column: the territory that a body is told under, empty for none.
        columns: all such territories from left to right.
        opened: ids of groups.
        single: a body that is never told by a group, empty for none.
    """
    lanes: dict[str, list[str]] = defaultdict(list)
    for body in bodies:
        lanes[graph.bodies[body].level].append(body)
    drawn = _Drawing(graph, opened)
    for level, members in lanes.items():
        if len(members) <= LANE_LIMIT:
            drawn.nodes += members
            continue
        parts: dict[str, list[str]] = defaultdict(list)
        for body in members:
            if body == single:
                drawn.nodes.append(body)
            else:
                parts[_group(graph, body, level, column(body))].append(body)
        if len(parts) > LANE_LIMIT:
            parts = _joined(parts, runs_of(columns))
        for name, inside in parts.items():
            drawn.add(name, inside)
    return Grouped(tuple(sorted(drawn.nodes)), dict(sorted(drawn.groups.items())))


def runs_of(columns: Sequence[str]) -> dict[str, str]:
    """Return the run that each column belongs to; a run is named by its first and last column."""
    size = max(1, -(-len(columns) // _RUNS))
    runs = (columns[n : n + size] for n in range(0, len(columns), size))
    return {one: f"{run[0]}{_BETWEEN}{run[-1]}" for run in runs for one in run}


def ends_of(place: str) -> list[str]:
    """Return the first and the last territory of a run; of a territory alone itself."""
    return place.split(_BETWEEN)


def _joined(parts: Mapping[str, list[str]], runs: Mapping[str, str]) -> dict[str, list[str]]:
    """Return groups of one column each as groups of runs; what is in no run stays as it is."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, inside in parts.items():
        mark, level, place, *kind = name.split(":")
        found[":".join([mark, level, runs.get(place, place), *kind])] += inside
    return found


def _group(graph: Graph, body: str, level: str, place: str) -> str:
    return f"g:{level}:{place}" if place else f"g:{level}::{graph.bodies[body].kinds[0]}"


class _Drawing:
    """Nodes and groups as they come to be drawn."""

    def __init__(self, graph: Graph, opened: frozenset[str]) -> None:
        self._graph, self._opened = graph, opened
        self.nodes: list[str] = []
        self.groups: dict[str, tuple[str, ...]] = {}

    def add(self, name: str, members: Sequence[str]) -> None:
        """Add a group, or where it is opened what is in it."""
        if name not in self._opened:
            self.groups[name] = tuple(members)
            return
        _, level, place, *kind = name.split(":")
        districts = {self._graph.district(b) for b in members}
        many = len(members) > LANE_LIMIT and len(districts) > 1
        parts: dict[str, list[str]] = defaultdict(list)
        for body in members:
            if many and (near := self._graph.district(body)):
                parts[f"g:{level}:{near}"].append(body)
            elif len(members) > _OPENED_LIMIT and not kind:
                parts[f"g:{level}:{place}:{self._graph.bodies[body].kinds[0]}"].append(body)
            else:
                self.nodes.append(body)
        for part, inside in parts.items():
            self.add(part, inside)


def bundled(links: Iterable[tuple[Link, str]], items: Mapping[str, str]) -> list[Bundle]:
    """Return the lines between items: a link between two nodes alone, those of a group together.

    What is between two bodies of one group, or leads to a body that is not shown, is no line.
    """
    alone: list[Bundle] = []
    bundles: dict[tuple[str, str, str, str], Bundle] = {}
    for link, state in links:
        source, target = items.get(link.source, ""), items.get(link.target, "")
        if not source or not target or source == target:
            continue
        if source == link.source and target == link.target:
            alone.append(Bundle(source, target, link.relation, state, [link]))
            continue
        key = (source, target, link.relation, state)
        if known := bundles.get(key):
            known.links.append(link)
        else:
            bundles[key] = Bundle(*key, [link])
    return [*alone, *bundles.values()]


def parents_of(lines: Iterable[Bundle], rank: Callable[[str], int]) -> dict[str, str]:
    """Return for each group the node above that most of its links lead to, where there is one."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for line in lines:
        for group, other in ((line.source, line.target), (line.target, line.source)):
            if group.startswith("g:") and not other.startswith("g:") and rank(other) < rank(group):
                counts[group][other] += len(line.links)
    return {
        group: min(found, key=lambda other: (-found[other], other))
        for group, found in counts.items()
    }
