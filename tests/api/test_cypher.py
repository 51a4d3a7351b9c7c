"""Free Cypher over HTTP: values, the graph of an answer, what is refused, limits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from graphsvc.api.app import create_app
from graphsvc.rdf.names import BASE, ID
from graphsvc.settings import Settings
from tests.making import body_turtle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx

    from graphsvc.registry import Registry

COUNCIL, SERVICE = f"{ID}body/lo-ks-rms", f"{ID}body/lo-rms"
JSON = "application/json"


def ask(client: TestClient, query: str, **parameters: Any) -> httpx.Response:
    body = {"query": query, "parameters": parameters}
    found: httpx.Response = client.post("/cypher", json=body)
    return found


def answer(client: TestClient, query: str, **parameters: Any) -> dict[str, Any]:
    response = ask(client, query, **parameters)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == JSON
    found: dict[str, Any] = response.json()
    assert response.headers["x-sequence"] == str(found["sequence"])
    return found


def test_columns_and_rows_come_in_order(client: TestClient, registry: Registry) -> None:
    found = answer(
        client,
        "MATCH (a:Body)-[:MANAGES]->(b:Body {iri: $body}) RETURN a.iri AS manager, b.iri, 1 AS one",
        body=SERVICE,
    )
    assert found == {
        "columns": ["manager", "b.iri", "one"],
        "rows": [[COUNCIL, SERVICE, 1]],
        "sequence": registry.store.sequence,
    }


def test_values_are_as_json_has_them(client: TestClient) -> None:
    found = answer(
        client,
        "RETURN 1, 2.5, true, null, 'да', date('2024-01-31'), timestamp('2024-01-31 10:00:00'), "
        "[1, 2], {a: [date('2024-01-31')]}, 1.0 / 0, interval('1 day 5 seconds'), "
        "CAST(1.50 AS DECIMAL(5, 2))",
    )
    moments = ["2024-01-31", "2024-01-31T10:00:00Z"]
    rest = [[1, 2], {"a": ["2024-01-31"]}, "inf", "P1DT5S", 1.5]
    assert found["rows"] == [[1, 2.5, True, None, "да", *moments, *rest]]
    assert "graph" not in found
    assert "cut" not in found


@pytest.mark.parametrize(
    "value", ["да", 'it\'s "x" \\ $y', 7, -2.5, True, None, [1, 2], [0.5, 2.0], {"a": {"b": "в"}}]
)
def test_a_parameter_comes_back_as_it_went_in(client: TestClient, value: object) -> None:
    assert answer(client, "RETURN $x AS x", x=value)["rows"] == [[value]]


def test_a_date_is_a_text_that_the_query_reads(client: TestClient) -> None:
    query = "RETURN date($day) < date('2024-02-01'), date($day)"
    assert answer(client, query, day="2024-01-31")["rows"] == [[True, "2024-01-31"]]


def test_a_node_has_its_key_label_and_properties(client: TestClient) -> None:
    found = answer(client, "MATCH (n:Body {iri: $x}) RETURN n", x=COUNCIL)
    ((node,),) = found["rows"]
    assert set(node) == {"iri", "label", "properties"}
    assert (node["iri"], node["label"]) == (COUNCIL, "Body")
    assert node["properties"]["label_ru"] == "Координационный совет РМС"
    assert node["properties"]["type"] == f"{BASE}ontology#Body"
    assert None not in node["properties"].values()
    assert not any(name.startswith("_") or name == "iri" for name in node["properties"])
    assert found["graph"] == {"nodes": [node], "edges": []}


def test_a_relationship_names_its_ends_though_they_are_not_asked_for(client: TestClient) -> None:
    found = answer(
        client, "MATCH (:Body)-[r:MANAGES]->(b:Body {iri: $x}) RETURN r, collect(r)", x=SERVICE
    )
    ((edge, edges),) = found["rows"]
    assert (edge["type"], edge["source"], edge["target"]) == ("MANAGES", COUNCIL, SERVICE)
    assert edge["properties"]["graphs"]
    assert edges == [edge]
    assert {n["iri"] for n in found["graph"]["nodes"]} == {COUNCIL, SERVICE}
    assert all(n["properties"]["label_ru"] for n in found["graph"]["nodes"])
    assert found["graph"]["edges"] == [edge]


def test_a_path_is_its_nodes_and_relationships_in_turn(client: TestClient) -> None:
    found = answer(
        client,
        "MATCH p = (b:Body {iri: $x})<-[r:MANAGES*1..1]-(a:Body) RETURN p, r, nodes(p)",
        x=SERVICE,
    )
    ((path, edges, nodes),) = found["rows"]
    assert [part.get("iri") or part["type"] for part in path] == [SERVICE, "MANAGES", COUNCIL]
    assert edges == [path[1]]
    assert nodes == [path[0], path[2]]
    # The direction is that of the data, not of the walk.
    assert (path[1]["source"], path[1]["target"]) == (COUNCIL, SERVICE)
    assert found["graph"]["edges"] == [path[1]]


def test_the_graph_has_each_thing_once(client: TestClient) -> None:
    found = answer(
        client, "MATCH (a:Body)-[r:COORDINATES]->(b:Body), (c:Body)-[s:COORDINATES]->(d:Body) "
        "WHERE a.iri STARTS WITH $demo RETURN a, r, b, s LIMIT 500", demo=f"{ID}body/demo",
    )  # fmt: skip
    nodes = [n["iri"] for n in found["graph"]["nodes"]]
    edges = [(e["source"], e["type"], e["target"]) for e in found["graph"]["edges"]]
    assert len(set(nodes)) == len(nodes) > 2
    assert len(set(edges)) == len(edges) > 2
    assert {end for source, _, target in edges for end in (source, target)} <= set(nodes)
    rows = {
        (r["source"], r["type"], r["target"]) for row in found["rows"] for r in (row[1], row[3])
    }
    assert rows == set(edges)


def test_both_languages_show_the_same_graph(client: TestClient) -> None:
    cypher = answer(client, "MATCH (a:Body)-[:MANAGES]->(b:Body) RETURN a.iri AS a, b.iri AS b")
    query = "SELECT ?a ?b { ?a rms:manages ?b . ?a a rms:Body . ?b a rms:Body }"
    response = client.post("/sparql", data={"query": query}, headers={"accept": JSON})
    sparql = response.json()
    assert sorted(sparql["rows"]) == sorted(cypher["rows"]) != []
    assert sparql["columns"] == cypher["columns"]
    assert sparql["sequence"] == cypher["sequence"]
    nodes = {n["iri"]: n for n in sparql["graph"]["nodes"]}
    whole = answer(client, "MATCH (a:Body)-[r:MANAGES]->(b:Body) RETURN a, r, b")["graph"]
    assert nodes.keys() == {n["iri"] for n in whole["nodes"]}
    for node in whole["nodes"]:
        twin = nodes[node["iri"]]
        assert twin["label"] == node["label"]
        assert twin["properties"].items() <= node["properties"].items()
    manages = [e for e in sparql["graph"]["edges"] if e["type"] == f"{BASE}ontology#manages"]
    assert {(e["source"], e["target"]) for e in manages} == {
        (e["source"], e["target"]) for e in whole["edges"]
    }


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("MATCH (n:Body) RETURN n.nosuch", "Cannot find property nosuch for n"),
        ("MATCH (n:Nosuch) RETURN n", "Table Nosuch does not exist"),
        ("RETURN nosuch(1)", "NOSUCH"),
        ("MATCH (n)\nRETURN n +", "2:"),
        ("RETURN 'a", '1:8: "\'"'),
    ],
)
def test_a_mistake_is_told_in_the_engines_words(client: TestClient, query: str, told: str) -> None:
    response = ask(client, query)
    assert response.status_code == 400
    assert response.json()["type"] == "/errors/query-syntax"
    assert told in response.json()["detail"]
    assert "\n" not in response.json()["detail"]
    assert len(response.json()["detail"]) < 400


def test_a_long_mistake_is_cut(client: TestClient) -> None:
    response = ask(client, "RETURN 1 " + "x " * 5_000)
    assert response.json()["type"] == "/errors/query-syntax"
    assert len(response.json()["detail"]) < 400


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("CREATE (:Body)", {"ru": "«CREATE»", "en": "“CREATE”"}),
        ("MATCH (n) SET n.x = 1", {"ru": "слово SET", "en": "the word SET"}),
        ("RETURN 1; RETURN 2", {"ru": "один", "en": "one query"}),
        ("RETURN $x", {"ru": "параметру x", "en": "parameter x"}),
    ],
)
def test_what_is_refused_is_told_in_the_askers_language(
    client: TestClient, query: str, told: dict[str, str], lang: str
) -> None:
    response = client.post(f"/cypher?lang={lang}", json={"query": query})
    assert response.status_code == 400
    assert response.json()["type"] == "/errors/query-refused"
    assert told[lang] in response.json()["detail"]


def test_only_json_is_taken(client: TestClient) -> None:
    body = json.dumps({"query": "RETURN 1"})
    for media in ("text/plain", "application/x-www-form-urlencoded", ""):
        response = client.post("/cypher", content=body, headers={"content-type": media})
        assert response.status_code == 400
    media = "application/json; charset=utf-8"
    assert client.post("/cypher", content=body, headers={"content-type": media}).status_code == 200
    assert client.get("/cypher").status_code == 405


def test_a_query_needs_no_parameters(client: TestClient) -> None:
    query = {"query": "RETURN 1"}
    for body in (query, {**query, "parameters": None}, {**query, "parameters": {}}):
        assert client.post("/cypher", json=body).status_code == 200


def test_the_routes_are_described(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    post = paths["/cypher"]["post"]
    fields = post["requestBody"]["content"][JSON]["schema"]["properties"]
    assert set(fields) == {"query", "parameters"}
    shape = post["responses"]["200"]["content"][JSON]["schema"]["properties"]
    found = answer(client, "MATCH (n:Body) RETURN n LIMIT 1")
    assert found.keys() <= shape.keys() == {"columns", "rows", "graph", "sequence", "cut"}
    sparql = paths["/sparql"]
    assert (
        sparql["get"]["responses"]["200"]["content"][JSON]
        == post["responses"]["200"]["content"][JSON]
    )
    assert "text/csv" in sparql["post"]["responses"]["200"]["content"]
    assert {"400", "503"} <= post["responses"].keys() & sparql["post"]["responses"].keys()


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service with very small limits over two bodies."""
    folder: Path = tmp_path_factory.mktemp("narrow")
    settings = Settings(data_dir=folder, query_row_limit=5, query_result_limit_bytes=8_000)
    with TestClient(create_app(settings), "http://127.0.0.1", follow_redirects=False) as opened:
        hand_in(opened, "one", "Первый")
        yield opened


