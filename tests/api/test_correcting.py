"""A refused address keeps what was asked, so that the wrong part alone is typed anew."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient

HTML = {"accept": "text/html", "accept-language": "ru"}
INPUT = re.compile(r'<input[^>]* name="([^"]*)" value="([^"]*)"([^>]*)>')


def refused(client: TestClient, address: str) -> str:
    response = client.get(address, headers=HTML)
    assert response.status_code == 400, address
    return str(response.text)


def form(text: str) -> tuple[str, list[tuple[str, str]], str]:
    """Return the form's action, what it sends, and which of it is marked as wrong."""
    found = re.search(r'<form class="ask correct" action="([^"]+)".*?</form>', text, re.DOTALL)
    assert found
    fields = [(n, unescape(v), rest) for n, v, rest in INPUT.findall(found[0])]
    wrong = [n for n, _, rest in fields if 'aria-invalid="true"' in rest]
    return found[1], [(n, v) for n, v, _ in fields], "".join(wrong)


@pytest.mark.parametrize(
    ("address", "wrong", "right"),
    [
        (
            "/network?region=territory/demo-region&relations=coordinates,agreement&date=2026-13-45",
            "date",
            "2026-11-22",
        ),
        ("/network?view=table&levels=regional&levels=municipal&date=x", "date", "2026-11-22"),
        ("/network/matrix?region=demo-regoin&date=2026-11-22", "region", "demo-region"),
        ("/network/levels?region=demo-region&relations=coordinats", "relations", "coordinates"),
        (
            "/audits?territory=territory/demo-region&severity=vilation&lang=ru",
            "severity",
            "violation",
        ),
        ("/records/body?level=munisipal&q=совет", "level", "municipal"),
        ("/plans?date=x", "date", "2026-11-22"),
    ],
)
def test_only_what_is_wrong_is_typed_anew(
    client: TestClient, address: str, wrong: str, right: str
) -> None:
    action, sent, marked = form(refused(client, address))
    assert marked == wrong
    given = parse_qsl(urlsplit(address).query, keep_blank_values=True)
    assert action == urlsplit(address).path
    assert sorted(sent) == sorted(given)
    mended = urlencode([(n, right if n == wrong else v) for n, v in sent])
    assert client.get(f"{action}?{mended}", headers=HTML).status_code == 200


def test_the_rest_is_told_by_its_names(client: TestClient) -> None:
    text = refused(
        client, "/network?region=territory/demo-region&relations=coordinates,agreement&date=x"
    )
    kept = re.search(r'<p class="hint kept">(.*?)</p>', text)
    assert kept
    assert kept[1] == (
        "Остальное сохранено: регион — Озёрная область (учебная); "
        "отношения — координирует, соглашение."
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("31.11.2026", "2026-11-30"), ("2026-2-30", "2026-02-28"), ("31.9.2026", "2026-09-30")],
)
def test_a_day_that_can_be_understood_is_offered(
    client: TestClient, typed: str, meant: str
) -> None:
    text = refused(client, f"/network?region=demo-region&date={typed}")
    offered = re.search(r'class="button" href="([^"]+)"', text)
    assert offered
    assert dict(parse_qsl(urlsplit(unescape(offered[1])).query)) == {
        "region": "demo-region", "date": meant,
    }  # fmt: skip


@pytest.mark.parametrize("typed", ["2026-13-45", "0000-00-00", "00.00.0000", "завтра"])
def test_a_day_that_means_nothing_is_offered_nothing(client: TestClient, typed: str) -> None:
    assert 'class="button"' not in refused(client, f"/network?date={typed}")


def test_of_a_list_only_the_wrong_code_is_replaced(client: TestClient) -> None:
    text = refused(client, "/network?relations=agreement,coordinats,manages")
    offered = re.search(r'class="button" href="([^"]+)"', text)
    assert offered
    assert "relations=agreement%2Ccoordinates%2Cmanages" in offered[1]


def test_a_condition_that_no_page_has_is_dropped_or_renamed(client: TestClient) -> None:
    text = refused(client, "/network?regoin=territory/demo-region&date=2026-11-22")
    assert "Такого условия на этой странице нет: regoin" in text
    _, sent, marked = form(text)
    assert (sent, marked) == ([("date", "2026-11-22")], "")
    offered = re.search(r'class="button" href="([^"]+)"', text)
    assert offered
    renamed = unescape(offered[1])
    assert "region=territory%2Fdemo-region" in renamed
    assert client.get(renamed, headers=HTML).status_code == 200


def test_what_strangers_type_is_text(client: TestClient) -> None:
    attack = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
    text = refused(client, f"/network?date={attack}&selected={attack}&region=demo-region")
    assert "<script>alert" not in text


def test_a_program_gets_a_problem_without_a_form(client: TestClient) -> None:
    response = client.get("/api/network?date=x")
    assert response.status_code == 400
    assert response.json().keys() == {"type", "title", "status", "detail"}
