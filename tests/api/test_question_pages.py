"""Questions as pages: found in the catalogue, asked in words, sorted, drawn, opened as queries."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from graphsvc.api.answer_views import PAGE_ROWS, VIEW_NAMES
from graphsvc.api.question_routes import ask
from graphsvc.network.answer_graph import graph_offered
from graphsvc.network.charting import chart_offered
from graphsvc.network.tabular import Head
from graphsvc.questions.catalogue import load_catalogue
from graphsvc.resources import data_folder

if TYPE_CHECKING:
    import httpx
    from starlette.testclient import TestClient

    from graphsvc.registry import Registry

CATALOGUE = load_catalogue(data_folder("queries"))
HTML = {"accept": "text/html", "accept-language": "ru"}
WHO = "/questions/who-coordinates"
LINK = re.compile(r'<li(?: class="(\w+)")?><a href="/questions/([\w-]+)">')


def get(client: TestClient, path: str, **asked: Any) -> httpx.Response:
    found: httpx.Response = client.get(
        path, params=asked or None, headers=HTML, follow_redirects=False
    )
    return found


def column(page: str, label: str) -> list[str]:
    cells = re.findall(rf'data-label="{label}"[^>]*>(.*?)</td>', page, re.DOTALL)
    return [unescape(re.sub(r"<[^>]*>", "", cell)).strip() for cell in cells]


def test_no_question_takes_what_tells_the_view() -> None:
    assert not [q.id for q in CATALOGUE.questions for p in q.parameters if p.name in VIEW_NAMES]


def test_the_catalogue_has_every_question_once_and_tells_audits_apart(client: TestClient) -> None:
    found = LINK.findall(get(client, "/questions").text)
    assert sorted(found) == sorted((q.kind, q.id) for q in CATALOGUE.questions)


def test_words_find_a_question_in_their_other_forms(client: TestClient) -> None:
    found = {name for _, name in LINK.findall(get(client, "/questions", q="координатору").text)}
    assert "who-coordinates" in found
    assert "overdue" not in found
    both = LINK.findall(get(client, "/questions", q="соглашениями продлены", kind="audit").text)
    assert sorted(both) == [
        ("audit", "activities-outliving-agreement"),
        ("audit", "agreements-lapsed"),
    ]
    assert len(LINK.findall(get(client, "/questions", q="соглашениями").text)) > 5
    assert "Вопроса с такими словами в названии нет" in get(client, "/questions", q="ъыъ").text
    assert get(client, "/questions", kind="nothing").status_code == 400


@pytest.mark.parametrize("name", [q.id for q in CATALOGUE.questions])
def test_every_view_of_every_question_is_a_page(client: TestClient, name: str) -> None:
    question = CATALOGUE[name]
    heads = [Head(c.name, c.label["ru"], c.type) for c in question.columns]
    offered = {"graph": graph_offered(question), "chart": chart_offered(heads)}
    for view, there in offered.items():
        page = get(client, f"/questions/{name}", view=view)
        assert page.status_code == (200 if there else 400), view
        if there:
            drawn = "<svg" in page.text.partition('id="answer"')[2]
            assert drawn or 'class="empty"' in page.text


def test_a_record_is_asked_about_by_its_name(client: TestClient) -> None:
    name = "Региональная методическая служба Ленинградской области"
    found = get(client, WHO, body=f"  {name.upper()} ", date="2019-06-01", view="graph")
    assert found.status_code == 303
    address = urlsplit(found.headers["location"])
    assert parse_qs(address.query) == {
        "body": ["body/lo-rms"], "date": ["2019-06-01"], "view": ["graph"],
    }  # fmt: skip
    assert f'value="{name}"' in get(client, WHO, body="body/lo-rms", date="2019-06-01").text


def test_words_that_several_records_have_are_asked_back(client: TestClient) -> None:
    page = get(client, WHO, body="методический совет", date="2026-11-22")
    assert page.status_code == 200
    assert "Уточните" in page.text
    choices = re.findall(r'href="(/questions/who-coordinates\?body=body[^"]*)"', page.text)
    assert len(choices) > 1
    assert all("date=2026-11-22" in unescape(choice) for choice in choices)
    assert get(client, unescape(choices[0])).status_code == 200


def test_words_that_no_record_has_are_refused_with_the_nearest_name(client: TestClient) -> None:
    page = get(client, WHO, body="Камитет абразавания Азёрной обласди (учебнай)")
    assert page.status_code == 400
    told = page.text.partition('role="alert"')[2].partition("</div>")[0]
    assert "Комитет образования Озёрной области" in told


def test_two_records_of_one_name_are_told_apart(registry: Registry, client: TestClient) -> None:
    del registry
    page = get(client, WHO).text
    options = [unescape(o) for o in re.findall(r'<option data-value="[^"]*" value="([^"]*)"', page)]
    assert len(options) > 80
    assert len({" ".join(o.casefold().split()) for o in options}) == len(options)


def test_an_answer_is_sorted_by_a_column(client: TestClient) -> None:
    asked = {"plan": "document/demo-roadmap-2026", "date": "2026-11-22"}
    first = get(client, "/questions/execution-summary", **asked, sort="activities").text
    label = next(
        c.label["ru"] for c in CATALOGUE["execution-summary"].columns if c.name == "activities"
    )
    numbers = [int(n) for n in column(first, label)]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) > 1
    assert 'aria-sort="ascending"' in first
    last = get(client, "/questions/execution-summary", **asked, sort="-activities").text
    assert [int(n) for n in column(last, label)] == sorted(numbers, reverse=True)


def test_a_long_answer_comes_in_pages(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert PAGE_ROWS == 200
    monkeypatch.setattr("graphsvc.api.answer_views.PAGE_ROWS", 10)
    path, label = "/questions/activities-without-result", "мероприятие"
    rows = client.get(f"/api{path}/answer").json()["count"]
    pages = -(-rows // 10)
    first = get(client, path).text
    assert f"Строки 1–10 из {rows}" in first
    assert len(column(first, label)) == 10
    last = get(client, path, page=pages).text
    assert f"из {rows}" in last
    assert len(column(last, label)) == rows - 10 * (pages - 1)
    assert get(client, path, page=pages + 1).status_code == 400


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"view": "grph"}, "graph"),
        ({"sort": "coordinatr"}, "coordinator"),
        ({"view": "chart", "by": "modalty"}, "modality"),
        ({"view": "chart", "of": "rws"}, "rows"),
        ({"page": "0"}, "1–1"),
        ({"page": "²"}, "1–1"),
    ],
)
def test_a_view_that_is_none_is_refused_with_the_nearest(
    client: TestClient, asked: dict[str, str], told: str
) -> None:
    page = get(client, WHO, **asked)
    assert page.status_code == 400
    assert told in page.text.partition('role="alert"')[2].partition("</div>")[0]


def test_an_example_stays_one_in_every_view(client: TestClient) -> None:
    for view in ("table", "graph", "chart"):
        assert "заполнены для примера" in get(client, WHO, view=view).text


def test_the_texts_behind_an_answer_hold_its_values(client: TestClient) -> None:
    page = unescape(get(client, WHO, body="body/demo-iro", date="2026-11-22").text)
    assert "VALUES ?body { <https://w3id.org/methodnet/id/body/demo-iro> }" in page
    assert "{iri: 'https://w3id.org/methodnet/id/body/demo-iro'}" in page
    assert "$body" not in page


def test_an_answer_is_asked_once_until_the_data_change(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def counted(*given: Any, **named: Any) -> Any:
        asked.append(given[1].id)
        return ask(*given, **named)

    monkeypatch.setattr("graphsvc.api.asking.ask", counted)
    for more in ({}, {"sort": "coordinator"}, {"view": "graph"}, {"view": "chart"}):
        get(client, WHO, body="body/lo-rms", date="2019-07-07", **more)
    assert asked == ["who-coordinates"]
    get(client, WHO, body="body/lo-rms", date="2019-07-08")
    assert len(asked) == 2


def filled(client: TestClient, address: str) -> str:
    shown = client.get(address, headers=HTML)
    assert shown.status_code == 200
    found = re.search(r'<div class="filled".*?</div>', shown.text)
    return unescape(found[0]) if found else ""


@pytest.mark.parametrize("address", ["/questions/overdue", "/questions/overdue?date=2026-11-22"])
def test_what_is_filled_in_as_an_example_is_told_and_left_out_by_a_click(
    client: TestClient, address: str
) -> None:
    told = filled(client, address)
    assert "заполнены для примера" in told
    assert "план: <strong>Дорожная карта развития РМС Озёрной области" in told
    link = re.search(r'href="([^"]+)">спросить для всех', told)
    assert link
    everything = client.get(link[1], headers=HTML).text
    assert "Разработка Положения о единой методической службе" in everything
    assert not filled(client, link[1])
    assert not filled(client, "/questions/overdue?plan=document/mur-2020-roadmap")


def test_a_value_that_a_question_needs_can_only_be_chosen(client: TestClient) -> None:
    told = filled(client, "/questions/who-coordinates")
    assert "орган: <strong>Региональная методическая служба Ленинградской области" in told
    assert "для всех" not in told
    assert re.search(r"дату: <strong>01\.06\.2019</strong> — <a [^>]+>на сегодня", told)


def test_an_audit_leads_to_its_question_about_everything(client: TestClient) -> None:
    for audit in ("overdue", "agreements-expiring", "unproven-completions"):
        text = client.get(f"/audits/{audit}", headers=HTML).text
        link = re.search(rf'href="(/questions/{audit}[^"]*)"', text)
        assert link
        assert not filled(client, unescape(link[1]))
