"""One layer of the network as it is known at a journal entry: to be looked things up in."""

from __future__ import annotations

import threading
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from graphsvc.network.parts import Body, Link, Territory

__all__ = ["MUNICIPAL", "REGIONAL", "Graph"]

T = TypeVar("T")

REGIONAL, MUNICIPAL = "regional", "municipal"
_KEPT: Final = 24


class Graph:
    """Bodies and links with their territories; nothing of it changes.

    Args:
        graphs: for each body the named graphs that say what it is.
        synthetic: the named graphs whose dataset says that it is made up.
    """

    def __init__(
        self,
        bodies: Mapping[str, Body],
        links: Sequence[Link],
        territories: Mapping[str, Territory],
        graphs: Mapping[str, tuple[str, ...]] | None = None,
        synthetic: frozenset[str] = frozenset(),
    ) -> None:
        self.bodies, self.links, self.territories = bodies, links, territories
        self.graphs, self.synthetic = graphs or {}, synthetic
        self._lock = threading.Lock()
        self._kept: dict[Hashable, object] = {}

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is worked out from this state alone; of very many things not the oldest."""
        found = self._kept.get(key)
        if found is None:
            found = make()
            with self._lock:
                self._kept[key] = found
                while len(self._kept) > _KEPT:
                    del self._kept[next(iter(self._kept))]
        return cast("T", found)

    @cached_property
    def links_of(self) -> Mapping[str, list[Link]]:
        """The links of each body, at either end."""
        found: dict[str, list[Link]] = defaultdict(list)
        for link in self.links:
            found[link.source].append(link)
            if link.target != link.source:
                found[link.target].append(link)
        return found

    @cached_property
    def regions(self) -> Mapping[str, list[str]]:
        """The bodies of each region and its municipalities; those of none, under an empty key."""
        return self._by(REGIONAL)

    @cached_property
    def districts(self) -> Mapping[str, list[str]]:
        """The bodies of each municipality; those that are in none, under an empty key."""
        return self._by(MUNICIPAL)

    @cached_property
    def links_in(self) -> Mapping[str, list[Link]]:
        """The links that have an end in a region; of federal bodies alone, under an empty key."""
        found: dict[str, list[Link]] = defaultdict(list)
        for link in self.links:
            places = {self.region(link.source), self.region(link.target)}
            for place in places - {""} or {""}:
                found[place].append(link)
        return found

    def region(self, body: str) -> str:
        """Return the region of a body, empty where it has none."""
        return self._above(self.bodies[body].place, REGIONAL)

    def district(self, body: str) -> str:
        """Return the municipality of a body, empty where it has none."""
        return self._above(self.bodies[body].place, MUNICIPAL)

    def region_of(self, territory: str) -> str:
        """Return the region that a territory is or lies in, empty for none."""
        return self._above(territory, REGIONAL)

    def above(self, territory: str) -> list[str]:
        """Return a territory and those that it lies in, from the inmost."""
        found: list[str] = []
        while territory in self.territories and territory not in found:
            found.append(territory)
            territory = self.territories[territory].within
        return found

    def lies_in(self, territory: str, other: str) -> bool:
        """Return whether a territory is another one, or lies in it."""
        return other in self.above(territory)

    def made_up(self, body: str) -> bool:
        """Return whether a synthetic dataset says what a body is."""
        return not self.synthetic.isdisjoint(self.graphs.get(body, ()))

    def _by(self, level: str) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for body in self.bodies.values():
            found[self._above(body.place, level)].append(body.id)
        return found

    def _above(self, territory: str, level: str) -> str:
        known = self._places.get((territory, level))
        if known is None:
            known = self._places[territory, level] = self._climb(territory, level)
        return known

    @cached_property
    def _places(self) -> dict[tuple[str, str], str]:
        return {}

    def _climb(self, territory: str, level: str) -> str:
        return next((t for t in self.above(territory) if self.territories[t].level == level), "")
