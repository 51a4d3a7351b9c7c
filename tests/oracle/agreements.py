"""Agreements, communities and councils."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from tests.oracle.world import answers, each, kinds, maybe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.oracle.world import Args, Row, Thing, World

SCHOOL: Final = "kind/educational-organization"
BASE_SCHOOL: Final = "kind/base-school"
COMMUNITY: Final = "kind/professional-community"


def made(world: World) -> list[Thing]:
    return world.who("agreement", "status", "agreement-status/in-force")


def renewed(world: World, agreement: Thing) -> bool:
    return bool(world.who("agreement", "renews", agreement.key))


@answers("agreements-in-force")
def agreements_in_force(world: World, args: Args) -> Iterator[Row]:
    day = date.fromisoformat(args["date"])
    for agreement in made(world):
        if agreement.has("party", args["body"]) and agreement.holds(day):
            for other in agreement["party"]:
                if other != args["body"]:
                    for row in each(
                        agreement=agreement.key,
                        number=agreement["number"],
                        other=other,
                        since=agreement["validFrom"],
                        until=agreement["validTo"],
                        subjectMatter=agreement["subjectMatter"],
                    ):
                        yield {**row, "from": row["since"]}


def ended(world: World, first: date, last: date) -> Iterator[Row]:
    for agreement in made(world):
        if agreement["party"] and not renewed(world, agreement):
            for until in agreement.days("validTo"):
                if first <= until <= last:
                    yield from each(
                        agreement=agreement.key,
                        number=agreement["number"],
                        validTo=until,
                        party=agreement["party"],
                        responsible=agreement["responsibleBody"],
                    )


@answers("agreements-expiring")
def agreements_expiring(world: World, args: Args) -> Iterator[Row]:
    return ended(world, date.fromisoformat(args["date"]), date.fromisoformat(args["until"]))


@answers("agreements-lapsed")
def agreements_lapsed(world: World, args: Args) -> Iterator[Row]:
    day = date.fromisoformat(args["date"])
    return ended(world, date.min, date.fromordinal(day.toordinal() - 1))


@answers("agreements-incomplete")
def agreements_incomplete(world: World, _args: Args) -> Iterator[Row]:
    fields = {
        "number": "number",
        "signedOn": "signedOn",
        "validTo": "validTo",
        "subjectMatter": "subjectMatter",
        "signatory": "signatory",
        "responsibleBody": "responsibleBody",
    }
    for agreement in world.all("agreement"):
        for name, term in fields.items():
            if not agreement[name]:
                yield from each(
                    world.places(agreement),
                    agreement=agreement.key,
                    state=agreement["status"],
                    missing=f"ontology#{term}",
                )


@answers("activities-outliving-agreement")
def activities_outliving(world: World, _args: Args) -> Iterator[Row]:
    for agreement in world.all("agreement"):
        if renewed(world, agreement):
            continue
        for activity in world.who("activity", "concerns", agreement.key):
            for deadline in activity.days("deadlineEnd"):
                for until in agreement.days("validTo"):
                    if deadline > until:
                        yield from each(
                            world.places(activity),
                            activity=activity.key,
                            plan=activity["plan"],
                            deadlineEnd=deadline,
                            agreement=agreement.key,
                            validTo=until,
                        )


@answers("signatory-without-post")
def signatory_without_post(world: World, _args: Args) -> Iterator[Row]:
    for agreement in world.all("agreement"):
        for day in agreement.days("signedOn"):
            for post in agreement.refs("signatory"):
                if not any(m.holds(day) for m in world.who("membership", "post", post)):
                    yield from each(
                        agreement=agreement.key,
                        signedOn=day,
                        post=post,
                        body=world[post]["postIn"],
                    )


@answers("agreements-missing")
def agreements_missing(world: World, args: Args) -> Iterator[Row]:
    day = date.fromisoformat(args["date"])
    rules = [
        n
        for n in world.who("norm", "requirement", "requirement/agreement")
        if n.has("jurisdiction", args["territory"]) and n.has("modality", "modality/rule")
        if n.holds(day)
    ]
    for rule in rules:
        for body in bound(world, rule, args["territory"]):
            for partner in rule.refs("object"):
                plain = [r for r in rules if not r["condition"] and r.has("object", partner)]
                places = body.refs("jurisdiction")
                if rule["condition"] and any(
                    b.has("jurisdiction", *places)
                    for r in plain
                    for b in bound(world, r, args["territory"])
                ):
                    continue
                between = [
                    a for a in world.who("agreement", "party", body.key) if a.has("party", partner)
                ]
                if not any(a in made(world) and a.holds(day) for a in between):
                    yield from each(
                        world.places(rule),
                        body=body.key,
                        partner=partner,
                        condition=rule["condition"],
                        last=[a.key for a in between],
                    )


def bound(world: World, rule: Thing, territory: str) -> list[Thing]:
    """Return the bodies a rule about a kind applies to."""
    wanted = rule.refs("subjectKind")
    return [b for b in world.bodies(territory) if b.has("kind", *wanted)]


@answers("directions-without-agreement")
def directions_without_agreement(world: World, args: Args) -> Iterator[Row]:
    day = date.fromisoformat(args["date"])
    tasks = [
        t
        for t in world.who("task", "holderKind", args["kind"])
        if t.has("taskKind", "task-kind/content")
    ]
    documents = {d.key for d in world.who("document", "jurisdiction", args["territory"])}
    for place in world.municipalities(args["territory"]):
        covered = {
            d
            for a in made(world)
            if a.holds(day)
            for b in world.who("body", "jurisdiction", place)
            if b.has("kind", args["kind"]) and a.has("party", b.key)
            for d in a.refs("direction")
        }
        for task in tasks:
            for direction in task.refs("direction"):
                if direction not in covered:
                    found = [(c, b) for c, b in world.places(task) if b]
                    found = [p for p in found if world[str(p[1])].has("document", *documents)]
                    if found:
                        yield from each(found, municipality=place, direction=direction)


@answers("obligations")
def obligations(world: World, args: Args) -> Iterator[Row]:
    day = date.fromisoformat(args["date"])
    for agreement in made(world):
        if not agreement.has("party", args["body"]) or not agreement.holds(day):
            continue
        for obligation in agreement["obligation"]:
            yield from each(
                [(None, None)],
                agreement=agreement.key,
                obligation=obligation,
                activity=None,
                deadlineEnd=None,
                done=None,
            )
        for activity in world.who("activity", "concerns", agreement.key):
            marks = world.who("completion", "activity", activity.key)
            yield from each(
                world.places(activity),
                agreement=agreement.key,
                obligation=None,
                activity=activity.key,
                deadlineEnd=activity["deadlineEnd"],
                done=any(d <= day for m in marks for d in m.days("date")),
            )


def since(world: World, subject: str, relation: str, obj: str, day: date) -> list[Thing]:
    """Return the effective relations between two on a day."""
    return [
        r
        for r in [
            *world.who("relation", "subject", subject),
            *world.who("norm", "subject", subject),
        ]
        if r.has("relation", f"relation/{relation}") and r.has("object", obj)
        if r.has("modality", "modality/rule", "modality/in-force") and r.holds(day)
    ]


def open_bodies(world: World, territory: str, day: date, *wanted: str) -> list[Thing]:
    return [b for b in world.bodies(territory, *wanted) if b.holds(day)]


@answers("associations-by-subject")
def associations_by_subject(world: World, args: Args) -> Iterator[Row]:
    day = date.fromisoformat(args["date"])
    wanted = ("kind/municipal-methodical-association", "kind/municipal-teacher-association")
    for place in world.municipalities(args["territory"]):
        found = [b for b in open_bodies(world, place, day, *wanted) if b.has("jurisdiction", place)]
        for body in found:
            yield from each(
                municipality=place, subjectArea=body["subjectArea"], association=body.key
            )
        if not found:
            yield from each(municipality=place, subjectArea=None, association=None)


@answers("base-schools-coverage")
def base_schools_coverage(world: World, args: Args) -> Iterator[Row]:
    day = date.fromisoformat(args["date"])
    for school in world.bodies(args["territory"]):
        if not school.has("kind", SCHOOL) or school.has("kind", BASE_SCHOOL):
            continue
        found = [
            (base.key, relation)
            for base in world.who("body", "kind", BASE_SCHOOL)
            for relation in since(world, base.key, "serves", school.key, day)
        ]
        for base, relation in found:
            yield from each(
                school=school.key,
                municipality=school["jurisdiction"],
                baseSchool=base,
                since=relation["validFrom"],
            )
        if not found:
            yield from each(
                school=school.key,
                municipality=school["jurisdiction"],
                baseSchool=None,
                since=None,
            )


@answers("schools-without-community")
def schools_without_community(world: World, args: Args) -> Iterator[Row]:
    day = date.fromisoformat(args["date"])
    communities = [b.key for b in world.who("body", "kind", COMMUNITY)]
    for school in world.bodies(args["territory"]):
        if not school.has("kind", SCHOOL):
            continue
        represented = any(since(world, school.key, "represented-in", c, day) for c in communities)
        if not represented and not any(
            m.holds(day) and m.has("onBehalfOf", school.key)
            for m in world.who("membership", "organization", *communities)
        ):
            yield from each(school=school.key, municipality=school["jurisdiction"])


@answers("municipalities-not-represented")
def municipalities_not_represented(world: World, args: Args) -> Iterator[Row]:
    day = date.fromisoformat(args["date"])
    wanted = (
        "kind/coordination-council",
        "kind/regional-methodical-active",
        "kind/regional-methodical-council",
    )
    for council in world.bodies(args["territory"], *wanted):
        if not council.has("jurisdiction", args["territory"]):
            continue
        for place in world.municipalities(args["territory"]):
            there = {b.key for b in world.who("body", "jurisdiction", place)}
            memberships = world.who("membership", "organization", council.key)
            if any(m.holds(day) and m.has("onBehalfOf", *there) for m in memberships):
                continue
            if not any(since(world, b, "represented-in", council.key, day) for b in there):
                yield from each(council=council.key, municipality=place)


@answers("council-members")
def council_members(world: World, args: Args) -> Iterator[Row]:
    day = date.fromisoformat(args["date"])
    for membership in world.who("membership", "organization", args["council"]):
        if membership.holds(day):
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
    day = date.fromisoformat(args["date"])
    rules = [
        r
        for r in world.all("relation")
        if r.has("relation", "relation/chairs") and r.has("object", args["council"])
        if r.has("modality", "modality/rule", "modality/in-force") and r.holds(day)
    ]
    for chair in world.who("membership", "organization", args["council"]):
        if chair.has("role", "role/chair") and chair.holds(day):
            for rule in rules:
                for person in chair.refs("member"):
                    for post in rule.refs("subjectPost"):
                        held = world.who("membership", "post", post)
                        yield from each(
                            world.places(rule),
                            chair=person,
                            post=post,
                            holdsPost=any(m.has("member", person) and m.holds(day) for m in held),
                        )


@answers("legal-forms")
def legal_forms(world: World, args: Args) -> Iterator[Row]:
    day = date.fromisoformat(args["date"])
    service = "kind/municipal-methodical-service"
    for place in world.municipalities(args["jurisdiction"]):
        found = [
            b
            for b in open_bodies(world, place, day)
            if b.has("jurisdiction", place) and b.has("kind", service)
        ]
        for body in found:
            yield from each(territory=place, service=body.key, legalForm=body["legalForm"])
        if not found:
            yield from each(territory=place, service=None, legalForm=None)


@answers("bodies-by-kind")
def bodies_by_kind(world: World, args: Args) -> Iterator[Row]:
    for body in world.all("body"):
        places = world.under(args["jurisdiction"]) if args["jurisdiction"] else set()
        if places and not body.has("jurisdiction", *places):
            continue
        yield from (
            each(
                body=body.key,
                actualKind=[k for k in body.refs("kind") if k in kinds(args["kind"])] or ["-"],
                level=body["level"],
                territory=body["jurisdiction"],
                status=body["status"],
            )
            if body.has("kind", *kinds(args["kind"]))
            else ()
        )


@answers("bodies-by-level")
def bodies_by_level(world: World, args: Args) -> Iterator[Row]:
    for body in world.bodies(args["jurisdiction"], existing=False):
        for level in body.refs("level"):
            if args["level"] in ("", level):
                yield from each(
                    level=level, body=body.key, kind=body["kind"], status=body["status"]
                )
