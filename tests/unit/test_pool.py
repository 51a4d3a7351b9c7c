"""Workers are kept warm, replaced when they die, and end by themselves when nobody ends them."""

from __future__ import annotations

import os
import re
import signal
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graphsvc.errors import QueryBusyError
from graphsvc.isolation.pool import Places, Pool, WorkerEndedError
from graphsvc.processes import Child, ChildEndedError, ChildTimeoutError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MODULE = "graphsvc.isolation.sparql_worker"
MEMORY = "2048"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
PATIENCE_S = 30


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Two copies of a store side by side: the second has one triple more."""
    folder = tmp_path_factory.mktemp("copies")
    store = ox.Store(str(folder / "store"))
    made: list[str] = []
    for number in range(200):
        store.add(ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.Literal(number)))
        if number >= 198:
            made.append(str(folder / str(number)))
            store.backup(made[-1])
    return made


@contextmanager
def pool(size: int = 2, request_limit: int = 1_000) -> Iterator[Pool]:
    made = Pool(MODULE, [MEMORY], size, request_limit)
    yield made
    made.close()


def counted(made: Pool, copy: str) -> str:
    text = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    request = {"query": text, "accepted": ["text/csv"], "rows": 10, "bytes": 1_000, "sequence": 1}
    header, body = made.ask(copy, request, PATIENCE_S)
    assert header["media"] == "text/csv"
    return body.decode().split()[1]


def eventually(condition: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE_S
    while not condition() and time.monotonic() < until:
        time.sleep(0.02)
    return condition()


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_one_worker_is_there_before_anybody_asks() -> None:
    with pool() as made:
        assert eventually(lambda: len(made.pids) == 1)
        (pid,) = made.pids
    assert gone(pid)


def test_a_worker_is_asked_again_and_again(copies: list[str]) -> None:
    with pool() as made:
        assert eventually(lambda: len(made.pids) == 1)
        before = made.pids
        assert {counted(made, copies[0]) for _ in range(20)} == {"199"}
        assert before <= made.pids


def test_another_copy_is_opened_when_it_is_named(copies: list[str]) -> None:
    with pool() as made:
        assert [counted(made, copies[n]) for n in (0, 1, 1, 0)] == ["199", "200", "200", "199"]


def test_a_spare_is_started_while_another_is_at_work(copies: list[str]) -> None:
    with pool() as made:
        counted(made, copies[0])
        request = {"query": ENDLESS, "accepted": ["*/*"], "rows": 1, "bytes": 100, "sequence": 1}

        def endless() -> None:
            with pytest.raises(WorkerEndedError) as caught:
                made.ask(copies[0], request, 3)
            assert caught.value.late

        other = threading.Thread(target=endless)
        other.start()
        assert eventually(lambda: len(made.pids) >= 2)
        assert counted(made, copies[0]) == "199"
        assert other.is_alive()
        other.join()


def test_a_worker_that_died_idle_is_not_asked(copies: list[str]) -> None:
    with pool() as made:
        counted(made, copies[0])
        killed = made.pids
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        assert eventually(lambda: not killed & made.pids)
        assert counted(made, copies[0]) == "199"


def test_a_worker_that_died_and_still_looks_alive_is_not_asked(
    copies: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As right after a kill, before the system has taken the process away."""
    with pool() as made:
        counted(made, copies[0])
        dead = made.pids
        for pid in dead:
            os.kill(pid, signal.SIGKILL)
        assert eventually(lambda: not dead & made.pids)

        def seems(child: Child) -> bool:
            if child.pid in dead:
                dead.discard(child.pid)
                return True
            return child.status is None

        monkeypatch.setattr(Child, "running", property(seems))
        assert counted(made, copies[0]) == "199"
        monkeypatch.undo()


def test_the_next_query_after_a_kill_is_answered(copies: list[str]) -> None:
    with pool() as made:
        for _ in range(30):
            assert counted(made, copies[0]) == "199"
            for pid in made.pids:
                os.kill(pid, signal.SIGKILL)
            assert counted(made, copies[0]) == "199"


