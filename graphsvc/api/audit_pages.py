"""The audits as pages: a board of what they found, and each audit's documentation."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from graphsvc.api import views
from graphsvc.api.audit_routes import findings_of
from graphsvc.api.bases import BasisView, basis, cited
from graphsvc.api.negotiation import language, number
from graphsvc.api.rendering import page
from graphsvc.api.state import Service, ServiceDep
from graphsvc.audits.finding import Finding
from graphsvc.audits.formats import tell_failure
from graphsvc.errors import QuestionNotFoundError
from graphsvc.locale import texts
from graphsvc.questions.binding import day_given
from graphsvc.questions.catalogue import SEVERITIES
from graphsvc.rdf.names import RDF_TYPE, compact
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_SHOWN = 40
_CURSOR_LIMIT = 100_000
_FIRST_SHOWN = 10
"""Findings on the page of an audit's documentation; the board has them all."""


@dataclass(frozen=True)
class _Line:
    """A line of the board: a topic, how many findings of each severity, how many are waived."""

    topic: str
    counts: dict[str, int]
    waived: int


@router.get("/audits")
def audits(request: Request, service: ServiceDep) -> Response:
    """Show what the audits find on a day, by topic and severity, and each finding."""
    asked, lang = request.query_params, language(request)
    auditor = service.registry.auditor
    on = day_given(asked.get("date"))
    everything = auditor.findings(on, lang=lang)
    found = findings_of(request, service)
    topics = {q.id: q.topic for q in auditor.audits}
    topic = asked.get("topic", "")
    chosen = [f for f in found.findings if topic in ("", topics[f.audit])]
    start = number(request, "cursor", 0, _CURSOR_LIMIT)
    shown = chosen[start : start + _SHOWN]
    values = {n: asked.get(n, "") for n in ("audit", "body", "severity", "topic")}
    values["body"] = service.registry.record("body", asked.get("body"), "body")
    values["date"] = on.isoformat()

    def link(**changed: object) -> str:
        kept = {k: v for k, v in values.items() if v} | changed
        return "/audits?" + urlencode({k: v for k, v in kept.items() if v != ""})

    return page(
        request, service, "audits.html",
        values=values, on=on, link=link,
        board=_board(service, found.findings, topics),
        audits=sorted(auditor.audits, key=lambda q: q.title[lang]),
        severities=SEVERITIES,
        owners=_owners(everything.findings),
        territories=_named(service, "territory", lang),
        count=len(chosen), start=start,
        following=start + _SHOWN if start + _SHOWN < len(chosen) else None,
        earlier=max(0, start - _SHOWN) if start else None,
        failures=[tell_failure(f, lang) for f in found.failures],
        digest=urlencode({"body": values["body"], "date": values["date"], "lang": lang}),
        downloads=urlencode({n: v for n, v in values.items() if n != "topic"} | {"lang": lang}),
        **_common(service, shown, lang),
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
        source=cited(service, question.source, lang),
        thresholds=[p for p in question.parameters if p.required],
        count=len(found.findings),
        failures=[tell_failure(f, lang) for f in found.failures],
        **_common(service, found.findings[:_FIRST_SHOWN], lang),
    )  # fmt: skip


def _common(service: Service, shown: Sequence[Finding], lang: str) -> dict[str, Any]:
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
        "bodies": _named(service, "body", lang) if shown else [],
        "graphs": views.graphs_of(service, named),
        "made_up": views.made_up(service, named),
    }


def _board(service: Service, found: Iterable[Finding], topics: dict[str, str]) -> list[_Line]:
    counts: dict[str, Counter[str]] = {}
    waived: Counter[str] = Counter()
    for finding in found:
        topic = topics[finding.audit]
        counts.setdefault(topic, Counter())[finding.severity] += 1
        waived[topic] += finding.waiver is not None
    order = [topic for topic, _ in views.topics(service)]
    return [
        _Line(t, {s: counts[t][s] for s in SEVERITIES}, waived[t]) for t in order if t in counts
    ]


def _owners(found: Iterable[Finding]) -> list[tuple[str, str, int]]:
    """Return the bodies that have findings, by name, each with how many."""
    counts = Counter((f.body_label, f.body) for f in found if f.body)
    return [(iri, label, count) for (label, iri), count in sorted(counts.items())]


def _places(service: Service, shown: Iterable[Finding], lang: str) -> dict[str, BasisView]:
    views = {f.basis: basis(service, NamedNode(f.basis), lang) for f in shown if f.basis}
    return {iri: view for iri, view in views.items() if view}


def _named(service: Service, entity: str, lang: str) -> list[tuple[str, str]]:
    """Return short name and name of every record of a type, by name."""
    kind = NamedNode(service.registry.model.by_name[entity].iri)
    found = {s.value for s, _ in service.registry.store.referrers(kind, RDF_TYPE)}
    pairs = ((compact(iri), service.labels.label(iri, lang)) for iri in found)
    return sorted(pairs, key=lambda pair: pair[1].casefold())
