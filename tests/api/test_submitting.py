"""Handing data in over HTTP: accepted whole or refused whole, with every fault told."""

from __future__ import annotations

import asyncio
import itertools
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from graphsvc.rdf.names import BASE, ID
from tests.making import TURTLE, body_turtle

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx
    from starlette.testclient import TestClient

    from graphsvc.registry import Registry

KEYS = (f"body-{n}" for n in itertools.count())


@pytest.fixture
def key() -> str:
    """A body nobody else writes about."""
    return next(KEYS)


def send(
    client: TestClient,
    key: str,
    content: str | bytes | Iterator[bytes],
    media: str = "text/turtle",
    query: str = "",
    **headers: str,
) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    response: httpx.Response = client.post(
        f"/api/submissions?body=body/{key}{query}",
        content=content,
        headers={"content-type": media, **named},
    )
    return response


def dump(client: TestClient) -> set[ox.Quad]:
    app: Any = client.app
    registry: Registry = app.state.service.registry
    return set(registry.store.dump())


def converted(turtle: str, rdf_format: ox.RdfFormat) -> bytes:
    quads = ox.parse(turtle.encode(), ox.RdfFormat.TURTLE)
    triples = [q if rdf_format.supports_datasets else q.triple for q in quads]
    return ox.serialize(triples, format=rdf_format) or b""


def test_an_accepted_file_is_a_version_and_can_be_read(writable: TestClient, key: str) -> None:
    response = send(
        writable, key, body_turtle(key, "Институт"), query="&reason=сверка", x_agent="i"
    )
    assert response.status_code == 201
    body = response.json()
    assert body["changed"]
    triples = {q.triple for q in ox.parse(body_turtle(key).encode(), ox.RdfFormat.TURTLE)}
    assert (body["added"], body["removed"]) == (len(triples), 0)
    assert response.headers["etag"] == f'"{body["version"]}"'
    entry = writable.get(f"/api/submissions/{body['version']}").json()
    assert (entry["agent"], entry["reason"], entry["source"]) == ("i", "сверка", "text/turtle")
    assert entry["graph"] == f"{BASE}graph/body/{key}"
    record = writable.get(f"/data/body/{key}.json").json()
    assert record["label"] == "Институт"
    found = writable.get("/api/search?q=институту").json()["hits"]
    assert ID + f"body/{key}" in {h["id"] for h in found}
    asked = writable.get(f"/sparql?query=ASK {{ <{ID}body/{key}> a rms:Body }}")
    assert asked.json()["boolean"] is True


@pytest.mark.parametrize(
    "rdf_format",
    [
        ox.RdfFormat.TURTLE,
        ox.RdfFormat.TRIG,
        ox.RdfFormat.N_TRIPLES,
        ox.RdfFormat.N_QUADS,
        ox.RdfFormat.JSON_LD,
        ox.RdfFormat.RDF_XML,
    ],
    ids=lambda f: f.file_extension,
)
def test_each_format_says_the_same(
    writable: TestClient, key: str, rdf_format: ox.RdfFormat
) -> None:
    first = send(writable, key, body_turtle(key))
    again = send(writable, key, converted(body_turtle(key), rdf_format), rdf_format.media_type)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["version"] == first.json()["version"]


def test_a_csv_table_is_taken(writable: TestClient, key: str) -> None:
    send(writable, f"{key}-t", body_turtle(f"{key}-t"))
    table = (
        "id,Название,label@en,kind,level,jurisdiction,status,size\n"
        f"{key},Центр,Centre,methodical-service,региональный,t,existing,12\n"
    )
    response = send(writable, key, table, "text/csv", "&entity=body")
    assert response.status_code == 201, response.text
    fields = writable.get(f"/data/body/{key}.json?lang=en").json()["fields"]
    assert fields["size"] == ["12"]
    assert fields["level"][0]["label"] == "regional"


def test_the_same_bytes_again_change_nothing(writable: TestClient, key: str) -> None:
    first = send(writable, key, body_turtle(key))
    before = dump(writable)
    again = send(writable, key, body_turtle(key))
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {**again.json(), "changed": False, "added": 0, "removed": 0}
    assert again.headers["etag"] == first.headers["etag"]
    assert dump(writable) == before


