"""What the journal tells of a graph's earlier states, and of what came into it by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphsvc.errors import NotUndoableError, RecordNotFoundError, VersionConflictError
from graphsvc.journal.entry import DATA, RETURNED
from graphsvc.rdf.terms import NamedNode
from graphsvc.submissions.merging import reverted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from graphsvc.journal.journal import Journal
    from graphsvc.projections.oxigraph import OxigraphStore
    from graphsvc.rdf.terms import Quad

__all__ = ["Past"]

_LOOKED_BACK: Final = 100


class Past:
    """The earlier states of submitted graphs."""

    def __init__(self, journal: Journal, store: OxigraphStore) -> None:
        self._journal, self._store = journal, store

    def journalled(self, graph: NamedNode, content: str, after: int = 0) -> int | None:
        """Return the entry after `after` by which this very content came into a graph, if any."""
        return next((s for s, given in self._contents(graph, after) if given == content), None)

    def handed_in(self, graph: NamedNode, digest: str, after: int) -> int | None:
        """Return the entry after `after` by which a file came into a graph, however it was read."""
        contents = self._contents(graph, after)
        return next((s for s, given in contents if given.partition(" ")[0] == digest), None)

    def turned_down(self, graph: NamedNode, content: str, since: datetime) -> bool:
        """Return whether one of the last entries, since a time, has that this was returned.

        So it does where the decision itself could not be kept, and is taken again.
        """
        last = self._journal.sequence
        for sequence in range(last, max(0, last - _LOOKED_BACK), -1):
            header = self._journal.read(sequence).header
            if header.time < since:
                return False
            told = header.kind, header.graph, header.content
            if told == (RETURNED, graph.value, content):
                return True
        return False

    def _contents(self, graph: NamedNode, after: int) -> Iterator[tuple[int, str]]:
        """Yield the entries after `after` that changed a graph, with what came in by each."""
        for sequence in self._store.changes(graph):
            if sequence > after:
                yield sequence, self._journal.read(sequence).header.content

    def earlier(self, graph: NamedNode, old: Iterable[Quad], base: int) -> set[Quad]:
        """Return a graph as the entry `base` left it."""
        found = set(old)
        for sequence in reversed([s for s in self._store.changes(graph) if s > base]):
            patch = self._journal.read(sequence).patch
            found -= {q for q in patch.added if q.graph_name == graph}
            found |= {q for q in patch.removed if q.graph_name == graph}
        return found

    def without(self, sequence: int) -> tuple[list[Quad], int]:
        """Return a graph as it would be without what an entry changed, and its present version.

        Raises:
            RecordNotFoundError: there is no such entry.
            NotUndoableError: it changed no body's or document's data.
            VersionConflictError: what it changed was changed again since.
        """
        if not 1 <= sequence <= self._journal.sequence:
            raise RecordNotFoundError(name=f"submission/{sequence}")
        entry = self._journal.read(sequence)
        if entry.header.kind != DATA or not entry.patch:
            raise NotUndoableError(sequence=sequence)
        graph = NamedNode(entry.header.graph)
        # In this order: a change in between is a conflict then, and not lost.
        version = max(self._store.changes(graph), default=0)
        present = self._store.graph(graph)
        after = self.earlier(graph, present, sequence)
        before = (after - set(entry.patch.added)) | set(entry.patch.removed)
        new, conflicts = reverted(entry.patch, before, present, after)
        if conflicts:
            raise VersionConflictError(given=sequence, present=version, conflicts=tuple(conflicts))
        return new, version
