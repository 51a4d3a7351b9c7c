"""Strangers' files are parsed in a child: what is hostile is refused, nothing is fetched."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graphsvc.errors import LintError, RdfSyntaxError
from graphsvc.isolation.parsing import parse_foreign
from tests.unit.test_guard import Listener

if TYPE_CHECKING:
    from collections.abc import Iterator

TRIPLE = "<https://e.org/s> <https://e.org/p> <https://e.org/o>"
RDF_XML = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="https://e.org/">
<rdf:Description rdf:about="https://e.org/s"><e:p rdf:resource="https://e.org/o"/></rdf:Description>
</rdf:RDF>"""
GOOD = {
    ox.RdfFormat.TURTLE: TRIPLE + " .",
    ox.RdfFormat.TRIG: f"<https://e.org/g> {{ {TRIPLE} }}",
    ox.RdfFormat.N_TRIPLES: TRIPLE + " .\n",
    ox.RdfFormat.N_QUADS: TRIPLE + " <https://e.org/g> .\n",
    ox.RdfFormat.RDF_XML: RDF_XML,
    ox.RdfFormat.JSON_LD: '{"@id":"https://e.org/s","https://e.org/p":{"@id":"https://e.org/o"}}',
}


def parsed(content: str | bytes, rdf_format: ox.RdfFormat = ox.RdfFormat.TURTLE) -> list[ox.Quad]:
    return parse_foreign(content.encode() if isinstance(content, str) else content, rdf_format, 20)


@pytest.mark.parametrize("rdf_format", list(GOOD), ids=lambda f: f.file_extension)
def test_each_format_is_read(rdf_format: ox.RdfFormat) -> None:
    (found,) = parsed(GOOD[rdf_format], rdf_format)
    assert str(found.triple) == TRIPLE


@pytest.mark.parametrize("rdf_format", list(GOOD), ids=lambda f: f.file_extension)
def test_broken_text_is_refused(rdf_format: ox.RdfFormat) -> None:
    for content in (b'<https://e.org/s> <https://e.org/p> "\xff\xfe" .', b"{", b"<a", b"\x00\x01"):
        with pytest.raises(RdfSyntaxError):
            parsed(content, rdf_format)


@pytest.mark.parametrize(
    "start",
    [
        '<!DOCTYPE x [<!ENTITY a "ha">]>',
        '<!doctype x [<!ENTITY a "ha">]>',
        '<?xml version="1.0"?><!DOCTYPE rdf:RDF SYSTEM "file:///etc/passwd">',
    ],
)
def test_a_document_type_is_refused(start: str) -> None:
    with pytest.raises(LintError):
        parsed(start + RDF_XML, ox.RdfFormat.RDF_XML)


def test_a_billion_laughs_do_no_harm() -> None:
    entities = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    bomb = f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]>' + RDF_XML.replace(
        "https://e.org/o", "&a9;"
    )
    for content in (bomb.encode(), bomb.encode("utf-16")):
        with pytest.raises((LintError, RdfSyntaxError)):
            parsed(content, ox.RdfFormat.RDF_XML)


def nested(depth: int) -> str:
    return '{"https://e.org/p":' * depth + '"x"' + "}" * depth


def test_json_is_as_deep_as_allowed() -> None:
    assert len(parsed(nested(60), ox.RdfFormat.JSON_LD)) == 60
    with pytest.raises(LintError):
        parsed(nested(65), ox.RdfFormat.JSON_LD)


def test_deep_json_hidden_behind_closing_brackets_kills_only_the_child() -> None:
    hidden = '{"https://e.org/q":"' + "]" * 12_000 + '","https://e.org/p":' + nested(10_000) + "}"
    with pytest.raises((LintError, RdfSyntaxError)):
        parsed(hidden, ox.RdfFormat.JSON_LD)


def test_deep_turtle_kills_only_the_child() -> None:
    with pytest.raises(RdfSyntaxError):
        parsed("<a:s> <a:p> " + "<<( " * 50_000 + " .")


def test_a_triple_within_a_triple_is_refused() -> None:
    with pytest.raises(RdfSyntaxError):
        parsed(f"<https://e.org/s> <https://e.org/p> <<( {TRIPLE} )>> .")


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


def test_nothing_is_fetched(listener: Listener) -> None:
    url = listener.address
    remote = json.dumps({"@context": url, "@id": "https://e.org/s", "name": "x"})
    imported = json.dumps({"@context": {"@version": 1.1, "@import": url}, "@id": "https://e.org/s"})
    for content in (remote, imported):
        with pytest.raises(RdfSyntaxError):
            parsed(content, ox.RdfFormat.JSON_LD)
    imports = f"<https://e.org/o> <http://www.w3.org/2002/07/owl#imports> <{url}> ."
    assert len(parsed(imports)) == 1
    assert listener.calls == 0


def test_a_parser_that_takes_too_long_is_ended() -> None:
    with pytest.raises(RdfSyntaxError):
        parse_foreign(f"{TRIPLE} .\n".encode() * 20_000, ox.RdfFormat.TURTLE, 0)


def test_a_child_that_ends_in_another_way_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python itself ends with 1 when memory gives out."""
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(RdfSyntaxError):
        parsed(TRIPLE + " .")


def test_what_the_parser_says_is_told() -> None:
    with pytest.raises(RdfSyntaxError) as caught:
        parsed("<https://e.org/s> <https://e.org/p> .")
    told = caught.value.parameters
    assert (told["reason"], told["line"], told["column"]) == ("token", 1, 37)
    assert told["quote"] == "."
