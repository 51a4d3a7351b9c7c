"""Real SPARQL servers hold what the store holds, after a load, any change, and any interruption."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graphsvc.cli import main
from graphsvc.errors import (
    ForeignDatabaseError,
    ServerAwayError,
    ServerFaultError,
    ServerLoginError,
    SyncOvertakenError,
)
from graphsvc.projections import sparql_http
from graphsvc.projections.sparql_http import SparqlServer
from graphsvc.projections.sparql_marks import SYNC
from graphsvc.projections.sparql_protocol import SparqlClient
from graphsvc.rdf.names import DERIVED, PREFIXES, RDF_TYPE, rms
from graphsvc.rdf.terms import Literal, NamedNode
from tests.live.sparql_servers import Oxigraph, OxigraphReadOnly, available
from tests.making import Bare, node, quad, relation, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphsvc.rdf.terms import Quad, Term
    from tests.live.sparql_servers import SparqlProcess


ROOT = Path(__file__).parents[2]
BODIES = ("body/a", "body/b", "body/c")
RECORDS = [f"x/{number}" for number in range(8)]
FOREIGN = "<https://e.org/s> <https://e.org/p> <https://e.org/o>"
TEXTS = [
    "слово",
    "\\u0022 } } ; DROP ALL ; #",
    "\\U00000022 \\\\u0041 \\",
    "кавычка \" апостроф ' перевод\nстроки\r\tи } ; {",
    "\u2028\ufeff\U0001f600",
    "",
]
VALUES: list[Term] = [
    *(Literal(value) for value in TEXTS),
    *(Literal(value, language=language) for value in ("x", "Ёж") for language in ("ru", "en-US")),
    *(text(value, "decimal") for value in ("1", "-3", "2.50", "0", "0.1")),
    *(text(value, "integer") for value in ("1", "+07", "123456789012345678")),
    *(text(value, "date") for value in ("2021-02-28", "2021-02-28Z", "2021-02-31")),
    *(text(value, "dateTime") for value in ("2021-02-28T01:02:03.40Z", "2021-02-28T24:00:00")),
    *(text(value, "double") for value in ("1", "1e3", "NaN", "INF")),
    *(text(value, "boolean") for value in ("true", "0")),
    text("P1M", "duration"),
    NamedNode("https://e.org/кириллица?a=1&b='2'#c"),
    NamedNode("urn:x:y"),
]


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Bare]:
    (tmp_path / "data").mkdir()
    opened = Bare(tmp_path / "data", on_disk=True)
    yield opened
    opened.close()


@pytest.fixture
def _small_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sparql_http, "QUADS", 15)


def silent(_done: int, _all: int) -> None:
    """Tell nobody."""


def head_of(bare: Bare, sequence: int) -> str:
    known = 0 < sequence <= bare.journal.sequence
    return bare.journal.read(sequence).digest if known else ""


def followed(bare: Bare, process: SparqlProcess) -> SparqlServer:
    return process.server(lambda sequence: head_of(bare, sequence))


def check(bare: Bare, process: SparqlProcess) -> None:
    """Hold the whole dataset against the store."""
    server = followed(bare, process)
    assert set(server.dump()) ^ set(bare.store.dump()) == set()
    assert server.sequence == bare.store.sequence


def synchronised(bare: Bare, process: SparqlProcess) -> None:
    followed(bare, process).catch_up(bare.store, silent)
    check(bare, process)


def handed_in(chance: random.Random) -> list[Quad]:
    """Return a submission: records with values of every kind, and relations."""
    found = [
        quad(record, rms(chance.choice(["note", "condition"])), chance.choice(VALUES))
        for record in RECORDS
        for _ in range(chance.randrange(4))
    ]
    for number in range(3):
        if chance.random() < 0.5:
            found += relation(f"relation/{number}", *chance.sample(BODIES, 2))
    if chance.random() < 0.3:
        found.append(quad("activity/1", RDF_TYPE, rms("Activity")))
        found.append(quad("activity/1", rms("deadlineWindow"), text("2021-01-01/2021-01-31")))
    return found


def changed(bare: Bare, chance: random.Random) -> None:
    """Hand in something new."""
    while not bare.submit(
        chance.choice(BODIES), handed_in(chance), chance.choice(["replace", "patch"])
    ):
        pass


def test_commits_are_followed(bare: Bare, sparql: SparqlProcess) -> None:
    label = NamedNode(PREFIXES["skos"] + "prefLabel")
    first = [quad("x/1", label, Literal("Имя", language="ru")), quad("x/2", rms("note"), text("1"))]
    bare.submit("body/a", [*first, *relation("relation/1", "body/a", "body/b")])
    synchronised(bare, sparql)
    ask = f"ASK {{ {node('body/a')} {rms('coordinates')} {node('body/b')} }}"
    assert sparql.client.ask(ask)
    # Another body contradicts the first, which takes its word back, and in the end all.
    bare.submit("body/b", [quad("x/1", label, Literal("Другое", language="ru"))])
    synchronised(bare, sparql)
    values = f"SELECT ?v {{ {node('x/1')} {label} ?v }} ORDER BY ?v"
    found = followed(bare, sparql).select(values, 20)
    assert [row["v"] for row in found] == [
        Literal("Другое", language="ru"),
        Literal("Имя", language="ru"),
    ]
    bare.submit("body/a", [first[1]])
    synchronised(bare, sparql)
    assert not sparql.client.ask(ask)
    bare.submit("body/a", [])
    synchronised(bare, sparql)
    assert not sparql.client.ask(
        f"ASK {{ {{ {node('x/2')} ?p ?o }} UNION {{ GRAPH ?g {{ {node('x/2')} ?p ?o }} }} }}"
    )


def test_random_edits_are_followed(bare: Bare, sparql: SparqlProcess) -> None:
    chance = random.Random(20261122)  # noqa: S311  # repeatable, no secret
    for _ in range(10):
        for _ in range(chance.randrange(1, 4)):
            changed(bare, chance)
        synchronised(bare, sparql)
    assert {q.object for q in bare.store.dump()} & set(VALUES)


@pytest.mark.usefixtures("_small_requests")
def test_both_ways_of_reading_whole_graphs_agree(bare: Bare, sparql: SparqlProcess) -> None:
    changed(bare, random.Random(1))  # noqa: S311  # repeatable, no secret
    synchronised(bare, sparql)
    other = SparqlClient(sparql.settings)
    other._graphs = "" if other._graphs else f"{sparql.address}/store"
    server = SparqlServer(other, lambda sequence: head_of(bare, sequence))
    assert set(server.dump()) == set(bare.store.dump())


def test_a_killed_client_leaves_nothing_that_the_next_does_not_mend(
    bare: Bare, sparql: SparqlProcess, tmp_path: Path
) -> None:
    chance = random.Random(20261123)  # noqa: S311  # repeatable, no secret
    left_whole = 0
    for number in range(6):
        if number % 3 == 0:
            sparql.client.update("DROP ALL")
        for _ in range(6):
            changed(bare, chance)
        checkpoint = tmp_path / f"checkpoint-{number}"
        bare.store.checkpoint(checkpoint)
        heads = {e.sequence: e.digest for e in bare.journal.entries()}
        command = [sys.executable, "-m", "tests.live.sparql_writer"]
        with subprocess.Popen(
            [*command, str(checkpoint), json.dumps(heads)],
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, **sparql.environment},
            text=True,
        ) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == "begun\n"
            for _ in range(chance.randrange(4)):
                child.stdout.readline()
            time.sleep(chance.uniform(0, 0.02))
            os.kill(child.pid, signal.SIGKILL)
        left_whole += followed(bare, sparql).sequence == bare.store.sequence
        for _ in range(chance.randrange(2)):
            changed(bare, chance)
        with suppress(SyncOvertakenError):  # what the child had sent last may still be carried out
            synchronised(bare, sparql)
        synchronised(bare, sparql)
    assert left_whole < 4  # most were killed on the way


@pytest.mark.usefixtures("_small_requests")
def test_a_killed_server_takes_up_again(bare: Bare, sparql: SparqlProcess) -> None:
    chance = random.Random(20261124)  # noqa: S311  # repeatable, no secret
    interrupted = 0
    for _ in range(2):
        for _ in range(6):
            changed(bare, chance)
        timer = threading.Timer(chance.uniform(0, 0.03), sparql.kill)

        def kill(_done: int, _all: int, timer: threading.Timer = timer) -> None:
            if not timer.ident:
                timer.start()

        try:
            followed(bare, sparql).catch_up(bare.store, kill)
        except ServerAwayError:
            interrupted += 1
        timer.join()
        sparql.start()
        synchronised(bare, sparql)
    assert interrupted


@pytest.mark.usefixtures("_small_requests")
def test_two_at_once_leave_nothing_that_the_next_does_not_mend(
    bare: Bare, sparql: SparqlProcess
) -> None:
    chance = random.Random(20261125)  # noqa: S311  # repeatable, no secret
    outcomes: list[str] = []

    def synchronise(wait_s: float) -> None:
        time.sleep(wait_s)
        try:
            followed(bare, sparql).catch_up(bare.store, silent)
            outcomes.append("done")
        except SyncOvertakenError:
            outcomes.append("overtaken")

    for number in range(6):
        if number % 3 == 0:
            sparql.client.update("DROP ALL")
        for _ in range(3):
            changed(bare, chance)
        threads = [
            threading.Thread(target=synchronise, args=(chance.uniform(0, 0.05),)) for _ in range(3)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        synchronised(bare, sparql)
    assert len(outcomes) == 18
    assert min(outcomes.count("done"), outcomes.count("overtaken")) >= 3, outcomes


@pytest.mark.usefixtures("_small_requests")
def test_an_interrupted_load_goes_on_where_it_stopped(bare: Bare, sparql: SparqlProcess) -> None:
    changed(bare, random.Random(3))  # noqa: S311  # repeatable, no secret
    told: list[int] = []

    class EnoughError(Exception):
        pass

    def stop(done: int, _all: int) -> None:
        told.append(done)
        if len(told) == 2:
            raise EnoughError

    with pytest.raises(EnoughError):
        followed(bare, sparql).catch_up(bare.store, stop)
    followed(bare, sparql).catch_up(bare.store, lambda done, _: told.append(done))
    assert told == sorted(set(told))
    check(bare, sparql)


def test_foreign_data_are_refused_and_kept(bare: Bare, sparql: SparqlProcess) -> None:
    changed(bare, random.Random(4))  # noqa: S311  # repeatable, no secret
    sparql.client.update(f"INSERT DATA {{ GRAPH <https://e.org/g> {{ {FOREIGN} }} }}")
    server = followed(bare, sparql)
    with pytest.raises(ForeignDatabaseError):
        server.catch_up(bare.store, silent)
    kept = set(server.dump())
    assert len(kept) == 1
    server.begin_anew(bare.store)
    server.catch_up(bare.store, silent)
    assert set(server.dump()) == {*bare.store.dump(), *kept}


def test_another_journal_is_refused_until_it_may_go(
    bare: Bare, sparql: SparqlProcess, tmp_path: Path
) -> None:
    changed(bare, random.Random(5))  # noqa: S311  # repeatable, no secret
    synchronised(bare, sparql)
    (tmp_path / "other").mkdir()
    other = Bare(tmp_path / "other")
    other.submit("body/a", [quad("x/9", rms("note"), text("другое"))])
    with pytest.raises(ForeignDatabaseError):
        followed(other, sparql).catch_up(other.store, silent)
    check(bare, sparql)
    server = followed(other, sparql)
    server.begin_anew(other.store)
    server.catch_up(other.store, silent)
    check(other, sparql)
    other.close()


def test_a_decimal_goes_with_its_record(bare: Bare, sparql: SparqlProcess) -> None:
    """TDB2 5.6 keeps `1` for ever where it was not written as `1.0`."""
    bare.submit("body/a", [quad("x/1", rms("note"), text("1", "decimal"))])
    synchronised(bare, sparql)
    bare.submit("body/a", [])
    synchronised(bare, sparql)


def test_a_wrong_password_is_told(sparql_process: SparqlProcess, bare: Bare) -> None:
    if sparql_process.name == "oxigraph":
        pytest.skip("the Oxigraph server knows no passwords")
    changed(bare, random.Random(6))  # noqa: S311  # repeatable, no secret
    for user, password in (("graphsvc", "не тот"), ("", "")):
        settings = sparql_process.settings.__class__(
            sparql_query_url=sparql_process.settings.sparql_query_url,
            sparql_update_url=sparql_process.settings.sparql_update_url,
            sparql_user=user,
            sparql_password=password,
        )
        server = SparqlServer(SparqlClient(settings), lambda _: "")
        with pytest.raises(ServerLoginError):
            server.catch_up(bare.store, silent)


@pytest.fixture
def oxigraph(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Oxigraph]:
    """An Oxigraph server with options of its own; read only, with a dataset that is empty."""
    available("oxigraph")
    home = tmp_path / "oxigraph"
    home.mkdir()
    if request.param == "read-only":
        first = Oxigraph(home)
        first.start()
        first.stop()
        process: Oxigraph = OxigraphReadOnly(home)
    else:
        process = Oxigraph(home)
        process.options = request.param
    process.start()
    yield process
    process.stop()


@pytest.mark.parametrize("oxigraph", ["read-only"], indirect=True)
def test_a_server_that_takes_no_updates_is_told(bare: Bare, oxigraph: Oxigraph) -> None:
    changed(bare, random.Random(7))  # noqa: S311  # repeatable, no secret
    with pytest.raises(ServerFaultError):
        followed(bare, oxigraph).catch_up(bare.store, silent)


@pytest.mark.parametrize("oxigraph", [("--union-default-graph",)], indirect=True)
def test_a_default_graph_that_shows_all_graphs_is_refused(bare: Bare, oxigraph: Oxigraph) -> None:
    changed(bare, random.Random(8))  # noqa: S311  # repeatable, no secret
    with pytest.raises(ServerFaultError) as caught:
        followed(bare, oxigraph).catch_up(bare.store, silent)
    assert caught.value.parameters["reason"] == "union-default-graph"


@pytest.mark.parametrize("oxigraph", [()], indirect=True)
def test_the_command_synchronises(
    oxigraph: Oxigraph,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("GRAPHSVC_DATA_DIR", str(tmp_path))
    assert main(["--lang", "en", "sync", "sparql"]) == 2
    assert "GRAPHSVC_SPARQL_QUERY_URL" in capsys.readouterr().err
    for name, value in oxigraph.environment.items():
        monkeypatch.setenv(name, value)
    for arguments in (["sync", "sparql"], ["sync", "sparql", "--full"]):
        assert main(["--lang", "en", *arguments]) == 0
        out = capsys.readouterr()
        assert "sparql: journal entry 3, triples " in out.out
        assert out.err == ""  # no bar where there is no terminal
    graphs = oxigraph.client.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    assert {row["g"] for row in graphs} > {SYNC, DERIVED}
    monkeypatch.setenv("GRAPHSVC_SPARQL_QUERY_URL", "http://127.0.0.1:9/query")
    assert main(["sync", "sparql"]) == 3
    assert "http://127.0.0.1:9/query" in capsys.readouterr().err
