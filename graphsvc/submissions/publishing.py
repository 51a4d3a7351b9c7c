"""A cube of counts of people made fit to be published: small cells hidden, and what betrays them.

What is hidden, and in which order it is decided:

1. Cells whose count or rest (participants without the deficit) is under k, and all cells of people
   who are fewer than k. A zero is hidden like a one: that nobody or everybody has a deficit says so
   of each participant, and were zeros shown, a hidden cell would be known to hold one to four.
2. Cells that were hidden in an earlier publication, and cells that would be corrected by fewer than
   k people: the difference of two publications is a count, too.
3. More cells, the smallest first and parts before wholes, until `disclosures` finds nothing given
   away; then those of them that turn out not to be needed are shown again, the largest first.

The publication does not tell the three apart: whoever knew that a cell is a small one would know
its number to within k.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from graphsvc.submissions.disclosure import LEAST, Cell, disclosures, wholes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graphsvc.submissions.disclosure import Disclosure, Key, Nesting

__all__ = ["Counted", "CubeError", "Publication", "Reason", "publishable"]

Reason = Literal["count", "rest", "people", "before", "correction", "complement"]


@dataclass(frozen=True)
class Counted:
    """A cell as it was counted: how many of the participants have the deficit."""

    key: Key
    count: int
    participants: int


@dataclass(frozen=True)
class Publication:
    """What may be published.

    Attributes:
        cells: every cell, in the order of the keys; hidden ones without count.
        reasons: why each hidden cell is hidden; for the publisher's eyes alone.
        exposed: what is given away whatever is hidden now, because it was published before.
    """

    cells: tuple[Cell, ...]
    reasons: Mapping[Key, Reason]
    exposed: tuple[Disclosure, ...]


class CubeError(ValueError):
    """The cube contradicts itself; `keys` are the cells."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self.keys = tuple(sorted(keys))
        super().__init__(", ".join(map(str, self.keys)))


def publishable(
    counted: Iterable[Counted],
    nesting: Nesting,
    *,
    least: int = LEAST,
    previous: Sequence[Iterable[Cell]] = (),
) -> Publication:
    """Return the cube with what must be hidden hidden.

    Args:
        nesting: the direct parts of each whole, as for `disclosures`.
        least: k.
        previous: the publications before, the oldest first, with the same keys for the same cells.

    Raises:
        CubeError: a cell is counted twice, a count exceeds its participants, or parts their whole.
    """
    cube: dict[Key, Counted] = {}
    for cell in counted:
        if cell.key in cube or not 0 <= cell.count <= cell.participants:
            raise CubeError([cell.key])
        cube[cell.key] = cell
    given = [Cell(c.key, c.count, c.participants) for c in cube.values()]
    for found in disclosures(given, nesting, 0):
        raise CubeError(found.cells)  # of what is known in full only a contradiction is found
    return _Publisher(cube, nesting, least, previous).run()


