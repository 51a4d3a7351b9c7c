"""The index from shapes to the triples they look at: whose result may a change alter?"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from graphsvc.rdf.names import PREFIXES, RDF_TYPE
from graphsvc.rdf.terms import Literal, NamedNode
from graphsvc.validation.automaton import Automaton
from graphsvc.validation.constraint_queries import THIS, UnreadableQueryError, readings
from graphsvc.validation.paths import Choice, Path, Repeat, Sequence, Step, inverted
from graphsvc.validation.targets import Targets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.rdf.terms import Quad, Term, Triple
    from graphsvc.validation.automaton import State, States, Triples

__all__ = ["Reach"]

_SH: Final = PREFIXES["sh"]
_RDF: Final = PREFIXES["rdf"]
_NIL: Final = NamedNode(_RDF + "nil")
_SUBCLASS: Final = NamedNode(PREFIXES["rdfs"] + "subClassOf")
_CLASSES: Final = Sequence(
    (Step(RDF_TYPE), Repeat(Step(_SUBCLASS), optional=True, many=True)),
)
# Constraints that hold a value to another shape, to several, or the node to another property.
_SHAPES: Final = ("node", "property", "not", "qualifiedValueShape")
_LISTS: Final = ("and", "or", "xone")
_PAIRS: Final = ("equals", "disjoint", "lessThan", "lessThanOrEquals")
# What is said of a shape and makes it look at no more triples.
_SILENT: Final = {
    *("path", "message", "severity", "deactivated", "name", "description", "order", "group"),
    *("defaultValue", "minCount", "maxCount", "datatype", "nodeKind", "pattern", "flags"),
    *("minInclusive", "maxInclusive", "minExclusive", "maxExclusive", "minLength", "maxLength"),
    *("languageIn", "uniqueLang", "in", "hasValue", "ignoredProperties"),
    *("qualifiedMinCount", "qualifiedMaxCount", "qualifiedValueShapesDisjoint"),
    *("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf"),
    *("prefixes", "select", "declare", "prefix", "namespace"),
}
_LOOKING: Final = {*_SHAPES, *_LISTS, *_PAIRS, "class", "closed", "sparql"}
_PATHS: Final = {
    "inversePath",
    "alternativePath",
    "zeroOrMorePath",
    "oneOrMorePath",
    "zeroOrOnePath",
}


class Reach:
    """What the shapes look at, forwards and backwards.

    Args:
        shapes: the shapes graph.

    Attributes:
        unbounded: what of the shapes may look at anything at all; a change may then alter any
            result.
    """

    def __init__(self, shapes: Iterable[Quad]) -> None:
        self._values: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for quad in shapes:
            self._values[quad.subject][quad.predicate.value].append(quad.object)
        self._automaton = Automaton()
        self.unbounded: list[str] = []
        self.targets = Targets()
        # One state for all: whose class is asked.
        self._classed = self._automaton.state()
        self._look(self._classed, _CLASSES)
        for shape in list(self._values):
            self._aim(shape)
            self._hold(shape)

    def affected(self, changed: Iterable[Triple], triples: Triples) -> set[NamedNode]:
        """Return the nodes whose result may differ.

        Args:
            changed: the triples that came or went.
            triples: what was there before and what is there now, together.
        """
        found = self._automaton.affected(changed, triples)
        return {node for node in found if isinstance(node, NamedNode)}

    def neighbourhood(self, focus: Iterable[NamedNode], triples: Triples) -> set[Triple]:
        """Return every triple that the results of the focus nodes depend on."""
        starts: dict[Term, States] = {}
        for node in focus:
            aimed = (self._state(shape) for shape in self.targets.of(node, triples))
            starts[node] = self._automaton.closed(frozenset(aimed))
        return self._automaton.read(starts, triples)

    def _state(self, shape: Term) -> State:
        return self._automaton.state(shape)

    def _of(self, node: Term, name: str) -> list[Term]:
        return self._values[node].get(_SH + name, [])

    def _list(self, node: Term) -> list[Term]:
        found: list[Term] = []
        while node != _NIL:
            found += self._values[node][_RDF + "first"]
            (node,) = self._values[node][_RDF + "rest"]
        return found

    def _aim(self, shape: Term) -> None:
        """Take up where a shape's focus nodes are."""
        state = self._state(shape)
        types = {
            t.value for t in self._values[shape].get(_RDF + "type", ()) if isinstance(t, NamedNode)
        }
        implicit = types & {PREFIXES["rdfs"] + "Class", PREFIXES["owl"] + "Class"}
        for_classes = [*self._of(shape, "targetClass"), *([shape] if implicit else [])]
        for kind, terms, path in (
            (self.targets.classes, for_classes, None),
            (self.targets.nodes, self._of(shape, "targetNode"), None),
            (self.targets.subjects, self._of(shape, "targetSubjectsOf"), False),
            (self.targets.objects, self._of(shape, "targetObjectsOf"), True),
        ):
            for term in terms:
                kind[term].add(shape)
                self._automaton.starts.add(state)
                if path is not None and isinstance(term, NamedNode):
                    self._look(state, Step(term, path))
        if for_classes:
            self._automaton.join(state, self._classed)

    def _look(self, state: State, path: Path) -> None:
        self._automaton.add(state, path, self._automaton.state())

    def _hold(self, shape: Term) -> None:
        """Take up what a shape looks at from a node that is held to it."""
        self._heed(shape)
        state = value = self._state(shape)
        path: Path | None = None
        if paths := self._of(shape, "path"):
            path = self._path(paths[0])
            value = self._automaton.state((shape, "value"))
            self._automaton.add(state, path, value)
        inner = [term for name in _SHAPES for term in self._of(shape, name)]
        inner += [t for name in _LISTS for head in self._of(shape, name) for t in self._list(head)]
        for other in inner:
            self._automaton.join(value, self._state(other))
        if self._of(shape, "class"):
            self._automaton.join(value, self._classed)
        for name in _PAIRS:
            for other in self._of(shape, name):
                self._look(state, self._path(other))
        if self._of(shape, "closed"):
            self._look(value, Step(None))
        for constraint in self._of(shape, "sparql"):
            self._ask(shape, constraint, path)

    def _heed(self, shape: Term) -> None:
        """Declare what is not understood to look at everything."""
        for predicate in self._values[shape]:
            name = predicate.removeprefix(_SH)
            if name != predicate and name not in _SILENT | _LOOKING | _PATHS:
                self.unbounded.append(f"sh:{name}")
        if self._of(shape, "qualifiedValueShapesDisjoint"):
            self.unbounded.append("sh:qualifiedValueShapesDisjoint")

    def _ask(self, shape: Term, constraint: Term, path: Path | None) -> None:
        """Take up what a query looks at."""
        prefixes = {
            one.value: namespace.value
            for scope in self._of(constraint, "prefixes")
            for declared in self._of(scope, "declare")
            for one in self._of(declared, "prefix")
            for namespace in self._of(declared, "namespace")
            if isinstance(one, Literal) and isinstance(namespace, Literal)
        }
        for text in self._of(constraint, "select"):
            if not isinstance(text, Literal):
                continue  # what is no text is no query
            try:
                found = readings(text.value, prefixes, path)
            except UnreadableQueryError as error:
                self.unbounded.append(f"{constraint}: {error}")
                continue
            for reading in found:
                source, target = (
                    self._state(shape)
                    if end == THIS
                    else self._automaton.state((constraint, shape, end))
                    for end in (reading.source, reading.target)
                )
                self._automaton.add(source, reading.path, target)

    def _path(self, node: Term) -> Path:
        if isinstance(node, NamedNode):
            return Step(node)
        for name, optional, many in (
            ("zeroOrMorePath", True, True),
            ("oneOrMorePath", False, True),
            ("zeroOrOnePath", True, False),
        ):
            for inner in self._of(node, name):
                return Repeat(self._path(inner), optional, many)
        for inner in self._of(node, "inversePath"):
            return inverted(self._path(inner))
        for inner in self._of(node, "alternativePath"):
            return Choice(tuple(self._path(part) for part in self._list(inner)))
        return Sequence(tuple(self._path(part) for part in self._list(node)))
