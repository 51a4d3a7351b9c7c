"""What is wrong with who stands above whom: cycles, gaps, doubles, skipped levels."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING

from tests.oracle.coordination import above, ends, facts, steps, ties
from tests.oracle.world import LEVELS, answers, day_of, each, fits, maybe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.oracle.world import Args, Row, Thing, World


@answers("coordination-cycles")
def coordination_cycles(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    pairs = steps(world)
    held = {(r, s, o) for r, s, o in ends(facts(world)) if world[r].holds(day)}
    for key, subject, obj in held:
        if subject != obj and (obj, subject) in pairs:
            continue
        onward = {o for _, s, o in held if s == obj}
        backward = {s for _, s, o in held if o == subject}
        if any(b == n or n in above(pairs, b) for b in backward for n in onward):
            yield from each(
                coordinator=subject,
                coordinated=obj,
                function=world[key]["function"],
                validFrom=world[key]["validFrom"],
                validTo=world[key]["validTo"],
                record=key,
            )


@answers("coordination-gaps")
def coordination_gaps(world: World, _args: Args) -> Iterator[Row]:
    for record in facts(world):
        for body, function in product(record.refs("object"), record.refs("function")):
            same = [
                r for r in facts(world) if r.has("object", body) and r.has("function", function)
            ]
            for last in record.days("validTo"):
                day = last + timedelta(1)
                gone = any(d < day for d in world[body].days("validTo"))
                if gone or any(r.holds(day) for r in same):
                    continue
                starts = [(d, r.key) for r in same for d in r.days("validFrom") if d > day]
                soonest, following = min(starts, default=(None, None))
                yield from each(
                    body=body,
                    function=function,
                    before=record["subject"],
                    gapFrom=day,
                    gapTo=None if soonest is None else soonest - timedelta(1),
                    after=None if following is None else world[following]["subject"],
                    endedRecord=record.key,
                    nextRecord=following,
                )


@answers("mutual-coordination")
def mutual_coordination(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    held = ends([r for r in facts(world) if r.holds(day)])
    for (one, first, second), (other, back, forth) in product(held, held):
        if first < second and (back, forth) == (second, first):
            for since in started(world[one], world[other]):
                yield from each(
                    first=first,
                    second=second,
                    firstFunction=world[one]["function"],
                    secondFunction=world[other]["function"],
                    firstRecord=one,
                    secondRecord=other,
                    since=since,
                )


def started(one: Thing, other: Thing) -> set[date | None]:
    """Return since when both hold; more than one day where bodies state different ones."""
    return {
        max((d for d in pair if d), default=None)
        for pair in product(maybe(one.days("validFrom")), maybe(other.days("validFrom")))
    }


@answers("two-coordinators-one-function")
def two_coordinators(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    held = ends([r for r in facts(world) if r.holds(day)])
    for (one, first, body), (other, second, same) in product(held, held):
        if first < second and body == same:
            for function in set(world[one].refs("function")) & set(world[other].refs("function")):
                places = world.cited(world[one])
                if places == [(None, None)]:
                    places = world.cited(world[other])
                for since in started(world[one], world[other]):
                    yield from each(
                        places,
                        body=body,
                        function=function,
                        first=first,
                        second=second,
                        since=since,
                        firstRecord=one,
                        secondRecord=other,
                    )


def rules(world: World, day: date, *modalities: str) -> list[Thing]:
    """Return the norms without a condition on who coordinates whom that hold on a day."""
    found = ties(world, "coordinates", day, *modalities)
    return [n for n in found if n.entity == "norm" and not n["condition"]]


def covers(rule: Thing, side: str, body: Thing) -> bool:
    """Tell whether one side of a norm is this body or its kind."""
    return rule.has(side, body.key) or body.has("kind", *rule.refs(f"{side}Kind"))


@answers("uncoordinated-bodies")
def uncoordinated_bodies(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    coordinated = {
        o
        for r in facts(world)
        if r.holds(day)
        for s in r.refs("subject")
        if not world[s].has("status", "body-status/planned")
        for o in r.refs("object")
    }
    for norm in rules(world, day, "modality/rule"):
        for place in norm.refs("jurisdiction"):
            for body in world.bodies(place) if fits(args["jurisdiction"], place) else ():
                if body.key in coordinated or not body.holds(day):
                    continue
                if covers(norm, "object", body) and (norm["subject"] or norm["subjectKind"]):
                    yield from each(
                        world.cited(norm),
                        jurisdiction=place,
                        body=body.key,
                        expected=[*norm["subject"], *norm["subjectKind"]],
                        function=norm["function"],
                        norm=norm.key,
                    )


@answers("skipped-levels")
def skipped_levels(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    for key, one, other in ends([r for r in facts(world) if r.holds(day)]):
        record, top, low = world[key], world[one], world[other]
        for place in low.refs("jurisdiction") if other.startswith("body/") else ():
            regions = {t.key for t in world.all("territory") if place in world.under(t.key)}
            here = [
                n
                for n in rules(world, day, "modality/rule", "modality/permitted")
                if n.has("jurisdiction", *regions) and covers(n, "object", low)
            ]
            if any(covers(n, "subject", top) for n in here):
                continue
            for norm in here:
                if norm.has("modality", "modality/rule") and present(world, norm, place):
                    for high, below in product(top.refs("level"), low.refs("level")):
                        if LEVELS.index(below) - LEVELS.index(high) > 1:
                            yield from each(
                                world.cited(norm),
                                coordinator=one,
                                coordinatorLevel=high,
                                coordinated=other,
                                coordinatedLevel=below,
                                function=record["function"],
                                since=record["validFrom"],
                                record=key,
                                expected=[*norm["subject"], *norm["subjectKind"]],
                                norm=norm.key,
                            )


def present(world: World, norm: Thing, place: str) -> bool:
    """Tell whether the one whom the norm has coordinate exists: there, where it is a kind."""
    bodies = [world[s] for s in norm.refs("subject")]
    there = world.who("body", "jurisdiction", place)
    bodies += [b for b in there if b.has("kind", *norm.refs("subjectKind"))]
    return any(b.has("status", "body-status/existing") for b in bodies)
