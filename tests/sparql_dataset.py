"""A server's dataset, played by a store in memory: what is sent to it can be held up, or lost."""

from __future__ import annotations

import random
import threading
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from graphsvc.projections.sparql_http import SparqlServer
from graphsvc.projections.sparql_marks import SYNC

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from graphsvc.projections.sparql_protocol import Row, SparqlClient
    from graphsvc.rdf.terms import NamedNode, Quad, Triple

Change = tuple[set["Quad"], set["Quad"]]


class KilledError(Exception):
    """A writer is gone."""


class Alone:
    """Turns where there is nobody to wait for."""

    def wait(self) -> None:
        """Go on."""


class Turns(Alone):
    """Lets one of several threads go at a time, the one that chance picks."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  # repeatable, no secret
        self._moved = threading.Condition()
        self._waiting: set[int] = set()
        self._going: int | None = None
        self._alive = 0

    def wait(self) -> None:
        """Let the others go; return when it is one's turn."""
        me = threading.get_ident()
        with self._moved:
            self._waiting.add(me)
            self._going = None
            self._moved.notify_all()
            self._moved.wait_for(lambda: self._going == me)

    def run(self, actions: list[Callable[[], None]]) -> None:
        """Run the actions, each on a thread, one step of one of them at a time."""
        threads = [threading.Thread(target=self._act, args=(a,), daemon=True) for a in actions]
        self._alive = len(threads)
        for thread in threads:
            thread.start()
        while True:
            with self._moved:
                self._moved.wait_for(
                    lambda: self._going is None and len(self._waiting) == self._alive
                )
                if not self._alive:
                    return
                # In the order they were started, so that a seed always gives the same course.
                idents = [t.ident for t in threads if t.ident]
                self._going = self.chance.choice([i for i in idents if i in self._waiting])
                self._waiting.discard(self._going)
                self._moved.notify_all()

    def _act(self, action: Callable[[], None]) -> None:
        self.wait()
        try:
            action()
        finally:
            with self._moved:
                self._alive -= 1
                self._going = None
                self._moved.notify_all()


class Dataset:
    """A dataset. An update takes effect some time after it was evaluated.

    Attributes:
        late: changes of writers that are gone, which may still be carried out.
        doubled: how often a change left more than one mark.
    """

    def __init__(self, turns: Alone | None = None) -> None:
        self.store = ox.Store()
        self.turns = turns or Alone()
        self.late: list[Change] = []
        self.doubled = 0

    def commit(self, change: Change) -> None:
        """Carry out what was evaluated."""
        added, removed = change
        for quad in removed:
            self.store.remove(quad)
        self.store.extend(added)
        self.doubled += len(self.marks()) > 1

    def marks(self) -> set[NamedNode]:
        """Return the names of the marks."""
        found = {q.subject for q in self.store.quads_for_pattern(None, None, None, SYNC)}
        return cast("set[NamedNode]", found)

    def sent(self, request: str) -> Change:
        """Return what a request changes, evaluated now."""
        before = set(self.store)
        after = ox.Store()
        after.extend(before)
        after.update(request)
        return set(after) - before, before - set(after)

    def server(
        self, heads: Mapping[int, str], name: str = "a", requests: int = 10**9
    ) -> SparqlServer:
        """Return a writer of the dataset, which is killed when it has sent so many updates."""
        client = cast("SparqlClient", _Client(self, requests))
        made = SparqlServer(client, lambda sequence: heads.get(sequence, ""))
        made._writer = name  # by name one of two goes on: it must not change from run to run
        return made


class _Client:
    """One writer's connection."""

    server = "http://127.0.0.1/"

    def __init__(self, dataset: Dataset, requests: int) -> None:
        self._dataset, self._left = dataset, requests

    def select(self, query: str, _time_limit_s: float = 0) -> list[Row]:
        self._dataset.turns.wait()
        results = self._dataset.store.query(query)
        assert isinstance(results, ox.QuerySolutions)
        names = [v.value for v in results.variables]
        return [{n: cast("NamedNode", s[n]) for n in names} for s in results]

    def ask(self, query: str) -> bool:
        self._dataset.turns.wait()
        return bool(self._dataset.store.query(query))

    def update(self, request: str) -> None:
        self._dataset.turns.wait()
        change = self._dataset.sent(request)
        self._left -= 1
        if self._left <= 0:
            self._dataset.late.append(change)
            raise KilledError
        self._dataset.turns.wait()
        self._dataset.commit(change)

    def graph(self, name: NamedNode | None) -> Iterator[Triple]:
        graph = name or ox.DefaultGraph()
        return (q.triple for q in self._dataset.store.quads_for_pattern(None, None, None, graph))
