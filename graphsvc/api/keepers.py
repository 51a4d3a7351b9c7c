"""Who hands in the records of a register, when last, and whose lists are declared complete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphsvc.api.rendering import synthetic_graphs
from graphsvc.rdf.names import DERIVED, PREFIXES, rms
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Collection

    from graphsvc.api.state import Service
    from graphsvc.model.entities import Entity

__all__ = ["Keeper", "keepers", "kept_by"]

# The lists that may be declared complete, by the type of record they list.
_LISTS: Final = {
    "agreement": "agreements",
    "practice": "practices",
    "mentor": "mentors",
    "membership": "members",
    "completion": "completions",
    "body": "schools",
}


@dataclass(frozen=True)
class Keeper:
    """A dataset with records of a register.

    Attributes:
        keeper: the body that answers for it, empty where none is named.
        keeper_label: its name.
        dataset: what it is called; where it says nothing of itself, as whose data it is.
        graph: the named graph.
        records: how many records of the register it has.
        changed: when it was last changed, as ISO 8601; empty where no entry of the journal has it.
        complete: the list of this body that is declared complete, and as of which day; None where
            none is: what is missing was then not reported.
        synthetic: whether it is made up.
    """

    keeper: str
    keeper_label: str
    dataset: str
    graph: str
    records: int
    changed: str
    complete: tuple[str, str] | None
    synthetic: bool


def keepers(service: Service, entity: Entity, lang: str) -> list[Keeper]:
    """Return the datasets with records of a type, those with most records first."""
    made_up, declared = synthetic_graphs(service), _declared(service, entity, lang)
    store = service.registry.store
    changed = {row["graph"].value: row["last"].value for row in store.select(_CHANGED)}
    kept = {row["graph"].value: row for row in store.select(_DATASETS)}
    found: list[Keeper] = []
    for row in store.select(_COUNTS.format(kind=entity.iri)):
        graph = row["graph"].value
        if not graph.startswith(PREFIXES["graph"]):
            continue
        said = kept.get(graph, {})
        names = {n: said[n].value for n in ("dataset", "keeper") if n in said}
        labels = {n: service.labels.label(iri, lang) for n, iri in names.items()}
        found.append(
            Keeper(
                names.get("keeper", ""),
                labels.get("keeper", ""),
                labels.get("dataset") or service.labels.label(graph, lang),
                graph,
                int(row["n"].value),
                changed.get(graph, ""),
                declared.get(names.get("keeper", "")),
                graph in made_up,
            )
        )
    return sorted(found, key=lambda k: (-k.records, k.graph))


def kept_by(service: Service, graphs: Collection[str], lang: str) -> list[tuple[str, str, str]]:
    """Return address and name of each of these datasets, and the name of the body that keeps it."""
    said = {row["graph"].value: row for row in service.registry.store.select(_DATASETS)}
    label = service.labels.label
    found: list[tuple[str, str, str]] = []
    for graph in sorted(g for g in graphs if g in said):
        keeper = said[graph]["keeper"].value if "keeper" in said[graph] else ""
        name = label(said[graph]["dataset"].value, lang)
        found.append((graph, name, label(keeper, lang) if keeper else ""))
    return found


_COUNTS = """SELECT ?graph (COUNT(DISTINCT ?s) AS ?n) {{
  GRAPH ?graph {{ ?s a <{kind}> }} }} GROUP BY ?graph"""
_CHANGED = f"""SELECT ?graph (MAX(?time) AS ?last) {{
  GRAPH {DERIVED} {{ ?entry rms:changedGraph ?graph ; rms:time ?time }} }} GROUP BY ?graph"""
_DATASETS = """SELECT ?graph ?dataset ?keeper {
  GRAPH ?graph { ?dataset a rms:Dataset OPTIONAL { ?dataset rms:keeper ?keeper } } }"""


def _declared(service: Service, entity: Entity, lang: str) -> dict[str, tuple[str, str]]:
    """Return the list a body declared complete, and the latest day of it, by body."""
    name = _LISTS.get(entity.name)
    if name is None:
        return {}
    store, concept = service.registry.store, NamedNode(f"{PREFIXES['scheme']}list-kind/{name}")
    label = service.labels.label(concept.value, lang)
    found: dict[str, tuple[str, str]] = {}
    for statement, _ in store.referrers(concept, rms("listKind")):
        days = [v.value for v in store.values(statement, rms("asOf")) if isinstance(v, Literal)]
        for body in store.values(statement, rms("body")):
            if isinstance(body, NamedNode) and days:
                day = max([*days, found.get(body.value, ("", ""))[1]])
                found[body.value] = (label, day)
    return found
