"""Entering data by form: a new record or a change of one, checked field by field."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from graphsvc.access.editors import SUBMIT, Editor
from graphsvc.api.editors import EditorDep, VisitorDep, agent_of
from graphsvc.api.form_checking import (
    Checked,
    check,
    handed_form,
    opened,
    reviewed,
    settled,
    unsaid_deadline,
)
from graphsvc.api.form_closed import closed
from graphsvc.api.form_drawing import FormState, form_page
from graphsvc.api.form_finding import found_for
from graphsvc.api.form_posting import FIELDS_LIMIT, posted
from graphsvc.api.leading import to_page
from graphsvc.api.negotiation import language
from graphsvc.api.offering import offered_bodies, offered_entities
from graphsvc.api.own_case import own_case
from graphsvc.api.problems import problem
from graphsvc.api.rendering import page
from graphsvc.api.state import Service, ServiceDep
from graphsvc.api.whose import whose
from graphsvc.errors import (
    ParameterError,
    RecordNotFoundError,
)
from graphsvc.forms.content import SUFFIX, Content, read_content
from graphsvc.forms.controls import Forms
from graphsvc.forms.editing import edited, left_in, taken_out
from graphsvc.forms.filling import Filler
from graphsvc.forms.joining import joined
from graphsvc.rdf.names import graph_of
from graphsvc.submissions.cases import DRAFT, RETURNED, Case

__all__ = ["router"]

router = APIRouter(include_in_schema=False, prefix="/forms")

_SEE_OTHER: Final = 303
_UNPROCESSABLE: Final = 422


@router.get("")
def choose(request: Request, service: ServiceDep, visitor: VisitorDep) -> Response:
    """Ask whose data and which type of record."""
    asked = request.query_params
    if asked.get("entity") and asked.get("body", "").strip():
        more = {n: v for n, v in asked.items() if n != "entity"}
        return RedirectResponse(f"/forms/{asked['entity']}?{urlencode(more)}", _SEE_OTHER)
    return _choice(request, service, visitor.editor, asked.get("entity", ""), None)


@router.get("/drafts/{draft}")
def reopen(draft: str, request: Request, service: ServiceDep, visitor: VisitorDep) -> Response:
    """Show a form that was kept, with the remarks of whoever returned it."""
    case = _own(service, draft, visitor.editor)
    if case.state not in (DRAFT, RETURNED):
        return to_page(request, f"/submit/{draft}")
    content = left_in(service.forms.known(read_content(case.handed.content)))
    about = case.handed.about
    if case.handed.base is not None:
        content = replace(content, version=case.handed.base)
    checked = check(service, content, about, language(request))
    checked = reviewed(service, checked, content, case.remarks)
    state = FormState(
        content, about, checked, draft, case.handed.agent, asked=True, case=case,
        kept="kept" in request.query_params,
    )  # fmt: skip
    return form_page(request, service, state)


@router.get("/{entity}")
def begin(entity: str, request: Request, service: ServiceDep, visitor: VisitorDep) -> Response:
    """Show the form of a new record."""
    forms, asked = service.forms, request.query_params
    if entity not in {e.name for e in forms.entities}:
        raise RecordNotFoundError(name=f"forms/{entity[:60]}")
    try:
        about = whose(service, asked.get("body", "").strip())
    except ParameterError as error:
        told = error if asked.get("body") else None
        return _choice(request, service, visitor.editor, entity, told)
    if refused := closed(request, service, visitor.editor, entity, about):
        return refused
    known = {c.name for c in forms.form(entity).controls}
    given = {n: (v,) for n, v in asked.items() if n in known and v}
    content = _filler(service, forms, about).fill(entity, "", _version(service, about))
    first = replace(content.entries[0], key="", values=given)
    return form_page(request, service, FormState(replace(content, entries=(first,)), about))


@router.get("/{entity}/{key:path}")
def change(
    entity: str, key: str, request: Request, service: ServiceDep, visitor: VisitorDep
) -> Response:
    """Show the form of a record as the graph of a body or document has it."""
    forms = service.forms
    if entity not in {e.name for e in forms.entities}:
        raise RecordNotFoundError(name=f"{entity[:60]}/{key[:60]}")
    iri = service.registry.record(entity, f"{entity}/{key}", "record")
    about = whose(service, request.query_params.get("body", "").strip())
    if refused := closed(request, service, visitor.editor, entity, about, iri):
        return refused
    filler = _filler(service, forms, about)
    content = filler.fill(entity, iri, _version(service, about))
    state = FormState(
        content,
        about,
        opened(service, content, about, language(request)),
        left_out=filler.left_out(entity, iri),
    )
    return form_page(request, service, state)


@router.post("/{place:path}")  # noqa: FAST003  # the form itself tells what it is of
async def send(request: Request, service: ServiceDep, editor: EditorDep) -> Response:
    """Take what was typed: change the form, check it, keep it or hand it in."""
    async with request.form(max_files=0, max_fields=FIELDS_LIMIT) as form:
        pairs = [(n, v) for n, v in form.multi_items() if isinstance(v, str)]
    return await run_in_threadpool(_take, request, service, editor, pairs)


def _take(
    request: Request, service: Service, editor: Editor, pairs: list[tuple[str, str]]
) -> Response:
    given = posted(pairs)
    service.forms.known(given.content)
    about = whose(service, given.body.strip())
    service.registry.permissions.require(editor, SUBMIT, about)
    agent = (given.agent if editor.local else "") or agent_of(request, editor)
    case = _kept(service, given.draft, editor)
    state = FormState(
        given.content, about, draft=case.id if case else "", agent=given.agent, case=case
    )
    action, _, rest = given.action.partition(" ")
    if action == "remove" and given.content.entries[0].key:
        return _remove(request, service, state, agent)
    if action in ("keep", "hand-in", "join", "check"):
        return _checked(request, service, state, agent, action)
    if action == "find":
        found = {rest: found_for(service, given.content, about, rest)}
        number, _, place = rest.partition(" ")
        state = replace(state, found=found, focus=(number, place))
    else:
        content, focus = edited(service.registry.model, given.content, given.action)
        state = replace(state, content=service.forms.known(content), focus=focus)
    if given.checked:
        return _checked(request, service, state, agent, "check")
    return form_page(request, service, state)


def _checked(
    request: Request, service: Service, state: FormState, agent: str, action: str
) -> Response:
    """Keep a form, hand it in, or show what is to be said of it."""
    lang = language(request)
    if action == "keep":
        return to_page(request, f"/forms/drafts/{_keep(service, state, agent)}", kept="1")
    checked = check(service, state.content, state.about, lang)
    if action == "join" and checked.conflicts:
        state = replace(state, content=_joined(service, state, checked))
        checked = check(service, state.content, state.about, lang)
    if action == "hand-in" and checked.refusal is None:
        settled_ = replace(state, content=settled(service, state.content, state.about))
        return to_page(request, f"/submit/{_keep(service, settled_, agent)}")
    if state.case is not None:
        checked = reviewed(service, checked, state.content, state.case.remarks)
    if action == "check" and not all(entry.empty for entry in state.content.entries):
        state = replace(state, draft=_keep(service, state, agent), kept=True)
    refused = action == "hand-in"
    return form_page(request, service, replace(state, checked=checked, refused=refused, asked=True))


def _remove(request: Request, service: Service, state: FormState, agent: str) -> Response:
    """Keep what takes the record out as a draft, and lead to what would vanish; or say why not."""
    gone = replace(state, content=taken_out(state.content))
    checked = check(service, gone.content, state.about, language(request))
    if checked.refusal is None:
        return to_page(request, f"/submit/{_keep(service, gone, agent)}")
    told = replace(state, checked=Checked(refusal=checked.refusal), asked=True, stays=True)
    return form_page(request, service, told)


def _keep(service: Service, state: FormState, agent: str) -> str:
    """Keep a form as a draft and return its name."""
    handed, drafts = handed_form(state.content, state.about, agent), service.registry.drafts
    if state.case is None:
        return drafts.keep(handed)
    drafts.change(state.case.id, handed.content, base=handed.base)
    return state.case.id


def _joined(service: Service, state: FormState, checked: Checked) -> Content:
    first = state.content.entries[0]
    iri = service.registry.model.by_name[first.entity].record(first.key).value
    filler = _filler(service, service.forms, state.about)
    present = filler.fill(first.entity, iri, _version(service, state.about))
    overtaken = [(c.record, c.given, c.earlier) for c in checked.conflicts]
    return joined(service.registry.model, state.content, present, overtaken)


def _own(service: Service, name: str, editor: Editor | None) -> Case:
    """Return an editor's own form.

    Raises: as `own_case`, also where it is no form.
    """
    case, _ = own_case(service, name, editor)
    if not case.handed.name.endswith(SUFFIX):
        raise RecordNotFoundError(name=f"draft/{name[:60]}")
    return case


def _kept(service: Service, name: str, editor: Editor) -> Case | None:
    """Return the draft that a form was kept as; None for one that is another's or was deleted.

    What was typed is then kept as a draft of its own.
    """
    try:
        return _own(service, name, editor) if name else None
    except RecordNotFoundError:
        return None


def _filler(service: Service, forms: Forms, about: str) -> Filler:
    registry = service.registry
    quads = registry.store.graph(graph_of(about))
    names, unsaid = registry.called.of(about), unsaid_deadline(service, about)
    return Filler(registry.model, forms, names, quads, unsaid)


def _version(service: Service, about: str) -> int:
    return service.registry.pipeline.version(graph_of(about))


def _choice(
    request: Request,
    service: Service,
    editor: Editor | None,
    entity: str,
    error: ParameterError | None,
) -> Response:
    lang = language(request)
    bodies, meant = offered_bodies(service, editor)
    common, others = offered_entities(service.forms.entities, lang)
    told: dict[str, Any] | None = problem(error, lang, service) if error else None
    return page(
        request,
        service,
        "forms.html",
        told=told,
        bodies=bodies,
        body=request.query_params.get("body", meant),
        chosen=entity,
        common=common,
        others=others,
        status=told["status"] if told else 200,
    )
