"""Random networks, small and dense: records of every type, about a few documents and bodies.

What the shapes ask of a record's kind holds: required fields are there, concepts are of their code
lists, references lead to records of their types. Few keys and few days, so that records meet: a
validity ends on the day asked, the day before or the day after.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from graphsvc.projections.derivation import Derivation
from graphsvc.rdf.names import BASE, ID, ONTOLOGY, RDF_TYPE, graph_of
from graphsvc.rdf.terms import DefaultGraph, Literal, NamedNode, Quad
from tests.making import Bare, put

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from graphsvc.model.entities import Entity, Field, Model
    from graphsvc.questions.catalogue import Parameter, Question

__all__ = [
    "DAY",
    "DAYS",
    "Network",
    "Record",
    "Value",
    "about",
    "asked",
    "fixed_networks",
    "quads",
    "random_network",
    "stored",
]

DAY: Final = date(2026, 6, 15)
"""The day around which everything begins and ends."""
DAYS: Final = tuple(DAY + timedelta(n) for n in (0, -1, 1, -30, 30, -400, 400))
Value = str | int | bool | date | Decimal
"""A concept is `kind/base-school`, a reference `body/2`; which it is, the field says."""

_GRAPHS: Final = ("document/0", "document/1", "body/0")
# Entity types in order, each with the least and the most records of it.
_COUNTS: Final = {
    "territory": (3, 5),
    "document": (3, 4),
    "clause": (1, 3),
    "basis": (2, 5),
    "body": (4, 7),
    "person": (2, 3),
    "post": (2, 3),
    "relation": (4, 10),
    "norm": (4, 10),
    "agreement": (2, 4),
    "activity": (4, 7),
    "responsibility": (3, 7),
    "completion": (0, 3),
    "dependency": (0, 3),
    "membership": (4, 9),
    "competence": (1, 1),
    "diagnostic": (1, 2),
    "deficit": (1, 3),
    "deficit-count": (1, 4),
    "practice": (1, 2),
    "programme": (1, 2),
    "mentor": (1, 3),
    "site": (1, 3),
    "event": (1, 3),
    "answer": (2, 6),
    "weight": (0, 3),
    "route": (1, 2),
    "route-step": (0, 3),
    "indicator": (1, 2),
    "measurement": (2, 6),
    "recommendation": (0, 2),
    "decision": (0, 2),
    "register": (0, 2),
    "resource": (0, 2),
    "task": (2, 5),
    "risk": (0, 2),
    "org-model": (1, 1),
    "staff-post": (0, 2),
    "condition": (0, 2),
    "reading": (0, 2),
    "possible-identity": (0, 2),
    "identity-decision": (3, 7),
    "abbreviation": (0, 2),
    "completeness": (0, 2),
}
# Of long code lists those that questions tell apart, and one beside them.
_CODES: Final = {
    "kind": (
        "municipal-methodical-service",
        "municipal-methodical-office",
        "network-subject",
        "educational-organization",
        "municipal-educational-organization",
        "base-school",
        "coordination-council",
        "school-methodical-council",
        "regional-methodical-active",
        "professional-community",
        "municipal-methodical-association",
        "municipal-education-authority",
    ),
    "relation": (
        "coordinates",
        "coordinates",
        "coordinates",
        "chairs",
        "manages",
        "represented-in",
        "serves",
        "approves-composition",
        "part-of-network",
        "attached-to",
        "agrees-plan",
        "creates",
    ),
    "requirement": (
        "agreement",
        "agreement",
        "composition-approval",
        "annual-plan",
        "local-act",
        "appointment",
        "session",
        "register",
        "report",
        "monitoring",
        "statute",
    ),
    "direction": ("management", "methodical"),
    "work-kind": ("monitoring", "coordination", "analysis", "training"),
    "subject-area": ("mathematics", "russian"),
    "result-kind": ("document", "improvement"),
    "event-kind": ("contest", "session", "seminar"),
    "document-kind": ("order", "model-act", "local-act", "roadmap", "plan", "report"),
    "competence-category": ("subject", "digital"),
    "role": ("responsible", "chair", "member", "head"),
    "list-kind": ("completions", "members"),
    "resource-kind": ("website", "media"),
}
# References to any record lead to records of these types.
_ANY: Final = {
    ("activity", "creates"): ("body", "document", "register"),
    ("activity", "concerns"): ("agreement", "event", "indicator", "body", "register"),
    ("task", "concerns"): ("body", "register"),
    ("indicator", "concerns"): ("body",),
    ("answer", "remedy"): ("practice", "programme", "mentor", "site", "event", "body"),
    ("route-step", "remedy"): ("practice", "programme", "mentor", "site", "event", "body"),
    ("relation", "establishedBy"): ("document",),
    ("site", "establishedBy"): ("document",),
    ("decision", "restsOn"): ("recommendation", "document"),
    ("decision", "creates"): ("body", "activity"),
    ("recommendation", "restsOn"): ("measurement", "document"),
    ("risk", "mitigatedBy"): ("task", "activity"),
    ("condition", "about"): ("org-model", "body", "norm"),
    ("possible-identity", "first"): ("person", "body"),
    ("possible-identity", "second"): ("person", "body"),
    ("identity-decision", "about"): ("body",),
    ("identity-decision", "otherRecord"): ("body",),
    ("abbreviation", "denotes"): ("body", "document"),
    ("reading", "readingTaken"): ("norm", "relation"),
    ("reading", "readingOther"): ("norm", "relation"),
}
_PAGES: Final = ("https://pages.example/0", "https://pages.example/1")
_CHOICES: Final[dict[str, Sequence[Value]]] = {
    # Fewer than five people are not published.
    "count": (5, 6),
    "participants": (11, 12),
    "recurrence": ("P6M", "P1Y"),
    "periodicity": ("P1Y", "P6M"),
    "unit": ("%", "practices"),
    "updatedOn": (DAYS[0], DAYS[3], DAYS[5]),
    "printedNumber": ("1.1", "1.3.", "1.1.", "2"),
    "numerator": (1, 2),
    "denominator": (2, 4),
    "deadlineWindow": ("2026-05-01/2026-05-31", "2026-06-01/2026-06-15", "2026-06-15/2026-07-31"),
}
_SPANS: Final = (
    ("validFrom", "validTo"),
    ("startDate", "endDate"),
    ("deadlineStart", "deadlineEnd"),
    ("periodFrom", "periodTo"),
    ("lineFrom", "lineTo"),
    ("load", "capacity"),
)
# Of these fields a record has one, of the second groups one or none.
_ONE_OF: Final = {
    "relation": (("subject", "subjectPost"),),
    "norm": (
        ("relation", "requirement"),
        ("subject", "subjectKind", "subjectPost"),
        ("object", "objectKind"),
    ),
    "responsibility": (("body", "bodyKind", "person", "post"),),
    "task": (("holder", "holderKind"),),
}
_THRESHOLDS: Final[dict[str, list[Value]]] = {"minimum": ["1", "2"], "days": ["30", "365"]}
_WITH_END: Final = ("by-day", "month", "interval", "half-year", "year")
_LEVELS: Final = ("federal", "regional", "municipal", "institution")
_OFTEN: Final = frozenset(
    {
        "basis",
        "validTo",
        "function",
        "party",
        "plan",
        "jurisdiction",
        "otherRecord",
        "numerator",
        "denominator",
    }
)
_LITERALS: Final[dict[str, Sequence[Value]]] = {
    "date": DAYS,
    "boolean": (True, False),
    "integer": (1, 2, 3, 4),
    "decimal": (Decimal("0.5"), Decimal("1.5"), Decimal(2)),
}


@dataclass(frozen=True)
class Record:
    """A record as one body states it: values by the names of the shape's fields."""

    key: str
    fields: dict[str, tuple[Value, ...]]

    @property
    def entity(self) -> str:
        """The type of the record."""
        return self.key.partition("/")[0]


