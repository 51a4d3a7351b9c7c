"""What an answer about the network costs: a made-up region of many bodies, and a whole country.

python bench/network.py [--sizes N…] [--rounds N]

A size is `1000`, the bodies of one region, or `50000/25`, those of so many regions; `50000/1` are
1,282 municipalities of one region, far more than any has. The network has four levels: federal
bodies, a region's own, and in each municipality an authority, a service, a council and schools with
theirs; relations and agreements between them, and two norms.
Prints a line for each size and step: CPU milliseconds of this process, the first time and then the
median, and the size of the answer. Without HTTP, and without the answers that the service keeps:
the same request again costs what reading the kept bytes does. The store is filled in memory; no
journal and validation.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, NamedTuple, cast

import pyoxigraph as ox

from graphsvc.api.network_forms import Forms
from graphsvc.model.entities import load_model
from graphsvc.network.asking import Asked, asked
from graphsvc.network.chains import chain
from graphsvc.network.ghosts import Ghosts
from graphsvc.network.loading import Networks
from graphsvc.network.parts import COORDINATES
from graphsvc.network.view import view_of
from graphsvc.projections.reading import CHANGED, SEQUENCE, StoreReader
from graphsvc.questions.catalogue import load_catalogue
from graphsvc.questions.running import Asker
from graphsvc.rdf.names import BASE, ID, META, PREFIXES, RDF_TYPE, rms
from graphsvc.rdf.terms import DefaultGraph, in_graph
from graphsvc.resources import data_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graphsvc.api.state import Service
    from graphsvc.model.entities import Model

DAY = "2026-11-22"
SCHOOLS = 18
"""In each municipality, as in the region that the sketch was made after; with their councils."""


class Made(NamedTuple):
    """A made-up body: its key, kind, level and territory."""

    key: str
    kind: str
    level: str
    place: str


def network(size: int, regions: int) -> Iterator[list[ox.Triple]]:
    """Yield the triples of a network of about so many bodies, a region of the country at a time."""
    country = [
        *territory("country", "federal", ""),
        *body(Made("academy", "federal-academy", "federal", "country")),
    ]
    for number in range(regions):
        yield [*country, *region(f"r{number}", size // regions)]
        country = []


def region(name: str, size: int) -> Iterator[ox.Triple]:
    """Yield a region with its municipalities."""
    yield from territory(name, "regional", "country")
    for key, kind in (
        ("committee", "regional-education-authority"),
        ("institute", "regional-institute"),
        ("centre", "cnppm"),
        ("council", "coordination-council"),
    ):
        yield from body(Made(f"{name}-{key}", kind, "regional", name))
    yield from relation("coordinates", f"{name}-committee", f"{name}-institute")
    yield from relation("coordinates", f"{name}-institute", f"{name}-centre")
    yield from relation("coordinates", "academy", f"{name}-centre")
    yield from norm(name)
    for number in range(max(1, (size - 4) // (3 + 2 * SCHOOLS))):
        yield from municipality(name, f"{name}-m{number}", number)


def municipality(above: str, name: str, number: int) -> Iterator[ox.Triple]:
    """Yield a municipality; of every fifth the agreement has ended, of every seventh soon will."""
    yield from territory(name, "municipal", above)
    for key, kind in (
        ("authority", "municipal-education-authority"),
        ("service", "municipal-methodical-service"),
        ("council", "municipal-methodical-council"),
    ):
        yield from body(Made(f"{name}-{key}", kind, "municipal", name))
    yield from relation("manages", f"{name}-authority", f"{name}-service")
    yield from relation("attached-to", f"{name}-council", f"{name}-authority")
    yield from relation("coordinates", f"{above}-institute", f"{name}-service")
    yield from relation("supports-methodically", f"{above}-institute", f"{name}-service")
    yield from relation("trains", f"{above}-centre", f"{name}-authority")
    last = "2026-06-30" if number % 5 == 0 else "2026-12-31" if number % 7 == 0 else "2028-12-31"
    yield from agreement(name, f"{above}-institute", f"{name}-service", last)
    for school in range(SCHOOLS):
        key = f"{name}-s{school}"
        yield from body(Made(key, "educational-organization", "institution", name))
        yield from body(Made(f"{key}-smc", "school-methodical-council", "institution", name))
        yield from relation("attached-to", f"{key}-smc", key)
        yield from relation("subordinate-to", key, f"{name}-authority")
        if school:  # nobody coordinates the first school's council
            yield from relation("coordinates", f"{name}-service", f"{key}-smc")
        if school % 6 == 0:
            yield from relation("represented-in", key, f"{name}-council")


def territory(name: str, level: str, above: str) -> Iterator[ox.Triple]:
    """Yield a territory."""
    record = f"territory/{name}"
    yield stated(record, RDF_TYPE.value, rms("Territory"))
    yield stated(
        record, PREFIXES["skos"] + "prefLabel", ox.Literal(f"Территория {name}", language="ru")
    )
    yield stated(record, rms("territoryLevel").value, concept(f"level/{level}"))
    if above:
        yield stated(record, rms("within").value, node(f"territory/{above}"))


def body(made: Made) -> Iterator[ox.Triple]:
    """Yield a body."""
    record = f"body/{made.key}"
    yield stated(record, RDF_TYPE.value, rms("Body"))
    yield stated(
        record, PREFIXES["skos"] + "prefLabel", ox.Literal(f"Орган {made.key}", language="ru")
    )
    yield stated(record, rms("kind").value, concept(f"kind/{made.kind}"))
    yield stated(record, rms("level").value, concept(f"level/{made.level}"))
    yield stated(record, PREFIXES["dcterms"] + "spatial", node(f"territory/{made.place}"))
    yield stated(record, PREFIXES["adms"] + "status", concept("body-status/existing"))
    yield stated(record, rms("validFrom").value, day("2020-01-01"))


def relation(name: str, source: str, target: str) -> Iterator[ox.Triple]:
    """Yield a relation in force."""
    record = f"relation/{name}-{source}-{target}"
    yield stated(record, RDF_TYPE.value, rms("Relation"))
    yield stated(record, rms("relation").value, concept(f"relation/{name}"))
    yield stated(record, rms("subject").value, node(f"body/{source}"))
    yield stated(record, rms("object").value, node(f"body/{target}"))
    yield stated(record, rms("modality").value, concept("modality/in-force"))
    yield stated(record, rms("certainty").value, concept("certainty/stated"))
    yield stated(record, rms("validFrom").value, day("2025-01-01"))
    yield stated(record, rms("function").value, ox.Literal("методическая работа", language="ru"))


def agreement(name: str, one: str, other: str, last: str) -> Iterator[ox.Triple]:
    """Yield an agreement made."""
    record = f"agreement/{name}"
    yield stated(record, RDF_TYPE.value, rms("Agreement"))
    for party in (one, other):
        yield stated(record, rms("party").value, node(f"body/{party}"))
    yield stated(record, PREFIXES["adms"] + "status", concept("agreement-status/in-force"))
    yield stated(record, rms("validFrom").value, day("2024-01-01"))
    yield stated(record, rms("validTo").value, day(last))


def norm(name: str) -> Iterator[ox.Triple]:
    """Yield the norms that services have an agreement, and schools' councils a coordinator."""
    service = concept("kind/municipal-methodical-service")
    for key, values in (
        (
            "agreement",
            (
                ("requirement", concept("requirement/agreement")),
                ("subjectKind", service),
                ("object", node(f"body/{name}-institute")),
            ),
        ),
        (
            "coordinates",
            (
                ("relation", concept("relation/coordinates")),
                ("subjectKind", service),
                ("objectKind", concept("kind/school-methodical-council")),
            ),
        ),
    ):
        record = f"norm/{name}-{key}"
        yield stated(record, RDF_TYPE.value, rms("Norm"))
        yield stated(record, rms("modality").value, concept("modality/rule"))
        yield stated(record, PREFIXES["dcterms"] + "spatial", node(f"territory/{name}"))
        for path, value in values:
            yield stated(record, rms(path).value, value)


