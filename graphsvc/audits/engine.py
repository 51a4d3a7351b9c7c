"""The audits asked on a day: each row becomes a finding with its clause, owner and waiver."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graphsvc.audits.filling import finding_of
from graphsvc.audits.finding import Failure, Finding, Findings
from graphsvc.audits.kept import Kept
from graphsvc.audits.waivers import in_force
from graphsvc.errors import ParameterError, RegistryError
from graphsvc.questions.catalogue import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from graphsvc.model.entities import Model
    from graphsvc.projections.reading import StoreReader
    from graphsvc.questions.catalogue import Catalogue, Question
    from graphsvc.questions.running import Answer, Asker

__all__ = ["Auditor", "open_values"]

_KEPT = 2_000
"""Most answers of single audits that are kept for one state of the data."""
_RUNS_KEPT = 60
"""Most runs likewise: each holds all of its findings."""


class Auditor:
    """Asks every audit of the catalogue.

    Answers and whole runs are kept until the data change: a run of all audits costs seconds. Who
    wants one audit does not wait for a run of all of them.
    """

    def __init__(
        self, catalogue: Catalogue, asker: Asker, model: Model, store: StoreReader
    ) -> None:
        self._catalogue, self._asker = catalogue, asker
        self._model, self._store = model, store
        self._answers: Kept[Answer] = Kept(store, _KEPT)
        self._runs: Kept[Findings] = Kept(store, _RUNS_KEPT)

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
        chosen = self._chosen(audits)
        key = (tuple(q.id for q in chosen), on, lang)
        run = self._runs.get(key, lambda: self._run(chosen, on, lang), _complete)
        waivers = in_force(self._model, self._store, on, lang)
        kept = (
            replace(f, waiver=waivers[f.id]) if f.id in waivers else f
            for f in run.findings
            if severity in ("", f.severity) and body in ("", f.body)
        )
        return replace(run, findings=tuple(kept))

    def _run(self, chosen: Collection[Question], on: date, lang: str) -> Findings:
        """Return what audits find; whether it is waived is told later."""
        found: list[Finding] = []
        failures: list[Failure] = []
        sequence = self._store.sequence
        for audit in chosen:
            try:
                answer = self.answer(audit, on, lang)
            except RegistryError as error:
                failures.append(Failure(audit.id, audit.title[lang], error.slug))
                continue
            receipt = str(answer.receipt["id"])
            found += (finding_of(audit, row, on, lang, receipt) for row in answer.rows)
        ordered = sorted(self._once(found), key=_order)
        return Findings(on, sequence, tuple(ordered), tuple(failures))

    def asked(self, on: date, lang: str) -> bool:
        """Return whether all audits were asked for this day since the data last changed."""
        key = (tuple(q.id for q in self._chosen(())), on, lang)
        return self._runs.known(key)

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

    def answer(self, audit: Question, on: date, lang: str) -> Answer:
        """Return the answer to one audit on a day, as it is kept."""
        day = on if audit.date else None  # without a date it finds the same on every day
        named = day.isoformat() if day else None
        return self._answers.get(
            (audit.id, day, lang),
            lambda: self._asker.ask(audit, open_values(audit), on=named, lang=lang),
        )


def open_values(audit: Question) -> dict[str, str]:
    """Return the parameters of an audit asked about everything: only thresholds have a value."""
    return {
        p.name: "" if p.type in ("record", "concept") or not p.required else p.example
        for p in audit.parameters
    }


def _complete(run: Findings) -> bool:
    """Return whether every audit answered: one that failed may answer the next time."""
    return not run.failures


def _order(finding: Finding) -> tuple[int, str, str, str, str]:
    """Return a key: the gravest first; of one body, those without an owner last."""
    grave = SEVERITIES.index(finding.severity)
    body = finding.body_label or "\uffff"
    return grave, body, finding.audit, finding.about_label, finding.id
