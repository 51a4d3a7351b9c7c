"""Marking what a body's calendar holds as done: by a form or by JSON, whole or not at all."""

from __future__ import annotations

import itertools
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from graphsvc.access.editors import ACCEPT, SUBMIT, Role
from graphsvc.rdf.names import BASE, ID
from tests.editing import named
from tests.making import plan_turtle

if TYPE_CHECKING:
    import httpx
    from starlette.testclient import TestClient

    from graphsvc.registry import Registry

KEYS = (f"calendar-{n}" for n in itertools.count())
PROOF = "https://a.example/proof"
PAGE = {"accept": "text/html"}


@pytest.fixture
def key(writable: TestClient) -> str:
    """A body nobody else writes about, with a plan."""
    name = next(KEYS)
    sent = writable.post(
        f"/api/submissions?body=body/{name}",
        content=plan_turtle(name),
        headers={"content-type": "text/turtle"},
    )
    assert sent.status_code == 201, sent.text
    return name


def mark(client: TestClient, key: str, name: str, **given: str) -> httpx.Response:
    values = {"activity": f"activity/{key}/{name}", "body": f"body/{key}", **given}
    response: httpx.Response = client.post("/api/calendar/done", json=values)
    return response


def marks(client: TestClient, key: str) -> dict[str, dict[str, str]]:
    """Return the values of each mark of a body, by the record's key."""
    app: Any = client.app
    registry: Registry = app.state.service.registry
    query = (
        f"""SELECT ?mark ?p ?o {{ ?mark a rms:Completion ; rms:body <{ID}body/{key}> ; ?p ?o }}"""
    )
    found: dict[str, dict[str, str]] = {}
    for row in registry.store.select(query):
        name = row["p"].value.rpartition("#")[2]
        found.setdefault(row["mark"].value.removeprefix(f"{ID}completion/"), {})[name] = row[
            "o"
        ].value
    return found


def test_a_mark_is_one_record_of_the_body_itself(writable: TestClient, key: str) -> None:
    response = mark(writable, key, "once", date="2026-03-01", evidence=PROOF, sha256="AB" * 32)
    assert response.status_code == 201
    found = marks(writable, key)
    assert list(found) == [f"{key}/{key}/once"]
    said = found[f"{key}/{key}/once"]
    assert said["activity"] == f"{ID}activity/{key}/once"
    assert (said["date"], said["evidence"]) == ("2026-03-01", PROOF)
    assert said["evidenceSha256"] == "ab" * 32
    query = f"/api/calendar?body={key}&from=2026-01-01&to=2026-03-31"
    assert writable.get(query).json()["states"]["done"] == 1
    entry = writable.get(f"/api/submissions/{response.json()['version']}").json()
    assert entry["graph"] == f"{BASE}graph/body/{key}"
    assert not entry["removed"]


def test_the_same_mark_again_is_the_same_submission(writable: TestClient, key: str) -> None:
    first = mark(writable, key, "once", date="2026-03-01", evidence=PROOF)
    again = mark(writable, key, "once", date="2026-03-01", evidence=PROOF)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["version"] == first.json()["version"]
    assert not again.json()["changed"]


def test_a_second_mark_corrects_the_first(writable: TestClient, key: str) -> None:
    mark(writable, key, "once", date="2026-03-01")
    query = f"/api/calendar?body={key}&from=2026-01-01&to=2026-03-31"
    assert writable.get(query).json()["states"]["unproven"] == 1
    assert mark(writable, key, "once", date="2026-03-02", evidence=PROOF).status_code == 201
    (said,) = marks(writable, key).values()
    assert (said["date"], said["evidence"]) == ("2026-03-02", PROOF)
    # What a correction does not speak of stays.
    assert mark(writable, key, "once", date="2026-03-03").status_code == 201
    (said,) = marks(writable, key).values()
    assert (said["date"], said["evidence"]) == ("2026-03-03", PROOF)


def test_a_mark_handed_in_under_another_key_is_corrected_there(
    writable: TestClient, key: str
) -> None:
    own = f"""{plan_turtle(key)}
<{ID}completion/{key}-own> a rms:Completion ; rms:activity <{ID}activity/{key}/once> ;
  rms:body <{ID}body/{key}> ; rms:date "2026-02-01"^^xsd:date ; rms:resultPrinted "Справка" ."""
    writable.post(
        f"/api/submissions?body=body/{key}", content=own, headers={"content-type": "text/turtle"}
    )
    assert mark(writable, key, "once", date="2026-03-01", evidence=PROOF).status_code == 201
    found = marks(writable, key)
    assert list(found) == [f"{key}-own"]
    assert found[f"{key}-own"]["resultPrinted"] == "Справка"
    assert found[f"{key}-own"]["evidence"] == PROOF


