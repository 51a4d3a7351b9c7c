"""How a plan's rows are shown: named, narrowed, put into groups, placed along time."""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphsvc.audits.plan_axis import Bar, bars
from graphsvc.audits.plan_rows import GROUPS, group_of
from graphsvc.errors import ParameterError
from graphsvc.locale import day, texts
from graphsvc.rdf.names import PREFIXES, compact, expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graphsvc.api.state import Service
    from graphsvc.audits.plan_axis import Axis
    from graphsvc.audits.plan_rows import PlanSheet, Row

__all__ = [
    "BY",
    "Debtor",
    "Group",
    "RowView",
    "grouped",
    "narrowed",
    "one_of",
    "responsibles",
    "shares",
    "state_name",
]

BY = ("section", "kind", "body")
_KINDS = PREFIXES["scheme"] + "deadline-kind"
_STATES = PREFIXES["scheme"] + "calendar-state/"
_FEW = 4  # days that fit into a sentence


@dataclass(frozen=True)
class Debtor:
    """A body that owes a row: in how many occurrences it is in which state."""

    body: str
    label: str
    states: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class RowView:
    """A row as a page shows it.

    Attributes:
        group: of `GROUPS`; `state` is the calendar's state that puts it there.
        told: what its drawing shows, in words.
        done, owing: how many bodies have done what is due, of how many.
    """

    row: Row
    label: str
    state: str
    state_label: str
    group: str
    bars: tuple[Bar, ...]
    told: str
    done: int
    owing: int
    debtors: tuple[Debtor, ...]


@dataclass(frozen=True)
class Group:
    """Rows under one heading; `drawn` have a place in time, `bare` have none."""

    key: str
    label: str
    href: str
    drawn: tuple[RowView, ...]
    bare: tuple[RowView, ...]

    @property
    def size(self) -> int:
        """How many rows it has, parts of rows left out."""
        return sum(not v.row.whole for v in (*self.drawn, *self.bare))


def one_of(name: str, value: str, known: Sequence[str]) -> str:
    """Return a parameter's value, the first of the known where none is given.

    Raises:
        ParameterError: it is none of them; the nearest is named.
    """
    if not value or value in known:
        return value or known[0]
    near = difflib.get_close_matches(value, known, 1, 0.6)
    raise ParameterError(
        name=name, value=value[:60], expected=near[0] if near else ", ".join(known)
    )


def state_name(service: Service, state: str, lang: str) -> str:
    """Return what a state of the calendar is called."""
    return service.labels.label(_STATES + state, lang)


def responsibles(service: Service, sheet: PlanSheet, lang: str) -> list[tuple[str, str, int]]:
    """Return the bodies, kinds and persons that a plan names or means, with how many rows each."""
    counts: Counter[str] = Counter()
    for row in sheet.wholes:
        counts.update({n.iri for n in row.named} | set(row.bodies))
    named = [(compact(iri), service.labels.label(iri, lang), n) for iri, n in counts.items()]
    return sorted(named, key=lambda one: one[1].casefold())


def narrowed(sheet: PlanSheet, responsible: str, state: str) -> tuple[Row, ...]:
    """Return the rows of a responsible and in a group of states; all where none is given.

    Raises:
        ParameterError: the plan names no such responsible, or there is no such group.
    """
    if state:
        one_of("state", state, tuple(GROUPS))
    rows: Iterable[Row] = sheet.rows
    if responsible:
        iri = expand(responsible)
        rows = [mine for r in rows if (mine := r.of(iri))]
        if not rows:
            known = {compact(i) for r in sheet.rows for i in (*r.bodies, *(n.iri for n in r.named))}
            near = difflib.get_close_matches(responsible, sorted(known), 1, 0.5)
            told = near[0] if near else ", ".join(sorted(known)[:5])
            raise ParameterError(name="responsible", value=responsible[:80], expected=told)
    return tuple(r for r in rows if state in ("", group_of(r.state)))


