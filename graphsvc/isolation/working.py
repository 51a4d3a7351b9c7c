"""A worker's side: a process that gave up the network, files, memory and patience, and then reads.

What its module does is open a copy of the data and answer requests over it.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any, Final, Protocol

from graphsvc.isolation.answering import SizeError
from graphsvc.isolation.files import forbid_files
from graphsvc.isolation.network import forbid_network
from graphsvc.processes import Frame, serve

__all__ = ["Engine", "refused", "work"]

_MIB: Final = 1024 * 1024
_NICE: Final = 10
_GRACE_S: Final = 1.0  # after the deadline: by then the parent should have ended this process


class Engine(Protocol):
    """What answers queries over a copy of the data."""

    def open(self, copy: Path) -> None:
        """Open a copy that nobody writes."""

    def close(self) -> None:
        """Release it."""

    def answer(self, request: dict[str, Any]) -> Frame:
        """Answer a request over the open copy.

        Raises:
            MemoryError: there was not enough of it.
        """
        ...


def refused(reason: str, **told: object) -> Frame:
    """Return the answer that says why there is none."""
    return {"refused": reason, **told}, b""


def work(engine: Engine, *, reserved_bytes: int = 0) -> None:
    """Answer requests until the parent ends; the command line has the limit on memory in MiB.

    A request has at most `seconds`: a native call that never returns is ended by an alarm even
    where nobody is left to end this process.

    Args:
        reserved_bytes: address space that the engine reserves and does not use.
    """
    limit = int(sys.argv[1]) * _MIB + reserved_bytes
    forbid_network()
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    for kind, most in (
        (resource.RLIMIT_AS, limit),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    serve(_Desk(engine).answer)


class _Desk:
    """Keeps a copy open until another is named."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._copy: str | None = None
        self._confined = self._asked = False

    def answer(self, request: dict[str, Any], _body: bytes) -> Frame:
        """Open the `copy` that a request names, or answer it over the one that is open."""
        signal.setitimer(signal.ITIMER_REAL, request["seconds"] + _GRACE_S)
        try:
            if "query" in request and not self._asked:
                self._asked = True
                os.nice(_NICE)  # not before: somebody waits for its start
            if "copy" in request:
                self._open(request["copy"])
                return {}, b""
            return self._engine.answer(request)
        except SizeError:
            return refused("bytes")
        except MemoryError:
            os.abort()  # what is left of this process is not to be trusted
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _open(self, copy: str | None) -> None:
        if copy == self._copy:
            return
        if self._copy is not None:
            self._engine.close()
        if copy is not None:
            path = Path(copy)
            if not self._confined:
                self._confined = True
                forbid_files([path.parent])  # later copies lie beside the first
            self._engine.open(path)
        self._copy = copy
