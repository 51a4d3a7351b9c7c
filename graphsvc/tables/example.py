"""The grey row of an empty sheet: what a record looks like, not handed in as long as it is ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphsvc.locale import texts
from graphsvc.projections.word_forms import fold
from graphsvc.rdf.names import PREFIXES
from graphsvc.tables.cells import choices
from graphsvc.tables.columns import KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from graphsvc.model.entities import Model
    from graphsvc.tables.columns import Column
    from graphsvc.tables.table import Table

__all__ = ["example_row", "is_example", "marked_as_example"]

_XSD: Final = PREFIXES["xsd"]
_MARKS: Final = frozenset({"пример", "example"})
_VALUES: Final[Mapping[str, str]] = {
    "date": "2026-12-31",
    "dateTime": "2026-12-31T18:00:00",
    "integer": "1",
    "decimal": "1.5",
    "boolean": "да",
    "duration": "P1Y",
}


def example_row(
    model: Model,
    columns: Sequence[Column],
    record: Callable[[Sequence[str]], str],
    lang: str,
) -> list[str]:
    """Return the cells of a row that shows what to fill in.

    Args:
        record: what to write for some record of these types, empty where there is none.
    """
    said = texts("tables")["template"]
    row: list[str] = []
    for column in columns:
        field = column.field
        if column.name == KEY:
            row.append(said["example-key"][lang])
        elif field is None or column.language != "ru" or not (column.required or field.classes):
            row.append("")
        elif field.schemes:
            row.append(min([*choices(model, field)], default=""))
        elif field.datatype:
            text: str = said["text"][lang]
            row.append(_VALUES.get(field.datatype.removeprefix(_XSD), text))
        else:
            row.append(record([model.by_class[c].name for c in field.classes]))
    return row


def marked_as_example(key: str) -> bool:
    """Return whether the key of a row says that it is an example."""
    return fold(key) in _MARKS


def is_example(table: Table, cells: tuple[str, ...], example: Iterable[tuple[str, str]]) -> bool:
    """Return whether a row that is marked as an example is the one that was written.

    Args:
        example: its cells by the columns' names; none where no example was written.
    """
    written = {name: fold(text) for name, text in example if name != KEY}
    for place, cell in enumerate(cells, 1):
        column = table.columns[place - 1] if place <= len(table.columns) else None
        if column is not None and column.name == KEY:
            continue
        if fold(cell) and fold(cell) != (written.get(column.name, "") if column else ""):
            return False
    return True