@dataclass(frozen=True)
class Network:
    """Records by what they are handed in about; one may be in several places."""

    graphs: dict[str, tuple[Record, ...]]

    def keys(self, entity: str) -> list[str]:
        """Return the keys of all records of a type, of any type where it is empty, sorted."""
        records = (r for records in self.graphs.values() for r in records)
        return sorted({r.key for r in records if entity in ("", r.entity)})


def random_network(
    chance: random.Random, model: Model, *, differing: bool = True, scale: int = 1
) -> Network:
    """Return a network.

    Args:
        chance: where the choices come from; Hypothesis has one that shrinks.
        differing: whether some records are handed in twice, with different literals.
        scale: how many times as many records.
    """
    counts = {n: chance.randrange(a, b + 1) * scale for n, (a, b) in _COUNTS.items()}
    pool = {n: [f"{n}/{i}" for i in range(count)] for n, count in counts.items()}
    graphs: dict[str, list[Record]] = {name: [] for name in _GRAPHS}
    for entity in (model.by_name[n] for n in _COUNTS):
        for key in pool[entity.name]:
            record = _record(chance, entity, key, pool)
            home = chance.choice(_GRAPHS)
            graphs[home].append(record)
            if chance.randrange(8) == 0:
                other = chance.choice([g for g in _GRAPHS if g != home])
                graphs[other].append(
                    _again(chance, entity, record, pool)
                    if differing and entity.name != "basis"
                    else record
                )
    for number, (home, records) in enumerate(graphs.items()):
        name = "keeper" if home.startswith("body/") else "documentSource"
        fields: dict[str, tuple[Value, ...]] = {
            "label": ("label 0",),
            name: (home,),
            "synthetic": (True,),
        }
        records.append(Record(f"dataset/{number}", fields))
    return Network({name: tuple(records) for name, records in graphs.items()})


