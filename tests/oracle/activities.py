"""What the answers about plans are made of: rows, occurrences, marks, those responsible."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from tests.oracle.world import each, fits, lowest

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


def marks_by(world: World, activity: Thing, day: date) -> list[Thing]:
    """Return the marks of an activity that were made by a day."""
    marks = world.who("completion", "activity", activity.key)
    return [m for m in marks if any(d <= day for d in m.days("date"))]


def marked(world: World, activity: Thing, day: date) -> bool:
    return bool(marks_by(world, activity, day))


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
        for start in lowest(activity.days("deadlineStart")):
            for last in lowest(activity.days("deadlineEnd")):
                begin, number = start, 0
                while begin <= last:
                    number += 1
                    after = moved(start, number * months)
                    found.append((begin, min(after - timedelta(1), last)))
                    begin = after
    return found


def moved(day: date, months: int) -> date:
    """Return the day so many months later; days of the 29th and later are not made."""
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, day.day)


def issuer(world: World, document: str) -> list[str]:
    """Return the first body that issued the document or one that approves it, if there is any."""
    documents = [document, *world[document].refs("approvedBy")]
    return lowest(i for d in documents for i in world[d].refs("issuer"))


def whose(world: World, activity: Thing) -> list[str]:
    """Return whose plan the activity is in."""
    return [i for plan in activity.refs("plan") for i in issuer(world, plan)]


def of_activity(
    world: World, activity: Thing, place: Thing | None = None, **columns: object
) -> Iterator[Row]:
    """Yield the rows about an activity: what its plan says of it, whose plan it is, what else.

    Args:
        place: what the row rests on, if not on the activity's own line.
    """
    common: Row = {
        "activity": activity.key,
        "plan": activity["plan"],
        "deadline": activity["deadlinePrinted"],
        "responsiblePrinted": activity["responsiblePrinted"],
        "issuer": whose(world, activity),
    }
    yield from each(world.place(place or activity), **(common | columns))


def parties(responsibility: Thing) -> list[str]:
    """Return who is responsible: bodies, kinds, persons, posts."""
    names = ("body", "bodyKind", "person", "post")
    return [key for name in names for key in responsibility.refs(name)]


def answerable(world: World, activity: Thing) -> set[str]:
    """Return who answers for an activity."""
    duties = world.who("responsibility", "activity", activity.key)
    return {p for r in duties for p in parties(r)}


def answering(world: World, activities: list[Thing]) -> dict[str, set[str]]:
    """Return the activities each party answers for."""
    found: dict[str, set[str]] = defaultdict(set)
    for activity in activities:
        for party in answerable(world, activity):
            found[party].add(activity.key)
    return found


def bound(world: World, activity: Thing, responsibility: Thing) -> list[Thing]:
    """Return the bodies that a responsibility is of, by name or as one of a kind."""
    areas = [t for p in activity.refs("plan") for t in world[p].refs("jurisdiction")]
    of_kind = world.of_kind(responsibility.refs("bodyKind"), *areas)
    return [*of_kind, *(world[b] for b in responsibility.refs("body"))]


def declared(world: World, body: Thing, *lists: str) -> list[date]:
    """Return up to what days a body says that its lists are complete, any lists or these kinds."""
    found = world.who("completeness", "body", body.key)
    return [d for c in found if not lists or c.has("listKind", *lists) for d in c.days("asOf")]
