"""Where in its lane each node and group is drawn: x and y from 0 to 1, always the same."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Final

from graphsvc.network.ordering import clusters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from graphsvc.network.graph import Graph
    from graphsvc.network.ordering import Order

__all__ = ["placed"]

Place = tuple[float, float]
_ROWS_MOST: Final = 6
_SLOTS: Final = 30
"""About how many nodes stand side by side in a lane before they go into more rows."""
_STAGGER: Final = 0.12
"""By what part of a slot every other row is moved, so that a line passes beside a node."""
_EVEN_SHARE: Final = 0.5
"""Of the width, what all columns have alike; the rest is shared by how much stands in them."""
_DIGITS: Final = 4


@dataclass(frozen=True)
class _Lane:
    """What stands in a lane: families of items by column, and how many rows it has."""

    columns: Mapping[str, list[list[str]]]
    rows: int

    @property
    def beside(self) -> bool:
        """Whether anything in it stands in a territory's column."""
        return any(self.columns)

    def slots(self, column: str) -> list[list[str]]:
        """Return the items of a column in slots from left to right, each from top to bottom."""
        found: list[list[str]] = []
        for family in self.columns.get(column, ()):
            if found and len(found[-1]) + len(family) <= self.rows:
                found[-1] += family
            else:
                cuts = range(0, len(family), self.rows)
                found += [family[n : n + self.rows] for n in cuts]
        return found


def placed(
    graph: Graph,
    nodes: Iterable[str],
    groups: Mapping[str, tuple[str, str]],
    column: Callable[[str], str],
    order: Order,
) -> dict[str, Place]:
    """Return x and y of each item within its lane.

    A territory's column has the same place in every lane, so that what belongs together stands
    below one another; a body's parts stand below it.

    Args:
        groups: level and column of each group.
        column: the column of a body, empty for none.
    """
    inside: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for node in nodes:
        inside[graph.bodies[node].level][column(node)].append(node)
    lanes: dict[str, _Lane] = {}
    for level in {*inside, *(level for level, _ in groups.values())}:
        families = {c: clusters(graph, members) for c, members in inside[level].items()}
        for name, (own, place) in sorted(groups.items()):
            if own == level:
                families.setdefault(place, []).append([name])
        lanes[level] = _Lane(families, _rows(families))
    taken = {c for lane in lanes.values() for c in lane.columns}
    used = [c for c in order.columns if c in taken]
    rank = {body: n for n, body in enumerate(order.above)}
    found: dict[str, Place] = {}
    for lane in lanes.values():
        loose = [b for family in lane.columns.get("", ()) for b in family]
        if loose and not lane.beside:
            found |= _row(sorted(loose, key=lambda b: (rank.get(b, len(rank)), b)))
    mixed = any("" in lane.columns and lane.beside for lane in lanes.values())
    columns = ["", *used] if mixed else used
    left, widths = 0.0, _widths(lanes.values(), columns)
    for name in columns:
        for lane in lanes.values():
            if lane.beside:
                found |= _in_column(lane.slots(name), lane.rows, left, widths[name])
        left += widths[name]
    return {item: (round(x, _DIGITS), round(y, _DIGITS)) for item, (x, y) in found.items()}


def _rows(families: Mapping[str, Sequence[Sequence[str]]]) -> int:
    sizes = [len(family) for found in families.values() for family in found]
    return max(min(max(sizes), _ROWS_MOST), ceil(sum(sizes) / _SLOTS))


def _widths(lanes: Iterable[_Lane], columns: Sequence[str]) -> dict[str, float]:
    """Return the width of each column, 1 together."""
    most = dict.fromkeys(columns, 1)
    for lane in lanes:
        for name in columns:
            most[name] = max(most[name], len(lane.slots(name)))
    total = sum(most.values())
    return {
        name: _EVEN_SHARE / len(columns) + (1 - _EVEN_SHARE) * count / total
        for name, count in most.items()
    }


def _row(items: Sequence[str]) -> dict[str, Place]:
    """Return items side by side, each of several rows a step to the right of the one above."""
    rows = 1 if len(items) < 6 else 2 if len(items) < 16 else max(3, ceil(len(items) / 16))  # noqa: PLR2004  # room for a name
    return {item: ((n + 0.5) / len(items), (n % rows + 0.5) / rows) for n, item in enumerate(items)}


def _in_column(
    slots: Sequence[Sequence[str]], rows: int, left: float, width: float
) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for n, slot in enumerate(slots):
        for row, item in enumerate(slot):
            moved = _STAGGER if row % 2 else -_STAGGER
            x = left + (n + 0.5 + (moved if len(slot) > 1 else 0)) / len(slots) * width
            found[item] = x, (row + 0.5) / rows
    return found