def quads(network: Network, model: Model, graph: str) -> Iterator[Quad]:
    """Yield what is handed in about `graph`."""
    for record in network.graphs[graph]:
        entity = model.by_name[record.entity]
        subject = NamedNode(ID + record.key)
        yield Quad(subject, RDF_TYPE, NamedNode(entity.iri), DefaultGraph())
        for name, values in record.fields.items():
            field = entity.by_name[name]
            for value in values:
                yield Quad(subject, NamedNode(field.path), _term(field, value), DefaultGraph())


def about(network: Network) -> dict[str, NamedNode]:
    """Return the named graph of each thing that is submitted about."""
    return {name: graph_of(name) for name in network.graphs}


def stored(network: Network, model: Model, folder: Path) -> Bare:
    """Return a store of the ontology and a network, each graph handed in once."""
    bare = Bare(folder, derivation=Derivation.of(model))
    put(bare.journal, bare.store, ONTOLOGY, model.ontology)
    for name, graph in about(network).items():
        put(bare.journal, bare.store, graph, quads(network, model, name))
    return bare


def asked(chance: random.Random, question: Question, network: Network) -> dict[str, str]:
    """Return values to bind, drawn from the network; what is optional is sometimes left open."""
    values = {
        p.name: ""
        if not p.required and chance.randrange(2)
        else str(_pick(chance, _choices(p, network) or [p.example]))
        for p in question.parameters
    }
    if question.date:
        values["date"] = chance.choice(DAYS[:5]).isoformat()
    return values


def _pick(chance: random.Random, choices: Sequence[Value]) -> Value:
    """Return one of the choices, the first ones more often: what is referred to is asked about."""
    return choices[min(chance.randrange(len(choices)) for _ in range(2))]


def _choices(parameter: Parameter, network: Network) -> Sequence[Value]:
    if parameter.type == "record":
        return [*network.keys(parameter.entity)]
    if parameter.type == "concept":
        codes = _CODES.get(parameter.entity) or (parameter.example,)
        return [f"{parameter.entity}/{code}" for code in codes]
    if parameter.type == "date":
        return [d.isoformat() for d in DAYS]
    if parameter.type == "integer":
        return _THRESHOLDS.get(parameter.name, ["2025", "2026", "2027"])
    return ["1", "2"]


def _term(field: Field, value: Value) -> Literal | NamedNode:
    if field.datatype.endswith("langString"):
        return Literal(str(value), language="ru")
    if field.datatype:
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return Literal(text, datatype=NamedNode(field.datatype))
    if "://" in str(value):
        return NamedNode(str(value))
    return NamedNode(f"{BASE}scheme/{value}" if field.schemes else f"{ID}{value}")


