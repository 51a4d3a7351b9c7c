"""The model as pages: types of record, properties, code lists, each term at its anchor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.responses import Response

from graphsvc.api.negotiation import choose, language
from graphsvc.api.rendering import address, page
from graphsvc.api.views import entities
from graphsvc.errors import RecordNotFoundError
from graphsvc.locale import texts
from graphsvc.model.entities import scheme_slug
from graphsvc.rdf.names import BASE, PREFIXES, RDF_TYPE, expand, record_of
from graphsvc.rdf.syntax import format_of, serialize
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from starlette.requests import Request

    from graphsvc.api.state import Service
    from graphsvc.model.entities import Entity, Field

__all__ = ["concept", "ontology", "shapes"]

_SKOS = PREFIXES["skos"]
_SHOWN = 30


@dataclass(frozen=True)
class FieldView:
    """A field as the page shows it; `values` are links and names of what it may hold."""

    field: Field
    path: str
    values: list[tuple[str, str]]


@dataclass(frozen=True)
class EntityView:
    """A type of record as the page shows it."""

    entity: Entity
    local: str
    fields: list[FieldView]
    example: tuple[str, str] | None


@dataclass(frozen=True)
class PropertyView:
    """An own property, with one triple of the data that uses it."""

    local: str
    label: str
    definition: str
    example: tuple[str, str, str, str] | None


@dataclass(frozen=True)
class SchemeView:
    """A code list with its concepts: IRI, label, definition."""

    slug: str
    label: str
    concepts: list[tuple[str, str, str]]


def ontology(request: Request, service: Service) -> Response:
    """Return the page of the whole model."""
    lang = language(request)
    model = service.registry.model
    return page(
        request, service, "ontology.html",
        prefixes=[p for p in PREFIXES.items() if p[0] not in ("shape", "graph", "sh", "owl")],
        entities=[_entity(service, e, lang) for e in entities(service)],
        properties=_properties(service, lang),
        schemes=[_scheme(service, s, lang) for s in sorted(model.concepts)],
        notes=[note[lang] for note in texts("howto")["notes"]],
        examples=[_example_query(e, lang) for e in texts("howto")["examples"]],
    )  # fmt: skip


def shapes(request: Request, service: Service) -> Response:
    """Return the same page: a type's table of fields is what its shape allows."""
    return ontology(request, service)


def concept(request: Request, service: Service, path: str) -> Response:
    """Return a code list or one of its concepts, as a page or in RDF.

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
    referrers = {subject.value for subject, _ in service.registry.store.referrers(iri)}
    users = sorted(u for u in referrers if u.startswith(PREFIXES["id"]))
    listed = service.registry.model.concepts.get(iri.value, {})
    held_in = service.registry.store.values(iri, NamedNode(_SKOS + "inScheme"))
    schemes = [s.value for s in held_in if isinstance(s, NamedNode)]
    return page(
        request, service, "concept.html",
        iri=iri.value, label=service.labels.label(iri.value, lang),
        definition=_text(service, iri.value, "definition", lang),
        facts=_facts(service, iri, lang),
        schemes=[(s, service.labels.label(s, lang)) for s in schemes],
        concepts=[(c, service.labels.label(c, lang)) for c in listed],
        uses=[(u, service.labels.label(u, lang)) for u in users[:_SHOWN]], total=len(users),
    )  # fmt: skip


def _facts(service: Service, iri: NamedNode, lang: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what else the vocabulary says of a concept: level, matches, inverse wording."""
    skipped = {
        "type", "prefLabel", "definition", "isDefinedBy", "topConceptOf", "inScheme", "source",
    }  # fmt: skip
    facts: dict[str, list[tuple[str, str]]] = {}
    for triple in sorted(service.registry.store.describe(iri), key=str):
        local = triple.predicate.value.rpartition("#")[2].rpartition("/")[2]
        value = triple.object
        if local in skipped or (isinstance(value, Literal) and value.language not in (None, lang)):
            continue
        iri_of_property = triple.predicate.value
        named = iri_of_property in service.registry.model.labels
        name = service.labels.label(iri_of_property, lang) if named else _curie(iri_of_property)
        shown = (
            (
                value.value,
                service.labels.label(value.value, lang) if isinstance(value, NamedNode) else "",
            )
            if isinstance(value, (NamedNode, Literal))
            else (str(value), "")
        )
        facts.setdefault(name, []).append(shown)
    return list(facts.items())


def _scheme(service: Service, scheme: str, lang: str) -> SchemeView:
    concepts = [
        (c, service.labels.label(c, lang), _text(service, c, "definition", lang))
        for c in service.registry.model.concepts[scheme]
    ]
    return SchemeView(scheme_slug(scheme), service.labels.label(scheme, lang), concepts)


def _example_query(example: dict[str, Any], lang: str) -> tuple[str, str, str]:
    """Return title, text and address in the workbench of an example query."""
    query: str = example["query"].strip()
    return example["title"][lang], query, "/workbench?" + urlencode({"query": query})


def _entity(service: Service, entity: Entity, lang: str) -> EntityView:
    found = service.registry.store.referrers(NamedNode(entity.iri), RDF_TYPE)
    first = found[0][0].value if found else ""
    return EntityView(
        entity,
        entity.iri.rpartition("#")[2],
        [FieldView(f, _curie(f.path), _values(service, f, lang)) for f in entity.fields],
        (first, service.labels.label(first, lang)) if first else None,
    )


def _values(service: Service, field: Field, lang: str) -> list[tuple[str, str]]:
    if field.schemes:
        return [(f"#scheme-{scheme_slug(s)}", service.labels.label(s, lang)) for s in field.schemes]
    if field.classes:
        return [(address(c), service.labels.label(c, lang)) for c in field.classes]
    return [("", _curie(field.datatype) if field.datatype else "IRI")]


def _properties(service: Service, lang: str) -> list[PropertyView]:
    kinds = {
        PREFIXES["owl"] + k for k in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")
    }
    own = sorted(
        q.subject.value
        for q in service.registry.model.ontology
        if q.predicate == RDF_TYPE
        and isinstance(q.subject, NamedNode)
        and isinstance(q.object, NamedNode)
        and q.object.value in kinds
    )
    return [
        PropertyView(
            iri.rpartition("#")[2],
            service.labels.label(iri, lang),
            _text(service, iri, "definition", lang),
            _example(service, iri, lang),
        )
        for iri in own
    ]


def _example(service: Service, iri: str, lang: str) -> tuple[str, str, str, str] | None:
    rows = service.registry.store.select(
        f"SELECT ?s ?o {{ ?s <{iri}> ?o FILTER STRSTARTS(STR(?s), '{PREFIXES['id']}') }} LIMIT 1"
    )
    if not rows:
        return None
    subject, value = rows[0]["s"], rows[0]["o"]
    name = service.labels.label(value.value, lang) if isinstance(value, NamedNode) else ""
    return (subject.value, service.labels.label(subject.value, lang), value.value, name)


def _text(service: Service, iri: str, local: str, lang: str) -> str:
    found = {
        v.language: v.value
        for v in service.registry.store.values(NamedNode(iri), NamedNode(_SKOS + local))
        if isinstance(v, Literal)
    }
    return found.get(lang) or found.get("ru", "")


def _curie(iri: str) -> str:
    best = max(
        (p for p in PREFIXES.items() if iri.startswith(p[1])),
        key=lambda p: len(p[1]),
        default=("", ""),
    )
    return f"{best[0]}:{iri[len(best[1]) :]}" if best[0] else expand(iri)
