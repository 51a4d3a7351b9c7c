"""Hostile queries through the real routes: each ends in time, and takes nothing else down.

A file's first line says what it tries and, after the arrow, what may come of it: kinds of problem,
or `answer`. They run two at a time in each language, while others ask questions.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import socket
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from graphsvc.api.app import create_app
from graphsvc.resources import data_folder
from graphsvc.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import httpx

    from graphsvc.api.state import Service
    from graphsvc.isolation.pool import Pool


FOLDER = Path(__file__).parent / "hostile"
FILES = {
    f"{path.parent.name}/{path.stem}": path
    for path in sorted([*FOLDER.glob("sparql/*.rq"), *FOLDER.glob("cypher/*.cypher")])
}
LEAST = 40
TIME_LIMIT_S = 2
GENEROUS_S = 10 * TIME_LIMIT_S  # a worker may have to be started first, on a busy machine
SONG = "the-canary-sings-at-noon"
QUESTION = (
    "/api/questions/practices-for-deficit/answer"
    "?territory=territory/demo-region&deficit=deficit/demo-d-03&engine=sparql"
)
ENDLESS = {
    "sparql": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "cypher": "MATCH (a), (b), (c), (d), (e) WHERE a.iri < b.iri AND c.iri > d.iri RETURN count(*)",
}
SHORT = {"sparql": "ASK { ?s ?p ?o }", "cypher": "RETURN 1 AS one"}


@dataclass
class Canary:
    """What nobody may touch: a port that is listened to, a file with a secret, a folder."""

    folder: Path
    calls: int = 0
    address: str = ""

    def __post_init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._server.getsockname()[1]}/"
        self.secret_file.write_text(f"name,value\n{SONG},1\n", encoding="utf-8")
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def secret_file(self) -> Path:
        return self.folder / "secret.csv"

    @property
    def untouched(self) -> bool:
        return [p.name for p in self.folder.iterdir()] == [self.secret_file.name]

    def in_place(self, text: bytes) -> bytes:
        """Return a query with the names of the canary in it."""
        for name, value in (
            (b"SECRET_FILE", str(self.secret_file)),
            (b"CANARY", self.address),
            (b"FOLDER", str(self.folder)),
        ):
            text = text.replace(name, value.encode())
        return text

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            self.calls += 1
            connection.close()

    def close(self) -> None:
        self._server.close()


@dataclass(frozen=True)
class Outcome:
    """What came of a hostile query, and of a question asked right after it."""

    status: int
    text: str
    media: str
    cut: str | None
    seconds: float
    then: int


@dataclass
class Run:
    """What came of all of them."""

    outcomes: dict[str, Outcome] = field(default_factory=dict)
    others: list[tuple[int, float]] = field(default_factory=list)
    before: tuple[int, str, Any] = (0, "", None)
    after: tuple[int, str, Any] = (0, "", None)


def service_of(client: TestClient) -> Service:
    app: Any = client.app
    found: Service = app.state.service
    return found


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service over the demo region, with small limits."""
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("attacked"),
        query_time_limit_s=TIME_LIMIT_S,
        query_memory_limit_mib=1024,
        query_row_limit=1_000,
        query_result_limit_bytes=4 * 1024**2,
    )
    with TestClient(create_app(settings), "http://127.0.0.1", follow_redirects=False) as opened:
        list(service_of(opened).registry.load([data_folder("seed") / "demo"]))
        for language, text in SHORT.items():  # copies are taken, workers are there
            assert ask(opened, language, text.encode()).status_code == 200
        yield opened


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Canary]:
    made = Canary(tmp_path_factory.mktemp("canary"))
    yield made
    made.close()


def ask(client: TestClient, language: str, text: bytes) -> httpx.Response:
    """Ask as a client of the language would; what is no Unicode goes out as it is."""
    if language == "sparql":
        headers = {"content-type": "application/sparql-query", "accept": "*/*"}
        found: httpx.Response = client.post("/sparql", content=text, headers=headers)
    else:
        body = json.dumps({"query": text.decode(errors="surrogateescape")})
        headers = {"content-type": "application/json"}
        found = client.post("/cypher", content=body, headers=headers)
    return found


def state(service: Service) -> tuple[int, str, Any]:
    """Return what nothing may change: sequence, hash of all quads, what the property graph has."""
    store = service.registry.store
    quads = "\n".join(sorted(map(str, store.dump())))
    text = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n) AS n, count(r) AS r"
    graph = service.registry.cypher.rows(text, {})
    return store.sequence, hashlib.sha256(quads.encode()).hexdigest(), graph


