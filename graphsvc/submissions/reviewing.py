"""Whose submissions wait for somebody else's review, and whose: by the rules of the regions.

A rule counts only in the graph of a body of the federal or regional level, for the territory of
that body or a part of it. What a rule says is read from that one graph, so nobody else adds to it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphsvc.access.standing import Standing
from graphsvc.rdf.names import BASE, ID, PREFIXES, RDF_TYPE, graph_of, rms
from graphsvc.rdf.terms import Literal, NamedNode
from graphsvc.submissions.claims import Claims

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from graphsvc.projections.reading import StoreReader
    from graphsvc.rdf.terms import Term

__all__ = ["Binding", "Reviewing"]

_BODY: Final = PREFIXES["graph"] + "body/"
_LEVEL: Final = BASE + "scheme/level/"
_SPATIAL: Final = NamedNode(PREFIXES["dcterms"] + "spatial")
_RULE: Final = rms("ReviewRule")
_REGIONAL: Final = 2
"""The rank of the lowest level whose bodies may make rules."""

_Said = dict[NamedNode, set["Term"]]


@dataclass(frozen=True)
class Binding:
    """The rule that binds the submissions of a body.

    Attributes:
        rule: IRI of the rule.
        body: IRI of the body whose submissions it binds; for a document's, who keeps the dataset.
        keeper: IRI of the body that made the rule.
        reviewers: IRIs of the bodies any of which may accept, sorted; never empty.
    """

    rule: str
    body: str
    keeper: str
    reviewers: tuple[str, ...]


@dataclass(frozen=True)
class _Rule:
    iri: str
    keeper: str
    territory: str
    said: _Said


class Reviewing:
    """The review rules of a registry, as one store has them."""

    def __init__(self, store: StoreReader) -> None:
        self._store = store
        self._claims, self._standing = Claims(store), Standing(store)

    def binding(self, about: str, on: date) -> Binding | None:
        """Return the rule that binds submissions about a body or document, None where none does.

        Of several the one for the smallest territory counts, then the one that names kinds, then
        the one that names levels.

        Args:
            on: the day on which rules and coordination are in force.
        """
        body = self._answering(about)
        if not body:
            return None
        inside = self._claims.territories(body)
        rules = [r for r in self._rules() if r.territory in inside and self._binds(r, body, on)]
        if not rules:
            return None
        rule = min(rules, key=lambda r: (self._width(r), r.iri))
        return Binding(rule.iri, body, rule.keeper, self._reviewers(rule, body, on))

    def _answering(self, about: str) -> str:
        """Return the body that answers for submissions about a body or document, empty if none."""
        if about.startswith(ID + "body/"):
            return about
        graph, keeper = graph_of(about), rms("keeper")
        keepers = _iris(
            quad.object
            for dataset, _ in self._store.referrers(NamedNode(about), rms("describes"))
            for quad in self._store.quads(dataset)
            if quad.predicate == keeper and quad.graph_name == graph
        )
        return min(keepers, default="")

    def _rules(self) -> Iterator[_Rule]:
        """Yield the rules that count, whomever they bind and whenever."""
        for record, _ in self._store.referrers(_RULE, RDF_TYPE):
            stated: dict[str, _Said] = defaultdict(lambda: defaultdict(set))
            for quad in self._store.quads(record):
                if isinstance(quad.graph_name, NamedNode):
                    stated[quad.graph_name.value][quad.predicate].add(quad.object)
            for graph, said in sorted(stated.items()):
                if not graph.startswith(_BODY) or _RULE not in said[RDF_TYPE]:
                    continue
                keeper = ID + "body/" + graph.removeprefix(_BODY)
                rank = self._claims.rank(keeper)
                if rank is None or rank > _REGIONAL:
                    continue
                for territory in _iris(said[_SPATIAL]):
                    if self._claims.holds(keeper, territory):
                        yield _Rule(record.value, keeper, territory, said)

    def _binds(self, rule: _Rule, body: str, on: date) -> bool:
        day = on.isoformat()
        levels = {iri.removeprefix(_LEVEL) for iri in _iris(rule.said[rms("level")])}
        kinds = _iris(rule.said[rms("reviewedKind")])
        return (
            all(start <= day for start in _days(rule.said[rms("validFrom")]))
            and all(end >= day for end in _days(rule.said[rms("validTo")]))
            and (not levels or bool(levels & self._claims.levels(body)))
            and (not kinds or bool(kinds & _iris(self._claims.said(body, rms("kind")))))
        )

    def _width(self, rule: _Rule) -> tuple[int, bool, bool]:
        """Return what is less for a rule that is about less."""
        depth = len(self._claims.within(rule.territory))
        return -depth, not rule.said[rms("reviewedKind")], not rule.said[rms("level")]

    def _reviewers(self, rule: _Rule, body: str, on: date) -> tuple[str, ...]:
        named = _iris(rule.said[rms("reviewer")])
        return tuple(sorted(named or self._nearest(body, on) or {rule.keeper}))

    def _nearest(self, body: str, on: date) -> frozenset[str]:
        """Return the bodies above that stand above no other of them; all of them in a circle."""
        above = self._standing.above(body, on)
        farther = {b for one in above for b in self._standing.above(one, on)}
        return (above - farther) or above


def _iris(terms: Iterable[Term]) -> frozenset[str]:
    return frozenset(t.value for t in terms if isinstance(t, NamedNode))


def _days(terms: Iterable[Term]) -> list[str]:
    return [t.value for t in terms if isinstance(t, Literal)]
