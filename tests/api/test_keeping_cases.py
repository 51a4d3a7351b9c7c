"""What is on its way is kept as it was given: two at once, a full disk, a crash, very many."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING

import pytest

from graphsvc.access.editors import SUBMIT, Editor, Role
from graphsvc.errors import NotOpenError, RegistryError
from graphsvc.rdf.names import ID
from graphsvc.submissions.handed import Handed
from tests.editing import INSTITUTE, SERVICE, dump, entries, known, registry_of, send, turtle

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx
    from starlette.testclient import TestClient

    from graphsvc.submissions.cases import Case
    from graphsvc.submissions.pipeline import Submission
    from graphsvc.submissions.sqlite import Database

WAITS_S = 0.3


def draft(
    client: TestClient, who: dict[str, str], content: str, body: str = SERVICE
) -> httpx.Response:
    found: httpx.Response = client.post(
        "/submit", files={"file": ("a.ttl", content)}, data={"body": body}, headers=who
    )
    return found


def name_of(answer: httpx.Response) -> str:
    return answer.headers["location"].rpartition("/")[2]


def case(client: TestClient, name: str) -> Case:
    return registry_of(client).drafts.case(name)


class Gate:
    """Holds whoever reads a file until it is opened."""

    def __init__(self, client: TestClient, patched: pytest.MonkeyPatch) -> None:
        self.reached, self.open, self.readers = Event(), Event(), 0
        door = registry_of(client).door
        real = door.read

        def read(handed: Handed) -> Submission:
            self.readers += 1
            self.reached.set()
            assert self.open.wait(20)
            return real(handed)

        patched.setattr(door, "read", read)


@contextmanager
def full(database: Database) -> Iterator[None]:
    """Let the disk take no more pages of a file."""
    with database.writing() as writing:
        (pages,) = writing.execute("PRAGMA page_count").fetchone()
        writing.execute(f"PRAGMA max_page_count = {pages}")
    yield
    with database.writing() as writing:
        writing.execute("PRAGMA max_page_count = 1000000")


# Two at once


def test_a_file_that_comes_while_it_is_handed_in_changes_nothing_of_it(
    opened: TestClient, methodist: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    name = name_of(draft(opened, methodist, turtle("Урок первый")))
    gate = Gate(opened, monkeypatch)
    late = {"file": ("a.ttl", turtle("Урок второй"))}
    with ThreadPoolExecutor() as workers:
        accepted = workers.submit(opened.post, f"/submit/{name}/accept", headers=methodist)
        assert gate.reached.wait(20)
        place = f"/submit/{name}/file"
        correction = workers.submit(opened.post, place, files=late, headers=methodist)
        Event().wait(WAITS_S)
        gate.open.set()
        assert accepted.result(20).status_code == 303
        assert correction.result(20).status_code == 409
    found = case(opened, name)
    assert (found.state, found.handed.content) == ("waiting", turtle("Урок первый").encode())
    assert "Урок первый" in found.read


def test_what_is_handed_in_is_what_the_draft_has_by_then(
    opened: TestClient, methodist: dict[str, str]
) -> None:
    registry = registry_of(opened)
    name = name_of(draft(opened, methodist, turtle("Урок первый")))
    editor = Editor("lipovka", roles=(Role(SUBMIT, ID + SERVICE),))
    seen = replace(case(opened, name).handed, reason="осень")
    registry.drafts.change(name, turtle("Урок второй").encode())
    registry.desk.hand_in(seen, editor, draft=name)
    found = case(opened, name)
    assert (found.state, found.handed.reason) == ("waiting", "осень")
    assert "Урок второй" in found.read
    assert "Урок второй" in found.handed.content.decode()


@pytest.mark.parametrize("body", [SERVICE, INSTITUTE], ids=["waits", "at-once"])
def test_two_clicks_hand_one_draft_in_once(
    opened: TestClient, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    registry, editor = registry_of(opened), Editor("both", roles=(Role(SUBMIT, ID + body),))
    handed = Handed("a.ttl", turtle().encode(), ID + body, "both", mode="patch")
    name, gate = registry.drafts.keep(handed), Gate(opened, monkeypatch)
    sequence = entries(opened)
    with ThreadPoolExecutor() as workers:
        first = workers.submit(registry.desk.hand_in, handed, editor, draft=name)
        assert gate.reached.wait(20)
        second = workers.submit(registry.desk.hand_in, handed, editor, draft=name)
        Event().wait(WAITS_S)
        gate.open.set()
        done = first.result(20)
        with pytest.raises(NotOpenError):
            second.result(20)
    assert gate.readers == 1
    assert case(opened, name).state == done.state
    assert entries(opened) - sequence == (1 if body == INSTITUTE else 0)


# A full disk


@pytest.mark.parametrize("broken", [sqlite3.OperationalError("disk I/O error"), RegistryError()])
def test_what_the_journal_has_is_answered_though_its_case_cannot_be_closed(
    opened: TestClient,
    methodist: dict[str, str],
    coordinator: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    broken: Exception,
) -> None:
    registry, sequence = registry_of(opened), entries(opened)
    waiting = send(opened, methodist).headers["location"]
    handed = Handed(
        "a.ttl", turtle(key="practice/own").encode(), ID + INSTITUTE, "iro", "", "patch"
    )
    name = registry.drafts.keep(handed)

    def fail(*_: object, **__: object) -> None:
        raise broken

    with monkeypatch.context() as patched:
        patched.setattr(registry.drafts, "settle", fail)
        accepted = opened.post(f"{waiting}/accept", headers=coordinator)
        assert (accepted.status_code, accepted.json()["version"]) == (201, sequence + 1)
        own = opened.post(f"/submit/{name}/accept", headers=coordinator)
        assert own.status_code == 201
    assert entries(opened) == sequence + 2
    assert known(opened)
    # What was not noted is noted by the next try, and the data change once.
    assert opened.post(f"{waiting}/accept", headers=coordinator).json()["version"] == sequence + 1
    assert opened.get(waiting, headers=methodist).json()["sequence"] == sequence + 1
    assert entries(opened) == sequence + 2


def test_a_full_disk_is_told_wherever_it_is_met_and_heals(
    opened: TestClient, methodist: dict[str, str]
) -> None:
    registry, before = registry_of(opened), dump(opened)
    long = turtle() + "\n#" + "x" * 200_000
    with full(registry.drafts._database):
        told = draft(opened, methodist, long)
        assert (told.status_code, told.json()["type"]) == (507, "/errors/storage-full")
        told = send(opened, methodist, long)
        assert (told.status_code, told.json()["type"]) == (507, "/errors/storage-full")
        for number in range(30):  # refusals are told as ever, counted or not
            wrong = turtle().replace("adms:status", f"rms:note{number}")
            assert send(opened, methodist, wrong).status_code == 422
        assert opened.get("/api/questions").status_code == 200
    assert dump(opened) == before
    assert send(opened, methodist, long).status_code == 202


def test_a_key_of_retries_on_a_full_disk_is_refused_before_anything_is_done(
    opened: TestClient, coordinator: dict[str, str]
) -> None:
    def sent(number: int) -> httpx.Response:
        content = turtle(key=f"practice/full-{number}")
        key = f"{number}-" + "k" * 150
        return send(opened, coordinator, content, INSTITUTE, idempotency_key=key)

    number, sequence = 0, entries(opened)
    with full(registry_of(opened).retries._database):
        while (told := sent(number)).status_code == 201:
            number += 1
    assert (told.status_code, told.json()["type"]) == (507, "/errors/storage-full")
    assert entries(opened) == sequence + number
    assert sent(number).status_code == 201


# A crash


def test_a_mapped_table_whose_answer_was_lost_is_found_by_its_key(
    opened: TestClient, coordinator: dict[str, str]
) -> None:
    titles = ("id", "label", "author", "jurisdiction", "status", "level")
    columns = {f"Столбец {n}": field for n, field in enumerate(titles)}
    mapping = {"tables": [{"entity": "practice", "columns": columns}]}
    place = f"/api/columns?body={INSTITUTE}"
    kept = opened.put(place, content=json.dumps(mapping), headers=coordinator).json()["tables"]
    row = "lost-1;Урок (учебная);demo-iro;demo-region;submitted;regional"
    table = ";".join(columns) + f"\n{row}\n"

    def sent() -> httpx.Response:
        query = "&entity=practice"
        more = {"content_type": "text/csv", "idempotency_key": "k-1"}
        return send(opened, coordinator, table, INSTITUTE, query, **more)

    first, sequence = sent(), entries(opened)
    assert first.status_code == 201, first.text
    retries = registry_of(opened).retries
    with retries._database.writing() as database:  # as a crash before the answer leaves it
        database.execute("UPDATE request SET status = NULL, body = NULL")
    # By now it would be read otherwise.
    opened.delete(f"/api/columns/{kept[0]['id']}", headers=coordinator)
    again = sent()
    assert (again.status_code, again.json()["version"]) == (201, sequence)
    assert entries(opened) == sequence


def test_a_retry_is_told_of_the_entry_that_what_waited_has_become(
    opened: TestClient, methodist: dict[str, str], coordinator: dict[str, str]
) -> None:
    place = send(opened, methodist, idempotency_key="k-1").headers["location"]
    retries = registry_of(opened).retries
    with retries._database.writing() as database:  # as a crash before the answer leaves it
        database.execute("UPDATE request SET status = NULL, body = NULL")
    version = opened.post(f"{place}/accept", headers=coordinator).json()["version"]
    later = send(opened, methodist, turtle("Позже и другое")).headers["location"]
    assert opened.post(f"{later}/accept", headers=coordinator).status_code == 201
    again = send(opened, methodist, idempotency_key="k-1")
    assert (again.status_code, again.json()["version"]) == (201, version)
    assert opened.get("/api/submissions", headers=methodist).json()["own"] == []


# Very many


def test_no_draft_of_today_is_dropped_for_another(
    opened: TestClient, methodist: dict[str, str]
) -> None:
    drafts = registry_of(opened).drafts
    names = [drafts.keep(Handed("a.ttl", b"", ID + SERVICE, "lipovka")) for _ in range(200)]
    told = draft(opened, methodist, turtle())
    assert (told.status_code, told.json()["type"]) == (429, "/errors/too-many-open")
    assert "200" in told.json()["detail"]
    page = {"accept": "text/html", **methodist}
    assert opened.get(f"/submit/{names[0]}", headers=page).status_code == 200
    opened.post(f"/submit/{names[7]}/withdraw", headers=methodist)
    assert draft(opened, methodist, turtle()).status_code == 303


def test_the_standing_of_all_bodies_says_of_each_what_its_own_says(opened: TestClient) -> None:
    drafts = registry_of(opened).drafts
    drafts.refusals.note(ID + "body/demo-kamenka-mms", ["table"])
    for _ in range(5_100):
        drafts.refusals.note(ID + INSTITUTE, ["lint"])

    def refused(body: str) -> dict[str, int]:
        found = opened.get(f"/api/standing?body={body}").json()["bodies"]
        return {one["body"].removeprefix(ID): one["refused"] for one in found}

    everybody = refused("")
    for body, number in (("body/demo-kamenka-mms", 1), (INSTITUTE, 5_100)):
        assert everybody[body] == refused(body)[body] == number