def test_a_worker_is_replaced_after_so_many_requests(copies: list[str]) -> None:
    with pool(request_limit=3) as made:
        seen = set[int]()
        for _ in range(7):
            counted(made, copies[0])
            seen |= made.pids
        assert len(seen) >= 3


def test_no_more_workers_stay_than_are_wanted(copies: list[str]) -> None:
    with pool(size=1) as made:
        threads = [threading.Thread(target=counted, args=(made, copies[0])) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert eventually(lambda: len(made.pids) <= 2)


def test_spare_workers_go_when_nobody_asks(
    copies: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphsvc.isolation.pool._LINGER_S", 0.5)
    with pool() as made:
        threads = [threading.Thread(target=counted, args=(made, copies[0])) for _ in range(3)]
        for thread in threads:
            thread.start()
        assert eventually(lambda: len(made.pids) > 1)
        for thread in threads:
            thread.join()
        assert eventually(lambda: len(made.pids) == 1)
        assert counted(made, copies[0]) == "199"


def worker(copy: str) -> Child:
    child = Child(MODULE, [MEMORY], confined=True)
    child.call({"copy": copy, "seconds": PATIENCE_S}, time_limit_s=PATIENCE_S)
    return child


def test_an_alarm_ends_a_worker_that_nobody_ends(copies: list[str]) -> None:
    child = worker(copies[0])
    request = {"query": ENDLESS, "accepted": ["*/*"], "rows": 1, "bytes": 100, "sequence": 1}
    with pytest.raises(ChildEndedError) as caught:
        child.call({**request, "seconds": 0.2}, time_limit_s=PATIENCE_S)
    assert not isinstance(caught.value, ChildTimeoutError)
    child.kill()
    assert child.status == -signal.SIGALRM


def test_a_worker_is_told_no_secrets_and_has_its_limits(
    copies: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAPHSVC_SPARQL_PASSWORD", "swordfish")
    child = worker(copies[0])
    told = Path(f"/proc/{child.pid}/environ").read_bytes()
    limits = Path(f"/proc/{child.pid}/limits").read_text(encoding="utf-8")
    child.kill()
    assert b"PATH=" in told
    assert b"swordfish" not in told
    for name, most in (("core file size", 0), ("file size", 0), ("address space", 2 * 1024**3)):
        assert re.search(rf"^Max {name} +{most} ", limits, re.MULTILINE)
    assert child.status == -signal.SIGKILL


def test_an_engines_threads_take_little_of_the_address_space(copies: list[str]) -> None:
    """A short query must not end for want of memory because its worker has many threads."""
    child = worker(copies[0])
    request = {"query": "ASK { ?s ?p ?o }", "accepted": ["*/*"], "rows": 1, "bytes": 100}
    child.call({**request, "sequence": 1, "seconds": PATIENCE_S}, time_limit_s=PATIENCE_S)
    told = Path(f"/proc/{child.pid}/status").read_text(encoding="utf-8")
    child.kill()
    (peak,) = re.findall(r"^VmPeak:\s+(\d+) kB", told, re.MULTILINE)
    assert int(peak) < 400 * 1024


def test_places_are_held_waited_for_and_refused() -> None:
    places = Places(running=1, waiting=1)
    found: list[str] = []

    def wait() -> None:
        with places.one(PATIENCE_S):
            found.append("waited")

    with places.one(1):
        other = threading.Thread(target=wait)
        other.start()
        time.sleep(0.1)
        with pytest.raises(QueryBusyError) as caught, places.one(7):
            found.append("never")
        assert caught.value.parameters == {"seconds": 7}
        assert found == []
    other.join()
    assert found == ["waited"]
    with places.one(1), pytest.raises(QueryBusyError), places.one(0.05):
        found.append("never")
    assert found == ["waited"]
