"""The registry as one object: everything opened once, in order, and passed on from here."""

from __future__ import annotations

import difflib
from contextlib import ExitStack
from itertools import islice
from typing import TYPE_CHECKING, Any

from graphsvc.access.permissions import Permissions
from graphsvc.access.tokens import FILE as ACCESS
from graphsvc.access.tokens import Tokens
from graphsvc.audits.board import Boards
from graphsvc.audits.calendar import Calendars
from graphsvc.audits.deficits import Deficits
from graphsvc.audits.draft_order import Drafter
from graphsvc.audits.engine import Auditor
from graphsvc.audits.impact import Impacts
from graphsvc.audits.indicators import Indicators
from graphsvc.audits.norms import QUESTION as EXPECTATIONS
from graphsvc.audits.norms import NormPreviewer
from graphsvc.audits.overview import Overview
from graphsvc.audits.plan_comparison import Comparer
from graphsvc.audits.plan_reading import Plans
from graphsvc.audits.remedies import Remedies
from graphsvc.audits.sources import Sources
from graphsvc.audits.standing import Standings
from graphsvc.errors import ParameterError, SettingError, SubmissionError
from graphsvc.journal.journal import Journal
from graphsvc.model.entities import Model, load_model
from graphsvc.model.property_graph import PropertyGraph, property_graph
from graphsvc.network.ghosts import Ghosts
from graphsvc.network.loading import Networks
from graphsvc.phrases.finder import Finder
from graphsvc.projections.checkpoints import Checkpoints
from graphsvc.projections.cypher import EmbeddedCypher
from graphsvc.projections.derivation import Derivation
from graphsvc.projections.following import Following
from graphsvc.projections.history import (
    between,
    changes,
    last_changed,
    sequence_at,
    states,
)
from graphsvc.projections.labels import Labels
from graphsvc.projections.oxigraph import OxigraphStore
from graphsvc.projections.search import SearchIndex
from graphsvc.projections.submission_log import SubmissionLog
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
from graphsvc.rdf.names import QUESTIONS, RDF_TYPE, compact, expand
from graphsvc.rdf.terms import NamedNode, Quad, Triple
from graphsvc.resources import data_folder
from graphsvc.servers import neo4j_graph, neo4j_server, sparql_server
from graphsvc.starting import (
    journal_model,
    lint_extension,
    refuse_extension,
    replay,
    warn_of_slow_shapes,
)
from graphsvc.submissions.cases import Cases
from graphsvc.submissions.deadlines import deadline_kinds
from graphsvc.submissions.desk import Desk
from graphsvc.submissions.folders import find_folders, read_folder
from graphsvc.submissions.formats import Door
from graphsvc.submissions.mappings import KeptMappings
from graphsvc.submissions.pipeline import Limits, Pipeline
from graphsvc.submissions.retries import Retries
from graphsvc.submissions.reviewing import Reviewing
from graphsvc.submissions.reviews import Reviews
from graphsvc.tables.called import Called
from graphsvc.tables.templates import Templates
from graphsvc.validation.shacl import Validator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from graphsvc.journal.entry import Entry
    from graphsvc.projections.following import Follower
    from graphsvc.questions.engines import Engine
    from graphsvc.settings import Settings
    from graphsvc.submissions.pipeline import Outcome

__all__ = ["Registry"]

_COMPARED = 5_000
"""Most short names that a wrong one is compared with: some 50 ms."""

JOURNAL, STORE, RECEIPTS = "journal.rdfp", "store", "receipts.db"
CASES, RETRIES, MAPPINGS = "submissions.db", "retries.db", "mappings.db"
_MAPPINGS_KEPT = 2_000
_OPEN_KEPT = 200
"""Most submissions of one editor that are open."""
EMBEDDED, SERVER, NEO4J = "embedded", "server", "neo4j"


