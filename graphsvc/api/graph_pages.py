"""The property graph as a page: labels, properties, relationships, and an example of each."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from graphsvc.api.model_views import example
from graphsvc.api.negotiation import language
from graphsvc.api.rendering import page
from graphsvc.api.state import Service, ServiceDep
from graphsvc.api.views import topics
from graphsvc.locale import texts
from graphsvc.model.property_graph import Label, Relationship
from graphsvc.questions.catalogue import Question
from graphsvc.questions.engines import CYPHER

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_FEW = 6


@dataclass(frozen=True)
class LabelView:
    """A label as the page shows it.

    Attributes:
        about: opens the type of record, empty for a label that stands for none.
        example: a node of the data: key and name.
        address: opens the query in the workbench.
    """

    label: Label
    name: str
    about: str
    outgoing: list[tuple[str, str]]
    example: tuple[str, str] | None
    query: str
    address: str


@router.get("/property-graph")
def property_graph(request: Request, service: ServiceDep) -> Response:
    """Show what the property graph holds and how it is asked."""
    lang = language(request)
    graph = service.registry.property_graph
    return page(
        request, service, "property_graph.html",
        notes=[note[lang] for note in texts("howto")["graph_notes"]],
        labels=service.kept.get(
            ("labels", lang), lambda: [_label(service, label, lang) for label in graph.labels]
        ),
        relationships=[(r.name, r.path, _ends(r)) for r in graph.relationships],
    )  # fmt: skip


@router.get("/parity")
def parity(request: Request, service: ServiceDep) -> Response:
    """Show every question with its texts and the engine that answers it by itself."""
    rows = [(topic, [(q, _own(q)) for q in found]) for topic, found in topics(service)]
    return page(request, service, "parity.html", topics=rows)


def _own(question: Question) -> bool:
    """Return whether the embedded engine has a Cypher text of its own."""
    return question.ladybug != question.cypher


def _label(service: Service, label: Label, lang: str) -> LabelView:
    registry = service.registry
    entity = registry.model.by_class.get(label.iri)
    shown_example = example(service, entity, lang) if entity else None
    outgoing = [
        (r.name, _joined(sorted({b for a, b in r.pairs if a == label.name})))
        for r in registry.property_graph.relationships
        if any(a == label.name for a, _ in r.pairs)
    ]
    shown = next((p.name for p in label.properties if p.name.endswith(f"_{lang}")), "iri")
    query = f"MATCH (n:{label.name}) RETURN n.iri, n.{shown} LIMIT 10"
    return LabelView(
        label,
        registry.model.labels.get(label.iri, {}).get(lang, ""),
        f"/ontology/{label.name}" if entity else "",
        outgoing,
        shown_example,
        query,
        "/workbench?" + urlencode({"engine": CYPHER, "query": query}),
    )


def _ends(relationship: Relationship) -> str:
    sources = _joined(sorted({a for a, _ in relationship.pairs}))
    return f"({sources})-[:{relationship.name}]->({_targets(relationship)})"


def _targets(relationship: Relationship) -> str:
    return _joined(sorted({b for _, b in relationship.pairs}))


def _joined(labels: list[str]) -> str:
    """Return few labels as a pattern has them, many as any."""
    return ":" + "|".join(labels) if len(labels) <= _FEW else ""
