"""A form as a page shows it: each record with its fields, and what is to be said at each."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from graphsvc.forms.controls import PRINTED
from graphsvc.forms.placing import Remark
from graphsvc.locale import day
from graphsvc.tables.columns import BASIS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graphsvc.api.form_checking import Checked
    from graphsvc.api.state import Service
    from graphsvc.forms.content import Content, Entry
    from graphsvc.forms.controls import Control, Forms

__all__ = ["BasisView", "FieldView", "RecordView", "ValueView", "records_of"]

_BOXES: Final = 16
"""Most values of a list that are shown as boxes to tick; longer lists are chosen from."""
_DASH: Final = " — "
_LONG: Final = 70
"""Letters of a line that is better seen whole."""


@dataclass(frozen=True)
class ValueView:
    """One value of a field.

    Attributes:
        id: of its input; `name` what it is posted as, `place` how buttons name it.
        focused: whether to go on here.
        found: what was found for what was typed, None where nobody looked.
    """

    id: str
    place: str
    text: str
    remarks: Sequence[Remark]
    focused: bool = False
    found: Sequence[str] | None = None


@dataclass(frozen=True)
class FieldView:
    """One field.

    Attributes:
        id: what the ids of its parts begin with.
        kind: as of the control; "boxes" for several values of a short list, "area" for long texts.
        create: the types of record that can be made anew for it, with their labels.
        told: what a printed deadline was read as.
    """

    id: str
    name: str
    kind: str
    label: str
    help: str
    control: Control
    values: Sequence[ValueView]
    remarks: Sequence[Remark]
    create: Sequence[tuple[str, str]] = ()
    told: str | None = None

    @cached_property  # the page asks at every value
    def wrong(self) -> bool:
        """Whether something here refuses the form."""
        said = [*self.remarks, *(r for v in self.values for r in v.remarks)]
        return any(r.severity == "Violation" for r in said)

    @cached_property
    def filled(self) -> bool:
        """Whether it says something, or something is to be said of it."""
        return any(v.text or v.focused for v in self.values) or bool(self.remarks)


@dataclass(frozen=True)
class BasisView:
    """One basis: its four parts."""

    parts: Sequence[tuple[str, ValueView]]


@dataclass(frozen=True)
class RecordView:
    """One record of a form.

    Attributes:
        title: what it is called, empty for a new one without a name.
        first: its fields that are shown at once; `more` those folded away.
        deadline: fields that say what the printed deadline means; they follow it.
        remarks: about the record as a whole.
        kept: what the form hands back unseen, as JSON; `kept_count` how much it is.
        opened: whether a part is shown unfolded.
    """

    number: int
    entry: Entry
    type: str
    definition: str
    title: str
    first: list[FieldView] = field(default_factory=list[FieldView])
    deadline: list[FieldView] = field(default_factory=list[FieldView])
    more: list[FieldView] = field(default_factory=list[FieldView])
    bases: Sequence[BasisView] | None = None
    remarks: Sequence[Remark] = ()
    kept: str = "[]"
    kept_count: int = 0
    opened: bool = False

    @property
    def id(self) -> str:
        """What the ids of its parts begin with."""
        return f"f-{self.number}"


def records_of(  # noqa: PLR0913  # what a page shows
    service: Service,
    forms: Forms,
    content: Content,
    checked: Checked,
    lang: str,
    *,
    focus: tuple[str, str] = ("", ""),
    found: Mapping[str, Sequence[str]] | None = None,
) -> list[RecordView]:
    """Return the records of a form.

    Args:
        focus: number of a record and, with a blank, column and position to go on with.
        found: what was found for a value, by its place.
    """
    maker = _Maker(service, forms, checked, lang, focus, found or {})
    return [maker.record(n, entry) for n, entry in enumerate(content.entries)]


class _Maker:
    def __init__(  # noqa: PLR0913, PLR0917  # what a page shows
        self,
        service: Service,
        forms: Forms,
        checked: Checked,
        lang: str,
        focus: tuple[str, str],
        found: Mapping[str, Sequence[str]],
    ) -> None:
        self._service, self._forms, self._checked, self._lang = service, forms, checked, lang
        self._focus, self._found = focus, found
        self._whole = ""

    def record(self, number: int, entry: Entry) -> RecordView:
        """Return one record."""
        form = self._forms.form(entry.entity, _spoken(entry))
        lang, title = self._lang, self._title(entry)
        if not number:
            self._whole = title
        view = RecordView(
            number,
            entry,
            form.entity.label[lang],
            form.entity.definition.get(lang, ""),
            title,
            bases=self._bases(number, entry) if form.basis else None,
            remarks=self._checked.remarks.get((number, ""), ()),
            kept=json.dumps([list(asdict(k).values()) for k in entry.kept], ensure_ascii=False),
            kept_count=len(entry.kept),
            opened=self._opened(number, entry),
        )
        printed = any(c.field.path == PRINTED for c in form.controls)
        for control in (c for c in form.controls if c.field.name != entry.link):
            shown = self._field(number, entry, control)
            if control.deadline and printed:
                view.deadline.append(shown)
            elif control.first or shown.filled:
                view.first.append(shown)
            else:
                view.more.append(shown)
        return view

    def _opened(self, number: int, entry: Entry) -> bool:
        wrong = any(
            place[0] == number and any(r.severity == "Violation" for r in said)
            for place, said in self._checked.remarks.items()
        )
        return wrong or not entry.key or self._focus[0] == str(number)

    def _title(self, entry: Entry) -> str:
        if entry.key:
            iri = self._service.registry.model.by_name[entry.entity].record(entry.key)
            if self._service.registry.store.typed(iri):
                label = self._service.labels.label(iri.value, self._lang)
                # A part is called after what it links; the whole is what the form is about.
                parts = [p for p in label.split(_DASH) if not entry.link or p != self._whole]
                return _DASH.join(parts) or label
        typed = entry.values.get("label", ())
        return typed[0] if typed else ""

    def _field(self, number: int, entry: Entry, control: Control) -> FieldView:
        name = f"{number}.{control.name}"
        identity = f"f-{number}-{control.name.replace('@', '-')}"
        told_here = self._checked.remarks.get((number, control.name), ())
        filled = any(entry.values.get(control.name, ()))
        # That a field should be given is said by its label already.
        said = [r for r in told_here if filled or r.severity != "Info"]
        typed = entry.values.get(control.name, ()) or ("",)
        values = [
            self._value(identity, number, control, position, text, said)
            for position, text in enumerate(typed)
        ]
        create = [
            (one, self._service.registry.model.by_name[one].label[self._lang])
            for one in control.entities
            if one in {e.name for e in self._forms.entities}
            and "label" in self._service.registry.model.by_name[one].by_name
        ]
        told = None
        if control.field.path == PRINTED:
            told = self._checked.deadlines.get(number, "")
        return FieldView(
            identity,
            name,
            self._kind(control, typed),
            control.label[self._lang],
            control.definition.get(self._lang, ""),
            control,
            values,
            [r for r in said if r.position < 0 or control.kind == "choice"],
            create,
            told,
        )

    @staticmethod
    def _kind(control: Control, typed: Sequence[str]) -> str:
        if control.kind == "choice" and control.many and len(control.choices) <= _BOXES:
            return "boxes"
        long = any(len(text) > _LONG or "\n" in text for text in typed)
        if control.kind == "text" or (control.kind == "line" and long):
            return "area"
        return control.kind

    def _value(  # noqa: PLR0913, PLR0917  # where a value stands
        self,
        identity: str,
        number: int,
        control: Control,
        position: int,
        text: str,
        said: Sequence[Remark],
    ) -> ValueView:
        place = f"{number} {control.name} {position}"
        shown = day(text, self._lang) if control.kind == "date" else text
        return ValueView(
            f"{identity}-{position}",
            place,
            shown,
            [r for r in said if r.position == position],
            self._focused(number, control.name, position),
            self._found.get(place),
        )

    def _focused(self, number: int, column: str, position: int) -> bool:
        return self._focus == (str(number), f"{column} {position}")

    def _bases(self, number: int, entry: Entry) -> list[BasisView]:
        found: list[BasisView] = []
        for position, basis in enumerate(entry.bases):
            parts: list[tuple[str, ValueView]] = []
            for part in BASIS:
                said = self._checked.remarks.get((number, part), ())
                place = f"{number} {part} {position}"
                value = ValueView(
                    f"f-{number}-{part}-{position}",
                    place,
                    basis.get(part, ""),
                    [r for r in said if r.position == position],
                    self._focused(number, part, position),
                    self._found.get(place),
                )
                parts.append((part, value))
            found.append(BasisView(parts))
        return found


def _spoken(entry: Entry) -> set[tuple[str, str]]:
    """Return fields and languages of what was typed, and whether a basis is a reference."""
    found: set[tuple[str, str]] = set()
    for column in entry.values:
        name, _, language = column.partition("@")
        if name == "basis" or language:
            found.add((name, language))
    return found
