"""A submission's road: triples → lint → what changes → SHACL → people → journal → store.

All or nothing: a refused submission moves not one triple.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from graphsvc.errors import (
    CountsUncheckedError,
    LintError,
    ShapeViolationError,
    TooLargeError,
    VersionConflictError,
)
from graphsvc.journal.entry import DATA, Header
from graphsvc.rdf.lint import lint
from graphsvc.rdf.names import BASE, ID, graph_of
from graphsvc.rdf.patch import Patch, diff
from graphsvc.rdf.syntax import canonical, skolemize
from graphsvc.rdf.terms import NamedNode, Quad
from graphsvc.submissions.deadlines import Kinds, ReadDeadline, explained, read_deadlines
from graphsvc.submissions.merging import patched, record_changes
from graphsvc.submissions.past import Past
from graphsvc.submissions.personal import personal_deficits
from graphsvc.submissions.small_cells import betrayals
from graphsvc.submissions.sums import SolvingTimeError, solving_limited
from graphsvc.validation.incremental import validate_change, validate_graph
from graphsvc.validation.report import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from graphsvc.journal.entry import Entry
    from graphsvc.journal.journal import Journal
    from graphsvc.projections.oxigraph import OxigraphStore
    from graphsvc.tables.foreign import Read
    from graphsvc.validation.report import Result
    from graphsvc.validation.shacl import Validator

__all__ = ["Limits", "Outcome", "Pipeline", "Submission"]

# What the registry itself tells of submissions is told by nobody else.
_OWN_RECORDS = ID + "submission/"


@dataclass(frozen=True)
class Submission:
    """What is handed in: triples about one body or document.

    Args:
        about: IRI of the body or document whose graph it is.
        quads: the triples; their graph names are not looked at.
        mode: "replace" makes them the whole graph; "patch" replaces the records they describe and
            leaves the others; "merge" adds them to what is there.
        base: the version the submitter saw, None for whatever is present.
        places: file and row of each record that came from a table, by its IRI.
        letters: letter of each column of a workbook, by sheet and the field's name.
        complete: classes of which the submission has all records: in a patch, those it lacks go.
        removed: IRIs of records that a patch takes out.
        content: what was handed in and against what, as the journal's `Header` has it; empty for
            what came from no file.
        approved_by: who accepted it, where that is somebody else than `agent`.
    """

    about: str
    quads: tuple[Quad, ...]
    agent: str
    reason: str
    source: str = ""
    mode: str = "replace"
    base: int | None = None
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict[str, tuple[str, int]])
    complete: frozenset[str] = frozenset()
    letters: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, dict[str, str]])
    content: str = ""
    approved_by: str = ""
    removed: frozenset[str] = frozenset()
    mapped: tuple[Read, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What came of a submission; `entry` is None where nothing changed, or it was a dry run.

    Attributes:
        version: the version of the graph; of what was accepted before, the version it made.
        deadlines: the printed deadlines that were read, as their rows did not say what they mean.
        records: which records are "added", "changed" or "removed", by IRI.
    """

    entry: Entry | None
    patch: Patch
    report: Report
    version: int
    deadlines: tuple[ReadDeadline, ...] = ()
    records: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Limits:
    """What one submission may cost.

    Attributes:
        triples: the most it may have.
        counts_check_s: CPU seconds of checking that published counts give no hidden one away.
    """

    triples: int
    counts_check_s: int


