"""One random record: a value for each field, and what contradicts itself put right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.network_values import CHOICES, CODES, DAYS, WITH_END, Value, pick, possible_values

if TYPE_CHECKING:
    import random

    from graphsvc.model.entities import Entity, Field

__all__ = ["Record", "random_record", "stated_again"]

_SPANS: Final = (
    ("validFrom", "validTo"),
    ("startDate", "endDate"),
    ("deadlineStart", "deadlineEnd"),
    ("periodFrom", "periodTo"),
    ("lineFrom", "lineTo"),
    ("load", "capacity"),
)
# Of these fields a record has one, of the second groups one or none.
_ONE_OF: Final = {
    "relation": (("subject", "subjectPost"),),
    "norm": (
        ("relation", "requirement"),
        ("subject", "subjectKind", "subjectPost"),
        ("object", "objectKind"),
    ),
    "responsibility": (("body", "bodyKind", "person", "post"),),
    "task": (("holder", "holderKind"),),
}
_OFTEN: Final = frozenset(
    {
        "basis",
        "validTo",
        "function",
        "party",
        "plan",
        "jurisdiction",
        "otherRecord",
        "numerator",
        "denominator",
    }
)


@dataclass(frozen=True)
class Record:
    """A record as one body states it: values by the names of the shape's fields."""

    key: str
    fields: dict[str, tuple[Value, ...]]

    @property
    def entity(self) -> str:
        """The type of the record."""
        return self.key.partition("/")[0]


def random_record(
    chance: random.Random, entity: Entity, key: str, pool: dict[str, list[str]]
) -> Record:
    fields = {f.name: found for f in entity.fields if (found := _field(chance, f, key, pool))}
    return Record(key, _settled(chance, entity, key, fields, pool))


def _field(
    chance: random.Random, field: Field, key: str, pool: dict[str, list[str]]
) -> tuple[Value, ...]:
    if field.name in ("note", "altLabel", "hiddenLabel", "synthetic", "sourceText"):
        return ()
    often = field.name in _OFTEN
    if not field.required and chance.randrange(4 if often else 2) == 0:
        return ()
    choices = possible_values(field, key, pool)
    if not choices:
        return ()
    number = chance.choice((1, 1, 2)) if field.many else 1
    return tuple(dict.fromkeys(pick(chance, choices) for _ in range(number)))


def stated_again(
    chance: random.Random, entity: Entity, record: Record, pool: dict[str, list[str]]
) -> Record:
    """Return the record as somebody else states it: some of its literals differ."""
    fields = dict(record.fields)
    for field in entity.fields:
        if field.name in fields and field.datatype and chance.randrange(3) == 0:
            values = [
                v for v in possible_values(field, record.key, pool) if v not in fields[field.name]
            ]
            if values and field.name not in ("deadlineWindow", "recurrence"):
                fields[field.name] = (chance.choice(values),)
    return Record(record.key, fields)


def _settled(
    chance: random.Random,
    entity: Entity,
    key: str,
    fields: dict[str, tuple[Value, ...]],
    pool: dict[str, list[str]],
) -> dict[str, tuple[Value, ...]]:
    """Return the fields with what contradicts itself put right."""
    for group in _ONE_OF.get(entity.name, ()):
        chosen = chance.choice(group)
        if "subjectPost" in group:
            chairs = "relation/chairs" in fields.get("relation", ())
            chosen = "subjectPost" if chairs else chance.choice(group[:-1])
        _choose(chance, entity.by_name[chosen], key, fields, pool)
        for name in set(group) - {chosen}:
            fields.pop(name, None)
    _settle_own(chance, key, fields)
    if entity.name == "norm" and "relation" in fields and "subject" in fields:
        # What is said of two named bodies is a relation.
        fields.pop("object", None)
        _choose(chance, entity.by_name["objectKind"], key, fields, pool)
    if entity.name == "norm":
        _settle_norm(chance, fields)
    for first, last in _SPANS:
        if first in fields and last in fields and entity.name != "mentor":
            ordered = sorted((fields[first][0], fields[last][0]), key=str)
            fields[first], fields[last] = (ordered[0],), (ordered[1],)
    return fields


def _settle_own(chance: random.Random, key: str, fields: dict[str, tuple[Value, ...]]) -> None:
    """Put right what is of one type alone."""
    match key.partition("/")[0]:
        case "territory":
            _settle_territory(chance, key, fields)
        case "activity":
            _settle_deadline(chance, fields)
        case "norm" if fields.get("relation") == ("relation/attached-to",):
            if "subjectKind" in fields and "objectKind" in fields:
                fields["subjectKind"] = ("kind/school-methodical-council",)
                fields["objectKind"] = ("kind/educational-organization",)
        case "deficit-count" if fields.get("suppressed") == (True,):
            fields.pop("count", None)
        case "deficit-count":
            for name in ("count", "participants"):
                fields.setdefault(name, (pick(chance, CHOICES[name]),))
        case _:
            pass


def _choose(
    chance: random.Random,
    field: Field,
    key: str,
    fields: dict[str, tuple[Value, ...]],
    pool: dict[str, list[str]],
) -> None:
    """Give the field a value where it has none."""
    if field.name not in fields:
        fields[field.name] = (pick(chance, possible_values(field, key, pool)),)


def _settle_territory(
    chance: random.Random, key: str, fields: dict[str, tuple[Value, ...]]
) -> None:
    number = int(key.partition("/")[2])
    fields.pop("within", None)
    fields["territoryLevel"] = ("level/regional",)
    if number:
        fields["within"] = (f"territory/{chance.choice((0, number - 1))}",)
        fields["territoryLevel"] = ("level/municipal" if chance.randrange(4) else "level/regional",)


def _settle_norm(chance: random.Random, fields: dict[str, tuple[Value, ...]]) -> None:
    """Make half of the norms ones that demand something of somebody around `DAY`."""
    if chance.randrange(2):
        return
    fields |= {
        "modality": ("modality/rule",),
        "jurisdiction": ("territory/0",),
        "validFrom": (chance.choice(DAYS[3:6:2]),),
    }
    fields.pop("validTo", None)
    for name in ("subjectKind", "objectKind"):
        if name in fields:
            fields[name] = (f"kind/{pick(chance, CODES['kind'][:3])}",)
    fields["minCount"] = (chance.choice((1, 1, 2)),)


def _settle_deadline(chance: random.Random, fields: dict[str, tuple[Value, ...]]) -> None:
    kind = str(fields["deadlineKind"][0]).rpartition("/")[2]
    dated = kind in (*WITH_END, "windows", "recurring")
    for name, wanted in (
        ("deadlineStart", dated and "deadlineStart" in fields),
        ("deadlineEnd", dated),
        ("recurrence", kind == "recurring"),
        ("deadlineWindow", kind == "windows"),
    ):
        if not wanted:
            fields.pop(name, None)
        elif name not in fields:
            choices = CHOICES.get(name, DAYS)
            fields[name] = (chance.choice(choices),)
    if kind == "recurring":
        fields["deadlineStart"] = (chance.choice(DAYS),)
