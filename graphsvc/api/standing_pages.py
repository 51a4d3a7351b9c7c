"""How each body hands data in, as a page: who is silent, who is fresh, what was refused why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from graphsvc.api.bases import BasisView, basis
from graphsvc.api.history_views import cause_in_words
from graphsvc.api.negotiation import language
from graphsvc.api.plan_views import one_of
from graphsvc.api.rendering import page
from graphsvc.api.state import Service, ServiceDep
from graphsvc.api.views import graphs_of
from graphsvc.api.wording import register_name
from graphsvc.audits.standing import LATELY_DAYS, Standing
from graphsvc.questions.binding import day_given
from graphsvc.rdf.names import compact
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_SILENT: Final = "silent-bodies"
_FIRST: Final = "days"
_LAST: Final = 10**9  # days of whoever never handed anything in

_ORDERS: Final[dict[str, Callable[[Standing, str], Any]]] = {
    _FIRST: lambda s, _: -s.last.days if s.last else -_LAST,
    "body": lambda _, label: label.casefold(),
    "submissions": lambda s, _: s.submissions,
    "records": lambda s, _: s.total,
    "demands": lambda s, _: s.demands.met / s.demands.all if s.demands.all else 2,
    "refused": lambda s, _: -s.refused,
}
"""What the table may be sorted by; what asks for somebody to act comes first."""


@dataclass(frozen=True)
class _Silent:
    """A body of which a norm demands data and that has handed in nothing."""

    body: str
    label: str
    norm: str
    norm_label: str
    basis: BasisView | None


@router.get("/standing")
def standing(request: Request, service: ServiceDep) -> Response:
    """Show who is silent, and how each of the others hands data in."""
    asked, lang, registry = request.query_params, language(request), service.registry
    on = day_given(asked.get("date"))
    sort = one_of("sort", asked.get("sort", "").removeprefix("-"), [*_ORDERS])
    backwards = asked.get("sort", "").startswith("-")
    region = registry.record("territory", asked.get("region", ""), "region")
    everybody = registry.standings.of(on)
    found = [s for s in everybody if not region or region in s.places]
    label = service.labels.label
    names = {s.body: label(s.body, lang) for s in found}
    order = _ORDERS[sort]
    shown = sorted(
        (s for s in found if not s.silent),
        key=lambda s: (order(s, names[s.body]), names[s.body]),
        reverse=backwards,
    )
    values = {"region": compact(region) if region else "", "date": asked.get("date", "")}
    values["sort"] = asked.get("sort", "")

    def link(**changed: object) -> str:
        kept = {k: v for k, v in (values | changed).items() if v}
        return f"/standing?{urlencode(kept)}" if kept else "/standing"

    def sorted_by(name: str) -> str:
        return link(sort=f"-{name}" if name == sort and not backwards else name)

    def register(iri: str) -> str:
        known = registry.model.by_class
        return register_name(known[iri], lang) if iri in known else label(iri, lang)

    def named(iri: str) -> str:
        return label(iri, lang)

    def cause(name: str) -> str:
        return cause_in_words(service, name, lang)

    return page(
        request, service, "standing.html",
        on=on, values=values, link=link, sorted_by=sorted_by, sort=sort, backwards=backwards,
        shown=shown, names=names, silent=_silent(service, found, on, lang),
        regions=_regions(service, everybody, lang), days=LATELY_DAYS,
        register=register, named=named, cause=cause, short=compact,
        graphs=graphs_of(service, names),
    )  # fmt: skip


def _silent(service: Service, found: list[Standing], on: date, lang: str) -> list[_Silent]:
    """Return those who are silent, each with the norm that demands data of them."""
    wanted = {s.body for s in found if s.silent}
    run = service.registry.auditor.findings(on, audits=[_SILENT], lang=lang)
    label = service.labels.label
    told = dict[str, _Silent]()
    for finding in run.findings:
        norm = finding.about.get("norm", "")
        place = basis(service, NamedNode(finding.basis), lang) if finding.basis else None
        if finding.body in wanted:
            named = label(norm, lang) if norm else ""
            told[finding.body] = _Silent(
                finding.body, label(finding.body, lang), norm, named, place
            )
    for body in wanted - told.keys():
        told[body] = _Silent(body, label(body, lang), "", "", None)
    return sorted(told.values(), key=lambda one: one.label)


def _regions(service: Service, found: list[Standing], lang: str) -> list[tuple[str, str, int]]:
    """Return the territories to choose from: short name, name, how many of these bodies it has."""
    counts = Counter(place for s in found for place in s.places)
    label = service.labels.label
    told = [(compact(iri), label(iri, lang), n) for iri, n in counts.items()]
    return sorted(told, key=lambda one: (-one[2], one[1]))
