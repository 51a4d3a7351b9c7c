"""Templates: workbooks to be filled, empty or with what a body has handed in before."""

from __future__ import annotations

from functools import cache, partial
from itertools import islice
from typing import TYPE_CHECKING

from graphsvc.errors import ParameterError
from graphsvc.rdf.names import ID, PREFIXES, RDF_TYPE, compact, graph_of
from graphsvc.rdf.terms import NamedNode
from graphsvc.tables.filling import fill
from graphsvc.tables.usual import usual_entities
from graphsvc.tables.workbook import KnownRecords, Origin, workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graphsvc.model.entities import Entity, Model
    from graphsvc.projections.labels import Labels
    from graphsvc.projections.reading import StoreReader
    from graphsvc.tables.called import Called
    from graphsvc.tables.regional import RegionalNames

__all__ = ["ALL", "Templates", "file_name"]

ALL = "all"
"""In place of an entity: every type of record the body has, or every type there is."""
_LISTED = 5_000


class Templates:
    """Makes workbooks for people to fill.

    Args:
        called: how records are written down.
    """

    def __init__(self, model: Model, store: StoreReader, called: Called, labels: Labels) -> None:
        self._model, self._store, self._called, self._labels = model, store, called, labels

    @property
    def entities(self) -> list[Entity]:
        """The types of record that have a sheet: a basis is columns of other sheets."""
        return [*self._model.handed_in]

    def template(self, entities: Sequence[str], about: str, lang: str) -> bytes:
        """Return a workbook (.xlsx) with a sheet for each type of record.

        Args:
            entities: their names, or `ALL`: of a body that has handed in nothing yet those that
                others like it hand in.
            about: IRI of the body or document with whose present data it is filled; empty for an
                empty one.

        Raises:
            ParameterError: there is no such entity.
            WorkbookError: a text is longer than a cell may be.
        """
        known = [e.name for e in self.entities]
        for name in entities:
            if name not in (*known, ALL):
                raise ParameterError(name="entity", value=name[:60], expected=", ".join(known))
        wanted = [name for name in entities if name != ALL] if ALL not in entities else []
        graph = graph_of(about) if about else None
        quads = self._store.graph(graph) if graph else []
        if not wanted and not quads:
            wanted = usual_entities(self._model, self._store, about) if about else known
        names = self._called.of(about)
        sheets = fill(self._model, quads, names.written, wanted)
        origin = Origin()
        if graph is not None:
            version = max(self._store.changes(graph), default=0)
            origin = Origin(about, self._labels.label(about, lang), version)
        listed = cache(partial(self._listed, names))
        # An example of nobody in particular is of one region, too.
        example = names if about else self._called.of(self._somebody())
        records = KnownRecords(
            lambda entities: listed(tuple(entities)), partial(self._some, example)
        )
        return workbook(self._model, sheets, records, origin, lang)

    def known(self, entities: Sequence[str], about: str = "") -> list[str]:
        """Return what to write in a cell for records of these types, up to 5,000, in order.

        Args:
            about: IRI of the body or document for which it is: the records of its region and the
                federal ones; all where it has no region.
        """
        return self._listed(self._called.of(about), entities)

    def _somebody(self) -> str:
        """Return the body or document that comes first of those that have handed in anything."""
        return ID + next(
            (g.value.removeprefix(PREFIXES["graph"]) for g in self._store.submitted()), ""
        )

    def _some(self, names: RegionalNames, entities: Sequence[str]) -> str:
        """Return what to write for the first record of these types, empty where there is none."""
        own = filter(names.own, self._records(entities))
        return next((names.written(iri, entities) for iri in own), "")

    def _listed(self, names: RegionalNames, entities: Sequence[str]) -> list[str]:
        own = islice(filter(names.own, self._records(entities)), _LISTED)
        written = [names.written(iri, entities) for iri in own]
        return sorted(written, key=lambda text: (text.casefold(), text))

    def _records(self, entities: Sequence[str]) -> Iterator[str]:
        for name in entities:
            kind = NamedNode(self._model.by_name[name].iri)
            yield from (subject.value for subject, _ in self._store.referrers(kind, RDF_TYPE))


def file_name(names: Sequence[str], about: str) -> str:
    """Return what to call a template's file."""
    parts = [*([compact(about).replace("/", "-")] if about else ()), *names]
    return "-".join(parts) + ".xlsx"
