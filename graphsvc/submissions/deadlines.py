"""Printed deadlines of a table's activities, read where the table does not say what they mean."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from graphsvc.deadlines.reading import read_deadline
from graphsvc.deadlines.telling import tell
from graphsvc.rdf.names import BASE, PREFIXES, rms
from graphsvc.rdf.terms import DefaultGraph, Literal, NamedNode, Quad

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from graphsvc.deadlines.deadline import Deadline, Period
    from graphsvc.model.entities import Model
    from graphsvc.rdf.terms import Term

__all__ = ["ReadDeadline", "read_deadlines", "told"]

_SCHEME = BASE + "scheme/deadline-kind"
_PRINTED, _PLAN, _INHERITED = rms("deadlinePrinted"), rms("plan"), rms("yearInherited")
_START, _END, _WINDOW = rms("deadlineStart"), rms("deadlineEnd"), rms("deadlineWindow")
_KIND, _RECURRENCE = rms("deadlineKind"), rms("recurrence")
_MEANING = frozenset({_KIND, _START, _END, _WINDOW, _RECURRENCE, _INHERITED})
_FROM, _TO = rms("periodFrom"), rms("periodTo")
_XSD = PREFIXES["xsd"]


@dataclass(frozen=True)
class ReadDeadline:
    """A deadline that was read at the door.

    Attributes:
        record: IRI of the activity.
        file: the table it came from.
        row: its row there, counted from 1 with the header.
    """

    record: str
    file: str
    row: int
    deadline: Deadline


def read_deadlines(
    quads: Iterable[Quad],
    places: Mapping[str, tuple[str, int]],
    known: Callable[[NamedNode, NamedNode], Iterable[Term]],
) -> tuple[list[Quad], list[ReadDeadline]]:
    """Return what the printed deadlines of a table mean, as triples and as readings.

    A row that says itself anything of what its deadline means is left as it is.

    Args:
        places: file and row of the records that came from tables; only these are read.
        known: the registry's values of a property of a record, for plans handed in before.
    """
    told: defaultdict[NamedNode, defaultdict[NamedNode, list[Term]]]
    told = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, NamedNode):
            told[quad.subject][quad.predicate].append(quad.object)

    def values(record: NamedNode, property_: NamedNode) -> list[Term]:
        return told[record][property_] if record in told else list(known(record, property_))

    added, read = list[Quad](), list[ReadDeadline]()
    periods: dict[Term, Period | None] = {}
    for record, properties in list(told.items()):
        printed = properties.get(_PRINTED)
        if not printed or record.value not in places or _MEANING & properties.keys():
            continue
        plan = next(iter(properties.get(_PLAN, ())), None)
        if plan is not None and plan not in periods:
            periods[plan] = _period(plan, values)
        phrase = printed[0].value if isinstance(printed[0], Literal) else ""
        deadline = read_deadline(phrase, periods.get(plan) if plan is not None else None)
        added += _triples(record, deadline)
        read.append(ReadDeadline(record.value, *places[record.value], deadline))
    return added, read


def told(model: Model, deadline: Deadline, lang: str) -> str:
    """Return in one sentence what a deadline was read as."""
    kinds = {iri.rpartition("/")[2]: labels for iri, labels in model.concepts[_SCHEME].items()}
    return tell(deadline, {kind: labels[lang] for kind, labels in kinds.items()}, lang)


def _period(plan: Term, values: Callable[[NamedNode, NamedNode], Iterable[Term]]) -> Period | None:
    """Return a plan's period; None where it is not told, or told in two ways."""
    if not isinstance(plan, NamedNode):
        return None
    days: list[date] = []
    for property_ in (_FROM, _TO):
        found = {v.value for v in values(plan, property_) if isinstance(v, Literal)}
        try:
            (day,) = map(date.fromisoformat, found)
        except ValueError:  # none, several, or no day of the calendar
            return None
        days.append(day)
    first, last = days
    return (first, last) if first <= last else None


def _triples(record: NamedNode, deadline: Deadline) -> Iterator[Quad]:
    def literal(value: str, datatype: str) -> Literal:
        return Literal(value, datatype=NamedNode(_XSD + datatype))

    def quad(property_: NamedNode, value: Term) -> Quad:
        return Quad(record, property_, value, DefaultGraph())

    yield quad(_KIND, NamedNode(f"{_SCHEME}/{deadline.kind}"))
    for property_, day in ((_START, deadline.start), (_END, deadline.end)):
        if day:
            yield quad(property_, literal(day.isoformat(), "date"))
    for window in deadline.windows:
        yield quad(_WINDOW, literal(window, "string"))
    if deadline.recurrence:
        yield quad(_RECURRENCE, literal(deadline.recurrence, "duration"))
    if deadline.year_inherited is not None:
        yield quad(_INHERITED, literal(str(deadline.year_inherited).lower(), "boolean"))
