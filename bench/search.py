"""What a phrase costs the search: over the documents and the demo region, and over many names.

python bench/search.py [--names N…] [--rounds N]

Each of the phrases of `tests/phrases` is asked in turn. `0` names are those of the documents and
the demo region; of another number, so many made-up schools and councils are added, in 2,000
municipalities: names that are much alike, which is the hardest that there is to tell apart.
Prints a line for each number: CPU milliseconds of this process for a phrase, median, mean and the
95th of 100, after a first round that fills what is kept of the words; and what it costs to index
all names and to index one that changed. Without HTTP. The store is filled in memory; no journal
and validation.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import statistics
import tempfile
import time
import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graphsvc.phrases.finder import Finder
from graphsvc.projections.reading import StoreReader
from graphsvc.projections.search import SearchIndex
from graphsvc.rdf.names import BASE, ID, PREFIXES, RDF_TYPE, rms
from graphsvc.rdf.terms import DefaultGraph, in_graph
from graphsvc.registry import Registry
from graphsvc.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphsvc.model.entities import Model
    from graphsvc.questions.catalogue import Catalogue

PHRASES = Path(__file__).parent.parent / "tests" / "phrases"
TODAY = date(2026, 11, 22)
MUNICIPALITIES = 2_000
FIRST = ("Верхне", "Нижне", "Средне", "Ново", "Старо", "Красно", "Бело", "Черно", "Велико", "Мало")
ROOTS = ("бор", "лес", "луж", "ключ", "камен", "песч", "озер", "реч", "дуб", "сосн", "клён", "ольх")
LAST = ("ский", "овский", "инский", "ецкий")


def phrases() -> list[str]:
    """Return the phrases of the tests."""
    own = tomllib.loads(PHRASES.joinpath("own.toml").read_text("utf-8"))["case"]
    found = [str(case["phrase"]) for case in own]
    for path in sorted(PHRASES.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            found += [row["phrase"] for row in csv.DictReader(file)]
    return found


def made_up(count: int) -> Iterator[ox.Triple]:
    """Yield so many schools and their councils; every municipality has a name of its own."""
    places = [
        f"{first}{root}{other}{last}"
        for first, root, other, last in itertools.product(FIRST, ROOTS, ("", *ROOTS), LAST)
    ][:MUNICIPALITIES]
    label, spatial = PREFIXES["skos"] + "prefLabel", PREFIXES["dcterms"] + "spatial"
    for number, place in enumerate(places):
        record = f"territory/bench-{number}"
        yield stated(record, RDF_TYPE.value, rms("Territory"))
        yield stated(record, label, ox.Literal(f"{place} район", language="ru"))
    for number in range(count):
        place = places[number % MUNICIPALITIES]
        school = f"{place.removesuffix('ий')}ая школа № {1 + number // MUNICIPALITIES // 2}"
        kind, name = "educational-organization", school
        if number // MUNICIPALITIES % 2:
            kind = "school-methodical-council"
            name = f"Методический совет {school.replace('ая школа', 'ой школы')}"
        record = f"body/bench-{number}"
        yield stated(record, RDF_TYPE.value, rms("Body"))
        yield stated(record, label, ox.Literal(name, language="ru"))
        yield stated(record, rms("kind").value, ox.NamedNode(f"{BASE}scheme/kind/{kind}"))
        territory = ox.NamedNode(f"{ID}territory/bench-{number % MUNICIPALITIES}")
        yield stated(record, spatial, territory)


def stated(record: str, path: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    """Return a statement."""
    return ox.Triple(ox.NamedNode(ID + record), ox.NamedNode(path), value)


def bench(model: Model, catalogue: Catalogue, store: ox.Store, rounds: int) -> None:
    """Measure over what a store has, and print the line."""
    reader = StoreReader(store)
    index = SearchIndex(model, reader)
    begun = time.process_time()
    index.rebuild()
    indexed_s = time.process_time() - begun
    finder = Finder(model, catalogue, reader, index)
    asked = phrases()
    spent_ms: list[float] = []
    for turn in range(1 + rounds):
        for phrase in asked:
            begun = time.process_time()
            finder.find(phrase, TODAY)
            if turn:
                spent_ms.append((time.process_time() - begun) * 1000)
    begun = time.process_time()
    index.update({ox.NamedNode(f"{ID}body/demo-iro")}, 1)
    one_ms = (time.process_time() - begun) * 1000
    tail = statistics.quantiles(spent_ms, n=20)[-1]
    figures = (statistics.median(spent_ms), statistics.mean(spent_ms), tail)
    told = " | ".join(f"{figure:.1f}" for figure in figures)
    print(f"| {len(index)} | {told} | {indexed_s:.1f} | {one_ms:.0f} |", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", nargs="+", type=int, default=[0, 20_000, 200_000])
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        registry = Registry(Settings(data_dir=Path(folder)))
        for _ in registry.load_seed():
            pass
        model, catalogue = registry.model, registry.catalogue
        loaded = list(registry.store.merged())
        registry.close()
    print("| names | median, CPU ms | mean | 95th | indexing all, CPU s | one changed, CPU ms |")
    print("|---|---|---|---|---|---|")
    for count in given.names:
        store = ox.Store()
        triples = itertools.chain(loaded, made_up(count) if count else ())
        store.bulk_extend(in_graph(t, DefaultGraph()) for t in triples)
        bench(model, catalogue, store, given.rounds)


if __name__ == "__main__":
    main()
