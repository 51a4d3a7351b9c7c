"""Free SPARQL in a child process over a checkpoint: it may crash, eat memory or never end.

The child is ended at its deadline. Nobody else's answer waits for it.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graphsvc.errors import NotAcceptableError, QuerySyntaxError, QueryTimeoutError
from graphsvc.isolation.network import forbid_network
from graphsvc.rdf.names import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

    from _typeshed import ReadableBuffer as Buffer

__all__ = ["GRAPH_TYPES", "SOLUTION_TYPES", "FreeQueries"]

SOLUTION_TYPES = {
    "application/sparql-results+json": "srj",
    "application/sparql-results+xml": "srx",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
GRAPH_TYPES = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")
_SYNTAX, _FORMAT, _SIZE = 10, 11, 12

_Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class FreeQueries:
    """Runs free queries, at most `workers` at a time.

    Args:
        time_limit_s: after which a child is killed.
        memory_limit_mib: address space of a child.
        size_limit_bytes: longest answer; a longer one is refused, never cut.
    """

    def __init__(
        self, *, time_limit_s: int, memory_limit_mib: int, size_limit_bytes: int, workers: int = 2
    ) -> None:
        self._time_limit_s, self._memory_limit_mib = time_limit_s, memory_limit_mib
        self._size_limit_bytes = size_limit_bytes
        self._places = threading.BoundedSemaphore(workers)

    def run(self, checkpoint: Path, query: str, accepted: list[str]) -> tuple[str, bytes]:
        """Return media type and text of an answer.

        Args:
            checkpoint: a copy of the store that nobody writes.
            accepted: media types in the asker's order.

        Raises:
            QuerySyntaxError: the query cannot be read.
            NotAcceptableError: its kind of answer is not written in an accepted type.
            QueryTimeoutError: it ran into a limit, or no worker came free.
        """
        limits = [self._memory_limit_mib, self._size_limit_bytes]
        request = json.dumps([str(checkpoint), query, accepted, *limits])
        if not self._places.acquire(timeout=self._time_limit_s):
            raise QueryTimeoutError(limit="очередь / queue")
        try:
            child = subprocess.run(  # noqa: S603  # our own module; the query goes in by stdin
                [sys.executable, "-m", __name__],
                input=request.encode(),
                capture_output=True,
                timeout=self._time_limit_s,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise QueryTimeoutError(limit=f"{self._time_limit_s} s") from error
        finally:
            self._places.release()
        return self._answer(child)

    def _answer(self, child: subprocess.CompletedProcess[bytes]) -> tuple[str, bytes]:
        head, _, body = child.stdout.partition(b"\n")
        if child.returncode == _SYNTAX:
            raise QuerySyntaxError(reason=body.decode())
        if child.returncode == _FORMAT:
            raise NotAcceptableError(value=body.decode())
        if child.returncode == _SIZE:
            raise QueryTimeoutError(limit=f"{self._size_limit_bytes} байт / bytes")
        if child.returncode:
            raise QueryTimeoutError(limit=f"{self._memory_limit_mib} MiB")
        return head.decode(), body


class _SizeError(OSError):
    """The answer is longer than allowed."""


class _Limited(io.BytesIO):
    """A buffer that takes no more than `limit` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: Buffer, /) -> int:
        """Take the bytes.

        Raises:
            _SizeError: they are too many.
        """
        if self.tell() + memoryview(data).nbytes > self._limit:
            raise _SizeError
        return super().write(data)


def _main() -> int:
    folder, query, accepted, memory_limit_mib, size_limit_bytes = json.load(sys.stdin)
    limit = memory_limit_mib * 1024 * 1024
    forbid_network()
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        results = ox.Store.read_only(folder).query(query, prefixes=PREFIXES)
    except SyntaxError as error:
        return _say(_SYNTAX, "", str(error).encode())
    offered = GRAPH_TYPES if isinstance(results, ox.QueryTriples) else tuple(SOLUTION_TYPES)
    wanted = [m for m in accepted if m in offered] or ([offered[0]] if "*/*" in accepted else [])
    if not wanted:
        return _say(_FORMAT, "", ", ".join(accepted).encode())
    out = _Limited(size_limit_bytes)
    try:
        _write(results, wanted[0], out)
    except _SizeError:
        return _say(_SIZE, "", b"")
    return _say(0, wanted[0], out.getvalue())


def _write(results: _Results, media: str, out: io.BytesIO) -> None:
    if isinstance(results, ox.QueryTriples):
        rdf_format = ox.RdfFormat.from_media_type(media)
        ox.serialize(results, out, format=rdf_format, prefixes=PREFIXES)
    else:
        results.serialize(out, format=ox.QueryResultsFormat.from_media_type(media))


def _say(status: int, media: str, body: bytes) -> int:
    sys.stdout.buffer.write(media.encode() + b"\n" + body)
    return status


if __name__ == "__main__":
    sys.exit(_main())
