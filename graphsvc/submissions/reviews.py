"""Looking through what is handed in: who may, accepting, returning with remarks, taking back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from graphsvc.access.editors import ACCEPT
from graphsvc.errors import (
    FourEyesError,
    NotOpenError,
    RecordNotFoundError,
    RemarkNeededError,
)
from graphsvc.journal.entry import RETURNED as TURNED_DOWN
from graphsvc.journal.entry import Header
from graphsvc.rdf.names import graph_of
from graphsvc.submissions import cases
from graphsvc.submissions.desk import HandedIn
from graphsvc.submissions.frozen import thaw

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from graphsvc.access.editors import Editor
    from graphsvc.access.permissions import Permissions
    from graphsvc.submissions.cases import Case, Cases, Remark
    from graphsvc.submissions.pipeline import Pipeline
    from graphsvc.submissions.reviewing import Reviewing

__all__ = ["Reviews"]


class Reviews:
    """Brings what waits to its end."""

    def __init__(
        self,
        pipeline: Pipeline,
        kept: Cases,
        permissions: Permissions,
        rules: Reviewing,
    ) -> None:
        self._pipeline, self._cases = pipeline, kept
        self._permissions, self._rules = permissions, rules

    def waiting_for(self, editor: Editor) -> list[Case]:
        """Return what an editor may accept or return, the latest first."""
        if not (editor.local or any(role.action == ACCEPT for role in editor.roles)):
            return []
        may: dict[str, bool] = {}  # of several submissions about one body it is asked once
        found: list[Case] = []
        for case in self._cases.listed(states=[cases.WAITING]):
            if case.about not in may:
                may[case.about] = self._may_review(case.about, editor)
            if may[case.about] and (editor.local or case.handed.agent != editor.name):
                found.append(case)
        return found

    def may_decide(self, case: Case, editor: Editor) -> bool:
        """Return whether an editor may accept or return what waits."""
        if case.handed.agent == editor.name and not editor.local:
            return False
        return self._may_review(case.about, editor)

    def reviewers(self, about: str) -> Collection[str]:
        """Return the bodies that may accept what is handed in about a body: the rule's, if any."""
        bound = self._rules.binding(about, datetime.now(UTC).date())
        return bound.reviewers if bound else self._permissions.above(about)

    def seen(self, name: str, editor: Editor) -> Case:
        """Return a case as an editor may see it: their own, or what they may decide on.

        Raises:
            RecordNotFoundError: there is none, or it is none of theirs.
        """
        case = self._cases.case(name)
        own = editor.local or case.handed.agent == editor.name
        if own or (case.state == cases.WAITING and self.may_decide(case, editor)):
            return case
        raise RecordNotFoundError(name=f"submission/{name[:60]}")

    def left(self, name: str, editor: Editor) -> Case:
        """Return where a case stands that waits no more, without its contents.

        Raises:
            RecordNotFoundError: there is none, or the editor could not have decided on it.
        """
        case = self._cases.case(name)
        if case.state in (cases.DRAFT, cases.WAITING) or not self.may_decide(case, editor):
            raise RecordNotFoundError(name=f"submission/{name[:60]}")
        return replace(case, handed=replace(case.handed, content=b""))

    def accept(self, name: str, editor: Editor) -> HandedIn:
        """Accept what waits; whoever handed it in stays its agent.

        Raises:
            NotOpenError: it does not wait.
            FourEyesError: the editor handed it in.
            RecordNotFoundError: the editor may not decide on it.
            SubmissionError: it is refused by now; it goes on waiting.
        """
        with self._cases.alone(name):
            return self._accept(name, editor)

    def _accept(self, name: str, editor: Editor) -> HandedIn:
        case = self._decided(name, editor)
        # Whoever sends the request again that it came by is told of the entry by its content.
        content = case.digest or case.handed.digest
        submission = replace(thaw(case.read, case.handed), content=content)
        outcome = self._pipeline.submit(replace(submission, approved_by=editor.name))
        graph, base = graph_of(case.about), case.handed.base or 0
        sequence = self._pipeline.past.journalled(graph, content, base)
        state = cases.UNCHANGED if sequence is None else cases.ACCEPTED
        self._cases.conclude(
            case.id, state, of=[cases.WAITING], sequence=sequence, **_decided_by(editor)
        )
        return HandedIn(state, case.id, outcome)

    def turn_back(
        self, name: str, editor: Editor, answer: str, remarks: Iterable[Remark] = ()
    ) -> Case:
        """Give what waits back to whoever handed it in, with remarks by field.

        The journal has that it was returned and by whom; the remarks are for the editor alone.

        Raises:
            As `accept`, but for the last.
            RemarkNeededError: neither the answer nor a remark says what to mend.
        """
        with self._cases.alone(name):
            return self._turn_back(name, editor, answer, tuple(remarks))

    def _turn_back(self, name: str, editor: Editor, answer: str, said: tuple[Remark, ...]) -> Case:
        case = self._decided(name, editor)
        if not (answer.strip() or said):
            raise RemarkNeededError
        handed, graph = case.handed, graph_of(case.about)
        told = f"{handed.agent}: {handed.reason}" if handed.reason else handed.agent
        if not self._pipeline.past.turned_down(graph, handed.digest, _waiting_since(case)):
            self._pipeline.turn_down(
                Header(
                    TURNED_DOWN,
                    editor.name,
                    told,
                    graph.value,
                    handed.base or 0,
                    handed.name,
                    content=handed.digest,
                )
            )
        return self._cases.settle(
            case.id,
            cases.RETURNED,
            of=[cases.WAITING],
            answer=answer,
            remarks=said,
            **_decided_by(editor),
        )

    def withdraw(self, name: str, editor: Editor) -> Case:
        """Take back what is open; only whoever handed it in can.

        Raises:
            RecordNotFoundError: it is none of theirs.
            NotOpenError: it is closed.
        """
        case = self.seen(name, editor)
        if not (editor.local or case.handed.agent == editor.name):
            raise RecordNotFoundError(name=f"submission/{name[:60]}")
        with self._cases.alone(name):
            state = self._cases.case(name).state
            if state not in cases.OPEN:
                raise NotOpenError(state=state, wanted=cases.WAITING)
            return self._cases.settle(name, cases.WITHDRAWN)

    def _may_review(self, about: str, editor: Editor) -> bool:
        if editor.local:
            return True
        may = self._permissions.may
        # Above some bodies stands nobody, also where a rule bound what waits and has ended since.
        return may(editor, ACCEPT, "") or any(
            may(editor, ACCEPT, body) for body in self.reviewers(about)
        )

    def _decided(self, name: str, editor: Editor) -> Case:
        case = self._cases.case(name)
        if case.handed.agent == editor.name and not editor.local:
            raise FourEyesError
        if not self.may_decide(case, editor):
            raise RecordNotFoundError(name=f"submission/{name[:60]}")
        if case.state != cases.WAITING:
            raise NotOpenError(state=case.state, wanted=cases.WAITING)
        return case


def _waiting_since(case: Case) -> datetime:
    """Return from when on a decision is about what waits now, and not about how it came before."""
    handed_in = datetime.fromisoformat(case.time)
    if not case.decided:
        return handed_in
    return max(handed_in, datetime.fromisoformat(case.decided) + timedelta(seconds=1))


def _decided_by(editor: Editor) -> dict[str, str]:
    decided = datetime.now(UTC).replace(microsecond=0).isoformat()
    return {"decided_by": editor.name, "decided": decided}
