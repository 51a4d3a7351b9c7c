"""Who coordinates, manages and sits where: relations and norms."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from tests.oracle.world import answers, each

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
