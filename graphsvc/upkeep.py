"""Upkeep of a data folder: checking it against its journal, building its projections anew."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING

from graphsvc.errors import JournalDamagedError, StoreDamagedError
from graphsvc.journal.journal import Journal
from graphsvc.projections.cypher import FILE as GRAPH
from graphsvc.projections.derivation import Derivation
from graphsvc.projections.oxigraph import OxigraphStore
from graphsvc.projections.reading import StoreReader
from graphsvc.projections.versions import FOLDER as CHECKPOINTS
from graphsvc.questions.engines import CYPHER
from graphsvc.registry import JOURNAL, STORE, Registry
from graphsvc.validation.report import Report

if TYPE_CHECKING:
    from graphsvc.settings import Settings

__all__ = ["rebuild", "verify"]


def verify(registry: Registry) -> Report:
    """Check the journal's chain, store and graph against it, and every record's shapes.

    Raises:
        JournalDamagedError: the chain does not hold.
        StoreDamagedError: store or graph is not what the journal gives.
        EngineFailedError: the graph's process ended.
    """
    journal, store = registry.journal, registry.store
    journal.check()
    replayed = OxigraphStore(None, Derivation.of(registry.model))
    for entry in journal.entries():
        replayed.apply(entry)
    differing = set(replayed.dump()) ^ set(store.dump())
    if differing or (store.sequence, store.head) != (journal.sequence, journal.head):
        raise StoreDamagedError(reason=f"{len(differing)} quads differ")
    _verify_graph(registry)
    reports = [registry.pipeline.validate_graph(graph) for graph in store.submitted()]
    return Report(tuple(result for report in reports for result in report.results))


def _verify_graph(registry: Registry) -> None:
    registry.following.catch_up(CYPHER, registry.store.sequence)
    with registry.checkpoints.current() as (_, folder):
        differing = registry.cypher.differences(StoreReader.at(folder))
    if differing:
        raise StoreDamagedError(reason=f"{CYPHER}: {differing} nodes and relationships differ")


def rebuild(settings: Settings) -> None:
    """Throw the projections away and build them anew from the journal.

    Raises:
        JournalDamagedError: there is a store and no journal to build it from.
    """
    store = settings.data_dir / STORE
    with closing(Journal(settings.data_dir / JOURNAL)) as journal:
        sequence = journal.sequence
    if store.exists() and not sequence:
        raise JournalDamagedError(sequence=0, reason="the journal is empty, the store is not")
    shutil.rmtree(store, ignore_errors=True)
    shutil.rmtree(settings.data_dir / CHECKPOINTS, ignore_errors=True)
    for file in settings.data_dir.glob(f"{GRAPH}*"):
        file.unlink()
    with closing(Registry(settings)) as registry:
        registry.following.catch_up(CYPHER, registry.store.sequence)
