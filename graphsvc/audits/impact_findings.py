"""What audits would find after a change that they do not find now, and the other way round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphsvc.audits.engine import Auditor
from graphsvc.audits.impact_asking import LimitedAsker

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from graphsvc.audits.finding import Failure, Finding
    from graphsvc.audits.impact_asking import Reasker
    from graphsvc.questions.catalogue import Catalogue, Question
    from graphsvc.questions.running import Answer

__all__ = ["FindingChanges", "finding_changes"]


@dataclass(frozen=True)
class FindingChanges:
    """The findings that a change concerns, the gravest first.

    Attributes:
        appear: they are not there now.
        disappear: they would be gone.
        altered: the same finding before and after, where owner, severity, days, basis or waiver
            differ.
        failures: the audits of which it is not known.
    """

    appear: tuple[Finding, ...]
    disappear: tuple[Finding, ...]
    altered: tuple[tuple[Finding, Finding], ...]
    failures: tuple[Failure, ...]


class _After(LimitedAsker):
    """Asks of the data as they would be what the change may alter; the rest was answered before."""

    def __init__(self, asker: Reasker, before: Auditor, on: date, lang: str) -> None:
        super().__init__(asker.model, asker.after, asker.allowance)
        self._reasker, self._before, self._how = asker, before, (on, lang)

    def ask(self, question: Question, given: Mapping[str, str], **how: Any) -> Answer:  # noqa: ANN401  # passed on
        """Return the answer to an audit."""
        if not self._reasker.concerns(question):
            return self._before.answer(question, *self._how)
        return super().ask(question, given, **how)


def finding_changes(
    auditor: Auditor, catalogue: Catalogue, asker: Reasker, on: date, lang: str
) -> FindingChanges:
    """Return what the audits would find otherwise on a day.

    Args:
        auditor: asks the store as it is, and keeps what it finds.
        asker: the two states, and what differs between them.
    """
    model, before, after = asker.model, asker.before, asker.after
    now = auditor.findings(on, lang=lang)
    if now.sequence != before.sequence:  # somebody committed meanwhile
        limited = LimitedAsker(model, before, asker.allowance)
        auditor = Auditor(catalogue, limited, model, before)
        now = auditor.findings(on, lang=lang)
    then = Auditor(catalogue, _After(asker, auditor, on, lang), model, after).findings(
        on, lang=lang
    )
    failures = {f.audit: f for f in (*now.failures, *then.failures)}
    was = {f.id: f for f in now.findings if f.audit not in failures}
    becomes = {f.id: f for f in then.findings if f.audit not in failures}
    return FindingChanges(
        tuple(f for name, f in becomes.items() if name not in was),
        tuple(f for name, f in was.items() if name not in becomes),
        tuple(
            (was[name], f)
            for name, f in becomes.items()
            if name in was and _told(was[name]) != _told(f)
        ),
        tuple(failures.values()),
    )


def _told(finding: Finding) -> tuple[object, ...]:
    """Return what of a finding matters to who has to act; its sentences follow from it."""
    waived = finding.waiver and (finding.waiver.iri, finding.waiver.until)
    return (
        finding.severity,
        finding.body,
        finding.since,
        finding.due,
        finding.basis,
        finding.remedy,
        waived,
    )
