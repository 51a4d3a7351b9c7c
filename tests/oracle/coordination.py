"""Who coordinates, manages and sits where: relations and norms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.oracle.world import answers, day_of, each

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tests.oracle.world import Args, Row, Thing, World

COORDINATES: Final = "relation/coordinates"
IN_FACT: Final = ("modality/in-force", "modality/rule")


def facts(world: World) -> list[Thing]:
    """Return who coordinates whom or did: planned relations are no facts."""
    found = world.who("relation", "relation", COORDINATES)
    return [r for r in found if r.has("modality", *IN_FACT) and r["subject"]]


def ends(records: list[Thing]) -> set[tuple[str, str, str]]:
    """Return each record with its subject and object."""
    return {(r.key, s, o) for r in records for s in r.refs("subject") for o in r.refs("object")}


def steps(world: World) -> set[tuple[str, str]]:
    """Return who coordinates whom, by named bodies."""
    return {(s, o) for _, s, o in ends(facts(world))}


def ties(world: World, relation: str, day: date, *modalities: str) -> list[Thing]:
    """Return the relations and norms of a kind that hold on a day, in fact or as is asked."""
    return [
        r
        for r in world.all("relation", "norm")
        if r.has("relation", f"relation/{relation}")
        if r.has("modality", *(modalities or IN_FACT)) and r.holds(day)
    ]


def effective(world: World, relation: str, day: date) -> list[Thing]:
    """Return the relations of a kind between two that hold on a day."""
    return [r for r in ties(world, relation, day) if r.entity == "relation"]


def above(pairs: set[tuple[str, str]], body: str) -> set[str]:
    """Return everyone above a body by a chain."""
    found: set[str] = set()
    while more := {s for s, o in pairs if o in found | {body}} - found:
        found |= more
    return found


@answers("who-coordinates")
def who_coordinates(world: World, args: Args) -> Iterator[Row]:
    return next_above(world, args, COORDINATES, "coordinator")


@answers("who-manages")
def who_manages(world: World, args: Args) -> Iterator[Row]:
    return next_above(world, args, "relation/manages", "manager")


def next_above(world: World, args: Args, relation: str, column: str) -> Iterator[Row]:
    """Yield a row for each who is related to the body asked about."""
    for record in world.who("relation", "relation", relation):
        if record.has("object", args["body"]) and record.holds(day_of(args)):
            for subject in record.refs("subject"):
                yield from each(
                    world.places(record),
                    **{column: subject},
                    function=record["function"],
                    modality=record["modality"],
                    certainty=record["certainty"],
                )


@answers("coordinators-above-body")
def coordinators_above_body(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
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


@answers("network-members")
def network_members(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
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
