"""rdflib, an engine nobody here wrote a text for, gives the rows of the embedded store."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
import rdflib

from graphsvc.questions.binding import bind, complete
from graphsvc.questions.catalogue import Question, load_catalogue
from graphsvc.questions.engines import SparqlEngine, shaped
from graphsvc.resources import data_folder

if TYPE_CHECKING:
    from collections.abc import Generator

    from graphsvc.registry import Registry

TIME_LIMIT_S = 60
"""Most take some hundredths of a second, the slowest 5 on an idle machine."""
OUT = {
    "contradictions": "every pair of graphs is compared record by record: half a minute",
}
CATALOGUE = load_catalogue(data_folder("queries"))
ASKED = [q for q in CATALOGUE.questions if q.id not in OUT]


@pytest.fixture(scope="module")
def dataset(registry: Registry) -> rdflib.Dataset:
    """The store's dataset; its default graph is a graph of its own there too."""
    text = ox.serialize(list(registry.store.dump()), format=ox.RdfFormat.N_QUADS)
    loaded = rdflib.Dataset()
    loaded.parse(data=text or b"", format="nquads")
    return loaded


def plain(term: Any) -> object:
    """Return a term as the embedded engine gives it."""
    if not isinstance(term, rdflib.Literal):
        return None if term is None else str(term)
    kind = str(term.datatype or "").rpartition("#")[2]
    if kind in ("decimal", "double", "float"):
        return float(term)
    if kind == "boolean":
        return str(term) in ("true", "1")
    return int(term) if kind == "integer" else str(term)


@contextmanager
def limited(seconds: int) -> Generator[None]:
    """End what takes longer."""

    def late(_signal: int, _frame: object) -> None:
        raise TimeoutError(seconds)

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_few_are_left_out() -> None:
    assert set(OUT) <= {q.id for q in CATALOGUE.questions}
    assert len(OUT) <= 1
    assert len(ASKED) >= 120


@pytest.mark.parametrize("question", ASKED, ids=lambda q: q.id)
def test_rdflib_gives_the_same_rows(
    registry: Registry, dataset: rdflib.Dataset, question: Question
) -> None:
    values = complete(question, {}, None)
    with limited(TIME_LIMIT_S):
        results: Any = dataset.query(bind(question, values))
        rows = [{str(v): plain(row[v]) for v in results.vars} for row in results]
    assert shaped(question, rows) == SparqlEngine(registry.store).ask(question, values).rows
