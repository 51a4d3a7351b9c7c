"""Waivers: in force between their days, the longest first, and made by a submission."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from graphsvc.audits.engine import Auditor
from graphsvc.audits.finding import Finding
from graphsvc.audits.waivers import in_force, waive
from graphsvc.errors import ParameterError, ShapeViolationError
from graphsvc.rdf.syntax import read_trusted
from graphsvc.submissions.pipeline import Submission
from tests.auditing import BODY, FakeAsker, audit, catalogue

if TYPE_CHECKING:
    from pathlib import Path

    from graphsvc.registry import Registry

DAY = date(2026, 11, 22)
INSTITUTE, COMMITTEE = BODY + "institute", BODY + "committee"
FINDING = Finding(
    id="lapsed-0123456789ab",
    audit="lapsed",
    title="",
    severity="warning",
    body="",
    body_label="",
    about={"body": INSTITUTE, "function": "обмен опытом"},
    about_label="",
    clause="",
    basis="",
    basis_label="",
    expected="",
    found="",
    since=None,
    due=None,
    next_step="",
    remedy="",
    receipt="",
)
TWO_BODIES = """@base <https://w3id.org/methodnet/id/> .
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rms: <https://w3id.org/methodnet/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<territory/oblast> a rms:Territory ; skos:prefLabel "Область"@ru ;
  rms:territoryLevel <https://w3id.org/methodnet/scheme/level/regional> .
<body/institute> a rms:Body ; skos:prefLabel "Институт"@ru, "Institute"@en ;
  rms:kind <https://w3id.org/methodnet/scheme/kind/regional-institute> ;
  rms:level <https://w3id.org/methodnet/scheme/level/regional> ;
  dcterms:spatial <territory/oblast> ;
  adms:status <https://w3id.org/methodnet/scheme/body-status/existing> .
<body/committee> a rms:Body ; skos:prefLabel "Комитет"@ru ;
  rms:kind <https://w3id.org/methodnet/scheme/kind/regional-education-authority> ;
  rms:level <https://w3id.org/methodnet/scheme/level/regional> ;
  dcterms:spatial <territory/oblast> ;
  adms:status <https://w3id.org/methodnet/scheme/body-status/existing> .
"""


@pytest.fixture
def region(empty_registry: Registry, tmp_path: Path) -> Registry:
    file = tmp_path / "bodies.ttl"
    file.write_text(TWO_BODIES, "utf-8")
    quads = tuple(read_trusted(tmp_path))
    empty_registry.pipeline.submit(Submission(INSTITUTE, quads, "test", "bodies"))
    return empty_registry


def decide(region: Registry, until: date, on: date = DAY, body: str = INSTITUTE) -> Submission:
    decided = waive(
        FINDING, body=body, until=until, on=on, reason="Ждём приказа", lang="ru", agent="test"
    )
    region.pipeline.submit(decided)
    return decided


def held(region: Registry, on: date, lang: str = "ru") -> list[tuple[date, str, str]]:
    found = in_force(region.model, region.store, on, lang)
    assert set(found) <= {FINDING.id}
    return [(w.until, w.reason, w.decided_by_label) for w in found.values()]


def test_a_waiver_holds_from_its_decision_to_its_last_day(region: Registry) -> None:
    decide(region, date(2026, 12, 31))
    told = [(date(2026, 12, 31), "Ждём приказа", "Институт")]
    assert held(region, date(2026, 11, 21)) == []
    assert held(region, DAY) == held(region, date(2026, 12, 31)) == told
    assert held(region, date(2027, 1, 1)) == []
    assert held(region, DAY, "en") == [(date(2026, 12, 31), "Ждём приказа", "Institute")]


def test_of_several_the_one_that_holds_longest_counts(region: Registry) -> None:
    decide(region, date(2026, 12, 31))
    decide(region, date(2027, 3, 1), body=COMMITTEE)
    decide(region, date(2027, 1, 1), on=date(2026, 11, 20))
    assert held(region, DAY) == [(date(2027, 3, 1), "Ждём приказа", "Комитет")]


def test_it_stands_in_the_graph_of_who_decided_and_says_what_it_is_about(
    region: Registry,
) -> None:
    decided = decide(region, date(2026, 12, 31), body=COMMITTEE)
    node = decided.quads[0].subject
    (graph,) = region.store.graphs_of(node)  # type: ignore[arg-type]  # a waiver has an IRI
    assert graph.value.endswith("/graph/body/committee")
    told = {q.predicate.value.rpartition("#")[2]: q.object for q in decided.quads}
    assert str(told["about"]) == f"<{INSTITUTE}>"  # values that are no records are left out
    assert decided.mode == "patch"
    assert region.pipeline.submit(decided).entry is None  # the same again is the same waiver


def test_a_waiver_by_nobody_known_is_refused(region: Registry) -> None:
    with pytest.raises(ShapeViolationError):
        decide(region, date(2026, 12, 31), body=BODY + "nobody")


def test_a_waiver_has_a_reason_and_does_not_end_before_it_began() -> None:
    for reason, until in (("  ", DAY), ("Ждём", date(2026, 11, 21))):
        with pytest.raises(ParameterError):
            waive(FINDING, body=INSTITUTE, until=until, on=DAY, reason=reason, lang="ru", agent="")


def test_a_finding_carries_the_waiver_and_is_back_the_day_after(region: Registry) -> None:
    lapsed = audit("lapsed", {"body": "record"})
    asker = FakeAsker({"lapsed": [{"body": INSTITUTE}]})
    run = Auditor(catalogue(lapsed), asker, region.model, region.store)  # type: ignore[arg-type]  # a fake
    (finding,) = run.findings(DAY).findings
    assert finding.waiver is None
    region.pipeline.submit(
        waive(finding, body=INSTITUTE, until=DAY, on=DAY, reason="Ждём", lang="ru", agent="test")
    )
    (waived,) = run.findings(DAY).findings
    assert waived.waiver
    assert waived == replace(finding, waiver=waived.waiver)
    assert run.findings(date(2026, 11, 23)).findings[0].waiver is None
