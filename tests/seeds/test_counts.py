"""What the texts say, counted from the texts alone, against what the tables hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.seeds import counting
from tests.seeds.comparing import CHECKS, PLANS, plan_rows
from tests.seeds.planting import Planted, emptying, setting, without
from tests.seeds.tables import SEED, Folder

if TYPE_CHECKING:
    from pathlib import Path

PLAN, MURMANSK, ROADMAP = PLANS
REGULATION, RECOMMENDATIONS = "lo-2019-regulation", "lo-2019-recommendations"
# both counted by eye
ROWS = {PLAN: 16, MURMANSK: 31, ROADMAP: 46}
CLAUSES = {REGULATION: 24, RECOMMENDATIONS: 16}  # the latter with the items of its list
OF_PLANS = ("rows", "items", "positions", "responsible")
PAIRS = [(d, c) for d in (*ROWS, *CLAUSES) for c in CHECKS if d in PLANS or c not in OF_PLANS]


@pytest.mark.parametrize(("document", "check"), PAIRS)
def test_the_tables_hold_what_the_text_says(document: str, check: str) -> None:
    assert CHECKS[check](Folder(SEED / "documents" / document)) == []


@pytest.mark.parametrize(("document", "rows"), ROWS.items())
def test_a_plan_has_as_many_rows_as_one_counts_by_eye(document: str, rows: int) -> None:
    assert len(plan_rows(Folder(SEED / "documents" / document))) == rows


@pytest.mark.parametrize(("document", "numbers"), CLAUSES.items())
def test_a_text_has_as_many_clauses_as_one_counts_by_eye(document: str, numbers: int) -> None:
    assert len(counting.clauses(Folder(SEED / "documents" / document).text)) == numbers


def test_numbers_are_counted_as_printed_with_their_repeats_and_gaps() -> None:
    numbers = [row.number for row in plan_rows(Folder(SEED / "documents" / "mur-2020-roadmap"))]
    assert numbers[7:12] == ["3.1.", "3.2.", "3.5.", "3.4.", "3.5."]


def test_two_people_of_one_surname_stay_two() -> None:
    named = counting.persons(Folder(SEED / "documents" / "lo-2019-plan").text)
    assert {name for name in named if name.startswith("Ковальчук")} == {
        "Ковальчук О.В.",
        "Ковальчук О.С.",
    }


PLANTED = [
    Planted(check, f"documents/{document}", table, change, says)
    for check, document, table, change, says in (
        ("rows", PLAN, "activity", without("r-16"), "16 rows printed, 15"),
        ("rows", MURMANSK, "activity", setting("r-10", "printedNumber", "3.3"), "'3.5'"),
        ("rows", MURMANSK, "activity", setting("r-06", "deadlinePrinted", "Май"), "'Май- декабрь"),
        ("rows", MURMANSK, "activity", setting("r-01", "resultPrinted", ""), "resultPrinted"),
        ("rows", PLAN, "activity", setting("r-08", "responsiblePrinted", ""), "Косырева Л.Г'"),
        ("items", ROADMAP, "activity", without("r-18d"), "Организация деятельности"),
        ("items", ROADMAP, "register", emptying("label"), "реестр стажировочных площадок"),
        ("positions", PLAN, "activity", setting("r-03", "lines", "42"), "lines 42"),
        ("responsible", ROADMAP, "responsibility", without("r-13-2"), "nobody stands"),
        ("responsible", PLAN, "responsibility", emptying("printedForm"), "nobody stands"),
        (
            "responsible",
            ROADMAP,
            "responsibility",
            setting("r-13-1", "printedForm", "МО"),
            "not in",
        ),
        ("persons", PLAN, "person", without("lo-p-05"), "no person Ковальчук О.С."),
        ("persons", PLAN, "person", setting("lo-p-05", "label", "Ковальчук О.П."), "nobody prints"),
        (
            "persons",
            PLAN,
            "responsibility",
            setting("resp-09-1", "person", "lo-p-02"),
            "cells name",
        ),
        ("dates", ROADMAP, "document", without("lo-2023-order-17"), "11 мая 2023 года"),
        ("dates", PLAN, "activity", setting("r-01", "deadlineEnd", "2019-05-02"), "05.02.2019"),
        ("abbreviations", REGULATION, "abbreviation", without("a-umo"), "областное УМО"),
        (
            "abbreviations",
            PLAN,
            "abbreviation",
            setting("abbr-6", "expansion", "объединения"),
            "ШМО",
        ),
        ("clauses", REGULATION, "clause", without("c-4.4"), "clauses"),
        ("quoted", RECOMMENDATIONS, "risk", emptying("label"), "«рабочих»"),
    )
]


@pytest.mark.parametrize("planted", PLANTED, ids=str)
def test_a_planted_fault_is_found(tmp_path: Path, planted: Planted) -> None:
    folder = Folder(planted.copy(tmp_path) / planted.folder)
    assert planted.found_in(CHECKS[planted.check](folder))
