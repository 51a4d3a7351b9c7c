"""What a spreadsheet program would make of a text."""

from __future__ import annotations

from typing import Final

__all__ = ["safe_cell", "unquoted"]

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: object) -> str | int | float | bool | None:
    """Return a cell's value; text that a spreadsheet would run as a formula is quoted."""
    if isinstance(value, (int, float, bool)) or value is None:
        return value
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def unquoted(text: str) -> str:
    """Return a text as it was before `safe_cell`."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
