"""A register: all records of one entity, narrowed by fields and words, counted, in an order."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from graphsvc.projections.labels import Labels
from graphsvc.projections.register_values import DAYS, NUMBERS, YEAR_DIGITS, values_meant
from graphsvc.rdf.names import PREFIXES, RDF_TYPE
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graphsvc.model.entities import Entity, Field, Model
    from graphsvc.projections.reading import StoreReader
    from graphsvc.projections.search import SearchIndex
    from graphsvc.rdf.terms import Term

__all__ = ["FACET_VALUES", "NAME", "Asked", "Found", "Register", "Registers"]

NAME: Final = "label"
"""What the order by the records' names is called."""
FACET_VALUES: Final = 150
"""A reference or a year is a facet where there are at most so many of them to choose from."""
_HITS: Final = 100_000
_KEPT: Final = 64
_KEPT_RECORDS: Final = 20_000  # what is found of more is found anew
_BOOLEAN = PREFIXES["xsd"] + "boolean"
_DIGITS = re.compile(r"(\d+)")

_Key = tuple[int, tuple[tuple[int, float, str], ...]]


@dataclass(frozen=True)
class Asked:
    """What is asked of a register.

    Attributes:
        wanted: field names and values: a record's short name, a concept's slug, a literal's text,
            of a date its year or month too.
        words: to be found in the records.
        sort: the field to order by, `NAME` for the records' names; empty for the best hits of the
            words first, without words for the names.
        descending: the last first; records without a value are last either way.
        lang: in which names are compared.
    """

    wanted: tuple[tuple[str, str], ...] = ()
    words: str = ""
    sort: str = ""
    descending: bool = False
    lang: str = "ru"


@dataclass(frozen=True)
class Found:
    """What a register has of what is asked.

    Attributes:
        records: in order.
        facets: for each field to choose by its values, the most frequent first, and how many
            records have each, of those that fit everything else that is asked.
        meant: for each wanted field the values that were meant.
    """

    records: list[NamedNode]
    facets: dict[str, list[tuple[str, int]]]
    meant: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])


class Registers:
    """All registers; what was asked is kept until the data change."""

    def __init__(self, model: Model, store: StoreReader, search: SearchIndex) -> None:
        self._model, self._store, self._search = model, store, search
        self._kept: dict[tuple[int, str, Asked], Found] = {}

    def find(self, entity: Entity, asked: Asked) -> Found:
        """Return what an entity's register has of what is asked.

        Raises:
            ParameterError: a value is none of its field.
        """
        key = (self._store.sequence, entity.name, asked)
        found = self._kept.get(key)
        if found is None:
            found = Register(self._model, self._store, self._search, entity).find(asked)
            if len(self._kept) >= _KEPT:
                self._kept = {}
            if len(found.records) <= _KEPT_RECORDS:
                self._kept[key] = found
        return found


