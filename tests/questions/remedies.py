"""What answers a deficit best, worked out from the demo region's tables without any query."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from graphsvc.resources import data_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

REASON: Final = "https://w3id.org/methodnet/scheme/remedy-reason/"
POINTS: Final = ox.NamedNode("https://w3id.org/methodnet/ontology#points")
LEVELS: Final = ("federal", "regional", "municipal", "institution")
ENDED: Final = {"dissolved", "cancelled", "withdrawn"}
JOINED: Final = {
    "municipal-methodical-association",
    "municipal-teacher-association",
    "professional-community",
    "regional-association",
}
OFFERED_BY: Final = {
    "practice": "author",
    "programme": "provider",
    "mentor": "organization",
    "site": "host",
    "event": "organizer",
    "body": "id",
}
Record = dict[str, str]


@dataclass(frozen=True)
class Ranked:
    """A remedy with the points of each reason."""

    remedy: str
    topic: int
    location: int
    level: int
    agreement: int
    dates: int
    capacity: int
    free: int | None

    @property
    def score(self) -> int:
        return self.topic + self.location + self.level + self.agreement + self.dates + self.capacity


@cache
def table(name: str) -> tuple[Record, ...]:
    """All rows of one entity; a record that two bodies describe stands there twice."""
    found: list[Record] = []
    for path in sorted((data_folder("seed") / "demo").glob(f"*/{name}.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found += csv.DictReader(file)
    return tuple(found)


def many(record: Record, field: str) -> set[str]:
    return set(filter(None, record.get(field, "").split(" | ")))


def one(name: str, key: str) -> Record:
    return next(r for r in table(name) if r["id"] == key)


def within(place: str) -> tuple[str, ...]:
    """Return a territory and all it lies within, the nearest first."""
    above = one("territory", place)["within"]
    return (place, *within(above)) if above else (place,)


@cache
def points(reason: str, municipality: str) -> int:
    """Return what a reason gives here: the nearest territory's weight, or the usual one."""
    for place in within(municipality):
        for weight in table("weight"):
            if (weight["remedyReason"], weight["jurisdiction"]) == (reason, place):
                return int(weight["points"])
    text = (data_folder("ontology") / "schemes" / "remedy-reason.ttl").read_bytes()
    node = ox.NamedNode(REASON + reason)
    said = [q.object for q in ox.parse(text, ox.RdfFormat.TURTLE) if q.subject == node]
    usual = [q.object for q in ox.parse(text, ox.RdfFormat.TURTLE) if q.predicate == POINTS]
    return int(next(o.value for o in said if o in usual and isinstance(o, ox.Literal)))


def ranked(deficit: str, municipality: str, day: str) -> list[Ranked]:
    """Return the remedies for a deficit in a municipality, the best first."""
    found = list(_each(one("deficit", deficit), municipality, day))
    return sorted(found, key=lambda r: (-r.score, r.remedy))


def _each(deficit: Record, municipality: str, day: str) -> Iterator[Ranked]:
    for name, offered in OFFERED_BY.items():
        for key in sorted({r["id"] for r in table(name)}):
            rows = [r for r in table(name) if r["id"] == key]
            remedy = rows[0]
            topic = _topic(deficit, name, remedy)
            over = [r.get(f) for r in rows for f in ("validTo", "endDate")]
            if not topic or any(d and d < day for d in over) or remedy.get("status") in ENDED:
                continue
            if remedy.get("status") == "planned" and name != "event":
                continue
            by = remedy[offered]
            place = remedy.get("jurisdiction") or one("body", by)["jurisdiction"]
            location = _location(place, municipality)
            joined = location != "other-municipality" and many(remedy, "kind") & JOINED
            if name == "body" and topic == "same-subject" and not joined:
                continue
            level = remedy.get("level") or one("body", by)["level"]
            starts = remedy.get("validFrom") or remedy.get("startDate") or day
            free = _free(rows)
            yield Ranked(
                f"{name}/{key}",
                points(topic, municipality),
                points(location, municipality),
                LEVELS.index(level) * points("level-step", municipality),
                _agreed(by, municipality, day) * points("agreement-in-force", municipality),
                points("begins-later" if starts > day else "available-now", municipality),
                0
                if free is None
                else points("free-place" if free > 0 else "no-free-place", municipality),
                free,
            )


def _topic(deficit: Record, name: str, remedy: Record) -> str:
    means = f"{name}/{remedy['id']}"
    answered = {a["deficit"] for a in table("answer") if a["remedy"] == means}
    if deficit["id"] in answered:
        return "stated"
    if any(many(one("deficit", d), "concerns") & many(deficit, "concerns") for d in answered):
        return "same-competence"
    same = many(remedy, "subjectArea") & many(deficit, "subjectArea")
    return "same-subject" if same else ""


def _location(place: str, municipality: str) -> str:
    if place == municipality:
        return "own-municipality"
    return "surrounding-territory" if place in within(municipality) else "other-municipality"


def _agreed(by: str, municipality: str, day: str) -> bool:
    def near(body: str) -> bool:
        known = [b for b in table("body") if b["id"] == body]
        return body != by and any(b["jurisdiction"] == municipality for b in known)

    return any(
        by in many(a, "party")
        and any(near(p) for p in many(a, "party"))
        and a["status"] == "in-force"
        and (a["validFrom"] or day) <= day
        and (a["validTo"] or day) >= day
        for a in table("agreement")
    )


def _free(rows: list[Record]) -> int | None:
    """Return the places left by the worse of what the bodies say."""
    if "capacity" not in rows[0]:
        return None
    return min(int(r["capacity"]) for r in rows) - max(int(r["load"]) for r in rows)
