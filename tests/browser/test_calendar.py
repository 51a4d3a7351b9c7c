"""The calendar in a browser: found, marked as done, found done."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import Visitors

# An association that no other test asks about: `a-02` of its school's plan, due by the year's end.
MINE = "/calendar?body=body/demo-berezovo-school-1-smo-math&quarter=2026-4"


@pytest.fixture(scope="module")
def address(own_address: str) -> str:
    return own_address


def test_two_clicks_mark_an_entry_as_done(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(MINE)
    row = visitor.page.get_by_role("row").filter(has_text="Пополнить банк открытых уроков")
    expect(row).to_contain_text("срок не прошёл")
    row.get_by_text("Отметить выполнение").click()
    row.get_by_role("button", name="Записать").click()
    expect(visitor.page.get_by_role("status")).to_contain_text(
        "Отметка записана в журнал: Пополнить банк открытых уроков"
    )
    expect(row).to_contain_text("отмечено без подтверждения")
    # Where there is evidence, the mark is corrected by the same form.
    row.get_by_text("Исправить отметку").click()
    row.get_by_label("адрес подтверждения").fill("https://ozernaya.example/lessons")
    row.get_by_role("button", name="Записать").click()
    expect(row).to_contain_text(re.compile(r"выполнено"))
    expect(row.get_by_role("link", name="подтверждение")).to_have_attribute(
        "href", "https://ozernaya.example/lessons"
    )
    assert not visitor.complaints
    assert not visitor.foreign()


def test_quarters_are_leafed_through_without_scripts(visitors: Visitors) -> None:
    visitor = visitors("en", theme="dark")
    visitor.open("/calendar")
    page = visitor.page
    page.get_by_label("Body").select_option("body/demo-ks")
    page.get_by_label("Quarter").select_option("2026-3")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("row")).to_contain_text(["activity", "past, no mark"])
    page.get_by_role("link", name="Previous quarter").click()
    expect(page.get_by_role("heading", level=3)).to_have_text("June 2026 1")
    expect(page.get_by_role("row")).to_contain_text(["activity", "done"])
    with page.expect_download() as download:
        page.get_by_role("link", name="Word").click()
    assert download.value.suggested_filename == "calendar.docx"
