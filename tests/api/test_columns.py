"""Foreign tables over HTTP: a mapping is kept, holds for the next table, and is forgotten."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

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
