"""The embedded store: a projection of the journal that answers SPARQL.

Named graphs hold what was handed in; the default graph holds the merged, deduplicated public data
and what is derived. One commit is one transaction that also moves the stored sequence.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from graphsvc.errors import DataDirBusyError, StoreDamagedError
from graphsvc.journal.entry import RETURNED, Entry
from graphsvc.projections.reading import (
    CHANGED,
    DEFAULT,
    HEAD,
    SEQUENCE,
    TOUCHED,
    StoreReader,
)
from graphsvc.rdf.names import DERIVED, ID, MERGED_PREFIXES, META, PREFIXES, RDF_TYPE, rms
from graphsvc.rdf.patch import net
from graphsvc.rdf.terms import Literal, NamedNode, Quad, Triple, in_graph

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from graphsvc.projections.derivation import Derivation
    from graphsvc.rdf.terms import Term

__all__ = ["OxigraphStore"]


class OxigraphStore(StoreReader):
    """One open store; it belongs to one process.

    Args:
        path: folder of the store, None for one in memory.
        derivation: the rules of what follows from a record.
    """

    def __init__(self, path: Path | None, derivation: Derivation) -> None:
        try:
            super().__init__(ox.Store() if path is None else ox.Store(str(path)))
        except (OSError, RuntimeError) as error:
            if "lock" in str(error).lower():
                raise DataDirBusyError(folder=str(path)) from error
            raise StoreDamagedError(reason=str(error)) from error
        self._derivation = derivation

    def apply(self, entry: Entry) -> set[NamedNode]:
        """Write one journal entry in one transaction and return the subjects it touched.

        Raises:
            StoreDamagedError: the entry is not the one after the stored sequence.
        """
        with self._committing, self._writing:
            stored = self.sequence
            if entry.sequence != stored + 1:
                reason = f"store at {stored}, journal entry {entry.sequence}"
                raise StoreDamagedError(reason=reason)
            added, removed = self._consequences(entry)
            touched = {q.subject for q in added | removed if isinstance(q.subject, NamedNode)}
            changed = _changed(entry)
            derived = touched - {q.subject for q in changed}
            added |= changed
            added |= {Quad(s, TOUCHED, Literal(entry.sequence), META) for s in derived}
            self._finish(entry, added, removed)
            return touched

    def replay(self, entries: Sequence[Entry]) -> None:
        """Write several entries at once: the state after the last of them, not those between.

        Raises:
            StoreDamagedError: they do not begin after the stored sequence.
        """
        with self._committing, self._writing:
            stored = self.sequence
            if not entries or entries[0].sequence != stored + 1:
                raise StoreDamagedError(reason=f"store at {stored}, other entries given")
            last = entries[-1]
            change = net(e.patch for e in entries)
            whole = Entry(last.sequence, "", last.header, change, last.digest)
            added, removed = self._consequences(whole)
            for entry in entries[:-1]:
                added |= _provenance(entry) | {in_graph(q.triple) for q in _provenance(entry)}
            for entry in entries:
                added |= _changed(entry)
            self._finish(whole, added, removed)

    def _finish(self, entry: Entry, added: set[Quad], removed: set[Quad]) -> None:
        # The exact old value, not a pattern: deleting by pattern walks ever more tombstones.
        removed |= set(self._store.quads_for_pattern(META, None, None, META))
        added |= {
            Quad(META, SEQUENCE, Literal(entry.sequence), META),
            Quad(META, HEAD, Literal(entry.digest), META),
        }
        self._store.update(_update(removed - added, added))

    def _consequences(self, entry: Entry) -> tuple[set[Quad], set[Quad]]:
        """Return the quads to add and to remove: the change, its merging, what follows from it."""
        merge = _Merge(self._store)
        merge.change({*entry.patch.added, *_provenance(entry)}, entry.patch.removed)
        for subject in {q.subject for q in (*entry.patch.added, *entry.patch.removed)}:
            if isinstance(subject, NamedNode):
                self._derive(subject, merge)
        return merge.added, merge.removed

    def _derive(self, subject: NamedNode, merge: _Merge) -> None:
        old = self._derivation.derive(merge.before(subject))
        new = self._derivation.derive(merge.after(subject))
        grounds = (
            edge
            for edge in old - new
            if not self._derivation.other_grounds(edge, merge.subjects, merge.after)
        )
        merge.change(
            {Quad(t.subject, t.predicate, t.object, DERIVED) for t in new - old},
            {Quad(t.subject, t.predicate, t.object, DERIVED) for t in grounds},
        )


class _Merge:
    """The default graph as it will be: the union of the public named graphs, each triple once."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._named_added: dict[Triple, set[Quad]] = defaultdict(set)
        self._named_removed: set[Quad] = set()
        self._come: dict[Term, set[Triple]] = defaultdict(set)
        self._gone: dict[Term, set[Triple]] = defaultdict(set)

    @property
    def added(self) -> set[Quad]:
        """Every quad to add, of named graphs and of the default graph."""
        merged = {in_graph(t) for ts in self._come.values() for t in ts}
        return merged.union(*self._named_added.values())

    @property
    def removed(self) -> set[Quad]:
        """Every quad to remove, of named graphs and of the default graph."""
        return self._named_removed | {in_graph(t) for ts in self._gone.values() for t in ts}

    def change(self, added: Iterable[Quad], removed: Iterable[Quad]) -> None:
        """Take up quads of named graphs and let the default graph follow."""
        added = [q for q in added if q not in self._store]
        removed = [q for q in removed if q in self._store]
        for quad in added:
            self._named_added[quad.triple].add(quad)
        self._named_removed.update(removed)
        for triple in {q.triple for q in (*added, *removed) if _public(q)}:
            self._follow(triple)

    def before(self, subject: NamedNode) -> set[Triple]:
        """Return the merged triples of `subject` before the change."""
        return {q.triple for q in self._store.quads_for_pattern(subject, None, None, DEFAULT)}

    def after(self, subject: NamedNode) -> set[Triple]:
        """Return the merged triples of `subject` after it."""
        return (self.before(subject) - self._gone[subject]) | self._come[subject]

    def subjects(self, predicate: NamedNode, value: Term) -> set[NamedNode]:
        """Return the subjects with this value, before or after the change."""
        pattern = self._store.quads_for_pattern(None, predicate, value, DEFAULT)
        found = {q.triple for q in pattern}
        for triples in self._come.values():
            found |= {t for t in triples if t.predicate == predicate and t.object == value}
        return {t.subject for t in found if isinstance(t.subject, NamedNode)}

    def _follow(self, triple: Triple) -> None:
        holders = set(
            self._store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
        )
        holders |= self._named_added.get(triple, set())
        stays = any(_public(q) for q in holders - self._named_removed)
        present = in_graph(triple) in self._store
        for store, wanted in (
            (self._come, stays and not present),
            (self._gone, present and not stays),
        ):
            (store[triple.subject].add if wanted else store[triple.subject].discard)(triple)


