"""The words of both query languages with their names and definitions: what an editor proposes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from graphsvc.model.entities import scheme_slug
from graphsvc.rdf.names import PREFIXES
from graphsvc.rdf.terms import Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graphsvc.model.entities import Entity, Field, Model
    from graphsvc.model.property_graph import PropertyGraph

__all__ = ["vocabulary"]

_DEFINITION: Final = PREFIXES["skos"] + "definition"
_LENGTH: Final = 240  # of a definition: what a small window holds

Term = dict[str, str]


def vocabulary(model: Model, graph: PropertyGraph, lang: str) -> dict[str, Any]:
    """Return the prefixes and the terms of SPARQL and of Cypher, each with a label in `lang`.

    A term has `name` (what is written), `kind`, `label`, and where known `definition` and `of`:
    the types of record a property belongs to, or the code list of a concept.
    """
    concepts = list(_concepts(model, lang))
    return {
        "prefixes": dict(PREFIXES),
        "sparql": [*_rdf(model, lang), *concepts],
        "cypher": [
            *_labels(model, graph, lang),
            *_links(model, graph, lang),
            *_properties(model, graph, lang),
        ],
    }


def _rdf(model: Model, lang: str) -> Iterator[Term]:
    """Yield classes, then properties, once each."""
    for entity in model.entities:
        yield _term(_curie(entity.iri), "class", entity.label, entity.definition, lang)
    for path, owners in _by_path(model).items():
        entity, field = owners[0]
        of = ", ".join(e.label.get(lang, e.name) for e, _ in owners)
        yield _term(_curie(path), "property", field.label, field.definition, lang, of)
    listed = {e.iri for e in model.entities} | set(_by_path(model))
    own = PREFIXES["rms"]
    for iri, label in sorted(model.labels.items()):
        if iri.startswith(own) and iri not in listed:
            yield _term(_curie(iri), "property", label, {}, lang)


def _concepts(model: Model, lang: str) -> Iterator[Term]:
    definitions: dict[str, dict[str, str]] = {}
    for quad in model.ontology:
        if quad.predicate.value == _DEFINITION and isinstance(quad.object, Literal):
            texts = definitions.setdefault(getattr(quad.subject, "value", ""), {})
            texts[quad.object.language or ""] = quad.object.value
    for scheme, members in model.concepts.items():
        of = model.labels.get(scheme, {}).get(lang, scheme_slug(scheme))
        for iri, label in members.items():
            yield _term(f"<{iri}>", "concept", label, definitions.get(iri, {}), lang, of)


def _labels(model: Model, graph: PropertyGraph, lang: str) -> Iterator[Term]:
    for label in graph.labels:
        entity = model.by_class.get(label.iri)
        texts = entity.label if entity else model.labels.get(label.iri, {})
        yield _term(label.name, "label", texts, entity.definition if entity else {}, lang)


def _links(model: Model, graph: PropertyGraph, lang: str) -> Iterator[Term]:
    owners = _by_path(model)
    for link in graph.relationships:
        field = owners[link.path][0][1] if link.path in owners else None
        texts = field.label if field else model.labels.get(link.path, {})
        of = ", ".join(sorted({a for a, _ in link.pairs})[:4])
        yield _term(link.name, "relationship", texts, field.definition if field else {}, lang, of)


def _properties(model: Model, graph: PropertyGraph, lang: str) -> Iterator[Term]:
    owners = _by_path(model)
    found: dict[str, tuple[str, list[str]]] = {}
    for label in graph.labels:
        for one in label.properties:
            found.setdefault(one.name, (one.path, []))[1].append(label.name)
    for name, (path, labels) in sorted(found.items()):
        field = owners[path][0][1] if path in owners else None
        texts = field.label if field else model.labels.get(path, {})
        of = ", ".join(labels[:4])
        yield _term(name, "property", texts, field.definition if field else {}, lang, of)


def _by_path(model: Model) -> Mapping[str, list[tuple[Entity, Field]]]:
    found: dict[str, list[tuple[Entity, Field]]] = {}
    for entity in model.entities:
        for field in entity.fields:
            found.setdefault(field.path, []).append((entity, field))
    return found


def _term(  # noqa: PLR0913, PLR0917  # each is a part of the term
    name: str,
    kind: str,
    label: Mapping[str, str],
    definition: Mapping[str, str],
    lang: str,
    of: str = "",
) -> Term:
    told = " ".join((definition.get(lang) or definition.get("ru") or "").split())
    told = told if len(told) <= _LENGTH else told[: _LENGTH - 1].rsplit(" ", 1)[0] + "…"
    parts = {"definition": told, "of": of}
    found = {"name": name, "kind": kind, "label": label.get(lang) or label.get("ru", "")}
    return found | {k: v for k, v in parts.items() if v}


def _curie(iri: str) -> str:
    """Return an IRI as a query writes it."""
    spaces = sorted(PREFIXES.items(), key=lambda p: -len(p[1]))
    for prefix, space in spaces:
        local = iri.removeprefix(space)
        if local != iri and "/" not in local:
            return f"{prefix}:{local}"
    return f"<{iri}>"
