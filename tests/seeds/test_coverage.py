"""Every line of every text is accounted for: by a record that quotes it, or as stating nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.seeds.grounding import Coverage, cheap_lines, coverage, coverage_faults
from tests.seeds.planting import Planted, adding
from tests.seeds.tables import SEED, Folder, demo_folders, document_folders

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEXTS = [
    f"{folder.path.parent.name}/{folder.name}"
    for folder in (*document_folders(SEED), *demo_folders(SEED))
    if folder.text
]


def coverage_in(seed: Path, name: str) -> Coverage:
    folders = document_folders(seed) if name.startswith("documents/") else demo_folders(seed)
    (folder,) = (f for f in folders if f.path == seed / name)
    return coverage(folder, folders)


def test_every_document_has_its_text() -> None:
    assert [name for name in TEXTS if name.startswith("documents/")] == [
        f"documents/{folder.name}" for folder in document_folders(SEED)
    ]


@pytest.mark.parametrize("name", TEXTS)
def test_every_line_is_accounted_for(
    name: str, record_property: Callable[[str, object], None]
) -> None:
    found = coverage_in(SEED, name)
    record_property("coverage", str(found))
    assert coverage_faults(found) == [], str(found)


@pytest.mark.parametrize("name", TEXTS)
def test_a_long_line_is_quoted_and_not_only_spanned(name: str) -> None:
    assert cheap_lines(coverage_in(SEED, name)) == []


def test_coverage_is_reported_in_lines_and_reasons() -> None:
    found = Coverage(
        Folder(SEED / "documents" / "lo-2023-roadmap"), {1, 2, 3}, {1}, {1}, {2: "markup"}
    )
    assert str(found) == (
        "lo-2023-roadmap: 2 of 3 lines accounted for, 1 by records; left out: 1 markup"
    )


REGULATION, ROADMAP = "documents/lo-2019-regulation", "documents/lo-2023-roadmap"
CHECKS = {"lines": coverage_faults, "cheap": cheap_lines}
PLANTED = [
    Planted("lines", ROADMAP, "unmodelled", lambda rows: rows.pop(), "114 not accounted for"),
    Planted(
        "lines", ROADMAP, "unmodelled", adding(lines="45", reason="heading"), "state something"
    ),
    Planted("lines", ROADMAP, "unmodelled", adding(lines="43", reason="dull"), "not of the list"),
    Planted("lines", ROADMAP, "unmodelled", adding(lines="43", reason="markup"), "do not say ''"),
    Planted("lines", ROADMAP, "unmodelled", adding(lines="", reason="markup"), "do not say ''"),
]


@pytest.mark.parametrize("planted", PLANTED, ids=str)
def test_a_planted_fault_is_found(tmp_path: Path, planted: Planted) -> None:
    found = coverage_in(planted.copy(tmp_path), planted.folder)
    assert planted.found_in(CHECKS[planted.check](found))


@pytest.fixture
def one_record(tmp_path: Path) -> Path:
    """A folder whose text has two long lines and whose only basis spans both."""
    folder = tmp_path / "documents" / "d"
    folder.mkdir(parents=True)
    lines = [
        "Совет утверждает план работы на год и его изменения",
        "",
        "Состав совета утверждает комитет по представлению института",
    ]
    (folder / "text.txt").write_text("\n".join(lines), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("quote", "cheap"),
    [
        ("утверждает план", [3]),
        ("Состав совета", [1]),
        ("его изменения Состав совета", []),
        ("утверждает", []),  # it stands in both
        ("института совет", [1, 3]),  # it stands in none
    ],
)
def test_a_quote_covers_the_lines_it_lies_in(
    one_record: Path, quote: str, cheap: list[int]
) -> None:
    header = "id,sourceText,document,clause,lines,quote\n"
    row = f"d,d,d,1,1-3,{quote}\n"
    (one_record / "document.csv").write_text(header + row, encoding="utf-8")
    folder = Folder(one_record)
    found = cheap_lines(coverage(folder, [folder]))
    assert [int(f.partition("txt:")[2].split()[0]) for f in found] == cheap
