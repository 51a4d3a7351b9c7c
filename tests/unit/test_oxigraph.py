"""The store: merged default graph, derivation, provenance, sequence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphsvc.errors import DataDirBusyError, QuerySyntaxError, StoreDamagedError
from graphsvc.journal.entry import GENESIS, Header, encode
from graphsvc.journal.journal import Journal
from graphsvc.projections.derivation import Derivation
from graphsvc.projections.oxigraph import OxigraphStore
from graphsvc.rdf.names import DERIVED, ID, ONTOLOGY, RDF_TYPE, SHAPES, graph_of, rms
from graphsvc.rdf.patch import diff
from graphsvc.rdf.terms import Literal, NamedNode, Quad
from tests.making import EDGES, NOTHING, edge, node, put, quad, relation, text, within

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

A, B = graph_of("body/a"), graph_of("body/b")
NOTE = quad("body/x", rms("note"), text("слово"))


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = Journal(tmp_path / "j")
    yield opened
    opened.close()


@pytest.fixture
def store() -> OxigraphStore:
    return OxigraphStore(None, Derivation(EDGES))


def count(store: OxigraphStore, triple: object) -> int:
    return list(store.merged()).count(triple)  # type: ignore[arg-type]


def test_a_triple_of_two_graphs_counts_once_and_stays_with_one(
    store: OxigraphStore, journal: Journal
) -> None:
    put(journal, store, A, [NOTE])
    put(journal, store, B, [NOTE])
    assert count(store, NOTE.triple) == 1
    assert len(store.graph(A)) == len(store.graph(B)) == 1
    put(journal, store, A, [])
    assert count(store, NOTE.triple) == 1
    put(journal, store, B, [])
    assert count(store, NOTE.triple) == 0


@pytest.mark.parametrize(
    ("graph", "merged"),
    [
        (A, True),
        (ONTOLOGY, True),
        (SHAPES, False),
        (NamedNode("https://e.org/graph/x"), False),
    ],
)
def test_only_public_graphs_are_merged(
    store: OxigraphStore,
    journal: Journal,
    graph: NamedNode,
    merged: bool,  # noqa: FBT001  # a column of the table
) -> None:
    put(journal, store, graph, [NOTE])
    assert count(store, NOTE.triple) == int(merged)


def test_an_edge_lives_as_long_as_any_of_its_grounds(
    store: OxigraphStore, journal: Journal
) -> None:
    direct = edge("body/a", "body/b")
    put(journal, store, A, relation("relation/1", "body/a", "body/b"))
    put(journal, store, B, relation("relation/2", "body/a", "body/b"))
    assert count(store, direct) == 1
    put(journal, store, A, relation("relation/1", "body/a", "body/b", "planned"))
    assert count(store, direct) == 1
    put(journal, store, B, [])
    assert count(store, direct) == 0
    assert Quad(direct.subject, direct.predicate, direct.object, DERIVED) not in set(store.dump())


def test_an_edge_passes_from_one_record_to_another_in_one_entry(
    store: OxigraphStore, journal: Journal
) -> None:
    put(journal, store, A, relation("relation/1", "body/a", "body/b"))
    put(journal, store, A, relation("relation/2", "body/a", "body/b"))
    assert count(store, edge("body/a", "body/b")) == 1
    put(journal, store, A, [])
    assert count(store, edge("body/a", "body/b")) == 0


def test_a_record_in_two_parts_is_derived_from_as_one(
    store: OxigraphStore, journal: Journal
) -> None:
    quads = relation("relation/1", "body/a", "body/b")
    put(journal, store, A, quads[:3])
    assert count(store, edge("body/a", "body/b")) == 0
    put(journal, store, B, quads[3:])
    assert count(store, edge("body/a", "body/b")) == 1
    put(journal, store, A, [])
    assert count(store, edge("body/a", "body/b")) == 0


def test_an_edge_handed_in_stays_when_its_ground_goes(
    store: OxigraphStore, journal: Journal
) -> None:
    direct = edge("body/a", "body/b")
    put(journal, store, A, [Quad(direct.subject, direct.predicate, direct.object)])
    put(journal, store, B, relation("relation/1", "body/a", "body/b"))
    put(journal, store, B, [])
    assert count(store, direct) == 1
    put(journal, store, A, [])
    assert count(store, direct) == 0


def test_who_changed_what_is_told_of_every_entry(store: OxigraphStore, journal: Journal) -> None:
    header = Header("data", "Иванов", "сверка", A.value, 0, "план.csv")
    store.apply(journal.append(header, diff([], [within(NOTE, A)])))
    told = {t.predicate: t.object for t in store.describe(node("submission/1"))}
    assert told == {
        RDF_TYPE: rms("Submission"),
        rms("sequence"): Literal(1),
        rms("agent"): Literal("Иванов"),
        rms("submissionReason"): Literal("сверка"),
        rms("sourceFile"): Literal("план.csv"),
        rms("changedGraph"): A,
        rms("time"): told[rms("time")],
    }
    assert told[rms("time")] == text(header.time.isoformat().replace("+00:00", "Z"), "dateTime")


def test_versions_are_what_the_journal_says_and_nobody_else(
    store: OxigraphStore, journal: Journal
) -> None:
    put(journal, store, A, [NOTE])
    forged = [
        quad("submission/999", rms("changedGraph"), A),
        quad("submission/999", rms("sequence"), Literal(999)),
    ]
    put(journal, store, B, forged)
    put(journal, store, A, [])
    assert store.changes(A) == [1, 3]
    assert store.changes(graph_of("body/other")) == []


def test_an_entry_is_applied_once_and_in_order(store: OxigraphStore) -> None:
    header = Header("data", "a", "", A.value)
    first, _ = encode(1, GENESIS, header, NOTHING)
    third, _ = encode(3, first.digest, header, NOTHING)
    store.apply(first)
    assert (store.sequence, store.head) == (1, first.digest)
    for entry in (first, third):
        with pytest.raises(StoreDamagedError):
            store.apply(entry)
    assert (store.sequence, store.head) == (1, first.digest)


def test_the_subjects_touched_are_returned(store: OxigraphStore, journal: Journal) -> None:
    entry = journal.append(
        Header("data", "a", "", A.value),
        diff([], [within(q, A) for q in relation("relation/1", "body/a", "body/b")]),
    )
    assert store.apply(entry) == {node("relation/1"), node("body/a"), node("submission/1")}


def test_odd_texts_are_stored_as_they_are(store: OxigraphStore, journal: Journal) -> None:
    texts = ['"', "\\", "a\nb\r\tc", "}", "{ } ; DELETE WHERE { ?s ?p ?o }", "\u2028", "'''", '"""']
    put(journal, store, A, [quad("body/x", rms("note"), text(t)) for t in texts])
    found = {v.value for v in store.values(node("body/x"), rms("note")) if isinstance(v, Literal)}
    assert found == set(texts)


