"""A plan's rows as they stand on a day: who owes each, what is marked, in which state it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graphsvc.audits.calendar import STATES

if TYPE_CHECKING:
    from datetime import date

__all__ = ["GROUPS", "Named", "Owed", "PlanSheet", "Row", "group_of", "worst"]

GROUPS: dict[str, tuple[str, ...]] = {
    "overdue": ("overdue", "missed", "due-before-approval"),
    "unproven": ("unproven",),
    "ahead": ("not-yet-due",),
    "done": ("done-late", "done"),
    "undated": ("ongoing", "by-reference", "no-deadline"),
}
"""The states of the calendar, taken together as a summary has them; the most urgent first."""


def group_of(state: str) -> str:
    """Return the group of `GROUPS` that a state belongs to."""
    return next(name for name, states in GROUPS.items() if state in states)


def worst(states: set[str]) -> str:
    """Return the state that needs somebody to act the most."""
    return min(states, key=STATES.index)


@dataclass(frozen=True)
class Named:
    """Whom a row names: as printed, and the body, kind of bodies or person that is meant."""

    printed: str
    iri: str
    role: str


@dataclass(frozen=True)
class Owed:
    """A row, or one occurrence of it, as one body owes it.

    Attributes:
        body: IRI, empty where no body is recorded: anybody's mark will do then.
        occurrence: first day of the occurrence, None for what is done once.
        state: one of `calendar.STATES`.
        evidence: address, empty where none is given.
    """

    body: str
    occurrence: date | None
    start: date | None
    end: date | None
    state: str
    marked_on: date | None
    evidence: str


@dataclass(frozen=True)
class Row:
    """One row of a plan.

    Attributes:
        whole: IRI of the row it is a part of, empty for a row of its own.
        number: as printed; `deadline`, `responsible` and `result` likewise.
        kind: IRI of the kind of deadline; of the whole where the part has none.
        owed: in the order of days and bodies.
    """

    activity: str
    position: int
    whole: str
    section: str
    number: str
    kind: str
    deadline: str
    responsible: str
    result: str
    start: date | None
    end: date | None
    named: tuple[Named, ...]
    owed: tuple[Owed, ...]

    @property
    def state(self) -> str:
        """The state of what is worst about it."""
        return worst({o.state for o in self.owed})

    @property
    def bodies(self) -> tuple[str, ...]:
        """The bodies that owe it, in the order of their IRIs."""
        return tuple(sorted({o.body for o in self.owed if o.body}))

    def done_by(self) -> tuple[int, int]:
        """Return how many bodies have marked all that has fallen due, and how many owe it."""
        behind = {o.body for o in self.owed if group_of(o.state) == "overdue"}
        begun = {o.body for o in self.owed if o.marked_on}
        return len({b for b in self.bodies if b in begun and b not in behind}), len(self.bodies)

    def of(self, responsible: str) -> Row | None:
        """Return the row as one body owes it; None where the row names no such body or kind."""
        if responsible in self.bodies:
            mine = tuple(o for o in self.owed if o.body == responsible)
            return replace(self, owed=mine)
        return self if responsible in {n.iri for n in self.named} else None


@dataclass(frozen=True)
class PlanSheet:
    """A plan on a day; its rows in the plan's order, parts after their whole.

    Attributes:
        approvals: IRIs of the documents that approve it.
        approved: the first of their days, None where none is stated.
        since: first day of its period, None where none is stated; `until` the last.
    """

    plan: str
    on: date
    approvals: tuple[str, ...]
    approved: date | None
    since: date | None
    until: date | None
    area: str
    rows: tuple[Row, ...]

    @property
    def wholes(self) -> tuple[Row, ...]:
        """The rows that are no part of another: they are what is counted."""
        return tuple(r for r in self.rows if not r.whole)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are in each of `GROUPS`."""
        found = Counter(group_of(r.state) for r in self.wholes)
        return {name: found[name] for name in GROUPS}

    @property
    def marked(self) -> bool:
        """Whether anything of it is marked as done."""
        return any(o.marked_on for r in self.rows for o in r.owed)
