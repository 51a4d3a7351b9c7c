"""Mentors, programmes and routes that no longer answer a deficit."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from tests.oracle.deficits import mentors, of_mentor
from tests.oracle.world import answers, day_of, each, maybe

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
    day = day_of(args)
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
    day = day_of(args)
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
    limit = day_of(args) - timedelta(int(args["days"]))
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
    day = day_of(args)
    for mentor in mentors(world, args["territory"]):
        for load in mentor.numbers("load"):
            for capacity in mentor.numbers("capacity"):
                if load > capacity and mentor.holds(day):
                    yield from of_mentor(mentor, load=load, capacity=capacity)


@answers("mentors-term-over")
def mentors_term_over(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    for mentor in mentors(world, args["territory"]):
        for load in mentor.numbers("load"):
            for last in mentor.days("validTo"):
                if load and last < day:
                    yield from of_mentor(mentor, load=load, validTo=last)


@answers("diagnosis-outdated")
def diagnosis_outdated(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
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
