"""Records whose faults depend on records two and more steps away, few and close together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphsvc.rdf.names import BASE, ID, PREFIXES, RDF_TYPE, rms
from graphsvc.rdf.terms import Literal, NamedNode, Triple
from tests.network_values import pick, possible_values
from tests.networks import _term

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

    from graphsvc.model.entities import Model
    from graphsvc.rdf.terms import Term

__all__ = ["VALUES", "far_reaching", "is_far"]

_KEY: Final = "/far-"
_DATE: Final = NamedNode(PREFIXES["xsd"] + "date")
_SPATIAL: Final = NamedNode(PREFIXES["dcterms"] + "spatial")
_DATED: Final = NamedNode(PREFIXES["eli"] + "date_document")


def _records(entity: str, number: int) -> list[NamedNode]:
    return [NamedNode(f"{ID}{entity}{_KEY}{n}") for n in range(number)]


_DAYS: Final[list[Term]] = [
    Literal(day, datatype=_DATE) for day in ("2019-01-01", "2024-02-29", "2030-12-31")
]
_BODIES: Final = _records("body", 3)
VALUES: Final[dict[NamedNode, Sequence[Term]]] = {
    _SPATIAL: _records("territory", 4),
    rms("within"): [NamedNode(f"{ID}territory/russia"), *_records("territory", 4)],
    rms("about"): _BODIES,
    rms("otherRecord"): _BODIES,
    rms("first"): _BODIES,
    rms("second"): _BODIES,
    rms("plan"): _records("document", 2),
    rms("approvedBy"): _records("document", 3),
    _DATED: _DAYS,
    rms("periodFrom"): _DAYS,
    rms("periodTo"): _DAYS,
    rms("deadlineStart"): _DAYS,
    rms("deadlineEnd"): _DAYS,
    rms("printedNumber"): [Literal("1"), Literal("2")],
    rms("parentActivity"): _records("activity", 4),
    rms("document"): _records("document", 3),
    rms("lineFrom"): [Literal(1)],
    rms("lineTo"): [Literal(5), Literal(60)],
}
"""What the shapes follow over several records, and the values that matter to them."""

# How many records of an entity, and what they always and sometimes have.
_MADE: Final = {
    "territory": (4, (rms("within"),), ()),
    "body": (3, (_SPATIAL,), ()),
    "document": (3, (_DATED,), (rms("approvedBy"), rms("periodFrom"), rms("periodTo"))),
    "activity": (
        4,
        (rms("plan"), rms("printedNumber"), rms("deadlineEnd")),
        (rms("deadlineStart"), rms("parentActivity")),
    ),
    "basis": (3, (rms("document"), rms("lineFrom"), rms("lineTo")), ()),
    "identity-decision": (3, (rms("about"), rms("otherRecord")), ()),
    "possible-identity": (2, (rms("first"), rms("second")), ()),
}
_SAME: Final = NamedNode(f"{BASE}scheme/identity-outcome/same")


def is_far(subject: Term) -> bool:
    """Return whether it is one of these records."""
    return isinstance(subject, NamedNode) and _KEY in subject.value


def far_reaching(chance: random.Random, model: Model) -> Iterator[set[Triple]]:
    """Yield the triples of each record."""
    pool = {e.name: [r.value.removeprefix(ID) for r in _records(e.name, 3)] for e in model.entities}
    for entity, (number, always, sometimes) in _MADE.items():
        kind = rms("".join(part.capitalize() for part in entity.split("-")))
        for subject in _records(entity, number):
            chosen = [*always, *(p for p in sometimes if chance.randrange(2))]
            record = {Triple(subject, p, chance.choice(VALUES[p])) for p in chosen}
            if "identity" in entity:
                record.add(Triple(subject, rms("outcome"), _SAME))
            had = {triple.predicate for triple in record}
            for field in model.by_name[entity].fields:
                path = NamedNode(field.path)
                if field.required and path not in had:
                    value = pick(chance, possible_values(field, subject.value, pool))
                    record.add(Triple(subject, path, _term(field, value)))
            yield record | {Triple(subject, RDF_TYPE, kind)}
