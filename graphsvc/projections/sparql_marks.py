"""Marks: what writers of a copy on a SPARQL server leave there, and what can be read from them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from graphsvc.projections.reading import HEAD, SEQUENCE
from graphsvc.rdf.terms import Literal, NamedNode, Triple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from graphsvc.rdf.terms import Term

__all__ = ["SYNC", "Mark", "Place", "Stage", "joined", "marked", "read_mark"]

SYNC: Final = NamedNode("urn:graphsvc:sync")
"""The graph of the marks."""

_SINCE: Final = NamedNode("urn:graphsvc:since")
_SINCE_HEAD: Final = NamedNode("urn:graphsvc:sinceHead")
_STAGE: Final = NamedNode("urn:graphsvc:stage")
_CURSOR: Final = NamedNode("urn:graphsvc:cursor")


@dataclass(frozen=True, order=True)
class Place:
    """A place in the journal: an entry's sequence and hash."""

    sequence: int
    head: str


class Stage(IntEnum):
    """How far a copy is."""

    EMPTYING = 0
    LOADING = 1
    WRITING = 2
    WHOLE = 3


@dataclass(frozen=True)
class Mark:
    """What one writer left: records not changed since `since` are as they should be.

    Attributes:
        since: the state that was there when the writer began.
        reached: the latest state that anything was written from; all of it, where it is whole.
        cursor: while loading, the last record written, in the order of IRIs.
    """

    since: Place
    reached: Place
    stage: Stage
    cursor: str = ""

    def triples(self, node: NamedNode) -> list[Triple]:
        """Return the mark as it is stored."""
        return [
            Triple(node, SEQUENCE, Literal(self.reached.sequence)),
            Triple(node, HEAD, Literal(self.reached.head)),
            Triple(node, _SINCE, Literal(self.since.sequence)),
            Triple(node, _SINCE_HEAD, Literal(self.since.head)),
            Triple(node, _STAGE, Literal(self.stage.name.lower())),
            Triple(node, _CURSOR, Literal(self.cursor)),
        ]


def joined(marks: Collection[Mark]) -> Mark:
    """Return what is sure of a copy with these marks, one or more."""
    if len(marks) == 1:
        return next(iter(marks))
    stage = min(Stage.WRITING, *(m.stage for m in marks))
    cursor = min(m.cursor for m in marks if m.stage == stage) if stage is Stage.LOADING else ""
    return Mark(min(m.since for m in marks), max(m.reached for m in marks), stage, cursor)


def marked(triples: Iterable[Triple]) -> str:
    """Return the triples of marks as a part of an update."""
    text = " ".join(f"{t} ." for t in triples)
    return f"GRAPH {SYNC} {{ {text} }}" if text else ""


def read_mark(values: Mapping[Term, str]) -> Mark:
    """Return the mark of these values.

    Raises:
        KeyError: one is missing.
        ValueError: one cannot be read.
    """
    return Mark(
        Place(int(values[_SINCE]), values[_SINCE_HEAD]),
        Place(int(values[SEQUENCE]), values[HEAD]),
        Stage[values[_STAGE].upper()],
        values[_CURSOR],
    )
