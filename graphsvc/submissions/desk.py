"""The desk: what is handed in, who looks it through, and what becomes of it.

draft → waiting → accepted, or returned with remarks and handed in again; or withdrawn. What no rule
of a region binds is accepted at once.
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from graphsvc.access.editors import SUBMIT
from graphsvc.errors import (
    ForbiddenError,
    NotOpenError,
    ShapeViolationError,
    SubmissionError,
    TableError,
)
from graphsvc.rdf.names import ID, PREFIXES, graph_of
from graphsvc.submissions import cases
from graphsvc.submissions.formats import Door, Handed
from graphsvc.submissions.frozen import freeze, thaw

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphsvc.access.editors import Editor
    from graphsvc.access.permissions import Permissions
    from graphsvc.journal.journal import Journal
    from graphsvc.submissions.cases import Case, Cases
    from graphsvc.submissions.pipeline import Outcome, Pipeline, Submission
    from graphsvc.submissions.reviewing import Binding, Reviewing

__all__ = ["Checked", "Desk", "HandedIn"]

_CHECKED_QUADS: Final = 300_000
"""Most triples in the checks that are kept: a page that is shown again asks for the same one."""
_CHECK_QUADS: Final = 1_000
"""What a check counts for at least, so that there are not too many."""


@dataclass(frozen=True)
class HandedIn:
    """What became of what was handed in.

    Attributes:
        state: "accepted", "waiting" or "unchanged".
        id: name of the case, of what was no draft and does not wait the number of the version.
        outcome: what it changed, or would change once it is accepted.
    """

    state: str
    id: str
    outcome: Outcome


@dataclass(frozen=True)
class Checked:
    """What is to be said of a submission before it is handed in.

    Attributes:
        submission: as it was read, None where it cannot be read.
        outcome: what it would change, None where it would be refused.
        refusal: why it would be refused.
    """

    submission: Submission | None
    outcome: Outcome | None
    refusal: SubmissionError | None


class Desk:
    """Takes what editors hand in through its states."""

    def __init__(  # noqa: PLR0913, PLR0917  # what it works with
        self,
        door: Door,
        pipeline: Pipeline,
        kept: Cases,
        journal: Journal,
        permissions: Permissions,
        rules: Reviewing,
    ) -> None:
        self._door, self._pipeline, self._cases = door, pipeline, kept
        self._journal, self._permissions, self._rules = journal, permissions, rules
        self._checking = threading.Lock()
        self._checked: OrderedDict[tuple[str, str, int, int], Checked] = OrderedDict()

    def check(self, handed: Handed, read: str = "") -> Checked:
        """Return what is to be said of a submission; nothing is kept.

        Args:
            read: what was read of it before, of what waits.
        """
        key = (handed.digest, read, self._journal.sequence, self._door.kept_count)
        with self._checking:
            known = self._checked.get(key)
        if known is None:
            known = self._tried(handed, read)
            with self._checking:
                self._checked[key] = known
                while len(self._checked) > 1 and self._kept_quads() > _CHECKED_QUADS:
                    self._checked.popitem(last=False)
        return known

    def _kept_quads(self) -> int:
        known = (c.submission.quads if c.submission else () for c in self._checked.values())
        return sum(max(len(quads), _CHECK_QUADS) for quads in known)

    def _tried(self, handed: Handed, read: str) -> Checked:
        submission = None
        try:
            submission = thaw(read, handed) if read else self._door.read(handed)
            return Checked(submission, self._pipeline.submit(submission, dry_run=True), None)
        except SubmissionError as error:
            return Checked(submission, None, error)

    def draft(self, handed: Handed) -> str:
        """Keep a submission as a draft, noting why it would be refused; return its name.

        Raises:
            TooManyOpenError: its editor has too many that wait.
        """
        refusal = self.check(handed).refusal
        name = self._cases.keep(handed)
        if refusal:
            self._cases.keep(_emptied(handed), cases.REFUSED, causes=_causes(refusal))
        return name

    def hand_in(self, handed: Handed, editor: Editor, *, draft: str = "") -> HandedIn:
        """Accept a submission, or let it wait for whom the region's rule names.

        Args:
            draft: the name of the case that it is, where it was kept before.

        Raises:
            ForbiddenError: the editor may not hand in for this body.
            SubmissionError: it is refused; nothing changed. The refusal is noted.
        """
        if not draft:
            return self._hand_in(handed, editor, "", lambda: self._door.read(handed))
        with self._cases.alone(draft):
            state = self._cases.case(draft).state
            if state not in (cases.DRAFT, cases.RETURNED):
                raise NotOpenError(state=state, wanted=cases.DRAFT)
            return self._hand_in(handed, editor, draft, lambda: self._door.read(handed))

    def take(self, submission: Submission, editor: Editor) -> HandedIn:
        """Hand in what was made here and came from no file, as `hand_in`."""
        content = "".join(f"{q.triple} .\n" for q in submission.quads).encode()
        handed = Handed(
            f"{submission.source}.nt",
            content,
            submission.about,
            submission.agent,
            submission.reason,
            submission.mode,
            submission.base,
        )
        return self._hand_in(handed, editor, "", lambda: submission)

    def _hand_in(
        self, handed: Handed, editor: Editor, draft: str, read: Callable[[], Submission]
    ) -> HandedIn:
        self._permissions.require(editor, SUBMIT, handed.about)
        if not (editor.local or handed.agent == editor.name):
            raise ForbiddenError(action=SUBMIT, whose=handed.agent, role="")
        binding = self.binding(handed.about, editor)
        try:
            submission = read()
            outcome = self._pipeline.submit(submission, dry_run=binding is not None)
        except SubmissionError as error:
            if not draft:
                self._cases.keep(_emptied(handed), cases.REFUSED, causes=_causes(error))
            raise
        if binding is None or not outcome.patch:
            state = cases.ACCEPTED if outcome.patch else cases.UNCHANGED
            return HandedIn(state, self._close(draft, state, outcome.version), outcome)
        # What it is measured against must not move while it waits.
        base = outcome.version if submission.base is None else submission.base
        waiting, read_as = replace(handed, base=base), freeze(submission)
        if draft:
            self._cases.change(draft, handed.content, base=base, reason=handed.reason)
            self._cases.settle(draft, cases.WAITING, read=read_as)
        name = draft or self._cases.keep(waiting, cases.WAITING, read=read_as)
        return HandedIn(cases.WAITING, name, outcome)

    def binding(self, about: str, editor: Editor) -> Binding | None:
        """Return the rule by which somebody else has to accept what an editor hands in, if any.

        Where nobody signs in there is nobody else.
        """
        return None if editor.local else self._rules.binding(about, datetime.now(UTC).date())

    def repeated(self, handed: Handed, after: int) -> int | Case | None:
        """Return what became of the same submission after an entry: an entry, a case, or nothing.

        Asked when a request comes again whose first answer was lost.
        """
        graph = graph_of(handed.about)
        sequence = self._pipeline.past.journalled(graph, handed.digest, after)
        if sequence is not None:
            return sequence
        waiting = self._cases.listed(states=[cases.WAITING], about=handed.about, agent=handed.agent)
        for found in waiting:
            case = self._cases.case(found.id)
            if handed.digest in (case.handed.digest, replace(case.handed, base=None).digest):
                return case
        return None

    def own(self, editor: Editor) -> list[Case]:
        """Return what an editor handed in and is open, the latest first; to the local user all."""
        return self._cases.listed(states=cases.OPEN, agent="" if editor.local else editor.name)

    def undo(self, sequence: int, editor: Editor, reason: str = "", agent: str = "") -> HandedIn:
        """Hand in a graph as it would be without what an entry of the journal changed.

        Args:
            agent: who does so, as the journal has it.

        Raises:
            RecordNotFoundError: there is no such entry.
            NotUndoableError: it changed no body's or document's data.
            VersionConflictError: what it changed was changed again since.
            SubmissionError: as `hand_in`.
        """
        new, version = self._pipeline.past.without(sequence)
        graph = self._journal.read(sequence).header.graph
        about = ID + graph.removeprefix(PREFIXES["graph"])
        content = "".join(sorted(f"{q.triple} .\n" for q in new)).encode()
        name = f"undo-{sequence}.nt"
        handed = Handed(name, content, about, agent or editor.name, reason, "replace", version)
        return self.hand_in(handed, editor)

    def _close(self, draft: str, state: str, sequence: int) -> str:
        """Close the case of what is decided at once; what was no draft needs none."""
        if draft:
            accepted = sequence if state == cases.ACCEPTED else None
            self._cases.settle(draft, state, sequence=accepted)
        return draft or str(sequence)


def _emptied(handed: Handed) -> Handed:
    return replace(handed, content=b"")


def _causes(error: SubmissionError) -> dict[str, int]:
    """Return how often a file was refused for what: by shape, else by the kind of error."""
    if isinstance(error, ShapeViolationError):
        return dict(Counter(r.shape for r in error.parameters["report"].violations))  # type: ignore[attr-defined]
    if isinstance(error, TableError):
        return {error.slug: len(error.parameters["faults"])}  # type: ignore[arg-type]
    return {error.slug: 1}
