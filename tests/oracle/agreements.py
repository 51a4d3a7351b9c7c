"""Agreements and communities."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING, Final

from tests.oracle.world import answers, each, fits, kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.oracle.world import Args, Row, Thing, World

SCHOOL: Final = "kind/educational-organization"
BASE_SCHOOL: Final = "kind/base-school"
COMMUNITY: Final = "kind/professional-community"


def made(world: World) -> list[Thing]:
    return world.who("agreement", "status", "agreement-status/in-force")


def renewed(world: World, agreement: Thing) -> bool:
    return any(a in made(world) for a in world.who("agreement", "renews", agreement.key))


def acting(agreement: Thing) -> str | None:
    """Return the responsible body, the first party where none is named."""
    named = agreement.refs("responsibleBody") or sorted(agreement.refs("party"))
    return named[0] if named else None


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
        until = min(agreement.days("validTo"), default=date.max)
        if first <= until <= last and not renewed(world, agreement):
            owner = acting(agreement)
            others = sorted(set(agreement.refs("party")) - {str(owner)})
            yield from each(
                agreement=agreement.key,
                number=sorted(agreement.refs("number"))[:1],
                validTo=until,
                owner=owner,
                partner=others[0] if others else None,
            )


@answers("agreements-expiring")
def agreements_expiring(world: World, args: Args) -> Iterator[Row]:
    day, days = date.fromisoformat(args["date"]), int(args["days"])
    for row in ended(world, day, day + timedelta(days)):
        left = (date.fromisoformat(str(row["validTo"])) - day).days
        yield {**row, "within": next((n for n in (0, 7, 30, 90) if left <= n), days)}


@answers("agreements-lapsed")
def agreements_lapsed(world: World, args: Args) -> Iterator[Row]:
    day = date.fromisoformat(args["date"])
    return ended(world, date.min, day - timedelta(1))


@answers("agreements-incomplete")
def agreements_incomplete(world: World, _args: Args) -> Iterator[Row]:
    fields = ("number", "signedOn", "validTo", "subjectMatter", "signatory", "responsibleBody")
    for agreement in world.all("agreement"):
        for name in fields:
            if agreement[name]:
                continue
            if agreement.has("status", "agreement-status/planned") and (
                name != "responsibleBody"
                or world.who("responsibility", "activity", *agreement.refs("plannedBy"))
            ):
                continue
            yield from each(
                world.cited(agreement),
                agreement=agreement.key,
                state=agreement["status"],
                missing=f"ontology#{name}",
                owner=acting(agreement),
            )


@answers("activities-outliving-agreement")
def activities_outliving(world: World, _args: Args) -> Iterator[Row]:
    for agreement in world.all("agreement"):
        until = min(agreement.days("validTo"), default=date.max)
        if renewed(world, agreement):
            continue
        for activity in world.who("activity", "concerns", agreement.key):
            marks = world.who("completion", "activity", activity.key)
            for deadline in activity.days("deadlineEnd"):
                if deadline > until and all(d > until for m in marks for d in m.days("date")):
                    yield from each(
                        world.cited(activity),
                        activity=activity.key,
                        plan=activity["plan"],
                        deadlineEnd=deadline,
                        agreement=agreement.key,
                        validTo=until,
                        owner=acting(agreement),
                    )


@answers("signatory-without-post")
def signatory_without_post(world: World, _args: Args) -> Iterator[Row]:
    for agreement in world.all("agreement"):
        for day in sorted(agreement.days("signedOn"))[:1]:
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
        if n.has("modality", "modality/rule") and n.holds(day)
    ]
    for rule in rules:
        for territory in rule.refs("jurisdiction"):
            if not fits(args["territory"], territory):
                continue
            plain = [r for r in rules if not r["condition"] and r.has("jurisdiction", territory)]
            for body in bound(world, rule, territory):
                for partner in rule.refs("object"):
                    if rule["condition"] and any(
                        b.has("jurisdiction", *body.refs("jurisdiction"))
                        for r in plain
                        if r.has("object", partner)
                        for b in bound(world, r, territory)
                    ):
                        continue
                    parties = world.who("agreement", "party", body.key)
                    between = [a for a in parties if a.has("party", partner)]
                    if not any(a in made(world) and a.holds(day) for a in between):
                        yield from each(
                            world.cited(rule),
                            territory=territory,
                            body=body.key,
                            partner=partner,
                            condition=rule["condition"],
                            norm=rule.key,
                            **before(between, day),
                        )


def before(agreements: list[Thing], day: date) -> Row:
    """Return the last of the agreements that ended before the day, and the first planned one."""
    over = [(d, a.key) for a in agreements for d in a.days("validTo") if d < day]
    last = max((d for d, _ in over), default=None)
    planned = [a.key for a in agreements if a.has("status", "agreement-status/planned")]
    return {
        "last": min((key for d, key in over if d == last), default=None),
        "lastDay": last,
        "planned": min(planned, default=None),
    }


def bound(world: World, rule: Thing, territory: str) -> list[Thing]:
    """Return the bodies a rule about a kind applies to."""
    wanted = rule.refs("subjectKind")
    return [b for b in world.bodies(territory) if b.has("kind", *wanted)]


@answers("directions-without-agreement")
def directions_without_agreement(world: World, args: Args) -> Iterator[Row]:
    day = date.fromisoformat(args["date"])
    for (territory, kind, direction), basis in given_directions(world).items():
        if not fits(args["territory"], territory) or not fits(args["kind"], kind):
            continue
        for place in world.municipalities(territory):
            there = [b for b in world.who("body", "jurisdiction", place) if b.has("kind", kind)]
            if any(
                a.holds(day) and a.has("direction", direction)
                for a in made(world)
                if a.has("party", *(b.key for b in there))
            ):
                continue
            existing = [b.key for b in there if b.has("status", "body-status/existing")]
            yield from each(
                territory=territory,
                municipality=place,
                kind=kind,
                direction=direction,
                service=min(existing, default=None),
                clause=world[basis]["clausePrinted"],
                basis=basis,
            )


def given_directions(world: World) -> dict[tuple[str, str, str], str]:
    """Return the first basis of each direction that a territory's document gives to a kind."""
    found: dict[tuple[str, str, str], str] = {}
    for task in world.who("task", "taskKind", "task-kind/content"):
        for key in task.refs("basis"):
            for document in (world[d] for d in world[key].refs("document")):
                if document.has("status", "document-status/repealed"):
                    continue
                for choice in product(
                    document.refs("jurisdiction"), task.refs("holderKind"), task.refs("direction")
                ):
                    found[choice] = min(key, found.get(choice, key))
    return found


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
        regions = [r for r in council.refs("jurisdiction") if fits(args["territory"], [r])]
        for place in (p for r in regions for p in world.municipalities(r)):
            there = {b.key for b in world.who("body", "jurisdiction", place)}
            memberships = world.who("membership", "organization", council.key)
            if any(m.holds(day) and m.has("onBehalfOf", *there) for m in memberships):
                continue
            if not any(since(world, b, "represented-in", council.key, day) for b in there):
                yield from each(council=council.key, municipality=place)


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
