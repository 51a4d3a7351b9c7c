"""The digest: what the audits found, by addressee, and what of it is announced on the day.

A finding is announced on the first day it is there, on the day after its waiver has ended, and,
where something ends or falls due, 30, 7 and 0 days before. On other days it is listed quietly. By
the calendar a day is the first if the same data show no such finding for the day before.

What nobody owns goes to the body above: those that coordinate the bodies it is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from graphsvc.audits.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.audits.finding import Failure, Finding
    from graphsvc.audits.sources import Sources

__all__ = ["THRESHOLDS_DAYS", "Digest", "Notice", "Part", "make_digest"]

THRESHOLDS_DAYS: Final = (30, 7, 0)
NEW, BACK, DUE, QUIET, WAIVED = "new", "back", "due", "quiet", "waived"
_ABOVE = "who-coordinates"
_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Notice:
    """A finding in a digest.

    Attributes:
        why: `new`, `back`, `due`, or, where it is not announced, `quiet` or `waived`.
        days: days left until it is due, None where nothing is.
        above: whether it is nobody's own and goes to the body above.
    """

    finding: Finding
    why: str
    days: int | None
    above: bool

    @property
    def announced(self) -> bool:
        """Whether the day is one to tell of it."""
        return self.why in (NEW, BACK, DUE)


@dataclass(frozen=True)
class Part:
    """What one body is told; `body` is empty for what has neither owner nor body above."""

    body: str
    label: str
    notices: tuple[Notice, ...]

    @property
    def announced(self) -> list[Notice]:
        """What it is told of on this day."""
        return [n for n in self.notices if n.announced]

    @property
    def quiet(self) -> list[Notice]:
        """What stays as it was."""
        return [n for n in self.notices if not n.announced]


@dataclass(frozen=True)
class Digest:
    """A day's digest; `body` is the only addressee, empty for all of them."""

    on: date
    lang: str
    sequence: int
    body: str
    parts: tuple[Part, ...]
    failures: tuple[Failure, ...]

    @property
    def count(self) -> int:
        """Notices in all; one that goes to several bodies counts for each."""
        return sum(len(p.notices) for p in self.parts)


def make_digest(sources: Sources, *, on: date, lang: str, body: str = "") -> Digest:
    """Return the digest of a day.

    Args:
        body: IRI of the only addressee, empty for all.
    """
    found = sources.auditor.findings(on, lang=lang)
    before = {f.id: f for f in sources.auditor.findings(on - _A_DAY, lang=lang).findings}
    above = _Above(sources, on, lang)
    parts: dict[tuple[str, str], list[Notice]] = {}
    for finding in found.findings:
        why, days = _why(finding, before.get(finding.id), on)
        for addressee in above.addressees(finding):
            if body in ("", addressee[1]):
                notice = Notice(finding, why, days, above=not finding.body and bool(addressee[1]))
                parts.setdefault(addressee, []).append(notice)
    if body and not parts:
        parts[sources.labels.label(body, lang), body] = []
    ordered = sorted(parts.items(), key=lambda p: (not p[0][1], p[0]))
    told = tuple(Part(iri, label, tuple(notices)) for (label, iri), notices in ordered)
    return Digest(on, lang, found.sequence, body, told, found.failures)


def _why(finding: Finding, before: Finding | None, on: date) -> tuple[str, int | None]:
    """Return why a finding is announced or not, and the days left until it is due."""
    days = (finding.due - on).days if finding.due and finding.due >= on else None
    if finding.waiver:
        return WAIVED, days
    if before is None or finding.since == on:
        return NEW, days
    if before.waiver:
        return BACK, days
    return DUE if days in THRESHOLDS_DAYS else QUIET, days


class _Above:
    """Finds whom to tell of a finding."""

    def __init__(self, sources: Sources, on: date, lang: str) -> None:
        self._sources, self._on, self._lang = sources, on, lang
        self._places = Places(sources.store)
        self._known: dict[str, list[tuple[str, str]]] = {}

    def addressees(self, finding: Finding) -> Iterable[tuple[str, str]]:
        """Return name and IRI of the owner, else of the bodies above; of nobody if need be."""
        if finding.body:
            return [(finding.body_label, finding.body)]
        bodies = {b for record in finding.records for b in self._places.bodies(record)}
        return sorted({a for body in bodies for a in self._coordinators(body)}) or [("", "")]

    def _coordinators(self, body: str) -> list[tuple[str, str]]:
        if body not in self._known:
            asked = self._sources.asker.ask(
                self._sources.catalogue[_ABOVE],
                {"body": body},
                on=self._on.isoformat(),
                lang=self._lang,
            )
            self._known[body] = [
                (str(r["coordinatorLabel"]), str(r["coordinator"])) for r in asked.rows
            ]
        return self._known[body]
