"""Texts in Russian and English, kept as data."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["LANGUAGES", "VERSION", "day", "day_typed", "error_text", "texts"]

LANGUAGES = ("ru", "en")
VERSION = "0.1.0"
_PRINTED_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")


@cache
def texts(name: str) -> dict[str, Any]:
    """Return the texts of `locale/<name>.toml`, or of all files of the folder `locale/<name>`.

    Raises:
        ValueError: two files of the folder say the same name.
    """
    place = files(__name__)
    folder = place.joinpath(name)
    if not folder.is_dir():
        return tomllib.loads(place.joinpath(f"{name}.toml").read_text("utf-8"))
    found: dict[str, Any] = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        read = tomllib.loads(file.read_text("utf-8"))
        if twice := found.keys() & read.keys():
            raise ValueError(file.name, sorted(twice))
        found |= read
    return found


def day(text: str, lang: str) -> str:
    """Return an ISO day as Russian writes it, 01.06.2019; in English, or if it is none, as is."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{found:%d.%m.%Y}" if lang == "ru" else text


def day_typed(text: str) -> date:
    """Return the day that somebody typed: 2026-11-22, or 22.11.2026 as Russian pages print it.

    Raises:
        ValueError: it is none.
    """
    if printed := _PRINTED_DAY.fullmatch(text.strip()):
        return date(*map(int, printed.group(3, 2, 1)))
    return date.fromisoformat(text)


def error_text(slug: str, parameters: dict[str, object], lang: str) -> tuple[str, str]:
    """Return title and text of an error in `lang`, Russian where `lang` is another language.

    A parameter that names one of the entry's `reasons` is told in words.
    """
    entry = texts("errors")[slug]
    lang = lang if lang in LANGUAGES else "ru"
    reasons: dict[str, dict[str, str]] = entry.get("reasons", {})
    told = {
        name: reasons[value][lang].format_map(_Blank(parameters)) if value in reasons else value
        for name, value in parameters.items()
        if isinstance(value, str)
    }
    text = entry["text"][lang].format_map(_Blank(parameters | told))
    return entry["title"][lang], text.replace(" . ", ". ")  # where a part of it is not told


class _Blank(dict[str, object]):
    """Parameters that leave out what is missing, so that an error can always be told."""

    def __missing__(self, key: str) -> str:
        return ""
