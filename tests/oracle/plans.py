"""Plans: rows, deadlines, marks, those responsible, risks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.oracle.activities import (
    answering,
    bound,
    declared,
    late,
    marked,
    marks_by,
    of_activity,
    planned,
    rows_of,
    spans,
)
from tests.oracle.world import answers, day_of, each, fits, maybe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.oracle.world import Args, Row, World


@answers("activities-in-period")
def activities_in_period(world: World, args: Args) -> Iterator[Row]:
    since, until = date.fromisoformat(args["since"]), date.fromisoformat(args["until"])
    for activity in rows_of(world, args):
        whole = [
            (s, e)
            for e in activity.days("deadlineEnd")
            for s in maybe(activity.days("deadlineStart"))
        ]
        for start, end in spans(activity) or whole:
            if (end if start is None else start) <= until and end >= since:
                yield from of_activity(world, activity, start=start, end=end)


@answers("activities-by-work-kind")
def activities_by_work_kind(world: World, args: Args) -> Iterator[Row]:
    for activity in planned(world, args):
        if activity.has("activityKind", args["workKind"]):
            yield from of_activity(world, activity)


@answers("activity-dependencies")
def activity_dependencies(world: World, args: Args) -> Iterator[Row]:
    for dependency in world.all("dependency"):
        if any(fits(args["plan"], world[a].refs("plan")) for a in dependency.refs("toActivity")):
            yield from each(
                world.place(dependency, last=True),
                needed=dependency["fromActivity"],
                dependent=dependency["toActivity"],
                reason=dependency["reason"],
                certainty=dependency["certainty"],
            )


@answers("chain-from-activity")
def chain_from_activity(world: World, args: Args) -> Iterator[Row]:
    direct = needing(world, {args["activity"]})
    found = set(direct)
    while more := needing(world, found) - found:
        found |= more
    for key in found:
        activity = world[key]
        yield from of_activity(
            world, activity, dependent=key, direct=key in direct, end=activity["deadlineEnd"]
        )


def needing(world: World, activities: set[str]) -> set[str]:
    """Return what needs the result of one of the activities."""
    found = world.who("dependency", "fromActivity", *activities)
    return {t for d in found for t in d.refs("toActivity")}


@answers("evidence-of-activity")
def evidence_of_activity(world: World, args: Args) -> Iterator[Row]:
    for mark in world.who("completion", "activity", args["activity"]):
        yield from each(
            mark=mark.key,
            body=mark["body"],
            markedOn=mark["date"],
            occurrenceStart=mark["occurrenceStart"],
            result=mark["resultPrinted"],
            evidence=mark["evidence"],
            checksum=mark["evidenceSha256"],
        )


@answers("load-by-body")
def load_by_body(world: World, args: Args) -> Iterator[Row]:
    load = answering(world, planned(world, args))
    for party, activities in load.items():
        alone = [a for a in activities if sum(a in others for others in load.values()) == 1]
        yield {"responsible": party, "activities": len(activities), "alone": len(alone)}


@answers("overdue-by-responsible")
def overdue_by_responsible(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    rows = [a for a in rows_of(world, args) if late(world, a, day)]
    for party, activities in answering(world, rows).items():
        ends = [d for a in activities for d in late(world, world[a], day)]
        yield from each(responsible=party, overdue=len(activities), earliest=min(ends))


@answers("responsible-for-activities-of-body")
def responsible_for_activities(world: World, args: Args) -> Iterator[Row]:
    return named(world, args, "body", args["body"])


@answers("responsible-of-kind")
def responsible_of_kind(world: World, args: Args) -> Iterator[Row]:
    return named(world, args, "bodyKind", args["kind"])


def named(world: World, args: Args, field: str, party: str) -> Iterator[Row]:
    for activity in planned(world, args):
        for responsibility in world.who("responsibility", "activity", activity.key):
            if responsibility.has(field, party):
                yield from of_activity(
                    world,
                    activity,
                    responsibility,
                    printedForm=responsibility["printedForm"],
                    certainty=responsibility["certainty"],
                )


@answers("responsible-persons")
def responsible_persons(world: World, args: Args) -> Iterator[Row]:
    for activity in planned(world, args):
        for responsibility in world.who("responsibility", "activity", activity.key):
            for person in responsibility.refs("person"):
                if args["person"] in ("", person):
                    yield from each(
                        world.place(responsibility),
                        person=person,
                        activity=activity.key,
                        printedForm=responsibility["printedForm"],
                    )


@answers("execution-summary")
def execution_summary(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    rows = rows_of(world, args)
    for section in {s for a in rows for s in maybe(a.refs("section"))}:
        here = [a for a in rows if section in maybe(a.refs("section"))]
        repeated = [a for a in here if a["recurrence"] or a["deadlineWindow"]]
        once = [a for a in here if a not in repeated]
        done = [a for a in once if marked(world, a, day)]
        passed = [a for a in once if late(world, a, day)]
        undated = [a for a in once if a not in done and not a["deadlineEnd"]]
        yield {
            "section": section,
            "activities": len(here),
            "marked": len(done),
            "overdue": len(passed),
            "ahead": len(once) - len(done) - len(passed) - len(undated),
            "undated": len(undated),
            "repeated": len(repeated),
        }


@answers("not-done-by-bodies")
def not_done_by_bodies(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    activity = world[args["activity"]]
    marks = marks_by(world, activity, day)
    for responsibility in world.who("responsibility", "activity", activity.key):
        for body in bound(world, activity, responsibility):
            if body.exists(day) and not any(m.has("body", body.key) for m in marks):
                yield from each(
                    world.place(responsibility),
                    body=body.key,
                    printedForm=responsibility["printedForm"],
                    reportedUpTo=declared(world, body, "list-kind/completions"),
                )


@answers("risks-without-mitigation")
def risks_without_mitigation(world: World, args: Args) -> Iterator[Row]:
    for risk in world.all("risk"):
        if not risk["mitigatedBy"] and fits(args["territory"], risk.refs("jurisdiction")):
            yield from each(
                world.place(risk),
                risk=risk.key,
                category=risk["riskCategory"],
                direction=risk["direction"],
            )


@answers("conditions")
def conditions(world: World, args: Args) -> Iterator[Row]:
    for condition in world.all("condition"):
        for clause, basis in world.places(condition):
            if not condition["about"] or basis is None:
                continue
            if fits(args["document"], world[str(basis)].refs("document")):
                yield from each(
                    [(clause, basis)], condition=condition.key, about=condition["about"]
                )
