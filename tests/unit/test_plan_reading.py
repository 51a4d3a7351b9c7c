"""Reading a plan: who is meant by a kind of bodies, what a mark does, what a part takes over."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graphsvc.audits.plan_reading import Plans
from graphsvc.projections.reading import StoreReader
from graphsvc.rdf.names import BASE, ID
from tests.making import TERRITORY, TURTLE

if TYPE_CHECKING:
    from graphsvc.audits.plan_rows import Row

PLAN = ID + "document/p"
DAY = date(2026, 6, 30)
KIND = f"<{BASE}scheme/kind/municipal-methodical-service>"
DEADLINE = f"{BASE}scheme/deadline-kind"


def body(key: str, more: str = "", place: str = "t", status: str = "existing") -> str:
    return f"""<{ID}body/{key}> a rms:Body ; rms:kind {KIND} ;
  dcterms:spatial <{ID}territory/{place}> ;
  adms:status <{BASE}scheme/body-status/{status}> {more} .\n"""


BODIES = "".join(
    (
        body("here"),
        body("district", place="d"),
        body("last-day", '; rms:validTo "2026-06-30"^^xsd:date'),
        body("gone", '; rms:validTo "2026-06-29"^^xsd:date'),
        body("to-come", '; rms:validFrom "2026-07-01"^^xsd:date'),
        body("planned", status="planned"),
        body("elsewhere", place="other"),
    )
)
ROWS = f"""{TURTLE}{TERRITORY}
<{ID}territory/d> rms:within <{ID}territory/t> .
<{PLAN}> dcterms:spatial <{ID}territory/t> ; rms:approvedBy <{ID}document/order> ;
  rms:periodFrom "2026-01-01"^^xsd:date ; rms:periodTo "2026-12-31"^^xsd:date .
<{ID}document/order> <http://data.europa.eu/eli/ontology#date_document> "2026-02-01"^^xsd:date .
<{ID}activity/p/1> rms:plan <{PLAN}> ; rms:position 1 ; rms:deadlineKind <{DEADLINE}/by-day> ;
  rms:deadlineEnd "2026-06-30"^^xsd:date .
<{ID}activity/p/1a> rms:plan <{PLAN}> ; rms:position 7 ; rms:deadlineKind <{DEADLINE}/none> ;
  rms:parentActivity <{ID}activity/p/1> .
<{ID}activity/p/2> rms:plan <{PLAN}> ; rms:position 2 ; rms:deadlineKind <{DEADLINE}/by-day> ;
  rms:deadlineEnd "2026-01-31"^^xsd:date .
<{ID}responsibility/1> a rms:Responsibility ; rms:activity <{ID}activity/p/1> ;
  rms:printedForm "ММС" ; rms:bodyKind {KIND} ; rms:position 1 ;
  rms:responsibilityRole <{BASE}scheme/responsibility-role/executor> .
"""
MARK = f"""<{ID}completion/1> a rms:Completion ; rms:activity <{ID}activity/p/1> ;
  rms:body <{ID}body/here> ; rms:date "2026-06-30"^^xsd:date"""


def rows(on: date, more: str = "") -> dict[str, Row]:
    store = ox.Store()
    store.load(input=(ROWS + BODIES + more).encode(), format=ox.RdfFormat.TURTLE)
    sheet = Plans(StoreReader(store)).sheet(PLAN, on)
    assert [r.activity.rpartition("/")[2] for r in sheet.rows] == ["1", "1a", "2"]
    return {r.activity.rpartition("/")[2]: r for r in sheet.rows}


def test_a_kind_means_the_bodies_of_the_day_in_the_plans_territory() -> None:
    named = {b.rpartition("/")[2] for b in rows(DAY)["1"].bodies}
    assert named == {"here", "district", "last-day"}
    later = {b.rpartition("/")[2] for b in rows(date(2026, 7, 1))["1"].bodies}
    assert later == {"here", "district", "to-come"}


def test_the_last_day_is_still_in_time() -> None:
    assert {o.state for o in rows(DAY)["1"].owed} == {"not-yet-due"}
    assert {o.state for o in rows(date(2026, 7, 1))["1"].owed} == {"overdue"}


def test_a_deadline_before_the_approval_is_told_apart() -> None:
    assert rows(DAY)["2"].state == "due-before-approval"
    assert rows(DAY)["2"].bodies == ()


def test_a_part_takes_deadline_and_responsible_from_its_row() -> None:
    found = rows(date(2026, 7, 1))
    assert found["1a"].end == date(2026, 6, 30)
    assert found["1a"].bodies == found["1"].bodies
    assert found["1a"].state == "overdue"


@pytest.mark.parametrize(
    ("mark", "on", "state"),
    [
        (MARK + " .", date(2026, 7, 1), "unproven"),
        (MARK + ' ; rms:evidence "https://a.example/x" .', date(2026, 7, 1), "done"),
        (MARK + " .", date(2026, 6, 29), "not-yet-due"),
        (
            MARK.replace("06-30", "07-02") + ' ; rms:evidence "https://a.example/x" .',
            date(2026, 7, 2),
            "done-late",
        ),
        (MARK.replace("body/here", "body/elsewhere") + " .", date(2026, 7, 1), "overdue"),
    ],
)
def test_a_mark_counts_for_its_body_from_its_day_on(mark: str, on: date, state: str) -> None:
    owed = {o.body.rpartition("/")[2]: o for o in rows(on, mark)["1"].owed}
    assert owed["here"].state == state
    assert owed["district"].marked_on is None


def test_anybodys_mark_will_do_where_no_body_is_recorded() -> None:
    mark = MARK.replace("activity/p/1>", "activity/p/2>") + " ."
    (owed,) = rows(DAY, mark)["2"].owed
    assert (owed.body, owed.state) == ("", "unproven")
