"""The audits asked on a day: each row becomes a finding with its clause, owner and waiver."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from graphsvc.audits.filling import finding_of
from graphsvc.audits.finding import Failure, Finding, Findings
from graphsvc.audits.waivers import in_force
from graphsvc.errors import ParameterError, RegistryError
from graphsvc.questions.catalogue import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from graphsvc.model.entities import Model
    from graphsvc.projections.reading import StoreReader
    from graphsvc.questions.catalogue import Catalogue, Question
    from graphsvc.questions.running import Answer, Asker

__all__ = ["Auditor", "open_values"]

_KEPT = 2_000
"""Most answers of single audits that are kept for one state of the data."""

_Key = tuple[str, date | None, str]


class Auditor:
    """Asks every audit of the catalogue.

    An audit's answer is kept until the data change: a run of them all costs seconds.
    """

    def __init__(
        self, catalogue: Catalogue, asker: Asker, model: Model, store: StoreReader
    ) -> None:
        self._catalogue, self._asker = catalogue, asker
        self._model, self._store = model, store
        self._lock = threading.Lock()
        self._sequence = 0
        self._kept: dict[_Key, Answer] = {}

    @property
    def audits(self) -> tuple[Question, ...]:
        """The questions whose rows are findings."""
        return tuple(q for q in self._catalogue.questions if q.finding)

    def findings(
        self,
        on: date,
        *,
        audits: Iterable[str] = (),
        body: str = "",
        severity: str = "",
        lang: str = "ru",
    ) -> Findings:
        """Return what the audits find on a day, the gravest first, then by body and audit.

        What a general audit finds is left out where another of those asked finds something of the
        same body on the same basis: it says more.

        Args:
            audits: ids of the audits to ask, all where none is named.
            body: IRI of the body that has to act, empty for every body and none.
            severity: one of `SEVERITIES`, empty for all.

        Raises:
            ParameterError: there is no such severity, or no such audit.
        """
        if severity not in ("", *SEVERITIES):
            raise ParameterError(name="severity", value=severity, expected=", ".join(SEVERITIES))
        waivers = in_force(self._model, self._store, on, lang)
        found: list[Finding] = []
        failures: list[Failure] = []
        sequence = self._store.sequence
        for audit in self._chosen(audits):
            try:
                answer = self._asked(audit, on, lang)
            except RegistryError as error:
                failures.append(Failure(audit.id, audit.title[lang], error.slug))
                continue
            receipt = str(answer.receipt["id"])
            found += (finding_of(audit, row, on, lang, receipt) for row in answer.rows)
        wanted = (f for f in self._once(found) if severity in ("", f.severity))
        chosen = (f for f in wanted if body in ("", f.body))
        waived = (replace(f, waiver=waivers.get(f.id)) for f in chosen)
        return Findings(on, sequence, tuple(sorted(waived, key=_order)), tuple(failures))

    def finding(self, name: str, on: date, lang: str) -> Finding:
        """Return the finding with this id.

        Raises:
            ParameterError: no audit finds it on that day.
        """
        audit = name.rpartition("-")[0]
        if audit in {q.id for q in self.audits}:
            for one in self.findings(on, audits=[audit], lang=lang).findings:
                if one.id == name:
                    return one
        raise ParameterError(name="finding", value=name[:120], expected="a-finding")

    def _once(self, found: list[Finding]) -> list[Finding]:
        """Return the findings without those of general audits that another one stands for."""
        general = {q.id for q in self.audits if q.finding and q.finding.general}
        known = {
            (f.basis, body)
            for f in found
            if f.basis and f.audit not in general
            for body in {f.body, *f.about.values()}
        }
        return [
            f
            for f in found
            if f.audit not in general
            or not {(f.basis, f.body), (f.basis, f.about.get("body", ""))} & known
        ]

    def _chosen(self, names: Iterable[str]) -> Collection[Question]:
        known = {q.id: q for q in self.audits}
        chosen = list(names)
        for name in chosen:
            if name not in known:
                raise ParameterError(name="audit", value=name, expected="an-audit")
        return [known[name] for name in chosen] or list(known.values())

    def _asked(self, audit: Question, on: date, lang: str) -> Answer:
        with self._lock:  # who asks at the same time waits for the first and has its findings
            if self._sequence != self._store.sequence or len(self._kept) >= _KEPT:
                self._sequence = self._store.sequence
                self._kept.clear()
            day = on if audit.date else None  # without a date it finds the same on every day
            key = (audit.id, day, lang)
            if key not in self._kept:
                self._kept[key] = self._asker.ask(
                    audit, open_values(audit), on=day.isoformat() if day else None, lang=lang
                )
            return self._kept[key]


def open_values(audit: Question) -> dict[str, str]:
    """Return the parameters of an audit asked about everything: only thresholds have a value."""
    return {
        p.name: "" if p.type in ("record", "concept") or not p.required else p.example
        for p in audit.parameters
    }


def _order(finding: Finding) -> tuple[int, str, str, str, str]:
    """Return a key: the gravest first; of one body, those without an owner last."""
    grave = SEVERITIES.index(finding.severity)
    body = finding.body_label or "\uffff"
    return grave, body, finding.audit, finding.about_label, finding.id
