"""What is refused in submitted RDF though its syntax is right."""

from __future__ import annotations

import pytest

from graphsvc.errors import LintError
from graphsvc.rdf.lint import IRI_LIMIT_BYTES, LITERAL_LIMIT_BYTES, lint
from graphsvc.rdf.names import BASE, ID, rms
from graphsvc.rdf.terms import DefaultGraph, NamedNode, Quad
from tests.making import node, quad, text

PLAIN = NamedNode("https://e.org/p")


@pytest.mark.parametrize(
    "iri",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://e.org/\u202eevil",
        "https://e.org/a\u200bb",
        "https://e.org/\ufeff",
        ID + "body/цнппм",
        BASE + "scheme/lеvel",  # a Cyrillic letter that looks Latin
        ID,
        ID + "../ontology",
        "https://e.org/" + "a" * IRI_LIMIT_BYTES,
    ],
)
def test_an_iri_is_refused_in_every_place(iri: str) -> None:
    bad, good = NamedNode(iri), node("body/a")
    for terms in ((bad, PLAIN, good), (good, bad, good), (good, PLAIN, bad)):
        with pytest.raises(LintError):
            lint([Quad(*terms, DefaultGraph())])


@pytest.mark.parametrize(
    "value", ["a\u202eb", "a\u2066b", "a\u200eb", "a\u0000b", "a\u0007b", "a\u0085b"]
)
def test_a_control_character_in_a_text_is_refused(value: str) -> None:
    with pytest.raises(LintError):
        lint([quad("body/a", rms("note"), text(value))])


def test_a_text_is_as_long_as_allowed_and_no_longer() -> None:
    lint([quad("body/a", rms("note"), text("я" * (LITERAL_LIMIT_BYTES // 2)))])
    with pytest.raises(LintError):
        lint([quad("body/a", rms("note"), text("я" * (LITERAL_LIMIT_BYTES // 2) + "a"))])


@pytest.mark.parametrize(
    "value",
    ["«ЦНППМ» — центр", "строка\nи\tтабуляция\r\n", "e\u0301", "👩‍🏫", "javascript:alert(1)"],
)
def test_ordinary_text_passes(value: str) -> None:
    lint([quad("body/a", rms("note"), text(value))])


@pytest.mark.parametrize(
    "iri",
    ["https://e.org/п", "mailto:a@e.org", "urn:uuid:1", "HTTPS://E.org/", ID + "body/a.b_c-1"],
)
def test_ordinary_iris_pass(iri: str) -> None:
    lint([Quad(node("body/a"), PLAIN, NamedNode(iri), DefaultGraph())])


def test_the_first_fault_is_told_with_its_value() -> None:
    with pytest.raises(LintError) as caught:
        lint([quad("body/a", rms("note"), NamedNode("javascript:alert(1)"))])
    assert caught.value.parameters["value"] == "javascript:alert(1)"
