"""What a table's chart shows: a number or a count, by which column; its numbers as a table."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from graphsvc.locale import day, texts
from graphsvc.network.chart import SERIES_SHOWN, Bar, Series, bars, columns, lines, marker
from graphsvc.network.tabular import NUMBERS, figure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from markupsafe import Markup

    from graphsvc.network.tabular import Head, Table

__all__ = ["Chart", "Options", "chart_offered", "charted", "options"]

COUNT: Final = "rows"
"""The measure that counts rows."""
_BARS_SHOWN: Final = 30
_MONTHS_SHOWN: Final = 48
_TICKS: Final = 5
_MONTHS: Final = 12
# Numbers that tell a row's place and measure nothing.
_PLACES: Final = frozenset({"position", "step", "year", "lineFrom", "lineTo"})
_BY: Final = ("concept", "boolean", "record", "string", "date")
"""Types that rows are told apart by, the best first."""
_FEW: Final = ("concept", "boolean", "date")
_GROUNDS: Final = frozenset({"basis", "clause"})


@dataclass(frozen=True)
class Options:
    """What can be chosen: the measures and the columns they are shown by."""

    measures: tuple[Head, ...]
    categories: tuple[Head, ...]


@dataclass(frozen=True)
class Chart:
    """A chart: the picture, its legend, and its numbers as rows under heads.

    Attributes:
        of, by: what it shows: a measure's name or `rows`, and the column's.
        notes: what the picture leaves out.
    """

    of: str
    by: str
    title: str
    svg: Markup
    legend: tuple[tuple[Markup, str], ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


def chart_offered(heads: Iterable[Head]) -> bool:
    """Return whether columns are worth a chart: there is a number, a code or a day among them."""
    return any(
        h.type in ("concept", "boolean", "date") or (h.type in NUMBERS and h.name not in _PLACES)
        for h in heads
    )


def options(heads: Sequence[Head]) -> Options:
    """Return what a chart of these columns can show."""
    return Options(
        tuple(h for h in heads if h.type in NUMBERS and h.name not in _PLACES),
        tuple(h for h in heads if h.type in _BY and h.name not in _GROUNDS),
    )


def charted(table: Table, of: str, by: str, lang: str) -> Chart | None:
    """Return the chart of a table, None where nothing can be charted.

    Args:
        of: the measure's name or `rows`; empty for the best.
        by: the column's name; empty for the best.
    """
    choice = options(table.heads)
    measure = table.named(of) if of else next(iter(choice.measures), None)
    if of == COUNT or not (measure and any(_number(c.value) for c in table.column(measure))):
        measure = None
    head = table.named(by) if by else _best(table, choice.categories, measure)
    if head is None or not table.rows:
        return None
    if measure is None:
        return _counted(table, head, lang)
    if head.type == "date":
        return _over_time(table, measure, head, lang)
    return _measured(table, measure, head, lang)


def _best(table: Table, categories: Sequence[Head], measure: Head | None) -> Head | None:
    found = {h: _counts(table, h) for h in categories}
    filled = [h for h in categories if found[h]]
    if measure:
        days = [h for h in filled if h.type == "date" and len(found[h]) > 1]
        names = [h for h in filled if h.type in ("record", "concept", "string")]
        # The same thing measured on several days is a line.
        if days and names and max(found[names[0]].values()) > 1:
            return days[0]
        return next(iter([*names, *filled]), None)
    groups = [h for h in filled if len(found[h]) > 1]
    # Names that hardly repeat make no groups.
    much = [h for h in groups if h.type in _FEW or 2 * len(found[h]) <= len(table.rows)]
    ranked = sorted(much, key=lambda h: _BY.index(h.type))
    return next(iter([*ranked, *filled]), None)


def _counts(table: Table, head: Head) -> Counter[str]:
    return Counter(c.shown for c in table.column(head) if c.value is not None)


def _counted(table: Table, head: Head, lang: str) -> Chart:
    """Return how many rows there are by a column."""
    words = texts("ui")
    title = str(words["chart_count_by"][lang]).format(by=head.label)
    cells = table.column(head)
    if head.type == "date":
        periods = _periods([c.value for c in cells if c.value], lang)
        if periods:
            items = [Bar(name, n, figure(n, lang)) for name, n in periods]
            none = sum(1 for c in cells if not c.value)
            return _chart(
                (COUNT, head, title), columns, items, lang,
                notes=_notes(lang, chart_without=none),
            )  # fmt: skip
    counts = Counter(c.shown or str(words["chart_none"][lang]) for c in cells)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0].casefold()))
    items = [Bar(name, n, figure(n, lang)) for name, n in ranked]
    return _chart((COUNT, head, title), bars, items, lang)


def _measured(table: Table, measure: Head, head: Head, lang: str) -> Chart:
    """Return a measure's values, one a row; a name that repeats has the next column beside it."""
    names = _names(table, head)
    values = [c.value for c in table.column(measure)]
    found = [
        Bar(name, value, figure(value, lang))
        for name, value in zip(names, values, strict=True)
        if _number(value)
    ]
    title = str(texts("ui")["chart_by"][lang]).format(of=measure.label, by=head.label)
    return _chart(
        (measure.name, head, title), bars, sorted(found, key=lambda b: -b.value), lang,
        of=measure.label, notes=_notes(lang, chart_without=len(values) - len(found)),
    )  # fmt: skip


