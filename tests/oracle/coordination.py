"""Who coordinates, manages and sits where: relations and norms."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from tests.oracle.world import LEVELS, answers, each, maybe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.oracle.world import Args, Row, Thing, World

COORDINATES: Final = "relation/coordinates"
IN_FACT: Final = ("modality/in-force", "modality/rule")


def facts(world: World, relation: str = COORDINATES) -> list[Thing]:
    """Return the relations between bodies that hold or held: planned ones are no facts."""
    found = world.who("relation", "relation", relation)
    return [r for r in found if r.has("modality", *IN_FACT) and r["subject"]]


def steps(world: World) -> set[tuple[str, str]]:
    """Return who coordinates whom, by named bodies."""
    found = [r for r in world.all("relation", "norm") if r.has("relation", COORDINATES)]
    return {
        (s, o)
        for r in found
        if r.has("modality", *IN_FACT)
        for s in r.refs("subject")
        for o in r.refs("object")
        if r.entity == "relation"
    }


def above(pairs: set[tuple[str, str]], body: str) -> set[str]:
    """Return everyone above a body by a chain."""
    found: set[str] = set()
    while more := {s for s, o in pairs if o in found | {body}} - found:
        found |= more
    return found


@answers("who-coordinates")
def who_coordinates(world: World, args: Args) -> Iterator[Row]:
    day = date.fromisoformat(args["date"])
    for record in world.who("relation", "relation", COORDINATES):
        if record.has("object", args["body"]) and record.holds(day) and record["subject"]:
            yield from each(
                world.places(record),
                coordinator=record["subject"],
                function=record["function"],
                modality=record["modality"],
                certainty=record["certainty"],
            )


@answers("who-manages")
def who_manages(world: World, args: Args) -> Iterator[Row]:
    day = date.fromisoformat(args["date"])
    for record in world.who("relation", "relation", "relation/manages"):
        if record.has("object", args["body"]) and record.holds(day) and record["subject"]:
            yield from each(
                world.places(record),
                manager=record["subject"],
                function=record["function"],
                modality=record["modality"],
                certainty=record["certainty"],
            )


@answers("coordination-cycles")
def coordination_cycles(world: World, _args: Args) -> Iterator[Row]:
    pairs = steps(world)
    for record in facts(world):
        for subject in record.refs("subject"):
            for obj in record.refs("object"):
                if obj in above(pairs, subject):
                    yield from each(
                        coordinator=subject,
                        coordinated=obj,
                        function=record["function"],
                        validFrom=record["validFrom"],
                        validTo=record["validTo"],
                        record=record.key,
                    )


@answers("coordination-gaps")
def coordination_gaps(world: World, _args: Args) -> Iterator[Row]:
    for record in facts(world):
        for body in record.refs("object"):
            for function in record.refs("function"):
                same = [
                    r for r in facts(world) if r.has("object", body) and r.has("function", function)
                ]
                for last in record.days("validTo"):
                    day = last + timedelta(1)
                    gone = any(d < day for d in world[body].days("validTo"))
                    if gone or any(r.holds(day) for r in same):
                        continue
                    starts = [(d, r) for r in same for d in r.days("validFrom") if d > day]
                    soonest = min((d for d, _ in starts), default=None)
                    following = [r for d, r in starts if d == soonest]
                    for after in maybe(following):
                        yield from each(
                            body=body,
                            function=function,
                            before=record["subject"],
                            gapFrom=day,
                            gapTo=None if soonest is None else soonest - timedelta(1),
                            after=None if after is None else after["subject"],
                            endedRecord=record.key,
                            nextRecord=None if after is None else after.key,
                        )


@answers("mutual-coordination")
def mutual_coordination(world: World, args: Args) -> Iterator[Row]:
    day = date.fromisoformat(args["date"])
    found = [r for r in facts(world) if r.holds(day)]
    for one in found:
        for other in found:
            for first in one.refs("subject"):
                for second in one.refs("object"):
                    if (
                        first < second
                        and other.has("subject", second)
                        and other.has("object", first)
                    ):
                        yield from each(
                            first=first,
                            second=second,
                            firstFunction=one["function"],
                            secondFunction=other["function"],
                            firstRecord=one.key,
                            secondRecord=other.key,
                        )


@answers("two-coordinators-one-function")
def two_coordinators(world: World, args: Args) -> Iterator[Row]:
    day = date.fromisoformat(args["date"])
    found = [r for r in facts(world) if r.holds(day)]
    for record in found:
        for body in record.refs("object"):
            for function in record.refs("function"):
                for coordinator in record.refs("subject"):
                    if any(
                        r.has("object", body) and r.has("function", function)
                        for r in found
                        if set(r.refs("subject")) - {coordinator}
                    ):
                        yield from each(
                            world.places(record),
                            body=body,
                            function=function,
                            coordinator=coordinator,
                            validFrom=record["validFrom"],
                            validTo=record["validTo"],
                            establishedBy=record["establishedBy"],
                        )


@answers("coordinators-above-body")
def coordinators_above_body(world: World, args: Args) -> Iterator[Row]:
    day = date.fromisoformat(args["date"])
    reached = {args["body"]} | above(steps(world), args["body"])
    for record in facts(world):
        for obj in record.refs("object"):
            if obj in reached:
                yield from each(
                    world.places(record),
                    coordinator=record["subject"],
                    coordinated=obj,
                    function=record["function"],
                    inForce=record.holds(day),
                    certainty=record["certainty"],
                )


@answers("uncoordinated-bodies")
def uncoordinated_bodies(world: World, args: Args) -> Iterator[Row]:
    day = date.fromisoformat(args["date"])
    coordinated = {
        o
        for r in facts(world)
        if r.holds(day)
        for s in r.refs("subject")
        if not world[s].has("status", "body-status/planned")
        for o in r.refs("object")
    }
    for norm in world.who("norm", "relation", COORDINATES):
        if not norm.has("jurisdiction", args["jurisdiction"]) or not norm.holds(day):
            continue
        if not norm.has("modality", "modality/rule"):
            continue
        for body in world.bodies(args["jurisdiction"]):
            if body.key in coordinated or not body.holds(day):
                continue
            asked = body.has("kind", *norm.refs("objectKind")) or norm.has("object", body.key)
            if asked and (norm["subject"] or norm["subjectKind"]):
                yield from each(
                    world.places(norm),
                    body=body.key,
                    expected=[*norm["subject"], *norm["subjectKind"]],
                    function=norm["function"],
                    norm=norm.key,
                )


@answers("skipped-levels")
def skipped_levels(world: World, args: Args) -> Iterator[Row]:
    day = date.fromisoformat(args["date"])
    for record in facts(world):
        for one in record.refs("subject"):
            for other in record.refs("object"):
                if not record.holds(day) or not other.startswith("body/"):
                    continue
                for high in world[one].refs("level"):
                    for low in world[other].refs("level"):
                        if LEVELS.index(low) - LEVELS.index(high) > 1:
                            yield {
                                "coordinator": one,
                                "coordinatorLevel": high,
                                "coordinated": other,
                                "coordinatedLevel": low,
                            }


@answers("network-members")
def network_members(world: World, args: Args) -> Iterator[Row]:
    day = date.fromisoformat(args["date"])
    for record in world.all("relation", "norm"):
        if (
            record.has("relation", "relation/part-of-network")
            and record.has("object", args["network"])
            and record.holds(day)
        ):
            members = [*record["subject"], *record["subjectKind"]]
            for member in members:
                yield from each(
                    world.places(record),
                    layer="ontology#Relation" if record.entity == "relation" else "ontology#Norm",
                    member=member,
                    function=record["function"],
                    modality=record["modality"],
                    certainty=record["certainty"],
                )
