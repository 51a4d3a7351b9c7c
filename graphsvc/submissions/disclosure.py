"""What published counts of people give away about those that are hidden.

A cell counts the people of one place and period who have one deficit (`count`), among all who took
part there (`participants`). Besides the two, everybody can work out

* the *rest*, participants without the deficit: `count + rest = participants`;
* sums along the nesting of places and of periods, of counts and of participants alike: what a whole
  has, its parts have together. Parts that are not reported are one more unknown, the *remainder*,
  with people and a count of its own;
* sums of counts along the nesting of deficits, where one is said to consist of others: its people
  are the same people.

**The criterion.** A number about people is *given away* if all whole numbers, none below zero,
that agree with what is published put it into an interval narrower than k, and that interval reaches
below k. A number marked as hidden must not be put into an interval narrower than k at all. So a
published count under k is given away, a count that leaves a rest under k likewise (a zero says as
much of each participant as a one), and so is a hidden number that can be worked out.

**What is proven.** A number that passes does so on two whole solutions that were found and differ
in it by k or more, or on a bound that no solution goes below; see `sums`. Where the margins are
three, solutions may be missed, and then more is hidden than needed, never less.

Source: A. Hundepool et al., Statistical Disclosure Control, 2012, ch. 4 (interval protection).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor
from typing import TYPE_CHECKING, Literal, TypeAlias

from graphsvc.submissions.sums import Equation, Range, ranges

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["LEAST", "Cell", "Disclosure", "Key", "Nesting", "Wholes", "disclosures", "wholes_of"]

LEAST = 5
"""k: a number of people under this is not published. Source: the shape DeficitCount-count-few."""

Nesting: TypeAlias = "Mapping[str, frozenset[str]]"
Name: TypeAlias = tuple[object, ...]
What = Literal["count", "rest", "remainder", "contradiction"]


@dataclass(frozen=True, order=True)
class Key:
    """Which cell: IRIs, or any other names."""

    deficit: str
    place: str
    period: str


@dataclass(frozen=True)
class Cell:
    """What everybody knows of a cell; None is not known.

    Attributes:
        hidden: whether the cell is marked as hidden; what is known all the same is given away.
    """

    key: Key
    count: int | None
    participants: int | None
    hidden: bool = False


@dataclass(frozen=True)
class Disclosure:
    """A number that is given away: it lies between `low` and `high`.

    Attributes:
        what: the cell's count, its rest, or the remainder of a whole; `contradiction` where the
            numbers published contradict each other.
        key: the cell, of a remainder the whole.
        people: no more people than these are counted there, None where nothing bounds them.
        cells: the cells whose numbers give it away.
    """

    what: What
    key: Key
    low: int
    high: int | None
    people: int | None
    cells: frozenset[Key]


_Tied: TypeAlias = "tuple[Equation, frozenset[Key]]"


@dataclass(frozen=True)
class Wholes:
    """One relation: a whole's parts, and whether these are all it has."""

    whole: Key
    parts: tuple[Key, ...]
    complete: bool
    axis: str


def wholes_of(keys: Iterable[Key], nesting: Nesting) -> Iterator[Wholes]:
    """Yield every sum that holds among the cells.

    Args:
        nesting: the direct parts of each whole, of places, periods and deficits.
    """
    lines: dict[tuple[str, str, str], dict[str, Key]] = defaultdict(dict)
    for key in sorted(keys):
        lines["place", key.deficit, key.period][key.place] = key
        lines["period", key.deficit, key.place][key.period] = key
        lines["deficit", key.place, key.period][key.deficit] = key
    for (axis, _, _), line in lines.items():
        for member, key in line.items():
            parts, complete = _cover(member, line, nesting, frozenset())
            if parts:
                yield Wholes(key, tuple(parts), complete, axis)


def _cover(
    whole: str, line: Mapping[str, Key], nesting: Nesting, above: frozenset[str]
) -> tuple[list[Key], bool]:
    """Return the nearest cells below a whole, and whether nothing of it is left out."""
    found: list[Key] = []
    below = nesting.get(whole, frozenset[str]()) - above
    complete = bool(below)
    for part in sorted(below):
        if part in line:
            found.append(line[part])
        else:
            nearer, whole_part = _cover(part, line, nesting, above | {whole})
            found += nearer
            complete = complete and whole_part
    return found, complete


def disclosures(cells: Iterable[Cell], nesting: Nesting, least: int = LEAST) -> list[Disclosure]:
    """Return every number that the cells give away, in the order of the cells.

    Args:
        nesting: the direct parts of each whole.
        least: k of the criterion.
    """
    return _Audit({c.key: c for c in cells}, nesting, least).run()


