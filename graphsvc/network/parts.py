"""What the network is made of: bodies, links between them, territories; and how they stand."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final, NamedTuple

__all__ = [
    "AGREEMENT",
    "COORDINATES",
    "EFFECTIVE",
    "ENDED",
    "EXISTING",
    "EXPIRED",
    "EXPIRING",
    "GHOST",
    "IN_FORCE",
    "NO_NAMES",
    "PLANNED",
    "STATES",
    "Activity",
    "Body",
    "Link",
    "Names",
    "Territory",
    "name_in",
    "natural",
    "presence",
    "soon_after",
    "state_of",
]

Names = tuple[str, str]
"""A name in Russian and in English, empty where there is none."""
NO_NAMES: Final[Names] = ("", "")

AGREEMENT, COORDINATES = "agreement", "coordinates"
IN_FORCE, PLANNED, EXPIRING, EXPIRED, GHOST = (
    "in-force",
    "planned",
    "expiring",
    "expired",
    "ghost",
)
STATES: Final = (IN_FORCE, EXPIRING, EXPIRED, PLANNED, GHOST)
"""How a link may stand on a day."""
EXISTING, ENDED = "existing", "ended"
EFFECTIVE: Final = frozenset({"in-force", "rule"})
"""Modalities of what holds; the others say what is planned or might be."""
_DISSOLVED: Final = "dissolved"
_SOON_DAYS: Final = 90
"""As the audit of agreements that expire soon has it."""
_DIGITS = re.compile(r"(\d+)")


class Territory(NamedTuple):
    """A territory; `level` is the code of its level, `within` the short name of a larger one."""

    id: str
    names: Names
    level: str
    within: str


class Activity(NamedTuple):
    """An activity of a plan.

    Attributes:
        plan: short name of its plan.
        directions: short names of directions of work.
        start: first day of its own time, ISO 8601, empty where none is stated.
        end: last day, likewise.
    """

    id: str
    plan: str
    directions: tuple[str, ...]
    start: str
    end: str


class Body(NamedTuple):
    """A body, or in the layer of norms a kind of bodies.

    Attributes:
        id: its short name.
        short: a shorter name, empty where it has none.
        level: the level's code.
        kinds: codes, in the order of their list.
        place: short name of its territory.
        status: code of its recorded state.
        start: first day, ISO 8601, empty where none is stated.
        end: last day, likewise.
    """

    id: str
    names: Names
    short: str
    level: str
    kinds: tuple[str, ...]
    place: str
    status: str
    start: str
    end: str


class Link(NamedTuple):
    """A relation, an agreement of two parties or a norm, from one body to another.

    Attributes:
        id: the record's short name; a further pair of the same agreement has a number behind it.
        record: the record's short name.
        relation: the relation's code, or `agreement`.
        modality: in which sense it holds, a code.
        start: first day, ISO 8601, empty where none is stated.
        end: last day, likewise.
        directions: short names of directions of work.
        basis: short name of its first basis, empty where no document is cited.
        post: short name of the post that stands for its source, empty for a body itself.
        unrenewed: whether it is an agreement made that no other one renews.
    """

    id: str
    record: str
    relation: str
    source: str
    target: str
    modality: str
    start: str
    end: str
    function: Names
    directions: tuple[str, ...]
    basis: str
    post: str
    unrenewed: bool


def state_of(link: Link, on: str, soon: str) -> str:
    """Return how a link stands on a day, empty where it is not there at all.

    Planned is what is recorded as planned, until its time has passed. Only an agreement can be
    about to expire or expired, and only if no other one renews it: of other relations the data do
    not say that anything should follow.

    Args:
        soon: the day until which an end is near, as `soon_after` gives it.
    """
    if link.modality not in EFFECTIVE:
        return PLANNED if not link.end or link.end >= on else ""
    if link.end and link.end < on:
        return EXPIRED if link.unrenewed else ""
    if link.start > on:
        return ""
    return EXPIRING if link.unrenewed and link.end and link.end <= soon else IN_FORCE


def soon_after(on: str) -> str:
    """Return the day until which an end is near."""
    return (date.fromisoformat(on) + timedelta(_SOON_DAYS)).isoformat()


def presence(body: Body, on: str) -> str:
    """Return whether a body exists on a day, is planned or has ended; empty before its first."""
    if body.start > on:
        return ""
    if body.status == PLANNED:
        return PLANNED
    ended = body.end < on if body.end else body.status == _DISSOLVED
    return ENDED if ended else EXISTING


def name_in(names: Names, lang: str) -> str:
    """Return a name in a language, in the other one where it has none."""
    russian, english = names
    return (english or russian) if lang == "en" else (russian or english)


def natural(text: str) -> tuple[tuple[str, int], ...]:
    """Return a key by which texts sort as people number them: № 2 before № 10."""
    parts = _DIGITS.split(text.casefold())
    return tuple((p, 0) if n % 2 == 0 else ("", int(p)) for n, p in enumerate(parts))
