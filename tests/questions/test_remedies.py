"""Remedies come in the order of their reasons, and each reason is the one the tables give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from graphsvc.questions.binding import bind
from graphsvc.questions.catalogue import load_catalogue
from graphsvc.rdf.names import PREFIXES, compact
from graphsvc.resources import data_folder
from tests.questions.remedies import OFFERED_BY, REASON, ranked, table

if TYPE_CHECKING:
    from graphsvc.registry import Registry

RANKED = load_catalogue(data_folder("queries"))["ranked-remedies"]
DAYS = ("2026-03-02", "2026-11-22", "2027-02-08")
MUNICIPALITIES = ("demo-berezovo", "demo-kamenka", "demo-lipovka", "demo-sosnovo", "demo-zarechye")
DEFICITS = tuple(d["id"] for d in table("deficit"))
COLUMNS = ("topic", "location", "level", "agreement", "date", "capacity")
# Two deficits of one competence, subjects above and below, territories that set weights.
SMALL = """
@base <https://w3id.org/methodnet/id/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix level: <https://w3id.org/methodnet/scheme/level/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix remedy-reason: <https://w3id.org/methodnet/scheme/remedy-reason/> .
@prefix rms: <https://w3id.org/methodnet/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<territory/country> a rms:Territory ; rms:territoryLevel level:federal .
<territory/region> a rms:Territory ; rms:territoryLevel level:regional ;
    rms:within <territory/country> .
<territory/other> a rms:Territory ; rms:territoryLevel level:regional ;
    rms:within <territory/country> .
<territory/town> a rms:Territory ; rms:territoryLevel level:municipal ;
    rms:within <territory/region> .
<territory/far> a rms:Territory ; rms:territoryLevel level:municipal ;
    rms:within <territory/other> .
<concept/physics> skos:broader <concept/science> .
<concept/optics> skos:broader <concept/physics> .
<competence/lab> a rms:Competence .
<deficit/asked> a rms:Deficit ; dcterms:spatial <territory/region> ;
    rms:concerns <competence/lab> ; rms:subjectArea <concept/physics> .
<deficit/sibling> a rms:Deficit ; dcterms:spatial <territory/region> ;
    rms:concerns <competence/lab> .
<answer/a> a rms:Answer ; rms:deficit <deficit/sibling> ; rms:remedy <practice/sibling> .
<practice/sibling> a rms:Practice ; dcterms:spatial <territory/town> .
<practice/broad> a rms:Practice ; dcterms:spatial <territory/town> ;
    rms:subjectArea <concept/science> .
<practice/narrow> a rms:Practice ; dcterms:spatial <territory/town> ;
    rms:subjectArea <concept/optics> .
<practice/foreign> a rms:Practice ; dcterms:spatial <territory/far> ;
    rms:subjectArea <concept/physics> .
<practice/unrelated> a rms:Practice ; dcterms:spatial <territory/town> ;
    rms:subjectArea <concept/history> .
