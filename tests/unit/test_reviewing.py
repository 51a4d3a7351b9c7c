"""Review rules: whom they bind, who reviews, and that nobody makes or loosens their own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graphsvc.rdf.names import BASE, ID, ONTOLOGY, graph_of, rms
from graphsvc.rdf.terms import Literal, NamedNode, Quad
from graphsvc.submissions.reviewing import Reviewing
from tests.making import TURTLE, Bare, put

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from graphsvc.submissions.reviewing import Binding

DAY = date(2026, 11, 22)
LEVELS = ("federal", "regional", "municipal", "institution")
HEAD = TURTLE + f"@prefix level: <{BASE}scheme/level/> .\n@prefix kind: <{BASE}scheme/kind/> .\n"
PLACES = """id:territory\\/land a rms:Territory .
id:territory\\/region a rms:Territory ; rms:within id:territory\\/land .
id:territory\\/elsewhere a rms:Territory ; rms:within id:territory\\/land .
id:territory\\/district a rms:Territory ; rms:within id:territory\\/region .
"""


def described(name: str, level: str, territory: str, kind: str = "methodical-service") -> str:
    return f"""id:body\\/{name} a rms:Body ; rms:level level:{level} ; rms:kind kind:{kind} ;
      dcterms:spatial id:territory\\/{territory} .\n"""


def coordinates(upper: str, lower: str) -> str:
    return f"""id:relation\\/{upper}-{lower} a rms:Relation ;
      rms:relation <{BASE}scheme/relation/coordinates> ;
      rms:modality <{BASE}scheme/modality/in-force> ;
      rms:subject id:body\\/{upper} ; rms:object id:body\\/{lower} .\n"""


def rule(name: str = "r", territory: str = "region", more: str = "") -> str:
    return f"""id:review-rule\\/{name} a rms:ReviewRule ;
      dcterms:spatial id:territory\\/{territory} {more} .\n"""


REGION = (
    PLACES
    + described("institute", "regional", "region", "regional-institute")
    + described("service", "municipal", "district", "municipal-methodical-service")
    + described("other-service", "municipal", "district", "municipal-methodical-service")
    + described("council", "institution", "district")
    + coordinates("institute", "service")
    + coordinates("institute", "other-service")
)


@pytest.fixture
def bare(tmp_path: Path) -> Bare:
    bare = Bare(tmp_path)
    ranks = [
        Quad(NamedNode(f"{BASE}scheme/level/{level}"), rms("rank"), Literal(rank), ONTOLOGY)
        for rank, level in enumerate(LEVELS, 1)
    ]
    put(bare.journal, bare.store, ONTOLOGY, ranks)
    return bare


@pytest.fixture
def state(bare: Bare) -> Callable[[str, str], None]:
    """Make Turtle the whole of the graph about a body or document."""

    def stated(about: str, turtle: str) -> None:
        graph = graph_of(about)
        put(bare.journal, bare.store, graph, list(ox.parse(HEAD + turtle, ox.RdfFormat.TURTLE)))

    return stated


def bound(bare: Bare, about: str, on: date = DAY) -> Binding | None:
    return Reviewing(bare.store).binding(ID + about, on)


def reviewers(bare: Bare, about: str, on: date = DAY) -> list[str] | None:
    found = bound(bare, about, on)
    return None if found is None else [r.removeprefix(ID + "body/") for r in found.reviewers]


def test_without_a_rule_nothing_is_reviewed(bare: Bare, state: Callable[[str, str], None]) -> None:
    state("body/institute", REGION)
    assert bound(bare, "body/service") is None
    assert bound(bare, "body/nobody") is None


def test_the_named_reviewer_reviews_bodies_of_the_levels_and_kinds_named(
    bare: Bare, state: Callable[[str, str], None]
) -> None:
    said = "; rms:level level:municipal ; rms:reviewer id:body\\/institute"
    state("body/institute", REGION + rule(more=said))
    found = bound(bare, "body/service")
    assert found is not None
    assert found.rule == ID + "review-rule/r"
    assert (found.body, found.keeper) == (ID + "body/service", ID + "body/institute")
    assert reviewers(bare, "body/service") == ["institute"]
    assert bound(bare, "body/council") is None
    assert bound(bare, "body/institute") is None
    state("body/institute", REGION + rule(more="; rms:reviewedKind kind:regional-institute"))
    assert bound(bare, "body/service") is None
    assert bound(bare, "body/institute") is not None


def test_without_a_named_reviewer_the_nearest_body_above_reviews_else_who_made_the_rule(
    bare: Bare, state: Callable[[str, str], None]
) -> None:
    more = coordinates("service", "council") + coordinates("institute", "council")
    state("body/institute", REGION + more + rule())
    assert reviewers(bare, "body/council") == ["service"]
    assert reviewers(bare, "body/service") == ["institute"]
    state("body/institute", REGION + rule())
    assert reviewers(bare, "body/council") == ["institute"]


def test_a_rule_holds_from_its_first_to_its_last_day(
    bare: Bare, state: Callable[[str, str], None]
) -> None:
    said = '; rms:validFrom "2026-11-22"^^xsd:date ; rms:validTo "2026-11-23"^^xsd:date'
    state("body/institute", REGION + rule(more=said))
    days = [bound(bare, "body/service", date(2026, 11, d)) is not None for d in (21, 22, 23, 24)]
    assert days == [False, True, True, False]


def test_the_rule_for_the_smaller_territory_then_the_one_that_names_kinds_counts(
    bare: Bare, state: Callable[[str, str], None]
) -> None:
    kinds = rule("k", more="; rms:reviewedKind kind:municipal-methodical-service")
    state("body/institute", REGION + rule("a") + kinds)
    found = bound(bare, "body/service")
    assert found is not None
    assert found.rule.endswith("/k")
    state("body/institute", REGION + rule("a") + kinds + rule("z", "district"))
    found = bound(bare, "body/service")
    assert found is not None
    assert found.rule.endswith("/z")


def test_a_rule_of_another_region_binds_nobody_here(
    bare: Bare, state: Callable[[str, str], None]
) -> None:
    state("body/institute", REGION)
    state("body/foreign", described("foreign", "regional", "elsewhere") + rule())
    assert bound(bare, "body/service") is None
    state("body/foreign", described("foreign", "regional", "elsewhere") + rule("r", "land"))
    assert bound(bare, "body/service") is None
    state("body/academy", described("academy", "federal", "land") + rule("f", "land"))
    found = bound(bare, "body/service")
    assert found is not None
    assert found.keeper == ID + "body/academy"


def test_a_municipality_makes_no_rule(bare: Bare, state: Callable[[str, str], None]) -> None:
    state("body/institute", REGION)
    own = rule("own", "district", "; rms:reviewer id:body\\/service")
    for said in (
        own,
        own + described("service", "regional", "region"),  # nor by calling itself regional
        own + described("service", "federal", "land"),
    ):
        state("body/service", said)
        assert bound(bare, "body/service") is None
        assert bound(bare, "body/other-service") is None


def test_one_that_introduced_itself_as_regional_is_brought_down_by_its_region(
    bare: Bare, state: Callable[[str, str], None]
) -> None:
    own = rule("own", "district", "; rms:reviewer id:body\\/service")
    state("body/service", PLACES + own + described("service", "regional", "region"))
    assert bound(bare, "body/other-service") is None  # nobody knows it yet
    state("body/institute", REGION)
    assert bound(bare, "body/other-service") is None


def test_a_municipality_unmakes_no_rule(bare: Bare, state: Callable[[str, str], None]) -> None:
    state("body/institute", REGION + rule())
    for said in (
        described("institute", "municipal", "district"),  # brings the maker of the rule down
        described("service", "federal", "elsewhere"),  # leaves level and region
        "id:territory\\/district rms:within id:territory\\/elsewhere .",
        'id:review-rule\\/r a rms:ReviewRule ; rms:validTo "2020-01-01"^^xsd:date .',
        "id:review-rule\\/r rms:level level:federal ; rms:reviewer id:body\\/service .",
    ):
        state("body/service", said)
        assert reviewers(bare, "body/service") == ["institute"], said


def test_nobody_states_who_reviews_them(bare: Bare, state: Callable[[str, str], None]) -> None:
    state("body/institute", REGION + rule())
    state("body/council", coordinates("other-service", "council"))
    assert reviewers(bare, "body/council") == ["institute"]
    state("body/other-service", coordinates("other-service", "service"))  # a peer does not, either
    assert reviewers(bare, "body/service") == ["institute"]


def test_a_rule_that_only_a_document_tells_of_binds_nobody(
    bare: Bare, state: Callable[[str, str], None]
) -> None:
    state("body/institute", REGION)
    state("document/regulation", rule())
    assert bound(bare, "body/service") is None


def test_a_document_is_reviewed_as_the_keeper_of_its_dataset(
    bare: Bare, state: Callable[[str, str], None]
) -> None:
    state("body/institute", REGION + rule(more="; rms:level level:municipal"))
    kept = (
        "id:dataset\\/d a rms:Dataset ; rms:describes id:document\\/d ; rms:keeper id:body\\/{} ."
    )
    state("document/d", kept.format("service"))
    assert reviewers(bare, "document/d") == ["institute"]
    state("body/service", kept.format("institute"))  # who keeps it says only the document's graph
    assert reviewers(bare, "document/d") == ["institute"]
    state("document/d", kept.format("institute"))
    state("body/service", "")
    assert bound(bare, "document/d") is None
    assert bound(bare, "document/unknown") is None
