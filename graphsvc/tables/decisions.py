"""What people decided a spelling to be: the decisions on identity that hold for a body.

A decision counts for the body that decided it, in whose graph it stands, and for those below: by
coordination, or by level within its territory. For other regions it does not count.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from graphsvc.access.standing import Standing
from graphsvc.errors import ColumnsError
from graphsvc.projections.word_forms import fold
from graphsvc.rdf.names import BASE, ID, PREFIXES, RDF_TYPE, compact, rms
from graphsvc.rdf.terms import Literal, NamedNode, Quad

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graphsvc.projections.reading import StoreReader
    from graphsvc.tables.regions import Regions

__all__ = ["Chosen", "Decisions", "InForce", "chosen_from", "chosen_text", "decision_quads"]

_GRAPH: Final = PREFIXES["graph"]
_CLASS: Final = rms("IdentityDecision")
_OUTCOME: Final = BASE + "scheme/identity-outcome/"
_BODY: Final = ID + "body/"
_LEVELS: Final = ("federal", "regional", "municipal", "institution")
"""Of these one stands above the next within a territory."""


@dataclass(frozen=True)
class Chosen:
    """What somebody who hands in a file said about a name that the registry does not know.

    Attributes:
        text: the name as it is spelt in the file.
        entities: the types of record that the cell takes; none for any.
        record: IRI of the record that is meant; empty where there is none such.
    """

    text: str
    entities: tuple[str, ...]
    record: str

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """By which a name is known again, however its case, quotes and the like are."""
        return fold(self.text), self.entities


@dataclass(frozen=True)
class InForce:
    """What holds for a body: records by the folded spelling that names them, or does not."""

    same: Mapping[str, tuple[str, ...]]
    different: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class _Decision:
    iri: str
    about: str
    spelling: str
    record: str
    outcome: str
    on: str
    revokes: frozenset[str]


class Decisions:
    """The decisions on spellings; read anew when the data have changed."""

    def __init__(self, store: StoreReader, regions: Regions) -> None:
        self._store, self._regions = store, regions
        self._standing = Standing(store)
        self._sequence = -1
        self._all: list[_Decision] = []
        self._held: dict[tuple[str, str], InForce] = {}

    def in_force(self, about: str, on: date | None = None) -> InForce:
        """Return what is decided for a body or document on a day, today by default."""
        day = (on or date.today()).isoformat()  # noqa: DTZ011  # a calendar day
        if self._sequence != (sequence := self._store.sequence):
            self._all, self._held, self._sequence = [*self._read()], {}, sequence
        if (about, day) not in self._held:
            self._held[about, day] = self._in_force(about, day)
        return self._held[about, day]

    def _in_force(self, about: str, day: str) -> InForce:
        above: frozenset[str] | None = None
        trusted: dict[str, bool] = {}
        own: list[_Decision] = []
        for decision in self._all:
            if decision.about not in trusted:
                if above is None:
                    above = self._standing.above(about)
                trusted[decision.about] = self._counts(decision.about, about, above)
            if trusted[decision.about] and decision.on <= day:
                own.append(decision)
        revoked = {iri for decision in own for iri in decision.revokes}
        found: dict[str, defaultdict[str, list[str]]] = {
            "same": defaultdict(list),
            "different": defaultdict(list),
        }
        for decision in own:
            if decision.iri not in revoked and decision.outcome in found and decision.spelling:
                found[decision.outcome][decision.spelling].append(decision.record)
        same, different = (
            {spelling: tuple(sorted(set(records))) for spelling, records in found[one].items()}
            for one in ("same", "different")
        )
        return InForce(same, different)

    def _counts(self, decider: str, about: str, above: frozenset[str]) -> bool:
        """Return whether what a body decided holds for another."""
        if decider == about or decider in above:
            return True
        if not about or not decider.startswith(_BODY):  # a page may ask for nobody in particular
            return False
        rank, other = self._rank(decider), self._rank(about)
        place = self._regions.places(decider)
        # Its own territory, not only one that both lie in.
        return rank < other and bool(place) and place <= self._regions.places(about)

    def _rank(self, about: str) -> int:
        """Return the place of a body's level among the levels; what has none stands lowest."""
        known = [_LEVELS.index(one) for one in self._standing.levels(about) if one in _LEVELS]
        return max(known, default=len(_LEVELS))

    def _read(self) -> Iterator[_Decision]:
        for record, _ in self._store.referrers(_CLASS, RDF_TYPE):
            said: dict[str, defaultdict[NamedNode, set[str]]] = {}
            for quad in self._store.quads(record):
                name, value = quad.graph_name, quad.object
                if isinstance(name, NamedNode) and name.value.startswith(_GRAPH):
                    told = said.setdefault(name.value, defaultdict(set))
                    if isinstance(value, (NamedNode, Literal)):
                        told[quad.predicate].add(value.value)
            for graph, told in said.items():
                yield _Decision(
                    record.value,
                    ID + graph.removeprefix(_GRAPH),
                    fold(min(told[rms("printedForm")], default="")),
                    min(told[rms("about")], default=""),
                    min(told[rms("outcome")], default="").removeprefix(_OUTCOME),
                    min(told[rms("decidedOn")], default=""),
                    frozenset(told[rms("revokes")]),
                )


def chosen_text(chosen: Iterable[Chosen]) -> str:
    """Return what was chosen as JSON."""
    told = [{"text": c.text, "entities": [*c.entities], "record": c.record} for c in chosen]
    return json.dumps({"names": told}, ensure_ascii=False)


def chosen_from(text: str) -> list[Chosen]:
    """Return what was chosen, from JSON.

    Raises:
        ColumnsError: it is no such text.
    """
    if not text:
        return []
    try:
        told: Any = json.loads(text)
        return [Chosen(n["text"], tuple(n["entities"]), n["record"]) for n in told["names"]]
    except (ValueError, KeyError, TypeError) as error:
        raise ColumnsError(value=text[:60], expected='{"names": […]}') from error


def decision_quads(
    store: StoreReader, about: str, chosen: Iterable[Chosen], reason: Mapping[str, str]
) -> list[Quad]:
    """Return the decisions that a body takes by handing in a file with these names.

    Args:
        about: IRI of whose data it is; a document decides nothing, so its decisions name no body.
        reason: why, by language.
    """
    today = date.today().isoformat()  # noqa: DTZ011  # a calendar day
    own = compact(about).partition("/")[2]
    quads: list[Quad] = []
    for one in chosen:
        told = f"{fold(one.text)}\n{one.record}\n{today}"
        digest = hashlib.sha256(told.encode()).hexdigest()[:10]
        node = _fresh(store, f"{ID}identity-decision/{own}-name-{digest}")
        said: list[tuple[NamedNode, NamedNode | Literal]] = [
            (RDF_TYPE, _CLASS),
            (rms("about"), NamedNode(one.record)),
            (rms("printedForm"), Literal(one.text)),
            (rms("outcome"), NamedNode(_OUTCOME + "same")),
            *((rms("reason"), Literal(text, language=lang)) for lang, text in reason.items()),
            (rms("decidedOn"), Literal(today, datatype=NamedNode(PREFIXES["xsd"] + "date"))),
        ]
        if about.startswith(_BODY):
            said.append((rms("decidedBy"), NamedNode(about)))
        quads += [Quad(node, predicate, value) for predicate, value in said]
    return quads


def _fresh(store: StoreReader, iri: str) -> NamedNode:
    """Return a name that nothing has: what was decided and revoked today has its own."""
    node, count = NamedNode(iri), 1
    while store.typed(node):
        count += 1
        node = NamedNode(f"{iri}-{count}")
    return node
