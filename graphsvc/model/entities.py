"""Entity types as ontology and shapes define them: what every screen and file is made from."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from graphsvc.model.norms import NormRules, norm_rules
from graphsvc.rdf.names import BASE, ID, PREFIXES, RDF_TYPE, rms
from graphsvc.rdf.syntax import read_trusted
from graphsvc.rdf.terms import Literal, NamedNode, Quad
from graphsvc.resources import data_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from graphsvc.rdf.terms import Term, Triple

__all__ = ["Entity", "Field", "Model", "Texts", "load_model", "scheme_slug"]

_SH = PREFIXES["sh"]
_SKOS = PREFIXES["skos"]
_LIST_FIRST = PREFIXES["rdf"] + "first"
_LIST_REST = PREFIXES["rdf"] + "rest"
_NIL = PREFIXES["rdf"] + "nil"
_DERIVED = frozenset({"demand", "occurrence", "provision", "submission"})
"""What follows from other records, or is told by the registry itself: nobody hands it in."""

Texts = dict[str, str]
"""A text by language code."""


@dataclass(frozen=True)
class Field:
    """One field of an entity.

    Attributes:
        name: the column's name, from the shape's IRI (`shape:Agreement-party` → `party`).
        path: the property.
        datatype: IRI of the literal's datatype, empty for a reference.
        classes: IRIs of the classes a reference may point to; empty for any record.
        schemes: IRIs of the code lists its value is of.
        address: whether its value is an address of the web and no record.
        many: whether it may have several values (a language-tagged text: several in one language).
    """

    name: str
    path: str
    label: Texts
    definition: Texts
    order: int
    required: bool
    many: bool
    datatype: str = ""
    classes: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    address: bool = False


@dataclass(frozen=True)
class Entity:
    """One type of record; `name` is the file stem of its ontology and shape (`org-model`)."""

    name: str
    iri: str
    label: Texts
    definition: Texts
    fields: tuple[Field, ...]

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """The fields by name."""
        return {f.name: f for f in self.fields}

    @cached_property
    def by_path(self) -> dict[str, Field]:
        """The fields by property IRI."""
        return {f.path: f for f in self.fields}

    def record(self, key: str) -> NamedNode:
        """Return the IRI of the record with this key."""
        return NamedNode(f"{ID}{self.name}/{key}")


@dataclass(frozen=True)
class Model:
    """The whole model: entity types, code lists, terms, and the triples they were read from."""

    entities: tuple[Entity, ...]
    ontology: tuple[Quad, ...]
    shapes: tuple[Quad, ...]
    labels: Mapping[str, Texts] = field(repr=False)

    @cached_property
    def by_name(self) -> dict[str, Entity]:
        """The entity types by name."""
        return {e.name: e for e in self.entities}

    @cached_property
    def by_class(self) -> dict[str, Entity]:
        """The entity types by class IRI."""
        return {e.iri: e for e in self.entities}

    @cached_property
    def handed_in(self) -> tuple[Entity, ...]:
        """The entity types that people hand in; a basis comes with the record that rests on it."""
        return tuple(e for e in self.entities if e.name not in {*_DERIVED, "basis"})

    def entity_of(self, triples: Iterable[Triple]) -> Entity | None:
        """Return the type of the record these triples describe, None where it has none of ours."""
        kinds = sorted(
            t.object.value
            for t in triples
            if t.predicate == RDF_TYPE and isinstance(t.object, NamedNode)
        )
        return next((self.by_class[k] for k in kinds if k in self.by_class), None)

    @cached_property
    def concepts(self) -> dict[str, dict[str, Texts]]:
        """Labels of the concepts of each code list, by scheme IRI and concept IRI."""
        found: dict[str, dict[str, Texts]] = defaultdict(dict)
        for quad in self.ontology:
            if quad.predicate.value == _SKOS + "inScheme" and isinstance(quad.object, NamedNode):
                iri = _value(quad.subject)
                found[quad.object.value][iri] = self.labels.get(iri, {})
        return dict(found)

    @cached_property
    def properties(self) -> dict[str, Texts]:
        """What properties of other vocabularies are called here: the label of the first field."""
        found: dict[str, Texts] = {}
        for entity in self.entities:
            for one in entity.fields:
                found.setdefault(one.path, one.label)
        return {iri: label for iri, label in found.items() if iri not in self.labels}

    @cached_property
    def norm_rules(self) -> NormRules:
        """How norms demand and records provide."""
        return norm_rules(self.ontology)

    @cached_property
    def edges(self) -> dict[NamedNode, dict[NamedNode, NamedNode]]:
        """For `rms:Relation` and `rms:Norm`, the direct property of each relation concept."""
        found: dict[NamedNode, dict[NamedNode, NamedNode]] = {}
        for kind, predicate in ((rms("Relation"), rms("edge")), (rms("Norm"), rms("normEdge"))):
            found[kind] = {
                q.subject: q.object
                for q in self.ontology
                if q.predicate == predicate
                and isinstance(q.subject, NamedNode)
                and isinstance(q.object, NamedNode)
            }
        return found


def load_model(extension: Path | None = None) -> Model:
    """Return the model of the data folders `ontology` (without its import slices) and `shapes`.

    Args:
        extension: a region's folder with terms and code lists of its own (`*.ttl`), and in
            `shapes/` what is allowed of them.
    """
    folder = data_folder("ontology")
    ontology = [*read_trusted(folder), *read_trusted(folder / "schemes")]
    shapes = read_trusted(data_folder("shapes"))
    if extension is not None:
        ontology += read_trusted(extension)
        shapes += read_trusted(extension / "shapes")
    meaning, permission = _index(ontology), _index(shapes)
    labels = _labels(ontology)
    folders = [data_folder("shapes"), *([extension / "shapes"] if extension else [])]
    stems = {f.stem for shapes_folder in folders for f in shapes_folder.glob("*.ttl")}
    entities = [
        _entity(shape, meaning, permission, stems)
        for shape, values in permission.items()
        if _SH + "targetClass" in values
    ]
    ordered = tuple(sorted(entities, key=lambda e: e.name))
    return Model(ordered, tuple(ontology), tuple(shapes), labels)


_Index = dict[str, dict[str, list["Term"]]]


def _index(quads: Iterable[Quad]) -> _Index:
    index: _Index = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        index[_value(quad.subject)][quad.predicate.value].append(quad.object)
    return index


def _labels(quads: Iterable[Quad]) -> dict[str, Texts]:
    labels: dict[str, Texts] = defaultdict(dict)
    for quad in quads:
        if quad.predicate.value in (PREFIXES["rdfs"] + "label", _SKOS + "prefLabel"):
            labels[_value(quad.subject)] |= _texts([quad.object])
    return dict(labels)


def _texts(terms: Iterable[Term]) -> Texts:
    return {t.language or "": t.value for t in terms if isinstance(t, Literal)}


def _value(term: Term) -> str:
    return term.value if isinstance(term, (NamedNode, Literal)) else str(term)


def _one(values: Mapping[str, list[Term]], name: str) -> str:
    found = values.get(_SH + name)
    return _value(found[0]) if found else ""


def _entity(shape: str, meaning: _Index, permission: _Index, stems: set[str]) -> Entity:
    iri = _one(permission[shape], "targetClass")
    local = iri.rpartition("#")[2]
    stem = "".join(f"-{c.lower()}" if c.isupper() else c for c in local).lstrip("-")
    if stem not in stems:
        raise ValueError(f"no shapes/{stem}.ttl for {iri}")
    properties = [_value(p) for p in permission[shape][_SH + "property"]]
    fields = [_field(p, meaning, permission) for p in properties if _SH + "order" in permission[p]]
    return Entity(
        stem,
        iri,
        _texts(meaning[iri][PREFIXES["rdfs"] + "label"]),
        _texts(meaning[iri][_SKOS + "definition"]),
        tuple(sorted(fields, key=lambda f: f.order)),
    )


def _field(shape: str, meaning: _Index, permission: _Index) -> Field:
    values = permission[shape]
    path = _one(values, "path")
    label = _texts(values.get(_SH + "name", ())) or _texts(
        meaning[path][PREFIXES["rdfs"] + "label"]
    )
    definition = _texts(values.get(_SH + "description", ())) or _texts(
        meaning[path][_SKOS + "definition"]
    )
    single = _one(values, "maxCount") == "1" or _one(values, "uniqueLang") == "true"
    return Field(
        name=shape.rpartition("-")[2],
        path=path,
        label=label,
        definition=definition,
        order=int(_one(values, "order")),
        required=int(_one(values, "minCount") or 0) > 0,
        many=not single,
        datatype=_one(values, "datatype"),
        classes=tuple(_classes(values, permission)),
        schemes=tuple(_schemes(_one(values, "node"), permission)),
        address=bool(_one(values, "nodeKind"))
        and not any(_one(values, name) for name in ("node", "class", "or")),
    )


def _classes(values: Mapping[str, list[Term]], permission: _Index) -> Iterable[str]:
    if one := _one(values, "class"):
        yield one
    for alternative in _members(_one(values, "or"), permission):
        yield _one(permission[alternative], "class")


def _schemes(node: str, permission: _Index) -> Iterable[str]:
    for inner in permission[node].get(_SH + "property", ()) if node else ():
        constraint = permission[_value(inner)]
        if _one(constraint, "path") == _SKOS + "inScheme":
            yield from _members(_one(constraint, "in"), permission)


def _members(head: str, permission: _Index) -> Iterable[str]:
    while head and head != _NIL:
        yield _value(permission[head][_LIST_FIRST][0])
        head = _value(permission[head][_LIST_REST][0])


def scheme_slug(scheme: str) -> str:
    """Return the last part of a code list's IRI."""
    return scheme.removeprefix(f"{BASE}scheme/")
