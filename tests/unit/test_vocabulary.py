"""The terms that an editor proposes are those that queries are made of, and each has a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphsvc.model.property_graph import property_graph
from graphsvc.model.vocabulary import vocabulary

if TYPE_CHECKING:
    from graphsvc.model.entities import Model


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_type_property_and_code_is_there_with_its_name(model: Model, lang: str) -> None:
    graph = property_graph(model)
    found = vocabulary(model, graph, lang)
    sparql = {t["name"]: t for t in found["sparql"]}
    assert all(t["label"] for t in sparql.values())
    agreement = sparql["rms:Agreement"]
    assert agreement["label"] == {"ru": "Соглашение", "en": "Agreement"}[lang]
    assert agreement["kind"] == "class"
    assert agreement["definition"]
    assert {f"<{iri}>" for members in model.concepts.values() for iri in members} <= set(sparql)
    assert "rms:coordinates" in sparql
    cypher = {(t["kind"], t["name"]) for t in found["cypher"]}
    assert {("label", label.name) for label in graph.labels} <= cypher
    assert {("relationship", r.name) for r in graph.relationships} <= cypher
    assert ("property", "validTo") in cypher
    assert found["prefixes"]["rms"] == "https://w3id.org/methodnet/ontology#"


def test_a_definition_is_as_long_as_a_small_window_holds(model: Model) -> None:
    found = vocabulary(model, property_graph(model), "ru")
    assert max(len(t.get("definition", "")) for t in found["sparql"]) <= 240
