"""A body's calendar as a page: a quarter by months, with a form per entry to mark it done.

`activity` and `occurrence` name one entry that is shown whatever the quarter, with its form open
where `form` says so: the one that was marked, or the one whose mark came back.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from graphsvc.api import views
from graphsvc.api.bases import basis
from graphsvc.api.calendar_marks import MARKS, marks_in, pending_marks
from graphsvc.api.editors import visitor
from graphsvc.api.negotiation import language
from graphsvc.api.problems import problem
from graphsvc.api.question_pages import choices_of
from graphsvc.api.rendering import page
from graphsvc.api.state import Service, ServiceDep
from graphsvc.audits.calendar import Calendar, Entry, Period, quarter
from graphsvc.audits.plan_rows import group_of
from graphsvc.errors import ParameterError, RequestError
from graphsvc.locale import texts
from graphsvc.questions.binding import day_given
from graphsvc.questions.catalogue import Parameter
from graphsvc.rdf.names import PREFIXES, compact, expand, graph_of
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphsvc.api.calendar_marks import Pending
    from graphsvc.submissions.cases import Case

__all__ = ["after_marking", "entry_address", "mark_address", "router", "with_problem"]

router = APIRouter(include_in_schema=False)

_BODY = Parameter("body", "record", True, "", {}, "body")  # noqa: FBT003  # as the question has it
_QUARTER = re.compile(r"(\d{4})-([1-4])")
_AROUND = range(-6, 7)
"""Quarters to choose from, by their distance from the present one."""
_MONTHS = 3
_EVER, _NEVER = date(1900, 1, 1), date(2999, 12, 31)
_ACT = ("overdue", "unproven")
_SPATIAL = NamedNode(PREFIXES["dcterms"] + "spatial")


@router.get("/calendar")
def calendar(request: Request, service: ServiceDep) -> Response:
    """Show what a body owes in a quarter; without a body, what to choose from."""
    return _show(request, service, dict(request.query_params), None)


def with_problem(
    request: Request, service: Service, given: Mapping[str, str], told: dict[str, Any]
) -> Response:
    """Show the page that a form was sent from, and why it was refused."""
    return _show(request, service, given, told)


def after_marking(request: Request, given: Mapping[str, str]) -> Response:
    """Lead back to the page that a form was sent from, to the entry that was marked."""
    told = {"quarter": given.get("quarter", ""), "marked": "1"}
    if "lang" in request.query_params:
        told["lang"] = language(request)
    body, activity = given.get("body", ""), given.get("activity", "")
    return RedirectResponse(entry_address(body, activity, given.get("occurrence", ""), **told), 303)


def entry_address(body: str, activity: str, occurrence: str, **told: str) -> str:
    """Return the address of one entry of a body's calendar."""
    asked = {"body": body, "activity": compact(expand(activity)), "occurrence": occurrence, **told}
    asked = {name: value for name, value in asked.items() if value}
    return f"/calendar?{urlencode(asked)}#{_anchor(activity, occurrence)}"


def mark_address(service: Service, case: Case) -> str:
    """Return where a mark that came back is corrected by the calendar's form, if it is one."""
    marks = marks_in(service, case, own=True) if case.handed.name == MARKS else []
    if len(marks) != 1:
        return ""
    activity = compact(marks[0].activity)
    return entry_address(compact(case.about), activity, marks[0].occurrence, form="1")


def _show(
    request: Request, service: Service, given: Mapping[str, str], told: dict[str, Any] | None
) -> Response:
    lang = language(request)
    today = date.today()  # noqa: DTZ011  # a calendar day where the service stands
    body = given.get("body", "")
    period, on, found = quarter(today), today, None
    try:
        on = today if told else day_given(given.get("date"), "date", today)
        period = _period(given.get("quarter", ""), today)
        if body:
            found = service.registry.calendars.of(body, period, on, lang)
    except RequestError as error:
        told = told or problem(error, lang, service)
    behind = _behind(service, found, lang) if found else ()
    entries = (*behind, *(found.entries if found else ()))
    named = _anchor(given.get("activity", ""), given.get("occurrence", ""))
    chosen_entry = _entry(service, found, entries, named, lang) if found else None
    apart = chosen_entry is not None and chosen_entry not in entries
    if chosen_entry and apart:
        entries = (chosen_entry, *entries)
    reader = visitor(request, service).editor
    pending = pending_marks(service, reader, found.body) if found else {}
    owing = [] if found else _owing(service, on, period, lang)
    owed_by = [o["iri"] for _, bodies in owing for o in bodies]

    def waiting_of(entry: Entry) -> Pending | None:
        return pending.get((entry.activity, _occurrence(entry)))

    shown = [body, *owed_by, *(v for e in entries for v in (e.activity, e.plan, e.decision))]
    chosen = compact(found.body) if found else body
    return page(
        request, service, "calendar.html",
        found=found, problem=told, body=chosen, bodies=choices_of(service, _BODY, chosen, lang),
        quarter=_code(period), quarters=_quarters(today, period), on=on, today=today,
        before=_address(request, chosen, quarter(period.since, -1)),
        after=_address(request, chosen, quarter(period.since, 1)),
        groups=_groups(found, lang) if found else [], behind=behind, group=group_of,
        owing=owing, made_up=views.made_up(service, owed_by),
        places=_places(service, entries, lang),
        anchor=_anchor_of,
        sent=_sent(given) if told else None,
        sent_anchor=named if told or given.get("form") else "",
        entry=chosen_entry, apart=[chosen_entry] if apart else [], named=named,
        waiting_of=waiting_of,
        quarter_name=partial(_quarter_name, lang),
        states=_states(found) if found else [],
        acting=[(g, sum(group_of(e.state) == g for e in entries)) for g in _ACT],
        base=service.registry.pipeline.version(graph_of(found.body)) if found else 0,
        download=_download(found, lang) if found else "",
        marked="marked" in given and not told,
        graphs=views.graphs_of(service, map(expand, shown)),
        status=told["status"] if told else 200,
    )  # fmt: skip


