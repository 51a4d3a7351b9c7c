"""The guide: it opens, each picture shows a page as it is now, and each link of it leads somewhere.

`GUIDE_PICTURES=1 pytest tests/browser/test_guide.py` takes the pictures anew into docs/guide.
"""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import Visitors

FOLDER = Path(__file__).parents[2] / "docs" / "guide"
TEXT = (FOLDER / "guide.md").read_text("utf-8")
PICTURES: dict[str, dict[str, Any]] = tomllib.loads((FOLDER / "pictures.toml").read_text("utf-8"))
WIDTH_PX = 1200


def test_the_guide_has_every_picture_and_no_other() -> None:
    shown = re.findall(r"!\[[^\]]+\]\(([a-z-]+)\.png\)", TEXT)
    assert shown == list(PICTURES)
    assert {p.stem for p in FOLDER.glob("*.png")} == PICTURES.keys()


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_shows_the_page_as_it_is(visitors: Visitors, name: str, tmp_path: Path) -> None:
    about = PICTURES[name]
    visitor = visitors(width=WIDTH_PX)
    visitor.page.set_viewport_size({"width": WIDTH_PX, "height": about["height_px"]})
    assert visitor.open(about["path"]).status == 200
    visitor.page.wait_for_load_state("networkidle")
    visitor.page.wait_for_timeout(500)
    folder = FOLDER if os.environ.get("GUIDE_PICTURES") else tmp_path
    visitor.page.screenshot(path=folder / f"{name}.png")
    taken, kept = (size_px(f / f"{name}.png") for f in (folder, FOLDER))
    assert taken == kept == (WIDTH_PX, about["height_px"])


def test_the_guide_opens_with_its_sections_and_pictures(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open("/guide")
    page = visitor.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Руководство")
    page.get_by_role("link", name="Посмотреть сеть").click()
    expect(page.get_by_role("heading", name="Посмотреть сеть")).to_be_in_viewport()
    loaded: list[bool] = page.eval_on_selector_all(
        ".guide img", "images => images.map(i => i.complete && i.naturalWidth > 0)"
    )
    assert loaded == [True] * len(PICTURES)
    assert visitor.foreign() == []


def size_px(file: Path) -> tuple[int, int]:
    head = file.read_bytes()[16:24]
    return int.from_bytes(head[:4], "big"), int.from_bytes(head[4:], "big")
