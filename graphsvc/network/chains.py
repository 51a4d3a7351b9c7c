"""The shortest chain of links between two bodies."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphsvc.network.parts import (
    COORDINATES,
    EXISTING,
    EXPIRING,
    IN_FORCE,
    presence,
    soon_after,
    state_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from graphsvc.network.graph import Graph
    from graphsvc.network.parts import Link

__all__ = ["ALONG", "ANY", "Chain", "Step", "chain"]

ANY: Final = "any"
ALONG: Final = (COORDINATES, ANY)
_HOLDING: Final = frozenset({IN_FORCE, EXPIRING})


@dataclass(frozen=True)
class Step:
    """One link of a chain, gone from `source` to `target`.

    Attributes:
        forward: whether the link itself leads that way.
        state: how it stands on the day.
    """

    source: str
    target: str
    link: Link
    forward: bool
    state: str


@dataclass(frozen=True)
class Chain:
    """The shortest chain, if there is one.

    Attributes:
        steps: from one end to the other; empty where there is none, or the ends are the same.
        reached: how many bodies can be reached from either end, itself left out.
    """

    found: bool
    steps: tuple[Step, ...]
    reached: tuple[int, int]


def chain(graph: Graph, start: str, end: str, on: str, along: str) -> Chain:
    """Return the shortest chain of links in force on a day, whichever way each of them leads.

    A body that is only planned or has ended may be an end, not a link between others. Of several
    shortest ones, coordination goes before other relations, then the first by name.

    Args:
        along: `COORDINATES`, or `ANY` for links of every relation.
    """
    soon = soon_after(on)

    def steps_from(body: str) -> Iterable[tuple[str, Link]]:
        found = [
            (link.target if link.source == body else link.source, link)
            for link in graph.links_of.get(body, ())
            if along in (ANY, link.relation) and state_of(link, on, soon) in _HOLDING
        ]
        there = (
            (b, link) for b, link in found if b == end or presence(graph.bodies[b], on) == EXISTING
        )
        return sorted(there, key=lambda s: (s[1].relation != COORDINATES, s[0], s[1].id))

    came, reached = _walk(start, steps_from)
    if end in came or start == end:
        return Chain(
            found=True, steps=_back(start, end, came, on, soon), reached=(reached, reached)
        )
    return Chain(found=False, steps=(), reached=(reached, _walk(end, steps_from)[1]))


def _walk(
    start: str, steps_from: Callable[[str], Iterable[tuple[str, Link]]]
) -> tuple[Mapping[str, tuple[str, Link]], int]:
    """Return for each body reached which body and link lead to it, and how many are reached."""
    came: dict[str, tuple[str, Link]] = {}
    seen, waiting = {start}, deque([start])
    while waiting:
        body = waiting.popleft()
        for other, link in steps_from(body):
            if other not in seen:
                seen.add(other)
                came[other] = body, link
                waiting.append(other)
    return came, len(came)


def _back(
    start: str, end: str, came: Mapping[str, tuple[str, Link]], on: str, soon: str
) -> tuple[Step, ...]:
    steps: list[Step] = []
    body = end
    while body != start:
        before, link = came[body]
        forward = link.source == before
        steps.append(Step(before, body, link, forward, state_of(link, on, soon)))
        body = before
    return tuple(reversed(steps))
