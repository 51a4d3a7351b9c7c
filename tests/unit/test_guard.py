"""The text guard refuses what reaches the network, at any spelling, and lets the innocent pass."""

from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graphsvc.errors import QueryRefusedError, QuerySyntaxError
from graphsvc.isolation.guard import (
    OPERATOR_LIMIT,
    check_cypher,
    check_parameters,
    check_sparql,
)
from graphsvc.resources import data_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

PATTERN = "{ ?s ?p ?o }"


def passes(query: str) -> bool:
    try:
        check_sparql(query, limit_bytes=65_536, depth_limit=64)
    except (QueryRefusedError, QuerySyntaxError):
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


@pytest.mark.parametrize(
    "operator", ["!", "&&", "||", "/", "|", "^", "+", "-", " UNION ", " BIND ", " MINUS "]
)
def test_a_chain_of_operators_has_an_end(operator: str) -> None:
    assert passes("?a" + f"{operator} ?b " * OPERATOR_LIMIT)
    assert not passes("?a" + f"{operator} ?b " * (OPERATOR_LIMIT + 1))


def test_a_path_of_names_is_a_chain_too() -> None:
    assert not passes("SELECT * { ?s " + "/".join(["ex:p"] * (OPERATOR_LIMIT + 2)) + " ?o }")


HARD = ["-", "a.", '"', "'", "<", "#\n", "ex:", "'''", '"""', "\\u", "a-", "?", "@", "1.", "({"]
# Quotation marks that a reader could take for openings over and over again.
HARD += ['a\\"', "\\'", '\\"""', "\\'''", '"""a"', "'\"\\", '<a"', "`", "/*", "*/", "//", "1e", "$"]