def test_a_dry_run_tells_and_changes_nothing(writable: TestClient, key: str) -> None:
    before = dump(writable)
    for value in ("1", "true"):
        response = send(writable, key, body_turtle(key), query=f"&dryRun={value}")
        assert response.status_code == 200
        assert response.json()["added"] > 0
        assert response.json()["changed"] is False
    assert dump(writable) == before


def test_a_patch_adds_a_record_and_a_replacement_replaces(writable: TestClient, key: str) -> None:
    send(writable, key, body_turtle(key))
    more = f'{TURTLE}<{ID}person/{key}> skos:altLabel "Ещё"@ru .'
    added = send(writable, key, more, query="&mode=patch").json()
    assert (added["added"], added["removed"]) == (1, 0)
    replaced = send(writable, key, body_turtle(key)).json()
    assert (replaced["added"], replaced["removed"]) == (0, 1)


def test_a_version_that_is_not_the_present_one_is_a_conflict(
    writable: TestClient, key: str
) -> None:
    first = send(writable, key, body_turtle(key), if_match='"0"')
    assert first.status_code == 201
    etag = first.headers["etag"]
    second = send(writable, key, body_turtle(key, "Иной"), if_match=etag)
    assert second.status_code == 201
    before = dump(writable)
    late = send(writable, key, body_turtle(key, "Третий"), if_match=etag)
    assert late.status_code == 409
    assert late.json()["type"] == "/errors/version-conflict"
    assert etag.strip('"') in late.json()["detail"]
    assert second.headers["etag"].strip('"') in late.json()["detail"]
    assert dump(writable) == before


@pytest.mark.parametrize("tag", ["x", 'W/"1"', "*", '"-1"', '"1", "2"', '"' + "9" * 5_000 + '"'])
def test_a_version_that_cannot_be_read_is_told(writable: TestClient, key: str, tag: str) -> None:
    assert send(writable, key, body_turtle(key), if_match=tag).status_code == 400


def test_a_version_in_other_digits_is_told(writable: TestClient, key: str) -> None:
    response = writable.post(
        f"/api/submissions?body=body/{key}",
        content=body_turtle(key),
        headers=[(b"content-type", b"text/turtle"), (b"if-match", b"\xb2")],
    )
    assert response.status_code == 400


@pytest.mark.parametrize(("lang", "word"), [("ru", "численность"), ("en", "Size")])
def test_a_refused_file_has_every_result_and_changes_nothing(
    writable: TestClient, key: str, lang: str, word: str
) -> None:
    before = dump(writable)
    bad = body_turtle(key, level="nosuch") + f'<{ID}body/{key}> rms:size "many" .'
    response = send(writable, key, bad, query=f"&lang={lang}")
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["type"] == "/errors/shape-violation"
    found = {r["shape"].rpartition("#")[2]: r for r in body["results"]}
    assert {"Body-size", "Body-level"} <= set(found)
    size = found["Body-size"]
    assert (size["focus"], size["value"], size["severity"]) == (
        f"{ID}body/{key}",
        "many",
        "Violation",
    )
    assert word in size["message"]
    assert all(r["message"] for r in body["results"])
    assert dump(writable) == before


@pytest.mark.parametrize(("lang", "word"), [("ru", "целое число"), ("en", "whole number")])
def test_a_faulty_table_is_told_by_row_and_column(
    writable: TestClient, key: str, lang: str, word: str
) -> None:
    before = dump(writable)
    table = f"id,size,level\n{key},12,регионалный\n{key},много,federal\n"
    response = send(writable, key, table, "text/csv", f"&entity=body&lang={lang}")
    assert response.status_code == 422
    faults = response.json()["faults"]
    assert [(f["row"], f["column"], f["value"]) for f in faults] == [
        (2, "level", "регионалный"),
        (3, "size", "много"),
    ]
    assert faults[0]["proposal"] == "региональный"
    assert word in faults[1]["text"]
    assert dump(writable) == before


