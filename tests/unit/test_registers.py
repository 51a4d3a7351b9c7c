"""Registers over a few bodies: narrowed, counted, ordered; a value that is none is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphsvc.errors import ParameterError
from graphsvc.projections.registers import NAME, Asked, Found, Register, Registers
from graphsvc.projections.search import SearchIndex
from graphsvc.rdf.names import BASE, ID, PREFIXES, RDF_TYPE, rms
from graphsvc.rdf.terms import Literal, NamedNode, Quad
from tests.making import Bare, node, quad, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graphsvc.model.entities import Model

PREF = NamedNode(PREFIXES["skos"] + "prefLabel")
SPATIAL = NamedNode(PREFIXES["dcterms"] + "spatial")
LEVEL = f"{BASE}scheme/level/"
BODIES = {
    "body/council": ("Координационный совет РМС", "federal"),
    "body/centre": ("Центр непрерывного развития", "regional"),
    "body/school-10": ("Школа № 10 города Отрадное", "institution"),
    "body/school-9": ("Школа № 9", "institution"),
    "body/yolka": ("Ёлка, методическое объединение", "institution"),
}
SIZES = {"body/centre": ("12", "2024-03-01"), "body/school-9": ("100", "2025-11-30")}


def body(name: str) -> list[Quad]:
    label, level = BODIES[name]
    quads = [
        quad(name, RDF_TYPE, rms("Body")),
        quad(name, PREF, Literal(label, language="ru")),
        quad(name, rms("level"), NamedNode(LEVEL + level)),
        quad(name, SPATIAL, node("territory/north" if level == "institution" else "territory/t")),
    ]
    if name in SIZES:
        size, since = SIZES[name]
        quads.append(quad(name, rms("size"), text(size, "integer")))
        quads.append(quad(name, rms("validFrom"), text(since, "date")))
    return quads


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Bare]:
    made = Bare(tmp_path)
    for name in BODIES:
        made.submit(name, body(name))
    territories = ("territory/t", "territory/north")
    made.submit("document/d", [quad(name, RDF_TYPE, rms("Territory")) for name in territories])
    yield made
    made.close()


@pytest.fixture
def index(model: Model, bare: Bare) -> SearchIndex:
    made = SearchIndex(model, bare.store)
    made.rebuild()
    return made


@pytest.fixture
def register(model: Model, bare: Bare, index: SearchIndex) -> Register:
    return Register(model, bare.store, index, model.by_name["body"])


def names(found: Found) -> list[str]:
    return [r.value.removeprefix(ID + "body/") for r in found.records]


def narrowed(register: Register, **wanted: str) -> Found:
    return register.find(Asked(tuple(wanted.items())))


def test_a_register_is_sorted_by_name_and_numbers_in_it_are_numbers(register: Register) -> None:
    ordered = ["yolka", "council", "centre", "school-9", "school-10"]
    assert names(register.find(Asked())) == ordered
    assert names(register.find(Asked(sort=NAME))) == ordered
    assert names(register.find(Asked(sort=NAME, descending=True))) == ordered[::-1]


def test_a_column_orders_and_what_has_no_value_is_last_either_way(register: Register) -> None:
    without = ["yolka", "council", "school-10"]
    assert names(register.find(Asked(sort="size"))) == ["centre", "school-9", *without]
    down = names(register.find(Asked(sort="size", descending=True)))
    assert down[:2] == ["school-9", "centre"]
    assert set(down[2:]) == set(without)
    by_day = names(register.find(Asked(sort="validFrom", descending=True)))
    assert by_day[:2] == ["school-9", "centre"]


def test_a_column_of_codes_is_ordered_by_their_names(register: Register) -> None:
    # региональный, уровень образовательной организации, федеральный
    assert names(register.find(Asked(sort="level")))[0] == "centre"
    assert names(register.find(Asked(sort="level")))[-1] == "council"


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("level", "institution", {"school-9", "school-10", "yolka"}),
        ("level", "level/federal", {"council"}),
        ("level", "scheme/level/federal", {"council"}),
        ("level", f"{BASE}scheme/level/regional", {"centre"}),
        ("level", "municipal", set()),
        ("size", "12", {"centre"}),
        ("size", "13", set()),
        ("jurisdiction", "territory/north", {"school-9", "school-10", "yolka"}),
        ("jurisdiction", "north", {"school-9", "school-10", "yolka"}),
        ("validFrom", "2024", {"centre"}),
        ("validFrom", "2025-11", {"school-9"}),
        ("validFrom", "2025-11-30", {"school-9"}),
        ("validFrom", "2025-11-29", set()),
        ("label", "Школа № 9", {"school-9"}),
    ],
)
def test_a_register_is_narrowed(
    register: Register, field: str, value: str, expected: set[str]
) -> None:
    assert set(names(narrowed(register, **{field: value}))) == expected


@pytest.mark.parametrize(
    ("field", "value", "near"),
    [
        ("level", "munisipal", "municipal"),
        ("level", "муниципальная", "municipal"),
        ("level", "scheme/level/federall", "federal"),
        ("level", "a b", "federal, institution, municipal, regional"),
        ("jurisdiction", "nord", "territory/north"),
        ("jurisdiction", "a b", "a-record"),
        ("validFrom", "2025-13", "a-date"),
        ("validFrom", "2025-02-30", "a-date"),
        ("size", "много", "an-integer"),
    ],
)
def test_a_value_that_is_none_is_told_with_what_is_near(
    register: Register, field: str, value: str, near: str
) -> None:
    with pytest.raises(ParameterError) as raised:
        narrowed(register, **{field: value})
    assert raised.value.parameters == {"name": field, "value": value, "expected": near}


def test_facets_count_what_choosing_would_leave(register: Register) -> None:
    everything = register.find(Asked())
    assert everything.facets["level"][0] == (LEVEL + "institution", 3)
    assert dict(everything.facets["jurisdiction"])[ID + "territory/north"] == 3
    assert everything.facets["validFrom"] == [("2024", 1), ("2025", 1)]
    # What a field is narrowed to does not hide what else it could be narrowed to.
    chosen = narrowed(register, level="regional")
    assert chosen.facets["level"] == everything.facets["level"]
    assert chosen.facets["jurisdiction"] == [(ID + "territory/t", 1)]
    assert chosen.meant == {"level": (LEVEL + "regional",)}
    words = register.find(Asked(words="школа"))
    assert dict(words.facets["level"]) == {LEVEL + "institution": 2}
    assert narrowed(register, size="13").facets == {}


def test_words_narrow_and_order_a_register(register: Register) -> None:
    assert names(register.find(Asked(words="школа отрадное"))) == ["school-10"]
    by_name = register.find(Asked(words="школа", sort=NAME, descending=True))
    assert names(by_name) == ["school-10", "school-9"]


def test_what_was_found_is_kept_until_the_data_change(
    model: Model, bare: Bare, index: SearchIndex
) -> None:
    registers, entity = Registers(model, bare.store, index), model.by_name["body"]
    first = registers.find(entity, Asked())
    assert registers.find(entity, Asked()) is first
    bare.submit("body/council", [])
    assert names(registers.find(entity, Asked())) == ["yolka", "centre", "school-9", "school-10"]
