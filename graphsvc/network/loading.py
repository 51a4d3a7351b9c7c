"""The network read from the store once, and kept in step with it record by record."""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from graphsvc.audits.kept import Kept
from graphsvc.network import records
from graphsvc.network.graph import Graph
from graphsvc.network.parts import AGREEMENT
from graphsvc.network.vocabulary import vocabulary
from graphsvc.projections.reading import Solutions
from graphsvc.projections.synthetic import synthetic_graphs
from graphsvc.rdf.names import PREFIXES, RDF_TYPE, compact, rms
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graphsvc.model.entities import Model
    from graphsvc.network.parts import Activity, Body, Link, Territory
    from graphsvc.network.records import Values
    from graphsvc.projections.reading import StoreReader

__all__ = ["Network", "Networks"]

_CLASSES: Final = ("Territory", "Body", "Relation", "Agreement", "Norm", "Post")
_PLANNING: Final = ("Activity", "Responsibility", "Document")
_RENEWS, _STATUS = rms("renews").value, PREFIXES["adms"] + "status"
_POST_IN: Final = PREFIXES["org"] + "postIn"
_GRAPHS: Final = "SELECT ?g ?s { GRAPH ?g { ?s a rms:Body } }"
_ANSWERS_KEPT: Final = 40
"""Of one state of the data; an answer about a region has some 100 KB."""
_ANEW_ABOVE: Final = 2_000
"""More journal entries, or changed records, than are read one by one."""


@dataclass(frozen=True)
class Network:
    """What is known of the network at a journal entry.

    Attributes:
        facts: bodies and what links them.
        norms: kinds, and bodies that norms name, with the norms between them; each norm's territory
            by its record in `norm_places`.
        plans: territory, first and last day of each plan.
        answering: who answers for each activity: bodies and codes of kinds.
    """

    sequence: int
    facts: Graph
    norms: Graph
    norm_places: dict[str, str]
    activities: tuple[Activity, ...]
    plans: dict[str, tuple[str, str, str]]
    answering: dict[str, tuple[str, ...]]


@dataclass
class _Held:
    """Records as they were read, by class and short name."""

    territories: dict[str, Territory] = field(default_factory=dict[str, "Territory"])
    bodies: dict[str, Body] = field(default_factory=dict[str, "Body"])
    relations: dict[str, Link] = field(default_factory=dict[str, "Link"])
    agreements: dict[str, Values] = field(default_factory=dict[str, "Values"])
    norms: dict[str, tuple[Link, str]] = field(default_factory=dict[str, "tuple[Link, str]"])
    posts: dict[str, str] = field(default_factory=dict[str, str])
    activities: dict[str, Activity] = field(default_factory=dict[str, "Activity"])
    plans: dict[str, tuple[str, str, str]] = field(
        default_factory=dict[str, "tuple[str, str, str]"]
    )
    duties: dict[str, tuple[str, str]] = field(default_factory=dict[str, "tuple[str, str]"])
    graphs: dict[str, tuple[str, ...]] = field(default_factory=dict[str, "tuple[str, ...]"])


