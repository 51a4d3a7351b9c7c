"""Which view of an answer an address names: table with its order and page, graph, or chart."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from graphsvc.api import views
from graphsvc.api.rendering import synthetic_graphs
from graphsvc.errors import ParameterError
from graphsvc.network.charting import COUNT, charted, options
from graphsvc.rdf.names import ID
from graphsvc.sent import whole_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from graphsvc.api.state import Service
    from graphsvc.network.charting import Chart, Options
    from graphsvc.network.tabular import Table

__all__ = [
    "VIEW_NAMES",
    "ChartView",
    "Page",
    "addresses",
    "chart_view",
    "chosen",
    "made_of",
    "page_of",
]

VIEW_NAMES: Final = frozenset({"view", "sort", "page", "of", "by"})
"""What an address says of the view; no question has parameters of these names."""
PAGE_ROWS: Final = 200


@dataclass(frozen=True)
class Page:
    """The rows of a page, by their numbers in the answer.

    Attributes:
        sort: the name of the column they are sorted by, empty for the answer's own order.
        down: whether the greatest comes first.
        number, pages: of this page, from 1, and of how many.
        first: which row of all the page begins with, from 1.
    """

    rows: list[int]
    sort: str
    down: bool
    number: int
    pages: int
    first: int


@dataclass(frozen=True)
class ChartView:
    """A chart and what else could be charted; `chart` is None where there is nothing to draw."""

    chart: Chart | None
    options: Options


def addresses(path: str, given: Mapping[str, str]) -> Callable[..., str]:
    """Return what makes the addresses of other views: an empty value leaves a name out."""

    def address(**changes: object) -> str:
        wanted = {**given, **{k: str(v) for k, v in changes.items()}}
        kept = {k: v for k, v in wanted.items() if v or k not in changes}
        return f"{path}?{urlencode(kept)}" if kept else path

    return address


def chosen(
    asked: Mapping[str, str], offered: Sequence[str], default: str, *, name: str = "view"
) -> str:
    """Return what `view=`, or the query parameter called `name`, names.

    Raises:
        ParameterError: it is not offered.
    """
    return _known(name, asked.get(name, ""), offered) or default


def page_of(table: Table, asked: Mapping[str, str]) -> Page:
    """Return the rows of the page that `sort=` and `page=` name.

    Raises:
        ParameterError: there is no such column or page.
    """
    wanted = asked.get("sort", "")
    down, name = wanted.startswith("-"), wanted.removeprefix("-")
    head = table.named(_known("sort", name, [h.name for h in table.heads]))
    rows = table.order(head, down=down) if head else list(range(len(table.rows)))
    pages = max(1, -(-len(rows) // PAGE_ROWS))
    text = asked.get("page", "") or "1"
    number = whole_number(text)
    if number is None or not 1 <= number <= pages:
        raise ParameterError(name="page", value=text[:40], expected=f"1–{pages}")
    start = (number - 1) * PAGE_ROWS
    return Page(rows[start : start + PAGE_ROWS], name, down, number, pages, start + 1)


def chart_view(table: Table, asked: Mapping[str, str], lang: str) -> ChartView:
    """Return the chart that `of=` and `by=` name, the best one where they name none.

    Raises:
        ParameterError: there is no such measure or column.
    """
    known = options(table.heads)
    of = _known("of", asked.get("of", ""), [*(h.name for h in known.measures), COUNT])
    by = _known("by", asked.get("by", ""), [h.name for h in known.categories])
    return ChartView(charted(table, of, by, lang), known)


def made_of(service: Service, values: Iterable[object]) -> tuple[set[str], set[str]]:
    """Return the named graphs that records among the values come from, and the made-up records."""
    synthetic = synthetic_graphs(service)
    records = {v for v in values if isinstance(v, str) and v.startswith(ID)}
    found = {record: views.graphs_of(service, [record]) for record in records}
    graphs = {graph for some in found.values() for graph in some}
    return graphs, {record for record, some in found.items() if some & synthetic}


def _known(name: str, value: str, known: Iterable[str]) -> str:
    names = list(known)
    if value and value not in names:
        near = difflib.get_close_matches(value, names, 1, 0.5)
        expected = near[0] if near else ", ".join(names)
        raise ParameterError(name=name, value=value[:40], expected=expected or "—")
    return value
