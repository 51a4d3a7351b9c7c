"""What a page's form posted: its records, which button was pressed, and what was picked."""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphsvc.errors import FormatError, TooLargeError
from graphsvc.forms.content import ENTRIES_LIMIT, SUFFIX, Content, Entry, Kept
from graphsvc.forms.editing import typed_into
from graphsvc.sent import sent_json, whole_number
from graphsvc.tables.columns import BASIS

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["FIELDS_LIMIT", "Posted", "posted"]

FIELDS_LIMIT: Final = 20_000
_NAME: Final = re.compile(r"(\d{1,4})([.:/])([A-Za-z0-9@_-]+)")
_PICK: Final = "pick "


@dataclass(frozen=True)
class Posted:
    """A form that was sent.

    Attributes:
        body: whose data it is, as the page had it.
        draft: the name under which it is kept, empty for none.
        agent: who hands in, as typed.
        action: the button that was pressed.
        checked: whether remarks are to be shown whatever was pressed.
    """

    content: Content
    body: str
    draft: str
    agent: str
    action: str
    checked: bool


def posted(pairs: Iterable[tuple[str, str]]) -> Posted:
    """Return what a form posted.

    A value is `number.column`, a part of a basis `number/part`, what tells a record `number:what`;
    what was picked of a list comes as `pick number column position`.

    Raises:
        FormatError: no page of ours has such a form.
        TooLargeError: it has too many fields.
    """
    alone: dict[str, str] = {}
    values: defaultdict[int, defaultdict[str, list[str]]]
    values = defaultdict(lambda: defaultdict(list))
    parts: defaultdict[int, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    told: defaultdict[int, dict[str, str]] = defaultdict(dict)
    picks: list[tuple[str, str]] = []
    for count, (name, text) in enumerate(pairs):
        if count > FIELDS_LIMIT:
            raise TooLargeError(limit=FIELDS_LIMIT, unit="полей / fields")
        typed = text.replace("\r\n", "\n").replace("\r", "\n")
        if found := _NAME.fullmatch(name):
            number, mark, what = int(found[1]), found[2], found[3]
            if mark == ".":
                values[number][what].append(typed)
            elif mark == "/":
                parts[number][what].append(typed)
            else:
                told[number][what] = typed
        elif name.startswith(_PICK):
            picks.append((name.removeprefix(_PICK), typed))
        else:
            alone[name] = typed
    if sorted(told) != [*range(len(told))] or not told:
        raise FormatError(value=SUFFIX)
    if len(told) > ENTRIES_LIMIT:
        raise TooLargeError(limit=ENTRIES_LIMIT, unit="записей / records")
    entries = tuple(
        _entry(told[n], {c: tuple(t) for c, t in values[n].items()}, parts[n])
        for n in range(len(told))
    )
    content = Content(entries, whole_number(alone.get("version", "")) or 0)
    return Posted(
        _picked(content, picks),
        alone.get("body", ""),
        alone.get("draft", ""),
        alone.get("agent", "").strip()[:200],
        alone.get("do", ""),
        alone.get("checked", "") == "1",
    )


def _entry(
    told: dict[str, str], values: dict[str, tuple[str, ...]], parts: dict[str, list[str]]
) -> Entry:
    count = max((len(texts) for texts in parts.values()), default=0)
    bases = tuple(
        {p: parts[p][n] if n < len(parts.get(p, ())) else "" for p in BASIS} for n in range(count)
    )
    try:
        kept = tuple(Kept(*map(str, one)) for one in sent_json(told.get("kept") or "[]"))
    except (ValueError, TypeError) as error:
        raise FormatError(value=SUFFIX) from error
    return Entry(
        told.get("entity", ""),
        told.get("key", ""),
        told.get("link", ""),
        values,
        bases,
        kept,
        bool(told.get("gone")),
    )


def _picked(content: Content, picks: Iterable[tuple[str, str]]) -> Content:
    for where, text in picks:
        number, _, rest = where.partition(" ")
        column, _, position = rest.partition(" ")
        if not text:
            continue
        with suppress(ValueError, IndexError):  # no page of ours has such a list
            content = typed_into(content, int(number), column, int(position), text)
    return content
