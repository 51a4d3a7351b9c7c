"""What SHACL says of a graph, and of a change: only of records whose result it may alter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphsvc.rdf.names import DERIVED
from graphsvc.rdf.terms import NamedNode, in_graph
from graphsvc.validation.report import Report
from graphsvc.validation.worlds import AnyTime, Statements, World, seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graphsvc.projections.reading import StoreReader
    from graphsvc.rdf.terms import Quad, Triple
    from graphsvc.validation.report import Result
    from graphsvc.validation.shacl import Validator

__all__ = ["validate_change", "validate_graph"]

_Focus = dict[NamedNode, set[NamedNode]]
"""Records to validate by the graph that describes them."""
_Found = set[tuple[NamedNode, "Result"]]
"""Results, each with the graph whose record has it."""


def validate_graph(store: StoreReader, validator: Validator, graph: NamedNode) -> Report:
    """Return what the shapes say of all records of a stored graph."""
    state = Statements(store)
    return _report(_validate(validator, state, {graph: state.subjects(graph)}))


def validate_change(
    store: StoreReader,
    validator: Validator,
    graph: NamedNode,
    old: Iterable[Quad],
    new: Iterable[Quad],
) -> Report:
    """Return what the shapes say if `new` took the place of `old`, the graph as it is stored.

    Of records that are told otherwise every result; of others, in this graph or elsewhere, those
    that they have not had before.
    """
    before, after = Statements(store), Statements(store, graph, new)
    told = {q.triple for q in old} ^ {q.triple for q in new}
    changed = {t.subject for t in told if isinstance(t.subject, NamedNode)}
    focus = _affected(validator, graph, before, after, changed)
    found = _validate(validator, after, focus)
    others = {(g, r) for g, r in found if g != graph or NamedNode(r.focus) not in changed}
    if others:
        suspects: _Focus = {}
        for name, result in others:
            suspects.setdefault(name, set()).add(NamedNode(result.focus))
        found -= others & _validate(validator, before, suspects)
    return _report(found)


def _affected(
    validator: Validator,
    graph: NamedNode,
    before: Statements,
    after: Statements,
    changed: set[NamedNode],
) -> _Focus:
    """Return the records whose result may differ, as they are afterwards."""
    any_time = AnyTime(before, after, validator.vocabulary)
    if validator.reach.unbounded:
        records = {s for s in after.everything() if isinstance(s, NamedNode)}
    else:
        records = changed | validator.reach.affected(
            {t for s in changed for t in _difference(s, graph, before, after)}, any_time
        )
    focus: _Focus = {}
    for record in records:
        for name in after.of(record):
            if name != DERIVED:
                focus.setdefault(name, set()).add(record)
    return focus


def _difference(
    subject: NamedNode, graph: NamedNode, before: Statements, after: Statements
) -> frozenset[Triple]:
    """Return the triples of a record that this graph, or any other, sees come or go."""
    old, new = before.of(subject), after.of(subject)
    return (seen(old, graph) ^ seen(new, graph)) | (seen(old, None) ^ seen(new, None))


def _validate(
    validator: Validator, state: Statements, focus: Mapping[NamedNode, set[NamedNode]]
) -> _Found:
    """Return the results on records, each as the graph that describes it sees the data.

    What no two graphs see differently is validated together.
    """
    found: _Found = set()
    together: set[Triple] = set()
    homes: dict[str, NamedNode] = {}
    for graph, records in focus.items():
        world = World(state, validator.vocabulary, graph)
        if validator.reach.unbounded:
            triples = world.everything()
        else:
            triples = validator.reach.neighbourhood(records, world)
        if world.contested:
            found |= {(graph, r) for r in _results(validator, triples, records)}
        else:
            together |= triples
            homes |= {record.value: graph for record in records}
    records = {NamedNode(iri) for iri in homes}
    return found | {(homes[r.focus], r) for r in _results(validator, together, records)}


def _results(
    validator: Validator, triples: Iterable[Triple], records: set[NamedNode]
) -> tuple[Result, ...]:
    return validator.validate([in_graph(t) for t in triples], records).results if records else ()


def _report(found: _Found) -> Report:
    results = {result for _, result in found}
    return Report(()).joined(sorted(results, key=lambda r: (r.focus, r.shape, r.value, r.path)))
