"""The worker that answers free SPARQL over a copy of the store."""

from __future__ import annotations

import io
import json
import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from graphsvc.isolation.answering import Answer, Graph, SizeError
from graphsvc.isolation.working import refused, work
from graphsvc.rdf.names import ID, PREFIXES, RDF_TYPE
from graphsvc.rdf.terms import DefaultGraph, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from _typeshed import ReadableBuffer as Buffer

    from graphsvc.processes import Frame
    from graphsvc.rdf.terms import Term, Triple

__all__ = ["GRAPH_TYPES", "JSON", "SOLUTION_TYPES"]

JSON: Final = "application/json"
SOLUTION_TYPES: Final = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
    JSON,
)
GRAPH_TYPES: Final = (
    "text/turtle",
    "application/n-triples",
    "application/rdf+xml",
    "application/ld+json",
    JSON,
)
_DEFAULT: Final = DefaultGraph()
_QUOTE_LENGTH: Final = 300
_NAME: Final = NamedNode(PREFIXES["skos"] + "prefLabel")
_XSD: Final = PREFIXES["xsd"]

_Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class _RowsError(Exception):
    """The answer has more rows than allowed."""


class _Limited(io.BytesIO):
    """A buffer that takes no more than `limit` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: Buffer, /) -> int:
        """Take the bytes.

        Raises:
            SizeError: they are too many.
        """
        if self.tell() + memoryview(data).nbytes > self._limit:
            raise SizeError
        return super().write(data)


class _Sparql:
    """The store of a copy."""

    def open(self, copy: Path) -> None:
        """Open a folder that nobody writes."""
        self._store = ox.Store.read_only(str(copy))

    def close(self) -> None:
        """Release it."""
        del self._store

    def answer(self, request: dict[str, Any]) -> Frame:
        """Answer a query in the first accepted type that its kind of answer is written in."""
        try:
            return self._answer(request)
        except SyntaxError as error:
            return refused("syntax", value=str(error))
        except RuntimeError as error:
            return refused("syntax", value=str(error).partition("\n")[0][:_QUOTE_LENGTH])
        except (OSError, ValueError):
            return refused("evaluation")
        except _RowsError:
            return refused("rows")

    def _answer(self, request: dict[str, Any]) -> Frame:
        results = self._store.query(request["query"], prefixes=PREFIXES)
        offered = GRAPH_TYPES if isinstance(results, ox.QueryTriples) else SOLUTION_TYPES
        media = _chosen(request["accepted"], offered)
        if media is None:
            return refused("format", value=", ".join(request["accepted"])[:100])
        if media == JSON:
            return self._own(results, request)
        return {"media": media, "cut": {}}, _standard(results, media, request)

    def _own(self, results: _Results, request: dict[str, Any]) -> Frame:
        columns, rows = _table(results)
        answer = Answer(columns, request["rows"], request["bytes"])
        seen: dict[NamedNode, None] = {}
        pairs: dict[tuple[NamedNode, NamedNode], None] = {}
        stated: list[dict[str, Any]] = []
        for row in rows:
            if not answer.add([_plain(term) for term in row]):
                break
            records = [t for t in row if isinstance(t, NamedNode) and t.value.startswith(ID)]
            seen |= dict.fromkeys(records)
            if isinstance(results, ox.QueryTriples):
                stated.append(_edge(*row))
            else:
                pairs |= {(a, b): None for a in records for b in records if a != b}
        graph = Graph()
        for record in seen:
            if graph.take(record.value):
                graph.node(self._node(record))
        for edge in stated:
            graph.edge(edge)
        for a, b in pairs:
            for q in self._store.quads_for_pattern(a, None, b, _DEFAULT):
                graph.edge(_edge(a, q.predicate, b))
        body = answer.body(request["sequence"], graph)
        return {"media": JSON, "cut": answer.cut}, body

    def _node(self, record: NamedNode) -> dict[str, Any]:
        """Return a record with its label and names, called as the property graph calls them."""
        found = self._store.quads_for_pattern(record, RDF_TYPE, None, _DEFAULT)
        kinds = sorted(_local(q.object.value) for q in found if isinstance(q.object, NamedNode))
        names = {
            f"label_{q.object.language}": q.object.value
            for q in self._store.quads_for_pattern(record, _NAME, None, _DEFAULT)
            if isinstance(q.object, Literal) and q.object.language
        }
        return {"iri": record.value, "label": kinds[0] if kinds else "", "properties": names}


def _chosen(accepted: Iterable[str], offered: Sequence[str]) -> str | None:
    for wanted in accepted:
        for media in offered:
            if wanted in ("*/*", media, media.partition("/")[0] + "/*"):
                return media
    return None


def _standard(results: _Results, media: str, request: dict[str, Any]) -> bytes:
    """Return an answer as a standard has it.

    Raises:
        SizeError: it has too many bytes.
        _RowsError: it has too many rows, which no standard has a way to say.
    """
    out, most = _Limited(request["bytes"]), request["rows"]
    if isinstance(results, ox.QueryTriples):
        rdf_format = ox.RdfFormat.from_media_type(media)
        ox.serialize(_counted(results, most), out, format=rdf_format, prefixes=PREFIXES)
        return out.getvalue()
    results.serialize(out, format=ox.QueryResultsFormat.from_media_type(media))
    body = out.getvalue()
    if isinstance(results, ox.QuerySolutions) and _COUNTS[media](body) > most:
        raise _RowsError
    return body


def _counted(triples: Iterable[Triple], most: int) -> Iterator[Triple]:
    for number, triple in enumerate(triples):
        if number == most:
            raise _RowsError
        yield triple


_COUNTS: Final[dict[str, Callable[[bytes], int]]] = {
    "application/sparql-results+json": lambda body: len(json.loads(body)["results"]["bindings"]),
    "application/sparql-results+xml": lambda body: body.count(b"<result>"),
    # A line break between quotation marks is part of a value.
    "text/csv": lambda body: sum(p.count(b"\n") for p in body.split(b'"')[::2]) - 1,
    "text/tab-separated-values": lambda body: body.count(b"\n") - 1,
}


def _table(results: _Results) -> tuple[list[str], Iterator[Sequence[Term | None]]]:
    """Return the columns and rows of any kind of answer."""
    if isinstance(results, ox.QueryBoolean):
        return ["answer"], iter([[Literal(bool(results))]])
    if isinstance(results, ox.QueryTriples):
        names = ["subject", "predicate", "object"]
        return names, ([t.subject, t.predicate, t.object] for t in results)
    names = [v.value for v in results.variables]
    return names, ([solution[n] for n in names] for solution in results)


def _edge(source: Term | None, predicate: Term | None, target: Term | None) -> dict[str, Any]:
    ends = {"source": _plain(source), "target": _plain(target)}
    return {"type": _plain(predicate), **ends, "properties": {}}


def _plain(term: Term | None) -> object:
    """Return a term as JSON has it: IRIs and texts as strings, numbers and truth values as such."""
    if term is None or isinstance(term, NamedNode):
        return term.value if term else None
    if not isinstance(term, Literal):
        return str(term)
    space, _, kind = term.datatype.value.rpartition("#")
    try:
        return _READERS[kind](term.value) if space + "#" == _XSD else term.value
    except (KeyError, ValueError, OverflowError):
        return term.value


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _moment(text: str) -> str:
    moment = datetime.fromisoformat(text)
    moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.isoformat().replace("+00:00", "Z")


_READERS: Final[dict[str, Callable[[str], object]]] = {
    **dict.fromkeys(("integer", "int", "long", "short", "nonNegativeInteger"), int),
    **dict.fromkeys(("decimal", "double", "float"), _finite),
    "boolean": {"true": True, "1": True, "false": False, "0": False}.__getitem__,
    "dateTime": _moment,
}


def _local(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2]


if __name__ == "__main__":
    work(_Sparql())
