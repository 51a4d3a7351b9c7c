"""Agreements: which are in force, which lapsed, which are missing."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING

from tests.oracle.activities import marked
from tests.oracle.world import answers, day_of, each, fits, lowest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.oracle.world import Args, Row, Thing, World


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
    day = day_of(args)
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
        until = agreement.first_day("validTo") or date.max
        if first <= until <= last and not renewed(world, agreement):
            owner = acting(agreement)
            others = sorted(set(agreement.refs("party")) - {str(owner)})
            yield from each(
                agreement=agreement.key,
                number=lowest(agreement.refs("number")),
                validTo=until,
                owner=owner,
                partner=others[0] if others else None,
            )


@answers("agreements-expiring")
def agreements_expiring(world: World, args: Args) -> Iterator[Row]:
    day, days = day_of(args), int(args["days"])
    for row in ended(world, day, day + timedelta(days)):
        left = (date.fromisoformat(str(row["validTo"])) - day).days
        yield {**row, "within": next((n for n in (0, 7, 30, 90) if left <= n), days)}


@answers("agreements-lapsed")
def agreements_lapsed(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
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
        until = agreement.first_day("validTo") or date.max
        if renewed(world, agreement):
            continue
        for activity in world.who("activity", "concerns", agreement.key):
            for deadline in activity.days("deadlineEnd"):
                if deadline > until and not marked(world, activity, until):
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
        for day in lowest(agreement.days("signedOn")):
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
    day = day_of(args)
    rules = [
        n
        for n in world.who("norm", "requirement", "requirement/agreement")
        if n.has("modality", "modality/rule") and n.holds(day)
    ]
    for rule in rules:
        for territory in rule.refs("jurisdiction"):
            plain = [r for r in rules if not r["condition"] and r.has("jurisdiction", territory)]
            for body in bound(world, rule, territory):
                if args["territory"] and not body.has(
                    "jurisdiction", *world.under(str(args["territory"]))
                ):
                    continue
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
                            jurisdiction=territory,
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
    found = world.of_kind(rule.refs("subjectKind"), territory)
    return [b for b in found if b.has("status", "body-status/existing")]


@answers("directions-without-agreement")
def directions_without_agreement(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
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
    day = day_of(args)
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
            yield from each(
                world.places(activity),
                agreement=agreement.key,
                obligation=None,
                activity=activity.key,
                deadlineEnd=activity["deadlineEnd"],
                done=marked(world, activity, day),
            )
