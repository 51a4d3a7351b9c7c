"""What slips past the text guard of Cypher meets a process that can only read its copy."""

from __future__ import annotations

import hashlib
import json
import socket
from typing import TYPE_CHECKING

import ladybug
import pytest

from graphsvc.errors import QuerySyntaxError, QueryTimeoutError, RequestError
from graphsvc.isolation.files import forbid_files
from graphsvc.isolation.querying import CypherQueries, Limits
from tests.copies import OneCopy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SONG = "the-canary-sings-at-noon"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of three nodes in a folder of its own."""
    path = tmp_path_factory.mktemp("graph") / "copy.lbug"
    database = ladybug.Database(str(path), buffer_pool_size=64 * 1024**2)
    connection = ladybug.Connection(database)
    connection.execute("CREATE NODE TABLE Body(iri STRING PRIMARY KEY)")
    connection.execute("UNWIND ['x:a', 'x:b', 'x:c'] AS iri CREATE (:Body {iri: iri})")
    connection.close()
    database.close()
    return path


@pytest.fixture
def free(graph: Path) -> Iterator[CypherQueries]:
    made = CypherQueries(OneCopy(graph), Limits(20, 2048, 100, 10_000))
    yield made
    made.close()


def rows(free: CypherQueries) -> list[list[str]]:
    found: list[list[str]] = json.loads(free.run("MATCH (n) RETURN n.iri ORDER BY n.iri", {}).body)[
        "rows"
    ]
    return found


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fenced() -> bool:
    """Return whether this system has Landlock; asked in a process that ends with the answer."""
    import multiprocessing  # noqa: PLC0415  # for this alone

    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(forbid_files, ([],))


@pytest.mark.parametrize(
    "query",
    [
        "LOAD FROM 'FOLDER/secret.csv' (file_format = 'csv') RETURN *",
        "LOAD FROM 'FOLDER/*.csv' (file_format = 'csv') RETURN *",
        "LOAD FROM '/proc/self/environ' (file_format = 'csv') RETURN *",
        "CALL read_csv_serial('FOLDER/secret.csv') RETURN *",
        "COPY (MATCH (n) RETURN n.iri) TO 'FOLDER/out.csv'",
        "COPY (MATCH (n) RETURN n.iri) TO 'OWN/out.csv'",
        "EXPORT DATABASE 'FOLDER/out'",
        "ATTACH 'FOLDER/other.lbug' AS other (dbtype lbug)",
        "INSTALL httpfs FROM 'CANARY'",
        "LOAD EXTENSION 'FOLDER/secret.csv'",
        "CHECKPOINT",
        "CREATE (:Body {iri: 'x:d'})",
    ],
)
def test_what_slips_past_the_guard_does_nothing(
    free: CypherQueries, graph: Path, tmp_path: Path, query: str
) -> None:
    if not fenced():
        pytest.skip("this system has no Landlock (Linux 5.13)")
    (tmp_path / "secret.csv").write_text(f"name\n{SONG}\n", encoding="utf-8")
    before = digest(graph)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        text = query.replace("FOLDER", str(tmp_path)).replace("OWN", str(graph.parent))
        with pytest.raises((QuerySyntaxError, QueryTimeoutError)) as caught:
            free.run(text.replace("CANARY", address), {})
        with pytest.raises(TimeoutError):
            listener.accept()
    told = str(caught.value.parameters)
    assert SONG not in told
    assert [p.name for p in tmp_path.iterdir()] == ["secret.csv"]
    assert [p.name for p in graph.parent.iterdir()] == [graph.name]
    assert digest(graph) == before
    assert rows(free) == [["x:a"], ["x:b"], ["x:c"]]


def test_settings_of_one_query_do_not_stay_for_the_next(graph: Path) -> None:
    limits = Limits(1, 2048, 100, 10_000)
    free = CypherQueries(OneCopy(graph), limits)
    try:
        free.run("CALL timeout = 1000000", {})
        with pytest.raises(QueryTimeoutError) as caught:
            free.run("UNWIND range(1, 100000) AS x UNWIND range(1, 100000) AS y RETURN sum(x)", {})
        assert caught.value.parameters == {"limit": "time", "seconds": 1}
    finally:
        free.close()


def test_memory_is_limited(graph: Path) -> None:
    free = CypherQueries(OneCopy(graph), Limits(20, 800, 100, 10_000))
    try:
        with pytest.raises(QueryTimeoutError) as caught:
            free.run("RETURN size(repeat('x', 1000000000))", {})
        assert caught.value.parameters == {"limit": "memory", "mib": 800}
        assert len(rows(free)) == 3
    finally:
        free.close()


@pytest.mark.parametrize(
    "query", ["RETURN " + "[" * 3_000 + "]" * 3_000, "RETURN " + " XOR ".join(["1=1"] * 9_000)]
)
def test_an_engine_that_crashes_is_replaced(graph: Path, query: str) -> None:
    free = CypherQueries(OneCopy(graph), Limits(4, 2048, 100, 10_000))
    try:
        with pytest.raises(RequestError):
            free.run(query, {})
        assert len(rows(free)) == 3
    finally:
        free.close()
