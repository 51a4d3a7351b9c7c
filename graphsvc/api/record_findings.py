"""What the audits found about a record, where they have been asked since the data last changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from graphsvc.api.state import Service
    from graphsvc.audits.finding import Finding

__all__ = ["findings_about"]


def findings_about(service: Service, iri: str, lang: str, on: date) -> list[Finding] | None:
    """Return what the audits found about a record, or of it as the body that has to act.

    To ask them all takes seconds, so that a record's page asks none: None where nobody has.
    """
    auditor = service.registry.auditor
    if not auditor.asked(on, lang):
        return None

    def by_record() -> dict[str, list[Finding]]:
        found: dict[str, list[Finding]] = {}
        for one in auditor.findings(on, lang=lang).findings:
            for record in dict.fromkeys([*one.records, one.body]):
                found.setdefault(record, []).append(one)
        return found

    known: dict[str, list[Finding]] = service.kept.get(("findings by record", on, lang), by_record)
    return known.get(iri, [])
