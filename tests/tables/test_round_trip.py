"""What was handed in, written as workbooks and handed in again, is the same."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from graphsvc.isolation.workbooks import WorkbookLimits, read_workbook
from graphsvc.projections.labels import KeptLabels
from graphsvc.rdf.names import ID, PREFIXES, RDF_TYPE, rms
from graphsvc.rdf.terms import Literal, NamedNode, Quad
from graphsvc.registry import Registry
from graphsvc.settings import Settings
from graphsvc.submissions.formats import Handed
from graphsvc.tables.called import Called
from graphsvc.tables.decisions import Chosen, chosen_text
from graphsvc.tables.filling import fill
from graphsvc.tables.opened import open_sheets
from graphsvc.tables.records import SheetReader
from graphsvc.tables.templates import ALL, Templates
from graphsvc.tables.workbook import KnownRecords, Origin, workbook
from tests.making import node

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graphsvc.model.entities import Model

KEPT = (
    *("document/lo-2019-plan", "document/lo-2019-recommendations", "document/lo-2019-regulation"),
    *("document/lo-2023-roadmap", "document/mur-2020-roadmap"),
    *("body/demo-berezovo-mms", "body/demo-cnppm", "body/demo-iro", "body/demo-kamenka-mms"),
)


LIMITS = WorkbookLimits(2**26, 1_000, 100, 30)


@pytest.fixture(scope="module")
def own(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """A registry of these tests' own over documents and demo."""
    folder = tmp_path_factory.mktemp("decided") / "var"
    shutil.copytree(loaded, folder)
    opened = Registry(Settings(data_dir=folder))
    yield opened
    opened.close()


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


def test_a_workbook_with_decisions_on_names_comes_back_as_it_is(
    own: Registry,
) -> None:
    about = ID + "body/demo-berezovo-mms"
    text = (
        "label,author,level,status,jurisdiction\n"
        "Практика «А»,Центр на Садовой,муниципальный,представлена,Озёрная область (учебная)\n"
    )
    said = chosen_text([Chosen("Центр на Садовой", ("body",), ID + "body/demo-cnppm")])
    handed = Handed("practice.csv", text.encode(), about, "methodist-12", names=said)
    assert own.pipeline.submit(own.door.read(handed)).patch
    for lang in ("ru", "en"):
        content = own.templates.template([ALL], about, lang)
        read = own.door.read(Handed("все.xlsx", content, about, agent="a"))
        graph = NamedNode(PREFIXES["graph"] + "body/demo-berezovo-mms")
        assert {q.triple for q in read.quads} == {q.triple for q in own.store.graph(graph)}
        assert not own.pipeline.submit(read, dry_run=True).patch


def test_a_text_in_any_language_comes_back(model: Model) -> None:
    quads = [
        Quad(node("body/a"), RDF_TYPE, rms("Body")),
        *(
            Quad(node("body/a"), rms("note"), Literal(f"заметка {lang}", language=lang))
            for lang in ("ru", "en", "de")
        ),
    ]
    (filled,) = fill(model, quads, lambda iri, _: iri)
    records = KnownRecords(lambda _: [], lambda _: "")
    for lang in ("ru", "en"):
        content = workbook(model, [filled], records, Origin(), lang)
        opened = open_sheets(model, read_workbook(content, LIMITS))
        assert {q.triple for q in SheetReader(model).read(opened.sheets)} == {
            q.triple for q in quads
        }


def test_a_sheet_alone_says_its_records(registry: Registry, templates: Templates) -> None:
    about = ID + "body/demo-iro"
    content = templates.template(["agreement", "mentor"], about, "ru")
    read = registry.door.read(Handed("a.xlsx", content, about, agent="a"))
    kinds = {q.object.value for q in read.quads if q.predicate.value.endswith("#type")}  # type: ignore[union-attr]
    assert kinds == {registry.model.by_name[n].iri for n in ("agreement", "mentor")}
