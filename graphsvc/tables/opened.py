"""A workbook that came back: which of its sheets hold records of what, and what it was made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from graphsvc.locale import LANGUAGES, texts
from graphsvc.projections.word_forms import fold
from graphsvc.sent import whole_number
from graphsvc.tables.foreign import foreign_sheet
from graphsvc.tables.sheet import Sheet, TableFault, fault_text
from graphsvc.tables.workbook import MAPPING, yes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.isolation.workbooks import RawSheet
    from graphsvc.model.entities import Model
    from graphsvc.tables.foreign import Mappings, Read

__all__ = ["Opened", "foreign_sheets", "open_sheets"]

_COMPLETE: Final = 4  # the cover's column that says which lists are full


@dataclass
class Opened:
    """What a workbook holds.

    Attributes:
        faults: of sheets that are of no known type.
        about: IRI of the body or document it was filled with, empty for none.
        version: of these data, None for none.
        mapped: the tables that were read by a mapping.
    """

    sheets: list[Sheet] = field(default_factory=list[Sheet])
    faults: list[TableFault] = field(default_factory=list[TableFault])
    about: str = ""
    version: int | None = None
    mapped: list[Read] = field(default_factory=list["Read"])


@dataclass
class _Mapping:
    """What the hidden sheet says."""

    about: str = ""
    version: int | None = None
    cover: str = ""
    entities: dict[str, str] = field(default_factory=dict[str, str])
    keys: dict[str, list[tuple[str, str]]] = field(default_factory=dict[str, list[tuple[str, str]]])
    examples: dict[str, list[tuple[str, str]]] = field(
        default_factory=dict[str, list[tuple[str, str]]]
    )


def open_sheets(
    model: Model, raw: Iterable[RawSheet], entity: str = "", mappings: Mappings | None = None
) -> Opened:
    """Return the sheets that hold records.

    A sheet is known by the hidden sheet, else by its title: the name of an entity, or what its
    register is called. Empty sheets, the cover, our remarks, and hidden ones that hold no known
    records are passed over.

    Args:
        entity: what the only sheet of a workbook holds, where its title does not tell.
        mappings: how to read sheets that are not ours.
    """
    found = list(raw)
    mapping = _mapping(found)
    opened = Opened(about=mapping.about, version=mapping.version)
    titles = _titles(model)
    complete = {
        cells[0].strip()
        for sheet in found
        if sheet.name == mapping.cover
        for _, cells in sheet.rows
        if len(cells) >= _COMPLETE and yes(cells[_COMPLETE - 1])
    }
    ours = (MAPPING, mapping.cover, *texts("tables")["remarks"]["title"].values())
    told = [s for s in found if s.rows and s.name not in ours]
    visible = [s for s in told if not s.hidden]
    for sheet in told:
        read = _by_mapping(model, sheet, mapping, mappings)
        if read is not None:
            opened.sheets += [read[0]] if read[0] else []
            opened.mapped.append(read[1])
            continue
        name = mapping.entities.get(sheet.name) or titles.get(fold(sheet.name)[:31].strip(), "")
        if name not in model.by_name and len(visible) == 1:
            name = entity
        if name in model.by_name:
            opened.sheets.append(
                Sheet(
                    sheet.name,
                    name,
                    tuple((number, tuple(cells)) for number, cells in sheet.rows),
                    tuple(mapping.keys.get(sheet.name, ())),
                    tuple(sheet.merged),
                    frozenset(sheet.formulas),
                    complete=sheet.name in complete,
                    lettered=True,
                    example=tuple(mapping.examples.get(sheet.name, ())),
                )
            )
        elif not sheet.hidden:
            known = {
                lang: ", ".join(f"«{e.label[lang]}»" for e in model.handed_in) for lang in LANGUAGES
            }
            text = fault_text("sheet", known=known)
            opened.faults.append(TableFault(sheet.name, 1, "", sheet.name, text, cause="sheet"))
    return opened


def foreign_sheets(raw: Iterable[RawSheet]) -> list[RawSheet]:
    """Return the sheets that people see and that are not of a template of ours."""
    found = list(raw)
    mapping = _mapping(found)
    ours = {mapping.cover, *mapping.entities, *texts("tables")["remarks"]["title"].values()}
    return [s for s in found if s.rows and not s.hidden and s.name not in ours]


def _by_mapping(
    model: Model, sheet: RawSheet, ours: _Mapping, mappings: Mappings | None
) -> tuple[Sheet | None, Read] | None:
    if mappings is None or sheet.hidden or sheet.name in ours.entities:
        return None
    rows = tuple((number, tuple(cells)) for number, cells in sheet.rows)
    return foreign_sheet(model, sheet.name, rows, mappings, raw=sheet)


def _mapping(raw: Iterable[RawSheet]) -> _Mapping:
    found = _Mapping()
    for sheet in raw:
        if sheet.name != MAPPING:
            continue
        for _, cells in sheet.rows:
            kind, told = cells[0], [*cells[1:], "", "", ""]
            if kind == "methodnet":
                found.about = told[1]
                found.version = whole_number(told[2]) if told[1] else None
            elif kind == "cover":
                found.cover = told[0]
            elif kind == "sheet":
                found.entities[told[0]] = told[1]
            elif kind == "column":
                found.keys.setdefault(told[0], []).append((fold(told[1]), told[2]))
                found.examples.setdefault(told[0], []).append((told[2], told[3]))
    return found


def _titles(model: Model) -> dict[str, str]:
    """Return the entities by every way to call a sheet of theirs, folded."""
    plural = texts("ui")["plural"]
    found: dict[str, str] = {}
    for entity in model.entities:
        names = [entity.name, *entity.label.values(), *plural.get(entity.name, {}).values()]
        found.update({fold(name)[:31].strip(): entity.name for name in names})
    return found
