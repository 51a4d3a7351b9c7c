"""The desk: what is handed in, who looks it through, and what becomes of it.

draft → waiting → accepted, or returned with remarks and handed in again; or withdrawn. What no rule
of a region binds is accepted at once.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from graphsvc.access.editors import SUBMIT
from graphsvc.errors import (
    ForbiddenError,
    NotOpenError,
    ShapeViolationError,
    SubmissionError,
)
from graphsvc.rdf.names import ID, PREFIXES, graph_of
from graphsvc.submissions import cases
from graphsvc.submissions.checks import Checked, Checks
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

__all__ = ["Desk", "HandedIn"]


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
        self._checks, self._entering = Checks(), threading.Lock()

    def check(self, handed: Handed, read: str = "") -> Checked:
        """Return what is to be said of a submission; nothing is kept.

        Args:
            read: what was read of it before, of what waits.
        """
        key = (handed.digest, read, self._door.kept_count)
        return self._checks.get(self._journal.sequence, key, lambda: self._tried(handed, read))

    def _tried(self, handed: Handed, read: str) -> Checked:
        submission = None
        try:
            submission = thaw(read, handed) if read else self._door.read(handed)
            return Checked(submission, self._pipeline.submit(submission, dry_run=True), None)
        except SubmissionError as error:
            return Checked(submission, None, error)

    def draft(self, handed: Handed) -> str:
        """Keep a submission as a draft and return its name; a draft is no attempt to hand in.

        Raises:
            TooManyOpenError: its editor has too many that wait.
        """
        return self._cases.keep(handed)

    def hand_in(self, handed: Handed, editor: Editor, *, draft: str = "") -> HandedIn:
        """Accept a submission, or let it wait for whom the region's rule names.

        Args:
            draft: the name of the case that it is, where it was kept before: what it has by now is
                handed in, of `handed` only the reason.

        Raises:
            ForbiddenError: the editor may not hand in for this body.
            SubmissionError: it is refused; nothing changed. The refusal is noted.
        """
        if not draft:
            return self._hand_in(handed, editor, "", lambda: self._door.read(handed))
        with self._cases.alone(draft):
            case = self._cases.case(draft)
            if case.state not in cases.CHANGEABLE:
                raise NotOpenError(state=case.state, wanted=cases.DRAFT)
            kept = replace(case.handed, reason=handed.reason)
            return self._hand_in(kept, editor, draft, lambda: self._door.read(kept))

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
            self._cases.refusals.note(handed.about, _causes(error))
            raise
        if binding is None or not outcome.patch:
            state = cases.ACCEPTED if outcome.patch else cases.UNCHANGED
            return HandedIn(state, self._close(draft, state, outcome.version), outcome)
        # What it is measured against must not move while it waits.
        base = outcome.version if submission.base is None else submission.base
        submission = replace(submission, content=submission.content or handed.digest)
        with self._entering:
            same = self._cases.open_with(handed.digest, handed.agent)
            # Of a table whose columns are mapped otherwise by now, the same bytes say other things.
            if same and (same.handed.base, thaw(same.read, same.handed).content) == (
                base,
                submission.content,
            ):
                self._close(draft, cases.UNCHANGED, outcome.version)
                return HandedIn(cases.WAITING, same.id, outcome)
            told: dict[str, Any] = {"read": freeze(submission), "digest": handed.digest}
            if draft:
                told |= {"base": base, "reason": handed.reason}
                self._cases.settle(draft, cases.WAITING, of=cases.CHANGEABLE, **told)
            waiting = replace(handed, base=base)
            name = draft or self._cases.keep(waiting, cases.WAITING, **told)
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
        sequence = self._pipeline.past.handed_in(graph, handed.digest, after)
        if sequence is not None:
            return sequence
        return self._cases.open_with(handed.digest, handed.agent)

    def own(self, editor: Editor) -> list[Case]:
        """Return what an editor handed in and is open, the latest first; to the local user all."""
        return self._cases.listed(states=cases.OPEN, agent="" if editor.local else editor.name)

    def undo(self, sequence: int, editor: Editor, reason: str = "", agent: str = "") -> HandedIn:
        """Hand in a graph as it would be without what an entry of the journal changed.

        Raises:
            As `undoing`.
            SubmissionError: as `hand_in`.
        """
        return self.hand_in(self.undoing(sequence, editor, reason, agent), editor)

    def undoing(self, sequence: int, editor: Editor, reason: str = "", agent: str = "") -> Handed:
        """Return what undoes an entry of the journal, ready to be handed in.

        Args:
            agent: who does so, as the journal has it.

        Raises:
            RecordNotFoundError: there is no such entry.
            NotUndoableError: it changed no body's or document's data.
            VersionConflictError: what it changed was changed again since.
        """
        new, version = self._pipeline.past.without(sequence)
        graph = self._journal.read(sequence).header.graph
        about = ID + graph.removeprefix(PREFIXES["graph"])
        content = "".join(sorted(f"{q.triple} .\n" for q in new)).encode()
        name = f"undo-{sequence}.nt"
        return Handed(name, content, about, agent or editor.name, reason, "replace", version)

    def _close(self, draft: str, state: str, sequence: int) -> str:
        """Close the case of what is decided at once; what was no draft needs none."""
        if draft:
            accepted = sequence if state == cases.ACCEPTED else None
            self._cases.conclude(draft, state, of=cases.CHANGEABLE, sequence=accepted)
        return draft or str(sequence)


def _causes(error: SubmissionError) -> frozenset[str]:
    """Return what a file was refused for: the shapes, else the kind of error."""
    if isinstance(error, ShapeViolationError):
        return frozenset(r.shape for r in error.parameters["report"].violations)  # type: ignore[attr-defined]
    return frozenset({error.slug})
