"""What a submission would change, before it is accepted: links, agreements, findings, answers.

It is put upon a copy of the store, and what is asked of the store as it is, is asked there again;
the registry itself is not touched.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Final

from graphsvc.audits.impact_answers import AnswerChanges, answer_changes
from graphsvc.audits.impact_asking import Allowance, Reasker
from graphsvc.audits.impact_findings import FindingChanges, finding_changes
from graphsvc.audits.impact_links import AgreementChange, LinkChange, agreements, links
from graphsvc.errors import QueryBusyError
from graphsvc.journal.entry import DATA, Header, encode
from graphsvc.projections.checkpoints import linked_copy
from graphsvc.projections.derivation import Derivation
from graphsvc.projections.oxigraph import OxigraphStore
from graphsvc.projections.reading import StoreReader
from graphsvc.questions.mentions import changed_terms
from graphsvc.rdf.names import graph_of
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from datetime import date

    from graphsvc.audits.engine import Auditor
    from graphsvc.model.entities import Model
    from graphsvc.projections.checkpoints import Checkpoints
    from graphsvc.questions.catalogue import Catalogue
    from graphsvc.questions.mentions import Changed
    from graphsvc.rdf.patch import Patch
    from graphsvc.submissions.pipeline import Pipeline, Submission

__all__ = ["Impact", "Impacts", "what_changed"]

_REASON: Final = "impact"
AUDITS_S: Final = 10.0
"""CPU seconds that the audits may take, on both sides."""
ANSWERS_S: Final = 1.0
"""CPU seconds that the questions may take, on both sides."""


_AT_ONCE: Final = 2
"""Most that are at work: each takes some seconds of CPU."""
_WAIT_S: Final = 5


@dataclass(frozen=True)
class Impact:
    """What a submission would change on a day.

    Attributes:
        on: the day.
        sequence: the journal entry after which it would be accepted.
        records: which records are "added", "changed" or "removed", by IRI.
        links: relations and norms that appear, go or change.
        agreements: likewise.
        findings: what audits would find that they do not now, and the other way round.
        answers: the questions that would be answered differently.
    """

    on: date
    sequence: int
    records: Mapping[str, str]
    links: tuple[LinkChange, ...]
    agreements: tuple[AgreementChange, ...]
    findings: FindingChanges
    answers: AnswerChanges


@dataclass(frozen=True)
class Impacts:
    """Tells what submissions would change."""

    model: Model
    catalogue: Catalogue
    pipeline: Pipeline
    checkpoints: Checkpoints
    auditor: Auditor
    turns: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(_AT_ONCE))

    def impact(self, submission: Submission, on: date, lang: str) -> Impact:
        """Return what a submission would change on a day, in a language.

        Raises:
            ShapeViolationError: the shapes refuse it; likewise what else `Pipeline.submit` raises.
            QueryBusyError: as many are at work as may be.
        """
        if not self.turns.acquire(timeout=_WAIT_S):
            raise QueryBusyError(seconds=_WAIT_S)
        try:
            return self._impact(submission, on, lang)
        finally:
            self.turns.release()

    def _impact(self, submission: Submission, on: date, lang: str) -> Impact:
        outcome = self.pipeline.submit(submission, dry_run=True)
        header = Header(DATA, submission.agent, _REASON, graph_of(submission.about).value)
        with self._both(header, outcome.patch) as (before, after, touched):
            subjects = {q.subject for q in (*outcome.patch.added, *outcome.patch.removed)}
            records = sorted((s for s in subjects if isinstance(s, NamedNode)), key=str)
            changed = what_changed(outcome.patch, before, after, touched)
            asker = Reasker(self.model, before, after, changed, Allowance(AUDITS_S))
            findings = finding_changes(self.auditor, self.catalogue, asker, on, lang)
            asker = replace(asker, allowance=Allowance(ANSWERS_S))
            questions = [q for q in self.catalogue.questions if not q.finding]
            return Impact(
                on,
                before.sequence,
                outcome.records,
                tuple(links(self.model, (before, after), records, on, lang)),
                tuple(agreements(self.model, (before, after), records, on, lang)),
                findings,
                answer_changes(questions, asker, records, on, lang),
            )

    @contextmanager
    def _both(
        self, header: Header, patch: Patch
    ) -> Generator[tuple[StoreReader, StoreReader, set[NamedNode]]]:
        """Hand out the store as it is and as it would be, and the records that differ."""
        current = self.checkpoints.current()
        with current as (_, folder), TemporaryDirectory(dir=folder.parent) as scratch:
            copy = Path(scratch) / "store"
            linked_copy(folder, copy)
            before, after = StoreReader.at(folder), None
            try:
                after = OxigraphStore(copy, Derivation.of(self.model))
                touched: set[NamedNode] = set()
                if patch:
                    entry = encode(after.sequence + 1, after.head, header, patch)[0]
                    touched = after.apply(entry)
                yield before, after, touched
            finally:
                before.close()
                if after is not None:
                    after.close()


def what_changed(
    patch: Patch, before: StoreReader, after: StoreReader, touched: set[NamedNode]
) -> Changed:
    """Return what the change is about: what is handed in, and what is derived from it."""
    merged = (before.describe(s) ^ after.describe(s) for s in touched)
    return changed_terms([*patch.added, *patch.removed, *(t for one in merged for t in one)])
