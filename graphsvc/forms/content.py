"""What a form holds: the records as they were typed, to be kept as a draft and read again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from graphsvc.errors import FormatError
from graphsvc.sent import sent_json
from graphsvc.tables.columns import BASIS

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ENTRIES_LIMIT", "SUFFIX", "Content", "Entry", "Kept", "read_content", "written_content"]

SUFFIX: Final = ".form"
"""What the name of a form that is handed in ends with, after the type of its record."""
ENTRIES_LIMIT: Final = 2_000


@dataclass(frozen=True)
class Kept:
    """A value that the form does not show and hands back as it is.

    Attributes:
        iri: of what is referred to; empty for a literal.
        text: of the literal, with its language or datatype.
    """

    predicate: str
    iri: str = ""
    text: str = ""
    language: str = ""
    datatype: str = ""


@dataclass(frozen=True)
class Entry:
    """A record of a form.

    Attributes:
        entity: name of its type.
        key: its key; empty for a new record, which gets one when it is read.
        link: the field by which it is a part of the form's first record, empty where it is none.
        values: what was typed, by column; an empty text is no value.
        bases: its bases, each by part.
        gone: whether it is to be taken out.
    """

    entity: str
    key: str = ""
    link: str = ""
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    bases: tuple[Mapping[str, str], ...] = ()
    kept: tuple[Kept, ...] = ()
    gone: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing was typed."""
        typed = any(text for texts in self.values.values() for text in texts)
        return not (typed or self.kept or any(t for basis in self.bases for t in basis.values()))

    def trimmed(self) -> Entry:
        """Return the record without what was left empty."""
        values = {n: tuple(t for t in texts if t) for n, texts in self.values.items()}
        return replace(
            self,
            values={name: texts for name, texts in values.items() if texts},
            bases=tuple(basis for basis in self.bases if any(basis.values())),
        )


@dataclass(frozen=True)
class Content:
    """All that a form holds; the first record is the one it is about.

    Attributes:
        version: of the graph when the form was opened.
    """

    entries: tuple[Entry, ...]
    version: int = 0


def written_content(content: Content) -> bytes:
    """Return a form as a file, without what was left empty."""
    entries = [asdict(entry.trimmed()) for entry in content.entries]
    told = {"version": content.version, "records": entries}
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def read_content(data: bytes) -> Content:
    """Return the form that a file holds.

    Raises:
        FormatError: it holds none.
    """
    try:
        told = sent_json(data)
        entries = tuple(_entry(one) for one in told["records"])
        version = int(told["version"])
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise FormatError(value=SUFFIX) from error
    if not 1 <= len(entries) <= ENTRIES_LIMIT:
        raise FormatError(value=SUFFIX)
    return Content(entries, version)


def _entry(told: dict[str, Any]) -> Entry:
    bases = tuple({part: _text(one.get(part, "")) for part in BASIS} for one in told["bases"])
    kept = tuple(Kept(*(_text(one.get(n, "")) for n in _KEPT)) for one in told["kept"])
    return Entry(
        _text(told["entity"]),
        _text(told["key"]),
        _text(told["link"]),
        {_text(n): tuple(_text(t) for t in texts) for n, texts in told["values"].items()},
        bases,
        kept,
        bool(told["gone"]),
    )


_KEPT: Final = ("predicate", "iri", "text", "language", "datatype")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value))
    return value
