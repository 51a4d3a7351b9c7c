"""Tables whose columns are not ours: how somebody said to read them.

A mapping names the type of the records and, for each column, a field or nothing. It is written as
JSON: `{"tables": [{"entity": "agreement", "columns": {"Контрагент": "party", "№ п/п": ""}}]}`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

from graphsvc.errors import ColumnsError
from graphsvc.sent import sent_json
from graphsvc.tables.columns import column_keys, column_named, columns_of, header_rows, headers
from graphsvc.tables.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graphsvc.isolation.workbooks import RawSheet
    from graphsvc.model.entities import Model

__all__ = [
    "GivenMappings",
    "Mappings",
    "Read",
    "TableMapping",
    "counts_columns",
    "foreign_sheet",
    "parsed",
    "titled",
    "written",
]

_LIMIT_BYTES: Final = 256 * 1024
Rows = tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True)
class TableMapping:
    """How to read a table.

    Attributes:
        entity: name of the type of its records; empty for a table that is not taken.
        columns: name of the field of each column, empty for one that is not taken, by
            `columns.column_keys`.
        id: its name, where it is kept; `kept_on` the day since when, ISO 8601.
    """

    entity: str
    columns: Mapping[str, str]
    id: str = ""
    kept_on: str = ""

    @property
    def titled(self) -> frozenset[str]:
        """The keys of the columns that have a title: by them a table is known again."""
        return titled(self.columns)


@dataclass(frozen=True)
class Read:
    """A table that was read by a mapping.

    Attributes:
        place: the sheet or file.
        mapping: `TableMapping.id`, empty for one that was given with the file.
    """

    place: str
    entity: str
    mapping: str
    kept_on: str


class Mappings(Protocol):
    """The mappings that a table may be read by."""

    def mapping(self, keys: frozenset[str]) -> TableMapping | None:
        """Return the mapping of a table whose titled columns have these keys."""
        ...


class GivenMappings:
    """Mappings that were given with a file: each holds where all the columns it names are."""

    def __init__(self, given: Iterable[TableMapping]) -> None:
        self._given = sorted(given, key=lambda mapping: -len(mapping.columns))

    def mapping(self, keys: frozenset[str]) -> TableMapping | None:
        """Return the mapping that names most of the columns."""
        return next((m for m in self._given if m.titled and m.titled <= keys), None)


def parsed(model: Model, content: bytes | str) -> list[TableMapping]:
    """Return the mappings that a JSON text holds.

    Raises:
        ColumnsError: it is no such text, or names a type or field that there is not.
    """
    if len(content) > _LIMIT_BYTES:
        raise ColumnsError(value=str(len(content)), expected=f"≤ {_LIMIT_BYTES}")
    try:
        told = sent_json(content)
    except ValueError as error:
        raise ColumnsError(value="", expected="JSON") from error
    given = _object(told).get("tables")
    tables = cast("Sequence[Any]", given) if isinstance(given, list) else ()
    if not tables:
        raise ColumnsError(value="", expected='{"tables": […]}')
    return [_table(model, _object(table)) for table in tables]


def written(tables: Iterable[TableMapping]) -> str:
    """Return mappings as JSON."""
    told = [{"entity": t.entity, "columns": dict(t.columns)} for t in tables]
    return json.dumps({"tables": told}, ensure_ascii=False, indent=1)


def titled(keys: Iterable[str]) -> frozenset[str]:
    """Return the keys of columns that have a title."""
    return frozenset(key for key in keys if not key.startswith("("))


def foreign_sheet(  # noqa: PLR0913  # a sheet is made of this
    model: Model,
    place: str,
    rows: Rows,
    mappings: Mappings,
    *,
    raw: RawSheet | None = None,
    entity: str = "",
) -> tuple[Sheet | None, Read] | None:
    """Return a table as a mapping reads it, None where there is no mapping for its columns.

    A table that is not to be taken is no sheet.

    Args:
        raw: the sheet of a workbook; None for CSV.
        entity: what the records are said to be, where that is said; a mapping that says something
            else is none.
    """
    merged = tuple(raw.merged) if raw else ()
    for number, titles in header_rows(rows, merged):
        keys = titled(column_keys(titles))
        mapping = mappings.mapping(keys) if keys else None
        if mapping is None or (entity and mapping.entity not in ("", entity)):
            continue
        told = Read(place, mapping.entity, mapping.id, mapping.kept_on)
        if mapping.entity not in model.by_name:
            return None, told
        sheet = Sheet(
            place,
            mapping.entity,
            tuple(row for row in rows if not counts_columns(row, number)),
            tuple(mapping.columns.items()),
            merged,
            frozenset(raw.formulas) if raw else frozenset(),
            lettered=raw is not None,
            header=number,
        )
        return sheet, told
    return None


def counts_columns(row: tuple[int, tuple[str, ...]], header: int) -> bool:
    """Return whether a row just below the header numbers the columns: 1, 2, 3."""
    number, cells = row
    texts = [cell.strip().removesuffix(".") for cell in cells if cell.strip()]
    counted = [str(n) for n in range(1, len(texts) + 1)]
    return number == header + 1 and len(texts) > 1 and texts == counted


def _object(told: Any) -> dict[str, Any]:  # noqa: ANN401  # as it was parsed
    """Return a JSON object, an empty one for anything else."""
    return cast("dict[str, Any]", told) if isinstance(told, dict) else {}


def _table(model: Model, told: dict[str, Any]) -> TableMapping:
    entity, columns = told.get("entity"), _object(told.get("columns"))
    if not isinstance(entity, str) or not columns:
        raise ColumnsError(value="", expected='{"entity": "…", "columns": {"…": "…"}}')
    if entity and entity not in model.by_name:
        raise ColumnsError(value=entity[:60], expected=", ".join(model.by_name))
    known = headers(model, model.by_name[entity]) if entity else {}
    found: dict[str, str] = {}
    for title, name in columns.items():
        if not isinstance(name, str):
            raise ColumnsError(value=str(title)[:60], expected='"…"')
        column = column_named(known, name) if name else None
        if name and column is None:
            names = dict.fromkeys(c.name for c in columns_of(model, model.by_name[entity]))
            raise ColumnsError(value=name[:60], expected=", ".join(names))
        key = title if title.startswith("(") else column_keys([title])[0]
        earlier = next((k for k, n in found.items() if column and n == column.name), "")
        if column and earlier and not column.several:
            raise ColumnsError(value=key, expected="one-column", earlier=earlier)
        found[key] = column.name if column else ""
    return TableMapping(entity, found)
