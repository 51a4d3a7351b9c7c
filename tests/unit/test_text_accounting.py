"""What became of the lines of a text, from the tables of the seeds alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphsvc.errors import RecordNotFoundError
from graphsvc.projections.derivation import Derivation
from graphsvc.projections.oxigraph import OxigraphStore
from graphsvc.texts.accounting import BLANK, SourceTexts
from graphsvc.texts.files import folders, read
from tests.seeds.tables import SEED, Folder

if TYPE_CHECKING:
    from graphsvc.model.entities import Model
    from graphsvc.registry import Registry

TEXTS = {slug: Folder(path) for slug, path in folders().items()}


def tabled(slug: str) -> dict[int, dict[str, str]]:
    """Return by line the records that the tables base on it, each with its certainty."""
    folder = TEXTS[slug]
    held = {row.id for row in folder.rows("document") if row.get("sourceText") == slug}
    certainty = {
        f"{row.entity}/{row.id}": row.get("certainty")
        for row in folder.rows()
        if row.get("certainty")
    }
    found: dict[int, dict[str, str]] = {}
    for row in folder.rows():
        if row.get("document") in held:
            key = f"{row.entity}/{row.id}"
            for number in row.span:
                found.setdefault(number, {})[key] = certainty.get(key, "")
    return found


@pytest.mark.parametrize("slug", TEXTS)
def test_a_line_has_the_records_the_tables_base_on_it(registry: Registry, slug: str) -> None:
    account = SourceTexts(registry.model, registry.store).account(slug)
    expected = tabled(slug)
    for number, line in enumerate(account.lines, 1):
        if not read(slug).lines[number - 1].strip():
            assert (line.state, line.resting) == (BLANK, [])
            continue
        records = expected.get(number, {})
        found = {r.iri.rpartition("/id/")[2]: r.certainty for r in line.resting}
        assert found == records, number
        read_into = {"inferred", "derived"} & set(records.values())
        state = "inferred" if read_into else "stated" if records else "unmodelled"
        assert line.state == state, number
    assert account.counts["missing"] == 0
    assert account.share_percent == 100


def test_without_records_only_what_is_explained_is_accounted_for(model: Model) -> None:
    store = OxigraphStore(None, Derivation.of(model))
    account = SourceTexts(model, store).account("lo-2023-roadmap")
    assert account.counts == {
        "stated": 0,
        "inferred": 0,
        "unmodelled": 2,  # the table's header and a line of markup
        "missing": 84,
        "blank": 28,
    }
    assert (account.printed, account.share_percent) == (86, 2)
    assert account.lines[42].reason == "table-header"


def test_a_text_that_is_not_here_is_not_found(model: Model) -> None:
    store = OxigraphStore(None, Derivation.of(model))
    with pytest.raises(RecordNotFoundError):
        SourceTexts(model, store).account("../documents/lo-2019-plan")


def test_the_seeds_are_where_the_texts_are() -> None:
    assert {path.parent.parent for path in folders().values()} == {SEED}