@pytest.fixture(scope="module")
def run(attacked: TestClient, canary: Canary) -> Run:
    found = Run(before=state(service_of(attacked)))
    queues = {x: [name for name in FILES if name.startswith(x)] for x in SHORT}
    ended = threading.Event()

    def attack(language: str) -> None:
        while queues[language]:
            name = queues[language].pop()
            text = canary.in_place(FILES[name].read_bytes())
            started = time.monotonic()
            response = ask(attacked, language, text)
            seconds = time.monotonic() - started
            found.outcomes[name] = Outcome(
                response.status_code,
                response.text,
                response.headers["content-type"].partition(";")[0],
                response.headers.get("x-cut"),
                seconds,
                attacked.get(QUESTION).status_code,
            )

    def others() -> None:
        while not ended.is_set():
            started = time.monotonic()
            status = attacked.get(f"{QUESTION}&date=2026-03-01").status_code
            found.others.append((status, time.monotonic() - started))
            ended.wait(0.1)

    attackers = [threading.Thread(target=attack, args=(x,)) for x in queues for _ in range(2)]
    bystander = threading.Thread(target=others)
    for thread in (*attackers, bystander):
        thread.start()
    for thread in attackers:
        thread.join()
    ended.set()
    bystander.join()
    found.after = state(service_of(attacked))
    return found


def told(path: Path) -> tuple[str, set[str]]:
    """Return what a file says it tries, and what may come of it."""
    line = path.read_bytes().partition(b"\n")[0].decode()
    match = re.fullmatch(r"(?:#|//) (.+) -> ([a-z, -]+)", line)
    assert match, path.name
    return match[1], set(match[2].split(", "))


def test_there_are_hostile_queries_of_each_language() -> None:
    tried = Counter((path.parent.name, told(path)[0]) for path in FILES.values())
    kinds = Counter(kind for kind, _ in tried)
    assert min(kinds["sparql"], kinds["cypher"]) >= LEAST
    assert kinds.total() == len(FILES)  # no two try the same


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_query_ends_and_says_how(run: Run, name: str) -> None:
    outcome = run.outcomes[name]
    _, allowed = told(FILES[name])
    assert outcome.seconds < GENEROUS_S
    assert outcome.then == 200  # a question asked right after is answered
    if outcome.status == 200:
        came = "answer"
        if outcome.media == "application/json":
            answer = json.loads(outcome.text)
            assert len(answer["rows"]) <= 1_000
            assert (outcome.cut is None) == ("cut" not in answer)
    else:
        assert outcome.media == "application/problem+json"
        problem = json.loads(outcome.text)
        assert problem["status"] == outcome.status
        came = problem["type"].removeprefix("/errors/")
    assert came in allowed, outcome.text[:300]


@pytest.mark.parametrize("name", FILES)
def test_no_answer_holds_what_is_none_of_its_business(run: Run, canary: Canary, name: str) -> None:
    text = run.outcomes[name].text
    assert SONG not in text
    assert "Traceback" not in text
    if "error-function" not in name:  # that one says the path itself
        assert str(canary.secret_file) not in text or "file://" in text


def test_nothing_was_reached_read_or_written(run: Run, canary: Canary) -> None:
    assert len(run.outcomes) == len(FILES)
    assert canary.calls == 0
    assert canary.untouched


def test_the_canary_would_have_been_heard(canary: Canary) -> None:
    before = canary.calls
    port = int(canary.address.rpartition(":")[2].strip("/"))
    socket.create_connection(("127.0.0.1", port)).close()
    until = time.monotonic() + 5
    while canary.calls == before and time.monotonic() < until:
        time.sleep(0.01)
    assert canary.calls == before + 1
    canary.calls = before


def test_nothing_was_changed(run: Run) -> None:
    assert run.before[0] > 0
    assert run.after == run.before


