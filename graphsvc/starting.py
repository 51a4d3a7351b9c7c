"""What is brought into step before a registry is open: journal, store, and the model in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphsvc.errors import ExtensionRefusedError, JournalDamagedError, StoreDamagedError
from graphsvc.journal.entry import Header
from graphsvc.rdf.names import ONTOLOGY, QUESTIONS, SHAPES
from graphsvc.rdf.patch import diff
from graphsvc.rdf.syntax import canonical, read_trusted
from graphsvc.rdf.terms import in_graph
from graphsvc.validation.reasoner import check_extension

if TYPE_CHECKING:
    from pathlib import Path

    from graphsvc.journal.journal import Journal
    from graphsvc.model.entities import Model
    from graphsvc.projections.oxigraph import OxigraphStore
    from graphsvc.questions.catalogue import Catalogue
    from graphsvc.submissions.pipeline import Pipeline

__all__ = ["journal_model", "refuse_extension", "replay"]


def replay(journal: Journal, store: OxigraphStore) -> None:
    """Apply to the store what the journal has and the store has not.

    Raises:
        JournalDamagedError: the store holds entries that the journal has not.
        StoreDamagedError: store and journal end in different entries.
    """
    if store.sequence > journal.sequence:
        # The store was built from entries that are gone: what to mend is the journal.
        reason = f"the store holds entry {store.sequence}"
        raise JournalDamagedError(sequence=journal.sequence, reason=reason)
    for entry in journal.entries(after=store.sequence):
        store.apply(entry)
    if journal.sequence and store.head != journal.head:
        raise StoreDamagedError(reason="store and journal end in different entries")


def refuse_extension(folder: Path | None, store: OxigraphStore) -> None:
    """Have the reasoner check a region's extension that is not in force yet.

    Raises:
        ExtensionRefusedError: with it the ontology contradicts itself.
        JavaMissingError: there is no Java to reason with.
    """
    if folder is None:
        return
    in_force = {q.triple for q in store.graph(ONTOLOGY)}
    if all(q.triple in in_force for q in canonical(read_trusted(folder))):
        return
    found = check_extension(b"\n".join(p.read_bytes() for p in sorted(folder.glob("*.ttl"))))
    if not found.sound:
        classes = ", ".join(found.unsatisfiable)
        raise ExtensionRefusedError(folder=str(folder), classes=classes)


def journal_model(
    model: Model, catalogue: Catalogue, store: OxigraphStore, pipeline: Pipeline
) -> None:
    """Journal ontology, shapes and question texts where they have changed."""
    graphs = {
        ONTOLOGY: model.ontology,
        SHAPES: model.shapes,
        QUESTIONS: tuple(catalogue.quads()),
    }
    for graph, quads in graphs.items():
        named = canonical(in_graph(q.triple, graph) for q in quads)
        if patch := diff(store.graph(graph), named):
            pipeline.commit(Header("model", "graphsvc", "model in force", graph.value), patch)
