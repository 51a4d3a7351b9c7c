"""The registers as pages: the list of them, and each as a table to narrow, order and take away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter, Request, Response

from graphsvc.api import views
from graphsvc.api.keepers import keepers
from graphsvc.api.negotiation import language
from graphsvc.api.register_query import RegisterQuery, register_query
from graphsvc.api.rendering import page, synthetic_graphs
from graphsvc.api.state import Service, ServiceDep
from graphsvc.errors import RecordNotFoundError
from graphsvc.locale import texts
from graphsvc.model.entities import Entity, Field
from graphsvc.projections.register_values import DAYS, NUMBERS
from graphsvc.projections.registers import NAME, Found
from graphsvc.rdf.names import RDF_TYPE, compact, rms
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

PAGE_ROWS: Final = 50
_COLUMNS: Final = 5
_LOOKED_AT: Final = 200  # records that tell which columns say something
_SAID_BY: Final = 0.1  # the part of them that has to
_IN_ROW: Final = 4
"""Choices shown at once; the others are opened."""
# The registers by what they are about, in the order in which they are shown.
_GROUPS: Final = {
    "network": (
        "body",
        "relation",
        "norm",
        "agreement",
        "membership",
        "person",
        "post",
        "staff-post",
        "org-model",
        "task",
        "territory",
    ),
    "planning": (
        "activity",
        "responsibility",
        "completion",
        "dependency",
        "event",
        "occurrence",
        "risk",
        "condition",
    ),
    "help": (
        "deficit",
        "deficit-count",
        "competence",
        "diagnostic",
        "answer",
        "weight",
        "practice",
        "programme",
        "route",
        "route-step",
        "mentor",
        "site",
        "resource",
    ),
    "results": (
        "indicator",
        "measurement",
        "recommendation",
        "decision",
        "register",
    ),
    "texts": (
        "document",
        "clause",
        "basis",
        "abbreviation",
        "reading",
    ),
    "keeping": (
        "dataset",
        "submission",
        "completeness",
        "possible-identity",
        "identity-decision",
        "waiver",
        "review-rule",
        "demand",
        "provision",
    ),
}
# Told elsewhere on the page, or nothing to choose a record by.
_NO_COLUMNS: Final = ("label", "basis", "note", "altLabel", "hiddenLabel", "order", "position")
# What most people choose by comes before the other fields, however late the shape names it.
_SOONER: Final = ("status", "jurisdiction")
# Of little use to choose by before anything else was chosen.
_LATER: Final = ("certainty", "modality", "signedOn", "validFrom", "validTo")


@dataclass(frozen=True)
class Choice:
    """A field to choose by: its values with names and counts, and which one is chosen."""

    name: str
    label: str
    options: list[tuple[str, str, int]]
    chosen: str


@dataclass(frozen=True)
class Column:
    """A column with the address that orders by it.

    Attributes:
        order: how the table is ordered by it, empty where it is not.
        kind: class of its cells, empty for text.
    """

    name: str
    label: str
    definition: str
    order: str
    href: str
    kind: str


@router.get("/records")
def registers(request: Request, service: ServiceDep) -> Response:
    """Show the list of registers, by what they are about."""
    counted = {c[0].name: c for c in views.counts(service)}
    groups: list[tuple[str, str, list[tuple[Entity, int, int]]]] = []
    lang = language(request)
    for name, entities in _GROUPS.items():
        found = [counted.pop(n) for n in entities if n in counted]
        groups.append((name, texts("ui")["register_groups"][name][lang], found))
    groups[-1][2].extend(counted.values())
    return page(request, service, "registers.html", groups=groups)


@router.get("/records/{name}")
def register(name: str, request: Request, service: ServiceDep) -> Response:
    """Show one register, narrowed and ordered as asked, with its keepers."""
    entity = service.registry.model.by_name.get(name)
    if entity is None:
        raise RecordNotFoundError(name=name)
    query = register_query(request, entity, PAGE_ROWS)
    found = service.registers.find(entity, query.asked)
    lang, start, last = query.asked.lang, query.start, query.start + query.limit
    choices = _choices(service, query, found)
    at_once = [c.name for c in sorted(choices, key=lambda c: c.name not in _SOONER)][:_IN_ROW]
    fields = _fields(service, query, found)
    listed = found.records[start:last]
    count = len(found.records)
    address = f"/records/{name}?"
    return page(
        request, service, "register.html",
        entity=entity, query=query, count=count, first=start + 1, last=start + len(listed),
        columns=_columns(query, fields), rows=_rows(service, fields, listed, lang),
        fields=[f for f in entity.fields if f.name != NAME], shown={f.name for f in fields},
        choices=[c for c in choices if c.chosen or c.name in at_once],
        more=[c for c in choices if not c.chosen and c.name not in at_once],
        chosen=_chosen(service, query, found),
        keepers=keepers(service, entity, lang),
        made_up=_made_up(service, entity, listed),
        before=address + _page(query, max(0, start - query.limit)) if start else "",
        after=address + _page(query, last) if last < count else "",
        files=query.parameters(type=name), fillable=entity in service.forms.entities,
    )  # fmt: skip


def _made_up(service: Service, entity: Entity, listed: Iterable[NamedNode]) -> set[str]:
    """Return those of these records that a synthetic graph has."""
    graphs, kind = synthetic_graphs(service), NamedNode(entity.iri)
    store = service.registry.store
    return {r.value for r in listed if not graphs.isdisjoint(store.graphs_with(r, RDF_TYPE, kind))}


def _page(query: RegisterQuery, start: int) -> str:
    limit = str(query.limit) if query.limit != PAGE_ROWS else ""
    return query.parameters(cursor=str(start) if start else "", limit=limit)


def _choices(service: Service, query: RegisterQuery, found: Found) -> list[Choice]:
    """Return the fields to choose by, those of most use first."""
    lang = query.asked.lang
    choices: list[Choice] = []
    for name, counts in found.facets.items():
        meant = found.meant.get(name, ())
        values = [value for value, _ in counts]
        if len(values) <= 1 and not meant:
            continue
        options = [(compact(v), views.choice_label(service, v, lang), n) for v, n in counts]
        # What was chosen stays to be seen where nothing has it.
        options += [
            (compact(v), views.choice_label(service, v, lang), 0) for v in meant if v not in values
        ]
        chosen = compact(meant[0]) if meant else ""
        choices.append(Choice(name, query.entity.by_name[name].label[lang], options, chosen))
    return sorted(choices, key=lambda c: c.name in _LATER)


def _chosen(service: Service, query: RegisterQuery, found: Found) -> list[tuple[str, str, str]]:
    """Return what narrows the register: the field, its value, the address without it."""
    lang = query.asked.lang
    told = [
        (
            query.entity.by_name[name].label[lang],
            views.choice_label(service, found.meant[name][0], lang),
            "?" + query.parameters(**{name: ""}),
        )
        for name, _ in query.asked.wanted
    ]
    words = query.asked.words
    search = texts("ui")["search"][lang]
    return [*([(search, f"«{words}»", "?" + query.parameters(q=""))] if words else []), *told]


def _fields(service: Service, query: RegisterQuery, found: Found) -> list[Field]:
    """Return the fields to show: those asked for, else the first that say something often."""
    fields = query.entity.fields
    if query.columns:
        return [f for f in fields if f.name in query.columns and f.name != NAME]
    looked = found.records[:_LOOKED_AT]
    said = [(f, _said(service, f, looked)) for f in fields if f.name not in _NO_COLUMNS]
    often = [f for f, count in said if count and count >= _SAID_BY * len(looked)]
    return often[:_COLUMNS]


def _said(service: Service, field: Field, records: Iterable[NamedNode]) -> int:
    path = NamedNode(field.path)
    return sum(1 for record in records if service.registry.store.values(record, path))


def _columns(query: RegisterQuery, fields: Sequence[Field]) -> list[Column]:
    """Return the columns; the address of each orders by it, again the other way round."""
    asked, entity, lang = query.asked, query.entity, query.asked.lang
    by = asked.sort or ("" if asked.words else NAME)

    def column(name: str, label: str, definition: str, kind: str = "") -> Column:
        order = ("descending" if asked.descending else "ascending") if name == by else ""
        sort = f"-{name}" if order == "ascending" else name
        return Column(name, label, definition, order, "?" + query.parameters(sort=sort), kind)

    return [
        column(NAME, entity.label[lang], entity.definition[lang]),
        *(column(f.name, f.label[lang], f.definition[lang], _kind(f)) for f in fields),
    ]


def _kind(field: Field) -> str:
    return "day" if field.datatype in DAYS else "number" if field.datatype in NUMBERS else ""


def _rows(
    service: Service, fields: Sequence[Field], listed: Iterable[NamedNode], lang: str
) -> list[tuple[str, str, list[Any]]]:
    """Return for each record its address, its name and its values by column."""
    return [
        (
            record.value,
            service.labels.label(record.value, lang),
            [_cell(service, record, field, lang) for field in fields],
        )
        for record in listed
    ]


def _cell(service: Service, record: NamedNode, field: Field, lang: str) -> list[tuple[str, str]]:
    """Return the values of a field; that a number was hidden is told, lest it seem not reported."""
    store = service.registry.store
    values = store.values(record, NamedNode(field.path))
    if not values and _kind(field) == "number":
        hidden = [
            v.value for v in store.values(record, rms("suppressed")) if isinstance(v, Literal)
        ]
        if "true" in hidden:
            return [(str(texts("ui")["number_hidden"][lang]), "")]
    return views.shown(service, values, lang)
