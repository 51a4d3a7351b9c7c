"""What is derived from a record, per touched subject.

Direct edges follow from relations, occurrences from activities, demands from norms, and provisions
from what meets demands.

A rule reads one record's triples and says which triples follow. Nothing of it is journalled; it is
withdrawn with its ground.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graphsvc.model.norms import NormRules, demands, provisions
from graphsvc.model.occurrences import occurrences
from graphsvc.rdf.names import BASE, PREFIXES, RDF_TYPE, rms
from graphsvc.rdf.terms import Literal, NamedNode, Triple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Self

    from graphsvc.model.entities import Model
    from graphsvc.rdf.terms import Term

__all__ = ["Derivation"]

_DATE = NamedNode(PREFIXES["xsd"] + "date")
# Planned, permitted and alternative relations are no facts: they get no direct edge.
_EFFECTIVE = {NamedNode(f"{BASE}scheme/modality/{m}") for m in ("rule", "in-force")}
_SUBJECTS = (rms("subject"), rms("subjectKind"), rms("subjectPost"))
_OBJECTS = (rms("object"), rms("objectKind"))


class Derivation:
    """The rules, bound to what the ontology says of relations and of requirements.

    Args:
        edges: for each class (`rms:Relation`, `rms:Norm`) the direct property of each relation.
        rules: how norms demand and records provide.
    """

    def __init__(
        self,
        edges: Mapping[NamedNode, Mapping[NamedNode, NamedNode]],
        rules: NormRules | None = None,
    ) -> None:
        self._edges = edges
        self._rules = rules or NormRules()

    @classmethod
    def of(cls, model: Model) -> Self:
        """Return the rules of a model."""
        return cls(model.edges, model.norm_rules)

    def derive(self, triples: Iterable[Triple]) -> set[Triple]:
        """Return what follows from the triples of one record."""
        values: dict[NamedNode, list[Term]] = defaultdict(list)
        subject: NamedNode | None = None
        for triple in triples:
            values[triple.predicate].append(triple.object)
            if isinstance(triple.subject, NamedNode):
                subject = triple.subject
        if subject is None:
            return set()
        derived: set[Triple] = set()
        for kind in values[RDF_TYPE]:
            if isinstance(kind, NamedNode) and kind in self._edges:
                derived |= self._direct_edges(kind, values)
            if kind == rms("Activity"):
                derived |= _occurrences(subject, values)
            if kind == rms("Norm"):
                derived.update(demands(subject, values, self._rules))
        derived.update(provisions(subject, values, self._rules))
        return derived

    def other_grounds(
        self,
        edge: Triple,
        records: Callable[[NamedNode, Term], Iterable[NamedNode]],
        describe: Callable[[NamedNode], Iterable[Triple]],
    ) -> set[NamedNode]:
        """Return the records from which `edge` follows too.

        Args:
            edge: a direct edge.
            records: the subjects of triples with this predicate and object.
            describe: the triples of a record.
        """
        candidates = {r for p in _SUBJECTS for r in records(p, edge.subject)}
        candidates &= {r for p in _OBJECTS for r in records(p, edge.object)}
        return {record for record in candidates if edge in self.derive(describe(record))}

    def _direct_edges(self, kind: NamedNode, values: Mapping[NamedNode, list[Term]]) -> set[Triple]:
        if not _EFFECTIVE.intersection(values.get(rms("modality"), ())):
            return set()
        relations = (r for r in values.get(rms("relation"), ()) if isinstance(r, NamedNode))
        properties = [self._edges[kind].get(r) for r in relations]
        return {
            Triple(s, p, o)
            for p in properties
            if p is not None
            for key in _SUBJECTS
            for s in values.get(key, ())
            for other in _OBJECTS
            for o in values.get(other, ())
            if isinstance(s, NamedNode) and isinstance(o, NamedNode)
        }


def _occurrences(activity: NamedNode, values: Mapping[NamedNode, list[Term]]) -> set[Triple]:
    def texts(name: str) -> list[str]:
        # Sorted: where two bodies differ, the choice must be the same on every replay.
        return sorted(v.value for v in values.get(rms(name), ()) if isinstance(v, Literal))

    windows = occurrences(
        texts("deadlineWindow"),
        next(iter(texts("recurrence")), None),
        next(iter(texts("deadlineStart")), None),
        next(iter(texts("deadlineEnd")), None),
    )
    derived: set[Triple] = set()
    for start, end in windows:
        node = NamedNode(f"{activity.value}/occurrence/{start}")
        derived |= {
            Triple(node, RDF_TYPE, rms("Occurrence")),
            Triple(node, rms("activity"), activity),
            Triple(node, rms("occurrenceStart"), Literal(start.isoformat(), datatype=_DATE)),
            Triple(node, rms("occurrenceEnd"), Literal(end.isoformat(), datatype=_DATE)),
        }
    return derived
