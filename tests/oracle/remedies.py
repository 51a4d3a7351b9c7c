"""Mentors, programmes and routes that no longer answer a deficit; communities and schools."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from tests.oracle.agreements import COMMUNITY, SCHOOL, since
from tests.oracle.world import answers, each, maybe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.oracle.world import Args, Row, Thing, World

GONE: Final = (
    "body-status/dissolved",
    "event-status/cancelled",
    "programme-status/withdrawn",
)
WHOSE: Final = ("author", "host", "organization", "organizer", "provider")


def gone(remedy: Thing, day: date) -> Iterator[tuple[str | None, date | None]]:
    """Yield state and last day where a remedy is withdrawn or over before a day."""
    states = [s for s in remedy.refs("status") if s in GONE]
    for state in maybe(states):
        for last in maybe([*remedy.days("validTo"), *remedy.days("endDate")]):
            ended = last if last and last < day else None
            if state or ended:
                yield state, ended


@answers("remedies-ended")
def remedies_ended(world: World, args: Args) -> Iterator[Row]:
    day = date.fromisoformat(args["date"])
    for answer in world.all("answer"):
        for deficit in answer.refs("deficit"):
            if not world.lies(world[deficit], args["territory"]):
                continue
            for remedy in (world[r] for r in answer.refs("remedy")):
                for state, ended in gone(remedy, day):
                    yield from each(
                        deficit=deficit,
                        remedy=remedy.key,
                        state=state,
                        ended=ended,
                        body=[b for name in WHOSE for b in remedy[name]],
                    )


@answers("route-steps-ended")
def route_steps_ended(world: World, args: Args) -> Iterator[Row]:
    day = date.fromisoformat(args["date"])
    for step in world.all("route-step"):
        if any(d < day for d in step.days("endDate")):
            continue
        for route in (world[r] for r in step.refs("route")):
            deficits = [world[d] for d in route.refs("deficit")]
            if not any(world.lies(d, args["territory"]) for d in deficits):
                continue
            for remedy in (world[r] for r in step.refs("remedy")):
                for first in maybe(step.days("startDate")):
                    for state, ended in gone(remedy, first or day):
                        yield from each(
                            step=step.key,
                            route=route.key,
                            remedy=remedy.key,
                            startDate=first,
                            state=state,
                            ended=ended,
                            body=route["responsibleBody"],
                        )


@answers("routes-without-responsible")
def routes_without_responsible(world: World, args: Args) -> Iterator[Row]:
    for route in world.all("route"):
        for deficit in route.refs("deficit"):
            if not route["responsibleBody"] and world.lies(world[deficit], args["territory"]):
                yield {"route": route.key, "deficit": deficit}


@answers("programmes-stale")
def programmes_stale(world: World, args: Args) -> Iterator[Row]:
    limit = date.fromisoformat(args["date"]) - timedelta(int(args["days"]))
    for programme in world.who("programme", "status", "programme-status/offered"):
        updated = programme.days("updatedOn")
        if updated and max(updated) < limit and world.lies(programme, args["territory"]):
            yield from each(
                programme=programme.key,
                provider=programme["provider"],
                federalRegister=programme["federalRegister"],
                updatedOn=[*updated],
            )


@answers("mentors-overloaded")
def mentors_overloaded(world: World, args: Args) -> Iterator[Row]:
    day = date.fromisoformat(args["date"])
    for mentor in mentors(world, args["territory"]):
        for load in mentor.numbers("load"):
            for capacity in mentor.numbers("capacity"):
                if load > capacity and mentor.holds(day):
                    yield from each(
                        mentor=mentor.key,
                        person=mentor["person"],
                        organization=mentor["organization"],
                        load=load,
                        capacity=capacity,
                    )


@answers("mentors-term-over")
def mentors_term_over(world: World, args: Args) -> Iterator[Row]:
    day = date.fromisoformat(args["date"])
    for mentor in mentors(world, args["territory"]):
        for load in mentor.numbers("load"):
            for last in mentor.days("validTo"):
                if load and last < day:
                    yield from each(
                        mentor=mentor.key,
                        person=mentor["person"],
                        organization=mentor["organization"],
                        load=load,
                        validTo=last,
                    )


def mentors(world: World, territory: str) -> list[Thing]:
    there = {b.key for b in world.bodies(territory, existing=False)}
    return world.who("mentor", "organization", *there)


@answers("diagnosis-outdated")
def diagnosis_outdated(world: World, args: Args) -> Iterator[Row]:
    day = date.fromisoformat(args["date"])
    for deficit in world.all("deficit"):
        found = [world[d] for d in deficit.refs("diagnostic")]
        if not world.lies(deficit, args["territory"]) or any(
            d.holds(day, "date", "validTo") for d in found
        ):
            continue
        over = [(last, d) for d in found for last in d.days("validTo") if last < day]
        latest = [(last, d) for last, d in over if last == max(day for day, _ in over)]
        for last, diagnostic in latest:
            yield from each(
                deficit=deficit.key,
                diagnostic=diagnostic.key,
                body=diagnostic["body"],
                heldOn=diagnostic["date"],
                validTo=last,
            )
        if not latest:
            yield {"deficit": deficit.key}


@answers("communities-incomplete")
def communities_incomplete(world: World, args: Args) -> Iterator[Row]:
    day = date.fromisoformat(args["date"])
    for community in world.bodies(args["territory"]):
        if not community.has("kind", COMMUNITY) or not community.holds(day):
            continue
        leaders = [
            m
            for m in world.who("membership", "organization", community.key)
            if m.has("role", "role/chair", "role/head") and m.holds(day)
        ]
        statutes = [
            d
            for d in world.who("document", "governs", community.key)
            if d.has("documentKind", "document-kind/regulation") and d.holds(day)
        ]
        for found, missing in ((leaders, "role/head"), (statutes, "document-kind/regulation")):
            if not found:
                yield from each(
                    community=community.key, missing=missing, place=community["jurisdiction"]
                )


@answers("schools-without-council")
def schools_without_council(world: World, args: Args) -> Iterator[Row]:
    day = date.fromisoformat(args["date"])
    council = "kind/school-methodical-council"
    councils = [b.key for b in world.who("body", "kind", council)]
    for norm in world.who("norm", "relation", "relation/attached-to"):
        demanded = norm.has("subjectKind", council) and norm.has("objectKind", SCHOOL)
        if not demanded or not norm.has("modality", "modality/rule") or not norm.holds(day):
            continue
        regions = [world.under(r) for r in norm.refs("jurisdiction")]
        for school in world.bodies(args["territory"]):
            if not school.has("kind", SCHOOL):
                continue
            if any(since(world, c, "attached-to", school.key, day) for c in councils):
                continue
            for place in school.refs("jurisdiction"):
                if any(place in region for region in regions):
                    yield from each(
                        world.place(norm), school=school.key, municipality=place, norm=norm.key
                    )
