"""Submissions as the API gives them: what one changed, and where a case stands."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import JSONResponse, Response

from graphsvc.api.leading import to_page
from graphsvc.errors import RecordNotFoundError
from graphsvc.rdf.names import ID, compact
from graphsvc.sent import whole_number
from graphsvc.submissions.cases import ACCEPTED, UNCHANGED, WAITING
from graphsvc.submissions.deadlines import ReadDeadline, told

if TYPE_CHECKING:
    from starlette.requests import Request

    from graphsvc.api.state import Service
    from graphsvc.journal.entry import Entry
    from graphsvc.submissions.cases import Case
    from graphsvc.submissions.desk import HandedIn
    from graphsvc.submissions.pipeline import Outcome

__all__ = [
    "STATUS",
    "after_handing_in",
    "answered",
    "case_json",
    "entry_json",
    "outcome_json",
    "sequence_of",
]

STATUS: Final = {ACCEPTED: 201, WAITING: 202, UNCHANGED: 200}
"""The status of an answer by what became of a submission."""


def answered(service: Service, done: HandedIn, lang: str) -> Response:
    """Return what became of a submission to a program: 201, 202 or 200."""
    outcome = done.outcome
    body = {"state": done.state, "id": done.id} | outcome_json(service, outcome, lang)
    headers = {"ETag": f'"{outcome.version}"'}
    if done.state == WAITING:
        headers = {"Location": f"/api/submissions/{done.id}"}
    elif outcome.entry:
        headers["Location"] = f"/api/submissions/{outcome.entry.sequence}"
    return JSONResponse(body, STATUS[done.state], headers)


def after_handing_in(request: Request, done: HandedIn) -> Response:
    """Lead a browser to what became of it: the journal's entry, or the case where it waits."""
    accepted = done.state == ACCEPTED
    place = f"/submissions/{done.outcome.version}" if accepted else f"/submit/{done.id}"
    return to_page(request, place)


def sequence_of(service: Service, name: str) -> int:
    """Return the number of an entry of the journal.

    Raises:
        RecordNotFoundError: the journal has no such entry.
    """
    sequence = whole_number(name)
    if sequence is None or not 1 <= sequence <= service.registry.journal.sequence:
        raise RecordNotFoundError(name=f"submission/{name[:60]}")
    return sequence


def outcome_json(service: Service, outcome: Outcome, lang: str) -> dict[str, Any]:
    """Return what came of a submission, or would come of it."""
    results = [
        {
            "focus": r.focus,
            "path": r.path,
            "value": r.value,
            "shape": r.shape,
            "severity": r.severity,
            "message": r.message.get(lang, ""),
        }
        for r in outcome.report.results
    ]
    body: dict[str, Any] = {
        "version": outcome.version,
        "changed": outcome.entry is not None,
        "added": len(outcome.patch.added),
        "removed": len(outcome.patch.removed),
        "records": dict(sorted(outcome.records.items())),
        "results": results,
    }
    if outcome.deadlines:
        body["deadlines"] = [_deadline_json(service, d, lang) for d in outcome.deadlines]
    return body


def entry_json(entry: Entry) -> dict[str, Any]:
    """Return what the journal says of one accepted submission."""
    header = entry.header
    return {
        "id": f"{ID}submission/{entry.sequence}",
        "sequence": entry.sequence,
        "kind": header.kind,
        "time": header.time.isoformat(),
        "agent": header.agent,
        "approvedBy": header.approved_by or None,
        "reason": header.reason,
        "graph": header.graph,
        "base": header.base,
        "source": header.source,
        "places": {r: {"sheet": sheet, "row": row} for r, (sheet, row) in header.places.items()},
        "hash": entry.digest,
        "previous": entry.previous,
        "added": [str(q) for q in entry.patch.added],
        "removed": [str(q) for q in entry.patch.removed],
    }


def case_json(case: Case) -> dict[str, Any]:
    """Return where a submission stands that is no entry of the journal, or not yet."""
    return {
        "id": case.id,
        "state": case.state,
        "body": compact(case.handed.about),
        "file": case.handed.name,
        "agent": case.handed.agent,
        "reason": case.handed.reason,
        "base": case.handed.base,
        "time": case.time,
        "decidedBy": case.decided_by or None,
        "decided": case.decided or None,
        "answer": case.answer,
        "remarks": [asdict(r) for r in case.remarks],
        "sequence": case.sequence,
    }


def _deadline_json(service: Service, read: ReadDeadline, lang: str) -> dict[str, Any]:
    deadline = read.deadline
    return {
        "record": read.record,
        "row": read.row,
        "printed": deadline.printed,
        "kind": deadline.kind,
        "start": deadline.start.isoformat() if deadline.start else None,
        "end": deadline.end.isoformat() if deadline.end else None,
        "windows": deadline.windows,
        "recurrence": deadline.recurrence,
        "yearInherited": deadline.year_inherited,
        "text": told(service.registry.model, deadline, lang),
    }
