"""The property graph that the ontology and the shapes describe: labels, relationships, names.

One record is one node with the label of its entity type; its key is its IRI. A field with a
literal is a property, a field with a record or a concept is a relationship (a concept is a
property, too, so that a node can be filtered without a step). Names come from the shapes: the field
`validFrom` is the property `validFrom`, the field `subjectKind` the relationship `SUBJECT_KIND`. A
relationship that would be called as a label has `HAS_` before it (`HAS_BASIS`): the embedded engine
keeps one list of names for both, whatever their case.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from graphsvc.rdf.names import PREFIXES, rms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graphsvc.model.entities import Entity, Field, Model

__all__ = [
    "CODE_LIST",
    "CONCEPT",
    "DEPENDENT",
    "STATEMENT",
    "STATEMENT_LINK",
    "STUB",
    "Label",
    "Property",
    "PropertyGraph",
    "Relationship",
    "property_graph",
]

LANGUAGES: Final = ("ru", "en")
CONCEPT: Final = "Concept"
CODE_LIST: Final = "CodeList"
STUB: Final = "External"
"""The label of what a record refers to and nobody describes: a web page, a named graph."""
STATEMENT: Final = "Statement"
STATEMENT_LINK: Final = "STATES"
"""Where bodies state different values of what has one, each is a node of its own beside the record,
whose property shows the first of them in order."""
DEPENDENT: Final = frozenset({STUB, STATEMENT})
"""Labels of nodes that go with the last relationship to them."""

_SKOS = PREFIXES["skos"]
_KINDS: Final = {
    "integer": "integer",
    "decimal": "float",
    "boolean": "boolean",
    "date": "date",
    "dateTime": "datetime",
}
# What is said of code lists stands in the ontology, and no shape orders it for a form.
_CONCEPT_TEXTS: Final = {
    "label": _SKOS + "prefLabel",
    "definition": _SKOS + "definition",
    "inverseLabel": rms("inverseLabel").value,
}
_CONCEPT_LINKS: Final = {
    "inScheme": (_SKOS + "inScheme", (CODE_LIST,)),
    "broader": (_SKOS + "broader", (CONCEPT,)),
    "level": (rms("level").value, (CONCEPT,)),
    "exactMatch": (_SKOS + "exactMatch", (CONCEPT, STUB)),
    "closeMatch": (_SKOS + "closeMatch", (CONCEPT, STUB)),
    "broadMatch": (_SKOS + "broadMatch", (CONCEPT, STUB)),
}
_SUBJECTS: Final = ("subject", "subjectKind", "subjectPost")
_OBJECTS: Final = ("object", "objectKind")


@dataclass(frozen=True)
class Property:
    """A property of a node.

    Attributes:
        path: IRI of the RDF property.
        kind: `string`, `integer`, `float`, `boolean`, `date`, `datetime`, or `concept` (an IRI).
        many: whether it is an array; it is one then even of a single value.
        language: the language of its texts, empty where they have none.
    """

    name: str
    path: str
    kind: str
    many: bool
    language: str = ""


_STATEMENT: Final = (
    Property("property", "", "string", many=False),
    Property("value", "", "string", many=False),
    Property("date", "", "date", many=False),
    Property("number", "", "float", many=False),
)


@dataclass(frozen=True)
class Label:
    """The label of one entity type, with the IRI of its class."""

    name: str
    iri: str
    properties: tuple[Property, ...]


@dataclass(frozen=True)
class Relationship:
    """A type of relationship and the labels it may connect, as the shapes allow it."""

    name: str
    path: str
    pairs: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class PropertyGraph:
    """All labels and types of relationship; beside its properties each node has three more.

    `iri` is the key, `type` the IRI of its class, `graphs` the named graphs that state it. Each
    relationship has `graphs`, too.
    """

    labels: tuple[Label, ...]
    relationships: tuple[Relationship, ...]

    @cached_property
    def by_class(self) -> dict[str, Label]:
        """The labels by class IRI."""
        return {x.iri: x for x in self.labels if x.iri and x.name != STATEMENT}

    @cached_property
    def by_name(self) -> dict[str, Label]:
        """The labels by name."""
        return {label.name: label for label in self.labels}

    @cached_property
    def by_path(self) -> dict[str, Relationship]:
        """The types of relationship by property IRI."""
        return {r.path: r for r in self.relationships if r.path}


def property_graph(model: Model) -> PropertyGraph:
    """Return the property graph of a model.

    Raises:
        ValueError: two properties of one label, or two types of relationship, would share a name.
    """
    labels = [
        *(Label(_local(e.iri), e.iri, tuple(_properties(e))) for e in model.entities),
        Label(CONCEPT, _SKOS + "Concept", tuple(_concept_properties())),
        Label(CODE_LIST, _SKOS + "ConceptScheme", tuple(_texts("label", _SKOS + "prefLabel"))),
        Label(STATEMENT, PREFIXES["rdf"] + "Statement", _STATEMENT),
        Label(STUB, "", ()),
    ]
    for label in labels:
        _unique(f"{label.name}.{p.name}" for p in label.properties)
    relationships = tuple(sorted(_relationships(model), key=lambda r: r.name))
    _unique(r.name for r in relationships)
    return PropertyGraph(tuple(labels), relationships)


def _properties(entity: Entity) -> Iterator[Property]:
    for field in entity.fields:
        local = _local(field.datatype)
        if local == "langString":
            yield from _texts(field.name, field.path, many=field.many)
        elif field.datatype:
            kind = _KINDS.get(local, "string")
            yield Property(field.name, field.path, kind, field.many)
        elif field.schemes:
            yield Property(field.name, field.path, "concept", field.many)


def _concept_properties() -> Iterator[Property]:
    for name, path in _CONCEPT_TEXTS.items():
        yield from _texts(name, path)
    for name in ("rank", "points"):
        yield Property(name, rms(name).value, "integer", many=False)


def _texts(name: str, path: str, *, many: bool = False) -> Iterator[Property]:
    for language in LANGUAGES:
        yield Property(f"{name}_{language}", path, "string", many, language)


def _relationships(model: Model) -> Iterator[Relationship]:
    described = [*(_local(e.iri) for e in model.entities), CONCEPT, CODE_LIST]
    pairs: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for entity in model.entities:
        for field in entity.fields:
            if not field.datatype:
                targets = _targets(field) or [*described, STUB]
                pairs[field.name, field.path].update((_local(entity.iri), t) for t in targets)
    for kind, edges in model.edges.items():
        for edge in edges.values():
            pairs[_local(edge.value), edge.value].update(_ends(model.by_class[kind.value]))
    for name, (path, ends) in _CONCEPT_LINKS.items():
        pairs[name, path].update((CONCEPT, end) for end in ends)
    pairs[STATEMENT_LINK.lower(), ""] = {(label, STATEMENT) for label in described}
    taken = {label.upper() for label in (*described, STATEMENT, STUB)}
    for (name, path), found in pairs.items():
        upper = _upper(name)
        yield Relationship(f"HAS_{upper}" if upper in taken else upper, path, frozenset(found))


def _ends(entity: Entity) -> set[tuple[str, str]]:
    """Return the labels a direct edge may connect: those of the record it is derived from."""
    sources = {t for n in _SUBJECTS if n in entity.by_name for t in _targets(entity.by_name[n])}
    objects = {t for n in _OBJECTS if n in entity.by_name for t in _targets(entity.by_name[n])}
    return {(source, target) for source in sources for target in objects}


def _targets(field: Field) -> list[str]:
    """Return the labels a field may refer to, none for any."""
    return [_local(c) for c in field.classes] or ([CONCEPT] if field.schemes else [])


def _local(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2]


def _upper(name: str) -> str:
    return "".join(f"_{c}" if c.isupper() else c.upper() for c in name)


def _unique(names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"two things are called {name}")
        seen.add(name)
