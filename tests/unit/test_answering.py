"""Our own JSON of an answer: rows and graph within their limits, and what was left out is said."""

from __future__ import annotations

import json
from typing import Any

import pytest

from graphsvc.isolation.answering import NODE_LIMIT, Answer, Graph, SizeError


def node(name: str) -> dict[str, Any]:
    return {"iri": name, "label": "Body", "properties": {}}


def edge(source: str, target: str) -> dict[str, Any]:
    return {"type": "KNOWS", "source": source, "target": target, "properties": {}}


def test_an_answer_has_its_rows_in_order() -> None:
    answer = Answer(["a", "б"], 3, 1_000)
    assert all(answer.add([number, "да"]) for number in range(3))
    assert answer.cut == {}
    assert json.loads(answer.body(9, Graph())) == {
        "columns": ["a", "б"],
        "rows": [[0, "да"], [1, "да"], [2, "да"]],
        "sequence": 9,
    }


def test_the_row_after_the_last_is_not_taken_and_told() -> None:
    answer = Answer(["a"], 2, 1_000)
    assert [answer.add([n]) for n in range(4)] == [True, True, False, False]
    found = json.loads(answer.body(9, Graph()))
    assert found["rows"] == [[0], [1]]
    assert found["cut"] == answer.cut == {"rows": 2}


def test_an_answer_without_rows_is_one() -> None:
    assert json.loads(Answer([], 0, 100).body(1, Graph()))["rows"] == []


@pytest.mark.parametrize("rows", [0, 1, 7])
def test_an_answer_is_never_longer_than_allowed(rows: int) -> None:
    def written(size_bytes: int) -> bytes:
        answer, graph = Answer(["имя"], 10, size_bytes), Graph()
        for _ in range(rows):
            answer.add(["я" * 10])
        graph.node(node("a"))
        return answer.body(1, graph)

    whole = written(10_000)
    for size_bytes in range(len(whole) + 40):
        try:
            assert len(written(size_bytes)) <= size_bytes
        except SizeError:
            assert size_bytes < len(whole) + 40
    assert written(len(whole) + 40) == whole


def test_a_graph_has_nodes_and_edges_once() -> None:
    graph = Graph()
    for _ in range(2):
        for name in ("a", "b"):
            graph.node(node(name))
        graph.edge(edge("a", "b"))
    graph.edge(edge("b", "a"))
    graph.edge(edge("a", "nowhere"))
    found = json.loads(Answer([], 0, 10_000).body(1, graph))["graph"]
    assert found == {
        "nodes": [node("a"), node("b")],
        "edges": [edge("a", "b"), edge("b", "a")],
    }


def test_a_graph_of_too_many_nodes_is_cut_and_told() -> None:
    graph = Graph()
    for number in range(NODE_LIMIT):
        graph.node(node(str(number)))
    graph.node(node("0"))
    assert not graph.cut
    graph.node(node("one more"))
    graph.edge(edge("0", "one more"))
    answer = Answer([], 0, 10**7)
    found = json.loads(answer.body(1, graph))
    assert found["cut"] == answer.cut == {"nodes": NODE_LIMIT}
    assert len(found["graph"]["nodes"]) == NODE_LIMIT
    assert found["graph"]["edges"] == []