def _over_time(table: Table, measure: Head, head: Head, lang: str) -> Chart:
    """Return a measure's values as lines over the days of a column, one a name."""
    others = [h for h in table.heads if h.type in ("record", "concept") and h.name not in _GROUNDS]
    naming = max(others, key=lambda h: len({c.value for c in table.column(h)}), default=None)
    names = [c.shown for c in table.column(naming)] if naming else [measure.label] * len(table.rows)
    points: dict[str, list[tuple[str, float]]] = defaultdict(list)
    rows: list[tuple[str, ...]] = []
    days, values = table.column(head), table.column(measure)
    for name, on, value in zip(names, days, values, strict=True):
        if on.value and _number(value.value):
            points[name].append((on.value, value.value))
            rows.append((name, on.shown, value.shown))
    series = [
        Series(name, tuple((_ordinal(on), v) for on, v in sorted(found)))
        for name, found in sorted(points.items(), key=lambda p: (-len(p[1]), p[0]))
    ]
    title = str(texts("ui")["chart_by"][lang]).format(of=measure.label, by=head.label)
    drawn = series[:SERIES_SHOWN]
    moments = sorted({on for found in points.values() for on, _ in found})
    scale = _scale([v for one in drawn for _, v in one.points], lang)
    svg = lines(
        drawn,
        [(_ordinal(on), day(on, lang)) for on in moments],
        scale,
        title=title,
        description=_told([Bar(f"{r[0]}, {r[1]}", 0, r[2]) for r in rows], lang),
    )
    lost = len(table.rows) - len(rows)
    left = len(series) - len(drawn)
    heads = (naming.label if naming else "", head.label, measure.label)
    return Chart(
        measure.name, head.name, title, svg,
        tuple((marker(n), one.label) for n, one in enumerate(drawn)),
        heads, tuple(rows),
        _notes(lang, chart_without=lost, chart_more=left, chart_not_from_zero=scale[0][0] > 0),
    )  # fmt: skip


def _chart(  # noqa: PLR0913  # each is a part of the chart
    what: tuple[str, Head, str],
    draw: Callable[..., Markup],
    items: list[Bar],
    lang: str,
    *,
    of: str = "",
    notes: tuple[str, ...] = (),
) -> Chart:
    measure, head, title = what
    drawn = items if draw is columns else items[:_BARS_SHOWN]
    notes = (*notes, *_notes(lang, chart_more=len(items) - len(drawn)))
    svg = draw(drawn, title=title, description=_told(drawn, lang))
    heads = (head.label, of or str(texts("ui")["chart_count"][lang]))
    return Chart(
        measure, head.name, title, svg, (), heads, tuple((i.label, i.shown) for i in items), notes
    )


def _notes(lang: str, **counts: int) -> tuple[str, ...]:
    """Return what is left out, with its number, where anything is."""
    words = texts("ui")
    return tuple(str(words[name][lang]).format(count=n) for name, n in counts.items() if n)


def _told(items: Sequence[Bar], lang: str) -> str:
    """Return the first values in words, for who does not see the picture."""
    few = "; ".join(f"{i.label}: {i.shown}" for i in items[:_TICKS])
    rest = len(items) - _TICKS
    more = str(texts("ui")["chart_told_more"][lang]).format(count=rest) if rest > 0 else ""
    return f"{few}{more}."


def _names(table: Table, head: Head) -> list[str]:
    """Return each row's name; where a column's value repeats, other columns tell the rows apart."""
    names = [c.shown for c in table.column(head)]
    others = [h for h in table.heads if h is not head and h.type in _BY and h.name not in _GROUNDS]
    for other in others:
        repeated = {name for name, n in Counter(names).items() if n > 1}
        if not repeated:
            break
        shown = [c.shown for c in table.column(other)]
        names = [
            f"{name} — {more}" if name in repeated and more else name
            for name, more in zip(names, shown, strict=True)
        ]
    return names


def _periods(days: list[str], lang: str) -> list[tuple[str, int]]:
    """Return the number of days in each month or year from the first to the last."""
    if not days:
        return []
    months = [date.fromisoformat(d).year * _MONTHS + date.fromisoformat(d).month - 1 for d in days]
    yearly = max(months) - min(months) >= _MONTHS_SHOWN
    found = Counter(m // _MONTHS if yearly else m for m in months)
    span = range(min(found), max(found) + 1)
    if len(span) > 2 * _MONTHS_SHOWN:
        return []
    return [(str(n) if yearly else _month(n, lang), found[n]) for n in span]


def _month(number: int, lang: str) -> str:
    year, month = divmod(number, _MONTHS)
    return f"{month + 1:02}.{year}" if lang == "ru" else f"{year}-{month + 1:02}"


def _scale(values: list[float], lang: str) -> list[tuple[float, str]]:
    """Return round heights that hold all values, from zero where that is not far."""
    low, high = min(values), max(values)
    if 0 < low < high and low > 0.7 * high:  # zero would flatten the line
        pass
    else:
        low, high = min(0.0, low), max(0.0, high)
    rough = (high - low or abs(high) or 1.0) / (_TICKS - 1)
    size = 10 ** math.floor(math.log10(rough))
    step = next(size * n for n in (1, 2, 5, 10) if size * n >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [(n * step, figure(float(f"{n * step:.9g}"), lang)) for n in range(first, last + 1)]


def _ordinal(text: str) -> float:
    return float(date.fromisoformat(text).toordinal())


def _number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
