"""What validating costs: documents and demo with either engine, one small submission into much.

python -m bench.validation [--sizes N…] [--rounds N]

*Whole*: every graph of the documents and the demo region, in the way that `verify` does it.
*Submission*: a municipality of some 200 triples into a made-up network (as in `bench/network.py`),
validated as a change with either engine; and, for comparison, all data validated anew with the fast
one, and with the reference where `--reference` says so (minutes).
Prints CPU milliseconds of this process: the least of the rounds. Stores are in memory.
"""

from __future__ import annotations

import argparse
import time
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from bench.network import Made, body, municipality, network
from graphsvc.model.entities import load_model
from graphsvc.projections.reading import StoreReader
from graphsvc.rdf.names import graph_of
from graphsvc.rdf.terms import NamedNode, Quad, in_graph
from graphsvc.registry import _vocabulary
from graphsvc.resources import data_folder
from graphsvc.submissions.folders import find_folders, read_folder
from graphsvc.validation.engines import PYSHACL, TURBO
from graphsvc.validation.incremental import validate_change, validate_graph
from graphsvc.validation.shacl import Validator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from graphsvc.model.entities import Model
    from graphsvc.rdf.terms import Triple

ANEW_AT_MOST = 1_000_000
"""Triples that are all validated anew; of more the list alone takes gigabytes."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", nargs="*", default=["1000/1", "50000/25"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--reference", action="store_true")
    given = parser.parse_args()
    model = load_model()
    vocabulary = _vocabulary(model)
    engines = {name: Validator(model.shapes, vocabulary, name) for name in (TURBO, PYSHACL)}
    store = filled(seeds(model))
    print(f"documents and demo, {store.size():,} triples")
    for name, validator in engines.items():
        rounds = given.rounds if name == TURBO else 1
        told(f"whole, {name}", rounds, partial(whole, store, validator))
    for size in given.sizes:
        number, regions = map(int, size.split("/"))
        print(f"{number:,} bodies")
        large(number, regions, engines, given.rounds, reference=given.reference)


def whole(store: StoreReader, validator: Validator) -> None:
    """Validate every graph."""
    for graph in store.submitted():
        validate_graph(store, validator, graph)


def large(
    number: int, regions: int, engines: dict[str, Validator], rounds: int, *, reference: bool
) -> None:
    """Measure one submission into a network of so many bodies."""
    big, graph = graph_of("body/big"), graph_of("body/new")
    store = filled((big, t) for part in network(number, regions) for t in part)
    new = [in_graph(t, graph) for t in small()]
    print(f"{store.size():,} triples; a submission of {len(new)}")

    def change(validator: Validator) -> object:
        return validate_change(store, validator, graph, [], new)

    for name, validator in engines.items():
        told(f"submission, {name}", rounds, partial(change, validator))
    if store.size() > ANEW_AT_MOST:
        return
    everything = [in_graph(t) for t in store.merged()] + [in_graph(q.triple) for q in new]
    focus = {q.subject for q in everything if isinstance(q.subject, NamedNode)}
    for name, validator in engines.items():
        if name == TURBO or reference:
            told(f"all anew, {name}", 1, partial(validator.validate, everything, focus))


def seeds(model: Model) -> Iterable[tuple[NamedNode, Triple]]:
    """Yield the triples of documents and demo region, each with its graph."""
    seed = data_folder("seed")
    for folder in find_folders([seed / "documents", seed / "demo"]):
        given = read_folder(model, folder)
        for quad in given.quads:
            yield graph_of(given.about), quad.triple


def small() -> list[Triple]:
    """Return the records of a new municipality: some 200 triples."""
    found = list(islice(municipality("r0", "r0-new", 1), 200))
    last = found[-1].subject
    return [t for t in found if t.subject != last] + list(
        body(Made("r0-new-office", "school-methodical-council", "institution", "r0-new"))
    )


def filled(told_by: Iterable[tuple[NamedNode, Triple]]) -> StoreReader:
    """Return a store of triples as a graph tells them, and merged."""
    store = ox.Store()
    store.bulk_extend(
        quad
        for graph, t in told_by
        for quad in (Quad(t.subject, t.predicate, t.object, graph), in_graph(t))
    )
    return StoreReader(store)


def told(what: str, rounds: int, run: Callable[[], object]) -> None:
    """Print the least CPU time of some rounds, after one that does not count."""
    if rounds > 1:
        run()
    taken: list[float] = []
    for _ in range(rounds):
        begun = time.process_time()
        run()
        taken.append(time.process_time() - begun)
    print(f"  {what:24} {min(taken) * 1000:12,.1f} ms")


if __name__ == "__main__":
    main()