"""


def answered(registry: Registry, deficit: str, place: str, day: str) -> list[dict[str, Any]]:
    given = {"deficit": f"deficit/{deficit}", "municipality": f"territory/{place}"}
    return registry.asker.ask(RANKED, given, on=day).rows


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("place", MUNICIPALITIES)
def test_each_reason_has_the_points_the_tables_give(
    registry: Registry, place: str, day: str
) -> None:
    for deficit in DEFICITS:
        rows = answered(registry, deficit, place, day)
        wanted = ranked(deficit, place, day)
        assert [compact(r["remedy"]) for r in rows] == [w.remedy for w in wanted], deficit
        for row, want in zip(rows, wanted, strict=True):
            parts = [row[f"{c}Points"] for c in COLUMNS]
            given = [
                want.topic,
                want.location,
                want.level,
                want.agreement,
                want.dates,
                want.capacity,
            ]
            assert parts == given, want.remedy
            assert row["score"] == want.score == sum(parts)
            assert row["freeCapacity"] == want.free


def test_the_cases_show_every_reason_the_demo_region_has() -> None:
    every = [ranked(d, p, day) for d in DEFICITS for p in MUNICIPALITIES for day in DAYS]
    found = [one for some in every for one in some]
    assert {r.remedy.partition("/")[0] for r in found} == set(OFFERED_BY)
    assert {r.topic for r in found} == {40, 20}
    assert {r.location for r in found} == {30, 20, 10, 0}
    assert {r.agreement for r in found} == {15, 12, 0}
    assert {r.dates for r in found} == {8, 5}
    assert {r.capacity for r in found} == {6, -50, 0}


def test_the_deficits_of_a_diagnostic_are_asked_at_once(registry: Registry) -> None:
    given = {"diagnostic": "diagnostic/demo-dia-2023", "municipality": "territory/demo-berezovo"}
    assert registry.asker.ask(RANKED, given, on="2026-11-22").rows == []
    given["diagnostic"] = "diagnostic/demo-dia-2025"
    rows = registry.asker.ask(RANKED, given, on="2026-11-22").rows
    assert {compact(r["deficit"]) for r in rows} == {
        f"deficit/{d['id']}" for d in table("deficit") if "demo-dia-2025" in d["diagnostic"]
    }


def scores(*more: str) -> dict[str, tuple[str, int]]:
    """Ask of the small network and what more is said; by remedy its topic and its score."""
    store = ox.Store()
    store.load(SMALL.encode(), ox.RdfFormat.TURTLE)
    for name in ("remedy-reason", "level"):
        text = (data_folder("ontology") / "schemes" / f"{name}.ttl").read_bytes()
        store.load(text, ox.RdfFormat.TURTLE)
    for statement in more:
        prefixes = "\n".join(line for line in SMALL.splitlines() if line.startswith("@"))
        store.load(f"{prefixes}\n{statement}".encode(), ox.RdfFormat.TURTLE)
    values = {"deficit": "deficit/asked", "municipality": "territory/town", "diagnostic": ""}
    results = store.query(bind(RANKED, {**values, "date": "2026-11-22"}), prefixes=PREFIXES)
    assert isinstance(results, ox.QuerySolutions)
    return {
        compact(row["remedy"].value): (
            row["topic"].value.removeprefix(REASON),
            int(row["score"].value),
        )
        for row in results
    }


def weight(name: str, reason: str, points: int, place: str) -> str:
    return (
        f"<weight/{name}> a rms:Weight ; rms:remedyReason remedy-reason:{reason} ;"
        f" rms:points {points} ; dcterms:spatial <territory/{place}> ."
    )


def test_a_competence_and_a_broader_or_narrower_subject_lead_to_a_remedy() -> None:
    assert scores() == {
        "practice/sibling": ("same-competence", 25 + 20 + 8),
        "practice/broad": ("broader-subject", 10 + 20 + 8),
        "practice/narrow": ("broader-subject", 10 + 20 + 8),
    }


def test_a_weight_of_the_nearest_territory_counts() -> None:
    country = weight("a", "same-competence", 1, "country")
    region = weight("b", "same-competence", 2, "region")
    town = weight("c", "same-competence", -3, "town")
    foreign = weight("d", "same-competence", 900, "other")
    assert scores(country, foreign)["practice/sibling"] == ("same-competence", 1 + 28)
    assert scores(country, region, foreign)["practice/sibling"] == ("same-competence", 2 + 28)
    assert scores(country, region, town)["practice/sibling"] == ("same-competence", -3 + 28)
    assert scores(country, region, town)["practice/broad"] == scores()["practice/broad"]


def test_a_remedy_whose_place_nobody_states_is_left_out() -> None:
    homeless = "<mentor/m> a rms:Mentor ; rms:subjectArea <concept/physics> ."
    assert "mentor/m" not in scores(homeless)
    housed = f"{homeless} <mentor/m> org:organization <body/b> ."
    assert scores(housed, "<body/b> dcterms:spatial <territory/town> .")["mentor/m"] == (
        "same-subject",
        20 + 20 + 8,
    )
