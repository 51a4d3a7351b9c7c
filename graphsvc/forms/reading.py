"""What was typed into a form, as RDF, and which of it cannot be read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from graphsvc.errors import FormatError
from graphsvc.locale import LANGUAGES, texts
from graphsvc.projections.word_forms import fold
from graphsvc.rdf.names import PREFIXES, RDF_TYPE
from graphsvc.rdf.terms import Literal, NamedNode, Quad
from graphsvc.tables.bases import basis_quads, lacking
from graphsvc.tables.cells import CellError, read_cell, record_iri
from graphsvc.tables.columns import BASIS
from graphsvc.tables.names import OwnNames

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphsvc.forms.content import Content, Entry, Kept
    from graphsvc.model.entities import Model
    from graphsvc.tables.names import Names

__all__ = ["FieldFault", "FormReader"]

_LABEL: Final = PREFIXES["skos"] + "prefLabel"
_NAMES: Final = (_LABEL, PREFIXES["skos"] + "altLabel", PREFIXES["skos"] + "hiddenLabel")
_SHOWN_LETTERS: Final = 200
KEY: Final = "id"


@dataclass(frozen=True)
class FieldFault:
    """A field that cannot be read.

    Attributes:
        record: place of the record in the form, from 0.
        entity: its type.
        column: name of the field; empty for the record as a whole.
        position: which of the field's values, from 0.
        text: what is expected, by language.
        proposal: what may have been meant; empty where nothing is near.
    """

    record: int
    entity: str
    column: str
    position: int
    value: str
    text: dict[str, str]
    proposal: str = ""


@dataclass
class FormReader:
    """Reads a form.

    Args:
        names: finds records by what they are called; None where references are keys.
        minted: what the keys of new records begin with.

    Attributes:
        faults: what could not be read; the rest was.
        places: name of the form and place, from 1, of each record, by its IRI.
        subjects: IRI of each record of the form, None for one without.
        removed: IRIs of the records that are to be taken out.
    """

    model: Model
    names: Names | None = None
    minted: str = "new"
    faults: list[FieldFault] = field(default_factory=list[FieldFault])
    places: dict[str, tuple[str, int]] = field(default_factory=dict[str, tuple[str, int]])
    subjects: list[NamedNode | None] = field(default_factory=list[NamedNode | None])
    removed: set[str] = field(default_factory=set[str])

    def read(self, content: Content, name: str) -> list[Quad]:
        """Return the triples of a form.

        Args:
            name: what the form is called among other files.

        Raises:
            FormatError: it has records of types that there are not.
        """
        own = OwnNames(self.names)
        # All records get their keys and names first: one may refer to another of the same form.
        for place, entry in enumerate(content.entries):
            if entry.entity not in self.model.by_name or entry.entity == "basis":
                raise FormatError(value=entry.entity[:60])
            self.subjects.append(self._subject(place, entry, name, own))
        quads: list[Quad] = []
        for place, (entry, subject) in enumerate(zip(content.entries, self.subjects, strict=True)):
            if subject is not None and not entry.gone:
                quads += self._record(place, entry, subject, own)
        return quads

    def _subject(self, place: int, entry: Entry, name: str, own: OwnNames) -> NamedNode | None:
        if entry.gone or (entry.empty and place and not entry.key):
            if entry.gone and entry.key:
                self.removed.add(record_iri(entry.entity, entry.key).value)
            return None
        labels = self._called(entry, (_LABEL,))
        key = entry.key or self._mint(place, entry, labels[0] if labels else "")
        try:
            subject = record_iri(entry.entity, key)
        except CellError as error:
            self._fault(place, entry, KEY, 0, key, error)
            return None
        if subject.value in self.places:
            first = self.places[subject.value][1]
            self._refuse(place, entry, "", 0, labels[0] if labels else "", "same", known=first)
            return None
        self.places[subject.value] = (name, place + 1)
        for label in self._called(entry, _NAMES):
            own.add(entry.entity, label, subject.value)
        return subject

    def _called(self, entry: Entry, paths: tuple[str, ...]) -> list[str]:
        """Return what a record is called, its Russian name first."""
        fields = self.model.by_name[entry.entity].by_path
        columns = [f.name + tail for p in paths if (f := fields.get(p)) for tail in ("", "@en")]
        return [text.strip() for c in columns for text in entry.values.get(c, ()) if text.strip()]

    def _mint(self, place: int, entry: Entry, label: str) -> str:
        """Return the key of a new record: the same for the same form, whenever it is handed in."""
        told = fold(label)
        if not told:
            typed = entry.trimmed()
            whole = str(self.subjects[0]) if entry.link and self.subjects else ""
            shown = sorted((n, [fold(t) for t in texts]) for n, texts in typed.values.items())
            told = "\n".join([entry.link, whole, str(shown)])
        elif self.names is not None and (known := self.names.called([entry.entity], label)):
            keys = ", ".join(iri.partition(f"/{entry.entity}/")[2] for iri in known)
            column = self.model.by_name[entry.entity].by_path[_LABEL].name
            self._refuse(place, entry, column, 0, label, "known", known=keys)
        digest = hashlib.sha256(f"{entry.entity}\n{told}".encode()).hexdigest()[:10]
        return f"{self.minted}-{digest}"

    def _record(
        self, place: int, entry: Entry, subject: NamedNode, own: OwnNames
    ) -> Iterator[Quad]:
        entity = self.model.by_name[entry.entity]
        yield Quad(subject, RDF_TYPE, NamedNode(entity.iri))
        for column, typed in entry.values.items():
            if column != entry.link:
                yield from self._values(place, entry, column, typed, subject, own)
        if entry.link:
            whole, link = self.subjects[0], entity.by_name.get(entry.link)
            if link is None:
                raise FormatError(value=entry.link[:60])
            if whole is not None:
                yield Quad(subject, NamedNode(link.path), whole)
        for number in range(len(entry.bases)):
            yield from self._basis(place, entry, number, subject, own)
        for one in entry.kept:
            yield Quad(subject, *_kept(one))

    def _values(  # noqa: PLR0913, PLR0917  # where a value stands
        self,
        place: int,
        entry: Entry,
        column: str,
        typed: tuple[str, ...],
        subject: NamedNode,
        own: OwnNames,
    ) -> Iterator[Quad]:
        name, _, language = column.partition("@")
        one = self.model.by_name[entry.entity].by_name.get(name)
        if one is None:
            raise FormatError(value=column[:60])
        for position, text in enumerate(typed):
            text = text.strip()  # noqa: PLW2901  # as the cells of a table
            if not text:
                continue
            try:
                term = read_cell(self.model, one, text, language or "ru", own)
            except CellError as error:
                self._fault(place, entry, column, position, text, error)
            else:
                yield Quad(subject, NamedNode(one.path), term)

    def _basis(
        self, place: int, entry: Entry, number: int, subject: NamedNode, own: OwnNames
    ) -> Iterator[Quad]:
        given = {p: entry.bases[number].get(p, "").strip() for p in BASIS}
        if not any(given.values()):
            return
        if "basis" not in self.model.by_name[entry.entity].by_name:
            raise FormatError(value="basis")
        if part := lacking(given):
            self._refuse(place, entry, part, number, given[part], "basis")
            return
        try:
            yield from basis_quads(self.model, entry.entity, subject, given, own)
        except CellError as error:
            self._fault(place, entry, "document", number, given["document"], error)

    def _fault(  # noqa: PLR0913, PLR0917  # a fault has this many parts
        self, place: int, entry: Entry, column: str, position: int, value: str, error: CellError
    ) -> None:
        shown = value[:_SHOWN_LETTERS]
        fault = FieldFault(place, entry.entity, column, position, shown, error.text, error.proposal)
        self.faults.append(fault)

    def _refuse(  # noqa: PLR0913, PLR0917  # a fault has this many parts
        self, place: int, entry: Entry, column: str, position: int, value: str, cause: str,
        **known: object,
    ) -> None:  # fmt: skip
        said = texts("forms")["fault"][cause]
        text = {lang: said[lang].format(**known) for lang in LANGUAGES}
        shown = value[:_SHOWN_LETTERS]
        self.faults.append(FieldFault(place, entry.entity, column, position, shown, text))


def _kept(one: Kept) -> tuple[NamedNode, NamedNode | Literal]:
    try:
        predicate = NamedNode(one.predicate)
        if one.iri:
            return predicate, NamedNode(one.iri)
        if one.language:
            return predicate, Literal(one.text, language=one.language)
        return predicate, Literal(one.text, datatype=NamedNode(one.datatype))
    except ValueError as error:
        raise FormatError(value=one.predicate[:60]) from error
