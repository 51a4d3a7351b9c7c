"""A report as SHACL has it: a graph of `sh:ValidationReport` and its results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphsvc.rdf.names import PREFIXES, RDF_TYPE
from graphsvc.rdf.terms import BlankNode, Literal, NamedNode, Triple

if TYPE_CHECKING:
    from graphsvc.validation.report import Report, Result

__all__ = ["report_graph"]

_BOOLEAN = NamedNode(PREFIXES["xsd"] + "boolean")


def _sh(name: str) -> NamedNode:
    return NamedNode(PREFIXES["sh"] + name)


def report_graph(report: Report) -> list[Triple]:
    """Return the triples of a report; values as the text that the report has of them.

    Source: W3C SHACL, 3.6 Validation Report.
    """
    node = BlankNode()
    conforms = "false" if report.results else "true"
    triples = [
        Triple(node, RDF_TYPE, _sh("ValidationReport")),
        Triple(node, _sh("conforms"), Literal(conforms, datatype=_BOOLEAN)),
    ]
    for result in report.results:
        found = BlankNode()
        triples += [Triple(node, _sh("result"), found), *_result(found, result)]
    return triples


def _result(node: BlankNode, result: Result) -> list[Triple]:
    triples = [
        Triple(node, RDF_TYPE, _sh("ValidationResult")),
        Triple(node, _sh("focusNode"), NamedNode(result.focus)),
        Triple(node, _sh("resultSeverity"), _sh(result.severity)),
        *(
            Triple(node, _sh("resultMessage"), Literal(text, language=lang))
            for lang, text in sorted(result.message.items())
        ),
    ]
    if result.shape.startswith("http"):
        triples.append(Triple(node, _sh("sourceShape"), NamedNode(result.shape)))
    if result.path.startswith("http"):
        triples.append(Triple(node, _sh("resultPath"), NamedNode(result.path)))
    if result.value:
        iri = result.value.startswith(PREFIXES["id"])
        value = NamedNode(result.value) if iri else Literal(result.value)
        triples.append(Triple(node, _sh("value"), value))
    return triples
