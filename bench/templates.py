"""What a template for one body of a large network costs, and which names its drop-downs hold.

    python -m bench.templates [--sizes N…]

A size is as of `bench/network.py`. The template is that of one municipal service, with all types of
record or with agreements alone. Prints CPU milliseconds of this process, the size of the file, how
many names the longest drop-down holds and how many of them are of the service's own region.
The store is filled in memory; the search index is built before.
"""

from __future__ import annotations

import argparse
import io
import time
from typing import TYPE_CHECKING

import pyoxigraph as ox
from openpyxl import load_workbook

from bench.network import network
from graphsvc.model.entities import load_model
from graphsvc.projections.labels import Labels
from graphsvc.projections.reading import SEQUENCE, StoreReader
from graphsvc.projections.search import SearchIndex
from graphsvc.rdf.names import ID, META, PREFIXES
from graphsvc.rdf.terms import DefaultGraph, in_graph
from graphsvc.tables.called import Called
from graphsvc.tables.templates import Templates

if TYPE_CHECKING:
    from graphsvc.model.entities import Model

SERVICE = ID + "body/r0-m1-service"
OWN = "Орган r0-"


def templates(model: Model, size: int, regions: int) -> Templates:
    """Return what makes templates over a made-up network."""
    store = ox.Store()
    for number, triples in enumerate(network(size, regions)):
        graph = ox.NamedNode(f"{PREFIXES['graph']}body/r{number}-institute")
        for place in (graph, DefaultGraph()):
            store.bulk_extend(in_graph(t, place) for t in triples)
    store.add(ox.Quad(META, SEQUENCE, ox.Literal(1), META))
    reader = StoreReader(store)
    search, labels = SearchIndex(model, reader), Labels(model, reader)
    search.rebuild()
    return Templates(model, reader, Called(reader, search, labels), labels)


def measured(made: Templates, names: list[str]) -> tuple[float, bytes]:
    """Return CPU milliseconds and the file."""
    begun = time.process_time()
    content = made.template(names, SERVICE, "ru")
    return (time.process_time() - begun) * 1000, content


def longest(content: bytes) -> list[str]:
    """Return the longest drop-down of a template."""
    columns = load_workbook(io.BytesIO(content))["_lists"].iter_cols(values_only=True)
    found = [[str(v) for v in values if v is not None] for values in columns]
    return max(found, key=len)


def main() -> None:
    """Print a line for each network and template."""
    given = argparse.ArgumentParser()
    given.add_argument("--sizes", nargs="*", default=["1000", "50000/25", "50000/1"])
    model = load_model()
    print("| network | template | first, CPU ms | again | bytes | longest list | of its region |")
    print("|---|---|---|---|---|---|---|")
    for size in given.parse_args().sizes:
        bodies, _, regions = size.partition("/")
        made = templates(model, int(bodies), int(regions or 1))
        known = [e.name for e in made.entities if e.name not in ("occurrence", "submission")]
        for name, names in (("agreement", ["agreement"]), ("all types", known)):
            first, content = measured(made, names)
            again, _ = measured(made, names)
            listed = longest(content)
            own = sum(text.startswith(OWN) for text in listed)
            told = f"{first:.0f} | {again:.0f} | {len(content)} | {len(listed)} | {own}"
            print(f"| {size} | {name} | {told} |", flush=True)


if __name__ == "__main__":
    main()
