"""Records as pages: what is known, on which basis, among what, since when and as it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter, Request, Response

from graphsvc.api import register_pages, views
from graphsvc.api.bases import bases, by_document
from graphsvc.api.duplicates import alike
from graphsvc.api.earlier import as_of, moment
from graphsvc.api.keepers import kept_by
from graphsvc.api.negotiation import language
from graphsvc.api.neighbourhood import neighbourhood
from graphsvc.api.record_changes import changes_of, difference_in, entries_of
from graphsvc.api.record_findings import findings_about
from graphsvc.api.referrers import mentions
from graphsvc.api.relations import in_words
from graphsvc.api.rendering import page
from graphsvc.api.state import Service, ServiceDep
from graphsvc.errors import RecordNotFoundError
from graphsvc.locale import texts
from graphsvc.model.entities import Entity, Field
from graphsvc.questions.catalogue import SEVERITIES
from graphsvc.rdf.names import ID, PREFIXES, record_of
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
router.include_router(register_pages.router)

_HISTORY_SHOWN: Final = 5
_FINDINGS_SHOWN: Final = 5


@dataclass(frozen=True)
class Statement:
    """One value of a field; `said_by` names the datasets that state it, where they differ."""

    text: str
    label: str
    said_by: list[tuple[str, str]]


@router.get("/page/{path:path}/history")
def history(path: str, request: Request, service: ServiceDep) -> Response:
    """Show every change of a record, and what differs between two of its versions."""
    iri, lang = record_of(ID + path), language(request)
    entity = views.entity_of(service, iri)
    changes = changes_of(service, iri, entity, lang)
    if not changes:
        raise RecordNotFoundError(name=path)
    between, fields = None, None
    asked = {name: request.query_params.get(name, "") for name in ("from", "to")}
    if any(asked.values()):
        between = service.registry.between(iri, asked["from"], asked["to"])
        before, after = service.registry.states(iri, *between)
        fields = difference_in(service, entity, lang, before, after)
    return page(
        request, service, "record_history.html",
        short=path, entity=entity, label=service.labels.label(iri.value, lang),
        changes=changes, between=between, fields=fields, asked=asked,
        graphs=views.graphs_of(service, [iri.value]),
    )  # fmt: skip


@router.get("/page/{path:path}")
def record(path: str, request: Request, service: ServiceDep) -> Response:
    """Show one record: what is stated, its basis, who refers to it, its history.

    With `asOf=` it is shown as it was.
    """
    with as_of(request, service) as then:
        return _record(path, request, then)


def _record(path: str, request: Request, service: Service) -> Response:
    iri, lang, today = record_of(ID + path), language(request), date.today()  # noqa: DTZ011  # a calendar day of the reader
    entity = views.entity_of(service, iri)
    if entity is None:
        raise RecordNotFoundError(name=path)
    label, then = service.labels.label(iri.value, lang), moment(request, service)
    relations = in_words(service, iri, lang, today)
    mentioned = mentions(service, iri, lang, {r.record for r in relations})
    graphs = views.graphs_of(service, [iri.value])
    given = "lang" in request.query_params
    # What audits and questions say, they say of the data as they are.
    findings = None if then else findings_about(service, iri.value, lang, today)
    return page(
        request, service, "record.html",
        iri=iri.value, short=path, entity=entity, label=label,
        fields=_fields(service, entity, iri, label, lang),
        bases=by_document(bases(service, iri, lang)),
        keepers=kept_by(service, graphs, lang),
        relations=relations, mentioned=mentioned,
        total=sum(m.count for m in mentioned),
        picture=neighbourhood(
            service, iri, entity, relations, mentioned,
            lang=lang, on=today, here=_keeping(lang) if given else str,
        ),
        alike=[] if then else alike(service, iri, lang, today),
        findings=findings[:_FINDINGS_SHOWN] if findings else findings,
        findings_count=len(findings or ()), severity_name=_severities(lang),
        history=entries_of(service, iri, lang)[:_HISTORY_SHOWN],
        changes=len(service.registry.store.changes_of(iri)),
        graphs=graphs, earlier=then, today=today.isoformat(),
    )  # fmt: skip


def _keeping(lang: str) -> Callable[[str], str]:
    """Return what makes a link keep the language that was asked for."""

    def kept(href: str) -> str:
        place, mark, fragment = href.partition("#")
        return f"{place}{'&' if '?' in place else '?'}lang={lang}{mark}{fragment}"

    return kept


def _severities(lang: str) -> dict[str, str]:
    names: dict[str, dict[str, str]] = texts("audits")["severity"]
    return {name: names[name][lang] for name in SEVERITIES}


def _fields(
    service: Service, entity: Entity, iri: NamedNode, label: str, lang: str
) -> list[tuple[Field, list[Statement]]]:
    """Return the fields that say something, in the shapes' order, but the name and the basis."""
    found: list[tuple[Field, list[Statement]]] = []
    for field in entity.fields:
        if field.name == "basis":
            continue
        statements = _statements(service, field, iri, lang)
        if statements and [(s.text, s.label) for s in statements] != [(label, "")]:
            found.append((field, statements))
    return found


def _statements(service: Service, field: Field, iri: NamedNode, lang: str) -> list[Statement]:
    """Return the values of a field; where datasets differ, each with those that state it."""
    store, path = service.registry.store, NamedNode(field.path)
    values = store.values(iri, path)
    kept = {v: store.graphs_with(iri, path, v) for v in values}
    stated = {v: [g for g in gs if g.startswith(PREFIXES["graph"])] for v, gs in kept.items()}
    differ = len({tuple(gs) for gs in stated.values()}) > 1 and not field.many
    spoken = views.shown(service, values, lang)
    if not differ:
        return [Statement(text, label, []) for text, label in spoken]
    told: list[Any] = []
    for value in sorted(values, key=str):
        for text, label in views.shown(service, [value], lang):
            if (text, label) in spoken:
                told.append(Statement(text, label, _about(service, stated[value], lang)))
    return told


def _about(service: Service, graphs: list[str], lang: str) -> list[tuple[str, str]]:
    """Return address and name of what each dataset is about."""
    about = [ID + graph.removeprefix(PREFIXES["graph"]) for graph in graphs]
    return [(iri, service.labels.label(iri, lang)) for iri in about]