def grouped(  # noqa: PLR0913  # what a heading and a row are made of
    service: Service,
    sheet: PlanSheet,
    rows: Sequence[Row],
    *,
    by: str,
    axis: Axis | None,
    lang: str,
) -> list[Group]:
    """Return rows under the headings of `BY`, each heading with what has a place in time first."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        for key, mine in _keys(row, by):
            found.setdefault(key, []).append(mine)
    names = {key: _name(service, key, by, lang) for key in found}
    order = list(service.registry.model.concepts.get(_KINDS, {}))
    keys = list(found)
    if by == "kind":
        keys.sort(key=lambda k: order.index(k) if k in order else len(order))
    elif by == "body":
        keys.sort(key=lambda k: (not k, names[k].casefold()))
    groups: list[Group] = []
    for key in keys:
        views = [_view(service, sheet, row, axis, lang) for row in found[key]]
        groups.append(
            Group(
                key=compact(key).replace("/", "-") or "none",
                label=names[key],
                href=key if key.startswith("http") else "",
                drawn=tuple(v for v in views if v.bars),
                bare=tuple(v for v in views if not v.bars),
            )
        )
    return groups


def shares(counts: dict[str, int]) -> list[tuple[str, int, float, float]]:
    """Return each group of states with its number, and where its share begins and how wide it is.

    Groups with none are left out; places are of a hundred.
    """
    total = sum(counts.values())
    found: list[tuple[str, int, float, float]] = []
    at = 0.0
    for name, count in counts.items():
        if count:
            width = count / total * 100
            found.append((name, count, round(at, 2), round(width, 2)))
            at += width
    return found


def _keys(row: Row, by: str) -> list[tuple[str, Row]]:
    if by == "section":
        return [(row.section, row)]
    if by == "kind":
        return [(row.kind, row)]
    if row.bodies:
        return [(body, mine) for body in row.bodies if (mine := row.of(body))]
    return [(iri, row) for iri in dict.fromkeys(n.iri for n in row.named)] or [("", row)]


def _name(service: Service, key: str, by: str, lang: str) -> str:
    if key:
        return service.labels.label(key, lang)
    return str(texts("ui")[f"plan_no_{by}"][lang])


def _view(service: Service, sheet: PlanSheet, row: Row, axis: Axis | None, lang: str) -> RowView:
    state = row.state
    done, owing = row.done_by()
    drawn = tuple(bars(row, axis, sheet)) if axis else ()
    return RowView(
        row=row,
        label=service.labels.label(row.activity, lang),
        state=state,
        state_label=state_name(service, state, lang),
        group=group_of(state),
        bars=drawn,
        told=_told(service, drawn, lang),
        done=done,
        owing=owing,
        debtors=_debtors(service, row, lang),
    )


def _debtors(service: Service, row: Row, lang: str) -> tuple[Debtor, ...]:
    found: list[Debtor] = []
    for body in row.bodies:
        counts = Counter(o.state for o in row.owed if o.body == body)
        states = [s for names in GROUPS.values() for s in names if s in counts]
        told = tuple((s, state_name(service, s, lang), counts[s]) for s in states)
        found.append(Debtor(body, service.labels.label(body, lang), told))
    return tuple(sorted(found, key=lambda d: d.label))


def _told(service: Service, drawn: Sequence[Bar], lang: str) -> str:
    """Return what the bars show: their days and states, or counts where they are many."""
    words = texts("ui")
    if len(drawn) > _FEW:
        counts = Counter(b.state for b in drawn)
        told = [f"{state_name(service, s, lang)} — {n}" for s, n in counts.items()]
        return f"{words['plan_pieces'][lang]} {len(drawn)}: {', '.join(told)}"
    return "; ".join(
        words["plan_always"][lang]
        if b.open
        else f"{_days(b, lang)}: {state_name(service, b.state, lang)}"
        for b in drawn
    )


def _days(bar: Bar, lang: str) -> str:
    named = [day(d.isoformat(), lang) for d in (bar.since, bar.until) if d]
    return " – ".join(dict.fromkeys(named))
