"""Audits, findings and waivers over HTTP and as pages."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import openpyxl
import pytest

from graphsvc.questions.catalogue import SEVERITIES
from graphsvc.rdf.names import BASE, ID
from tests.making import TERRITORY, TURTLE

if TYPE_CHECKING:
    from starlette.testclient import TestClient

DAY = "2026-11-22"
RISK = "risks-without-mitigation"
REGION = f"""{TERRITORY}
<{ID}body/keeper> a rms:Body ; skos:prefLabel "Институт"@ru ; dcterms:spatial <{ID}territory/t> ;
  rms:kind <{BASE}scheme/kind/regional-institute> ; rms:level <{BASE}scheme/level/regional> ;
  adms:status <{BASE}scheme/body-status/existing> .
<{ID}risk/r> a rms:Risk ; skos:prefLabel "Сменяемость"@ru ; dcterms:spatial <{ID}territory/t> ;
  rms:riskCategory <{BASE}scheme/risk-category/formality> .
"""
KEYS = {
    *("id", "audit", "severity", "body", "clause", "basis", "expected", "found", "since"),
    *("nextStep", "waiver"),
}


def findings(client: TestClient, **asked: str) -> dict[str, Any]:
    response = client.get("/api/audits/findings", params={"date": DAY, **asked})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def test_each_audit_says_what_it_is_for_in_both_languages(client: TestClient) -> None:
    russian = client.get("/api/audits").json()["audits"]
    english = client.get("/api/audits?lang=en").json()["audits"]
    assert [a["id"] for a in russian] == [a["id"] for a in english]
    assert len(russian) >= 20
    for audit in (*russian, *english):
        assert audit["severity"] in SEVERITIES
        assert all(audit[k] for k in ("topic", "title", "why", "source", "next"))
    assert all(r["why"] != e["why"] for r, e in zip(russian, english, strict=True))


def test_a_finding_has_all_its_parts_and_an_id_of_its_own(client: TestClient) -> None:
    found = findings(client)
    assert found["failed"] == []
    assert found["count"] == len(found["findings"])
    assert all(set(f) >= KEYS for f in found["findings"])
    ids = [f["id"] for f in found["findings"]]
    repeated = sorted({i for i in ids if ids.count(i) > 1})
    assert repeated == []
    for finding in found["findings"]:
        for text in (finding["expected"], finding["found"], finding["nextStep"]):
            assert text
            assert "{" not in text


def test_findings_are_narrowed_by_owner_severity_and_audit(client: TestClient) -> None:
    everything = findings(client)["findings"]
    for name, asked, key in (
        ("body", "body/demo-iro", ID + "body/demo-iro"),
        ("severity", "warning", "warning"),
        ("audit", RISK, RISK),
    ):
        narrowed = findings(client, **{name: asked})["findings"]
        assert narrowed == [f for f in everything if f[name] == key]
        assert narrowed


def test_a_page_of_findings_leads_to_the_next(client: TestClient) -> None:
    everything = findings(client)["findings"]
    paged: list[Any] = []
    cursor: str | None = "0"
    while cursor is not None:
        found = findings(client, limit="100", cursor=cursor)
        assert found["count"] == len(everything)
        paged += found["findings"]
        cursor = found["next"]
    assert paged == everything


def test_the_files_have_a_row_for_each_finding(client: TestClient) -> None:
    count = findings(client, audit=RISK)["count"]
    address = f"/api/audits/findings?date={DAY}&audit={RISK}"
    text = client.get(f"{address}&format=csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == count
    assert {r["audit"] for r in rows} == {RISK}
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}&format=xlsx").content))
    assert book.active
    assert book.active.max_row == count + 1
    assert client.get(f"{address}&format=pdf").status_code == 406


@pytest.mark.parametrize(
    "asked", ["severity=grave", "audit=nothing", "body=body/nobody", "date=today", "limit=0"]
)
def test_what_names_nothing_is_refused(client: TestClient, asked: str) -> None:
    assert client.get(f"/api/audits/findings?{asked}").status_code == 400


def test_of_the_demos_waivers_one_holds_and_one_is_over(client: TestClient) -> None:
    waived = [f for f in findings(client)["findings"] if f["waiver"]]
    assert [f["waiver"]["id"] for f in waived] == [ID + "waiver/demo-waiver-zarechye"]
    assert waived[0]["about"] == {"agreement": ID + "agreement/demo-agr-zarechye-mms-2024"}
    assert waived[0]["waiver"]["until"] == "2026-12-31"
    (before,) = [f for f in findings(client, date="2026-10-31")["findings"] if f["waiver"]]
    assert before["waiver"]["id"] == ID + "waiver/demo-waiver-mentors"
    assert before["id"] in {f["id"] for f in findings(client)["findings"]}


@pytest.fixture
def at_risk(writable: TestClient) -> dict[str, Any]:
    """The only finding of a region with one risk and no measure against it."""
    writable.post(
        "/api/submissions?body=body/keeper",
        content=TURTLE + REGION,
        headers={"content-type": "text/turtle"},
    )
    found: dict[str, Any]
    (found,) = findings(writable, audit=RISK)["findings"]
    assert found["about"] == {"risk": ID + "risk/r"}
    return found


def waiver(found: dict[str, Any], **changed: str) -> dict[str, str]:
    given = {
        "finding": found["id"],
        "until": "2026-12-31",
        "reason": "Мера в плане следующего года",
        "body": "body/keeper",
        "date": DAY,
    }
    return {k: v for k, v in (given | changed).items() if v}


def test_a_waiver_is_taken_and_ends_by_itself(
    writable: TestClient, at_risk: dict[str, Any]
) -> None:
    first = writable.post("/api/audits/waivers", json=waiver(at_risk))
    assert first.status_code == 201, first.text
    again = writable.post("/api/audits/waivers", json=waiver(at_risk))
    assert (again.status_code, again.json()["version"]) == (200, first.json()["version"])
    (waived,) = findings(writable, audit=RISK)["findings"]
    assert waived["waiver"] == {
        "id": first.json()["id"],
        "since": DAY,
        "until": "2026-12-31",
        "reason": "Мера в плане следующего года",
        "body": ID + "body/keeper",
        "bodyLabel": "Институт",
    }
    (later,) = findings(writable, audit=RISK, date="2027-01-01")["findings"]
    assert (later["id"], later["waiver"]) == (at_risk["id"], None)
    entry = writable.get(f"/api/submissions/{first.json()['version']}").json()
    assert entry["graph"] == f"{BASE}graph/body/keeper"


def test_a_form_leads_back_to_the_finding(writable: TestClient, at_risk: dict[str, Any]) -> None:
    response = writable.post(
        "/api/audits/waivers?lang=en",
        content=urlencode(waiver(at_risk, until="2027-02-01", reason="Later")),
        headers={"content-type": "application/x-www-form-urlencoded", "accept": "text/html"},
    )
    assert response.status_code == 303
    place, _, fragment = response.headers["location"].partition("#")
    assert fragment == at_risk["id"]
    shown = writable.get(place).text
    assert f'id="{fragment}"' in shown
    assert "Later" in shown


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"reason": ""}, 400),
        ({"until": ""}, 400),
        ({"until": "2026-11-21"}, 400),
        ({"until": "soon"}, 400),
        ({"body": "body/nobody"}, 400),
        ({"body": "territory/t"}, 400),
        ({"finding": f"{RISK}-000000000000"}, 400),
        ({"finding": "nothing-000000000000"}, 400),
    ],
)
def test_half_a_waiver_is_refused_and_changes_nothing(
    writable: TestClient, at_risk: dict[str, Any], changed: dict[str, str], status: int
) -> None:
    before = writable.get("/readyz").json()["sequence"]
    response = writable.post("/api/audits/waivers", json=waiver(at_risk, **changed))
    assert (response.status_code, response.json()["type"]) == (status, "/errors/parameter")
    assert writable.get("/readyz").json()["sequence"] == before


@pytest.mark.parametrize(
    ("content", "media", "status"),
    [
        ("[1]", "application/json", 400),
        ("{", "application/json", 400),
        (b"finding=\xff", "application/x-www-form-urlencoded", 400),
        ("x", "text/plain", 415),
    ],
)
def test_what_is_no_waiver_is_refused(
    writable: TestClient, content: str | bytes, media: str, status: int
) -> None:
    response = writable.post(
        "/api/audits/waivers", content=content, headers={"content-type": media}
    )
    assert response.status_code == status


def test_the_board_counts_what_the_interface_finds(client: TestClient) -> None:
    page = client.get("/audits", params={"date": DAY, "severity": "violation", "lang": "en"})
    count = findings(client, severity="violation")["count"]
    assert f'<h2 id="findings">{count} finding' in page.text
    assert "made up for demonstration" in page.text


def test_an_audits_page_tells_what_it_does_and_shows_both_queries(client: TestClient) -> None:
    page = client.get(f"/audits/{RISK}?date={DAY}&lang=en").text
    audit = next(a for a in client.get("/api/audits?lang=en").json()["audits"] if a["id"] == RISK)
    for text in (audit["title"], audit["next"].partition("{")[0], "SELECT", "MATCH"):
        assert text in page
    assert client.get("/audits/who-coordinates").status_code == 404
    assert client.get("/audits/nothing").status_code == 404
