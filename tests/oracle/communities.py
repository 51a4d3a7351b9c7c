"""Bodies by kind and level; communities, associations, schools, and who is not in any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.oracle.coordination import ties
from tests.oracle.world import answers, day_of, each, fits, kinds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tests.oracle.world import Args, Row, Thing, World

SCHOOL: Final = "kind/educational-organization"
BASE_SCHOOL: Final = "kind/base-school"
COMMUNITY: Final = "kind/professional-community"


def since(world: World, subject: str, relation: str, obj: str, day: date) -> list[Thing]:
    """Return the effective relations between two on a day."""
    found = ties(world, relation, day)
    return [r for r in found if r.has("subject", subject) and r.has("object", obj)]


def schools(world: World, territory: str) -> list[Thing]:
    return [b for b in world.bodies(territory) if b.has("kind", SCHOOL)]


def open_bodies(world: World, territory: str, day: date, *wanted: str) -> list[Thing]:
    return [b for b in world.bodies(territory, *wanted) if b.holds(day)]


@answers("associations-by-subject")
def associations_by_subject(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
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
    day = day_of(args)
    for school in schools(world, args["territory"]):
        if school.has("kind", BASE_SCHOOL):
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
    day = day_of(args)
    communities = [b.key for b in world.who("body", "kind", COMMUNITY)]
    for school in schools(world, args["territory"]):
        represented = any(since(world, school.key, "represented-in", c, day) for c in communities)
        members = world.members(day, *communities)
        if not represented and not any(m.has("onBehalfOf", school.key) for m in members):
            yield from each(school=school.key, municipality=school["jurisdiction"])


@answers("municipalities-not-represented")
def municipalities_not_represented(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    wanted = (
        "kind/coordination-council",
        "kind/regional-methodical-active",
        "kind/regional-methodical-council",
    )
    for council in world.bodies(args["territory"], *wanted):
        regions = [r for r in council.refs("jurisdiction") if fits(args["territory"], [r])]
        for place in (p for r in regions for p in world.municipalities(r)):
            there = world.at(place)
            if any(m.has("onBehalfOf", *there) for m in world.members(day, council.key)):
                continue
            if not any(since(world, b, "represented-in", council.key, day) for b in there):
                yield from each(council=council.key, municipality=place)


@answers("legal-forms")
def legal_forms(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
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


@answers("communities-incomplete")
def communities_incomplete(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    for community in world.bodies(args["territory"]):
        if not community.has("kind", COMMUNITY) or not community.holds(day):
            continue
        members = world.members(day, community.key)
        leaders = [m for m in members if m.has("role", "role/chair", "role/head")]
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
    day = day_of(args)
    council = "kind/school-methodical-council"
    councils = [b.key for b in world.who("body", "kind", council)]
    for norm in world.who("norm", "relation", "relation/attached-to"):
        demanded = norm.has("subjectKind", council) and norm.has("objectKind", SCHOOL)
        if not demanded or not norm.has("modality", "modality/rule") or not norm.holds(day):
            continue
        regions = [world.under(r) for r in norm.refs("jurisdiction")]
        for school in schools(world, args["territory"]):
            if any(since(world, c, "attached-to", school.key, day) for c in councils):
                continue
            for place in school.refs("jurisdiction"):
                if any(place in region for region in regions):
                    yield from each(
                        world.place(norm), school=school.key, municipality=place, norm=norm.key
                    )
