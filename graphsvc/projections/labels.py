"""What a record is called: its name, or for a record without one the names of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphsvc.rdf.names import PREFIXES, compact, rms
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.model.entities import Entity, Model
    from graphsvc.projections.reading import StoreReader
    from graphsvc.rdf.terms import Term, Triple

__all__ = ["KeptLabels", "Labels"]

_PREF = PREFIXES["skos"] + "prefLabel"
_KEPT: Final = 20_000
_PARTS: Final = 3
_PART: Final = 80  # letters of a text that is one part of a name
# A sentence reads subject – relation – object, whichever of its forms each part has.
_SENTENCE: Final = (
    ("subject", "subjectKind", "subjectPost"),
    ("relation", "requirement"),
    ("object", "objectKind"),
)


class Labels:
    """Names records in a language.

    Args:
        model: labels of vocabulary terms, and the order of each entity's fields.
        store: where the records are read from.
    """

    def __init__(self, model: Model, store: StoreReader) -> None:
        self._model, self._store = model, store

    def label(self, iri: str, lang: str, depth: int = 2) -> str:
        """Return the name of a record, concept or term; its short name where it has none.

        Args:
            depth: how far names of parts may themselves be made of parts.
        """
        if iri.startswith(PREFIXES["graph"]):  # called by whom or what it was handed in for
            iri = PREFIXES["id"] + iri.removeprefix(PREFIXES["graph"])
        if texts := self._model.labels.get(iri) or self._model.properties.get(iri):
            return texts.get(lang) or texts.get("ru") or compact(iri)
        if not iri.startswith(PREFIXES["id"]):
            return compact(iri)
        triples = self._store.describe(NamedNode(iri))
        if name := _name(triples, lang):
            return name
        entity = self._model.entity_of(triples)
        parts = self._parts(entity, triples, lang, depth) if entity and depth else []
        return " — ".join(parts) if parts else compact(iri)

    def _parts(self, entity: Entity, triples: set[Triple], lang: str, depth: int) -> list[str]:
        values = {t.predicate.value: t.object for t in sorted(triples, key=str)}
        if "relation" in entity.by_name and "modality" in entity.by_name:
            found = [_first(values, [rms(n).value for n in names]) for names in _SENTENCE]
        else:
            required = [f.path for f in entity.fields if f.required]
            optional = [f.path for f in entity.fields if not f.required]
            found = [values.get(path) for path in (*required, *optional)]
        parts = [self._text(term, lang, depth - 1) for term in found if term is not None]
        return [p for p in parts if p][:_PARTS]

    def _text(self, term: Term, lang: str, depth: int) -> str:
        if isinstance(term, NamedNode):
            return self.label(term.value, lang, depth)
        if not isinstance(term, Literal):
            return ""
        return term.value if len(term.value) <= _PART else term.value[: _PART - 1] + "…"


class KeptLabels(Labels):
    """Names that are kept until the data change, for who asks for the same ones again and again."""

    def __init__(self, model: Model, store: StoreReader) -> None:
        super().__init__(model, store)
        self._at = -1
        self._kept: dict[tuple[str, str, int], str] = {}

    def label(self, iri: str, lang: str, depth: int = 2) -> str:
        """Return what `Labels.label` returns."""
        sequence = self._store.sequence
        if sequence != self._at or len(self._kept) >= _KEPT:
            self._kept, self._at = {}, sequence
        kept, key = self._kept, (iri, lang, depth)
        if key not in kept:
            kept[key] = super().label(iri, lang, depth)
        return kept[key]


def _name(triples: Iterable[Triple], lang: str) -> str:
    texts = {
        t.object.language or "": t.object.value
        for t in triples
        if t.predicate.value == _PREF and isinstance(t.object, Literal)
    }
    return texts.get(lang) or texts.get("ru") or next(iter(texts.values()), "")


def _first(values: dict[str, Term], paths: list[str]) -> Term | None:
    return next((values[p] for p in paths if p in values), None)
