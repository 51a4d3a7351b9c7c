"""A question's page: its form, and the line the page answers, are about the same."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from graphsvc.questions.catalogue import load_catalogue
from graphsvc.resources import data_folder

if TYPE_CHECKING:
    from starlette.testclient import TestClient

QUESTIONS = load_catalogue(data_folder("queries")).questions
HTML = {"accept": "text/html", "accept-language": "ru"}
SELECT = re.compile(r'<select id="p-(\w+)".*?</select>', re.DOTALL)
SELECTED = re.compile(r'<option value="([^"]*)" selected')
LOOKUP = re.compile(r'<input id="p-(\w+)"[^>]* class="lookup"[^>]* data-value="([^"]*)"')


def test_there_are_questions() -> None:
    assert len(QUESTIONS) >= 60


@pytest.mark.parametrize("name", [q.id for q in QUESTIONS])
def test_every_list_shows_what_the_answer_is_about(client: TestClient, name: str) -> None:
    asked: dict[str, Any] = client.get(f"/api/questions/{name}/answer").json()["parameters"]
    asked["engine"] = ""  # by default
    page = client.get(f"/questions/{name}", headers=HTML)
    assert page.status_code == 200
    for found in SELECT.finditer(page.text):
        chosen = [unescape(value) for value in SELECTED.findall(found[0])]
        expected = asked[found[1]]
        # An empty list entry stands first and needs no mark.
        assert chosen == ([expected] if expected else []), found[1]
    for name_of, value in LOOKUP.findall(page.text):
        assert unescape(value) == asked[name_of], name_of
    parameters = {p.name for q in QUESTIONS if q.id == name for p in q.parameters}
    assert parameters <= set(re.findall(r' id="p-(\w+)"', page.text))


def test_a_value_the_list_does_not_have_is_not_shown_as_another(client: TestClient) -> None:
    page = client.get("/questions/who-coordinates?body=body/nobody", headers=HTML)
    assert page.status_code == 400
    assert LOOKUP.findall(page.text) == [("body", "body/nobody")]
    page = client.get("/questions/legal-forms?jurisdiction=territory/none", headers=HTML)
    found, *_ = SELECT.finditer(page.text)
    assert SELECTED.findall(found[0]) == ["territory/none"]
