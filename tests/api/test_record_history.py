"""A record's page and its past: who says what, what changed when, what differs between versions."""

from __future__ import annotations

import re
import time
from datetime import date
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from graphsvc.api.app import create_app
from graphsvc.rdf.names import ID
from graphsvc.settings import Settings
from tests.making import body_turtle

if TYPE_CHECKING:
    from collections.abc import Iterator

HTML = {"accept": "text/html", "accept-language": "ru"}
PREF = "http://www.w3.org/2004/02/skos/core#prefLabel"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("history"))
    with TestClient(create_app(settings), "http://127.0.0.1", follow_redirects=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def versions(service: TestClient) -> list[int]:
    """The entries that made a body, renamed it, and moved it to another level."""
    return [
        hand_in(service, "a", body_turtle("a", "Первый")),
        hand_in(service, "a", body_turtle("a", "Второй")),
        hand_in(service, "a", body_turtle("a", "Второй", "municipal")),
    ]


def hand_in(service: TestClient, about: str, turtle: str) -> int:
    response = service.post(
        f"/api/submissions?body=body/{about}",
        content=turtle.encode(),
        headers={"content-type": "text/turtle"},
    )
    assert response.status_code == 201, response.text
    version: int = response.json()["version"]
    return version


def get(client: TestClient, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200, response.text
    return response.json()


def page(client: TestClient, path: str) -> str:
    response = client.get(path, headers=HTML)
    assert response.status_code == 200, response.text
    return unescape(response.text)


def values(change: Any) -> tuple[list[str], list[str]]:
    return [v["value"] for v in change["removed"]], [v["value"] for v in change["added"]]


def test_a_difference_names_the_fields_that_changed(
    service: TestClient, versions: list[int]
) -> None:
    first, second, third = versions
    one = get(service, f"/id/body/a/diff?from={first}&to={second}")
    assert (one["from"], one["to"]) == (first, second)
    assert [(f["field"], *values(f)) for f in one["fields"]] == [("label", ["Первый"], ["Второй"])]
    assert one["removed"] == [f'<{ID}body/a> <{PREF}> "Первый"@ru']
    assert one["added"] == [f'<{ID}body/a> <{PREF}> "Второй"@ru']
    both = get(service, f"/id/body/a/diff?from={first}&to={third}")
    assert [f["field"] for f in both["fields"]] == ["label", "level"]
    assert get(service, f"/id/body/a/diff?from={third}&to={third}")["fields"] == []


def test_without_versions_it_is_the_last_change(service: TestClient, versions: list[int]) -> None:
    last = get(service, "/id/body/a/diff")
    assert last["from"] == versions[2] - 1
    assert [f["field"] for f in last["fields"]] == ["level"]
    until = get(service, f"/id/body/a/diff?to={versions[1]}")
    assert [f["field"] for f in until["fields"]] == ["label"]


def test_a_day_names_a_version(service: TestClient, versions: list[int]) -> None:
    today = date.today().isoformat()  # noqa: DTZ011  # the journal's days
    found = get(service, f"/id/body/a/diff?from={versions[0]}&to={today}")
    assert found["to"] >= versions[2]


def test_what_two_datasets_say_goes_when_both_take_it_back(service: TestClient) -> None:
    shared = body_turtle("shared", "Общий")
    start = hand_in(service, "shared", shared)
    hand_in(service, "keeper-one", shared + body_turtle("keeper-one"))
    again = hand_in(service, "keeper-one", body_turtle("keeper-one"))
    assert get(service, f"/id/body/shared/diff?from={start}&to={again}")["fields"] == []
    text = page(service, "/page/body/shared/history")
    assert "Сведения не изменились: то же сказано и в других поданных данных" in text


@pytest.mark.parametrize(
    ("query", "status"),
    [("from=x", 400), ("to=99999999", 400), ("from=0", 400), ("to=2026-13-01", 400)],
)
def test_a_version_that_is_none_is_told(
    service: TestClient, versions: list[int], query: str, status: int
) -> None:
    assert versions
    for path in ("/id/body/a/diff", "/page/body/a/history"):
        assert service.get(f"{path}?{query}").status_code == status


def test_the_first_version_must_be_the_earlier_one(
    service: TestClient, versions: list[int]
) -> None:
    response = service.get(f"/id/body/a/diff?from={versions[2]}&to={versions[0]}")
    assert response.status_code == 400
    assert "версия не позже второй" in response.json()["detail"]


def test_what_was_never_there_has_no_history(service: TestClient) -> None:
    for path in ("/id/body/nobody/diff", "/page/body/nobody/history", "/id/body/nobody/history"):
        assert service.get(path).status_code == 404


def test_the_history_page_tells_each_change_in_words(
    service: TestClient, versions: list[int]
) -> None:
    text = page(service, "/page/body/a/history")
    entries = re.findall(r'<li id="n(\d+)">(.*?)</li>', text, re.DOTALL)
    assert [int(n) for n, _ in entries] == versions[::-1]
    moved, renamed, came = (body for _, body in entries)
    assert "запись появилась" in came
    assert "запись изменена" in renamed
    assert re.search(r"<del>Первый</del>.*стало.*<ins>Второй</ins>", renamed)
    assert re.search(r"<del>.*региональный.*</del>.*<ins>.*муниципальный", moved)
    assert "Первый" not in moved


def test_who_says_what_is_told_where_datasets_differ(client: TestClient) -> None:
    """The term of this agreement is 30.09.2028 to the institute, 31.12.2027 to the centre."""
    text = page(client, "/page/agreement/demo-agr-university")
    told = re.findall(r"(\d\d\.\d\d\.\d{4}) <span class=\"said-by\">\(.*?/page/body/([\w-]+)", text)
    assert told == [("31.12.2027", "demo-cnppm"), ("30.09.2028", "demo-iro")]
    plain = page(client, "/page/agreement/demo-agr-kamenka-2025")
    assert "said-by" not in plain


def test_relations_are_told_from_the_records_own_side(client: TestClient) -> None:
    above = page(client, "/page/body/demo-iro")
    below = page(client, "/page/body/demo-kamenka-mms")
    row = r'<a href="/page/(relation/[^"]+)">{verb}</a></td><td[^>]*><a href="/page/{other}"'
    down = re.search(row.format(verb="координирует", other="body/demo-kamenka-mms"), above)
    up = re.search(row.format(verb="координируется", other="body/demo-iro"), below)
    assert down
    assert up
    assert down[1] == up[1]


def test_a_relation_that_has_ended_is_last_and_says_so(client: TestClient) -> None:
    text = page(client, "/page/body/demo-kamenka-mms")
    rows = re.findall(r'<tr role="row"( class="ended")?>(.*?)</tr>', text, re.DOTALL)
    told = [bool(ended) for ended, body in rows if "/page/relation/" in body or "/norm/" in body]
    assert told.count(True) >= 1
    assert told == sorted(told)
    (ended, *_) = [body for kind, body in rows if kind]
    assert 'по <span class="day">31.12.2025</span>' in ended
    assert "завершено" in ended


def test_what_may_be_the_same_stands_side_by_side(client: TestClient) -> None:
    text = page(client, "/page/body/demo-cnppim")
    assert "Возможно, о том же" in text
    assert "Сокращения отличаются одной буквой" in text
    section = text[text.index('<section class="alike">') :]
    lines = re.findall(r'<tr role="row"( class="differs")?><th[^>]*>([\w ]+)', section)
    differs = {name.strip(): bool(kind) for kind, name in lines}
    assert differs["вид органа"] is False
    assert differs["название"] is True


def test_what_was_decided_to_be_one_says_which_stays(client: TestClient) -> None:
    text = page(client, "/page/document/demo-berezovo-sites-act")
    assert "Решено считать одной записью 06.10.2025; остаётся другая запись" in text
    undone = page(client, "/page/document/demo-model-smc")
    assert "Решено считать одной" not in undone


def test_what_mentions_a_record_leads_to_all_of_it(client: TestClient) -> None:
    text = page(client, "/page/body/demo-iro")
    found = re.search(r'href="(/records/agreement\?party=[^"]+)">все таблицей \((\d+)\)', text)
    assert found
    whole = get(client, found[1].replace("/records/agreement?", "/api/records?type=agreement&"))
    assert whole["count"] == int(found[2])


def test_findings_are_shown_once_the_audits_have_been_asked(client: TestClient) -> None:
    path = "/page/agreement/demo-agr-kamenka-2025"
    client.get(f"/api/audits/findings?date={date.today().isoformat()}&lang=ru")  # noqa: DTZ011  # as the page does
    text = page(client, path)
    assert "Что нашли проверки" in text
    assert re.search(r'href="/audits\?audit=signatory-without-post&date=[\d-]+#', text)


def test_an_earlier_state_of_a_record_speaks_of_no_audits_of_today(
    service: TestClient, versions: list[int]
) -> None:
    path, ask = f"/page/body/a?asOf={versions[0]}", "Посмотреть, что скажут проверки"
    until = time.monotonic() + 60
    while (response := service.get(path, headers=HTML)).status_code == 202:
        assert time.monotonic() < until
    text = unescape(response.text)
    assert "<h1>Первый</h1>" in text
    assert f'value="{versions[0]}"' in text
    assert ask not in text
    assert ask in page(service, "/page/body/a")


def test_the_picture_links_what_the_table_does(client: TestClient) -> None:
    text = page(client, "/page/body/demo-kamenka-mms")
    picture = text[text.index('<figure class="picture">') : text.index("</figure>")]
    table = text[text.index('id="relations"') : text.index('id="mentioned"')]
    drawn = set(re.findall(r'href="/page/(relation/[^"]+)"', picture))
    told = set(re.findall(r'<td role="cell"><a href="/page/(relation/[^"]+)"', table))
    assert drawn == told
    assert "— соглашение" in picture
