"""What isolation costs a free query that answers one row: engine, worker and HTTP side by side.

python bench/free_queries.py [--requests N] [--rounds N]

Prints a line for each language and way: the median time of one request, and the CPU time of all
processes that serve it (the client's left out), each also as what it adds to the bare engine.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ladybug
import pyoxigraph as ox

from graphsvc.isolation.guard import check_cypher, check_parameters, check_sparql
from graphsvc.isolation.querying import CypherQueries, Limits, SparqlQueries
from graphsvc.rdf.names import ID, PREFIXES
from graphsvc.registry import Registry
from graphsvc.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

BODY = f"{ID}body/demo-iro"
SPARQL = f"SELECT ?name {{ <{BODY}> skos:prefLabel ?name FILTER (LANG(?name) = 'ru') }}"
CYPHER = "MATCH (n:Body {iri: $iri}) RETURN n.label_ru AS name"
MEDIA = "application/sparql-results+json"
GUARD = {"limit_bytes": 65_536, "depth_limit": 64}
LIMITS = Limits(time_s=30, memory_mib=2048, rows=100_000, size_bytes=32 * 1024**2)
PORT = 8917
START_LIMIT_S = 120


@dataclass
class Way:
    """One way to ask, and what it took; `pids` are the processes that serve it, but this one."""

    language: str
    name: str
    ask: Callable[[], bytes]
    pids: Callable[[], Iterable[int]] = lambda: ()
    own_cpu: bool = True
    wall_ms: list[float] = field(default_factory=list[float])
    cpu_ms: list[float] = field(default_factory=list[float])

    def run(self, requests: int) -> None:
        """Ask so often, after a few times that do not count."""
        for _ in range(10):
            self.ask()
        served = {pid: cpu_s(pid) for pid in self.pids()}
        own = time.process_time()
        for _ in range(requests):
            started = time.perf_counter()
            self.ask()
            self.wall_ms.append((time.perf_counter() - started) * 1000)
        spent = time.process_time() - own if self.own_cpu else 0.0
        now = {pid: cpu_s(pid) for pid in self.pids()}
        if served.keys() <= now.keys():  # what a worker took that was replaced meanwhile is lost
            spent += sum(total - served.get(pid, 0) for pid, total in now.items())
            self.cpu_ms.append(spent / requests * 1000)


def cpu_s(pid: int) -> float:
    """Return the CPU seconds that the threads of a process have run."""
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        total += int((task / "schedstat").read_text().split()[0])
    return total / 1e9


def descendants(pid: int) -> set[int]:
    """Return a process and all that it started, and they in turn."""
    found = {pid}
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found |= descendants(int(child))
    return found


class OneCopy:
    """A copy of the data that does not change."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def current(self) -> Generator[tuple[int, Path]]:
        """Hand it out."""
        yield 1, self._path


def prepared(folder: Path) -> tuple[Path, Path]:
    """Load the seeds into a data folder; return a copy of its store and of its graph."""
    registry = Registry(Settings(data_dir=folder))
    list(registry.load_seed())
    registry.following.catch_up("cypher", registry.store.sequence)
    store, graph = folder.parent / "store", folder.parent / "graph.lbug"
    registry.store.checkpoint(store)
    with registry.cypher.current() as (_, path):
        shutil.copyfile(path, graph)
    registry.close()
    return store, graph


def engines(store: Path, graph: Path) -> list[Way]:
    """Return the bare calls of the engines, in this process."""
    opened = ox.Store.read_only(str(store))
    connection = ladybug.Connection(ladybug.Database(str(graph), read_only=True))
    connection.set_max_threads_for_exec(1)

    def sparql() -> bytes:
        results: Any = opened.query(SPARQL, prefixes=PREFIXES)
        return bytes(results.serialize(format=ox.QueryResultsFormat.JSON))

    def cypher() -> bytes:
        result: Any = connection.execute(CYPHER, {"iri": BODY})
        return dumps(result.get_all()).encode()

    return [Way("SPARQL", "engine", sparql), Way("Cypher", "engine", cypher)]