def _record(chance: random.Random, entity: Entity, key: str, pool: dict[str, list[str]]) -> Record:
    fields = {f.name: found for f in entity.fields if (found := _field(chance, f, key, pool))}
    return Record(key, _settled(chance, entity, key, fields, pool))


def _field(
    chance: random.Random, field: Field, key: str, pool: dict[str, list[str]]
) -> tuple[Value, ...]:
    if field.name in ("note", "altLabel", "hiddenLabel", "synthetic", "sourceText"):
        return ()
    often = field.name in _OFTEN
    if not field.required and chance.randrange(4 if often else 2) == 0:
        return ()
    choices = _values(field, key, pool)
    if not choices:
        return ()
    number = chance.choice((1, 1, 2)) if field.many else 1
    return tuple(dict.fromkeys(_pick(chance, choices) for _ in range(number)))


def _values(field: Field, key: str, pool: dict[str, list[str]]) -> Sequence[Value]:
    if field.name == "modality" and key.startswith("norm/"):
        return ("modality/rule", "modality/in-force", "modality/planned", "modality/permitted")
    if field.schemes:
        schemes = [s.removeprefix(f"{BASE}scheme/") for s in field.schemes][:1]
        return [f"{s}/{c}" for s in schemes for c in _codes(s)]
    if field.datatype:
        texts = (f"{field.name} 0", f"{field.name} 1")
        kind = field.datatype.rpartition("#")[2]
        return _CHOICES.get(field.name) or _LITERALS.get(kind) or texts
    if field.name in ("webPage", "evidence"):
        return _PAGES
    entity = key.partition("/")[0]
    classes = [
        "".join(f"-{c.lower()}" if c.isupper() else c for c in iri.rpartition("#")[2]).lstrip("-")
        for iri in field.classes
    ]
    return [k for n in classes or _ANY.get((entity, field.name), ()) for k in pool[n]]


def _codes(scheme: str) -> Sequence[str]:
    return _CODES.get(scheme) or _LISTS[scheme]


_LISTS: Final = {
    "agreement-kind": ("cooperation",),
    "agreement-status": ("in-force", "in-force", "planned", "terminated"),
    "body-status": ("existing", "existing", "planned", "dissolved"),
    "certainty": ("stated", "derived", "inferred"),
    "clause-kind": ("section", "clause"),
    "deadline-kind": (
        *("by-day", "none", "recurring", "windows", "ongoing", "not-understood"),
        *_WITH_END,
    ),
    "document-status": ("in-force", "unidentified", "planned", "repealed"),
    "event-status": ("planned", "held", "cancelled"),
    "identity-outcome": ("same", "possibly-same", "different"),
    "level": _LEVELS,
    "modality": ("in-force", "rule", "in-force", "planned", "permitted", "alternative"),
    "org-form": ("unit", "institution"),
    "post-kind": ("head", "methodist"),
    "practice-status": ("submitted", "recommended"),
    "programme-status": ("planned", "offered", "withdrawn"),
    "register-content": ("programmes", "mentors"),
    "remedy-reason": ("own-municipality", "stated", "no-free-place"),
    "register-status": ("demanded", "kept"),
    "responsibility-role": ("executor", "controller"),
    "risk-category": ("staff", "formality"),
    "task-kind": ("content", "task", "goal", "function"),
    "task-status": ("open", "done"),
}


def _settle_own(chance: random.Random, key: str, fields: dict[str, tuple[Value, ...]]) -> None:
    """Put right what is of one type alone."""
    match key.partition("/")[0]:
        case "territory":
            _settle_territory(chance, key, fields)
        case "activity":
            _settle_deadline(chance, fields)
        case "norm" if fields.get("relation") == ("relation/attached-to",):
            if "subjectKind" in fields and "objectKind" in fields:
                fields["subjectKind"] = ("kind/school-methodical-council",)
                fields["objectKind"] = ("kind/educational-organization",)
        case "deficit-count" if fields.get("suppressed") == (True,):
            fields.pop("count", None)
        case "deficit-count":
            for name in ("count", "participants"):
                fields.setdefault(name, (_pick(chance, _CHOICES[name]),))
        case _:
            pass


