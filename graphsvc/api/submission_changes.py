"""What changed in the data of a body or document, in words: record by record, field by field."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from graphsvc.api.record_changes import FieldChange, difference_in
from graphsvc.api.wording import register_name
from graphsvc.projections.labels import Labels
from graphsvc.projections.submission_log import KINDS, REMOVED, RecordChange, record_changes
from graphsvc.rdf.names import compact
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graphsvc.api.state import Service
    from graphsvc.model.entities import Entity
    from graphsvc.rdf.patch import Patch
    from graphsvc.rdf.terms import Triple

__all__ = ["AlsoSaid", "ChangeList", "Changed", "Line"]


@dataclass(frozen=True)
class Line:
    """How many records of one type came, changed and went."""

    entity: str
    label: str
    counts: dict[str, int]


@dataclass(frozen=True)
class Changed:
    """One record and what became of it, as a page shows it.

    Attributes:
        entity: the name of its type, empty where it has none; `type_label` what that is called.
        present: whether the registry still knows it, so that it has a page.
        fields: what changed, in the shapes' order.
        place: sheet or file, and row in it, that it came from; None for what came from no table.
    """

    record: str
    label: str
    kind: str
    entity: str
    type_label: str
    present: bool
    fields: list[FieldChange]
    place: tuple[str, int] | None


class ChangeList:
    """The records that a change of one graph made different; words are found when they are shown.

    What went is called as it was called when it was there.

    Args:
        places: sheet or file, and row in it, of each record that came from a table, by its IRI.
    """

    def __init__(
        self,
        service: Service,
        patch: Patch,
        places: Mapping[str, tuple[str, int]] = MappingProxyType({}),
    ) -> None:
        self._service, self._places = service, places
        self._model = service.registry.model
        self._changes = record_changes(patch)
        self._entities: dict[NamedNode, Entity | None] = {}
        gone = (t.triple for c in self._changes for t in c.before if c.kind == REMOVED)
        self._labels = Labels(self._model, AlsoSaid(service, gone))  # type: ignore[arg-type]

    @property
    def counts(self) -> dict[str, int]:
        """How many records by kind of change."""
        return dict(Counter(c.kind for c in self._changes))

    def lines(self, lang: str) -> list[Line]:
        """Return how many records changed by type, the types with most changes first."""
        found: dict[str, Counter[str]] = {}
        for change in self._changes:
            entity = self._entity(change)
            found.setdefault(entity.name if entity else "", Counter())[change.kind] += 1
        known = self._model.by_name
        lines = [
            Line(n, register_name(known[n], lang) if n else "", {k: c[k] for k in KINDS})
            for n, c in found.items()
        ]
        return sorted(lines, key=lambda line: (-sum(line.counts.values()), line.label))

    def chosen(self, kind: str = "", entity: str = "") -> list[RecordChange]:
        """Return the changes of a kind and of a type of record: what went comes first."""
        found = [
            c
            for c in self._changes
            if kind in ("", c.kind) and (not entity or _name(self._entity(c)) == entity)
        ]
        return sorted(found, key=lambda c: (KINDS.index(c.kind), _name(self._entity(c))))

    def told(self, changes: Iterable[RecordChange], lang: str) -> list[Changed]:
        """Return changes in words."""
        return [self._told(change, lang) for change in changes]

    def _told(self, change: RecordChange, lang: str) -> Changed:
        entity, service = self._entity(change), self._service
        before = {q.triple for q in change.before}
        after = {q.triple for q in change.after}
        record = change.record
        return Changed(
            record.value,
            self._labels.label(record.value, lang),
            change.kind,
            _name(entity),
            entity.label[lang] if entity else "",
            service.registry.store.typed(record),
            difference_in(service, entity, lang, before, after),
            self._places.get(record.value),
        )

    def _entity(self, change: RecordChange) -> Entity | None:
        """Return the type of a record: as the change says, else as it is now, else by its IRI."""
        record, model = change.record, self._model
        if record not in self._entities:
            said = [q.triple for q in (*change.after, *change.before)]
            self._entities[record] = (
                model.entity_of(said)
                or model.entity_of(self._service.registry.store.describe(record))
                or model.by_name.get(compact(record.value).partition("/")[0])
            )
        return self._entities[record]


class AlsoSaid:
    """The store, and what is said of records that are not in it: no more, or not yet."""

    def __init__(self, service: Service, said: Iterable[Triple]) -> None:
        self._store = service.registry.store
        self._said: dict[NamedNode, set[Triple]] = {}
        for triple in said:
            if isinstance(triple.subject, NamedNode):
                self._said.setdefault(triple.subject, set()).add(triple)

    def describe(self, subject: NamedNode) -> set[Triple]:
        """Return what the store says of a record, else what is said beside it."""
        return self._store.describe(subject) or self._said.get(subject, set())


def _name(entity: Entity | None) -> str:
    return entity.name if entity else ""
