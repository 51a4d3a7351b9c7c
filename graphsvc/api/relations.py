"""The relations and norms of a body or kind, in words, read from its own side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphsvc.api.bases import BasisView, bases
from graphsvc.rdf.names import PREFIXES, RDF_TYPE, compact, rms
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from graphsvc.api.state import Service
    from graphsvc.rdf.terms import Term

__all__ = ["RelationView", "in_words"]

_SUBJECTS: Final = ("subject", "subjectKind", "subjectPost")
_OBJECTS: Final = ("object", "objectKind")
_Values = dict[str, list["Term"]]


@dataclass(frozen=True)
class RelationView:
    """One relation as a sentence read from one of its ends.

    Attributes:
        record: the relation or norm.
        verb: what this end does to the other, or what the other does to it.
        direct: what the subject does to the object, whichever end this is.
        other: the other end.
        inverse: whether this end is the object.
        relation: code of the relation.
        state: on the day it is read: `in-force`, `planned`, `ended` or, for a rule, `norm`.
        since: first day, empty where none is told; `until` the last.
    """

    record: str
    verb: str
    direct: str
    other: str
    label: str
    inverse: bool
    relation: str
    state: str
    since: str
    until: str
    function: str
    basis: BasisView | None
    layer: str
    remarks: str


def in_words(service: Service, iri: NamedNode, lang: str, on: date) -> list[RelationView]:
    """Return the relations in which `iri` is subject or object, by their wording, ended ones last.

    Args:
        on: the day on which they are in force or not.
    """
    store = service.registry.store
    found: list[RelationView] = []
    for own, others, inverse in ((_SUBJECTS, _OBJECTS, False), (_OBJECTS, _SUBJECTS, True)):
        records = {s for name in own for s, _ in store.referrers(iri, rms(name))}
        for record in records:
            values: _Values = {}
            for triple in store.describe(record):
                name = triple.predicate.value.rpartition("#")[2]
                values.setdefault(name, []).append(triple.object)
            ends = [v for name in others for v in values.get(name, ()) if isinstance(v, NamedNode)]
            if "relation" in values:
                found += [
                    _view(service, record, values, end, lang=lang, on=on, inverse=inverse)
                    for end in ends
                ]
    return sorted(found, key=lambda r: (r.state == "ended", r.verb, r.label, r.record))


def _view(  # noqa: PLR0913  # each tells another side of the sentence
    service: Service,
    record: NamedNode,
    values: _Values,
    other: NamedNode,
    *,
    lang: str,
    on: date,
    inverse: bool,
) -> RelationView:
    label = service.labels.label
    relation = _first(values, "relation")
    direct = label(relation, lang)
    remarks = [_first(values, n) for n in ("modality", "certainty")]
    functions = [v for v in values.get("function", ()) if isinstance(v, Literal)]
    spoken = [f.value for f in functions if f.language in (lang, None)] or [
        f.value for f in functions
    ]
    return RelationView(
        record.value,
        _inverse(service, relation, lang) if inverse else direct,
        direct,
        other.value,
        label(other.value, lang),
        inverse,
        relation.rpartition("/")[2],
        _state(values, on),
        _first(values, "validFrom"),
        _first(values, "validTo"),
        "; ".join(sorted(spoken)),
        next(iter(bases(service, record, lang)), None),
        label(_kind(service, values), lang),
        ", ".join(label(r, lang) for r in remarks if _remarkable(r)),
    )


def _first(values: _Values, name: str) -> str:
    texts = [v.value for v in values.get(name, ()) if isinstance(v, (NamedNode, Literal))]
    return min(texts, default="")


def _kind(service: Service, values: _Values) -> str:
    """Return the class of ours that a record is of."""
    name = RDF_TYPE.value.rpartition("#")[2]
    kinds: Sequence[str] = [v.value for v in values.get(name, ()) if isinstance(v, NamedNode)]
    known = service.registry.model.by_class
    return next((k for k in sorted(kinds) if k in known), "")


def _state(values: _Values, on: date) -> str:
    today, modality = on.isoformat(), _first(values, "modality").rpartition("/")[2]
    if (until := _first(values, "validTo")) and until < today:
        return "ended"
    if modality == "planned" or (_first(values, "validFrom") or today) > today:
        return "planned"
    return "norm" if modality == "rule" else "in-force"


def _inverse(service: Service, relation: str, lang: str) -> str:
    values = service.registry.store.values(NamedNode(relation), rms("inverseLabel"))
    texts = {v.language: v.value for v in values if isinstance(v, Literal)}
    return texts.get(lang) or texts.get("ru") or compact(relation)


def _remarkable(concept: str) -> bool:
    """Return whether a modality or certainty is other than the plain one."""
    plain = ("modality/rule", "modality/in-force", "certainty/stated")
    return bool(concept) and concept.removeprefix(PREFIXES["scheme"]) not in plain
