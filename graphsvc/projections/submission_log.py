"""What was accepted: each submission with what it changed, and what changed between two of them.

A submission is an entry of the journal that changed the data of one body or document. What changed
in such data between two entries is the net change of the entries in between: no state is opened.
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from graphsvc.errors import ParameterError, RecordNotFoundError
from graphsvc.projections.history import sequence_at
from graphsvc.rdf.names import DERIVED, ID, PREFIXES, RDF_TYPE, compact, graph_of, rms
from graphsvc.rdf.patch import Patch, net
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.journal.entry import Entry, Header
    from graphsvc.journal.journal import Journal
    from graphsvc.projections.reading import StoreReader
    from graphsvc.rdf.terms import Quad

__all__ = [
    "ADDED",
    "CHANGED",
    "KINDS",
    "REMOVED",
    "RecordChange",
    "SubmissionLog",
    "Summary",
    "Wanted",
    "about_of",
    "record_changes",
]

REMOVED: Final = "removed"
CHANGED: Final = "changed"
ADDED: Final = "added"
KINDS: Final = (REMOVED, CHANGED, ADDED)
"""What becomes of a record; what asks for most care comes first."""

_GRAPHS: Final = PREFIXES["graph"]
_BASES: Final = ID + "basis/"
_KEPT: Final = 10_000  # summaries, of some hundred bytes each


@dataclass(frozen=True)
class RecordChange:
    """What became of one record in one graph.

    Attributes:
        kind: one of `KINDS`.
        before: the statements that went, `after` those that came.
    """

    record: NamedNode
    kind: str
    before: frozenset[Quad]
    after: frozenset[Quad]


@dataclass(frozen=True)
class Summary:
    """A submission: who handed in what for whom, and how many records it changed.

    Attributes:
        about: IRI of the body or document whose data it changed.
        counts: how many records by kind of change; bases are parts of others.
    """

    sequence: int
    header: Header
    about: str
    counts: dict[str, int]


@dataclass(frozen=True)
class Wanted:
    """Which submissions are asked for; what is empty leaves it open.

    Attributes:
        about: IRI of the body or document whose data they changed.
        agent: who handed them in, as the journal has it.
        first: the first day, `last` the last one, in UTC, as ISO 8601.
    """

    about: str = ""
    agent: str = ""
    first: str = ""
    last: str = ""


class SubmissionLog:
    """The submissions of a registry, read from its journal by the store's index."""

    def __init__(self, journal: Journal, store: StoreReader) -> None:
        self.journal, self.store = journal, store
        self._lock = threading.Lock()
        self._summaries: OrderedDict[int, Summary] = OrderedDict()

    def sequences(self, wanted: Wanted | None = None) -> list[int]:
        """Return the submissions that are asked for, the latest first."""
        asked = wanted or Wanted()
        rows = self.store.select(
            f"SELECT ?n ?t ?a ?g {{ GRAPH {DERIVED} {{ ?s rms:sequence ?n ; rms:time ?t ;"
            " rms:agent ?a ; rms:changedGraph ?g } }"
        )
        graph = graph_of(asked.about).value if asked.about else ""
        found = [
            int(row["n"].value)
            for row in rows
            if row["g"].value.startswith(graph or _GRAPHS)
            and graph in ("", row["g"].value)
            and asked.agent in ("", row["a"].value)
            and asked.first <= row["t"].value[:10]
            and (not asked.last or row["t"].value[:10] <= asked.last)
        ]
        return sorted(found, reverse=True)

    def agents(self) -> list[str]:
        """Return who ever handed something in, as the journal has them, sorted."""
        return self._named("agent")

    def subjects(self) -> list[str]:
        """Return the bodies and documents whose data were ever handed in, sorted."""
        graphs = self._named("changedGraph")
        return [about_of(g) for g in graphs if g.startswith(_GRAPHS)]

    def handed_in(self, about: str) -> list[int]:
        """Return the submissions that changed the data of a body or document, oldest first."""
        return self.store.changes(graph_of(about))

    def time(self, sequence: int) -> str:
        """Return when a submission was accepted, as ISO 8601 in UTC."""
        times = self.store.values(NamedNode(f"{ID}submission/{sequence}"), rms("time"))
        return max((v.value for v in times if isinstance(v, Literal)), default="")

    def summary(self, sequence: int) -> Summary:
        """Return a submission, what it changed counted.

        Raises:
            RecordNotFoundError: the journal has no such submission.
        """
        with self._lock:
            known = self._summaries.get(sequence)
        if known is None:
            entry = self.entry(sequence)
            counts = Counter(change.kind for change in record_changes(entry.patch))
            header = replace(entry.header, places={})  # thousands of rows are not kept in memory
            known = Summary(sequence, header, about_of(header.graph), dict(counts))
            with self._lock:
                self._summaries[sequence] = known
                while len(self._summaries) > _KEPT:
                    self._summaries.popitem(last=False)
        return known

    def entry(self, sequence: int) -> Entry:
        """Return a submission as the journal has it.

        Raises:
            RecordNotFoundError: the journal has no such submission.
        """
        if 1 <= sequence <= self.journal.sequence:
            entry = self.journal.read(sequence)
            if entry.header.graph.startswith(_GRAPHS) and entry.patch:
                return entry
        raise RecordNotFoundError(name=f"submission/{sequence}")

    def between(self, about: str, from_text: str, to_text: str) -> tuple[int, int]:
        """Return the entries between which the data of a body or document are compared.

        Args:
            from_text: as `history.sequence_at` reads it, or a time before the journal began; empty
                for the entry before the last change until `to_text`.
            to_text: as `history.sequence_at` reads it; empty for now.

        Raises:
            ParameterError: one cannot be read, or the first is the later one.
            RecordNotFoundError: nothing was ever handed in for it.
        """
        handed_in = self.handed_in(about)
        if not handed_in:
            raise RecordNotFoundError(name=compact(about))
        end = sequence_at(self.store, to_text, "to") if to_text else self.store.sequence
        if from_text:
            start = sequence_at(self.store, from_text, "from", before_all=True)
        else:
            start = max((n for n in handed_in if n <= end), default=1) - 1
        if start > end:
            raise ParameterError(name="from", value=from_text[:40], expected="an-earlier-version")
        return start, end

    def difference(self, about: str, start: int, end: int) -> Patch:
        """Return what changed in the data of a body or document after one entry until another."""
        entries = (self.journal.read(n) for n in self.handed_in(about) if start < n <= end)
        change = net(entry.patch for entry in entries)
        return Patch(tuple(sorted(change.added, key=str)), tuple(sorted(change.removed, key=str)))

    def _named(self, name: str) -> list[str]:
        rows = self.store.select(
            f"SELECT DISTINCT ?v {{ GRAPH {DERIVED} {{ ?s {rms(name)} ?v ; rms:changedGraph ?g }}"
            f' FILTER (STRSTARTS(STR(?g), "{_GRAPHS}")) }}'
        )
        return sorted(row["v"].value for row in rows)


def about_of(graph: str) -> str:
    """Return the body or document whose data a named graph holds."""
    return ID + graph.removeprefix(_GRAPHS)


def record_changes(patch: Patch) -> list[RecordChange]:
    """Return what a change of one graph makes of each record, by its IRI; bases are left out.

    Each record says in each graph what it is: it came with its type, and went with it.
    """
    before, after = _by_record(patch.removed), _by_record(patch.added)
    found: list[RecordChange] = []
    for record in sorted(before.keys() | after.keys(), key=str):
        if record.value.startswith(_BASES):
            continue
        was, becomes = before.get(record, frozenset()), after.get(record, frozenset())
        typed = _typed(was), _typed(becomes)
        kind = CHANGED if typed[0] == typed[1] else ADDED if typed[1] else REMOVED
        found.append(RecordChange(record, kind, was, becomes))
    return found


def _typed(quads: Iterable[Quad]) -> bool:
    return any(q.predicate == RDF_TYPE for q in quads)


def _by_record(quads: Iterable[Quad]) -> dict[NamedNode, frozenset[Quad]]:
    found: dict[NamedNode, set[Quad]] = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode):
            found.setdefault(quad.subject, set()).add(quad)
    return {record: frozenset(said) for record, said in found.items()}
