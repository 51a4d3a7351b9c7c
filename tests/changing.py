"""Random changes of a small network in several graphs: what hands come up with, and what breaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphsvc.rdf.names import ID, PREFIXES, RDF_TYPE, graph_of
from graphsvc.rdf.terms import Literal, NamedNode, Triple
from tests.far_reaching import VALUES, far_reaching, is_far
from tests.networks import quads, random_network

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from graphsvc.model.entities import Model

__all__ = ["Changes", "State", "view"]

State = dict[NamedNode, frozenset[Triple]]
"""What each graph says."""

_DAYS = ("2019-01-01", "2024-02-29", "2030-12-31")
_XSD = PREFIXES["xsd"]


def view(state: State, graph: NamedNode) -> set[Triple]:
    """Return all data as `graph` sees them: its own records as it tells them, others merged."""
    own = {t.subject for t in state[graph]}
    others = {t for told in state.values() for t in told if t.subject not in own}
    return others | state[graph]


@dataclass
class Changes:
    """Random states of a network, each one change of one graph away from the last.

    Args:
        chance: where the choices come from.
        keeping: how many in a hundred of the network's records there are at first; few leave
            references that lead nowhere.
    """

    chance: random.Random
    model: Model
    keeping: int = 12

    def walk(self, number: int) -> Iterator[tuple[State, NamedNode, State]]:
        """Yield, `number` times, a state, the graph that is changed, and the state afterwards."""
        state = {g: self._some(told) for g, told in self._network().items()}
        donor = self._network()
        for step in range(number):
            if step % 25 == 24:
                donor = self._network()
            graph = self.chance.choice(sorted(state, key=str))
            after = state | {graph: self._changed(state, graph, donor)}
            yield state, graph, after
            state = after

    def _network(self) -> State:
        network = random_network(self.chance, self.model)
        state = {
            graph_of(name): {q.triple for q in quads(network, self.model, name)}
            for name in network.graphs
        }
        for record in far_reaching(self.chance, self.model):
            state[self.chance.choice(sorted(state, key=str))] |= record
        return {graph: frozenset(told) for graph, told in state.items()}

    def _some(self, told: frozenset[Triple]) -> frozenset[Triple]:
        subjects = sorted({t.subject for t in told}, key=str)
        kept = {s for s in subjects if is_far(s) or self.chance.randrange(100) < self.keeping}
        return frozenset(t for t in told if t.subject in kept)

    def _changed(self, state: State, graph: NamedNode, donor: State) -> frozenset[Triple]:
        told = state[graph]
        change = self.chance.choice(
            (
                *(self._delete, self._delete, self._add, self._add, self._add),
                *(self._drop, self._retype, self._retype, self._relink, self._relink),
                *(self._rewrite, self._repeat, *[self._turn] * 9),
            )
        )
        for _ in range(self.chance.choice((1, 1, 1, 2, 5))):
            if not told:
                return donor[graph]
            told = change(told, state, donor)
        return told

    def _subject(self, told: frozenset[Triple]) -> NamedNode:
        found = self.chance.choice(sorted({t.subject for t in told}, key=str))
        assert isinstance(found, NamedNode)
        return found

    def _triple(self, told: frozenset[Triple], *, literal: bool | None = None) -> Triple:
        fitting = [t for t in told if literal is None or isinstance(t.object, Literal) == literal]
        return self.chance.choice(sorted(fitting or told, key=str))

    def _delete(self, told: frozenset[Triple], state: State, _: State) -> frozenset[Triple]:
        """A record goes, mostly one that others refer to."""
        referred = {t.object for ts in state.values() for t in ts} & {t.subject for t in told}
        near = frozenset(t for t in told if t.subject in referred)
        gone = self._subject(near or told)
        return frozenset(t for t in told if t.subject != gone)

    def _add(self, told: frozenset[Triple], _: State, donor: State) -> frozenset[Triple]:
        """A record comes, or takes the place of one of the same key."""
        new = frozenset(t for ts in donor.values() for t in ts)
        come = self._subject(new)
        kept = {t for t in told if t.subject != come}
        return frozenset(kept | {t for t in new if t.subject == come})

    def _drop(self, told: frozenset[Triple], _: State, __: State) -> frozenset[Triple]:
        return told - {self._triple(told)}

    def _retype(self, told: frozenset[Triple], _: State, __: State) -> frozenset[Triple]:
        subject = self._subject(told)
        kind = NamedNode(self.chance.choice(self.model.entities).iri)
        kept = {t for t in told if t.subject != subject or t.predicate != RDF_TYPE}
        return frozenset(kept | {Triple(subject, RDF_TYPE, kind)})

    def _relink(self, told: frozenset[Triple], state: State, __: State) -> frozenset[Triple]:
        """A reference leads elsewhere: to a record of the same type, of another, or to none."""
        triple = self._triple(frozenset(t for t in told if t.predicate != RDF_TYPE), literal=False)
        records = sorted(
            {
                t.subject.value
                for ts in state.values()
                for t in ts
                if isinstance(t.subject, NamedNode)
            }
        )
        folder = str(getattr(triple.object, "value", "")).rpartition("/")[0]
        alike = [r for r in records if r.rpartition("/")[0] == folder]
        nowhere = f"{ID}{self.chance.choice(['body', 'document'])}/nowhere"
        to = self.chance.choice(
            [self.chance.choice(alike or records), self.chance.choice(records), nowhere]
        )
        return (told - {triple}) | {Triple(triple.subject, triple.predicate, NamedNode(to))}

    def _rewrite(self, told: frozenset[Triple], _: State, __: State) -> frozenset[Triple]:
        """A value is another one, of the same datatype or not."""
        triple = self._triple(told, literal=True)
        value = Literal(
            self.chance.choice(_DAYS),
            datatype=NamedNode(_XSD + self.chance.choice(["date", "date", "string"])),
        )
        if isinstance(triple.object, Literal) and triple.object.datatype.value == _XSD + "integer":
            value = Literal(self.chance.choice([1, 4, 7, 60]))
        return (told - {triple}) | {Triple(triple.subject, triple.predicate, value)}

    def _turn(self, told: frozenset[Triple], _: State, __: State) -> frozenset[Triple]:
        """What a result elsewhere depends on by way of other records becomes another value."""
        far = sorted((t for t in told if t.predicate in VALUES and is_far(t.subject)), key=str)
        if not far:
            return told
        triple = self.chance.choice(far)
        value = self.chance.choice(VALUES[triple.predicate])
        return (told - {triple}) | {Triple(triple.subject, triple.predicate, value)}

    def _repeat(self, told: frozenset[Triple], state: State, __: State) -> frozenset[Triple]:
        """A record of another graph is told here, too, but for one of its triples."""
        other = state[self.chance.choice(sorted(state, key=str))]
        if not other:
            return told
        subject = self._subject(other)
        copied = sorted((t for t in other if t.subject == subject), key=str)
        return told | frozenset(copied[1:] if self.chance.randrange(2) else copied)
