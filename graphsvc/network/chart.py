"""Small charts as SVG without a script: bars, columns over time, lines.

Across, everything is a share of the width, so that a chart fits a phone and a desk and its letters
keep their size; down, lengths are pixels. Colours, dashes and fonts come from the style sheet
`questions.css`. Beside a chart its numbers stand as a table: the picture alone tells nothing new.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from graphsvc.network.picture_text import shortened, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["SERIES_SHOWN", "Bar", "Series", "bars", "columns", "lines", "marker"]

SERIES_SHOWN: Final = 6
"""Lines that can be told apart by colour, mark and dash."""
_NAME_PX: Final = 300.0  # of the narrowest screen, without the page's margins
_LINE_PX: Final = 18
_BAR_PX: Final = 16
_GAP_PX: Final = 12
_BARS_WIDTH: Final = 82.0  # per cent; the rest is for the number at a bar's end
_PLOT_PX: Final = 240
_TOP_PX: Final = 24
_FOOT_PX: Final = 26
_LEFT: Final = 13.0  # per cent, for the numbers of the scale
_RIGHT: Final = 97.0
_WIDEST: Final = 16.0  # per cent, of a column and the room about it
_NAMES_SHOWN: Final = 6  # under the columns: as many as a phone has room for
_MARKS: Final = (
    "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
    "M-4.5-4.5h9v9h-9z",
    "M0-6l6 6-6 6-6-6z",
    "M0-6l6 10.5h-12z",
    "M0 6l6-10.5h-12z",
    "M-5-2h3v-3h4v3h3v4h-3v3h-4v-3h-3z",
)


@dataclass(frozen=True)
class Bar:
    """A value with its name; `shown` is the value as a reader of the language writes it."""

    label: str
    value: float
    shown: str


@dataclass(frozen=True)
class Series:
    """A line: its points are places along the axis and values, in order."""

    label: str
    points: tuple[tuple[float, float], ...]


def bars(items: Sequence[Bar], *, title: str, description: str) -> Markup:
    """Return a bar for each item, its name above it; bars of negative values go to the left."""
    low = min(0.0, *(i.value for i in items))
    span = max(0.0, *(i.value for i in items)) - low or 1.0
    zero = -low / span * _BARS_WIDTH
    parts: list[str] = []
    y = 0
    for item in items:
        for line in wrapped(item.label, _NAME_PX, 2):
            y += _LINE_PX
            parts.append(f'<text class="name" x="0" y="{y - 6}">{escape(line)}</text>')
        width = abs(item.value) / span * _BARS_WIDTH
        start = zero - width if item.value < 0 else zero
        end = max(zero, start + width)
        parts.append(
            f'<rect class="bar" x="{start:.2f}%" y="{y}" width="{width:.2f}%" '
            f'height="{_BAR_PX}" rx="2"/>'
            f'<text class="value" x="{end:.2f}%" dx="6" y="{y + 13}">{escape(item.shown)}</text>'
        )
        y += _BAR_PX + _GAP_PX
    if low < 0:
        parts.append(f'<line class="axis" x1="{zero:.2f}%" x2="{zero:.2f}%" y1="0" y2="{y}"/>')
    return _svg("bars", max(y - _GAP_PX, 1), parts, title, description)


def columns(items: Sequence[Bar], *, title: str, description: str) -> Markup:
    """Return a column for each item, from left to right, such as one a month."""
    top = max(0.0, *(i.value for i in items)) or 1.0
    step = min(100 / len(items), _WIDEST)
    every = math.ceil(len(items) / _NAMES_SHOWN)
    room = len(items) <= 4 * _NAMES_SHOWN
    foot = _TOP_PX + _PLOT_PX
    parts = [f'<line class="axis" x1="0" x2="100%" y1="{foot}" y2="{foot}"/>']
    for number, item in enumerate(items):
        height = item.value / top * _PLOT_PX
        middle = (number + 0.5) * step
        parts.append(
            f'<rect class="bar" x="{(number + 0.12) * step:.2f}%" y="{foot - height:.1f}" '
            f'width="{step * 0.76:.2f}%" height="{height:.1f}">'
            f"<title>{escape(item.label)}: {escape(item.shown)}</title></rect>"
        )
        if item.value and room:
            parts.append(
                f'<text class="value middle" x="{middle:.2f}%" y="{foot - height - 5:.1f}">'
                f"{escape(item.shown)}</text>"
            )
        if number % every == 0:
            parts.append(
                f'<text class="tick middle" x="{middle:.2f}%" y="{foot + 18}">'
                f"{escape(item.label)}</text>"
            )
    return _svg("columns", foot + _FOOT_PX, parts, title, description)


def lines(
    series: Sequence[Series],
    names: Sequence[tuple[float, str]],
    shown: Sequence[tuple[float, str]],
    *,
    title: str,
    description: str,
) -> Markup:
    """Return lines over a common axis, at most `SERIES_SHOWN`.

    Args:
        names: places along the axis and what they are called, such as days.
        shown: heights of the scale and how they are written, the lowest first.
    """
    places = [x for one in series for x, _ in one.points]
    first, wide = min(places), max(places) - min(places) or 1.0
    low, high = shown[0][0], shown[-1][0]
    foot = _TOP_PX + _PLOT_PX

    def across(x: float) -> float:
        return _LEFT + 3 + (x - first) / wide * (_RIGHT - _LEFT - 6)

    def down(value: float) -> float:
        return foot - (value - low) / (high - low or 1.0) * _PLOT_PX

    parts: list[str] = []
    for value, text in shown:
        y = down(value)
        parts.append(
            f'<line class="grid" x1="{_LEFT}%" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text class="tick end" x="{_LEFT - 1}%" y="{y + 4:.1f}">{escape(text)}</text>'
        )
    every = math.ceil(len(names) / _NAMES_SHOWN)
    parts += [
        f'<text class="tick middle" x="{across(x):.2f}%" y="{foot + 18}">{escape(text)}</text>'
        for x, text in names[::every]
    ]
    for number, one in enumerate(series[:SERIES_SHOWN]):
        points = [(across(x), down(value)) for x, value in one.points]
        drawn = [
            f'<line x1="{a:.2f}%" y1="{b:.1f}" x2="{c:.2f}%" y2="{d:.1f}"/>'
            for (a, b), (c, d) in pairwise(points)
        ]
        drawn += [
            f'<svg x="{x:.2f}%" y="{y:.1f}" overflow="visible"><path d="{_MARKS[number]}"/></svg>'
            for x, y in points
        ]
        label = escape(shortened(one.label, 4 * _NAME_PX))
        parts.append(f'<g class="series s{number}"><title>{label}</title>{"".join(drawn)}</g>')
    return _svg("lines", foot + _FOOT_PX, parts, title, description)


def marker(number: int) -> Markup:
    """Return the mark of a line, for the legend."""
    return Markup(
        '<svg class="marker" width="28" height="14" viewBox="-14 -7 28 14" aria-hidden="true">'
        '<g class="series s{0}"><line x1="-14" x2="14" y1="0" y2="0"/><path d="{1}"/></g></svg>'
    ).format(number, _MARKS[number])


def _svg(kind: str, height: int, parts: list[str], title: str, description: str) -> Markup:
    return Markup(  # noqa: S704  # every text in it is escaped
        f'<svg class="chart {kind}" xmlns="http://www.w3.org/2000/svg" width="100%" '
        f'height="{height}" role="img" aria-labelledby="chart-title chart-told">'
        f'<title id="chart-title">{escape(title)}</title>'
        f'<desc id="chart-told">{escape(description)}</desc>{"".join(parts)}</svg>'
    )
