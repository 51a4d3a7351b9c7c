"""Reading and writing RDF: media types, our own files, blank nodes made IRIs."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graphsvc.errors import FormatError
from graphsvc.rdf.names import BASE, PREFIXES
from graphsvc.rdf.terms import BlankNode, NamedNode, Quad

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from graphsvc.rdf.terms import Term

__all__ = ["MEDIA_TYPES", "canonical", "format_of", "read_trusted", "serialize", "skolemize"]

MEDIA_TYPES: dict[str, ox.RdfFormat] = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/trig": ox.RdfFormat.TRIG,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
_EXTENSIONS = {
    "ttl": "text/turtle",
    "trig": "application/trig",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "rdf": "application/rdf+xml",
}


def format_of(name: str) -> ox.RdfFormat:
    """Return the RDF format of a media type or of a file name's extension.

    Raises:
        FormatError: neither is known.
    """
    media = name.partition(";")[0].strip().lower()
    media = _EXTENSIONS.get(media.rpartition(".")[2], media)
    if media not in MEDIA_TYPES:
        raise FormatError(value=name)
    return MEDIA_TYPES[media]


def read_trusted(folder: Path) -> list[Quad]:
    """Return the triples of every Turtle file in `folder`, blank nodes made IRIs.

    For our own files only: what strangers send is parsed in a child process.

    Raises:
        SyntaxError: of the file that it names.
    """
    quads: list[Quad] = []
    for path in sorted(folder.glob("*.ttl")):
        try:
            parsed = list(ox.parse(path.read_bytes(), ox.RdfFormat.TURTLE))
        except SyntaxError as error:
            error.filename = path.name
            raise
        quads += skolemize(parsed, f"{folder.name}/{path.name}")
    return quads


def skolemize(quads: Iterable[Quad], scope: str) -> list[Quad]:
    """Return the quads with each blank node replaced by an IRI, the same one every time.

    The IRI is made of `scope` and of the node's place in the file, so that the same file read
    again changes nothing (RDF 1.1 Concepts, 3.5).
    """
    names: dict[str, NamedNode] = {}

    def name(term: Term) -> Term:
        if not isinstance(term, BlankNode):
            return term
        if term.value not in names:
            key = hashlib.sha256(f"{scope}#{len(names)}".encode()).hexdigest()[:16]
            names[term.value] = NamedNode(f"{BASE}.well-known/genid/{key}")
        return names[term.value]

    return [
        Quad(name(q.subject), q.predicate, name(q.object), q.graph_name)  # type: ignore[arg-type]
        for q in quads
    ]


def canonical(quads: Iterable[Quad]) -> list[Quad]:
    """Return the quads as the store keeps them: each once, numbers and times in canonical form.

    The store takes "01"^^xsd:integer and gives "1"^^xsd:integer back; a change that is written in
    another form than the store's own would add what is there and remove what should stay.
    """
    store = ox.Store()
    store.extend(quads)
    return list(store)


def serialize(quads: Iterable[Quad], rdf_format: ox.RdfFormat) -> bytes:
    """Return the quads as text; graph names are dropped where the format has none."""
    named = rdf_format.supports_datasets
    ordered = sorted(quads, key=str)
    text = ox.serialize(
        ordered if named else [q.triple for q in ordered], format=rdf_format, prefixes=PREFIXES
    )
    return text or b""  # None only where an output file is given
