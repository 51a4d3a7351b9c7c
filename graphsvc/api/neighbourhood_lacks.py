"""What a body lacks, or others lack of it, that a norm demands: ends of links that are missing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphsvc.network.ghosts import AUDITS
from graphsvc.network.parts import AGREEMENT, COORDINATES
from graphsvc.rdf.names import PREFIXES, compact, rms
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from datetime import date

    from graphsvc.api.state import Service
    from graphsvc.audits.finding import Finding
    from graphsvc.projections.reading import StoreReader

__all__ = ["Lack", "lacks_of"]

_SPATIAL: Final = NamedNode(PREFIXES["dcterms"] + "spatial")
_STATUS: Final = NamedNode(PREFIXES["adms"] + "status")
_EXISTING: Final = "/existing"
_ATTACHED: Final = "attached-to"


@dataclass(frozen=True)
class Lack:
    """A link that should be there.

    Attributes:
        source: IRI of a body, or of the kind of bodies that the norm names.
        target: likewise.
        relation: code of the relation, or `agreement`.
        finding: what the audit says of it.
    """

    source: str
    target: str
    relation: str
    finding: Finding


def lacks_of(service: Service, iri: NamedNode, lang: str, on: date) -> list[Lack]:
    """Return the links of a body that norms of its territory demand and that are missing.

    The audits are those of the network's page, asked of the territories that the body lies in, and
    kept until the data change.
    """
    store = service.registry.store
    places = tuple(_places(store, iri))

    def by_end() -> dict[str, list[Lack]]:
        asked = [compact(p.value) for p in places]
        found: dict[str, list[Lack]] = defaultdict(list)
        for finding in service.registry.ghosts.findings(asked, on.isoformat(), lang):
            if lack := _lack(store, finding):
                for end in (lack.source, lack.target):
                    found[end].append(lack)
        return found

    known: dict[str, list[Lack]] = service.kept.get(("lacks", places, on, lang), by_end)
    return known.get(iri.value, [])


def _places(store: StoreReader, iri: NamedNode) -> list[NamedNode]:
    """Return the territory of a body and those that it lies in."""
    found: list[NamedNode] = []
    waiting = [v for v in store.values(iri, _SPATIAL) if isinstance(v, NamedNode)]
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.append(place)
            waiting += [v for v in store.values(place, rms("within")) if isinstance(v, NamedNode)]
    return found


def _lack(store: StoreReader, finding: Finding) -> Lack | None:
    what, _ = AUDITS[finding.audit]
    about, norm = finding.about, NamedNode(finding.about["norm"])
    body = about.get("body") or about.get("school", "")
    if what == AGREEMENT:
        return Lack(body, about["partner"], AGREEMENT, finding)
    other = _demanded(store, norm, NamedNode(body)) if what == COORDINATES else _kind(store, norm)
    return Lack(other, body, COORDINATES if what == COORDINATES else _ATTACHED, finding)


def _demanded(store: StoreReader, norm: NamedNode, body: NamedNode) -> str:
    """Return who is to coordinate a body: the one such body of its territory, else the kind."""
    named = [v.value for v in store.values(norm, rms("subject")) if isinstance(v, NamedNode)]
    if named:
        return min(named)
    kind = _kind(store, norm)
    fitting = {
        one.value
        for place in store.values(body, _SPATIAL)
        for one, _ in store.referrers(place, _SPATIAL)
        if NamedNode(kind) in store.values(one, rms("kind"))
        and any(str(v.value).endswith(_EXISTING) for v in store.values(one, _STATUS))  # type: ignore[union-attr]
    }
    return fitting.pop() if len(fitting) == 1 else kind


def _kind(store: StoreReader, norm: NamedNode) -> str:
    kinds = store.values(norm, rms("subjectKind"))
    return min((v.value for v in kinds if isinstance(v, NamedNode)), default="")
