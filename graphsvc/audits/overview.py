"""What the registry holds, in figures: how many of what, and how many of them are made up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphsvc.audits.kept import Kept
from graphsvc.projections.synthetic import synthetic_graphs
from graphsvc.rdf.names import BASE, DERIVED, PREFIXES, RDF_TYPE, rms
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from datetime import date

    from graphsvc.audits.engine import Auditor
    from graphsvc.model.entities import Model
    from graphsvc.projections.reading import StoreReader

__all__ = ["Figure", "Holding", "Overview"]

_KEPT = 20
_SHOWN = 12
"""Datasets told by name; the others are a question away."""
_SCHEME = f"{BASE}scheme/"
_STATUS = NamedNode(PREFIXES["adms"] + "status")
_MADE = "agreement-status/in-force"
"""An agreement that was made; in force it is within its term."""
_OF_RECORDS = (
    ("bodies", "body", "body-status/existing"),
    ("bodies_planned", "body", "body-status/planned"),
    ("relations", "relation", ""),
    ("agreements", "agreement", _MADE),
    ("practices", "practice", ""),
    ("deficits", "deficit", ""),
    ("activities", "activity", ""),
)
"""Figures that count records: name, entity, and the status that is asked for."""
_OF_AUDITS = (
    ("agreements_expiring", "agreements-expiring"),
    ("agreements_lapsed", "agreements-lapsed"),
    ("agreements_missing", "agreements-missing"),
    ("overdue", "overdue"),
    ("deficits_open", "deficits-without-remedy"),
)
"""Figures that count what an audit finds: name and audit."""


@dataclass(frozen=True)
class Figure:
    """How many there are, and how many of them are made up."""

    count: int
    made_up: int


@dataclass(frozen=True)
class Holding:
    """A dataset in force: its IRI, its graph, the journal entry that last changed it.

    Attributes:
        keeper: the body that keeps it, empty where it was transcribed from a document.
    """

    dataset: str
    graph: str
    keeper: str
    sequence: int
    made_up: bool


class Overview:
    """Counts what the registry holds; figures are kept until the data change."""

    def __init__(self, model: Model, store: StoreReader, auditor: Auditor) -> None:
        self._model, self._store, self._auditor = model, store, auditor
        self._figures: Kept[dict[str, Figure]] = Kept(store, _KEPT)
        self._holdings: Kept[tuple[list[Holding], int]] = Kept(store, 2)

    def figures(self, on: date) -> dict[str, Figure]:
        """Return the figures of a day, by name."""
        return self._figures.get(on, lambda: self._counted(on))

    def holdings(self) -> tuple[list[Holding], int]:
        """Return the datasets that changed last, made-up ones last, and how many there are."""
        return self._holdings.get("", self._held)

    def findings(self, on: date, lang: str) -> int | None:
        """Return how many findings are open on a day; None where not all audits were asked yet.

        To ask them all takes seconds, and much longer over a country: a home page does not wait.
        """
        if not self._auditor.asked(on, lang):
            return None
        return sum(f.waiver is None for f in self._auditor.findings(on, lang=lang).findings)

    def _counted(self, on: date) -> dict[str, Figure]:
        made_up = synthetic_graphs(self._store)
        found = {
            name: self._figure(self._records(entity, status), made_up)
            for name, entity, status in _OF_RECORDS
        }
        made = self._records("agreement", _MADE)
        day = on.isoformat()
        found["agreements_in_force"] = self._figure(
            {r for r in made if self._within(r, day)}, made_up
        )
        rows = self._store.select("SELECT DISTINCT ?plan { ?activity rms:plan ?plan }")
        plans = {row["plan"] for row in rows}
        found["plans"] = self._figure({p for p in plans if isinstance(p, NamedNode)}, made_up)
        for name, audit in _OF_AUDITS:
            run = self._auditor.findings(on, audits=[audit])
            about = [f.records for f in run.findings if f.waiver is None]
            synthetic = sum(any(self._is(r, made_up) for r in records) for records in about)
            found[name] = Figure(len(about), synthetic)
        return found

    def _records(self, entity: str, status: str) -> set[NamedNode]:
        kind = NamedNode(self._model.by_name[entity].iri)
        found = {s for s, _ in self._store.referrers(kind, RDF_TYPE)}
        if status:
            found &= {s for s, _ in self._store.referrers(NamedNode(_SCHEME + status), _STATUS)}
        return found

    def _within(self, record: NamedNode, day: str) -> bool:
        """Return whether no term that is stated of a record excludes a day."""
        starts, ends = (self._store.values(record, rms(n)) for n in ("validFrom", "validTo"))
        return all(v.value <= day for v in starts if isinstance(v, Literal)) and all(
            v.value >= day for v in ends if isinstance(v, Literal)
        )

    def _figure(self, records: set[NamedNode], made_up: frozenset[str]) -> Figure:
        return Figure(len(records), sum(self._is(r.value, made_up) for r in records))

    def _is(self, record: str, made_up: frozenset[str]) -> bool:
        return any(g.value in made_up for g in self._store.graphs_of(NamedNode(record)))

    def _held(self) -> tuple[list[Holding], int]:
        rows = self._store.select(
            f"SELECT ?graph (MAX(?n) AS ?last) {{ GRAPH {DERIVED} "
            "{ ?entry rms:changedGraph ?graph ; rms:sequence ?n } } "
            "GROUP BY ?graph ORDER BY DESC(?last)"
        )
        last = {row["graph"].value: int(row["last"].value) for row in rows}
        graphs = [g for g in last if g.startswith(PREFIXES["graph"])]
        made_up = synthetic_graphs(self._store)
        kind = NamedNode(self._model.by_name["dataset"].iri)
        datasets = {
            graph.value: dataset
            for dataset, _ in self._store.referrers(kind, RDF_TYPE)
            for graph in self._store.graphs_of(dataset)
        }
        held = [self._holding(g, datasets.get(g), last[g], g in made_up) for g in graphs[:_SHOWN]]
        return sorted(held, key=lambda h: (h.made_up, -h.sequence)), len(graphs)

    def _holding(
        self,
        graph: str,
        dataset: NamedNode | None,
        sequence: int,
        made_up: bool,  # noqa: FBT001  # as the graph says of itself
    ) -> Holding:
        keepers = self._store.values(dataset, rms("keeper")) if dataset else []
        named = sorted(k.value for k in keepers if isinstance(k, NamedNode))
        name = dataset.value if dataset else ""
        return Holding(name, graph, named[0] if named else "", sequence, made_up)
