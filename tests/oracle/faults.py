"""Faults of plans: what is late, what is left out, what contradicts itself."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from tests.oracle.activities import (
    WITH_END,
    answerable,
    bound,
    issuer,
    marks_by,
    of_activity,
    planned,
    rows_of,
    spans,
    whose,
)
from tests.oracle.world import answers, day_of, each, fits, maybe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tests.oracle.world import Args, Row, Thing, World

OPEN_KIND = "kind/network-subject"


def owing(world: World, activity: Thing, day: date) -> set[str]:
    """Return the bodies of that day that answer for an activity, by name or as one of a kind."""
    duties = world.who("responsibility", "activity", activity.key)
    return {b.key for r in duties for b in bound(world, activity, r) if b.exists(day)}


def unmarked(
    world: World, activity: Thing, day: date, start: date | None = None
) -> list[str | None]:
    """Return who owes a mark for an activity or an occurrence of it.

    Nobody's name, once, where nobody who answers is known and nobody has marked it.
    """
    marks = [
        m
        for m in marks_by(world, activity, day)
        if start is None or start in m.days("occurrenceStart")
    ]
    bodies = owing(world, activity, day)
    if not bodies:
        return [] if marks else [None]
    return [b for b in bodies if not any(m.has("body", b) for m in marks)]


@answers("overdue")
def overdue(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    for activity in rows_of(world, args):
        ends = [d for d in activity.days("deadlineEnd") if d < day]
        if not ends or not activity.has("deadlineKind", *WITH_END):
            continue
        for body in unmarked(world, activity, day):
            yield from of_activity(world, activity, body=body, end=[*ends])


@answers("missed-occurrences")
def missed_occurrences(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    for activity in planned(world, args):
        for start, end in spans(activity):
            for body in unmarked(world, activity, day, start) if end < day else ():
                yield from of_activity(
                    world,
                    activity,
                    body=body,
                    start=start,
                    end=end,
                    yearInherited=activity["yearInherited"],
                )


@answers("activities-without-deadline")
def activities_without_deadline(world: World, args: Args) -> Iterator[Row]:
    return with_deadline(world, args, "deadline-kind/none")


@answers("deadlines-not-understood")
def deadlines_not_understood(world: World, args: Args) -> Iterator[Row]:
    return with_deadline(world, args, "deadline-kind/not-understood")


def with_deadline(world: World, args: Args, kind: str) -> Iterator[Row]:
    for activity in rows_of(world, args):
        if activity.has("deadlineKind", kind):
            yield from of_activity(world, activity)


@answers("activities-without-responsible")
def activities_without_responsible(world: World, args: Args) -> Iterator[Row]:
    for activity in rows_of(world, args):
        if not answerable(world, activity):
            yield from of_activity(world, activity)


@answers("activities-without-result")
def activities_without_result(world: World, args: Args) -> Iterator[Row]:
    for activity in rows_of(world, args):
        if not activity["resultPrinted"]:
            plan = activity.refs("plan")
            states = any(a["resultPrinted"] for a in world.who("activity", "plan", *plan))
            yield from of_activity(world, activity, planStatesResults=states)


@answers("unmeasurable-results")
def unmeasurable_results(world: World, args: Args) -> Iterator[Row]:
    for activity in rows_of(world, args):
        only = activity.refs("resultKind") == ["result-kind/improvement"]
        if only and activity["resultPrinted"]:
            yield from of_activity(world, activity, result=activity["resultPrinted"])


@answers("due-before-approval")
def due_before_approval(world: World, args: Args) -> Iterator[Row]:
    for activity in rows_of(world, args):
        for plan in activity.refs("plan"):
            for approver in world[plan].refs("approvedBy"):
                for approved in world[approver].days("documentDate"):
                    for end in activity.days("deadlineEnd"):
                        if end < approved:
                            yield from of_activity(
                                world,
                                activity,
                                plan=plan,
                                end=end,
                                approvedBy=approver,
                                approved=approved,
                            )


@answers("unproven-completions")
def unproven_completions(world: World, args: Args) -> Iterator[Row]:
    for activity in planned(world, args):
        for mark in world.who("completion", "activity", activity.key):
            if not mark["evidence"] or not mark["evidenceSha256"]:
                yield from each(
                    mark=mark.key,
                    activity=activity.key,
                    body=mark["body"],
                    markedOn=mark["date"],
                    evidence=mark["evidence"],
                    hasChecksum=bool(mark["evidenceSha256"]),
                )


@answers("outside-plan-period")
def outside_plan_period(world: World, args: Args) -> Iterator[Row]:
    for activity in rows_of(world, args):
        plan = world[activity.refs("plan")[0]]
        for start, end, first, last in (
            (s, e, f, t)
            for s in maybe(activity.days("deadlineStart"))
            for e in maybe(activity.days("deadlineEnd"))
            for f in maybe(plan.days("periodFrom"))
            for t in maybe(plan.days("periodTo"))
        ):
            begins, ends = start or end, end or start
            early = begins is not None and first is not None and begins < first
            late = ends is not None and last is not None and ends > last
            if early or late:
                yield from of_activity(
                    world, activity, start=start, end=end, periodFrom=first, periodTo=last
                )


@answers("open-responsible")
def open_responsible(world: World, args: Args) -> Iterator[Row]:
    for activity in planned(world, args):
        alone = answerable(world, activity) == {OPEN_KIND}
        for duty in world.who("responsibility", "activity", activity.key):
            if duty.has("bodyKind", OPEN_KIND):
                yield from of_activity(
                    world, activity, duty, responsible=duty["printedForm"], alone=alone
                )


def numbers(activity: Thing) -> list[str]:
    """Return the printed numbers without the full stop at the end."""
    return [n.removesuffix(".") for n in activity.refs("printedNumber")]


@answers("repeated-numbers")
def repeated_numbers(world: World, args: Args) -> Iterator[Row]:
    bearers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for activity in rows_of(world, args):
        for number in numbers(activity):
            bearers[activity.refs("plan")[0], number].add(activity.key)
    for (plan, number), keys in bearers.items():
        if len(keys) > 1:
            yield from each(
                world.place(world[min(keys)]),
                number=number,
                plan=plan,
                activity=min(keys),
                second=max(keys),
                activities=len(keys),
                issuer=issuer(world, plan),
            )


@answers("missing-numbers")
def missing_numbers(world: World, args: Args) -> Iterator[Row]:
    there: dict[str, set[str]] = defaultdict(set)
    for activity in world.all("activity"):
        there[activity.refs("plan")[0]] |= set(numbers(activity))
    for activity in rows_of(world, args):
        plan = activity.refs("plan")[0]
        for own in numbers(activity):
            parts = own.split(".")
            if not all(re.fullmatch("[0-9]+", p) for p in parts) or int(parts[-1]) <= 1:
                continue
            number = ".".join([*parts[:-1], str(int(parts[-1]) - 1)])
            if number not in there[plan]:
                yield from of_activity(world, activity, number=number)


@answers("unnumbered-rows")
def unnumbered_rows(world: World, args: Args) -> Iterator[Row]:
    rows: dict[str, list[Thing]] = defaultdict(list)
    for activity in rows_of(world, args):
        rows[activity.refs("plan")[0]].append(activity)
    for plan, activities in rows.items():
        if bare := [a for a in activities if not a["printedNumber"]]:
            yield from each(
                plan=plan,
                unnumbered=len(bare),
                activities=len(activities),
                issuer=issuer(world, plan),
            )


@answers("same-title-different-responsible")
def same_title(world: World, args: Args) -> Iterator[Row]:
    for first, second in combinations(sorted(world.all("activity"), key=lambda a: a.key), 2):
        if not set(first.refs("label")) & set(second.refs("label")):
            continue
        if not fits(args["plan"], [*first.refs("plan"), *second.refs("plan")]):
            continue
        one, other = (answerable(world, a) for a in (first, second))
        if one and other and (strangers(world, one, other) or strangers(world, other, one)):
            yield from each(
                first=first.key,
                firstPlan=first["plan"],
                firstResponsible=first["responsiblePrinted"],
                second=second.key,
                secondPlan=second["plan"],
                secondResponsible=second["responsiblePrinted"],
                issuer=whose(world, first),
            )


def strangers(world: World, some: set[str], others: set[str]) -> bool:
    """Tell whether one of some is none of the others: a body and its kind are one."""
    akin = others | {k for o in others for k in world[o].refs("kind")}
    return any(not {s, *world[s].refs("kind")} & others and s not in akin for s in some)
