"""Random networks, small and dense: records of every type, about a few documents and bodies.

What the shapes ask of a record's kind holds: required fields are there, concepts are of their code
lists, references lead to records of their types. Few keys and few days, so that records meet: a
validity ends on the day asked, the day before or the day after.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphsvc.projections.derivation import Derivation
from graphsvc.rdf.names import BASE, ID, ONTOLOGY, RDF_TYPE, graph_of
from graphsvc.rdf.terms import DefaultGraph, Literal, NamedNode, Quad
from tests.making import Bare, put
from tests.network_records import Record, random_record, stated_again
from tests.network_values import CODES, DAYS, THRESHOLDS, Value, pick

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from graphsvc.model.entities import Field, Model
    from graphsvc.questions.catalogue import Parameter, Question

__all__ = [
    "FIXED",
    "Network",
    "about",
    "asked",
    "fixed_networks",
    "quads",
    "random_network",
    "stored",
]

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
    "review-rule": (0, 2),
}


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
            record = random_record(chance, entity, key, pool)
            home = chance.choice(_GRAPHS)
            graphs[home].append(record)
            if chance.randrange(8) == 0:
                other = chance.choice([g for g in _GRAPHS if g != home])
                graphs[other].append(
                    stated_again(chance, entity, record, pool)
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
        else str(pick(chance, _choices(p, network) or [p.example]))
        for p in question.parameters
    }
    if question.date:
        values["date"] = chance.choice(DAYS[:5]).isoformat()
    return values


def _choices(parameter: Parameter, network: Network) -> Sequence[Value]:
    if parameter.type == "record":
        return [*network.keys(parameter.entity)]
    if parameter.type == "concept":
        codes = CODES.get(parameter.entity) or (parameter.example,)
        return [f"{parameter.entity}/{code}" for code in codes]
    if parameter.type == "date":
        return [d.isoformat() for d in DAYS]
    if parameter.type == "integer":
        return THRESHOLDS.get(parameter.name, ["2025", "2026", "2027"])
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


FIXED: Final = 20
"""How many networks are always the same, so that servers are asked about them, too."""


def fixed_networks(model: Model) -> list[Network]:
    """Return networks that are the same on every machine, in some of which bodies differ."""
    return [
        random_network(random.Random(seed), model, differing=seed % 4 == 3)  # noqa: S311  # repeatable on purpose
        for seed in range(FIXED)
    ]
