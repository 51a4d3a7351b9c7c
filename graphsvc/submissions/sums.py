"""Unknown whole numbers, none below zero, tied by sums: how far each can go, exactly.

A two-phase simplex over rational numbers, with Bland's rule, so that it always ends. What it finds
is of two kinds, and they are kept apart:

* `low` and `high` bound a number from outside: no solution lies beyond, whole or not.
* `seen` are the least and the greatest value in solutions of whole numbers that it has held in its
  hands. Nothing that is known can tell these solutions apart, so their distance is proven.

Where the sums are those of a table with two margins the corners are whole numbers, and the two
agree. With three margins they need not: then `seen` may fall short of what is possible, never
exceed it.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping

__all__ = ["Equation", "Range", "SolvingTimeError", "ranges", "solving_limited"]

Number = int | Fraction
_RIGHT = -1  # the column of the right side
_UNTIL: ContextVar[float] = ContextVar("_UNTIL", default=inf)


class SolvingTimeError(Exception):
    """The time that solving may take has passed."""


@contextmanager
def solving_limited(cpu_s: float) -> Generator[None]:
    """Limit all solving within, of this thread, to some seconds of CPU.

    Raises:
        SolvingTimeError: it is not done by then.
    """
    token = _UNTIL.set(time.thread_time() + cpu_s)
    try:
        yield
    finally:
        _UNTIL.reset(token)


@dataclass(frozen=True)
class Equation:
    """A sum of unknowns, each with its coefficient, that equals a number."""

    terms: frozenset[tuple[int, int]]
    equals: int


@dataclass(frozen=True)
class Range:
    """What is known of one number; `high` is None where nothing bounds it.

    Attributes:
        low: no solution has less.
        high: no solution has more.
        seen: the least and the greatest value among whole solutions that were found, or None.
    """

    low: Number
    high: Number | None
    seen: tuple[int, int] | None

    def spans(self, width: int) -> bool:
        """Return whether two whole solutions are shown in which it differs by `width` or more."""
        if self.high is None:
            return self.seen is not None
        return self.seen is not None and self.seen[1] - self.seen[0] >= width


def ranges(equations: Iterable[Equation], width: int) -> dict[int, Range] | None:
    """Return the range of every unknown, None where no solution exists.

    A number that is already seen to differ by `width` is not looked into further: its bounds are
    then those seen.
    """
    tableau = _Tableau(equations)
    if not tableau.solved():
        return None
    return {x: tableau.range_of(x, width) for x in sorted(tableau.unknowns)}


class _Tableau:
    """Each row says: the row's basic unknown plus multiples of others equals the right side."""

    def __init__(self, equations: Iterable[Equation]) -> None:
        self.unknowns: set[int] = set()
        self._rows: list[dict[int, Number]] = []
        self._basis: list[int] = []
        self._least: dict[int, int] = {}
        self._most: dict[int, int] = {}
        for equation in equations:
            sign = -1 if equation.equals < 0 else 1
            row: dict[int, Number] = {x: sign * c for x, c in equation.terms if c}
            self.unknowns |= row.keys()
            self._rows.append({**row, _RIGHT: sign * equation.equals})
        self._free = max(self.unknowns, default=0) + 1  # unknowns from here on are helpers

    def solved(self) -> bool:
        """Find a first solution, if there is one, and drop the helpers that led to it."""
        helpers = range(self._free, self._free + len(self._rows))
        for helper, row in zip(helpers, self._rows, strict=True):
            row[helper] = 1
        self._basis = list(helpers)
        self._climb(dict.fromkeys(helpers, -1))
        if any(row.get(_RIGHT, 0) for row, b in self._pairs() if b >= self._free):
            return False
        for place in reversed(range(len(self._rows))):
            if self._basis[place] >= self._free:
                own = [x for x in self._rows[place] if 0 <= x < self._free]
                if own:
                    self._pivot(place, min(own))
                else:  # the equation says nothing that the others do not say
                    del self._rows[place], self._basis[place]
        for row in self._rows:
            for helper in [x for x in row if x >= self._free]:
                del row[helper]
        self._remember()
        return True

    def range_of(self, unknown: int, width: int) -> Range:
        """Return the range of one unknown."""
        seen = self._seen(unknown)
        if seen and seen[1] - seen[0] >= width:
            return Range(seen[0], seen[1], seen)
        high = self._climb({unknown: 1})
        low = self._climb({unknown: -1})
        return Range(-low if low is not None else 0, high, self._seen(unknown))

    def _climb(self, aim: Mapping[int, int]) -> Number | None:
        """Go to the solution where `aim` is greatest, and return that, None if it has no end."""
        gain: dict[int, Number] = dict(aim)
        value: Number = 0
        for row, basic in self._pairs():
            if factor := gain.get(basic, 0):
                value += factor * row.get(_RIGHT, 0)
                _subtract(gain, row, factor)
        gain.pop(_RIGHT, None)
        while True:
            rising = [x for x, g in gain.items() if g > 0]
            if not rising:
                return value
            entering = min(rising)
            place = self._leaving(entering)
            if place is None:
                return None
            self._pivot(place, entering)
            factor, row = gain[entering], self._rows[place]
            value += factor * row.get(_RIGHT, 0)
            _subtract(gain, row, factor)
            gain.pop(_RIGHT, None)
            self._remember()

    def _leaving(self, entering: int) -> int | None:
        """Return the row that first stops an unknown from growing."""
        found: tuple[Fraction, int, int] | None = None
        for place, (row, basic) in enumerate(self._pairs()):
            factor = row.get(entering, 0)
            if factor > 0:
                step = (Fraction(row.get(_RIGHT, 0)) / factor, basic, place)
                found = step if found is None else min(found, step)
        return found[2] if found else None

    def _pivot(self, place: int, entering: int) -> None:
        if time.thread_time() > _UNTIL.get():
            raise SolvingTimeError
        row = self._rows[place]
        factor = row[entering]
        if factor != 1:
            row = {x: _plain(Fraction(a) / factor) for x, a in row.items()}
            self._rows[place] = row
        for other, others in enumerate(self._rows):
            if other != place and (multiple := others.get(entering, 0)):
                _subtract(others, row, multiple)
        self._basis[place] = entering

    def _remember(self) -> None:
        """Keep what the present solution shows, if it is one of whole numbers."""
        values = {basic: row.get(_RIGHT, 0) for row, basic in self._pairs()}
        if any(x >= self._free for x in values):
            return  # on the way to the first solution
        whole = {x: int(v) for x, v in values.items() if v == int(v)}
        if len(whole) < len(values):
            return
        for x in self.unknowns:
            value = whole.get(x, 0)
            self._least[x] = min(value, self._least.get(x, value))
            self._most[x] = max(value, self._most.get(x, value))

    def _seen(self, unknown: int) -> tuple[int, int] | None:
        if unknown not in self._least:
            return None
        return self._least[unknown], self._most[unknown]

    def _pairs(self) -> Iterable[tuple[dict[int, Number], int]]:
        return zip(self._rows, self._basis, strict=False)


def _subtract(row: dict[int, Number], other: Mapping[int, Number], multiple: Number) -> None:
    for x, a in other.items():
        left = row.get(x, 0) - multiple * a
        if left:
            row[x] = _plain(left)
        else:
            row.pop(x, None)


def _plain(number: Number) -> Number:
    return number.numerator if number.denominator == 1 else number
