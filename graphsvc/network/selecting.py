"""Which bodies and links of the network a request is about, before anything is filtered."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from graphsvc.network.asking import ALL
from graphsvc.network.parts import ENDED, EXPIRING, IN_FORCE, presence, soon_after, state_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from graphsvc.network.asking import Asked
    from graphsvc.network.graph import Graph
    from graphsvc.network.loading import Network
    from graphsvc.network.parts import Link
    from graphsvc.network.vocabulary import Vocabulary

__all__ = ["HOLDING", "Day", "Scope", "scope_of"]

_LEADING: Final = frozenset({"coordinates", "manages", "guides", "organizes-work-of"})
"""Relations whose subject stands above the object."""
_FOLLOWING: Final = frozenset({"subordinate-to"})
"""Relations whose object stands above the subject."""
HOLDING: Final = frozenset({IN_FORCE, EXPIRING})
"""States of a link that is in force."""


class Day:
    """A layer of the network on a day: who is there, and how each link stands.

    Args:
        links: the links to look at.
    """

    def __init__(self, graph: Graph, links: Iterable[Link], on: str) -> None:
        self.graph, self.on, soon = graph, on, soon_after(on)
        self._presence: dict[str, str] = {}
        self.links: list[tuple[Link, str]] = [
            (link, state)
            for link in links
            if (state := state_of(link, on, soon))
            and self.presence(link.source)
            and self.presence(link.target)
        ]

    def presence(self, body: str) -> str:
        """Return whether a body exists that day, as `parts.presence`."""
        known = self._presence.get(body)
        if known is None:
            known = self._presence[body] = presence(self.graph.bodies[body], self.on)
        return known

    @cached_property
    def neighbours(self) -> Mapping[str, list[str]]:
        """The bodies at the other ends of each body's links, a body once a link."""
        found: dict[str, list[str]] = defaultdict(list)
        for link, _ in self.links:
            found[link.source].append(link.target)
            found[link.target].append(link.source)
        return found

    @cached_property
    def leaders(self) -> Mapping[str, set[str]]:
        """The bodies that coordinate, manage or have below them each body that day."""
        found: dict[str, set[str]] = defaultdict(set)
        for link, state in self.links:
            if state in HOLDING and link.relation in _LEADING:
                found[link.target].add(link.source)
            elif state in HOLDING and link.relation in _FOLLOWING:
                found[link.source].add(link.target)
        return found


@dataclass(frozen=True)
class Scope:
    """What a request is about: the bodies and links of a region, a municipality, a neighbourhood.

    Attributes:
        bodies: those there on the day; ended ones only where a link still leads to them.
        links: those between them, with their states.
    """

    day: Day
    bodies: tuple[str, ...]
    links: tuple[tuple[Link, str], ...]

    @cached_property
    def relation_counts(self) -> Mapping[str, int]:
        """How many links of each relation there are."""
        return Counter(link.relation for link, _ in self.links)

    @cached_property
    def named_directions(self) -> Mapping[tuple[str, ...], int]:
        """How many links name each set of directions of work, as their documents call them."""
        return Counter(link.directions for link, _ in self.links if link.directions)

    @cached_property
    def kind_counts(self) -> Mapping[str, int]:
        """How many bodies of each kind there are, most first."""
        bodies = self.day.graph.bodies
        return Counter(k for b in self.bodies for k in bodies[b].kinds)

    @cached_property
    def level_counts(self) -> Mapping[str, int]:
        """How many bodies each level has."""
        return Counter(self.day.graph.bodies[b].level for b in self.bodies)


def scope_of(network: Network, graph: Graph, asked: Asked, words: Vocabulary) -> Scope:
    """Return what a request is about; the last few parts asked for are kept."""
    around = (asked.centre, asked.depth, asked.relations) if asked.centre else ()
    key = (Scope, asked.on, asked.region, asked.district, around)
    return graph.kept(key, lambda: _scope(network, graph, asked, words))


def _scope(network: Network, graph: Graph, asked: Asked, words: Vocabulary) -> Scope:
    day = _day(network, graph, asked)
    if asked.centre:
        chosen = _around(day, asked)
    elif asked.district:
        chosen = _district(day, asked.district, words)
    elif asked.region == ALL or graph is network.norms:
        chosen = {e for link, _ in day.links for e in (link.source, link.target)}
        chosen |= set() if graph is network.norms else set(graph.bodies)
    else:
        inside = set(graph.regions.get(asked.region, ()))
        chosen = inside | _linked(day, inside, lambda b: not graph.region(b))
    linked = {e for link, _ in day.links for e in (link.source, link.target)}
    there = [
        b
        for b in sorted(chosen)
        if (state := day.presence(b)) and (state != ENDED or b in linked or b == asked.centre)
    ]
    known = set(there)
    links = tuple(
        (link, state) for link, state in day.links if link.source in known and link.target in known
    )
    return Scope(day, tuple(there), links)


def _day(network: Network, graph: Graph, asked: Asked) -> Day:
    """Return the links that matter on the day; the last few days asked for are kept."""
    everywhere = asked.region == ALL or asked.centre
    if graph is network.norms:
        places = network.norm_places
        links: Iterable[Link] = (
            link
            for link in graph.links
            if asked.region == ALL or graph.region_of(places[link.record]) == asked.region
        )
    else:
        links = graph.links if everywhere else graph.links_in.get(asked.region, ())
    place = "" if everywhere else asked.region
    return graph.kept((Day, asked.on, place, bool(everywhere)), lambda: Day(graph, links, asked.on))


def _district(day: Day, district: str, words: Vocabulary) -> set[str]:
    """Return a municipality's bodies, those above that they are linked with or led by.

    Whoever leads one of them is led by somebody too: the chain is followed up to the region's top.
    """
    graph, rank = day.graph, words.rank
    inside = set(graph.districts.get(district, ()))
    municipal = min((rank.get(graph.bodies[b].level, 0) for b in inside), default=0)
    region = graph.region_of(district)

    def above(body: str) -> bool:
        return rank.get(graph.bodies[body].level, 0) < municipal

    leaders, waiting = set[str](), list(inside)
    while waiting:
        found = {
            b
            for b in day.leaders.get(waiting.pop(), ())
            if b not in leaders and above(b) and graph.region(b) == region
        }
        waiting += found
        leaders |= found
    return inside | leaders | _linked(day, inside, above)


def _linked(day: Day, inside: AbstractSet[str], wanted: Callable[[str], bool]) -> set[str]:
    """Return the bodies outside that are linked with one inside."""
    ends = ((link.source, link.target) for link, _ in day.links)
    return {
        end
        for source, target in ends
        if (source in inside) != (target in inside)
        for end in (source, target)
        if end not in inside and wanted(end)
    }


def _around(day: Day, asked: Asked) -> set[str]:
    """Return the bodies that so many links of the wanted relations lead to."""
    neighbours = day.neighbours
    if asked.relations:
        wanted: dict[str, list[str]] = defaultdict(list)
        for link, _ in day.links:
            if link.relation in asked.relations:
                wanted[link.source].append(link.target)
                wanted[link.target].append(link.source)
        neighbours = wanted
    found = last = {asked.centre}
    for _ in range(asked.depth):
        last = {b for body in last for b in neighbours.get(body, ())} - found
        found = found | last
    return found
