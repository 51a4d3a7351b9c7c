"""The columns of a sheet: what each is called, and which field a header means."""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from graphsvc.locale import texts
from graphsvc.projections.word_forms import fold
from graphsvc.rdf.names import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graphsvc.model.entities import Entity, Field, Model, Texts

__all__ = [
    "BASIS",
    "KEY",
    "REQUIRED_MARK",
    "Column",
    "column_keys",
    "column_named",
    "columns_of",
    "find_header",
    "header_rows",
    "headers",
    "nearest_headers",
    "plain_header",
    "required_headers",
]

KEY: Final = "id"
BASIS: Final = ("document", "clause", "lines", "quote")
"""The columns that together are a row's basis."""
REQUIRED_MARK: Final = "*"
_LANG_STRING: Final = PREFIXES["rdf"] + "langString"
_LABEL: Final = PREFIXES["skos"] + "prefLabel"
_QUOTES: Final = {"ru": "«{}»", "en": "“{}”"}
_NEAREST: Final = 8  # headers that a remark names
_SEARCHED_ROWS: Final = 20  # above a header stand a title and remarks at most


@dataclass(frozen=True)
class Column:
    """A column of a sheet.

    Attributes:
        name: what it is called in CSV: the field's name, `label@en`, `id`, or a part of the basis.
        header: what people read above it, by language, without the mark of what is required.
        note: what to put in, by language.
        field: None for the key and the parts of the basis.
        language: of the texts in it.
    """

    name: str
    header: Texts
    note: Texts
    required: bool
    field: Field | None = None
    language: str = "ru"

    @property
    def several(self) -> bool:
        """Whether a table may have several such columns: each has one of the values."""
        return self.field is not None and self.field.many


def columns_of(
    model: Model, entity: Entity, more: Iterable[tuple[str, str]] = ()
) -> tuple[Column, ...]:
    """Return the columns of an entity's sheet, in the shape's order, the basis last.

    Args:
        more: names of fields and languages, beyond Russian, that need a column; the name of a
            record always has one in English.
    """
    said = texts("tables")
    found = [Column(KEY, said["key"]["header"], said["key"]["note"], required=False)]
    beyond = set(more)
    for field in entity.fields:
        if field.name == "basis" and ("basis", "") not in beyond:
            continue
        languages = [""]
        if field.datatype == _LANG_STRING:
            named = {"en"} if field.path == _LABEL else set[str]()
            spoken = named | {language for name, language in beyond if name == field.name}
            languages = ["ru", *sorted(spoken - {"ru"})]
        found += [_column(model, field, language) for language in languages]
    if "basis" in entity.by_name:
        found += _basis_columns()
    return tuple(found)


def _basis_columns() -> list[Column]:
    said = {part: texts("tables")["basis"][part] for part in BASIS}
    return [Column(p, s["header"], s["note"], required=False) for p, s in said.items()]


def _column(model: Model, field: Field, language: str) -> Column:
    said = texts("tables")
    if language in ("", "ru"):
        name, header = field.name, field.label
    else:
        name = f"{field.name}@{language}"
        header = {
            lang: said["language"][lang].format(
                label=label, language=said["languages"].get(language, {}).get(lang, language)
            )
            for lang, label in field.label.items()
        }
    required = field.required and language in ("", "ru")
    note = {lang: _note(model, field, lang, required=required) for lang in ("ru", "en")}
    return Column(name, header, note, required, field, language or "ru")


def _note(model: Model, field: Field, lang: str, *, required: bool) -> str:
    said = texts("tables")["note"]
    kinds = [model.by_class[c].label[lang] for c in field.classes]
    lists = [model.labels.get(s, {}).get(lang, s) for s in field.schemes]
    if lists:
        expected = said["concept"][lang].format(lists=", ".join(lists))
    elif field.datatype:
        # An extension may have fields of a datatype that has no words here: it is a text, then.
        expected = said.get(field.datatype.rpartition("#")[2], said["string"])[lang]
    elif field.address:
        expected = said["address"][lang]
    else:
        expected = said["record"][lang].format(kinds=", ".join(kinds) or said["any"][lang])
    parts = [field.definition.get(lang, ""), expected]
    parts.append(said["many"][lang] if field.many else "")
    parts.append(said["required"][lang] if required else "")
    beside = texts("tables")["beside"].get(field.name)
    parts.append(beside[lang] if beside else "")
    return "\n".join(part for part in parts if part)


