"""Foreign tables over HTTP: a mapping is kept, holds for the next table, and is forgotten."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.editing import registry_of

if TYPE_CHECKING:
    from starlette.testclient import TestClient

ABOUT = "body/demo-kamenka-mms"
AUTHOR = "Методическая служба Каменского района (учебная)"
COLUMNS = {"№": "", "Тема": "label", "Автор": "author", "Район": "jurisdiction", "Ход": "status"}
MAPPING = {"tables": [{"entity": "practice", "columns": COLUMNS}]}
TABLE = (
    "№;Тема;Автор;Район;Ход\n"
    f"1;Урок у моря (учебная);{AUTHOR};Каменский район (учебный);{{status}}\n"
)
CSV = {"Content-Type": "text/csv"}


def keep(client: TestClient, mapping: object = MAPPING, body: str = ABOUT) -> str:
    answer = client.put(f"/api/columns?body={body}", content=json.dumps(mapping))
    assert answer.status_code == 201
    name: str = answer.json()["tables"][0]["id"]
    return name


def check(client: TestClient, status: str = "представлена", **asked: str) -> tuple[int, str, bytes]:
    parameters = {"body": ABOUT, "entity": "practice", "dryRun": "1"} | asked
    content = TABLE.format(status=status).encode()
    answer = client.post("/api/submissions", params=parameters, content=content, headers=CSV)
    return answer.status_code, answer.headers["content-type"], answer.content


def test_a_mapping_is_kept_listed_and_forgotten(client: TestClient) -> None:
    name = keep(client)
    listed = client.get(f"/api/columns?body={ABOUT}").json()["tables"]
    assert [t["entity"] for t in listed if t["id"] == name] == ["practice"]
    assert check(client)[0] == 200
    assert check(client, columns="none")[0] == 422
    assert client.delete(f"/api/columns/{name}").status_code == 204
    assert client.delete(f"/api/columns/{name}").status_code == 404
    assert check(client)[0] == 422


def test_a_draft_is_read_anew_once_its_columns_are_known(client: TestClient) -> None:
    table = TABLE.format(status="представлена").encode()
    given = {"file": ("наша таблица.csv", table, "text/csv")}
    place = client.post("/submit", data={"body": ABOUT}, files=given).headers["location"]
    assert "Урок у моря" not in client.get(place).text
    before = registry_of(client).journal.sequence
    name = keep(client)
    assert "Урок у моря" in client.get(place).text  # though nothing was journalled
    client.delete(f"/api/columns/{name}")
    assert "Урок у моря" not in client.get(place).text
    assert registry_of(client).journal.sequence == before


def test_a_mapping_kept_for_another_body_is_named(client: TestClient) -> None:
    name = keep(client, body="body/demo-berezovo-mms")
    assert check(client)[0] == 422
    assert check(client, columns=name, entity="")[0] == 200
    assert check(client, columns="nothing")[0] == 404
    client.delete(f"/api/columns/{name}")


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"[]", 422), (b"\xff", 422), (b'{"tables": [{"entity": "x", "columns": {"a": "b"}}]}', 422)],
)
def test_what_is_no_mapping_is_refused(client: TestClient, content: bytes, status: int) -> None:
    answer = client.put(f"/api/columns?body={ABOUT}", content=content)
    assert answer.status_code == status
    assert answer.json()["type"] == "/errors/columns"
    assert client.put("/api/columns", content=content).status_code == 400


def test_a_refused_table_comes_back_with_remarks(client: TestClient) -> None:
    name = keep(client)
    status, media, content = check(client, "представленна", marked="1")
    assert (status, media.partition(";")[0]) == (422, "text/csv")
    assert content.decode("utf-8-sig").splitlines()[0].endswith(";Замечания проверки")
    status, _, content = check(client, "представленна", marked="1", apply="1")
    assert status == 422
    answer = client.post(
        "/api/submissions",
        params={"body": ABOUT, "entity": "practice", "dryRun": "1"},
        content=content,
        headers=CSV,
    )
    assert answer.status_code == 200
    client.delete(f"/api/columns/{name}")


def test_a_fault_says_its_cause(client: TestClient) -> None:
    content = TABLE.replace(AUTHOR, "Рога и копыта").format(status="представлена").encode()
    name = keep(client)
    parameters = {"body": ABOUT, "entity": "practice", "dryRun": "1"}
    answer = client.post("/api/submissions", params=parameters, content=content, headers=CSV)
    (fault,) = answer.json()["faults"]
    assert (fault["cause"], fault["entities"]) == ("name", ["body"])
    client.delete(f"/api/columns/{name}")


def draft(client: TestClient, name: str, content: bytes, kind: str = "text/csv") -> str:
    given = {"file": (name, content, kind)}
    place: str = client.post("/submit", data={"body": ABOUT}, files=given).headers["location"]
    return place


def test_what_is_put_in_on_consent_is_told_cell_by_cell(client: TestClient) -> None:
    row = f"{{}};{AUTHOR};{{}};Каменский район (учебный);представлена\n"
    content = "название;кто представил;уровень;территория;состояние\n"
    content += row.format("Урок", "муниципальны") + row.format("Игра", "школьный")
    place = draft(client, "practice.csv", content.encode())
    for lang, apply in (("ru", "Принять предложения (1)"), ("en", "Take the proposals (1)")):
        page = client.get(f"{place}?lang={lang}").text
        assert apply in page
        assert "Исправлено в файле" not in page
    done = client.post(f"{place}/apply?lang=ru")
    assert done.status_code == 200
    told = done.text.partition("Исправлено в файле")[2].partition("</table>")[0]
    assert "муниципальны<" in told
    assert "муниципальный<" in told
    assert "школьный" not in told
    assert "школьный" in done.text
    assert client.post(f"{place}/apply").status_code == 303  # nothing more is sure


def test_a_decision_on_a_name_is_shown_as_one(client: TestClient) -> None:
    said = json.dumps(
        {
            "names": [
                {
                    "text": "ОИРО",
                    "entities": ["body"],
                    "record": "https://w3id.org/methodnet/id/body/demo-iro",
                }
            ]
        }
    )
    content = "название;кто представил;уровень;территория;состояние\n"
    content += "Урок у озера;ОИРО;муниципальный;Каменский район (учебный);представлена\n"
    place = draft(client, "practice.csv", content.encode())
    registry = registry_of(client)
    handed = registry.drafts.case(place.rpartition("/")[2]).handed
    registry.drafts.change(place.rpartition("/")[2], handed.content, names=said)
    page = client.get(f"{place}?lang=ru").text
    assert "решение: «ОИРО» — это Озёрный институт развития образования (учебный)" in page
    assert "decision: “ОИРО” is" in client.get(f"{place}?lang=en").text


def test_every_template_that_is_offered_comes(client: TestClient) -> None:
    listed = client.get("/api/templates").json()
    names = [t["entity"] for t in listed["templates"]]
    assert not {"submission", "occurrence", "demand", "provision", "basis"} & {*names}
    page = client.get("/submit").text
    assert all(f"/api/templates/{name}.xlsx" in page for name in names)
    assert "/api/templates/submission.xlsx" not in page
    for href in (listed["all"], listed["templates"][0]["href"]):
        assert client.get(href).content.startswith(b"PK")
    silent = client.get(listed["all"], params={"body": "body/demo-zarechye-mms"})
    assert len(silent.content) > len(client.get("/api/templates/practice.xlsx").content)
