"""The registry as one object: everything opened once, in order, and passed on from here."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from graphsvc.audits.calendar import Calendars
from graphsvc.audits.draft_order import Drafter
from graphsvc.audits.engine import Auditor
from graphsvc.audits.indicators import Indicators
from graphsvc.audits.norms import QUESTION as EXPECTATIONS
from graphsvc.audits.norms import NormPreviewer
from graphsvc.audits.sources import Sources
from graphsvc.errors import (
    ExtensionRefusedError,
    JournalDamagedError,
    ParameterError,
    SettingError,
    StoreDamagedError,
    SubmissionError,
)
from graphsvc.journal.entry import Header
from graphsvc.journal.journal import Journal
from graphsvc.model.entities import Model, load_model
from graphsvc.model.property_graph import PropertyGraph, property_graph
from graphsvc.projections.checkpoints import Checkpoints
from graphsvc.projections.cypher import FILE as GRAPH
from graphsvc.projections.cypher import EmbeddedCypher
from graphsvc.projections.derivation import Derivation
from graphsvc.projections.following import Following
from graphsvc.projections.labels import Labels
from graphsvc.projections.oxigraph import OxigraphStore
from graphsvc.projections.reading import StoreReader
from graphsvc.projections.search import SearchIndex
from graphsvc.projections.versions import FOLDER as CHECKPOINTS
from graphsvc.projections.versions import Present, Versions
from graphsvc.questions.catalogue import Catalogue, load_catalogue
from graphsvc.questions.engines import (
    CYPHER,
    SPARQL,
    CypherEngine,
    Neo4jEngine,
    SparqlEngine,
    SparqlServerEngine,
)
from graphsvc.questions.receipts import Receipts
from graphsvc.questions.rechecking import recheck
from graphsvc.questions.running import Asker
from graphsvc.rdf.names import DERIVED, ONTOLOGY, QUESTIONS, SHAPES, expand
from graphsvc.rdf.patch import diff
from graphsvc.rdf.syntax import canonical, read_trusted
from graphsvc.rdf.terms import NamedNode, Quad, in_graph
from graphsvc.resources import data_folder
from graphsvc.servers import neo4j_graph, neo4j_server, sparql_server
from graphsvc.submissions.folders import find_folders, read_folder
from graphsvc.submissions.pipeline import Limits, Pipeline
from graphsvc.validation.reasoner import check_extension
from graphsvc.validation.report import Report
from graphsvc.validation.shacl import Validator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from graphsvc.journal.entry import Entry
    from graphsvc.projections.following import Follower
    from graphsvc.questions.engines import Engine
    from graphsvc.settings import Settings
    from graphsvc.submissions.pipeline import Outcome

__all__ = ["Registry", "rebuild"]

JOURNAL, STORE, RECEIPTS = "journal.rdfp", "store", "receipts.db"
EMBEDDED, SERVER, NEO4J = "embedded", "server", "neo4j"
_LONGEST_NUMBER = 19


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
        self.property_graph: PropertyGraph = property_graph(self.model)
        self.catalogue: Catalogue = load_catalogue(data_folder("queries"))
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        with ExitStack() as opened:
            self.journal = Journal(settings.data_dir / JOURNAL)
            opened.callback(self.journal.close)
            self.store = OxigraphStore(settings.data_dir / STORE, Derivation.of(self.model))
            opened.callback(self.store.close)
            folder, extension = settings.data_dir, settings.extension
            self.checkpoints = Checkpoints(self.store, folder)
            opened.callback(self.checkpoints.close)
            self.cypher = EmbeddedCypher(folder, extension, self.journal.holds)
            opened.callback(self.cypher.close)
            derivation = Derivation.of(self.model)
            present = Present(self.checkpoints, self.cypher)
            self.versions = Versions(folder, self.journal, derivation, extension, present)
            opened.callback(self.versions.close)
            self.receipts = Receipts(folder / RECEIPTS, settings.receipt_limit)
            opened.callback(self.receipts.close)
            self._engines: dict[str, Engine] = {
                SPARQL: SparqlEngine(self.store),
                CYPHER: CypherEngine(self.cypher),
            }
            self._followers: dict[str, Follower] = {CYPHER: self.cypher}
            self._take_servers(opened)
            self.following = Following(
                self.checkpoints, self._followers, lambda: self.versions.keep(self.store)
            )
            opened.callback(self.following.close)
            self._fill()
            self._opened = opened.pop_all()

    def _fill(self) -> None:
        self.validator = Validator(self.model.shapes, _vocabulary(self.model))
        self.search = SearchIndex(self.model, self.store)
        self.pipeline = Pipeline(
            self.journal,
            self.store,
            self.validator,
            Limits(self.settings.submission_triple_limit, self.settings.counts_time_limit_s),
            self._projected,
        )
        self.asker = Asker(
            self.model,
            self.store,
            engines=self._engines,
            fresh=self._fresh,
            versions=self.versions,
            receipts=self.receipts,
        )
        self.auditor = Auditor(self.catalogue, self.asker, self.model, self.store)
        labels = Labels(self.model, self.store)
        self.sources = Sources(self.auditor, self.catalogue, self.asker, self.store, labels)
        self.calendars = Calendars(self.catalogue, self.asker, labels)
        self.indicators = Indicators(self.catalogue, self.asker, labels)
        self.drafter = Drafter(self.catalogue, self.asker, labels, self.store)
        self.previewer = NormPreviewer(
            self.model, self.pipeline, self.checkpoints, self.catalogue[EXPECTATIONS]
        )
        self._replay()
        self._check_extension()
        self._journal_model()
        self.search.rebuild()

    def _take_servers(self, opened: ExitStack) -> None:
        """Have questions answered by servers where the settings say so; they follow, too.

        Raises:
            SettingError: a setting names no engine, or no server for it.
        """
        settings = self.settings
        for name, value, other in (
            ("SPARQL_ENGINE", settings.sparql_engine, SERVER),
            ("CYPHER_ENGINE", settings.cypher_engine, NEO4J),
        ):
            if value not in (EMBEDDED, other):
                raise SettingError(name=f"GRAPHSVC_{name}", value=value)
        if settings.sparql_engine == SERVER:
            server = sparql_server(settings, self.journal)
            self._engines[SPARQL] = SparqlServerEngine(server, settings.query_time_limit_s)
            self._followers[SPARQL] = server
        if settings.cypher_engine == NEO4J:
            database = opened.enter_context(neo4j_server(settings))
            graph = neo4j_graph(database, self.property_graph, self.journal)
            self._engines[CYPHER] = Neo4jEngine(graph)
            self._followers[NEO4J] = graph

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
        """Check the journal's chain, store and graph against it, and every record's shapes.

        Raises:
            JournalDamagedError: the chain does not hold.
            StoreDamagedError: store or graph is not what the journal gives.
            EngineFailedError: the graph's process ended.
        """
        self.journal.check()
        replayed = OxigraphStore(None, Derivation.of(self.model))
        for entry in self.journal.entries():
            replayed.apply(entry)
        missing = set(replayed.dump()) ^ set(self.store.dump())
        if missing or (self.store.sequence, self.store.head) != (
            self.journal.sequence,
            self.journal.head,
        ):
            raise StoreDamagedError(reason=f"{len(missing)} quads differ")
        self._verify_graph()
        reports = [self.pipeline.validate_graph(graph) for graph in self.store.submitted()]
        return Report(tuple(result for report in reports for result in report.results))

    def _verify_graph(self) -> None:
        self.following.catch_up(CYPHER, self.store.sequence)
        with self.checkpoints.current() as (_, folder):
            differing = self.cypher.differences(StoreReader.at(folder))
        if differing:
            raise StoreDamagedError(reason=f"{CYPHER}: {differing} nodes and relationships differ")

    def record(self, entity: str, text: str | None, name: str) -> str:
        """Return the IRI of the record that a parameter names, empty where it names none.

        Raises:
            ParameterError: there is no such record of this type.
        """
        if not text:
            return ""
        iri = expand(text if "/" in text else f"{entity}/{text}")
        try:
            found = self.model.entity_of(self.store.describe(NamedNode(iri)))
        except ValueError:
            found = None
        if found is None or found.name != entity:
            raise ParameterError(name=name, value=text[:120], expected="a-record")
        return iri

    def changed(self, iri: str) -> date | None:
        """Return the day a record was last changed, None for what no entry of the journal has."""
        sequences = self.store.changes_of(NamedNode(iri))
        return self.journal.read(max(sequences)).header.time.date() if sequences else None

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

    def sequence_at(self, text: str) -> int:
        """Return the sequence that an `asOf` means: of that number, or the last by that time.

        Args:
            text: a sequence, or a date or time in ISO 8601; a date means its end, in UTC.

        Raises:
            ParameterError: it is neither, or before the first entry, or after the last.
        """
        plain = text.isascii() and text.isdigit() and len(text) < _LONGEST_NUMBER
        sequence = int(text) if plain else self._sequence_by(text)
        if not 0 < sequence <= self.store.sequence:
            raise ParameterError(name="asOf", value=text, expected="an-as-of")
        return sequence

    def recheck(self, receipt: Mapping[str, Any], wait_s: float | None = None) -> dict[str, Any]:
        """Ask a receipt's question again, as `questions.rechecking.recheck`."""
        changes = self.store.changes(QUESTIONS)
        return recheck(receipt, self.journal, self.versions, changes, wait_s)

    def exported(self) -> Iterator[Quad]:
        """Yield what was handed in and what is derived, each in its named graph."""
        return (q for q in self.store.dump() if isinstance(q.graph_name, NamedNode))

    def _projected(self, entry: Entry, touched: set[NamedNode]) -> None:
        self.search.update(touched, entry.sequence)
        self.following.notify()

    def _fresh(self, engine: str, bring: bool) -> bool:  # noqa: FBT001  # the asker's call
        """Return whether an engine holds what the store holds, having brought it up if told to."""
        name = NEO4J if engine == CYPHER and NEO4J in self._followers else engine
        if name not in self._followers:
            return True
        sequence = self.store.sequence
        if bring:
            self.following.catch_up(name, sequence)
        fresh = self._followers[name].sequence >= sequence
        if not fresh:
            self.following.notify()  # it may have lost what it held
        return fresh

    def _sequence_by(self, text: str) -> int:
        try:
            moment = _moment(text)
        except (ValueError, OverflowError) as error:
            raise ParameterError(name="asOf", value=text[:40], expected="an-as-of") from error
        query = f"""SELECT (MAX(?n) AS ?last) {{ GRAPH {DERIVED} {{
          ?s rms:sequence ?n ; rms:time ?t . FILTER (?t <= "{moment.isoformat()}"^^xsd:dateTime)
        }} }}"""
        found = self.store.select(query)
        return int(found[0]["last"].value) if found and "last" in found[0] else 0

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
    """Throw the projections away and build them anew from the journal.

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
    shutil.rmtree(settings.data_dir / CHECKPOINTS, ignore_errors=True)
    for file in settings.data_dir.glob(f"{GRAPH}*"):
        file.unlink()
    registry = Registry(settings)
    try:
        registry.following.catch_up(CYPHER, registry.store.sequence)
    finally:
        registry.close()


def _moment(text: str) -> datetime:
    """Return a time of ISO 8601, or the end of a day; in UTC where no zone is named."""
    try:
        moment = datetime.combine(date.fromisoformat(text), time.max)
    except ValueError:
        moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _vocabulary(model: Model) -> list[Quad]:
    """Return what SHACL needs of the ontology: types, schemes and superclasses."""
    wanted = ("type", "inScheme", "subClassOf")
    return [q for q in model.ontology if q.predicate.value.rpartition("#")[2].endswith(wanted)]
