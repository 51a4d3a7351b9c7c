"""A body's picture on its page: the same signs as on the network's page, and in words beside it."""

from __future__ import annotations

import html
import re
import time
from datetime import date
from typing import TYPE_CHECKING

import pytest

from graphsvc.api import record_pages as pages

if TYPE_CHECKING:
    from starlette.testclient import TestClient

HTML = {"accept": "text/html", "accept-language": "ru"}
OPENS_MOST_S = 60
COUNCIL = "Методический совет Каменской школы № 2 (учебный)"
SERVICE = "Методическая служба Каменского района (учебная)"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo region's day, whatever the calendar says."""

    class Day(date):
        @classmethod
        def today(cls) -> Day:
            return cls(2026, 11, 22)

    monkeypatch.setattr(pages, "date", Day)


def shown(client: TestClient, name: str, more: str = "") -> str:
    response = client.get(f"/page/body/{name}{more}", headers=HTML)
    assert response.status_code == 200
    return html.unescape(response.text)


def told(text: str) -> set[tuple[str, str]]:
    """Return state and sentence of each link that the page lists beside the picture."""
    listed = re.search(r'<details class="told".*?</details>', text, re.DOTALL)
    if listed is None:
        return set()
    items = re.findall(r'<li><span class="sign ([a-z]+)">[^<]*</span> (.*?)</li>', listed[0])
    return {(state, re.sub(r"<[^>]+>", "", sentence)) for state, sentence in items}


def states(text: str) -> set[str]:
    return set(re.findall(r'<g class="edge family-\d ([a-z-]+)" aria-hidden', text))


def test_what_is_missing_is_drawn_and_said_at_both_its_ends(client: TestClient) -> None:
    sentence = ("ghost", f"{SERVICE} — координирует — {COUNCIL}")
    for name in ("demo-kamenka-school-2-smc", "demo-kamenka-mms"):
        text = shown(client, name)
        assert "ghost" in states(text)
        assert sentence in told(text)
        assert "координирует, недостаёт" in text


def test_a_missing_council_is_a_link_to_the_kind_that_is_demanded(client: TestClient) -> None:
    text = shown(client, "demo-kamenka-school-3")
    (found,) = [s for state, s in told(text) if state == "ghost"]
    assert found.startswith("методический совет образовательной организации — состоит при —")


def test_what_expires_has_expired_or_ended_is_told_apart(client: TestClient) -> None:
    kamenka = told(shown(client, "demo-kamenka-mms"))
    (expiring,) = [s for state, s in kamenka if state == "expiring"]
    assert "соглашение" in expiring
    (ended,) = [s for state, s in kamenka if state == "ended"]
    assert ended.startswith("Региональный методический кабинет")
    institute = shown(client, "demo-iro")
    assert {"ghost", "expiring", "expired", "planned", "in-force"} <= states(institute)


def test_the_body_and_the_network_tell_the_same_of_its_agreements(client: TestClient) -> None:
    asked = "/api/network?date=2026-11-22&centre=demo-iro&depth=1&relations=agreement"
    network = client.get(asked).json()
    labels = {n["id"]: n["label"] for n in network["nodes"]}
    drawn = {
        (e["state"], frozenset((labels[e["source"]], labels[e["target"]])))
        for e in network["edges"]
        if "body/demo-iro" in (e["source"], e["target"]) and e["state"] != "in-force"
    }
    page = {
        (state, frozenset(sentence.split(" — соглашение — ")))
        for state, sentence in told(shown(client, "demo-iro"))
        if " — соглашение — " in sentence and state != "ended"
    }
    assert page == drawn
    assert len({state for state, _ in drawn}) == 4  # ghost, expiring, expired, planned


def test_records_called_alike_are_told_apart(client: TestClient) -> None:
    """An agreement is a provision for each party, named by the agreement alone."""
    text = client.get("/page/agreement/demo-agr-lipovka-2025", headers=HTML).text
    items = text.partition("чем исполнено")[2].partition("</ul>")[0]
    found = [re.sub("<[^>]+>", "", one).strip() for one in items.split("<li>")[1:]]
    assert len(found) == 2
    assert {one.rpartition(" — ")[2] for one in found} == {
        "Методическая служба Липовского округа (учебная)",
        "Озёрный институт развития образования (учебный)",
    }


def test_the_legend_explains_the_signs_that_occur_and_no_others(client: TestClient) -> None:
    text = shown(client, "demo-kamenka-school-2-smc")
    legend = re.findall(r'<span class="legend"><svg class="edge ([a-z]+)"', text)
    assert legend == ["ghost"]


def test_an_earlier_state_of_a_record_says_nothing_of_what_is_missing(client: TestClient) -> None:
    now = client.get("/api/network?region=demo-region").json()["sequence"]
    address = f"/page/body/demo-kamenka-school-2-smc?asOf={now}"
    until = time.monotonic() + OPENS_MOST_S
    while (response := client.get(address, headers=HTML)).status_code == 202:
        assert time.monotonic() < until
    assert response.status_code == 200
    text = html.unescape(response.text)
    assert COUNCIL in text
    assert "ghost" not in states(text)
