"""Writers of one dataset that overlap, die and come late: the next synchronisation mends it.

A request reads the dataset at one moment and changes it at a later one, as on servers that do not
run updates one after the other; what a killed writer had sent may still be carried out. Who goes
when is drawn from the seed.
"""

from __future__ import annotations

import random
from functools import partial
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graphsvc.errors import SyncOvertakenError
from graphsvc.projections import sparql_http
from graphsvc.projections.reading import StoreReader
from graphsvc.rdf.names import RDF_TYPE, rms
from graphsvc.rdf.terms import NamedNode, Quad
from tests.making import Bare, quad, relation, text
from tests.sparql_dataset import Alone, Dataset, KilledError, Turns

if TYPE_CHECKING:
    from pathlib import Path

SEEDS = 120
COMMITS = 6
WRITERS = 3
BODIES = ("body/a", "body/b", "body/c")
FOREIGN = Quad(
    NamedNode("https://e.org/s"),
    RDF_TYPE,
    NamedNode("https://e.org/T"),
    NamedNode("https://e.org/g"),
)


@pytest.fixture(autouse=True)
def _small_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sparql_http, "QUADS", 12)
    monkeypatch.setattr(sparql_http, "_EMPTIED", 10)


def silent(_done: int, _all: int) -> None:
    """Tell nobody."""


def states(folder: Path, chance: random.Random) -> list[StoreReader]:
    """Return the states of a store after each of some random commits."""
    bare = Bare(folder)
    found: list[StoreReader] = []
    while len(found) < COMMITS:
        quads = [
            quad(f"note/{chance.randrange(9)}", rms("note"), text(chance.choice("абв")))
            for _ in range(chance.randrange(12))
        ]
        if chance.random() < 0.5:
            quads += relation(f"relation/{chance.randrange(2)}", *chance.sample(BODIES, 2))
        if bare.submit(chance.choice(BODIES), quads):
            copy = ox.Store()
            copy.extend(bare.store._store)
            found.append(StoreReader(copy))
    bare.close()
    return found


class Round:
    """Some writers at work on a dataset that was filled once."""

    def __init__(self, folder: Path, seed: int) -> None:
        folder.mkdir()
        self.turns, self.seed = Turns(seed), seed
        self.readers = states(folder, self.turns.chance)
        self.heads = {r.sequence: r.head for r in self.readers}
        self.dataset = Dataset()
        self.dataset.server(self.heads, "first").catch_up(self.readers[0], silent)
        self.dataset.store.add(FOREIGN)
        self.dataset.turns = self.turns
        self.outcomes: list[str] = []

    def write(self, name: str) -> None:
        """Synchronise some of the states, with luck to the end."""
        chance = random.Random(f"{self.seed}-{name}")  # noqa: S311  # repeatable, no secret
        server = self.dataset.server(self.heads, name, chance.choice([1, 2, 3, 5, 10**9, 10**9]))
        wanted = chance.sample(self.readers, chance.randrange(1, 4))
        try:
            for reader in sorted(wanted, key=lambda r: r.sequence):
                if chance.random() < 0.2:
                    server.begin_anew(reader)
                server.catch_up(reader, silent)
            self.outcomes.append("done")
        except SyncOvertakenError:
            self.outcomes.append("overtaken")
        except KilledError:
            self.outcomes.append("killed")

    def arrive(self) -> None:
        """Now and then carry out what a killed writer had sent."""
        for _ in range(8):
            self.turns.wait()
            if self.dataset.late:
                self.dataset.commit(self.dataset.late.pop(0))

    def run(self) -> None:
        """Let them all go, then one more that nobody disturbs."""
        names = [str(n) for n in range(WRITERS)]
        self.turns.run([*(partial(self.write, n) for n in names), self.arrive])
        assert len(self.outcomes) == WRITERS, self.seed  # nobody ended in another way
        self.outcomes += ["late"] * len(self.dataset.late)
        for change in self.dataset.late:
            self.dataset.commit(change)
        self.dataset.turns = Alone()
        last = self.dataset.server(self.heads, "last")
        last.catch_up(self.readers[-1], silent)
        assert set(last.dump()) == {*self.readers[-1].dump(), FOREIGN}, self.seed
        assert last.sequence == self.readers[-1].sequence
        assert len(self.dataset.marks()) == 1


def test_what_overlapping_writers_leave_is_mended(tmp_path: Path) -> None:
    met: dict[str, int] = dict.fromkeys(("done", "overtaken", "killed", "late", "doubled"), 0)
    for seed in range(SEEDS):
        one = Round(tmp_path / str(seed), seed)
        one.run()
        for outcome in one.outcomes:
            met[outcome] += 1
        met["doubled"] += one.dataset.doubled
    # The rounds met what they are for.
    assert min(met.values()) >= SEEDS / 6, met
