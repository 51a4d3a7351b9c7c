"""The model at a glance: types of record in groups, and the geometry of the picture of them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from graphsvc.model.entities import Entity, Model, Texts

__all__ = ["Box", "Group", "Link", "Picture", "groups", "picture"]

# All in the units of the picture, which a wide screen shows as about one pixel each.
_BOX_WIDTH: Final = 150
_BOX_HEIGHT: Final = 50
_COLUMN: Final = 256
_ROW: Final = 98
_MARGIN: Final = 8
_ASIDE: Final = 20  # how far from its box a line turns
_BELOW: Final = 12  # how far under a box's middle a turned line ends, off the straight one
_TEXT_GAP: Final = 6
_LETTERS: Final = 18  # of a line of text in a box
_LINK_LETTERS: Final = 15  # of a line of text beside a link: what fits between two boxes


@dataclass(frozen=True)
class Group:
    """Types of record that belong together."""

    id: str
    name: Texts
    note: Texts
    entities: tuple[Entity, ...]


@dataclass(frozen=True)
class Box:
    """A type of record in the picture; `group` is the id of its group."""

    entity: Entity
    group: str
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[int, int]:
        """The point in the middle."""
        return self.x + self.width // 2, self.y + self.height // 2

    def lines(self, lang: str) -> list[tuple[int, str]]:
        """Return the lines of its name, each with the height at which it is written."""
        texts = wrap(self.entity.label[lang], _LETTERS)
        first = self.middle[1] - 4 - 8 * (len(texts) - 1)
        return [(first + 16 * n, text) for n, text in enumerate(texts)]


@dataclass(frozen=True)
class Link:
    """A field that leads from one type of record to another: its line, and where its name stands.

    Attributes:
        anchor: how the name stands at (`x`, `y`): `start`, `middle` or `end`.
    """

    source: Entity
    target: Entity
    label: Texts
    points: tuple[tuple[int, int], ...]
    x: int
    y: int
    anchor: str

    def lines(self, lang: str) -> list[tuple[int, str]]:
        """Return the lines of its name, each with the height at which it is written."""
        texts = wrap(self.label[lang], _LINK_LETTERS)
        first = self.y - (7 if self.anchor == "start" else 14) * (len(texts) - 1)
        return [(first + 14 * n, text) for n, text in enumerate(texts)]


@dataclass(frozen=True)
class Picture:
    """Boxes and links on a surface of `width` by `height`."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    links: tuple[Link, ...]


def groups(model: Model) -> list[Group]:
    """Return the groups; types no group names, a region's own, stand in the last."""
    given = _overview()["groups"]
    named = {name for one in given for name in one["entities"]}
    others = [e.name for e in model.entities if e.name not in named]
    return [
        Group(
            one["id"],
            one["name"],
            one["note"],
            tuple(
                model.by_name[name]
                for name in one["entities"] + (others if one is given[-1] else [])
                if name in model.by_name
            ),
        )
        for one in given
    ]


def picture(model: Model) -> Picture:
    """Return the picture of the main types.

    Raises:
        KeyError: it names a type or a field the model does not have.
    """
    given = _overview()["picture"]
    group_of = {e.name: group.id for group in groups(model) for e in group.entities}
    boxes = {
        one["entity"]: Box(
            model.by_name[one["entity"]],
            group_of[one["entity"]],
            _MARGIN + one["column"] * _COLUMN,
            _MARGIN + one["row"] * _ROW,
            _BOX_WIDTH,
            _BOX_HEIGHT + (one.get("rows", 1) - 1) * _ROW,
        )
        for one in given["boxes"]
    }
    links = [_link(one, boxes[one["from"]], boxes[one["to"]]) for one in given["links"]]
    return Picture(
        2 * _MARGIN + (given["columns"] - 1) * _COLUMN + _BOX_WIDTH,
        2 * _MARGIN + (given["rows"] - 1) * _ROW + _BOX_HEIGHT,
        tuple(boxes.values()),
        tuple(links),
    )


@cache
def _overview() -> dict[str, Any]:
    text = files("graphsvc.model").joinpath("overview.toml").read_text("utf-8")
    return tomllib.loads(text)


def _link(given: dict[str, str], source: Box, target: Box) -> Link:
    label = source.entity.by_name[given["field"]].label
    points, x, y, anchor = _WAYS[given["by"]](source, target)
    return Link(source.entity, target.entity, label, points, x, y, anchor)


_Points = tuple[tuple[int, int], ...]
_Way = tuple[_Points, int, int, str]


def _across(source: Box, target: Box) -> _Way:
    y = min(source, target, key=lambda box: box.height).middle[1]
    start, end = _sides(source, target)
    return ((start, y), (end, y)), (start + end) // 2, y - _TEXT_GAP, "middle"


def _along(source: Box, target: Box) -> _Way:
    x, down = source.middle[0], target.y > source.y
    start = source.y + (source.height if down else 0)
    end = target.y + (0 if down else target.height)
    return ((x, start), (x, end)), x + _TEXT_GAP, (start + end) // 2 + 4, "start"


def _round_a_row(source: Box, target: Box) -> _Way:
    x, end = source.middle[0], target.middle[0]
    gap = source.y - (_ROW - _BOX_HEIGHT) // 2
    points = ((x, source.y), (x, gap), (end, gap), (end, target.y + target.height))
    return points, (x + end) // 2, gap - _TEXT_GAP, "middle"


def _round_a_column(source: Box, target: Box) -> _Way:
    start, end = _sides(source, target)
    right = end > start
    turn = start + (_ASIDE if right else -_ASIDE)
    height, to = source.middle[1], target.middle[1] + _BELOW
    points = ((start, height), (turn, height), (turn, to), (end, to))
    gap = source.y - (_ROW - _BOX_HEIGHT) // 2 + 4
    return points, turn + _TEXT_GAP, gap, "start"


def _sides(source: Box, target: Box) -> tuple[int, int]:
    right = target.x > source.x
    start = source.x + (source.width if right else 0)
    return start, target.x + (0 if right else target.width)


_WAYS: Final = {
    "x": _across,
    "y": _along,
    "gutter-y": _round_a_row,
    "gutter-x": _round_a_column,
}
