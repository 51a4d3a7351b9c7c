"""Handing in by page: a file is checked, what would change is shown, and only then it is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from graphsvc.access.editors import SUBMIT, Editor
from graphsvc.api.editors import EditorDep, VisitorDep, agent_of
from graphsvc.api.leading import to_page
from graphsvc.api.negotiation import language
from graphsvc.api.offering import offered_bodies, offered_entities
from graphsvc.api.problems import problem
from graphsvc.api.rendering import page
from graphsvc.api.state import Service, ServiceDep
from graphsvc.api.submission_views import after_handing_in
from graphsvc.api.whose import whose
from graphsvc.errors import ParameterError
from graphsvc.locale import texts
from graphsvc.submissions.formats import Handed
from graphsvc.submissions.handed import file_name

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["named", "router", "uploaded"]

router = APIRouter(include_in_schema=False)

_SHOWN: Final = 200
"""Most records and remarks that a page lists."""


@router.get("/submit")
def submit(request: Request, service: ServiceDep, visitor: VisitorDep) -> Response:
    """Show the form, the templates to fill, and what the editor has handed in before."""
    return _form(request, service, visitor.editor, {}, None)


@router.post("/submit")
async def hand_in(request: Request, service: ServiceDep, editor: EditorDep) -> Response:
    """Keep a file as a draft, and lead to what it would change."""
    given, name, content = await uploaded(request)
    return await run_in_threadpool(_keep, request, service, editor, given, name, content)


@router.post("/submissions/{sequence}/undo")
async def undo(sequence: int, request: Request, service: ServiceDep, editor: EditorDep) -> Response:
    """Hand in the data as they would be without what an entry of the journal changed.

    With `preview` in the form they are kept as a draft, which shows what would change.
    """
    async with request.form(max_files=0, max_fields=8) as form:
        reason, preview = form.get("reason", ""), form.get("preview")
    said = reason.strip()[:500] if isinstance(reason, str) else ""
    agent = agent_of(request, editor)
    if preview:
        return await run_in_threadpool(_undoing, request, service, editor, sequence, said)
    done = await run_in_threadpool(service.registry.desk.undo, sequence, editor, said, agent)
    return after_handing_in(request, done)


def _undoing(
    request: Request, service: Service, editor: Editor, sequence: int, reason: str
) -> Response:
    desk = service.registry.desk
    handed = desk.undoing(sequence, editor, reason, agent_of(request, editor))
    service.registry.permissions.require(editor, SUBMIT, handed.about)
    return to_page(request, f"/submit/{desk.draft(handed)}")


async def uploaded(request: Request) -> tuple[dict[str, str], str, bytes]:
    """Return the fields of a form, and name and contents of its file."""
    async with request.form(max_files=1, max_fields=8) as form:
        file = form.get("file")
        content = await file.read() if isinstance(file, UploadFile) else b""
        name = (file.filename or "") if isinstance(file, UploadFile) else ""
        return {n: v for n, v in form.items() if isinstance(v, str)}, name, content


def _keep(  # noqa: PLR0913, PLR0917  # the parts of an upload
    request: Request,
    service: Service,
    editor: Editor,
    given: Mapping[str, str],
    name: str,
    content: bytes,
) -> Response:
    lang = language(request)
    typed = given.get("agent", "").strip()[:200] if editor.local else ""
    try:
        handed = _handed(service, given, name, content, typed or agent_of(request, editor))
    except ParameterError as error:
        return _form(request, service, editor, given, problem(error, lang, service))
    service.registry.permissions.require(editor, SUBMIT, handed.about)
    return to_page(request, f"/submit/{service.registry.desk.draft(handed)}")


def _handed(
    service: Service, given: Mapping[str, str], name: str, content: bytes, agent: str
) -> Handed:
    about, entity = whose(service, given.get("body", "").strip()), given.get("entity", "")
    if not content:
        raise ParameterError(name="file", value=name[:120], expected="a-file")
    return Handed(named(name, entity), content, about, agent, entity=entity)


def named(name: str, entity: str) -> str:
    """Return a file's name; a table without columns of ours is named by what it holds."""
    name = file_name(name)
    return f"{entity}.csv" if entity and name.endswith(".csv") else name


def _form(
    request: Request,
    service: Service,
    editor: Editor | None,
    given: Mapping[str, str],
    told: dict[str, Any] | None,
) -> Response:
    lang, registry = language(request), service.registry
    bodies, meant = offered_bodies(service, editor)
    common, others = offered_entities(registry.templates.entities, lang)
    own = registry.desk.own(editor) if editor else []
    return page(
        request,
        service,
        "submit.html",
        given=given,
        told=told,
        bodies=bodies,
        meant=meant,
        common=common,
        others=others,
        own=[(case, service.labels.label(case.handed.about, lang)) for case in own[:_SHOWN]],
        waiting=len(registry.reviews.waiting_for(editor)) if editor else 0,
        states=texts("ui")["submission_states"],
        status=told["status"] if told else 200,
    )
