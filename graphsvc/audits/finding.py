"""A finding: something an audit found, with the clause that demands otherwise and whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

__all__ = ["Failure", "Finding", "Findings", "Waiver"]


@dataclass(frozen=True)
class Waiver:
    """A decision to let a finding be until a day.

    Attributes:
        iri: the waiver's record.
        since: the day of the decision.
        until: the last day it holds.
        reason: why, as it was given.
        decided_by: IRI of the body that decided.
        decided_by_label: its name.
    """

    iri: str
    since: date
    until: date
    reason: str
    decided_by: str
    decided_by_label: str


@dataclass(frozen=True)
class Finding:
    """One finding of one audit on one day, in one language.

    Attributes:
        id: the audit's id and a hash of what the finding is about; the same on every day.
        audit: id of the audit question.
        title: what the audit is called.
        severity: one of `questions.catalogue.SEVERITIES`.
        body: IRI of the body that has to act, empty where the finding has no owner.
        body_label: its name.
        about: IRIs and values that the finding is about, by column.
        about_label: the same as one line of text.
        clause: number of the clause that demands it, as printed; empty where nothing is cited.
        basis: IRI of that basis, empty likewise.
        basis_label: its name.
        expected: what should be, a sentence.
        found: what is, a sentence.
        since: since when, None where the data do not tell.
        due: the day that a thing ends or falls due, None where nothing lies ahead.
        next_step: what to do next, a sentence.
        remedy: the entity whose record would end it, empty where none would.
        receipt: the receipt of the answer it is a row of.
        waiver: the waiver in force that day.
    """

    id: str
    audit: str
    title: str
    severity: str
    body: str
    body_label: str
    about: dict[str, str]
    about_label: str
    clause: str
    basis: str
    basis_label: str
    expected: str
    found: str
    since: date | None
    due: date | None
    next_step: str
    remedy: str
    receipt: str
    waiver: Waiver | None = None

    @property
    def records(self) -> tuple[str, ...]:
        """The IRIs of the records it is about."""
        return tuple(v for v in self.about.values() if "://" in v)


@dataclass(frozen=True)
class Failure:
    """An audit that could not be asked, and the kind of error; what it looks for is not known."""

    audit: str
    title: str
    error: str


@dataclass(frozen=True)
class Findings:
    """What the audits found on a day, and which of them could not be asked.

    Attributes:
        sequence: the journal entry that the data were read after.
    """

    on: date
    sequence: int
    findings: tuple[Finding, ...]
    failures: tuple[Failure, ...] = ()