def stated(record: str, path: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    """Return a statement."""
    return ox.Triple(node(record), ox.NamedNode(path), value)


def node(name: str) -> ox.NamedNode:
    """Return a record's IRI."""
    return ox.NamedNode(ID + name)


def concept(name: str) -> ox.NamedNode:
    """Return a concept's IRI."""
    return ox.NamedNode(f"{BASE}scheme/{name}")


def day(text: str) -> ox.Literal:
    """Return a day."""
    return ox.Literal(text, datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))


@dataclass
class Step:
    """Something that is done over and over, and how large what it returns is."""

    name: str
    run: Callable[[], int]


class Loaded:
    """A made-up network in a store, and what answers about it."""

    def __init__(self, model: Model, size: int, regions: int) -> None:
        self._store = ox.Store()
        for number, triples in enumerate(network(size, regions)):
            self._put(triples, number)
        self._store.add(ox.Quad(META, SEQUENCE, ox.Literal(1), META))
        reader = StoreReader(self._store)
        self.networks = Networks(model, reader)
        asker = Asker(model, reader)
        self.ghosts = Ghosts(load_catalogue(data_folder("queries")), asker, model, reader)
        self.service = cast("Service", SimpleNamespace(registry=SimpleNamespace(store=reader)))

    def present(self) -> int:
        """Read the network; return how much of it there is."""
        found = self.networks.present().facts
        return len(found.bodies) + len(found.links)

    def lacking(self) -> int:
        """Ask the audits of one region; return how much is missing."""
        asked_of = Asked(DAY, region="territory/r0")
        return len(self.ghosts.of(self.networks.present(), asked_of, "ru").found)

    def change(self) -> None:
        """Add a body, as a commit does."""
        added = list(body(Made("more", "cnppm", "regional", "r0")))
        self._put(added, 0)
        self._store.add(ox.Quad(node("body/more"), CHANGED, ox.Literal(2), META))
        self._store.remove(ox.Quad(META, SEQUENCE, ox.Literal(1), META))
        self._store.add(ox.Quad(META, SEQUENCE, ox.Literal(2), META))

    def answer(self, **given: str) -> Callable[[], int]:
        """Return what makes out an answer and returns its bytes."""

        def run() -> int:
            present, words = self.networks.present(), self.networks.vocabulary
            wanted = asked({"date": [DAY]} | {n: [v] for n, v in given.items()}, present, words)
            lacks = self.ghosts.of(present, wanted, "ru")
            found = Forms(self.service, view_of(present, wanted, words, lacks), "ru").whole()
            return len(json.dumps(found, ensure_ascii=False).encode())

        return run

    def group(self, level: str, place: str) -> str:
        """Return the group by which the bodies of a municipality are told at a level."""
        present, words = self.networks.present(), self.networks.vocabulary
        found = view_of(present, Asked(DAY, region="territory/r0"), words)
        district = present.facts.district
        return next(
            name
            for name, members in found.groups.items()
            if name.split(":")[1] == level and any(district(b) == place for b in members)
        )

    def shortest(self) -> int:
        """Return the steps of the chain between the councils of two schools."""
        facts = self.networks.present().facts
        ends = "body/r0-m0-s1-smc", "body/r0-m1-s1-smc"
        return len(chain(facts, *ends, DAY, COORDINATES).steps)

    def _put(self, triples: list[ox.Triple], number: int) -> None:
        graph = ox.NamedNode(f"{PREFIXES['graph']}body/bench-{number}")
        for place in (graph, DefaultGraph()):
            self._store.bulk_extend(in_graph(t, place) for t in triples)


