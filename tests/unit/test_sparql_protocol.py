"""Requests to a SPARQL server: what is sent, and what is made of a bad answer."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from graphsvc.errors import (
    QueryTimeoutError,
    RegistryError,
    ServerAwayError,
    ServerFaultError,
    ServerLoginError,
    SettingError,
)
from graphsvc.projections import sparql_protocol
from graphsvc.projections.sparql_protocol import SparqlClient
from graphsvc.rdf.terms import NamedNode, Triple
from graphsvc.settings import PREFIX, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ANSWER = json.dumps(
    {
        "head": {"vars": ["a", "b"]},
        "results": {"bindings": [{"a": {"type": "uri", "value": "urn:x"}}]},
    }
).encode()
TRIPLE = b"<urn:s> <urn:p> <urn:o> .\n"
JSON = "application/sparql-results+json"


def made_of(given: dict[str, str]) -> Settings:
    return Settings.from_environment({PREFIX + n.upper(): v for n, v in given.items()})


class Stub:
    """A server that answers as it is told, and remembers what it was asked."""

    def __init__(self) -> None:
        self.status, self.kind, self.body = 200, JSON, ANSWER
        self.missing, self.chunked = 0, False
        self.wait_s = self.pause_s = 0.0
        self.location = ""
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                stub.asked.append((self.command, self.path, dict(self.headers), content))
                time.sleep(stub.wait_s)
                self.send_response(stub.status)
                self.send_header("Content-Type", stub.kind)
                if stub.chunked:
                    self.send_header("Transfer-Encoding", "chunked")
                else:
                    self.send_header("Content-Length", str(len(stub.body) + stub.missing))
                if stub.location:
                    self.send_header("Location", stub.location)
                self.send_header("Connection", "close")
                self.end_headers()
                for byte in range(0, len(stub.body), 8):
                    part = stub.body[byte : byte + 8]
                    self.wfile.write(b"%x\r\n%b\r\n" % (len(part), part) if stub.chunked else part)
                    self.wfile.flush()
                    time.sleep(stub.pause_s)
                if stub.chunked and not stub.missing:
                    self.wfile.write(b"0\r\n\r\n")

            do_GET = do_POST = answer  # noqa: N815  # the names that the server looks for

            def log_message(self, *_: Any, **_named: Any) -> None:
                """Say nothing."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: Any, **_named: Any) -> None:
                """Say nothing: a client that gave up is what some tests are about."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def client(self, **given: str) -> SparqlClient:
        settings = {
            "sparql_query_url": f"{self.address}/query?key=1",
            "sparql_update_url": f"{self.address}/update",
        }
        return SparqlClient(made_of(settings | given))


@pytest.fixture
def stub() -> Iterator[Stub]:
    made = Stub()
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_a_query_is_posted_and_its_solutions_are_read(stub: Stub) -> None:
    assert stub.client().select("SELECT * {}") == [{"a": NamedNode("urn:x")}]
    method, path, headers, body = stub.asked[0]
    assert (method, path, body) == ("POST", "/query?key=1", b"SELECT * {}")
    assert headers["Content-Type"].startswith("application/sparql-query")
    assert headers["Accept"] == JSON
    assert "Authorization" not in headers


def test_an_update_carries_name_and_password(stub: Stub) -> None:
    stub.status, stub.body = 204, b""
    stub.client(sparql_user="Имя", sparql_password="п:ароль").update("x")  # noqa: S106  # a made-up one
    _, path, headers, _ = stub.asked[0]
    assert path == "/update"
    assert headers["Authorization"] == "Basic 0JjQvNGPOtC/OtCw0YDQvtC70Yw="


@pytest.mark.parametrize(
    ("store", "name", "method", "path"),
    [
        ("", None, "POST", "/query?key=1"),
        ("/data", None, "GET", "/data?default"),
        ("/data?key=1", None, "GET", "/data?key=1&default"),
        ("/data", NamedNode("urn:г?&"), "GET", "/data?graph=urn%3A%D0%B3%3F%26"),
    ],
)
def test_a_whole_graph_is_read(
    stub: Stub, store: str, name: NamedNode | None, method: str, path: str
) -> None:
    stub.kind, stub.body = "application/n-triples", TRIPLE
    address = stub.address + store if store else ""
    found = list(stub.client(sparql_graph_store_url=address).graph(name))
    assert found == [Triple(NamedNode("urn:s"), NamedNode("urn:p"), NamedNode("urn:o"))]
    assert stub.asked[0][:2] == (method, path)
    assert stub.asked[0][2]["Accept"] == "application/n-triples"


REQUESTS: dict[str, Callable[[SparqlClient], Any]] = {
    "select": lambda client: client.select("SELECT * {}"),
    "ask": lambda client: client.ask("ASK {}"),
    "update": lambda client: client.update("DELETE {} WHERE {}"),
    "graph": lambda client: list(client.graph(None)),
}


@pytest.mark.parametrize("request_", REQUESTS.values(), ids=list(REQUESTS))
@pytest.mark.parametrize(
    ("status", "error", "told"),
    [
        (401, ServerLoginError, ""),
        (403, ServerFaultError, "403 нельзя"),
        (400, ServerFaultError, "400 нельзя"),
        (302, ServerFaultError, "302 нельзя"),
        (503, ServerFaultError, "503 нельзя"),
    ],
)
def test_an_error_is_told_in_the_servers_words(
    stub: Stub,
    status: int,
    error: type[RegistryError],
    told: str,
    request_: Callable[[SparqlClient], Any],
) -> None:
    stub.status, stub.body, stub.location = status, "нельзя\n".encode(), f"{stub.address}/other"
    with pytest.raises(error) as caught:
        request_(stub.client())
    assert caught.value.parameters.get("reason", "") == told
    assert len(stub.asked) == 1  # no redirect is followed
    assert str(caught.value.parameters["server"]).startswith(stub.address)


def test_a_long_error_is_cut(stub: Stub) -> None:
    stub.status, stub.body = 500, b"x " * 100_000
    with pytest.raises(ServerFaultError) as caught:
        stub.client().update("x")
    assert len(str(caught.value.parameters["reason"])) < 400


@pytest.mark.parametrize(
    ("kind", "body", "name"),
    [
        (JSON, ANSWER[:-9], "select"),
        (JSON, b"", "select"),
        (JSON, b"<html>", "ask"),
        ("application/n-triples", TRIPLE + b"<urn:s> <urn:p> <u", "graph"),
    ],
)
def test_half_an_answer_is_no_answer(stub: Stub, kind: str, body: bytes, name: str) -> None:
    stub.kind, stub.body = kind, body
    with pytest.raises(ServerFaultError):
        REQUESTS[name](stub.client())


@pytest.mark.parametrize("name", ["select", "graph"])
@pytest.mark.parametrize("chunked", [False, True])
def test_a_connection_that_breaks_off_is_told(
    stub: Stub,
    name: str,
    chunked: bool,  # noqa: FBT001  # a column of the table
) -> None:
    whole = {"select": (JSON, ANSWER), "graph": ("application/n-triples", TRIPLE)}
    stub.kind, stub.body = whole[name]
    stub.chunked = chunked
    assert REQUESTS[name](stub.client())
    stub.missing = 100
    with pytest.raises(ServerAwayError):
        REQUESTS[name](stub.client())


@pytest.mark.parametrize("slow", ["wait_s", "pause_s"])
def test_a_slow_answer_is_not_waited_for(stub: Stub, slow: str) -> None:
    setattr(stub, slow, 0.2)
    begun = time.monotonic()
    with pytest.raises(QueryTimeoutError) as caught:
        stub.client().select("SELECT * {}", 0.1)
    assert time.monotonic() - begun < 2
    assert caught.value.parameters == {"limit": "0.1 s"}


def test_a_server_that_says_nothing_is_away(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sparql_protocol, "_WAIT_S", 0.1)
    stub.wait_s = 0.5
    with pytest.raises(ServerAwayError):
        stub.client().update("x")


def test_no_server_is_told() -> None:
    away = Settings(
        sparql_query_url="http://127.0.0.1:9/q", sparql_update_url="http://127.0.0.1:9/u"
    )
    for request in REQUESTS.values():
        with pytest.raises(ServerAwayError) as caught:
            request(SparqlClient(away))
        assert caught.value.parameters["reason"]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "127.0.0.1/query",
        "ftp://e.org/query",
        "http:///query",
        "http://user:secret@e.org/query",
        "http://e.org:x/query",
        "http://e.org/a b",
        "http://e.org/\r\nX: y",
        "http://e.org/запрос",
    ],
)
@pytest.mark.parametrize(
    "name", ["sparql_query_url", "sparql_update_url", "sparql_graph_store_url"]
)
def test_an_address_that_is_none_is_refused(name: str, address: str) -> None:
    good = dict.fromkeys(("sparql_query_url", "sparql_update_url"), "https://e.org/q")
    if name == "sparql_graph_store_url" and not address:
        SparqlClient(made_of(good | {name: address}))
        return
    with pytest.raises(SettingError) as caught:
        SparqlClient(made_of(good | {name: address}))
    assert caught.value.parameters == {"name": f"GRAPHSVC_{name.upper()}", "value": address}
