"""What answers a deficit in a municipality: ranked, as a draft route; and whom to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphsvc.audits.kept import Kept
from graphsvc.rdf.names import BASE, PREFIXES, compact, rms
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from datetime import date

    from graphsvc.audits.deficits import Deficits
    from graphsvc.audits.sources import Sources

__all__ = ["TOPICS", "Help", "Reason", "Remedies", "Remedy", "Step"]

TOPICS = ("stated", "same-competence", "same-subject", "broader-subject")
"""How a remedy has to do with a deficit, as the code list of reasons has it; the surest first."""

_RANKED, _ROUTE, _REACHABLE = "ranked-remedies", "draft-route", "reachable-answers"
_KEPT = 300
_SCHEME = BASE + "scheme/"
_REASON = _SCHEME + "remedy-reason/"
_SPATIAL = NamedNode(PREFIXES["dcterms"] + "spatial")
_STATUS = NamedNode(PREFIXES["adms"] + "status")
_EXISTING = NamedNode(_SCHEME + "body-status/existing")
_NEAR = ("municipal-methodical-service", "municipal-education-authority")


@dataclass(frozen=True)
class Reason:
    """Why a remedy stands where it stands, and how many points that gave."""

    iri: str
    label: str
    points: int
    detail: str = ""


@dataclass(frozen=True)
class Remedy:
    """A remedy in its place; names stand beside IRIs, empty where there is none.

    Attributes:
        here: it can be reached from the municipality, as the question `reachable-answers` has it.
        agreement: IRI of an agreement in force that opens it.
        topic: how it has to do with the deficit, one of `TOPICS`; only `stated` says that
            somebody has named it as an answer.
    """

    iri: str
    label: str
    kind: str
    by: str
    by_label: str
    place: str
    place_label: str
    score: int
    since: str
    until: str
    free: int | None
    here: bool
    agreement: str
    agreement_label: str
    reasons: tuple[Reason, ...]
    topic: str


@dataclass(frozen=True)
class Step:
    """A step of a draft route; `topic` as of a `Remedy`."""

    iri: str
    label: str
    kind: str
    owner: str
    owner_label: str
    since: str
    until: str
    topic: str


@dataclass(frozen=True)
class Help:
    """What answers one deficit in one municipality on one day.

    Attributes:
        explanation: where nothing does, what the sources do not state.
        receipts: of the answers it is made of, the ranking's first.
    """

    deficit: str
    label: str
    remedies: tuple[Remedy, ...]
    route: tuple[Step, ...]
    explanation: str
    receipts: tuple[str, ...]

    @property
    def named(self) -> bool:
        """Whether any remedy is named as an answer to this very deficit."""
        return any(r.topic == "stated" for r in self.remedies)


class Remedies:
    """Asks the catalogued questions; answers are kept until the data change."""

    def __init__(self, sources: Sources, deficits: Deficits) -> None:
        self._sources, self._deficits = sources, deficits
        self._kept: Kept[Help] = Kept(sources.store, _KEPT)

    def help(self, deficit: str, municipality: str, on: date, lang: str) -> Help:
        """Return what answers a deficit in a municipality on a day.

        Args:
            deficit: IRI of a deficit; `municipality` of a territory.
        """
        return self._kept.get(
            (deficit, municipality, on, lang),
            lambda: self._asked(deficit, municipality, on, lang),
        )

    def whom_to_ask(self, municipality: str) -> tuple[tuple[str, str, str], ...]:
        """Return whom to ask where nothing answers: body, IRI of its kind or register, which it is.

        These are the municipality's methodical service and its education authority, as `kind`, and
        who keeps a bank of deficits of it or of what lies around it, as `register`.
        """
        store = self._sources.store
        around = self._deficits.near(municipality)
        found: list[tuple[str, str, str]] = []
        for name in _NEAR:
            kind = NamedNode(f"{_SCHEME}kind/{name}")
            for body, _ in store.referrers(kind, rms("kind")):
                spatial = store.values(body, _SPATIAL)
                exists = _EXISTING in store.values(body, _STATUS)
                if NamedNode(municipality) in spatial and exists:
                    found.append((body.value, kind.value, "kind"))
        content = NamedNode(f"{_SCHEME}register-content/deficits")
        for register, _ in store.referrers(content, rms("registerContent")):
            places = store.values(register, _SPATIAL)
            if not around & {v.value for v in places if isinstance(v, NamedNode)}:
                continue
            keepers = store.values(register, rms("keptBy"))
            found += [
                (k.value, register.value, "register") for k in keepers if isinstance(k, NamedNode)
            ]
        return tuple(found)

    def _asked(self, deficit: str, municipality: str, on: date, lang: str) -> Help:
        given = {"deficit": compact(deficit), "municipality": compact(municipality)}
        ask, catalogue = self._sources.asker.ask, self._sources.catalogue
        day = on.isoformat()
        ranked = ask(catalogue[_RANKED], given | {"diagnostic": ""}, on=day, lang=lang)
        route = ask(catalogue[_ROUTE], given, on=day, lang=lang)
        reachable = ask(catalogue[_REACHABLE], given, on=day, lang=lang)
        here = {row["remedy"] for row in reachable.rows}
        seen: dict[str, Remedy] = {}
        for row in ranked.rows:  # of a remedy in several places the best
            seen.setdefault(row["remedy"], self._remedy(row, here, lang))
        return Help(
            deficit=deficit,
            label=self._sources.labels.label(deficit, lang),
            remedies=tuple(seen.values()),
            route=tuple(_step(row) for row in route.rows),
            explanation=ranked.explanation,
            receipts=tuple(str(a.receipt["id"]) for a in (ranked, route, reachable)),
        )

    def _remedy(self, row: dict[str, Any], here: set[str], lang: str) -> Remedy:
        return Remedy(
            iri=row["remedy"],
            label=row["remedyLabel"],
            kind=row["remedyKindLabel"],
            by=row["by"] or "",
            by_label=row["byLabel"] or "",
            place=row["place"] or "",
            place_label=row["placeLabel"] or "",
            score=row["score"],
            since=row["startsOn"] or "",
            until=row["until"] or "",
            free=row["freeCapacity"],
            here=row["remedy"] in here,
            agreement=row["agreement"] or "",
            agreement_label=row["agreementLabel"] or "",
            reasons=tuple(self._reasons(row, lang)),
            topic=_topic(row),
        )

    def _reasons(self, row: dict[str, Any], lang: str) -> list[Reason]:
        """Return the reasons that gave points, those that took some among them."""

        def named(name: str) -> str:
            return self._sources.labels.label(_REASON + name, lang)

        places = "free-place" if (row["freeCapacity"] or 0) > 0 else "no-free-place"
        found = [
            Reason(row["topic"], row["topicLabel"], row["topicPoints"]),
            Reason(row["location"], row["locationLabel"], row["locationPoints"]),
            Reason(
                _REASON + "level-step",
                named("level-step"),
                row["levelPoints"],
                row["levelLabel"] or "",
            ),
            Reason(
                _REASON + "agreement-in-force",
                named("agreement-in-force"),
                row["agreementPoints"],
            ),
            Reason(row["availability"], row["availabilityLabel"], row["datePoints"]),
            Reason(_REASON + places, named(places), row["capacityPoints"]),
        ]
        return [r for r in found if r.points]


def _step(row: dict[str, Any]) -> Step:
    return Step(
        iri=row["remedy"],
        label=row["remedyLabel"],
        kind=row["remedyKindLabel"],
        owner=row["owner"] or "",
        owner_label=row["ownerLabel"] or "",
        since=row["startsOn"] or "",
        until=row["until"] or "",
        topic=_topic(row),
    )


def _topic(row: dict[str, Any]) -> str:
    return str(row["topic"]).removeprefix(_REASON)
