"""The SPARQL protocol, read only: forms, types, limits, and others are answered meanwhile."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from graphsvc.rdf.names import BASE, ID
from tests.conftest import QUERY_TIME_LIMIT_S
from tests.making import body_turtle

if TYPE_CHECKING:
    import httpx
    from starlette.testclient import TestClient

    from graphsvc.api.state import Service
    from graphsvc.processes import Frame
    from graphsvc.registry import Registry

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ONE = f"SELECT ?type {{ <{ID}body/demo-iro> a ?type }}"


def ask(client: TestClient, query: str, accept: str = "*/*") -> httpx.Response:
    response: httpx.Response = client.get(
        "/sparql", params={"query": query}, headers={"accept": accept}
    )
    return response


def rows(response: httpx.Response) -> list[dict[str, Any]]:
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["results"]["bindings"]
    return found


def test_a_query_may_be_sent_in_three_ways(client: TestClient) -> None:
    form = client.post("/sparql", data={"query": ONE})
    direct = client.post(
        "/sparql", content=ONE, headers={"content-type": "application/sparql-query; charset=utf-8"}
    )
    expected = [{"type": {"type": "uri", "value": f"{BASE}ontology#Body"}}]
    assert rows(ask(client, ONE)) == rows(form) == rows(direct) == expected


def test_it_says_which_state_of_the_data_it_answers(client: TestClient, registry: Registry) -> None:
    assert ask(client, ONE).headers["x-sequence"] == str(registry.store.sequence)


@pytest.mark.parametrize(
    ("query", "accept", "given"),
    [
        (ONE, "*/*", "application/sparql-results+json"),
        (ONE, "application/sparql-results+xml", "application/sparql-results+xml"),
        (ONE, "text/csv", "text/csv"),
        (ONE, "text/tab-separated-values", "text/tab-separated-values"),
        (ONE, "image/png, text/csv", "text/csv"),
        ("ASK {}", "application/sparql-results+json", "application/sparql-results+json"),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        (f"DESCRIBE <{ID}body/demo-iro>", "*/*", "text/turtle"),
        (
            "CONSTRUCT WHERE { ?s rms:coordinates ?o }",
            "application/n-triples",
            "application/n-triples",
        ),
        ("CONSTRUCT WHERE { ?s rms:coordinates ?o }", "application/ld+json", "application/ld+json"),
        ("CONSTRUCT WHERE { ?s rms:coordinates ?o }", "application/rdf+xml", "application/rdf+xml"),
    ],
)
def test_an_answer_comes_in_the_type_accepted(
    client: TestClient, query: str, accept: str, given: str
) -> None:
    response = ask(client, query, accept)
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == given
    assert response.content


def test_a_type_of_another_kind_is_not_acceptable(client: TestClient) -> None:
    assert ask(client, ONE, "text/turtle").status_code == 406
    assert ask(client, "CONSTRUCT WHERE { ?s ?p ?o }", "text/csv").status_code == 406


def test_without_a_query_the_service_is_described(client: TestClient) -> None:
    response = client.get("/sparql")
    assert list(ox.parse(response.content, ox.RdfFormat.TURTLE, base_iri="http://127.0.0.1/"))
    browser = client.get("/sparql", headers={"accept": "text/html"})
    assert (browser.status_code, browser.headers["location"]) == (303, "/workbench")


def test_nothing_counts_twice_and_graphs_are_honoured(
    client: TestClient, registry: Registry
) -> None:
    counted = "SELECT (COUNT(*) AS ?n) {} {{ {} }}"

    def count(dataset: str, pattern: str) -> int:
        return int(rows(ask(client, counted.format(dataset, pattern)))[0]["n"]["value"])

    everything = set(registry.store.merged())
    assert count("", "?s ?p ?o") == len(everything) == registry.store.size()
    graph = registry.store.submitted()[0]
    size = len(registry.store.graph(graph))
    assert 0 < size < len(everything)
    assert count(f"FROM {graph}", "?s ?p ?o") == size
    assert count("", f"GRAPH {graph} {{ ?s ?p ?o }}") == size
    assert count(f"FROM NAMED {graph}", "GRAPH ?g { ?s ?p ?o }") == size
    assert count("FROM <https://e.org/nosuch>", "?s ?p ?o") == 0


@pytest.mark.parametrize(
    ("slug", "query"),
    [
        ("query-refused", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"),
        ("query-refused", "SELECT * { # \rSERVICE <http://127.0.0.1:9/> { ?s ?p ?o } \n}"),
        ("query-refused", "LOAD <http://127.0.0.1:9/>"),
        ("query-refused", "INSERT DATA { <a:a> <a:b> <a:c> }"),
        ("query-refused", "DROP ALL"),
        ("query-refused", "SELECT * " + "{" * 65 + "}" * 65),
        ("query-refused", "#" * 70_000),
        ("query-syntax", "SELECT"),
        ("query-syntax", ""),
        ("query-syntax", "SELECT * { ?s nosuch:p ?o }"),
    ],
)
def test_what_is_no_free_query_is_told(client: TestClient, slug: str, query: str) -> None:
    response = (
        client.post("/sparql", data={"query": query}) if query else client.get("/sparql?query=")
    )
    assert response.status_code == 400
    assert response.json()["type"] == f"/errors/{slug}"
    assert "/work" not in response.text
    assert "Traceback" not in response.text


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (b"update=DROP+ALL", "application/x-www-form-urlencoded"),
        (b"query=ASK+%7B%7D&update=DROP+ALL", "application/x-www-form-urlencoded"),
        (b"query=ASK+%7B%7D&query=ASK+%7B%7D", "application/x-www-form-urlencoded"),
        (b"", "application/x-www-form-urlencoded"),
        (b"DROP ALL", "application/sparql-update"),
        (b"ASK {}", "text/plain"),
        (b"ASK {}", ""),
        (b"\xff", "application/sparql-query"),
    ],
)
def test_a_body_that_is_no_query_is_refused(client: TestClient, content: bytes, media: str) -> None:
    response = client.post("/sparql", content=content, headers={"content-type": media})
    assert response.status_code == 400
    assert response.json()["type"] in ("/errors/query-refused", "/errors/query-syntax")


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_a_dataset_named_beside_the_query_is_not_passed_over(client: TestClient, name: str) -> None:
    fields = {"query": ONE, name: "https://e.org/nosuch"}
    for response in (client.get("/sparql", params=fields), client.post("/sparql", data=fields)):
        assert response.status_code == 400
        assert "FROM" in response.json()["detail"]


def test_too_many_fields_are_told(client: TestClient) -> None:
    response = client.post("/sparql", data={f"f{n}": "1" for n in range(40)})
    assert response.status_code == 400


def test_an_innocent_word_is_answered(client: TestClient) -> None:
    query = 'PREFIX ex: <http://e/> SELECT ?load { ?load ex:SERVICE "SERVICE <x> LOAD" }'
    assert rows(ask(client, query)) == []


def test_an_endless_query_ends_and_others_are_answered(client: TestClient) -> None:
    found: list[tuple[int, float]] = []

    def endless() -> None:
        started = time.monotonic()
        status = ask(client, ENDLESS).status_code
        found.append((status, time.monotonic() - started))

    other = threading.Thread(target=endless)
    other.start()
    answered = 0
    while other.is_alive():
        started = time.monotonic()
        assert client.get("/api/questions/who-coordinates-whom/answer").status_code == 200
        assert ask(client, ONE).status_code == 200
        assert time.monotonic() - started < QUERY_TIME_LIMIT_S
        answered += 1
    other.join()
    ((status, seconds),) = found
    assert status == 503
    assert seconds < QUERY_TIME_LIMIT_S + 1
    assert answered > 1


def test_a_copy_of_the_store_stays_while_it_is_read(
    writable: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others write and ask meanwhile, so that newer copies are taken."""
    app: Any = writable.app
    service: Service = app.state.service
    pool = service.sparql_queries.pool
    real = pool.ask
    query = f"SELECT ?label {{ <{ID}body/waiting> skos:prefLabel ?label }}"
    folders: list[Path] = []

    def write(number: int) -> None:
        response = writable.post(
            "/api/submissions?body=body/waiting",
            content=body_turtle("waiting", f"Центр {number}"),
            headers={"content-type": "text/turtle"},
        )
        assert response.status_code == 201

    def late(copy: str, request: dict[str, Any], time_limit_s: float) -> Frame:
        folders.append(Path(copy))
        if len(folders) <= 1:
            write(len(folders))
            service.sparql(query, ["text/csv"])
        return real(copy, request, time_limit_s)

    write(0)
    monkeypatch.setattr(pool, "ask", late)
    body = service.sparql(query, ["text/csv"]).body
    assert "Центр 0" in body.decode()  # the state it was asked in
    assert len(set(folders)) == 2
    assert [f.exists() for f in folders] == [False, True]
    assert "Центр 1" in ask(writable, query).text


def test_a_boolean_is_one(client: TestClient) -> None:
    assert json.loads(ask(client, f"ASK {{ <{ID}body/demo-iro> a rms:Body }}").content)["boolean"]
