"""A record of the registry as a filled form, which read again is the same record."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, Protocol

from graphsvc.forms.content import Content, Entry, Kept
from graphsvc.forms.controls import DEADLINE, PRINTED
from graphsvc.rdf.names import PREFIXES, RDF_TYPE, compact
from graphsvc.rdf.terms import Literal, NamedNode
from graphsvc.tables.bases import basis_cells
from graphsvc.tables.cells import CellError, read_cell
from graphsvc.tables.names import Names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from graphsvc.forms.controls import Control, Form, Forms
    from graphsvc.model.entities import Field, Model
    from graphsvc.rdf.terms import Quad, Term

__all__ = ["PARTS_SHOWN", "Filler"]

PARTS_SHOWN: Final = 60
"""Most parts of one kind that a form has; a record with more keeps them in a register."""
_LANG_STRING: Final = PREFIXES["rdf"] + "langString"
Properties = dict[str, list["Term"]]


class Written(Names, Protocol):
    """Writes records down so that their names are found again."""

    def written(self, iri: str, entities: Sequence[str] = ()) -> str:
        """Return what to write for a record in a field that takes these types."""
        ...


class Filler:
    """Fills forms with what one graph says.

    Args:
        names: how records are written down, and found again.
        unsaid: whether the values of `DEADLINE` are what is read from the printed words anyway, so
            that the form need not say them.
    """

    def __init__(
        self,
        model: Model,
        forms: Forms,
        names: Written,
        quads: Iterable[Quad],
        unsaid: Callable[[Properties], bool] = lambda _: False,
    ) -> None:
        self._model, self._forms, self._unsaid = model, forms, unsaid
        self._names = names
        self._said: defaultdict[str, Properties] = defaultdict(lambda: defaultdict(list))
        self._referring: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for quad in quads:
            if isinstance(quad.subject, NamedNode):
                self._said[quad.subject.value][quad.predicate.value].append(quad.object)
                if isinstance(quad.object, NamedNode):
                    pair = quad.predicate.value, quad.object.value
                    self._referring[pair].append(quad.subject.value)

    def fill(self, entity: str, iri: str, version: int) -> Content:
        """Return the form of a record and of its parts; of one the graph does not have, no values.

        Args:
            version: of the graph.
        """
        form = self._forms.form(entity)
        entries = [self._entry(entity, iri)]
        taken = {iri}
        for part in form.parts:
            kind = NamedNode(self._model.by_name[part.entity].iri)
            found = [
                one
                for one in sorted(set(self._referring[part.field.path, iri]))
                if kind in self._said[one].get(RDF_TYPE.value, ()) and one not in taken
            ]
            if len(found) > PARTS_SHOWN:
                continue
            taken.update(found)
            entries += [self._entry(part.entity, one, part.field) for one in found]
        return Content(tuple(entries), version)

    def left_out(self, entity: str, iri: str) -> list[tuple[str, int]]:
        """Return type and number of the parts that are too many for the form."""
        counted = [
            (part.entity, len(set(self._referring[part.field.path, iri])))
            for part in self._forms.form(entity).parts
        ]
        return [(name, count) for name, count in counted if count > PARTS_SHOWN]

    def _entry(self, entity: str, iri: str, link: Field | None = None) -> Entry:
        said = self._said.get(iri, {})
        key = iri.removeprefix(f"{PREFIXES['id']}{entity}/")
        form = self._forms.form(entity, self._languages(entity, said))
        # A part's link to the whole stands in the form itself.
        controls = [c for c in form.controls if link is None or c.field.path != link.path]
        shown = [(c, self._texts(c, said)) for c in controls]
        hidden = DEADLINE if PRINTED in said and self._unsaid(said) else frozenset[str]()
        bases, cited = self._bases(form, said)
        values: dict[str, tuple[str, ...]] = {}
        told: set[tuple[str, Term]] = {(RDF_TYPE.value, NamedNode(self._model.by_name[entity].iri))}
        if link is not None:
            told |= {(link.path, t) for t in said.get(link.path, ())}
        for control, texts in shown:
            path = control.field.path
            told |= {(path, term) for term, _ in texts}
            written = sorted(text for term, text in texts if (path, term) not in cited)
            if written and path not in hidden:
                values[control.name] = tuple(written)
        kept = tuple(
            _kept(path, term)
            for path, terms in sorted(said.items())
            for term in sorted(terms, key=str)
            if (path, term) not in told | cited
        )
        return Entry(entity, key, link.name if link else "", values, bases, kept)

    def _languages(self, entity: str, said: Mapping[str, list[Term]]) -> set[tuple[str, str]]:
        """Return fields and languages that need a control; of the basis, whether it needs one."""
        fields = self._model.by_name[entity].by_path
        found: set[tuple[str, str]] = set()
        for path, terms in said.items():
            field = fields.get(path)
            if field is None:
                continue
            if field.name == "basis":
                found |= {("basis", "") for t in terms if not self._basis(t)}
            elif field.datatype == _LANG_STRING:
                spoken = {t.language or "" for t in terms if isinstance(t, Literal)}
                found |= {(field.name, language) for language in spoken if language}
        return found

    def _texts(self, control: Control, said: Mapping[str, list[Term]]) -> list[tuple[Term, str]]:
        """Return the values that a control shows, each as it is written."""
        field = control.field
        found: list[tuple[Term, str]] = []
        for term in said.get(field.path, ()):
            if isinstance(term, Literal) and (term.language or "ru") != control.language:
                continue
            text = self._text(control, term)
            try:
                back = read_cell(self._model, field, text.strip(), control.language, self._names)
            except CellError:
                continue
            if back == term:
                found.append((term, text))
        return found

    def _text(self, control: Control, term: Term) -> str:
        if isinstance(term, Literal):
            return term.value
        iri = term.value if isinstance(term, NamedNode) else ""
        if control.choices:
            several = len(control.field.schemes) > 1
            return "/".join(iri.rsplit("/", 2)[-2:]) if several else iri.rpartition("/")[2]
        return self.written(iri, control.entities)

    def written(self, iri: str, entities: tuple[str, ...]) -> str:
        """Return what to write for a record, or the address of what is none."""
        return self._names.written(iri, entities) if iri.startswith(PREFIXES["id"]) else iri

    def _basis(self, term: Term) -> dict[str, str]:
        iri = term.value if isinstance(term, NamedNode) else ""
        return basis_cells(self._model, iri, self._said.get(iri, {}))

    def _bases(
        self, form: Form, said: Mapping[str, list[Term]]
    ) -> tuple[tuple[dict[str, str], ...], set[tuple[str, Term]]]:
        """Return the bases a form shows as such, and the triples that cite them."""
        if not form.basis:
            return (), set()
        path = form.entity.by_name["basis"].path
        found: list[dict[str, str]] = []
        cited: set[tuple[str, Term]] = set()
        for term in sorted(said.get(path, ()), key=str):
            if cells := self._basis(term):
                cells["document"] = self.written(cells["document"], ("document",))
                found.append(cells)
                cited.add((path, term))
        return tuple(found), cited


def _kept(path: str, term: Term) -> Kept:
    if isinstance(term, NamedNode):
        return Kept(path, iri=term.value)
    if not isinstance(term, Literal):
        raise TypeError(compact(path))
    if term.language:
        return Kept(path, text=term.value, language=term.language)
    return Kept(path, text=term.value, datatype=term.datatype.value)
