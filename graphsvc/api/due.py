"""What waits for whoever is signed in: what came back to them, and what they are to decide on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from graphsvc.access.editors import ACCEPT
from graphsvc.submissions.cases import RETURNED, WAITING

if TYPE_CHECKING:
    from graphsvc.access.editors import Editor
    from graphsvc.api.state import Service

__all__ = ["Due", "due"]


class Due(NamedTuple):
    """How many submissions came back to an editor, and how many wait for their decision."""

    returned: int = 0
    waiting: int = 0


def due(service: Service, editor: Editor | None) -> Due:
    """Return what waits for an editor; every page says it, so that it has to be cheap.

    Whose submissions they may decide on follows from the data and is kept until the journal goes
    on; what waits is asked each time.
    """
    if editor is None or editor.local:
        return Due()
    drafts, reviews = service.registry.drafts, service.registry.reviews
    returned = len(drafts.listed(states=[RETURNED], agent=editor.name))
    if not any(role.action == ACCEPT for role in editor.roles):
        return Due(returned)
    theirs = [case for case in drafts.listed(states=[WAITING]) if case.handed.agent != editor.name]
    one_of = {case.about: case for case in theirs}
    key = ("decides", editor.name, editor.roles, frozenset(one_of), datetime.now(UTC).date())
    mine: frozenset[str] = service.kept.get(
        key, lambda: frozenset(a for a, case in one_of.items() if reviews.may_decide(case, editor))
    )
    return Due(returned, sum(case.about in mine for case in theirs))
