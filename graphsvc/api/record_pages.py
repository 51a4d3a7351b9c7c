"""Records as pages: what is known, on which basis, among what, since when and as it was."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter, Request, Response

from graphsvc.api import register_pages, views, wording
from graphsvc.api.bases import bases, by_document
from graphsvc.api.duplicates import alike
from graphsvc.api.earlier import as_of, moment
from graphsvc.api.gone_records import called_once, gone
from graphsvc.api.keepers import kept_by
from graphsvc.api.negotiation import language, wants_html
from graphsvc.api.neighbourhood import neighbourhood
from graphsvc.api.record_changes import changes_of, difference_in, entries_of
from graphsvc.api.record_findings import findings_about
from graphsvc.api.referrers import mentions
from graphsvc.api.relations import in_words
from graphsvc.api.rendering import page
from graphsvc.api.state import Service, ServiceDep
from graphsvc.errors import ParameterError, RecordNotFoundError
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

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_HISTORY_SHOWN: Final = 5
_STATED: Final = PREFIXES["scheme"] + "certainty/stated"
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
        short=path, entity=entity, label=called_once(service, iri, lang),
        changes=changes, between=between, fields=fields, asked=asked,
        graphs=views.graphs_of(service, [iri.value]),
    )  # fmt: skip


@router.get("/page/{path:path}")
def record(path: str, request: Request, service: ServiceDep) -> Response:
    """Show one record: what is stated, its basis, who refers to it, its history.

    With `asOf=` it is shown as it was; before it existed, since when it does.
    """
    if wants_html(request) and (began := _began(path, request, service)):
        return _not_yet(path, request, service, began)
    with as_of(request, service) as then:
        return _record(path, request, then)


def _began(path: str, request: Request, service: Service) -> int:
    """Return the entry that brought a record, if `asOf=` names an earlier time; else nothing.

    Raises:
        ParameterError: `asOf=` names no entry and no day up to today.
    """
    asked = request.query_params.get("asOf")
    first = min(service.registry.store.changes_of(record_of(ID + path)), default=0)
    if not asked or not first:
        return 0
    try:
        return first if service.registry.sequence_at(asked) < first else 0
    except ParameterError:
        day = asked[:10]
        early = (
            _DAY.fullmatch(day) and day < service.registry.journal.read(1).header.time.isoformat()
        )
        if early or asked == "0":
            return first
        raise


def _not_yet(path: str, request: Request, service: Service, began: int) -> Response:
    lang, words = language(request), texts("ui")
    time = service.registry.journal.read(began).header.time.isoformat()
    label = service.labels.label(record_of(ID + path).value, lang)
    told = {
        "title": words["record_not_yet"][lang],
        "status": 404,
        "detail": words["record_since"][lang].format(
            label=label, sequence=began, time=wording.moment(time, lang)
        ),
    }
    told |= {"began": f"/page/{path}?asOf={began}", "now": f"/page/{path}"}
    return page(request, service, "problem.html", problem=told, status=404)


def _record(path: str, request: Request, service: Service) -> Response:
    iri, lang, today = record_of(ID + path), language(request), date.today()  # noqa: DTZ011  # a calendar day of the reader
    entity = views.entity_of(service, iri)
    if entity is None:
        return gone(path, request, service)
    label, then = service.labels.label(iri.value, lang), moment(request, service)
    relations = in_words(service, iri, lang, today)
    mentioned = mentions(service, iri, lang, {r.record for r in relations})
    graphs = views.graphs_of(service, [iri.value])
    given = "lang" in request.query_params
    # What audits and questions say, they say of the data as they are.
    findings = None if then else findings_about(service, iri.value, lang, today)
    known, entries = bases(service, iri, lang), entries_of(service, iri, lang)
    return page(
        request, service, "record.html",
        iri=iri.value, short=path, entity=entity, label=label,
        fields=_fields(service, entity, iri, label, lang, based=bool(known)),
        bases=by_document(known), handed=entries[-1] if entries else None,
        keepers=kept_by(service, graphs, lang),
        relations=relations, mentioned=mentioned,
        total=sum(m.count for m in mentioned),
        picture=neighbourhood(
            service, iri, entity, relations, mentioned,
            lang=lang, on=today, here=_keeping(lang) if given else str, lacking=not then,
        ),
        alike=[] if then else alike(service, iri, lang, today),
        findings=findings[:_FINDINGS_SHOWN] if findings else findings,
        findings_count=len(findings or ()), severity_name=_severities(lang),
        history=entries[:_HISTORY_SHOWN],
        changes=len(service.registry.store.changes_of(iri)),
        changeable=_changeable(service, entity, graphs, lang),
        filled=not then and iri.value in service.registry.log.subjects(),
        graphs=graphs, earlier=then, today=today.isoformat(),
    )  # fmt: skip


def _changeable(
    service: Service, entity: Entity, graphs: set[str], lang: str
) -> list[tuple[str, str]]:
    """Return short name and name of each body or document in whose data a record can be changed."""
    if entity not in service.forms.entities:
        return []
    handed = sorted(g for g in graphs if g.startswith(PREFIXES["graph"]))
    return [(g.removeprefix(PREFIXES["graph"]), service.labels.label(g, lang)) for g in handed]


def _keeping(lang: str) -> Callable[[str], str]:
    """Return what makes a link keep the language that was asked for."""

    def kept(href: str) -> str:
        place, mark, fragment = href.partition("#")
        return f"{place}{'&' if '?' in place else '?'}lang={lang}{mark}{fragment}"

    return kept


def _severities(lang: str) -> dict[str, str]:
    names: dict[str, dict[str, str]] = texts("audits")["severity"]
    return {name: names[name][lang] for name in SEVERITIES}


def _fields(  # noqa: PLR0913  # one place draws a record
    service: Service, entity: Entity, iri: NamedNode, label: str, lang: str, *, based: bool
) -> list[tuple[Field, list[Statement]]]:
    """Return the fields that say something, in the shapes' order, but the name and the basis.

    Args:
        based: whether a document is named. What is said outright without one, says only whoever
            handed it in.
    """
    found: list[tuple[Field, list[Statement]]] = []
    for field in entity.fields:
        if field.name == "basis":
            continue
        statements = _statements(service, field, iri, lang)
        if field.name == "certainty" and not based:
            outright = str(texts("ui")["certainty_handed_in"][lang])
            statements = [
                replace(s, label=outright) if s.text == _STATED else s for s in statements
            ]
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
