"""Namespaces and the IRIs of this registry; constants, so that query files run as they stand."""

from __future__ import annotations

import re
from typing import Final

from graphsvc.errors import ParameterError, RecordNotFoundError
from graphsvc.rdf.terms import NamedNode

__all__ = [
    "BASE",
    "DERIVED",
    "ID",
    "KEY",
    "MERGED_PREFIXES",
    "META",
    "ONTOLOGY",
    "PREFIXES",
    "QUESTIONS",
    "RDF_TYPE",
    "SHAPES",
    "SUBJECTS",
    "compact",
    "expand",
    "graph_of",
    "record_of",
    "rms",
    "subject_of",
]

BASE: Final = "https://w3id.org/methodnet/"
ID: Final = BASE + "id/"

PREFIXES: Final[dict[str, str]] = {
    "rms": BASE + "ontology#",
    "shape": BASE + "shapes#",
    "id": ID,
    "graph": BASE + "graph/",
    "scheme": BASE + "scheme/",
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "p-plan": "http://purl.org/net/p-plan#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sosa": "http://www.w3.org/ns/sosa/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

# Named graphs. Those under `graph/`, the ontology and what is derived make up the default graph.
ONTOLOGY: Final = NamedNode(BASE + "ontology")
SHAPES: Final = NamedNode(BASE + "shapes")
QUESTIONS: Final = NamedNode(BASE + "questions")
DERIVED: Final = NamedNode(BASE + "derived")
META: Final = NamedNode("urn:graphsvc:meta")
MERGED_PREFIXES: Final = (BASE + "graph/", ONTOLOGY.value, DERIVED.value)

KEY: Final = re.compile(r"[A-Za-z0-9]+(?:[./_-][A-Za-z0-9]+)*")
"""A record's key, the end of its IRI."""

# Whose data are kept in a graph of their own, by type and key.
SUBJECTS: Final = ("body", "document")
_SUBJECT: Final = re.compile(rf"(?:{'|'.join(SUBJECTS)})/{KEY.pattern}")

RDF_TYPE: Final = NamedNode(PREFIXES["rdf"] + "type")


def rms(name: str) -> NamedNode:
    """Return the term `rms:<name>` of the registry's ontology."""
    return NamedNode(PREFIXES["rms"] + name)


def expand(text: str) -> str:
    """Return the IRI that `text` names: an IRI, a prefixed name, or a record's short name.

    `body/lo-kopo` and `scheme/level/federal` are short names, as `compact` writes them.
    """
    if "://" in text or text.startswith("urn:"):
        return text
    prefix, colon, local = text.partition(":")
    if colon and prefix in PREFIXES:
        return PREFIXES[prefix] + local
    return (BASE if text.startswith(("scheme/", "graph/", "ontology", "shapes")) else ID) + text


def compact(iri: str) -> str:
    """Return the short name of one of our own IRIs, any other IRI as it is."""
    return iri.removeprefix(ID if iri.startswith(ID) else BASE)


def subject_of(name: str, parameter: str = "body") -> str:
    """Return the IRI of the body or document whose data are meant: one for each graph of theirs.

    Args:
        name: as `expand` reads it.
        parameter: what the request calls it.

    Raises:
        ParameterError: it names neither.
    """
    iri = expand(name)
    if not (iri.startswith(ID) and _SUBJECT.fullmatch(iri.removeprefix(ID))):
        raise ParameterError(name=parameter, value=name[:120], expected="a-body")
    return iri


def graph_of(about: str) -> NamedNode:
    """Return the named graph that holds what is submitted about the body or document `about`.

    Raises:
        ParameterError: it is neither.
    """
    return NamedNode(PREFIXES["graph"] + subject_of(about).removeprefix(ID))


def record_of(name: str) -> NamedNode:
    """Return the IRI that `name` stands for, as `expand` reads it.

    Raises:
        RecordNotFoundError: it cannot be an IRI, so nothing can be known under it.
    """
    try:
        return NamedNode(expand(name))
    except ValueError as error:
        raise RecordNotFoundError(name=name) from error
