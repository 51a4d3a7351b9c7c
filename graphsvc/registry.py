"""The registry as one object: everything opened once, in order, and passed on from here."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from graphsvc.errors import (
    ExtensionRefusedError,
    JournalDamagedError,
    StoreDamagedError,
    SubmissionError,
)
from graphsvc.journal.entry import Header
from graphsvc.journal.journal import Journal
from graphsvc.model.entities import Model, load_model
from graphsvc.projections.derivation import Derivation
from graphsvc.projections.oxigraph import OxigraphStore
from graphsvc.projections.search import SearchIndex
from graphsvc.questions.catalogue import Catalogue, load_catalogue
from graphsvc.questions.running import Asker
from graphsvc.rdf.names import ONTOLOGY, QUESTIONS, SHAPES
from graphsvc.rdf.patch import diff
from graphsvc.rdf.syntax import canonical, read_trusted
from graphsvc.rdf.terms import NamedNode, Quad, in_graph
from graphsvc.resources import data_folder
from graphsvc.submissions.folders import find_folders, read_folder
from graphsvc.submissions.pipeline import Pipeline
from graphsvc.validation.reasoner import check_extension
from graphsvc.validation.report import Report
from graphsvc.validation.shacl import Validator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from graphsvc.journal.entry import Entry
    from graphsvc.settings import Settings
    from graphsvc.submissions.pipeline import Outcome

__all__ = ["Registry", "rebuild"]

JOURNAL, STORE = "journal.rdfp", "store"


class Registry:
    """An open registry; it belongs to one process.

    Opening replays into the store what the journal has and the store has not, and journals the
    model in force where it is not the one the journal knows.

    Raises:
        DataDirBusyError: another process holds the data folder.
        JournalDamagedError: the journal's chain does not hold.
        StoreDamagedError: the store holds what the journal does not.
        ExtensionRefusedError: a region's extension contradicts the ontology.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.model: Model = load_model(settings.extension)
        self.catalogue: Catalogue = load_catalogue(data_folder("queries"))
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        with ExitStack() as opened:
            self.journal = Journal(settings.data_dir / JOURNAL)
            opened.callback(self.journal.close)
            self.store = OxigraphStore(settings.data_dir / STORE, Derivation(self.model.edges))
            opened.callback(self.store.close)
            self._fill()
            self._opened = opened.pop_all()

    def _fill(self) -> None:
        self.validator = Validator(self.model.shapes, _vocabulary(self.model))
        self.search = SearchIndex(self.model, self.store)
        self.pipeline = Pipeline(
            self.journal,
            self.store,
            self.validator,
            self.settings.submission_triple_limit,
            self._projected,
        )
        self.asker = Asker(self.model, self.store)
        self._replay()
        self._check_extension()
        self._journal_model()
        self.search.rebuild()

    def close(self) -> None:
        """Release the data folder."""
        self._opened.close()

    @property
    def empty(self) -> bool:
        """Whether nothing but the model has been journalled."""
        return not self.store.submitted()

    def load(self, paths: Iterable[Path]) -> Iterator[tuple[str, Outcome]]:
        """Submit every folder at or below the paths; yield its name and what came of it."""
        for folder in find_folders(paths):
            try:
                outcome = self.pipeline.submit(read_folder(self.model, folder))
            except SubmissionError as error:
                error.parameters["folder"] = folder.name
                raise
            yield folder.name, outcome

    def load_seed(self) -> Iterator[tuple[str, Outcome]]:
        """Submit the documents and the demo region."""
        seed = data_folder("seed")
        return self.load([seed / "documents", seed / "demo"])

    def verify(self) -> Report:
        """Check the journal's chain, the store against it, and every record against the shapes.

        Raises:
            JournalDamagedError: the chain does not hold.
            StoreDamagedError: the store is not what the journal gives.
        """
        self.journal.check()
        replayed = OxigraphStore(None, Derivation(self.model.edges))
        for entry in self.journal.entries():
            replayed.apply(entry)
        missing = set(replayed.dump()) ^ set(self.store.dump())
        if missing or (self.store.sequence, self.store.head) != (
            self.journal.sequence,
            self.journal.head,
        ):
            raise StoreDamagedError(reason=f"{len(missing)} quads differ")
        reports = [self.pipeline.validate_graph(graph) for graph in self.store.submitted()]
        return Report(tuple(result for report in reports for result in report.results))

    def history(self, record: NamedNode) -> Iterator[dict[str, Any]]:
        """Yield each journalled change of a record, oldest first: who, when, why, what."""
        for entry in map(self.journal.read, self.store.changes_of(record)):
            added = [str(q.triple) for q in entry.patch.added if q.subject == record]
            removed = [str(q.triple) for q in entry.patch.removed if q.subject == record]
            header = entry.header
            yield {
                "sequence": entry.sequence,
                "time": header.time.isoformat(),
                "agent": header.agent,
                "reason": header.reason,
                "graph": header.graph,
                "source": header.source,
                "added": added,
                "removed": removed,
            }

    def exported(self) -> Iterator[Quad]:
        """Yield what was handed in and what is derived, each in its named graph."""
        return (q for q in self.store.dump() if isinstance(q.graph_name, NamedNode))

    def _projected(self, entry: Entry, touched: set[NamedNode]) -> None:
        self.search.update(touched, entry.sequence)

    def _replay(self) -> None:
        if self.store.sequence > self.journal.sequence:
            # The store was built from entries that are gone: what to mend is the journal.
            reason = f"the store holds entry {self.store.sequence}"
            raise JournalDamagedError(sequence=self.journal.sequence, reason=reason)
        for entry in self.journal.entries(after=self.store.sequence):
            self.store.apply(entry)
        if self.journal.sequence and self.store.head != self.journal.head:
            raise StoreDamagedError(reason="store and journal end in different entries")

    def _check_extension(self) -> None:
        """Have the reasoner check a region's extension that is not in force yet.

        Raises:
            ExtensionRefusedError: with it the ontology contradicts itself.
            JavaMissingError: there is no Java to reason with.
        """
        folder = self.settings.extension
        if folder is None:
            return
        in_force = {q.triple for q in self.store.graph(ONTOLOGY)}
        if all(q.triple in in_force for q in canonical(read_trusted(folder))):
            return
        found = check_extension(b"\n".join(p.read_bytes() for p in sorted(folder.glob("*.ttl"))))
        if not found.sound:
            classes = ", ".join(found.unsatisfiable)
            raise ExtensionRefusedError(folder=str(folder), classes=classes)

    def _journal_model(self) -> None:
        """Journal ontology, shapes and question texts where they have changed."""
        graphs = {
            ONTOLOGY: self.model.ontology,
            SHAPES: self.model.shapes,
            QUESTIONS: tuple(self.catalogue.quads()),
        }
        for graph, quads in graphs.items():
            named = canonical(in_graph(q.triple, graph) for q in quads)
            if patch := diff(self.store.graph(graph), named):
                header = Header("model", "graphsvc", "model in force", graph.value)
                self.pipeline.commit(header, patch)


def rebuild(settings: Settings) -> None:
    """Throw the store away and build it anew from the journal, then close it.

    Raises:
        JournalDamagedError: there is a store and no journal to build it from.
    """
    store = settings.data_dir / STORE
    journal = Journal(settings.data_dir / JOURNAL)
    sequence = journal.sequence
    journal.close()
    if store.exists() and not sequence:
        raise JournalDamagedError(sequence=0, reason="the journal is empty, the store is not")
    shutil.rmtree(store, ignore_errors=True)
    Registry(settings).close()


def _vocabulary(model: Model) -> list[Quad]:
    """Return what SHACL needs of the ontology: types, schemes and superclasses."""
    wanted = ("type", "inScheme", "subClassOf")
    return [q for q in model.ontology if q.predicate.value.rpartition("#")[2].endswith(wanted)]
