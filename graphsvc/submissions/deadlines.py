"""Printed deadlines of a table's activities, read where the table does not say what they mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from graphsvc.deadlines.deadline import KINDS, NOT_UNDERSTOOD
from graphsvc.deadlines.reading import read_deadline
from graphsvc.deadlines.telling import tell
from graphsvc.locale import LANGUAGES, texts
from graphsvc.rdf.names import BASE, PREFIXES, rms
from graphsvc.rdf.terms import DefaultGraph, Literal, NamedNode, Quad
from graphsvc.validation.report import Report, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from graphsvc.deadlines.deadline import Deadline, Period
    from graphsvc.model.entities import Model
    from graphsvc.rdf.terms import Term

__all__ = [
    "Kinds",
    "ReadDeadline",
    "deadline_kinds",
    "explained",
    "read_deadlines",
    "told",
    "told_of",
]

_SCHEME = BASE + "scheme/deadline-kind"
_PRINTED, _PLAN, _INHERITED = rms("deadlinePrinted"), rms("plan"), rms("yearInherited")
_START, _END, _WINDOW = rms("deadlineStart"), rms("deadlineEnd"), rms("deadlineWindow")
_KIND, _RECURRENCE = rms("deadlineKind"), rms("recurrence")
_MEANING = frozenset({_KIND, _START, _END, _WINDOW, _RECURRENCE, _INHERITED})
_FROM, _TO = rms("periodFrom"), rms("periodTo")
_XSD = PREFIXES["xsd"]
_DATED = frozenset({"by-day", "month", "interval", "windows", "half-year", "year", "recurring"})
_COLUMN = "deadlinePrinted"
_UNDERSTOOD = PREFIXES["shape"] + "Activity-deadline-understood"
# What the shapes say of such a row without its reason, or because its reading is left out.
_TOLD_OTHERWISE = frozenset(
    {
        "Activity-deadline-understood",
        "Activity-deadlineEnd-expected",
        "Activity-recurrence-expected",
    }
)


Kinds = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class ReadDeadline:
    """A deadline that was read at the door.

    Attributes:
        record: IRI of the activity.
        file: the table it came from.
        row: its row there, counted from 1 with the header.
        kind: the kind that the row says itself and that the words do not agree with; empty for
            none such. Then nothing was filled in.
    """

    record: str
    file: str
    row: int
    deadline: Deadline
    kind: str = ""


def read_deadlines(
    quads: Iterable[Quad],
    places: Mapping[str, tuple[str, int]],
    known: Callable[[NamedNode, NamedNode], Iterable[Term]],
) -> tuple[list[Quad], list[ReadDeadline]]:
    """Return what the printed deadlines of a table mean, as triples and as readings.

    A row that says itself when its deadline is, or how often, is left as it is. Where it says its
    kind alone, the words tell the rest, if they agree with the kind.

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
        said = _MEANING & properties.keys()
        if not printed or record.value not in places or said - {_KIND}:
            continue
        plan = next(iter(properties.get(_PLAN, ())), None)
        if plan is not None and plan not in periods:
            periods[plan] = _period(plan, values)
        phrase = printed[0].value if isinstance(printed[0], Literal) else ""
        deadline = read_deadline(phrase, periods.get(plan) if plan is not None else None)
        kind = next((_slug(term) for term in properties.get(_KIND, ())), "")
        found = [q for q in _triples(record, deadline) if not (kind and q.predicate == _KIND)]
        if kind in ("", deadline.kind):
            added += found
            if found:
                read.append(ReadDeadline(record.value, *places[record.value], deadline))
        elif kind in _DATED or (kind != NOT_UNDERSTOOD and deadline.kind in _DATED):
            read.append(ReadDeadline(record.value, *places[record.value], deadline, kind))
    return added, read


def explained(
    kinds: Kinds,
    report: Report,
    read: Iterable[ReadDeadline],
    letters: Mapping[str, Mapping[str, str]],
) -> Report:
    """Return a report that tells of each deadline that was not read why, and where it stands.

    Args:
        kinds: as `deadline_kinds`.
        report: already placed.
        letters: as `Report.placed` takes it.
    """
    unread = {one.record: one for one in read if one.kind or not one.deadline.understood}
    if not unread:
        return report
    kept = [
        r
        for r in report.results
        if r.focus not in unread or r.shape.rpartition("#")[2] not in _TOLD_OTHERWISE
    ]
    return Report(tuple(kept)).joined(_result(kinds, one, letters) for one in unread.values())


def _result(kinds: Kinds, one: ReadDeadline, letters: Mapping[str, Mapping[str, str]]) -> Result:
    letter = letters.get(one.file, {}).get(_COLUMN, "")
    return Result(
        one.record,
        _PRINTED.value,
        one.deadline.printed,
        _UNDERSTOOD,
        "Warning",
        {lang: told_of(kinds, one, lang) for lang in LANGUAGES},
        one.file,
        one.row,
        _COLUMN,
        f"{letter}{one.row}" if letter else "",
    )


def told_of(kinds: Kinds, read: ReadDeadline, lang: str) -> str:
    """Return in one sentence what a row's deadline was read as, and that its kind says another."""
    called = {kind: kinds.get(kind, {}).get(lang, kind) for kind in KINDS}
    reading = tell(read.deadline, called, lang)
    if not read.kind:
        return reading
    words = texts("deadlines")
    given = called.get(read.kind, read.kind)
    return str(words["other-kind"][lang]).format(given=given, reading=reading)


def told(model: Model, deadline: Deadline, lang: str) -> str:
    """Return in one sentence what a deadline was read as."""
    kinds = deadline_kinds(model)
    return tell(deadline, {kind: labels[lang] for kind, labels in kinds.items()}, lang)


def deadline_kinds(model: Model) -> Kinds:
    """Return what each kind of deadline is called, by its name and the language."""
    return {iri.rpartition("/")[2]: labels for iri, labels in model.concepts[_SCHEME].items()}


def _slug(term: Term) -> str:
    return term.value.removeprefix(f"{_SCHEME}/") if isinstance(term, NamedNode) else ""


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
