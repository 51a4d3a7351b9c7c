"""What a form asks for: a control for each column of a type of record, and its parts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from graphsvc.errors import FormatError
from graphsvc.forms.expecting import record_wide
from graphsvc.locale import texts
from graphsvc.model.rules import expected_fields, rules
from graphsvc.rdf.names import PREFIXES, rms
from graphsvc.rdf.terms import NamedNode
from graphsvc.tables.cells import CellError, record_iri
from graphsvc.tables.columns import KEY, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.forms.content import Content
    from graphsvc.model.entities import Entity, Field, Model, Texts
    from graphsvc.tables.columns import Column

__all__ = ["DEADLINE", "PRINTED", "Control", "Form", "Forms", "Part"]

PRINTED: Final = rms("deadlinePrinted").value
"""A deadline in words; what it means stands in the properties of `DEADLINE`."""
DEADLINE: Final = frozenset(
    rms(name).value
    for name in (
        *("deadlineKind", "deadlineStart", "deadlineEnd", "deadlineWindow"),
        *("recurrence", "yearInherited"),
    )
)
_SHORT: Final = 14
"""Most fields of its own that a record's form shows at once."""
_COMMON: Final = 0.75
"""Of all types of record: what so many have, such as a note, is no field of their own."""
_SPOKEN: Final = re.compile(r"[A-Za-z0-9-]{0,200}")
_LABEL: Final = PREFIXES["skos"] + "prefLabel"
_HIDDEN: Final = PREFIXES["skos"] + "hiddenLabel"
_LANG_STRING: Final = PREFIXES["rdf"] + "langString"
_XSD: Final = PREFIXES["xsd"]


@dataclass(frozen=True)
class Control:
    """A field of a form.

    Attributes:
        name: the column's name, such as `label@en`.
        kind: "text", "line", "date", "number", "boolean", "duration", "choice", "record" or
            "address".
        choices: the codes that it takes, each with its labels.
        entities: the types of record it refers to; none for any type.
        first: whether it is shown at once; others are folded away until they say something.
        deadline: whether it says what a printed deadline means.
        expected: whether it should be given, though it need not be.
    """

    name: str
    kind: str
    label: Texts
    definition: Texts
    field: Field
    language: str
    required: bool
    many: bool
    choices: tuple[tuple[str, Texts], ...] = ()
    entities: tuple[str, ...] = ()
    first: bool = True
    deadline: bool = False
    expected: bool = False


@dataclass(frozen=True)
class Part:
    """A type of record that stands for a link of another and has no name: shown with that one.

    Attributes:
        entity: name of the type.
        field: the field that refers to the whole.
        label: what such parts are called.
    """

    entity: str
    field: Field
    label: Texts
    definition: Texts


@dataclass(frozen=True)
class Form:
    """What is asked about a record of one type.

    Attributes:
        basis: whether it may cite documents.
    """

    entity: Entity
    controls: tuple[Control, ...]
    parts: tuple[Part, ...]
    basis: bool


class Forms:
    """The forms of a model."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._rules = rules(model)
        self._wide = record_wide(model)
        self._any_record = {
            q.subject.value
            for q in model.shapes
            if q.predicate.value == PREFIXES["sh"] + "node"
            and isinstance(q.subject, NamedNode)
            and q.object == NamedNode(PREFIXES["shape"] + "record")
        }
        counted = Counter(f.path for e in model.entities for f in e.fields)
        least = _COMMON * len(model.entities)
        self._common = {path for path, count in counted.items() if count >= least} | {_HIDDEN}

    @cached_property
    def entities(self) -> list[Entity]:
        """The types of record that can be filled in; a basis is a part of others."""
        return [*self._model.handed_in]

    def form(self, name: str, more: Iterable[tuple[str, str]] = ()) -> Form:
        """Return the form of a type of record.

        Args:
            more: names of fields and languages, beyond Russian, that need a control.

        Raises:
            KeyError: there is no such type.
        """
        entity = self._model.by_name[name]
        columns = [c for c in columns_of(self._model, entity, more) if c.field and c.name != KEY]
        return Form(
            entity,
            tuple(self._control(entity, column) for column in columns),
            tuple(self._parts[entity.iri]),
            "basis" in entity.by_name,
        )

    def known(self, content: Content) -> Content:
        """Return what a form holds, all of whose records and fields there are.

        Raises:
            FormatError: it has others.
        """
        for entry in content.entries:
            entity = self._model.by_name.get(entry.entity)
            if entity is None or entity not in self.entities:
                raise FormatError(value=entry.entity[:60])
            columns = [*entry.values, *([entry.link] if entry.link else [])]
            strange = [c for c in columns if c.partition("@")[0] not in entity.by_name]
            if strange or not (_SPOKEN.fullmatch("".join(c.partition("@")[2] for c in columns))):
                raise FormatError(value="".join(strange)[:60])
            try:
                record_iri(entry.entity, entry.key or "new")
            except CellError as error:
                raise FormatError(value=entry.key[:60]) from error
        return content

    @cached_property
    def _parts(self) -> dict[str, list[Part]]:
        """Parts by the class of the whole."""
        found: defaultdict[str, list[Part]] = defaultdict(list)
        for entity in self.entities:
            if _LABEL in entity.by_path:
                continue
            links = [f for f in entity.fields if f.required and not f.many and f.classes]
            for field in links:
                for whole in field.classes:
                    twice = sum(whole in f.classes for f in links) > 1
                    label = {
                        lang: f"{text}: {field.label[lang]}" if twice else text
                        for lang, text in entity.label.items()
                    }
                    found[whole].append(Part(entity.name, field, label, entity.definition))
        return found

    def _control(self, entity: Entity, column: Column) -> Control:
        field = column.field
        if field is None:
            raise TypeError(column.name)
        return Control(
            name=column.name,
            kind=self._kind(entity, field),
            label=column.header,
            definition=texts("forms")["hint"].get(field.name, field.definition),
            field=field,
            language=column.language,
            required=column.required,
            many=field.many,
            choices=self._choices(field),
            entities=tuple(self._model.by_class[c].name for c in field.classes),
            first=column.language == "ru" and self._first(entity, field),
            deadline=field.path in DEADLINE,
            expected=column.language == "ru"
            and field.name in expected_fields(entity, self._rules[entity.name]),
        )

    def _kind(self, entity: Entity, field: Field) -> str:
        if field.schemes:
            return "choice"
        if field.datatype == _LANG_STRING:
            return "text"
        if field.datatype:
            name = field.datatype.removeprefix(_XSD)
            kinds = {"integer": "number", "decimal": "number", "string": "line"}
            return kinds.get(name, name)
        shape = f"{PREFIXES['shape']}{entity.iri.rpartition('#')[2]}-{field.name}"
        return "record" if field.classes or shape in self._any_record else "address"

    def _choices(self, field: Field) -> tuple[tuple[str, Texts], ...]:
        several = len(field.schemes) > 1
        return tuple(
            ("/".join(iri.rsplit("/", 2)[-2:]) if several else iri.rpartition("/")[2], labels)
            for scheme in field.schemes
            for iri, labels in self._model.concepts.get(scheme, {}).items()
        )

    def _first(self, entity: Entity, field: Field) -> bool:
        own = self._rules[entity.name]
        told = {r.field for r in own if not r.basic} | expected_fields(entity, own)
        if field.required or field.name in told or field.path in self._wide[entity.name]:
            return True
        if field.path in self._common:
            return False
        count = sum(f.path not in self._common for f in entity.fields)
        return count <= _SHORT or field.path == PRINTED
