"""Media types, blank nodes made IRIs, terms as the store keeps them, serialising."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from graphsvc.errors import FormatError
from graphsvc.rdf.names import BASE, rms
from graphsvc.rdf.syntax import MEDIA_TYPES, canonical, format_of, serialize, skolemize
from graphsvc.rdf.terms import BlankNode, NamedNode, Quad
from tests.making import quad, text, within

NESTED = b"<https://e.org/a> <https://e.org/p> [ <https://e.org/q> [ <https://e.org/r> 1 ] ] ."


def parsed(content: bytes = NESTED) -> list[Quad]:
    return list(ox.parse(content, ox.RdfFormat.TURTLE))


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("text/turtle", "text/turtle"),
        ("Text/Turtle; charset=utf-8", "text/turtle"),
        ("plan.ttl", "text/turtle"),
        ("PLAN.TTL", "text/turtle"),
        ("a.b.trig", "application/trig"),
        ("x.jsonld", "application/ld+json"),
        ("x.nt", "application/n-triples"),
        ("x.nq", "application/n-quads"),
        ("x.rdf", "application/rdf+xml"),
    ],
)
def test_a_name_or_media_type_gives_the_format(name: str, media: str) -> None:
    assert format_of(name) == MEDIA_TYPES[media]


@pytest.mark.parametrize("name", ["", "x", "x.pdf", "text/csv", "application/json", "ttl.exe"])
def test_an_unknown_format_is_refused(name: str) -> None:
    with pytest.raises(FormatError):
        format_of(name)


def test_no_blank_node_is_left_and_the_structure_stays() -> None:
    quads = skolemize(parsed(), "scope")
    terms = [t for q in quads for t in (q.subject, q.object)]
    assert not any(isinstance(t, BlankNode) for t in terms)
    own = {t.value for t in terms if isinstance(t, NamedNode) and t.value.startswith(BASE)}
    assert len(own) == 2
    assert all(iri.startswith(BASE + ".well-known/genid/") for iri in own)


def test_the_same_file_gives_the_same_iris_and_another_scope_gives_others() -> None:
    assert skolemize(parsed(), "scope") == skolemize(parsed(), "scope")
    first, second = ({q.subject for q in skolemize(parsed(), scope)} for scope in ("one", "two"))
    assert len(first & second) == 1  # the named subject


@pytest.mark.parametrize(
    ("given", "kept", "datatype"),
    [
        ("01", "1", "integer"),
        ("+1", "1", "integer"),
        ("1.50", "1.5", "decimal"),
        ("1", "true", "boolean"),
        ("2026-01-02T03:04:05+00:00", "2026-01-02T03:04:05Z", "dateTime"),
        ("P12M", "P1Y", "duration"),
        ("2026-01-02", "2026-01-02", "date"),
        ("01", "01", "string"),
    ],
)
def test_terms_are_as_the_store_gives_them_back(given: str, kept: str, datatype: str) -> None:
    quads = [quad("body/a", rms("size"), text(given, datatype))]
    assert canonical(quads) == [quad("body/a", rms("size"), text(kept, datatype))]
    assert canonical(canonical(quads)) == canonical(quads)


def test_two_writings_of_one_number_are_one_quad() -> None:
    assert len(canonical(quad("body/a", rms("size"), text(n, "integer")) for n in ("1", "01"))) == 1


@pytest.mark.parametrize("media", sorted(MEDIA_TYPES))
def test_what_is_serialised_parses_to_the_same(media: str) -> None:
    graph = NamedNode(BASE + "graph/body/a")
    quads = [within(q, graph) for q in skolemize(parsed(), "s")]
    kind = MEDIA_TYPES[media]
    read = list(ox.parse(serialize(quads, kind), kind))
    assert {q.triple for q in read} == {q.triple for q in quads}
    assert {q.graph_name for q in read} == (
        {graph} if kind.supports_datasets else {ox.DefaultGraph()}
    )


def test_the_order_given_does_not_matter() -> None:
    quads = skolemize(parsed(), "s")
    kind = MEDIA_TYPES["text/turtle"]
    assert serialize(quads, kind) == serialize(reversed(quads), kind)
