"""Free queries in worker processes over copies of the data: they may crash, or never end.

A worker is ended at its query's deadline. Nobody else's answer waits for it.
"""

from __future__ import annotations

import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from graphsvc.errors import (
    AnswerLimitError,
    NotAcceptableError,
    QuerySyntaxError,
    QueryTimeoutError,
    RegistryError,
)
from graphsvc.isolation.pool import Places, Pool, WorkerEndedError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

__all__ = ["Copies", "CypherQueries", "FreeAnswer", "Limits", "SparqlQueries"]

_SPARQL: Final = "graphsvc.isolation.sparql_worker"
_CYPHER: Final = "graphsvc.isolation.cypher_worker"
_STACK: Final = (-signal.SIGSEGV, -signal.SIGBUS)


class Copies(Protocol):
    """Hands out copies of the data."""

    def current(self) -> AbstractContextManager[tuple[int, Path]]:
        """Hand out the sequence and the path of a copy that nobody writes."""
        ...


@dataclass(frozen=True)
class Limits:
    """What a free query may take.

    Attributes:
        time_s: after which its worker is ended; also the longest wait for one.
        memory_mib: address space of a worker.
        rows: most rows; JSON of ours is cut there, other formats are refused.
        size_bytes: longest answer; a longer one is refused.
        workers: queries at a time.
        waiting: how many more may wait; each holds a thread of the server meanwhile.
    """

    time_s: int
    memory_mib: int
    rows: int
    size_bytes: int
    workers: int = 2
    waiting: int = 4


class FreeAnswer(NamedTuple):
    """An answer as text, the entry of the journal it rests on, and where it was cut, by what."""

    media: str
    body: bytes
    sequence: int
    cut: Mapping[str, int]


class _FreeQueries:
    """Runs queries of one language."""

    def __init__(self, module: str, copies: Copies, limits: Limits) -> None:
        self._copies, self._limits = copies, limits
        self._places = Places(limits.workers, limits.waiting)
        self.pool = Pool(module, [str(limits.memory_mib)], limits.workers)

    def close(self) -> None:
        """End the workers."""
        self.pool.close()

    def _run(self, request: dict[str, Any]) -> FreeAnswer:
        limits = self._limits
        with self._places.one(limits.time_s), self._copies.current() as (sequence, copy):
            told = {"sequence": sequence, "rows": limits.rows, "bytes": limits.size_bytes}
            try:
                header, body = self.pool.ask(str(copy), request | told, limits.time_s)
            except WorkerEndedError as error:
                raise self._ended(error) from error
        if reason := header.get("refused"):
            raise self._refusal(reason, header)
        return FreeAnswer(header["media"], body, sequence, header["cut"])

    def _ended(self, error: WorkerEndedError) -> RegistryError:
        if error.late or error.status == -signal.SIGALRM:
            return QueryTimeoutError(limit="time", seconds=self._limits.time_s)
        if error.status in _STACK:
            return QueryTimeoutError(limit="stack")
        if error.status and error.status < 0:
            return QueryTimeoutError(limit="memory", mib=self._limits.memory_mib)
        return RegistryError()

    def _refusal(self, reason: str, header: dict[str, Any]) -> RegistryError:
        limits = self._limits
        known: dict[str, RegistryError] = {
            "bytes": AnswerLimitError(limit="bytes", bytes=limits.size_bytes),
            "rows": AnswerLimitError(limit="rows", rows=limits.rows),
            "memory": QueryTimeoutError(limit="memory", mib=limits.memory_mib),
            "time": QueryTimeoutError(limit="time", seconds=limits.time_s),
            "format": NotAcceptableError(value=header.get("value", "")),
        }
        return known.get(reason) or QuerySyntaxError(reason=header.get("value", "evaluation"))


class SparqlQueries(_FreeQueries):
    """Runs free SPARQL."""

    def __init__(self, copies: Copies, limits: Limits) -> None:
        super().__init__(_SPARQL, copies, limits)

    def run(self, query: str, accepted: Sequence[str]) -> FreeAnswer:
        """Return the answer to a query.

        Args:
            accepted: media types in the asker's order.

        Raises:
            QuerySyntaxError: the query cannot be read.
            NotAcceptableError: its kind of answer is not written in an accepted type.
            AnswerLimitError: the answer is too long, and its format cannot say that it was cut.
            QueryTimeoutError: it ran into a limit.
            QueryBusyError: others are at work.
        """
        return self._run({"query": query, "accepted": list(accepted)})


class CypherQueries(_FreeQueries):
    """Runs free Cypher."""

    def __init__(self, copies: Copies, limits: Limits) -> None:
        super().__init__(_CYPHER, copies, limits)

    def run(self, query: str, parameters: Mapping[str, Any]) -> FreeAnswer:
        """Return the answer to a query, as JSON.

        Args:
            parameters: by name; see `check_parameters`.

        Raises:
            QuerySyntaxError: the query cannot be read.
            AnswerLimitError: the answer has too many bytes.
            QueryTimeoutError: it ran into a limit.
            QueryBusyError: others are at work.
        """
        return self._run({"query": query, "parameters": dict(parameters)})