class _Audit:
    """The numbers, known and unknown, and the sums that tie them."""

    def __init__(self, cells: Mapping[Key, Cell], nesting: Nesting, least: int) -> None:
        self._cells, self._least = cells, least
        self._facts: dict[Name, int] = {}
        self._index: dict[Name, int] = {}
        self._near: dict[Name, set[Key]] = defaultdict(set)
        self._equations: list[tuple[Equation, frozenset[Key]]] = []
        # What is looked at: the number, whose it is, and the people it is a number of.
        self._watched: list[tuple[What, Key, Name, Name]] = []
        self._take(cells)
        for relation in wholes_of(cells, nesting):
            self._relate(relation)

    def run(self) -> list[Disclosure]:
        found = [
            Disclosure("contradiction", min(keys), 0, 0, None, keys)
            for equation, keys in self._equations
            if not equation.terms and equation.equals
        ]
        spans = self._spans(found)
        for what, key, name, people in self._watched:
            crowd, span = self._span(people, spans), self._span(name, spans)
            if span is None or (crowd and crowd.high == 0):
                continue  # contradicted, or nobody's number
            if self._passes(span, what == "count" and self._cells[key].hidden):
                continue
            near = frozenset(self._near[name])
            most = _most(crowd) if crowd else None
            found.append(Disclosure(what, key, ceil(span.low), _most(span), most, near))
        return found

    def _span(self, name: Name, spans: Mapping[Name, Range]) -> Range | None:
        if (fact := self._facts.get(name)) is not None:
            return Range(fact, fact, (fact, fact))
        return spans.get(name)

    def _passes(self, span: Range, hidden: bool) -> bool:  # noqa: FBT001  # of this class alone
        sure = ceil(span.low) >= self._least and not hidden
        return sure or span.spans(self._least)

    def _take(self, cells: Mapping[Key, Cell]) -> None:
        crowds: dict[tuple[str, str], set[int]] = defaultdict(set)
        for key, cell in cells.items():
            if cell.participants is not None:
                crowds[key.place, key.period].add(cell.participants)
        # Whether other cells of a place and period count the same people: if all that is known says
        # so, everybody will take it that they do.
        self._apart = {crowd for crowd, numbers in crowds.items() if len(numbers) > 1}
        for key, cell in sorted(cells.items()):
            people = self._people(key)
            if cell.participants is not None:
                self._facts[people] = cell.participants
            if cell.count is not None:
                self._facts["count", key] = cell.count
        for key in sorted(cells):
            people = self._people(key)
            if {people, ("count", key)} <= self._facts.keys():
                self._facts["rest", key] = self._facts[people] - self._facts["count", key]
            self._equate({("count", key): 1, ("rest", key): 1, people: -1}, {key})
            self._watched.append(("count", key, ("count", key), people))
            self._watched.append(("rest", key, ("rest", key), people))

    def _people(self, key: Key) -> Name:
        crowd = (key.place, key.period)
        return ("people", key) if crowd in self._apart else ("people", crowd)

    def _relate(self, relation: Wholes) -> None:
        whole, cells = relation.whole, {relation.whole, *relation.parts}
        left: Name = ("left", relation.axis, whole)
        rest: Name = ("left-rest", relation.axis, whole)
        people, more = self._people(whole), not relation.complete
        if relation.axis != "deficit":
            own = [self._people(p) for p in relation.parts]
            known = [self._facts[n] for n in (people, *own) if n in self._facts]
            if len(known) > len(own):
                # Who is left over is known; nobody is left, or there are parts nobody has named.
                more = known[0] != sum(known[1:])
            crowd: Name = ("left-people", relation.axis, whole)
            self._equate(
                {**dict.fromkeys(own, 1), **({crowd: 1} if more else {}), people: -1}, cells
            )
            people = crowd
        counts: dict[Name, int] = {("count", p): 1 for p in relation.parts}
        if more:
            counts[left] = 1
            self._equate({left: 1, rest: 1, people: -1}, cells)
            self._watched.append(("remainder", whole, left, people))
            self._watched.append(("remainder", whole, rest, people))
        self._equate({**counts, ("count", whole): -1}, cells)

    def _equate(self, terms: Mapping[Name, int], cells: Iterable[Key]) -> None:
        equals, unknown = 0, dict[int, int]()
        for name, factor in terms.items():
            self._near[name] |= set(cells)
            # Known ones are numbered too: what is asked again after one is hidden is then the same.
            number = self._index.setdefault(name, len(self._index))
            if name in self._facts:
                equals -= factor * self._facts[name]
            else:
                unknown[number] = factor
        self._equations.append((Equation(frozenset(unknown.items()), equals), frozenset(cells)))

    def _spans(self, found: list[Disclosure]) -> dict[Name, Range]:
        """Return the range of every unknown; contradictions are added to `found`."""
        names = list(self._index)
        spans: dict[Name, Range] = {}
        for component in _components([e for e in self._equations if e[0].terms]):
            known = _ranges(frozenset(e for e, _ in component), self._least)
            if known is None:
                keys = frozenset(k for _, cells in component for k in cells)
                found.append(Disclosure("contradiction", min(keys), 0, 0, None, keys))
            else:
                spans |= {names[x]: span for x, span in known.items()}
        return spans


def _most(span: Range) -> int | None:
    return None if span.high is None else floor(span.high)


@lru_cache(maxsize=4096)
def _ranges(equations: frozenset[Equation], width: int) -> dict[int, Range] | None:
    return ranges(sorted(equations, key=lambda e: (sorted(e.terms), e.equals)), width)


def _components(equations: list[_Tied]) -> list[list[_Tied]]:
    """Return the equations in groups that share no unknown."""
    head: dict[int, int] = {}

    def root(x: int) -> int:
        while head.setdefault(x, x) != x:
            head[x] = x = head[head[x]]
        return x

    for equation, _ in equations:
        first, *others = [x for x, _ in equation.terms]
        for other in others:
            head[root(other)] = root(first)
    groups: dict[int, list[_Tied]] = defaultdict(list)
    for equation, cells in equations:
        groups[root(next(iter(equation.terms))[0])].append((equation, cells))
    return list(groups.values())
