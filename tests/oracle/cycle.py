"""The management cycle and the people in it: what does not follow, who does not hold on."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, Final

from tests.oracle.deficits import RESPONSIBLE
from tests.oracle.world import answers, day_of, each

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.oracle.world import Args, Row, Thing, World

OPEN, DONE = "task-status/open", "task-status/done"
IN_FORCE: Final = ("modality/planned", "modality/rule")


def broken(  # noqa: PLR0913  # the columns of a row
    world: World,
    record: Thing,
    missing: str,
    *,
    place: str,
    bodies: list[str],
    since: date | None = None,
) -> Iterator[Row]:
    """Yield the rows of one broken link, with the first place the record rests on."""
    bases = sorted(
        (n, b, c)
        for b in record.refs("basis")
        for n in world[b].numbers("lineFrom")
        for c in world[b].refs("clausePrinted")[:1]
    )
    yield from each(
        [(c, b) for _, b, c in bases[:1]] or [(None, None)],
        record=record.key,
        recordKind=f"ontology#{record.entity.capitalize()}",
        missing=f"ontology#{missing}",
        place=place,
        body=[*bodies],
        since=since,
    )


def measured(world: World, indicator: str, place: str, after: date, until: date) -> bool:
    found = world.who("measurement", "indicator", indicator)
    return any(
        after < d <= until for m in found if m.has("jurisdiction", place) for d in m.days("date")
    )


def made(world: World, entity: str, rests_on: str, day: date) -> bool:
    return any(d <= day for r in world.who(entity, "restsOn", rests_on) for d in r.days("date"))


def days_until(thing: Thing, day: date) -> list[date]:
    return [d for d in thing.days("date") if d <= day]


@answers("broken-cycle")
def broken_cycle(world: World, args: Args) -> Iterator[Row]:
    day, under = day_of(args), world.under(args["territory"])
    rows = (
        *never_measured(world, day),
        *not_recommended(world, day, Decimal(args["below"])),
        *not_decided(world, day, day - timedelta(int(args["days"]))),
        *not_begun(world, day),
        *without_effect(world, day),
    )
    yield from (r for r in rows if r["place"] in under)


def never_measured(world: World, day: date) -> Iterator[Row]:
    for indicator in world.all("indicator"):
        found = world.who("measurement", "indicator", indicator.key)
        planned = [world[a] for a in indicator.refs("plannedBy")]
        if any(days_until(m, day) for m in found) or any(
            d >= day for a in planned for d in a.days("deadlineEnd")
        ):
            continue
        for place in indicator.refs("jurisdiction"):
            bodies = indicator.refs("responsibleBody")
            yield from broken(world, indicator, "Measurement", place=place, bodies=bodies)


def not_recommended(world: World, day: date, below: Decimal) -> Iterator[Row]:
    for measurement in world.all("measurement"):
        for indicator in (world[i] for i in measurement.refs("indicator")):
            limits = indicator["target"] or ([below] if indicator.has("unit", "%") else [])
            if made(world, "recommendation", measurement.key, day) or not any(
                isinstance(v, Decimal) and isinstance(limit, Decimal) and v < limit
                for v in measurement["value"]
                for limit in limits
            ):
                continue
            bodies = indicator.refs("responsibleBody")
            for since in days_until(measurement, day):
                for place in measurement.refs("jurisdiction"):
                    if not measured(world, indicator.key, place, since, day):
                        yield from broken(
                            world,
                            measurement,
                            "Recommendation",
                            place=place,
                            bodies=bodies,
                            since=since,
                        )


def not_decided(world: World, day: date, limit: date) -> Iterator[Row]:
    for recommendation in world.all("recommendation"):
        grounded = any(world[r].entity == "measurement" for r in recommendation.refs("restsOn"))
        decided = made(world, "decision", recommendation.key, day)
        for addressee in recommendation.refs("addressee"):
            for place in world[addressee].refs("jurisdiction"):
                for since in days_until(recommendation, day):
                    if not grounded:
                        authors = recommendation.refs("author")
                        yield from broken(
                            world,
                            recommendation,
                            "Measurement",
                            place=place,
                            bodies=authors,
                            since=since,
                        )
                    if not decided and since < limit:
                        yield from broken(
                            world,
                            recommendation,
                            "Decision",
                            place=place,
                            bodies=[addressee],
                            since=since,
                        )


def not_begun(world: World, day: date) -> Iterator[Row]:
    for decision in (d for d in world.all("decision") if not d["creates"]):
        if any(world[r].has("status", OPEN) for r in recommendations(decision)):
            for since in days_until(decision, day):
                for body in decision.refs("body"):
                    for place in world[body].refs("jurisdiction"):
                        yield from broken(
                            world, decision, "Activity", place=place, bodies=[body], since=since
                        )


def recommendations(decision: Thing) -> list[str]:
    return [r for r in decision.refs("restsOn") if r.startswith("recommendation/")]


def without_effect(world: World, day: date) -> Iterator[Row]:
    for decision in world.all("decision"):
        created = [world[c] for c in decision.refs("creates")]
        over = any(d < day for c in created for d in c.days("deadlineEnd"))
        grounds = [world[r] for r in recommendations(decision)]
        due = [r for r in grounds if over or r.has("status", DONE)]
        first = {m: world[m] for r in due for m in r.refs("restsOn")}.values()
        wanted = {
            (i, p) for m in first for i in m.refs("indicator") for p in m.refs("jurisdiction")
        }
        for since in days_until(decision, day):
            for key, place in wanted:
                if not measured(world, key, place, since, day):
                    bodies = world[key].refs("responsibleBody")
                    yield from broken(
                        world, decision, "Measurement", place=place, bodies=bodies, since=since
                    )


@answers("changes-of-responsible")
def changes_of_responsible(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    earliest = day - timedelta(int(args["days"]))
    for body in world.bodies(args["territory"], existing=False):
        memberships = world.who("membership", "organization", body.key)
        found = [m for m in memberships if m.has("role", RESPONSIBLE)]
        begun = [d for m in found for d in m.days("validFrom")]
        for old, new in product(found, found):
            if old.refs("member") == new.refs("member"):
                continue
            for until, since in product(old.days("validTo"), new.days("validFrom")):
                between = any(until < d < since for d in begun)
                if until < since and earliest < since <= day and not between:
                    yield from each(
                        body=body.key,
                        before=old["member"],
                        beforeUntil=until,
                        after=new["member"],
                        afterSince=since,
                        appointedBy=new["appointedBy"],
                    )


@answers("concentration-on-person")
def concentration_on_person(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    held = world.members(day, *world.there(args["territory"]))
    for person in world.all("person"):
        found = [m for m in held if m.has("member", person.key)]
        if found and len(found) >= int(args["minimum"]):
            for membership in found:
                yield from each(
                    person=person.key,
                    roles=len(found),
                    body=membership["organization"],
                    role=membership["role"],
                    until=membership["validTo"],
                )


@answers("responsible-not-appointed")
def responsible_not_appointed(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    asked = world.under(args["territory"])
    for norm in world.who("norm", "requirement", "requirement/appointment"):
        if not norm.has("modality", *IN_FORCE) or not norm.holds(day):
            continue
        for body in world.who("body", "status", "body-status/existing"):
            if not norm.has("subject", body.key) and not norm.has(
                "subjectKind", *body.refs("kind")
            ):
                continue
            for place in body.refs("jurisdiction"):
                covered = any(place in world.under(r) for r in norm.refs("jurisdiction"))
                if covered and place in asked:
                    yield from not_appointed(world, norm, body, place, day)


def not_appointed(world: World, norm: Thing, body: Thing, place: str, day: date) -> Iterator[Row]:
    found = [m for m in world.members(day, body.key) if m.has("role", RESPONSIBLE)]
    common = {"body": body.key, "place": place, "norm": norm.key}
    for membership in found:
        if not membership["appointedBy"]:
            yield from each(
                world.place(norm),
                missing="ontology#appointedBy",
                person=membership["member"],
                since=membership["validFrom"],
                **common,
            )
    if not found:
        yield from each(world.place(norm), missing="ontology#Membership", **common)


@answers("roles-outliving-post")
def roles_outliving_post(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    there = world.there(args["territory"])
    for held in (m for m in world.all("membership") if m["post"]):
        for person in held.refs("member"):
            for home in held.refs("organization"):
                if any(m.holds(day) for m in posts(world, person, home)):
                    continue
                for ended in (d for d in held.days("validTo") if d < day):
                    for role in resting(world, person, home, ended, day):
                        if role.has("organization", *there):
                            yield from each(
                                role=role.key,
                                person=person,
                                body=role["organization"],
                                roleKind=role["role"] or "ontology#Mentor",
                                post=held["post"],
                                postBody=home,
                                endedOn=ended,
                                until=role["validTo"],
                            )


def posts(world: World, person: str, home: str) -> list[Thing]:
    found = world.who("membership", "member", person)
    return [m for m in found if m["post"] and m.has("organization", home)]


def resting(world: World, person: str, home: str, ended: date, day: date) -> Iterator[Thing]:
    """Yield the roles in force of a person that began while they held a post of a body."""
    roles = [m for m in world.who("membership", "member", person) if not m["post"]]
    for role in [*roles, *world.who("mentor", "person", person)]:
        tied = role.has("organization", home) or role.has("onBehalfOf", home)
        lasting = all(d >= day for d in role.days("validTo"))
        if tied and lasting and all(d <= ended for d in role.days("validFrom")):
            yield role
