"""Every route that reads: negotiation, formats, languages, pages."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

import openpyxl
import pyoxigraph as ox
import pytest

from graphsvc.rdf.names import BASE, ID, compact, rms

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from graphsvc.registry import Registry

COUNCIL = "Координационный совет РМС"
BODY = "body/demo-iro"
QUESTION = "who-coordinates-whom"
RDF = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}


def get(client: TestClient, path: str, **headers: str) -> Any:
    response = client.get(path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    assert response.status_code == 200, response.text
    return response.json()


def test_alive_and_ready(client: TestClient, registry: Registry) -> None:
    assert get(client, "/healthz") == {"status": "ok"}
    ready = get(client, "/readyz")
    assert ready["head"] == registry.journal.head
    assert {ready[n] for n in ("sequence", "store", "search")} == {registry.journal.sequence}


# Records


@pytest.mark.parametrize(
    ("accept", "place"),
    [
        ("text/html", f"/page/{BODY}"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", f"/page/{BODY}"),
        ("*/*", f"/page/{BODY}"),
        ("text/turtle", f"/data/{BODY}.ttl"),
        ("application/ld+json", f"/data/{BODY}.jsonld"),
        ("application/n-triples", f"/data/{BODY}.nt"),
        ("application/rdf+xml", f"/data/{BODY}.rdf"),
        ("application/json", f"/data/{BODY}.json"),
        ("text/html;q=0.5, text/turtle", f"/data/{BODY}.ttl"),
        ("text/turtle;q=0, application/n-triples;q=0.1", f"/data/{BODY}.nt"),
        ("application/*", f"/data/{BODY}.jsonld"),
    ],
)
def test_a_records_iri_leads_to_its_page_or_data(
    client: TestClient, accept: str, place: str
) -> None:
    response = client.get(f"/id/{BODY}", headers={"accept": accept})
    assert (response.status_code, response.headers["location"]) == (303, place)
    assert client.get(place).status_code == 200


def test_a_query_is_carried_along(client: TestClient) -> None:
    response = client.get(f"/id/{BODY}?lang=en", headers={"accept": "text/html"})
    assert response.headers["location"] == f"/page/{BODY}?lang=en"


def test_what_nobody_writes_is_not_acceptable(client: TestClient) -> None:
    for path in (f"/id/{BODY}", "/ontology", f"/api/questions/{QUESTION}/answer"):
        assert client.get(path, headers={"accept": "image/png"}).status_code == 406
    assert client.get(f"/data/{BODY}.png").status_code == 406
    assert client.get(f"/api/questions/{QUESTION}/answer?format=pdf").status_code == 406


@pytest.mark.parametrize("extension", RDF)
def test_a_records_data_are_the_same_in_every_format(
    client: TestClient, registry: Registry, extension: str
) -> None:
    response = client.get(f"/data/{BODY}.{extension}")
    assert response.headers["content-type"].startswith(RDF[extension])
    kind = ox.RdfFormat.from_media_type(RDF[extension])
    found = {q.triple for q in ox.parse(response.content, kind)}
    iri = ox.NamedNode(ID + BODY)
    assert {t for t in found if t.subject == iri} == registry.store.describe(iri)


def test_a_norms_data_come_with_its_bases(client: TestClient, registry: Registry) -> None:
    (norm, *_), *_ = registry.store.referrers(rms("Norm"))
    response = client.get(f"/data/{compact(norm.value)}.nt")
    assert b"/ontology#quote> " in response.content


def test_a_record_as_plain_json(client: TestClient) -> None:
    found = get(client, f"/data/{BODY}.json?lang=en")
    assert (found["id"], found["type"]) == (ID + BODY, "body")
    assert found["fields"]["level"] == [{"id": f"{BASE}scheme/level/regional", "label": "regional"}]
    assert found["graphs"]


@pytest.mark.parametrize(
    "path",
    ["/id/body/nobody", "/page/body/nobody", "/data/body/nobody.ttl", "/id/body/nobody/history"]
    + ["/scheme/nosuch", "/records/nosuch", "/questions/nosuch", "/documents/nosuch", "/nosuch"]
    + ["/api/questions/nosuch", "/api/questions/nosuch/answer", "/api/submissions/999999"]
    + ["/api/submissions/0", "/api/submissions/-1", "/errors/nosuch"]
    + [f"{p}/a%20b{e}" for p, e in (("/id", ""), ("/page", ""), ("/data", ".ttl"), ("/scheme", ""))]
    + ["/id/%3C%3E/history", "/id/a%5Cb", "/page/%22", "/data/..%2F..%2Fetc%2Fpasswd.ttl"],
)
def test_what_is_unknown_is_told(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_a_records_history_is_its_changes(client: TestClient) -> None:
    found = get(client, f"/id/{BODY}/history")
    assert found["id"] == ID + BODY
    (first, *_) = found["changes"]
    assert first["added"]
    assert first["removed"] == []
    assert first["agent"].startswith("demo-")
    sequences = [c["sequence"] for c in found["changes"]]
    assert sequences == sorted(set(sequences))


def test_a_journal_entry_is_shown(client: TestClient, registry: Registry) -> None:
    last = registry.journal.read(registry.journal.sequence)
    found = get(client, f"/api/submissions/{last.sequence}")
    assert (found["hash"], found["previous"]) == (last.digest, last.previous)
    assert len(found["added"]) == len(last.patch.added)


# Registers and search


def test_a_register_in_pages_is_the_whole_register(client: TestClient, registry: Registry) -> None:
    found: list[str] = []
    page = get(client, "/api/records?type=body&limit=30")
    found += [r["id"] for r in page["records"]]
    while page["next"] is not None:
        page = get(client, f"/api/records?type=body&limit=30&cursor={page['next']}")
        found += [r["id"] for r in page["records"]]
    rows = registry.store.select("SELECT ?b { ?b a rms:Body }")
    assert sorted(found) == sorted(r["b"].value for r in rows)
    assert page["count"] == len(found) > 30


def test_facets_are_counts_that_come_true(client: TestClient) -> None:
    everything = get(client, "/api/records?type=body&limit=1")
    levels = everything["facets"]["level"]
    assert sum(v["count"] for v in levels) == everything["count"]
    for value in levels:
        narrowed = get(client, f"/api/records?type=body&limit=1&level={value['value']}")
        assert narrowed["count"] == value["count"]
    assert {"kind", "status"} <= set(everything["facets"])


def test_filters_meet(client: TestClient) -> None:
    found = get(
        client,
        "/api/records?type=body&jurisdiction=territory/demo-region&level=regional&q=институт",
    )
    assert ID + BODY in {r["id"] for r in found["records"]}
    for record in found["records"]:
        assert record["fields"]["jurisdiction"][0]["id"] == ID + "territory/demo-region"


def test_search_finds_other_forms_of_the_words(client: TestClient) -> None:
    for words in (
        "координационного совета",
        "Координационным советом",
        "координационный совет рмс",
    ):
        found = get(client, f"/api/search?q={words}&type=body")
        assert COUNCIL in [h["label"] for h in found["hits"][:3]]
        assert found["count"] >= 1


def test_search_in_pages(client: TestClient) -> None:
    first = get(client, "/api/search?q=служба&limit=2")
    second = get(client, f"/api/search?q=служба&limit=2&cursor={first['next']}")
    assert not {h["id"] for h in first["hits"]} & {h["id"] for h in second["hits"]}


def test_suggestions_begin_as_typed(client: TestClient) -> None:
    found = get(client, "/api/suggest?q=координационный сов&type=body")["suggestions"]
    assert COUNCIL in [s["label"] for s in found]
    assert {s["type"] for s in found} == {"body"}
    assert get(client, "/api/suggest?q=")["suggestions"] == []


@pytest.mark.parametrize(
    "path",
    [
        "/api/records",
        "/api/records?type=nosuch",
        "/api/records?type=body&kind=a%20b",
        "/api/records?type=body&level=%3E",
        *(
            f"{p}{name}={value}"
            for p, name in (
                ("/api/records?type=body&", "limit"),
                ("/api/records?type=body&", "cursor"),
                ("/api/search?q=x&", "limit"),
                ("/api/search?q=x&", "cursor"),
                (f"/api/questions/{QUESTION}/answer?", "limit"),
            )
            for value in ("-1", "x", "1.5", "", "9" * 5_000, "99999999", "٣")
        ),
        *(f"/api/{p}&limit=0" for p in ("records?type=body", "search?q=совет")),
        f"/api/questions/{QUESTION}/answer?cursor=x",
        f"/api/questions/{QUESTION}/answer?date=2026-02-30",
        f"/api/questions/{QUESTION}/answer?nosuch=1",
        f"/api/questions/{QUESTION}/answer?document=a%20b",
    ],
)
def test_a_parameter_that_cannot_be_read_is_told(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 400
    body = response.json()
    assert body["type"] == "/errors/parameter"
    assert body["detail"]


# Questions


def test_the_catalogue_describes_each_question(client: TestClient, registry: Registry) -> None:
    found = get(client, "/api/questions?lang=en")["questions"]
    assert [q["id"] for q in found] == [q.id for q in registry.catalogue.questions]
    for one in found:
        assert set(one) >= {"id", "topic", "kind", "title", "row", "parameters", "columns"}
    assert get(client, f"/api/questions/{QUESTION}")["sparql"].startswith("PREFIX")


def test_an_answer_has_rows_labels_and_a_receipt(client: TestClient, registry: Registry) -> None:
    found = get(client, f"/api/questions/{QUESTION}/answer")
    assert found["count"] == len(found["rows"]) > 0
    assert found["receipt"]["head"] == registry.journal.head
    columns = {c["name"]: c["type"] for c in found["columns"]}
    for row in found["rows"]:
        labels = {f"{n}Label" for n, t in columns.items() if t in ("record", "concept")}
        assert set(row) == set(columns) | labels


def test_an_answer_in_pages_is_the_whole_answer(client: TestClient) -> None:
    whole = get(client, f"/api/questions/{QUESTION}/answer")
    found: list[Any] = []
    cursor: str | None = "0"
    while cursor is not None:
        page = get(client, f"/api/questions/{QUESTION}/answer?limit=2&cursor={cursor}")
        found += page["rows"]
        cursor = page["next"]
        assert page["receipt"]["id"] == whole["receipt"]["id"]
    assert found == whole["rows"]


@pytest.mark.parametrize("by", ["format", "accept"])
def test_an_answer_in_every_format_has_the_same_rows(client: TestClient, by: str) -> None:
    media = {
        "csv": "text/csv",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "srj": "application/sparql-results+json",
        "ttl": "text/turtle",
    }
    rows = get(client, f"/api/questions/{QUESTION}/answer")["rows"]
    answers = {}
    for name, kind in media.items():
        path = f"/api/questions/{QUESTION}/answer" + (f"?format={name}" if by == "format" else "")
        headers = {"accept": kind} if by == "accept" else {}
        response = client.get(path, headers=headers)
        assert response.headers["content-type"].startswith(kind)
        answers[name] = response.content
    read = list(csv.DictReader(io.StringIO(answers["csv"].decode("utf-8-sig"))))
    assert [r["coordinator"] for r in read] == [r["coordinator"] or "" for r in rows]
    sheet = openpyxl.load_workbook(io.BytesIO(answers["xlsx"])).worksheets[0]
    assert sheet.max_row == len(rows) + 1
    assert len(json.loads(answers["srj"])["results"]["bindings"]) == len(rows)
    subjects = {str(q.subject) for q in ox.parse(answers["ttl"], ox.RdfFormat.TURTLE)}
    assert f"<{rows[0]['basis']}>" in subjects


def test_an_empty_answer_says_what_it_means(client: TestClient) -> None:
    found = get(
        client,
        f"/api/questions/{QUESTION}/answer?jurisdiction=territory/demo-region&lang=en&document=document/lo-2019-regulation",
    )
    assert (found["rows"], found["count"]) == ([], 0)
    assert "territory and date" in found["explanation"]


# Languages


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        ("", "", "ru"),
        ("", "en", "en"),
        ("", "de, en;q=0.5", "en"),
        ("", "en;q=0.1, ru;q=0.2", "ru"),
        ("", "en-GB", "en"),
        ("", "de", "ru"),
        ("lang=en", "ru", "en"),
        ("lang=ru", "en", "ru"),
        ("lang=de", "en", "en"),
    ],
)
def test_the_language_is_as_asked(
    client: TestClient, query: str, accept: str, expected: str
) -> None:
    found = get(client, f"/api/questions/{QUESTION}?{query}", accept_language=accept)
    assert found["title"].startswith("Кто" if expected == "ru" else "Who")


# The model


@pytest.mark.parametrize("path", ["/ontology", "/shapes", "/scheme/level", "/scheme/level/federal"])
@pytest.mark.parametrize("media", ["text/turtle", "application/ld+json", "application/n-triples"])
def test_the_model_comes_in_rdf(client: TestClient, path: str, media: str) -> None:
    response = client.get(path, headers={"accept": media})
    assert response.headers["content-type"].startswith(media)
    assert list(ox.parse(response.content, ox.RdfFormat.from_media_type(media)))


def test_the_ontology_is_all_of_it(client: TestClient, registry: Registry) -> None:
    response = client.get("/ontology?format=nt")
    assert response.content.count(b"\n") == len({q.triple for q in registry.model.ontology})


def test_context_description_and_api(client: TestClient) -> None:
    assert "Body" in get(client, "/context.jsonld")["@context"]
    paths = get(client, "/openapi.json")["paths"]
    assert {"/sparql", "/api/questions", "/api/submissions", "/id/{path}"} <= set(paths)
    void = client.get("/.well-known/void")
    assert void.headers["content-type"].startswith("text/turtle")
    assert list(ox.parse(void.content, ox.RdfFormat.TURTLE, base_iri="http://127.0.0.1/"))


# Pages

PAGES = [
    "/",
    "/questions",
    f"/questions/{QUESTION}",
    f"/questions/{QUESTION}?document=&jurisdiction=&date=2019-06-01",
    "/search?q=совета",
    "/search",
    "/search?q=нетничего",
    "/records",
    "/records/body",
    "/records/body?level=regional&q=центр",
    "/records/norm?cursor=50",
    f"/page/{BODY}",
    "/page/document/lo-2019-regulation",
    "/documents",
    "/documents/lo-2019-regulation",
    "/documents/region",
    "/documents/lo-2019-plan?q=совет&show=found",
    "/documents/lo-2023-roadmap?show=inferred",
    "/workbench",
    "/workbench?query=SELECT * { ?s a rms:Body } LIMIT 3",
    "/workbench?query=CONSTRUCT WHERE { ?s a rms:Body } LIMIT 3",
    "/workbench?query=ASK {}",
    "/docs",
    "/ontology",
    "/ontology?q=соглашение",
    "/ontology?q=нетничего",
    "/ontology/Agreement",
    "/ontology/all",
    "/shapes",
    "/shapes?type=activity&severity=warning",
    "/property-graph",
    "/parity",
    "/scheme/level",
    "/scheme/level/federal",
    "/errors/lint",
]


# Files, not pages: they have no language, or name it themselves.
OUTSIDE = ("/api/", "/data/", "/static/", "/context", "/openapi", "/ontology?f", "/shapes?f")


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_answers_in_its_language_without_inline_code(
    client: TestClient, path: str, lang: str
) -> None:
    separator = "&" if "?" in path else "?"
    response = client.get(f"{path}{separator}lang={lang}", headers={"accept": "text/html"})
    assert response.status_code == 200, response.text[:300]
    text = response.text
    assert f'<html lang="{lang}">' in text
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=", text)
    assert not re.search(
        r"""(?:src|href)=["'](?:https?:)?//(?!w3id\.org|e\.org)[^"']*\.(?:js|css)""", text
    )
    assert "{{" not in text
    # Links within the service keep the language that was asked for.
    anchors = [a for a in re.findall("<a [^>]*>", text) if "hreflang" not in a]
    inner = {h for a in anchors for h in re.findall(r'href="(/[^"#]*)', a)}
    inner = {h.replace("&amp;", "&") for h in inner if not h.startswith(OUTSIDE)}
    assert {h for h in inner if f"lang={lang}" not in h} == set()


