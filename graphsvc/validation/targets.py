"""Which shapes a node is a focus node of."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from graphsvc.rdf.names import PREFIXES, RDF_TYPE
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from graphsvc.rdf.terms import Term
    from graphsvc.validation.automaton import Triples

__all__ = ["Targets"]

_SUBCLASS: Final = NamedNode(PREFIXES["rdfs"] + "subClassOf")


class Targets:
    """Shapes by what their targets name: a class, a node, a property."""

    def __init__(self) -> None:
        self.classes: dict[Term, set[Term]] = defaultdict(set)
        self.nodes: dict[Term, set[Term]] = defaultdict(set)
        self.subjects: dict[Term, set[Term]] = defaultdict(set)
        self.objects: dict[Term, set[Term]] = defaultdict(set)

    def of(self, node: NamedNode, triples: Triples) -> set[Term]:
        """Return the shapes that `node` is a focus node of."""
        known = triples.about(node)
        found = set(self.nodes.get(node, ()))
        for kind in self._classes(node, triples):
            found |= self.classes.get(kind, set())
        for predicate in known:
            found |= self.subjects.get(predicate, set())
        for target, shapes in self.objects.items():
            if isinstance(target, NamedNode) and any(triples.to(node, frozenset([target]))):
                found |= shapes
        return found

    def _classes(self, node: Term, triples: Triples) -> set[Term]:
        found: set[Term] = set()
        waiting: list[Term] = [t.object for t in triples.about(node).get(RDF_TYPE, ())]
        while waiting:
            kind = waiting.pop()
            if kind not in found:
                found.add(kind)
                if isinstance(kind, NamedNode):
                    waiting += [t.object for t in triples.about(kind).get(_SUBCLASS, ())]
        return found
