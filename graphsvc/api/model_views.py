"""The model as its pages show it: types of record, their fields, terms that can be searched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from graphsvc.api.views import made_up
from graphsvc.locale import texts
from graphsvc.model.entities import scheme_slug
from graphsvc.model.overview import groups
from graphsvc.model.rules import Rule, cardinality, expected_fields, rules
from graphsvc.rdf.names import PREFIXES, RDF_TYPE, expand
from graphsvc.rdf.terms import Literal, NamedNode
from graphsvc.texts.marking import searched, stems

if TYPE_CHECKING:
    from collections.abc import Collection

    from graphsvc.api.state import Service
    from graphsvc.model.entities import Entity, Field, Texts

__all__ = [
    "FieldView",
    "Term",
    "TypeView",
    "classes",
    "counts",
    "curie",
    "example",
    "find",
    "local",
    "properties",
    "rules_of",
    "said",
    "type_view",
]

_SKOS = PREFIXES["skos"]
_LOOKED_AT = 200  # records among which an example is chosen
_KINDS = ("type", "field", "list", "value", "property")


@dataclass(frozen=True)
class FieldView:
    """A field as a page shows it.

    Attributes:
        how_many: how many values it may have, in words.
        values: what it may hold, as pairs of address, empty for a text, and name.
        cypher: its names in the property graph.
    """

    field: Field
    path: str
    how_many: str
    expected: bool
    values: list[tuple[str, str]]
    cypher: list[str]


@dataclass(frozen=True)
class TypeView:
    """A type of record as its page shows it.

    Attributes:
        referred: the fields that lead to it.
        messages: what is told of a field that breaks its own rule.
        checks: what else is asked, of several fields together.
    """

    entity: Entity
    local: str
    source: str
    parents: list[str]
    fields: list[FieldView]
    referred: list[tuple[Entity, Field]]
    messages: list[Rule]
    checks: list[Rule]
    beside: tuple[Entity, ...]
    example: tuple[str, str] | None


class Term(NamedTuple):
    """A term of the model that can be searched; `kind` is one of `term_kinds` in `locale/ui`."""

    kind: str
    label: str
    definition: str
    href: str
    code: str
    where: str
    words: frozenset[str]
    in_label: frozenset[str]


def type_view(service: Service, entity: Entity, lang: str) -> TypeView:
    """Return a type of record with all that its page tells."""
    model = service.registry.model
    own = rules_of(service)[entity.name]
    expected = expected_fields(entity, own)
    group = next(g for g in groups(model) if entity in g.entities)
    parents = service.registry.store.values(
        NamedNode(entity.iri), NamedNode(PREFIXES["rdfs"] + "subClassOf")
    )
    return TypeView(
        entity,
        local(entity),
        said(service, entity.iri, PREFIXES["dcterms"] + "source", lang),
        sorted(curie(p.value) for p in parents if isinstance(p, NamedNode)),
        [_field(service, entity, f, lang, expected) for f in entity.fields],
        [(e, f) for e in model.entities for f in e.fields if entity.iri in f.classes],
        [r for r in own if r.basic or r.shape.endswith("-expected")],
        [r for r in own if not r.basic and not r.shape.endswith("-expected")],
        tuple(e for e in group.entities if e is not entity),
        example(service, entity, lang),
    )


def local(entity: Entity) -> str:
    """Return the name of a type's class: `Agreement`."""
    return entity.iri.rpartition("#")[2]


def rules_of(service: Service) -> dict[str, list[Rule]]:
    """Return the rules of each type of record."""
    found: dict[str, list[Rule]] = service.kept.get("rules", lambda: rules(service.registry.model))
    return found


def counts(service: Service) -> dict[str, int]:
    """Return how many records there are of each type, by the IRI of its class."""

    def make() -> dict[str, int]:
        text = "SELECT ?type (COUNT(?s) AS ?n) { ?s a ?type } GROUP BY ?type"
        return {r["type"].value: int(r["n"].value) for r in service.registry.store.select(text)}

    found: dict[str, int] = service.kept.get("counts", make)
    return found


def example(service: Service, entity: Entity, lang: str) -> tuple[str, str] | None:
    """Return address and name of a record of this type: the first that is not made up, else any."""

    def make() -> str:
        text = f"SELECT ?s {{ ?s a <{entity.iri}> }} LIMIT {_LOOKED_AT}"
        records = sorted(row["s"].value for row in service.registry.store.select(text))
        synthetic = made_up(service, records)
        return next((r for r in records if r not in synthetic), next(iter(records), ""))

    found: str = service.kept.get(("example", entity.name), make)
    return (found, service.labels.label(found, lang)) if found else None


def find(service: Service, q: str, lang: str) -> list[Term]:
    """Return the terms that have every word of `q` in some form, those named so first."""
    words = searched(q)
    wanted = stems(q)
    terms: list[Term] = service.kept.get(("terms", lang), lambda: _terms(service, lang))
    ranked: list[tuple[int, int, str, Term]] = []
    for term in terms:
        begun = all(any(w.startswith(word) for w in searched(term.label)) for word in words)
        if wanted <= term.in_label or begun:
            rank = 0 if term.label.casefold() == q.casefold() else 1
        elif wanted <= term.words:
            rank = 2
        else:
            continue
        ranked.append((rank, _KINDS.index(term.kind), term.label, term))
    return [term for *_, term in sorted(ranked)]


