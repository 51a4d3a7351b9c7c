"""A finding: something an audit found, with the clause that demands otherwise and whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

__all__ = ["Finding", "Waiver"]


@dataclass(frozen=True)
class Waiver:
    """A decision to let a finding be until a day.

    Attributes:
        iri: the waiver's record.
        until: the last day it holds.
        reason: why, as it was given.
        decided_by: IRI of the body that decided, empty where it is not stated.
    """

    iri: str
    until: date
    reason: str
    decided_by: str


@dataclass(frozen=True)
class Finding:
    """One finding of one audit on one day, in one language.

    Attributes:
        id: the audit's id and a hash of what the finding is about; the same on every day.
        audit: id of the audit question.
        severity: one of `questions.catalogue.SEVERITIES`.
        body: IRI of the body that has to act, empty where the finding has no owner.
        body_label: its name.
        about: IRIs and values that the finding is about, by column.
        about_label: the same as one line of text.
        clause: number of the clause that demands it, as printed; empty where nothing is cited.
        basis: IRI of that basis, empty likewise.
        expected: what should be, a sentence.
        found: what is, a sentence.
        since: since when, None where the data do not tell.
        next_step: what to do next, a sentence.
        remedy: the entity whose record would end it, empty where none would.
        waiver: the waiver in force that day.
    """

    id: str
    audit: str
    severity: str
    body: str
    body_label: str
    about: dict[str, str]
    about_label: str
    clause: str
    basis: str
    expected: str
    found: str
    since: date | None
    next_step: str
    remedy: str
    waiver: Waiver | None = None
