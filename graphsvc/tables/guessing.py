"""What the columns of a foreign table may mean, by their titles and values: only proposed."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from graphsvc.locale import texts
from graphsvc.projections.word_forms import fold, stem, words
from graphsvc.rdf.names import PREFIXES, compact
from graphsvc.tables.columns import KEY, column_keys, columns_of, header_rows
from graphsvc.tables.foreign import counts_columns
from graphsvc.tables.nearness import near_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from graphsvc.model.entities import Entity, Field, Model
    from graphsvc.tables.columns import Column
    from graphsvc.tables.names import Names

__all__ = ["Guesser", "SeenColumn", "guess_header", "seen_columns"]

_XSD: Final = PREFIXES["xsd"]
_JUDGED: Final = 40  # values of a column that are looked at
_NAMED: Final = 8  # of them looked up as names of records
_SHOWN: Final = 3
_ENOUGH: Final = 0.45
_MOSTLY: Final = 0.6
_FULL: Final = 0.7  # of the widest row a header fills so much
_NUMERIC: Final = re.compile(r"[\d\s.,:/\\-]+(?:г\.?)?")


@dataclass(frozen=True)
class SeenColumn:
    """A column of a table that is not ours.

    Attributes:
        key: as `columns.column_keys`.
        title: as it is printed, empty for none.
        values: some of its different values, in order.
        count: how many cells are filled.
    """

    key: str
    title: str
    values: tuple[str, ...]
    count: int

    @property
    def samples(self) -> tuple[str, ...]:
        """The first values, to be shown."""
        return self.values[:_SHOWN]


def guess_header(
    rows: Iterable[tuple[int, tuple[str, ...]]],
) -> tuple[int, tuple[str, ...]]:
    """Return number and cells of the row that is probably the header; 0 where there is none.

    It is the first that fills most of the table's width with texts, each another.
    """
    given = list(rows)
    filled = [(n, cells, [c.strip() for c in cells if c.strip()]) for n, cells in given]
    most = max((len(told) for _, _, told in filled), default=0)
    for number, cells, told in filled:
        worded = [c for c in told if not _NUMERIC.fullmatch(c)]
        enough = len(told) >= max(1, _FULL * most) and len(worded) >= _MOSTLY * len(told)
        if enough and len(set(told)) >= _MOSTLY * len(told):
            return number, cells
    return (filled[0][0], filled[0][1]) if filled else (0, ())


def seen_columns(
    rows: Sequence[tuple[int, tuple[str, ...]]],
    merged: Iterable[tuple[int, int, int, int]] = (),
    header: int = 0,
) -> list[SeenColumn]:
    """Return the columns of a table; those without a title only where they are filled.

    Args:
        header: number of the row that is the header; 0 to guess.
    """
    heads = list(header_rows(rows, merged))
    number, titles = next((row for row in heads if row[0] == header), guess_header(heads))
    below = [row[1] for row in rows if row[0] > number and not counts_columns(row, number)]
    width = max([len(titles), *map(len, below)], default=0)
    padded = [*titles, *[""] * (width - len(titles))]
    found: list[SeenColumn] = []
    for place, (title, key) in enumerate(zip(padded, column_keys(padded), strict=True)):
        cells = [c for row in below if place < len(row) and (c := row[place].strip())]
        if title.strip() or cells:
            values = tuple([*dict.fromkeys(cells)][:_JUDGED])
            found.append(SeenColumn(key, title.strip(), values, len(cells)))
    return found


@dataclass(frozen=True)
class _Values:
    """What the values of a column are: the share that are days, numbers, names of what."""

    days: float
    numbers: float
    truths: float
    lists: Mapping[str, float]
    records: Mapping[str, float]
    different: bool


class Guesser:
    """Proposes what tables that are not ours hold.

    Args:
        names: finds records by what cells call them.
    """

    def __init__(self, model: Model, names: Names) -> None:
        self._model, self._names = model, names
        self._lists = {
            scheme: {fold(n) for labels in found.values() for n in labels.values()}
            for scheme, found in model.concepts.items()
        }

    def entity(self, place: str, columns: Sequence[SeenColumn]) -> str:
        """Return the type that a table's records are likeliest of.

        Args:
            place: the sheet's title or the file's name.
        """
        judged = [(column, self._judged(column)) for column in columns]
        said = texts("ui")["plural"]

        def worth(entity: Entity) -> float:
            found = self._fields(entity, judged)
            needed = [c.name for c in columns_of(self._model, entity) if c.required]
            covered = sum(name in {n for n, _ in found.values()} for name in needed)
            called = [*entity.label.values(), *said.get(entity.name, {}).values()]
            titled = max(_alike(_plain_name(place), name) for name in called)
            return (
                sum(score for _, score in found.values()) + covered / max(len(needed), 1) + titled
            )

        return max(self._model.handed_in, key=worth).name

    def fields(self, entity: str, columns: Sequence[SeenColumn]) -> dict[str, str]:
        """Return the name of the field of each column that is likely one, by its key."""
        judged = [(column, self._judged(column)) for column in columns]
        found = self._fields(self._model.by_name[entity], judged)
        return {key: name for key, (name, _) in found.items()}

    def _fields(
        self, entity: Entity, judged: Sequence[tuple[SeenColumn, _Values]]
    ) -> dict[str, tuple[str, float]]:
        """Return field and score of each column that has one; each field once, the best first."""
        scored = sorted(
            (
                (-_score(column, seen, values, self._referred), place, seen.key, column.name)
                for place, column in enumerate(columns_of(self._model, entity))
                if column.field is not None or column.name == KEY
                for seen, values in judged
            ),
        )
        found: dict[str, tuple[str, float]] = {}
        taken: set[str] = set()
        for score, _, key, name in scored:
            if -score >= _ENOUGH and key not in found and name not in taken:
                found[key] = (name, -score)
                taken.add(name)
        return found

    def _referred(self, field: Field) -> list[str]:
        return [self._model.by_class[c].name for c in field.classes]

    def _judged(self, column: SeenColumn) -> _Values:
        values = column.values
        count = max(len(values), 1)

        lists = {
            scheme: hits / count
            for scheme, known in self._lists.items()
            if (hits := sum(fold(v) in known for v in values))
        }
        asked = values[:_NAMED]
        kinds: Counter[str] = Counter()
        for value in asked:
            kinds.update({compact(r).partition("/")[0] for r in self._names.called((), value)})
        return _Values(
            sum(bool(near_value("date", v) or _DAY.fullmatch(v)) for v in values) / count,
            sum(bool(_NUMBER.fullmatch(v)) for v in values) / count,
            sum(fold(v) in _TRUTHS for v in values) / count,
            lists,
            {kind: hits / max(len(asked), 1) for kind, hits in kinds.items()},
            len(values) >= _MOSTLY * min(column.count, _JUDGED),
        )


_NEEDED: Final = 1.5  # what required fields that are found count for a type of record
_PLACE: Final = 2.0  # what the title of a sheet counts
_TRUTHS: Final = frozenset({"да", "нет", "yes", "no", "true", "false"})
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d(?: 00:00:00)?")
_NUMBER: Final = re.compile(r"-?\d+(?:[.,]\d+)?")


def _plain_name(place: str) -> str:
    """Return what a sheet or file is called, as words."""
    return re.sub(r"[_\d-]+", " ", place.rpartition("/")[2].removesuffix(".csv")).strip()


def _score(
    column: Column, seen: SeenColumn, values: _Values, entities: Callable[[Field], list[str]]
) -> float:
    """Return how likely a column of a table is one of ours, about 0 to 1.5."""
    titled = _titled(column, seen.title)
    if column.name == KEY or column.field is None:
        return titled if titled == 1.0 else 0.0
    if not seen.values:
        return titled
    return titled + _fits(column.field, values, entities(column.field))


def _fits(field: Field, values: _Values, entities: Iterable[str]) -> float:
    """Return what the values of a column say for a field, or against it."""
    if field.schemes:
        share = max((values.lists.get(s, 0.0) for s in field.schemes), default=0.0)
        return 0.6 * share if share else -0.2
    kind = field.datatype.removeprefix(_XSD)
    if kind == "date":
        return 0.35 if values.days >= _MOSTLY else -0.6
    if kind in ("integer", "decimal"):
        return 0.1 if values.numbers >= _MOSTLY and values.days < _MOSTLY else -0.6
    if kind == "boolean":
        return 0.3 if values.truths >= _MOSTLY else -0.6
    if not field.datatype:
        # Who refers to anything tells nothing by a name that is known.
        known = max((values.records.get(e, 0.0) for e in entities), default=0.0)
        return 0.5 * known if known else -0.1
    plain = max(values.days, values.numbers) < _MOSTLY
    return (0.1 if values.different else 0.0) if plain else -0.3


def _titled(column: Column, title: str) -> float:
    """Return how alike a title and a field are called, 0 to 1."""
    if not title:
        return 0.0
    said = texts("columns")["called"]
    base = column.name.partition("@")[0]
    more = said.get(base, {}).values() if column.language == "ru" else ()
    names = [*column.header.values(), column.name, *(n for some in more for n in some)]
    return max(_alike(title, name) for name in names)


@lru_cache(maxsize=20_000)
def _alike(one: str, other: str) -> float:
    first, second = fold(one), fold(other)
    if first == second:
        return 1.0
    said, known = ({stem(word) for word in words(text)} for text in (first, second))
    shared = len(said & known) / max(len(said | known), 1)
    letters = difflib.SequenceMatcher(None, first, second).ratio()
    return max(0.9 * shared, 0.8 * letters if letters >= _MOSTLY else 0.0)
