"""What several pages show the same way: values, counts, and which of it is made up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphsvc.api.rendering import synthetic_graphs
from graphsvc.api.wording import day
from graphsvc.locale import texts
from graphsvc.rdf.names import ID, PREFIXES
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.api.state import Service
    from graphsvc.model.entities import Entity
    from graphsvc.questions.catalogue import Question

__all__ = [
    "choice_label",
    "counts",
    "entities",
    "entity_of",
    "graphs_of",
    "made_up",
    "shown",
    "topics",
]

_HIDDEN = ("basis", "occurrence")
_DATE = PREFIXES["xsd"] + "date"
_BOOLEAN = PREFIXES["xsd"] + "boolean"


def topics(service: Service) -> list[tuple[str, list[Question]]]:
    """Return the questions by topic, the topics in the order of their names in `locale/ui`."""
    found: dict[str, list[Question]] = {}
    for one in service.registry.catalogue.questions:
        found.setdefault(one.topic, []).append(one)
    order = list(texts("ui")["topics"])
    return sorted(found.items(), key=lambda t: order.index(t[0]) if t[0] in order else len(order))


def counts(service: Service) -> list[tuple[Entity, int, int]]:
    """Return each type of record with how many there are and how many of them are made up."""
    rows = service.registry.store.select(
        "SELECT ?type (COUNT(?s) AS ?n) { ?s a ?type } GROUP BY ?type"
    )
    total = {row["type"].value: int(row["n"].value) for row in rows}
    graphs = " ".join(f"<{g}>" for g in sorted(synthetic_graphs(service)))
    rows = service.registry.store.select(
        f"SELECT ?type (COUNT(DISTINCT ?s) AS ?n) {{ VALUES ?g {{ {graphs} }} "
        "GRAPH ?g { ?s a ?type } } GROUP BY ?type"
    )
    synthetic = {row["type"].value: int(row["n"].value) for row in rows}
    shown = [e for e in entities(service) if e.name not in _HIDDEN]
    return [(e, total.get(e.iri, 0), synthetic.get(e.iri, 0)) for e in shown]


def entities(service: Service) -> list[Entity]:
    """Return the types of record in the order of their names in `locale/ui`."""
    order = list(texts("ui")["plural"])
    found = service.registry.model.entities
    return sorted(found, key=lambda e: order.index(e.name) if e.name in order else len(order))


def entity_of(service: Service, iri: NamedNode) -> Entity | None:
    """Return the type of a record, None where it is in none that the model knows."""
    return service.registry.model.entity_of(service.registry.store.describe(iri))


def shown(service: Service, values: list[Any], lang: str) -> list[tuple[str, str]]:
    """Return values as pairs of text and label; of texts in several languages, those in `lang`."""
    tagged = [v for v in values if isinstance(v, Literal) and v.language]
    if any(v.language == lang for v in tagged):
        values = [v for v in values if not isinstance(v, Literal) or v.language in (None, lang)]
    pairs = [
        (v.value, service.labels.label(v.value, lang) if isinstance(v, NamedNode) else "")
        for v in values
    ]
    pairs.sort(key=lambda p: p[1] or p[0])
    kinds = {v.value: v.datatype.value for v in values if isinstance(v, Literal)}
    return [(_worded(text, kinds.get(text, ""), lang), label) for text, label in pairs]


def _worded(text: str, datatype: str, lang: str) -> str:
    if datatype == _BOOLEAN:
        return str(texts("ui")["yes" if text == "true" else "no"][lang])
    return day(text, lang) if datatype == _DATE else text


def choice_label(service: Service, value: str, lang: str) -> str:
    """Return what a value to choose by is called: a record, a concept, a truth value, a year."""
    if value.startswith("http"):
        return service.labels.label(value, lang)
    return _worded(value, _BOOLEAN, lang) if value in ("true", "false") else value


def graphs_of(service: Service, names: Iterable[object]) -> set[str]:
    """Return the named graphs that say something about these records."""
    records = {n for n in names if isinstance(n, str) and n.startswith(ID)}
    return {g.value for n in records for g in service.registry.store.graphs_of(NamedNode(n))}


def made_up(service: Service, names: Iterable[object]) -> set[str]:
    """Return those of these records that a synthetic graph says something about."""
    graphs = synthetic_graphs(service)
    records = {n for n in names if isinstance(n, str) and n.startswith(ID)}
    return {n for n in records if graphs & graphs_of(service, [n])}
