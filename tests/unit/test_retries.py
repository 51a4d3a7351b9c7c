"""Keys of retries: a request that comes again is answered as before, and done once."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from graphsvc.errors import FormatError, RetryKeyError, StorageFullError
from graphsvc.submissions.retries import Answer, Retries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ANSWER = Answer(201, '{"version": 5}', 5)


@pytest.fixture
def retries(tmp_path: Path) -> Iterator[Retries]:
    opened = Retries(tmp_path / "retries.db")
    yield opened
    opened.close()


def done(retries: Retries, agent: str = "a", key: str = "k", content: str = "c") -> None:
    with retries.attempt(agent, key, content, 4) as attempt:
        assert attempt.answer is None
        assert not attempt.repeated
        attempt.answer = ANSWER


def test_the_answer_is_kept_for_its_key(retries: Retries, tmp_path: Path) -> None:
    done(retries)
    for one in (retries, Retries(tmp_path / "retries.db")):
        with one.attempt("a", "k", "c", 9) as again:
            assert again.answer == ANSWER


def test_a_key_is_one_editors_alone(retries: Retries) -> None:
    done(retries)
    done(retries, agent="b")


def test_without_a_key_nothing_is_kept(retries: Retries) -> None:
    done(retries, key="")
    done(retries, key="")


def test_another_request_may_not_use_the_key(retries: Retries) -> None:
    done(retries)
    with pytest.raises(RetryKeyError), retries.attempt("a", "k", "other", 9):
        pass


def test_a_request_at_work_is_not_begun_again(retries: Retries) -> None:
    with (
        retries.attempt("a", "k", "c", 4),
        pytest.raises(RetryKeyError),
        retries.attempt("a", "k", "c", 4),
    ):
        pass


def test_a_refused_request_leaves_its_key_free(retries: Retries) -> None:
    with pytest.raises(FormatError), retries.attempt("a", "k", "c", 4):
        raise FormatError(value="x")
    done(retries, content="corrected")


def test_after_a_crash_it_is_known_since_when_to_look(retries: Retries, tmp_path: Path) -> None:
    with pytest.raises(MemoryError), retries.attempt("a", "k", "c", 4):
        raise MemoryError
    with Retries(tmp_path / "retries.db").attempt("a", "k", "c", 9) as again:
        assert (again.repeated, again.before, again.answer) == (True, 4, None)


@contextmanager
def full(retries: Retries) -> Iterator[None]:
    """Let the disk take no more pages of the file."""
    with retries._database.writing() as database:
        (pages,) = database.execute("PRAGMA page_count").fetchone()
        database.execute(f"PRAGMA max_page_count = {pages}")
    yield
    with retries._database.writing() as database:
        database.execute("PRAGMA max_page_count = 1000000")


def test_on_a_full_disk_nothing_is_done_that_could_not_be_answered_again(
    retries: Retries,
) -> None:
    def take(number: int) -> bool:
        try:
            done(retries, key=str(number).zfill(200))
        except StorageFullError:
            return False
        return True

    with full(retries):
        refused = next(number for number in range(100) if not take(number))
    assert take(refused)  # it is not taken to be at work


def test_what_was_done_is_answered_though_the_disk_is_full(retries: Retries) -> None:
    long = Answer(201, "x" * 100_000, 5)
    with full(retries), retries.attempt("a", "k", "c", 4) as attempt:
        attempt.answer = long
    with retries.attempt("a", "k", "c", 9) as again:
        assert (again.repeated, again.before) == (True, 4)


def test_only_its_owner_reads_the_file(retries: Retries, tmp_path: Path) -> None:
    done(retries)
    assert {p.stat().st_mode & 0o777 for p in tmp_path.glob("retries.db*")} == {0o600}


def test_a_key_has_an_end(retries: Retries) -> None:
    with pytest.raises(RetryKeyError), retries.attempt("a", "k" * 201, "c", 4):
        pass
