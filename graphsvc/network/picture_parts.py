"""What a small picture is made of: what it is told, and what of it is placed where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "CARD_PX",
    "GAP_PX",
    "Band",
    "Card",
    "Line",
    "PictureEdge",
    "PictureNode",
    "Row",
    "Word",
    "degrees_of",
    "quiet_end",
]

CARD_PX: Final = 204
GAP_PX: Final = 20
"""Between two cards; lines pass here."""


@dataclass(frozen=True)
class PictureNode:
    """What a card stands for.

    Attributes:
        id: tells it from the others; edges name it.
        lane: the name of the lane in which it lies, as it is shown.
        href: what it opens, empty for nothing.
        note: a second, quieter line (its kind, its state).
        centre: whether the picture is about it.
    """

    id: str
    label: str
    lane: str
    href: str = ""
    note: str = ""
    centre: bool = False


@dataclass(frozen=True)
class PictureEdge:
    """A link from a source to a target, read in this direction.

    Attributes:
        label: what the source does to the target, as it is shown («координирует»).
        href: what its words open, empty for nothing.
        relation: code of the relation (`coordinates`), which gives it colour and dashes.
        state: `in-force`, `planned`, `expiring`, `expired`, `ended`, `ghost` for what is missing,
            or `norm`.
        note: what is told beside the sentence when it is pointed at.
        directed: whether it has a direction; an agreement has none.
    """

    source: str
    target: str
    label: str
    href: str = ""
    relation: str = ""
    state: str = "in-force"
    note: str = ""
    directed: bool = True


@dataclass(frozen=True)
class Card:
    """A node with its place: the upper left corner, its height, its name in lines."""

    node: PictureNode
    shape: int
    x: float
    y: float
    height: float
    lines: tuple[str, ...]

    @property
    def middle(self) -> float:
        """Where its middle is, from the left."""
        return self.x + CARD_PX / 2

    @property
    def bottom(self) -> float:
        """Where it ends, from the top."""
        return self.y + self.height


@dataclass(frozen=True)
class Line:
    """An edge with its path, and the direction in which its head points."""

    edge: PictureEdge
    path: str
    head: tuple[float, float, int]


@dataclass(frozen=True)
class Word:
    """The words of an edge with their place; `arrow` shows whether they are read up or down."""

    edge: PictureEdge
    x: float
    y: float
    arrow: str


@dataclass(frozen=True)
class Band:
    """A lane with its place."""

    name: str
    shape: int
    y: float
    height: float


@dataclass
class Row:
    """Cards side by side."""

    lane: int
    nodes: list[PictureNode]
    y: float = 0
    height: float = 0
    cards: list[Card] = field(default_factory=list[Card])


def degrees_of(edges: Iterable[PictureEdge], nodes: Iterable[PictureNode]) -> dict[str, int]:
    """Return how many lines end at each node; the centre has the most, whatever it has."""
    found = {n.id: 1_000_000 if n.centre else 0 for n in nodes}
    for edge in edges:
        found[edge.source] += 1
        found[edge.target] += 1
    return found


def quiet_end(edge: PictureEdge, degrees: dict[str, int]) -> tuple[str, str]:
    """Return the end at which fewer lines end, where the words have room, and the other."""
    ends = (edge.target, edge.source)
    return ends if degrees[ends[0]] <= degrees[ends[1]] else (ends[1], ends[0])
