"""The journal's file: appended, chained, locked, cut at a torn tail, refused when damaged."""

from __future__ import annotations

import errno
import os
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from graphsvc.errors import DataDirBusyError, JournalDamagedError, StorageFullError
from graphsvc.journal.entry import GENESIS, Header
from graphsvc.journal.journal import Journal
from graphsvc.rdf.names import rms
from graphsvc.rdf.patch import Patch
from tests.making import quad, text

if TYPE_CHECKING:
    from pathlib import Path


def patch(number: int) -> Patch:
    return Patch((quad(f"body/{number}", rms("note"), text("строка\nTC .")),))


def written(path: Path, count: int) -> list[bytes]:
    """Write a journal of `count` entries and return their texts."""
    journal = Journal(path)
    ends = [0]
    for number in range(1, count + 1):
        journal.append(Header("data", "a", f"№ {number}"), patch(number))
        ends.append(path.stat().st_size)
    journal.close()
    content = path.read_bytes()
    return [content[a:b] for a, b in pairwise(ends)]


def test_an_empty_journal_has_no_entry(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j")
    assert (journal.sequence, journal.head, list(journal.entries())) == (0, GENESIS, [])
    journal.close()


def test_entries_are_numbered_chained_and_read_back(tmp_path: Path) -> None:
    written(tmp_path / "j", 3)
    journal = Journal(tmp_path / "j")
    entries = list(journal.entries())
    assert [e.sequence for e in entries] == [1, 2, 3]
    assert [e.previous for e in entries] == [GENESIS, entries[0].digest, entries[1].digest]
    assert [e.patch for e in entries] == [patch(1), patch(2), patch(3)]
    assert [e.sequence for e in journal.entries(after=2)] == [3]
    assert journal.read(2) == entries[1]
    assert journal.head == entries[2].digest
    journal.close()


def test_an_entry_appended_after_opening_again_continues_the_chain(tmp_path: Path) -> None:
    written(tmp_path / "j", 2)
    journal = Journal(tmp_path / "j")
    head = journal.head
    entry = journal.append(Header("data", "a", ""), patch(3))
    assert (entry.sequence, entry.previous) == (3, head)
    journal.check()
    journal.close()


def test_a_second_opener_is_refused(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j")
    with pytest.raises(DataDirBusyError):
        Journal(tmp_path / "j")
    journal.close()
    Journal(tmp_path / "j").close()


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    Journal(tmp_path / "j").close()
    assert (tmp_path / "j").stat().st_mode & 0o077 == 0


def test_a_torn_tail_of_any_length_is_cut_off(tmp_path: Path) -> None:
    first, second, last = written(tmp_path / "j", 3)
    for length in range(0, len(last), 7):
        (tmp_path / "j").write_bytes(first + second + last[:length])
        journal = Journal(tmp_path / "j")
        assert journal.sequence == 2
        assert (tmp_path / "j").read_bytes() == first + second
        journal.append(Header("data", "a", ""), patch(3))
        journal.check()
        journal.close()


@pytest.mark.parametrize(
    "order", [(0, 2), (1, 2), (0, 2, 1), (0, 1, 1, 2), (0, 0)], ids=lambda o: "".join(map(str, o))
)
def test_an_entry_dropped_moved_or_doubled_is_found(tmp_path: Path, order: tuple[int, ...]) -> None:
    blocks = written(tmp_path / "j", 3)
    (tmp_path / "j").write_bytes(b"".join(blocks[n] for n in order))
    with pytest.raises(JournalDamagedError):
        Journal(tmp_path / "j")


def test_each_flipped_byte_before_the_last_end_mark_is_found(tmp_path: Path) -> None:
    first, second, _ = written(tmp_path / "j", 3)
    good = (tmp_path / "j").read_bytes()
    for place in range(0, len(first + second), 5):
        bad = bytearray(good)
        bad[place] ^= 0x20
        (tmp_path / "j").write_bytes(bytes(bad))
        with pytest.raises(JournalDamagedError):
            Journal(tmp_path / "j")


def test_damage_done_while_open_is_found_by_check_and_read(tmp_path: Path) -> None:
    blocks = written(tmp_path / "j", 3)
    journal = Journal(tmp_path / "j")
    with (tmp_path / "j").open("r+b") as file:
        file.seek(len(blocks[0]) + 200)
        file.write(b"#")
    with pytest.raises(JournalDamagedError):
        journal.check()
    with pytest.raises(JournalDamagedError):
        journal.read(2)
    assert journal.read(3).sequence == 3
    journal.close()


@pytest.mark.parametrize("call", ["write", "fdatasync"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_leaves_the_journal_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    written(tmp_path / "j", 1)
    before = (tmp_path / "j").read_bytes()
    journal = Journal(tmp_path / "j")
    real = os.write

    def full(handle: int, data: memoryview | None = None) -> int:
        if data is not None:
            real(handle, data[:10])
        raise OSError(number, "full")

    with monkeypatch.context() as patched:
        patched.setattr(os, call, full)
        with pytest.raises(StorageFullError):
            journal.append(Header("data", "a", ""), patch(2))
    assert (tmp_path / "j").read_bytes() == before
    assert journal.append(Header("data", "a", ""), patch(2)).sequence == 2
    journal.check()
    journal.close()


def test_a_write_in_pieces_is_written_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    with monkeypatch.context() as patched:
        patched.setattr(os, "write", lambda handle, data: real(handle, data[:11]))
        written(tmp_path / "j", 2)
    journal = Journal(tmp_path / "j")
    assert journal.sequence == 2
    journal.close()
