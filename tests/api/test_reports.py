"""Digests and reports over HTTP: every format, what belongs to whom, and what is refused."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import docx
import openpyxl
import pytest

from graphsvc.audits.audit_report import findings_within
from graphsvc.audits.places import Places
from graphsvc.questions.binding import day_given
from graphsvc.rdf.names import ID

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from graphsvc.registry import Registry

DAY = "2026-11-22"
IRO = ID + "body/demo-iro"
AUDIT = f"/api/reports/audit?territory=territory/demo-kamenka&date={DAY}"
PLAN = f"/api/reports/plan?plan=document/demo-roadmap-2026&date={DAY}"


def digest(client: TestClient, day: str = DAY, body: str = IRO) -> dict[str, Any]:
    response = client.get("/api/digest", params={"date": day, "body": body})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def expiring(found: dict[str, Any]) -> dict[str, str]:
    """Return why each agreement that ends is told of or not, by its key."""
    (part,) = found["addressees"]
    return {
        f["about"]["agreement"].removeprefix(ID + "agreement/"): f["why"]
        for f in (*part["announced"], *part["quiet"])
        if f["audit"] == "agreements-expiring"
    }


def test_agreements_of_the_demo_are_told_on_their_days(client: TestClient) -> None:
    assert expiring(digest(client)) == {
        "demo-agr-kamenka-2025": "due",  # seven days left
        "demo-agr-lipovka-2025": "quiet",
        "demo-agr-zarechye-uo-2025": "quiet",
    }
    assert expiring(digest(client, "2026-11-15"))["demo-agr-lipovka-2025"] == "due"
    assert expiring(digest(client, "2026-11-12"))["demo-agr-zarechye-uo-2025"] == "new"


def test_every_finding_has_an_addressee_or_none_is_known(client: TestClient) -> None:
    found = client.get(f"/api/digest?date={DAY}").json()
    listed = client.get(f"/api/audits/findings?date={DAY}").json()["findings"]
    told: dict[str, set[str | None]] = {}
    for part in found["addressees"]:
        for finding in (*part["announced"], *part["quiet"]):
            told.setdefault(finding["id"], set()).add(part["body"])
    assert set(told) == {f["id"] for f in listed}
    owned = [f for f in listed if f["body"]]
    assert owned
    assert all(told[f["id"]] == {f["body"]} for f in owned)
    assert any(None not in told[f["id"]] for f in listed if not f["body"])


@pytest.mark.parametrize("name", ["json", "atom", "xlsx", "docx", "text"])
def test_a_digest_comes_in_each_format(client: TestClient, name: str) -> None:
    response = client.get(f"/api/digest?body=body/demo-iro&date={DAY}&format={name}")
    assert response.status_code == 200
    content = response.content
    agreement = "Соглашение института и ММС Каменского района 2025 года (учебное)"
    if name == "atom":
        ids = [e.text for e in ET.fromstring(content).iter("{http://www.w3.org/2005/Atom}id")]  # noqa: S314  # our own
        assert len(set(ids)) == len(ids) > 10
    elif name == "xlsx":
        rows = (
            openpyxl.load_workbook(io.BytesIO(content)).worksheets[-1].iter_rows(values_only=True)
        )
        assert any(agreement in row for row in rows)
    elif name == "docx":
        tables = docx.Document(io.BytesIO(content)).tables
        assert any(agreement in c.text for t in tables for r in t.rows for c in r.cells)
    else:
        assert agreement in response.text


@pytest.mark.parametrize("address", [AUDIT, PLAN])
def test_a_report_comes_in_each_format(client: TestClient, address: str) -> None:
    page = client.get(f"{address}&format=html")
    assert page.headers["content-type"].startswith("text/html")
    policies = page.headers.get_list("content-security-policy")
    assert len(policies) == 1  # two would both hold, and the page would lose its style
    assert "default-src 'none'" in policies[0]
    assert "Учебные данные" in page.text
    document = docx.Document(io.BytesIO(client.get(f"{address}&format=docx").content))
    headed = [p.text for p in document.paragraphs if str(p.style and p.style.name)[:7] == "Heading"]
    assert headed
    for text in headed:
        assert f">{text}</h" in page.text
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}&format=xlsx").content))
    assert len(book.worksheets) >= 2


def test_a_regions_report_has_its_districts_and_no_other_regions(registry: Registry) -> None:
    found = registry.auditor.findings(day_given(DAY)).findings
    places = Places(registry.store)

    def ids(territory: str) -> set[str]:
        return {f.id for f in findings_within(found, places, f"{ID}territory/{territory}")}

    region, district = ids("demo-region"), ids("demo-kamenka")
    assert district < region
    assert not region & ids("leningrad-oblast")
    assert not region & ids("murmansk-oblast")
    about = {r for f in found if f.id in district for r in (f.body, *f.records)}
    assert ID + "body/demo-kamenka-mms" in about
    assert ID + "body/demo-berezovo-mms" not in about


def test_a_plans_report_has_the_overdue_rows_of_the_demo(client: TestClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{PLAN}&format=xlsx").content))
    rows = [*book["Без отметки по уровням"].iter_rows(min_row=2, values_only=True)]
    # By the demo's README: a-01, a-02, a-03 at the districts, a-02, a-07 at the region's bodies.
    assert rows[:2] == [("муниципальный", "4", "3"), ("региональный", "2", "2")]
    overdue = [*book["Срок прошёл, отметки нет"].iter_rows(min_row=2, values_only=True)]
    assert len(overdue) == 8


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/reports/audit", 400),
        ("/api/reports/audit?territory=territory/nowhere", 400),
        ("/api/reports/audit?territory=body/demo-iro", 400),
        ("/api/reports/plan?plan=document/nothing", 400),
        (f"{PLAN}&format=pdf", 406),
        (f"{AUDIT}&date=tomorrow", 400),
        ("/api/digest?body=body/nobody", 400),
        ("/api/digest?format=rss", 406),
    ],
)
def test_what_names_nothing_is_refused(client: TestClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status
