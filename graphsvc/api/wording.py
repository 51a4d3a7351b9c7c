"""How a page words what the data hold: days, counts, names cut to fit, names of registers."""

from __future__ import annotations

import re
from datetime import datetime
from textwrap import shorten
from typing import TYPE_CHECKING

from graphsvc.locale import day, texts

if TYPE_CHECKING:
    from graphsvc.model.entities import Entity, Model

__all__ = [
    "column_name",
    "cut",
    "dated",
    "day",
    "in_russian",
    "moment",
    "number_of",
    "origin",
    "register_name",
]

_ISO_DAY = re.compile(r"(?<![\w/.-])\d{4}-\d{2}-\d{2}(?![\w/-])")
_MADE_HERE = re.compile(
    r"[\w-]+\.(?P<form>form)|(?P<made>calendar|waiver)(\.nt)?|undo-(?P<undone>\d+)(\.nt)?"
)
"""What is called so came from no file: the registry made it."""
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)


def dated(text: str, lang: str) -> str:
    """Return a name with the ISO days in it written as `day` does."""
    return _ISO_DAY.sub(lambda found: day(found[0], lang), text)


def moment(text: str, lang: str) -> str:
    """Return an ISO time as day, hour and minute where the service stands."""
    found = datetime.fromisoformat(text).astimezone()
    return f"{day(found.date().isoformat(), lang)}, {found:%H:%M}"


def cut(text: str, most: int) -> str:
    """Return a text of at most `most` characters, cut between words."""
    return shorten(text, most, placeholder="…")


def in_russian(text: str) -> bool:
    """Return whether a text has Russian letters: on an English page its language is then told."""
    return bool(_CYRILLIC.search(text))


def number_of(name: str, count: int, lang: str) -> str:
    """Return a number with its noun in the right form: 1 запись, 2 записи, 5 записей."""
    one, few, many = texts("ui")["counted"][name][lang]
    if lang != "ru":
        return f"{count} {one if count == 1 else many}"
    last = count % 100 if count % 100 in range(11, 15) else count % 10
    return f"{count} {one if last == 1 else few if last in (2, 3, 4) else many}"


def origin(source: str, lang: str) -> str:
    """Return in words how the registry itself made what was handed in, empty for a file."""
    found = _MADE_HERE.fullmatch(source)
    if found is None:
        return ""
    kind = found["form"] or found["made"] or "undo"
    return str(texts("ui")["origins"][kind][lang].format(number=found["undone"]))


def column_name(model: Model, name: str, lang: str) -> str:
    """Return what a column of a query of one's own holds, as far as its name tells; else the name.

    A field is called by its label (`validTo`), a type by its own (`agreement`, `agreements`).
    """
    for entity in model.entities:
        if name in (f"{entity.name}s", f"{entity.name[:-1]}ies"):
            return register_name(entity, lang)
    if name in model.by_name:
        return model.by_name[name].label[lang]
    return next((e.by_name[name].label[lang] for e in model.entities if name in e.by_name), name)


def register_name(entity: Entity, lang: str) -> str:
    """Return what the records of a type are called together."""
    return str(texts("ui")["plural"].get(entity.name, entity.label)[lang])
