"""The page of a form: its records, what is to be said of them, and what others made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import urlencode

from graphsvc.api.conflict_views import conflicts_of
from graphsvc.api.form_checking import Checked
from graphsvc.api.form_summary import groups_of, summary_of
from graphsvc.api.form_views import records_of
from graphsvc.api.negotiation import language
from graphsvc.api.problems import problem
from graphsvc.api.record_changes import agent_in_words
from graphsvc.api.rendering import page
from graphsvc.errors import FormError, ShapeViolationError
from graphsvc.locale import texts
from graphsvc.rdf.names import ID, PREFIXES, compact, graph_of
from graphsvc.rdf.terms import NamedNode
from graphsvc.submissions.cases import RETURNED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from graphsvc.api.state import Service
    from graphsvc.errors import SubmissionError
    from graphsvc.forms.content import Content
    from graphsvc.submissions.cases import Case
    from graphsvc.validation.report import Report

__all__ = ["FormState", "form_page"]

_UNPROCESSABLE: Final = 422
_REFERRING: Final = 12


@dataclass(frozen=True)
class FormState:
    """What a page of a form is made of.

    Attributes:
        focus: number of a record and, with a blank, column and position to go on with.
        found: what was found for a value, by its place.
        refused: whether it was handed in and not taken.
        asked: whether remarks are shown.
        case: as which it is kept, None where it is not.
        kept: whether it was kept just now.
        stays: whether the record was to be taken out, and cannot.
        left_out: type and number of parts that are too many for a form.
    """

    content: Content
    about: str
    checked: Checked = field(default_factory=Checked)
    draft: str = ""
    agent: str = ""
    focus: tuple[str, str] = ("", "")
    found: Mapping[str, Sequence[str]] | None = None
    refused: bool = False
    asked: bool = False
    case: Case | None = None
    kept: bool = False
    stays: bool = False
    left_out: Sequence[tuple[str, int]] = ()


def form_page(request: Request, service: Service, state: FormState) -> Response:
    """Return the page of a form."""
    lang, registry, forms = language(request), service.registry, service.forms
    content, checked = state.content, state.checked
    first, entity = content.entries[0], registry.model.by_name[content.entries[0].entity]
    records = records_of(
        service, forms, content, checked, lang, focus=state.focus, found=state.found
    )
    refusal = checked.refusal if state.asked else None
    iri = entity.record(first.key).value if first.key else ""
    known = bool(iri) and registry.store.typed(NamedNode(iri))
    plain = refusal is not None and (
        state.stays or not isinstance(refusal, (FormError, ShapeViolationError))
    )
    return page(
        request,
        service,
        "form.html",
        entity=entity,
        about=state.about,
        about_label=service.labels.label(state.about, lang),
        short=compact(state.about),
        iri=iri if known else "",
        referring=_referring(service, refusal, lang) if state.stays else [],
        removable=known and graph_of(state.about) in registry.store.graphs_of(NamedNode(iri)),
        title=service.labels.label(iri, lang) if known else "",
        others=_others(service, iri, state.about, lang) if known else [],
        left_out=state.left_out,
        records=records,
        groups=groups_of(forms.form(entity.name), records, lang),
        created=[r for r in records[1:] if not r.entry.link],
        version=content.version,
        form_place=_place(request),
        basis_words=texts("tables")["basis"],
        restored=int(state.focus[0]) if state.focus[1] == "restore" else -1,
        draft=state.draft,
        kept=state.kept,
        agent=state.agent,
        summary=summary_of(records, lang) if state.refused else [],
        general=checked.remarks.get((-1, ""), ()),
        told=problem(refusal, lang) if plain and refusal else None,
        conflicts=conflicts_of(service, checked.refusal, lang),
        faults=checked.faults,
        ready=state.asked and checked.refusal is None,
        changes=len(checked.outcome.records) if checked.outcome else 0,
        asked=state.asked,
        decided_by=agent_in_words(service, state.case.decided_by, lang)[1] if state.case else "",
        returned=state.case if state.case and state.case.state == RETURNED else None,
        graphs=[graph_of(state.about).value],
        status=(refusal.status if refusal else _UNPROCESSABLE) if state.refused else 200,
    )


def _referring(
    service: Service, refusal: SubmissionError | None, lang: str
) -> list[tuple[str, str]]:
    """Return address and name of the first records that need the one that was to be taken out."""
    if not isinstance(refusal, ShapeViolationError):
        return []
    report = cast("Report", refusal.parameters["report"])
    found = sorted({r.focus for r in report.results})
    return [(iri, service.labels.label(iri, lang)) for iri in found[:_REFERRING]]


def _place(request: Request) -> str:
    """Return where the form is sent to: its own address, without the language and what was kept."""
    asked = {n: v for n, v in request.query_params.items() if n not in ("lang", "kept")}
    return request.url.path + (f"?{urlencode(asked)}" if asked else "")


def _others(service: Service, iri: str, about: str, lang: str) -> list[tuple[str, str]]:
    """Return address and name of whoever else says something of a record."""
    own = graph_of(about).value
    graphs = sorted(g.value for g in service.registry.store.graphs_of(NamedNode(iri)))
    named = [g for g in graphs if g.startswith(PREFIXES["graph"]) and g != own]
    abouts = [ID + g.removeprefix(PREFIXES["graph"]) for g in named]
    return [(one, service.labels.label(one, lang)) for one in abouts]
