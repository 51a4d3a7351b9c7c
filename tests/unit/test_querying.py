"""Free SPARQL runs in a worker that is ended at its limits."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from graphsvc.errors import (
    AnswerLimitError,
    NotAcceptableError,
    QueryBusyError,
    QuerySyntaxError,
    QueryTimeoutError,
)
from graphsvc.isolation.querying import Limits, SparqlQueries
from graphsvc.isolation.sparql_worker import GRAPH_TYPES, JSON, SOLUTION_TYPES
from graphsvc.rdf.names import ID, PREFIXES
from tests.copies import SEQUENCE, OneCopy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SRJ = "application/sparql-results+json"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store") / "store"
    store = ox.Store(str(folder))
    lines = [
        f"<https://e.org/{n}> <https://e.org/p> <https://e.org/{n + 1}>{graph} .\n"
        for n in range(300)
        for graph in (f" <https://e.org/g{n % 2}>", "")
    ]
    lines += [
        f"<{ID}body/a> <{PREFIXES['rms']}coordinates> <{ID}body/b> .\n",
        f"<{ID}body/a> <{PREFIXES['rdf']}type> <{PREFIXES['rms']}Body> .\n",
        f'<{ID}body/a> <{PREFIXES["skos"]}prefLabel> "Центр"@ru .\n',
    ]
    store.load("".join(lines), format=ox.RdfFormat.N_QUADS)
    store.flush()
    del store
    return folder


@contextmanager
def queries(  # noqa: PLR0913  # a limit each
    checkpoint: Path,
    *,
    time_s: int = 20,
    memory_mib: int = 2048,
    rows: int = 1_000,
    size: int = 10**6,
    workers: int = 2,
    waiting: int = 4,
) -> Iterator[SparqlQueries]:
    limits = Limits(time_s, memory_mib, rows, size, workers, waiting)
    made = SparqlQueries(OneCopy(checkpoint), limits)
    yield made
    made.close()


@pytest.fixture(scope="module")
def free(checkpoint: Path) -> Iterator[SparqlQueries]:
    with queries(checkpoint) as made:
        yield made


def solutions(free: SparqlQueries, query: str) -> list[dict[str, dict[str, str]]]:
    found: list[dict[str, dict[str, str]]] = json.loads(free.run(query, [SRJ]).body)["results"][
        "bindings"
    ]
    return found


def own(free: SparqlQueries, query: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(free.run(query, [JSON]).body)
    return found


@pytest.mark.parametrize("media", SOLUTION_TYPES)
def test_solutions_come_in_each_type(free: SparqlQueries, media: str) -> None:
    given = free.run("SELECT ?o { <https://e.org/1> ?p ?o }", [media])
    assert given.media == media
    assert given.sequence == SEQUENCE
    assert b"https://e.org/2" in given.body


@pytest.mark.parametrize("media", GRAPH_TYPES)
def test_graphs_come_in_each_type(free: SparqlQueries, media: str) -> None:
    query = "CONSTRUCT WHERE { <https://e.org/1> ?p ?o }"
    given = free.run(query, [media])
    assert given.media == media
    if media == JSON:
        row = ["https://e.org/1", "https://e.org/p", "https://e.org/2"]
        assert json.loads(given.body)["rows"] == [row]
    else:
        parsed = list(ox.parse(given.body, ox.RdfFormat.from_media_type(media)))
        assert [str(q.object) for q in parsed] == ["<https://e.org/2>"]


def test_any_type_is_the_first_of_its_kind(free: SparqlQueries) -> None:
    assert free.run("ASK {}", ["*/*"])[:2] == (SRJ, b'{"head":{},"boolean":true}')
    assert free.run("ASK {}", ["image/*", "text/*"]).media == "text/csv"
    given = free.run("DESCRIBE <https://e.org/1>", ["text/html", "*/*"])
    assert given.media == "text/turtle"


@pytest.mark.parametrize(
    ("query", "accepted"),
    [
        ("SELECT * { ?s ?p ?o }", ["text/turtle"]),
        ("CONSTRUCT WHERE { ?s ?p ?o }", [SRJ]),
        ("ASK {}", []),
    ],
)
def test_a_type_of_another_kind_is_not_acceptable(
    free: SparqlQueries, query: str, accepted: list[str]
) -> None:
    with pytest.raises(NotAcceptableError):
        free.run(query, accepted)


def test_from_and_graph_are_honoured(free: SparqlQueries) -> None:
    counted = "SELECT (COUNT(*) AS ?n) {} {{ {} }}"
    answers = {
        (dataset, pattern): int(solutions(free, counted.format(dataset, pattern))[0]["n"]["value"])
        for dataset in ("", "FROM <https://e.org/g0>", "FROM NAMED <https://e.org/g1>")
        for pattern in ("?s ?p ?o", "GRAPH ?g { ?s ?p ?o }")
    }
    assert list(answers.values()) == [303, 300, 150, 0, 0, 150]


def test_our_own_json_has_values_as_json_has_them(free: SparqlQueries) -> None:
    query = """SELECT * { VALUES (?a ?b ?c ?d ?e ?f ?g ?h) { (
      1 2.5 true "2024-01-31"^^xsd:date "2024-01-31T03:00:00+03:00"^^xsd:dateTime
      "нет"@ru UNDEF "NaN"^^xsd:double
    ) } }"""
    answer = own(free, query)
    assert answer == {
        "columns": ["a", "b", "c", "d", "e", "f", "g", "h"],
        "rows": [[1, 2.5, True, "2024-01-31", "2024-01-31T00:00:00Z", "нет", None, "NaN"]],
        "sequence": SEQUENCE,
    }
    assert type(answer["rows"][0][0]) is int
    broken = 'SELECT * { VALUES ?a { "zzz"^^xsd:integer "zzz"^^xsd:dateTime "2"^^xsd:boolean } }'
    assert own(free, broken)["rows"] == [["zzz"], ["zzz"], ["2"]]
    assert own(free, "ASK {}")["rows"] == [[True]]


def test_rows_with_records_show_a_graph(free: SparqlQueries) -> None:
    a, b, edge = f"{ID}body/a", f"{ID}body/b", f"{PREFIXES['rms']}coordinates"
    graph = {
        "nodes": [
            {"iri": a, "label": "Body", "properties": {"label_ru": "Центр"}},
            {"iri": b, "label": "", "properties": {}},
        ],
        "edges": [{"type": edge, "source": a, "target": b, "properties": {}}],
    }
    assert own(free, f"SELECT ?x ?y {{ BIND(<{a}> AS ?x) BIND(<{b}> AS ?y) }}")["graph"] == graph
    assert own(free, "CONSTRUCT WHERE { ?x rms:coordinates ?y }")["graph"] == graph
    # Two records of different rows are not joined.
    apart = own(free, f"SELECT ?x {{ VALUES ?x {{ <{a}> <{b}> }} }}")["graph"]
    assert apart == graph | {"edges": []}
    assert "graph" not in own(free, "SELECT * { <https://e.org/1> ?p ?o }")


def test_syntax_is_told(free: SparqlQueries) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        free.run("SELECT WHERE", [SRJ])
    assert "1:" in str(caught.value.parameters["reason"])
    with pytest.raises(QuerySyntaxError) as caught:
        free.run("SELECT (<https://e.org/f>(1) AS ?x) {}", [SRJ])
    assert "https://e.org/f" in str(caught.value.parameters["reason"])


def test_a_change_is_no_query(free: SparqlQueries) -> None:
    with pytest.raises(QuerySyntaxError):
        free.run("INSERT DATA { <a:b> <a:b> <a:b> }", [SRJ])


def test_an_endless_query_is_ended(checkpoint: Path) -> None:
    with queries(checkpoint, time_s=1) as free:
        free.run("ASK {}", [SRJ])  # so that the worker is there
        started = time.monotonic()
        with pytest.raises(QueryTimeoutError) as caught:
            free.run(ENDLESS, [SRJ])
    assert caught.value.parameters == {"limit": "time", "seconds": 1}
    assert time.monotonic() - started < 3


def test_memory_is_limited(checkpoint: Path) -> None:
    greedy = "SELECT DISTINCT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with (
        queries(checkpoint, memory_mib=600, size=10**9, rows=10**9) as free,
        pytest.raises(QueryTimeoutError) as caught,
    ):
        free.run(greedy, [SRJ])
    assert caught.value.parameters == {"limit": "memory", "mib": 600}


@pytest.mark.parametrize("media", SOLUTION_TYPES)
def test_an_answer_with_too_many_bytes_is_refused_not_cut(checkpoint: Path, media: str) -> None:
    with queries(checkpoint, size=5_000) as free, pytest.raises(AnswerLimitError) as caught:
        free.run("SELECT * { ?s ?p ?o }", [media])
    assert caught.value.parameters == {"limit": "bytes", "bytes": 5_000}


LINES = 'SELECT ?x { VALUES ?x { "a\\"b\\nc,\\n" "<result>" "" "{}" "\\t" } }'


@pytest.fixture(scope="module")
def narrow(checkpoint: Path) -> Iterator[SparqlQueries]:
    with queries(checkpoint, rows=5) as made:
        yield made


@pytest.mark.parametrize("media", [m for m in SOLUTION_TYPES if m != JSON])
def test_rows_are_counted_in_every_format(narrow: SparqlQueries, media: str) -> None:
    assert narrow.run(LINES, [media]).cut == {}
    with pytest.raises(AnswerLimitError) as caught:
        narrow.run(LINES.replace('"{}"', '"{}" "more"'), [media])
    assert caught.value.parameters == {"limit": "rows", "rows": 5}


@pytest.mark.parametrize("media", [m for m in GRAPH_TYPES if m != JSON])
def test_triples_are_counted_in_every_format(narrow: SparqlQueries, media: str) -> None:
    query = "CONSTRUCT { ?s ?p ?o } WHERE { SELECT * { ?s ?p ?o } LIMIT "
    assert narrow.run(query + "5 }", [media]).body
    with pytest.raises(AnswerLimitError):
        narrow.run(query + "6 }", [media])


def test_our_own_json_is_cut_and_says_so(narrow: SparqlQueries) -> None:
    whole, cut = (narrow.run(f"SELECT * {{ ?s ?p ?o }} LIMIT {n}", [JSON]) for n in (5, 6))
    assert (whole.cut, cut.cut) == ({}, {"rows": 5})
    assert "cut" not in json.loads(whole.body)
    assert json.loads(cut.body)["cut"] == {"rows": 5}
    assert len(json.loads(cut.body)["rows"]) == 5


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * " + "{" * 3_000 + "}" * 3_000,
        "SELECT * { FILTER(" + "!" * 30_000 + "true) }",
        "SELECT * { FILTER(" + "&&".join(["true"] * 15_000) + ") }",
    ],
    ids=["brackets", "negations", "chain"],
)
def test_an_overflowing_stack_is_the_workers_own(free: SparqlQueries, query: str) -> None:
    with pytest.raises((QueryTimeoutError, QuerySyntaxError)):
        free.run(query, [SRJ])
    assert solutions(free, "SELECT * { <https://e.org/1> ?p ?o }")


def test_others_are_answered_meanwhile_and_a_place_comes_free_again(checkpoint: Path) -> None:
    with queries(checkpoint, time_s=2) as shared:

        def endless() -> None:
            with pytest.raises(QueryTimeoutError):
                shared.run(ENDLESS, [SRJ])

        other = threading.Thread(target=endless)
        other.start()
        for _ in range(3):
            shared.run("ASK {}", [SRJ])
        assert other.is_alive()
        other.join()
    with queries(checkpoint, time_s=1, workers=1) as one:
        for _ in range(2):
            with pytest.raises(QueryTimeoutError):
                one.run(ENDLESS, [SRJ])


def test_who_finds_no_place_to_wait_is_sent_away(checkpoint: Path) -> None:
    with queries(checkpoint, time_s=3, workers=1, waiting=0) as one:
        one.run("ASK {}", [SRJ])

        def endless() -> None:
            with pytest.raises(QueryTimeoutError):
                one.run(ENDLESS, [SRJ])

        other = threading.Thread(target=endless)
        other.start()
        time.sleep(0.5)
        started = time.monotonic()
        with pytest.raises(QueryBusyError) as caught:
            one.run("ASK {}", [SRJ])
        assert time.monotonic() - started < 1
        assert caught.value.parameters == {"seconds": 3}
        other.join()
        assert one.run("ASK {}", [SRJ]).body
