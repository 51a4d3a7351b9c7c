"""A register: all records of one entity, narrowed by fields and words, counted by facets."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphsvc.errors import ParameterError
from graphsvc.rdf.names import BASE, PREFIXES, RDF_TYPE, expand
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphsvc.model.entities import Entity, Field
    from graphsvc.projections.reading import StoreReader
    from graphsvc.projections.search import SearchIndex

__all__ = ["Found", "Register"]

_HITS = 100_000


@dataclass(frozen=True)
class Found:
    """Records in the order of their names; for each facet its values, the most frequent first."""

    records: list[NamedNode]
    facets: dict[str, list[tuple[str, int]]]


class Register:
    """One entity's records."""

    def __init__(self, store: StoreReader, search: SearchIndex, entity: Entity) -> None:
        self._store, self._search, self._entity = store, search, entity

    def find(self, wanted: Mapping[str, str], words: str) -> Found:
        """Return the records that have every wanted value and, where words are given, match them.

        Args:
            wanted: values by field name: a record's short name, a concept's slug, a literal's text.

        Raises:
            ParameterError: a value cannot be read.
        """
        kind = NamedNode(self._entity.iri)
        subjects = {subject for subject, _ in self._store.referrers(kind, RDF_TYPE)}
        for name, text in wanted.items():
            subjects &= self._having(self._entity.by_name[name], text)
        records = list(subjects)
        if words:
            hits, _ = self._search.find(words, self._entity.name, _HITS)
            order = {h.iri: n for n, h in enumerate(hits)}
            records = [r for r in records if r.value in order]
            records.sort(key=lambda r: order[r.value])
        else:
            records.sort(key=lambda r: (self._name(r).casefold(), r.value))
        return Found(
            records,
            {
                f.name: counts
                for f in self._entity.fields
                if (counts := self._facet(f, set(records)))
            },
        )

    def _having(self, field: Field, text: str) -> set[NamedNode]:
        found: set[NamedNode] = set()
        for value in _candidates(field, text):
            try:
                term = (
                    NamedNode(value)
                    if not field.datatype
                    else Literal(value, datatype=NamedNode(field.datatype))
                )
            except ValueError as error:
                raise ParameterError(name=field.name, value=text, expected=field.path) from error
            found |= {s for s, _ in self._store.referrers(term, NamedNode(field.path))}
        return found

    def _facet(self, field: Field, records: set[NamedNode]) -> list[tuple[str, int]]:
        """Return how many records have each value of a code list; other fields are no facets."""
        counts: Counter[str] = Counter()
        if field.schemes:
            for record in records:
                for value in self._store.values(record, NamedNode(field.path)):
                    if isinstance(value, NamedNode):
                        counts[value.value] += 1
        return counts.most_common()

    def _name(self, record: NamedNode) -> str:
        names = self._store.values(record, NamedNode(PREFIXES["skos"] + "prefLabel"))
        return next((n.value for n in names if isinstance(n, Literal) and n.language == "ru"), "~")


def _candidates(field: Field, text: str) -> list[str]:
    if field.schemes and "/" not in text:
        return [f"{scheme}/{text}" for scheme in field.schemes]
    if field.schemes and not text.startswith(("scheme/", "http")):
        return [f"{BASE}scheme/{text}"]
    return [text if field.datatype else expand(text)]
