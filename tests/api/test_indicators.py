"""Indicators: the value is that of the very records that are listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient

SMC, AGREEMENTS = "/api/indicators/demo-ind-smc", "/api/indicators/demo-ind-agreements"


def computed(client: TestClient, path: str, **asked: str) -> dict[str, Any]:
    answer = client.get(path, params=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def names(part: dict[str, Any]) -> list[str]:
    return [record["id"] for record in part["records"]]


def test_a_share_is_that_of_the_records_listed(client: TestClient) -> None:
    found = computed(client, SMC, territory="territory/demo-kamenka", date="2026-11-22")
    assert found["value"] == 66.7
    assert names(found["numerator"]) == ["body/demo-kamenka-school-1", "body/demo-kamenka-school-2"]
    assert names(found["denominator"]) == [f"body/demo-kamenka-school-{n}" for n in (1, 2, 3)]
    assert found["outside"] == []
    assert (found["indicator"]["target"], found["reached"]) == (100.0, False)
    assert found["indicator"]["clause"] == "6.3"


@pytest.mark.parametrize(
    ("place", "day", "value"),
    [
        ("demo-berezovo", "2025-10-01", 75.0),  # the council of school No. 4 is of 2026
        ("demo-berezovo", "2026-10-01", 100.0),
        ("demo-lipovka", "2025-10-01", 66.7),
        ("demo-lipovka", "2026-10-01", 100.0),
        ("demo-sosnovo", "2026-10-01", 50.0),
        ("demo-region", "2026-11-22", 85.7),  # 12 of 14
    ],
)
def test_it_is_computed_for_a_territory_and_a_day(
    client: TestClient, place: str, day: str, value: float
) -> None:
    assert computed(client, SMC, territory=f"territory/{place}", date=day)["value"] == value


def test_the_territory_is_the_indicators_own_where_none_is_named(client: TestClient) -> None:
    found = computed(client, AGREEMENTS, date="2026-11-22")
    assert found["territory"] == "territory/demo-region"
    services = [f"body/demo-{place}-mms" for place in ("berezovo", "kamenka", "lipovka")]
    assert sorted(names(found["numerator"])) == services
    assert found["value"] == 75.0


def test_an_agreement_counts_while_it_is_in_force(client: TestClient) -> None:
    # Before 30.06.2026 that of Zarechye was, after 29.11.2026 that of Kamenka is not.
    assert computed(client, AGREEMENTS, date="2026-06-30")["value"] == 100.0
    assert computed(client, AGREEMENTS, date="2026-11-30")["value"] == 50.0


def test_both_receipts_hold(client: TestClient) -> None:
    found = computed(client, SMC, territory="territory/demo-kamenka", date="2026-11-22")
    for part in ("numerator", "denominator"):
        receipt = found[part]["receipt"]
        assert receipt["count"] == found[part]["count"]
        assert client.get(f"/api/receipts/{receipt['id']}").json()["rows"] == receipt["rows"]


def test_what_was_handed_in_stands_beside_what_is_computed(client: TestClient) -> None:
    found = computed(client, SMC, territory="territory/demo-kamenka", date="2026-11-22")
    (measured,) = found["measured"]
    assert (measured["day"], measured["value"], measured["computed"]) == ("2026-10-01", 66.7, 66.7)
    assert measured["differs"] is False
    early = computed(client, SMC, territory="territory/demo-kamenka", date="2025-09-30")
    assert early["measured"] == []


def test_nothing_to_divide_by_is_no_value(client: TestClient) -> None:
    found = computed(client, SMC, territory="territory/demo-country", date="2020-01-01")
    assert found["denominator"]["count"] == 14  # nobody says since when a school exists
    empty = computed(client, AGREEMENTS, territory="territory/demo-sosnovo", date="2026-11-22")
    assert (empty["value"], empty["reached"], empty["denominator"]["count"]) == (None, None, 0)


def test_the_list_has_every_indicator_and_those_with_a_passport_first(client: TestClient) -> None:
    listed = client.get("/api/indicators").json()["indicators"]
    with_passport = [i["id"] for i in listed if i["numerator"]]
    assert with_passport == ["indicator/demo-ind-agreements", "indicator/demo-ind-smc"]
    assert [i["id"] for i in listed[:2]] == with_passport
    assert "indicator/demo-ind-practices" in {i["id"] for i in listed}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/indicators/demo-ind-practices", 400),  # nobody has said how it is computed
        ("/api/indicators/nothing", 404),
        (f"{SMC}?territory=territory/nowhere", 400),
        (f"{SMC}?territory=body/demo-iro", 400),
        (f"{SMC}?date=yesterday", 400),
    ],
)
def test_what_cannot_be_computed_is_refused(client: TestClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_the_page_lists_the_records_counted(client: TestClient) -> None:
    path = "/indicators/indicator/demo-ind-smc?territory=territory/demo-kamenka&date=2026-11-22"
    for lang in ("ru", "en"):
        page = client.get(f"{path}&lang={lang}")
        assert page.status_code == 200
        for number, times in ((1, 2), (2, 2), (3, 1)):
            assert page.text.count(f"/page/body/demo-kamenka-school-{number}") == times
    listed = client.get("/indicators")
    assert "/indicators/indicator/demo-ind-smc" in listed.text
