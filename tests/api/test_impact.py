"""What a file would change, over HTTP and as the pages tell it."""

from __future__ import annotations

import re
from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from graphsvc.api.impact_views import impact_view
from graphsvc.rdf.names import ID
from graphsvc.submissions.formats import Handed

if TYPE_CHECKING:
    from httpx import Response
    from starlette.testclient import TestClient

    from graphsvc.api.state import Service
    from graphsvc.registry import Registry

KEY = "demo-rel-coordinates-iro-berezovo-mms"
RELATIONS = f"""id,relation,subject,object,function,modality,validFrom,validTo,certainty
{KEY},coordinates,demo-iro,demo-berezovo-mms,организация методической работы,in-force,\
2025-02-01,2026-10-31,stated
"""
SENT = "body=body/demo-iro&entity=relation&mode=patch&date=2026-11-22"


def sent(client: TestClient, query: str = SENT, table: str = RELATIONS) -> Response:
    headers = {"Content-Type": "text/csv"}
    answer: Response = client.post(f"/api/impact?{query}", content=table.encode(), headers=headers)
    return answer


@pytest.fixture(scope="module")
def told(client: TestClient) -> dict[str, Any]:
    response = sent(client, SENT + "&lang=en")
    assert response.status_code == 200
    return cast("dict[str, Any]", response.json())


def test_a_change_is_told_by_links_findings_and_answers(told: dict[str, Any]) -> None:
    assert told["date"] == "2026-11-22"
    assert told["records"] == {f"{ID}relation/{KEY}": "changed"}
    (link,) = told["relations"]
    assert (link["layer"], link["change"]) == ("fact", "changes")
    assert link["before"] == {"state": "in-force", "from": "2025-02-01", "until": None}
    assert link["after"] == {"state": "ended", "from": "2025-02-01", "until": "2026-10-31"}
    appear = told["findings"]["appear"]
    assert "uncoordinated-bodies" in {f["audit"] for f in appear}
    assert all("receipt" not in f for f in appear)
    assert told["agreements"] == []
    answers = {a["question"]: a for a in told["answers"]["changes"]}
    assert answers["who-coordinates"]["title"] == "Who coordinates a body"
    assert {u["reason"] for u in told["answers"]["unasked"]} <= {
        "no-record",
        "no-time",
        "of-submissions",
    }


def test_nothing_is_kept(client: TestClient, registry: Registry, told: dict[str, Any]) -> None:
    assert told["sequence"] == registry.store.sequence == registry.journal.sequence
    assert client.get(f"/data/relation/{KEY}.json").text.count("2026-10-31") == 0


def test_what_cannot_be_handed_in_is_refused_as_there(client: TestClient) -> None:
    assert sent(client, SENT.replace("body=body/demo-iro&", "")).status_code == 400
    assert sent(client, SENT.replace("2026-11-22", "tomorrow")).status_code == 400
    backwards = sent(client, SENT, RELATIONS.replace("2026-10-31", "2024-10-31"))
    assert backwards.status_code == 422
    assert backwards.json()["type"].endswith("/shape-violation")


def test_a_change_takes_a_token_where_handing_in_does(client: TestClient) -> None:
    response = client.post("/api/impact?" + SENT, headers={"Authorization": "Bearer mnet_0_0"})
    assert response.status_code == 401


def test_the_page_says_what_stops_and_what_starts(registry: Registry) -> None:
    def view(modality: str, until: str) -> str:
        table = RELATIONS.replace("in-force", modality).replace("2026-10-31", until)
        handed = Handed(
            "relation.csv", table.encode(), ID + "body/demo-iro", "test", entity="relation"
        )
        submission = registry.door.read(handed)
        service = cast("Service", SimpleNamespace(registry=registry))
        ((_, way, was, becomes),) = impact_view(service, submission, "ru", date(2026, 11, 22))[
            "links"
        ]
        assert was == ("действует", "2025-02-01", "")
        return f"{way} {becomes[0]}"

    assert view("in-force", "2026-10-31") == "stops уже не действует"
    assert view("in-force", "2027-10-31") == "changes действует"
    assert re.match("stops планируется", view("planned", ""))
