"""A body's calendar over HTTP, and marking what is in it as done."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from graphsvc.api.calendar_marks import pending_marks
from graphsvc.api.calendar_pages import after_marking, with_problem
from graphsvc.api.editors import EditorDep, agent_of
from graphsvc.api.handing_in import base_of
from graphsvc.api.negotiation import choose, language, wants_html
from graphsvc.api.problems import problem
from graphsvc.api.rendering import address
from graphsvc.api.state import Service, ServiceDep
from graphsvc.api.submission_views import after_handing_in, answered
from graphsvc.audits.calendar import Period, quarter
from graphsvc.audits.calendar_feed import icalendar_feed
from graphsvc.audits.calendar_files import document, workbook
from graphsvc.audits.draft_order import draft_document
from graphsvc.audits.marking import Mark, completion
from graphsvc.errors import NotAcceptableError, NotOpenError, ParameterError, RegistryError
from graphsvc.questions.binding import day_given, day_named
from graphsvc.rdf.names import rms
from graphsvc.sent import sent_json
from graphsvc.submissions.cases import RETURNED, WAITING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from graphsvc.access.editors import Editor
    from graphsvc.audits.calendar import Calendar
    from graphsvc.submissions.desk import HandedIn
    from graphsvc.submissions.pipeline import Submission

__all__ = ["router"]

router = APIRouter(tags=["calendar"], prefix="/api")

_OFFICE = "application/vnd.openxmlformats-officedocument."
_MEDIA = {
    "json": "application/json",
    "ics": "text/calendar",
    "xlsx": _OFFICE + "spreadsheetml.sheet",
    "docx": _OFFICE + "wordprocessingml.document",
}
_YEAR = timedelta(days=365)


@router.get("/calendar")
def calendar(request: Request, service: ServiceDep) -> Response:
    """Return what a body owes in a period, by default this quarter, from all plans."""
    lang = language(request)
    today = day_given(request.query_params.get("date"))
    found = _calendar(service, request, today, quarter(today))
    name = request.query_params.get("format") or _short(choose(request, list(_MEDIA.values())))
    if name not in _MEDIA:
        raise NotAcceptableError(value=name)
    if name == "json":
        return JSONResponse(found.as_json())
    return _file(service, request, found, name, lang)


@router.get("/calendar.ics")
def calendar_feed(request: Request, service: ServiceDep) -> Response:
    """Return a body's calendar to subscribe to: by default a year back and a year ahead."""
    today = day_given(request.query_params.get("date"))
    found = _calendar(service, request, today, Period(today - _YEAR, today + _YEAR))
    return _file(service, request, found, "ics", language(request))


@router.get("/councils/{key}/draft-order.docx")
def draft_order(key: str, request: Request, service: ServiceDep) -> Response:
    """Return the draft of an order on a council's composition: clauses, persons, blanks."""
    registry, lang = service.registry, language(request)
    on = day_given(request.query_params.get("date"))
    draft = registry.drafter.draft(f"body/{key}", on, lang)
    content = draft_document(draft, lang, _changed(service, draft.sequence))
    headers = {
        "Content-Disposition": 'attachment; filename="draft-order.docx"',
        "X-Sequence": str(draft.sequence),
    }
    return Response(content, media_type=_MEDIA["docx"], headers=headers)


@router.post("/calendar/done")
async def done(request: Request, service: ServiceDep, editor: EditorDep) -> Response:
    """Record that a body has done an activity, or an occurrence of it: 201, or 200 if it was known.

    A form or a JSON object: `activity`, `body`, `occurrence`, `date` (today where it is missing),
    `evidence` (an address), `sha256`, `base` (the version of the body's graph; also `If-Match`).
    """
    given = _given(await request.body(), request)
    try:
        marked = await run_in_threadpool(_mark, service, request, editor, given)
    except RegistryError as error:
        if not wants_html(request):
            raise
        told = problem(error, language(request), service)
        return await run_in_threadpool(with_problem, request, service, given, told)
    if not wants_html(request):
        return answered(service, marked, language(request))
    if marked.state == WAITING:
        return after_handing_in(request, marked)
    return after_marking(request, given)


def _calendar(service: Service, request: Request, today: date, default: Period) -> Calendar:
    asked = request.query_params
    since = day_given(asked.get("from"), "from", default.since)
    until = day_given(asked.get("to"), "to", default.until)
    body = asked.get("body", "")
    return service.registry.calendars.of(body, Period(since, until), today, language(request))


def _file(service: Service, request: Request, found: Calendar, name: str, lang: str) -> Response:
    at = int(found.receipt["sequence"])
    changed = _changed(service, at)
    base = str(request.base_url).rstrip("/")

    def page(iri: str) -> str:
        return base + address(iri) + ("?lang=en" if lang == "en" else "")

    writers: dict[str, Callable[[], bytes]] = {
        "ics": lambda: icalendar_feed(found, lang, page, changed),
        "xlsx": lambda: workbook(found, lang, page),
        "docx": lambda: document(found, lang, changed),
    }
    kind = "inline" if name == "ics" else "attachment"
    headers = {
        "Content-Disposition": f'{kind}; filename="calendar.{name}"',
        "X-Sequence": str(at),
    }
    return Response(writers[name](), media_type=_MEDIA[name], headers=headers)


def _changed(service: Service, sequence: int) -> datetime:
    """Return when the data an answer rests on last changed: the same data give the same file."""
    journal = service.registry.journal
    return journal.read(sequence).header.time if sequence else datetime.now(UTC)


def _given(content: bytes, request: Request) -> dict[str, str]:
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        text = content.decode("utf-8")
        if media != "application/json":
            return dict(parse_qsl(text))
        pairs: Mapping[str, Any] = dict(sent_json(text))
    except (ValueError, TypeError) as error:
        raise ParameterError(name="body", value="", expected="a-mark") from error
    return {k: "" if v is None else str(v) for k, v in pairs.items()}


def _mark(service: Service, request: Request, editor: Editor, given: Mapping[str, str]) -> HandedIn:
    registry, today = service.registry, day_given(None)
    occurrence = given.get("occurrence", "")
    mark = Mark(
        activity=given.get("activity", ""),
        body=given.get("body", ""),
        day=day_given(given.get("date"), "date", today),
        occurrence=day_named(occurrence, "occurrence") if occurrence else None,
        evidence=given.get("evidence", "").strip(),
        sha256=given.get("sha256", "").strip(),
    )
    submission = completion(
        registry.calendars,
        registry.store,
        mark,
        today=today,
        agent=agent_of(request, editor),
        base=base_of(given.get("base") or request.headers.get("if-match", "")),
    )
    before = _before(service, editor, submission)
    if before is None:
        return registry.desk.take(submission, editor)
    content = "".join(f"{q.triple} .\n" for q in submission.quads).encode()
    registry.drafts.change(before, content, base=submission.base)
    return registry.desk.hand_in(registry.drafts.case(before).handed, editor, draft=before)


def _before(service: Service, editor: Editor, submission: Submission) -> str | None:
    """Return the name of the submission by which the same mark came back, if it did.

    Raises:
        NotOpenError: the same mark waits to be accepted.
    """
    said = {q.predicate: str(getattr(q.object, "value", "")) for q in submission.quads}
    key = said[rms("activity")], said.get(rms("occurrenceStart"), "")
    found = pending_marks(service, editor, submission.about).get(key)
    if found and not found.own:
        return None
    if found and found.state == WAITING:
        raise NotOpenError(state=WAITING, wanted=RETURNED)
    return found.case if found else None


def _short(media: str) -> str:
    return next(name for name, long in _MEDIA.items() if long == media)
