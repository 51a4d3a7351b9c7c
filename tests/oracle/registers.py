"""Registers, silence, measurements that look copied, grounds that are gone, identities."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime
from itertools import combinations, product
from typing import TYPE_CHECKING

from tests.oracle.activities import MONTHS, declared, issuer, moved
from tests.oracle.world import answers, day_of, each, fits, maybe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tests.oracle.world import Args, Row, Thing, World


@answers("list-completeness")
def list_completeness(world: World, args: Args) -> Iterator[Row]:
    for body in world.bodies(args["territory"], existing=False):
        if body.has("kind", args["kind"]):
            days = declared(world, body, args["listKind"])
            yield from each(body=body.key, declared=bool(days), completeAsOf=days)


@answers("stale-registers")
def stale_registers(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    for register in world.who("register", "status", "register-status/kept"):
        if not fits(args["territory"], register.refs("jurisdiction")):
            continue
        for periodicity in register.refs("periodicity"):
            if any(moved(d, MONTHS[periodicity]) >= day for d in register.days("updatedOn")):
                continue
            yield from each(
                world.place(register),
                register=register.key,
                content=register["registerContent"],
                keeper=sorted([*register.refs("keptBy"), *register.refs("keptByKind")], key=iri)[
                    :1
                ],
                updatedOn=register["updatedOn"],
                periodicity=periodicity,
            )


def iri(key: str) -> tuple[bool, str]:
    """Return what sorts bodies and kinds as their IRIs do: `…/id/` before `…/scheme/`."""
    return key.startswith("kind/"), key


@answers("registers-without-keeper")
def registers_without_keeper(world: World, args: Args) -> Iterator[Row]:
    for register in world.all("register"):
        kept = register["keptBy"] or register["keptByKind"]
        if not kept and fits(args["territory"], register.refs("jurisdiction")):
            yield from each(
                world.place(register),
                register=register.key,
                content=register["registerContent"],
                status=register["status"],
            )


@answers("silent-bodies")
def silent_bodies(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    keepers = {k for d in world.all("dataset") for k in d.refs("keeper")} | set(world.graphs)
    for norm in world.who("norm", "requirement", "requirement/report"):
        if not norm.has("modality", "modality/rule") or not norm.holds(day):
            continue
        if not norm["jurisdiction"] or not fits(args["territory"], norm.refs("jurisdiction")):
            continue
        of_kind = world.of_kind(norm.refs("subjectKind"), *norm.refs("jurisdiction"))
        for body in [*of_kind, *(world[b] for b in norm.refs("subject"))]:
            said = any(d <= day for d in declared(world, body))
            if body.exists(day) and body.key not in keepers and not said:
                yield from each(world.place(norm), body=body.key, norm=norm.key)


@answers("standing")
def standing(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    reports = [
        n
        for n in world.who("norm", "requirement", "requirement/report")
        if n.has("modality", "modality/rule") and n.holds(day)
    ]
    for body in world.bodies(args["territory"]):
        if not fits(args["body"], [body.key]):
            continue
        graphs = {g for g in world.graphs if g == body.key}
        kept = Counter(t.entity for t in world.all() if graphs & set(t.stated))
        lists = {
            kind
            for c in world.who("completeness", "body", body.key)
            if any(d <= day for d in c.days("asOf"))
            for kind in c.refs("listKind")
        }
        expected = any(addressed(world, body, norm) for norm in reports)
        if not (graphs or lists or expected):
            continue
        for entity, count in kept.items() or [("", None)]:
            yield {
                "body": body.key,
                "expected": expected,
                "silent": not graphs and not lists,
                "submissions": len(graphs),  # each is handed in once, today
                "fresh": bool(graphs) and args["since"] <= today().isoformat(),
                "lists": len(lists),
                "type": f"ontology#{entity.title().replace('-', '')}" if entity else None,
                "records": count,
            }


def addressed(world: World, body: Thing, norm: Thing) -> bool:
    """Tell whether a norm is about a body: by name, or by kind and place."""
    near = set(body.refs("jurisdiction")) & world.under(*norm.refs("jurisdiction"))
    of_kind = norm.has("subjectKind", *body.refs("kind")) and near
    return bool(norm["jurisdiction"]) and (norm.has("subject", body.key) or bool(of_kind))


def today() -> date:
    """Return the day, in UTC as the journal has it."""
    return datetime.now(UTC).date()


@answers("unchanged-measurements")
def unchanged_measurements(world: World, args: Args) -> Iterator[Row]:
    day, minimum = day_of(args), int(args["minimum"])
    for indicator, territory in product(world.all("indicator"), world.all("territory")):
        series = [
            (m, d)
            for m in world.who("measurement", "indicator", indicator.key)
            if m.has("jurisdiction", territory.key)
            for d in m.days("date")
        ]
        for (now, on), (before, earlier) in product(series, series):
            if not earlier < on <= day or any(earlier < d < on for _, d in series):
                continue
            for numerator, denominator in figures(now, before):
                if denominator >= minimum:
                    yield from each(
                        measurement=now.key,
                        indicator=indicator.key,
                        territory=territory.key,
                        measuredOn=on,
                        previous=before.key,
                        previousOn=earlier,
                        numerator=numerator,
                        denominator=denominator,
                        body=now["body"] or indicator["responsibleBody"],
                    )


def figures(now: Thing, before: Thing) -> Iterator[tuple[int, int]]:
    """Yield numerator and denominator that both measurements have, if a value is the same, too."""
    if set(now["value"]) & set(before["value"]):
        yield from product(
            set(now.numbers("numerator")) & set(before.numbers("numerator")),
            set(now.numbers("denominator")) & set(before.numbers("denominator")),
        )


@answers("uniform-measurements")
def uniform_measurements(world: World, args: Args) -> Iterator[Row]:
    day, minimum = day_of(args), int(args["minimum"])
    for indicator in world.all("indicator"):
        of_day: dict[date, list[Thing]] = defaultdict(list)
        for measurement in world.who("measurement", "indicator", indicator.key):
            for measured in measurement.days("date"):
                of_day[measured].append(measurement)
        for measured, those in of_day.items():
            names = ("value", "numerator", "denominator", "jurisdiction")
            values, above, below, places = ({v for m in those for v in m[n]} for n in names)
            same = len(values) == 1 and len(above) <= 1 and len(below) <= 1
            if measured <= day and same and len(places) >= minimum:
                yield from each(
                    indicator=indicator.key,
                    measuredOn=measured,
                    value=[*values],
                    territories=len(places),
                    body=indicator["responsibleBody"],
                )


@answers("unidentified-documents")
def unidentified_documents(world: World, args: Args) -> Iterator[Row]:
    for cited in world.who("document", "status", "document-status/unidentified"):
        placed = [world[b] for b in cited.refs("basis")]
        for source in maybe(sorted({s for b in placed for s in b.refs("document")})):
            here = [b for b in placed if b.refs("document") == [source]]
            first = min((n for b in here for n in b.numbers("lineFrom")), default=0)
            where = [
                (c, b.key)
                for b in here
                if first in (b.numbers("lineFrom") or [0])
                for c in maybe(b["clausePrinted"])
            ]
            if fits(args["document"], [source] if source else []):
                yield from each(
                    where or [(None, None)],
                    cited=cited.key,
                    documentKind=cited["documentKind"],
                    datePrinted=cited["datePrinted"],
                    source=source,
                )


def over(document: Thing, day: date) -> bool:
    """Tell whether a document is no longer in force."""
    ends = document.days("validTo")
    return (
        any(d < day for d in ends) if ends else document.has("status", "document-status/repealed")
    )


@answers("basis-repealed")
def basis_repealed(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    for record in world.all("membership", "norm", "relation", "site"):
        grounds = {d for b in record.refs("basis") for d in world[b].refs("document")}
        grounds |= {*record.refs("appointedBy"), *record.refs("establishedBy")}
        if record.has("modality", "modality/planned") or not record.holds(day) or not grounds:
            continue
        first = world[min(grounds)]
        if all(over(world[g], day) for g in grounds):
            yield from each(
                record=record.key,
                recordKind=f"ontology#{record.entity.capitalize()}",
                document=first.key,
                ended=[d for d in first.days("validTo") if d < day],
                body=[*record["subject"], *record["organization"], *record["host"]],
            )


@answers("replaced-basis")
def replaced_basis(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    standing = [d for d in world.all("document") if d.in_force(day)]
    for replaced in {r for d in standing for r in d.refs("replaces")}:
        replacement = min((d for d in standing if d.has("replaces", replaced)), key=lambda d: d.key)
        for document, link in product(standing, ("approvedBy", "basedOn", "cites")):
            if document.has(link, replaced) and document is not replacement:
                yield from each(
                    document=document.key,
                    link=f"ontology#{link}",
                    replaced=replaced,
                    replacement=replacement.key,
                    replacedFrom=replacement["validFrom"],
                    issuer=issuer(world, document.key),
                )


def in_force(world: World, decision: Thing, day: date) -> bool:
    """Tell whether a decision is taken by the day and not revoked by then."""
    undone = world.who("identity-decision", "revokes", decision.key)
    return taken(decision, day) and not any(taken(d, day) for d in undone)


def taken(decision: Thing, day: date) -> bool:
    return all(d <= day for d in decision.days("decidedOn"))


def pair(decision: Thing) -> tuple[str, str]:
    """Return the record that stays and the other one."""
    return decision.refs("about")[0], decision.refs("otherRecord")[0]


def about_two(world: World) -> list[Thing]:
    return [d for d in world.all("identity-decision") if d["otherRecord"]]


@answers("possible-identities")
def possible_identities(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    decided = [
        set(pair(d))
        for d in about_two(world)
        if not d.has("outcome", "identity-outcome/possibly-same") and in_force(world, d, day)
    ]
    for identity in world.who("possible-identity", "outcome", "identity-outcome/possibly-same"):
        if {*identity.refs("first"), *identity.refs("second")} in decided:
            continue
        for clause, basis in world.place(identity):
            yield from each(
                [(clause, basis)],
                identity=identity.key,
                first=identity["first"],
                second=identity["second"],
                reason=identity["reason"],
                document=world[str(basis)]["document"],
            )


@answers("merged-records")
def merged_records(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    for decision in about_two(world):
        if not decision.has("outcome", "identity-outcome/same"):
            continue
        survivor, merged = pair(decision)
        undone = [
            d for d in world.who("identity-decision", "revokes", decision.key) if taken(d, day)
        ]
        if fits(args["record"], [survivor, merged]):
            for on in maybe([d for d in decision.days("decidedOn") if d <= day]):
                if on is None and decision["decidedOn"]:
                    continue
                for revoking in maybe(undone):
                    yield from each(
                        decision=decision.key,
                        survivor=survivor,
                        merged=merged,
                        decidedOn=on,
                        decidedBy=decision["decidedBy"],
                        reason=decision["reason"],
                        revokedBy=revoking.key if revoking else None,
                        revokedOn=revoking["decidedOn"] if revoking else None,
                    )


@answers("merge-contradictions")
def merge_contradictions(world: World, args: Args) -> Iterator[Row]:
    day = day_of(args)
    standing = [d for d in about_two(world) if in_force(world, d, day)]
    for first, second in combinations(sorted(standing, key=lambda d: d.key), 2):
        (record, other), (again, another) = pair(first), pair(second)
        outcomes = {*first.refs("outcome"), *second.refs("outcome")}
        same = outcomes == {"identity-outcome/same"}
        apart = outcomes == {"identity-outcome/same", "identity-outcome/different"}
        crossed = (record, other) == (another, again)
        alike = crossed or (record, other) == (again, another)
        twice = other == another and record != again
        if (apart and alike) or (same and (crossed or twice)):
            yield from each(
                first=first.key,
                firstOn=first["decidedOn"],
                second=second.key,
                secondOn=second["decidedOn"],
                record=record,
                other=other,
                body=first["decidedBy"],
            )
