"""What clients send, before anything relies on it: JSON, and numbers of entries and versions."""

from __future__ import annotations

import json
from typing import Any, Final

__all__ = ["sent_json", "whole_number"]

_DIGITS: Final = 18  # more make no 64-bit number


def sent_json(content: bytes | str) -> Any:  # noqa: ANN401  # whatever JSON holds
    """Return what a JSON text holds.

    Raises:
        ValueError: it is none, is nested too deeply, has a number that JSON does not have, or half
            a surrogate pair, which is no text that a journal or a database can keep.
    """
    try:
        found = json.loads(content, parse_constant=_refuse)
        json.dumps(found, ensure_ascii=False).encode()
    except RecursionError as error:
        raise ValueError(str(error)) from error
    return found


def whole_number(text: str) -> int | None:
    """Return the number that a text is, in plain digits; None where it is none or far too long."""
    plain = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    return int(text) if plain else None


def _refuse(constant: str) -> None:
    """Refuse `NaN` and `Infinity`, which JSON does not have."""
    raise ValueError(constant)
