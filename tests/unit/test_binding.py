"""Values come into a query as one checked term each, whatever they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graphsvc.errors import ParameterError
from graphsvc.questions.binding import bind, complete, day_given, day_named
from graphsvc.rdf.names import BASE, ID
from tests.asking import QUERY, TOML, question

if TYPE_CHECKING:
    from pathlib import Path

    from graphsvc.questions.catalogue import Question

HOSTILE = [
    '"',
    "'",
    "\\",
    '\\"',
    '" } ?s ?p ?o . { "',
    "} SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } {",
    '" } SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } #',
    "a\nb\r\tc",
    "VALUES ?body { UNDEF }",
    'VALUES ?date { "2026-01-01"^^xsd:date }',
    "\u2028\u0000" + "я" * 100,
    '"""',
    "{{{{}}}}",
    "$1 \\1 \\g<0>",
]


@pytest.fixture
def who(tmp_path: Path) -> Question:
    return question(tmp_path)


def only_term(text: str, name: str) -> object:
    """Return what the engine takes for the value of a variable."""
    head, _, rest = text.partition("SELECT ?body ?note\nWHERE {")
    block = rest.partition("?body rms:note ?note .")[0]
    rows = ox.Store().query(f"{head} SELECT ?{name} WHERE {{ {block} }}")
    assert isinstance(rows, ox.QuerySolutions)
    (row,) = rows
    return row[name]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_text_is_one_literal_and_the_rest_of_the_query_as_it_was(
    who: Question, value: str
) -> None:
    text = bind(who, {"body": "body/b", "word": value, "date": "2026-02-03"})
    assert only_term(text, "word") == ox.Literal(value)
    assert only_term(text, "body") == ox.NamedNode(ID + "body/b")
    date = only_term(text, "date")
    assert isinstance(date, ox.Literal)
    assert date.value == "2026-02-03"
    assert text.partition("?body rms:note")[2] == QUERY.partition("?body rms:note")[2]


def test_two_texts_cannot_play_into_each_others_hands(tmp_path: Path) -> None:
    """The first holds what looks like the second's block; the second would end the text there."""
    two = question(
        tmp_path,
        TOML.replace('type = "record"\nentity = "body"', 'type = "string"'),
        QUERY.replace("<https://w3id.org/methodnet/id/body/a>", '"a"'),
    )
    values = {
        "word": "VALUES ?body { x }",
        "body": " } SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } #",
        "date": "2026-02-03",
    }
    text = bind(two, values)
    assert only_term(text, "word") == ox.Literal(values["word"])
    assert only_term(text, "body") == ox.Literal(values["body"])


@pytest.mark.parametrize(
    "value",
    [
        "https://e.org/> } SERVICE <http://127.0.0.1:9/> { ?s ?p ?o",
        "https://e.org/a b",
        "https://e.org/{a}",
        'https://e.org/"',
        "https://e.org/\\u003e",
        "body/a> <b",
        "://",
        "body/a\n",
    ],
)
def test_what_is_no_iri_is_refused(who: Question, value: str) -> None:
    with pytest.raises(ParameterError) as caught:
        bind(who, {"body": value})
    assert caught.value.parameters["name"] == "body"
    assert caught.value.parameters["expected"]


@pytest.mark.parametrize(
    "value", ["2026-13-01", "2026-02-30", "вчера", '2026-01-01" }', "01.02.2026"]
)
def test_what_is_no_date_is_refused(who: Question, value: str) -> None:
    with pytest.raises(ParameterError):
        bind(who, {"body": "body/a", "date": value})


TYPED = TOML.replace('type = "string"\nrequired', 'type = "TYPE"\nentity = "level"\nrequired')


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("integer", "007", '"7"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("integer", "-3", '"-3"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("decimal", "1.50", '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("decimal", "1e3", '"1000"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("boolean", "true", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ("date", "2026-01-31", '"2026-01-31"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("concept", "federal", f"<{BASE}scheme/level/federal>"),
        ("concept", "level/federal", f"<{BASE}scheme/level/federal>"),
        ("concept", "scheme/level/federal", f"<{BASE}scheme/level/federal>"),
        ("concept", f"{BASE}scheme/level/federal", f"<{BASE}scheme/level/federal>"),
    ],
)
def test_each_type_is_a_term(tmp_path: Path, kind: str, value: str, term: str) -> None:
    typed = question(tmp_path, TYPED.replace("TYPE", kind))
    assert f"VALUES ?word {{ {term} }}" in bind(typed, {"word": value})


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("integer", "1.5"),
        ("integer", "9" * 5_000),
        ("decimal", "NaN"),
        ("decimal", "Infinity"),
        ("decimal", "1e999999999"),
        ("decimal", "x"),
        ("boolean", "да"),
        ("concept", "a b"),
        ("concept", "https://e.org/>"),
    ],
)
def test_a_value_of_another_type_is_refused(tmp_path: Path, kind: str, value: str) -> None:
    typed = question(tmp_path, TYPED.replace("TYPE", kind))
    with pytest.raises(ParameterError):
        bind(typed, {"word": value})


def test_an_empty_value_leaves_the_block_open(who: Question) -> None:
    assert "VALUES ?body { UNDEF }" in bind(who, {"body": ""})


def test_nothing_given_means_the_examples_and_their_date(who: Question) -> None:
    assert complete(who, {}, None) == {"body": "body/a", "word": "", "date": "2026-01-01"}
    assert complete(who, {}, "2026-05-05")["date"] == "2026-05-05"


def test_something_given_means_today_and_leaves_out_what_is_optional(who: Question) -> None:
    from datetime import date  # noqa: PLC0415  # today is asked for here alone

    values = complete(who, {"body": "body/b"}, None)
    assert values == {"body": "body/b", "word": "", "date": date.today().isoformat()}  # noqa: DTZ011  # as the asker's calendar has it


def test_an_unknown_or_a_missing_parameter_is_told(who: Question) -> None:
    for given in ({"nosuch": "1"}, {"word": "x"}, {"body": ""}):
        with pytest.raises(ParameterError):
            complete(who, given, None)


def test_a_day_is_taken_as_pages_print_it() -> None:
    assert day_named("22.11.2026", "from") == day_named("2026-11-22", "from")
    assert day_given(" 1.2.2026 ") == day_named("2026-02-01", "date")
    for text in ("31.02.2026", "2026.11.22", "22.11.26", "22/11/2026"):
        with pytest.raises(ParameterError):
            day_named(text, "from")


def test_a_day_that_is_none_is_refused_by_its_name() -> None:
    default = day_named("2026-01-01", "from")
    assert day_given(None, "from", default) == day_given("", "from", default) == default
    assert day_given("2026-02-03", "from", default) == day_named("2026-02-03", "from")
    for text in ("32.01.2026", "2026-02-30"):
        with pytest.raises(ParameterError) as refused:
            day_given(text, "from", default)
        assert refused.value.parameters["name"] == "from"
    with pytest.raises(ParameterError):
        day_named("", "from")