class Pipeline:
    """The one writer.

    Args:
        projected: called after the store with each entry and the subjects it touched.
        kinds: what kinds of deadline are called, as `deadlines.deadline_kinds`.
    """

    def __init__(  # noqa: PLR0913  # what the one writer works with
        self,
        journal: Journal,
        store: OxigraphStore,
        validator: Validator,
        limits: Limits,
        projected: Callable[[Entry, set[NamedNode]], None],
        *,
        kinds: Kinds | None = None,
    ) -> None:
        self._journal, self._store, self._validator = journal, store, validator
        self._limits, self._projected, self._kinds = limits, projected, kinds or {}
        self._lock = threading.Lock()
        self.past = Past(journal, store)

    def submit(self, submission: Submission, *, dry_run: bool = False) -> Outcome:
        """Check a submission and, unless it is a dry run, keep it.

        Raises:
            TooLargeError: it has too many triples.
            LintError: a term is refused.
            ShapeViolationError: the shapes refuse it.
            VersionConflictError: others have changed since `base` what it changes: in a patch the
                same record, else anything.
        """
        if len(submission.quads) > self._limits.triples:
            raise TooLargeError(limit=self._limits.triples, unit="троек / triples")
        lint(submission.quads)
        added, read = read_deadlines(submission.quads, submission.places, self._store.values)
        submission = replace(submission, quads=(*submission.quads, *added))
        outcome = self._submit(submission, read, dry_run=dry_run)
        return replace(outcome, deadlines=tuple(one for one in read if not one.kind))

    def _submit(
        self, submission: Submission, read: Sequence[ReadDeadline], *, dry_run: bool
    ) -> Outcome:
        with self._lock:
            self._catch_up()
            graph = graph_of(submission.about)
            version = self.version(graph)
            accepted = self._accepted(submission, graph)
            if accepted is not None:
                return Outcome(None, Patch(), Report(()), accepted)
            old = self._store.graph(graph)
            new = self._new_graph(submission, graph, old, version)
            patch = diff(old, new)
            if not patch:
                return Outcome(None, patch, Report(()), version)
            records = record_changes(old, new)
            checked = validate_change(self._store, self._validator, graph, old, new)
            report = checked.joined(self._protect(graph, new))
            report = report.placed(submission.places, submission.letters)
            report = explained(self._kinds, report, read, submission.letters)
            if report.violations:
                raise ShapeViolationError(report=report, count=len(report.violations))
            if dry_run:
                return Outcome(None, patch, report, version, records=records)
            places = submission.places
            entry = self.commit(
                Header(
                    DATA,
                    submission.agent,
                    submission.reason,
                    graph.value,
                    version,
                    submission.source,
                    approved_by=submission.approved_by,
                    content=submission.content,
                    places={iri: places[iri] for iri in sorted(records) if iri in places},
                ),
                patch,
            )
            return Outcome(entry, patch, report, entry.sequence, records=records)

    def _accepted(self, submission: Submission, graph: NamedNode) -> int | None:
        """Return the entry by which the same was accepted before on the same base.

        Going back to an earlier state is no repetition: it is made against a later version.
        """
        if submission.base is None or not submission.content:
            return None
        return self.past.journalled(graph, submission.content, submission.base)

    def turn_down(self, header: Header) -> Entry:
        """Journal that a submission was returned; nothing changes."""
        with self._lock:
            return self.commit(header, Patch())

    def commit(self, header: Header, patch: Patch) -> Entry:
        """Write an entry to the journal, then to the store; it is acknowledged after both.

        A store that could not take the entry before (a full disk) takes it now, or nothing more is
        journalled.
        """
        self._catch_up()
        entry = self._journal.append(header, patch)
        self._projected(entry, self._store.apply(entry))
        return entry

    def _catch_up(self) -> None:
        """Let the store take what is in the journal and it could not take before."""
        for missed in self._journal.entries(after=self._store.sequence):
            self._projected(missed, self._store.apply(missed))

    def validate_graph(self, graph: NamedNode) -> Report:
        """Return what the shapes say of one submitted graph as it stands.

        Cardinality is judged within the graph: two bodies that say different things are no fault of
        either.
        """
        return validate_graph(self._store, self._validator, graph)

    def version(self, graph: NamedNode) -> int:
        """Return the sequence of the last entry that changed `graph`, 0 for none."""
        return max(self._store.changes(graph), default=0)

    def _new_graph(
        self, submission: Submission, graph: NamedNode, old: list[Quad], version: int
    ) -> list[Quad]:
        """Return the graph as the submission would leave it.

        Raises:
            VersionConflictError: others changed meanwhile what it changes.
        """
        given = [
            Quad(q.subject, q.predicate, q.object, graph)
            for q in canonical(skolemize(submission.quads, graph.value))
        ]
        _refuse_foreign(given)
        base = version if submission.base is None else submission.base
        if base > version or (submission.mode == "replace" and base != version):
            raise VersionConflictError(given=base, present=version)
        if submission.mode == "replace":
            return given
        if submission.mode == "merge":
            return [*old, *given]
        earlier = old if base == version else self.past.earlier(graph, old, base)
        gone = submission.complete | submission.removed
        new, conflicts = patched(given, old, earlier, gone)
        if conflicts:
            raise VersionConflictError(given=base, present=version, conflicts=tuple(conflicts))
        return new

    def _protect(self, graph: NamedNode, new: list[Quad]) -> list[Result]:
        """Return what the graph would tell of people that may not be told.

        Raises:
            CountsUncheckedError: its counts tie too many hidden cells to be checked in time.
        """

        def earlier(record: NamedNode) -> Iterator[Quad]:
            for sequence in self._store.changes_of(record):
                added = self._journal.read(sequence).patch.added
                yield from (q for q in added if q.subject == record)

        limit_s = self._limits.counts_check_s
        try:
            with solving_limited(limit_s):
                told = betrayals(self._store, graph, new, earlier)
        except SolvingTimeError as error:
            raise CountsUncheckedError(limit_s=limit_s) from error
        return [*personal_deficits(self._store, new), *told]


def _refuse_foreign(quads: Iterable[Quad]) -> None:
    """Refuse statements about what is no record: vocabulary is not handed in.

    Raises:
        LintError: a subject is outside the registry's own records.
    """
    for quad in quads:
        subject = quad.subject
        own = isinstance(subject, NamedNode) and subject.value.startswith(
            (ID, BASE + ".well-known/")
        )
        if not own or not isinstance(subject, NamedNode) or subject.value.startswith(_OWN_RECORDS):
            raise LintError(reason="foreign-subject", value=str(subject)[:120])
