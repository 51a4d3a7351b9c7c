"""The embedded graph's process: it may end at any moment, and what it answers is whole."""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING

import pytest

from graphsvc.errors import EngineFailedError
from graphsvc.model.entities import load_model
from graphsvc.model.property_graph import property_graph
from graphsvc.projections import cypher as module
from graphsvc.projections.cypher import FILE
from graphsvc.projections.ladybug import LadybugGraph
from graphsvc.rdf.names import rms
from tests.following import COUNT, Followed
from tests.making import quad, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


ENDLESS = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b) AS n"


def opened(followed: Followed) -> LadybugGraph:
    """Open the file past its process."""
    return LadybugGraph(followed.folder / FILE, property_graph(load_model()))


@pytest.fixture
def followed(tmp_path: Path) -> Iterator[Followed]:
    made = Followed(tmp_path)
    made.relate(1)
    made.relate(2)
    made.follow()
    yield made
    made.close()


def test_an_answer_says_of_which_state_it_is(followed: Followed) -> None:
    sequence, head, rows = followed.graph.rows(COUNT, {})
    assert (sequence, head) == (2, followed.bare.journal.head)
    assert rows == [{"n": 2}]
    followed.relate(3)
    assert followed.graph.rows(COUNT, {})[0] == 2
    followed.follow()
    assert followed.graph.rows(COUNT, {}) == (3, followed.bare.journal.head, [{"n": 3}])
    assert followed.differences() == 0


def test_a_killed_process_is_started_anew_where_it_stopped(followed: Followed) -> None:
    followed.kill()
    assert followed.count() == 2
    followed.relate(3)
    followed.kill()
    followed.follow()
    assert followed.count() == 3
    assert followed.differences() == 0


def test_killed_in_the_middle_of_a_query_it_answers_the_next(followed: Followed) -> None:
    ended: list[float] = []
    began = time.monotonic()

    def ask() -> None:
        with pytest.raises(EngineFailedError):
            followed.graph.rows(ENDLESS, {})
        ended.append(time.monotonic() - began)

    # It is asked once more of a new process; that one is ended, too.
    asking = threading.Thread(target=ask)
    asking.start()
    killed = set[int]()
    while asking.is_alive():
        asking.join(0.5)
        if followed.graph._child and followed.process not in killed:
            killed.add(followed.process)
            followed.kill()
    assert len(killed) >= 2
    assert ended[0] < module._QUESTION_LIMIT_S
    assert followed.count() == 2


@pytest.mark.parametrize("seed", range(3))
def test_killed_while_it_catches_up_it_holds_all_of_it_in_the_end(
    seed: int, followed: Followed
) -> None:
    for number in range(3, 9 + seed):
        followed.relate(number)
        threading.Timer(0.02 * seed, followed.kill).start()
        followed.follow()
    assert followed.count() == 8 + seed
    assert followed.differences() == 0


@pytest.mark.parametrize("damage", ["noise", "torn", "flipped"])
def test_a_damaged_file_is_made_anew(followed: Followed, damage: str) -> None:
    followed.graph.close()
    path = followed.folder / FILE
    content = path.read_bytes()
    bad = {
        "noise": os.urandom(10_000),
        "torn": content[: len(content) // 3],
        "flipped": bytes(b ^ 0x5A for b in content[:8192]) + content[8192:],
    }
    path.write_bytes(bad[damage])
    followed.relate(3)
    followed.follow()
    assert followed.count() == 3
    assert followed.differences() == 0


def test_a_graph_that_has_lost_what_it_held_does_not_answer(followed: Followed) -> None:
    followed.kill()
    (followed.folder / FILE).write_bytes(b"")
    with pytest.raises(EngineFailedError):
        followed.count()
    assert followed.graph.sequence == 0
    followed.follow()
    assert followed.count() == 2


def test_a_graph_of_another_journal_is_made_anew(followed: Followed, tmp_path: Path) -> None:
    followed.graph.close()
    other = Followed(tmp_path / "other")
    for number in (7, 8, 9):
        other.relate(number)
    other.follow()
    other.graph.close()
    (followed.folder / FILE).write_bytes((tmp_path / "other" / FILE).read_bytes())
    followed.follow()
    assert followed.count() == 2
    assert followed.differences() == 0
    other.close()


def test_a_graph_of_another_model_is_made_anew(followed: Followed) -> None:
    followed.graph.close()
    own = opened(followed)
    assert own.sequence == 2
    own._model = "of another model"
    own.rewrite(followed.bare.store, [])
    own.close()
    with pytest.raises(RuntimeError, match="another model"):
        opened(followed)
    followed.follow()
    assert followed.differences() == 0


def test_what_was_changed_past_the_registry_is_found(followed: Followed) -> None:
    followed.graph.close()
    own = opened(followed)
    own._run("MATCH (n:Relation) SET n.type = 'x'")
    own.close()
    assert followed.differences() == 4  # each of two is not as it should be, and not there


def test_a_copy_stays_as_it_was_and_goes_with_its_last_reader(followed: Followed) -> None:
    def copies() -> int:
        return len(list(followed.folder.glob("copies/*")))

    with followed.graph.current() as (sequence, path):
        assert sequence == 2
        followed.relate(3)
        followed.follow()
        with followed.graph.current() as (later, other):
            assert later == 3
            assert other != path
            held = LadybugGraph(path, None)
            assert held.sequence == 2
            held.close()
    with followed.graph.current():
        assert copies() == 1
    followed.graph.close()
    assert copies() == 0


def test_a_text_the_engine_refuses_is_a_failure_of_the_engine(followed: Followed) -> None:
    with pytest.raises(EngineFailedError):
        followed.graph.rows("MATCH (n:NoSuch) RETURN n", {})
    assert followed.count() == 2


def test_odd_values_come_back_as_json(followed: Followed) -> None:
    followed.bare.submit("body/o", [quad("body/o", rms("note"), text("x"))])
    followed.follow()
    rows = followed.graph.rows("RETURN 'ё\n' AS a, date('2026-01-02') AS b, [1, 2] AS c", {})[2]
    assert rows == [{"a": "ё\n", "b": "2026-01-02", "c": [1, 2]}]
