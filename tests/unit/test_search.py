"""Search by word forms over a store of a few records, and what it suggests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphsvc.projections.labels import KeptLabels, Labels
from graphsvc.projections.search import SearchIndex
from graphsvc.rdf.names import BASE, ID, PREFIXES, RDF_TYPE, rms
from graphsvc.rdf.terms import Literal, NamedNode, Quad
from tests.making import Bare, node, quad, relation, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graphsvc.model.entities import Model

PREF, ALT = NamedNode(PREFIXES["skos"] + "prefLabel"), NamedNode(PREFIXES["skos"] + "altLabel")
BODIES = {
    "body/council": ("Координационный совет РМС", "federal"),
    "body/centre": ("Центр непрерывного развития", "regional"),
    "body/school": ("Школа № 5 города Отрадное", "institution"),
    "body/school-6": ("Школа № 6", "institution"),
}


def body(name: str) -> list[Quad]:
    label, level = BODIES[name]
    return [
        quad(name, RDF_TYPE, rms("Body")),
        quad(name, PREF, Literal(label, language="ru")),
        quad(name, rms("level"), NamedNode(f"{BASE}scheme/level/{level}")),
    ]


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Bare]:
    made = Bare(tmp_path)
    for name in BODIES:
        made.submit(name, body(name))
    made.submit(
        "document/d",
        [
            quad("person/p", RDF_TYPE, rms("Person")),
            quad("person/p", PREF, Literal("Методист школы", language="ru")),
            quad("body/centre", ALT, Literal("ЦНППМ", language="ru")),
            quad("body/centre", rms("size"), text("12", "integer")),
            quad("person/p", rms("note"), Literal("Отвечает за наставничество", language="ru")),
        ],
    )
    yield made
    made.close()


@pytest.fixture
def index(model: Model, bare: Bare) -> SearchIndex:
    made = SearchIndex(model, bare.store)
    made.rebuild()
    return made


def found(index: SearchIndex, words: str, entity: str = "") -> list[str]:
    return [h.iri.removeprefix(ID) for h in index.find(words, entity)[0]]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("координационного совета", "body/council"),
        ("КООРДИНАЦИОННЫЕ СОВЕТЫ", "body/council"),
        ("непрерывным развитием", "body/centre"),
        ("цнппм", "body/centre"),
        ("в городе Отрадном", "body/school"),
        ("наставничества", "person/p"),
        ("центр, развития!", "body/centre"),
    ],
)
def test_other_forms_of_the_words_find_it(index: SearchIndex, words: str, first: str) -> None:
    assert found(index, words)[0] == first


def test_all_words_must_match_where_a_record_has_them_all(index: SearchIndex) -> None:
    assert found(index, "школа отрадное") == ["body/school"]
    assert set(found(index, "школа совет")) >= {"body/school", "body/council"}


def test_a_name_counts_more_than_a_note(index: SearchIndex, bare: Bare) -> None:
    note = [
        quad("body/other", RDF_TYPE, rms("Body")),
        quad("body/other", rms("note"), text("совет")),
    ]
    bare.submit("body/other", note)
    index.rebuild()
    assert found(index, "совет") == ["body/council", "body/other"]


@pytest.mark.parametrize(
    "words",
    ["", "   ", "!!!", '"', "AND", "label:совет", "* OR *", "(", "\\", "а" * 5_000, "нет-такого"],
)
def test_odd_words_find_nothing_or_something_but_never_fail(index: SearchIndex, words: str) -> None:
    hits, count = index.find(words)
    assert len(hits) <= count
    index.suggest(words)


def test_a_type_narrows(index: SearchIndex) -> None:
    assert "person/p" in found(index, "школа")
    assert found(index, "школа", "person") == ["person/p"]


def test_pages_follow_each_other(index: SearchIndex) -> None:
    pages = [index.find("школа", limit=1, offset=n) for n in range(3)]
    assert {count for _, count in pages} == {3}
    assert len({hits[0].iri for hits, _ in pages}) == 3


def test_suggestions_begin_as_typed(index: SearchIndex) -> None:
    def names(words: str, entity: str = "") -> list[str]:
        return [h.iri.removeprefix(ID) for h in index.suggest(words, entity)]

    assert names("коорд") == ["body/council"]
    assert names("сов рмс") == ["body/council"]
    assert set(names("шко")) == {"body/school", "body/school-6", "person/p"} or set(
        names("шко")
    ) == {
        "body/school",
        "body/school-6",
    }
    assert names("шко", "person") in ([], ["person/p"])
    assert names("оордин") == []
    assert names(".*") == []


def test_an_update_follows_the_store(index: SearchIndex, bare: Bare) -> None:
    bare.submit("body/council", [])
    index.update({node("body/council")}, bare.store.sequence)
    assert found(index, "координационный") == []
    assert index.sequence == bare.store.sequence


def test_rebuilding_twice_finds_nothing_twice(index: SearchIndex) -> None:
    index.rebuild()
    assert index.find("совет")[1] == 1


@pytest.fixture
def labels(model: Model, bare: Bare) -> Labels:
    return Labels(model, bare.store)


def test_a_name_is_in_the_language_asked_for_or_in_russian(labels: Labels) -> None:
    assert labels.label(ID + "body/council", "ru") == "Координационный совет РМС"
    assert labels.label(ID + "body/council", "en") == "Координационный совет РМС"
    assert labels.label(f"{BASE}scheme/level/federal", "en") == "federal"
    assert labels.label(rms("Body").value, "ru") != ""


def test_what_has_no_name_is_called_by_its_parts_or_its_short_name(
    labels: Labels, bare: Bare
) -> None:
    bare.submit("body/r", relation("relation/1", "body/council", "body/centre"))
    name = labels.label(ID + "relation/1", "ru")
    assert name.startswith("Координационный совет РМС — ")
    assert name.endswith(" — Центр непрерывного развития")
    assert labels.label(ID + "body/nobody", "ru") == "body/nobody"
    assert labels.label("https://e.org/x", "ru") == "https://e.org/x"


def test_records_that_refer_to_each_other_are_named_without_end(labels: Labels, bare: Bare) -> None:
    bare.submit("body/r", relation("relation/1", "relation/2", "relation/1"))
    assert labels.label(ID + "relation/1", "ru")


def test_kept_names_are_those_of_the_data_as_they_are(model: Model, bare: Bare) -> None:
    kept = KeptLabels(model, bare.store)
    assert kept.label(ID + "body/centre", "ru") == "Центр непрерывного развития"
    assert kept.label(ID + "body/centre", "ru") == "Центр непрерывного развития"
    renamed = quad("body/centre", PREF, Literal("Центр", language="ru"))
    bare.submit("body/centre", [quad("body/centre", RDF_TYPE, rms("Body")), renamed])
    assert kept.label(ID + "body/centre", "ru") == "Центр"
