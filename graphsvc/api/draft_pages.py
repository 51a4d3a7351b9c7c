"""A draft as pages: what is wrong with it, what it would change, handing it in, where it stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from graphsvc.access.editors import Editor
from graphsvc.api import views
from graphsvc.api.alike_records import entered_twice
from graphsvc.api.calendar_pages import mark_address
from graphsvc.api.conflict_views import conflicts_of
from graphsvc.api.draft_views import (
    ORDER,
    changed_records,
    field_changes,
    remarks_of,
    reviewers_remarks,
)
from graphsvc.api.editors import EditorDep, VisitorDep
from graphsvc.api.impact_views import impact_of
from graphsvc.api.leading import to_page
from graphsvc.api.negotiation import language
from graphsvc.api.own_case import own_case
from graphsvc.api.problems import problem
from graphsvc.api.record_changes import FieldChange, agent_in_words
from graphsvc.api.rendering import page
from graphsvc.api.state import Service, ServiceDep
from graphsvc.api.submit_pages import named, uploaded
from graphsvc.api.table_help import table_help
from graphsvc.errors import (
    NotOpenError,
    ParameterError,
    RecordNotFoundError,
    ShapeViolationError,
    SubmissionError,
    TableError,
)
from graphsvc.locale import texts
from graphsvc.rdf.names import compact, graph_of
from graphsvc.submissions.cases import ACCEPTED, DRAFT, OPEN, RETURNED, WAITING, Case
from graphsvc.submissions.formats import Handed, can_be_marked, marked_type

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graphsvc.submissions.opening import ChangedCell
    from graphsvc.submissions.pipeline import Outcome

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_SHOWN: Final = 200
"""Most records and remarks that a page lists."""
_TOLD: Final = 60
"""Of how many of them it tells every field."""


@router.get("/submit/{draft}")
def review(draft: str, request: Request, service: ServiceDep, visitor: VisitorDep) -> Response:
    """Show what is wrong with a draft, what it would change, or where it stands."""
    try:
        case, editor = own_case(service, draft, visitor.editor)
    except RecordNotFoundError:
        # The address that whoever handed it in sees; who may decide has a page of their own.
        if visitor.editor:
            service.registry.reviews.seen(draft, visitor.editor)
            return to_page(request, f"/desk/{draft}")
        raise
    return _review(request, service, editor, case)


@router.get("/submit/{draft}/marked")
def marked(draft: str, request: Request, service: ServiceDep, visitor: VisitorDep) -> Response:
    """Return a refused table with its cells marked."""
    handed = own_case(service, draft, visitor.editor)[0].handed
    content = _marked(service, handed, language(request), apply=False)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(handed.name)}"}
    return Response(content, media_type=marked_type(handed.name), headers=headers)


@router.post("/submit/{draft}/apply")
def apply_proposals(
    draft: str, request: Request, service: ServiceDep, editor: EditorDep
) -> Response:
    """Put what is surely meant into the cells of a draft, and show it and what was changed."""
    handed = own_case(service, draft, editor)[0].handed
    content = _marked(service, handed, language(request), apply=True)
    changed = service.registry.door.changed(handed, content) if content != handed.content else []
    if not changed:
        return to_page(request, f"/submit/{draft}")
    service.registry.drafts.change(draft, content)
    case, _ = own_case(service, draft, editor)
    return _review(request, service, editor, case, changed=changed)


@router.post("/submit/{draft}/file")
async def correct(draft: str, request: Request, service: ServiceDep, editor: EditorDep) -> Response:
    """Put a corrected file in place of a draft's, and show it again."""
    _, name, content = await uploaded(request)
    return await run_in_threadpool(_correct, request, service, editor, draft, name, content)


@router.post("/submit/{draft}/accept")
async def accept(draft: str, request: Request, service: ServiceDep, editor: EditorDep) -> Response:
    """Hand a draft in, all or nothing: it is taken, or waits for somebody else to accept it."""
    async with request.form(max_files=0, max_fields=8) as form:
        given = {n: v for n, v in form.items() if isinstance(v, str)}
    return await run_in_threadpool(_accept, request, service, editor, draft, given)


@router.post("/submit/{draft}/withdraw")
def withdraw(draft: str, request: Request, service: ServiceDep, editor: EditorDep) -> Response:
    """Take back what nobody has accepted."""
    service.registry.reviews.withdraw(draft, editor)
    return to_page(request, f"/submit/{draft}")


def _correct(  # noqa: PLR0913, PLR0917  # the parts of an upload
    request: Request, service: Service, editor: Editor, draft: str, name: str, content: bytes
) -> Response:
    before = own_case(service, draft, editor)[0].handed
    if not content:
        raise ParameterError(name="file", value=name[:120], expected="a-file")
    called = named(name, before.entity)
    service.registry.drafts.change(draft, content, name=called, base=None)
    return to_page(request, f"/submit/{draft}")


