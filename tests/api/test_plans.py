"""Plans: their states are those of the questions; their pages keep to the address."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from graphsvc.audits.calendar import Period
from graphsvc.audits.plan_rows import GROUPS, group_of
from graphsvc.rdf.names import ID, compact

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from graphsvc.registry import Registry

HTML = {"accept": "text/html", "accept-language": "ru"}
TODAY = date(2026, 11, 22)
DAYS = (TODAY, date(2026, 6, 30), date(2023, 8, 1), date(2021, 7, 1))
ROADMAP = ID + "document/demo-roadmap-2026"
WHOLE = Period(date(1900, 1, 1), date(2100, 12, 31))
_OWED = {"overdue", "due-before-approval"}


def asked(registry: Registry, question: str, day: date) -> list[dict[str, Any]]:
    answer = registry.asker.ask(registry.catalogue[question], {"plan": ""}, on=day.isoformat())
    return answer.rows


def shown(client: TestClient, path: str) -> str:
    response = client.get(path, headers=HTML)
    assert response.status_code == 200, response.text
    text: str = response.text
    return text


@pytest.mark.parametrize("day", DAYS)
def test_what_is_overdue_and_missed_is_what_the_audits_find(registry: Registry, day: date) -> None:
    sheets = [registry.plans.sheet(plan, day) for plan in registry.plans.listed()]
    once = {
        (row.activity, owed.body)
        for sheet in sheets
        for row in sheet.wholes
        for owed in row.owed
        if not owed.occurrence and owed.state in _OWED
    }
    repeated = {
        (row.activity, owed.body, owed.start.isoformat())
        for sheet in sheets
        for row in sheet.rows
        for owed in row.owed
        if owed.occurrence and owed.start and owed.state in {"missed", "due-before-approval"}
    }
    # A row with windows is one of those that repeat; the audit counts its last day, too.
    windows = {r.activity for s in sheets for r in s.rows if r.kind.endswith("/windows")}
    overdue = {(r["activity"], r["body"] or "") for r in asked(registry, "overdue", day)}
    missed = {
        (r["activity"], r["body"] or "", r["start"])
        for r in asked(registry, "missed-occurrences", day)
    }
    assert once == {o for o in overdue if o[0] not in windows}
    assert repeated == missed
    assert once


@pytest.mark.parametrize("day", DAYS[:2])
def test_a_body_owes_in_the_plans_what_its_calendar_says(registry: Registry, day: date) -> None:
    bodies = [b for b in registry.plans.owing(day) if "demo-" in b]
    assert len(bodies) >= 15
    sheets = [registry.plans.sheet(plan, day) for plan in registry.plans.listed()]
    for body in bodies:
        calendar = registry.calendars.of(body, WHOLE, day)
        mine = {
            (row.activity, owed.occurrence, owed.state)
            for sheet in sheets
            for row in sheet.rows
            for owed in row.owed
            if owed.body == body
        }
        assert mine == {(e.activity, e.occurrence, e.state) for e in calendar.entries}


@pytest.mark.parametrize("code", ["2026-2", "2026-4", "2027-1"])
def test_the_calendars_overview_counts_what_the_page_of_a_body_shows(
    client: TestClient, code: str
) -> None:
    day = f"quarter={code}&date={TODAY}"
    overview = client.get(f"/calendar?{day}", headers=HTML).text
    lines = [*re.finditer(r'<li><a href="(/calendar\?body=[^"]+)">(.*?)</li>', overview)]
    assert len(lines) >= 25
    counted = 0
    for line in lines:
        told = dict(re.findall(r'class="state (\w+)">[^<]*?(\d+)<', line[2]))
        page = client.get(html.unescape(line[1]), headers=HTML).text
        cells = re.findall(r'data-label="состояние"><span class="state ([\w-]+)"', page)
        groups = [group_of(state) for state in cells]
        for group in ("overdue", "unproven"):
            assert groups.count(group) == int(told.get(group, 0)), (line[1], group)
            counted += groups.count(group)
    assert counted


def test_each_row_of_the_demo_is_counted_once(registry: Registry) -> None:
    """By seed/demo/README.md: seven rows are overdue, and in the roadmap more are missed."""
    sheet = registry.plans.sheet(ROADMAP, TODAY)
    assert len(sheet.wholes) == 17
    assert sum(sheet.counts.values()) == 17
    overdue = {compact(r.activity)[-4:] for r in sheet.wholes if group_of(r.state) == "overdue"}
    late = {"a-01", "a-02", "a-03", "a-07", "a-16"}
    assert overdue == late | {"a-04", "a-05", "a-08", "a-09"}  # these repeat
    undated = {compact(r.activity)[-4:] for r in sheet.wholes if group_of(r.state) == "undated"}
    assert undated == {"a-13", "a-14", "a-15"}
    second = next(r for r in sheet.wholes if r.activity.endswith("/a-02"))
    assert second.done_by() == (2, 5)


def test_before_the_plan_nothing_is_marked(registry: Registry) -> None:
    sheet = registry.plans.sheet(ROADMAP, date(2026, 1, 1))
    assert not sheet.marked
    assert sheet.counts["overdue"] == 0


def test_the_list_has_every_plan_with_its_numbers(client: TestClient, registry: Registry) -> None:
    text = shown(client, f"/plans?date={TODAY}")
    for plan in registry.plans.listed():
        assert f'href="/plans/{compact(plan)}?date={TODAY}"' in text
    assert "Приказ об утверждении дорожной карты на 2026 год" in text
    narrowed = shown(client, f"/plans?date={TODAY}&territory=territory/murmansk-oblast")
    listed = set(re.findall(r'href="/plans/(document/[\w-]+)\?date=', narrowed))
    assert listed == {"document/mur-2020-roadmap"}


@pytest.mark.parametrize("by", ["section", "kind", "body"])
def test_every_arrangement_shows_every_row(client: TestClient, registry: Registry, by: str) -> None:
    text = shown(client, f"/plans/document/demo-roadmap-2026?date={TODAY}&by={by}")
    for row in registry.plans.sheet(ROADMAP, TODAY).rows:
        assert f'href="/page/{compact(row.activity)}"' in text


def test_rows_are_narrowed_by_responsible_and_state(client: TestClient) -> None:
    path = f"/plans/document/demo-roadmap-2026?date={TODAY}"
    text = shown(client, f"{path}&responsible=body/demo-cnppm")
    assert 'href="/page/activity/demo-roadmap-2026/a-07"' in text
    assert 'href="/page/activity/demo-roadmap-2026/a-03"' not in text
    text = shown(client, f"{path}&state=done")
    found = set(re.findall(r"/page/activity/demo-roadmap-2026/(a-\d\d)", text))
    assert found == {"a-06"}
    # As this body owes it, the row of the five services is done.
    text = shown(client, f"{path}&state=done&responsible=body/demo-berezovo-mms")
    found = set(re.findall(r"/page/activity/demo-roadmap-2026/(a-\d\d)", text))
    assert found == {"a-02", "a-03"}


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/plans/document/nothing", 404, ""),
        ("/plans/document/demo-law", 404, ""),
        ("/plans/demo-roadmap-2026?by=sections", 400, "section"),
        ("/plans/demo-roadmap-2026?state=late", 400, ", ".join(GROUPS)),
        ("/plans/demo-roadmap-2026?responsible=body/demo-iroo", 400, "body/demo-iro"),
        ("/plans/demo-roadmap-2026?date=tomorrow", 400, ""),
        ("/plans?territory=territory/nowhere", 400, ""),
        ("/plans?cursor=-1", 400, ""),
        ("/plans/compare?a=document/demo-law&b=document/lo-2019-plan", 400, ""),
    ],
)
def test_what_names_nothing_is_refused(
    client: TestClient, path: str, status: int, told: str
) -> None:
    response = client.get(path, headers=HTML)
    assert response.status_code == status
    assert told in response.text
    assert "Traceback" not in response.text


def test_two_plans_are_compared_without_claiming_identity(
    client: TestClient, registry: Registry
) -> None:
    one, other = ID + "document/lo-2019-plan", ID + "document/lo-2023-roadmap"
    found = registry.comparer.compare(one, other, "ru")
    pairs = {(compact(p.first)[-4:], compact(p.second)[-4:]) for _, of in found.pairs for p in of}
    # Agreements of 2019 and of 2023; the council to be created and the council's work.
    assert {("r-16", "r-14"), ("r-06", "r-09")} <= pairs
    alone = {compact(r.activity)[-4:] for r in found.first.only}
    assert {"r-08", "r-09"} <= alone  # the contest of services comes back in no row of 2023
    assert not alone & {first for first, _ in pairs}
    kinds = {name: (n, m) for _, name, n, m in found.kinds}
    assert kinds["конкурсы"] == (2, 0)
    assert kinds["заключение соглашений"] == (1, 1)
    changed = {c.name for c in found.changed}
    assert "мониторинг" in changed
    text = shown(client, "/plans/compare?a=document/lo-2019-plan&b=document/lo-2023-roadmap")
    assert "а не утверждение" in text
    years = "jurisdiction=territory%2Fleningrad-oblast&amp;earlier=2019&amp;later=2023"
    assert f"/questions/kinds-2019-2023?{years}" in text


def test_a_comparison_is_told_in_the_readers_language(registry: Registry) -> None:
    one, other = ID + "document/lo-2019-plan", ID + "document/lo-2023-roadmap"
    russian, english = (registry.comparer.compare(one, other, lang) for lang in ("ru", "en"))
    assert [p.share for _, of in russian.pairs for p in of] == [
        p.share for _, of in english.pairs for p in of
    ]
    assert russian.first.name != english.first.name
