"""Short names and IRIs turn into each other."""

from __future__ import annotations

import pytest

from graphsvc.errors import ParameterError, RecordNotFoundError
from graphsvc.rdf.names import BASE, ID, PREFIXES, compact, expand, graph_of, record_of


@pytest.mark.parametrize(
    ("short", "iri"),
    [
        ("body/lo-kopo", ID + "body/lo-kopo"),
        ("scheme/level/federal", BASE + "scheme/level/federal"),
        ("graph/body/a", BASE + "graph/body/a"),
        ("ontology", BASE + "ontology"),
    ],
)
def test_a_short_name_is_expanded_and_compacted_back(short: str, iri: str) -> None:
    assert expand(short) == iri
    assert compact(iri) == short


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("https://e.org/x", "https://e.org/x"),
        ("urn:x:y", "urn:x:y"),
        ("skos:prefLabel", PREFIXES["skos"] + "prefLabel"),
        ("id:body/a", ID + "body/a"),
        ("nosuch:x", ID + "nosuch:x"),
    ],
)
def test_other_names_are_expanded(text: str, iri: str) -> None:
    assert expand(text) == iri


def test_a_foreign_iri_stays_as_it_is() -> None:
    assert compact("https://e.org/id/body") == "https://e.org/id/body"


def test_a_bodys_graph_is_one_whatever_its_name_is_written_like() -> None:
    names = ("body/a", "id:body/a", ID + "body/a")
    assert {graph_of(n).value for n in names} == {BASE + "graph/body/a"}


@pytest.mark.parametrize("name", ["a b", "a>b", 'a"b', "a{b}", "a\nb", "a\\b", "a^b`"])
def test_a_name_that_is_no_iri_is_nobodys(name: str) -> None:
    with pytest.raises(ParameterError):
        graph_of(name)
    with pytest.raises(RecordNotFoundError):
        record_of(name)