@pytest.mark.parametrize(
    ("slug", "content", "media"),
    [
        ("rdf-syntax", "<a> <b", "text/turtle"),
        ("rdf-syntax", b'<a:a> <a:b> "\xff" .', "text/turtle"),
        ("rdf-syntax", "{", "application/ld+json"),
        ("rdf-syntax", '{"@context": "http://127.0.0.1:9/c"}', "application/ld+json"),
        ("lint", "<!DOCTYPE x><a/>", "application/rdf+xml"),
        ("lint", "[" * 100, "application/ld+json"),
        ("lint", f"<{ID}body/x> <a:p> <javascript:x> .", "text/turtle"),
        ("lint", f'<{ID}body/x> <http://e/p> "\\u202e" .', "text/turtle"),
        ("lint", "<http://e/x> <http://e/p> 1 .", "text/turtle"),
        ("lint", f"<{ID}submission/1> <http://e/p> 1 .", "text/turtle"),
        ("lint", f"<{BASE}ontology#Body> <http://e/p> 1 .", "text/turtle"),
        ("table", b"id,label\na,\xff\x98\n", "text/csv"),
        ("table", "id,label,name\na,b,c\n", "text/csv"),
        ("table", "id,webPage\na,http://a b\n", "text/csv"),
        ("table", "id,label@a b\na,x\n", "text/csv"),
        ("table", "id,document,clause,lines,quote\na,нет такого,1,1,q\n", "text/csv"),
    ],
)
def test_what_cannot_be_taken_is_refused_whole(
    writable: TestClient, key: str, slug: str, content: str | bytes, media: str
) -> None:
    before = dump(writable)
    response = send(writable, key, content, media, "&entity=body")
    assert response.status_code == 422, response.text
    assert response.json()["type"] == f"/errors/{slug}"
    assert dump(writable) == before


@pytest.mark.parametrize(
    "media",
    ["", "application/pdf", "application/json", "text/plain", "application/x-www-form-urlencoded"],
)
def test_a_format_not_read_here_is_told(writable: TestClient, key: str, media: str) -> None:
    response = send(writable, key, body_turtle(key), media)
    assert response.status_code == 415
    assert response.json()["type"] == "/errors/format"


def test_a_table_without_its_entity_is_told(writable: TestClient, key: str) -> None:
    assert send(writable, key, "id\na\n", "text/csv").status_code == 415
    assert send(writable, key, "id\na\n", "text/csv", "&entity=../x").status_code == 422


@pytest.mark.parametrize(
    "query", ["", "?body=", "?body=a%20b", "?body=%3E", "?body=body/x&mode=drop"]
)
def test_a_submission_is_about_somebody(writable: TestClient, query: str) -> None:
    before = dump(writable)
    response = writable.post(
        f"/api/submissions{query}", content=TURTLE, headers={"content-type": "text/turtle"}
    )
    assert response.status_code == 400
    assert dump(writable) == before


def test_bytes_are_counted_as_they_come(writable: TestClient, key: str) -> None:
    """Past the test client, which would gather the body first."""
    read = 0
    answers: list[Any] = []

    async def receive() -> dict[str, object]:
        nonlocal read
        read += 10_000
        return {"type": "http.request", "body": b"#" * 10_000, "more_body": read < 2_000_000}

    async def send_back(message: Any) -> None:
        answers.append(message)

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": "/api/submissions",
        "raw_path": b"/api/submissions",
        "query_string": f"body=body/{key}".encode(),
        "headers": [(b"host", b"localhost"), (b"content-type", b"text/turtle")],
        "scheme": "http",
        "server": ("localhost", 80),
        "client": ("127.0.0.1", 1),
        "root_path": "",
    }
    before = dump(writable)
    app: Any = writable.app
    asyncio.run(asyncio.wait_for(app(scope, receive, send_back), 30))
    assert answers[0]["status"] == 413
    assert b"/errors/too-large" in answers[1]["body"]
    assert read <= 210_000
    assert dump(writable) == before


def test_a_body_in_pieces_is_counted_whole(writable: TestClient, key: str) -> None:
    response = send(writable, key, (b"#" * 9_999 + b"\n" for _ in range(30)))
    assert response.status_code == 413
    assert response.json()["type"] == "/errors/too-large"


def test_a_file_at_the_limit_is_taken(writable: TestClient, key: str) -> None:
    text = body_turtle(key)
    padding = 200_000 - len(text.encode())
    assert send(writable, key, text + "#" * padding).status_code == 201
    assert send(writable, key, text + "#" * (padding + 1)).status_code == 413


def test_too_many_triples_are_refused(writable: TestClient, key: str) -> None:
    many = "".join(f"<{ID}body/{key}> <http://e/p> {n} .\n" for n in range(1_001))
    assert send(writable, key, many).status_code == 413


