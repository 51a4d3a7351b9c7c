"""What a cell that cannot be read may mean: proposed, never taken by itself.

What is only alike is shown; what differs by a slip of the pen may be put in when people say so.
"""

from __future__ import annotations

import re
from datetime import date

from graphsvc.projections.word_forms import fold, folded

__all__ = ["is_slip", "near_value", "plainly_said"]

_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_BOUND = re.compile(r"^(?:до|по|с|от|не позднее)\s+(?=\d)")
_WORDED_DAY = re.compile(r"(\d{1,2})\s+([а-я]+)\s+(\d{4})(?:\s*г(?:ода|\.)?)?")
_NUMERIC_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?:\s*г(?:ода|\.)?)?")
_CENTURY = 2000
# A number beside what it counts; «не менее 5», «100 тыс. руб.» say something else than the number.
_PLAIN_NUMBER = re.compile(
    r"(?:no)?\s*-?\d[\d\s]*(?:[.,]\d+)?\s*(?:чел(?:овека?)?|руб(?:лей|ля|ль)?|₽|шт(?:ук)?|час(?:ов|а)?)?\.?"
)
_WORD = re.compile(r"\w+")
_SLIPS, _SLIP_LETTERS, _ABBREVIATION_LETTERS = 2, 5, 7
_LONG_LETTERS = 15  # in a shorter text a second slip makes another word
_BESIDE = frozenset({"о", "об", "в", "во", "с", "со", "по", "на"})  # but not «не»


def is_slip(text: str, name: str) -> bool:
    """Return whether a text is a name but for case, ё, quotes, spaces or a slip of the pen.

    Abbreviations, numbers and short words must be the same: a letter more is another one.
    """
    typed, known = _WORD.findall(text), _WORD.findall(name)
    if folded("".join(typed)) == folded("".join(known)):
        return True
    if len(typed) != len(known):  # сотрудничество: о сотрудничестве
        typed, known = ([w for w in ws if folded(w) not in _BESIDE] for ws in (typed, known))
    if len(typed) != len(known):
        return False
    slips = 0
    for one, other in zip(typed, known, strict=True):
        first, second = folded(one), folded(other)
        if first == second:
            continue
        fixed = any(w.isupper() and len(w) <= _ABBREVIATION_LETTERS for w in (one, other)) or not (
            first.isalpha() and second.isalpha()
        )
        if fixed or min(len(first), len(second)) < _SLIP_LETTERS or first[0] != second[0]:
            return False
        slips += _edits(first, second)
    return slips <= (_SLIPS if len(name) >= _LONG_LETTERS else 1)


def plainly_said(kind: str, text: str) -> bool:
    """Return whether what `near_value` proposes for a text is all that the text says."""
    if kind == "date":
        return not _BOUND.match(fold(text))
    return bool(_PLAIN_NUMBER.fullmatch(fold(text)))


def _edits(one: str, other: str) -> int:
    """Return by how many letters two words differ: one more, one less, another, or two swapped."""
    before: list[int] = []
    last: list[int] = [*range(len(other) + 1)]
    for i, a in enumerate(one, 1):
        row: list[int] = [i]
        for j, b in enumerate(other, 1):
            best: int = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + int(a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, last = last, row
    return last[-1]


def near_value(kind: str, text: str) -> str:
    """Return how to type what a text may mean, empty where nothing is near.

    Args:
        kind: "date", "integer" or "decimal"; of others nothing is proposed.
    """
    if kind == "date":
        return _near_date(text)
    if kind == "integer":
        return _near_whole(text)
    return _near_number(text) if kind == "decimal" else ""


def _near_date(text: str) -> str:
    """Return the day that a text may mean, as it is typed; empty where none is near."""
    plain = _BOUND.sub("", fold(text))
    if match := _WORDED_DAY.fullmatch(plain):
        months = [n for n, m in enumerate(_MONTHS, 1) if match[2].startswith(m)]
        parts = (match[1], str(months[0]) if months else "", match[3])
    elif match := _NUMERIC_DAY.fullmatch(plain):
        parts = (match[1], match[2], match[3])
    else:
        return ""
    try:
        day, month, year = (int(p) for p in parts)
        found = date(year if year > 99 else _CENTURY + year, month, day)  # noqa: PLR2004
    except ValueError:
        return ""
    return f"{found:%d.%m.%Y}"


def _near_number(text: str) -> str:
    """Return the number in a text that has spaces between digits, a unit or a currency."""
    plain = re.sub(r"\s", "", fold(text))
    match = re.fullmatch(r"[^\d-]{0,12}(-?\d+(?:[.,]\d+)?)[^\d]{0,12}", plain)
    return match[1] if match else ""


def _near_whole(text: str) -> str:
    found = _near_number(text).replace(",", ".").removesuffix(".0").removesuffix(".00")
    return found if found.removeprefix("-").isdigit() else ""
