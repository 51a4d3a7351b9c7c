"""Reading plans from the store: rows, those responsible, occurrences and marks."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from graphsvc.audits.kept import Kept
from graphsvc.audits.places import Places
from graphsvc.audits.plan_rows import Named, Owed, PlanSheet, Row, group_of
from graphsvc.rdf.names import PREFIXES, RDF_TYPE, rms
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.audits.calendar import Period
    from graphsvc.projections.reading import StoreReader

__all__ = ["Plans"]

_KEPT = 400
_READ_AT_ONCE = 100  # plans; each takes about 10 ms the first time
_SPATIAL = PREFIXES["dcterms"] + "spatial"
_STATUS = NamedNode(PREFIXES["adms"] + "status")
_EXISTING = NamedNode(PREFIXES["scheme"] + "body-status/existing")
_DATED = NamedNode(PREFIXES["eli"] + "date_document")
_KIND = PREFIXES["scheme"] + "deadline-kind/"
_UNDATED = {_KIND + "ongoing": "ongoing", _KIND + "by-reference": "by-reference"}
_PLANS = "SELECT DISTINCT ?plan { ?activity rms:plan ?plan }"

_Values = dict[str, list[str]]
_Piece = tuple[date | None, date | None, date | None]  # occurrence, start, end


class Plans:
    """Reads plans; what was read is kept until the data change."""

    def __init__(self, store: StoreReader) -> None:
        self._store = store
        self._sheets: Kept[PlanSheet] = Kept(store, _KEPT)
        self._listed: Kept[tuple[str, ...]] = Kept(store, 1)
        self._owing: Kept[dict[str, Counter[str]]] = Kept(store, 60)

    def listed(self) -> tuple[str, ...]:
        """Return the IRIs of the documents that have rows, sorted."""
        return self._listed.get(
            "", lambda: tuple(sorted(r["plan"].value for r in self._store.select(_PLANS)))
        )

    def sheet(self, plan: str, on: date) -> PlanSheet:
        """Return a plan's rows as they stand on a day; none for what is no plan."""
        return self._sheets.get((plan, on), lambda: _Reading(self._store, plan, on).sheet())

    def owing(self, on: date, quarter: Period | None = None) -> dict[str, Counter[str]]:
        """Return the bodies that owe something, each with how many entries are in each of `GROUPS`.

        The entries are those of the body's calendar: a row, a part or an occurrence each. With very
        many plans it is empty: to read them all would take too long for a page.

        Args:
            quarter: count what the page of this quarter shows: its entries and, unless the quarter
                is over, what fell due before it. Everything where none is given.
        """
        return self._owing.get((on, quarter), lambda: self._counted(on, quarter))

    def within(self, territory: str) -> set[str]:
        """Return a territory and all that lie within it."""
        return Places(self._store).within(territory)

    def _counted(self, on: date, quarter: Period | None) -> dict[str, Counter[str]]:
        counts: dict[str, Counter[str]] = {}
        plans = self.listed()
        for sheet in (self.sheet(p, on) for p in plans if len(plans) <= _READ_AT_ONCE):
            for owed in (o for row in sheet.rows for o in row.owed if o.body):
                mine = counts.setdefault(owed.body, Counter())
                if quarter is None or _shown(owed, sheet, quarter):
                    mine[group_of(owed.state)] += 1
        return counts


