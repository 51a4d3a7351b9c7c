"""Small records, submissions and registries that tests are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from graphsvc.journal.entry import Header
from graphsvc.journal.journal import Journal
from graphsvc.projections.derivation import Derivation
from graphsvc.projections.oxigraph import OxigraphStore
from graphsvc.rdf.names import BASE, ID, PREFIXES, rms
from graphsvc.rdf.patch import Patch, diff
from graphsvc.rdf.terms import DefaultGraph, Literal, NamedNode, Quad, Triple
from graphsvc.submissions.formats import Handed
from graphsvc.submissions.pipeline import Limits, Pipeline, Submission
from graphsvc.validation.reach import Reach
from graphsvc.validation.report import Report
from graphsvc.validation.worlds import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from graphsvc.journal.entry import Entry
    from graphsvc.rdf.terms import Term
    from graphsvc.registry import Registry
    from graphsvc.submissions.pipeline import Outcome
    from graphsvc.validation.shacl import Validator

COORDINATES = NamedNode(f"{BASE}scheme/relation/coordinates")
EDGES = {rms("Relation"): {COORDINATES: rms("coordinates")}}
"""One relation with a direct property: enough to derive from."""

TURTLE = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
TERRITORY = f"""<{ID}territory/t> a rms:Territory ; skos:prefLabel "Область"@ru ;
  rms:territoryLevel <{BASE}scheme/level/regional> ."""


def node(name: str) -> NamedNode:
    """Return a record's IRI: `body/a`."""
    return NamedNode(ID + name)


def text(value: str, datatype: str = "string") -> Literal:
    """Return a literal of an XSD datatype."""
    return Literal(value, datatype=NamedNode(PREFIXES["xsd"] + datatype))


def quad(subject: str, predicate: NamedNode, value: Term) -> Quad:
    """Return a quad of the default graph about the record `subject`."""
    return Quad(node(subject), predicate, value, DefaultGraph())


def within(one: Quad | Triple, graph: NamedNode) -> Quad:
    """Return the same statement in a named graph."""
    return Quad(one.subject, one.predicate, one.object, graph)


def relation(name: str, subject: str, value: str, modality: str = "in-force") -> list[Quad]:
    """Return the relation “subject coordinates value”."""
    return [
        quad(name, NamedNode(PREFIXES["rdf"] + "type"), rms("Relation")),
        quad(name, rms("relation"), COORDINATES),
        quad(name, rms("subject"), node(subject)),
        quad(name, rms("object"), node(value)),
        quad(name, rms("modality"), NamedNode(f"{BASE}scheme/modality/{modality}")),
    ]


def edge(subject: str, value: str) -> Triple:
    """Return the direct triple “subject coordinates value”."""
    return Triple(node(subject), rms("coordinates"), node(value))


def body_turtle(key: str, label: str = "Центр", level: str = "regional") -> str:
    """Return a body that the shapes accept, and its territory, in Turtle."""
    return f"""{TURTLE}{TERRITORY}
<{ID}body/{key}> a rms:Body ; skos:prefLabel "{label}"@ru ;
  rms:kind <{BASE}scheme/kind/methodical-service> ; rms:level <{BASE}scheme/level/{level}> ;
  dcterms:spatial <{ID}territory/t> ; adms:status <{BASE}scheme/body-status/existing> .
"""


def plan_turtle(key: str) -> str:
    """Return a plan of two rows for the body `key`: one is done once, the other monthly."""
    kind = f"{BASE}scheme/deadline-kind"
    rows = "".join(
        f"""
<{ID}activity/{key}/{name}> a rms:Activity ; rms:plan <{ID}document/{key}> ; rms:position {n} ;
  skos:prefLabel "Мероприятие {n}"@ru ; rms:deadlineKind <{kind}/{deadline}> ;
  rms:deadlineStart "2026-01-01"^^xsd:date ; rms:deadlineEnd "2026-03-31"^^xsd:date {more} .
<{ID}responsibility/{key}/{name}> a rms:Responsibility ; rms:activity <{ID}activity/{key}/{name}> ;
  rms:printedForm "Центр" ; rms:body <{ID}body/{key}> ; rms:position 1 ;
  rms:responsibilityRole <{BASE}scheme/responsibility-role/executor> ;
  rms:certainty <{BASE}scheme/certainty/stated> ."""
        for n, name, deadline, more in (
            (1, "once", "by-day", ""),
            (2, "monthly", "recurring", '; rms:recurrence "P1M"^^xsd:duration'),
        )
    )
    return f"""{body_turtle(key)}
<{ID}document/{key}> a rms:Document ; skos:prefLabel "План"@ru ;
  rms:documentKind <{BASE}scheme/document-kind/plan> ;
  adms:status <{BASE}scheme/document-status/in-force> .{rows}"""


_LIMITS = Limits(triples=1_000, counts_check_s=60)


class Accepting:
    """A validator that accepts everything."""

    def __init__(self) -> None:
        self.reach, self.vocabulary = Reach(()), Vocabulary(())

    def validate(self, _data: Iterable[Quad], _focus: Iterable[NamedNode]) -> Report:
        """Return an empty report."""
        return Report(())


class Bare:
    """Journal, store and pipeline over two relations' worth of model, without search and shapes."""

    def __init__(
        self,
        folder: Path,
        *,
        validator: Validator | None = None,
        derivation: Derivation | None = None,
        on_disk: bool = False,
        limits: Limits = _LIMITS,
    ) -> None:
        self.journal = Journal(folder / "journal.rdfp")
        self.store = OxigraphStore(
            folder / "store" if on_disk else None, derivation or Derivation(EDGES)
        )
        self.touched: list[set[NamedNode]] = []
        self.pipeline = Pipeline(
            self.journal,
            self.store,
            validator or cast("Validator", Accepting()),
            limits,
            lambda _entry, touched: self.touched.append(touched),
        )
        for entry in self.journal.entries(after=self.store.sequence):
            self.store.apply(entry)

    def submit(self, about: str, quads: Iterable[Quad], mode: str = "replace") -> Entry | None:
        """Submit quads about a body and return the entry, if anything changed."""
        return self.pipeline.submit(Submission(about, tuple(quads), "a", "", "", mode)).entry

    def close(self) -> None:
        """Release the folder."""
        self.journal.close()
        self.store.close()


def replayed(journal: Journal, derivation: Derivation | None = None) -> OxigraphStore:
    """Return a fresh store with every entry of the journal."""
    store = OxigraphStore(None, derivation or Derivation(EDGES))
    for entry in journal.entries():
        store.apply(entry)
    return store


def submitted(registry: Registry, key: str) -> Outcome:
    """Submit a body through the whole pipeline."""
    given = Handed("a.ttl", body_turtle(key).encode(), f"body/{key}", agent="a")
    return registry.pipeline.submit(registry.door.read(given))


def put(journal: Journal, store: OxigraphStore, graph: NamedNode, quads: Iterable[Quad]) -> Entry:
    """Make the quads the whole of a graph, past the pipeline."""
    new = [Quad(q.subject, q.predicate, q.object, graph) for q in quads]
    entry = journal.append(Header("data", "a", "", graph.value), diff(store.graph(graph), new))
    store.apply(entry)
    return entry


NOTHING = Patch()
