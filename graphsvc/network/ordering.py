"""In which order bodies stand in their lanes, so that links cross little."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphsvc.network.parts import name_in, natural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from graphsvc.network.graph import Graph
    from graphsvc.network.parts import Body, Link

__all__ = ["Order", "clusters", "crossings", "order_of"]

_SWEEPS: Final = 6
_SWEPT_MOST: Final = 150
"""More columns stand by name: so many cannot be kept from crossing, but can be looked up."""
_CONTAINED: Final = frozenset({"attached-to", "unit-of", "hosted-by"})
"""Relations from a part to what it belongs to: they stand together."""

_Weights = Mapping[tuple[str, str], int]
"""How many links there are between an item of one row and an item of the other."""


@dataclass(frozen=True)
class Order:
    """An order that is the same whatever is filtered.

    Attributes:
        columns: territories that have a column of their own, from left to right.
        above: the bodies that stand in no column, from left to right.
    """

    columns: tuple[str, ...]
    above: tuple[str, ...]


def order_of(
    graph: Graph, bodies: Iterable[str], links: Iterable[Link], column: Callable[[str], str]
) -> Order:
    """Return the order of columns and of the bodies above them, by the mean place of neighbours.

    Every link counts, whenever it holds: the picture must not be shuffled by another day. Of all
    the orders on the way the one with the fewest crossings is taken; by name is the first.

    Args:
        links: those of the bodies.
        column: the territory whose column a body stands in, empty for none.
    """
    columns = {b: c for b in bodies if (c := column(b))}
    above = [b for b in bodies if b not in columns]
    free, weights = set(above), Counter[tuple[str, str]]()
    for link in links:
        for one, other in ((link.source, link.target), (link.target, link.source)):
            if one in free and other in columns:
                weights[one, columns[other]] += 1
    upper = sorted(above, key=lambda b: _name_key(graph.bodies[b]))
    lower = sorted(set(columns.values()), key=lambda c: natural(_place_name(graph, c)))
    if len(lower) > _SWEPT_MOST:
        return Order(tuple(lower), tuple(upper))
    found = best = upper, lower
    fewest = crossings(*best, weights)
    for _ in range(_SWEEPS):
        upper = _by_mean(upper, lower, {(b, a): n for (a, b), n in weights.items()})
        lower = _by_mean(lower, upper, weights)
        found = upper, lower
        if (count := crossings(*found, weights)) < fewest:
            best, fewest = found, count
    return Order(tuple(best[1]), tuple(best[0]))


def crossings(above: Sequence[str], below: Sequence[str], weights: _Weights) -> int:
    """Return how often links cross between two rows; those that share an end do not.

    Args:
        weights: how many links there are, by item above and item below.
    """
    place = {item: n for n, item in enumerate(below)}
    rows = {item: n for n, item in enumerate(above)}
    passed, count = [0] * len(below), 0
    for _, end, weight in sorted((rows[a], place[b], n) for (a, b), n in weights.items()):
        count += weight * sum(passed[end + 1 :])
        passed[end] += weight
    return count


def clusters(graph: Graph, members: Sequence[str]) -> list[list[str]]:
    """Return bodies in groups that stand together: what belongs to a body follows it."""
    here = set(members)
    parents: dict[str, str] = {}
    for body in members:
        for link in graph.links_of.get(body, ()):
            if link.source == body and link.relation in _CONTAINED and link.target in here:
                parents[body] = min(parents.get(body, link.target), link.target)
    children: dict[str, list[str]] = defaultdict(list)
    ordered = sorted(members, key=lambda b: _name_key(graph.bodies[b]))
    for body in ordered:
        children[parents.get(body, "")].append(body)
    found: list[list[str]] = []
    seen: set[str] = set()
    for root in [*children[""], *ordered]:  # a circle of parts has no root
        family: list[str] = []
        waiting = [root]
        while waiting:
            body = waiting.pop()
            if body not in seen:
                seen.add(body)
                family.append(body)
                waiting += reversed(children[body])
        if family:
            found.append(family)
    return found


def _by_mean(items: Sequence[str], fixed: Sequence[str], weights: _Weights) -> list[str]:
    """Return items by the mean place of what they are linked with; those without links stay."""
    place = {item: (n + 0.5) / len(fixed) for n, item in enumerate(fixed)}
    sums: dict[str, float] = defaultdict(float)
    totals: dict[str, int] = defaultdict(int)
    for (other, item), weight in weights.items():
        sums[item] += place[other] * weight
        totals[item] += weight
    own = {item: (n + 0.5) / len(items) for n, item in enumerate(items)}
    return sorted(items, key=lambda i: (sums[i] / totals[i] if totals[i] else own[i], own[i]))


def _name_key(body: Body) -> tuple[tuple[tuple[str, int], ...], str]:
    return natural(name_in(body.names, "ru")), body.id  # one picture in both languages


def _place_name(graph: Graph, place: str) -> str:
    found = graph.territories.get(place)
    return name_in(found.names, "ru") if found else place
