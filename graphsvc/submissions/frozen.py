"""A submission as it was read: what waits is accepted as its reviewer saw it.

Read anew, a table might say something else by then: other mappings of columns, other decisions on
names.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from graphsvc.rdf.patch import Patch
from graphsvc.submissions.pipeline import Submission

if TYPE_CHECKING:
    from graphsvc.submissions.handed import Handed

__all__ = ["freeze", "thaw"]


def freeze(submission: Submission) -> str:
    """Return what a submission says, as text."""
    said = {
        "triples": Patch(submission.quads).lines(),
        "mode": submission.mode,
        "complete": sorted(submission.complete),
        "removed": sorted(submission.removed),
        "places": dict(submission.places),
        "content": submission.content,
    }
    return json.dumps(said, ensure_ascii=False)


def thaw(text: str, handed: Handed) -> Submission:
    """Return the submission that `freeze` wrote down.

    Args:
        handed: what it was read from; its base is the version it is made against.
    """
    said = json.loads(text)
    return Submission(
        handed.about,
        Patch.from_lines(said["triples"]).added,
        handed.agent,
        handed.reason,
        handed.name,
        said["mode"],
        handed.base,
        {record: (sheet, row) for record, (sheet, row) in said["places"].items()},
        frozenset(said["complete"]),
        content=said["content"],
        removed=frozenset(said["removed"]),
    )
