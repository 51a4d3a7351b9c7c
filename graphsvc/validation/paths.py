"""Property paths as they stand in shapes and in queries, and how each is walked backwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphsvc.rdf.terms import NamedNode

__all__ = ["Choice", "Path", "Repeat", "Sequence", "Step", "inverted"]


@dataclass(frozen=True, slots=True)
class Step:
    """One triple; `predicate` None stands for any, `inverse` leads from object to subject."""

    predicate: NamedNode | None
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """One part after the other."""

    parts: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Any of the parts."""

    parts: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """The part once; also not at all where `optional`, also again where `many`."""

    part: Path
    optional: bool
    many: bool


Path = Step | Sequence | Choice | Repeat


def inverted(path: Path) -> Path:
    """Return the path that leads back."""
    match path:
        case Step():
            return Step(path.predicate, not path.inverse)
        case Sequence():
            return Sequence(tuple(inverted(part) for part in reversed(path.parts)))
        case Choice():
            return Choice(tuple(inverted(part) for part in path.parts))
        case Repeat():
            return Repeat(inverted(path.part), path.optional, path.many)