def _review(  # noqa: PLR0913, PLR0917  # what a page shows
    request: Request,
    service: Service,
    editor: Editor,
    case: Case,
    tried: SubmissionError | None = None,
    changed: Sequence[ChangedCell] = (),
) -> Response:
    if case.state not in (DRAFT, RETURNED) and tried is None:
        return _standing(request, service, case)
    lang, registry, handed = language(request), service.registry, case.handed
    checked = registry.desk.check(handed)
    refusal, outcome = tried or checked.refusal, checked.outcome
    records = changed_records(service, outcome, lang) if outcome and not refusal else []
    remarks = remarks_of(service, refusal, outcome, lang)
    return page(
        request,
        service,
        "submit_draft.html",
        draft=case.id,
        case=case,
        returned=reviewers_remarks(service, case.remarks, outcome, lang),
        decided_by=agent_in_words(service, case.decided_by, lang)[1],
        handed=handed,
        about=handed.about,
        about_label=service.labels.label(handed.about, lang),
        short=compact(handed.about),
        told=problem(refusal, lang, service) if refusal else None,
        conflicts=conflicts_of(service, refusal, lang),
        remarks=remarks[:_SHOWN],
        remarks_count=len(remarks),
        proposals=sum(bool(r["proposal"]) for r in remarks),
        put_in=changed,
        can_mark=can_be_marked(handed.name)
        and isinstance(refusal, (TableError, ShapeViolationError)),
        twice=entered_twice(service, outcome, lang) if records and outcome else [],
        fields=_fields(service, outcome, lang) if records and outcome else {},
        counts=Counter(kind for _, _, kind in records),
        records=records[:_SHOWN],
        order=ORDER,
        kinds=texts("ui")["submit_kinds"],
        impact=impact_of(request, service, checked),
        impact_href=f"/submit/{case.id}?impact=1",
        binding=_binding(service, editor, handed.about, lang),
        mark_href=mark_address(service, case),
        **table_help(service, case.id, handed, refusal, checked.submission, lang),
        graphs=views.graphs_of(service, [handed.about]),
        status=tried.status if tried else 200,
    )


def _fields(service: Service, outcome: Outcome, lang: str) -> dict[str, list[FieldChange]]:
    """Return what changes in the first records, field by field."""
    shown = field_changes(service, outcome, lang, _TOLD)
    return {r.iri: [change for _, change in r.fields] for r in shown}


def _binding(service: Service, editor: Editor, about: str, lang: str) -> dict[str, Any] | None:
    """Return the rule by which somebody else accepts it, and the bodies that may."""
    bound = service.registry.desk.binding(about, editor)
    if bound is None:
        return None
    reviewers = [(iri, service.labels.label(iri, lang)) for iri in bound.reviewers]
    return {"rule": bound.rule, "reviewers": reviewers}


def _standing(request: Request, service: Service, case: Case) -> Response:
    """Show where a submission stands that is no draft."""
    lang, registry, about = language(request), service.registry, case.handed.about
    reviewers = sorted(registry.reviews.reviewers(about)) if case.state == WAITING else []
    return page(
        request,
        service,
        "submit_standing.html",
        case=case,
        open=case.state in OPEN,
        about=about,
        about_label=service.labels.label(about, lang),
        decided_by=agent_in_words(service, case.decided_by, lang)[1],
        reviewers=[(iri, service.labels.label(iri, lang)) for iri in reviewers],
        states=texts("ui")["submission_states"],
        graphs=views.graphs_of(service, [about]),
    )


def _accept(
    request: Request, service: Service, editor: Editor, draft: str, given: Mapping[str, str]
) -> Response:
    registry, (case, _) = service.registry, own_case(service, draft, editor)
    handed = replace(case.handed, reason=given.get("reason", "").strip()[:500])
    try:
        done = registry.desk.hand_in(handed, editor, draft=draft)
    except NotOpenError:  # a second click
        return to_page(request, f"/submit/{draft}")
    except SubmissionError as error:
        return _review(request, service, editor, registry.drafts.case(draft), error)
    if done.state != ACCEPTED:
        return to_page(request, f"/submit/{draft}")
    lang = language(request)
    return page(
        request,
        service,
        "submit_done.html",
        about=handed.about,
        about_label=service.labels.label(handed.about, lang),
        short=compact(handed.about),
        version=done.outcome.version,
        kinds=texts("ui")["history_kinds"],
        records=changed_records(service, done.outcome, lang)[:_SHOWN],
        graphs=[graph_of(handed.about).value],
        status=201,
    )


def _marked(service: Service, handed: Handed, lang: str, *, apply: bool) -> bytes:
    refusal = service.registry.desk.check(handed).refusal
    if isinstance(refusal, (TableError, ShapeViolationError)):
        return service.registry.door.marked(handed, refusal, lang, apply=apply)
    return handed.content
