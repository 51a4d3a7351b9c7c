"""What a cell that cannot be read may mean: proposed, never taken by itself."""

from __future__ import annotations

import re
from datetime import date

from graphsvc.projections.word_forms import fold

__all__ = ["near_value"]

_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_WORDED_DAY = re.compile(r"(\d{1,2})\s+([а-я]+)\s+(\d{4})(?:\s*г(?:ода|\.)?)?")
_NUMERIC_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?:\s*г(?:ода|\.)?)?")
_CENTURY = 2000


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
    plain = fold(text)
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
