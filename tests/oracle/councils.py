"""Councils: who sits on them, by what order, and what is not as the rules want it."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final

from tests.oracle.coordination import IN_FACT, effective, ties
from tests.oracle.world import answers, day_of, each, fits, lowest, maybe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tests.oracle.world import Args, Row, Thing, World

RULE: Final = "modality/rule"


@answers("council-members")
def council_members(world: World, args: Args) -> Iterator[Row]:
    for membership in world.members(day_of(args), args["council"]):
        for order in maybe(membership.refs("appointedBy")):
            document = world[order or ""]
            yield from each(
                member=membership["member"],
                role=membership["role"],
                onBehalfOf=membership["onBehalfOf"],
                representsKind=membership["representsKind"],
                appointedBy=order,
                number=document["printedNumber"],
                documentDate=document["documentDate"],
            )


@answers("chair-holds-post")
def chair_holds_post(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    for rule in effective(world, "chairs", day):
        for council, post in product(rule.refs("object"), rule.refs("subjectPost")):
            for chair in world.members(day, council) if fits(args["council"], council) else ():
                for person in chair.refs("member") if chair.has("role", "role/chair") else ():
                    held = [
                        m for m in world.who("membership", "post", post) if m.has("member", person)
                    ]
                    if not any(m.holds(day) for m in held):
                        ends = [d for m in held for d in m.days("validTo") if d < day]
                        yield from each(
                            world.cited(rule),
                            council=council,
                            chair=person,
                            post=post,
                            heldUntil=max(ends, default=None),
                        )


@answers("groups-not-represented")
def groups_not_represented(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    for rule in ties(world, "represented-in", day, RULE):
        for council in rule.refs("object"):
            sitting = world.members(day, council)
            if not fits(args["council"], council) or not any(m["member"] for m in sitting):
                continue
            present = {g for m in sitting for g in represented(world, m)}
            for group in {*rule.refs("subject"), *rule.refs("subjectKind")} - present:
                yield from each(world.cited(rule), council=council, group=group, rule=rule.key)


def represented(world: World, membership: Thing) -> set[str]:
    """Return the bodies and kinds that a member represents."""
    bodies = membership.refs("onBehalfOf")
    named = {*bodies, *membership.refs("representsKind")}
    return named | {k for b in bodies for k in world[b].refs("kind")}


@answers("councils-without-composition")
def councils_without_composition(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    for record in effective(world, "approves-composition", day):
        for council, approver in product(record.refs("object"), record.refs("subject")):
            body = world[council]
            places = set(body.refs("jurisdiction")) & world.under(args["jurisdiction"])
            if not body.exists(day):
                continue
            seats = world.who("membership", "organization", council)
            acts = [d for m in seats for d in m.refs("appointedBy")]
            acts += record.refs("establishedBy")
            if any(is_order(world[d]) and world[d].in_force(day) for d in acts):
                continue
            for place in places:
                yield from each(
                    world.cited(record),
                    territory=place,
                    council=council,
                    approver=approver,
                    **last_order(world, record, day),
                )


def is_order(document: Thing) -> bool:
    return document.has("documentKind", "document-kind/order")


def last_order(world: World, record: Thing, day: date) -> Row:
    """Return the order that ended last before the day, if nothing else ended later."""
    over = [
        (d, key)
        for key in record.refs("establishedBy")
        for d in world[key].days("validTo")
        if d < day
    ]
    last = max((d for d, _ in over), default=None)
    orders = [key for d, key in over if d == last and is_order(world[key])]
    return {"lastOrder": min(orders, default=None), "lastDay": last if orders else None}


@answers("plan-not-agreed")
def plan_not_agreed(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    for plan in world.who("document", "documentKind", "document-kind/plan"):
        begun = any(d <= day for d in plan.days("periodFrom"))
        if not begun or all(d < day for d in plan.days("periodTo")):
            continue
        for council in plan.refs("governs"):
            about = world.who("relation", "object", council)
            approvers = [
                s
                for r in about
                if r.has("relation", "relation/approves-composition")
                and r.has("modality", *IN_FACT)
                for s in r.refs("subject")
            ]
            agreed = ties(world, "agrees-plan", day, "modality/in-force")
            if not approvers or any(
                r.entity == "relation" and r.has("object", council) for r in agreed
            ):
                continue
            rules = [
                r
                for r in [*about, *world.who("norm", "object", council)]
                if r.has("relation", "relation/agrees-plan") and r.has("modality", RULE)
            ]
            cited = sorted((str(b), str(c)) for r in rules for c, b in world.places(r) if b)
            yield from each(
                plan=plan.key,
                council=council,
                approver=min(approvers),
                since=lowest(plan.days("documentDate")),
                clause=cited[0][1] if cited else None,
                basis=cited[0][0] if cited else None,
            )


@answers("members-of-ended-bodies")
def members_of_ended_bodies(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    for membership in world.all("membership"):
        posts = [world[p] for p in membership.refs("post")]
        bodies = {*membership.refs("onBehalfOf"), *(b for p in posts for b in p.refs("postIn"))}
        for council in membership.refs("organization") if membership.holds(day) else ():
            for body in (world[b] for b in bodies - {council}):
                ended = body.first_day("validTo")
                if ended < day if ended else body.has("status", "body-status/dissolved"):
                    for member in membership.refs("member"):
                        yield from each(
                            council=council,
                            member=member,
                            body=body.key,
                            ended=ended,
                            membership=membership.key,
                        )