@pytest.mark.parametrize("text", HARD)
def test_reading_takes_time_in_proportion(text: str) -> None:
    for start in ("", "RETURN ", ' "', '"""', "'''", "RETURN /*"):
        started = time.process_time()
        passes(start + text * (65_000 // len(text)))
        reads(start + text * (65_000 // len(text)))
        assert time.process_time() - started < 1.5


def reads(query: str, depth: int = 64) -> bool:
    """Return whether the Cypher guard lets a query pass."""
    try:
        check_cypher(query, limit_bytes=65_536, depth_limit=depth)
    except (QueryRefusedError, QuerySyntaxError):
        return False
    return True


CATALOGUED = sorted(data_folder("queries").glob("*/*/*.cypher"))


def test_every_catalogued_question_reads() -> None:
    assert len(CATALOGUED) > 100
    assert [path.parent.name for path in CATALOGUED if not reads(path.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    "query",
    [
        "match (n) return n",
        "OPTIONAL MATCH (n) RETURN n",
        "MATCH (n) RETURN n;",
        "MATCH (n) RETURN n ; // that is all",
        "// first words\nMATCH (n) RETURN n",
        "/* LOAD FROM 'x' */ MATCH (n) RETURN n",
        "MATCH (n) // CREATE\nRETURN n",
        "MATCH (n) WHERE n.iri = 'LOAD FROM; CREATE' RETURN n",
        'MATCH (n) WHERE n.iri = "it\'s \\" SET" RETURN n',
        "MATCH (n:Copy)-[:LOAD|:DETACH]->(m) RETURN n.set, m.`create` AS `delete`",
        "MATCH (n {iri: $load}) RETURN n",
        "WITH 1 AS loader, 2 AS settings RETURN loader + settings",
        "UNWIND range(1, 3) AS x RETURN x * 1.5e3",
        "MATCH p = (a)-[r:COORDINATES* SHORTEST 1..5]->(b) RETURN p",
        "MATCH (load) WHERE load IS NOT NULL WITH load, load.x AS copy RETURN load - copy AS drop",
        "MATCH (n) WITH n.x AS load WITH load RETURN load",
        "EXPLAIN MATCH (n) RETURN n",
        "PROFILE MATCH (n) RETURN n",
        "CALL show_tables() RETURN name",
        "MATCH (n) CALL table_info('Body') RETURN *",
        "RETURN 'привет' AS слово",
        "MATCH (n) RETURN CASE WHEN n.x > 1 THEN 'a' ELSE 'b' END AS kind",
    ],
)
def test_a_reading_query_passes(query: str) -> None:
    assert reads(query)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "// nothing",
        ";",
        "CREATE (n)",
        "cReAtE (n)",
        "MATCH (n) CREATE (m)",
        "MATCH (n)CREATE(m)",
        "MATCH (n) RETURN 1CREATE (m)",
        "MATCH (n) RETURN 1.5e3CREATE (m)",
        "MATCH (n) RETURN 'a'CREATE (m)",
        "MATCH (n) RETURN `a`CREATE (m)",
        "MATCH (n) RETURN $a CREATE (m)",
        "MATCH (n) /* words */SET n.x = 1",
        "MATCH (n) // words \rSET n.x = 1",
        "MATCH (n) RETURN n; MATCH (n) RETURN n",
        "MATCH (n) RETURN n;;",
        "MATCH (n) RETURN 'a\\\\' SET n.x = 1 //'",
        "MATCH (n) LOAD FROM 'x' RETURN *",
        "MATCH (n) LOAD/**/FROM 'x' RETURN *",
        "MATCH (n) load with headers (a STRING) from 'x' RETURN *",
        "MATCH (n) LOAD CSV FROM 'x' AS row RETURN *",
        "EXPLAIN CREATE (n)",
        "EXPLAIN EXPLAIN MATCH (n) RETURN n",
        "CALL threads = 4",
        "CALL `threads` = 4",
        "CALL read_csv_serial('x') RETURN *",
        "CALL /* show_tables() */ read_npy('x') RETURN *",
        "CALL { MATCH (n) RETURN n } RETURN n",
        "SHOW TABLES",
        "(MATCH (n) RETURN n)",
        "\ufeffMATCH (n) RETURN n",
        "MATCH (n) RETURN n \x00",
        "MATCH (n) RETURN 'a",
        "MATCH (n) RETURN `a",
        "MATCH (n) RETURN 1 /* a",
        "MATCH (n) RETURN $",
        "MATCH (n) RETURN $1",
        "MATCH (n) RETURN n\u005cu0053ET",
        "MATCH (n) RETURN x²SET",
    ],
)
def test_any_other_query_is_refused(query: str) -> None:
    assert not reads(query)


def test_the_engine_never_sees_a_comment() -> None:
    text, names = check_cypher(
        "MATCH (n /* $a */) // b\nWHERE n.x = '/* c */' AND n.y = $день RETURN n",
        limit_bytes=1_000,
        depth_limit=9,
    )
    expected = "MATCH (n         )     \nWHERE n.x = '/* c */' AND n.y = $день RETURN n"
    assert text == expected
    assert names == {"день"}


@pytest.mark.parametrize("opened", ["(", "[", "{", "CASE WHEN ", "abs(", "EXISTS { MATCH "])
def test_cypher_is_as_deep_as_allowed(opened: str) -> None:
    assert reads("RETURN " + opened * 5, depth=5)
    assert not reads("RETURN " + opened * 6, depth=5)
    assert reads("RETURN CASE WHEN (1) THEN [2] END " * 9, depth=2)


@pytest.mark.parametrize("operator", ["+", "-", "^", "<", "=", " AND ", " OR ", " IN ", " UNION "])
def test_a_chain_of_cypher_operators_has_an_end(operator: str) -> None:
    assert reads("RETURN a" + f"{operator}b" * OPERATOR_LIMIT)
    assert not reads("RETURN a" + f"{operator}b" * (OPERATOR_LIMIT + 1))


def test_parameters_are_those_that_are_named() -> None:
    given = {"a": [1, 2.5], "b": {"x": ["да", "нет"]}, "c": None, "d": object()}
    used = check_parameters(given, {"a", "b", "c"}, depth_limit=3)
    assert used == {"a": [1.0, 2.5], "b": {"x": ["да", "нет"]}, "c": None}
    assert check_parameters({"a": [], "b": -(2**63)}, {"a", "b"}, depth_limit=1)


@pytest.mark.parametrize(
    "value",
    [2**63, -(2**63) - 1, float("inf"), [1, "a"], [None, 1], [1, True], [[[[]]]], {"a": [[[1]]]}],
)
def test_a_parameter_that_the_engine_cannot_take_is_refused(value: object) -> None:
    with pytest.raises(QueryRefusedError) as caught:
        check_parameters({"x": value}, {"x"}, depth_limit=3)
    assert caught.value.parameters == {"reason": "value", "name": "x"}


def test_a_missing_parameter_is_named() -> None:
    with pytest.raises(QueryRefusedError) as caught:
        check_parameters({"a": 1}, {"a", "b"}, depth_limit=3)
    assert caught.value.parameters == {"reason": "parameter", "name": "b"}


def test_half_a_surrogate_pair_is_no_text() -> None:
    for check in (check_sparql, check_cypher):
        with pytest.raises(QuerySyntaxError):
            check("RETURN '\ud800'", limit_bytes=100, depth_limit=3)
