"""The home page: search, what is here in figures, where to begin, who keeps the data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response

from graphsvc.api import document_text, views
from graphsvc.api.negotiation import language
from graphsvc.api.question_pages import choices_of
from graphsvc.api.rendering import page
from graphsvc.api.search_pages import phrases
from graphsvc.api.state import Service, ServiceDep
from graphsvc.locale import texts
from graphsvc.questions.catalogue import Parameter

if TYPE_CHECKING:
    from graphsvc.audits.overview import Figure, Holding
    from graphsvc.journal.journal import Journal

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_BODY = Parameter("body", "record", True, "", {}, "body")  # noqa: FBT003  # as questions have it

_LINES = (
    ("bodies", "network", "/records/body?status=existing", False),
    ("bodies_planned", "network", "/records/body?status=planned", False),
    ("relations", "network", "/records/relation", False),
    ("agreements", "agreements", "/records/agreement?status=in-force", False),
    (
        "agreements_expiring",
        "agreements",
        "/questions/agreements-expiring?days=90&date={today}",
        True,
    ),
    ("agreements_lapsed", "agreements", "/audits?audit=agreements-lapsed&date={today}", True),
    (
        "agreements_missing",
        "agreements",
        "/questions/agreements-missing?territory=&date={today}",
        True,
    ),
    ("plans", "plans", "/plans", False),
    ("activities", "plans", "/records/activity", False),
    ("overdue", "plans", "/questions/overdue?plan=&date={today}", True),
    ("deficits", "deficits", "/records/deficit", False),
    (
        "deficits_open",
        "deficits",
        "/questions/deficits-without-remedy?territory=&date={today}",
        True,
    ),
    ("practices", "deficits", "/records/practice", False),
)
"""Figures: name, group, where it leads, whether one of it asks for attention."""


@dataclass(frozen=True)
class _Line:
    """A figure of the home page: its words, where it leads, whether it asks for attention."""

    text: str
    href: str
    count: int
    made_up: int
    alarming: bool


@router.get("/")
def home(request: Request, service: ServiceDep) -> Response:
    """Show what is here, and where to begin."""
    lang = language(request)
    today = date.today()  # noqa: DTZ011  # a calendar day where the service stands
    overview = service.registry.overview
    holdings, datasets = overview.holdings()
    return page(
        request, service, "home.html",
        today=today,
        groups=_groups(overview.figures(today), today, lang),
        findings=overview.findings(today, lang),
        bodies=choices_of(service, _BODY, "", lang),
        roles=_roles(lang),
        phrases=phrases(lang),
        holdings=[_kept(service, h, lang) for h in holdings],
        datasets=datasets,
        topics=views.topics(service),
        sources=document_text.sources(service, lang),
    )  # fmt: skip


def _groups(figures: dict[str, Figure], today: date, lang: str) -> list[tuple[str, list[_Line]]]:
    """Return the figures by group, in the order of `_LINES`."""
    groups: dict[str, list[_Line]] = {}
    words = texts("ui")["home_lines"]
    for name, group, href, alarming in _LINES:
        figure = figures[name]
        line = _Line(
            str(words[name][lang]).format(in_force=figures["agreements_in_force"].count),
            href.format(today=today.isoformat()),
            figure.count,
            figure.made_up,
            alarming and figure.count > 0,
        )
        groups.setdefault(group, []).append(line)
    names = texts("ui")["home_groups"]
    return [(str(names[name][lang]), lines) for name, lines in groups.items()]


def _roles(lang: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return for each role what it is called, and pairs of a link's words and address."""
    return [
        (
            role["name"][lang],
            [(told[lang], href) for href, told in role.items() if href.startswith("/")],
        )
        for role in texts("ui")["home_roles"].values()
    ]


@lru_cache(maxsize=100)
def _time(journal: Journal, sequence: int) -> str:
    """Return when a journal's entry was written; an entry never changes."""
    return journal.read(sequence).header.time.isoformat()


def _kept(service: Service, held: Holding, lang: str) -> tuple[str, str, str, str, str, bool]:
    """Return a dataset's IRI and name, its keeper's IRI and name, the time of its last change."""
    label = service.labels.label
    return (
        held.dataset or held.graph,
        label(held.dataset or held.graph, lang),
        held.keeper,
        label(held.keeper, lang) if held.keeper else "",
        _time(service.registry.journal, held.sequence),
        held.made_up,
    )
