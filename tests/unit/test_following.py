"""Following: engines are brought up in the background, and a failure ends nobody's following."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from graphsvc.errors import EngineFailedError
from graphsvc.projections import following as module
from graphsvc.projections.checkpoints import Checkpoints
from graphsvc.projections.following import Following
from graphsvc.projections.reading import StoreReader
from graphsvc.rdf.names import rms
from tests.making import Bare, quad, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from graphsvc.projections.following import Progress


WAIT_S = 20


class Counting:
    """A follower that notes what it was shown, and fails when it is told to."""

    def __init__(self) -> None:
        self.sequence = 0
        self.shown: list[tuple[int, int]] = []
        self.faults: list[Exception] = []

    def catch_up(self, reader: StoreReader, _progress: Progress) -> None:
        """Note the sequence and the size of what is shown."""
        if self.faults:
            raise self.faults.pop()
        self.shown.append((reader.sequence, reader.size()))
        self.sequence = reader.sequence


class Set:
    """A store with followers."""

    def __init__(self, folder: Path) -> None:
        self.bare = Bare(folder, on_disk=True)
        self.checkpoints = Checkpoints(self.bare.store, folder)
        self.one, self.two = Counting(), Counting()
        self.idle: list[int] = []
        self.following = Following(
            self.checkpoints,
            {"one": self.one, "two": self.two},
            lambda: self.idle.append(self.bare.store.sequence),
        )

    def commit(self) -> int:
        """Commit a note and tell the followers."""
        number = self.bare.journal.sequence + 1
        self.bare.submit("body/a", [quad("body/a", rms("note"), text(str(number)))])
        self.following.notify()
        return number


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Set]:
    found = Set(tmp_path)
    yield found
    found.following.close()
    found.checkpoints.close()
    found.bare.close()


def until(true: Callable[[], bool]) -> bool:
    limit = time.monotonic() + WAIT_S
    while not true() and time.monotonic() < limit:
        time.sleep(0.01)
    return true()


def test_followers_are_brought_up_and_commits_close_together_taken_together(made: Set) -> None:
    made.following.start()
    last = 0
    for _ in range(30):
        last = made.commit()
    assert until(lambda: made.one.sequence == made.two.sequence == last)
    assert until(lambda: last in made.idle)
    for one in (made.one, made.two):
        sequences = [sequence for sequence, _ in one.shown]
        assert sequences == sorted(set(sequences))
        assert len(sequences) < last


def test_what_is_shown_is_one_state_however_many_commit(made: Set) -> None:
    made.following.start()
    sizes: dict[int, int] = {}
    last = 0
    for _ in range(20):
        last = made.commit()
        sizes[last] = made.bare.store.size()
        time.sleep(0.02)
    assert until(lambda: made.one.sequence == last)
    assert {n: size for n, size in made.one.shown if size != sizes[n]} == {}


def test_who_cannot_wait_for_the_thread_brings_an_engine_up(made: Set) -> None:
    last = made.commit()
    made.following.catch_up("one", last)
    assert (made.one.sequence, made.two.sequence) == (last, 0)
    made.following.catch_up("one", last)
    assert len(made.one.shown) == 1
    made.one.faults = [EngineFailedError(engine="one")]
    with pytest.raises(EngineFailedError):
        made.following.catch_up("one", made.commit())


@pytest.mark.parametrize("fault", [EngineFailedError(engine="x"), OSError(28, "full"), KeyError()])
def test_a_failure_is_tried_again_and_keeps_nobody_else(
    made: Set, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    monkeypatch.setattr(module, "_RETRY_S", 0.2)
    made.one.faults = [fault, fault]
    made.following.start()
    last = made.commit()
    assert until(lambda: made.two.sequence == last)
    assert until(lambda: made.one.sequence == last)
    assert made.one.faults == []


def test_closing_waits_for_the_step_and_no_more(made: Set) -> None:
    go, began = threading.Event(), threading.Event()
    real = made.one.catch_up

    def slow(reader: StoreReader, _progress: Progress) -> None:
        began.set()
        go.wait()
        real(reader, _progress)

    made.one.catch_up = slow  # type: ignore[method-assign]  # a follower that takes its time
    made.following.start()
    last = made.commit()
    assert began.wait(WAIT_S)
    threading.Timer(0.1, go.set).start()
    made.following.close()
    assert made.one.sequence <= last
    made.commit()
    assert made.one.sequence <= last


def test_a_copy_says_what_it_holds_while_others_commit(made: Set) -> None:
    ended = threading.Event()

    def write() -> None:
        while not ended.is_set():
            made.commit()

    writer = threading.Thread(target=write)
    writer.start()
    for _ in range(20):
        with made.checkpoints.current() as (sequence, folder):
            assert StoreReader.at(folder).sequence == sequence
    ended.set()
    writer.join()
    folder = made.checkpoints._folder
    with made.checkpoints.current():
        assert len(list(folder.iterdir())) <= 2
    with made.checkpoints.current():
        assert len(list(folder.iterdir())) == 1
