"""Texts that nothing can keep and numbers beyond all are refused at every door, never a fault."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from graphsvc.access.editors import ACCEPT, SUBMIT, Role
from graphsvc.rdf.names import ID
from tests.editing import INSTITUTE, PRACTICE, SERVICE, entries, named, registry_of, send

if TYPE_CHECKING:
    from starlette.testclient import TestClient

HALF = "x \ud800 y"
HUGE = "0" * 17 + "1" + "9999"
LONGEST = "0" * 8 + "1" + "9" * 5_000
HTML = {"accept": "text/html"}
COLUMNS = f"/api/columns?body={SERVICE}"
WAIVER = {"finding": HALF, "until": "2027-01-01", "reason": HALF, "body": SERVICE}


@pytest.mark.parametrize(
    ("method", "path", "told"),
    [
        ("PUT", COLUMNS, {"tables": [{"entity": "practice", "columns": {HALF: "label"}}]}),
        ("PUT", COLUMNS, {"tables": [{"entity": HALF, "columns": {"a": "label"}}]}),
        ("POST", "/api/audits/waivers", WAIVER),
        ("POST", "/api/calendar/done", {"activity": HALF, "body": SERVICE, "note": HALF}),
        ("POST", "/api/receipts/recheck", {"question": HALF}),
        ("POST", "/cypher", {"query": "RETURN $a", "parameters": {"a": HALF}}),
    ],
)
def test_half_a_sign_is_no_text(
    client: TestClient, method: str, path: str, told: dict[str, object]
) -> None:
    headers = {"content-type": "application/json"}
    answer = client.request(method, path, content=json.dumps(told), headers=headers)
    assert answer.status_code in (400, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "told",
    [{"answer": HALF}, {"answer": "а", "remarks": [{"record": PRACTICE, "text": HALF}]}],
    ids=["answer", "remark"],
)
def test_a_return_that_cannot_be_kept_is_not_journalled(
    opened: TestClient, told: dict[str, object]
) -> None:
    methodist = named(opened, "lipovka", Role(SUBMIT, ID + SERVICE))
    reviewer = named(opened, "iro", Role(ACCEPT, ID + INSTITUTE))
    place, before = send(opened, methodist).headers["location"], entries(opened)
    answer = opened.post(f"{place}/return", content=json.dumps(told), headers=reviewer)
    assert (answer.status_code, answer.json()["type"]) == (400, "/errors/parameter")
    assert entries(opened) == before
    assert opened.get(place, headers=methodist).json()["state"] == "waiting"


@pytest.mark.parametrize("charset", ["unicode_escape", '" unicode_escape"', "utf-8; charset=utf_7"])
def test_a_form_in_an_encoding_of_no_browser_is_refused(opened: TestClient, charset: str) -> None:
    parts = (
        "--x\r\nContent-Disposition: form-data; name=body\r\n\r\n" + INSTITUTE,
        'Content-Disposition: form-data; name=file; filename="a\\ud800.ttl"\r\n\r\nabc',
    )
    content = "\r\n--x\r\n".join(parts) + "\r\n--x--\r\n"
    media = f"multipart/form-data; boundary=x; charset={charset}"
    answer = opened.post("/submit", content=content.encode(), headers={"content-type": media})
    assert (answer.status_code, answer.json()["type"]) == (415, "/errors/format")
    media = "multipart/form-data; boundary=x; charset=UTF-8"
    answer = opened.post("/submit", content=content.encode(), headers={"content-type": media})
    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/api/submissions/{HUGE}", 404),
        (f"/api/submissions/1{'0' * 17}{'9' * 5_000}", 404),
        (f"/submissions/{HUGE}", 404),
        (f"/workbench/ready/example:{LONGEST}", 404),
        (f"/workbench?query=ASK+%7B%7D&page={LONGEST}", 400),
        ("/rdf-graph-store?graph=graph/body/x%20y", 400),
        ("/rdf-graph-store?graph=graph/body/%3Cx", 400),
    ],
    ids=lambda told: str(told)[:40],
)
def test_a_number_beyond_all_names_nothing(client: TestClient, path: str, status: int) -> None:
    assert client.get(path, headers=HTML).status_code == status


@pytest.mark.parametrize("path", ["/api/submissions/{}/undo", "/submissions/{}/undo"])
@pytest.mark.parametrize("number", ["0", HUGE, LONGEST, "9" * 30])
def test_what_is_no_entry_is_not_undone(opened: TestClient, path: str, number: str) -> None:
    assert opened.post(path.format(number)).status_code in (400, 404, 422)


@pytest.mark.parametrize("version", ["Infinity", "1e999", '"9"', "null", "1" * 5_000])
def test_a_version_that_is_none_makes_no_form(opened: TestClient, version: str) -> None:
    content = f'{{"version": {version}, "records": []}}'.encode()
    given = {"file": ("practice.form", content)}
    place = opened.post("/submit", data={"body": INSTITUTE}, files=given).headers["location"]
    assert opened.get(place, headers=HTML).status_code == 200
    assert opened.get(place.replace("/submit/", "/forms/drafts/")).status_code in (404, 415, 422)


def test_a_files_ending_is_read_in_capitals_too(opened: TestClient) -> None:
    place = "Озёрная область (учебная)"
    row = f"У,[demo-iro],муниципальный,представлена,{place}"
    table = f"label,author,level,status,jurisdiction\n{row}\n"
    for name, content, about in (
        ("ПЛАН.CSV", table, {"body": INSTITUTE, "entity": "practice"}),
        ("PRACTICE.Csv", table, {"body": INSTITUTE, "entity": "practice"}),
    ):
        given = {"file": (name, content.encode())}
        where = opened.post("/submit", data=about, files=given).headers["location"]
        draft = registry_of(opened).drafts.case(where.rpartition("/")[2]).handed
        assert registry_of(opened).desk.check(draft).refusal is None, name
    book = opened.get("/api/templates/practice.xlsx").content
    given = {"file": ("ПЛАН.XLSX", book)}
    where = opened.post("/submit", data={"body": INSTITUTE}, files=given).headers["location"]
    page = opened.get(where, headers=HTML).text
    assert "Формат не читается" not in page
    assert "Файл Excel не читается" not in page
