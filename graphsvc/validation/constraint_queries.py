"""What a SPARQL constraint looks at: its patterns, ordered so that each is reached from `$this`."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, Final, cast

import rdflib
from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, SequencePath
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.algebra import simplify, translateGroupGraphPattern
from rdflib.plugins.sparql.parserutils import CompValue

from graphsvc.rdf.terms import NamedNode
from graphsvc.validation.paths import Choice, Path, Repeat, Sequence, Step, inverted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["THIS", "Reading", "UnreadableQueryError", "readings"]

THIS: Final = "?this"
_PATH: Final = rdflib.Variable("PATH")
_OPTIONAL: Final = ("LeftJoin", "Minus")
_WRAPPING: Final = (
    *("SelectQuery", "AskQuery", "Project", "Distinct", "Reduced", "OrderBy", "Slice", "Group"),
    *("AggregateJoin", "Extend", "Filter"),
)


class UnreadableQueryError(Exception):
    """What the query looks at cannot be told from its text."""


@dataclass(frozen=True, slots=True)
class Reading:
    """From whatever `source` is bound to, the query follows `path` to `target`.

    Both are variables, blank nodes or terms of the query, as they are written.
    """

    source: str
    path: Path
    target: str


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Patterns that must all match, and groups of them that are tried on each match."""

    needed: tuple[tuple[Any, Any, Any], ...] = ()
    tried: tuple[_Patterns, ...] = ()

    def __add__(self, other: _Patterns) -> _Patterns:
        return _Patterns(self.needed + other.needed, self.tried + other.tried)

    def then(self, tried: Iterable[_Patterns]) -> _Patterns:
        return _Patterns(self.needed, (*self.tried, *tried))


def readings(text: str, prefixes: Mapping[str, str], path: Path | None) -> set[Reading]:
    """Return what the query follows from `$this` on.

    Args:
        text: SELECT or ASK with `$this`.
        prefixes: namespaces by prefix.
        path: what `$PATH` stands for.

    Raises:
        UnreadableQueryError: a pattern hangs on nothing that is reached from `$this`, or the query
            has parts that are not understood here.
    """
    try:
        query = prepareQuery(text, initNs=dict(prefixes))
    except Exception as error:  # the parser's own errors have no common class
        raise UnreadableQueryError(str(error)) from error
    if query.algebra.datasetClause is not None:
        raise UnreadableQueryError("FROM")
    found: set[Reading] = set()
    for variant in _variants(query.algebra):
        _follow(variant, [THIS], path, found)
    return found


def _variants(part: Any) -> list[_Patterns]:  # noqa: ANN401  # rdflib's
    """Return the alternatives of a part of the query: one of a UNION's branches in each."""
    name = part.name
    if name == "BGP":
        return [_Patterns(tuple(part.triples))]
    if name == "ToMultiSet" and part.p.name == "values":
        return [_Patterns()]
    if name == "Union":
        return [*_variants(part.p1), *_variants(part.p2)]
    if name == "Join":
        return [a + b for a, b in product(_variants(part.p1), _variants(part.p2))]
    if name in _OPTIONAL:
        tried = [*_variants(part.p2), *_asked(part.get("expr"))]
        return [given.then(tried) for given in _variants(part.p1)]
    if name in _WRAPPING:
        tried = [*_asked(part.get("expr"))]
        return [given.then(tried) for given in _variants(part.p)]
    raise UnreadableQueryError(str(name))


def _asked(expression: Any) -> Iterator[_Patterns]:  # noqa: ANN401
    """Yield what EXISTS and NOT EXISTS in an expression ask."""
    if isinstance(expression, CompValue):
        if expression.name in ("Builtin_EXISTS", "Builtin_NOTEXISTS"):
            graph = expression.graph
            # rdflib translates those that are a FILTER of their own, and leaves others as parsed.
            if graph.name == "GroupGraphPatternSub":
                graph = simplify(translateGroupGraphPattern(graph))
            yield from _variants(graph)
        else:
            parts = cast("dict[str, Any]", expression)
            yield from _asked([parts[name] for name in parts if name != "_vars"])
    elif isinstance(expression, (list, tuple)):
        for part in cast("list[Any]", expression):
            yield from _asked(part)


def _follow(patterns: _Patterns, known: list[str], path: Path | None, found: set[Reading]) -> None:
    """Add the readings of the patterns, each from an end that is known."""
    known = list(known)
    waiting = [Reading(s.n3(), _path(p, path), o.n3()) for s, p, o in patterns.needed]
    while waiting:
        one = _next(waiting, known)
        waiting.remove(one)
        found.add(
            one if one.source in known else Reading(one.target, inverted(one.path), one.source)
        )
        known += [end for end in (one.source, one.target) if end not in known]
    for tried in patterns.tried:
        _follow(tried, known, path, found)


def _next(waiting: list[Reading], known: list[str]) -> Reading:
    """Return a pattern that hangs on what is known: by its subject, else by what was known first.

    Raises:
        UnreadableQueryError: none does.
    """
    for pattern in waiting:
        if pattern.source in known:
            return pattern
    hanging = [p for p in waiting if p.target in known]
    if not hanging:
        raise UnreadableQueryError(f"a pattern hangs on nothing: {waiting[0].source}")
    return min(hanging, key=lambda p: known.index(p.target))


def _path(predicate: Any, given: Path | None) -> Path:  # noqa: ANN401, PLR0911  # a case each
    match predicate:
        case rdflib.URIRef():
            return Step(NamedNode(str(predicate)))
        case rdflib.Variable():
            if predicate == _PATH and given is not None:
                return given
            return Step(None)
        case SequencePath():
            return Sequence(tuple(_path(p, given) for p in predicate.args))
        case AlternativePath():
            return Choice(tuple(_path(p, given) for p in predicate.args))
        case InvPath():
            return inverted(_path(predicate.arg, given))
        case MulPath():
            return Repeat(_path(predicate.path, given), predicate.zero, predicate.more)
        case NegatedPath():
            return Choice((Step(None), Step(None, inverse=True)))
        case _:
            raise UnreadableQueryError(f"path {predicate}")
