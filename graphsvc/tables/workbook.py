"""Workbooks (.xlsx) to be filled by people: a sheet an entity, with drop-downs and notes.

A hidden sheet says which column is which field, of whose data at which version the workbook is
made, and of which entities its sheets are; `tables.opened` reads it.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from openpyxl.worksheet.datavalidation import DataValidation

from graphsvc.errors import WorkbookError
from graphsvc.locale import texts
from graphsvc.rdf.names import PREFIXES
from graphsvc.tables.cells import choices
from graphsvc.tables.columns import KEY, REQUIRED_MARK
from graphsvc.tables.example import example_row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from graphsvc.model.entities import Entity, Field, Model
    from graphsvc.tables.columns import Column
    from graphsvc.tables.filling import Filled

__all__ = ["MAPPING", "TEMPLATE_VERSION", "KnownRecords", "Origin", "workbook", "yes"]

MAPPING: Final = "_methodnet"
"""Title of the hidden sheet."""
TEMPLATE_VERSION: Final = "1"
_LISTS: Final = "_lists"
_FREE_ROWS: Final = 500  # below the last record that have drop-downs, too
_TITLE_LETTERS: Final = 31
_CELL_LETTERS: Final = 32_767
_LIST_ROWS: Final = 5_000
_XSD: Final = PREFIXES["xsd"]
_WIDE, _NARROW = 44, 18
_HEAD: Final = PatternFill("solid", fgColor="DCE6F1")
_GREY: Final = "808080"
_NUMBER: Final = re.compile(r"-?(0|[1-9]\d{0,14})")


@dataclass(frozen=True)
class Origin:
    """What a workbook is made of.

    Attributes:
        about: IRI of the body or document whose data it holds, empty for an empty template.
        name: what it is called.
        version: of these data; what is handed in is compared with it.
    """

    about: str = ""
    name: str = ""
    version: int = 0


@dataclass(frozen=True)
class KnownRecords:
    """What to write in a cell for the records of some types.

    Attributes:
        listed: for each that is known, for the drop-downs.
        some: for one of them, for the example; empty where there is none.
    """

    listed: Callable[[Sequence[str]], Sequence[str]]
    some: Callable[[Sequence[str]], str]


def workbook(
    model: Model,
    sheets: Sequence[Filled],
    records: KnownRecords,
    origin: Origin,
    lang: str,
) -> bytes:
    """Return a workbook with these sheets, as .xlsx.

    Args:
        records: what to write for those that are known.
        lang: of headers and notes.

    Raises:
        WorkbookError: a text is longer than a cell may be.
    """
    writer = _Writer(model, records, origin, lang)
    for sheet in sheets:
        writer.add(sheet)
    return writer.finished()


def yes(text: str) -> bool:
    """Return whether a cell of the column “full list” says so."""
    return text.strip().casefold() in {
        t.casefold() for t in texts("tables")["template"]["yes"].values()
    }


class _Writer:
    def __init__(
        self,
        model: Model,
        records: KnownRecords,
        origin: Origin,
        lang: str,
    ) -> None:
        self._model, self._records, self._origin, self._lang = model, records, origin, lang
        self._book = Workbook()
        self._cover: Worksheet = self._book.worksheets[0]
        self._lists: Worksheet = self._book.create_sheet(_LISTS)
        self._mapping: Worksheet = self._book.create_sheet(MAPPING)
        self._ranges: dict[object, str] = {}
        self._added: list[tuple[str, Filled, list[str]]] = []

    def add(self, filled: Filled) -> None:
        """Add the sheet of an entity."""
        title = self._title(filled.entity)
        sheet: Worksheet = self._book.create_sheet(title, len(self._added) + 1)
        example = [] if filled.rows else self._example(filled)
        rows = filled.rows or [example]
        self._added.append((title, filled, example))
        for place, column in enumerate(filled.columns, 1):
            self._head(sheet, place, column)
            self._limit(sheet, place, column, len(rows))
        for number, row in enumerate(rows, 2):
            for place, (text, column) in enumerate(zip(row, filled.columns, strict=True), 1):
                if text:
                    cell = sheet.cell(number, place)
                    _write(cell, text, column)
                    if not filled.rows:
                        cell.font = Font(italic=True, color=_GREY)
        sheet.freeze_panes = "C2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(filled.columns))}{len(rows) + 1}"

    def finished(self) -> bytes:
        """Return the workbook, its cover and hidden sheets written."""
        self._write_cover()
        origin = self._origin
        self._mapping.append(["methodnet", TEMPLATE_VERSION, origin.about, origin.version])
        self._mapping.append(["cover", self._cover.title])
        for title, filled, example in self._added:
            self._mapping.append(["sheet", title, filled.entity.name])
            written = example or [""] * len(filled.columns)
            for column, text in zip(filled.columns, written, strict=True):
                header = column.header[self._lang]
                self._mapping.append(["column", title, header, column.name, text])
                if text:  # one that begins with = is no formula
                    self._mapping.cell(self._mapping.max_row, 5).data_type = "s"
        for hidden in (self._lists, self._mapping):
            hidden.sheet_state = "hidden"
        content = io.BytesIO()
        self._book.save(content)
        return content.getvalue()

    def _title(self, entity: Entity) -> str:
        plural = texts("ui")["plural"].get(entity.name, entity.label)[self._lang]
        plain = INVALID_TITLE_REGEX.sub(" ", plural)[:_TITLE_LETTERS].strip()
        taken = {title for title, *_ in self._added}
        return plain if plain not in taken else f"{plain[: _TITLE_LETTERS - 3]} {len(taken)}"

    def _head(self, sheet: Worksheet, place: int, column: Column) -> None:
        text = column.header[self._lang]
        cell = sheet.cell(1, place, f"{text} {REQUIRED_MARK}" if column.required else text)
        cell.font, cell.fill = Font(bold=True), _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        comment = Comment(column.note[self._lang], "")
        comment.width, comment.height = 360, 140
        cell.comment = comment
        letter = get_column_letter(place)
        dimension = sheet.column_dimensions[letter]
        dimension.width = _WIDE if _is_text(column) or _refers(column) else _NARROW
        dimension.number_format = _format(column)

    def _limit(self, sheet: Worksheet, place: int, column: Column, rows: int) -> None:
        """Give the cells of a column a drop-down of what they take."""
        source = self._source(column)
        if not source:
            return
        letter = get_column_letter(place)
        span = f"{letter}2:{letter}{rows + 1 + _FREE_ROWS}"
        listed = DataValidation(type="list", formula1=source, allow_blank=True, sqref=span)
        field = column.field
        # Where a cell may name several, or a record that is still to be made, the list proposes.
        listed.showErrorMessage = bool(
            field and (field.schemes or field.datatype) and not field.many
        )
        said = texts("tables")["template"]
        listed.error = said["unlisted"][self._lang]
        listed.prompt = said["choose"][self._lang]
        sheet.add_data_validation(listed)

    def _source(self, column: Column) -> str:
        field = column.field
        if field is None:
            document = self._model.by_name["basis"].by_name["document"]
            return self._record_range(document) if column.name == "document" else ""
        if field.schemes:
            return self._range(field.schemes, sorted(choices(self._model, field)))
        if field.datatype == _XSD + "boolean":
            said = texts("tables")["template"]
            return self._range("boolean", [said["yes"][self._lang], said["no"][self._lang]])
        return self._record_range(field) if field.classes else ""

    def _record_range(self, field: Field) -> str:
        entities = tuple(self._model.by_class[c].name for c in field.classes)
        if entities not in self._ranges:
            self._range(entities, list(self._records.listed(entities))[:_LIST_ROWS])
        return self._ranges[entities]

    def _range(self, key: object, values: Sequence[str]) -> str:
        if key not in self._ranges:
            place = len(self._ranges) + 1
            for number, value in enumerate(values, 1):
                cell = self._lists.cell(number, place, value)
                cell.data_type = "s"
            letter = get_column_letter(place)
            span = f"'{_LISTS}'!${letter}$1:${letter}${len(values)}" if values else ""
            self._ranges[key] = span
        return self._ranges[key]

    def _example(self, filled: Filled) -> list[str]:
        return example_row(self._model, filled.columns, self._records.some, self._lang)

    def _write_cover(self) -> None:
        said: Mapping[str, dict[str, str]] = texts("tables")["template"]
        lang, sheet = self._lang, self._cover
        sheet.title = said["cover"][lang]
        sheet["A1"] = said["title"][lang]
        sheet["A1"].font = Font(bold=True, size=14)
        lines = [said["how"][lang], said["example"][lang], said["vanish"][lang]]
        if self._origin.about:
            name, version = self._origin.name, self._origin.version
            lines.insert(0, said["of"][lang].format(about=name, version=version))
        for number, line in enumerate(lines, 3):
            sheet.cell(number, 1, line).alignment = Alignment(wrap_text=True, vertical="top")
            sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=4)
            sheet.row_dimensions[number].height = 32
        first = len(lines) + 4
        for place, name in enumerate(("sheet", "holds", "rows", "complete"), 1):
            cell = sheet.cell(first, place, said[name][lang])
            cell.font, cell.fill = Font(bold=True), _HEAD
        taken = f'"{said["yes"][lang]},{said["no"][lang]}"'
        span = f"D{first + 1}:D{first + 1 + len(self._added)}"
        listed = DataValidation(type="list", formula1=taken, allow_blank=False, sqref=span)
        sheet.add_data_validation(listed)
        for number, (title, filled, _) in enumerate(self._added, first + 1):
            place = _key_place(filled)
            records = len({row[place] for row in filled.rows})
            definition = filled.entity.definition[lang]
            values: tuple[str | int, ...] = (title, definition, records, said["no"][lang])
            for column, value in enumerate(values, 1):
                told = sheet.cell(number, column, value)
                told.alignment = Alignment(wrap_text=True, vertical="top")
                if column == 1:
                    told.hyperlink = f"#'{title}'!A1"
                    told.font = Font(color="0563C1", underline="single")
        for letter, width in (("A", 34), ("B", 70), ("C", 10), ("D", 16)):
            sheet.column_dimensions[letter].width = width


def _key_place(filled: Filled) -> int:
    return next(n for n, c in enumerate(filled.columns) if c.name == KEY)


def _is_text(column: Column) -> bool:
    return column.field is not None and column.field.datatype.endswith("langString")


def _refers(column: Column) -> bool:
    return column.field is not None and bool(column.field.classes)


def _format(column: Column) -> str:
    kind = column.field.datatype.removeprefix(_XSD) if column.field else ""
    return {"date": "DD.MM.YYYY", "integer": "0", "decimal": "General"}.get(kind, "@")


def _write(cell: Any, text: str, column: Column) -> None:  # noqa: ANN401  # openpyxl's cells
    if len(text) > _CELL_LETTERS:
        raise WorkbookError(reason="cell", value=text[:60])
    kind = column.field.datatype.removeprefix(_XSD) if column.field else ""
    if column.field and column.field.many:
        kind = ""  # several values are a text
    if kind == "date":
        cell.value = date.fromisoformat(text)
    elif kind == "integer" and _NUMBER.fullmatch(text):
        cell.value = int(text)
    else:
        cell.value = text
        cell.data_type = "s"  # a text that begins with = is no formula
    cell.number_format = _format(column)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
