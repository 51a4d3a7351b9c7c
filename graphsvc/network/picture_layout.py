"""Where the cards and lanes of a small picture go; all lengths are in its own pixels."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from graphsvc.network.picture_lines import drawn
from graphsvc.network.picture_parts import (
    CARD_PX,
    GAP_PX,
    Band,
    Card,
    Line,
    PictureEdge,
    PictureNode,
    Row,
    Word,
    degrees_of,
    quiet_end,
)
from graphsvc.network.picture_text import LINE_PX, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Layout", "laid_out"]

_MARGIN_PX: Final = 18
_ROW: Final = 5  # cards side by side: as many as a desk's screen shows at full size
_GLYPH_PX: Final = 30
_BAND_NAME_PX: Final = 24
_BETWEEN_PX: Final = 36  # from a card to the words beside it, for the arrow's head
_SWEEPS: Final = 4


@dataclass(frozen=True)
class Layout:
    """A whole picture."""

    width: float
    height: float
    bands: list[Band]
    cards: list[Card]
    lines: list[Line]
    words: list[Word]


def laid_out(
    nodes: Sequence[PictureNode], edges: Iterable[PictureEdge], lanes: Sequence[str]
) -> Layout:
    """Return where everything goes: a band for each lane with nodes, in this order from the top."""
    edges = [e for e in edges if e.source != e.target]
    rows = _rows(_ordered(nodes, edges, lanes), lanes)
    at = {n.id: number for number, row in enumerate(rows) for n in row.nodes}
    widest = max((len(r.nodes) for r in rows), default=0)
    width = max(2, widest) * (CARD_PX + GAP_PX) - GAP_PX + 4 * _MARGIN_PX
    above, below = _rooms(edges, at, nodes)
    y, bands = 0.0, list[Band]()
    for number, row in enumerate(rows):
        if number == 0 or rows[number - 1].lane != row.lane:
            bands.append(Band(lanes[row.lane], row.lane, y, 0))
            y += _BAND_NAME_PX
        y += _room(above[number])
        _place(row, y, width)
        y += row.height + _room(below[number])
        bands[-1] = replace(bands[-1], height=y - bands[-1].y)
        if number + 1 == len(rows) or rows[number + 1].lane != row.lane:
            y += 6
    cards = {c.node.id: c for row in rows for c in row.cards}
    lines, words = drawn(edges, rows, at, cards, degrees_of(edges, nodes))
    return Layout(width, y, bands, list(cards.values()), lines, words)


def _ordered(
    nodes: Sequence[PictureNode], edges: Iterable[PictureEdge], lanes: Sequence[str]
) -> list[list[PictureNode]]:
    """Return the nodes by lane; within one each near those it is linked with."""
    found = [[n for n in nodes if n.lane == lane] for lane in lanes]
    linked: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        linked[edge.source].append(edge.target)
        linked[edge.target].append(edge.source)
    for _ in range(_SWEEPS):
        place = {
            n.id: (number + 0.5) / len(lane) for lane in found for number, n in enumerate(lane)
        }
        for lane in found:
            lane.sort(key=lambda n: _mean([place[o] for o in linked[n.id]], place[n.id]))
    return found


def _mean(places: list[float], own: float) -> float:
    return sum(places) / len(places) if places else own


def _rows(by_lane: list[list[PictureNode]], lanes: Sequence[str]) -> list[Row]:
    """Return rows of about equal length; what the picture is about has a row of its own."""
    rows: list[Row] = []
    for lane in range(len(lanes)):
        rows += [Row(lane, [n]) for n in by_lane[lane] if n.centre]
        others = [n for n in by_lane[lane] if not n.centre]
        count = -(-len(others) // _ROW)
        size = -(-len(others) // count) if count else 1
        rows += [Row(lane, others[at : at + size]) for at in range(0, len(others), size)]
    return rows


def _rooms(
    edges: Sequence[PictureEdge], at: dict[str, int], nodes: Sequence[PictureNode]
) -> tuple[dict[int, int], dict[int, int]]:
    """Return how many lines of words stand above and below the cards of each row, at most."""
    degrees = degrees_of(edges, nodes)
    above: dict[str, int] = defaultdict(int)
    below: dict[str, int] = defaultdict(int)
    for edge in edges:
        quiet, other = quiet_end(edge, degrees)
        (above if at[quiet] >= at[other] else below)[quiet] += 1
    most: tuple[dict[int, int], dict[int, int]] = (defaultdict(int), defaultdict(int))
    for side, found in zip(most, (above, below), strict=True):
        for name, count in found.items():
            side[at[name]] = max(side[at[name]], count)
    return most


def _room(words: int) -> float:
    return _BETWEEN_PX + words * LINE_PX if words else _BETWEEN_PX / 2


def _place(row: Row, y: float, width: float) -> None:
    texts = [wrapped(n.label, CARD_PX - _GLYPH_PX - 10) for n in row.nodes]
    row.y = y
    row.height = max(
        18 + LINE_PX * (len(lines) + bool(n.note))
        for lines, n in zip(texts, row.nodes, strict=True)
    )
    whole = len(row.nodes) * (CARD_PX + GAP_PX) - GAP_PX
    left = (width - whole) / 2
    row.cards = [
        Card(n, row.lane, left + i * (CARD_PX + GAP_PX), y, row.height, lines)
        for i, (n, lines) in enumerate(zip(row.nodes, texts, strict=True))
    ]