def workers(sparql: SparqlQueries, cypher: CypherQueries) -> list[Way]:
    """Return the calls through guard and worker, without HTTP."""

    def ask_sparql() -> bytes:
        check_sparql(SPARQL, **GUARD)
        return sparql.run(SPARQL, [MEDIA]).body

    def ask_cypher() -> bytes:
        text, names = check_cypher(CYPHER, **GUARD)
        return cypher.run(text, check_parameters({"iri": BODY}, names, depth_limit=64)).body

    return [
        Way("SPARQL", "worker", ask_sparql, lambda: sparql.pool.pids),
        Way("Cypher", "worker", ask_cypher, lambda: cypher.pool.pids),
    ]


@contextmanager
def served(folder: Path) -> Generator[list[Way]]:
    """Start a service over the data folder; hand out the calls over HTTP."""
    environment = os.environ | {"GRAPHSVC_DATA_DIR": str(folder), "GRAPHSVC_PORT": str(PORT)}
    command = [sys.executable, "-m", "graphsvc.cli", "serve"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603  # our own
    until = time.monotonic() + START_LIMIT_S
    while not answers(f"http://127.0.0.1:{PORT}/readyz") and time.monotonic() < until:
        time.sleep(0.2)
    connection = HTTPConnection("127.0.0.1", PORT)

    def call(method: str, path: str, body: str = "", media: str = MEDIA) -> bytes:
        headers = {"content-type": media, "accept": MEDIA}
        connection.request(method, path, body or None, headers)
        response = connection.getresponse()
        content = response.read()
        if response.status != 200:  # noqa: PLR2004  # HTTP's own
            raise RuntimeError(content.decode())
        return content

    def pids() -> set[int]:
        return descendants(process.pid)

    asked = dumps({"query": CYPHER, "parameters": {"iri": BODY}})
    ways = {
        "SPARQL": lambda: call("POST", "/sparql", SPARQL, "application/sparql-query"),
        "Cypher": lambda: call("POST", "/cypher", asked, "application/json"),
        "none": lambda: call("GET", "/healthz"),
    }
    try:
        yield [Way(k, "HTTP", ask, pids, own_cpu=False) for k, ask in ways.items()]
    finally:
        connection.close()
        process.terminate()
        process.wait()


def answers(address: str) -> bool:
    """Return whether somebody answers there."""
    try:
        with urllib.request.urlopen(address, timeout=2):  # noqa: S310  # our own service
            return True
    except OSError:
        return False


def report(ways: list[Way]) -> None:
    """Print what each way took, and what it adds to the engine of its language."""
    print("| language | way | median ms | times the engine | CPU ms | above the engine |")
    print("|---|---|---|---|---|---|")
    bare = {way.language: way for way in reversed(ways)}
    for language, engine in reversed(bare.items()):
        for way in (w for w in ways if w.language == language):
            wall, cpu = statistics.median(way.wall_ms), statistics.median(way.cpu_ms)
            times = wall / statistics.median(engine.wall_ms)
            above = cpu - statistics.median(engine.cpu_ms)
            print(
                f"| {language} | {way.name} | {wall:.2f} | {times:.1f} | {cpu:.2f} | {above:+.2f} |"
            )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=300, help="in each round")
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as base:
        folder = Path(base) / "data"
        store, graph = prepared(folder)
        sparql = SparqlQueries(OneCopy(store), LIMITS)
        cypher = CypherQueries(OneCopy(graph), LIMITS)
        with served(folder) as over_http:
            ways = [*engines(store, graph), *workers(sparql, cypher), *over_http]
            for _ in range(given.rounds):
                for way in ways:
                    way.run(given.requests)
            report(ways)
        sparql.close()
        cypher.close()


if __name__ == "__main__":
    main()
