"""Two plans side by side: what they are about, what is alike in them, who answers in each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from graphsvc.audits.kept import Kept
from graphsvc.audits.plan_alike import Titled, alike
from graphsvc.projections.stems import stems
from graphsvc.rdf.names import compact, rms
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.audits.plan_alike import Alike
    from graphsvc.audits.plan_reading import Plans
    from graphsvc.audits.plan_rows import PlanSheet, Row
    from graphsvc.audits.sources import Sources

__all__ = ["Changed", "Comparer", "Comparison", "Side"]

_QUESTION = "responsibilities-2019-2023"
_KEPT = 40


@dataclass(frozen=True)
class Side:
    """One of the two plans.

    Attributes:
        sections: IRI and name, empty for rows outside sections, and how many rows each has.
        only: its rows to which none of the other plan is alike.
    """

    plan: str
    name: str
    sheet: PlanSheet
    sections: tuple[tuple[str, str, int], ...]
    only: tuple[Row, ...]

    @property
    def year(self) -> int | None:
        """The year its period begins, else that of its approval."""
        day = self.sheet.since or self.sheet.approved
        return day.year if day else None


@dataclass(frozen=True)
class Changed:
    """A kind of work for which others answer in the second plan; IRI and name of each."""

    kind: str
    name: str
    earlier: tuple[tuple[str, str], ...]
    later: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Comparison:
    """What comparing two plans gives.

    Attributes:
        pairs: for each row of the first plan that has any, those alike; the most alike first.
        rows: by IRI; `labels` of rows and kinds of work likewise.
        kinds: kinds of work by name, with how many rows of either plan are of each.
    """

    first: Side
    second: Side
    pairs: tuple[tuple[str, tuple[Alike, ...]], ...]
    rows: dict[str, Row]
    labels: dict[str, str]
    kinds: tuple[tuple[str, str, int, int], ...]
    changed: tuple[Changed, ...]


class Comparer:
    """Compares plans; a comparison is kept until the data change."""

    def __init__(self, plans: Plans, sources: Sources) -> None:
        self._plans, self._sources = plans, sources
        self._kept: Kept[Comparison] = Kept(sources.store, _KEPT)

    def compare(self, first: str, second: str, lang: str) -> Comparison:
        """Return two plans compared.

        Args:
            first: IRI of a plan; `second` likewise.
        """
        return self._kept.get((first, second, lang), lambda: self._made(first, second, lang))

    def _made(self, first: str, second: str, lang: str) -> Comparison:
        label = self._sources.labels.label
        # What is compared stands in the plans; the day only matters to states, which are not shown.
        sheets = [self._plans.sheet(plan, date.min) for plan in (first, second)]
        titled = [{r.activity: self._titled(r) for r in s.rows} for s in sheets]
        areas = {s.area for s in sheets if s.area}
        ignored = {stem for a in areas for stem in stems(label(a, "ru"))}
        # A whole whose parts stand below it is compared by them: its title repeats theirs.
        wholes = {r.whole for s in sheets for r in s.rows}
        single = [{iri: t for iri, t in rows.items() if iri not in wholes} for rows in titled]
        pairs = alike(single[0], single[1], ignored)
        met = [{p.first for p in pairs}, {p.second for p in pairs}]
        one, other = (self._side(s, m, lang) for s, m in zip(sheets, met, strict=True))
        rows = {r.activity: r for s in sheets for r in s.rows}
        named = {*rows, *(k for p in pairs for k in p.kinds)}
        return Comparison(
            first=one,
            second=other,
            pairs=_by_first(pairs),
            rows=rows,
            labels={iri: label(iri, lang) for iri in named},
            kinds=self._by_kind(sheets, titled, lang),
            changed=self._changed(first, second, lang),
        )

    def _titled(self, row: Row) -> Titled:
        found = self._sources.store.values(NamedNode(row.activity), rms("workKind"))
        kinds = frozenset(v.value for v in found if isinstance(v, NamedNode))
        return Titled(self._sources.labels.label(row.activity, "ru"), kinds)

    def _side(self, sheet: PlanSheet, met: set[str], lang: str) -> Side:
        label = self._sources.labels.label
        counts = Counter(r.section for r in sheet.wholes)
        whole_of = {r.activity: r.whole or r.activity for r in sheet.rows}
        taken = {whole_of[activity] for activity in met}
        return Side(
            plan=sheet.plan,
            name=label(sheet.plan, lang),
            sheet=sheet,
            sections=tuple((s, label(s, lang) if s else "", n) for s, n in counts.items()),
            only=tuple(r for r in sheet.wholes if r.activity not in taken),
        )

    def _by_kind(
        self, sheets: list[PlanSheet], titled: list[dict[str, Titled]], lang: str
    ) -> tuple[tuple[str, str, int, int], ...]:
        counts = [
            Counter(k for r in sheet.wholes for k in titles[r.activity].kinds)
            for sheet, titles in zip(sheets, titled, strict=True)
        ]
        named = ((k, self._sources.labels.label(k, lang)) for k in counts[0] | counts[1])
        ordered = sorted(named, key=lambda pair: pair[1])
        return tuple((k, name, counts[0][k], counts[1][k]) for k, name in ordered)

    def _changed(self, first: str, second: str, lang: str) -> tuple[Changed, ...]:
        question = self._sources.catalogue[_QUESTION]
        given = {"earlier": compact(first), "later": compact(second), "workKind": ""}
        found: dict[tuple[str, str], tuple[set[tuple[str, str]], set[tuple[str, str]]]] = {}
        for row in self._sources.asker.ask(question, given, lang=lang).rows:
            key = str(row["workKindLabel"]), str(row["workKind"])
            earlier, later = found.setdefault(key, (set(), set()))
            name = str(row["responsibleLabel"] or row["printedForm"])
            side = later if row["plan"] == second else earlier
            side.add((str(row["responsible"] or ""), name))
        return tuple(
            Changed(kind, name, _by_name(earlier), _by_name(later))
            for (name, kind), (earlier, later) in sorted(found.items())
            if earlier and later and earlier != later
        )


def _by_name(who: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(who, key=lambda one: (one[1], one[0])))


def _by_first(pairs: Iterable[Alike]) -> tuple[tuple[str, tuple[Alike, ...]], ...]:
    """Return the pairs under their first row, in the order in which each row first comes."""
    found: dict[str, list[Alike]] = {}
    for pair in pairs:
        found.setdefault(pair.first, []).append(pair)
    return tuple((first, tuple(of_first)) for first, of_first in found.items())
