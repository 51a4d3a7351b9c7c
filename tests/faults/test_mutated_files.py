"""Thousands of files that were valid once: taken or refused, and never a fault of the service.

MUTATED_FILES sets how many, MUTATED_FROM the first; a file of one number is the same each time
(`tests.faults.mutating.mutated`).
"""

from __future__ import annotations

import hashlib
import logging
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from graphsvc.api.app import create_app
from graphsvc.settings import Settings
from graphsvc.upkeep import verify
from tests.faults.mutating import FILES, KEY, mutated
from tests.varying import SOAK

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNT = int(os.environ.get("MUTATED_FILES", "10000" if SOAK else "2000"))
FIRST = int(os.environ.get("MUTATED_FROM", "0"))
STEP = 250  # files of one test
LONGEST_S = 20
READ_AFTER = (f"/data/body/{KEY}.json", f"/data/document/{KEY}.json", f"/page/body/{KEY}")
ROOT = Path(__file__).parents[2]
SOME = """import hashlib; from tests.faults.mutating import mutated
print(hashlib.sha256(b"".join(mutated(n).content for n in range(300))).hexdigest())"""
CALLS: list[object] = []  # of the network, by this process; its children have no sockets at all


def heed(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        CALLS.append(arguments)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("mutated"), submission_time_limit_s=LONGEST_S
    )
    with TestClient(create_app(settings), "http://127.0.0.1", follow_redirects=False) as opened:
        yield opened


def state(client: TestClient) -> tuple[int, int, int, str]:
    """Return the ends of journal and store, the number of quads, and a hash of those handed in."""
    app: Any = client.app
    registry = app.state.service.registry
    quads = [str(q) for graph in registry.store.submitted() for q in registry.store.graph(graph)]
    hashed = digest("\n".join(sorted(quads)).encode())
    return registry.journal.sequence, registry.store.sequence, registry.store.size(), hashed


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_the_files_are_of_every_format_and_the_same_each_time() -> None:
    kinds = Counter(mutated(n).media for n in range(2_000))
    assert set(kinds) == {media for media, _, _ in FILES}
    assert min(kinds.values()) >= 60
    told = subprocess.run([sys.executable, "-c", SOME], capture_output=True, check=True, cwd=ROOT)
    assert told.stdout.decode().strip() == digest(b"".join(mutated(n).content for n in range(300)))


@pytest.mark.parametrize("media", sorted({media for media, _, _ in FILES}))
def test_what_they_are_made_of_is_valid(service: TestClient, media: str) -> None:
    entity, content = next((e, c) for m, e, c in FILES[::-1] if m == media)
    path = f"/api/submissions?body=body/{KEY}&entity={entity}&dryRun=1"
    response = service.post(path, content=content, headers={"content-type": media})
    assert response.status_code == 200, response.text


@pytest.mark.parametrize("first", range(FIRST, FIRST + COUNT, STEP))
def test_a_mutated_file_is_taken_or_refused(
    service: TestClient, caplog: pytest.LogCaptureFixture, first: int
) -> None:
    if not CALLS:
        sys.addaudithook(heed)
        CALLS.append("heard from now on")
    seen, outcomes = len(CALLS), Counter[str]()
    for n in range(first, first + STEP):
        file, dry, was = mutated(n), n % 2 == 0, state(service)
        path = f"/api/submissions?body=body/{KEY}&entity={file.entity}" + "&dryRun=1" * dry
        started = time.monotonic()
        with caplog.at_level(logging.WARNING):
            response = service.post(
                path, content=file.content, headers={"content-type": file.media}
            )
        assert time.monotonic() - started < LONGEST_S, n
        taken = response.status_code in (200, 201)
        outcomes["taken" if taken else response.json()["type"]] += 1
        if taken:
            told = response.json()
            assert (response.status_code == 201) == told["changed"], n
        else:
            assert response.status_code in (409, 413, 415, 422), (n, file.told, response.text)
            assert response.json()["detail"], n
        if not taken or dry:
            assert state(service) == was, (n, file.told)
        else:
            for read in READ_AFTER:  # what was taken can be read
                assert service.get(read).status_code in (200, 404), (n, file.told, read)
    assert [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING] == []
    assert CALLS[seen:] == []
    assert len(outcomes) >= 4, outcomes  # refused for many reasons
    print(dict(outcomes))  # noqa: T201  # the figures of a long run


def test_the_service_is_as_good_as_before(service: TestClient) -> None:
    media, _, content = FILES[0]
    path = f"/api/submissions?body=body/{KEY}"
    assert service.post(path, content=content, headers={"content-type": media}).is_success
    assert service.get(f"/data/body/{KEY}.json").json()["label"] == "Центр"
    app: Any = service.app
    verify(app.state.service.registry)  # journal, store and graph hold together
