"""A network as plain Python sees it: everything stated of a record, whoever stated it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tests.network_values import Value
    from tests.networks import Network

__all__ = [
    "LEVELS",
    "ORACLES",
    "Args",
    "Row",
    "Thing",
    "World",
    "answers",
    "day_of",
    "each",
    "fits",
    "kinds",
    "lowest",
    "maybe",
]

_T = TypeVar("_T")
_S = TypeVar("_S", str, int, date)
Row = dict[str, object]
Args = dict[str, str]

ORACLES: Final[dict[str, Callable[[World, Args], Iterable[Row]]]] = {}
"""What answers each question, by the question's id."""

NARROWER: Final = {
    "kind/municipal-methodical-service": {"kind/municipal-methodical-office"},
    "kind/educational-organization": {
        "kind/municipal-educational-organization",
        "kind/preschool",
    },
}
LEVELS: Final = ("level/federal", "level/regional", "level/municipal", "level/institution")


def answers(
    name: str,
) -> Callable[[Callable[[World, Args], Iterable[Row]]], Callable[[World, Args], Iterable[Row]]]:
    """Register the answer to a question."""

    def registered(
        oracle: Callable[[World, Args], Iterable[Row]],
    ) -> Callable[[World, Args], Iterable[Row]]:
        ORACLES[name] = oracle
        return oracle

    return registered


class Thing:
    """A record with all values of each field, those of several bodies together."""

    def __init__(self, key: str) -> None:
        self.key = key
        self._values: dict[str, list[Value]] = defaultdict(list)
        self.stated: dict[str, dict[str, list[Value]]] = {}

    def state(self, graph: str, fields: dict[str, tuple[Value, ...]]) -> None:
        """Take up what one body states."""
        self.stated[graph] = {name: list(values) for name, values in fields.items()}
        for name, values in fields.items():
            self._values[name] += [v for v in values if v not in self._values[name]]

    def __getitem__(self, name: str) -> list[Value]:
        return self._values.get(name, [])

    def refs(self, name: str) -> list[str]:
        """Return the references or concepts of a field."""
        return [str(v) for v in self[name]]

    def has(self, name: str, *values: str) -> bool:
        """Tell whether the field has one of these values."""
        return bool(set(self.refs(name)) & set(values))

    def numbers(self, name: str) -> list[int]:
        """Return the whole numbers of a field."""
        return [v for v in self[name] if isinstance(v, int)]

    def days(self, name: str) -> list[date]:
        """Return the days of a field."""
        return [v for v in self[name] if isinstance(v, date)]

    def first_day(self, name: str) -> date | None:
        """Return the first day of a field, None where it has none."""
        return min(self.days(name), default=None)

    def holds(self, day: date, first: str = "validFrom", last: str = "validTo") -> bool:
        """Tell whether the day is neither before the first day nor after the last."""
        return self.overlaps(day, day, first, last)

    def overlaps(
        self, since: date, until: date, first: str = "validFrom", last: str = "validTo"
    ) -> bool:
        """Tell whether it holds on some of these days."""
        begun = all(d <= until for d in self.days(first))
        return begun and all(d >= since for d in self.days(last))

    def exists(self, day: date) -> bool:
        """Tell whether a body is there on a day."""
        return self.has("status", "body-status/existing") and self.holds(day)

    def in_force(self, day: date) -> bool:
        """Tell whether a document is in force on a day."""
        return self.has("status", "document-status/in-force") and self.holds(day)

    @property
    def entity(self) -> str:
        """The type of the record."""
        return self.key.partition("/")[0]


