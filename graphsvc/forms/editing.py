"""What the buttons of a form do to what was typed, without a script: one more, take out, pick."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from graphsvc.forms.content import Content, Entry
from graphsvc.rdf.names import PREFIXES
from graphsvc.tables.columns import BASIS

if TYPE_CHECKING:
    from graphsvc.model.entities import Model

__all__ = ["edited", "left_in", "taken_out", "typed_into"]

_LABEL: Final = PREFIXES["skos"] + "prefLabel"
_NOTHING: Final = ("", "")


def edited(model: Model, content: Content, action: str) -> tuple[Content, tuple[str, str]]:
    """Return a form after a button was pressed, and the record and field to go on with.

    Args:
        action: `more n column`, `take n column position text`, `add entity field`,
            `drop n`, `restore n`, `basis n` or `create n column position entity`; others do
            nothing.
    """
    name, _, rest = action.partition(" ")
    known = {
        "more": _more,
        "take": _take,
        "add": _add,
        "drop": _drop,
        "restore": _restore,
        "basis": _basis,
        "create": _create,
    }
    if name not in known:
        return content, _NOTHING
    try:
        return known[name](model, content, rest)
    except (ValueError, IndexError, KeyError):  # a button that no page of ours has
        return content, _NOTHING


def taken_out(content: Content) -> Content:
    """Return a form that takes its record and the parts of it out of the registry."""
    entries = (replace(e, gone=True) for e in content.entries if e.key)
    return replace(content, entries=tuple(entries))


def left_in(content: Content) -> Content:
    """Return a form that takes its record out as it was before that was asked for."""
    if not content.entries[0].gone:
        return content
    return replace(content, entries=tuple(replace(e, gone=False) for e in content.entries))


def typed_into(content: Content, number: int, column: str, position: int, text: str) -> Content:
    """Return a form with one text in place of another, or after the last.

    Raises:
        IndexError: no such text is there, nor is it the next.
    """
    entry = content.entries[number]
    texts = [*(entry.values.get(column) or ("",))]
    if not 0 <= position <= len(texts):  # what a client says makes no list as long as it likes
        raise IndexError(position)
    texts[position : position + 1] = [text]
    return _put(content, number, replace(entry, values={**entry.values, column: tuple(texts)}))


def _put(content: Content, number: int, entry: Entry) -> Content:
    entries = [*content.entries]
    entries[number] = entry
    return replace(content, entries=tuple(entries))


def _more(_: Model, content: Content, rest: str) -> tuple[Content, tuple[str, str]]:
    number, column = rest.split(" ")
    texts = content.entries[int(number)].values.get(column, ())
    place = max(len(texts), 1)
    return typed_into(content, int(number), column, place, ""), (number, f"{column} {place}")


def _take(_: Model, content: Content, rest: str) -> tuple[Content, tuple[str, str]]:
    number, column, position, text = rest.split(" ", 3)
    entry = content.entries[int(number)]
    if column in BASIS:
        bases = [dict(basis) for basis in entry.bases]
        bases[int(position)][column] = text
        content = _put(content, int(number), replace(entry, bases=tuple(bases)))
    else:
        content = typed_into(content, int(number), column, int(position), text)
    return content, (number, f"{column} {position}")


def _add(model: Model, content: Content, rest: str) -> tuple[Content, tuple[str, str]]:
    entity, link = rest.split(" ")
    if link not in model.by_name[entity].by_name:
        raise KeyError(link)
    entry = Entry(entity, link=link)
    return replace(content, entries=(*content.entries, entry)), (str(len(content.entries)), "")


def _drop(_: Model, content: Content, rest: str) -> tuple[Content, tuple[str, str]]:
    number = int(rest)
    entry = content.entries[number]
    if not number:
        return content, _NOTHING
    if entry.key:  # it stands in the registry: that it goes is a part of the submission
        return _put(content, number, replace(entry, gone=True)), (str(number), "restore")
    entries = content.entries[:number] + content.entries[number + 1 :]
    return replace(content, entries=entries), ("0", "parts")


def _restore(_: Model, content: Content, rest: str) -> tuple[Content, tuple[str, str]]:
    entry = content.entries[int(rest)]
    return _put(content, int(rest), replace(entry, gone=False)), (rest, "")


def _basis(_: Model, content: Content, rest: str) -> tuple[Content, tuple[str, str]]:
    entry = content.entries[int(rest)]
    empty = dict.fromkeys(BASIS, "")
    place = len(entry.bases)
    changed = replace(entry, bases=(*entry.bases, empty))
    return _put(content, int(rest), changed), (rest, f"document {place}")


def _create(model: Model, content: Content, rest: str) -> tuple[Content, tuple[str, str]]:
    """Return a form with a new record that is called as a field's text says, for it to refer to."""
    number, column, position, entity = rest.split(" ")
    texts = content.entries[int(number)].values.get(column, ())
    text = texts[int(position)] if int(position) < len(texts) else ""
    field = model.by_name[entity].by_path[_LABEL]
    entry = Entry(entity, values={field.name: (text,)} if text else {})
    return replace(content, entries=(*content.entries, entry)), (str(len(content.entries)), "")
