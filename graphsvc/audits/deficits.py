"""The catalogue of deficits: where each was found, how often, and how many remedies it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphsvc.audits.kept import Kept
from graphsvc.audits.places import Places
from graphsvc.rdf.names import PREFIXES, RDF_TYPE, rms
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from graphsvc.audits.engine import Auditor
    from graphsvc.projections.reading import StoreReader

__all__ = ["LEAST", "Case", "Deficit", "Deficits"]

LEAST = 5
"""A smaller number could name a teacher: it is never shown (design, 3.11)."""
_KEPT = 20
_ENDED = "remedies-ended"
_SPATIAL = NamedNode(PREFIXES["dcterms"] + "spatial")


@dataclass(frozen=True)
class Case:
    """How many teachers of a territory have a deficit, by its latest diagnostic.

    Attributes:
        count: None where it is hidden: under `LEAST`, or such a one would follow from it.
        others: further counts that other sources state.
    """

    place: str
    count: int | None
    participants: int | None
    others: tuple[int, ...] = ()


@dataclass(frozen=True)
class Deficit:
    """A deficit of the public catalogue.

    Attributes:
        competences: IRIs of the categories; `subjects` of subject areas, `places` of territories.
        diagnostic: IRI of the latest in which it was found by the day, empty for none.
        outdated: that diagnostic holds no more.
        cases: of that diagnostic, by territory.
        total: the case of the territory that all the others lie in, None where none is stated.
        named: how many remedies an answer names; `valid` how many of them have not ended.
    """

    iri: str
    competences: tuple[str, ...]
    subjects: tuple[str, ...]
    places: tuple[str, ...]
    diagnostic: str
    held_on: str
    outdated: bool
    cases: tuple[Case, ...]
    total: Case | None
    named: int
    valid: int

    @property
    def hidden(self) -> int:
        """How many of its cases are hidden."""
        return sum(c.count is None for c in self.cases)

    @property
    def counted(self) -> int:
        """How many teachers its shown cases have together."""
        return sum(c.count or 0 for c in self.cases)


class Deficits:
    """Reads the catalogue; it is kept until the data change."""

    def __init__(self, auditor: Auditor, store: StoreReader) -> None:
        self._auditor, self._store = auditor, store
        self._kept: Kept[tuple[Deficit, ...]] = Kept(store, _KEPT)

    def all(self, on: date) -> tuple[Deficit, ...]:
        """Return every deficit as it stands on a day, by IRI."""
        return self._kept.get(on, lambda: tuple(self._read(on)))

    def near(self, territory: str) -> frozenset[str]:
        """Return a territory, all within it and all around it: whose deficits are its own, too."""
        found, ahead = Places(self._store).within(territory), [territory]
        while ahead:
            wider = self._values(ahead.pop(), rms("within"))
            ahead += [place for place in wider if place not in found]
            found.update(wider)
        return frozenset(found)

    def _read(self, on: date) -> Iterable[Deficit]:
        run = self._auditor.findings(on, audits=[_ENDED])
        ended = {(f.about["deficit"], f.about["remedy"]) for f in run.findings}
        for subject, _ in self._store.referrers(NamedNode(rms("Deficit").value), RDF_TYPE):
            iri = subject.value
            about = [s.value for s, _ in self._store.referrers(subject, rms("deficit"))]
            remedies = {v for record in about for v in self._values(record, rms("remedy"))}
            held = sorted(
                (day, diagnostic)
                for diagnostic in self._values(iri, rms("diagnostic"))
                for day in self._values(diagnostic, rms("date"))
                if day <= on.isoformat()
            )
            day, diagnostic = held[-1] if held else ("", "")
            until = self._values(diagnostic, rms("validTo")) if diagnostic else []
            cases = self._cases(about, diagnostic)
            total = self._total(cases)
            yield Deficit(
                iri=iri,
                competences=tuple(self._values(iri, rms("competence"))),
                subjects=tuple(self._values(iri, rms("subjectArea"))),
                places=tuple(self._values(iri, _SPATIAL)),
                diagnostic=diagnostic,
                held_on=day,
                outdated=any(last < on.isoformat() for last in until),
                cases=tuple(c for c in cases if c is not total),
                total=total,
                named=len(remedies),
                valid=sum((iri, remedy) not in ended for remedy in remedies),
            )

    def _cases(self, about: Iterable[str], diagnostic: str) -> list[Case]:
        found: list[Case] = []
        for record in about:
            if not diagnostic or diagnostic not in self._values(record, rms("diagnostic")):
                continue
            counts = sorted(int(v) for v in self._values(record, rms("count")))
            of = [int(v) for v in self._values(record, rms("participants"))]
            hidden = "true" in self._values(record, rms("suppressed"))
            shown = bool(counts) and not hidden and counts[0] >= LEAST
            found += [
                Case(
                    place,
                    counts[0] if shown else None,
                    max(of, default=None),
                    tuple(counts[1:]) if shown else (),
                )
                for place in self._values(record, _SPATIAL)
            ]
        return sorted(found, key=lambda c: c.place)

    def _total(self, cases: list[Case]) -> Case | None:
        """Return the case of a territory that those of all other cases lie in."""
        within = Places(self._store).within
        others = {case.place for case in cases}
        found = (c for c in cases if len(others) > 1 and others <= within(c.place))
        return next(found, None)

    def _values(self, record: str, path: NamedNode) -> list[str]:
        values = self._store.values(NamedNode(record), path)
        return sorted(v.value for v in values if isinstance(v, (NamedNode, Literal)))
