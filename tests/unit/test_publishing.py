"""Small cells: whoever solves what is published, table by table, learns nothing that is hidden."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphsvc.submissions.disclosure import Cell, Key
from graphsvc.submissions.publishing import Counted, CubeError, publishable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graphsvc.submissions.publishing import Publication

K = 3
REGION, YEAR = "region", "year"
Leaf = tuple[str, str]  # place, period
Fact = tuple[list[Leaf], int, int]  # the leaves, the column, what it has together
Table = dict[Leaf, tuple[int, ...]]  # participants, then the count of each deficit


@dataclass(frozen=True)
class World:
    """Who has what in truth; the parts of the region and of the year, and what is handed in."""

    table: Table
    places: tuple[str, ...]
    periods: tuple[str, ...]
    deficits: int
    silent: frozenset[str] = frozenset()
    consists: bool = False  # whether the last deficit consists of the others

    @property
    def nesting(self) -> dict[str, frozenset[str]]:
        return {REGION: frozenset(self.places), YEAR: frozenset(self.periods)}

    def keys(self) -> Iterator[Key]:
        periods = (*self.periods, YEAR) if len(self.periods) > 1 else self.periods
        for deficit in range(self.deficits):
            for place in (*self.places, REGION):
                for period in periods:
                    if place not in self.silent:
                        yield Key(str(deficit), place, period)

    def leaves(self, key: Key) -> list[Leaf]:
        places = self.places if key.place == REGION else (key.place,)
        periods = self.periods if key.period == YEAR else (key.period,)
        return [(a, b) for a in places for b in periods]

    def value(self, table: Table, key: Key) -> tuple[int, int]:
        """Return count and participants of a cell."""
        rows = [table[leaf] for leaf in self.leaves(key)]
        return sum(r[1 + int(key.deficit)] for r in rows), sum(r[0] for r in rows)

    def rows(self, spans: Sequence[range]) -> list[tuple[int, ...]]:
        """Return what a leaf may have: participants, then counts, each within its span."""
        choices: list[tuple[int, ...]] = [(people,) for people in spans[0]]
        for span in spans[1:]:
            choices = [(*c, n) for c in choices for n in span if n <= c[0]]
        return [c for c in choices if not self.consists or sum(c[1:-1]) == c[-1]]

    def counted(self) -> list[Counted]:
        return [Counted(k, *self.value(self.table, k)) for k in self.keys()]


@st.composite
def worlds(draw: st.DrawFn, *, shape: tuple[int, int, int], most: int = 7) -> World:
    places, periods, deficits = shape
    names = tuple(f"p{i}" for i in range(places))
    times = tuple(f"t{i}" for i in range(periods))
    table: Table = {}
    for leaf in ((a, b) for a in names for b in times):
        people = draw(st.integers(0, most))
        table[leaf] = (people, *(draw(st.integers(0, people)) for _ in range(deficits)))
    silent = draw(st.sampled_from((frozenset[str](), frozenset(names[:1]))))
    return World(table, names, times, deficits, silent if places > 2 else frozenset())


def span_of(table: Table, leaf: Leaf, column: int, known: list[Fact], far: int) -> range:
    """Return the numbers of a leaf that still agree with what is known, given those before it."""
    low, high = 0, far
    for own, about, total in known:
        if about == column and leaf in own:
            left = total - sum(table[other][column] for other in own if other in table)
            high = min(high, left)
            if all(other in table or other == leaf for other in own):
                low = max(low, left)
    return range(low, high + 1)


def tables(world: World, cells: Iterable[Cell]) -> Iterator[Table]:
    """Yield all tables of whole numbers that agree with the cells, in no order that means anything.

    Unlike ones come early, so that who looks for two of them need not see all.
    """
    known: list[Fact] = []
    for cell in cells:
        own = world.leaves(cell.key)
        if cell.count is not None:
            known.append((own, 1 + int(cell.key.deficit), cell.count))
        if cell.participants is not None:
            known.append((own, 0, cell.participants))
    # Nobody knows how many take part where that is hidden; looked at are numbers up to this.
    far = max((n for _, _, n in known), default=0) + K

    shuffled = random.Random(len(known))  # noqa: S311  # an order, no secret

    def filled(table: Table) -> Iterator[Table]:
        if len(table) == len(world.table):
            yield dict(table)
            return
        leaf = list(world.table)[len(table)]
        columns = range(1 + world.deficits)
        rows = world.rows([span_of(table, leaf, c, known, far) for c in columns])
        shuffled.shuffle(rows)
        for row in rows:
            table[leaf] = row
            yield from filled(table)
            del table[leaf]

    yield from filled({})


def betrayed(world: World, cells: list[Cell]) -> set[tuple[Key, str]]:
    """Return the numbers that the tables agree on too narrowly."""
    spans: dict[tuple[Key, str], tuple[int, int]] = {}
    hidden = {c.key for c in cells if c.hidden}
    fixed = {(c.key, "count") for c in cells if c.count is not None}
    fixed |= {(c.key, "rest") for c in cells if None not in (c.count, c.participants)}
    watched = [Key(str(d), *leaf) for d in range(world.deficits) for leaf in world.table]
    watched += [k for k in hidden if k not in watched]
    peopled: set[Key] = set()
    for seen, table in enumerate(tables(world, cells)):
        open_spans = (s for number, s in spans.items() if number not in fixed)
        if seen % 64 == 1 and all(high - low >= K for low, high in open_spans):
            break  # no further table can make a span narrower
        for key in watched:
            count, people = world.value(table, key)
            if people:
                peopled.add(key)
            for what, number in (("count", count), ("rest", people - count)):
                low, high = spans.get((key, what), (number, number))
                spans[key, what] = (min(low, number), max(high, number))
    return {
        (key, what)
        for (key, what), (low, high) in spans.items()
        if high - low < K and (low < K or (what == "count" and key in hidden)) and key in peopled
    }


SMALL = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # solving by trying takes its time


@pytest.mark.parametrize(
    "shape",
    [(2, 1, 1), (3, 1, 1), (2, 1, 2), (2, 2, 1)],
    ids="places{0[0]} periods{0[1]} deficits{0[2]}".format,
)
def test_no_hidden_number_can_be_worked_out(shape: tuple[int, int, int]) -> None:
    @SMALL
    @given(worlds(shape=shape, most=5 if shape[1] > 1 else 7))
    def holds(world: World) -> None:
        published = publishable(world.counted(), world.nesting, least=K)
        assert published.exposed == ()
        assert betrayed(world, list(published.cells)) == set()

    holds()


def test_with_sums_in_three_directions_no_hidden_number_can_be_worked_out() -> None:
    """Two places, two periods, and deficits of which one consists of the other two."""
    nesting = {
        REGION: frozenset({"a", "b"}),
        YEAR: frozenset({"t", "u"}),
        "2": frozenset({"0", "1"}),
    }

    @settings(SMALL, max_examples=10)
    @given(st.lists(st.tuples(*[st.integers(0, 3)] * 2, st.just(2)), min_size=4, max_size=4))
    def holds(rows: list[tuple[int, int, int]]) -> None:
        leaves = [(p, t) for p in "ab" for t in "tu"]
        # Who has one of the two deficits, who the other, who neither.
        table: Table = {
            leaf: (sum(row), row[0], row[1], row[0] + row[1])
            for leaf, row in zip(leaves, rows, strict=True)
        }
        world = World(table, ("a", "b"), ("t", "u"), 3, consists=True)
        published = publishable(world.counted(), nesting, least=K)
        assert published.exposed == ()
        assert betrayed(world, list(published.cells)) == set()

    holds()


REGIONS = {"r": frozenset("abc")}


def cube(**cells: tuple[int, int]) -> list[Counted]:
    """Return the counts of one deficit and period by place, and of their region."""
    found = [Counted(Key("d", place, "t"), *numbers) for place, numbers in cells.items()]
    whole = Counted(Key("d", "r", "t"), *(sum(n) for n in zip(*cells.values(), strict=True)))
    return [*found, whole]


def places(published: Publication) -> dict[str, str]:
    return {key.place: reason for key, reason in published.reasons.items()}


def test_one_small_cell_takes_the_smallest_other_with_it() -> None:
    published = publishable(cube(a=(3, 30), b=(9, 40), c=(15, 60)), REGIONS)
    assert places(published) == {"a": "count", "b": "complement"}
    assert {c.key.place: c.count for c in published.cells} == {
        "a": None,
        "b": None,
        "c": 15,
        "r": 27,
    }


def test_two_small_cells_that_share_enough_hide_each_other() -> None:
    published = publishable(cube(a=(3, 30), b=(4, 40), c=(15, 60)), REGIONS)
    assert places(published) == {"a": "count", "b": "count"}


def test_two_small_cells_that_share_four_need_a_third() -> None:
    published = publishable(cube(a=(2, 30), b=(2, 40), c=(15, 60)), REGIONS)
    assert places(published) == {"a": "count", "b": "count", "c": "complement"}


@pytest.mark.parametrize(("count", "reason"), [(0, "count"), (30, "rest"), (27, "rest")])
def test_nobody_and_everybody_are_hidden_as_few_are(count: int, reason: str) -> None:
    published = publishable(cube(a=(count, 30), b=(19, 40), c=(25, 60)), REGIONS)
    assert places(published)["a"] == reason


def test_of_few_people_their_number_is_hidden_and_with_it_another() -> None:
    published = publishable(cube(a=(1, 3), b=(19, 40), c=(25, 60)), REGIONS)
    people = {c.key.place: c.participants for c in published.cells}
    assert people == {"a": None, "b": None, "c": 60, "r": 103}


def test_a_sum_over_periods_takes_another_period_with_it() -> None:
    cells = [("t", 3, 30), ("u", 9, 30), ("v", 12, 30), ("y", 24, 90)]
    counted = [Counted(Key("d", "a", t), c, n) for t, c, n in cells]
    published = publishable(counted, {"y": frozenset("tuv")})
    assert {k.period: r for k, r in published.reasons.items()} == {"t": "count", "u": "complement"}
    alone = publishable(counted, {})
    assert {k.period: r for k, r in alone.reasons.items()} == {"t": "count"}


def test_published_again_the_same_cells_are_hidden() -> None:
    first = publishable(cube(a=(3, 30), b=(9, 40), c=(15, 60)), REGIONS)
    again = publishable(cube(a=(3, 30), b=(9, 40), c=(15, 60)), REGIONS, previous=[first.cells])
    assert [c.count for c in again.cells] == [c.count for c in first.cells]


def test_what_was_hidden_once_stays_hidden_when_it_has_grown() -> None:
    first = publishable(cube(a=(3, 30), b=(9, 40), c=(15, 60)), REGIONS)
    now = publishable(cube(a=(9, 36), b=(9, 40), c=(15, 60)), REGIONS, previous=[first.cells])
    assert {"a", "b"} <= places(now).keys()


def test_a_correction_of_fewer_people_than_five_is_not_shown() -> None:
    first = publishable(cube(a=(10, 30), b=(9, 40), c=(15, 60)), REGIONS)
    now = publishable(cube(a=(11, 31), b=(9, 40), c=(15, 60)), REGIONS, previous=[first.cells])
    assert places(now) == {"a": "correction", "r": "correction"}
    later = publishable(cube(a=(16, 41), b=(9, 40), c=(15, 60)), REGIONS, previous=[first.cells])
    assert places(later) == {}


def test_what_was_published_does_not_serve_to_hide_another() -> None:
    before = [Cell(Key("d", "b", "t"), 9, 40)]
    now = publishable(cube(a=(3, 30), b=(9, 40), c=(15, 60)), REGIONS, previous=[before])
    assert places(now) == {"a": "count", "c": "complement"}
    both = [*before, Cell(Key("d", "c", "t"), 15, 60), Cell(Key("d", "r", "t"), 27, 130)]
    lost = publishable(cube(a=(3, 30), b=(9, 40), c=(15, 60)), REGIONS, previous=[both])
    assert [(d.key.place, d.what, d.low, d.high) for d in lost.exposed] == [
        ("a", "count", 3, 3),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        [Counted(Key("d", "a", "t"), 7, 6)],
        [Counted(Key("d", "a", "t"), 7, 60)] * 2,
        [Counted(Key("d", "a", "t"), 17, 60), Counted(Key("d", "r", "t"), 16, 70)],
        [*cube(a=(9, 30), b=(9, 40), c=(9, 60))[:3], Counted(Key("d", "r", "t"), 30, 130)],
    ],
    ids=["more than took part", "one cell twice", "parts above the whole", "parts below the whole"],
)
def test_a_cube_that_contradicts_itself_is_refused(wrong: list[Counted]) -> None:
    with pytest.raises(CubeError):
        publishable(wrong, REGIONS)


@SMALL
@given(worlds(shape=(3, 1, 1)), st.data())
def test_of_two_publications_nobody_learns_more_than_of_one(
    world: World, data: st.DataObject
) -> None:
    first = publishable(world.counted(), world.nesting, least=K)
    table = dict(world.table)
    for leaf in data.draw(st.sets(st.sampled_from(sorted(table)), max_size=2)):
        people = data.draw(st.integers(0, 7))
        table[leaf] = (people, data.draw(st.integers(0, people)))
    later = replace(world, table=table)
    second = publishable(later.counted(), later.nesting, least=K, previous=[first.cells])
    assert second.exposed == ()
    was = {c.key: c for c in first.cells}
    union: list[Cell] = []
    for cell in second.cells:
        before = was[cell.key]
        assert cell.hidden or not before.hidden
        if cell.count is not None and before.count is not None:
            change = cell.count - before.count
            people = (cell.participants or 0) - (before.participants or 0)
            assert all(abs(d) >= K for d in (change, people, people - change) if d)
        same = world.value(world.table, cell.key) == later.value(table, cell.key)
        union.append(replace(before, hidden=cell.hidden) if same and not before.hidden else cell)
    assert betrayed(later, union) == set()
