"""Code lists and their values, as pages and in RDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from graphsvc.api import views
from graphsvc.api.bases import cited
from graphsvc.api.model_views import curie, local, said
from graphsvc.api.negotiation import choose, language
from graphsvc.api.rendering import page
from graphsvc.api.wording import register_name
from graphsvc.errors import RecordNotFoundError
from graphsvc.model.entities import scheme_slug
from graphsvc.rdf.names import BASE, ID, PREFIXES, record_of
from graphsvc.rdf.syntax import format_of, serialize
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from starlette.requests import Request

    from graphsvc.api.state import Service

__all__ = ["concept"]

_SKOS = PREFIXES["skos"]
_SHOWN = 12  # records of one type
_TOLD_APART = {
    *("type", "prefLabel", "definition", "isDefinedBy", "topConceptOf", "inScheme", "source"),
}


def concept(request: Request, service: Service, path: str) -> Response:
    """Return a code list or one of its values, as a page or in RDF.

    Raises:
        RecordNotFoundError: there is none of this name.
    """
    iri, lang = record_of(f"{BASE}scheme/{path}"), language(request)
    own = [q for q in service.registry.model.ontology if q.subject == iri]
    if not own:
        raise RecordNotFoundError(name=f"scheme/{path}")
    media = choose(
        request, ["text/html", "text/turtle", "application/ld+json", "application/n-triples"]
    )
    if media != "text/html":
        return Response(serialize(own, format_of(media)), media_type=media)
    if iri.value in service.registry.model.concepts:
        return _scheme(request, service, iri.value, lang)
    return _concept(request, service, iri, lang)


def _scheme(request: Request, service: Service, scheme: str, lang: str) -> Response:
    used = service.kept.get(("uses", scheme), lambda: _uses(service, scheme))
    concepts = [
        (c, service.labels.label(c, lang), said(service, c, _SKOS + "definition", lang), used(c))
        for c in service.registry.model.concepts[scheme]
    ]
    fields = [
        (e, f) for e in service.registry.model.entities for f in e.fields if scheme in f.schemes
    ]
    return page(
        request, service, "scheme.html",
        iri=scheme, slug=scheme_slug(scheme), label=service.labels.label(scheme, lang),
        definition=said(service, scheme, _SKOS + "definition", lang),
        sources=cited(service, said(service, scheme, PREFIXES["dcterms"] + "source", lang), lang),
        concepts=concepts, fields=fields, local=local,
    )  # fmt: skip


def _concept(request: Request, service: Service, iri: NamedNode, lang: str) -> Response:
    used = service.kept.get(("used", iri.value), lambda: _users(service, iri))
    uses = sorted(
        (
            register_name(service.registry.model.by_name[name], lang),
            [(r, service.labels.label(r, lang)) for r in first],
            count,
        )
        for name, (first, count) in used.items()
    )
    schemes = service.registry.store.values(iri, NamedNode(_SKOS + "inScheme"))
    return page(
        request, service, "concept.html",
        iri=iri.value, label=service.labels.label(iri.value, lang),
        definition=said(service, iri.value, _SKOS + "definition", lang),
        facts=_facts(service, iri, lang),
        schemes=[
            (s.value, service.labels.label(s.value, lang))
            for s in schemes
            if isinstance(s, NamedNode)
        ],
        uses=uses, total=sum(count for *_, count in uses), shown=_SHOWN,
        graphs=views.graphs_of(service, [r for _, found, _ in uses for r, _ in found]),
    )  # fmt: skip


def _users(service: Service, concept: NamedNode) -> dict[str, tuple[list[str], int]]:
    """Return by type the first records that have a value, and how many have it."""
    referrers = service.registry.store.referrers(concept)
    found: dict[str, list[str]] = {}
    for record in sorted({s.value for s, _ in referrers if s.value.startswith(ID)}):
        if entity := views.entity_of(service, NamedNode(record)):
            found.setdefault(entity.name, []).append(record)
    return {name: (records[:_SHOWN], len(records)) for name, records in found.items()}


class _Uses(dict[str, int]):
    def __call__(self, concept: str) -> int:
        return self.get(concept, 0)


def _uses(service: Service, scheme: str) -> _Uses:
    """Return how many records have each value of a list."""
    rows = service.registry.store.select(
        f"SELECT ?c (COUNT(DISTINCT ?s) AS ?n) {{ ?c skos:inScheme <{scheme}> . ?s ?p ?c "
        f"FILTER STRSTARTS(STR(?s), '{ID}') }} GROUP BY ?c"
    )
    return _Uses((row["c"].value, int(row["n"].value)) for row in rows)


def _facts(service: Service, iri: NamedNode, lang: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what else the vocabulary says of a value: level, matches, inverse wording."""
    facts: dict[str, list[tuple[str, str]]] = {}
    for triple in sorted(service.registry.store.describe(iri), key=str):
        name = triple.predicate.value.rpartition("#")[2].rpartition("/")[2]
        value = triple.object
        foreign = isinstance(value, Literal) and value.language not in (None, lang)
        if name in _TOLD_APART or foreign:
            continue
        used = triple.predicate.value
        known = used in service.registry.model.labels
        title = service.labels.label(used, lang) if known else curie(used)
        if isinstance(value, NamedNode):
            shown = (value.value, service.labels.label(value.value, lang))
        else:
            shown = (str(getattr(value, "value", value)), "")
        facts.setdefault(title, []).append(shown)
    return list(facts.items())