def _public(quad: Quad) -> bool:
    name = quad.graph_name
    return isinstance(name, NamedNode) and name.value.startswith(MERGED_PREFIXES)


def _changed(entry: Entry) -> set[Quad]:
    """Return which records the entry changed, for the index of their history."""
    subjects = {q.subject for q in (*entry.patch.added, *entry.patch.removed)}
    return {Quad(s, CHANGED, Literal(entry.sequence), META) for s in subjects}


def _provenance(entry: Entry) -> set[Quad]:
    """Return what the journal entry itself tells: who changed which graph, when and why."""
    header = entry.header
    if header.kind == RETURNED:
        return set()  # nothing was accepted
    node = NamedNode(f"{ID}submission/{entry.sequence}")
    triples: list[tuple[NamedNode, Any]] = [
        (RDF_TYPE, rms("Submission")),
        (rms("sequence"), Literal(entry.sequence)),
        (rms("agent"), Literal(header.agent)),
        (
            rms("time"),
            Literal(header.time.isoformat(), datatype=NamedNode(PREFIXES["xsd"] + "dateTime")),
        ),
        (rms("changedGraph"), NamedNode(header.graph)),
    ]
    if header.reason:
        triples.append((rms("submissionReason"), Literal(header.reason)))
    if header.source:
        triples.append((rms("sourceFile"), Literal(header.source)))
    return {Quad(node, p, o, DERIVED) for p, o in triples}


def _update(removed: Iterable[Quad], added: Iterable[Quad]) -> str:
    return f"DELETE DATA {{ {_block(removed)} }} ; INSERT DATA {{ {_block(added)} }}"


def _block(quads: Iterable[Quad]) -> str:
    return "\n".join(
        f"{q.triple} ." if q.graph_name == DEFAULT else f"GRAPH {q.graph_name} {{ {q.triple} }}"
        for q in quads
    )
