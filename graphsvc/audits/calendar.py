"""A body's calendar: what it owes in a period from all plans, with the state of each on a day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from graphsvc.errors import ParameterError
from graphsvc.rdf.names import BASE, expand

if TYPE_CHECKING:
    from graphsvc.projections.labels import Labels
    from graphsvc.questions.catalogue import Catalogue
    from graphsvc.questions.receipts import Receipt
    from graphsvc.questions.running import Asker

__all__ = ["STATES", "Calendar", "Calendars", "Entry", "Period", "quarter"]

QUESTION = "calendar-of-body"
_STATE = f"{BASE}scheme/calendar-state/"
STATES = (
    "overdue",
    "missed",
    "due-before-approval",
    "unproven",
    "not-yet-due",
    "done-late",
    "done",
    "ongoing",
    "by-reference",
    "no-deadline",
)
"""The states, as the code list of that name has them; what needs somebody to act comes first."""
MARKED = frozenset({"done", "done-late", "unproven"})
_MONTHS = 3  # of a quarter


@dataclass(frozen=True)
class Period:
    """First and last day; both belong to it."""

    since: date
    until: date


@dataclass(frozen=True)
class Entry:
    """One activity, or one occurrence of it, that a body owes.

    Attributes:
        activity: IRI of the plan's row.
        named: as what the row names the body.
        deadline: as printed, empty where nothing is.
        occurrence: first day of the occurrence, None for what is done once.
        start: first day, None where no day begins it or it has no days at all.
        end: last day, None for what has no days.
        state: one of `STATES`.
        state_label: its name.
        early: the deadline ended before the plan was approved.
        decision: IRI of the decision that gave the task, empty where none did.
        clause: as printed; `basis` is its IRI; both empty where no document is cited.
    """

    activity: str
    activity_label: str
    plan: str
    plan_label: str
    named: str
    deadline: str
    occurrence: date | None
    start: date | None
    end: date | None
    state: str
    state_label: str
    early: bool
    marked_on: date | None
    evidence: str
    decision: str
    decision_label: str
    clause: str
    basis: str

    @property
    def marked(self) -> bool:
        """Whether somebody has marked it done."""
        return self.state in MARKED


@dataclass(frozen=True)
class Calendar:
    """What a body owes; entries by last day, those without days last."""

    body: str
    body_label: str
    period: Period
    on: date
    entries: tuple[Entry, ...]
    explanation: str
    receipt: Receipt

    @property
    def states(self) -> dict[str, int]:
        """How many entries are in each state there is, in the order of `STATES`."""
        found = Counter(e.state for e in self.entries)
        return {s: found[s] for s in STATES if s in found}

    def as_json(self) -> dict[str, Any]:
        """Return it as the API gives it."""
        return {
            "body": self.body,
            "bodyLabel": self.body_label,
            "from": self.period.since.isoformat(),
            "to": self.period.until.isoformat(),
            "date": self.on.isoformat(),
            "states": self.states,
            "entries": [_entry_json(e) for e in self.entries],
            "count": len(self.entries),
            "explanation": self.explanation,
            "receipt": self.receipt,
        }


class Calendars:
    """Makes out the calendars of bodies."""

    def __init__(self, catalogue: Catalogue, asker: Asker, labels: Labels) -> None:
        self._catalogue, self._asker, self._labels = catalogue, asker, labels

    def of(self, body: str, period: Period, on: date, lang: str = "ru") -> Calendar:
        """Return what a body owes in a period, as it stands on a day.

        Args:
            body: IRI or short name of the body.

        Raises:
            ParameterError: there is no such body, or the period ends before it begins.
        """
        if not body:
            raise ParameterError(name="body", value="", expected="a-record")
        if period.until < period.since:
            last = period.until.isoformat()
            raise ParameterError(name="to", value=last, expected="a-period")
        iri = expand(body if "/" in body else f"body/{body}")
        given = {
            "body": iri,
            "since": period.since.isoformat(),
            "until": period.until.isoformat(),
        }
        question = self._catalogue[QUESTION]
        answer = self._asker.ask(question, given, on=on.isoformat(), lang=lang)
        entries = tuple(sorted((_entry(row) for row in answer.rows), key=_order))
        label = self._labels.label(iri, lang)
        return Calendar(iri, label, period, on, entries, answer.explanation, answer.receipt)


def quarter(day: date, later: int = 0) -> Period:
    """Return the calendar quarter of a day, or the one so many quarters later."""
    months = day.year * 12 + (day.month - 1) // _MONTHS * _MONTHS + later * _MONTHS
    return Period(_first(months), _first(months + _MONTHS) - timedelta(days=1))


def _first(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(
        activity=row["activity"],
        activity_label=row["activityLabel"],
        plan=row["plan"],
        plan_label=row["planLabel"],
        named=row["printedForm"] or "",
        deadline=row["deadline"] or "",
        occurrence=_day(row["occurrence"]),
        start=_day(row["start"]),
        end=_day(row["end"]),
        state=row["state"].removeprefix(_STATE),
        state_label=row["stateLabel"],
        early=row["dueBeforeApproval"],
        marked_on=_day(row["markedOn"]),
        evidence=row["evidence"] or "",
        decision=row["decision"] or "",
        decision_label=row["decisionLabel"] or "",
        clause=row["clause"] or "",
        basis=row["basis"] or "",
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _order(entry: Entry) -> tuple[date, date, str, str]:
    end = entry.end or date.max
    return end, entry.start or end, entry.plan_label, entry.activity


def _entry_json(entry: Entry) -> dict[str, Any]:
    days = {
        name: day.isoformat() if day else None
        for name, day in (
            ("occurrence", entry.occurrence),
            ("start", entry.start),
            ("end", entry.end),
            ("markedOn", entry.marked_on),
        )
    }
    return {
        "activity": entry.activity,
        "activityLabel": entry.activity_label,
        "plan": entry.plan,
        "planLabel": entry.plan_label,
        "printedForm": entry.named,
        "deadline": entry.deadline or None,
        **days,
        "state": entry.state,
        "stateLabel": entry.state_label,
        "dueBeforeApproval": entry.early,
        "evidence": entry.evidence or None,
        "decision": entry.decision or None,
        "decisionLabel": entry.decision_label or None,
        "clause": entry.clause or None,
        "basis": entry.basis or None,
    }
