"""kill -9 of a service at any moment of handing in: nothing acknowledged is lost, nothing is half.

After every kill the journal alone is read into a store and a graph of its own; what the service
shows when it is back, in SPARQL, Cypher and search, must be that. KILL_ROUNDS sets how often.
"""

from __future__ import annotations

import os
import random
import shutil
import threading
import time
from collections import defaultdict
from contextlib import closing
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pyoxigraph as ox

from graphsvc.journal.journal import Journal
from graphsvc.projections.derivation import Derivation
from graphsvc.projections.oxigraph import OxigraphStore
from graphsvc.rdf.names import PREFIXES
from graphsvc.registry import JOURNAL, Registry
from graphsvc.settings import Settings
from graphsvc.upkeep import verify
from tests.faults.served import Editor, Served
from tests.varying import SOAK

if TYPE_CHECKING:
    from pathlib import Path

    from graphsvc.model.entities import Model

ROUNDS = int(os.environ.get("KILL_ROUNDS", "200" if SOAK else "12"))
DEEP = 25  # after so many rounds everything is compared
LONGEST_S = 1.5  # of handing in, in one round
PATIENCE_S = 60
EDITORS = ("a", "b")
SAID = "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }"
DERIVED = "SELECT ?s ?p ?o { ?s ?p ?o }"
NODES = "MATCH (n:{0}) RETURN n.iri AS iri, n.label_ru AS label ORDER BY iri"
LABELLED = """SELECT ?iri ?label
{{ ?iri a <{0}> ; <{1}prefLabel> ?label FILTER(lang(?label) = "ru") }} ORDER BY ?iri"""
WORD = 12
KINDS = ("Body", "Activity", "Condition")


def lines(store: OxigraphStore, query: str) -> list[str]:
    """Return what the service's free SPARQL would answer over a store of the test's own."""
    found = store._store.query(query, use_default_graph_as_union=False)
    assert isinstance(found, ox.QuerySolutions)
    text = found.serialize(format=ox.QueryResultsFormat.TSV)
    assert text is not None
    return sorted(text.decode().splitlines())


def words_of(store: OxigraphStore) -> dict[str, set[str]]:
    """Return by body the words that its records carry, those of tables by their own graph."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for quad in store.dump():
        graph = str(quad.graph_name).strip("<>").removeprefix(PREFIXES["graph"] + "body/")
        if quad.predicate.value == PREFIXES["skos"] + "prefLabel" and graph[0] in EDITORS:
            found[graph] |= {w for w in str(quad.object.value).split() if len(w) == WORD}  # type: ignore[union-attr]
    return found


class Witness:
    """What the journal says, read by nobody but the test."""

    def __init__(self, model: Model, folder: Path) -> None:
        self._folder = folder
        self.store = OxigraphStore(None, Derivation.of(model))
        self.sequence = 0

    def read(self, editors: list[Editor]) -> None:
        """Take up what was journalled since, and compare it with what was acknowledged."""
        copy = self._folder / "copy"
        shutil.copyfile(self._folder / "data" / JOURNAL, copy)
        with closing(Journal(copy)) as journal:
            before, self.sequence = self.sequence, journal.sequence
            acknowledged = {n: told for one in editors for n, told in one.entries.items()}
            assert max(acknowledged, default=0) <= self.sequence
            for entry in journal.entries(after=before):
                self.store.apply(entry)
                if entry.sequence in acknowledged:
                    body, word = acknowledged[entry.sequence]
                    assert entry.header.graph == f"{PREFIXES['graph']}body/{body}"
                    assert any(word in str(q.object) for q in entry.patch.added)
        words = words_of(self.store)
        for one in editors:
            for body in one.taken.keys() | one.tried.keys():
                kept = {one.taken.get(body), one.tried.get(body)} - {None}
                # Three records carry one word: that of the last answer, or of what was in flight.
                assert len(words[body]) <= 1, (body, words[body])
                assert words[body] <= kept, (body, words[body], kept)
                assert words[body] or body not in one.taken
                if words[body]:
                    one.taken[body] = next(iter(words[body]))
            one.tried.clear()


def compare(served: Served, witness: Witness, editors: list[Editor]) -> None:
    """Compare each projection of a service that is back with the journal."""
    ready = served.got("/readyz")
    assert ready["sequence"] == ready["store"] == ready["search"] == witness.sequence
    for query in (SAID, DERIVED):
        assert served.rows(query) == lines(witness.store, query)
    until = time.monotonic() + PATIENCE_S
    while served.cypher("RETURN 1 AS one")[0] < witness.sequence and time.monotonic() < until:
        time.sleep(0.05)
    for kind in KINDS:
        sequence, rows = served.cypher(NODES.format(kind))
        assert sequence == witness.sequence
        query = LABELLED.format(PREFIXES["rms"] + kind, PREFIXES["skos"])
        found: Any = witness.store._store.query(query)
        assert rows == [[row["iri"].value, row["label"].value] for row in found]
    for one in editors:
        taken = sorted(one.taken.items())
        chance = random.Random(witness.sequence)  # noqa: S311  # repeatable, no secret
        for body, word in chance.sample(taken, min(2, len(taken))):
            hits = served.got(f"/api/search?q={quote(word)}")["hits"]
            assert any(body in hit["id"] for hit in hits), (body, word)
        for draft in one.drafts[-3:]:
            assert served.ask("GET", draft)[0] == 200


def test_a_service_that_is_killed_comes_back_with_all_it_acknowledged(
    model: Model, tmp_path: Path
) -> None:
    seed = int(os.environ.get("KILL_SEED", "20261122"))
    print(f"KILL_SEED={seed}")  # noqa: T201  # a failure is repeated with it
    chance = random.Random(seed)  # noqa: S311  # repeatable, no secret
    folder = tmp_path / "data"
    folder.mkdir()
    editors = [Editor(name, random.Random(chance.random())) for name in EDITORS]  # noqa: S311
    witness = Witness(model, tmp_path)
    started = time.monotonic()
    for number in range(1, ROUNDS + 1):
        served = Served(folder)
        ended = threading.Event()
        threads = [threading.Thread(target=one.work, args=(served, ended)) for one in editors]
        try:
            if witness.sequence:
                compare(served, witness, editors)
            for thread in threads:
                thread.start()
            time.sleep(chance.uniform(0, LONGEST_S))
        finally:
            served.kill()
            ended.set()
        for thread in threads:
            thread.join()
        assert [f for one in editors for f in one.faults] == []
        witness.read(editors)
        if number % DEEP == 0 or number == ROUNDS:
            # All of it, node for node and edge for edge, against what is built from the journal.
            with closing(Registry(Settings(data_dir=folder))) as registry:
                assert not verify(registry).violations
    entries, drafts = sum(len(e.entries) for e in editors), sum(len(e.drafts) for e in editors)
    print(  # noqa: T201  # the figures of a long run
        f"{ROUNDS} rounds, {entries} submissions and {drafts} drafts acknowledged,"
        f" {witness.sequence} entries, {time.monotonic() - started:.0f} s"
    )
    assert witness.sequence >= ROUNDS