def test_each_occurrence_has_its_own_mark(writable: TestClient, key: str) -> None:
    for day in ("2026-01-01", "2026-03-01"):
        assert mark(writable, key, "monthly", occurrence=day, evidence=PROOF).status_code == 201
    assert set(marks(writable, key)) == {
        f"{key}/{key}/monthly/2026-01-01",
        f"{key}/{key}/monthly/2026-03-01",
    }
    query = f"/api/calendar?body={key}&from=2026-02-01&to=2026-02-28&date=2026-04-01"
    found = {e["occurrence"]: e["state"] for e in writable.get(query).json()["entries"]}
    assert found["2026-02-01"] == "missed"


TOMORROW = (date.today() + timedelta(days=1)).isoformat()  # noqa: DTZ011  # the service's own day


@pytest.mark.parametrize(
    ("name", "given", "fault"),
    [
        ("other", {}, "activity"),
        ("once", {"body": "body/nobody"}, "body"),
        ("once", {"occurrence": "2026-01-01"}, "occurrence"),
        ("monthly", {}, "occurrence"),
        ("monthly", {"occurrence": "2026-01-02"}, "occurrence"),
        ("once", {"date": TOMORROW}, "date"),
        ("once", {"date": "1 марта"}, "date"),
        ("once", {"evidence": "javascript:alert(1)"}, "evidence"),
        ("once", {"evidence": "справка.pdf"}, "evidence"),
        ("once", {"evidence": PROOF, "sha256": "abc"}, "sha256"),
        ("once", {"sha256": "ab" * 32}, "sha256"),
        ("once", {"base": "x"}, "If-Match"),
    ],
)
def test_a_mark_that_cannot_be_is_refused_whole(
    writable: TestClient, key: str, name: str, given: dict[str, str], fault: str
) -> None:
    app: Any = writable.app
    before = app.state.service.registry.journal.sequence
    response = mark(writable, key, name, **given)
    assert response.status_code == 400
    assert f"Параметр {fault}:" in response.json()["detail"]
    assert app.state.service.registry.journal.sequence == before
    assert not marks(writable, key)


def test_a_mark_against_an_older_version_is_a_conflict(writable: TestClient, key: str) -> None:
    version = mark(writable, key, "once", date="2026-03-01").json()["version"]
    old = mark(writable, key, "once", date="2026-03-02", base=str(version - 1))
    assert old.status_code == 409
    assert [m["date"] for m in marks(writable, key).values()] == ["2026-03-01"]
    assert mark(writable, key, "once", date="2026-03-02", base=str(version)).status_code == 201


@pytest.mark.parametrize("content", [b"[1]", b"{", b"\xff", b'"x"', b"[" * 100_000])
def test_what_is_no_mark_is_refused(writable: TestClient, content: bytes) -> None:
    response = writable.post(
        "/api/calendar/done", content=content, headers={"content-type": "application/json"}
    )
    assert response.status_code == 400


def test_another_site_marks_nothing(writable: TestClient, key: str) -> None:
    form = {"activity": f"activity/{key}/once", "body": f"body/{key}"}
    for origin in ("https://evil.example", "null"):
        sent = writable.post("/api/calendar/done", data=form, headers={"origin": origin})
        assert sent.status_code == 403
    assert not marks(writable, key)


@pytest.fixture
def form(key: str) -> dict[str, str]:
    return {
        "activity": f"{ID}activity/{key}/monthly",
        "body": f"body/{key}",
        "occurrence": "2026-02-01",
        "quarter": "2026-1",
        "date": "2026-02-20",
        "evidence": "",
        "sha256": "",
        "base": "",
    }


def test_a_form_leads_back_to_the_entry_it_marked(
    writable: TestClient, key: str, form: dict[str, str]
) -> None:
    sent = writable.post("/api/calendar/done?lang=en", data=form, headers=PAGE)
    assert sent.status_code == 303
    place, _, anchor = sent.headers["location"].partition("#")
    shown = writable.get(place, headers=PAGE)
    assert "The mark is in the journal:" in shown.text
    assert f'<tr role="row" id="{anchor}"' in shown.text
    assert anchor == f"{key}-monthly-2026-02-01"