class _Publisher:
    def __init__(
        self,
        cube: Mapping[Key, Counted],
        nesting: Nesting,
        least: int,
        previous: Sequence[Iterable[Cell]],
    ) -> None:
        self._cube, self._nesting, self._least = cube, nesting, least
        self._reasons: dict[Key, Reason] = {}
        self._crowdless: set[tuple[str, str]] = set()
        self._public: dict[Key, Cell] = {}
        self._wholes = {w.whole for w in wholes_of(cube, nesting)}
        self._hide_small()
        self._hide_as_before(previous)

    def run(self) -> Publication:
        exposed = self._hide_until_safe()
        self._show_again(len(exposed))
        return Publication(
            tuple(self._cell(k, known=False) for k in sorted(self._cube)),
            dict(sorted(self._reasons.items())),
            tuple(exposed),
        )

    def _hide_small(self) -> None:
        for key, cell in self._cube.items():
            if cell.participants < self._least:
                self._hide_crowd(key, "people")
        for key, cell in self._cube.items():
            if cell.count < self._least:
                self._reasons.setdefault(key, "count")
            elif cell.participants - cell.count < self._least:
                self._reasons.setdefault(key, "rest")

    def _hide_as_before(self, previous: Sequence[Iterable[Cell]]) -> None:
        for earlier in (c for publication in previous for c in publication):
            present = self._cube.get(earlier.key)
            if present is None:
                continue
            if earlier.count is None:
                self._public.pop(earlier.key, None)
                self._reasons.setdefault(earlier.key, "before")
                if earlier.participants is None:
                    self._hide_crowd(earlier.key, "before")
            elif (earlier.count, earlier.participants) == (present.count, present.participants):
                self._public[earlier.key] = earlier
            elif self._slight(earlier, present):
                self._public.pop(earlier.key, None)
                self._reasons.setdefault(earlier.key, "correction")

    def _slight(self, earlier: Cell, present: Counted) -> bool:
        """Return whether a correction is about fewer than k people, but about some."""
        count = present.count - (earlier.count or 0)
        people = present.participants - (earlier.participants or 0)
        return any(0 < abs(d) < self._least for d in (count, people, people - count))

    def _hide_crowd(self, key: Key, reason: Reason) -> None:
        """Hide the participants of a place and period, and so the counts of all its cells."""
        self._crowdless.add((key.place, key.period))
        for other in self._cube:
            if (other.place, other.period) == (key.place, key.period):
                self._reasons.setdefault(other, reason)

    def _cell(self, key: Key, *, known: bool) -> Cell:
        """Return a cell as it is published; with `known`, with what was published before."""
        cell, hidden = self._cube[key], key in self._reasons
        if known and key in self._public:
            return Cell(key, cell.count, cell.participants, hidden)
        crowd = None if (key.place, key.period) in self._crowdless else cell.participants
        return Cell(key, None if hidden else cell.count, crowd, hidden)

    def _given_away(self) -> list[Disclosure]:
        cells = [self._cell(k, known=True) for k in sorted(self._cube)]
        return disclosures(cells, self._nesting, self._least)

    def _hide_until_safe(self) -> list[Disclosure]:
        """Hide more until nothing is given away; return what no hiding helps against."""
        while True:
            found = self._given_away()
            handled: set[tuple[str, str]] = set()
            for disclosure in found:
                line = (disclosure.key.deficit, disclosure.key.period)
                if line not in handled and self._hide_against(disclosure):
                    handled.add(line)
            if not handled:
                return found

    def _hide_against(self, disclosure: Disclosure) -> bool:
        """Hide the least that may help; return whether there was anything left to hide."""
        line = (disclosure.key.deficit, disclosure.key.period)
        same = [k for k in self._cube if (k.deficit, k.period) == line]
        few = disclosure.people is not None and disclosure.people < self._least
        for keys in (disclosure.cells, same, list(self._cube)):
            left = [k for k in keys if k not in self._public]
            crowds = [k for k in left if (k.place, k.period) not in self._crowdless]
            if few and crowds:
                self._hide_crowd(min(crowds, key=self._people_lost), "complement")
                return True
            shown = [k for k in left if k not in self._reasons]
            if shown and not few:
                self._reasons[min(shown, key=self._count_lost)] = "complement"
                return True
        return False

    def _count_lost(self, key: Key) -> tuple[bool, int, Key]:
        return key in self._wholes, self._cube[key].count, key

    def _people_lost(self, key: Key) -> tuple[bool, int, Key]:
        return key in self._wholes, self._cube[key].participants, key

    def _show_again(self, exposed: int) -> None:
        """Show the cells that were hidden to no purpose."""
        for key in sorted(self._reasons, key=self._count_lost, reverse=True):
            hidden_crowd = (key.place, key.period) in self._crowdless
            if self._reasons[key] == "complement" and not hidden_crowd:
                del self._reasons[key]
                if len(self._given_away()) > exposed:
                    self._reasons[key] = "complement"
