"""A plan along time: where its bars lie."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from graphsvc.audits.plan_axis import axis_of, bars
from graphsvc.audits.plan_rows import Named, Owed, PlanSheet, Row, group_of, worst

KIND = "https://w3id.org/methodnet/scheme/deadline-kind/"


def owed(start: str, end: str, state: str = "not-yet-due", body: str = "body/a") -> Owed:
    first, last = (date.fromisoformat(d) if d else None for d in (start, end))
    return Owed(body, None, first, last, state, None, "")


def row(*pieces: Owed, kind: str = "interval") -> Row:
    return Row(
        activity="activity/a",
        position=1,
        whole="",
        section="",
        number="1",
        kind=KIND + kind,
        deadline="",
        responsible="",
        result="",
        start=None,
        end=None,
        named=(Named("ММС", "kind/mms", "executor"),),
        owed=pieces,
    )


def sheet(*rows: Row) -> PlanSheet:
    since, until = date(2026, 1, 1), date(2026, 12, 31)
    return PlanSheet("document/p", date(2026, 7, 1), (), None, since, until, "", rows)


def test_a_bar_lies_where_its_days_do() -> None:
    plan = sheet(row(owed("2026-07-01", "2026-12-31")))
    axis = axis_of(plan)
    assert axis
    (bar,) = bars(plan.rows[0], axis, plan)
    assert bar.at == pytest.approx(181 / 365 * 100, abs=0.01)
    assert bar.at + bar.width == pytest.approx(100, abs=0.01)
    assert (axis.ticks[0].month, axis.ticks[-1].month) == (1, 12)


def test_a_day_is_wide_enough_to_be_seen_and_stays_inside() -> None:
    plan = sheet(row(owed("", "2026-12-31"), owed("", "2026-01-01")))
    axis = axis_of(plan)
    assert axis
    for bar in bars(plan.rows[0], axis, plan):
        assert bar.width >= 1
        assert bar.at >= 0
        assert bar.at + bar.width <= 100.01


def test_a_mistyped_year_does_not_squeeze_the_rest() -> None:
    plan = sheet(row(owed("2026-02-01", "2026-02-28")), row(owed("", "2206-02-28")))
    axis = axis_of(plan)
    assert axis
    assert (axis.since, axis.until) == (date(2026, 1, 1), date(2026, 12, 31))
    beyond = replace(plan, rows=(row(owed("2027-03-01", "2027-03-31")),))
    later = axis_of(beyond)
    assert later
    assert later.until == date(2027, 3, 31)


def test_long_plans_have_quarters_or_years() -> None:
    plan = sheet(row(owed("2026-01-01", "2026-01-31")))
    three = axis_of(replace(plan, until=date(2028, 12, 31)))
    assert three
    assert (three.step, len(three.ticks)) == (3, 12)
    ten = axis_of(replace(plan, until=date(2035, 12, 31)))
    assert ten
    assert [(t.month, t.year) for t in ten.ticks][:2] == [(0, 2026), (0, 2027)]


def test_what_goes_on_is_open_and_what_has_no_days_has_no_place() -> None:
    going_on = row(owed("", "", "ongoing"), kind="ongoing")
    nowhere = row(owed("", "", "no-deadline"), kind="none")
    plan = sheet(going_on, nowhere)
    axis = axis_of(plan)
    assert axis
    (bar,) = bars(going_on, axis, plan)
    assert bar.open
    assert (bar.at, bar.width) == (0, 100)
    assert bars(nowhere, axis, plan) == []
    assert axis_of(replace(plan, since=None, until=None)) is None


def test_bodies_share_a_bar_and_the_worst_state_colours_it() -> None:
    pieces = [
        owed("2026-04-01", "2026-04-30", "done", "body/a"),
        owed("2026-04-01", "2026-04-30", "missed", "body/b"),
        owed("2026-10-01", "2026-10-31", "not-yet-due", "body/a"),
        owed("2026-10-01", "2026-10-31", "not-yet-due", "body/b"),
    ]
    plan = sheet(row(*pieces, kind="windows"))
    axis = axis_of(plan)
    assert axis
    assert [b.state for b in bars(plan.rows[0], axis, plan)] == ["missed", "not-yet-due"]
    mine = plan.rows[0].of("body/a")
    assert mine
    assert [b.state for b in bars(mine, axis, plan)] == ["done", "not-yet-due"]
    assert plan.rows[0].of("kind/mms") == plan.rows[0]
    assert plan.rows[0].of("body/c") is None


def test_states_are_counted_by_what_is_worst() -> None:
    assert worst({"done", "unproven", "overdue"}) == "overdue"
    assert group_of("missed") == "overdue"
    plan = sheet(
        row(owed("", "2026-01-15", "done"), owed("", "2026-01-15", "overdue", "body/b")),
        row(owed("", "", "no-deadline"), kind="none"),
    )
    assert plan.counts == {"overdue": 1, "unproven": 0, "ahead": 0, "done": 0, "undated": 1}
    assert plan.rows[0].done_by() == (0, 2)
