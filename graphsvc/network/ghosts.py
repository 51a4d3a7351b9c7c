"""What a norm in force demands of the network and is missing, as audits find it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from graphsvc.audits.engine import open_values
from graphsvc.audits.filling import finding_of
from graphsvc.audits.kept import Kept
from graphsvc.audits.waivers import in_force
from graphsvc.errors import RegistryError
from graphsvc.network.asking import ALL, FACTS
from graphsvc.network.parts import AGREEMENT, COORDINATES, EXISTING, presence
from graphsvc.rdf.names import compact, expand

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.audits.finding import Finding
    from graphsvc.model.entities import Model
    from graphsvc.network.asking import Asked
    from graphsvc.network.graph import Graph
    from graphsvc.network.loading import Network
    from graphsvc.projections.reading import StoreReader
    from graphsvc.questions.catalogue import Catalogue
    from graphsvc.questions.running import Asker

__all__ = ["AUDITS", "COUNCIL", "Ghost", "Ghosts", "Missing"]

COUNCIL: Final = "council"
AUDITS: Final = {
    "agreements-missing": (AGREEMENT, "territory"),
    "uncoordinated-bodies": (COORDINATES, "jurisdiction"),
    "schools-without-council": (COUNCIL, "territory"),
}
"""The audits whose findings are links that should be there: what is missing, and the parameter that
narrows the audit to the norms of a territory."""
_ALL_MOST: Final = 5_000
"""Most bodies of a network that all regions together are audited of: it costs seconds."""
_KEPT: Final = 500


class Ghost(NamedTuple):
    """A link that should be there.

    Attributes:
        what: `agreement`, `coordinates` or `council`.
        node: the body that lacks it.
        source: the link's ends; empty where no partner is known.
        target: likewise.
        finding: what the audit says of it.
    """

    what: str
    node: str
    source: str
    target: str
    finding: Finding


class Missing(NamedTuple):
    """What is missing, and the audits that were not asked or could not be: it is not all then."""

    found: tuple[Ghost, ...] = ()
    not_asked: tuple[str, ...] = ()


class Ghosts:
    """Finds what is missing, one territory's norms at a time; its answers are kept."""

    def __init__(
        self, catalogue: Catalogue, asker: Asker, model: Model, store: StoreReader
    ) -> None:
        self._catalogue, self._asker = catalogue, asker
        self._model, self._store = model, store
        self._kept: Kept[tuple[Finding, ...]] = Kept(store, _KEPT)

    def of(self, network: Network, asked: Asked, lang: str) -> Missing:
        """Return what is missing on the day in the region asked for; norms alone lack nothing."""
        if asked.layer != FACTS:
            return Missing()
        facts, places = network.facts, set(network.norm_places.values())
        if asked.centre:
            places &= {*facts.above(facts.bodies[asked.centre].place)}
        elif asked.region != ALL:
            places &= {*facts.above(asked.region)}
        elif len(facts.bodies) > _ALL_MOST:
            return Missing(not_asked=tuple(AUDITS))
        found: dict[str, Ghost] = {}
        failed: set[str] = set()
        for audit in AUDITS:
            try:
                for finding in self._findings(audit, sorted(places), asked.on, lang):
                    if ghost := _ghost(network, finding, asked.on):
                        found[finding.id] = ghost
            except RegistryError:
                failed.add(audit)
        waivers = in_force(self._model, self._store, date.fromisoformat(asked.on), lang)
        told = (
            g._replace(finding=replace(g.finding, waiver=waivers.get(g.finding.id)))
            for g in found.values()
        )
        ordered = sorted(told, key=lambda g: (g.what, g.node, g.finding.id))
        return Missing(tuple(ordered), tuple(sorted(failed)))

    def findings(self, places: Iterable[str], on: str, lang: str) -> list[Finding]:
        """Return what the audits find of the norms of territories, but those that cannot be asked.

        Args:
            places: short names of the territories.
        """
        found: dict[str, Finding] = {}
        for audit in AUDITS:
            with suppress(RegistryError):
                found |= {f.id: f for f in self._findings(audit, sorted(places), on, lang)}
        return list(found.values())

    def _findings(self, audit: str, places: Iterable[str], on: str, lang: str) -> Iterable[Finding]:
        for place in places:
            ask = partial(self._ask, audit, place, on, lang)
            yield from self._kept.get((audit, place, on, lang), ask)

    def _ask(self, audit: str, place: str, on: str, lang: str) -> tuple[Finding, ...]:
        question, (_, parameter) = self._catalogue[audit], AUDITS[audit]
        values = open_values(question) | {parameter: expand(place)}
        answer = self._asker.ask(question, values, on=on, lang=lang)
        receipt, day = str(answer.receipt["id"]), date.fromisoformat(on)
        return tuple(finding_of(question, row, day, lang, receipt) for row in answer.rows)


def _ghost(network: Network, finding: Finding, on: str) -> Ghost | None:
    (what, _), about = AUDITS[finding.audit], finding.about
    node = compact(about.get("body") or about.get("school", ""))
    if node not in network.facts.bodies:
        return None
    source, target = "", ""
    if what == AGREEMENT:
        source, target = node, compact(about["partner"])
    elif what == COORDINATES:
        source, target = _coordinator(network, compact(about["norm"]), node, on), node
    known = source in network.facts.bodies and target in network.facts.bodies
    return Ghost(what, node, *((source, target) if known else ("", "")), finding)


def _coordinator(network: Network, norm: str, body: str, on: str) -> str:
    """Return who is to coordinate a body; where a norm names a kind, the one such body near."""
    subject = next((link.source for link in network.norms.links if link.record == norm), "")
    facts = network.facts
    if subject in facts.bodies:
        return subject
    kind, near = subject.rpartition("/")[2], _near(facts, body)
    fitting = [
        b
        for b in near
        if kind in facts.bodies[b].kinds and presence(facts.bodies[b], on) == EXISTING
    ]
    return fitting[0] if len(fitting) == 1 else ""


def _near(facts: Graph, body: str) -> list[str]:
    district = facts.district(body)
    return facts.districts[district] if district else facts.regions[facts.region(body)]
