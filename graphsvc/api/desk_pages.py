"""The desk: what waits to be accepted, what it would change, and the decision."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from graphsvc.access.editors import Editor
from graphsvc.api import views
from graphsvc.api.draft_views import (
    ORDER,
    RecordDraft,
    field_changes,
    remarks_of,
    reviewers_remarks,
)
from graphsvc.api.editors import EditorDep, VisitorDep
from graphsvc.api.impact_views import impact_of
from graphsvc.api.leading import to_page
from graphsvc.api.negotiation import language
from graphsvc.api.problems import problem
from graphsvc.api.record_changes import agent_in_words
from graphsvc.api.rendering import page
from graphsvc.api.state import Service, ServiceDep
from graphsvc.errors import (
    RecordNotFoundError,
    RemarkNeededError,
    SignInNeededError,
    SubmissionError,
)
from graphsvc.locale import texts
from graphsvc.rdf.names import record_of
from graphsvc.submissions.cases import RETURNED, WAITING, Case, Remark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graphsvc.submissions.pipeline import Outcome

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_SHOWN: Final = 100
"""Most records and remarks that a page lists."""
_FIELDS: Final = 2_000
_REMARK_CHARS: Final = 2_000
_REMARK: Final = "remark "


@router.get("/desk")
def desk(request: Request, service: ServiceDep, visitor: VisitorDep) -> Response:
    """List what waits for the editor to accept it."""
    if visitor.editor is None:
        raise SignInNeededError(reason="nobody")
    lang, label = language(request), service.labels.label
    found = service.registry.reviews.waiting_for(visitor.editor)
    returned = None
    with suppress(RecordNotFoundError):
        name = request.query_params.get("returned", "")
        returned = service.registry.reviews.left(name, visitor.editor) if name else None
    if returned and returned.state != RETURNED:
        returned = None
    return page(
        request,
        service,
        "desk.html",
        cases=[
            (case, label(case.handed.about, lang), agent_in_words(service, case.handed.agent, lang))
            for case in found
        ],
        returned=returned,
        returned_to=agent_in_words(service, returned.handed.agent, lang)[1] if returned else "",
        returned_about=service.labels.label(returned.about, lang) if returned else "",
        graphs=views.graphs_of(service, [case.handed.about for case in found]),
    )


@router.get("/desk/{name}")
def case(name: str, request: Request, service: ServiceDep, visitor: VisitorDep) -> Response:
    """Show what a waiting submission would change, with the forms to accept or return it.

    Of what waits no more it is told what became of it.
    """
    if visitor.editor is None:
        raise SignInNeededError(reason="nobody")
    with suppress(RecordNotFoundError):
        return _gone(request, service, service.registry.reviews.left(name, visitor.editor))
    return _shown(request, service, _decidable(service, name, visitor.editor))


@router.post("/desk/{name}/accept")
def accept(name: str, request: Request, service: ServiceDep, editor: EditorDep) -> Response:
    """Accept what waits, and lead to the journal's entry."""
    found = _decidable(service, name, editor)
    try:
        done = service.registry.reviews.accept(name, editor)
    except SubmissionError as error:
        return _shown(request, service, found, error)
    return to_page(
        request, f"/submissions/{done.outcome.version}" if done.outcome.entry else "/desk"
    )


@router.post("/desk/{name}/return")
async def turn_back(
    name: str, request: Request, service: ServiceDep, editor: EditorDep
) -> Response:
    """Return what waits to whoever handed it in, with remarks by field."""
    async with request.form(max_files=0, max_fields=_FIELDS) as form:
        given = {n: v.strip() for n, v in form.items() if isinstance(v, str)}
    remarks: list[Remark] = []
    for key, text in given.items():
        if key.startswith(_REMARK) and text:
            record, _, prop = key[len(_REMARK) :].partition(" ")
            about, field = record_of(record).value, prop and record_of(prop).value
            remarks.append(Remark(about, field, text[:_REMARK_CHARS]))
    answer, reviews = given.get("answer", "")[:_REMARK_CHARS], service.registry.reviews
    try:
        await run_in_threadpool(reviews.turn_back, name, editor, answer, remarks)
    except RemarkNeededError as error:
        found = await run_in_threadpool(_decidable, service, name, editor)
        return await run_in_threadpool(_shown, request, service, found, None, given, error)
    return to_page(request, "/desk", returned=name)


def _decidable(service: Service, name: str, editor: Editor | None) -> Case:
    if editor is None:
        raise SignInNeededError(reason="nobody")
    found = service.registry.reviews.seen(name, editor)
    if found.state != WAITING or not service.registry.reviews.may_decide(found, editor):
        raise RecordNotFoundError(name=f"submission/{name[:60]}")
    return found


def _gone(request: Request, service: Service, found: Case) -> Response:
    """Show what became of what waited."""
    lang = language(request)
    return page(
        request,
        service,
        "desk_gone.html",
        case=found,
        about=found.about,
        about_label=service.labels.label(found.about, lang),
        agent=agent_in_words(service, found.handed.agent, lang)[1],
        decided_by=agent_in_words(service, found.decided_by, lang)[1],
        states=texts("ui")["submission_states"],
        graphs=views.graphs_of(service, [found.about]),
    )


def _said_before(
    service: Service,
    found: Case,
    outcome: Outcome | None,
    changes: Sequence[RecordDraft],
    lang: str,
) -> list[tuple[str, str, str, str]]:
    """Return the remarks by which a case came back: record, field, text, and what it has now."""
    now = {
        (record.iri, path): "; ".join(label or value for value, label in field.added)
        for record in changes
        for path, field in record.fields
    }
    told = reviewers_remarks(service, found.remarks, outcome, lang)
    return [
        (*said, now.get((remark.record, remark.property), ""))
        for remark, said in zip(found.remarks, told, strict=True)
    ]


def _shown(  # noqa: PLR0913, PLR0917  # a case, and what was tried and typed
    request: Request,
    service: Service,
    found: Case,
    tried: SubmissionError | None = None,
    typed: Mapping[str, str] | None = None,
    unsaid: RemarkNeededError | None = None,
) -> Response:
    lang, handed = language(request), found.handed
    checked = service.registry.desk.check(handed, found.read)
    refusal, outcome = tried or checked.refusal, checked.outcome
    remarks = remarks_of(service, refusal, outcome, lang)
    changes = field_changes(service, outcome, lang, _SHOWN) if outcome else []
    wrong = tried or unsaid
    return page(
        request,
        service,
        "desk_case.html",
        case=found,
        handed=handed,
        about=handed.about,
        about_label=service.labels.label(handed.about, lang),
        agent=agent_in_words(service, handed.agent, lang),
        told=problem(refusal, lang) if refusal else None,
        remarks=remarks[:_SHOWN],
        counts=Counter(outcome.records.values()) if outcome else Counter[str](),
        changes=changes,
        before=_said_before(service, found, outcome, changes, lang),
        decided_by=agent_in_words(service, found.decided_by, lang)[1],
        typed=typed or {},
        unsaid=problem(unsaid, lang) if unsaid else None,
        shown_most=_SHOWN,
        order=ORDER,
        kinds=texts("ui")["submit_kinds"],
        impact=impact_of(request, service, checked),
        impact_href=f"/desk/{found.id}?impact=1",
        graphs=views.graphs_of(service, [handed.about]),
        status=wrong.status if wrong else 200,
    )
