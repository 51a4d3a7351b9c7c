"""What a question's text reads: named properties and classes, or anything."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from graphsvc.questions.mentions import Changed, changed_terms, mentions
from graphsvc.rdf.names import PREFIXES, RDF_TYPE, rms
from graphsvc.rdf.terms import NamedNode, Triple
from tests.making import node, text

if TYPE_CHECKING:
    from graphsvc.questions.catalogue import Question
    from graphsvc.questions.mentions import Mentions

BODY, LEVEL = rms("Body").value, rms("level").value


def read(pattern: str, head: str = "SELECT ?a ?b") -> Mentions:
    prefixes = "".join(f"PREFIX {n}: <{iri}>\n" for n, iri in PREFIXES.items())
    question = SimpleNamespace(sparql=f"{prefixes}{head} WHERE {{ {pattern} }}")
    return mentions(cast("Question", question))


@pytest.mark.parametrize(
    "pattern",
    [
        "?a ?p ?b",
        "?a a rms:Body ; ?p ?b .",
        "?a a rms:Body . id:x ?p rms:y",
        "?a ?p 'x'",
        "<https://example.org/x> ?p <https://example.org/y>",
        "[ a rms:Body ] ?p 3",
        "?a !(rms:level) ?b",
        "?a !rms:level ?b",
        "?a rms:level ?b . ?a\n  # and so on\n  ?p ?c",
    ],
)
def test_a_variable_property_reads_everything(pattern: str) -> None:
    found = read(pattern)
    assert found.everything
    assert found.touched(Changed(frozenset({rms("number").value}), frozenset()))


@pytest.mark.parametrize(
    ("pattern", "head"),
    [
        ("?a rms:level ?b . FILTER (?a != ?b)", "SELECT DISTINCT ?a ?b"),
        ("?a rms:level ?b FILTER EXISTS { ?b a rms:Body }", "SELECT ?a"),
        ("VALUES (?a ?b) { (1 2) } ?a rms:level ?b", "SELECT *"),
        ("{ SELECT ?a ?b { ?a rms:level ?b } GROUP BY ?a ?b ORDER BY ?a ?b }", "SELECT ?a ?b"),
        ("?a rms:level/rms:rank* ?b . FILTER (!BOUND(?b))", "SELECT ?a"),
        ("?a rms:level? ?b ; a rms:Body .", "SELECT ?a"),
        ('?a rms:level ?b . FILTER (?b = "?a ?p ?b")  # ?a ?p ?b', "SELECT ?a"),
        ("BIND (?a AS ?b) ?a rms:level ?c", "SELECT ?a"),
    ],
)
def test_variables_elsewhere_do_not(pattern: str, head: str) -> None:
    found = read(pattern, head)
    assert not found.everything
    assert LEVEL in found.terms
    assert found.touched(Changed(frozenset({LEVEL}), frozenset()))
    assert not found.touched(Changed(frozenset({rms("number").value}), frozenset({BODY + "X"})))


def test_a_class_matters_only_where_it_is_named_or_any_type_is_asked_for() -> None:
    bodies = Changed(frozenset(), frozenset({BODY}))
    assert read("?a a rms:Body").touched(bodies)
    assert not read("?a a rms:Norm ; rms:level ?b").touched(bodies)
    for pattern in ("?a a ?b", "?a a/rms:x* rms:Norm", "?a rdf:type ?b", "rms:Norm ^a ?a"):
        assert read(pattern).any_type, pattern
        assert read(pattern).touched(bodies), pattern


def test_an_iri_counts_as_a_prefixed_name_does() -> None:
    assert read(f"?a <{LEVEL}> ?b").terms >= {LEVEL}
    assert read("?a rms:level ?b.").terms >= {LEVEL}


def test_what_a_change_is_about() -> None:
    found = changed_terms(
        [
            Triple(node("body/a"), RDF_TYPE, rms("Body")),
            Triple(node("body/a"), rms("level"), NamedNode("https://example.org/l")),
            Triple(node("body/a"), rms("number"), text("1")),
        ]
    )
    assert found == Changed(frozenset({LEVEL, rms("number").value}), frozenset({BODY}))
