"""Which triples shapes look at, as an automaton that can be walked forwards and backwards.

A state is a place in the shapes: "a node held to this shape", "a value of that path". An edge is
one triple that is looked at on the way from one place to the next. What starts at a focus node
walks forwards to everything its result depends on; a triple that changed walks backwards to every
focus node whose result may depend on it.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, Protocol

from graphsvc.rdf.terms import Literal
from graphsvc.validation.paths import Choice, Path, Repeat, Sequence, Step

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from graphsvc.rdf.terms import NamedNode, Term, Triple

__all__ = ["Automaton", "State", "States", "Triples"]

State = int
States = frozenset[State]
_Steps = dict[Step, States]


class Triples(Protocol):
    """Triples that can be looked up from either end."""

    def about(self, subject: Term) -> Mapping[NamedNode, Iterable[Triple]]:
        """Return the triples of a subject by property."""
        ...

    def to(self, value: Term, predicates: frozenset[NamedNode] | None) -> Iterable[Triple]:
        """Return the triples that end in `value`, by any property where none is named."""
        ...


class _Edge(NamedTuple):
    source: State
    step: Step
    target: State


class Automaton:
    """States and edges; filled first, walked afterwards."""

    def __init__(self) -> None:
        self._names: dict[Hashable, State] = {}
        self._count = 0
        self._from: dict[State, list[_Edge]] = defaultdict(list)
        self._to: dict[State, list[_Edge]] = defaultdict(list)
        self._by: dict[Step, list[_Edge]] = defaultdict(list)
        # Steps that look at no triple, in both directions.
        self._joined: dict[State, set[State]] = defaultdict(set)
        self._joining: dict[State, set[State]] = defaultdict(set)
        self.starts: set[State] = set()
        self.closed = cache(self._closed)
        self.opened = cache(self._opened)
        self._onwards = cache(self._steps_onwards)
        self._back = cache(self._steps_back)
        self._reading = cache(self._states_reading)

    def state(self, name: Hashable = None) -> State:
        """Return the state of that name, a new one where there is no name."""
        if name in self._names:
            return self._names[name]
        self._count += 1
        if name is not None:
            self._names[name] = self._count
        return self._count

    def join(self, source: State, target: State) -> None:
        """Let whatever is at `source` be at `target`, too."""
        self._joined[source].add(target)
        self._joining[target].add(source)

    def add(self, source: State, path: Path, target: State) -> None:
        """Let `path` lead from `source` to `target`."""
        match path:
            case Step():
                edge = _Edge(source, path, target)
                self._from[source].append(edge)
                self._to[target].append(edge)
                self._by[path].append(edge)
            case Sequence():
                for part in path.parts[:-1]:
                    between = self.state()
                    self.add(source, part, between)
                    source = between
                self.add(source, path.parts[-1], target)
            case Choice():
                for part in path.parts:
                    self.add(source, part, target)
            case Repeat():
                before, after = self.state(), self.state()
                self.join(source, before)
                self.add(before, path.part, after)
                self.join(after, target)
                if path.optional:
                    self.join(source, target)
                if path.many:
                    self.join(after, before)

    def read(self, starts: Mapping[Term, States], triples: Triples) -> set[Triple]:
        """Return every triple that is looked at from nodes in these states on."""
        found: set[Triple] = set()
        walk = _Walk()
        for node, states in starts.items():
            walk.reach(node, states)
        for node, states in walk:
            for step, after in self._onwards(states).items():
                for triple in _taken(triples, node, step):
                    found.add(triple)
                    walk.reach(triple.subject if step.inverse else triple.object, after)
        return found

    def affected(self, changed: Iterable[Triple], triples: Triples) -> set[Term]:
        """Return the nodes from which a changed triple is looked at, if they are focus nodes.

        Args:
            changed: triples that came or went.
            triples: what there was before and what there is now, together: on the way to the first
                triple that differs everything was there before and still is.
        """
        found: set[Term] = set()
        walk = _Walk()
        for triple in changed:
            walk.reach(triple.subject, self._reading(triple.predicate, inverse=False))
            walk.reach(triple.object, self._reading(triple.predicate, inverse=True))
        for node, states in walk:
            if states & self.starts:
                found.add(node)
            before = self._back(states.intersection(self._to))
            predicates = _predicates(step for step in before if not step.inverse)
            if predicates is None or predicates:
                for triple in triples.to(node, predicates):
                    walk.reach(triple.subject, _after(before, triple.predicate, inverse=False))
            for step, earlier in before.items():
                if step.inverse:
                    for triple in _taken(triples, node, Step(step.predicate)):
                        walk.reach(triple.object, earlier)
        return found

    def _closed(self, states: States) -> States:
        """Return the states and those they are joined to."""
        return _closure(states, self._joined)

    def _opened(self, states: States) -> States:
        """Return the states and those that are joined to them."""
        return _closure(states, self._joining)

    def _steps_onwards(self, states: States) -> _Steps:
        steps: dict[Step, set[State]] = defaultdict(set)
        for edge in chain.from_iterable(self._from.get(state, ()) for state in states):
            steps[edge.step].add(edge.target)
        return {step: self.closed(frozenset(after)) for step, after in steps.items()}

    def _steps_back(self, states: States) -> _Steps:
        steps: dict[Step, set[State]] = defaultdict(set)
        for edge in chain.from_iterable(self._to.get(state, ()) for state in states):
            steps[edge.step].add(edge.source)
        return {step: self.opened(frozenset(before)) for step, before in steps.items()}

    def _states_reading(self, predicate: NamedNode, *, inverse: bool) -> States:
        edges = [
            *self._by.get(Step(predicate, inverse), ()),
            *self._by.get(Step(None, inverse), ()),
        ]
        return self.opened(frozenset(edge.source for edge in edges))


class _Walk:
    """Nodes with the states they were reached in and have not been looked at in."""

    def __init__(self) -> None:
        self._seen: dict[Term, set[State]] = defaultdict(set)
        self._waiting: dict[Term, set[State]] = {}

    def reach(self, node: Term, states: States) -> None:
        """Take up a node, unless it was reached in these states before."""
        if states and (new := states - self._seen[node]):
            self._seen[node] |= new
            self._waiting.setdefault(node, set()).update(new)

    def __iter__(self) -> Iterator[tuple[Term, States]]:
        while self._waiting:
            node, states = self._waiting.popitem()
            yield node, frozenset(states)


def _closure(states: States, onwards: Mapping[State, set[State]]) -> States:
    found, waiting = set(states), list(states)
    while waiting:
        new = onwards.get(waiting.pop(), set()) - found
        found |= new
        waiting.extend(new)
    return frozenset(found)


def _taken(triples: Triples, node: Term, step: Step) -> Iterable[Triple]:
    """Return the triples by which a step leads on from `node`."""
    if step.inverse:
        wanted = None if step.predicate is None else frozenset([step.predicate])
        return triples.to(node, wanted)
    if isinstance(node, Literal):
        return ()
    known = triples.about(node)
    if step.predicate is None:
        return chain.from_iterable(known.values())
    return known.get(step.predicate, ())


def _predicates(steps: Iterable[Step]) -> frozenset[NamedNode] | None:
    found = {step.predicate for step in steps}
    return None if None in found else frozenset(p for p in found if p is not None)


def _after(steps: _Steps, predicate: NamedNode, *, inverse: bool) -> States:
    nothing: States = frozenset()
    return steps.get(Step(predicate, inverse), nothing) | steps.get(Step(None, inverse), nothing)
