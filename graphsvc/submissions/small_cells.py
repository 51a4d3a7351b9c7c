"""The door's check of published counts: whether a submission gives away what is hidden.

It looks at all counts of the periods concerned as they would stand after the submission, whoever
handed them in, and refuses only what was not given away before. What a hidden cell was once
published with counts as known: the journal still has it. Two bodies that count differently
contradict each other, which is a finding and no refusal.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from graphsvc.locale import texts
from graphsvc.rdf.names import DERIVED, PREFIXES, RDF_TYPE, compact, rms
from graphsvc.rdf.terms import Literal, NamedNode
from graphsvc.submissions.disclosure import Cell, Key, disclosures
from graphsvc.validation.report import Result

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from graphsvc.projections.reading import StoreReader
    from graphsvc.rdf.terms import Quad, Term
    from graphsvc.submissions.disclosure import Disclosure, Nesting

__all__ = ["betrayals", "nesting_of", "published_cells"]

_COUNT, _PEOPLE, _HIDDEN = rms("count"), rms("participants"), rms("suppressed")
_DEFICIT, _PERIOD, _WITHIN = rms("deficit"), rms("diagnostic"), rms("within")
_PLACE = NamedNode(PREFIXES["dcterms"] + "spatial")
_KIND = rms("DeficitCount")
_AXES = (_DEFICIT, _PLACE, _PERIOD)
_TRUE = Literal("true", datatype=NamedNode(PREFIXES["xsd"] + "boolean"))
_WHOLE = re.compile(r"\d{1,18}", re.ASCII)
_SHAPE = PREFIXES["shape"] + "DeficitCount-count"

Described = tuple[str, NamedNode]
"""Which graph, and which record."""
Records: TypeAlias = "dict[Described, dict[NamedNode, set[Term]]]"
Earlier: TypeAlias = "Callable[[NamedNode], Iterable[Quad]]"


def betrayals(
    store: StoreReader, graph: NamedNode, new: Iterable[Quad], earlier: Earlier
) -> list[Result]:
    """Return what a graph would give away if it became `new`, and the data did not before.

    Args:
        store: the data before the change.
        earlier: the quads that were ever added about a record, the oldest first.
    """
    old, new = list(store.graph(graph)), list(new)
    changed = {q.subject for q in set(old) ^ set(new)}
    if not any(q.predicate == _PERIOD and q.subject in changed for q in (*old, *new)):
        return []  # no count is touched
    was, becomes = _records(old), _records(new)
    touched = [r for r in {*was, *becomes} if was.get(r) != becomes.get(r)]
    periods = {p for t in touched for r in (was, becomes) for p in r.get(t, {}).get(_PERIOD, ())}
    if not periods:
        return []
    others = _records(_stated_elsewhere(store, graph, periods))
    nesting = nesting_of(store, new)
    before = _Published(others | was, periods, earlier)
    after = _Published(others | becomes, periods, earlier)
    known = {(d.what, d.key) for d in before.found(nesting)}
    return [
        _result(d, after.focus(d, {iri for _, iri in becomes}))
        for d in after.found(nesting)
        if (d.what, d.key) not in known
    ]


class _Published:
    """The cells of some periods as everybody sees them."""

    def __init__(self, records: Records, periods: Collection[Term], earlier: Earlier) -> None:
        self._records: dict[Key, set[NamedNode]] = defaultdict(set)
        self._cells: dict[Key, Cell] = {}
        for (_, iri), values in sorted(records.items(), key=str):
            key = _key(values)
            if key is None or not values[_PERIOD] <= set(periods):
                continue
            self._records[key].add(iri)
            known = self._cells.get(key, Cell(key, None, None))
            count, people = _number(values, _COUNT), _number(values, _PEOPLE)
            self._cells[key] = Cell(
                key,
                count if known.count is None else known.count,
                people if known.participants is None else known.participants,
                known.hidden or _TRUE in values.get(_HIDDEN, ()),
            )
        self._earlier = earlier

    @property
    def cells(self) -> list[Cell]:
        """The cells, one a key."""
        return list(self._cells.values())

    def found(self, nesting: Nesting) -> list[Disclosure]:
        """Return what the cells give away, and what they do with what was published before."""
        cells = self.cells
        plain = disclosures(cells, nesting)
        once = {c.key: n for c in cells if c.hidden and (n := self._once(c)) is not None}
        told = {d.key for d in plain}
        return plain + [
            d for key in self._hidden() - told for d in _with(cells, once, key, nesting)
        ]

    def focus(self, disclosure: Disclosure, own: Collection[NamedNode]) -> str:
        """Return the record to name: a hidden one that was handed in, else another of these."""
        near = [disclosure.key, *sorted(disclosure.cells)]
        hidden = [k for k in near if k in self._hidden()]
        named = [r for k in (*hidden, *near) for r in sorted(self._records[k], key=str)]
        return next((r.value for r in named if r in own), named[0].value)

    def _hidden(self) -> set[Key]:
        return {k for k, c in self._cells.items() if c.hidden}

    def _once(self, cell: Cell) -> int | None:
        """Return the count a hidden cell was last published with."""
        added = [q for r in self._records[cell.key] for q in self._earlier(r)]
        counts = [_number({_COUNT: {q.object}}, _COUNT) for q in added if q.predicate == _COUNT]
        return counts[-1] if counts else None


def _with(
    cells: Iterable[Cell], once: Mapping[Key, int], key: Key, nesting: Nesting
) -> list[Disclosure]:
    """Return whether one hidden cell is given away by what the others once were."""
    others = {k: n for k, n in once.items() if k != key}
    if not others:
        return []
    told = [replace(c, count=others[c.key], hidden=False) if c.key in others else c for c in cells]
    found = disclosures(told, nesting)
    if any(d.what == "contradiction" for d in found):
        return []  # something has changed since, and nobody can tell what
    return [d for d in found if d.key == key and d.what == "count"]


def _records(quads: Iterable[Quad]) -> Records:
    """Return the counts among the records, by graph and record."""
    found: Records = defaultdict(lambda: defaultdict(set))
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.graph_name, NamedNode):
            found[quad.graph_name.value, quad.subject][quad.predicate].add(quad.object)
    return {r: dict(values) for r, values in found.items() if _KIND in values.get(RDF_TYPE, ())}


def _stated_elsewhere(
    store: StoreReader, graph: NamedNode, periods: Collection[Term]
) -> Iterator[Quad]:
    """Yield what other graphs say of the counts of these periods."""
    subjects = {s for p in periods for s, _ in store.referrers(p, _PERIOD)}
    for subject in sorted(subjects, key=str):
        yield from (q for q in store.quads(subject) if _given(q) and q.graph_name != graph)


def _given(quad: Quad) -> bool:
    """Return whether a quad was handed in."""
    return isinstance(quad.graph_name, NamedNode) and quad.graph_name != DERIVED


def published_cells(store: StoreReader) -> list[Cell]:
    """Return the cells that the registry has, of all periods."""
    subjects = {s for s, _ in store.referrers(_KIND, RDF_TYPE)}
    quads = [q for s in sorted(subjects, key=str) for q in store.quads(s) if _given(q)]
    records = _records(quads)
    periods = {p for values in records.values() for p in values.get(_PERIOD, ())}
    return _Published(records, periods, lambda _: ()).cells


def nesting_of(store: StoreReader, new: Iterable[Quad] = ()) -> Nesting:
    """Return the direct parts of each territory, with those that `new` adds."""
    parts: dict[str, set[str]] = defaultdict(set)
    rows = store.select("SELECT ?part ?whole { ?part rms:within ?whole }")
    pairs = [(r["part"].value, r["whole"].value) for r in rows]
    pairs += [
        (q.subject.value, q.object.value)
        for q in new
        if q.predicate == _WITHIN
        and isinstance(q.subject, NamedNode)
        and isinstance(q.object, NamedNode)
    ]
    for part, whole in pairs:
        parts[whole].add(part)
    return {whole: frozenset(own) for whole, own in parts.items()}


def _key(values: Mapping[NamedNode, set[Term]]) -> Key | None:
    named = [next(iter(sorted(values.get(p, ()), key=str)), None) for p in _AXES]
    iris = [n.value for n in named if isinstance(n, NamedNode)]
    return Key(*iris) if len(iris) == len(_AXES) else None


def _number(values: Mapping[NamedNode, set[Term]], name: NamedNode) -> int | None:
    literals = [v.value for v in values.get(name, ()) if isinstance(v, Literal)]
    numbers = [int(v) for v in literals if _WHOLE.fullmatch(v)]  # the shapes refuse all else
    return min(numbers, default=None)


def _result(disclosure: Disclosure, focus: str) -> Result:
    """Return what a disclosure is to whoever hands it in."""
    contradicts = disclosure.what == "contradiction"
    said: dict[str, str] = texts("counts")["door"][disclosure.what]
    told = {"low": disclosure.low, "high": disclosure.high, "cell": compact(disclosure.key.place)}
    return Result(
        focus=focus,
        path=_COUNT.value,
        value="",
        shape=_SHAPE,
        severity="Warning" if contradicts else "Violation",
        message={lang: text.format(**told) for lang, text in said.items()},
    )
