"""Records are called one thing, and nothing is merged that people did not decide to be the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphsvc.model.entities import load_model
from tests.seeds.naming import (
    alias_faults,
    decision_faults,
    label_faults,
    repeat_faults,
    same_words,
    twin_faults,
)
from tests.seeds.planting import Planted, adding, setting, without
from tests.seeds.tables import SEED, demo_folders, document_folders

if TYPE_CHECKING:
    from pathlib import Path

    from tests.seeds.tables import Folder


def repeats(folders: list[Folder]) -> list[str]:
    model = load_model()
    many = {e.name: {f.name for f in e.fields if f.many} for e in model.entities}
    return [fault for folder in folders for fault in repeat_faults(folder, many)]


CHECKS = {
    "one label": label_faults,
    "aliases": alias_faults,
    "decisions": decision_faults,
    "twins": twin_faults,
    "repeats": repeats,
}


def all_folders(seed: Path) -> list[Folder]:
    return [*document_folders(seed), *demo_folders(seed)]


@pytest.mark.parametrize("check", CHECKS)
def test_the_seeds_name_things_soundly(check: str) -> None:
    assert CHECKS[check](all_folders(SEED)) == []


PLAN, ROADMAP = "documents/lo-2019-plan", "documents/lo-2023-roadmap"
MURMANSK, REGION = "documents/mur-2020-roadmap", "demo/region"
PLANTED = [
    Planted("one label", PLAN, "body", setting("lo-kopo", "label", "КОПО"), "body/lo-kopo: label"),
    Planted("one label", ROADMAP, "body", setting("lo-kopo", "label@en", "Body"), "label@en is"),
    Planted("one label", REGION, "body", adding(id="demo-iro", label="ИРО"), "body/demo-iro"),
    Planted("aliases", ROADMAP, "body", setting("lo-cnppm", "hiddenLabel", "ЦНППМ"), "'ЦНППМ' is"),
    Planted(
        "aliases",
        PLAN,
        "body",
        setting(
            "lo-rms", "altLabel", "РМС | Региональная методическая служба Ленинградской области"
        ),
        "is label and altLabel",
    ),
    Planted("decisions", ROADMAP, "body", setting("lo-rnmc-spo", "hiddenLabel", ""), "'РНМЦР СПО'"),
    Planted("decisions", MURMANSK, "body", setting("mur-iro", "altLabel", "ИРО"), "possibly-same"),
    Planted("decisions", PLAN, "person", without("lo-p-03"), "'Косырева Л.Г'"),
    Planted(
        "twins",
        MURMANSK,
        "body",
        setting("mur-centr-nastavnichestva", "label", "Региональный методический центр"),
        "body/mur-centr-nastavnichestva",
    ),
    Planted("repeats", PLAN, "body", adding(id="lo-kopo", status="planned"), "status in a further"),
    Planted("repeats", PLAN, "person", adding(id="lo-p-03", label="Косырева Л.Г."), "label in a"),
]


@pytest.mark.parametrize("planted", PLANTED, ids=str)
def test_a_planted_fault_is_found(tmp_path: Path, planted: Planted) -> None:
    assert planted.found_in(CHECKS[planted.check](all_folders(planted.copy(tmp_path))))


def test_a_further_row_may_bring_a_basis_or_more_values(tmp_path: Path) -> None:
    further = adding(id="lo-kopo", altLabel="Комитет", document="lo-2019-plan", lines="3")
    planted = Planted("repeats", PLAN, "body", further, "")
    assert repeats(all_folders(planted.copy(tmp_path))) == []


@pytest.mark.parametrize(
    ("printed", "name", "same"),
    [
        ("единой методической службы", "Единая методическая служба", True),
        ("Косырева Л.Г", "Косырева Л.Г.", True),
        ("регионально - муниципальный совет", "Регионально-муниципальный совет", True),
        ("методический совет", "методический советник по спорту", False),
        ("Ковальчук О.В.", "Ковальчук О.С.", False),
        ("ЦНППИМ", "ЦНППМ", False),
        ("ИРО", "ИМО", False),
    ],
)
def test_a_spelling_is_a_name_up_to_case_endings(printed: str, name: str, same: bool) -> None:  # noqa: FBT001 - a column of the table
    assert same_words(printed, name) is same
