"""Own queries in both languages: the page, its views and files, and where an error is."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from graphsvc.isolation.guard import check_cypher, check_sparql
from graphsvc.locale import texts
from graphsvc.questions.binding import bind, bind_cypher, complete
from graphsvc.questions.catalogue import load_catalogue
from graphsvc.questions.engines import CYPHER, shaped
from graphsvc.resources import data_folder

if TYPE_CHECKING:
    import httpx
    from starlette.testclient import TestClient

    from graphsvc.registry import Registry

CATALOGUE = load_catalogue(data_folder("queries"))
EXAMPLES: list[dict[str, Any]] = texts("workbench")["examples"]
HTML = {"accept": "text/html", "accept-language": "ru"}
ENGINES = ("sparql", "cypher")
LIMITS = {"limit_bytes": 64 * 1024, "depth_limit": 64}


def show(client: TestClient, **asked: str) -> httpx.Response:
    found: httpx.Response = client.get(
        "/workbench", params=asked, headers=HTML, follow_redirects=False
    )
    return found


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e["title"]["en"])
def test_every_example_answers_in_the_view_it_names(
    client: TestClient, example: dict[str, Any], engine: str
) -> None:
    asked = {"engine": engine, "query": example[engine]} | {"view": example["view"]}
    page = show(client, **{k: v for k, v in asked.items() if v})
    assert page.status_code == 200
    assert re.search(r'id="answer">Ответ: \d+ стр', page.text)
    if example["view"]:
        name = {"graph": "Схема связей", "chart": "Диаграмма"}[example["view"]]
        assert re.search(rf'aria-current="true">{name}</a>', page.text)
        assert '<svg class="chart' in page.text or '<figure class="picture"' in page.text


@pytest.mark.parametrize("name", [q.id for q in CATALOGUE.questions])
def test_the_text_of_every_question_passes_the_guard_and_answers_alike(
    registry: Registry, name: str
) -> None:
    question = CATALOGUE[name]
    values = complete(question, {}, None)
    check_sparql(bind(question, values), **LIMITS)
    text, parameters = check_cypher(bind_cypher(question, values), **LIMITS)
    assert parameters == set()
    registry.following.catch_up(CYPHER, registry.store.sequence)
    _, _, rows = registry.cypher.rows(text, {})
    asked = registry.asker.ask(question, {}, engine=CYPHER)
    names = [c.name for c in question.columns]
    assert shaped(question, rows) == [{n: row[n] for n in names} for row in asked.rows]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_question_is_opened_as_a_query_and_answers(client: TestClient, engine: str) -> None:
    count = client.get("/api/questions/who-coordinates/answer").json()["count"]
    opened = show(client, engine=engine, example="who-coordinates")
    assert opened.status_code == 303
    page = client.get(opened.headers["location"], headers=HTML)
    assert f'id="answer">Ответ: {count} ' in page.text


def test_an_error_is_shown_at_its_line(client: TestClient) -> None:
    page = show(client, engine="sparql", query="SELECT ?a WHERE {\n  ?a rms:kind foo:bar\n}")
    assert page.status_code == 400
    assert "Строка 2, знак 15" in page.text
    assert "Этот префикс не объявлен" in page.text
    assert "<code>  ?a rms:kind foo:bar</code>" in page.text
    assert 'data-line="2" data-column="15"' in page.text
    page = show(client, engine="cypher", query="MATCH (a:Agreemnt) RETURN a")
    assert "Может быть, «Agreement»?" in unescape(page.text)


def test_an_unknown_language_is_refused(client: TestClient) -> None:
    page = show(client, engine="sql", query="SELECT 1")
    assert page.status_code == 400
    assert "Ближайшее подходящее: sparql" in page.text


def test_an_answer_tells_its_time_and_state(client: TestClient) -> None:
    page = show(client, query="ASK {}").text
    assert re.search(r"Ответ получен за [\d,]+ с по состоянию на запись журнала № \d+", page)


@pytest.mark.parametrize("engine", ENGINES)
def test_an_answer_is_downloaded(client: TestClient, engine: str) -> None:
    query = {
        "sparql": 'SELECT ?a ?b { VALUES (?a ?b) { ("=1+1" 2) ("б,\\"" true) } } ORDER BY ?b',
        "cypher": "UNWIND ['=1+1', 'б,\"'] AS a RETURN a, true AS b",
    }[engine]

    def file(name: str) -> httpx.Response:
        given = {"engine": engine, "query": query, "format": name}
        found: httpx.Response = client.get("/workbench/answer", params=given)
        return found

    rows = list(csv.reader(io.StringIO(file("csv").content.decode("utf-8-sig"))))
    assert rows[0] == ["a", "b"]
    assert sorted(r[0] for r in rows[1:]) == ["'=1+1", 'б,"']
    sheet = load_workbook(io.BytesIO(file("xlsx").content)).active
    assert sheet is not None
    assert sorted(str(r[0]) for r in sheet.iter_rows(min_row=2, values_only=True)) == [
        "'=1+1", 'б,"',
    ]  # fmt: skip
    assert file("json").json()["columns"] == ["a", "b"]
    assert file("ttl").status_code == 406
    assert file("exe").status_code == 406


def test_a_graph_is_downloaded_as_turtle(client: TestClient) -> None:
    query = "CONSTRUCT WHERE { ?a rms:coordinates ?b } LIMIT 3"
    given = {"query": query, "format": "ttl"}
    found = client.get("/workbench/answer", params=given)
    assert found.headers["content-type"].startswith("text/turtle")
    assert "rms:coordinates" in found.text


def test_only_the_editors_own_styles_get_in(client: TestClient) -> None:
    policies = {show(client).headers["content-security-policy"] for _ in range(2)}
    assert len(policies) == 2
    for policy in policies:
        styles = re.search(r"style-src ([^;]*);", policy)
        assert styles
        assert re.fullmatch(r"'self' 'nonce-[\w-]{20,}'", styles[1])
        assert "unsafe" not in policy
        assert policy.startswith("default-src 'self';")
    other = client.get("/questions", headers=HTML).headers["content-security-policy"]
    assert "nonce" not in other


def test_a_query_is_no_markup(client: TestClient) -> None:
    evil = "</textarea><script>alert(1)</script>"
    for engine in ENGINES:
        page = show(client, engine=engine, query=evil)
        assert "<script>alert" not in page.text
    page = show(client, query='SELECT ("<b>x</b>" AS ?y) {}')
    assert "<b>x</b>" not in page.text


def test_the_editors_terms_come_once_and_again_only_if_they_changed(client: TestClient) -> None:
    first = client.get("/api/terms", params={"lang": "ru"})
    names = {t["name"] for t in first.json()["sparql"]}
    assert {"rms:Agreement", "rms:coordinates"} <= names
    again = client.get(
        "/api/terms", params={"lang": "ru"}, headers={"if-none-match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    english = client.get("/api/terms", params={"lang": "en"})
    assert english.headers["etag"] != first.headers["etag"]