def test_a_refused_form_is_shown_again_with_what_it_held(
    writable: TestClient, form: dict[str, str]
) -> None:
    form |= {"evidence": "ftp://a.example/x", "date": "2026-02-19"}
    sent = writable.post("/api/calendar/done", data=form, headers=PAGE)
    assert sent.status_code == 400
    assert 'role="alert"' in sent.text
    assert 'value="ftp://a.example/x"' in sent.text
    assert '<details class="mark" open>' in sent.text
    assert 'value="2026-02-19"' in sent.text


# Marks that wait to be accepted, and those that came back

SERVICE = "body/demo-kamenka-mms"


def shown(client: TestClient, who: dict[str, str], path: str) -> str:
    found: str = client.get(path, headers={**who, **PAGE}).text
    return found


def test_a_mark_that_waits_is_shown_as_such_and_corrected_where_it_was_made(
    opened: TestClient,
) -> None:
    methodist = named(opened, "kamenka-marks", Role(SUBMIT, ID + SERVICE))
    coordinator = named(opened, "iro-marks", Role(ACCEPT, f"{ID}body/demo-iro"))
    given = {"activity": "activity/demo-roadmap-2026/a-03", "body": SERVICE, "quarter": "2026-2"}
    typed = {**given, "date": "2026-06-01", "evidence": PROOF}
    sent = opened.post("/api/calendar/done", data=typed, headers={**methodist, **PAGE})
    assert sent.headers["location"].startswith("/submit/")
    case = sent.headers["location"].removeprefix("/submit/")
    page = f"/calendar?body={SERVICE}&quarter=2026-2"
    for who, path in ((methodist, "submit"), (coordinator, "desk")):
        row = shown(opened, who, page).partition('id="demo-roadmap-2026-a-03"')[2]
        row = row.partition("</tr>")[0]
        assert f'<a href="/{path}/{case}">Отметка подана, ждёт приёма</a>' in row
        assert "<form" not in row
    assert "ждёт приёма" not in shown(opened, {}, page)
    # What waits is not marked a second time.
    assert opened.post("/api/calendar/done", json=typed, headers=methodist).status_code == 409
    told = {"answer": "Не та справка"}
    opened.post(f"/api/submissions/{case}/return", json=told, headers=coordinator)

    # It is corrected by the calendar's form, and is the same submission as before.
    back = shown(opened, methodist, f"/submit/{case}")
    address = re.findall(r'href="(/calendar\?[^"]*)#', back)[0].replace("&amp;", "&")
    calendar = shown(opened, methodist, address)
    row = calendar.partition('id="demo-roadmap-2026-a-03"')[2].partition("</tr>")[0]
    assert '<details class="mark" open>' in row
    assert f'value="{PROOF}"' in row
    assert 'value="2026-06-01"' in row
    again = opened.post(
        "/api/calendar/done",
        data={**typed, "evidence": f"{PROOF}-2"},
        headers={**methodist, **PAGE},
    )
    assert again.headers["location"].startswith(f"/submit/{case}")
    assert opened.post(f"/api/submissions/{case}/accept", headers=coordinator).status_code == 201
    accepted = shown(opened, methodist, page).partition('id="demo-roadmap-2026-a-03"')[2]
    assert f'href="{PROOF}-2"' in accepted.partition("</tr>")[0]


def test_a_mark_is_told_and_found_also_in_another_quarter(
    writable: TestClient, form: dict[str, str]
) -> None:
    """What was overdue and is marked is in no list of this quarter any more, but on the page."""
    form["quarter"] = "2026-4"
    place = writable.post("/api/calendar/done", data=form, headers=PAGE).headers["location"]
    text = writable.get(place.partition("#")[0], headers=PAGE).text
    anchor = place.partition("#")[2]
    status = text.partition('role="status">')[2].partition("</p>")[0]
    assert f'href="#{anchor}"' in status
    row = text.partition(f'id="{anchor}"')[2].partition("</tr>")[0]
    assert "Исправить отметку" in row


def test_what_is_no_address_is_told_in_words(writable: TestClient, form: dict[str, str]) -> None:
    form["evidence"] = r"\\server\отчёты\справка.docx"
    sent = writable.post("/api/calendar/done", data=form, headers=PAGE)
    assert "имя файла или сетевая папка не откроются" in sent.text
    assert 'type="url"' not in sent.text
