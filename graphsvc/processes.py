"""Child processes of our own: requests and answers as frames over pipes, and an end by signal.

A child serves what may crash, eat memory or never end. It ends with its parent: it watches for the
parent's process to go, since a native call that never returns reads no pipe.
"""

from __future__ import annotations

import itertools
import json
import os
import struct
import subprocess
import sys
import threading
import traceback
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Child", "ChildEndedError", "ChildTimeoutError", "Frame", "serve"]

_SIZES: Final = struct.Struct(">II")
_WATCH_S: Final = 0.5
_TOLD: Final = (
    "PATH",
    "LANG",
    "LC_ALL",
    "LD_LIBRARY_PATH",
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONUTF8",
)
_ARENAS: Final = {"MALLOC_ARENA_MAX": "2"}
"""Else each thread of an engine reserves 64 MiB of the address space a worker is limited to."""

Frame = tuple[dict[str, Any], bytes]
"""A request or an answer: what JSON holds, and bytes that it need not."""


class ChildEndedError(Exception):
    """The child ended before it answered."""


class ChildTimeoutError(ChildEndedError):
    """The child did not answer in time and was ended."""


class Child:
    """A running child; requests may overlap, each answer finds its request.

    Args:
        module: the module to run, which calls `serve`.
        arguments: its command line.
        confined: whether it runs what strangers send: it is told nothing of the environment but
            where programs and modules are, and what it says on standard error is thrown away.
    """

    def __init__(
        self, module: str, arguments: Sequence[str] = (), *, confined: bool = False
    ) -> None:
        self._process = subprocess.Popen(  # noqa: S603  # our own module, arguments of our own
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if confined else None,
            env=_confined_environment() if confined else None,
        )
        self._numbers = itertools.count()
        self._waiting: dict[int, Future[Frame]] = {}
        self._lock = threading.Lock()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def status(self) -> int | None:
        """How it ended: its exit status, or a signal's number below zero; None while it runs."""
        return self._process.poll()

    @property
    def running(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def call(
        self, request: dict[str, Any], body: bytes = b"", time_limit_s: float | None = None
    ) -> Frame:
        """Return the answer to a request.

        Raises:
            ChildTimeoutError: it took longer than allowed; the child is ended.
            ChildEndedError: the child ended.
        """
        number = next(self._numbers)
        future: Future[Frame] = Future()
        with self._lock:
            self._waiting[number] = future
            try:
                _write(self._stream(self._process.stdin), {**request, "number": number}, body)
            except (OSError, ValueError) as error:  # its end of the pipe, or ours, is closed
                del self._waiting[number]
                raise ChildEndedError from error
        if not self._reader.is_alive():
            self._fail()
        try:
            return future.result(time_limit_s)
        except FutureTimeoutError as error:
            self.kill()
            raise ChildTimeoutError from error

    def close(self, time_limit_s: float = 10) -> None:
        """Let the child end by itself, or end it."""
        with self._lock, suppress(OSError):  # of one that has ended, the last request is left
            self._stream(self._process.stdin).close()
        try:
            self._process.wait(time_limit_s)
        except subprocess.TimeoutExpired:
            self.kill()
        self._reader.join()

    def kill(self) -> None:
        """End the child at once."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        with suppress(OSError):
            self._stream(self._process.stdin).close()

    def _read(self) -> None:
        stream = self._stream(self._process.stdout)
        while frame := _read(stream):
            header, body = frame
            with self._lock:
                future = self._waiting.pop(header.pop("number"))
            future.set_result((header, body))
        stream.close()
        with suppress(subprocess.TimeoutExpired):  # whoever is told of the end can see it
            self._process.wait(_WATCH_S)
        self._fail()

    def _fail(self) -> None:
        with self._lock:
            left, self._waiting = self._waiting, {}
        for future in left.values():
            future.set_exception(ChildEndedError())

    @staticmethod
    def _stream(stream: IO[bytes] | None) -> IO[bytes]:
        if stream is None:
            raise TypeError("a child is started with pipes")
        return stream


def _confined_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name in _TOLD} | _ARENAS


def serve(answer: Callable[[dict[str, Any], bytes], Frame], threads: int = 1) -> None:
    """Answer requests from standard input on standard output until the parent closes or ends.

    Args:
        threads: how many requests may be answered at a time.
    """
    # What a library prints must not end up between frames.
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    parent = os.getppid()
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    lock = threading.Lock()

    def run(header: dict[str, Any], body: bytes) -> None:
        number = header.pop("number")
        try:
            reply, content = answer(header, body)
            with lock:
                _write(output, {**reply, "number": number}, content)
        except BaseException:  # noqa: BLE001  # whoever asked must not wait for an answer that never comes
            traceback.print_exc()
            os._exit(1)

    # The threads stay: what an answer keeps for its thread is there for the next one.
    with ThreadPoolExecutor(threads) as pool:
        while frame := _read(sys.stdin.buffer):
            pool.submit(run, *frame)


def _watch(parent: int) -> None:
    pause = threading.Event()
    while os.getppid() == parent:
        pause.wait(_WATCH_S)
    os._exit(0)


def _write(stream: IO[bytes], header: dict[str, Any], body: bytes) -> None:
    text = json.dumps(header, ensure_ascii=False).encode()
    stream.write(_SIZES.pack(len(text), len(body)) + text + body)
    stream.flush()


def _read(stream: IO[bytes]) -> Frame | None:
    sizes = stream.read(_SIZES.size)
    if len(sizes) < _SIZES.size:
        return None
    header_bytes, body_bytes = _SIZES.unpack(sizes)
    header, body = stream.read(header_bytes), stream.read(body_bytes)
    if len(header) < header_bytes or len(body) < body_bytes:
        return None
    return json.loads(header), body
