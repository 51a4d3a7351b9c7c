"""Deficits as pages: the catalogue, and what answers the chosen ones in a municipality."""

from __future__ import annotations

import difflib
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from graphsvc.api import views
from graphsvc.api.negotiation import language
from graphsvc.api.plan_views import one_of
from graphsvc.api.rendering import page
from graphsvc.api.state import Service, ServiceDep
from graphsvc.audits.deficits import LEAST
from graphsvc.errors import ParameterError
from graphsvc.locale import texts
from graphsvc.questions.binding import day_given
from graphsvc.rdf.names import BASE, PREFIXES, RDF_TYPE, compact, rms
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.audits.deficits import Case, Deficit
    from graphsvc.audits.remedies import Help

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_MOST = 6
"""Deficits asked about at once: each is three questions, and more do not fit a sheet of paper."""
_LISTED = 400
_CATEGORIES = f"{BASE}scheme/competence-category"
_MUNICIPAL = NamedNode(PREFIXES["scheme"] + "level/municipal")


@router.get("/deficits")
def deficits(request: Request, service: ServiceDep) -> Response:
    """Show the catalogue of deficits by category, with remedies and cases counted."""
    lang, asked = language(request), request.query_params
    on = day_given(asked.get("date"))
    territory = service.registry.record("territory", asked.get("territory"), "territory")
    known = {compact(c).rpartition("/")[2]: c for c in service.registry.model.concepts[_CATEGORIES]}
    category = asked.get("category", "")
    if category:
        one_of("category", category, tuple(known))
    everything = service.registry.deficits.all(on)
    near = service.registry.deficits.near(territory) if territory else frozenset[str]()
    chosen = [
        d
        for d in everything
        if (not territory or near.intersection(d.places))
        and category in ("", *(compact(c).rpartition("/")[2] for c in d.competences))
    ]
    named = [d.iri for d in chosen]
    return page(
        request, service, "deficits.html",
        groups=_by_category(service, chosen[:_LISTED], known, category, lang), count=len(chosen),
        cases=_cases, more=len(chosen) > _LISTED, listed=_LISTED,
        label=_labels(service, chosen[:_LISTED], lang), least=LEAST,
        on=on, territory=compact(territory) if territory else "", category=category,
        within=service.registry.plans.within(territory) if territory else set(),
        categories=[(n, service.labels.label(iri, lang)) for n, iri in known.items()],
        territories=_territories(service, everything, lang), most=_MOST,
        short=compact, municipalities=_municipalities(service, lang),
        graphs=views.graphs_of(service, named), made_up=views.made_up(service, named),
    )  # fmt: skip


@router.get("/deficits/find")
def find(request: Request, service: ServiceDep) -> Response:
    """Show what answers the chosen deficits in a municipality on a day; the form before that."""
    lang, asked = language(request), request.query_params
    on = day_given(asked.get("date"))
    chosen = _chosen(service, [d for d in asked.getlist("deficit") if d])
    territory = service.registry.record("territory", asked.get("territory"), "territory")
    found: list[Help] = []
    if chosen and territory:
        found = [service.registry.remedies.help(d, territory, on, lang) for d in chosen]
    everything = service.registry.deficits.all(on)
    shown = everything[:_LISTED]
    listed = [(d.iri, compact(d.iri), service.labels.label(d.iri, lang)) for d in shown]
    named = [v for h in found for v in (h.deficit, *(r.iri for r in h.remedies))]
    named += [d.iri for d in shown]
    unanswered = any(not h.remedies for h in found)
    return page(
        request, service, "deficit_find.html",
        found=found, on=on, chosen=[compact(d) for d in chosen],
        names=[service.labels.label(d, lang) for d in chosen],
        territory=compact(territory) if territory else "",
        place=service.labels.label(territory, lang) if territory else "",
        listed=sorted(listed, key=lambda one: one[2].casefold()), most=_MOST,
        municipalities=_municipalities(service, lang, compact(territory) if territory else ""),
        shared=_shared(found), whom=_whom(service, territory, lang) if unanswered else [],
        ranked=_ranked(territory, on.isoformat()), short=compact,
        topics=texts("ui")["deficit_topics"],
        graphs=views.graphs_of(service, named), made_up=views.made_up(service, named),
    )  # fmt: skip


