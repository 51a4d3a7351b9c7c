"""What was handed in, written as workbooks and handed in again, is the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphsvc.projections.labels import KeptLabels
from graphsvc.rdf.names import ID, PREFIXES
from graphsvc.rdf.terms import NamedNode
from graphsvc.submissions.formats import Handed
from graphsvc.tables.called import Called
from graphsvc.tables.templates import ALL, Templates

if TYPE_CHECKING:
    from graphsvc.registry import Registry

KEPT = (
    *("document/lo-2019-plan", "document/lo-2019-recommendations", "document/lo-2019-regulation"),
    *("document/lo-2023-roadmap", "document/mur-2020-roadmap"),
    *("body/demo-berezovo-mms", "body/demo-cnppm", "body/demo-iro", "body/demo-kamenka-mms"),
)


@pytest.fixture(scope="module")
def templates(registry: Registry) -> Templates:
    labels = KeptLabels(registry.model, registry.store)
    called = Called(registry.store, registry.search, labels)
    return Templates(registry.model, registry.store, called, labels)


def test_all_that_was_handed_in_is_tried(registry: Registry) -> None:
    submitted = {g.value.removeprefix(PREFIXES["graph"]) for g in registry.store.submitted()}
    assert submitted == set(KEPT)


@pytest.mark.parametrize("about", KEPT)
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_a_filled_workbook_says_what_was_handed_in(
    registry: Registry, templates: Templates, about: str, lang: str
) -> None:
    content = templates.template([ALL], ID + about, lang)
    read = registry.door.read(Handed("все.xlsx", content, ID + about, agent="a"))
    graph = NamedNode(PREFIXES["graph"] + about)
    kept = {q.triple for q in registry.store.graph(graph)}
    assert {q.triple for q in read.quads} == kept
    assert (read.mode, read.base) == ("patch", max(registry.store.changes(graph)))
    outcome = registry.pipeline.submit(read, dry_run=True)
    assert not outcome.patch


def test_a_sheet_alone_says_its_records(registry: Registry, templates: Templates) -> None:
    about = ID + "body/demo-iro"
    content = templates.template(["agreement", "mentor"], about, "ru")
    read = registry.door.read(Handed("a.xlsx", content, about, agent="a"))
    kinds = {q.object.value for q in read.quads if q.predicate.value.endswith("#type")}  # type: ignore[union-attr]
    assert kinds == {registry.model.by_name[n].iri for n in ("agreement", "mentor")}