def test_links_on_pages_lead_somewhere(client: TestClient) -> None:
    found: set[str] = set()
    for path in ("/", f"/page/{BODY}", f"/questions/{QUESTION}", "/ontology", "/scheme/level"):
        text = client.get(path, headers={"accept": "text/html"}).text
        found |= {h.replace("&amp;", "&") for h in re.findall(r'href="(/[^"#]*)', text)}
    dead = {
        h: s for h in sorted(found)[::5] if (s := client.get(h).status_code) not in (200, 202, 303)
    }
    assert dead == {}


def test_a_page_of_made_up_data_says_so(client: TestClient) -> None:
    made_up = client.get(f"/page/{BODY}", headers={"accept": "text/html"}).text
    real = client.get("/page/document/lo-2019-regulation", headers={"accept": "text/html"}).text
    assert 'class="synthetic"' in made_up
    assert 'class="synthetic"' not in real


def test_what_comes_from_outside_is_escaped(client: TestClient) -> None:
    attack = '"><script>alert(1)</script>'
    for path in ("/search", "/records/body", "/workbench"):
        for name in ("q", "query", "lang", "nosuch"):
            text = client.get(path, params={name: attack}, headers={"accept": "text/html"}).text
            assert "<script>alert" not in text


def test_a_problem_is_a_page_to_a_browser(client: TestClient) -> None:
    for path, status in (
        ("/page/body/nobody", 404),
        ("/questions/who-coordinates-whom?date=x", 400),
    ):
        response = client.get(path, headers={"accept": "text/html"})
        assert response.status_code == status
        assert response.headers["content-type"].startswith("text/html")