class _Reading:
    """One plan read on one day."""

    def __init__(self, store: StoreReader, plan: str, on: date) -> None:
        self._store, self._plan, self._on = store, plan, on
        self._known: dict[str, _Values] = {}
        of_plan = self._of(plan)
        self._area = _first(of_plan, _SPATIAL)
        self._within = Places(store).within(self._area) if self._area else set[str]()
        self._of_kind: dict[str, list[str]] = {}
        self._approvals = tuple(sorted(of_plan.get(_own("approvedBy"), [])))
        days = [self._of(a).get(_DATED.value, []) for a in self._approvals]
        # A deadline is early where it ends before any of the approvals, as in the calendar.
        self._approved = max((_day(d) for d in chain(*days)), default=None)
        self._first_approved = min((_day(d) for d in chain(*days)), default=None)

    def sheet(self) -> PlanSheet:
        plan = self._of(self._plan)
        found = [s.value for s, _ in self._store.referrers(NamedNode(self._plan), rms("plan"))]
        rows = {iri: self._row(iri) for iri in found}

        def place(row: Row) -> tuple[int, str, bool, int, str]:
            whole = rows.get(row.whole, row)
            return whole.position, whole.activity, bool(row.whole), row.position, row.activity

        return PlanSheet(
            plan=self._plan,
            on=self._on,
            approvals=self._approvals,
            approved=self._first_approved,
            since=_date(plan, "periodFrom"),
            until=_date(plan, "periodTo"),
            area=self._area,
            rows=tuple(sorted(rows.values(), key=place)),
        )

    def _row(self, activity: str) -> Row:
        own = self._of(activity)
        whole = _first(own, _own("parentActivity"))
        kind = _first(own, _own("deadlineKind"))
        inherits = bool(whole) and kind == _KIND + "none"
        dated = whole if inherits else activity
        days = self._of(dated)
        named = self._named(activity) or (self._named(whole) if whole else ())
        kind = _first(days, _own("deadlineKind"))
        bodies = sorted({b for n in named for b in self._bodies(n)}) or [""]
        pieces = self._pieces(dated)
        marks = self._records(activity, "Completion")
        owed = [self._owed(kind, b, piece, marks) for piece in pieces for b in bodies]
        return Row(
            activity=activity,
            position=int(_first(own, _own("position")) or 0),
            whole=whole,
            section=_first(own, _own("section")),
            number=_first(own, _own("printedNumber")),
            kind=kind,
            deadline=_first(days, _own("deadlinePrinted")),
            responsible=_first(own, _own("responsiblePrinted")),
            result=_first(own, _own("resultPrinted")),
            start=_date(days, "deadlineStart"),
            end=_date(days, "deadlineEnd"),
            named=named,
            owed=tuple(owed),
        )

    def _named(self, activity: str) -> tuple[Named, ...]:
        found: list[tuple[int, Named]] = []
        for record in self._records(activity, "Responsibility"):
            if not (role := _first(record, _own("responsibilityRole"))):
                continue
            printed = _first(record, _own("printedForm"))
            place = int(_first(record, _own("position")) or 0)
            for path in ("body", "bodyKind", "person"):
                found += [(place, Named(printed, i, role)) for i in record.get(_own(path), [])]
        return tuple(n for _, n in sorted(found, key=lambda f: (f[0], f[1].iri)))

    def _bodies(self, named: Named) -> list[str]:
        """Return the bodies of the day that are meant: one itself, or those of a kind."""
        if named.iri not in self._of_kind:
            kind = NamedNode(named.iri)
            of_kind = [s.value for s, _ in self._store.referrers(kind, rms("kind"))]
            meant = [b for b in of_kind if self._within.intersection(self._of(b).get(_SPATIAL, []))]
            candidates = meant if not named.iri.startswith(PREFIXES["id"]) else [named.iri]
            self._of_kind[named.iri] = [b for b in candidates if self._exists(b)]
        return self._of_kind[named.iri]

    def _exists(self, body: str) -> bool:
        values = self._of(body)
        begins = [_day(d) for d in values.get(_own("validFrom"), [])]
        ends = [_day(d) for d in values.get(_own("validTo"), [])]
        return (
            _EXISTING.value in values.get(_STATUS.value, [])
            and all(d <= self._on for d in begins)
            and all(d >= self._on for d in ends)
        )

    def _pieces(self, dated: str) -> list[_Piece]:
        found = [
            (_day(start), _day(start), _day(end))
            for record in self._records(dated, "Occurrence")
            for start in record.get(_own("occurrenceStart"), [])
            for end in record.get(_own("occurrenceEnd"), [])
        ]
        values = self._of(dated)
        once: _Piece = (None, _date(values, "deadlineStart"), _date(values, "deadlineEnd"))
        return sorted(found, key=lambda p: p[1:]) if found else [once]

    def _owed(self, kind: str, body: str, piece: _Piece, marks: list[_Values]) -> Owed:
        occurrence, *_ = piece
        days: list[date] = []
        proofs: list[str] = []
        for mark in marks:
            by = mark.get(_own("body"), [])
            of = [_day(d) for d in mark.get(_own("occurrenceStart"), [])]
            made = [d for d in map(_day, mark.get(_own("date"), [])) if d <= self._on]
            if (body and body not in by) or (occurrence and occurrence not in of):
                continue
            days += made
            proofs += mark.get(_own("evidence"), []) if made else []
        marked, proof = min(days, default=None), min(proofs, default="")
        return Owed(body, *piece, self._state(kind, piece, marked, proof), marked, proof)

    def _state(self, kind: str, piece: _Piece, marked: date | None, proof: str) -> str:
        occurrence, _, end = piece
        if marked:
            late = end is not None and marked > end
            return "unproven" if not proof else "done-late" if late else "done"
        if end is None:
            return _UNDATED.get(kind, "no-deadline")
        if end >= self._on:
            return "not-yet-due"
        if self._approved and end < self._approved:
            return "due-before-approval"
        return "missed" if occurrence else "overdue"

    def _records(self, activity: str, kind: str) -> list[_Values]:
        """Return what is said of the records of a type that are about an activity."""
        about = self._store.referrers(NamedNode(activity), rms("activity"))
        found = (self._of(s.value) for s, _ in about)
        return [r for r in found if rms(kind).value in r.get(RDF_TYPE.value, [])]

    def _of(self, iri: str) -> _Values:
        if iri not in self._known:
            values: _Values = {}
            for triple in self._store.describe(NamedNode(iri)):
                values.setdefault(triple.predicate.value, []).append(_text(triple.object))
            self._known[iri] = {path: sorted(texts) for path, texts in values.items()}
        return self._known[iri]


def _shown(owed: Owed, sheet: PlanSheet, quarter: Period) -> bool:
    """Return whether the page of a quarter shows an entry, as `calendar-of-body` has it."""
    if owed.end is None:  # owed as long as its plan runs
        ended = sheet.until is not None and sheet.until < quarter.since
        return not ended and (sheet.since is None or sheet.since <= quarter.until)
    if owed.end < quarter.since:
        return quarter.until >= sheet.on
    return (owed.start or owed.end) <= quarter.until


def _own(name: str) -> str:
    return rms(name).value


def _text(term: object) -> str:
    return str(getattr(term, "value", term))


def _first(values: _Values, path: str) -> str:
    return next(iter(values.get(path, [])), "")


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


def _date(values: _Values, name: str) -> date | None:
    found: Iterable[str] = values.get(_own(name), [])
    return next(map(_day, found), None)
