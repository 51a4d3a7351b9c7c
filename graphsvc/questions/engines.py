"""The engines that answer catalogued questions: a question and its values in, rows out."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from graphsvc.questions.binding import bind, terms
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from graphsvc.projections.cypher import EmbeddedCypher
    from graphsvc.projections.neo4j import Neo4jGraph
    from graphsvc.projections.reading import StoreReader
    from graphsvc.projections.sparql_http import SparqlServer
    from graphsvc.projections.versions import Version
    from graphsvc.questions.catalogue import Question
    from graphsvc.rdf.terms import Term

__all__ = [
    "CYPHER",
    "ENGINES",
    "SPARQL",
    "Asked",
    "CypherEngine",
    "Engine",
    "Neo4jEngine",
    "Row",
    "SparqlEngine",
    "SparqlServerEngine",
    "engine_then",
    "native",
    "shaped",
]

SPARQL: Final = "sparql"
CYPHER: Final = "cypher"
ENGINES: Final = (SPARQL, CYPHER)

Row = dict[str, Any]
_PARTS: Final = re.compile(r"[0-9]+|[^0-9]+")
_DIGITS: Final = 12
"""Significant digits of a decimal: engines differ in the last ones of a division."""


class Asked(NamedTuple):
    """Rows keyed by column, and the state of the data they were read from."""

    rows: list[Row]
    sequence: int
    head: str


class Engine(Protocol):
    """What answers questions in one language."""

    def ask(self, question: Question, values: Mapping[str, str]) -> Asked:
        """Return the rows of a question with these values bound."""
        ...


class SparqlEngine:
    """The embedded store, as of now or of an earlier state."""

    def __init__(self, store: StoreReader) -> None:
        self._store = store

    def ask(self, question: Question, values: Mapping[str, str]) -> Asked:
        """Return the rows of a question with these values bound."""
        sequence, head, solutions = self._store.select_state(bind(question, values))
        rows = ({n: _plain(t) for n, t in solution.items()} for solution in solutions)
        return Asked(shaped(question, rows), sequence, head)


class CypherEngine:
    """The embedded property graph, as of now or of an earlier state."""

    def __init__(self, graph: EmbeddedCypher) -> None:
        self._graph = graph

    def ask(self, question: Question, values: Mapping[str, str]) -> Asked:
        """Return the rows of a question with these values bound."""
        sequence, head, rows = self._graph.rows(question.ladybug, native(question, values))
        return Asked(shaped(question, rows), sequence, head)


class SparqlServerEngine:
    """A SPARQL server that follows the store."""

    def __init__(self, server: SparqlServer, time_limit_s: float) -> None:
        self._server, self._time_limit_s = server, time_limit_s

    def ask(self, question: Question, values: Mapping[str, str]) -> Asked:
        """Return the rows of a question with these values bound."""
        text = bind(question, values)
        sequence, head, solutions = self._server.answer(text, self._time_limit_s)
        rows = ({n: _plain(t) for n, t in solution.items()} for solution in solutions)
        return Asked(shaped(question, rows), sequence, head)


class Neo4jEngine:
    """A Neo4j database that follows the store."""

    def __init__(self, graph: Neo4jGraph) -> None:
        self._graph = graph

    def ask(self, question: Question, values: Mapping[str, str]) -> Asked:
        """Return the rows of a question with these values bound."""
        sequence, head, rows = self._graph.answer(question.cypher, native(question, values))
        return Asked(shaped(question, rows), sequence, head)


def engine_then(version: Version, name: str, wait_s: float | None) -> Engine:
    """Return what answers in a language as of an earlier state.

    Raises:
        VersionOpeningError: the state is not open in this language yet.
    """
    if name == SPARQL:
        return SparqlEngine(version.reader)
    return CypherEngine(version.cypher(wait_s))


def native(question: Question, values: Mapping[str, str]) -> dict[str, object]:
    """Return the parameters of a Cypher text; what is left open is the empty text."""
    return {name: _native(term) for name, term in terms(question, values).items()}


def shaped(question: Question, rows: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Return rows with the question's columns; those of a set once each, in natural order."""
    kinds = {c.name: c.type for c in question.columns}
    found = [{name: _typed(kind, row.get(name)) for name, kind in kinds.items()} for row in rows]
    if question.ordered:
        return found
    unique = {json.dumps(r, ensure_ascii=False, sort_keys=True): r for r in found}
    return sorted(unique.values(), key=_natural)


def _typed(kind: str, value: Any) -> Any:  # noqa: ANN401  # whatever JSON holds
    if value is None or isinstance(value, bool):
        return value
    if kind == "integer":
        return int(value)
    if kind == "decimal":
        return float(f"{float(value):.{_DIGITS}g}")
    return value


def _natural(row: Row) -> list[list[tuple[int, int, str]]]:
    """Return a key that sorts rows column by column, numbers within texts by their value."""
    return [
        [(1, int(part), "") if part.isdigit() else (2, 0, part) for part in _PARTS.findall(text)]
        for text in ("" if value is None else str(value) for value in row.values())
    ]


def _plain(term: Term) -> object:
    """Return a term as JSON has it: IRIs and texts as strings, numbers and truth values as such."""
    if not isinstance(term, Literal):
        return term.value if isinstance(term, NamedNode) else None
    kind = term.datatype.value.rpartition("#")[2]
    if kind == "integer":
        return int(term.value)
    if kind in ("decimal", "double", "float"):
        return float(term.value)
    return term.value == "true" if kind == "boolean" else term.value


def _native(term: Term | None) -> object:
    if not isinstance(term, Literal):
        return term.value if isinstance(term, NamedNode) else ""
    readers: dict[str, Callable[[str], object]] = {
        "date": date.fromisoformat,
        "integer": int,
        "decimal": float,
    }
    kind = term.datatype.value.rpartition("#")[2]
    if kind == "boolean":
        return term.value == "true"
    return readers[kind](term.value) if kind in readers else term.value
