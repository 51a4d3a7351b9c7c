"""Handing data in over HTTP, and what becomes of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from graphsvc.access.editors import Editor
from graphsvc.api.editors import EditorDep, Visitor, VisitorDep, agent_of
from graphsvc.api.handing_in import handed_in
from graphsvc.api.negotiation import choose, language
from graphsvc.api.problems import problem
from graphsvc.api.state import Service, ServiceDep
from graphsvc.api.submission_views import (
    answered,
    case_json,
    entry_json,
    outcome_json,
    sequence_of,
)
from graphsvc.errors import (
    NotOpenError,
    ParameterError,
    RecordNotFoundError,
    ShapeViolationError,
    SubmissionError,
    TableError,
)
from graphsvc.rdf.names import record_of
from graphsvc.rdf.syntax import MEDIA_TYPES, serialize
from graphsvc.rdf.terms import in_graph
from graphsvc.sent import sent_json
from graphsvc.submissions.cases import DRAFT, OPEN, Case, Remark
from graphsvc.submissions.formats import Handed, can_be_marked, marked_type
from graphsvc.submissions.retries import Answer
from graphsvc.validation.report import Report
from graphsvc.validation.report_graph import report_graph

__all__ = ["router"]

router = APIRouter(tags=["submissions"], prefix="/api/submissions")

_CREATED, _ACCEPTED, _OK = 201, 202, 200
_JSON, _TURTLE = "application/json", "text/turtle"
_REMARKS = 500
"""Most remarks that one submission is returned with."""
_REMARK_CHARS = 2_000


@router.post("", response_model=None)
async def submit(request: Request, service: ServiceDep, editor: EditorDep) -> Response:
    """Take a file as the data of one body: 201 with the version, 200 where nothing changed.

    `body=` names the body or document, `mode=` is replace, patch or merge, `dryRun=1` only checks;
    `If-Match` holds the version the file was made against. Where the region's rule wants somebody
    else to accept it, 202 with the name it waits under. A retry with the same `Idempotency-Key` is
    answered as the first request was. A CSV table is named by `entity=`. A refused table comes back
    with its cells marked where `marked=1`, and with what is proposed put into them where `apply=1`.
    """
    content = await request.body()
    return await run_in_threadpool(_submit, service, request, editor, content)


@router.get("")
def submissions(service: ServiceDep, editor: EditorDep) -> dict[str, Any]:
    """Return what the caller handed in and is open, and what waits for them to accept."""
    registry = service.registry
    own, waiting = registry.desk.own(editor), registry.reviews.waiting_for(editor)
    return {
        "own": [case_json(case) for case in own],
        "waiting": [case_json(case) for case in waiting],
    }


@router.get("/{name}")
def submission(name: str, service: ServiceDep, reader: VisitorDep) -> dict[str, Any]:
    """Return an accepted submission by its number in the journal, or by its name where it stands.

    What is no entry of the journal is shown to who handed it in and to who may accept it.
    """
    if name.isascii() and name.isdigit():
        return entry_json(service.registry.journal.read(sequence_of(service, name)))
    return case_json(_seen(service, name, reader))


@router.get("/{name}/report")
def report(name: str, request: Request, service: ServiceDep, reader: VisitorDep) -> Response:
    """Return what is to be said of an open submission: JSON, a SHACL report, or the table marked.

    `format=` or `Accept` chooses `json`, `ttl` or `marked`.
    """
    case, lang = _open(service, name, reader), language(request)
    checked = service.registry.desk.check(case.handed, case.read)
    form = request.query_params.get("format", "")
    media = {"json": _JSON, "ttl": _TURTLE, "marked": ""}.get(form)
    if media is None:
        media = choose(request, [_JSON, _TURTLE])
    if form == "marked":
        return _marked(service, case.handed, checked.refusal, lang, _OK, apply=False)
    if media == _TURTLE:
        graph = [in_graph(t) for t in report_graph(_report(checked.refusal, checked.outcome))]
        return Response(serialize(graph, MEDIA_TYPES[_TURTLE]), media_type=_TURTLE)
    if checked.refusal:
        return JSONResponse(problem(checked.refusal, lang))
    return JSONResponse(outcome_json(service, checked.outcome, lang) if checked.outcome else {})


@router.post("/{name}/accept")
async def accept(name: str, request: Request, service: ServiceDep, editor: EditorDep) -> Response:
    """Accept what waits: 201 with the version, 200 where it changes nothing any more."""
    lang = language(request)
    done = await run_in_threadpool(service.registry.reviews.accept, name, editor)
    return await run_in_threadpool(answered, service, done, lang)


@router.post("/{name}/return")
async def turn_back(
    name: str, request: Request, service: ServiceDep, editor: EditorDep
) -> dict[str, Any]:
    """Give back what waits, with a JSON object: `answer`, `remarks` (record, property, text)."""
    answer, remarks = _remarks(await request.body())
    reviews = service.registry.reviews
    return case_json(await run_in_threadpool(reviews.turn_back, name, editor, answer, remarks))


@router.post("/{name}/withdraw")
async def withdraw(name: str, service: ServiceDep, editor: EditorDep) -> dict[str, Any]:
    """Take back what the caller handed in and nobody has accepted."""
    return case_json(await run_in_threadpool(service.registry.reviews.withdraw, name, editor))


@router.post("/{sequence}/undo")
async def undo(sequence: int, request: Request, service: ServiceDep, editor: EditorDep) -> Response:
    """Hand in the data as they would be without what an entry of the journal changed.

    `reason=` says why. 409 where what it changed was changed again since.
    """
    reason = request.query_params.get("reason", "")
    desk, agent = service.registry.desk, agent_of(request, editor)
    done = await run_in_threadpool(desk.undo, sequence, editor, reason, agent)
    return await run_in_threadpool(answered, service, done, language(request))


def _submit(service: Service, request: Request, editor: Editor, content: bytes) -> Response:
    asked, lang = request.query_params, language(request)
    handed = handed_in(request, content, agent_of(request, editor))
    dry_run, marked, apply = (_told(asked.get(n, ""), n) for n in ("dryRun", "marked", "apply"))
    try:
        if dry_run:
            return _checked(service, handed, lang)
        return _handed_in(service, request, handed, editor, lang)
    except (TableError, ShapeViolationError) as error:
        if not (marked and can_be_marked(handed.name)):
            raise
        return _marked(service, handed, error, lang, error.status, apply=apply)


def _checked(service: Service, handed: Handed, lang: str) -> Response:
    outcome = service.registry.desk.check(handed)
    if outcome.refusal:
        raise outcome.refusal
    body = outcome_json(service, outcome.outcome, lang) if outcome.outcome else {}
    return JSONResponse(body, _OK, {"ETag": f'"{body["version"]}"'})


def _handed_in(
    service: Service, request: Request, handed: Handed, editor: Editor, lang: str
) -> Response:
    """Hand in once, however often the request comes with the same key."""
    registry, key = service.registry, request.headers.get("idempotency-key", "").strip()
    before = registry.journal.sequence
    with registry.retries.attempt(handed.agent, key, handed.digest, before) as attempt:
        if attempt.answer is None and attempt.repeated:
            found = registry.desk.repeated(handed, attempt.before)
            if found is not None:
                attempt.answer = _found(found)
        if attempt.answer is None:
            response = answered(service, registry.desk.hand_in(handed, editor), lang)
            text = bytes(response.body).decode()
            attempt.answer = Answer(response.status_code, text, json.loads(text)["version"])
            return response
        answer = attempt.answer
    headers = {"ETag": f'"{answer.version}"', "Idempotency-Replayed": "true"}
    return Response(answer.body, answer.status, headers, _JSON)


def _found(found: int | Case) -> Answer:
    """Return the answer to a request of which it is only known what came of it."""
    if isinstance(found, int):
        told = {"state": "accepted", "version": found, "changed": True}
        return Answer(_CREATED, json.dumps(told), found)
    told = {"state": found.state, "id": found.id, "version": found.handed.base, "changed": False}
    return Answer(_ACCEPTED, json.dumps(told), found.handed.base or 0)


def _marked(  # noqa: PLR0913  # what is marked, why and how
    service: Service,
    handed: Handed,
    error: SubmissionError | None,
    lang: str,
    status: int,
    *,
    apply: bool,
) -> Response:
    if error is None:
        return Response(handed.content, status, media_type=marked_type(handed.name))
    content = service.registry.door.marked(handed, error, lang, apply=apply)
    return Response(content, status, media_type=marked_type(handed.name))


def _report(refusal: SubmissionError | None, outcome: Any) -> Report:  # noqa: ANN401  # an Outcome
    if isinstance(refusal, ShapeViolationError):
        return cast("Report", refusal.parameters["report"])
    if refusal:
        raise refusal
    return cast("Report", outcome.report)


def _seen(service: Service, name: str, reader: Visitor) -> Case:
    if reader.editor is None:
        raise RecordNotFoundError(name=f"submission/{name[:60]}")
    return service.registry.reviews.seen(name, reader.editor)


def _open(service: Service, name: str, reader: Visitor) -> Case:
    case = _seen(service, name, reader)
    if case.state not in OPEN:
        raise NotOpenError(state=case.state, wanted=DRAFT)
    return case


def _told(text: str, name: str) -> bool:
    values = {"": False, "0": False, "false": False, "1": True, "true": True}
    if text not in values:
        raise ParameterError(name=name, value=text, expected="a-boolean")
    return values[text]


def _remarks(content: bytes) -> tuple[str, list[Remark]]:
    wrong = ParameterError(name="remarks", value="", expected="remarks")
    try:
        told: dict[str, Any] = dict(sent_json(content or b"{}"))
        said: list[Any] = list(told.get("remarks", []))
        remarks = [_remark(dict(one)) for one in said[:_REMARKS]]
    except (ValueError, TypeError, KeyError) as error:
        raise wrong from error
    if len(said) > _REMARKS:
        raise wrong
    return str(told.get("answer", ""))[:_REMARK_CHARS], remarks


def _remark(said: Mapping[str, Any]) -> Remark:
    prop, text = str(said.get("property", "")), str(said["text"]).strip()
    if not text:
        raise ValueError
    about = record_of(str(said["record"])).value
    return Remark(about, prop and record_of(prop).value, text[:_REMARK_CHARS])
