"""What norms demand and what is found, by the words of the norms' and the rules' definitions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from tests.oracle.activities import MONTHS
from tests.oracle.world import Row, answers, day_of, each, fits, kinds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.oracle.world import Args, Thing, World

CLOSING: Final = {"session", "report", "monitoring", "register-update"}
"""Due at the end of their period; the others from its first day on."""
YEARS: Final = 25


@dataclass(frozen=True)
class Demand:
    """One demand of a norm; without a period its days are None."""

    what: str
    bearer: str
    partner: str
    owner: str
    least: int
    content: str
    first: date | None = None
    last: date | None = None
    due: date | None = None


@dataclass(frozen=True)
class Given:
    """Something a record gives a body."""

    what: str
    to: str
    partner: str = ""
    content: str = ""
    first: date | None = None
    last: date | None = None
    document: str = ""


def one(values: list[str]) -> str:
    return min(values, default="")


def periods(months: int, first: date, last: date) -> Iterator[tuple[date, date]]:
    """Cut days into half-years or years of the calendar."""
    start = date(first.year, 1 if months == 12 or first.month < 7 else 7, 1)
    while start <= last:
        ahead = start.year * 12 + start.month - 1 + months
        after = date(ahead // 12, ahead % 12 + 1, 1)
        yield max(start, first), min(after - timedelta(1), last)
        start = after


def demands(norm: Thing) -> Iterator[Demand]:
    until = norm.first_day("validTo")
    planned = norm.has("modality", "modality/planned") and norm["plannedBy"] and until
    if not (norm.has("modality", "modality/rule") or planned) or norm["subjectPost"]:
        return
    subject, bodies = one(norm.refs("subject")), one(norm.refs("object"))
    subjects = subject or one(norm.refs("subjectKind"))
    objects = bodies or one(norm.refs("objectKind"))
    what = one(norm.refs("requirement"))
    bearer, partner = subjects, objects
    if not what:
        what = one(norm.refs("relation")) if norm["minCount"] else ""
        bearer, partner = objects, subjects
    elif what == "requirement/agreement" and subject and norm["objectKind"] and not bodies:
        bearer, partner = objects, subjects
    if not what or not bearer:
        return
    content = one(norm.refs("registerContent"))
    least = min(norm.numbers("minCount"), default=1)
    period = one(norm.refs("periodicity"))
    if not period:
        yield Demand(what, bearer, partner, subject, least, content)
        return
    since = norm.first_day("validFrom")
    if since is None:
        return
    asked = what.replace("requirement/register", "requirement/register-update")
    for first, last in periods(
        MONTHS[period],
        since,
        until or since.replace(year=since.year + YEARS),
    ):
        due = last if asked.partition("/")[2] in CLOSING else first
        yield Demand(asked, bearer, partner, subject, least, content, first, last, due)


def given(world: World) -> Iterator[Given]:
    """Yield what every record gives."""
    yield from from_agreements(world)
    yield from from_relations(world)
    yield from from_memberships(world)
    for record in world.who("document", "status", "document-status/in-force"):
        yield from from_document(record)
    yield from from_events(world)
    yield from from_registers(world)
    for record in world.all("diagnostic"):
        for to in record.refs("body"):
            on = record.first_day("date")
            yield Given("requirement/monitoring", to, "", "", on, on)


def from_agreements(world: World) -> Iterator[Given]:
    for record in world.who("agreement", "status", "agreement-status/in-force"):
        span = record.first_day("validFrom"), record.first_day("validTo")
        for a in record.refs("party"):
            for b in record.refs("party"):
                if a != b:
                    yield Given("requirement/agreement", a, b, "", *span)


def from_relations(world: World) -> Iterator[Given]:
    for record in world.who("relation", "modality", "modality/in-force", "modality/rule"):
        span = record.first_day("validFrom"), record.first_day("validTo")
        what, partner = one(record.refs("relation")), one(record.refs("subject"))
        orders = record.refs("establishedBy") if record.has("modality", "modality/in-force") else []
        for to in record.refs("object"):
            if partner == to:
                continue
            yield Given(what, to, partner, "", *span)
            if what == "relation/approves-composition":
                approved = "requirement/composition-approval"
                yield from (Given(approved, to, partner, document=o) for o in orders)


def from_memberships(world: World) -> Iterator[Given]:
    for record in world.all("membership"):
        span = record.first_day("validFrom"), record.first_day("validTo")
        for to in record.refs("organization"):
            if record.has("role", "role/responsible"):
                yield Given("requirement/appointment", to, "", "", *span)
            partners = record.refs("onBehalfOf") + record.refs("representsKind")
            for partner in partners or [""]:
                if partner != to:
                    yield Given("relation/represented-in", to, partner, "", *span)


def from_document(record: Thing) -> Iterator[Given]:
    valid = record.first_day("validFrom"), record.first_day("validTo")
    period = record.first_day("periodFrom"), record.first_day("periodTo")
    for to in record.refs("governs"):
        if record.has("documentKind", "document-kind/plan"):
            yield Given("requirement/annual-plan", to, "", "", *period)
        if record.has("documentKind", "document-kind/local-act", "document-kind/regulation"):
            yield Given("requirement/statute", to, "", "", *valid)
        if record.has("documentKind", "document-kind/local-act"):
            yield Given("requirement/local-act", to, "", "", *valid)
    if record.has("documentKind", "document-kind/report"):
        for to in record.refs("issuer"):
            yield Given("requirement/report", to, "", "", *period)


def from_events(world: World) -> Iterator[Given]:
    for record in world.who("event", "status", "event-status/held"):
        if record.has("eventKind", "event-kind/session", "event-kind/meeting"):
            for to in record.refs("body") + record.refs("organizer"):
                span = record.first_day("startDate"), record.first_day("endDate")
                yield Given("requirement/session", to, "", "", *span)


def from_registers(world: World) -> Iterator[Given]:
    for record in world.who("register", "status", "register-status/kept"):
        content = one(record.refs("registerContent"))
        for to in record.refs("keptBy"):
            yield Given("requirement/register", to, "", content)
            updated = record.first_day("updatedOn")
            yield Given("requirement/register-update", to, "", content, None, updated)


def counts(world: World, gift: Given, demand: Demand, first: date, last: date) -> bool:
    """Tell whether what is given meets a demand within these days."""
    if gift.what != demand.what or (demand.content and gift.content != demand.content):
        return False
    if (gift.first and gift.first > last) or (gift.last and gift.last < first):
        return False
    if demand.partner and gift.partner and gift.partner != demand.partner:
        near = world[gift.partner].refs("kind") if "body/" in gift.partner else [gift.partner]
        if not set(near) & kinds(demand.partner):
            return False
    if not gift.document:
        return True
    document = world[gift.document]
    return document.has("status", "document-status/in-force") and document.overlaps(first, last)


def addressed(world: World, demand: Demand, territory: str, on: date, last: date) -> list[Thing]:
    """Return the bodies a demand is on."""
    wanted = kinds(demand.bearer)
    return [
        b
        for b in world.bodies(territory)
        if (b.key == demand.bearer or b.has("kind", *wanted)) and b.overlaps(on, last)
    ]


def excepted(world: World, norm: Thing, demand: Demand, body: Thing, on: date) -> bool:
    """Tell whether a condition or a permission keeps a demand from a body."""
    territory, places = norm.refs("jurisdiction"), body.refs("jurisdiction")
    near = [b for b in world.bodies("") if b.has("jurisdiction", *places)]
    same = [n for n in world.all("norm") if n.refs("jurisdiction") == territory]
    for other in same if norm["condition"] else []:
        if not other["condition"] and other.holds(on):
            for plain in demands(other):
                if plain.what == demand.what and any(b.has("kind", plain.bearer) for b in near):
                    return True
    return any(
        n.has("modality", "modality/permitted")
        and n["condition"]
        and n.has("relation", demand.what)
        and n.has("objectKind", demand.bearer)
        and not any(b.has("kind", demand.partner) for b in near)
        for n in same
    )


def holders(world: World, norm: Thing, body: Thing) -> set[str]:
    """Return who may have what is demanded: the body, and those asked together with it."""
    joint = [
        n
        for n in world.who("norm", "plannedBy", *norm.refs("plannedBy"))
        if n.key != norm.key and n.has("requirement", *norm.refs("requirement"))
    ]
    return {body.key}.union(*(n.refs("subject") for n in joint))


def places(world: World, norm: Thing) -> list[tuple[object, object]]:
    """Return the first place a norm rests on, and those without a line."""
    found = world.places(norm)
    lined = [(min(world[str(b)].numbers("lineFrom")), b, c) for c, b in found if _line(world, b)]
    first = [(c, b) for _, b, c in sorted(lined, key=lambda x: (x[0], str(x[1])))[:1]]
    return first + [(c, b) for c, b in found if not _line(world, b)]


def _line(world: World, basis: object) -> bool:
    return bool(world[str(basis)]["lineFrom"])


def expected(world: World, args: Args) -> Iterator[tuple[Thing, Demand, Thing, int]]:
    """Yield norm, demand, body and the number found of all that is due on a day."""
    on = day_of(args)
    gifts: dict[str, list[Given]] = defaultdict(list)
    for gift in given(world):
        gifts[gift.to].append(gift)
    for norm in world.all("norm"):
        territory = one(norm.refs("jurisdiction"))
        if not fits(args["territory"], norm.refs("jurisdiction")) or not norm.holds(on):
            continue
        for demand in demands(norm):
            if demand.due and demand.due > on:
                continue
            first, last = demand.first or on, min(demand.last or on, on)
            for body in addressed(world, demand, territory, on, last):
                if fits(args["body"], [body.key]) and not excepted(world, norm, demand, body, on):
                    near = [g for h in holders(world, norm, body) for g in gifts[h]]
                    found = sum(counts(world, g, demand, first, last) for g in near)
                    yield norm, demand, body, found


@answers("expectations")
def expectations(world: World, args: Args) -> Iterable[Row]:
    for norm, demand, body, found in expected(world, args):
        if fits(args["norm"], [norm.key]):
            for row in each(
                places(world, norm),
                norm=norm.key,
                body=body.key,
                what=demand.what,
                content=demand.content or None,
                to=demand.last,
                least=demand.least,
                found=found,
                owner=demand.owner or None,
                condition=norm["condition"],
            ):
                start = demand.first and demand.first.isoformat()
                yield {**row, "with": demand.partner or None, "from": start}


@answers("expectations-unmet")
def expectations_unmet(world: World, args: Args) -> Iterable[Row]:
    unmet: dict[tuple[str, str, str], list[Demand]] = defaultdict(list)
    for norm, demand, body, found in expected(world, args):
        if found < demand.least:
            unmet[norm.key, body.key, demand.what].append(demand)
    on = day_of(args)
    for (name, body_key, what), missing in unmet.items():
        last = [d.last for d in missing if d.last]
        due = [d.due for d in missing if d.due]
        if last and max(last) < on and max(due) != max(last):
            continue
        norm, demand = world[name], missing[0]
        for row in each(
            places(world, norm),
            norm=name,
            body=body_key,
            what=what,
            content=demand.content or None,
            least=demand.least,
            missing=len(missing),
            since=min(due, default=None),
            latest=max(last, default=None),
            owner=demand.owner or body_key,
            condition=norm["condition"],
        ):
            yield {**row, "with": demand.partner or None}