def test_lookups(store: OxigraphStore, journal: Journal) -> None:
    put(journal, store, A, [*relation("relation/1", "body/a", "body/b"), NOTE])
    put(journal, store, B, [NOTE])
    assert store.typed(node("relation/1"))
    assert not store.typed(node("body/x"))
    assert store.referrers(node("body/b")) == [
        (node("body/a"), rms("coordinates")),
        (node("relation/1"), rms("object")),
    ]
    assert store.referrers(node("body/b"), rms("object")) == [(node("relation/1"), rms("object"))]
    assert store.graphs_of(node("body/x")) == {A, B}
    assert store.submitted() == [A, B]
    assert store.size() == len(list(store.merged()))


def test_a_query_that_cannot_be_read_is_told(store: OxigraphStore) -> None:
    with pytest.raises(QuerySyntaxError):
        store.query("SELECT WHERE")


def test_solutions_leave_out_what_is_unbound(store: OxigraphStore, journal: Journal) -> None:
    put(journal, store, A, [NOTE])
    rows = store.select("SELECT ?s ?none { ?s rms:note ?n OPTIONAL { ?s rms:size ?none } }")
    assert rows == [{"s": NamedNode(ID + "body/x")}]
    with pytest.raises(TypeError):
        store.select("ASK {}")


def test_a_store_belongs_to_one_opener_and_is_free_after_closing(tmp_path: Path) -> None:
    first = OxigraphStore(tmp_path / "s", Derivation(EDGES))
    with pytest.raises(DataDirBusyError):
        OxigraphStore(tmp_path / "s", Derivation(EDGES))
    first.close()
    OxigraphStore(tmp_path / "s", Derivation(EDGES)).close()


def test_a_checkpoint_is_a_copy_that_stays_as_it_was(tmp_path: Path, journal: Journal) -> None:
    store = OxigraphStore(tmp_path / "s", Derivation(EDGES))
    put(journal, store, A, [NOTE])
    store.checkpoint(tmp_path / "copy")
    put(journal, store, A, [])
    copy = OxigraphStore(tmp_path / "copy", Derivation(EDGES))
    assert (copy.sequence, count(copy, NOTE.triple)) == (1, 1)
    assert (store.sequence, count(store, NOTE.triple)) == (2, 0)
    copy.close()
    store.close()
