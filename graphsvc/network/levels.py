"""How the levels interact: how many links of each relation lead from one level to another."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphsvc.network.parts import EXPIRING, IN_FORCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graphsvc.network.view import View

__all__ = ["Interaction", "interaction"]


@dataclass(frozen=True)
class Interaction:
    """How many links in force lead from one level to another.

    Attributes:
        levels: codes, top down.
        cells: by the level of the subject, that of the object and the relation.
    """

    levels: tuple[str, ...]
    cells: Mapping[tuple[str, str, str], int]

    def count(self, source: str, target: str) -> int:
        """Return how many links lead from a level to another one, or to itself."""
        return sum(n for (a, b, _), n in self.cells.items() if (a, b) == (source, target))

    def relations(self, source: str, target: str) -> list[tuple[str, int]]:
        """Return the relations between two levels, the most frequent first."""
        found = [(r, n) for (a, b, r), n in self.cells.items() if (a, b) == (source, target)]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    @property
    def total(self) -> int:
        """How many links there are."""
        return sum(self.cells.values())


def interaction(view: View) -> Interaction:
    """Return the links in force of what is shown, between levels; the filters count."""
    bodies = view.graph.bodies
    cells = Counter(
        (bodies[link.source].level, bodies[link.target].level, link.relation)
        for line in view.lines
        if line.state in (IN_FORCE, EXPIRING)
        for link in line.links
    )
    return Interaction(_used(view.words.levels, cells), cells)


def _used(levels: Iterable[str], cells: Iterable[tuple[str, str, str]]) -> tuple[str, ...]:
    named = {level for source, target, _ in cells for level in (source, target)}
    return tuple(level for level in levels if level in named)
