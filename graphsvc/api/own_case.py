"""The case that an editor has handed in, for the pages on which only they work on it."""

from __future__ import annotations

from graphsvc.access.editors import Editor
from graphsvc.api.state import Service
from graphsvc.errors import RecordNotFoundError, SignInNeededError
from graphsvc.submissions.cases import Case

__all__ = ["own_case"]


def own_case(service: Service, name: str, editor: Editor | None) -> tuple[Case, Editor]:
    """Return an editor's own case, and the editor; others look at it on the desk.

    Raises:
        SignInNeededError: nobody has signed in.
        RecordNotFoundError: there is none, or it is not theirs.
    """
    if editor is None:
        raise SignInNeededError(reason="nobody")
    case = service.registry.reviews.seen(name, editor)
    if not (editor.local or case.handed.agent == editor.name):
        raise RecordNotFoundError(name=f"draft/{name[:60]}")
    return case, editor