class Registry:
    """An open registry; it belongs to one process.

    Opening replays into the store what the journal has and the store has not, and journals the
    model in force where it is not the one the journal knows.

    Raises:
        DataDirBusyError: another process holds the data folder.
        JournalDamagedError: the journal's chain does not hold.
        StoreDamagedError: the store holds what the journal does not.
        ExtensionRefusedError: a region's extension contradicts the ontology, or has shapes that
            are not taken.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        lint_extension(settings.extension)
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
            self.drafts = Cases(folder / CASES, _OPEN_KEPT)
            opened.callback(self.drafts.close)
            self.mappings = KeptMappings(folder / MAPPINGS, _MAPPINGS_KEPT)
            opened.callback(self.mappings.close)
            self.retries = Retries(folder / RETRIES)
            opened.callback(self.retries.close)
            self.tokens = Tokens(folder / ACCESS)
            opened.callback(self.tokens.close)
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
        self.validator = Validator(
            self.model.shapes, _vocabulary(self.model), self.settings.shacl_engine
        )
        self.search = SearchIndex(self.model, self.store)
        self.finder = Finder(self.model, self.catalogue, self.store, self.search)
        self.permissions = Permissions(self.store)
        self.reviewing = Reviewing(self.store)
        self.pipeline = Pipeline(
            self.journal,
            self.store,
            self.validator,
            Limits(self.settings.submission_triple_limit, self.settings.counts_time_limit_s),
            self._projected,
            kinds=deadline_kinds(self.model),
        )
        self.asker = Asker(
            self.model,
            self.store,
            engines=self._engines,
            fresh=self._fresh,
            versions=self.versions,
            receipts=self.receipts,
        )
        self.log = SubmissionLog(self.journal, self.store)
        self.standings = Standings(self.catalogue, self.asker, self.log, self.drafts.attempts)
        self.auditor = Auditor(self.catalogue, self.asker, self.model, self.store)
        self.boards = Boards(self.auditor, self.store)
        labels = Labels(self.model, self.store)
        self.called = Called(self.store, self.search, labels)
        self.door = Door(self.model, self.settings, self.called, self.mappings)
        self.desk = Desk(
            self.door, self.pipeline, self.drafts, self.journal, self.permissions, self.reviewing
        )
        self.reviews = Reviews(self.pipeline, self.drafts, self.permissions, self.reviewing)
        self.templates = Templates(self.model, self.store, self.called, labels)
        self.overview = Overview(self.model, self.store, self.auditor)
        self.sources = Sources(self.auditor, self.catalogue, self.asker, self.store, labels)
        self.calendars = Calendars(self.catalogue, self.asker, labels)
        self.plans = Plans(self.store)
        self.comparer = Comparer(self.plans, self.sources)
        self.deficits = Deficits(self.auditor, self.store)
        self.remedies = Remedies(self.sources, self.deficits)
        self.indicators = Indicators(self.catalogue, self.asker, labels)
        self.networks = Networks(self.model, self.store)
        self.ghosts = Ghosts(self.catalogue, self.asker, self.model, self.store)
        self.drafter = Drafter(self.catalogue, self.asker, labels, self.store)
        self.previewer = NormPreviewer(
            self.model, self.pipeline, self.checkpoints, self.catalogue[EXPECTATIONS]
        )
        self.impacts = Impacts(
            self.model, self.catalogue, self.pipeline, self.checkpoints, self.auditor
        )
        replay(self.journal, self.store)
        refuse_extension(self.settings.extension, self.store)
        warn_of_slow_shapes(self.validator)
        journal_model(self.model, self.catalogue, self.store, self.pipeline)
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
            raise ParameterError(name=name, value=text[:120], expected=self._nearest(entity, iri))
        return iri

    def _nearest(self, entity: str, iri: str) -> str:
        """Return the short name of the record that is written most like it; `a-record` if none."""
        kind = NamedNode(self.model.by_name[entity].iri)
        records = islice(self.store.referrers(kind, RDF_TYPE), _COMPARED)
        known = [compact(subject.value) for subject, _ in records]
        return next(iter(difflib.get_close_matches(compact(iri)[:120], known, 1, 0.7)), "a-record")

    def changed(self, iri: str) -> date | None:
        """Return the day a record was last changed, None for what no entry of the journal has."""
        return last_changed(self.journal, self.store, NamedNode(iri))

    def history(self, record: NamedNode) -> Iterator[dict[str, Any]]:
        """Yield each journalled change of a record, oldest first, as `projections.history`."""
        return changes(self.journal, self.store, record)

    def states(self, record: NamedNode, *sequences: int) -> list[frozenset[Triple]]:
        """Return what was said of a record after each entry, as `projections.history.states`."""
        return states(self.journal, self.store, record, *sequences)

    def between(self, record: NamedNode, from_text: str, to_text: str) -> tuple[int, int]:
        """Return the entries between which a record is compared, as `projections.history`."""
        return between(self.store, record, from_text, to_text)

    def sequence_at(self, text: str) -> int:
        """Return the sequence that an `asOf` means, as `projections.history.sequence_at`."""
        return sequence_at(self.store, text)

    def recheck(self, receipt: Mapping[str, Any], wait_s: float | None = None) -> dict[str, Any]:
        """Ask a receipt's question again, as `questions.rechecking.recheck`."""
        texts = self.store.changes(QUESTIONS)
        return recheck(receipt, self.journal, self.versions, texts, wait_s)

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


def _vocabulary(model: Model) -> list[Quad]:
    """Return what SHACL needs of the ontology: types, schemes and superclasses."""
    wanted = ("type", "inScheme", "subClassOf")
    return [q for q in model.ontology if q.predicate.value.rpartition("#")[2].endswith(wanted)]
