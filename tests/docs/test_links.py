"""What the pages point to is there: links, anchors, paths and question ids."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from graphsvc.questions.catalogue import load_catalogue
from tests.docs.console import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
FOLDERS = ("docs", "graphsvc", "ontology", "queries", "seed", "shapes", "tests")
QUESTION = re.compile(
    r"graphsvc (?:--lang \w\w )?ask ([a-z][\w-]*)|(?<!graphsvc)(?<!tests)/questions/([a-z][\w-]*)"
)
FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
# Names that the recipes make up, and one that an example gets wrong on purpose.
MADE_UP = {
    "ontology/open-lesson.ttl",
    "shapes/open-lesson.ttl",
    "tests/shapes/cases/open-lesson/",
}
WRONG = {"who-leads"}


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def anchors(text: str) -> set[str]:
    """Return the anchors of the headings, as code hosts make them."""
    titles = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", t.lower()).replace(" ", "-") for t in titles}


def broken(page: Path, text: str) -> list[str]:
    """Return the links of a page's text that lead nowhere inside the project."""
    found: list[str] = []
    for target in re.findall(r"\]\(([^)\s]+)\)", FENCE.sub("", text)):
        if re.match(r"\w+:", target):
            continue
        path, _, anchor = target.partition("#")
        place = (page.parent / path).resolve() if path else page
        lost = not place.exists()
        if not lost and anchor:
            lost = anchor not in anchors(text if place == page else place.read_text("utf-8"))
        if lost:
            found.append(target)
    return found


def missing(text: str) -> set[str]:
    """Return the paths of the project named in a text that do not exist."""
    pattern = rf"`((?:{'|'.join(FOLDERS)})/[\w./*-]+)`"
    return {p for p in re.findall(pattern, text) if not any(ROOT.glob(p.rstrip("/")))} - MADE_UP


def unknown(text: str) -> set[str]:
    """Return the question ids in a text that the catalogue does not have."""
    known = {q.id for q in load_catalogue(ROOT / "queries").questions}
    return {a or b for a, b in QUESTION.findall(text)} - known - WRONG


def test_there_are_pages() -> None:
    assert len(PAGES) >= 40


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name: str) -> None:
    assert broken(ROOT / name, read(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_paths_named_exist(name: str) -> None:
    assert missing(read(name)) == set()


@pytest.mark.parametrize("name", NAMES)
def test_questions_named_exist(name: str) -> None:
    assert unknown(read(name)) == set()


def test_what_leads_nowhere_is_found() -> None:
    page = ROOT / "docs" / "cli.md"
    text = "# One\n[a](nowhere.md) [b](#two) [c](#one) [d](settings.md#none) [e](https://x.org/y)"
    assert broken(page, text) == ["nowhere.md", "#two", "settings.md#none"]
    assert missing("see `graphsvc/nowhere.py` and `graphsvc/cli.py`") == {"graphsvc/nowhere.py"}
    assert unknown("`graphsvc ask who-sings` and /questions/who-manages") == {"who-sings"}


def test_every_decision_has_its_three_parts_and_a_date() -> None:
    for page in sorted((ROOT / "docs" / "decisions").glob("*")):
        assert re.fullmatch(r"20\d{6}-[a-z0-9-]+\.md", page.name), page.name
        told = re.findall(r"^\*\*(\w+)\.\*\*", page.read_text("utf-8"), re.MULTILINE)
        assert told == ["Context", "Decision", "Consequences"], page.name


def test_every_word_of_the_glossary_has_its_twin_and_meaning() -> None:
    rows = re.findall(r"^\| (.+) \|$", read("docs/glossary.md"), re.MULTILINE)
    cells = [row.split(" | ") for row in rows if not row.startswith(("English", "---"))]
    assert len(cells) >= 40
    for english, russian, meaning in cells:
        assert re.search("[a-z]", english), english
        assert re.search("[а-я]", russian), english
        assert meaning, english
