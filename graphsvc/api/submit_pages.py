"""Handing in by page: a file is checked, what would change is shown, and only then it is taken."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse

from graphsvc.api import views
from graphsvc.api.negotiation import language
from graphsvc.api.problems import problem
from graphsvc.api.rendering import page
from graphsvc.api.state import Service, ServiceDep
from graphsvc.errors import ParameterError, ShapeViolationError, SubmissionError, TableError
from graphsvc.locale import texts
from graphsvc.rdf.names import PREFIXES, compact, graph_of, record_of
from graphsvc.rdf.terms import Literal, NamedNode
from graphsvc.submissions.formats import WORKBOOK_TYPE, Handed, is_workbook
from graphsvc.tables.cells import BRACKETED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graphsvc.submissions.pipeline import Outcome

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_SHOWN = 200
"""Most records and remarks that a page lists."""
_ORDER = ("removed", "changed", "added")
_ABOUT = ("body", "document")
_LABEL = NamedNode(PREFIXES["skos"] + "prefLabel")


@router.get("/submit")
def submit(request: Request, service: ServiceDep) -> Response:
    """Show the form, and the templates to fill."""
    return _form(request, service, {}, None)


@router.post("/submit")
async def hand_in(request: Request, service: ServiceDep) -> Response:
    """Keep a file as a draft, and lead to what it would change."""
    async with request.form(max_files=1, max_fields=8) as form:
        file = form.get("file")
        content = await file.read() if isinstance(file, UploadFile) else b""
        name = (file.filename or "") if isinstance(file, UploadFile) else ""
        given = {n: v for n, v in form.items() if isinstance(v, str)}
    return await run_in_threadpool(_keep, request, service, given, name, content)


@router.get("/submit/{draft}")
def review(draft: str, request: Request, service: ServiceDep) -> Response:
    """Show what is wrong with a draft, or what it would change."""
    return _review(request, service, draft)


@router.get("/submit/{draft}/marked.xlsx")
def marked(draft: str, request: Request, service: ServiceDep) -> Response:
    """Return a refused workbook with its cells marked."""
    handed = service.registry.drafts.find(draft)
    content = _marked(service, handed, language(request), apply=False)
    name = quote(handed.name)
    disposition = f"attachment; filename*=UTF-8''{name}"
    headers = {"Content-Disposition": disposition}
    return Response(content, media_type=WORKBOOK_TYPE, headers=headers)


@router.post("/submit/{draft}/apply")
def apply_proposals(draft: str, request: Request, service: ServiceDep) -> Response:
    """Put what is proposed into the cells of a draft, and show it again."""
    drafts = service.registry.drafts
    content = _marked(service, drafts.find(draft), language(request), apply=True)
    drafts.change(draft, content)
    return _to(request, f"/submit/{draft}")


@router.post("/submit/{draft}/accept")
async def accept(draft: str, request: Request, service: ServiceDep) -> Response:
    """Take a draft into the registry, all or nothing."""
    async with request.form(max_files=0, max_fields=8) as form:
        given = {n: v for n, v in form.items() if isinstance(v, str)}
    return await run_in_threadpool(_accept, request, service, draft, given)


def _keep(
    request: Request, service: Service, given: Mapping[str, str], name: str, content: bytes
) -> Response:
    try:
        handed = _handed(service, given, name, content)
    except ParameterError as error:
        return _form(request, service, given, problem(error, language(request)))
    return _to(request, f"/submit/{service.registry.drafts.keep(handed)}")


def _handed(service: Service, given: Mapping[str, str], name: str, content: bytes) -> Handed:
    about, entity = _about(service, given.get("body", "").strip()), given.get("entity", "")
    if not content:
        raise ParameterError(name="file", value=name[:120], expected="a-file")
    if entity and name.endswith(".csv"):
        name = f"{entity}.csv"
    agent = given.get("agent", "").strip()[:200] or "local"
    return Handed(name, content, about, agent, entity=entity)


def _about(service: Service, text: str) -> str:
    """Return whose data it is, by its name or short name.

    Raises:
        ParameterError: nobody is called so, or several are.
    """
    registry = service.registry
    if text.partition("/")[0] in _ABOUT and "/" in text:
        return record_of(text).value
    found = registry.called.called(_ABOUT, text) if text else []
    bracketed = BRACKETED.fullmatch(text)
    if bracketed:
        found = [record_of(f"body/{bracketed[1]}").value]
    if len(found) != 1:
        near = registry.called.near(_ABOUT, text) if text else []
        told = f"({'; '.join(near)}?)" if near else ""
        raise ParameterError(name="body", value=text[:120], expected="whose-data", near=told)
    return found[0]


def _form(
    request: Request, service: Service, given: Mapping[str, str], told: dict[str, Any] | None
) -> Response:
    lang, registry = language(request), service.registry
    bodies = service.kept.get("bodies-called", lambda: registry.templates.known(["body"]))
    return page(
        request,
        service,
        "submit.html",
        given=given,
        told=told,
        bodies=bodies,
        entities=[(e.name, e.label[lang]) for e in registry.templates.entities],
        status=told["status"] if told else 200,
    )


def _review(
    request: Request, service: Service, draft: str, tried: SubmissionError | None = None
) -> Response:
    lang, registry = language(request), service.registry
    handed = registry.drafts.find(draft)
    outcome: Outcome | None = None
    refusal = tried
    try:
        outcome = registry.pipeline.submit(registry.door.read(handed), dry_run=True)
    except SubmissionError as error:
        refusal = error
    records = _records(service, outcome, lang) if outcome else []
    remarks = _remarks(service, refusal, lang) if refusal else _results(service, outcome, lang)
    return page(
        request,
        service,
        "submit_draft.html",
        draft=draft,
        handed=handed,
        about=handed.about,
        about_label=service.labels.label(handed.about, lang),
        short=compact(handed.about),
        told=problem(refusal, lang) if refusal else None,
        remarks=remarks[:_SHOWN],
        remarks_count=len(remarks),
        proposals=sum(bool(r["proposal"]) for r in remarks),
        can_mark=is_workbook(handed.name)
        and isinstance(refusal, (TableError, ShapeViolationError)),
        counts=Counter(kind for _, _, kind in records),
        records=records[:_SHOWN],
        order=_ORDER,
        kinds=texts("ui")["submit_kinds"],
        graphs=views.graphs_of(service, [handed.about]),
        status=tried.status if tried else 200,
    )


def _accept(request: Request, service: Service, draft: str, given: Mapping[str, str]) -> Response:
    registry = service.registry
    handed = replace(registry.drafts.find(draft), reason=given.get("reason", "")[:500])
    try:
        outcome = registry.pipeline.submit(registry.door.read(handed))
    except SubmissionError as error:
        return _review(request, service, draft, error)
    registry.drafts.drop(draft)
    lang = language(request)
    return page(
        request,
        service,
        "submit_done.html",
        about=handed.about,
        about_label=service.labels.label(handed.about, lang),
        short=compact(handed.about),
        version=outcome.version,
        kinds=texts("ui")["submit_kinds"],
        records=_records(service, outcome, lang)[:_SHOWN],
        graphs=[graph_of(handed.about).value],
        status=201 if outcome.entry else 200,
    )


def _marked(service: Service, handed: Handed, lang: str, *, apply: bool) -> bytes:
    registry = service.registry
    try:
        registry.pipeline.submit(registry.door.read(handed), dry_run=True)
    except (TableError, ShapeViolationError) as error:
        return registry.door.marked(handed, error, lang, apply=apply)
    return handed.content


def _records(service: Service, outcome: Outcome, lang: str) -> list[tuple[str, str, str]]:
    """Return address, name and what becomes of it of each record; what vanishes comes first."""
    # What is new is not in the registry yet; its name is in the file.
    named = {
        q.subject.value: q.object.value
        for q in outcome.patch.added
        if q.predicate == _LABEL
        and isinstance(q.subject, NamedNode)
        and isinstance(q.object, Literal)
        and q.object.language == "ru"
    }
    found = [
        (iri, named.get(iri) or service.labels.label(iri, lang), kind)
        for iri, kind in outcome.records.items()
    ]
    return sorted(found, key=lambda one: (_ORDER.index(one[2]), one[1].casefold()))


def _remarks(service: Service, error: SubmissionError, lang: str) -> list[dict[str, str]]:
    told = problem(error, lang)
    faults: Iterable[dict[str, Any]] = told.get("faults", ())
    found = [
        {
            "place": f"{f['file']}, {f['cell'] or f['row']}",
            "column": str(f["column"]),
            "value": str(f["value"]),
            "text": str(f["text"]),
            "proposal": str(f["proposal"]),
        }
        for f in faults
    ]
    return found + [_result(service, r, lang) for r in told.get("results", ())]


def _results(service: Service, outcome: Outcome | None, lang: str) -> list[dict[str, str]]:
    results = outcome.report.results if outcome else ()
    told = (asdict(r) | {"message": r.message.get(lang, "")} for r in results)
    return [_result(service, r, lang) for r in told]


def _result(service: Service, result: Mapping[str, Any], lang: str) -> dict[str, str]:
    where = result["cell"] or result["row"] or ""
    label = service.labels.label
    shown = "" if result["value"] == result["focus"] else str(result["value"])
    path = str(result["path"])
    return {
        "place": f"{result['file']}, {where}" if result["file"] else label(result["focus"], lang),
        "column": label(path, lang) if path.startswith("http") else "",
        "value": label(shown, lang) if shown.startswith("http") else shown,
        "text": str(result["message"]),
        "proposal": "",
    }


def _to(request: Request, path: str) -> Response:
    lang = request.query_params.get("lang")
    return RedirectResponse(path + (f"?{urlencode({'lang': lang})}" if lang else ""), 303)
