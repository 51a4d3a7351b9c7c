"""Neo4j after kills, lost answers and two at once: nothing is lost, doubled or half."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

import graphsvc.projections.neo4j_following as following
import graphsvc.projections.neo4j_server as servers
from graphsvc.errors import ServerAwayError, SyncOvertakenError
from graphsvc.projections.derivation import Derivation
from graphsvc.projections.neo4j_server import Neo4jServer
from graphsvc.projections.reading import StoreReader
from graphsvc.rdf.names import ID, rms
from graphsvc.registry import JOURNAL, STORE
from tests.live.neo4j_making import (
    check,
    graph_at,
    graph_of,
    handed_in,
    named,
    silent,
)
from tests.live.neo4j_server import USER
from tests.making import Bare, node, quad

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import TypeVar

    from neo4j import ManagedTransaction

    from graphsvc.model.entities import Model
    from graphsvc.registry import Registry
    from tests.live.neo4j_server import Neo4jProcess

    T = TypeVar("T")


SETTING_UP = 7
"""Transactions of a first load before the first record is written."""
ROUNDS = 3


class EndedError(Exception):
    """The client is no more."""


class Ending(Neo4jServer):
    """A server whose client ends after some transactions, with a last act."""

    def __init__(self, process: Neo4jProcess, left: int, act: Callable[[], None]) -> None:
        super().__init__(process.url, USER, process.password)
        self._left, self._act = left, act

    def write(self, work: Callable[[ManagedTransaction], T]) -> T:
        self._left -= 1
        if self._left == -1:
            self._act()
        return super().write(work)


class Repeating(Neo4jServer):
    """A server whose answer to each commit is lost once, so that the driver asks again."""

    def write(self, work: Callable[[ManagedTransaction], T]) -> T:
        super().write(work)
        return super().write(work)


def end() -> None:
    """End the client."""
    raise EndedError


@pytest.fixture
def bare(tmp_path: Path, model: Model) -> Iterator[Bare]:
    opened = Bare(tmp_path, derivation=Derivation.of(model), on_disk=True)
    yield opened
    opened.close()


@pytest.fixture
def chance() -> random.Random:
    return random.Random(20261122)  # noqa: S311  # repeatable on purpose


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make many transactions of few records."""
    monkeypatch.setattr(following, "BATCH", 4)


def changed(bare: Bare, chance: random.Random) -> None:
    for body in ("body/a", "body/b"):
        bare.submit(body, handed_in(chance))


def copied(bare: Bare, folder: Path) -> StoreReader:
    """Return the store as it is now, whatever comes later."""
    bare.store.checkpoint(folder)
    return StoreReader.at(folder)


def test_ended_after_any_transaction_a_load_goes_on_though_the_journal_did_too(
    neo4j: Neo4jProcess, model: Model, bare: Bare, chance: random.Random
) -> None:
    changed(bare, chance)
    ended = 0
    for left in range(1, 60, 4):
        neo4j.wipe()
        with Ending(neo4j, left, end) as server, graph_of(neo4j, model, bare.journal) as graph:
            try:
                graph_at(server, model, bare.journal).catch_up(bare.store, silent)
            except EndedError:
                ended += 1
            changed(bare, chance)
            with Ending(neo4j, 2, end) as again, suppress(EndedError):
                graph_at(again, model, bare.journal).catch_up(bare.store, silent)
            changed(bare, chance)
            graph.catch_up(bare.store, silent)
            check(graph, model, bare.store)
        if left > 4 * ended:
            break
    assert 4 < ended < 15


def test_ended_after_any_transaction_a_big_step_is_repeated(
    neo4j: Neo4jProcess, model: Model, bare: Bare, chance: random.Random
) -> None:
    changed(bare, chance)
    ended = 0
    with graph_of(neo4j, model, bare.journal) as graph:
        graph.catch_up(bare.store, silent)
        for left in range(20):
            changed(bare, chance)
            before = graph.sequence
            with Ending(neo4j, left, end) as server:
                try:
                    graph_at(server, model, bare.journal).catch_up(bare.store, silent)
                except EndedError:
                    ended += 1
                    assert graph.sequence in (0, before)
                    changed(bare, chance)
            graph.catch_up(bare.store, silent)
            check(graph, model, bare.store)
            if ended == left:
                break
    assert 4 < ended < 19


