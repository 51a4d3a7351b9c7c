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
from tests.network_records import Record
from tests.network_values import DAYS
from tests.networks import Network, asked, random_network, stored
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
    from graphsvc.questions.engines import Row
    from tests.making import Bare
    from tests.network_values import Value

QUESTIONS: Final = ("expectations", "expectations-unmet")
NETWORKS: Final = {"oracle": 600 if SOAK else 40, "languages": 120 if SOAK else 4}
FOUND_FLOOR: Final = 20
"""How many demands were met wholly or in part, and how many not, over all networks tried in plain
Python; only those asked about everything are counted, so that none counts twice."""
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
        # What a body does to itself meets nothing; an approval is as good as its order.
        subject = chance.randrange(2)
        fields["subject"], fields["object"] = (_BODIES[subject],), (_BODIES[1 - subject],)
        fields["establishedBy"] = ("document/0",)
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


def everything(chosen: dict[str, str]) -> dict[str, str]:
    """Return the values to ask with about everything on the day chosen."""
    return {name: value if name == "date" else "" for name, value in chosen.items()}


def compared(bare: Bare, network: Network, name: str, chosen: dict[str, str]) -> list[Row]:
    """Return the rows of SPARQL, which are those of plain Python."""
    rows = SparqlEngine(bare.store).ask(CATALOGUE[name], chosen).rows
    wanted = expected(CATALOGUE[name], World(network), chosen)
    assert rows_of(CATALOGUE[name], rows) == wanted, (name, chosen)
    return rows


@settings(THOROUGH, max_examples=NETWORKS["oracle"])
@given(CHANCES, st.integers(0, 2**16))
def test_plain_python_finds_the_same(chance: random.Random, seed: int) -> None:
    network = dense(chance)
    choosing = random.Random(seed)  # noqa: S311  # repeatable on purpose
    FOUND["networks"] += 1
    with tempfile.TemporaryDirectory() as folder:
        bare = stored(network, MODEL, Path(folder))
        for name in QUESTIONS:
            chosen = asked(choosing, CATALOGUE[name], network)
            compared(bare, network, name, chosen)
            rows = compared(bare, network, name, everything(chosen))
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
            chosen = asked(choosing, CATALOGUE[name], network)
            for given_values in (chosen, everything(chosen)):
                wanted = sparql.ask(CATALOGUE[name], given_values).rows
                found = cypher(graph, CATALOGUE[name], given_values)
                assert found == wanted, (name, given_values)


def test_enough_was_met_and_unmet() -> None:
    if not FOUND["networks"]:
        pytest.skip("only some tests were chosen")
    assert FOUND["met"] >= FOUND_FLOOR
    assert FOUND["unmet"] >= FOUND_FLOOR