def steps(loaded: Loaded) -> Iterator[Step]:
    """Yield what is measured."""
    yield Step("what a region lacks", loaded.lacking)
    yield Step("a region", loaded.answer(region="r0"))
    yield Step("a municipality", loaded.answer(district="r0-m1"))
    opened = loaded.group("institution", "territory/r0-m1")
    yield Step("a group opened", loaded.answer(region="r0", expand=opened))
    yield Step("a body and 2 links around", loaded.answer(centre="r0-m1-service", depth="2"))
    yield Step("only agreements", loaded.answer(region="r0", relations="agreement"))
    yield Step("all regions", loaded.answer(region="all"))
    yield Step("the shortest chain", loaded.shortest)


def measured(run: Callable[[], int], rounds: int) -> tuple[list[float], int]:
    """Return the CPU milliseconds of each time, and the size of the last answer."""
    spent: list[float] = []
    size = 0
    for _ in range(rounds):
        begun = time.process_time()
        size = run()
        spent.append((time.process_time() - begun) * 1000)
    return spent, size


def report(name: str, spent_ms: list[float], size: int) -> None:
    """Print what a step took."""
    rest = f"{statistics.median(spent_ms[1:]):.1f}" if spent_ms[1:] else ""
    print(f"| {name} | {spent_ms[0]:.1f} | {rest} | {size} |", flush=True)


def bench(model: Model, size: int, regions: int, rounds: int) -> None:
    """Measure a network of one size."""
    loaded = Loaded(model, size, regions)
    spent, count = measured(loaded.present, 1)
    print(f"\n{size} bodies, {regions} regions: {count} bodies and links\n")
    print("| step | first, CPU ms | median, CPU ms | bytes or number |")
    print("|---|---|---|---|")
    report("reading the network", spent, count)
    for step in steps(loaded):
        report(step.name, *measured(step.run, rounds))
    loaded.change()
    report("following a commit", *measured(loaded.present, 1))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--sizes", nargs="+", default=["1000/1", "50000/25", "50000/1"], help="bodies/regions"
    )
    parser.add_argument("--rounds", type=int, default=9)
    given = parser.parse_args()
    model = load_model()
    for one in given.sizes:
        size, _, regions = str(one).partition("/")
        bench(model, int(size), int(regions or 1), given.rounds)


if __name__ == "__main__":
    main()
