"""Who acts without being entitled to: bodies not yet set up, responsibility without authority."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.oracle.coordination import IN_FACT, above, steps
from tests.oracle.world import answers, day_of, each

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.oracle.world import Args, Row, Thing, World

ORDERING: Final = {
    f"relation/{name}"
    for name in (
        "agrees-plan",
        "approves",
        "approves-composition",
        "controls-execution",
        "coordinates",
        "evaluates",
        "guides",
        "manages",
        "monitors",
        "organizes-work-of",
        "supports-methodically",
    )
}
ORDERED: Final = {
    f"relation/{name}"
    for name in (
        "acts-under",
        "attached-to",
        "hosted-by",
        "part-of-network",
        "subordinate-to",
        "unit-of",
    )
}


@answers("planned-body-acts")
def planned_body_acts(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    for body in world.who("body", "status", "body-status/planned"):
        found = [
            r for r in world.who("relation", "subject", body.key) if r.has("modality", *IN_FACT)
        ]
        found += [
            a
            for a in world.who("agreement", "party", body.key)
            if a.has("status", "agreement-status/in-force")
        ]
        found += [
            e
            for e in world.who("event", "organizer", body.key)
            if e.has("status", "event-status/held")
        ]
        due = [d for a in world.who("activity", "creates", body.key) for d in a.days("deadlineEnd")]
        owed = [
            world[key]
            for r in world.who("responsibility", "body", body.key)
            for key in r.refs("activity")
        ]
        found += [a for a in owed if any(d < e for d in a.days("deadlineEnd") for e in due)]
        creators = [
            s
            for r in world.all("relation", "norm")
            if r.has("relation", "relation/creates") and r.has("object", body.key)
            for s in r.refs("subject")
        ]
        for record in found:
            if record.holds(day) and all(d <= day for d in record.days("startDate")):
                yield from each(
                    world.cited(record),
                    body=body.key,
                    record=record.key,
                    since=record["validFrom"] or record["startDate"],
                    creator=min(creators, default=None),
                )


@answers("responsibility-without-authority")
def without_authority(world: World, _args: Args) -> Iterator[Row]:
    wanted = ("work-kind/coordination", "work-kind/monitoring")
    for activity in world.who("activity", "activityKind", *wanted):
        bodies = [b for b in activity.refs("concerns") if b.startswith("body/")]
        concerned = [*bodies, *activity.refs("concernsKind")]
        named = [c for c in concerned if c != "kind/employee-group"]
        for task in world.who("responsibility", "activity", activity.key) if named else ():
            for who in [*task.refs("body"), *task.refs("bodyKind")]:
                for key in activity.refs("plan"):
                    if who not in issuers(world, key) and not entitled(
                        world, who, bodies, activity, world[key]
                    ):
                        yield from each(
                            world.cited(activity),
                            activity=activity.key,
                            plan=key,
                            responsible=who,
                            body=who if who.startswith("body/") else None,
                            concerned=min(named, key=whole),
                        )


def whole(key: str) -> str:
    """Return a key in the order of whole IRIs: records come before concepts."""
    return key if key.startswith("body/") else f"~{key}"


def issuers(world: World, plan: str) -> set[str]:
    documents = [world[plan], *(world[d] for d in world[plan].refs("approvedBy"))]
    return {i for d in documents for i in d.refs("issuer")}


def entitled(world: World, who: str, bodies: list[str], activity: Thing, plan: Thing) -> bool:
    """Tell whether the responsible stands above one of those an activity concerns, or is it."""
    kinds = set(activity.refs("concernsKind")) | {k for b in bodies for k in world[b].refs("kind")}
    own = {who, *world[who].refs("kind")}
    if own & {*bodies, *activity.refs("concernsKind")} or who in kinds:
        return True
    if any(who in above(steps(world), b) for b in bodies):
        return True
    places = plan.refs("jurisdiction")
    for tie in world.all("relation", "norm"):
        fits_place = not tie["jurisdiction"] or any(
            p in world.under(t) for t in tie.refs("jurisdiction") for p in places
        )
        stated = tie.has("modality", *IN_FACT, "modality/permitted") and not tie.has(
            "certainty", "certainty/derived"
        )
        if fits_place and stated:
            for relations, acting, acted in (
                (ORDERING, "subject", "object"),
                (ORDERED, "object", "subject"),
            ):
                if (
                    tie.has("relation", *relations)
                    and own & {*tie.refs(acting), *tie.refs(f"{acting}Kind")}
                    and (tie.has(acted, *bodies) or tie.has(f"{acted}Kind", *kinds))
                ):
                    return True
    return False
