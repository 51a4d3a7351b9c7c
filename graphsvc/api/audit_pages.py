"""The audits as pages: a board of what they found, and each audit's documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from graphsvc.api import views
from graphsvc.api.bases import BasisView, basis, cited
from graphsvc.api.negotiation import language, number
from graphsvc.api.plan_views import one_of
from graphsvc.api.question_examples import about_everything
from graphsvc.api.rendering import page
from graphsvc.api.state import Service, ServiceDep
from graphsvc.audits.board import DIMENSIONS, Asked
from graphsvc.audits.formats import tell_failure
from graphsvc.errors import ParameterError, QuestionNotFoundError
from graphsvc.locale import texts
from graphsvc.questions.binding import day_given
from graphsvc.questions.catalogue import SEVERITIES
from graphsvc.rdf.names import BASE, compact, expand
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graphsvc.audits.board import Board, Line
    from graphsvc.audits.finding import Finding

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_SHOWN = 40
_LISTED = 100  # of the list to be printed: some ten sheets of paper
_CURSOR_LIMIT = 100_000
_FIRST_SHOWN = 10
"""Findings on the page of an audit's documentation; the board has them all."""
_FREQUENT = (
    "agreements-missing",
    "agreements-lapsed",
    "agreements-expiring",
    "overdue",
    "missed-occurrences",
    "unproven-completions",
)
"""Audits whose lists people print."""
_LEVELS = f"{BASE}scheme/level"
_BESIDE = 9  # lines of the small boards beside
_LINES = 15  # of the board, before the rest is folded away


@router.get("/audits")
def audits(request: Request, service: ServiceDep) -> Response:
    """Show what the audits find on a day, counted, and each finding: as cards or as a list."""
    lang = language(request)
    on = day_given(request.query_params.get("date"))
    auditor = service.registry.auditor
    by = one_of("by", request.query_params.get("by", ""), DIMENSIONS)
    view = one_of("view", request.query_params.get("view", ""), ("cards", "list"))
    asked = _asked(request, service)
    board = service.registry.boards.board(on, lang)
    chosen = board.narrowed(asked)
    most = _LISTED if view == "list" else _SHOWN
    start = number(request, "cursor", 0, _CURSOR_LIMIT)
    shown = chosen[start : start + most]
    values = {k: compact(v) if v.startswith(BASE) else v for k, v in vars(asked).items()}
    values |= {"date": on.isoformat(), "by": by, "view": view}

    def link(**changed: object) -> str:
        kept = {k: v for k, v in values.items() if v} | changed
        plain = {"by": DIMENSIONS[0], "view": "cards"}
        return "/audits?" + urlencode(
            {k: v for k, v in kept.items() if v not in ("", plain.get(k))}
        )

    narrow = {n: values[n] for n in ("audit", "body", "severity", "date")}
    titles = {q.id: q.title[lang] for q in auditor.audits}
    return page(
        request, service, "audits.html",
        values=values, asked=_told(service, asked, titles, lang), on=on, link=link,
        by=by, ways=DIMENSIONS, folded=_LINES,
        lines=_lines(service, board, asked, by, titles, lang),
        beside=[
            (way, _lines(service, board, asked, way, titles, lang)[:_BESIDE])
            for way in (("level", "body") if by == DIMENSIONS[0] else ())
        ],
        choices=_choices(service, board, asked, titles, lang),
        audits=sorted(auditor.audits, key=lambda q: q.title[lang]),
        frequent=[(name, titles[name]) for name in _FREQUENT if name in titles],
        severities=SEVERITIES, count=len(chosen), start=start,
        following=start + most if start + most < len(chosen) else None,
        earlier=max(0, start - most) if start else None,
        failures=[tell_failure(f, lang) for f in board.run.failures],
        digest=urlencode({"body": values["body"], "date": values["date"], "lang": lang}),
        downloads=urlencode(narrow | {"lang": lang}),
        **_common(service, shown, board.run.findings, lang),
    )  # fmt: skip


@router.get("/audits/{name}")
def audit(name: str, request: Request, service: ServiceDep) -> Response:
    """Show an audit's documentation: what it looks for, why, and how; and its first findings."""
    lang = language(request)
    auditor = service.registry.auditor
    question = service.registry.catalogue[name]
    if question.finding is None:
        raise QuestionNotFoundError(name=name)
    on = day_given(request.query_params.get("date"))
    found = auditor.findings(on, audits=[name], lang=lang)
    return page(
        request, service, "audit.html",
        question=question, form=question.finding, on=on,
        everything=about_everything(question, on),
        source=cited(service, question.source, lang),
        thresholds=[p for p in question.parameters if p.required],
        count=len(found.findings),
        failures=[tell_failure(f, lang) for f in found.failures],
        **_common(service, found.findings[:_FIRST_SHOWN], found.findings, lang),
    )  # fmt: skip