class World:
    """All records of a network."""

    def __init__(self, network: Network) -> None:
        self._things: dict[str, Thing] = {}
        for graph, records in network.graphs.items():
            for record in records:
                thing = self._things.setdefault(record.key, Thing(record.key))
                thing.state(graph, record.fields)
        self.graphs = tuple(network.graphs)

    def __getitem__(self, key: str) -> Thing:
        return self._things.get(key) or Thing(key)

    def all(self, *entities: str) -> list[Thing]:
        """Return all records of these types."""
        return [t for t in self._things.values() if not entities or t.entity in entities]

    def who(self, entity: str, name: str, *keys: str) -> list[Thing]:
        """Return the records of a type that refer to one of these."""
        return [t for t in self.all(entity) if t.has(name, *keys)]

    def under(self, *territories: str) -> set[str]:
        """Return the territories and all within them; for one without a name, every territory."""
        found = {*territories} if all(territories) else {t.key for t in self.all("territory")}
        while more := {t.key for t in self.who("territory", "within", *found)} - found:
            found |= more
        return found

    def lies(self, thing: Thing, territory: str) -> bool:
        """Tell whether a record is on a territory; where none is named, every record is."""
        return not territory or thing.has("jurisdiction", *self.under(territory))

    def municipalities(self, territory: str) -> list[str]:
        """Return the municipalities of a territory."""
        under = self.under(territory)
        found = self.who("territory", "territoryLevel", "level/municipal")
        return [t.key for t in found if t.key in under]

    def bodies(self, territory: str, *wanted: str, existing: bool = True) -> list[Thing]:
        """Return the bodies on a territory, of these kinds or narrower ones."""
        found = [b for b in self.all("body") if b.has("jurisdiction", *self.under(territory))]
        if existing:
            found = [b for b in found if b.has("status", "body-status/existing")]
        return [b for b in found if not wanted or b.has("kind", *kinds(*wanted))]

    def of_kind(self, kind: Sequence[str], *territories: str) -> list[Thing]:
        """Return the bodies on the territories that are said to be of just one of these kinds."""
        under = self.under(*territories)
        return [b for b in self.who("body", "kind", *kind) if b.has("jurisdiction", *under)]

    def there(self, territory: str) -> set[str]:
        """Return the keys of the bodies on a territory, whatever their status."""
        return {b.key for b in self.bodies(territory, existing=False)}

    def at(self, place: str) -> set[str]:
        """Return the keys of the bodies of just this place."""
        return {b.key for b in self.who("body", "jurisdiction", place)}

    def members(self, day: date, *bodies: str) -> list[Thing]:
        """Return the memberships of bodies that hold on a day."""
        return [m for m in self.who("membership", "organization", *bodies) if m.holds(day)]

    def places(self, thing: Thing) -> list[tuple[object, object]]:
        """Return clause and basis of each place the record rests on, nothing twice where none."""
        found: list[tuple[object, object]] = [
            (clause, basis)
            for basis in thing.refs("basis")
            for clause in maybe(self[basis]["clausePrinted"])
        ]
        return found or [(None, None)]

    def place(self, thing: Thing, *, last: bool = False) -> list[tuple[object, object]]:
        """Return clause and basis of the first place: a row that a page break split is one row.

        Of the last place where headings that the record leans on come before its own line.
        """
        found = [(n, c, b) for c, b in self.places(thing) for n in self._line(b)]
        chosen = (max if last else min)(n for n, _, _ in found)
        return [(c, b) for n, c, b in found if n == chosen]

    def cited(self, thing: Thing) -> list[tuple[object, object]]:
        """Return clause and basis of the place first by its key: a finding cites one place."""
        return sorted(self.places(thing), key=lambda place: str(place[1]))[:1]

    def _line(self, basis: object) -> list[int]:
        return self[str(basis)].numbers("lineFrom")[:1] or [0]


def day_of(args: Args) -> date:
    """Return the day that is asked about."""
    return date.fromisoformat(args["date"])


def lowest(values: Iterable[_S]) -> list[_S]:
    """Return the least of the values, nothing where there are none."""
    return sorted(values)[:1]


def kinds(*wanted: str) -> set[str]:
    """Return the kinds and those narrower."""
    return {*wanted}.union(*(NARROWER.get(k, set()) for k in wanted))


def fits(wanted: str, found: Sequence[str]) -> bool:
    """Tell whether a parameter that may be left open is met."""
    return not wanted or wanted in found


def each(places: Sequence[tuple[object, object]] | None = None, **columns: object) -> Iterator[Row]:
    """Yield a row for each choice of values; a column without any is empty."""
    lists = [(v or [None]) if isinstance(v, list) else [v] for v in columns.values()]
    for values in product(*lists):
        row: Row = {n: _plain(v) for n, v in zip(columns, values, strict=True)}
        for clause, basis in places or [(None, None)]:
            yield row if places is None else {**row, "clause": clause, "basis": basis}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def maybe(values: Sequence[_T]) -> Sequence[_T | None]:
    """Return the values, one that is missing where there are none."""
    return values or [None]
