"""Municipalities by directions of work: what agreements and activities there are for each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graphsvc.network.graph import MUNICIPAL
from graphsvc.network.parts import (
    AGREEMENT,
    EXISTING,
    EXPIRING,
    IN_FORCE,
    name_in,
    natural,
    presence,
    soon_after,
    state_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graphsvc.network.loading import Network
    from graphsvc.network.parts import Activity
    from graphsvc.network.vocabulary import Vocabulary

__all__ = ["Cell", "Matrix", "matrix_of"]

_YEAR = 4  # digits


@dataclass
class Cell:
    """What a municipality has for a direction of work.

    Attributes:
        agreements: short names of agreements in force with one of its bodies.
        activities: short names of activities that one of its bodies answers for.
    """

    agreements: set[str] = field(default_factory=set[str])
    activities: set[str] = field(default_factory=set[str])

    @property
    def count(self) -> int:
        """How many there are of both."""
        return len(self.agreements) + len(self.activities)


@dataclass(frozen=True)
class Matrix:
    """The cells that are not empty, by municipality and direction.

    Attributes:
        places: short names of the region's municipalities, by name.
        directions: codes of the general directions of work, in the order of their list.
    """

    places: tuple[str, ...]
    directions: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]

    @property
    def most(self) -> int:
        """The largest number in a cell."""
        return max((cell.count for cell in self.cells.values()), default=0)


def matrix_of(network: Network, words: Vocabulary, region: str, on: str) -> Matrix:
    """Return what each municipality of a region has on a day, and in the year of that day.

    Agreements count that are in force on the day; activities, whose time lies in the year, or whose
    plan's time does where they have none of their own.
    """
    facts = network.facts
    cells: dict[tuple[str, str], Cell] = defaultdict(Cell)
    soon = soon_after(on)
    for link in facts.links_in.get(region, ()):
        if link.relation == AGREEMENT and state_of(link, on, soon) in (IN_FORCE, EXPIRING):
            for place in {facts.district(link.source), facts.district(link.target)} - {""}:
                for direction in words.directions_of(link.directions):
                    cells[place, direction].agreements.add(link.record)
    for activity, place in _answered(network, words, region, on):
        for direction in words.directions_of(activity.directions):
            cells[place, direction].activities.add(activity.id)
    inside = [
        t
        for t in facts.territories.values()
        if t.level == MUNICIPAL and facts.region_of(t.id) == region
    ]
    inside.sort(key=lambda t: (natural(name_in(t.names, "ru")), t.id))
    return Matrix(tuple(t.id for t in inside), tuple(words.directions), dict(cells))


def _answered(
    network: Network, words: Vocabulary, region: str, on: str
) -> Iterator[tuple[Activity, str]]:
    """Yield each activity of the year with each municipality a body of which answers for it.

    A plan that names a kind means the bodies of that kind in the plan's own territory.
    """
    facts = network.facts
    bodies, of_kind = _answering(network, words, region, on)
    for activity in network.activities:
        about, *days = network.plans.get(activity.plan, ("", "", ""))
        start, end = days
        if activity.start or activity.end:
            start, end = activity.start, activity.end
        if _in_year(start, end, on[:_YEAR]):
            named = network.answering.get(activity.id, ())
            places = {bodies[who] for who in named if who in bodies}
            near = (p for who in named for p in of_kind.get(who, ()))
            places |= {p for p in near if not about or facts.lies_in(p, about)}
            yield from ((activity, place) for place in places)


def _answering(
    network: Network, words: Vocabulary, region: str, on: str
) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Return the municipality of each of a region's bodies, and those of the bodies of a kind."""
    facts = network.facts
    bodies: dict[str, str] = {}
    of_kind: dict[str, set[str]] = defaultdict(set)
    for short in facts.regions.get(region, ()):
        place = facts.district(short)
        if place and presence(facts.bodies[short], on) == EXISTING:
            bodies[short] = place
            for kind in facts.bodies[short].kinds:
                for wider in words.wider(kind):
                    of_kind[wider].add(place)
    return bodies, of_kind


def _in_year(start: str, end: str, year: str) -> bool:
    """Return whether a time, which may be open at either end, has a day in a year."""
    return (not start or start[:_YEAR] <= year) and (not end or end[:_YEAR] >= year)
