"""Neo4j holds what a fresh projection of the store gives, after a load and after any change."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import graphsvc.projections.neo4j_following as following
import graphsvc.projections.neo4j_server as servers
from graphsvc.errors import (
    EngineFailedError,
    ForeignDatabaseError,
    QuerySyntaxError,
    QueryTimeoutError,
    ServerAwayError,
    ServerLoginError,
    ServerTooOldError,
    SettingError,
)
from graphsvc.model.property_graph import Label, Property, PropertyGraph, property_graph
from graphsvc.projections.derivation import Derivation
from graphsvc.projections.neo4j import Neo4jGraph
from graphsvc.projections.neo4j_schema import define
from graphsvc.projections.neo4j_server import Neo4jServer
from graphsvc.rdf.names import ID, rms
from graphsvc.rdf.terms import Literal, NamedNode
from tests.live.neo4j_making import (
    LABEL,
    PAGE,
    check,
    ends,
    graph_of,
    handed_in,
    labels,
    named,
    server_of,
    silent,
)
from tests.live.neo4j_server import USER
from tests.making import Bare, quad, relation, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphsvc.model.entities import Model
    from graphsvc.rdf.terms import Quad
    from graphsvc.registry import Registry
    from tests.live.neo4j_server import Neo4jProcess


WORDS = "CALL db.index.fulltext.queryNodes('graphsvc_text_ru', $words) YIELD node RETURN node.iri"
PAGES = "https://pages.example/1"
SAVED = Path(__file__).parents[2] / "docs" / "neo4j"
QUERIES = sorted(SAVED.glob("*.cypher"))


@pytest.fixture
def bare(tmp_path: Path, model: Model) -> Iterator[Bare]:
    opened = Bare(tmp_path, derivation=Derivation.of(model))
    yield opened
    opened.close()


@pytest.fixture
def graph(neo4j: Neo4jProcess, model: Model, bare: Bare) -> Iterator[Neo4jGraph]:
    with graph_of(neo4j, model, bare.journal) as opened:
        yield opened


def test_documents_and_demo_are_loaded_whole(
    neo4j: Neo4jProcess, model: Model, registry: Registry
) -> None:
    told: list[tuple[int, int]] = []
    with graph_of(neo4j, model, registry.journal) as graph:
        assert graph.sequence == 0
        graph.catch_up(registry.store, lambda done, total: told.append((done, total)))
        held = check(graph, model, registry.store)
        assert len(held.nodes) > 3_000
        assert len(held.edges) > 10_000
        assert graph.counts() == {"nodes": len(held.nodes), "relationships": len(held.edges)}
        assert told == sorted(told)
        assert told[-1] == (told[0][1], told[0][1])
        assert len(told) > 4
        found = graph.rows(WORDS + " LIMIT 500", {"words": "методическим AND советом"})
        named = {row["node.iri"] for row in found}
        assert {n.iri for n in held.nodes if n.properties.get("label_ru") == COUNCIL} <= named
        sequence, head, rows = graph.answer(
            "MATCH (s:Submission {sequence: $n}) RETURN s.time AS time, s.graphs AS graphs",
            {"n": 1},
        )
        assert (sequence, head) == (registry.journal.sequence, registry.journal.head)
        time = registry.journal.read(1).header.time.isoformat().replace("+00:00", "Z")
        assert rows == [{"time": time, "graphs": ["https://w3id.org/methodnet/derived"]}]


COUNCIL = "муниципальный методический совет"


@pytest.fixture
def whole(neo4j_process: Neo4jProcess, model: Model, registry: Registry) -> Iterator[Neo4jGraph]:
    """Documents and demo, loaded if need be."""
    with graph_of(neo4j_process, model, registry.journal) as graph:
        try:
            graph.catch_up(registry.store, silent)
        except ForeignDatabaseError:
            graph.begin_anew()
            graph.catch_up(registry.store, silent)
        yield graph


def test_the_page_has_every_saved_query_and_no_other() -> None:
    page = (SAVED.parent / "neo4j.md").read_text("utf-8")
    assert sorted(re.findall(r"\]\(neo4j/([\w-]+)\.cypher\)", page)) == [p.stem for p in QUERIES]
    assert len(QUERIES) >= 7


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_saved_query_shows_something(path: Path, whole: Neo4jGraph) -> None:
    text = path.read_text("utf-8")
    title, *head = [line for line in text.splitlines() if line.startswith("//")]
    assert re.fullmatch(r"// [А-Я].* · [A-Z].*", title)
    parameters = dict(re.findall(r"^// :param (\w+) => '(.*)'$", text, re.MULTILINE))
    (phrase,) = re.findall(r"^// Bloom: (.+)$", text, re.MULTILINE)
    assert len(head) == len(parameters) + 1
    in_query = set(re.findall(r"\$(\w+)", "\n".join(text.splitlines()[1 + len(head) :])))
    assert set(parameters) == set(re.findall(r"\$(\w+)", phrase)) == in_query
    assert whole.rows(text, parameters)


def test_a_record_that_changes_its_type_keeps_who_refers_to_it(
    graph: Neo4jGraph, model: Model, bare: Bare
) -> None:
    bare.submit("body/a", [*named("x/1", "Body", "а"), *relation("r/1", "x/2", "x/1")])
    graph.catch_up(bare.store, silent)
    assert labels(check(graph, model, bare.store))["x/1"] == "Body"
    bare.submit("body/a", [*named("x/1", "Person", "а"), *relation("r/1", "x/2", "x/1")])
    graph.catch_up(bare.store, silent)
    held = check(graph, model, bare.store)
    assert labels(held)["x/1"] == "Person"
    assert ends(held, "OBJECT") == [("r/1", "x/1")]


def test_a_stub_comes_becomes_a_record_and_goes_with_its_last_referrer(
    graph: Neo4jGraph, model: Model, bare: Bare
) -> None:
    def after(*quads: list[Quad]) -> dict[str, str]:
        bare.submit("body/a", [q for some in quads for q in some])
        graph.catch_up(bare.store, silent)
        return labels(check(graph, model, bare.store))

    first, second = relation("r/1", "x/1", "x/2"), relation("r/2", "x/1", "x/3")
    found = after(first, second)
    assert (found["x/1"], found["x/2"]) == ("External", "External")
    assert after(first, second, named("x/2", "Body", "а"))["x/2"] == "Body"
    assert after(first, second)["x/2"] == "External"
    found = after(second)
    assert "x/2" not in found
    assert found["x/1"] == "External"
    assert after(second, named("x/1", "Body", "а"))["x/1"] == "Body"
    assert "x/1" not in after(named("x/4", "Body", "а"))


def test_what_bodies_state_differently_is_there_as_long_as_they_do(
    graph: Neo4jGraph, model: Model, bare: Bare
) -> None:
    bare.submit(
        "body/a", [*named("x/1", "Body", "Совет"), quad("x/1", rms("size"), text("7", "integer"))]
    )
    bare.submit(
        "body/b", [*named("x/1", "Body", "Центр"), quad("x/1", rms("size"), text("9", "integer"))]
    )
    graph.catch_up(bare.store, silent)
    held = check(graph, model, bare.store)
    assert ends(held, "STATES") == [
        ("x/1", f"x/1/statement/{name}/{number}")
        for name in ("label_ru", "size")
        for number in (0, 1)
    ]
    stated = {
        (n.properties["value"], n.properties.get("number"))
        for n in held.nodes
        if n.label == "Statement"
    }
    assert stated == {("Совет", None), ("Центр", None), ("7", 7.0), ("9", 9.0)}
    bare.submit("body/b", named("x/1", "Body", "Совет"))
    graph.catch_up(bare.store, silent)
    assert ends(check(graph, model, bare.store), "STATES") == []


def test_an_edge_that_two_bodies_state_is_one_with_both_graphs(
    graph: Neo4jGraph, model: Model, bare: Bare
) -> None:
    page = quad("x/1", PAGE, NamedNode(PAGES))
    for body in ("body/a", "body/b"):
        bare.submit(body, [*named("x/1", "Body", "а"), page])
    graph.catch_up(bare.store, silent)
    (edge,) = [e for e in check(graph, model, bare.store).edges if e.type == "WEB_PAGE"]
    assert [g.rpartition("/")[2] for g in edge.graphs] == ["a", "b"]
    bare.submit("body/a", [])
    graph.catch_up(bare.store, silent)
    (edge,) = [e for e in check(graph, model, bare.store).edges if e.type == "WEB_PAGE"]
    assert [g.rpartition("/")[2] for g in edge.graphs] == ["b"]


@pytest.mark.parametrize("seed", range(3))
def test_edits_end_in_a_fresh_projection(
    seed: int, graph: Neo4jGraph, model: Model, bare: Bare, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)  # noqa: S311  # repeatable on purpose
    most = set[str]()
    for _ in range(6):
        for _ in range(chance.randrange(1, 4)):
            bare.submit(f"body/{chance.choice('ab')}", handed_in(chance))
        monkeypatch.setattr(following, "BATCH", chance.choice([3, 1_000]))
        graph.catch_up(bare.store, silent)
        most |= set(labels(check(graph, model, bare.store)).values())
    assert most >= {
        "Body",
        "Person",
        "Agreement",
        "Relation",
        "Statement",
        "External",
        "Submission",
    }


def test_texts_of_any_kind_survive(graph: Neo4jGraph, model: Model, bare: Bare) -> None:
    hostile = "`}) DETACH DELETE (n) // \\u0060 \\ ' \" $p {x} \n\t«ё» 🏫"
    bare.submit("body/a", [*named("x/1", "Body", hostile), quad("x/1", rms("note"), text(hostile))])
    graph.catch_up(bare.store, silent)
    check(graph, model, bare.store)
    rows = graph.rows(
        "MATCH (b:Body) WHERE b.label_ru = $text RETURN b.iri AS iri", {"text": hostile}
    )
    assert rows == [{"iri": f"{ID}x/1"}]


@pytest.mark.parametrize("name", ["Body` {x: 1}) DETACH DELETE n //", "Body\\u0060", "", "a b"])
def test_a_name_that_is_none_does_not_reach_the_server(name: str, neo4j: Neo4jProcess) -> None:
    neo4j.query("CREATE (:Body {iri: 'precious'})")
    hostile = Property(name, "https://x.example/p", "date", many=False)
    label = PropertyGraph((Label(name, "https://x.example/C", ()),), ())
    inner = PropertyGraph((Label("Thing", "https://x.example/C", (hostile,)),), ())
    refused = pytest.raises(ValueError, match=f"^{re.escape(name)}$")
    with server_of(neo4j) as server:
        for schema in (label, inner):
            with refused:
                define(server, schema)
        with refused:
            Neo4jGraph(server, label, lambda _: "")
    assert len(neo4j.query("MATCH (n:Body) RETURN n")) == 1
    assert not neo4j.query("SHOW INDEXES YIELD labelsOrTypes WHERE 'Thing' IN labelsOrTypes")


def test_words_are_found_in_any_form(graph: Neo4jGraph, bare: Bare) -> None:
    bare.submit(
        "body/a",
        [
            *named("x/1", "Body", "Районная методическая служба"),
            *named("x/2", "Body", "Центр поддержки учителей"),
            quad(
                "x/2",
                NamedNode(str(LABEL.value).replace("pref", "alt")),
                Literal("Опорная школа", language="ru"),
            ),
        ],
    )
    graph.catch_up(bare.store, silent)
    for words, key in (("методических службах", "1"), ("учителями", "2"), ("опорных школ", "2")):
        assert graph.rows(WORDS, {"words": words}) == [{"node.iri": f"{ID}x/{key}"}]
    assert graph.rows(WORDS, {"words": "директор"}) == []


def test_keys_are_unique_and_days_indexed(
    neo4j: Neo4jProcess, graph: Neo4jGraph, bare: Bare
) -> None:
    bare.submit("body/a", named("x/1", "Body", "а"))
    graph.catch_up(bare.store, silent)
    (found,) = neo4j.query(
        "SHOW CONSTRAINTS YIELD labelsOrTypes, properties, type WHERE 'Body' IN labelsOrTypes"
    )
    assert (found["properties"], found["type"]) == (["iri"], "UNIQUENESS")
    states = neo4j.query("SHOW INDEXES YIELD name, state, properties")
    assert {row["state"] for row in states} == {"ONLINE"}
    assert ["validTo"] in [row["properties"] for row in states]
    neo4j.query("CREATE INDEX graphsvc_of_yore FOR (n:Gone) ON (n.x)")
    neo4j.query("CREATE INDEX of_others FOR (n:Gone) ON (n.y)")
    graph.begin_anew()
    graph.catch_up(bare.store, silent)
    names = {row["name"] for row in neo4j.query("SHOW INDEXES YIELD name")}
    assert "of_others" in names
    assert "graphsvc_of_yore" not in names
    neo4j.query("DROP INDEX of_others")


def test_questions_only_read_and_end_in_time(neo4j: Neo4jProcess, graph: Neo4jGraph) -> None:
    with pytest.raises(QuerySyntaxError):
        graph.rows("CREATE (n:Body {iri: 'x'})", {})
    with pytest.raises(QuerySyntaxError):
        graph.rows("MATCH (n RETURN n", {})
    with server_of(neo4j) as server, pytest.raises(QueryTimeoutError):
        server.rows(
            "UNWIND range(1, 100000000) AS a UNWIND range(1, 100000) AS b RETURN count(*)", {}, 1
        )
    with pytest.raises(EngineFailedError):  # nothing was loaded yet
        graph.answer("RETURN 1", {})
    assert neo4j.query("MATCH (n) RETURN n") == []


def test_values_are_as_json_has_them(graph: Neo4jGraph) -> None:
    text = """RETURN date('2026-11-22') AS day, datetime('2026-11-22T12:00:00+03:00') AS moment,
    [1, 2.5, true, 'я', null] AS list, {a: date('2026-01-01')} AS map"""
    assert graph.rows(text, {}) == [
        {
            "day": "2026-11-22",
            "moment": "2026-11-22T09:00:00Z",
            "list": [1, 2.5, True, "я", None],
            "map": {"a": "2026-01-01"},
        }
    ]


def test_another_journals_database_is_left_alone_until_told(
    graph: Neo4jGraph, neo4j: Neo4jProcess, model: Model, bare: Bare, tmp_path: Path
) -> None:
    other = Bare(tmp_path / "other", derivation=Derivation.of(model))
    for number in range(3):
        other.submit("body/a", named(f"x/{number}", "Body", "а"))
    with graph_of(neo4j, model, other.journal) as others:
        others.catch_up(other.store, silent)
        bare.submit("body/a", named("x/8", "Body", "а"))
        for _ in range(4):  # behind, at the same sequence, and ahead of the other
            with pytest.raises(ForeignDatabaseError) as caught:
                graph.catch_up(bare.store, silent)
            assert caught.value.parameters["reason"] == "other-journal"
            bare.submit("body/a", named("x/9", "Body", str(bare.journal.sequence)))
        check(others, model, other.store)
        graph.begin_anew()
        graph.catch_up(bare.store, silent)
        check(graph, model, bare.store)
    other.close()


def test_foreign_nodes_are_left_alone_until_told_and_then_too(
    graph: Neo4jGraph, neo4j: Neo4jProcess, model: Model, bare: Bare
) -> None:
    neo4j.query("CREATE (:Cat {name: 'Мурка'})-[:LIKES]->(:Body {iri: 'not ours'})")
    bare.submit("body/a", named("x/1", "Body", "а"))
    with pytest.raises(ForeignDatabaseError) as caught:
        graph.catch_up(bare.store, silent)
    assert caught.value.parameters["reason"] == "foreign-data"
    assert len(neo4j.query("MATCH (n) RETURN n")) == 2
    graph.begin_anew()
    graph.catch_up(bare.store, silent)
    check(graph, model, bare.store)
    bare.submit("body/a", named("x/1", "Body", "б"))
    graph.catch_up(bare.store, silent)
    check(graph, model, bare.store)
    assert len(neo4j.query("MATCH (n:Cat) RETURN n")) == 1


def test_a_database_that_was_altered_is_told(
    graph: Neo4jGraph, neo4j: Neo4jProcess, model: Model, bare: Bare
) -> None:
    bare.submit("body/a", [*named("x/1", "Body", "а"), *named("x/2", "Body", "б")])
    graph.catch_up(bare.store, silent)
    neo4j.query("MATCH (n {iri: $iri}) DETACH DELETE n", iri=f"{ID}x/1")
    bare.submit("body/b", relation("r/1", "x/1", "x/2", "planned"))
    with pytest.raises(ForeignDatabaseError) as caught:
        graph.catch_up(bare.store, silent)
    assert caught.value.parameters["reason"] == "altered"
    assert graph.sequence == 1
    graph.begin_anew()
    graph.catch_up(bare.store, silent)
    check(graph, model, bare.store)


def test_another_model_is_loaded_anew(
    graph: Neo4jGraph, neo4j: Neo4jProcess, model: Model, bare: Bare
) -> None:
    bare.submit("body/a", [*named("x/1", "Body", "а"), *named("x/2", "Person", "б")])
    persons = PropertyGraph(
        (Label("Human", rms("Person").value, ()), Label("External", "", ())), ()
    )
    with server_of(neo4j) as server:
        earlier = Neo4jGraph(server, persons, lambda n: bare.journal.read(n).digest)
        earlier.catch_up(bare.store, silent)
        assert [n.label for n in earlier.dump().nodes] == ["Human"]
    assert graph.sequence == 0
    graph.catch_up(bare.store, silent)
    check(graph, model, bare.store)
    assert neo4j.query("MATCH (n:Human) RETURN n") == []


def test_a_routing_address_works(neo4j: Neo4jProcess, model: Model, bare: Bare) -> None:
    bare.submit("body/a", named("x/1", "Body", "а"))
    url = neo4j.url.replace("bolt", "neo4j")
    with Neo4jServer(url, USER, neo4j.password, "neo4j") as server:
        graph = Neo4jGraph(server, property_graph(model), lambda n: bare.journal.read(n).digest)
        graph.catch_up(bare.store, silent)
        check(graph, model, bare.store)


def test_who_is_refused_is_told_why(neo4j: Neo4jProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    # Under another name: the server locks a name after some wrong passwords.
    for user in ("nobody", ""):
        with Neo4jServer(neo4j.url, user, "wrong") as server, pytest.raises(ServerLoginError):
            server.check()
    with Neo4jServer("bolt://127.0.0.1:9", USER, "x") as server, pytest.raises(ServerAwayError):
        server.check()
    with (
        Neo4jServer(neo4j.url, USER, neo4j.password, "nosuch") as server,
        pytest.raises(SettingError) as caught,
    ):
        server.check()
    assert caught.value.parameters == {"name": "GRAPHSVC_NEO4J_DATABASE", "value": "nosuch"}
    with server_of(neo4j) as server:
        server.check()
        monkeypatch.setattr(servers, "_OLDEST", (2099, 1))
        with pytest.raises(ServerTooOldError) as too_old:
            server.check()
    assert too_old.value.parameters["found"] == "Neo4j/5.26.30"
    assert too_old.value.parameters["needed"] == "Neo4j 2099.1"


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1", "bolt", "", "bolt://", "bolt://neo4j:password@127.0.0.1"],
)
def test_an_address_that_is_none_is_a_wrong_setting(url: str) -> None:
    with pytest.raises(SettingError) as caught:
        Neo4jServer(url, "", "")
    assert caught.value.parameters == {"name": "GRAPHSVC_NEO4J_URL", "value": url}
