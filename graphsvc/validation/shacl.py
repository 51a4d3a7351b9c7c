"""What shapes say of records, as plain data, whichever engine finds it out."""

from __future__ import annotations

import logging
from collections import defaultdict
from typing import TYPE_CHECKING, Final

import rdflib
from rdflib.namespace import RDF, SH

from graphsvc.rdf.names import PREFIXES
from graphsvc.rdf.terms import Literal, NamedNode
from graphsvc.validation.engines import TURBO, engine
from graphsvc.validation.reach import Reach
from graphsvc.validation.report import Report, Result
from graphsvc.validation.worlds import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib.term import Node

    from graphsvc.rdf.terms import Quad

__all__ = ["Validator"]

# Of each literal that is no date or number it logs a traceback; the shapes tell it, by its place.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)

_MESSAGE: Final = NamedNode(PREFIXES["sh"] + "message")
_ORDER: Final = {"Violation": 0, "Warning": 1, "Info": 2}


class Validator:
    """The shapes, parsed once.

    Args:
        shapes: the shapes graph.
        vocabulary: triples every validation needs: code lists and the ontology's classes.
        engine_name: what validates, `turbo` or `pyshacl`.

    Attributes:
        reach: what the shapes look at.
        vocabulary: those triples, by either end.

    Raises:
        SettingError: there is no such engine.
    """

    def __init__(
        self, shapes: Iterable[Quad], vocabulary: Iterable[Quad], engine_name: str = TURBO
    ) -> None:
        shapes, vocabulary = list(shapes), list(vocabulary)
        self._engine = engine(engine_name, shapes, vocabulary)
        self._messages = _messages(shapes)
        self.reach = Reach(shapes)
        self.vocabulary = Vocabulary(vocabulary)

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
        graph = self._engine.report(data, nodes)
        found = {
            self._result(graph, node)
            for report in graph.subjects(RDF.type, SH.ValidationReport)
            for node in graph.objects(report, SH.result)
        }
        wanted = (r for r in found if r.focus in nodes)
        ordered = sorted(wanted, key=lambda r: (_ORDER[r.severity], r.focus, r.shape, r.value))
        return Report(tuple(ordered))

    def _result(self, graph: rdflib.Graph, node: Node) -> Result:
        def text(predicate: rdflib.URIRef) -> str:
            value = graph.value(node, predicate)
            # A blank node's name is another one in each report.
            return "" if value is None or isinstance(value, rdflib.BNode) else str(value)

        # Of a SPARQL constraint's messages engines hand on one; the shapes have both languages.
        messages = [
            (m.language, str(m))
            for m in graph.objects(node, SH.resultMessage)
            if isinstance(m, rdflib.Literal) and m.language
        ]
        source = text(SH.sourceConstraint) or text(SH.sourceShape)
        return Result(
            focus=text(SH.focusNode),
            path=text(SH.resultPath),
            value=text(SH.value),
            shape=text(SH.sourceShape),
            severity=text(SH.resultSeverity).rpartition("#")[2],
            message=dict([*messages, *self._messages.get(f"<{source}>", ())]),
        )


def _messages(shapes: Iterable[Quad]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for quad in shapes:
        if quad.predicate == _MESSAGE and isinstance(quad.object, Literal) and quad.object.language:
            found[str(quad.subject)].append((quad.object.language, quad.object.value))
    return found
