"""Earlier states, engines and receipts over HTTP."""

from __future__ import annotations

import json
import re
import threading
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from graphsvc.api.app import create_app
from graphsvc.errors import EngineFailedError
from graphsvc.projections.cypher import EmbeddedCypher
from graphsvc.projections.versions import Versions
from graphsvc.rdf.names import ID
from graphsvc.settings import Settings
from tests.making import body_turtle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from httpx import Response

    from graphsvc.projections.versions import Version
    from graphsvc.registry import Registry


HTML = {"accept": "text/html", "accept-language": "ru"}
ANSWER = "/api/questions/bodies-by-level/answer?level=regional&jurisdiction=territory/t"
PROBLEM = "application/problem+json"
WAIT_S = 60


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service with a body in two versions; its entries are those of `entries`."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("as-of"), version_wait_s=WAIT_S)
    with TestClient(create_app(settings), "http://127.0.0.1", follow_redirects=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def registry(service: TestClient) -> Registry:
    app: Any = service.app
    found: Registry = app.state.service.registry
    return found


@pytest.fixture(scope="module")
def entries(service: TestClient, registry: Registry) -> tuple[int, int, int]:
    """The entries: the last before the body is there, its first version, its second."""
    before = registry.store.sequence
    return before, hand_in(service, "a", "Прежний"), hand_in(service, "a", "Нынешний")


def hand_in(service: TestClient, key: str, label: str) -> int:
    response = service.post(
        f"/api/submissions?body=body/{key}",
        content=body_turtle(key, label).encode(),
        headers={"content-type": "text/turtle"},
    )
    assert response.status_code == 201
    version: int = response.json()["version"]
    return version


def is_problem(response: Response, status: int, slug: str) -> bool:
    assert response.headers["content-type"] == PROBLEM
    return (response.status_code, response.json()["type"]) == (status, f"/errors/{slug}")


def labels(service: TestClient, more: str) -> list[str]:
    response = service.get(ANSWER + more)
    assert response.status_code == 200, response.text
    return [row["bodyLabel"] for row in response.json()["rows"]]


# Questions


@pytest.mark.parametrize("engine", ["", "&engine=", "&engine=sparql", "&engine=cypher"])
def test_a_question_is_asked_of_an_earlier_state(
    service: TestClient, entries: tuple[int, int, int], engine: str
) -> None:
    before, first, second = entries
    assert labels(service, f"&asOf={first}{engine}") == ["Прежний"]
    assert labels(service, f"&asOf={second}{engine}") == ["Нынешний"]
    response = service.get(f"{ANSWER}&asOf={first}{engine}")
    receipt = response.json()["receipt"]
    assert receipt["sequence"] == int(response.headers["x-sequence"]) == first
    # The parameter names what was not there yet.
    assert is_problem(service.get(f"{ANSWER}&asOf={before}{engine}"), 400, "parameter")


def test_a_time_and_a_day_name_the_last_entry_by_then(
    service: TestClient, registry: Registry, entries: tuple[int, int, int]
) -> None:
    moment = registry.journal.read(entries[2]).header.time
    for text in (moment.isoformat().replace("+", "%2B"), moment.date().isoformat()):
        response = service.get(f"{ANSWER}&asOf={text}")
        assert response.json()["receipt"]["sequence"] == registry.store.sequence


def test_the_date_asked_about_is_another_clock(
    service: TestClient, entries: tuple[int, int, int]
) -> None:
    asked = f"/api/questions/who-manages/answer?body=body/a&date=2020-01-01&asOf={entries[1]}"
    found = service.get(asked).json()
    assert found["parameters"]["date"] == "2020-01-01"
    assert found["receipt"]["sequence"] == entries[1]


@pytest.mark.parametrize("text", ["0", "-1", "999999", "x", "2026-02-30", "1999-12-31", "1.5"])
@pytest.mark.parametrize("path", [ANSWER, "/data/body/a.ttl?", "/id/body/a?", "/page/body/a?"])
@pytest.mark.usefixtures("entries")
def test_what_is_no_state_is_told(service: TestClient, path: str, text: str) -> None:
    response = service.get(f"{path}&asOf={text}")
    assert is_problem(response, 400, "parameter")
    assert text in response.json()["detail"]
    assert "номер записи журнала" in response.json()["detail"]


def test_an_engine_nobody_has_is_told(service: TestClient) -> None:
    assert is_problem(service.get(f"{ANSWER}&engine=sql"), 400, "parameter")


def test_an_engine_asked_by_name_sees_what_was_just_committed(service: TestClient) -> None:
    version = 0
    for number in range(5):
        version = hand_in(service, "now", f"Центр {number}")
        response = service.get(f"{ANSWER}&engine=cypher&minSeq={version}")
        assert int(response.headers["x-sequence"]) >= version
        receipt = response.json()["receipt"]
        assert (receipt["engine"], receipt["sequence"]) == ("cypher", version)
        assert f"Центр {number}" in [r["bodyLabel"] for r in response.json()["rows"]]
    assert is_problem(service.get(f"{ANSWER}&minSeq={version + 1}"), 400, "parameter")


def test_an_engine_that_fails_is_told_and_the_other_goes_on(
    service: TestClient, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = registry.catalogue["bodies-by-level"]
    given = {"level": "regional", "jurisdiction": "territory/t"}
    registry.following.catch_up("cypher", registry.store.sequence)

    def fail(*_: object) -> None:
        raise EngineFailedError(engine="cypher")

    with monkeypatch.context() as patched:
        patched.setattr(EmbeddedCypher, "rows", fail)
        response = service.get(f"{ANSWER}&engine=cypher")
        assert is_problem(response, 503, "engine-failed")
        assert response.headers["retry-after"]
        path = ANSWER.replace("/api", "").replace("/answer", "")
        assert service.get(f"{path}&engine=cypher", headers=HTML).status_code == 503
        assert labels(service, "") != []
        # Also where this engine would answer by default.
        answer = registry.asker.ask(replace(question, engine="cypher"), given)
        assert answer.receipt["engine"] == "sparql"
    answer = registry.asker.ask(replace(question, engine="cypher"), given)
    assert answer.receipt["engine"] == "cypher"
    assert labels(service, "&engine=cypher") != []


def test_who_asks_for_a_state_that_is_not_open_is_told_when_to_come_back(
    service: TestClient,
    registry: Registry,
    entries: tuple[int, int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    go = threading.Event()
    real = Versions._build

    def slow(self: Versions, sequence: int) -> Version:
        go.wait()
        return real(self, sequence)

    registry.versions._open.pop(entries[0], None)
    monkeypatch.setattr(Versions, "_build", slow)
    object.__setattr__(registry.settings, "version_wait_s", 0)
    try:
        path = f"/data/submission/1.ttl?asOf={entries[0]}"
        response = service.get(path)
        assert is_problem(response, 202, "version-opening")
        assert int(response.headers["retry-after"]) > 0
        shown = service.get(f"/page/submission/1?asOf={entries[0]}", headers=HTML)
        assert (shown.status_code, shown.headers["refresh"]) == (202, "2")
        asked = f"/questions/who-manages?body=body/a&date=2020-01-01&asOf={entries[0]}"
        shown = service.get(asked, headers=HTML)
        assert (shown.status_code, shown.headers["refresh"]) == (202, "2")
    finally:
        go.set()
        object.__setattr__(registry.settings, "version_wait_s", WAIT_S)
    assert service.get(path).status_code == 200


# Records


def test_a_record_is_shown_as_it_was(service: TestClient, entries: tuple[int, int, int]) -> None:
    before, first, _ = entries
    response = service.get(f"/id/body/a?asOf={first}", headers={"accept": "text/turtle"})
    assert response.headers["location"] == f"/data/body/a.ttl?asOf={first}"
    then = service.get(response.headers["location"])
    assert "Прежний" in then.text
    assert "Нынешний" not in then.text
    assert then.headers["x-sequence"] == str(first)
    found = service.get(f"/data/body/a.json?asOf={first}").json()
    assert found["label"] == "Прежний"
    assert service.get("/data/body/a.json").json()["label"] == "Нынешний"
    for path in ("/id/body/a?", "/data/body/a.ttl?", "/data/body/a.json?", "/page/body/a?"):
        assert is_problem(service.get(f"{path}asOf={before}"), 404, "record-not-found")


def test_the_page_of_an_earlier_state_says_so_and_leads_to_the_present(
    service: TestClient, entries: tuple[int, int, int]
) -> None:
    first = entries[1]
    then = service.get(f"/page/body/a?asOf={first}&lang=en", headers=HTML)
    assert then.status_code == 200
    assert "<h1>Прежний</h1>" in re.sub(r' lang="ru"|</?span[^>]*>', "", then.text)
    assert "An earlier state is shown" in then.text
    assert 'href="/page/body/a?lang=en"' in then.text
    assert f"/data/body/a.ttl?asOf={first}" in then.text
    now = service.get("/page/body/a", headers=HTML)
    assert "Показано прежнее состояние" not in now.text
    assert f"/page/body/a?asOf={first}" in now.text


def test_a_record_that_is_gone_is_still_shown_as_it_was(service: TestClient) -> None:
    there = hand_in(service, "gone", "Был")
    empty = service.post(
        "/api/submissions?body=body/gone", content=b"", headers={"content-type": "text/turtle"}
    )
    assert empty.status_code == 201
    assert service.get("/data/body/gone.json").status_code == 404
    found = service.get(f"/data/body/gone.json?asOf={there}").json()
    assert (found["id"], found["label"]) == (f"{ID}body/gone", "Был")


# Receipts


def test_a_receipt_is_found_and_holds(service: TestClient, entries: tuple[int, int, int]) -> None:
    receipt = service.get(f"{ANSWER}&asOf={entries[1]}").json()["receipt"]
    hand_in(service, "later", "Позже")
    # The same answer was given before: the receipt is that of the first time.
    kept = service.get(f"/api/receipts/{receipt['id']}").json()
    assert kept | {"time": receipt["time"]} == receipt
    found = service.post(f"/api/receipts/{receipt['id']}/recheck").json()
    assert (found["receipt"], found["verdict"]) == (receipt["id"], "holds")
    assert {e["rows"] for e in found["engines"].values()} == {receipt["rows"]}
    given = service.post("/api/receipts/recheck", json=receipt).json()
    assert given == found
    other = service.post("/api/receipts/recheck", json=receipt | {"count": 7}).json()
    assert (other["verdict"], other["engines"]) == ("altered", {})


def test_a_receipt_nobody_has_is_told(service: TestClient) -> None:
    assert is_problem(service.get("/api/receipts/nosuch"), 404, "receipt-not-found")
    assert is_problem(service.post("/api/receipts/nosuch/recheck"), 404, "receipt-not-found")
    assert service.get("/receipts/nosuch", headers=HTML).status_code == 404
    assert service.post("/receipts/nosuch", headers=HTML).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"x",
        b"[]",
        b"7",
        b"\xff\xfe",
        b"[" * 60_000,
        b'{"a":' * 9_000,
        b'{"id": "' + b"x" * 70_000,
    ],
)
def test_what_is_no_receipt_is_told(service: TestClient, body: bytes) -> None:
    assert is_problem(service.post("/api/receipts/recheck", content=body), 400, "parameter")


@pytest.mark.parametrize("given", [{}, {"id": None}, {"parameters": 7, "id": [], "head": {}}])
def test_what_says_nothing_is_altered(service: TestClient, given: dict[str, Any]) -> None:
    found = service.post("/api/receipts/recheck", content=json.dumps(given)).json()
    assert found["verdict"] == "altered"


def test_a_receipts_page_rechecks_it_with_a_button(
    service: TestClient, entries: tuple[int, int, int]
) -> None:
    asked = f"/questions/bodies-by-level?level=regional&jurisdiction=territory/t&asOf={entries[1]}"
    shown = service.get(asked, headers=HTML)
    assert shown.status_code == 200
    (link,) = re.findall(r'href="(/receipts/\w+)"', shown.text)
    receipt = service.get(link, headers=HTML)
    assert receipt.status_code == 200
    assert f'<form method="post" action="{link}">' in receipt.text
    assert "Квитанция верна" not in receipt.text
    checked = service.post(link, headers=HTML)
    assert checked.status_code == 200
    assert "Квитанция верна" in checked.text
    assert "The receipt holds" in service.post(f"{link}?lang=en", headers=HTML).text


def test_a_questions_page_has_both_texts_and_asks_either_engine(
    service: TestClient, registry: Registry, entries: tuple[int, int, int]
) -> None:
    question = registry.catalogue["bodies-by-level"]
    path = f"/questions/{question.id}?level=regional&jurisdiction=territory/t&engine=cypher"
    shown = service.get(f"{path}&asOf={entries[1]}", headers=HTML).text
    assert '<option value="cypher" selected>Cypher</option>' in shown
    assert f'name="asOf" value="{entries[1]}"' in shown
    assert "Показано прежнее состояние" in shown
    assert "Прежний" in shown
    assert "MATCH" in shown
    assert "PREFIX" in shown
    (link,) = re.findall(r'href="(/api/questions/[^"]*format=csv[^"]*)"', shown)
    kept = parse_qs(urlsplit(unescape(link)).query)
    assert (kept["engine"], kept["asOf"]) == (["cypher"], [str(entries[1])])


def test_a_question_is_described_with_both_texts(service: TestClient, registry: Registry) -> None:
    for question in registry.catalogue.questions:
        found = service.get(f"/api/questions/{question.id}").json()
        assert found["sparql"] == question.sparql
        assert found["cypher"] == question.cypher
        assert found["engine"] == question.engine
        own = question.ladybug != question.cypher
        assert found.get("ladybug") == (question.ladybug if own else None)
    listed = service.get("/api/questions").json()["questions"]
    assert not any("cypher" in q for q in listed)
