"""An answer as a table of typed cells: what is sorted, paged, charted and drawn as a graph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from graphsvc.locale import day, texts
from graphsvc.rdf.names import BASE, ID, compact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from graphsvc.questions.running import Answer

__all__ = ["Cell", "Head", "Table", "figure", "of_answer", "of_values"]

_IRI: Final = re.compile(r"https?://[^\s<>\"]+")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_DIGITS: Final = re.compile(r"\d+|\D+")
NUMBERS: Final = ("integer", "decimal")
_THIN_SPACE: Final = "\N{NARROW NO-BREAK SPACE}"
_GROUPED_FROM: Final = 10_000  # four digits are read well without a space


class Cell(NamedTuple):
    """A value as JSON has it, None for nothing, and how a person reads it."""

    value: Any
    shown: str


@dataclass(frozen=True)
class Head:
    """A column: its name, label, and type as of a question's column."""

    name: str
    label: str
    type: str


@dataclass(frozen=True)
class Table:
    """Rows under heads, in the order of the answer."""

    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def column(self, head: Head) -> list[Cell]:
        """Return the cells under a head."""
        place = self.heads.index(head)
        return [row[place] for row in self.rows]

    def named(self, name: str) -> Head | None:
        """Return the head with this name."""
        return next((h for h in self.heads if h.name == name), None)

    def order(self, head: Head, *, down: bool) -> list[int]:
        """Return the rows' numbers sorted by a column; those without a value come last."""
        cells = self.column(head)
        filled = [n for n, cell in enumerate(cells) if cell.value not in (None, "")]
        numbers = all(isinstance(cells[n].value, (int, float)) for n in filled)

        def key(n: int) -> tuple[Any, ...]:
            cell = cells[n]
            if numbers:
                return (cell.value,)
            text = cell.value if head.type == "date" else cell.shown.casefold()
            return tuple(
                (0, int(part), "") if part.isdigit() else (1, 0, part)
                for part in _DIGITS.findall(text)
            )

        empty = set(range(len(cells))) - set(filled)
        return sorted(filled, key=key, reverse=down) + sorted(empty)


def figure(value: float, lang: str) -> str:
    """Return a number as a reader of the language writes it."""
    text = f"{value:.0f}" if float(value).is_integer() else f"{value:.6g}"
    if "e" in text:
        return text
    whole, dot, rest = text.partition(".")
    if abs(value) >= _GROUPED_FROM:
        whole = f"{int(whole):,}".replace(",", _THIN_SPACE)
    return whole + (("," if lang == "ru" else dot) + rest if rest else "")


def of_answer(answer: Answer, lang: str) -> Table:
    """Return a question's answer as a table."""
    heads = tuple(Head(c.name, c.label[lang], c.type) for c in answer.question.columns)
    return Table(
        heads,
        tuple(
            tuple(
                Cell(row[h.name], _shown(row[h.name], h.type, row.get(f"{h.name}Label"), lang))
                for h in heads
            )
            for row in answer.rows
        ),
    )


def of_values(
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    label: Callable[[str], str],
    lang: str,
    called: Callable[[str], str] = str,
) -> Table:
    """Return the answer to a free query as a table; the values tell the columns' types.

    Args:
        label: names an IRI of ours.
        called: names a column; by default as the query does.
    """
    filled = [list(row) for row in rows]
    kinds = [_kind([row[n] for row in filled]) for n in range(len(names))]
    heads = tuple(Head(name, called(name), kind) for name, kind in zip(names, kinds, strict=True))

    def named(value: object) -> str | None:
        return label(value) if isinstance(value, str) and value.startswith(BASE) else None

    return Table(
        heads,
        tuple(
            tuple(
                Cell(value, _shown(value, head.type, named(value), lang))
                for head, value in zip(heads, row, strict=True)
            )
            for row in filled
        ),
    )


def _kind(values: Iterable[Any]) -> str:
    """Return the type that all values share; a list, a node or a mixture is a text."""
    found = {_type(value) for value in values if value not in (None, "")}
    if found == set(NUMBERS):
        return "decimal"
    return found.pop() if len(found) == 1 else "string"


def _type(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "integer" if isinstance(value, int) else "decimal"
    if not isinstance(value, str):
        return "string"
    if value.startswith(ID):
        return "record"
    if value.startswith(BASE + "scheme/"):
        return "concept"
    return "date" if _is_day(value) else "string"


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _shown(value: Any, kind: str, label: str | None, lang: str) -> str:  # noqa: ANN401  # as JSON
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(texts("ui")["yes" if value else "no"][lang])
    if isinstance(value, (int, float)):
        return figure(value, lang)
    if not isinstance(value, str):
        return _told(value, lang)
    if kind == "date":
        return day(value, lang)
    return label or (compact(value) if _IRI.fullmatch(value) else value)


def _told(value: Any, lang: str) -> str:  # noqa: ANN401  # as JSON
    """Return a node, a relationship, a path or a list of them in few words."""
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        if "iri" in fields and "properties" in fields:
            names = cast("dict[str, Any]", fields["properties"])
            name = names.get(f"label_{lang}") or names.get("label_ru")
            return str(name or compact(str(fields["iri"] or fields["label"])))
        if _is_link(fields):
            return str(fields["type"])
        return ", ".join(f"{k}: {_told(v, lang)}" for k, v in fields.items())
    if isinstance(value, list):
        items = cast("list[Any]", value)  # type: ignore[redundant-cast]  # pyright sees no type
        parts = [_told(item, lang) for item in items]
        return _path(items, parts) if any(map(_is_link, items)) else ", ".join(parts)
    return _shown(value, "string", None, lang)


def _is_link(value: Any) -> bool:  # noqa: ANN401  # as JSON
    return isinstance(value, dict) and {"source", "target", "type"} <= value.keys()


def _path(items: list[Any], parts: list[str]) -> str:
    """Return a path with an arrow the way each relationship points."""
    told = parts[0]
    for (before, item), part in zip(pairwise(items), parts[1:], strict=True):
        if _is_link(item):
            back = not _is_link(before) and before["iri"] == item["target"]
            told += f" ←{part}— " if back else f" —{part}→ "
        else:
            told += part
    return told
