"""Norms before they take effect: what is wrong with them, what they expect, what they find."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient

PREVIEW = "/api/norms/preview?body=body/demo-iro&date=2026-11-22"
PLACE = {
    "document": "demo-regulation",
    "clause": "2.2",
    "lines": "21",
    "quote": "Институт координирует ММС по организации методической работы.",
}


def previewed(client: TestClient, path: str = PREVIEW, **fields: str) -> list[dict[str, Any]]:
    """Return what is told of one norm in a table."""
    row = {
        "id": "demo-norm-own",
        "label": "Норма региона",
        "jurisdiction": "demo-region",
        "modality": "rule",
        "certainty": "stated",
        **PLACE,
        **fields,
    }
    table = io.StringIO()
    writer = csv.DictWriter(table, list(row))
    writer.writeheader()
    writer.writerow(row)
    headers = {"Content-Type": "text/csv"}
    answer = client.post(path, content=table.getvalue().encode(), headers=headers)
    assert answer.status_code == 200, answer.text
    told: list[dict[str, Any]] = answer.json()["norms"]
    return told


def faults(client: TestClient, **fields: str) -> list[str]:
    (norm,) = previewed(client, **fields)
    return [f["code"] for f in norm["faults"]]


SERVICE = {"subjectKind": "municipal-methodical-service"}


def test_a_norm_shows_what_it_would_find(client: TestClient) -> None:
    sequence = client.get("/readyz").json()["sequence"]
    (norm,) = previewed(client, requirement="agreement", object="demo-iro", **SERVICE)
    unmet = [r["body"] for r in norm["rows"] if r["found"] < r["least"]]
    # Four services; that of Zarechye has an agreement that has run out.
    assert (norm["faults"], norm["expected"], norm["unmet"]) == ([], 4, 1)
    assert [body.rpartition("/")[2] for body in unmet] == ["demo-zarechye-mms"]
    assert client.get("/readyz").json()["sequence"] == sequence
    known = client.get("/api/questions/expectations/answer?norm=norm/demo-norm-own&lang=ru")
    assert known.status_code != 200 or known.json()["rows"] == []


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("no-rule", {"requirement": "session", "modality": "recommended", **SERVICE}),
        ("plan-without-end", {"requirement": "session", "modality": "planned", **SERVICE}),
        ("period-without-start", {"requirement": "session", "periodicity": "P3M", **SERVICE}),
        (
            "relation-without-number",
            {"relation": "coordinates", "objectKind": "school-methodical-council", **SERVICE},
        ),
        ("nobody", {"requirement": "session", "subjectKind": "federal-government"}),
        ("nobody", {"requirement": "session", "jurisdiction": "murmansk-oblast", **SERVICE}),
    ],
)
def test_a_norm_that_checks_nothing_says_why(
    client: TestClient, code: str, fields: dict[str, str]
) -> None:
    assert faults(client, **fields) == [code]


def test_a_norm_the_shapes_refuse_is_refused(client: TestClient) -> None:
    content = "id,label,requirement\ndemo-norm-own,Норма,session\n".encode()
    answer = client.post(PREVIEW, content=content, headers={"Content-Type": "text/csv"})
    assert answer.status_code == 422
    assert answer.json()["type"] == "/errors/shape-violation"


@pytest.mark.parametrize("path", ["/api/norms/preview", f"{PREVIEW}x"])
def test_a_body_and_a_day_are_asked_for(client: TestClient, path: str) -> None:
    answer = client.post(path, content=b"id\n", headers={"Content-Type": "text/csv"})
    assert answer.status_code in (400, 422)
    assert answer.json()["type"] == "/errors/parameter"