def _period(text: str, today: date) -> Period:
    if not text:
        return quarter(today)
    found = _QUARTER.fullmatch(text)
    if not found or found[1] in ("0000", "9999"):
        raise ParameterError(name="quarter", value=text[:40], expected="a-quarter")
    return quarter(date(int(found[1]), int(found[2]) * _MONTHS, 1))


def _behind(service: Service, found: Calendar, lang: str) -> tuple[Entry, ...]:
    """Return what fell due before the quarter and still needs somebody to act.

    Of a quarter that is over nothing is asked: what came before it stands on its own page.
    """
    if found.period.until < found.on:
        return ()
    before = Period(_EVER, found.period.since - timedelta(days=1))
    earlier = service.registry.calendars.of(found.body, before, found.on, lang).entries
    return tuple(
        e for e in earlier if e.end and e.end <= before.until and group_of(e.state) in _ACT
    )


def _entry(
    service: Service, found: Calendar, shown: tuple[Entry, ...], named: str, lang: str
) -> Entry | None:
    """Return the entry that an address names, also one of another quarter."""
    if not named:
        return None
    known = next((e for e in shown if _anchor_of(e) == named), None)
    if known:
        return known
    ever = service.registry.calendars.of(found.body, Period(_EVER, _NEVER), found.on, lang)
    return next((e for e in ever.entries if _anchor_of(e) == named), None)


def _owing(
    service: Service, on: date, period: Period, lang: str
) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the bodies that owe something, by territory, with what of it needs somebody to act.

    The numbers are those of the body's own page of the same quarter and day.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for body, counts in service.registry.plans.owing(on, period).items():
        values = service.registry.store.values(NamedNode(body), _SPATIAL)
        place = min((v.value for v in values if isinstance(v, NamedNode)), default="")
        found.setdefault(service.labels.label(place, lang) if place else "", []).append(
            {
                "iri": body,
                "short": compact(body),
                "label": service.labels.label(body, lang),
                "counts": counts,
            }
        )
    for bodies in found.values():
        bodies.sort(key=lambda one: str(one["label"]).casefold())
    return sorted(found.items(), key=lambda one: (not one[0], one[0]))


def _code(period: Period) -> str:
    return f"{period.since.year}-{(period.since.month + 2) // _MONTHS}"


def _quarters(today: date, shown: Period) -> list[tuple[str, int, str]]:
    """Return the quarters to choose from as code, year and number; the shown one among them."""
    codes = {_code(quarter(today, n)) for n in _AROUND} | {_code(shown)}
    return [(code, int(code[:4]), code[5:]) for code in sorted(codes)]


def _address(request: Request, body: str, period: Period) -> str:
    asked = {"body": body, "quarter": _code(period)}
    if day := request.query_params.get("date"):
        asked["date"] = day
    return "/calendar?" + urlencode(asked)


def _download(found: Calendar, lang: str) -> str:
    return urlencode(
        {
            "body": compact(found.body),
            "from": found.period.since.isoformat(),
            "to": found.period.until.isoformat(),
            "date": found.on.isoformat(),
            "lang": lang,
        }
    )


def _groups(found: Calendar, lang: str) -> list[tuple[str, str, list[Entry]]]:
    """Return entries by the month of their last day, each with a code and its name."""
    groups: dict[str, list[Entry]] = {}
    for entry in found.entries:
        groups.setdefault(_group(entry, found.period), []).append(entry)
    return [(code, _group_name(code, lang), entries) for code, entries in groups.items()]


def _group(entry: Entry, period: Period) -> str:
    if entry.end is None:
        return "undated"
    return "later" if entry.end > period.until else f"{entry.end:%Y-%m}"


def _group_name(code: str, lang: str) -> str:
    words = texts("ui")
    if code in ("undated", "later"):
        return str(words[f"calendar_{code}"][lang])
    year, month = code.split("-")
    return f"{words['months'][str(int(month))][lang]} {year}"


def _quarter_name(lang: str, number: str, year: int) -> str:
    return str(texts("ui")["quarter_of"][lang]).format(number=number, year=year)


def _states(found: Calendar) -> list[tuple[str, str, int]]:
    labels = {e.state: e.state_label for e in found.entries}
    return [(name, labels[name], count) for name, count in found.states.items()]


def _sent(given: Mapping[str, str]) -> dict[str, str]:
    return {name: given.get(name, "") for name in ("date", "evidence", "sha256")}


def _places(service: Service, entries: tuple[Entry, ...], lang: str) -> dict[str, Any]:
    found = {e.basis: basis(service, NamedNode(e.basis), lang) for e in entries if e.basis}
    return {iri: view for iri, view in found.items() if view}


def _anchor_of(entry: Entry) -> str:
    return _anchor(entry.activity, _occurrence(entry))


def _occurrence(entry: Entry) -> str:
    return entry.occurrence.isoformat() if entry.occurrence else ""


def _anchor(activity: str, occurrence: str) -> str:
    if not activity:
        return ""
    name = compact(expand(activity)).removeprefix("activity/")
    return re.sub(r"[^\w-]", "-", f"{name}-{occurrence}" if occurrence else name)