def test_others_were_answered_meanwhile(run: Run) -> None:
    assert len(run.others) > 20
    assert {status for status, _ in run.others} == {200}
    assert sorted(seconds for _, seconds in run.others)[len(run.others) // 2] < TIME_LIMIT_S


def pool_of(client: TestClient, language: str) -> Pool:
    service = service_of(client)
    queries = {"sparql": service.sparql_queries, "cypher": service.cypher_queries}
    return queries[language].pool


def in_threads(count: int, call: Callable[[], Any]) -> list[Any]:
    found: list[Any] = []
    threads = [threading.Thread(target=lambda: found.append(call())) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.parametrize("language", ["sparql", "cypher"])
def test_a_worker_killed_at_work_is_told_and_replaced(attacked: TestClient, language: str) -> None:
    pool = pool_of(attacked, language)

    def kill() -> None:
        time.sleep(TIME_LIMIT_S / 4)
        for pid in pool.pids:
            os.kill(pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    response = ask(attacked, language, ENDLESS[language].encode())
    killer.join()
    assert response.status_code == 503
    assert response.json()["type"] == "/errors/query-limit"
    assert "1024" in response.json()["detail"]  # the system ends who takes too much memory
    assert ask(attacked, language, SHORT[language].encode()).status_code == 200


@pytest.mark.parametrize("language", ["sparql", "cypher"])
def test_who_comes_to_a_full_queue_is_sent_away_at_once(
    attacked: TestClient, language: str
) -> None:
    def endless() -> tuple[httpx.Response, float]:
        started = time.monotonic()
        response = ask(attacked, language, ENDLESS[language].encode())
        return response, time.monotonic() - started

    found = in_threads(10, endless)
    problems = [(response.json(), response.headers, seconds) for response, seconds in found]
    kinds = Counter(problem["type"] for problem, _, _ in problems)
    assert {response.status_code for response, _ in found} == {503}
    assert set(kinds) == {"/errors/query-busy", "/errors/query-limit"}
    assert kinds["/errors/query-limit"] >= 2
    busy = [(h, s) for problem, h, s in problems if problem["type"] == "/errors/query-busy"]
    assert len(busy) >= 4  # two at work, four that wait
    assert sum(seconds < TIME_LIMIT_S for _, seconds in busy) >= 4
    assert {headers["retry-after"] for headers, _ in busy} == {str(TIME_LIMIT_S)}
    assert ask(attacked, language, SHORT[language].encode()).status_code == 200


def test_a_busy_service_says_so_in_the_askers_language(attacked: TestClient) -> None:
    def endless(language: str) -> str:
        body = {"query": ENDLESS["cypher"]}
        response = attacked.post("/cypher", json=body, headers={"accept-language": language})
        return f"{response.json()['type']} {response.json()['title']}"

    languages = iter(["ru", "en"] * 5)
    found = set(in_threads(10, lambda: endless(next(languages))))
    assert "/errors/query-busy Все исполнители заняты" in found
    assert "/errors/query-busy All workers are busy" in found


BODIES = {
    "no JSON": b"MATCH (n) RETURN n",
    "a list": b"[1]",
    "a number for a query": b'{"query": 1}',
    "no query": b'{"parameters": {}}',
    "a list of parameters": b'{"query": "RETURN 1", "parameters": [1]}',
    "no UTF-8": b'{"query": "RETURN \xff\xfe"}',
    "half a surrogate pair": b'{"query": "RETURN \\"\\ud800\\""}',
    "half a surrogate pair in a parameter": b'{"query": "", "parameters": {"x": "\\ud800"}}',
    "brackets 100,000 deep": b'{"query": "RETURN $x", "parameters": {"x": '
    + b"[" * 100_000
    + b"]" * 100_000
    + b"}}",
    "brackets 500 deep": b'{"query": "RETURN $x", "parameters": {"x": '
    + b"[" * 500
    + b"]" * 500
    + b"}}",
    "no number": b'{"query": "RETURN $x", "parameters": {"x": NaN}}',
    "an endless number": b'{"query": "RETURN $x", "parameters": {"x": 1e999}}',
    "a number of 5,000 digits": b'{"query": "RETURN $x", "parameters": {"x": %b}}' % (b"9" * 5_000),
    "a number beyond 64 bits": b'{"query": "RETURN $x", "parameters": {"x": 9223372036854775808}}',
    "a list of unlike values": b'{"query": "RETURN $x", "parameters": {"x": [1, "a", null]}}',
    "a parameter that is not there": b'{"query": "RETURN $x"}',
    "two megabytes": b'{"query": "RETURN $x", "parameters": {"x": "%b"}}' % (b"x" * 2_000_000),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_hostile_body_is_refused(attacked: TestClient, name: str) -> None:
    headers = {"content-type": "application/json"}
    response = attacked.post("/cypher", content=BODIES[name], headers=headers)
    assert response.status_code == 400
    assert response.json()["type"] == "/errors/query-refused"


def test_many_parameters_are_only_read_where_they_are_named(attacked: TestClient) -> None:
    parameters: dict[str, Any] = {f"p{n}": "x" * 10 for n in range(20_000)}
    parameters["it's`"] = "')"
    body = {"query": "RETURN $p7 AS seven", "parameters": parameters}
    response = attacked.post("/cypher", json=body)
    assert response.json()["rows"] == [["x" * 10]]
