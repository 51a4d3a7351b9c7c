"""Submissions as pages: the list, each with what it changed, and changes between two days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from graphsvc.access.editors import SUBMIT
from graphsvc.api.editors import VisitorDep
from graphsvc.api.history_routes import change_asked
from graphsvc.api.history_views import (
    about_given,
    submission_view,
    wanted,
    wanted_sequences,
)
from graphsvc.api.negotiation import language, number
from graphsvc.api.record_changes import agent_in_words
from graphsvc.api.rendering import page
from graphsvc.api.state import Service, ServiceDep
from graphsvc.api.submission_changes import ChangeList
from graphsvc.api.submission_views import sequence_of
from graphsvc.api.undoing import undone
from graphsvc.locale import texts
from graphsvc.projections.submission_log import KINDS
from graphsvc.rdf.names import compact, graph_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable


__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_SUBMISSIONS, _RECORDS = 30, 30
_CURSOR_LIMIT = 10_000_000


@router.get("/submissions")
def submissions(request: Request, service: ServiceDep) -> Response:
    """Show who handed in what when and why, the latest first."""
    lang, log = language(request), service.registry.log
    asked = wanted(service, request.query_params)
    found = wanted_sequences(service, asked)
    start = number(request, "cursor", 0, _CURSOR_LIMIT)
    shown = [
        submission_view(service, log.summary(n), lang) for n in found[start : start + _SUBMISSIONS]
    ]
    values = {"body": compact(asked.about) if asked.about else "", "agent": asked.agent}
    values |= {"from": asked.first, "to": asked.last}

    def link(**changed: object) -> str:
        kept = {k: v for k, v in (values | changed).items() if v not in ("", 0)}
        return f"/submissions?{urlencode(kept)}" if kept else "/submissions"

    return page(
        request, service, "submissions.html",
        values=values, link=link, shown=shown, count=len(found), start=start,
        about=asked.about, about_label=service.labels.label(asked.about, lang),
        bodies=_subjects(service, lang), agents=_agents(service, lang),
        earlier=max(0, start - _SUBMISSIONS) if start else None,
        following=start + _SUBMISSIONS if start + _SUBMISSIONS < len(found) else None,
        kinds=texts("ui")["history_kinds"], order=KINDS,
        graphs={s.graph for s in shown},
    )  # fmt: skip


@router.get("/submissions/{name}")
def submission(name: str, request: Request, service: ServiceDep, visitor: VisitorDep) -> Response:
    """Show one submission: who, when, from which file, and what it changed, field by field."""
    sequence, lang, log = sequence_of(service, name), language(request), service.registry.log
    summary = log.summary(sequence)
    same = log.handed_in(summary.about)
    place = same.index(sequence)
    return page(
        request, service, "submission.html",
        one=submission_view(service, summary, lang),
        before=same[place - 1] if place else None,
        after=same[place + 1] if place + 1 < len(same) else None,
        base=summary.header.base,
        undone=undone(log, sequence),
        may_undo=visitor.editor is not None
        and service.registry.permissions.may(visitor.editor, SUBMIT, summary.about),
        **_changes(
            request, service,
            key=sequence, read=lambda: _entry_changes(service, sequence),
            path=f"/submissions/{sequence}", values={},
        ),
        graphs=[summary.header.graph],
    )  # fmt: skip


@router.get("/changes")
def changes(request: Request, service: ServiceDep) -> Response:
    """Show what changed in the data of a body or document between two days."""
    asked, lang, log = request.query_params, language(request), service.registry.log
    about = about_given(service, asked.get("body", ""))
    values = {name: asked.get(name, "") for name in ("from", "to")}
    values["body"] = compact(about) if about else ""
    between, told = None, dict[str, Any]()
    if about and log.handed_in(about):
        between = log.between(about, values["from"], values["to"])
        start, end = between
        told = _changes(
            request,
            service,
            key=(about, start, end),
            read=lambda: ChangeList(service, log.difference(about, start, end)),
            path="/changes",
            values=values,
        )
    return page(
        request, service, "changes.html",
        values=values, between=between, about=about,
        about_label=service.labels.label(about, lang) if about else "",
        bodies=_subjects(service, lang),
        downloads=urlencode({k: v for k, v in values.items() if v} | {"lang": lang}),
        **told,
        graphs=[graph_of(about).value] if between else [],
    )  # fmt: skip


def _changes(  # noqa: PLR0913  # one place makes both pages
    request: Request,
    service: Service,
    *,
    key: Hashable,
    read: Callable[[], ChangeList],
    path: str,
    values: dict[str, str],
) -> dict[str, Any]:
    """Return what the list of changed records is made of; the change is read once."""
    lang = language(request)
    known: ChangeList = service.changes.get(key, read)
    kind, entity = change_asked(request, service)
    chosen = known.chosen(kind, entity)
    start = number(request, "cursor", 0, _CURSOR_LIMIT)
    narrowed = {**values, "change": kind, "type": entity}

    def link(**changed: object) -> str:
        kept = {k: v for k, v in (narrowed | changed).items() if v not in ("", 0)}
        return f"{path}?{urlencode(kept)}" if kept else path

    return {
        "link": link,
        "counts": known.counts,
        "lines": known.lines(lang),
        "entries": known.told(chosen[start : start + _RECORDS], lang),
        "chosen": {"change": kind, "type": entity},
        "count": len(chosen),
        "start": start,
        "earlier": max(0, start - _RECORDS) if start else None,
        "following": start + _RECORDS if start + _RECORDS < len(chosen) else None,
        "kinds": texts("ui")["history_kinds"],
        "order": KINDS,
    }


def _entry_changes(service: Service, sequence: int) -> ChangeList:
    entry = service.registry.log.entry(sequence)
    return ChangeList(service, entry.patch, entry.header.places)


def _subjects(service: Service, lang: str) -> list[tuple[str, str]]:
    """Return short name and name of each body and document whose data were handed in."""
    label, log = service.labels.label, service.registry.log
    found: list[tuple[str, str]] = service.kept.get(
        ("subjects", lang),
        lambda: sorted(((compact(i), label(i, lang)) for i in log.subjects()), key=lambda p: p[1]),
    )
    return found


def _agents(service: Service, lang: str) -> list[tuple[str, str]]:
    """Return each who handed something in, as the journal has it and in words."""
    found: list[tuple[str, str]] = service.kept.get(
        ("agents", lang),
        lambda: sorted(
            ((a, agent_in_words(service, a, lang)[1]) for a in service.registry.log.agents()),
            key=lambda p: p[1],
        ),
    )
    return found