class Register:
    """One entity's records."""

    def __init__(
        self, model: Model, store: StoreReader, search: SearchIndex, entity: Entity
    ) -> None:
        self._model, self._store = model, store
        self._search, self._entity = search, entity
        self._labels = Labels(model, store)

    def find(self, asked: Asked) -> Found:
        """Return what there is of what is asked.

        Raises:
            ParameterError: a value is none of its field.
        """
        kind = NamedNode(self._entity.iri)
        subjects = {subject for subject, _ in self._store.referrers(kind, RDF_TYPE)}
        rank: dict[str, int] = {}
        if asked.words:
            hits, _ = self._search.find(asked.words, self._entity.name, _HITS)
            rank = {h.iri: n for n, h in enumerate(hits)}
            subjects = {s for s in subjects if s.value in rank}
        meant: dict[str, tuple[str, ...]] = {}
        having: dict[str, set[NamedNode]] = {}
        for name, text in asked.wanted:
            one = self._entity.by_name[name]
            terms = values_meant(self._model, self._store, one, text)
            meant[name] = tuple(map(_text, terms))
            having[name] = self._having(one, terms, subjects)
        records = [s for s in subjects if all(s in found for found in having.values())]
        if asked.words and not asked.sort:
            records.sort(key=lambda r: rank[r.value])
        else:
            self._sort(records, asked)
        facets = {
            one.name: counts
            for one in self._entity.fields
            if (counts := self._facet(one, subjects, having))
        }
        return Found(records, facets, meant)

    def _having(
        self, one: Field, terms: Iterable[Term | str], subjects: set[NamedNode]
    ) -> set[NamedNode]:
        """Return the records with one of the values; a text is the beginning of a day."""
        path = NamedNode(one.path)
        found: set[NamedNode] = set()
        for term in terms:
            if isinstance(term, str):
                found |= {
                    s for s in subjects if any(d.startswith(term) for d in self._days(s, path))
                }
            else:
                found |= {s for s, _ in self._store.referrers(term, path)}
        return found

    def _days(self, record: NamedNode, path: NamedNode) -> list[str]:
        return [v.value for v in self._store.values(record, path) if isinstance(v, Literal)]

    def _facet(
        self, one: Field, subjects: set[NamedNode], having: Mapping[str, set[NamedNode]]
    ) -> list[tuple[str, int]]:
        """Return how many records have each value; nothing for a field that is no facet."""
        listed = bool(one.schemes) or one.datatype == _BOOLEAN
        if one.name == "basis" or not (listed or one.classes or one.datatype in DAYS):
            return []
        others = [found for name, found in having.items() if name != one.name]
        path = NamedNode(one.path)
        counts: Counter[str] = Counter()
        for record in subjects:
            if all(record in found for found in others):
                values = self._store.values(record, path)
                counts.update({_choice(v, one) for v in values} - {""})
                if not listed and len(counts) > FACET_VALUES:
                    return []
        if one.datatype in DAYS:
            return sorted(counts.items())
        return sorted(counts.items(), key=lambda c: (-c[1], c[0]))

    def _sort(self, records: list[NamedNode], asked: Asked) -> None:
        records.sort(key=lambda r: (self._name(r, asked.lang), r.value))
        if asked.sort in ("", NAME):
            if asked.descending:
                records.reverse()
            return
        one = self._entity.by_name[asked.sort]
        keys = {r: self._key(r, one, asked.lang) for r in records}
        records.sort(key=lambda r: keys[r] or (), reverse=asked.descending)
        records.sort(key=lambda r: keys[r] is None)

    def _name(self, record: NamedNode, lang: str) -> tuple[tuple[int, float, str], ...]:
        return _natural(self._labels.label(record.value, lang))

    def _key(
        self, record: NamedNode, one: Field, lang: str
    ) -> tuple[tuple[int, float, str], ...] | None:
        """Return what a record is ordered by, None where it has no value."""
        values = self._store.values(record, NamedNode(one.path))
        tagged = [v for v in values if isinstance(v, Literal) and v.language == lang]
        keys = [self._value_key(v, one, lang) for v in tagged or values]
        return min(keys, default=None)

    def _value_key(self, value: Term, one: Field, lang: str) -> tuple[tuple[int, float, str], ...]:
        if isinstance(value, NamedNode):
            return _natural(self._labels.label(value.value, lang))
        text = value.value if isinstance(value, Literal) else str(value)
        if one.datatype in NUMBERS:
            return ((0, float(text), ""),)
        return _natural(text)


def _choice(value: Term, one: Field) -> str:
    """Return what is chosen by a value: of a day its year."""
    if isinstance(value, NamedNode):
        return value.value if one.schemes or one.classes else ""
    if not isinstance(value, Literal):
        return ""
    return value.value[:YEAR_DIGITS] if one.datatype in DAYS else value.value


def _text(meant: Term | str) -> str:
    return meant.value if isinstance(meant, (NamedNode, Literal)) else str(meant)


def _natural(text: str) -> tuple[tuple[int, float, str], ...]:
    """Return a key that puts № 2 before № 10, and «Ё» beside «Е»."""
    plain = text.casefold().replace("ё", "е")
    return tuple(
        (0, float(part), "") if part.isdecimal() else (1, 0.0, part)
        for part in _DIGITS.split(plain)
        if part
    )
