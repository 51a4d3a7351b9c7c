"""Handing data in over HTTP."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from graphsvc.api.handing_in import handed_in
from graphsvc.api.negotiation import language
from graphsvc.api.state import Service, ServiceDep
from graphsvc.errors import (
    ParameterError,
    RecordNotFoundError,
    ShapeViolationError,
    TableError,
)
from graphsvc.rdf.names import ID
from graphsvc.submissions.deadlines import ReadDeadline, told
from graphsvc.submissions.formats import WORKBOOK_TYPE, is_workbook
from graphsvc.submissions.pipeline import Outcome

__all__ = ["outcome_json", "router"]

router = APIRouter(tags=["submissions"], prefix="/api/submissions")


@router.post("", response_model=None)
async def submit(request: Request, service: ServiceDep) -> Response:
    """Take a file as the data of one body: 201 with the version, 200 where nothing changed.

    `body=` names the body or document, `mode=` is replace or patch, `dryRun=1` only checks;
    `If-Match` holds the version the file was made against. A CSV table is named by `entity=`. A
    refused workbook comes back with its cells marked where `marked=1`, and with what is proposed
    put into them where `apply=1`.
    """
    content = await request.body()
    return await run_in_threadpool(_submit, service, request, content)


@router.get("/{sequence}")
def submission(sequence: int, service: ServiceDep) -> dict[str, Any]:
    """Return what the journal says of one accepted submission."""
    if not 1 <= sequence <= service.registry.journal.sequence:
        raise RecordNotFoundError(name=f"submission/{sequence}")
    entry = service.registry.journal.read(sequence)
    header = entry.header
    return {
        "id": f"{ID}submission/{entry.sequence}",
        "sequence": entry.sequence,
        "time": header.time.isoformat(),
        "agent": header.agent,
        "reason": header.reason,
        "graph": header.graph,
        "base": header.base,
        "source": header.source,
        "hash": entry.digest,
        "previous": entry.previous,
        "added": [str(q) for q in entry.patch.added],
        "removed": [str(q) for q in entry.patch.removed],
    }


def _submit(service: Service, request: Request, content: bytes) -> Response:
    asked, registry, lang = request.query_params, service.registry, language(request)
    handed = handed_in(
        request,
        content,
        entity=asked.get("entity", ""),
        mode=asked.get("mode", ""),
        match=request.headers.get("if-match", ""),
    )
    dry_run, marked, apply = (_told(asked.get(n, ""), n) for n in ("dryRun", "marked", "apply"))
    try:
        outcome = registry.pipeline.submit(registry.door.read(handed), dry_run=dry_run)
    except (TableError, ShapeViolationError) as error:
        if not (marked and is_workbook(handed.name)):
            raise
        book = registry.door.marked(handed, error, lang, apply=apply)
        return Response(book, error.status, media_type=WORKBOOK_TYPE)
    body = outcome_json(outcome, lang)
    if outcome.deadlines:
        body["deadlines"] = [_deadline_json(service, d, lang) for d in outcome.deadlines]
    status = 200 if outcome.entry is None else 201
    return JSONResponse(body, status, headers={"ETag": f'"{outcome.version}"'})


def _told(text: str, name: str) -> bool:
    values = {"": False, "0": False, "false": False, "1": True, "true": True}
    if text not in values:
        raise ParameterError(name=name, value=text, expected="a-boolean")
    return values[text]


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


def outcome_json(outcome: Outcome, lang: str) -> dict[str, Any]:
    """Return what came of a submission as the API gives it."""
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
    return {
        "version": outcome.version,
        "changed": outcome.entry is not None,
        "added": len(outcome.patch.added),
        "removed": len(outcome.patch.removed),
        "records": dict(sorted(outcome.records.items())),
        "results": results,
    }
