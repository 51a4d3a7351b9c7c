"""Deficits, what answers them, people, registers, indicators and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.oracle.world import answers, day_of, each, maybe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tests.oracle.world import Args, Row, Thing, World

RESPONSIBLE: Final = "role/responsible"


def serves(remedy: Thing, day: date) -> bool:
    """Tell whether a remedy is not withdrawn, cancelled or merely planned, nor its term over."""
    dead = (
        "programme-status/planned",
        "programme-status/withdrawn",
        "event-status/cancelled",
        "body-status/planned",
        "body-status/dissolved",
    )
    over = [*remedy.days("validTo"), *remedy.days("endDate")]
    return not remedy.has("status", *dead) and not any(d < day for d in over)


@answers("deficits-without-remedy")
def deficits_without_remedy(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    for deficit in (d for d in world.all("deficit") if world.lies(d, args["territory"])):
        found = {r for a in world.who("answer", "deficit", deficit.key) for r in a.refs("remedy")}
        if not any(serves(world[r], day) for r in found):
            yield from each(
                deficit=deficit.key,
                competence=deficit["competence"],
                subjectArea=deficit["subjectArea"],
                named=len(found),
            )


@answers("deficit-counts")
def deficit_counts(world: World, args: Args) -> Iterator[Row]:
    for count in world.who("deficit-count", "diagnostic", args["diagnostic"]):
        yield from each(
            deficit=count["deficit"],
            place=count["jurisdiction"],
            count=count["count"],
            participants=count["participants"],
            suppressed=count["suppressed"] or False,
        )


@answers("cells-suppressed")
def cells_suppressed(world: World, args: Args) -> Iterator[Row]:
    places = world.under(args["territory"])
    for cell in world.all("deficit-count"):
        if True not in cell["suppressed"]:
            continue
        for place in set(cell.refs("jurisdiction")) & places:
            for diagnostic in cell.refs("diagnostic"):
                if args["diagnostic"] in ("", diagnostic):
                    yield from each(
                        cell=cell.key,
                        deficit=cell["deficit"],
                        place=place,
                        diagnosis=diagnostic,
                        participants=cell["participants"],
                    )


@answers("deficit-trend")
def deficit_trend(world: World, args: Args) -> Iterator[Row]:
    for one in world.who("deficit-count", "diagnostic", args["before"]):
        for other in world.who("deficit-count", "diagnostic", args["after"]):
            for deficit in one.refs("deficit"):
                for place in one.refs("jurisdiction"):
                    if other.has("deficit", deficit) and other.has("jurisdiction", place):
                        for before in maybe(one.numbers("count")):
                            for after in maybe(other.numbers("count")):
                                counted = None not in (before, after)
                                yield from each(
                                    deficit=deficit,
                                    place=place,
                                    countBefore=before,
                                    participantsBefore=one["participants"],
                                    countAfter=after,
                                    participantsAfter=other["participants"],
                                    change=(after or 0) - (before or 0) if counted else None,
                                    suppressed=[
                                        bool(a or b)
                                        for a in maybe(one["suppressed"])
                                        for b in maybe(other["suppressed"])
                                    ],
                                )


@answers("deficits-catalogue")
def deficits_catalogue(world: World, args: Args) -> Iterator[Row]:
    for deficit in world.who("deficit", "jurisdiction", *world.under(args["territory"])):
        for key in maybe(deficit.refs("diagnostic")):
            diagnostic = world[key or ""]
            yield from each(
                deficit=deficit.key,
                competence=deficit["competence"],
                subjectArea=deficit["subjectArea"],
                diagnostic=key,
                heldOn=diagnostic["date"],
                validTo=diagnostic["validTo"],
            )


@answers("diagnosis-of-deficit")
def diagnosis_of_deficit(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    for key in world[args["deficit"]].refs("diagnostic"):
        diagnostic = world[key]
        for last in maybe(diagnostic.days("validTo")):
            yield from each(
                diagnostic=key,
                body=diagnostic["body"],
                heldOn=diagnostic["date"],
                validTo=last,
                participants=diagnostic["participants"],
                outdated=last < day if last else None,
            )


@answers("mentors-load")
def mentors_load(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    for mentor in mentors(world, args["territory"]):
        for load in maybe(mentor.numbers("load")):
            for capacity in maybe(mentor.numbers("capacity")):
                yield from of_mentor(
                    mentor,
                    subjectArea=mentor["subjectArea"],
                    load=load,
                    capacity=capacity,
                    free=None if load is None or capacity is None else capacity - load,
                    until=mentor["validTo"],
                    valid=mentor.holds(day),
                )


def mentors(world: World, territory: str) -> list[Thing]:
    return world.who("mentor", "organization", *world.there(territory))


def of_mentor(mentor: Thing, **columns: object) -> Iterator[Row]:
    """Yield the rows about a mentor: who it is, and what else is told."""
    common: Row = {
        "mentor": mentor.key,
        "person": mentor["person"],
        "organization": mentor["organization"],
    }
    return each(None, **(common | columns))


@answers("practices-without-deficit")
def practices_without_deficit(world: World, args: Args) -> Iterator[Row]:
    for practice in world.who("practice", "jurisdiction", *world.under(args["territory"])):
        if not world.who("answer", "remedy", practice.key):
            yield from each(
                practice=practice.key,
                author=practice["author"],
                subjectArea=practice["subjectArea"],
                state=practice["status"],
                updatedOn=practice["updatedOn"],
            )


@answers("training-sites")
def training_sites(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    for place in world.municipalities(args["territory"]):
        found = sites_in(world, place, day)
        for site in found:
            yield from each(
                municipality=place,
                site=site.key,
                host=site["host"],
                subjectArea=site["subjectArea"],
                until=site["validTo"],
            )
        if not found:
            yield from each(municipality=place, site=None, host=None, subjectArea=None, until=None)


def sites_in(world: World, place: str, day: date) -> list[Thing]:
    return [s for s in world.who("site", "host", *world.at(place)) if s.holds(day)]


@answers("support-missing")
def support_missing(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    active = {b.key for b in world.who("body", "kind", "kind/regional-methodical-active")}
    for place in world.municipalities(args["territory"]):
        there = world.at(place)
        helping = [m for m in world.who("mentor", "organization", *there) if m.holds(day)]
        members = [m for m in world.members(day, *active) if m.has("onBehalfOf", *there)]
        for found, missing in (
            (sites_in(world, place, day), "ontology#Site"),
            (helping, "ontology#Mentor"),
            (members, "scheme/kind/regional-methodical-active"),
        ):
            if not found:
                authorities = [
                    b.key
                    for b in world.who("body", "kind", "kind/municipal-education-authority")
                    if b.key in there and b.has("status", "body-status/existing")
                ]
                yield from each(municipality=place, missing=missing, body=authorities)


@answers("post-holders")
def post_holders(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    for body in world.bodies(args["territory"], existing=False):
        for post in world.who("post", "postIn", body.key):
            found = [m for m in world.who("membership", "post", post.key) if m.holds(day)]
            for membership in found or [post]:
                held = membership is not post
                yield from each(
                    post=post.key,
                    body=body.key,
                    person=membership["member"] if held else None,
                    since=membership["validFrom"] if held else None,
                    until=membership["validTo"] if held else None,
                    appointedBy=membership["appointedBy"] if held else None,
                )


@answers("responsible-persons-of-municipalities")
def responsible_persons_of(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    for place in world.municipalities(args["territory"]):
        found = [m for m in world.members(day, *world.at(place)) if m.has("role", RESPONSIBLE)]
        for membership in found:
            yield from each(
                municipality=place,
                body=membership["organization"],
                person=membership["member"],
                appointedBy=membership["appointedBy"],
                since=membership["validFrom"],
                until=membership["validTo"],
            )
        if not found:
            yield {"municipality": place}


@answers("indicator-values")
def indicator_values(world: World, args: Args) -> Iterator[Row]:
    for measurement in world.who("measurement", "indicator", args["indicator"]):
        yield from each(
            place=measurement["jurisdiction"],
            body=measurement["body"],
            day=measurement["date"],
            value=measurement["value"],
            unit=world[args["indicator"]]["unit"],
            numerator=measurement["numerator"],
            denominator=measurement["denominator"],
        )


@answers("order-chain")
def order_chain(world: World, args: Args) -> Iterator[Row]:
    found, new = set[str](), {args["start"]}
    while new:
        found |= new
        new = {
            d for k in found for name in ("approvedBy", "basedOn") for d in world[k].refs(name)
        } - found
    for key in found:
        for name in ("approvedBy", "basedOn"):
            for by in world[key].refs(name):
                document = world[by]
                yield from each(
                    world.places(document),
                    document=key,
                    link=f"ontology#{name}",
                    by=by,
                    number=document["printedNumber"],
                    issued=document["documentDate"],
                )


@answers("records-of-document")
def records_of_document(world: World, args: Args) -> Iterator[Row]:
    bases = {b.key for b in world.who("basis", "document", args["document"])}
    found = [t for t in world.all() if t.has("basis", *bases)]
    for entity in {t.entity for t in found}:
        name = "".join(part.capitalize() for part in entity.split("-"))
        yield {
            "recordKind": f"ontology#{name}",
            "records": sum(t.entity == entity for t in found),
        }


@answers("abbreviations")
def abbreviations(world: World, args: Args) -> Iterator[Row]:
    for abbreviation in world.all("abbreviation"):
        for clause, basis in world.places(abbreviation):
            if world[str(basis)].has("document", args["document"]):
                yield from each(
                    [(clause, basis)],
                    printedForm=abbreviation["printedForm"],
                    expansion=abbreviation["expansion"],
                    denotes=[*abbreviation["denotes"], *abbreviation["denotesKind"]],
                )
