"""Files that are made to hurt: each is refused for its reason, in time, and changes nothing."""

from __future__ import annotations

import hashlib
import logging
import re
import resource
import time
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from graphsvc.api.app import create_app
from graphsvc.settings import Settings
from tests.faults.hostile_rdf import CANARY, KEY, RDF, Hostile
from tests.faults.hostile_tables import TABLES, table, workbook
from tests.making import body_turtle
from tests.unit.test_guard import Listener

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

LEAST = 110
LONGEST_S = 20  # of one file on a busy machine
MOST_MIB = 300  # that the service itself grows by, over all of them
FILES = {
    **{f"RDF: {n}": h for n, h in RDF.items()},
    **{f"table: {n}": h for n, h in TABLES.items()},
}
INTERNAL = re.compile(
    r"Traceback|Exception|Error\b|[Pp]arser|pyoxigraph|openpyxl|expat|graphsvc\.|/usr/|/tmp/|0x[0-9a-f]{6}"
)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("files"),
        submission_time_limit_s=LONGEST_S,
        workbook_unpacked_limit_bytes=8_000_000,
        table_row_limit=2_000,
    )
    with TestClient(create_app(settings), "http://127.0.0.1", follow_redirects=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def canary() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


def send(client: TestClient, hostile: Hostile, content: bytes) -> httpx.Response:
    response: httpx.Response = client.post(
        f"/api/submissions?body=body/{KEY}{hostile.query}",
        content=content,
        headers={"content-type": hostile.media, **dict(hostile.headers)},
    )
    return response


def state(client: TestClient) -> tuple[int, int, str]:
    """Return what nothing may change: the journal's and the store's ends, a hash of all quads."""
    app: Any = client.app
    registry = app.state.service.registry
    quads = "\n".join(sorted(map(str, registry.store.dump())))
    digest = hashlib.sha256(quads.encode()).hexdigest()
    return registry.journal.sequence, registry.store.sequence, digest


def told(problem: dict[str, Any]) -> str:
    """Return all that a refusal says in words."""
    parts = [problem["title"], problem["detail"]]
    parts += [f"{f['column']} {f['value']} {f['text']}" for f in problem.get("faults", ())]
    parts += [r["message"] for r in problem.get("results", ())]
    return "\n".join(map(str, parts))


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= LEAST
    contents = {(h.media, h.query, h.headers, h.content()) for h in FILES.values()}
    assert len(contents) == len(FILES)  # no two are the same


@pytest.mark.parametrize(
    ("media", "content"),
    [
        ("text/turtle", body_turtle(KEY).encode()),
        ("text/turtle; charset=UTF-8", body_turtle(KEY).encode("utf-8-sig")),
        ("text/csv; charset=windows-1251", table().encode("cp1251")),
        ("text/csv", table().replace("\n", "\r").encode()),
        ("xlsx", workbook()),
    ],
    ids=["Turtle", "with a mark", "Windows-1251", "lines of an old Mac", "workbook"],
)
def test_the_files_they_are_made_of_are_taken(
    service: TestClient, media: str, content: bytes
) -> None:
    response = service.post(
        f"/api/submissions?body=body/{KEY}&entity=condition&dryRun=1",
        content=content,
        headers={"content-type": TABLES["a zip bomb"].media if media == "xlsx" else media},
    )
    assert response.status_code == 200, response.text


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_for_its_reason(
    service: TestClient, canary: Listener, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    hostile = FILES[name]
    content = hostile.content().replace(CANARY.encode(), canary.address.encode())
    before, grown = state(service), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    with caplog.at_level(logging.WARNING):
        response = send(service, hostile, content)
    assert time.monotonic() - started < LONGEST_S
    assert response.status_code == hostile.answered, response.text[:500]
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["type"] == f"/errors/{hostile.slug}", problem
    assert hostile.word in told(problem)
    assert re.search("[а-яё]{4}", problem["detail"])
    assert INTERNAL.search(told(problem)) is None, told(problem)
    assert len(response.content) < 100_000
    assert state(service) == before
    assert [r for r in caplog.records if r.levelno >= logging.WARNING] == []
    assert canary.calls == 0
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - grown < MOST_MIB * 1024


def test_the_hash_sees_one_triple(service: TestClient) -> None:
    before = state(service)
    app: Any = service.app
    store = app.state.service.registry.store._store
    one = ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.Literal("x"), ox.DefaultGraph())
    store.add(one)
    assert state(service) != before
    store.remove(one)
    assert state(service) == before
