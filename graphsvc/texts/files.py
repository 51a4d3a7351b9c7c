"""Where the texts lie, and what their transcribers say of lines that became no record."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from graphsvc.errors import RecordNotFoundError
from graphsvc.resources import data_folder

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Text", "folders", "is_demo", "read"]


@dataclass(frozen=True)
class Text:
    """A text as its file holds it; line N stands at N - 1.

    Attributes:
        reasons: why a line is the basis of no record, by its number; a key of `reasons` in
            `locale/ui`.
    """

    slug: str
    lines: tuple[str, ...]
    reasons: dict[int, str]


def folders() -> dict[str, Path]:
    """Return the folders of texts by name, which `rms:sourceText` repeats; made-up ones last."""
    seed = data_folder("seed")
    found = [*seed.glob("documents/*/text.txt"), *seed.glob("demo/*/text.txt")]
    return {p.parent.name: p.parent for p in sorted(found, key=lambda p: (is_demo(p.parent), p))}


def is_demo(folder: Path) -> bool:
    """Return whether the text of this folder is made up."""
    return folder.parent.name == "demo"


def read(slug: str) -> Text:
    """Return the text with this name.

    Raises:
        RecordNotFoundError: it is not here.
    """
    folder = folders().get(slug)
    if folder is None:
        raise RecordNotFoundError(name=f"documents/{slug}")
    return _read(folder)


@cache
def _read(folder: Path) -> Text:
    lines = (folder / "text.txt").read_text("utf-8").split("\n")
    if lines and not lines[-1]:  # what a last line feed leaves is no line
        lines.pop()
    return Text(folder.name, tuple(lines), _reasons(folder / "unmodelled.csv"))


def _reasons(path: Path) -> dict[int, str]:
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        spans = [(row["lines"].partition("-"), row["reason"]) for row in csv.DictReader(file)]
    return {
        number: reason
        for (first, _, last), reason in spans
        for number in range(int(first), int(last or first) + 1)
    }
