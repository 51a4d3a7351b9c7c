"""Templates: of every type of record that people hand in, and never one with nothing to fill."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from graphsvc.errors import ParameterError
from graphsvc.locale import texts
from graphsvc.model.entities import load_model
from graphsvc.rdf.names import ID
from graphsvc.rdf.terms import NamedNode
from graphsvc.registry import Registry
from graphsvc.settings import Settings
from graphsvc.submissions.formats import Handed
from graphsvc.tables.columns import columns_of
from graphsvc.tables.templates import ALL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphsvc.model.entities import Model

NAMES = sorted(e.name for e in load_model().handed_in)
IRO, SILENT, ABOUT = (ID + f"body/{b}" for b in ("demo-iro", "demo-zarechye-mms", "demo-cnppm"))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    opened = Registry(Settings(data_dir=tmp_path_factory.mktemp("empty") / "var"))
    yield opened
    opened.close()


def sheets(content: bytes) -> list[str]:
    """Return the titles of the sheets that people see, but for the cover."""
    return [
        s.title
        for s in load_workbook(io.BytesIO(content)).worksheets[1:]
        if s.sheet_state == "visible"
    ]


def titles(*names: str) -> set[str]:
    return {texts("ui")["plural"][name]["ru"][:31].strip() for name in names}


def test_every_field_of_every_type_has_a_column_that_says_what_to_put_in(model: Model) -> None:
    for entity in model.entities:
        for column in columns_of(model, entity):
            assert all(column.note[lang].strip() for lang in ("ru", "en")), (entity, column.name)


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("about", ["", IRO])
def test_there_is_a_template_of_everything_at_once(
    registry: Registry, about: str, lang: str
) -> None:
    found = sheets(registry.templates.template([ALL], about, lang))
    assert len(found) == len(NAMES) if not about else len(found) > 30


@pytest.mark.parametrize("name", NAMES)
def test_there_is_a_template_of_every_type(registry: Registry, name: str) -> None:
    for about in ("", IRO):
        assert len(sheets(registry.templates.template([name], about, "ru"))) == 1


@pytest.mark.parametrize("name", ["submission", "occurrence", "demand", "provision", "basis"])
def test_what_nobody_hands_in_has_none(registry: Registry, name: str) -> None:
    assert name in registry.model.by_name
    assert name not in {e.name for e in registry.templates.entities}
    with pytest.raises(ParameterError):
        registry.templates.template([name], "", "ru")


def test_an_empty_template_is_not_handed_in_by_itself(empty: Registry, registry: Registry) -> None:
    for one in (empty, registry):
        content = one.templates.template(NAMES[:12], "", "en")
        assert not one.door.read(Handed("a.xlsx", content, ABOUT, agent="a")).quads


def test_a_body_that_begins_gets_what_bodies_like_it_are_told_of_in(registry: Registry) -> None:
    assert not registry.store.graph(NamedNode(SILENT.replace("/id/", "/graph/")))
    found = set(sheets(registry.templates.template([ALL], SILENT, "ru")))
    # services like it hand in practices and plans; the institute's agreements name them
    assert titles("practice", "activity", "membership", "agreement") <= found
    assert not titles("norm", "review-rule", "deficit") & found


def test_where_nobody_is_like_a_body_it_gets_all(empty: Registry) -> None:
    found = sheets(empty.templates.template([ALL], SILENT, "ru"))
    assert len(found) == len(NAMES)


def test_an_example_is_of_one_region(registry: Registry) -> None:
    regions = registry.called.of("")
    content = registry.templates.template([ALL], "", "ru")
    book = load_workbook(io.BytesIO(content))
    said = {str(c.value) for s in book.worksheets[1:-2] for c in s[2] if c.value}
    names = registry.called.of(ABOUT)
    named = [r for text in said if len(r := names.called((), text)) == 1]
    found = {region for (record,) in named for region in regions.regions(record)}
    assert len(named) > 10
    assert found == {ID + "territory/demo-region"}