def plain_header(text: str) -> str:
    """Return a header folded, without the mark of what is required."""
    return fold(text).rstrip(f"{REQUIRED_MARK} ")


def headers(model: Model, entity: Entity) -> dict[str, Column]:
    """Return the columns by every way to write their headers, folded."""
    spoken = texts("tables")["languages"]
    worded = [f.name for f in entity.fields if f.datatype == _LANG_STRING]
    columns = columns_of(model, entity, ((name, lang) for name in worded for lang in spoken))
    known = {
        plain_header(header): column
        for column in reversed(columns)
        for header in column.header.values()
    }
    # A table may have columns for a basis that its records do not take, while they are empty.
    basis = {fold(column.name): column for column in _basis_columns()}
    return known | basis | {fold(column.name): column for column in columns}


def column_named(known: Mapping[str, Column], name: str) -> Column | None:
    """Return the column of a name, as `Column.name`: `reason@de` is a text's in that language.

    Args:
        known: as `headers`.
    """
    if found := known.get(fold(name)):
        return found
    plain, _, language = name.strip().partition("@")
    found = known.get(fold(plain)) if language else None
    if found is None or found.field is None:
        return None
    return replace(found, name=f"{found.name}@{language}", required=False, language=language)


def nearest_headers(known: Mapping[str, Column], text: str) -> Texts:
    """Return the headers that are most like a text, by language, the likest first.

    Args:
        known: as `headers`.
    """
    columns = {c.name: c for c in known.values()}.values()
    near = sorted(columns, key=lambda c: -max(_alike(text, h) for h in c.header.values()))
    more = " …" if len(near) > _NEAREST else ""
    return {lang: _quoted(near[:_NEAREST], lang) + more for lang in _QUOTES}


def required_headers(known: Mapping[str, Column]) -> Texts:
    """Return the headers of the required columns, by language."""
    columns = [c for c in known.values() if c.required]
    return {lang: _quoted(columns, lang) for lang in _QUOTES}


def _quoted(columns: Iterable[Column], lang: str) -> str:
    titles = dict.fromkeys(c.header[lang] for c in columns)
    return ", ".join(_QUOTES[lang].format(title) for title in titles)


def _alike(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, fold(one), fold(other)).ratio()


def find_header(
    known: Mapping[str, object],
    rows: Iterable[tuple[int, tuple[str, ...]]],
    merged: Iterable[tuple[int, int, int, int]] = (),
) -> tuple[int, tuple[str, ...]] | None:
    """Return number and cells of the row that has most known headers, None where no row has any.

    A merged cell is every cell it covers: a header may stand over two rows.
    """
    best: tuple[int, tuple[str, ...]] | None = None
    most = 0
    for number, filled in header_rows(rows, merged):
        count = sum(plain_header(cell) in known for cell in filled if cell)
        if count > most or (count and count == most and best and number == best[0] + 1):
            best, most = (number, filled), count
    return best


def header_rows(
    rows: Iterable[tuple[int, tuple[str, ...]]],
    merged: Iterable[tuple[int, int, int, int]] = (),
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield number and cells of the rows that may be the header, merged cells filled."""
    above: dict[tuple[int, int], str] = {}
    spans = list(merged)
    for number, cells in rows:
        if number > _SEARCHED_ROWS:
            break
        for top, left, bottom, right in spans:
            if top == number and left <= len(cells):
                for row in range(top, min(bottom, _SEARCHED_ROWS) + 1):
                    for column in range(left, right + 1):
                        above[row, column] = cells[left - 1]
        width = max([len(cells), *(column for row, column in above if row == number)])
        filled = (
            (cells[c - 1] if c <= len(cells) else "") or above.get((number, c), "")
            for c in range(1, width + 1)
        )
        yield number, tuple(filled)


def column_keys(titles: Iterable[str]) -> list[str]:
    """Return what tells each column of a header from the others: its title, folded.

    A title that comes again is counted, «дата», «дата (2)», and so is a column without one, «(1)».
    """
    seen: Counter[str] = Counter()
    found: list[str] = []
    for title in titles:
        plain = plain_header(title)
        seen[plain] += 1
        again = f" ({seen[plain]})" if seen[plain] > 1 or not plain else ""
        found.append(f"{plain}{again}".strip())
    return found
