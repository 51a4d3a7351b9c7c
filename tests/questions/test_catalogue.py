"""Every catalogued question answers exactly what its expected.csv says over documents and demo."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery

from graphsvc.locale import LANGUAGES
from graphsvc.questions.binding import bind, complete
from graphsvc.questions.catalogue import Question, load_catalogue, values_block
from graphsvc.rdf.names import PREFIXES, compact, expand
from graphsvc.resources import data_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphsvc.registry import Registry

WHOLE = {"question.toml", "query.rq", "query.cypher", "expected.csv"}
FLOOR = 60
# Cheap under rdflib's own engine, one or two of a topic.
SAMPLE = [
    "who-manages",
    "structure-2019-2023",
    "bodies-by-level",
    "legal-forms",
    "activities-without-deadline",
    "contests",
    "abbreviations",
    "registers-and-keepers",
    "deficits-catalogue",
    "risks-by-direction",
]
CATALOGUE = load_catalogue(data_folder("queries"))
EVERY = pytest.mark.parametrize("question", CATALOGUE.questions, ids=lambda q: q.id)

SAME = {"SHA-256"}  # in both languages

Rows = list[tuple[str, ...]]


def cell(value: object) -> str:
    """Return a value as expected.csv writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else compact(str(value))


def expected(question: Question) -> tuple[list[str], Rows]:
    with (question.folder / "expected.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return header, [tuple(row) for row in rows]


def in_order(question: Question, rows: Rows) -> Rows:
    return rows if question.ordered else sorted(rows)


def test_there_are_enough_questions() -> None:
    assert len(CATALOGUE.questions) >= FLOOR
    assert len(list(data_folder("queries").glob("*/*/question.toml"))) == len(CATALOGUE.questions)


def test_every_folder_is_a_whole_question() -> None:
    for folder in data_folder("queries").glob("*/*/"):
        names = {p.name for p in folder.iterdir()}
        assert names - {"query.ladybug.cypher"} == WHOLE, folder.name


@EVERY
def test_the_answer_is_the_expected_one(registry: Registry, question: Question) -> None:
    header, rows = expected(question)
    names = [c.name for c in question.columns]
    assert header == names
    answer = registry.asker.ask(question, {})
    found = [tuple(cell(row[n]) for n in names) for row in answer.rows]
    assert in_order(question, found) == in_order(question, rows)
    assert answer.count == len(rows)


@EVERY
def test_the_rows_expected_are_each_said_once(question: Question) -> None:
    _, rows = expected(question)
    assert len(set(rows)) == len(rows)


@EVERY
def test_the_columns_are_the_querys_variables(question: Question) -> None:
    results = ox.Store().query(question.sparql)
    assert isinstance(results, ox.QuerySolutions)
    assert [v.value for v in results.variables] == [c.name for c in question.columns]


@EVERY
def test_the_query_is_read_by_rdflib_too(question: Question) -> None:
    prepared = prepareQuery(question.sparql)
    names = [str(v) for v in prepared.algebra["PV"]]
    assert names == [c.name for c in question.columns]


@EVERY
def test_the_example_is_the_term_in_the_query(question: Question) -> None:
    """Asking with the examples is running the file as it stands."""
    bound = bind(question, complete(question, {}, None))

    def terms(text: str) -> list[str]:
        names = [p.name for p in question.parameters] + ["date"] * bool(question.date)
        found = [values_block(n).findall(text) for n in names]
        return [full(t) for per_name in found for t in per_name]

    def full(term: str) -> str:
        prefix, colon, local = term.partition(":")
        if colon and prefix in declared:
            return f"<{declared[prefix]}{local}>"
        return re.sub(r"\^\^xsd:(\w+)", rf"^^<{PREFIXES['xsd']}\1>", integer(term))

    def integer(term: str) -> str:
        return f'"{term}"^^xsd:integer' if term.isdigit() else term

    declared = dict(re.findall(r"PREFIX\s+([\w-]*):\s+<([^>]*)>", question.sparql))
    assert terms(question.sparql) == terms(bound)


@EVERY
def test_every_text_is_in_both_languages(question: Question) -> None:
    texts = [question.title, question.row, question.empty]
    texts += [p.label for p in question.parameters] + [c.label for c in question.columns]
    for text in texts:
        assert set(text) == set(LANGUAGES)
        assert all(text.values())
        assert re.search("[а-яё]", text["ru"].casefold()) or text["ru"] in SAME
        assert text["ru"] != text["en"] or text["ru"] in SAME
    assert question.source


@EVERY
def test_a_record_parameters_example_is_known(registry: Registry, question: Question) -> None:
    for parameter in question.parameters:
        if parameter.type == "record" and parameter.example:
            iri = ox.NamedNode(expand(parameter.example))
            assert registry.store.typed(iri), parameter.example
            assert not parameter.entity or parameter.entity in registry.model.by_name


@EVERY
def test_a_column_holds_what_its_type_says(question: Question) -> None:
    header, rows = expected(question)
    for place, column in enumerate(question.columns):
        values = {row[place] for row in rows} - {""}
        assert header[place] == column.name
        if column.type in ("record", "concept"):
            known = ("http", "ontology#", "scheme/", "graph/")
            assert all(v.startswith(known) or re.fullmatch(r"[\w-]+/\S+", v) for v in values)
        elif column.type == "date":
            assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", v) for v in values)
        elif column.type == "integer":
            assert all(re.fullmatch(r"-?\d+", v) for v in values)
        elif column.type == "boolean":
            assert values <= {"true", "false"}


@pytest.fixture(scope="module")
def merged(registry: Registry) -> rdflib.Graph:
    """The default graph in rdflib."""
    text = ox.serialize(list(registry.store.merged()), format=ox.RdfFormat.N_TRIPLES)
    return rdflib.Graph().parse(data=text or b"", format="nt")


def shown(term: Any) -> str:
    if term is None:
        return ""
    return compact(str(term))


@pytest.mark.parametrize("name", SAMPLE)
def test_another_engine_gives_the_same_rows(merged: rdflib.Graph, name: str) -> None:
    question = CATALOGUE[name]
    header, rows = expected(question)
    results: Sequence[Any] = list(merged.query(question.sparql))
    found = [tuple(shown(term) for term in row) for row in results]
    assert header
    assert len(rows) > 0
    assert sorted(set(found)) == sorted(rows)
