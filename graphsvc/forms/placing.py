"""What is wrong with a form, at the field where it is to be mended."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graphsvc.forms.content import Content
    from graphsvc.forms.reading import FieldFault
    from graphsvc.model.entities import Model
    from graphsvc.validation.report import Result

__all__ = ["Place", "Remark", "placed"]

Place = tuple[int, str]
"""Number of a record in the form, and a column of it; -1 and empty where there is none."""


@dataclass(frozen=True)
class Remark:
    """What is to be said at a field.

    Attributes:
        severity: "Violation" refuses the form, "Warning" and "Info" do not.
        position: which of the field's values, from 0; -1 for the field.
        proposal: what may have been meant, empty for nothing.
    """

    severity: str
    text: str
    position: int = -1
    proposal: str = ""


def placed(
    model: Model,
    content: Content,
    faults: Iterable[FieldFault],
    results: Iterable[Result],
    lang: str,
) -> Mapping[Place, Sequence[Remark]]:
    """Return the remarks by record and column.

    Args:
        results: of validation, with the row of each record; those at a field that could not be read
            are left out, for its value is missing only for that.
    """
    found: defaultdict[Place, list[Remark]] = defaultdict(list)
    for fault in faults:
        remark = Remark("Violation", fault.text[lang], fault.position, fault.proposal)
        found[fault.record, fault.column].append(remark)
    unread = set(found)
    for result in results:
        place = _place(model, content, result)
        remark = Remark(result.severity, _said(model, content, place, result, lang))
        if place not in unread and remark not in found[place]:
            found[place].append(remark)
    return dict(found)


def _said(model: Model, content: Content, place: Place, result: Result, lang: str) -> str:
    """Return a message; at a field, whose label stands there already, without that label."""
    text, (number, column) = result.message.get(lang, ""), place
    if not column:
        return text
    label = model.by_name[content.entries[number].entity].by_name[column].label.get(lang, "")
    for named in (f"«{label}»: ", f"«{label}» ", f"{label[:1].upper()}{label[1:]}: "):
        text = text.removeprefix(named)
    return text[:1].upper() + text[1:]


def _place(model: Model, content: Content, result: Result) -> Place:
    if not result.row or result.row > len(content.entries):
        return -1, ""
    number = result.row - 1
    entity = model.by_name[content.entries[number].entity]
    if result.column in entity.by_name:
        return number, result.column
    if result.path in entity.by_path:
        return number, entity.by_path[result.path].name
    return number, ""