def test_what_was_committed_without_an_answer_is_not_doubled(
    neo4j: Neo4jProcess, model: Model, bare: Bare, chance: random.Random
) -> None:
    with Repeating(neo4j.url, USER, neo4j.password) as server:
        graph = graph_at(server, model, bare.journal)
        for _ in range(3):
            changed(bare, chance)
            graph.catch_up(bare.store, silent)
            check(graph, model, bare.store)
        graph.begin_anew()
        graph.catch_up(bare.store, silent)
        check(graph, model, bare.store)


def test_a_load_goes_on_where_it_stopped(neo4j: Neo4jProcess, model: Model, bare: Bare) -> None:
    bare.submit("body/a", [q for n in range(30) for q in named(f"x/{n:02}", "Body", "а")])
    with Ending(neo4j, SETTING_UP + 3, end) as server, pytest.raises(EndedError):
        graph_at(server, model, bare.journal).catch_up(bare.store, silent)
    written = neo4j.query("MATCH (n:Body) SET n.seen = true RETURN n.iri AS iri")
    assert len(written) == 11  # and the submission itself
    bare.submit("body/b", named("x/05", "Body", "б"))
    told: list[int] = []
    with graph_of(neo4j, model, bare.journal) as graph:
        graph.catch_up(bare.store, lambda done, _total: told.append(done))
        kept = {
            row["iri"] for row in neo4j.query("MATCH (n:Body {seen: true}) RETURN n.iri AS iri")
        }
        # The one that changed meanwhile is written anew, the others are not.
        assert {iri[-2:] for iri in kept} == {f"{n:02}" for n in range(11)} - {"05"}
        neo4j.query("MATCH (n:Body) REMOVE n.seen")
        check(graph, model, bare.store)


def test_a_stub_that_lost_its_referrer_between_two_loads_is_gone(
    neo4j: Neo4jProcess, model: Model, bare: Bare
) -> None:
    """It became a stub after the nodes were written, and nothing had referred to it yet."""
    party = quad("x/9", rms("party"), node("x/1"))
    bare.submit("body/a", named("x/1", "Body", "а"))
    others = [q for n in range(2, 9) for q in named(f"x/{n}", "Body", "а")]
    bare.submit("body/b", [*others, *named("x/9", "Agreement", "а"), party])
    nodes = 3  # transactions of 4 for 9 records and 2 submissions, and one more to go on
    with Ending(neo4j, SETTING_UP + nodes + 1, end) as server, pytest.raises(EndedError):
        graph_at(server, model, bare.journal).catch_up(bare.store, silent)
    bare.submit("body/a", [])
    with Ending(neo4j, 1, end) as server, pytest.raises(EndedError):
        graph_at(server, model, bare.journal).catch_up(bare.store, silent)
    assert len(neo4j.query("MATCH (n:External {iri: $iri}) RETURN n", iri=f"{ID}x/1")) == 1
    bare.submit("body/b", [*others, *named("x/9", "Agreement", "а")])
    with graph_of(neo4j, model, bare.journal) as graph:
        graph.catch_up(bare.store, silent)
        check(graph, model, bare.store)


@pytest.mark.parametrize("first", [True, False], ids=["load", "step"])
def test_two_at_once_in_any_order_spoil_nothing(  # noqa: PLR0913  # fixtures
    *,
    first: bool,
    neo4j: Neo4jProcess,
    model: Model,
    bare: Bare,
    chance: random.Random,
    tmp_path: Path,
) -> None:
    """One is stopped by the other, which is at another entry, and which ends half-way or not."""
    overtaken = 0
    with graph_of(neo4j, model, bare.journal) as graph:
        for number in range(10):
            if first:
                neo4j.wipe()
            else:
                graph.catch_up(bare.store, silent)
            changed(bare, chance)
            older = copied(bare, tmp_path / f"{number}-older")
            changed(bare, chance)
            newer = copied(bare, tmp_path / f"{number}-newer")
            mine, theirs = (older, newer) if number % 2 else (newer, older)
            most = chance.choice([2, 4, 100])

            def interfere(most: int = most, theirs: StoreReader = theirs) -> None:
                refused = suppress(EndedError, SyncOvertakenError)
                with Ending(neo4j, most, end) as other, refused:
                    graph_at(other, model, bare.journal).catch_up(theirs, silent)

            left = SETTING_UP * first + chance.randrange(5)
            with Ending(neo4j, left, interfere) as server:
                try:
                    graph_at(server, model, bare.journal).catch_up(mine, silent)
                except SyncOvertakenError:
                    overtaken += 1
            graph.catch_up(newer, silent)
            check(graph, model, newer)
            older.close()
            newer.close()
    assert 3 < overtaken < 10


