"""Marks of a calendar that were handed in and are not accepted yet, as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphsvc.rdf.names import RDF_TYPE, rms
from graphsvc.submissions.cases import RETURNED, WAITING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.access.editors import Editor
    from graphsvc.api.state import Service
    from graphsvc.rdf.terms import Quad
    from graphsvc.submissions.cases import Case

__all__ = ["MARKS", "Pending", "marks_in", "pending_marks"]

MARKS: Final = "calendar.nt"
"""What a mark made by the calendar's form is called when it is handed in."""
_READ: Final = 50
"""Most open submissions of a body that are looked at for marks."""
_COMPLETION: Final = rms("Completion")


@dataclass(frozen=True)
class Pending:
    """A mark on its way.

    Attributes:
        case: the name of the submission.
        state: "waiting" or "returned".
        own: whether the reader handed it in; others are its reviewers.
        activity: IRI of the plan's row, `occurrence` the first day of its occurrence, or empty.
    """

    case: str
    state: str
    own: bool
    activity: str
    occurrence: str
    date: str
    evidence: str
    sha256: str

    @property
    def path(self) -> str:
        """The page where the reader finds it."""
        return f"/{'submit' if self.own else 'desk'}/{self.case}"


def pending_marks(
    service: Service, editor: Editor | None, body: str
) -> dict[tuple[str, str], Pending]:
    """Return by activity and occurrence the marks of a body that wait or came back.

    Only those that the reader handed in or may decide on: of what waits nobody else knows.

    Args:
        body: its IRI.
    """
    if editor is None or editor.local:
        return {}
    kept, reviews = service.registry.drafts, service.registry.reviews
    found: dict[tuple[str, str], Pending] = {}
    for one in kept.listed(states=[WAITING, RETURNED], about=body, limit=_READ):
        own = one.handed.agent == editor.name
        seen = own or (one.state == WAITING and reviews.may_decide(one, editor))
        if one.handed.name == MARKS and seen:
            for mark in marks_in(service, kept.case(one.id), own=own):
                found.setdefault((mark.activity, mark.occurrence), mark)
    return found


def marks_in(service: Service, case: Case, *, own: bool) -> list[Pending]:
    """Return the marks that an open submission holds."""
    submission = service.registry.desk.check(case.handed, case.read).submission
    quads = submission.quads if submission else ()
    marked = {q.subject for q in quads if q.predicate == RDF_TYPE and q.object == _COMPLETION}
    return [
        Pending(case.id, case.state, own, *_said(q for q in quads if q.subject == node))
        for node in sorted(marked, key=str)
    ]


def _said(quads: Iterable[Quad]) -> tuple[str, str, str, str, str]:
    said = {q.predicate: str(getattr(q.object, "value", "")) for q in quads}
    names = ("activity", "occurrenceStart", "date", "evidence", "evidenceSha256")
    activity, occurrence, date, evidence, sha256 = (said.get(rms(n), "") for n in names)
    return activity, occurrence, date, evidence, sha256
