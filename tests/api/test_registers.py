"""Registers over HTTP: narrowed, ordered, whole as files; keepers, and what cannot be read."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from rdflib import Graph

from graphsvc.rdf.names import ID

if TYPE_CHECKING:
    from httpx import Response
    from starlette.testclient import TestClient

HTML = {"accept": "text/html", "accept-language": "ru"}
AGREEMENTS = "/api/records?type=agreement&status=in-force&party=body/demo-iro&sort=-validTo"


def get(client: TestClient, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200, response.text
    return response.json()


def page(client: TestClient, path: str) -> str:
    response = client.get(path, headers=HTML)
    assert response.status_code == 200, response.text
    return unescape(response.text)


def ids(found: Any) -> list[str]:
    return [r["id"].removeprefix(ID) for r in found["records"]]


def last_days(found: Any) -> list[str]:
    return [min(r["fields"].get("validTo", [""])) for r in found["records"]]


def test_records_are_ordered_by_a_field(client: TestClient) -> None:
    found = get(client, AGREEMENTS)
    days = [d for d in last_days(found) if d]
    assert len(days) > 3
    assert days == sorted(days, reverse=True)
    # One of them names no last day; it is last either way.
    assert ids(found)[-1] == "agreement/demo-agr-berezovo-school-1"
    upwards = get(client, AGREEMENTS.replace("sort=-", "sort="))
    assert ids(upwards)[-1] == "agreement/demo-agr-berezovo-school-1"
    assert [d for d in last_days(upwards) if d] == sorted(days)


def test_days_are_chosen_by_year_and_month(client: TestClient) -> None:
    found = get(client, "/api/records?type=agreement&validTo=2026-11")
    assert ids(found) == ["agreement/demo-agr-kamenka-2025"]
    years = {v["value"]: v["count"] for v in found["facets"]["validTo"]}
    for year, count in years.items():
        assert get(client, f"/api/records?type=agreement&validTo={year}")["count"] == count


def test_several_facets_meet_and_each_tells_its_other_values(client: TestClient) -> None:
    one = get(client, "/api/records?type=body&level=municipal&jurisdiction=territory/demo-kamenka")
    assert 0 < one["count"] < get(client, "/api/records?type=body&level=municipal")["count"]
    for value in one["facets"]["level"]:
        other = f"type=body&level={value['value']}&jurisdiction=territory/demo-kamenka"
        assert get(client, f"/api/records?{other}")["count"] == value["count"]
    assert len(one["facets"]["level"]) > 1


def test_every_file_has_the_same_records_in_the_same_order(client: TestClient) -> None:
    whole = ids(get(client, AGREEMENTS + "&limit=1000"))
    assert len(whole) > 5
    files = {f: client.get(f"{AGREEMENTS}&limit=2&format={f}") for f in ("json", "csv", "xlsx")}
    assert ids(files["json"].json()) == whole
    rows = [*csv.DictReader(io.StringIO(files["csv"].content.decode("utf-8-sig")))]
    assert [r["id"] for r in rows] == whole
    sheet = load_workbook(io.BytesIO(files["xlsx"].content)).active
    assert sheet is not None
    heads, *lines = sheet.iter_rows(values_only=True)
    assert heads[0] == "Соглашение"
    assert [line[-1] for line in lines] == whole
    for name, response in files.items():
        assert f'filename="agreement.{name}"' in response.headers["content-disposition"]
        assert int(response.headers["x-sequence"]) > 0


def test_a_file_has_the_columns_that_were_chosen(client: TestClient) -> None:
    chosen = f"{AGREEMENTS}&columns=validTo,party&format="
    text = client.get(chosen + "csv").content.decode("utf-8-sig")
    assert text.splitlines()[0] == "id,name,party,partyLabel,validTo"
    (found, *_) = client.get(chosen + "json").json()["records"]
    assert set(found["fields"]) == {"party", "validTo"}


def test_turtle_has_the_records_with_their_bases(client: TestClient) -> None:
    response = client.get("/api/records?type=norm&q=координационный совет&format=ttl")
    graph = Graph().parse(data=response.content, format="turtle")
    subjects = {str(s).removeprefix(ID) for s in graph.subjects()}
    norms = {s for s in subjects if s.startswith("norm/")}
    assert norms == set(ids(get(client, "/api/records?type=norm&q=координационный совет")))
    assert any(s.startswith("basis/") for s in subjects)


def test_a_cell_that_would_run_is_quoted(client: TestClient) -> None:
    text = client.get("/api/records?type=activity&format=csv").content.decode("utf-8-sig")
    cells = [c for row in csv.reader(io.StringIO(text)) for c in row]
    assert not [c for c in cells if c.startswith(("=", "+", "@"))]


@pytest.mark.parametrize(
    ("asked", "name", "near"),
    [
        ("type=bodi", "type", "body"),
        ("type=body&lavel=federal", "lavel", "level"),
        ("type=body&level=regionall", "level", "regional"),
        ("type=body&jurisdiction=territory/demo-kamenko", "jurisdiction", "territory/demo-kamenka"),
        ("type=body&sort=levle", "sort", "level"),
        ("type=body&columns=kind,levle", "columns", "level"),
        ("type=body&level=federal&level=regional", "level", "одно значение"),
        ("type=agreement&validTo=2026-13", "validTo", "дата"),
    ],
)
def test_what_is_no_value_is_told_with_the_nearest(
    client: TestClient, asked: str, name: str, near: str
) -> None:
    response = client.get(f"/api/records?{asked}")
    assert response.status_code == 400
    assert response.json()["type"] == "/errors/parameter"
    assert f"Параметр {name}:" in response.json()["detail"]
    assert f"Ожидается: {near}" in response.json()["detail"]
    kind, _, rest = asked.partition("&")
    if rest:
        shown = client.get(f"/records/{kind.removeprefix('type=')}?{rest}", headers=HTML)
        assert shown.status_code == 400
        told = re.search(r'<p class="lead".*?</p>', shown.text, re.DOTALL)
        assert told
        assert near in unescape(told[0])


def test_a_format_there_is_not_is_told(client: TestClient) -> None:
    assert client.get("/api/records?type=body&format=pdf").status_code == 406


def test_the_page_says_who_keeps_the_list_and_how_complete_it_is(client: TestClient) -> None:
    mentors = page(client, "/records/mentor")
    assert "Полнота: Центр непрерывного повышения" in mentors
    assert "полный на 10.11.2026" in mentors
    assert "остальные не заявили" in mentors
    deficits = page(client, "/records/deficit")
    assert "не заявлена: отсутствие записи здесь значит «не сообщено»" in deficits


def test_a_number_that_was_hidden_is_told_from_one_not_reported(client: TestClient) -> None:
    """«Скрыты `demo-dc-04-2025-lipovka`, `demo-dc-04-2026-lipovka`, `demo-dc-04-2026-sosnovo`»."""
    text = page(client, "/records/deficit-count?deficit=deficit/demo-d-04")
    rows = {
        found[1]: ">скрыто<" in row
        for row in text.split("</tr>")
        if (found := re.search(r'<a href="/page/deficit-count/([\w-]+)"', row))
    }
    hidden = [name for name, told in rows.items() if told]
    assert len(rows) > len(hidden)
    assert sorted(hidden) == [
        "demo-dc-04-2025-lipovka",
        "demo-dc-04-2026-lipovka",
        "demo-dc-04-2026-sosnovo",
    ]


def test_columns_that_say_next_to_nothing_are_not_shown_unasked(client: TestClient) -> None:
    plain = page(client, "/records/norm")
    assert 'data-label="субъект"' in plain
    assert 'data-label="субъект — должность"' not in plain
    assert 'data-label="субъект — должность"' in page(client, "/records/norm?columns=subjectPost")


def test_an_empty_list_says_what_would_fill_it(client: TestClient) -> None:
    nothing = page(client, "/records/body?q=ъыъ")
    assert "Под этот отбор ни одна запись не подходит" in nothing
    beyond = page(client, "/records/body?cursor=100000")
    assert "Такой страницы нет: записи кончились раньше" in beyond


def test_the_page_orders_by_a_column_and_back(client: TestClient) -> None:
    first = page(client, "/records/agreement?columns=validTo")
    assert first.count("aria-sort=") == 1
    assert 'aria-sort="ascending"><a href="?sort=-label&columns=validTo"' in first
    assert '<a href="?sort=validTo&columns=validTo"' in first
    ordered = page(client, "/records/agreement?columns=validTo&sort=validTo")
    assert 'aria-sort="ascending"><a href="?sort=-validTo&columns=validTo"' in ordered


def test_pages_of_a_register_are_the_whole_of_it(client: TestClient) -> None:
    asked = "/records/activity?sort=-label"
    seen: list[str] = []
    while asked:
        text = page(client, asked)
        rows = text[text.index('<table class="stack sorted"') :]
        seen += re.findall(r'<tr role="row"><td role="cell"><a href="/page/([^"]+)"', rows)
        following = re.search(r'<a href="([^"]+)" rel="next"', text)
        asked = following[1] if following else ""
    whole = get(client, "/api/records?type=activity&limit=1000&sort=-label")
    assert seen == ids(whole)


def test_a_download_of_the_page_has_what_the_page_found(client: TestClient) -> None:
    text = page(client, "/records/body?level=municipal&q=служба&sort=-jurisdiction&columns=kind")
    link = re.search(r'href="(/api/records[^"]+format=json[^"]*)"', text)
    assert link
    found: Response = client.get(link[1])
    asked = "/api/records?type=body&level=municipal&q=служба&sort=-jurisdiction&limit=1000"
    assert ids(json.loads(found.content)) == ids(get(client, asked))