def hand_in(client: TestClient, key: str, name: str) -> None:
    response = client.post(
        f"/api/submissions?body=body/{key}",
        content=body_turtle(key, name),
        headers={"content-type": "text/turtle"},
    )
    assert response.status_code == 201


def test_an_answer_is_cut_at_the_limit_and_says_so(narrow: TestClient) -> None:
    for count in (5, 6):
        response = ask(narrow, f"UNWIND range(1, {count}) AS x RETURN x")
        assert response.json()["rows"] == [[1], [2], [3], [4], [5]]
        assert response.json().get("cut") == ({"rows": 5} if count > 5 else None)
        assert response.headers.get("x-cut") == ("rows=5" if count > 5 else None)


def test_the_graph_of_a_cut_answer_is_that_of_its_rows(narrow: TestClient) -> None:
    found = answer(narrow, "MATCH (n:CodeList) RETURN n")
    assert found["cut"] == {"rows": 5}
    assert found["graph"]["nodes"] == [node for (node,) in found["rows"]]


def test_sparql_is_cut_only_where_it_can_be_said(narrow: TestClient) -> None:
    query = "SELECT ?x { VALUES ?x { 1 2 3 4 5 6 } }"

    def asked(accept: str) -> httpx.Response:
        found: httpx.Response = narrow.get(
            "/sparql?lang=en", params={"query": query, "lang": "en"}, headers={"accept": accept}
        )
        return found

    cut = asked(JSON)
    assert cut.json()["rows"] == [[1], [2], [3], [4], [5]]
    assert cut.json()["cut"] == {"rows": 5}
    assert cut.headers["x-cut"] == "rows=5"
    for accept in ("*/*", "text/csv", "application/sparql-results+xml"):
        refused = asked(accept)
        assert refused.status_code == 400
        assert refused.json()["type"] == "/errors/answer-limit"
        assert "LIMIT 5" in refused.json()["detail"]
    page = narrow.get("/workbench", params={"query": query}, headers={"accept": "text/html"})
    assert page.status_code == 200
    assert "Показаны не все строки" in page.text
    whole = narrow.get("/workbench", params={"query": "ASK {}"}, headers={"accept": "text/html"})
    assert "Показаны не все строки" not in whole.text


def test_too_many_bytes_are_refused(narrow: TestClient) -> None:
    response = ask(narrow, "RETURN repeat('x', 9000)")
    assert response.status_code == 400
    assert response.json()["type"] == "/errors/answer-limit"
    assert "8000" in response.json()["detail"]


def test_an_answer_holds_what_was_handed_in_before(narrow: TestClient) -> None:
    query = "MATCH (n:Body {iri: $x}) RETURN n.label_ru"
    hand_in(narrow, "two", "Второй")
    assert answer(narrow, query, x=f"{ID}body/two")["rows"] == [["Второй"]]
    hand_in(narrow, "two", "Другой")
    assert answer(narrow, query, x=f"{ID}body/two")["rows"] == [["Другой"]]
