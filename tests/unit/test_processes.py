"""Child processes: each answer finds its request, and an end of the child is told to who waits."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graphsvc.processes import Child, ChildEndedError, ChildTimeoutError

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
MODULE = "tests.unit.echoing"


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch) -> Iterator[Child]:
    monkeypatch.chdir(ROOT)
    started = Child(MODULE)
    yield started
    started.close()


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def ended_within(pid: int, limit_s: float) -> bool:
    until = time.monotonic() + limit_s
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.05)
    return not alive(pid)


def test_answers_find_their_requests_whatever_their_order(child: Child) -> None:
    found: dict[int, tuple[object, bytes]] = {}

    def ask(number: int) -> None:
        header, body = child.call({"wait_s": (5 - number) / 50, "value": number}, b"%d" % number)
        found[number] = header["value"], body

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {n: (n, b"%d" % n) for n in range(5)}


def test_bodies_are_bytes_and_headers_any_text(child: Child) -> None:
    body = os.urandom(200_000)
    header, echoed = child.call({"value": "ё\n\u2028"}, body)
    assert (header["value"], echoed) == ("ё\n\u2028", body)


def test_what_a_library_prints_does_not_come_between(child: Child) -> None:
    assert child.call({"say": "noise\n", "value": 1})[0]["value"] == 1


def test_who_waits_is_told_of_the_end(child: Child) -> None:
    threading.Timer(0.3, os.kill, (child.pid, signal.SIGKILL)).start()
    with pytest.raises(ChildEndedError):
        child.call({"wait_s": 30})
    assert not child.running
    assert child.status == -signal.SIGKILL
    with pytest.raises(ChildEndedError):
        child.call({"value": 1})


def test_a_request_that_fails_ends_the_child(child: Child) -> None:
    with pytest.raises(ChildEndedError):
        child.call({"fail": True})
    child.close()
    assert child.status == 1


def test_a_child_that_takes_too_long_is_ended(child: Child) -> None:
    child.call({"value": 1})
    with pytest.raises(ChildTimeoutError):
        child.call({"wait_s": 30}, time_limit_s=0.2)
    assert not alive(child.pid)


def test_a_child_ends_when_it_is_closed_and_closing_twice_is_harmless(child: Child) -> None:
    pid = child.pid
    child.call({"value": 1})
    child.close()
    child.close()
    assert not alive(pid)


@pytest.mark.parametrize("busy", [False, True])
def test_a_child_ends_with_its_parent(busy: bool) -> None:  # noqa: FBT001  # a column of the table
    wait = "threading.Thread(target=c.call, args=({'wait_s': 60},), daemon=True).start();"
    script = (
        f"import threading, time; from graphsvc.processes import Child; c = Child('{MODULE}');"
        f"c.call({{'value': 1}}); {wait if busy else ''} print(c.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert alive(pid)
        parent.kill()
    assert ended_within(pid, 5)
