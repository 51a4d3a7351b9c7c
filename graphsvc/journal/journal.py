"""The append-only file of entries: the truth that every projection is built from."""

from __future__ import annotations

import errno
import fcntl
import os
from typing import TYPE_CHECKING

from graphsvc.errors import DataDirBusyError, JournalDamagedError, StorageFullError
from graphsvc.journal.entry import (
    GENESIS,
    DamagedEntryError,
    Entry,
    Header,
    decode,
    encode,
    link,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graphsvc.rdf.patch import Patch

__all__ = ["Journal"]

_MARK = b"TC .\n"
_END = b"\n" + _MARK


class Journal:
    """One open journal; it belongs to one process, which holds a lock on it.

    Opening checks the whole chain. A tail without its end mark was never acknowledged and is cut
    off; damage anywhere else is refused.

    Attributes:
        sequence: number of the last entry, 0 for an empty journal.
        head: hash of the last entry, 64 zeros for an empty journal.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        created = not path.exists()
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        self._path = path
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(self._file)
            raise DataDirBusyError(folder=str(path.parent)) from error
        if created:
            _sync_folder(path.parent)
        self.sequence = 0
        self.head = GENESIS
        self._ends = [0]
        try:
            self._cut_tail()
            self.check()
        except JournalDamagedError:
            self.close()
            raise

    def close(self) -> None:
        """Release the file and its lock."""
        os.close(self._file)

    def append(self, header: Header, patch: Patch) -> Entry:
        """Write one entry and return it after it has reached the disk.

        Raises:
            StorageFullError: the disk took no more; the file is as it was.
        """
        entry, text = encode(self.sequence + 1, self.head, header, patch)
        try:
            self._write(text)
            os.fdatasync(self._file)
        except OSError as error:
            os.ftruncate(self._file, self._ends[-1])
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise StorageFullError from error
            raise
        self._ends.append(self._ends[-1] + len(text))
        self.sequence, self.head = entry.sequence, entry.digest
        return entry

    def read(self, sequence: int) -> Entry:
        """Return the entry with this number, from 1 to `self.sequence`.

        Raises:
            JournalDamagedError: it is not what was written.
        """
        start = self._ends[sequence - 1]
        block = os.pread(self._file, self._ends[sequence] - start, start)
        try:
            return decode(block)
        except DamagedEntryError as error:
            raise JournalDamagedError(sequence=sequence - 1, reason=str(error)) from error

    def holds(self, sequence: int, digest: str) -> bool:
        """Return whether the entry with this number is there and has this hash.

        Raises:
            JournalDamagedError: it is not what was written.
        """
        return 0 < sequence <= self.sequence and self.read(sequence).digest == digest

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """Yield the entries with a sequence above `after`, oldest first.

        Raises:
            JournalDamagedError: one is not what was written.
        """
        last = self.sequence
        return (self.read(sequence) for sequence in range(after + 1, last + 1))

    def check(self) -> None:
        """Check the whole chain, from the file as it is on the disk.

        Raises:
            JournalDamagedError: an entry was altered, dropped or put in between.
        """
        sequence, previous = 0, GENESIS
        ends = [0]
        for block in _blocks(self._path, self._ends[-1]):
            try:
                place = link(block)
            except DamagedEntryError as error:
                raise JournalDamagedError(sequence=sequence, reason=str(error)) from error
            if (place.sequence, place.previous) != (sequence + 1, previous):
                raise JournalDamagedError(sequence=sequence, reason="the chain is broken")
            sequence, previous = place.sequence, place.digest
            ends.append(ends[-1] + len(block))
        self.sequence, self.head, self._ends = sequence, previous, ends

    def _write(self, text: bytes) -> None:
        rest = memoryview(text)
        while rest:
            rest = rest[os.write(self._file, rest) :]

    def _cut_tail(self) -> None:
        """Put aside text after the last end mark: a write that never ended was never acknowledged.

        Raises:
            JournalDamagedError: it did end, and its end mark was damaged since.
        """
        content = self._path.read_bytes()
        whole = content.rfind(_END) + len(_END) if _END in content else 0
        tail = content[whole:]
        if tail:
            _refuse_damaged_end(tail)
            self._path.with_suffix(".tail").write_bytes(tail)
            os.ftruncate(self._file, whole)
            os.fdatasync(self._file)
        self._ends = [whole]


def _refuse_damaged_end(tail: bytes) -> None:
    """Refuse a tail that is a whole entry but for its end mark."""
    mended = tail[: -len(_MARK)] + _MARK
    try:
        place = link(mended)
    except DamagedEntryError:
        return
    raise JournalDamagedError(sequence=place.sequence - 1, reason="the last end mark is damaged")


def _blocks(path: Path, size: int) -> Iterator[bytes]:
    """Yield the text of each entry within the first `size` bytes."""
    with path.open("rb") as file:
        block: list[bytes] = []
        read = 0
        for line in file:
            read += len(line)
            if read > size:
                return
            block.append(line)
            if line == _MARK:
                yield b"".join(block)
                block = []
    if block:
        raise JournalDamagedError(sequence=0, reason="text after the last entry")


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
