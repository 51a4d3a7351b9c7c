"""The model's pages: every term where its IRI leads, and the search over terms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from graphsvc.rdf.names import PREFIXES, RDF_TYPE
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from graphsvc.registry import Registry

HTML = {"accept": "text/html"}
TERMS = {
    PREFIXES["owl"] + kind
    for kind in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
}


def own_terms(registry: Registry) -> set[str]:
    """Return the local names of the ontology's own terms of records."""
    return {
        q.subject.value.removeprefix(PREFIXES["rms"])
        for q in registry.model.ontology
        if q.predicate == RDF_TYPE
        and isinstance(q.subject, NamedNode)
        and isinstance(q.object, NamedNode)
        and q.object.value in TERMS
        and q.subject.value.startswith(PREFIXES["rms"])
    }


@pytest.mark.parametrize("path", ["/ontology", "/ontology/all"])
def test_the_iri_of_a_term_leads_to_its_description(
    client: TestClient, registry: Registry, path: str
) -> None:
    text = client.get(path, headers=HTML).text
    anchors = re.findall(r'\sid="([^"]+)"', text)
    assert len(anchors) == len(set(anchors))
    classes = {e.iri.removeprefix(PREFIXES["rms"]) for e in registry.model.entities}
    assert classes <= own_terms(registry)
    assert len(own_terms(registry)) > 200
    assert own_terms(registry) <= set(anchors)


def test_every_type_has_a_page_and_a_wrong_one_has_none(
    client: TestClient, registry: Registry
) -> None:
    for entity in registry.model.entities:
        page = client.get(f"/ontology/{entity.iri.rpartition('#')[2]}", headers=HTML)
        assert page.status_code == 200
        for field in entity.fields:
            assert f'<tr role="row" id="{field.name}"' in page.text
    assert client.get("/ontology/Nosuch", headers=HTML).status_code == 404


def test_every_list_is_told_with_all_its_values(client: TestClient, registry: Registry) -> None:
    for scheme, concepts in registry.model.concepts.items():
        path = scheme.removeprefix("https://w3id.org/methodnet")
        text = client.get(path, headers=HTML).text
        for concept in concepts:
            assert f'href="{concept.removeprefix("https://w3id.org/methodnet")}"' in text


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("соглашение", "/ontology/Agreement"),
        ("наставников", "/ontology/Mentor"),
        ("дата подписания", "/ontology/Agreement#signedOn"),
        ("deadlinePrinted", "/ontology/Activity#deadlinePrinted"),
        ("координирует", "/scheme/relation/coordinates"),
    ],
)
def test_a_term_is_found_by_its_words(client: TestClient, q: str, first: str) -> None:
    text = client.get("/ontology", params={"q": q}, headers=HTML).text
    found = re.findall(r'<span class="term-kind">[^<]*</span> <a href="([^"]+)"', text)
    assert found[0] == first


def test_how_often_a_value_is_chosen_is_counted_over_the_records(
    client: TestClient, registry: Registry
) -> None:
    concept = NamedNode(f"{PREFIXES['scheme']}certainty/derived")
    referrers = {s.value for s, _ in registry.store.referrers(concept)}
    expected = sum(name.startswith(PREFIXES["id"]) for name in referrers)
    text = client.get("/scheme/certainty", headers=HTML).text
    row = text[text.index("/scheme/certainty/derived") :]
    assert f">{expected}</td>" in row[: row.index("</tr>")]
    assert expected > 20