def _asked(request: Request, service: Service) -> Asked:
    """Return what a request narrows the board to.

    Raises:
        ParameterError: a parameter names nothing known.
    """
    given, registry = request.query_params, service.registry
    known = {
        "topic": [topic for topic, _ in views.topics(service)],
        "audit": [q.id for q in registry.auditor.audits],
        "severity": list(SEVERITIES),
    }
    plain = {n: given.get(n, "") for n in known}
    for name, value in plain.items():
        if value:
            one_of(name, value, known[name])
    level = given.get("level", "")
    if level:
        levels = registry.model.concepts.get(_LEVELS, {})
        level = expand(level if "/" in level else f"scheme/level/{level}")
        if level not in levels:
            near = ", ".join(compact(iri) for iri in levels)
            raise ParameterError(name="level", value=given["level"][:60], expected=near)
    return Asked(
        **plain,
        body=registry.record("body", given.get("body"), "body"),
        level=level,
        territory=registry.record("territory", given.get("territory"), "territory"),
    )


def _named_key(service: Service, by: str, key: str, titles: dict[str, str], lang: str) -> str:
    """Return what a line of the board is called."""
    words = texts("ui")
    if not key:
        return str(words["finding_nobody" if by == "body" else f"board_no_{by}"][lang])
    if by == "topic":
        return str(words["topics"][key][lang]) if key in words["topics"] else key
    return titles.get(key, key) if by == "audit" else service.labels.label(key, lang)


def _lines(  # noqa: PLR0913, PLR0917  # what names a line
    service: Service, board: Board, asked: Asked, by: str, titles: dict[str, str], lang: str
) -> list[tuple[str, str, Line]]:
    """Return the board's lines, each with what the address calls it and what the page does."""
    found = [
        (compact(line.key), _named_key(service, by, line.key, titles, lang), line)
        for line in board.lines(asked, by)
    ]
    order = {topic: n for n, (topic, _) in enumerate(views.topics(service))}
    if by == "topic":
        found.sort(key=lambda one: order.get(one[0], len(order)))
    return found


def _choices(
    service: Service, board: Board, asked: Asked, titles: dict[str, str], lang: str
) -> dict[str, list[tuple[str, str, int]]]:
    """Return what can be chosen for each dimension, with how many findings the choice would show.

    Only what has findings is listed, and what is asked for already.
    """
    found: dict[str, list[tuple[str, str, int]]] = {}
    for by in DIMENSIONS:
        counts = {line.key: line.total for line in board.lines(asked, by) if line.key}
        if (own := getattr(asked, by)) and own not in counts:
            counts[own] = 0
        named = [
            (compact(k), _named_key(service, by, k, titles, lang), n) for k, n in counts.items()
        ]
        found[by] = sorted(named, key=lambda one: one[1].casefold())
    return found


def _told(
    service: Service, asked: Asked, titles: dict[str, str], lang: str
) -> list[tuple[str, str, str]]:
    """Return what is asked for: the parameter, its name, its value in words."""
    words = texts("ui")
    severity: dict[str, dict[str, str]] = texts("audits")["severity"]
    return [
        (
            name,
            str(words[f"board_{name}"][lang]),
            severity[value][lang]
            if name == "severity"
            else _named_key(service, name, value, titles, lang),
        )
        for name, value in vars(asked).items()
        if value
    ]


def _common(
    service: Service, shown: Sequence[Finding], run: Iterable[Finding], lang: str
) -> dict[str, Any]:
    """Return what showing findings takes, on either page."""
    named = [v for f in shown for v in (*f.records, f.body) if v]
    severity: dict[str, dict[str, str]] = texts("audits")["severity"]
    label, entities = service.labels.label, service.registry.model.by_name
    return {
        "findings": shown,
        "about": {iri: label(iri, lang) for f in shown for iri in f.records},
        "places": _places(service, shown, lang),
        "severity_name": {name: severity[name][lang] for name in SEVERITIES},
        "remedies": {
            f.remedy: entities[f.remedy].label[lang] for f in shown if f.remedy in entities
        },
        "bodies": _owners(run) if shown else [],
        "graphs": views.graphs_of(service, named),
        "made_up": views.made_up(service, named),
    }


def _owners(run: Iterable[Finding]) -> list[tuple[str, str]]:
    """Return the bodies that have findings, or have put some off, by name."""
    named = {(f.body_label, f.body) for f in run if f.body}
    named |= {(f.waiver.decided_by_label, f.waiver.decided_by) for f in run if f.waiver}
    return [(compact(iri), label) for label, iri in sorted(named)]


def _places(service: Service, shown: Iterable[Finding], lang: str) -> dict[str, BasisView]:
    views = {f.basis: basis(service, NamedNode(f.basis), lang) for f in shown if f.basis}
    return {iri: view for iri, view in views.items() if view}
