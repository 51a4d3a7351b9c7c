"""Synchronising servers with the registry: what `graphsvc sync` does."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from graphsvc.projections.reading import StoreReader
from graphsvc.projections.sparql_protocol import SparqlClient
from graphsvc.registry import Registry
from graphsvc.servers import neo4j_graph, neo4j_server, sparql_server

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from typing import TextIO

    from graphsvc.projections.following import Progress
    from graphsvc.settings import Settings

    Synchronise = Callable[[Settings, bool, Progress], dict[str, int]]

__all__ = ["TARGETS", "Bar", "synchronise"]

_WIDTH: Final = 30


class Bar:
    """A progress bar on a terminal, nothing elsewhere."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._drawn = stream, stream.isatty()

    def __call__(self, done: int, total: int) -> None:
        """Show that so many records of so many are written."""
        if self._drawn:
            filled = _WIDTH * done // max(total, 1)
            bar = "█" * filled + "░" * (_WIDTH - filled)
            self._stream.write(f"\r{bar} {done}/{total}\x1b[K")
            self._stream.flush()

    def clear(self) -> None:
        """Wipe the bar away."""
        if self._drawn:
            self._stream.write("\r\x1b[K")


def synchronise(
    target: str, settings: Settings, *, full: bool, progress: Progress
) -> dict[str, float]:
    """Bring a server to the state of the registry; return what it holds then.

    Args:
        target: one of `TARGETS`.
        full: delete what the server holds of the registry, and load everything.

    Returns:
        `sequence` and `seconds`, and counts as the kind of server has them.

    Raises:
        SettingError: the settings do not name a server.
        ServerAwayError: it does not answer or failed; what it had acknowledged stays.
        ForeignDatabaseError: it holds something else.
        SyncOvertakenError: another synchronisation writes it.
    """
    begun = time.monotonic()
    found = TARGETS[target](settings, full, progress)
    return {**found, "seconds": round(time.monotonic() - begun, 1)}


def _neo4j(settings: Settings, full: bool, progress: Progress) -> dict[str, int]:  # noqa: FBT001  # one signature for all
    with neo4j_server(settings) as server:
        server.check()  # before the registry is opened, which takes longer
        with _opened(settings) as (registry, reader):
            graph = neo4j_graph(server, registry.property_graph, registry.journal)
            if full:
                graph.begin_anew()
            graph.catch_up(reader, progress)
            return {"sequence": graph.sequence, **graph.counts()}


def _sparql(settings: Settings, full: bool, progress: Progress) -> dict[str, int]:  # noqa: FBT001  # one signature for all
    client = SparqlClient(settings)
    client.ask("ASK {}")  # before the registry is opened, which takes longer
    with _opened(settings) as (registry, reader):
        server = sparql_server(settings, registry.journal)
        if full:
            server.begin_anew(reader)
        server.catch_up(reader, progress)
        return {"sequence": server.sequence, **server.counts()}


@contextmanager
def _opened(settings: Settings) -> Generator[tuple[Registry, StoreReader]]:
    """Open the registry and a copy of its store."""
    registry = Registry(settings)
    try:
        with registry.checkpoints.current() as (_, folder):
            reader = StoreReader.at(folder)
            try:
                yield registry, reader
            finally:
                reader.close()
    finally:
        registry.close()


TARGETS: Final[dict[str, Synchronise]] = {"neo4j": _neo4j, "sparql": _sparql}
"""The kinds of server, by the name that the command line has for them."""
