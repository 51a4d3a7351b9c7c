"""No name or text of a record says a word that its source does not print: a net for invented facts.

A heuristic: endings apart, word by word, so a true word in a false sentence passes. Labels of norms
and clauses and all remarks are the transcriber's own words and are not held to it.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.seeds.naming import invented, invention_faults, words
from tests.seeds.planting import Change, Planted, adding, setting
from tests.seeds.tables import SEED, Folder, document_folders

EXCEPTIONS = tomllib.loads(
    Path(__file__).with_name("not_in_the_text.toml").read_text(encoding="utf-8")
)["exception"]
EXCEPTED = {
    (record, word): exception["reason"]
    for exception in EXCEPTIONS
    for record in exception["records"]
    for word in exception["words"]
}
DOCUMENTS = [folder.name for folder in document_folders(SEED)]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_record_says_what_its_text_does_not(document: str) -> None:
    found = invention_faults(Folder(SEED / "documents" / document))
    assert {place: at for place, at in found.items() if place not in EXCEPTED} == {}


def test_every_exception_has_a_reason_and_is_needed() -> None:
    assert all(len(words(reason)) > 3 for reason in EXCEPTED.values())
    needed = {p for name in DOCUMENTS for p in invention_faults(Folder(SEED / "documents" / name))}
    assert EXCEPTED.keys() - needed == set()


PLAN, ROADMAP = "documents/lo-2019-plan", "documents/lo-2023-roadmap"
PLANTED: list[tuple[str, str, Change, tuple[str, str]]] = [
    (
        ROADMAP,
        "body",
        setting("lo-rmc", "altLabel", "РМЦ имени Ушинского"),
        ("body/lo-rmc", "ушинского"),
    ),
    (PLAN, "person", setting("lo-p-01", "label", "Михайлюк Любовь"), ("person/lo-p-01", "любовь")),
    (PLAN, "body", adding(id="lo-x", label="Вологодский институт"), ("body/lo-x", "вологодский")),
    (
        ROADMAP,
        "activity",
        setting("r-20", "condition", "при наличии субсидии"),
        ("activity/lo-2023-roadmap/r-20", "субсидии"),
    ),
]


@pytest.mark.parametrize(("folder", "table", "change", "place"), PLANTED)
def test_an_invented_word_is_found(
    tmp_path: Path, folder: str, table: str, change: Change, place: tuple[str, str]
) -> None:
    seed = Planted("", folder, table, change, "").copy(tmp_path)
    assert place in invention_faults(Folder(seed / folder))
    assert place not in EXCEPTED


@pytest.mark.parametrize(
    ("label", "foreign"),
    [
        ("Муниципальные службы", []),
        ("службе при совете и в районах", ["районах"]),
        ("РМО", ["рмо"]),  # short, but no preposition
        ("совещание", ["совещание"]),
    ],
)
def test_endings_and_prepositions_are_no_invention(label: str, foreign: list[str]) -> None:
    assert list(invented(label, words("муниципальная служба, методический совет"))) == foreign
