"""Search over HTTP: proposals with their reasons, and the home page's figures."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from graphsvc.rdf.names import ID

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from graphsvc.registry import Registry

HTML = {"accept": "text/html"}
TODAY = "2026-11-22"


def proposals(client: TestClient, phrase: str, **asked: str) -> list[dict[str, Any]]:
    response = client.get("/api/search", params={"q": phrase, "date": TODAY, **asked})
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["proposals"]
    return found


def test_a_phrase_proposes_a_question_with_its_parameters_and_says_why(client: TestClient) -> None:
    first = proposals(client, "кто координирует ММС Берёзовского района")[0]
    assert (first["kind"], first["id"]) == ("question", "who-coordinates")
    assert first["parameters"] == {"body": "body/demo-berezovo-mms", "date": TODAY}
    assert first["why"] == [
        "слова «кто координирует» → вопрос «Кто координирует орган»",
        (
            "слова «ММС Берёзовского района» → "
            "орган «Методическая служба Берёзовского района (учебная)»"
        ),
        "день не назван → сегодня, 22.11.2026",
    ]


def test_the_address_of_a_proposal_leads_to_its_answer(client: TestClient) -> None:
    for phrase in ("кто входит в КС Озёрной области", "календарь ММС Каменского района", "ЦНППМ"):
        for one in proposals(client, phrase):
            assert client.get(one["href"], headers=HTML).status_code == 200, one


def test_a_month_is_asked_for_as_days_from_its_first(client: TestClient) -> None:
    first = proposals(client, "соглашения, истекающие в марте")[0]
    assert first["parameters"] == {"date": "2027-03-01", "days": "30"}
    english = proposals(client, "agreements expiring in March", lang="en")[0]
    assert english["parameters"] == first["parameters"]
    assert english["title"] == "Agreements that expire soon"


def test_what_is_not_said_is_told_to_be_an_example(client: TestClient) -> None:
    first = proposals(client, "кто координирует орган")[0]
    assert first["id"] == "who-coordinates"
    assert any("взято из примера" in line for line in first["why"])


def test_one_type_of_record_has_no_other_proposals(client: TestClient) -> None:
    assert proposals(client, "кто координирует РМС", type="body") == []
    found = client.get("/api/suggest", params={"q": "координ сов", "type": "body"}).json()
    assert found["proposals"] == []
    assert f"{ID}body/lo-ks-rms" in {s["id"] for s in found["suggestions"]}


def test_a_word_begun_is_suggested(client: TestClient) -> None:
    found = client.get("/api/suggest", params={"q": "перегруж"}).json()["proposals"]
    assert found[0]["id"] == "mentors-overloaded"


@pytest.mark.parametrize("path", ["/api/search", "/api/suggest", "/search"])
def test_a_day_that_is_none_is_refused(client: TestClient, path: str) -> None:
    response = client.get(path, params={"q": "совет", "date": "yesterday"})
    assert response.status_code == 400


def test_the_search_page_shows_proposals_with_reasons(client: TestClient) -> None:
    text = client.get("/search", params={"q": "где нет методического совета"}, headers=HTML).text
    assert 'href="/questions/schools-without-council?' in text
    assert 'class="why"' in text


def test_letters_with_and_without_dots_are_the_same(client: TestClient) -> None:
    one, other = (
        proposals(client, f"методическая служба {name} района")[0]["id"]
        for name in ("Берёзовского", "Березовского")
    )
    assert one == other == f"{ID}body/demo-berezovo-mms"


def test_the_home_page_tells_real_from_made_up(client: TestClient, registry: Registry) -> None:
    text = client.get("/", headers=HTML).text
    bodies = client.get("/api/records?type=body&status=existing").json()["count"]
    demo = [
        r
        for r in client.get("/api/records?type=body&status=existing&limit=1000").json()["records"]
        if r["id"].startswith(f"{ID}body/demo-")
    ]
    line = re.search(
        r"<b>(\d+)</b> в списке действующих органов</a> <span[^>]*>из них учебных (\d+)", text
    )
    assert line
    assert (int(line[1]), int(line[2])) == (bodies, len(demo))
    assert registry.overview.holdings()[1] == len(registry.store.submitted())


def test_an_agreement_is_in_force_within_its_term_alone(registry: Registry) -> None:
    """The demo's last one of Zarechye ended on 30.06.2026, that of Kamenka ends on 29.11.2026."""
    days = ("2026-06-30", "2026-07-01", "2026-11-22", "2026-11-30")
    figures = [registry.overview.figures(date.fromisoformat(day)) for day in days]
    last, after, now, next_week = (f["agreements_in_force"].count for f in figures)
    assert (last - after, now - next_week) == (1, 1)
    assert len({f["agreements"].count for f in figures}) == 1
    assert now < figures[2]["agreements"].count


def test_each_figure_of_the_home_page_is_what_its_link_shows(client: TestClient) -> None:
    text = client.get("/", headers=HTML).text
    found = re.findall(r'<a href="([^"]+)"><b>(\d+)</b>', text)
    assert len(found) >= 10
    for href, count in found:
        path = href.replace("&amp;", "&")
        if path.startswith("/records/"):
            entity, _, query = path.removeprefix("/records/").partition("?")
            shown = client.get(f"/api/records?type={entity}&{query}").json()["count"]
            assert int(count) == shown, path


def test_what_is_overdue_is_counted_without_what_is_waived(
    client: TestClient, registry: Registry
) -> None:
    text = client.get("/", headers=HTML).text
    day = re.search(r"audit=agreements-lapsed&amp;date=([\d-]+)", text)
    assert day
    found = client.get(
        "/api/audits/findings", params={"audit": "agreements-lapsed", "date": day[1]}
    ).json()["findings"]
    open_ones = [f for f in found if f["waiver"] is None]
    assert f"<b>{len(open_ones)}</b> истекли и не продлены" in text
    assert len(found) >= len(open_ones)
    assert registry.overview is not None
