"""A fault of a query is told at its line, in the reader's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphsvc.api.query_faults import fault_of
from graphsvc.errors import QueryRefusedError, QuerySyntaxError, QueryTimeoutError
from graphsvc.isolation.guard import check_cypher, check_sparql
from graphsvc.model.property_graph import PropertyGraph, property_graph

if TYPE_CHECKING:
    from graphsvc.model.entities import Model

LIMITS = {"limit_bytes": 10_000, "depth_limit": 64}


@pytest.fixture(scope="module")
def graph(model: Model) -> PropertyGraph:
    return property_graph(model)


def test_the_line_is_shown_with_a_marker_under_the_place(graph: PropertyGraph) -> None:
    query = "SELECT ?a WHERE {\n\t?a foo:b ?c }"
    error = QuerySyntaxError(
        reason="error at 2:10: expected one of OPTIONAL, Prefix not found, [_]"
    )
    found = fault_of(error, query, "sparql", graph, "ru")
    assert (found.line, found.column) == (2, 5)
    assert found.text == "\t?a foo:b ?c }"
    assert found.before == "\t   "
    assert found.said.startswith("Этот префикс не объявлен")


def test_a_place_after_the_end_is_the_end(graph: PropertyGraph) -> None:
    found = fault_of(
        QuerySyntaxError(reason="error at 9:1: expected"), "ASK {", "sparql", graph, "en"
    )
    assert (found.line, found.column, found.text) == (1, 6, "ASK {")


def test_a_name_that_nothing_has_is_found_in_the_text_and_a_near_one_proposed(
    graph: PropertyGraph,
) -> None:
    query = "MATCH (a)\nMATCH (b:Agreemnt) RETURN b"
    error = QuerySyntaxError(reason="Table Agreemnt does not exist.")
    found = fault_of(error, query, "cypher", graph, "ru")
    assert (found.line, found.column) == (2, 10)
    assert found.said == "Метки или связи «Agreemnt» нет. Может быть, «Agreement»?"
    error = QuerySyntaxError(reason="Cannot find property validUntil for n.")
    found = fault_of(error, "MATCH (n) RETURN n.validUntil", "cypher", graph, "en")
    assert found.said == "“n” has no property “validUntil”."
    assert found.column == 20


def test_what_would_fit_is_told_where_that_is_little(graph: PropertyGraph) -> None:
    reason = "error at 1:9: expected one of DESCRIBE, SERVICE, [_]"
    found = fault_of(QuerySyntaxError(reason=reason), "SELECT {", "sparql", graph, "ru")
    assert found.said == "Здесь подошло бы: DESCRIBE."


@pytest.mark.parametrize(
    ("check", "engine", "query", "place"),
    [
        (check_sparql, "sparql", "ASK {\n  SERVICE <http://a> {} }", (2, 3)),
        (check_cypher, "cypher", "MATCH (n)\nSET n.x = 1", (2, 1)),
        (check_cypher, "cypher", "// первая\n CREATE (n)", (2, 2)),
    ],
)
def test_a_word_that_is_refused_is_marked(
    graph: PropertyGraph, check: object, engine: str, query: str, place: tuple[int, int]
) -> None:
    with pytest.raises(QueryRefusedError) as caught:
        check(query, **LIMITS)  # type: ignore[operator]
    found = fault_of(caught.value, query, engine, graph, "ru")
    assert (found.line, found.column) == place
    assert found.detail.startswith("Запрос не выполнялся")


def test_an_error_without_a_place_is_told_as_it_is(graph: PropertyGraph) -> None:
    error = QueryTimeoutError(limit="time", seconds=10)
    found = fault_of(error, "ASK {}", "sparql", graph, "ru")
    assert (found.line, found.status) == (0, 503)
    assert "10 с" in found.detail
