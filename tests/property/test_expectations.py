"""Norms and what meets them, on random networks dense in both: three readings, the same rows."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.questions.engines import SparqlEngine
from tests.networks import DAYS, Network, Record, asked, random_network, stored
from tests.oracle.asking import expected, rows_of
from tests.oracle.world import World
from tests.property.test_questions import (
    CATALOGUE,
    CHANCES,
    MODEL,
    THOROUGH,
    cypher,
    graph_of,
)
from tests.varying import SOAK

if TYPE_CHECKING:
    from tests.networks import Value

QUESTIONS: Final = ("expectations", "expectations-unmet")
NETWORKS: Final = {"oracle": 600 if SOAK else 40, "languages": 120 if SOAK else 4}
FOUND_FLOOR: Final = 12
"""How many demands were met wholly or in part, over all networks tried in plain Python."""
FOUND: Final = {"met": 0, "unmet": 0, "networks": 0}

_BODIES: Final = ("body/0", "body/1")
_REQUIREMENTS: Final = (
    "agreement",
    "annual-plan",
    "appointment",
    "composition-approval",
    "local-act",
    "monitoring",
    "register",
    "report",
    "session",
    "statute",
)
_FAVOURABLE: Final[dict[str, dict[str, tuple[Value, ...]]]] = {
    "agreement": {"status": ("agreement-status/in-force",), "party": _BODIES},
    "body": {"status": ("body-status/existing",), "jurisdiction": ("territory/0",)},
    "document": {"status": ("document-status/in-force",)},
    "event": {"status": ("event-status/held",), "eventKind": ("event-kind/session",)},
    "membership": {"role": ("role/responsible",)},
    "register": {"status": ("register-status/kept",)},
    "relation": {"modality": ("modality/in-force",)},
}
_HOLDERS: Final = {
    "diagnostic": ("body",),
    "document": ("governs", "issuer"),
    "event": ("body", "organizer"),
    "membership": ("organization", "onBehalfOf"),
    "register": ("keptBy",),
    "relation": ("subject", "object"),
}


def dense(chance: random.Random) -> Network:
    """Return a network in which most records may meet a demand of most norms."""
    network = random_network(chance, MODEL, differing=False)
    # A record may be stated twice: the same both times.
    records = {r.key: r for stated in network.graphs.values() for r in stated}
    favoured = {key: _favoured(chance, record) for key, record in records.items()}
    return Network({n: tuple(favoured[r.key] for r in rs) for n, rs in network.graphs.items()})


def _favoured(chance: random.Random, record: Record) -> Record:
    if chance.randrange(4) == 0:
        return record
    fields = record.fields | _FAVOURABLE.get(record.entity, {})
    for name in _HOLDERS.get(record.entity, ()):
        fields[name] = (chance.choice(_BODIES),)
    if record.entity == "document":
        code = chance.choice(("plan", "local-act", "report", "regulation", "order"))
        fields["documentKind"] = (f"document-kind/{code}",)
    if record.entity == "relation":
        fields.pop("subjectPost", None)
        code = chance.choice(("approves-composition", "coordinates"))
        fields["relation"] = (f"relation/{code}",)
    if record.entity == "norm":
        _demand(chance, fields)
    return Record(record.key, fields)


def _demand(chance: random.Random, fields: dict[str, tuple[Value, ...]]) -> None:
    for name in ("subjectPost", "subjectKind", "relation", "validTo", "registerContent"):
        fields.pop(name, None)
    fields |= {
        "modality": ("modality/rule",),
        "jurisdiction": ("territory/0",),
        "requirement": (f"requirement/{chance.choice(_REQUIREMENTS)}",),
        "subject": (chance.choice(_BODIES),),
        "validFrom": (chance.choice(DAYS[3:6:2]),),
    }
    if chance.randrange(2):
        for name in ("object", "objectKind"):
            fields.pop(name, None)


def values(choosing: random.Random, name: str, network: Network) -> dict[str, str]:
    """Return values to ask with, half of the time about everything."""
    chosen = asked(choosing, CATALOGUE[name], network)
    return {"date": chosen["date"]} | (
        dict.fromkeys(chosen.keys() - {"date"}, "") if choosing.randrange(2) else chosen
    )


@settings(THOROUGH, max_examples=NETWORKS["oracle"])
@given(CHANCES, st.integers(0, 2**16))
def test_plain_python_finds_the_same(chance: random.Random, seed: int) -> None:
    network = dense(chance)
    choosing = random.Random(seed)  # noqa: S311  # repeatable on purpose
    FOUND["networks"] += 1
    with tempfile.TemporaryDirectory() as folder:
        bare = stored(network, MODEL, Path(folder))
        for name in QUESTIONS:
            chosen = values(choosing, name, network)
            rows = SparqlEngine(bare.store).ask(CATALOGUE[name], chosen).rows
            wanted = expected(CATALOGUE[name], World(network), chosen)
            assert rows_of(CATALOGUE[name], rows) == wanted, (name, chosen)
            FOUND["met"] += sum(bool(row.get("found")) for row in rows)
            FOUND["unmet"] += len(rows) if name == "expectations-unmet" else 0
        bare.close()


@settings(THOROUGH, max_examples=NETWORKS["languages"])
@given(CHANCES, st.integers(0, 2**16))
def test_both_languages_find_the_same(chance: random.Random, seed: int) -> None:
    network = dense(chance)
    choosing = random.Random(seed)  # noqa: S311  # repeatable on purpose
    with graph_of(network) as (sparql, graph):
        for name in QUESTIONS:
            chosen = values(choosing, name, network)
            wanted = sparql.ask(CATALOGUE[name], chosen).rows
            assert cypher(graph, CATALOGUE[name], chosen) == wanted, (name, chosen)


def test_enough_was_met_and_unmet() -> None:
    if not FOUND["networks"]:
        pytest.skip("only some tests were chosen")
    assert FOUND["met"] >= FOUND_FLOOR
    assert FOUND["unmet"] >= FOUND_FLOOR
