"""The records of a form by what they are to the first, and all that refuses it at one glance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphsvc.locale import texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graphsvc.api.form_views import FieldView, RecordView
    from graphsvc.forms.controls import Form

__all__ = ["Group", "groups_of", "summary_of"]


@dataclass(frozen=True)
class Group:
    """The parts of one kind.

    Attributes:
        action: what the button posts that adds one.
    """

    label: str
    definition: str
    action: str
    records: Sequence[RecordView]


def groups_of(form: Form, records: Sequence[RecordView], lang: str) -> list[Group]:
    """Return the parts of a form's first record, by kind."""
    return [
        Group(
            part.label[lang],
            part.definition.get(lang, ""),
            f"add {part.entity} {part.field.name}",
            [
                r
                for r in records[1:]
                if (r.entry.entity, r.entry.link) == (part.entity, part.field.name)
            ],
        )
        for part in form.parts
    ]


def summary_of(records: Iterable[RecordView], lang: str) -> list[tuple[str, str, str]]:
    """Return id of the input, label and text of each remark that refuses a form, in its order."""
    said = texts("tables")["basis"]
    found: list[tuple[str, str, str]] = []
    for record in records:
        own = [r for r in record.remarks if r.severity == "Violation"]
        found += [(record.id, record.title or record.type, r.text) for r in own]
        for one in (*record.first, *record.deadline, *record.more):
            found += _field(one)
        for basis in record.bases or ():
            found += [
                (v.id, said[part]["header"][lang], r.text)
                for part, v in basis.parts
                for r in v.remarks
            ]
    return found


def _field(one: FieldView) -> list[tuple[str, str, str]]:
    told = {r: v.id for v in one.values for r in v.remarks}
    first = one.id if one.kind == "boxes" else one.values[0].id
    told |= {r: first for r in one.remarks if r not in told}
    return [(i, one.label, r.text) for r, i in told.items() if r.severity == "Violation"]
