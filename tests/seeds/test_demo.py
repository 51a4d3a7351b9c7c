"""The made-up region is plainly made up, small, and tied to nothing real."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.seeds.planting import Planted, adding, copied, setting
from tests.seeds.separating import (
    BODIES_LIMIT,
    MADE_UP_NAME,
    body_faults,
    name_faults,
    prefix_faults,
    reference_faults,
    synthetic_faults,
)
from tests.seeds.tables import SEED, demo_folders, document_folders

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CHECKS: dict[str, Callable[[Path], list[str]]] = {
    "ids": lambda seed: [f for d in demo_folders(seed) for f in prefix_faults(d)],
    "synthetic": lambda seed: [f for d in demo_folders(seed) for f in synthetic_faults(d, "true")],
    "real": lambda seed: [f for d in document_folders(seed) for f in synthetic_faults(d, "false")],
    "names": lambda seed: [f for d in demo_folders(seed) for f in name_faults(d)],
    "bodies": body_faults,
    "references": reference_faults,
}


@pytest.mark.parametrize("check", CHECKS)
def test_the_made_up_region_stays_apart(check: str) -> None:
    assert CHECKS[check](SEED) == []


def test_the_made_up_region_is_there_to_be_checked() -> None:
    assert sum(len(d.records("body")) for d in demo_folders(SEED)) > BODIES_LIMIT // 2
    assert sum(len(d.records("person")) for d in demo_folders(SEED)) > 10


def many_bodies(rows: list[dict[str, str]]) -> None:
    rows += [{"id": f"demo-school-{number}"} for number in range(BODIES_LIMIT)]


REGION, PLAN, MURMANSK = "demo/region", "documents/lo-2019-plan", "documents/mur-2020-roadmap"
PLANTED = [
    Planted("ids", REGION, "body", adding(id="lo-kopo", label="КОПО"), "body.csv"),
    Planted(
        "synthetic", REGION, "dataset", setting("demo-dataset-region", "synthetic", ""), "empty"
    ),
    Planted(
        "synthetic", REGION, "territory", setting("demo-region", "synthetic", "false"), "false"
    ),
    Planted("synthetic", REGION, "dataset", lambda rows: rows.clear(), "0 datasets"),
    Planted("real", PLAN, "dataset", setting("lo-2019-plan", "synthetic", "true"), "is true"),
    Planted("names", REGION, "person", setting("demo-p-05", "label", "Анна Петрова"), "Анна"),
    Planted(
        "names", REGION, "body", setting("demo-iro", "label", "Школа имени Ильина А.П."), "Ильин"
    ),
    Planted("bodies", REGION, "body", many_bodies, "at most 80"),
    Planted(
        "references", PLAN, "activity", setting("r-01", "creates", "body/demo-iro"), "demo-iro"
    ),
    Planted(
        "references", PLAN, "activity", setting("r-02", "creates", "demo-nobody"), "demo-nobody"
    ),
    Planted("references", PLAN, "activity", setting("r-03", "creates", "body/mur-iro"), "mur-iro"),
    Planted("references", MURMANSK, "body", adding(id="lo-loiro"), "id names lo-loiro"),
    Planted("references", REGION, "body", setting("demo-iro", "jurisdiction", "russia"), "russia"),
    Planted(
        "references",
        REGION,
        "document",
        setting("demo-order-5u", "issuer", "fed-rosobrnadzor"),
        "fed-",
    ),
]


@pytest.mark.parametrize("planted", PLANTED, ids=str)
def test_a_planted_fault_is_found(tmp_path: Path, planted: Planted) -> None:
    assert planted.found_in(CHECKS[planted.check](planted.copy(tmp_path)))


def test_a_submission_about_somebody_real_is_found(tmp_path: Path) -> None:
    seed = copied(tmp_path)
    file = seed / "demo" / "region" / "submission.toml"
    file.write_text('about = "body/lo-loiro"\nagent = "demo-iro"\n', encoding="utf-8")
    assert any("about is body/lo-loiro" in fault for fault in CHECKS["ids"](seed))


def test_a_federal_body_may_be_named_by_a_region(tmp_path: Path) -> None:
    change = setting("r-03", "creates", "body/fed-rosobrnadzor")
    seed = Planted("references", PLAN, "activity", change, "").copy(tmp_path)
    assert CHECKS["references"](seed) == []


@pytest.mark.parametrize(
    ("name", "made_up"),
    [
        ("Методист 12", True),
        ("Методист 12 (учебный, по данным Каменки)", True),
        ("Методист", False),
        ("Методист Иванова 12", False),
        ("Иванова Мария Петровна", False),
        ("Методист 12 (Иванова)", False),
    ],
)
def test_a_made_up_person_is_a_role_and_a_number(name: str, made_up: bool) -> None:  # noqa: FBT001 - a column of the table
    assert (MADE_UP_NAME.fullmatch(name) is not None) is made_up