def properties(service: Service) -> list[str]:
    """Return the IRIs of the registry's own properties, sorted."""
    return _own(service, ("ObjectProperty", "DatatypeProperty", "AnnotationProperty"))


def classes(service: Service) -> list[str]:
    """Return the IRIs of the registry's own classes, sorted."""
    return _own(service, ("Class",))


def _own(service: Service, kinds: Collection[str]) -> list[str]:
    wanted = {PREFIXES["owl"] + kind for kind in kinds}
    return sorted(
        q.subject.value
        for q in service.registry.model.ontology
        if q.predicate == RDF_TYPE
        and isinstance(q.subject, NamedNode)
        and isinstance(q.object, NamedNode)
        and q.object.value in wanted
        and q.subject.value.startswith(PREFIXES["rms"])
    )


def said(service: Service, iri: str, path: str, lang: str) -> str:
    """Return what the vocabulary says of a term in `lang`, else in Russian."""
    found = {
        v.language or "": v.value
        for v in service.registry.store.values(NamedNode(iri), NamedNode(path))
        if isinstance(v, Literal)
    }
    return found.get(lang) or found.get("ru") or found.get("", "")


def curie(iri: str) -> str:
    """Return an IRI with the prefix the registry declares for it."""
    best = max(
        (p for p in PREFIXES.items() if iri.startswith(p[1])),
        key=lambda p: len(p[1]),
        default=("", ""),
    )
    return f"{best[0]}:{iri[len(best[1]) :]}" if best[0] else expand(iri)


def _field(
    service: Service, entity: Entity, field: Field, lang: str, expected: set[str]
) -> FieldView:
    graph = service.registry.property_graph
    names = [
        p.name
        for p in graph.by_name[local(entity)].properties
        if p.path == field.path and p.name.partition("_")[0] == field.name
    ]
    if not field.datatype and field.path in graph.by_path:
        names.append(graph.by_path[field.path].name)
    return FieldView(
        field,
        curie(field.path),
        texts("ui")["cardinality"][cardinality(field)][lang],
        field.name in expected,
        _values(service, field, lang),
        names,
    )


def _values(service: Service, field: Field, lang: str) -> list[tuple[str, str]]:
    if field.schemes:
        slugs = [(scheme_slug(s), service.labels.label(s, lang)) for s in field.schemes]
        return [(f"/scheme/{slug}", label) for slug, label in slugs]
    if field.classes:
        return [_class(service, c, lang) for c in field.classes]
    words: dict[str, Texts] = texts("ui")["datatype"]
    kind = field.datatype.rpartition("#")[2]
    if kind:
        return [("", words[kind][lang] if kind in words else curie(field.datatype))]
    return [("", str(texts("ui")["model_any_record"][lang]))]


def _class(service: Service, iri: str, lang: str) -> tuple[str, str]:
    entity = service.registry.model.by_class.get(iri)
    return f"/ontology/{local(entity)}" if entity else "", service.labels.label(iri, lang)


def _terms(service: Service, lang: str) -> list[Term]:
    model = service.registry.model
    found: list[Term] = []

    def add(kind: str, label: str, definition: str, href: str, **told: Any) -> None:  # noqa: ANN401  # texts
        words = " ".join((label, definition, told.get("code", "")))
        code, where = told.get("code", ""), told.get("where", "")
        found.append(Term(kind, label, definition, href, code, where, stems(words), stems(label)))

    fields: dict[tuple[str, str], tuple[Field, list[Entity]]] = {}
    for entity in model.entities:
        href = f"/ontology/{local(entity)}"
        add("type", entity.label[lang], entity.definition[lang], href, code=curie(entity.iri))
        for field in entity.fields:
            fields.setdefault((field.path, field.label[lang]), (field, []))[1].append(entity)
    for field, where in fields.values():
        href = f"/ontology/{local(where[0])}#{field.name}"
        names = ", ".join(e.label[lang] for e in where[:4]) + (" …" if len(where) > 4 else "")  # noqa: PLR2004  # enough to know it by
        code = curie(field.path)
        add("field", field.label[lang], field.definition[lang], href, code=code, where=names)
    for scheme, concepts in model.concepts.items():
        name = service.labels.label(scheme, lang)
        slug = scheme_slug(scheme)
        add("list", name, said(service, scheme, _SKOS + "definition", lang), f"/scheme/{slug}")
        for iri in concepts:
            definition = said(service, iri, _SKOS + "definition", lang)
            href = f"/scheme/{slug}/{iri.rpartition('/')[2]}"
            add("value", service.labels.label(iri, lang), definition, href, where=name)
    known = {f.path for f, _ in fields.values()}
    for iri in properties(service):
        if iri not in known:
            definition = said(service, iri, _SKOS + "definition", lang)
            href = f"/ontology#{iri.rpartition('#')[2]}"
            add("property", service.labels.label(iri, lang), definition, href, code=curie(iri))
    return found
