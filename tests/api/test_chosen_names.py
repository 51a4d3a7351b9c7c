"""Unknown names of a draft over HTTP: asked some at a time, however many there are."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from graphsvc.tables.decisions import chosen_from
from tests.editing import registry_of

if TYPE_CHECKING:
    from starlette.testclient import TestClient

INSTITUTE = "body/demo-iro"
COUNT, ASKED = 150, 50
_TEXT = re.compile(r'name="text-(\d+)" value="([^"]*)"')


def draft(client: TestClient) -> str:
    """Return the page of a table in which many names mean no record."""
    rows = [
        f"Практика {n},Неведомая школа № {n},муниципальный,представлена,Озёрная область (учебная)"
        for n in range(COUNT)
    ]
    table = "\n".join(["label,author,level,status,jurisdiction", *rows, ""])
    given = {"body": INSTITUTE, "entity": "practice"}
    answer = client.post("/submit", data=given, files={"file": ("practice.csv", table.encode())})
    assert answer.status_code == 303
    place: str = answer.headers["location"]
    return place


def asked(client: TestClient, place: str) -> dict[str, str]:
    """Return the names that a draft's page asks of, by their numbers on it."""
    return {number: unescape(text) for number, text in _TEXT.findall(client.get(place).text)}


def say(client: TestClient, place: str, said: str) -> int:
    """Say the same of every name that the page asks of and nothing was said of before."""
    registry = registry_of(client)
    known = {
        c.text for c in chosen_from(registry.drafts.case(place.rpartition("/")[2]).handed.names)
    }
    given: dict[str, str] = {}
    for number, text in asked(client, place).items():
        again = "demo-iro" if said == "other" and text in known else ""
        given |= {f"text-{number}": text, f"name-{number}": f"body/{again}" if again else said}
        given[f"other-{number}"] = "[demo-iro]" if said == "other" and not again else ""
    status: int = client.post(f"{place}/names", data=given).status_code
    return status


def test_all_of_many_names_are_chosen_in_turn(opened: TestClient) -> None:
    place = draft(opened)
    name = place.rpartition("/")[2]
    for turn in range(1, COUNT // ASKED + 1):
        assert say(opened, place, "other") == 303
        chosen = chosen_from(registry_of(opened).drafts.case(name).handed.names)
        assert len({one.text for one in chosen}) == turn * ASKED
    assert (
        registry_of(opened).desk.check(registry_of(opened).drafts.case(name).handed).refusal is None
    )
    assert len(asked(opened, place)) == ASKED  # those chosen last, to be chosen otherwise


def test_what_is_no_record_makes_way_for_the_names_after_it(opened: TestClient) -> None:
    place = draft(opened)
    assert f"Остальные ({COUNT - ASKED})" in opened.get(place).text
    first = set(asked(opened, place).values())
    assert say(opened, place, "-") == 303
    second = set(asked(opened, place).values())
    assert len(second) == ASKED
    assert not first & second
    assert say(opened, place, "-") == 303
    said = chosen_from(registry_of(opened).drafts.case(place.rpartition("/")[2]).handed.names)
    assert {one.text for one in said} == first | second
