"""What is brought into step before a registry is open: journal, store, and the model in force."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from graphsvc.errors import (
    ExtensionRefusedError,
    JournalDamagedError,
    QueryRefusedError,
    QuerySyntaxError,
    StoreDamagedError,
)
from graphsvc.isolation.guard import check_sparql
from graphsvc.journal.entry import Header
from graphsvc.rdf.names import ONTOLOGY, PREFIXES, QUESTIONS, SHAPES
from graphsvc.rdf.patch import diff
from graphsvc.rdf.syntax import canonical, read_trusted
from graphsvc.rdf.terms import Literal, in_graph
from graphsvc.validation.reasoner import check_extension
from graphsvc.validation.shape_lint import lint_shapes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from graphsvc.journal.journal import Journal
    from graphsvc.model.entities import Model
    from graphsvc.projections.oxigraph import OxigraphStore
    from graphsvc.questions.catalogue import Catalogue
    from graphsvc.rdf.terms import Quad
    from graphsvc.submissions.pipeline import Pipeline
    from graphsvc.validation.shacl import Validator

__all__ = [
    "journal_model",
    "lint_extension",
    "refuse_extension",
    "replay",
    "warn_of_slow_shapes",
]

_LOG: Final = logging.getLogger(__name__)
_SELECT: Final = PREFIXES["sh"] + "select"
_SHOWN_FAULTS: Final = 10


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
        raise ExtensionRefusedError(folder=str(folder), reason="contradiction", faults=classes)


def lint_extension(folder: Path | None) -> None:
    """Refuse a region's shapes that would be passed over in silence, hang or reach the network.

    What the index of validation cannot follow is no reason to refuse, as it is validated rightly,
    only slowly: `warn_of_slow_shapes` tells it.

    Raises:
        ExtensionRefusedError: with the shapes and what is wrong with them.
    """
    if folder is None:
        return
    try:
        read_trusted(folder)
        shapes = read_trusted(folder / "shapes")
    except SyntaxError as error:
        told = f"{error.filename or folder.name}: {error}"
        raise ExtensionRefusedError(folder=str(folder), reason="syntax", faults=told) from error
    faults = [*lint_shapes(shapes), *_forbidden_queries(shapes)]
    if faults:
        shown = "; ".join(faults[:_SHOWN_FAULTS])
        raise ExtensionRefusedError(folder=str(folder), reason="shapes", faults=shown)


def warn_of_slow_shapes(validator: Validator) -> None:
    """Log what the index cannot follow: because of it each change validates every record."""
    if unbounded := validator.reach.unbounded:
        _LOG.warning(
            "shapes that may look at anything, so every change validates all records: %s",
            "; ".join(unbounded[:_SHOWN_FAULTS]),
        )


def _forbidden_queries(shapes: Iterable[Quad]) -> Iterator[str]:
    for quad in shapes:
        if quad.predicate.value == _SELECT and isinstance(quad.object, Literal):
            try:
                check_sparql(quad.object.value, limit_bytes=64 * 1024, depth_limit=64)
            except (QueryRefusedError, QuerySyntaxError) as error:
                told = error.parameters.get("word") or error.parameters.get("reason")
                yield f"{quad.subject}: sh:select {told}"


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
