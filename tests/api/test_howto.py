"""The examples on the model's page run as they stand, and answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphsvc.locale import LANGUAGES, texts

if TYPE_CHECKING:
    from starlette.testclient import TestClient

EXAMPLES = texts("howto")["examples"]


@pytest.mark.parametrize("example", EXAMPLES, ids=[e["title"]["en"] for e in EXAMPLES])
def test_an_example_query_answers(client: TestClient, example: dict[str, str]) -> None:
    answer = client.post("/sparql", data={"query": example["query"]})
    assert answer.status_code == 200, answer.text
    assert len(answer.json()["results"]["bindings"]) > 1


def test_the_notes_stand_on_the_models_page_in_both_languages(client: TestClient) -> None:
    for lang in LANGUAGES:
        page = client.get(f"/ontology?lang={lang}", headers={"accept": "text/html"}).text
        for note in texts("howto")["notes"]:
            assert note[lang].split(":")[0].split("<")[0].split('"')[0] in page
