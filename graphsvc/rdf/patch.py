"""RDF Patch: a change of a dataset as text, one line a quad; rdflib reads and writes it too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.rdf.terms import Quad

__all__ = ["Patch", "diff", "net"]


@dataclass(frozen=True)
class Patch:
    """Quads added and removed, each set sorted by its text; no blank nodes."""

    added: tuple[Quad, ...] = ()
    removed: tuple[Quad, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)

    def lines(self) -> list[str]:
        """Return the `D` lines, then the `A` lines."""
        return [f"D {q} ." for q in self.removed] + [f"A {q} ." for q in self.added]

    @classmethod
    def from_lines(cls, lines: Iterable[str]) -> Patch:
        """Return the patch of `A` and `D` lines.

        Raises:
            ValueError: a line is no quad, or begins with another letter.
        """
        text: dict[str, list[str]] = {"A": [], "D": []}
        for line in lines:
            letter, _, quad = line.partition(" ")
            if letter not in text:
                raise ValueError(line[:80])
            text[letter].append(quad)
        return cls(_parse(text["A"]), _parse(text["D"]))


def diff(old: Iterable[Quad], new: Iterable[Quad]) -> Patch:
    """Return the patch that turns `old` into `new`."""
    before, after = set(old), set(new)
    return Patch(tuple(sorted(after - before, key=str)), tuple(sorted(before - after, key=str)))


def net(patches: Iterable[Patch]) -> Patch:
    """Return the one change that several make together, in no order."""
    added: set[Quad] = set()
    removed: set[Quad] = set()
    for patch in patches:
        removed |= set(patch.removed) - added
        added -= set(patch.removed)
        added |= set(patch.added) - removed
        removed -= set(patch.added)
    return Patch(tuple(added), tuple(removed))


def _parse(lines: list[str]) -> tuple[Quad, ...]:
    try:
        return tuple(ox.parse("\n".join(lines), ox.RdfFormat.N_QUADS))
    except SyntaxError as error:
        raise ValueError(str(error)) from error
