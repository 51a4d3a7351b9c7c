"""A diagram of flows between levels: bands between two columns, as wide as the flow is large."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Bar", "Flow", "Flows", "flows"]

WIDTH_PX: Final = 640
_BAR_PX: Final = 18
_GAP_PX: Final = 26
_HEIGHT_PX: Final = 300
_LEAST_PX: Final = 1.5
"""A flow of one link is still seen."""


@dataclass(frozen=True)
class Bar:
    """A level in the left or the right column."""

    name: str
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Flow:
    """A band from a level on the left to one on the right; `path` outlines it."""

    source: str
    target: str
    count: int
    path: str


@dataclass(frozen=True)
class Flows:
    """The diagram: its size in pixels, its bars and bands."""

    width: float
    height: float
    left: tuple[Bar, ...]
    right: tuple[Bar, ...]
    bands: tuple[Flow, ...]


def flows(names: Sequence[str], count: Callable[[str, str], int]) -> Flows:
    """Return the diagram of flows between levels, the same levels in both columns.

    Args:
        names: levels from top to bottom.
        count: how much flows from one to another.
    """
    total = sum(count(a, b) for a in names for b in names)
    unit = _HEIGHT_PX / total if total else 0.0

    def size(number: int) -> float:
        return max(_LEAST_PX, number * unit) if number else 0.0

    left = _column(names, lambda a: [count(a, b) for b in names], size, 0.0)
    right = _column(names, lambda b: [count(a, b) for a in names], size, WIDTH_PX - _BAR_PX)
    from_y = {bar.name: bar.y for bar in left}
    to_y = {bar.name: bar.y for bar in right}
    bands: list[Flow] = []
    for source in names:
        for target in names:
            number = count(source, target)
            if not number:
                continue
            height = size(number)
            bands.append(Flow(source, target, number, _band(from_y[source], to_y[target], height)))
            from_y[source] += height
            to_y[target] += height
    bottom = max((bar.y + bar.height for bar in (*left, *right)), default=0.0)
    return Flows(WIDTH_PX, round(bottom, 1), left, right, tuple(bands))


def _column(
    names: Sequence[str],
    counts: Callable[[str], Sequence[int]],
    size: Callable[[int], float],
    x: float,
) -> tuple[Bar, ...]:
    bars: list[Bar] = []
    y = 0.0
    for name in names:
        numbers = counts(name)
        height = sum(map(size, numbers))
        bars.append(Bar(name, sum(numbers), x, round(y, 1), _BAR_PX, round(height, 1)))
        y += height + _GAP_PX
    return tuple(bars)


def _band(left_y: float, right_y: float, height: float) -> str:
    """Return the outline of a band that leaves one bar and enters the other, both levelly."""
    x0, x1 = _BAR_PX, WIDTH_PX - _BAR_PX
    middle = (x0 + x1) / 2
    a, b, c, d = (round(v, 1) for v in (left_y, right_y, right_y + height, left_y + height))
    return f"M{x0} {a}C{middle} {a} {middle} {b} {x1} {b}V{c}C{middle} {c} {middle} {d} {x0} {d}Z"
