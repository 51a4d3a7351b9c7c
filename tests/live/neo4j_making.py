"""What the tests of Neo4j are made of: random submissions, and what a database should then hold."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from graphsvc.model.property_graph import property_graph
from graphsvc.projections.neo4j import Neo4jGraph
from graphsvc.projections.neo4j_server import Neo4jServer
from graphsvc.projections.property_graph import Projection, State
from graphsvc.rdf.names import BASE, PREFIXES, RDF_TYPE, rms
from graphsvc.rdf.terms import Literal, NamedNode
from tests.live.neo4j_server import USER
from tests.making import node, quad, relation, text

if TYPE_CHECKING:
    import random
    from collections.abc import Generator, Iterator

    from graphsvc.journal.journal import Journal
    from graphsvc.model.entities import Model
    from graphsvc.projections.reading import StoreReader
    from graphsvc.rdf.terms import Quad
    from tests.live.neo4j_server import Neo4jProcess

LABEL = NamedNode(PREFIXES["skos"] + "prefLabel")
PAGE = NamedNode(PREFIXES["foaf"] + "page")
KEYS = [f"x/{number}" for number in range(6)]


def silent(_done: int, _all: int) -> None:
    """Tell nobody."""


def server_of(process: Neo4jProcess) -> Neo4jServer:
    """Return the connection to a server."""
    return Neo4jServer(process.url, USER, process.password)


@contextmanager
def graph_of(process: Neo4jProcess, model: Model, journal: Journal) -> Generator[Neo4jGraph]:
    """Return the graph of a journal in a server's database."""
    with server_of(process) as server:
        yield graph_at(server, model, journal)


def graph_at(server: Neo4jServer, model: Model, journal: Journal) -> Neo4jGraph:
    """Return the graph of a journal in a database."""

    def head_of(sequence: int) -> str:
        return journal.read(sequence).digest if 0 < sequence <= journal.sequence else ""

    return Neo4jGraph(server, property_graph(model), head_of)


def check(graph: Neo4jGraph, model: Model, reader: StoreReader) -> State:
    """Hold the database against a fresh projection of the store; return what it holds."""
    projection = Projection(property_graph(model), reader)
    fresh = projection.state(projection.subjects())
    wanted = {n.iri: n for n in fresh.nodes}
    held = graph.dump()
    found = {n.iri: n for n in held.nodes}
    differ = [k for k in wanted.keys() | found.keys() if wanted.get(k) != found.get(k)]
    assert not differ, [(wanted.get(k), found.get(k)) for k in sorted(differ)[:3]]
    assert len(held.nodes) == len(found)
    odd = set(held.edges) ^ set(fresh.edges)
    assert not odd, sorted(map(str, odd))[:3]
    assert len(held.edges) == len(fresh.edges)
    assert graph.sequence == reader.sequence
    return held


def labels(held: State) -> dict[str, str]:
    """Return the label of each node by the short name of its record."""
    return {n.iri.removeprefix(f"{BASE}id/"): n.label for n in held.nodes}


def ends(held: State, kind: str) -> list[tuple[str, str]]:
    """Return where the relationships of a type start and end, by short names, sorted."""
    return sorted(
        (e.source.removeprefix(f"{BASE}id/"), e.target.removeprefix(f"{BASE}id/"))
        for e in held.edges
        if e.type == kind
    )


def named(key: str, kind: str, label: str) -> list[Quad]:
    """Return a record with a name."""
    return [
        quad(key, RDF_TYPE, rms(kind)),
        quad(key, LABEL, Literal(label, language="ru")),
    ]


def handed_in(chance: random.Random) -> list[Quad]:
    """Return a submission: records that change their type, name and neighbours, or are left out."""
    quads = [q for key in KEYS if chance.random() < 0.7 for q in _record(chance, key)]
    for number in range(4):
        if chance.random() < 0.6:
            above, below = chance.choice(KEYS), chance.choice(KEYS)
            modality = chance.choice(["in-force", "planned"])
            quads += relation(f"r/{number}", above, below, modality)
    return quads


def _record(chance: random.Random, key: str) -> Iterator[Quad]:
    kind = chance.choice(["Body", "Body", "Person", "Agreement", ""])
    if kind:
        yield quad(key, RDF_TYPE, rms(kind))
    yield quad(key, LABEL, Literal(f"имя {chance.randrange(3)}", language="ru"))
    if chance.random() < 0.5:
        yield quad(key, rms("validFrom"), text(f"2021-0{chance.randrange(1, 4)}-01", "date"))
    if chance.random() < 0.5:
        yield quad(key, PAGE, NamedNode(f"https://pages.example/{chance.randrange(3)}"))
    if kind == "Agreement":
        for _ in range(2):
            yield quad(key, rms("party"), node(chance.choice(KEYS)))
    if kind == "Body":
        service = chance.choice(["methodical-service", "council"])
        yield quad(key, rms("kind"), NamedNode(f"{BASE}scheme/kind/{service}"))