def _settled(
    chance: random.Random,
    entity: Entity,
    key: str,
    fields: dict[str, tuple[Value, ...]],
    pool: dict[str, list[str]],
) -> dict[str, tuple[Value, ...]]:
    """Return the fields with what contradicts itself put right."""
    for group in _ONE_OF.get(entity.name, ()):
        chosen = chance.choice(group)
        if "subjectPost" in group:
            chairs = "relation/chairs" in fields.get("relation", ())
            chosen = "subjectPost" if chairs else chance.choice(group[:-1])
        _choose(chance, entity.by_name[chosen], key, fields, pool)
        for name in set(group) - {chosen}:
            fields.pop(name, None)
    _settle_own(chance, key, fields)
    if entity.name == "norm" and "relation" in fields and "subject" in fields:
        # What is said of two named bodies is a relation.
        fields.pop("object", None)
        _choose(chance, entity.by_name["objectKind"], key, fields, pool)
    if entity.name == "norm":
        _settle_norm(chance, fields)
    for first, last in _SPANS:
        if first in fields and last in fields and entity.name != "mentor":
            ordered = sorted((fields[first][0], fields[last][0]), key=str)
            fields[first], fields[last] = (ordered[0],), (ordered[1],)
    return fields


def _choose(
    chance: random.Random,
    field: Field,
    key: str,
    fields: dict[str, tuple[Value, ...]],
    pool: dict[str, list[str]],
) -> None:
    """Give the field a value where it has none."""
    if field.name not in fields:
        fields[field.name] = (_pick(chance, _values(field, key, pool)),)


def _settle_territory(
    chance: random.Random, key: str, fields: dict[str, tuple[Value, ...]]
) -> None:
    number = int(key.partition("/")[2])
    fields.pop("within", None)
    fields["territoryLevel"] = ("level/regional",)
    if number:
        fields["within"] = (f"territory/{chance.choice((0, number - 1))}",)
        fields["territoryLevel"] = ("level/municipal" if chance.randrange(4) else "level/regional",)


def _settle_norm(chance: random.Random, fields: dict[str, tuple[Value, ...]]) -> None:
    """Make half of the norms ones that demand something of somebody around `DAY`."""
    if chance.randrange(2):
        return
    fields |= {
        "modality": ("modality/rule",),
        "jurisdiction": ("territory/0",),
        "validFrom": (chance.choice(DAYS[3:6:2]),),
    }
    fields.pop("validTo", None)
    for name in ("subjectKind", "objectKind"):
        if name in fields:
            fields[name] = (f"kind/{_pick(chance, _CODES['kind'][:3])}",)
    fields["minCount"] = (chance.choice((1, 1, 2)),)


def _settle_deadline(chance: random.Random, fields: dict[str, tuple[Value, ...]]) -> None:
    kind = str(fields["deadlineKind"][0]).rpartition("/")[2]
    dated = kind in (*_WITH_END, "windows", "recurring")
    for name, wanted in (
        ("deadlineStart", dated and "deadlineStart" in fields),
        ("deadlineEnd", dated),
        ("recurrence", kind == "recurring"),
        ("deadlineWindow", kind == "windows"),
    ):
        if not wanted:
            fields.pop(name, None)
        elif name not in fields:
            choices = _CHOICES.get(name, DAYS)
            fields[name] = (chance.choice(choices),)
    if kind == "recurring":
        fields["deadlineStart"] = (chance.choice(DAYS),)


def _again(
    chance: random.Random, entity: Entity, record: Record, pool: dict[str, list[str]]
) -> Record:
    """Return the record as somebody else states it: some of its literals differ."""
    fields = dict(record.fields)
    for field in entity.fields:
        if field.name in fields and field.datatype and chance.randrange(3) == 0:
            values = [v for v in _values(field, record.key, pool) if v not in fields[field.name]]
            if values and field.name not in ("deadlineWindow", "recurrence"):
                fields[field.name] = (chance.choice(values),)
    return Record(record.key, fields)


FIXED: Final = 20
"""How many networks are always the same, so that servers are asked about them, too."""


def fixed_networks(model: Model) -> list[Network]:
    """Return networks that are the same on every machine, in some of which bodies differ."""
    return [
        random_network(random.Random(seed), model, differing=seed % 4 == 3)  # noqa: S311  # repeatable on purpose
        for seed in range(FIXED)
    ]
