"""The RDF terms of pyoxigraph, under one name for modules that never touch a store."""

from __future__ import annotations

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

__all__ = ["BlankNode", "DefaultGraph", "Literal", "NamedNode", "Quad", "Term", "Triple"]

Term = NamedNode | BlankNode | Literal | Triple
