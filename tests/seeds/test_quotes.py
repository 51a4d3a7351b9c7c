"""Every record names the place that it rests on, and the place says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.seeds.grounding import basis_faults, quote_faults, texts_by_document
from tests.seeds.planting import Planted, setting
from tests.seeds.tables import SEED, Folder, demo_folders, document_folders

if TYPE_CHECKING:
    from pathlib import Path

CHECKS = {"basis": basis_faults, "quote": quote_faults}
DOCUMENTS = [folder.name for folder in document_folders(SEED)]
DEMO = [folder.name for folder in demo_folders(SEED)]


def faults_of(seed: Path, group: str, name: str, check: str) -> list[str]:
    folders = document_folders(seed) if group == "documents" else demo_folders(seed)
    return CHECKS[check](Folder(seed / group / name), texts_by_document(folders))


def test_there_are_five_documents_and_a_made_up_region() -> None:
    assert len(DOCUMENTS) == 5
    assert "region" in DEMO


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_s_record_rests_on_words_of_its_text(document: str, check: str) -> None:
    assert faults_of(SEED, "documents", document, check) == []


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("folder", DEMO)
def test_a_made_up_record_with_a_basis_rests_on_words_of_the_text(folder: str, check: str) -> None:
    assert faults_of(SEED, "demo", folder, check) == []


PLAN, MURMANSK = "documents/lo-2019-plan", "documents/mur-2020-roadmap"
PLANTED = [
    Planted("basis", PLAN, "activity", setting("r-03", "quote", ""), "a basis without quote"),
    Planted("basis", PLAN, "activity", setting("r-03", "clause", ""), "a basis without clause"),
    Planted("basis", PLAN, "activity", setting("r-03", "lines", "148-150"), "are no lines of"),
    Planted("basis", PLAN, "activity", setting("r-03", "lines", "0"), "are no lines of"),
    Planted("basis", PLAN, "activity", setting("r-03", "lines", "34,36"), "are no lines of"),
    Planted("basis", PLAN, "activity", setting("r-03", "lines", "30-42"), "13 lines"),
    Planted("basis", PLAN, "activity", setting("r-03", "quote", "а" * 201), "201 characters"),
    Planted("basis", PLAN, "activity", setting("r-03", "document", "lo-2030"), "is no record"),
    Planted(
        "basis", PLAN, "activity", setting("r-03", "document", "lo-2019-directive"), "not printed"
    ),
    Planted(
        "basis", PLAN, "activity", setting("r-03", "document", "lo-2019-regulation"), "rests on"
    ),
    Planted("quote", PLAN, "activity", setting("r-03", "lines", "42"), "lines 42 do not say"),
    Planted("quote", MURMANSK, "activity", setting("r-31", "quote", "Развитие ЕРМС"), "do not say"),
]


@pytest.mark.parametrize("planted", PLANTED, ids=str)
def test_a_planted_fault_is_found(tmp_path: Path, planted: Planted) -> None:
    group, _, name = planted.folder.partition("/")
    assert planted.found_in(faults_of(planted.copy(tmp_path), group, name, planted.check))


def test_a_document_s_row_without_any_basis_is_found(tmp_path: Path) -> None:
    def bare(rows: list[dict[str, str]]) -> None:
        rows[0] |= dict.fromkeys(("document", "clause", "lines", "quote"), "")

    planted = Planted("basis", PLAN, "activity", bare, "no basis")
    assert planted.found_in(faults_of(planted.copy(tmp_path), "documents", PLAN[10:], "basis"))
