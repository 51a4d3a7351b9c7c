"""The words of deadlines, looked up as they are written, slips of the pen included."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Meaning", "meaning"]

Meaning = tuple[str, int | str]
"""A word's role in `words.toml`, and its value."""

# A slip is looked for in long words only: short ones are too much like each other.
_SLIP_LENGTHS = range(5, 21)
_SLIP_ROLES = frozenset({"month", "every", "ongoing", "within", "unit"})


def meaning(word: str) -> Meaning | None:
    """Return what a word means; one wrong, missing or doubled letter does not hide it.

    A slip counts only where one meaning is that near, and never in the first letter.
    """
    return _words().get(word) or (_slip(word) if len(word) in _SLIP_LENGTHS else None)


def _slip(word: str) -> Meaning | None:
    near = {form for cut in _cuts(word) for form in _slips().get(cut, ())}
    found = {_words()[form] for form in near if form[0] == word[0] and _one_off(form, word)}
    return found.pop() if len(found) == 1 else None


def _one_off(one: str, other: str) -> bool:
    """Whether two words differ by one letter that is changed, left out or put in."""
    if abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    same = next(
        (n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short)
    )
    return short[same + (len(short) == len(long)) :] == long[same + 1 :]


def _cuts(word: str) -> Iterator[str]:
    """Yield the word, and the word without each of its letters."""
    yield word
    for n in range(1, len(word)):
        yield word[:n] + word[n + 1 :]


@cache
def _slips() -> dict[str, set[str]]:
    """Return the words that may be meant, by what they and their slips have in common."""
    found: dict[str, set[str]] = {}
    for form, (role, _) in _words().items():
        if role in _SLIP_ROLES and len(form) in _SLIP_LENGTHS:
            for cut in _cuts(form):
                found.setdefault(cut, set()).add(form)
    return found


@cache
def _words() -> dict[str, Meaning]:
    """Return the meaning of each form of a word."""
    data = tomllib.loads(files(__package__ or "").joinpath("words.toml").read_text("utf-8"))
    found: dict[str, Meaning] = {}
    for role, values in data.items():
        for value, written in values.items():
            number = value.lstrip("-").isdigit()
            for form in written:
                stem, bar, endings = form.partition("|")
                for ending in endings.split() if bar else ("",):
                    found[stem + ending.strip("_")] = (role, int(value) if number else value)
    return found
