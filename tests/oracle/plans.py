"""Plans: rows, deadlines, marks, those responsible, risks."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from tests.oracle.world import answers, each, fits, maybe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.oracle.world import Args, Row, Thing, World

WITH_END: Final = (
    "deadline-kind/by-day",
    "deadline-kind/month",
    "deadline-kind/interval",
    "deadline-kind/windows",
    "deadline-kind/half-year",
    "deadline-kind/year",
)
MONTHS: Final = {"P6M": 6, "P1Y": 12}


def planned(world: World, args: Args) -> list[Thing]:
    """Return all activities, or those of the plan that is asked about."""
    return [a for a in world.all("activity") if fits(args["plan"], a.refs("plan"))]


def rows_of(world: World, args: Args) -> list[Thing]:
    """Return the rows of a plan, without the parts that a row is divided into."""
    return [a for a in planned(world, args) if not a["parentActivity"]]


def marked(world: World, activity: Thing, day: date) -> bool:
    marks = world.who("completion", "activity", activity.key)
    return any(d <= day for m in marks for d in m.days("date"))


def late(world: World, activity: Thing, day: date) -> list[date]:
    """Return the ends of a deadline that passed without a mark."""
    if not activity.has("deadlineKind", *WITH_END) or marked(world, activity, day):
        return []
    return [d for d in activity.days("deadlineEnd") if d < day]


def spans(activity: Thing) -> list[tuple[date, date]]:
    """Return first and last day of each occurrence."""
    windows = activity.refs("deadlineWindow")
    if windows:
        parts = (w.split("/") for w in windows)
        return [(date.fromisoformat(a), date.fromisoformat(b)) for a, b in parts]
    found: list[tuple[date, date]] = []
    for months in (MONTHS[r] for r in activity.refs("recurrence")[:1]):
        for first in sorted(activity.days("deadlineStart"))[:1]:
            for last in sorted(activity.days("deadlineEnd"))[:1]:
                begin, number = first, 0
                while begin <= last:
                    number += 1
                    after = moved(first, number * months)
                    found.append((begin, min(after - timedelta(1), last)))
                    begin = after
    return found


def moved(day: date, months: int) -> date:
    """Return the day so many months later; days of the 29th and later are not made."""
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, day.day)


@answers("activities-in-period")
def activities_in_period(world: World, args: Args) -> Iterator[Row]:
    first, last = date.fromisoformat(args["since"]), date.fromisoformat(args["until"])
    for activity in rows_of(world, args):
        whole = [
            (s, e)
            for e in activity.days("deadlineEnd")
            for s in maybe(activity.days("deadlineStart"))
        ]
        for start, end in spans(activity) or whole:
            if (end if start is None else start) <= last and end >= first:
                yield from each(
                    world.place(activity),
                    activity=activity.key,
                    plan=activity["plan"],
                    deadline=activity["deadlinePrinted"],
                    start=start,
                    end=end,
                )


@answers("activities-by-work-kind")
def activities_by_work_kind(world: World, args: Args) -> Iterator[Row]:
    for activity in planned(world, args):
        if activity.has("activityKind", args["workKind"]):
            yield from each(
                world.place(activity),
                activity=activity.key,
                plan=activity["plan"],
                deadline=activity["deadlinePrinted"],
                responsiblePrinted=activity["responsiblePrinted"],
            )


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
        yield from each(
            world.place(activity),
            dependent=key,
            direct=key in direct,
            deadline=activity["deadlinePrinted"],
            end=activity["deadlineEnd"],
            responsiblePrinted=activity["responsiblePrinted"],
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


def parties(responsibility: Thing) -> list[str]:
    """Return who is responsible: bodies, kinds, persons, posts."""
    names = ("body", "bodyKind", "person", "post")
    return [key for name in names for key in responsibility.refs(name)]


def answering(world: World, activities: list[Thing]) -> dict[str, set[str]]:
    """Return the activities each party answers for."""
    found: dict[str, set[str]] = defaultdict(set)
    for activity in activities:
        for responsibility in world.who("responsibility", "activity", activity.key):
            for party in parties(responsibility):
                found[party].add(activity.key)
    return found


@answers("load-by-body")
def load_by_body(world: World, args: Args) -> Iterator[Row]:
    load = answering(world, planned(world, args))
    for party, activities in load.items():
        alone = [a for a in activities if sum(a in others for others in load.values()) == 1]
        yield {"responsible": party, "activities": len(activities), "alone": len(alone)}


@answers("overdue-by-responsible")
def overdue_by_responsible(world: World, args: Args) -> Iterator[Row]:
    day = date.fromisoformat(args["date"])
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
                yield from each(
                    world.place(responsibility),
                    activity=activity.key,
                    plan=activity["plan"],
                    printedForm=responsibility["printedForm"],
                    certainty=responsibility["certainty"],
                    deadline=activity["deadlinePrinted"],
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
    day = date.fromisoformat(args["date"])
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
    day = date.fromisoformat(args["date"])
    plan = world[args["activity"]].refs("plan")
    places = [t for p in plan for t in world[p].refs("jurisdiction")]
    under = {k for t in places for k in world.under(t)}
    for responsibility in world.who("responsibility", "activity", args["activity"]):
        of_kind = [
            b
            for b in world.all("body")
            if b.has("kind", *responsibility.refs("bodyKind")) and b.has("jurisdiction", *under)
        ]
        for body in [*of_kind, *(world[b] for b in responsibility.refs("body"))]:
            marks = world.who("completion", "body", body.key)
            if any(
                m.has("activity", args["activity"]) and any(d <= day for d in m.days("date"))
                for m in marks
            ):
                continue
            if body.has("status", "body-status/existing") and body.holds(day):
                declared = [
                    d
                    for c in world.who("completeness", "body", body.key)
                    if c.has("listKind", "list-kind/completions")
                    for d in c.days("asOf")
                ]
                yield from each(
                    world.place(responsibility),
                    body=body.key,
                    printedForm=responsibility["printedForm"],
                    reportedUpTo=[*declared],
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
