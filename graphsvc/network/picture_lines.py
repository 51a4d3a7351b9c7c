"""How the lines of a small picture run: from card to card, between the cards of other rows."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from graphsvc.network.picture_parts import (
    CARD_PX,
    GAP_PX,
    Card,
    Line,
    PictureEdge,
    Row,
    Word,
    quiet_end,
)
from graphsvc.network.picture_text import LINE_PX

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["drawn"]

_PORT_PX: Final = 16  # between two lines that end at one card


def drawn(
    edges: Sequence[PictureEdge],
    rows: Sequence[Row],
    at: dict[str, int],
    cards: dict[str, Card],
    degrees: dict[str, int],
) -> tuple[list[Line], list[Word]]:
    """Return the lines of the edges and where their words stand.

    Args:
        at: the number of each node's row.
        degrees: how many lines end at each node, as `degrees_of`.
    """
    ports = _ports(edges, at, cards)
    words, past = _words(edges, at, cards, degrees)
    lines: list[Line] = []
    for number, edge in enumerate(edges):
        x0, x1 = ports[number, edge.source], ports[number, edge.target]
        start, end = cards[edge.source], cards[edge.target]
        if at[edge.source] == at[edge.target]:
            lines.append(Line(edge, _arc(x0, x1, start.y), (x1, end.y, 1)))
            continue
        way = 1 if at[edge.source] < at[edge.target] else -1
        y0, y1 = (start.bottom, end.y) if way > 0 else (start.y, end.bottom)
        points = [(x0, y0), *_between(rows, at, edge, (x0, x1), number), (x1, y1)]
        quiet, _ = quiet_end(edge, degrees)
        # Past the words it runs upright.
        place = 1 if quiet == edge.source else -1
        points.insert(place, (x0 if place > 0 else x1, past[quiet, way * place > 0]))
        lines.append(Line(edge, _path(points), (x1, y1, way)))
    return lines, words


def _words(
    edges: Sequence[PictureEdge],
    at: dict[str, int],
    cards: dict[str, Card],
    degrees: dict[str, int],
) -> tuple[list[Word], dict[tuple[str, bool], float]]:
    """Return the words of each edge, one beyond another at its quiet end.

    Also how far from the top all words of a node are passed, above (False) and below it (True).
    """
    past: dict[tuple[str, bool], float] = {}
    told: dict[tuple[str, bool], int] = defaultdict(int)
    words: list[Word] = []
    for edge in edges:
        quiet, other = quiet_end(edge, degrees)
        card, over = cards[quiet], at[quiet] >= at[other]
        row = told[quiet, over]
        told[quiet, over] += 1
        y = card.y - 16 - row * LINE_PX if over else card.bottom + 24 + row * LINE_PX
        past[quiet, not over] = y - LINE_PX - 4 if over else y + 10
        way = at[edge.target] - at[edge.source]
        arrow = "—" if not edge.directed else "↓" if way > 0 else "↑" if way else "→"
        words.append(Word(edge, card.middle, y, arrow))
    return words, past


def _ports(
    edges: Sequence[PictureEdge], at: dict[str, int], cards: dict[str, Card]
) -> dict[tuple[int, str], float]:
    """Return where along its card each end of each edge lies: side by side, uncrossed."""
    sides: dict[tuple[str, bool], list[tuple[float, int]]] = defaultdict(list)
    for number, edge in enumerate(edges):
        for name, other in ((edge.source, edge.target), (edge.target, edge.source)):
            sides[name, at[other] > at[name]].append((cards[other].middle, number))
    found: dict[tuple[int, str], float] = {}
    for (name, _), ends in sides.items():
        step = min(_PORT_PX, (CARD_PX - 24) / len(ends))
        for place, (_, number) in enumerate(sorted(ends)):
            found[number, name] = cards[name].middle + (place - (len(ends) - 1) / 2) * step
    return found


def _between(
    rows: Sequence[Row],
    at: dict[str, int],
    edge: PictureEdge,
    ends: tuple[float, float],
    number: int,
) -> list[tuple[float, float]]:
    """Return the points by which a line passes the rows between its ends, beside their cards."""
    first, last = at[edge.source], at[edge.target]
    step = 1 if first < last else -1
    points: list[tuple[float, float]] = []
    for n in range(first + step, last, step):
        row, share = rows[n], (n - first) / (last - first)
        wanted = ends[0] + (ends[1] - ends[0]) * share
        gaps = [row.cards[0].x - GAP_PX / 2, *(c.x + CARD_PX + GAP_PX / 2 for c in row.cards)]
        x = min(gaps, key=lambda gap: abs(gap - wanted)) + (number % 3 - 1) * 4
        passed = [(x, row.y - 4), (x, row.y + row.height + 4)]
        points += passed if step > 0 else passed[::-1]
    return points


def _path(points: Sequence[tuple[float, float]]) -> str:
    """Return a line that leaves and enters upright."""
    text = f"M{points[0][0]:.0f} {points[0][1]:.0f}"
    for (x0, y0), (x1, y1) in pairwise(points):
        middle = (y0 + y1) / 2
        text += f"C{x0:.0f} {middle:.0f} {x1:.0f} {middle:.0f} {x1:.0f} {y1:.0f}"
    return text


def _arc(x0: float, x1: float, y: float) -> str:
    """Return a line over the cards between two of one row."""
    return f"M{x0:.0f} {y:.0f}C{x0:.0f} {y - 34:.0f} {x1:.0f} {y - 34:.0f} {x1:.0f} {y:.0f}"
