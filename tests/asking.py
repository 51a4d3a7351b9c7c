"""A question in two files, for tests of the catalogue, of binding and of running."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphsvc.questions.catalogue import Question, load_catalogue

if TYPE_CHECKING:
    from pathlib import Path

TOML = """kind = "question"
order = "set"
source = "test"
date = "2026-01-01"
title = { ru = "Кто", en = "Who" }
row = { ru = "Один", en = "One" }
empty = { ru = "Никого", en = "Nobody" }
[[parameters]]
name = "body"
type = "record"
entity = "body"
example = "body/a"
label = { ru = "орган", en = "body" }
[[parameters]]
name = "word"
type = "string"
required = false
example = ""
label = { ru = "слово", en = "word" }
[[columns]]
name = "body"
type = "record"
label = { ru = "орган", en = "body" }
[[columns]]
name = "note"
type = "string"
label = { ru = "примечание", en = "note" }
"""
QUERY = """PREFIX rms: <https://w3id.org/methodnet/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

SELECT ?body ?note
WHERE {
  VALUES ?word { UNDEF }
  VALUES ?body { <https://w3id.org/methodnet/id/body/a> }
  VALUES ?date { "2026-01-01"^^xsd:date }
  ?body rms:note ?note .
  FILTER (!BOUND(?word) || STR(?note) = ?word)
}
"""
CYPHER = """MATCH (body:Body {iri: $body})
RETURN body.iri AS body
"""


def written(folder: Path, toml: str = TOML, query: str = QUERY, topic: str = "topic") -> Path:
    """Write a question `who` and return the catalogue's folder."""
    place = folder / topic / "who"
    place.mkdir(parents=True)
    (place / "question.toml").write_text(toml, encoding="utf-8")
    (place / "query.rq").write_text(query, encoding="utf-8")
    (place / "query.cypher").write_text(CYPHER, encoding="utf-8")
    return folder


def question(folder: Path, toml: str = TOML, query: str = QUERY) -> Question:
    """Return the question that the files make."""
    return load_catalogue(written(folder, toml, query))["who"]