def _chosen(service: Service, texts: list[str]) -> list[str]:
    """Return the IRIs of the deficits that are asked about, each once.

    Raises:
        ParameterError: there is no such deficit, or there are too many.
    """
    found: list[str] = []
    for text in texts:
        try:
            found.append(service.registry.record("deficit", text, "deficit"))
        except ParameterError as error:
            kind = NamedNode(rms("Deficit").value)
            known = [compact(s.value) for s, _ in service.registry.store.referrers(kind, RDF_TYPE)]
            near = difflib.get_close_matches(text, known, 1, 0.5)
            expected = near[0] if near else "a-record"
            raise ParameterError(name="deficit", value=text[:120], expected=expected) from error
    unique = list(dict.fromkeys(found))
    if len(unique) > _MOST:
        raise ParameterError(name="deficit", value=str(len(unique)), expected=f"1–{_MOST}")
    return unique


def _by_category(
    service: Service, chosen: list[Deficit], known: dict[str, str], category: str, lang: str
) -> list[tuple[str, str, list[Deficit]]]:
    groups = [
        (name, service.labels.label(iri, lang), [d for d in chosen if iri in d.competences])
        for name, iri in known.items()
        if category in ("", name)
    ]
    return [group for group in groups if group[2]]


def _cases(deficit: Deficit) -> tuple[Case, ...]:
    """Return its cases with that of the whole territory, if there is one, in front."""
    return (*((deficit.total,) if deficit.total else ()), *deficit.cases)


def _labels(service: Service, chosen: Iterable[Deficit], lang: str) -> dict[str, str]:
    named = {
        iri
        for d in chosen
        for iri in (d.iri, *d.subjects, d.diagnostic, *(c.place for c in _cases(d)))
        if iri
    }
    return {iri: service.labels.label(iri, lang) for iri in named}


def _territories(
    service: Service, everything: Iterable[Deficit], lang: str
) -> list[tuple[str, str]]:
    """Return the territories that deficits are stated of or counted in, by name."""
    places = {p for d in everything for p in (*d.places, *(c.place for c in _cases(d)))}
    named = sorted((service.labels.label(p, lang), compact(p)) for p in places)
    return [(short, label) for label, short in named]


def _municipalities(service: Service, lang: str, chosen: str = "") -> list[tuple[str, str]]:
    """Return the municipalities to choose from, by name; none where there are too many."""
    found = service.registry.store.referrers(_MUNICIPAL, rms("territoryLevel"))
    if len(found) > _LISTED:
        return []
    named = {(service.labels.label(s.value, lang), compact(s.value)) for s, _ in found}
    if chosen and chosen not in {short for _, short in named}:
        named.add((service.labels.label(PREFIXES["id"] + chosen, lang), chosen))
    return [(short, label) for label, short in sorted(named)]


def _shared(found: list[Help]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return the remedies listed for several of the deficits, the most widely useful first.

    Each with the names of the deficits, and how it has to do with each.
    """
    counts = Counter(r.iri for h in found for r in h.remedies)
    names = {r.iri: r.label for h in found for r in h.remedies}
    several = [iri for iri, n in counts.items() if n > 1]
    several.sort(key=lambda iri: (-counts[iri], names[iri]))
    return [
        (iri, names[iri], [(h.label, r.topic) for h in found for r in h.remedies if r.iri == iri])
        for iri in several
    ]


def _whom(service: Service, territory: str, lang: str) -> list[dict[str, Any]]:
    label = service.labels.label
    return [
        {"iri": body, "label": label(body, lang), "as": label(what, lang), "how": how}
        for body, what, how in service.registry.remedies.whom_to_ask(territory)
    ]


def _ranked(territory: str, day: str) -> str:
    """Return the address of the catalogued question behind each list, but for the deficit."""
    asked = {"municipality": compact(territory), "date": day} if territory else {}
    return "/questions/ranked-remedies?" + urlencode(asked)
