"""The code lists that the network is told in: levels, kinds, relations, directions of work."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphsvc.network.parts import NO_NAMES, Body, name_in
from graphsvc.rdf.names import BASE, PREFIXES, compact, rms
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphsvc.model.entities import Model
    from graphsvc.network.parts import Names

__all__ = ["Vocabulary", "vocabulary"]

_SCHEME: Final = BASE + "scheme/"
_MATCHES: Final = tuple(
    PREFIXES["skos"] + name for name in ("exactMatch", "closeMatch", "broadMatch")
)
_BROADER: Final = NamedNode(PREFIXES["skos"] + "broader")
_NO_LEVEL: Final = "regional"
"""Where a kind is drawn of which the list names no level: between those above and below."""


@dataclass(frozen=True)
class Vocabulary:
    """The code lists by their codes.

    Attributes:
        levels: names by code, top down.
        rank: the place of each level.
        kind_order: the place of each kind in its list.
        kinds: each kind of bodies as a node of the layer of norms, by the concept's short name.
        kind_names: names of kinds by code.
        relations: names by code, those of requirements too; read from object to subject in
            `inverses`.
        directions: names by code of the general directions of work.
        general: for the directions of a document's own list the codes of the general ones.
        modalities: names by code.
        broader: the broader kind of each kind that has one.
    """

    levels: Mapping[str, Names]
    rank: Mapping[str, int]
    kind_order: Mapping[str, int]
    kinds: Mapping[str, Body]
    kind_names: Mapping[str, Names]
    relations: Mapping[str, Names]
    inverses: Mapping[str, Names]
    directions: Mapping[str, Names]
    general: Mapping[str, tuple[str, ...]]
    modalities: Mapping[str, Names]
    broader: Mapping[str, str]

    def wider(self, kind: str) -> tuple[str, ...]:
        """Return a kind and the broader ones that it belongs to, by code."""
        found = [kind]
        while (above := self.broader.get(found[-1], "")) and above not in found:
            found.append(above)
        return tuple(found)

    def directions_of(self, named: tuple[str, ...]) -> frozenset[str]:
        """Return the codes of general directions for short names of directions of any list."""
        return frozenset(code for name in named for code in self.general.get(name, ()))

    def relation(self, code: str, lang: str, *, inverse: bool = False) -> str:
        """Return what a relation is called from its subject's side, or from its object's."""
        names = (self.inverses if inverse else self.relations).get(code) or self.relations.get(code)
        return name_in(names or (code, code), lang)


def vocabulary(model: Model) -> Vocabulary:
    """Return the code lists of a model."""
    levels = {q.subject: q.object for q in model.ontology if q.predicate == rms("rank")}
    ranked = sorted(
        (int(rank.value), s.value)
        for s, rank in levels.items()
        if isinstance(s, NamedNode) and isinstance(rank, Literal)
        if s.value.startswith(_SCHEME + "level/")
    )
    kinds = _listed(model, "kind")
    level_of = {
        q.subject.value: _code(q.object.value)
        for q in model.ontology
        if q.predicate == rms("level")
        and isinstance(q.subject, NamedNode)
        and isinstance(q.object, NamedNode)
    }
    return Vocabulary(
        levels={_code(iri): _names(model, iri) for _, iri in ranked},
        rank={_code(iri): rank for rank, iri in ranked},
        kind_order={code: n for n, code in enumerate(kinds)},
        kinds={
            f"scheme/kind/{code}": Body(
                f"scheme/kind/{code}",
                names,
                "",
                level_of.get(f"{_SCHEME}kind/{code}", _NO_LEVEL),
                (code,),
                "",
                "existing",
                "",
                "",
            )
            for code, names in kinds.items()
        },
        kind_names=kinds,
        relations=_listed(model, "requirement") | _listed(model, "relation"),
        inverses=_inverses(model),
        directions=_listed(model, "direction"),
        general=_general(model),
        modalities=_listed(model, "modality"),
        broader={
            _code(q.subject.value): _code(q.object.value)
            for q in model.ontology
            if q.predicate == _BROADER
            and isinstance(q.subject, NamedNode)
            and isinstance(q.object, NamedNode)
        },
    )


def _listed(model: Model, scheme: str) -> dict[str, Names]:
    """Return the names of a list's concepts by code, in the order of the ontology's file."""
    found = model.concepts.get(_SCHEME + scheme, {})
    return {_code(iri): _names(model, iri) for iri in found}


def _inverses(model: Model) -> dict[str, Names]:
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    for quad in model.ontology:
        subject, text = quad.subject, quad.object
        inverse = quad.predicate == rms("inverseLabel")
        if inverse and isinstance(subject, NamedNode) and isinstance(text, Literal):
            texts[_code(subject.value)][text.language or ""] = text.value
    return {code: (found.get("ru", ""), found.get("en", "")) for code, found in texts.items()}


def _general(model: Model) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for quad in model.ontology:
        subject, other = quad.subject, quad.object
        general = other.value if isinstance(other, NamedNode) else ""
        listed = general.startswith(_SCHEME + "direction/")
        if listed and quad.predicate.value in _MATCHES and isinstance(subject, NamedNode):
            found[subject.value.removeprefix(_SCHEME)].add(_code(general))
    for code in _listed(model, "direction"):
        found[f"direction/{code}"].add(code)
    return {name: tuple(sorted(codes)) for name, codes in found.items()}


def _names(model: Model, iri: str) -> Names:
    texts = model.labels.get(iri)
    return (texts.get("ru", ""), texts.get("en", "")) if texts else NO_NAMES


def _code(iri: str) -> str:
    return compact(iri).rpartition("/")[2]
