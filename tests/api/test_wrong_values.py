"""Pages tell a wrong value in the words of their forms, and what would fit it."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient

HTML = {"accept": "text/html", "accept-language": "ru"}
KAMENKA = "Методическая служба Каменского района (учебная) (body/demo-kamenka-mms)"
NEAREST = "Ближайшее подходящее: "


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (
            "/calendar?body=body/demo-kamenka-mm",
            f"Поле «орган»: «body/demo-kamenka-mm» не подходит. {NEAREST}{KAMENKA}",
        ),  # one line a case
        ("/questions/who-coordinates?body=body/demo-kamenka-mm", f"{NEAREST}{KAMENKA}"),
        ("/deficits/find?territory=territory/demo-zarechie", "(territory/demo-zarechye)"),
        (
            "/plans/compare?a=document/lo-2019-pla&b=document/lo-2023-roadmap",
            "(document/lo-2019-plan)",
        ),  # likewise
        (
            "/questions/overdue?date=vchera",
            "Поле «дата»: «vchera» не подходит. Нужна дата, например",
        ),
        ("/calendar?body=demo-iro&quarter=осень", "Нужен квартал: год и номер через черту"),
        ("/page/body/demo-iro?asOf=999999", "Нужна дата или номер записи журнала, не позже"),
    ],
)
def test_a_wrong_value_is_told_in_the_words_of_the_form(
    client: TestClient, path: str, told: str
) -> None:
    response = client.get(path, headers=HTML)
    assert response.status_code == 400
    shown = unescape(re.sub(r"<[^>]+>", " ", response.text))
    assert told in re.sub(r"\s+", " ", shown)
    assert "вид/ключ" not in shown
    assert "ГГГГ-ММ-ДД" not in shown


def test_the_nearest_value_is_one_click_away(client: TestClient) -> None:
    response = client.get("/records/body?level=munisipal&q=совет", headers=HTML)
    assert response.status_code == 400
    found = re.search(r'class="button" href="([^"]+)"', response.text)
    assert found
    again = unescape(found[1])
    assert "level=municipal" in again
    assert "q=" in again
    assert client.get(again, headers=HTML).status_code == 200


def test_a_program_is_told_the_name_of_the_parameter(client: TestClient) -> None:
    response = client.get("/api/calendar?body=body/demo-kamenka-mm")
    assert "Параметр body" in response.json()["detail"]


@pytest.mark.parametrize("asked", ["1", "2020-01-01"])
def test_before_a_record_existed_its_page_says_since_when_it_does(
    client: TestClient, asked: str
) -> None:
    response = client.get(f"/page/body/demo-kamenka-mms?asOf={asked}", headers=HTML)
    assert response.status_code == 404
    assert "Тогда этой записи ещё не было" in response.text
    found = re.search(
        r"есть в реестре с \d\d\.\d\d\.\d{4}, .*запись журнала № (\d+)", response.text
    )
    assert found
    assert int(found[1]) > 1
    assert f'href="/page/body/demo-kamenka-mms?asOf={found[1]}"' in response.text
    assert 'href="/page/body/demo-kamenka-mms"' in response.text


def test_what_never_existed_is_not_found_at_any_time(client: TestClient) -> None:
    for address in ("/page/body/nobody", "/page/body/nobody?asOf=1"):
        shown = client.get(address, headers=HTML)
        assert "Тогда этой записи ещё не было" not in shown.text
