"""What is handed in, from the door to the journal: retries, undoing, the Graph Store Protocol."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graphsvc.access.editors import SUBMIT, Role
from graphsvc.rdf.names import ID, PREFIXES
from tests.editing import (
    PRACTICE,
    SERVICE,
    dump,
    entries,
    known,
    named,
    registry_of,
    send,
    turtle,
)

if TYPE_CHECKING:
    import httpx
    from starlette.testclient import TestClient


def graph() -> ox.NamedNode:
    return ox.NamedNode(f"{PREFIXES['graph']}{SERVICE}")


def data(client: TestClient) -> set[ox.Quad]:
    return set(registry_of(client).store.graph(graph()))


# Retries and repetitions


def test_a_retry_is_answered_as_before_and_done_once(opened: TestClient) -> None:
    first = send(opened, idempotency_key="k-1")
    sequence = entries(opened)
    again = send(opened, idempotency_key="k-1")
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotency-replayed"] == "true"
    assert entries(opened) == sequence
    other = send(opened, None, turtle("Иное"), idempotency_key="k-1")
    assert (other.status_code, other.json()["type"]) == (409, "/errors/retry-key")


def test_a_retry_after_a_crash_finds_what_was_done(opened: TestClient) -> None:
    first, sequence = send(opened, idempotency_key="k-1"), entries(opened)
    retries = registry_of(opened).retries
    with retries._database.writing() as database:  # as a crash before the answer leaves it
        database.execute("UPDATE request SET status = NULL, body = NULL")
    send(opened, None, turtle("Позже и другое"))  # no repetition hides behind "nothing new"
    again = send(opened, idempotency_key="k-1")
    assert again.status_code == 201
    assert again.json()["version"] == first.json()["version"] == sequence
    assert entries(opened) == sequence + 1


def test_a_waiting_submission_that_is_retried_waits_once(
    opened: TestClient, methodist: dict[str, str]
) -> None:
    first = send(opened, methodist, idempotency_key="k-1")
    assert send(opened, methodist, idempotency_key="k-1").json() == first.json()
    retries = registry_of(opened).retries
    with retries._database.writing() as database:  # as a crash before the answer leaves it
        database.execute("UPDATE request SET status = NULL, body = NULL")
    again = send(opened, methodist, idempotency_key="k-1")
    assert (again.status_code, again.json()["id"]) == (202, first.json()["id"])
    own = opened.get("/api/submissions", headers=methodist).json()["own"]
    assert len(own) == 1


def test_the_same_bytes_on_the_same_base_are_one_submission(opened: TestClient) -> None:
    base = f'"{registry_of(opened).pipeline.version(graph())}"'
    first = send(opened, if_match=base)
    second = send(opened, None, turtle("Другое"))
    assert second.status_code == 201
    again = send(opened, if_match=base)
    assert (again.status_code, again.json()["version"]) == (200, first.json()["version"])


@pytest.mark.parametrize("headers", [{}, {"if_match": '"0"'}], ids=["open", "base"])
def test_what_waits_and_comes_again_waits_once(
    opened: TestClient,
    methodist: dict[str, str],
    coordinator: dict[str, str],
    headers: dict[str, str],
) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = [*pool.map(lambda _: send(opened, methodist, **headers), range(4))]
    assert {a.status_code for a in answers} == {202}
    (place,) = {a.headers["location"] for a in answers}
    assert len(opened.get("/api/submissions", headers=coordinator).json()["waiting"]) == 1
    # On another day the same words are another submission: they were withdrawn meanwhile.
    assert opened.post(f"{place}/withdraw", headers=methodist).is_success
    assert send(opened, methodist, **headers).headers["location"] != place


def test_the_same_draft_twice_waits_once(
    opened: TestClient, methodist: dict[str, str], coordinator: dict[str, str]
) -> None:
    file = {"file": ("practice.ttl", turtle(), "text/turtle")}
    places = [
        opened.post("/submit", data={"body": SERVICE}, files=file, headers=methodist).headers[
            "location"
        ]
        for _ in range(2)
    ]
    assert len(set(places)) == 2
    for place in places:
        assert opened.post(f"{place}/accept", headers=methodist).is_redirect
    assert len(opened.get("/api/submissions", headers=coordinator).json()["waiting"]) == 1


def test_going_back_to_an_earlier_state_is_a_submission_of_its_own(opened: TestClient) -> None:
    send(opened)
    changed = send(opened, None, turtle("Другое"))
    back = send(opened, if_match=changed.headers["etag"])
    assert back.status_code == 201
    assert back.json()["version"] > changed.json()["version"]


# Undoing


def test_a_submission_is_undone_by_another(opened: TestClient) -> None:
    before = data(opened)
    sequence = send(opened).json()["version"]
    assert known(opened)
    answer = opened.post(f"/api/submissions/{sequence}/undo?reason=ошибка")
    assert answer.status_code == 201
    assert not known(opened)
    assert data(opened) == before
    entry = opened.get(answer.headers["location"]).json()
    assert (entry["reason"], entry["source"]) == ("ошибка", f"undo-{sequence}.nt")
    again = opened.post(f"/api/submissions/{entry['sequence']}/undo")  # undone, too
    assert again.status_code == 201
    assert known(opened)


def test_an_undo_is_looked_at_first_and_both_submissions_name_each_other(
    opened: TestClient,
) -> None:
    sequence = send(opened).json()["version"]
    page = f"/submissions/{sequence}"
    kept = opened.post(f"{page}/undo", data={"preview": "1", "reason": "ошибка"})
    place = kept.headers["location"]
    assert (entries(opened), known(opened)) == (sequence, True)
    draft = opened.get(place).text
    assert "Урок у реки" in draft
    assert 'value="ошибка"' in draft
    assert "Отменена подачей" not in opened.get(page).text
    assert opened.post(f"{place}/accept", data={"reason": "ошибка"}).status_code == 201
    assert not known(opened)
    assert f'Отменена подачей <a href="/submissions/{sequence + 1}">' in opened.get(page).text
    by = opened.get(f"/submissions/{sequence + 1}").text
    assert f'Отменяет подачу <a href="{page}">' in by
    # A file that is only called so undoes nothing.
    third = send(opened, None, turtle("Вторая", "practice/desk-9")).json()["version"]
    quads = ox.parse(turtle("Третья", "practice/desk-10").encode(), ox.RdfFormat.TURTLE)
    content = ox.serialize([q.triple for q in quads], format=ox.RdfFormat.N_TRIPLES)
    file = {"file": (f"undo-{third}.nt", content, "application/n-triples")}
    place = opened.post("/submit", files=file, data={"body": SERVICE}).headers["location"]
    assert opened.post(f"{place}/accept").status_code == 201
    assert registry_of(opened).log.summary(third + 1).header.source == f"undo-{third}.nt"
    assert "Отменена подачей" not in opened.get(f"/submissions/{third}").text


def test_undoing_leaves_what_others_did_since(opened: TestClient) -> None:
    sequence = send(opened).json()["version"]
    send(opened, None, turtle("Вторая", "practice/desk-9"))
    assert opened.post(f"/api/submissions/{sequence}/undo").status_code == 201
    assert not known(opened)
    assert known(opened, "practice/desk-9")


def test_what_was_changed_again_is_not_undone(opened: TestClient) -> None:
    sequence = send(opened).json()["version"]
    send(opened, None, turtle("Другое"))
    before = dump(opened)
    answer = opened.post(f"/api/submissions/{sequence}/undo")
    assert (answer.status_code, answer.json()["type"]) == (409, "/errors/version-conflict")
    assert answer.json()["conflicts"][0]["record"] == ID + PRACTICE
    assert dump(opened) == before


@pytest.mark.parametrize(("sequence", "status"), [(1, 409), (0, 404), (99_999, 404)])
def test_what_is_no_change_of_data_is_not_undone(
    opened: TestClient, sequence: int, status: int
) -> None:
    assert opened.post(f"/api/submissions/{sequence}/undo").status_code == status


def test_undoing_asks_for_four_eyes_too(
    opened: TestClient, methodist: dict[str, str], coordinator: dict[str, str]
) -> None:
    place = send(opened, methodist).headers["location"]
    sequence = opened.post(f"{place}/accept", headers=coordinator).json()["version"]
    undone = opened.post(f"/api/submissions/{sequence}/undo", headers=methodist)
    assert undone.status_code == 202
    assert known(opened)
    place = undone.headers["location"]
    assert opened.post(f"{place}/accept", headers=coordinator).status_code == 201
    assert not known(opened)


# Reports


def test_an_open_submission_has_a_report(opened: TestClient, methodist: dict[str, str]) -> None:
    place = send(opened, methodist).headers["location"]
    told = opened.get(f"{place}/report", headers=methodist)
    assert told.json()["records"] == {ID + PRACTICE: "added"}
    graph_of = opened.get(f"{place}/report?format=ttl", headers=methodist)
    quads = list(ox.parse(graph_of.content, ox.RdfFormat.TURTLE))
    conforms = ox.NamedNode(PREFIXES["sh"] + "conforms")
    assert [q.object.value for q in quads if q.predicate == conforms]


def test_a_refused_draft_has_each_result_in_its_report(opened: TestClient) -> None:
    wrong = turtle().replace("adms:status", "rms:note")
    file = {"file": ("practice.ttl", wrong, "text/turtle")}
    kept = opened.post("/submit", files=file, data={"body": SERVICE})
    name = kept.headers["location"].rpartition("/")[2]
    answer = opened.get(f"/api/submissions/{name}/report")
    results = answer.json()["results"]
    turtle_report = opened.get(f"/api/submissions/{name}/report?format=ttl").content
    quads = list(ox.parse(turtle_report, ox.RdfFormat.TURTLE))
    source = ox.NamedNode(PREFIXES["sh"] + "sourceShape")
    assert sorted(q.object.value for q in quads if q.predicate == source) == sorted(
        r["shape"] for r in results
    )
    assert any(r["severity"] == "Violation" for r in results)


# The Graph Store Protocol


def store(client: TestClient, method: str, content: str = "", **headers: str) -> httpx.Response:
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    found: httpx.Response = client.request(
        method,
        "/rdf-graph-store?graph=graph/body/store-1",
        content=content,
        headers={"content-type": "text/turtle", **more},
    )
    return found


def test_a_graph_is_put_read_added_to_and_deleted(opened: TestClient) -> None:
    assert store(opened, "GET").status_code == 404
    assert store(opened, "DELETE").status_code == 404
    put = store(opened, "PUT", turtle())
    assert put.status_code == 201
    got = store(opened, "GET", accept="application/n-triples")
    assert got.headers["etag"] == put.headers["etag"]
    given = {q.triple for q in ox.parse(turtle().encode(), ox.RdfFormat.TURTLE)}
    assert {q.triple for q in ox.parse(got.content, ox.RdfFormat.N_TRIPLES)} == given
    assert store(opened, "PUT", turtle()).status_code == 200
    assert store(opened, "POST", turtle("Вторая", "practice/desk-8")).status_code == 200
    more = store(opened, "GET", accept="application/n-triples").content
    assert {q.triple for q in ox.parse(more, ox.RdfFormat.N_TRIPLES)} > given
    stale = store(opened, "PUT", turtle("Третья"), if_match=put.headers["etag"])
    assert stale.status_code == 409
    assert store(opened, "DELETE").status_code == 200
    assert store(opened, "GET").status_code == 404


@pytest.mark.parametrize(
    "graph",
    ["", "graph/ontology", "ontology", "http://example.org/g", "graph/territory/demo-region"],
)
def test_only_a_bodys_or_documents_graph_is_handed_in(opened: TestClient, graph: str) -> None:
    before = dump(opened)
    for method in ("GET", "PUT", "POST", "DELETE"):
        answer = opened.request(method, f"/rdf-graph-store?graph={graph}", content=turtle())
        assert (answer.status_code, answer.json()["type"]) == (400, "/errors/parameter")
    assert dump(opened) == before


def test_the_graph_store_asks_who_it_is(opened: TestClient, methodist: dict[str, str]) -> None:
    assert store(opened, "PUT", turtle()).status_code == 401
    assert store(opened, "PUT", turtle(), **methodist).status_code == 403
    place = f"/rdf-graph-store?graph=graph/{SERVICE}"
    headers = {"content-type": "text/turtle", **methodist}
    waiting = opened.post(place, content=turtle(), headers=headers)
    assert waiting.status_code == 202


# What was refused is noted, without what was in it.


def refusals(client: TestClient, about: str) -> dict[str, int]:
    """Return how often was refused what was handed in about a body: at all, and by cause."""
    told = registry_of(client).drafts.attempts(ID + about, "2026-01-01", "9999-12-31")
    return {one.cause: one.number for one in told if one.state == "refused"}


def test_a_refusal_is_noted_by_its_causes(opened: TestClient) -> None:
    send(opened, None, turtle().replace("adms:status", "rms:note"))
    send(opened, None, "no turtle at all")
    found = refusals(opened, SERVICE)
    assert (found[""], found["rdf-syntax"]) == (2, 1)
    assert any("Practice-status" in cause for cause in found)
    assert "Урок" not in str(found)


def test_checking_a_draft_is_no_refusal_and_handing_it_in_is_one(opened: TestClient) -> None:
    about = "body/desk-careful"
    me = named(opened, "careful", Role(SUBMIT, ID + about))
    wrong = turtle().replace("adms:status", "rms:note")
    file = {"file": ("practice.ttl", wrong, "text/turtle")}
    place = opened.post("/submit", files=file, data={"body": about}, headers=me).headers["location"]
    for _ in range(3):
        assert opened.get(place, headers=me).status_code == 200
        opened.post(f"{place}/file", files=file, headers=me)
    assert refusals(opened, about) == {}
    assert opened.post(f"{place}/accept", headers=me).status_code == 422
    found = refusals(opened, about)
    assert found[""] == 1
    assert any("Practice-status" in cause for cause in found)
