"""New records that tell the same of themselves as known ones: perhaps they are entered twice."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from graphsvc.rdf.names import PREFIXES
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graphsvc.api.state import Service
    from graphsvc.model.entities import Entity
    from graphsvc.rdf.terms import Triple
    from graphsvc.submissions.pipeline import Outcome

__all__ = ["entered_twice"]

_TELLING: Final = {
    "agreement": (("number", "signedOn"), ("party", "agreementKind", "signedOn")),
    "document": (("printedNumber", "documentDate"),),
    "event": (("eventKind", "startDate", "organizer"),),
}
"""Fields that together tell one record from others of its type, each where it says them all."""
_LABEL: Final = PREFIXES["skos"] + "prefLabel"
_LOOKED_AT: Final = 60
_SHOWN: Final = 12


def entered_twice(service: Service, outcome: Outcome, lang: str) -> list[tuple[str, str, str]]:
    """Return name of each new record that is like a known one, and address and name of that one.

    It is a remark and no refusal: an institute may sign two agreements with one body on one day.
    """
    registry, found = service.registry, list[tuple[str, str, str]]()
    for iri, said in islice(_new(outcome).items(), _LOOKED_AT):
        entity = registry.model.entity_of(said)
        if entity is None or registry.store.typed(NamedNode(iri)):
            continue
        others = sorted({o for o in _others(service, entity, said) if o != iri})
        name = _name(said) or entity.label[lang]
        found += [(name, other, service.labels.label(other, lang)) for other in others]
    return found[:_SHOWN]


def _new(outcome: Outcome) -> dict[str, set[Triple]]:
    added: dict[str, set[Triple]] = {i: set() for i, k in outcome.records.items() if k == "added"}
    for quad in outcome.patch.added:
        if isinstance(quad.subject, NamedNode) and quad.subject.value in added:
            added[quad.subject.value].add(quad.triple)
    return added


def _others(service: Service, entity: Entity, said: Iterable[Triple]) -> Iterator[str]:
    """Yield the known records that say the same in all fields of some telling set."""
    triples = sorted(said, key=str)
    for names in _TELLING.get(entity.name, ()):
        paths = {entity.by_name[n].path for n in names if n in entity.by_name}
        told = [t for t in triples if t.predicate.value in paths]
        if len(paths) < len(names) or {t.predicate.value for t in told} != paths:
            continue
        patterns = " . ".join(f"?other {t.predicate} {t.object}" for t in told)
        query = f"SELECT DISTINCT ?other {{ ?other a <{entity.iri}> . {patterns} }} LIMIT {_SHOWN}"
        yield from (row["other"].value for row in service.registry.store.select(query))


def _name(said: Iterable[Triple]) -> str:
    labels = sorted(
        t.object.value
        for t in said
        if t.predicate.value == _LABEL
        and isinstance(t.object, Literal)
        and t.object.language == "ru"
    )
    return labels[0] if labels else ""