class Networks:
    """Hands out the network of the present data.

    It is read whole at first; later only what was changed is. Who asks meanwhile waits for the
    first, so that it is read once.
    """

    def __init__(self, model: Model, store: StoreReader) -> None:
        self.vocabulary = vocabulary(model)
        self._store = store
        self.answers: Kept[bytes] = Kept(store, _ANSWERS_KEPT)
        self._lock = threading.Lock()
        self._held = _Held()
        self._present: Network | None = None

    def present(self) -> Network:
        """Return the network as the store has it now."""
        found, sequence = self._present, self._store.sequence
        if found and found.sequence == sequence:
            return found
        with self._lock:
            found, sequence = self._present, self._store.sequence
            if found is None or found.sequence != sequence:
                # What is read while somebody commits is read again: never less than `sequence`.
                held = _Held() if found is None else self._held
                if found is None or not self._follow(held, found.sequence, sequence):
                    held = self._read()
                self._held = held
                found = self._present = self._assembled(held, sequence)
            return found

    def _follow(self, held: _Held, after: int, until: int) -> bool:
        """Take up what was changed since; say whether it was little enough to."""
        if until - after > _ANEW_ABOVE or until < after:
            return False
        touched = self._store.touched(after)
        if len(touched) > _ANEW_ABOVE:
            return False
        for subject in touched:
            values: Values = defaultdict(list)
            for triple in self._store.describe(subject):
                values[triple.predicate.value].append(triple.object)
            self._forget(held, compact(subject.value))
            kinds = {t.value for t in values.get(RDF_TYPE.value, ()) if isinstance(t, NamedNode)}
            for name in (*_CLASSES, *_PLANNING):
                if rms(name).value in kinds:
                    self._take(held, name, subject.value, values)
            if rms("Body").value in kinds:
                graphs = self._store.graphs_with(subject, RDF_TYPE, rms("Body"))
                held.graphs[compact(subject.value)] = tuple(
                    g for g in graphs if g.startswith(PREFIXES["graph"])
                )
        return True

    def _read(self) -> _Held:
        held = _Held()
        for name in (*_CLASSES, *_PLANNING):
            for subject, values in self._records(name):
                self._take(held, name, subject, values)
        graphs: dict[str, list[str]] = defaultdict(list)
        for graph, subject in self._pairs(_GRAPHS):
            if graph.startswith(PREFIXES["graph"]):
                graphs[compact(subject)].append(graph)
        held.graphs = {body: tuple(sorted(names)) for body, names in graphs.items()}
        return held

    def _records(self, name: str) -> Iterator[tuple[str, Values]]:
        """Yield the records of a class; a query yields a subject's triples one after another."""
        results = self._store.query(f"SELECT ?s ?p ?o {{ ?s a rms:{name} ; ?p ?o }}")
        if not isinstance(results, Solutions):
            raise TypeError(name)
        found: dict[str, Values] = {}
        for row in results:
            subject, predicate, value = row["s"], row["p"], row["o"]
            if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode) and value:
                values = found.setdefault(subject.value, {})
                values.setdefault(predicate.value, []).append(value)
        yield from found.items()

    def _pairs(self, query: str) -> Iterator[tuple[str, str]]:
        results = self._store.query(query)
        if not isinstance(results, Solutions):
            raise TypeError(query)
        for row in results:
            first, second = row[0], row[1]
            if isinstance(first, NamedNode) and isinstance(second, NamedNode):
                yield first.value, second.value

    def _take(self, held: _Held, name: str, iri: str, values: Values) -> None:
        short = compact(iri)
        if name == "Territory":
            held.territories[short] = records.territory_of(iri, values)
        elif name == "Body":
            held.bodies[short] = records.body_of(iri, values, self.vocabulary.kind_order)
        elif name == "Relation" and (relation := records.relation_of(iri, values)):
            held.relations[short] = relation
        elif name == "Agreement":
            held.agreements[short] = values
        elif name == "Norm" and (norm := records.norm_of(iri, values)):
            held.norms[short] = norm, records.place_of(values)
        elif name == "Post":
            bodies = (t.value for t in values.get(_POST_IN, ()) if isinstance(t, NamedNode))
            held.posts[short] = compact(min(bodies, default=""))
        elif name == "Activity":
            held.activities[short] = records.activity_of(iri, values)
        elif name == "Document":
            held.plans[short] = records.plan_of(values)
        elif name == "Responsibility":
            held.duties[short] = records.answering(values)

    def _forget(self, held: _Held, short: str) -> None:
        for kept in (
            held.territories,
            held.bodies,
            held.relations,
            held.agreements,
            held.norms,
            held.posts,
            held.activities,
            held.plans,
            held.duties,
            held.graphs,
        ):
            kept.pop(short, None)

    def _assembled(self, held: _Held, sequence: int) -> Network:
        renewed = {
            compact(t.value)
            for values in held.agreements.values()
            if any(records.code(_text(t)) == "in-force" for t in values.get(_STATUS, ()))
            for t in values.get(_RENEWS, ())
            if isinstance(t, NamedNode)
        }
        links = [
            *held.relations.values(),
            *(
                link
                for short, values in held.agreements.items()
                for link in records.agreement_of(short, values, short in renewed)
            ),
        ]
        bodies = dict(held.bodies)
        facts = [one for link in links if (one := self._ended(link, held, bodies))]
        synthetic = synthetic_graphs(self._store)
        ends = {**self.vocabulary.kinds, **bodies}
        norms = [
            (one, place)
            for link, place in held.norms.values()
            if (one := self._ended(link, held, ends))
        ]
        named = {e for link, _ in norms for e in (link.source, link.target)}
        nodes = {e: ends[e] for e in sorted(named)}
        graph = dict(held.graphs)
        return Network(
            sequence,
            Graph(bodies, facts, dict(held.territories), graph, synthetic),
            Graph(nodes, [link for link, _ in norms], dict(held.territories), graph, synthetic),
            {link.record: place for link, place in norms},
            tuple(held.activities.values()),
            dict(held.plans),
            _by_activity(held.duties.values()),
        )

    def _ended(self, link: Link, held: _Held, bodies: dict[str, Body]) -> Link | None:
        """Return a link between bodies that are known, a post's body for the post."""
        if link.post:
            link = link._replace(source=held.posts.get(link.post, ""))
        if link.source not in bodies or link.target not in bodies or link.source == link.target:
            return None
        if link.relation == AGREEMENT:
            rank = self.vocabulary.rank
            ends = (bodies[link.source], bodies[link.target])
            above, below = sorted(ends, key=lambda b: (rank.get(b.level, 0), b.id))
            return link._replace(source=above.id, target=below.id)
        return link


def _by_activity(duties: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for activity, who in duties:
        if who:
            found[activity].add(who)
    return {activity: tuple(sorted(named)) for activity, named in found.items()}


def _text(term: object) -> str:
    return term.value if isinstance(term, (NamedNode, Literal)) else ""
