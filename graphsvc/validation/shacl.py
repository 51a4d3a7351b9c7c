"""The SHACL engine behind one function: pyshacl over rdflib."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.namespace import RDF, SH

from graphsvc.validation.report import Report, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rdflib.term import Node

    from graphsvc.rdf.terms import NamedNode, Quad

__all__ = ["Validator"]

# pyshacl leaves its own results partly untyped.
_validate = cast("Callable[..., tuple[bool, rdflib.Graph, str]]", pyshacl.validate)  # pyright: ignore[reportUnknownMemberType]
_ORDER = {"Violation": 0, "Warning": 1, "Info": 2}


class Validator:
    """The shapes, parsed once.

    Args:
        shapes: the shapes graph.
        vocabulary: triples every validation needs: code lists and the ontology's classes.
    """

    def __init__(self, shapes: Iterable[Quad], vocabulary: Iterable[Quad]) -> None:
        self._shapes = _graph(shapes)
        self._vocabulary = list(vocabulary)

    def validate(self, data: Iterable[Quad], focus: Iterable[NamedNode]) -> Report:
        """Return what the shapes say of the focus nodes.

        Args:
            data: the triples to look at: the focus nodes' own, and of what they refer to enough to
                tell its type.
            focus: the nodes to validate.
        """
        nodes = {n.value for n in focus}
        if not nodes:
            return Report(())
        _, graph, _ = _validate(
            _graph([*data, *self._vocabulary]),
            shacl_graph=self._shapes,
            inference="none",
            allow_infos=True,
            allow_warnings=True,
        )
        # Not by pyshacl's own `focus_nodes`: it passes over nested shapes (sh:node, sh:or, sh:not)
        # of values that are not in the list, and so over every code list and every reference.
        report = _report(graph, self._shapes)
        return Report(tuple(r for r in report.results if r.focus in nodes))


def _graph(quads: Iterable[Quad]) -> rdflib.Graph:
    text = ox.serialize([q.triple for q in quads], format=ox.RdfFormat.N_TRIPLES)
    return rdflib.Graph().parse(data=text, format="nt")


def _report(graph: rdflib.Graph, shapes: rdflib.Graph) -> Report:
    results = {
        _result(graph, shapes, node)
        for report in graph.subjects(RDF.type, SH.ValidationReport)
        for node in graph.objects(report, SH.result)
    }
    ordered = sorted(results, key=lambda r: (_ORDER[r.severity], r.focus, r.shape, r.value))
    return Report(tuple(ordered))


def _result(graph: rdflib.Graph, shapes: rdflib.Graph, node: Node) -> Result:
    def text(predicate: rdflib.URIRef) -> str:
        return str(graph.value(node, predicate) or "")

    # Of the messages of a SPARQL constraint pyshacl hands on one; the shapes have both languages.
    source = graph.value(node, SH.sourceConstraint) or graph.value(node, SH.sourceShape)
    messages = [*graph.objects(node, SH.resultMessage), *shapes.objects(source, SH.message)]
    return Result(
        focus=text(SH.focusNode),
        path=text(SH.resultPath),
        value=text(SH.value),
        shape=text(SH.sourceShape),
        severity=text(SH.resultSeverity).rpartition("#")[2],
        message=_Messages(
            (m.language, str(m)) for m in messages if isinstance(m, rdflib.Literal) and m.language
        ),
    )


class _Messages(dict[str, str]):
    """Messages by language that can be a member of a set."""

    def __hash__(self) -> int:  # type: ignore[override]  # never changed after it is made
        return hash(tuple(sorted(self.items())))