def test_two_threads_at_once_end_in_one_state(
    neo4j: Neo4jProcess, model: Model, bare: Bare, chance: random.Random
) -> None:
    ended: list[str] = []

    def synchronise() -> None:
        with graph_of(neo4j, model, bare.journal) as one:
            try:
                one.catch_up(bare.store, silent)
            except SyncOvertakenError:
                ended.append("gave way")
            else:
                ended.append("done")

    for number in range(3):
        changed(bare, chance)
        if number == 0:  # the indexes, too, are made by all at once
            neo4j.query("DROP INDEX graphsvc_text_ru IF EXISTS")
            neo4j.query("DROP CONSTRAINT graphsvc_Body_iri IF EXISTS")
        threads = [threading.Thread(target=synchronise) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        with graph_of(neo4j, model, bare.journal) as graph:
            assert len(ended) == 3
            assert "done" in ended
            check(graph, model, bare.store)
        ended.clear()


def test_an_older_state_does_not_replace_a_newer_one(
    neo4j: Neo4jProcess, model: Model, bare: Bare, tmp_path: Path
) -> None:
    bare.submit("body/a", named("x/1", "Body", "а"))
    older = copied(bare, tmp_path / "older")
    bare.submit("body/a", named("x/1", "Body", "б"))
    with graph_of(neo4j, model, bare.journal) as graph:
        graph.catch_up(bare.store, silent)
        graph.catch_up(older, silent)
        check(graph, model, bare.store)
    older.close()


@pytest.fixture
def folder(registry: Registry, tmp_path: Path) -> Path:
    """A data folder of its own with documents and demo."""
    copy = tmp_path / "copy"
    copy.mkdir()
    shutil.copy(registry.settings.data_dir / JOURNAL, copy / JOURNAL)
    registry.store.checkpoint(copy / STORE)
    return copy


def test_a_command_that_is_killed_is_gone_on_with_by_the_next(
    neo4j: Neo4jProcess, model: Model, registry: Registry, folder: Path, chance: random.Random
) -> None:
    environment = os.environ | neo4j.environment | {"GRAPHSVC_DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "graphsvc.cli", "--lang", "en", "sync", "neo4j"]
    who = "MATCH (mark:GraphsvcSync) RETURN mark.run AS run, mark.phase AS phase"
    phases: list[str] = []
    with graph_of(neo4j, model, registry.journal) as graph:
        for _ in range(ROUNDS):
            before = [row["run"] for row in neo4j.query(who)]
            with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as child:
                while child.poll() is None:
                    if [row["run"] for row in neo4j.query(who)] != before:
                        break
                    time.sleep(0.05)
                time.sleep(chance.uniform(0, 1))
                child.send_signal(signal.SIGKILL)
                child.wait(30)
            phases += [row["phase"] for row in neo4j.query(who)]
        assert phases[0]  # the first was killed in the middle of its load
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        held = check(graph, model, registry.store)
    counts = f"nodes {len(held.nodes)}, relationships {len(held.edges)}"
    assert done.stdout.startswith(f"neo4j: journal entry {registry.journal.sequence}, {counts}; ")
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_a_server_that_is_killed_goes_on_when_it_is_back(
    neo4j: Neo4jProcess, model: Model, bare: Bare, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare.submit("body/a", [q for n in range(300) for q in named(f"x/{n:03}", "Body", "а")])
    monkeypatch.setattr(servers, "_RETRY_LIMIT_S", 1)
    killed: list[int] = []
    killer = threading.Timer(0.05, neo4j.kill)

    def kill_half_way(done: int, total: int) -> None:
        if done > total * 0.6 and not killed:
            killed.append(done)
            killer.start()

    with graph_of(neo4j, model, bare.journal) as graph, pytest.raises(ServerAwayError):
        graph.catch_up(bare.store, kill_half_way)
    killer.join(60)
    neo4j.start()
    told: list[int] = []
    with graph_of(neo4j, model, bare.journal) as graph:
        graph.catch_up(bare.store, lambda done, _total: told.append(done))
        check(graph, model, bare.store)
    assert told[0] > killed[0]
