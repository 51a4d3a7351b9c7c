"""The text guard refuses what reaches the network, at any spelling, and lets the innocent pass."""

from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graphsvc.errors import QueryRefusedError
from graphsvc.isolation.guard import OPERATOR_LIMIT, check_sparql

if TYPE_CHECKING:
    from collections.abc import Iterator

PATTERN = "{ ?s ?p ?o }"


def passes(query: str) -> bool:
    try:
        check_sparql(query, limit_bytes=65_536, depth_limit=64)
    except QueryRefusedError:
        return False
    return True


class Listener:
    """A port on loopback that counts who comes."""

    def __init__(self) -> None:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen(50)
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        self.calls = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            connection.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


NETWORK = {
    "plain": "SELECT * { SERVICE <URL> PATTERN }",
    "no space": "SELECT * {SERVICE<URL>PATTERN}",
    "small": "select * { service <URL> PATTERN }",
    "silent": "SELECT * { SERVICE SILENT <URL> PATTERN }",
    "silent without space": "SELECT * { SERVICESILENT<URL> PATTERN }",
    "after a comment that ends at a carriage return": "SELECT * { # \rSERVICE <URL> PATTERN \n}",
    "after a long text with an escaped quote": (
        'SELECT * { BIND("""a\\"""" AS ?x) SERVICE <URL> PATTERN BIND("b" AS ?y) }'
    ),
    "the same with single quotes": (
        "SELECT * { BIND('''a\\'''' AS ?x) SERVICE <URL> PATTERN BIND('b' AS ?y) }"
    ),
    "a prefixed name that is none": "PREFIX : <URL> SELECT * { SERVICE:x PATTERN }",
    "a prefix that is none": "PREFIX : <URL> SELECT * { SERVICE: PATTERN }",
    "after a name that ends at its colon": (
        "PREFIX ex: <http://e/> SELECT * { {} UNION { ?s ?p ex:.SERVICE <URL> { ?a ?b ?c } } }"
    ),
    "after an escape in an IRI": (
        "SELECT * { OPTIONAL { <http://e/\\u0041#> ?p ?o } SERVICE <URL> PATTERN \n}"
    ),
    "after a number": "SELECT * { OPTIONAL { ?s ?p 1SERVICE <URL> { ?a ?b ?c } } }",
    "after a truth value": "SELECT * { OPTIONAL { ?s ?p trueSERVICE <URL> { ?a ?b ?c } } }",
    "after a bracket": "SELECT * { {}SERVICE<URL>PATTERN }",
    "after a comment": "SELECT * { # words\nSERVICE <URL> PATTERN }",
    "after a text that holds a number sign": 'SELECT * { BIND("#" AS ?x) SERVICE <URL> PATTERN }',
    "after less-than and a number sign": (
        "SELECT * { FILTER(1<2) # <\nSERVICE <URL> PATTERN FILTER(2>1) }"
    ),
}


@pytest.mark.parametrize("name", NETWORK)
def test_no_spelling_of_service_passes(name: str, listener: Listener) -> None:
    query = NETWORK[name].replace("URL", listener.address).replace("PATTERN", PATTERN)
    assert not passes(query)


@pytest.mark.parametrize("name", sorted(NETWORK.keys() - {"after a truth value"}))
def test_the_spellings_are_those_the_engine_understands(name: str, listener: Listener) -> None:
    """Else the test above would prove nothing: each of them does call."""
    query = NETWORK[name].replace("URL", listener.address).replace("PATTERN", PATTERN)
    store = ox.Store()
    number = ox.Literal("1", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
    for value in (ox.NamedNode("http://e/"), number):
        store.add(ox.Quad(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), value))
    before = listener.calls
    try:
        answer = store.query(query)
        assert isinstance(answer, ox.QuerySolutions)
        list(answer)
    except OSError:
        pass
    deadline = time.monotonic() + 5
    while listener.calls == before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert listener.calls > before


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX ex: <http://e/SERVICE#> SELECT * { ?s ex:SERVICE ?o }",
        "SELECT ?load ?service { ?load ?p ?service }",
        "SELECT $service { $service ?p ?o }",
        'SELECT * { ?s ?p "a SERVICE <http://e/> LOAD" }',
        "SELECT * { ?s ?p 'SERVICE' }",
        'SELECT * { ?s ?p """a "SERVICE" \\""" b""" }',
        'SELECT * { ?s ?p "\\" SERVICE" }',
        "SELECT * { ?s ?p ?o # SERVICE\n}",
        "SELECT * { ?s <http://e/SERVICE> ?o }",
        "SELECT * { ?s <http://e/#SERVICE> ?o }",
        "PREFIX ex: <http://e/> SELECT * { ?s ex:a.SERVICE ?o ; ex:a-service ?b }",
        "SELECT * { _:service ?p ?o }",
        'SELECT * { ?s ?p "x"@en-service }',
        "SELECT * { ?s ?p ?o FILTER(?o < 5 && ?o > 1) }",
        "PREFIX rms: <http://e/> SELECT * { ?a rms:coordinates+/rms:level ?b }",
    ],
)
def test_the_innocent_pass(query: str) -> None:
    assert passes(query)
    ox.Store().query(query)


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <http://e/>",
        "INSERT DATA { <a:b> <a:b> <a:b> }",
        "DELETE WHERE { ?s ?p ?o }",
        "DROP ALL",
        "CLEAR ALL",
        "CREATE GRAPH <a:b>",
        "COPY DEFAULT TO <a:b>",
        "move <a:b> to <a:c>",
        "ADD <a:b> TO <a:c>",
        "WITH <a:b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_a_change_is_refused(update: str) -> None:
    assert not passes(update)


def test_a_query_is_as_long_and_as_deep_as_allowed() -> None:
    def check(query: str, size: int = 1_000, depth: int = 3) -> None:
        check_sparql(query, limit_bytes=size, depth_limit=depth)

    check("# " + "я" * 499)
    check("{[(" + ")]}" + "{{{}}}")
    check('{{{ "((((((" # ((((\n }}}')
    for bad in ("# " + "я" * 499 + "x", "{{{{", "[(({", "}{{{{{"):
        with pytest.raises(QueryRefusedError):
            check(bad)


@pytest.mark.parametrize("operator", ["!", "&&", "||", "/", "|", "^", "+", "-", " UNION "])
def test_a_chain_of_operators_has_an_end(operator: str) -> None:
    assert passes("?a" + f"{operator} ?b " * OPERATOR_LIMIT)
    assert not passes("?a" + f"{operator} ?b " * (OPERATOR_LIMIT + 1))


def test_a_path_of_names_is_a_chain_too() -> None:
    assert not passes("SELECT * { ?s " + "/".join(["ex:p"] * (OPERATOR_LIMIT + 2)) + " ?o }")


@pytest.mark.parametrize(
    "text",
    ["-", "a.", '"', "'", "<", "#\n", "ex:", "'''", '"""', "\\u", "a-", "?", "@", "1.", "({"],
)
def test_reading_takes_time_in_proportion(text: str) -> None:
    started = time.process_time()
    passes(text * (65_000 // len(text)))
    assert time.process_time() - started < 1.5
