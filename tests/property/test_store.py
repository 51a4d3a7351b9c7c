"""Random submissions: the store is what a plain oracle recomputes, and what replay gives.

The seed is fixed (`derandomize`): a failure comes again.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphsvc.projections.derivation import Derivation
from graphsvc.rdf.names import BASE, DERIVED, ID, RDF_TYPE, graph_of, rms
from graphsvc.rdf.terms import Literal, NamedNode, Quad, Triple
from tests.making import COORDINATES, EDGES, Bare, edge, node, quad, relation, replayed, text

if TYPE_CHECKING:
    from graphsvc.projections.oxigraph import OxigraphStore

BODIES = ["body/a", "body/b", "body/c"]
EFFECTIVE = {NamedNode(f"{BASE}scheme/modality/{m}") for m in ("rule", "in-force")}
WINDOWS = ["2021-01-01/2021-01-31", "2021-05-01/2021-05-31", "2021-02-31/2021-03-01"]
# One value in several forms, as the store keeps it in one.
FORMS = {("1", "integer"): "1", ("01", "integer"): "1", ("+1", "integer"): "1"}


def pool() -> list[Quad]:
    """Return all quads that submissions are drawn from: few, so that they meet often."""
    quads = [quad(b, rms("note"), text(t)) for b in BODIES for t in ("раз", 'два "\n')]
    quads += [quad("body/a", rms("size"), text(v, d)) for v, d in FORMS]
    for name in ("relation/1", "relation/2"):
        for subject, value in (("body/a", "body/b"), ("body/b", "body/c")):
            for modality in ("in-force", "planned"):
                quads += relation(name, subject, value, modality)
    for name in ("activity/p/1", "activity/p/2"):
        quads.append(quad(name, RDF_TYPE, rms("Activity")))
        quads += [quad(name, rms("deadlineWindow"), text(w)) for w in WINDOWS]
        quads += [quad(name, rms("recurrence"), text(r, "duration")) for r in ("P1M", "P3M")]
        quads += [quad(name, rms("deadlineStart"), text("2021-01-01", "date"))]
        quads += [quad(name, rms("deadlineEnd"), text("2021-06-30", "date"))]
    return sorted(set(quads), key=str)


WHOLE = st.sampled_from(
    [
        relation("relation/1", "body/a", "body/b"),
        relation("relation/2", "body/a", "body/b"),
        relation("relation/1", "body/a", "body/b", "planned"),
    ]
)
CONTENTS = st.tuples(
    st.lists(WHOLE, max_size=2), st.lists(st.sampled_from(pool()), max_size=12, unique=True)
).map(lambda parts: [*(q for quads in parts[0] for q in quads), *parts[1]])
STEPS = st.lists(
    st.tuples(st.sampled_from(BODIES), CONTENTS, st.sampled_from(["replace", "patch"])),
    min_size=1,
    max_size=10,
)
THOROUGH = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def kept(one: Quad) -> Triple:
    """Return the triple of a quad in the one form the store has."""
    for (written, datatype), form in FORMS.items():
        if one.object == text(written, datatype):
            return Triple(one.subject, one.predicate, text(form, datatype))
    return one.triple


def edges_of(triples: set[Triple]) -> set[Triple]:
    """Return the direct edges of a set of triples, found by asking of each pair of bodies."""

    def has(name: str, predicate: NamedNode, value: NamedNode) -> bool:
        return Triple(node(name), predicate, value) in triples

    return {
        edge(subject, value)
        for name in ("relation/1", "relation/2")
        for subject in BODIES
        for value in BODIES
        if has(name, RDF_TYPE, rms("Relation"))
        and has(name, rms("relation"), COORDINATES)
        and has(name, rms("subject"), node(subject))
        and has(name, rms("object"), node(value))
        and any(has(name, rms("modality"), m) for m in EFFECTIVE)
    }


def starts_of(triples: set[Triple], name: str) -> set[str]:
    """Return the first days of an activity's occurrences, written down by hand for these data."""

    def values(predicate: str) -> set[str]:
        found = (
            t.object for t in triples if t.subject == node(name) and t.predicate == rms(predicate)
        )
        return {o.value for o in found if isinstance(o, Literal)}

    if Triple(node(name), RDF_TYPE, rms("Activity")) not in triples:
        return set()
    if windows := values("deadlineWindow"):
        impossible = any("02-31" in w for w in windows)
        return set() if impossible else {w.partition("/")[0] for w in windows}
    if not (values("recurrence") and values("deadlineStart") and values("deadlineEnd")):
        return set()
    months = range(1, 7) if "P1M" in values("recurrence") else (1, 4)
    return {f"2021-{m:02}-01" for m in months}


def check(store: OxigraphStore, graphs: dict[str, set[Triple]]) -> None:
    handed_in = set().union(*graphs.values())
    merged = {t for t in store.merged() if not str(t.subject).startswith(f"<{ID}submission/")}
    occurrences = {t for t in merged if "/occurrence/" in str(t.subject)}
    assert merged - occurrences == handed_in | edges_of(handed_in)
    for name in ("activity/p/1", "activity/p/2"):
        found = {
            str(t.subject).rpartition("/")[2].rstrip(">")
            for t in occurrences
            if t.predicate == rms("activity") and t.object == node(name)
        }
        assert found == starts_of(handed_in, name)
    for body, triples in graphs.items():
        assert {q.triple for q in store.graph(graph_of(body))} == triples
    union = {t for g in (*store.submitted(), DERIVED) for t in (q.triple for q in store.graph(g))}
    assert set(store.merged()) == union
    assert len(list(store.merged())) == len(union)


@THOROUGH
@given(STEPS)
def test_the_default_graph_is_the_union_and_what_follows(
    steps: list[tuple[str, list[Quad], str]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bare = Bare(Path(folder))
        graphs: dict[str, set[Triple]] = {body: set() for body in BODIES}
        for body, quads, mode in steps:
            before = described(bare.store)
            new = {kept(q) for q in quads}
            described_here = {t.subject for t in new}
            if mode == "patch":
                new |= {t for t in graphs[body] if t.subject not in described_here}
            changed = new != graphs[body]
            entry = bare.submit(body, quads, mode)
            assert (entry is not None) == changed
            graphs[body] = new
            check(bare.store, graphs)
            after = described(bare.store)
            differ = {s for s in {*before, *after} if before.get(s) != after.get(s)}
            assert differ <= (bare.touched[-1] if changed else set())
        again = replayed(bare.journal)
        assert set(again.dump()) == set(bare.store.dump())
        assert (again.sequence, again.head) == (bare.store.sequence, bare.store.head)
        bare.close()


def described(store: OxigraphStore) -> dict[NamedNode, set[Triple]]:
    subjects = {t.subject for t in store.merged()}
    return {s: store.describe(s) for s in subjects if isinstance(s, NamedNode)}


@THOROUGH
@given(st.lists(st.sampled_from(pool()), max_size=40))
def test_what_is_derived_does_not_depend_on_the_order(quads: list[Quad]) -> None:
    derivation = Derivation(EDGES)
    triples = [q.triple for q in quads if q.subject == node("activity/p/1")]
    assert derivation.derive(triples) == derivation.derive(reversed(triples))