def test_a_number_in_another_form_is_not_lost(writable: TestClient, key: str) -> None:
    odd = body_turtle(key) + f'<{ID}body/{key}> rms:size "007"^^xsd:integer .'
    assert [send(writable, key, odd).status_code for _ in range(3)] == [201, 200, 200]
    assert writable.get(f"/data/body/{key}.json").json()["fields"]["size"] == ["7"]


def test_a_window_no_calendar_has_does_not_stop_the_registry(
    writable: TestClient, key: str
) -> None:
    """It passes the shape; to fail on it after the journal would be for ever."""
    window = (
        body_turtle(key)
        + f'<{ID}document/{key}> a rms:Document ; skos:prefLabel "П"@ru ;'
        + f" rms:documentKind <{BASE}scheme/document-kind/plan> ;"
        + f" adms:status <{BASE}scheme/document-status/in-force> .\n"
        + f"<{ID}activity/{key}/1> a rms:Activity ; rms:plan <{ID}document/{key}> ;"
        + " rms:position 1 ;"
        + ' skos:prefLabel "М"@ru ; rms:deadlinePrinted "май" ; rms:responsiblePrinted "ММС" ;'
        + f" rms:deadlineKind <{BASE}scheme/deadline-kind/windows> ;"
        + ' rms:deadlineWindow "2021-02-31/2021-03-01" .\n'
    )
    response = send(writable, key, window)
    assert response.status_code in (201, 422), response.text
    assert send(writable, f"{key}-after", body_turtle(f"{key}-after")).status_code == 201
    ready = writable.get("/readyz").json()
    assert ready["sequence"] == ready["store"]


def test_a_journal_number_cannot_be_forged(writable: TestClient, key: str) -> None:
    version = send(writable, key, body_turtle(key)).json()["version"]
    forged = (
        body_turtle(f"{key}-f")
        + f"<{ID}body/{key}-f> rms:changedGraph <{BASE}graph/body/{key}> ; rms:sequence 999999 ."
    )
    send(writable, f"{key}-f", forged)
    changed = send(writable, key, body_turtle(key, "Иной"), if_match=f'"{version}"')
    assert changed.status_code == 201
    assert writable.get(f"/id/body/{key}/history").status_code == 200


def test_two_bodies_say_the_same_and_one_takes_it_back(writable: TestClient, key: str) -> None:
    send(writable, key, body_turtle(key))
    both = body_turtle(key) + body_turtle(f"{key}-b").removeprefix(TURTLE)
    assert send(writable, f"{key}-b", both).status_code == 201
    asked = f"/sparql?query=SELECT (COUNT(*) AS ?n) {{ <{ID}body/{key}> a ?type }}"

    def counted() -> str:
        return str(writable.get(asked).json()["results"]["bindings"][0]["n"]["value"])

    assert counted() == "1"
    assert send(writable, key, "").status_code == 201
    assert counted() == "1"
    assert writable.get(f"/data/body/{key}.json").json()["graphs"] == [f"graph/body/{key}-b"]


def test_what_others_refer_to_cannot_be_taken_away(writable: TestClient, key: str) -> None:
    send(writable, key, body_turtle(key))
    refers = f'{TURTLE}<{ID}person/{key}> a rms:Person ; skos:prefLabel "Методист"@ru .'
    served = (
        body_turtle(f"{key}-r")
        + f"<{ID}body/{key}-r> rms:serves <{ID}body/{key}> .\n"
        + refers.replace(TURTLE, "")
    )
    assert send(writable, f"{key}-r", served).status_code == 201
    before = dump(writable)
    refused = send(writable, key, "")
    assert refused.status_code == 422
    assert f"{ID}body/{key}-r" in {r["focus"] for r in refused.json()["results"]}
    assert dump(writable) == before


def test_a_refusal_tells_of_what_is_lost_and_not_of_what_others_contradict_each_other_in(
    writable: TestClient, key: str
) -> None:
    condition = f'{TURTLE}<{ID}condition/{key}> a rms:Condition ; skos:prefLabel "Условие"@ru .'
    about = f"<{ID}condition/{key}> rms:about <{ID}body/{key}> ."
    assert send(writable, key, body_turtle(key)).status_code == 201
    assert send(writable, f"{key}-a", condition + about).status_code == 201
    other = condition.replace("Условие", "Другое условие")
    assert send(writable, f"{key}-b", other).status_code == 201
    refused = send(writable, key, "")
    assert refused.status_code == 422
    assert {r["shape"].rpartition("#")[2] for r in refused.json()["results"]} == {"Condition-about"}
