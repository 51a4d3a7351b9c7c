"""Free queries run in a child that is ended at its limits."""

from __future__ import annotations

import json
import threading
import time
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graphsvc.errors import NotAcceptableError, QuerySyntaxError, QueryTimeoutError
from graphsvc.isolation.querying import GRAPH_TYPES, SOLUTION_TYPES, FreeQueries

if TYPE_CHECKING:
    from pathlib import Path

JSON = "application/sparql-results+json"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store") / "store"
    store = ox.Store(str(folder))
    lines = (
        f"<https://e.org/{n}> <https://e.org/p> <https://e.org/{n + 1}>{graph} .\n"
        for n in range(300)
        for graph in (f" <https://e.org/g{n % 2}>", "")
    )
    store.load("".join(lines), format=ox.RdfFormat.N_QUADS)
    store.flush()
    del store
    return folder


def queries(
    *, time_s: int = 20, memory_mib: int = 2048, size: int = 10**6, workers: int = 2
) -> FreeQueries:
    return FreeQueries(
        time_limit_s=time_s, memory_limit_mib=memory_mib, size_limit_bytes=size, workers=workers
    )


def solutions(checkpoint: Path, query: str) -> list[dict[str, dict[str, str]]]:
    _, body = queries().run(checkpoint, query, [JSON])
    found: list[dict[str, dict[str, str]]] = json.loads(body)["results"]["bindings"]
    return found


@pytest.mark.parametrize("media", SOLUTION_TYPES)
def test_solutions_come_in_each_type(checkpoint: Path, media: str) -> None:
    given, body = queries().run(checkpoint, "SELECT ?o { <https://e.org/1> ?p ?o }", [media])
    assert given == media
    assert b"https://e.org/2" in body


@pytest.mark.parametrize("media", GRAPH_TYPES)
def test_graphs_come_in_each_type(checkpoint: Path, media: str) -> None:
    query = "CONSTRUCT WHERE { <https://e.org/1> ?p ?o }"
    given, body = queries().run(checkpoint, query, [media])
    assert given == media
    parsed = list(ox.parse(body, ox.RdfFormat.from_media_type(media)))
    assert [str(q.object) for q in parsed] == ["<https://e.org/2>"]


def test_any_type_is_the_first_of_its_kind(checkpoint: Path) -> None:
    run = queries().run
    assert run(checkpoint, "ASK {}", ["*/*"]) == (JSON, b'{"head":{},"boolean":true}')
    assert run(checkpoint, "DESCRIBE <https://e.org/1>", ["text/html", "*/*"])[0] == "text/turtle"


@pytest.mark.parametrize(
    ("query", "accepted"),
    [
        ("SELECT * { ?s ?p ?o }", ["text/turtle"]),
        ("CONSTRUCT WHERE { ?s ?p ?o }", [JSON]),
        ("ASK {}", []),
    ],
)
def test_a_type_of_another_kind_is_not_acceptable(
    checkpoint: Path, query: str, accepted: list[str]
) -> None:
    with pytest.raises(NotAcceptableError):
        queries().run(checkpoint, query, accepted)


def test_from_and_graph_are_honoured(checkpoint: Path) -> None:
    counted = "SELECT (COUNT(*) AS ?n) {} {{ {} }}"
    answers = {
        (dataset, pattern): int(
            solutions(checkpoint, counted.format(dataset, pattern))[0]["n"]["value"]
        )
        for dataset in ("", "FROM <https://e.org/g0>", "FROM NAMED <https://e.org/g1>")
        for pattern in ("?s ?p ?o", "GRAPH ?g { ?s ?p ?o }")
    }
    assert list(answers.values()) == [300, 300, 150, 0, 0, 150]


def test_syntax_is_told(checkpoint: Path) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        queries().run(checkpoint, "SELECT WHERE", [JSON])
    assert "1:" in str(caught.value.parameters["reason"])


def test_a_change_is_no_query(checkpoint: Path) -> None:
    with pytest.raises(QuerySyntaxError):
        queries().run(checkpoint, "INSERT DATA { <a:b> <a:b> <a:b> }", [JSON])


def test_an_endless_query_is_ended(checkpoint: Path) -> None:
    started = time.monotonic()
    with pytest.raises(QueryTimeoutError):
        queries(time_s=1).run(checkpoint, ENDLESS, [JSON])
    assert time.monotonic() - started < 3


def test_memory_is_limited(checkpoint: Path) -> None:
    greedy = "SELECT DISTINCT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with pytest.raises(QueryTimeoutError) as caught:
        queries(memory_mib=400, size=10**9).run(checkpoint, greedy, [JSON])
    assert caught.value.parameters["limit"] == "400 MiB"


def test_an_answer_too_long_is_refused_not_cut(checkpoint: Path) -> None:
    with pytest.raises(QueryTimeoutError) as caught:
        queries(size=5_000).run(checkpoint, "SELECT * { ?s ?p ?o }", [JSON])
    assert str(caught.value.parameters["limit"]).startswith("5000 ")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * " + "{" * 3_000 + "}" * 3_000,
        "SELECT * { FILTER(" + "!" * 30_000 + "true) }",
        "SELECT * { FILTER(" + "&&".join(["true"] * 15_000) + ") }",
    ],
    ids=["brackets", "negations", "chain"],
)
def test_an_overflowing_stack_is_the_childs_own(checkpoint: Path, query: str) -> None:
    with pytest.raises((QueryTimeoutError, QuerySyntaxError)):
        queries().run(checkpoint, query, [JSON])
    assert solutions(checkpoint, "SELECT * { <https://e.org/1> ?p ?o }")


def test_others_are_answered_meanwhile_and_a_place_comes_free_again(checkpoint: Path) -> None:
    shared = queries(time_s=2)

    def endless() -> None:
        with pytest.raises(QueryTimeoutError):
            shared.run(checkpoint, ENDLESS, [JSON])

    other = threading.Thread(target=endless)
    other.start()
    started = time.monotonic()
    shared.run(checkpoint, "ASK {}", [JSON])
    assert other.is_alive()
    assert time.monotonic() - started < 2
    other.join()
    one = queries(time_s=1, workers=1)
    for _ in range(2):
        with pytest.raises(QueryTimeoutError):
            one.run(checkpoint, ENDLESS, [JSON])
