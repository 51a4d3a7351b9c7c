"""What people do with the pages: by mouse, by keyboard alone, on a phone, on paper."""

from __future__ import annotations

import json
import re
import urllib.request
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Visitors

COORDINATED = "/questions/who-coordinates?body=body/lo-rms&date=2019-06-01"
# Line 46 of seed/documents/lo-2019-regulation/text.txt.
CLAUSE_3_1 = "3.1. Координацию деятельности РМС осуществляет ГАОУ ДПО «ЛОИРО»."


def style(page: Page, selector: str, name: str) -> str:
    found: str = page.eval_on_selector(selector, "(e, name) => getComputedStyle(e)[name]", name)
    return found


def answer(address: str, path: str) -> Any:
    with urllib.request.urlopen(address + path, timeout=30) as response:  # noqa: S310  # our own service
        return json.load(response)


def test_a_basis_leads_to_the_very_line_of_the_text(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(COORDINATED)
    page = visitor.page
    page.get_by_role("link", name=re.compile(r", п\.\s3\.1$")).click()
    page.wait_for_url(re.compile(r"/documents/lo-2019-regulation\?lines=46&basis=[\w./-]+#L46$"))
    line = page.locator("#L46")
    expect(line.locator(".line")).to_have_text(CLAUSE_3_1)
    expect(line).to_be_in_viewport()
    expect(line.locator("details li").first).to_be_visible()
    plain = style(page, "#L48", "backgroundColor")
    assert style(page, "#L46", "backgroundColor") not in (plain, "rgba(0, 0, 0, 0)")


def test_days_are_russian_on_the_page_and_iso_in_the_data(visitors: Visitors) -> None:
    """Row 1.1 of the Murmansk roadmap is due «декабрь 2020»."""
    query = "plan=document/mur-2020-roadmap&date=2021-07-01"
    visitor = visitors()
    visitor.open(f"/questions/overdue?{query}")
    # A row for each of the two bodies that owe it.
    row = visitor.page.get_by_role("row").filter(has_text=re.compile(r", п\.\s1\.1\b")).first
    expect(row).to_contain_text("декабрь 2020")
    expect(row).to_contain_text("31.12.2020")
    expect(visitor.page.locator(".asked")).to_contain_text("01.07.2021")
    rows = answer(visitor.address, f"/api/questions/overdue/answer?{query}")["rows"]
    assert [r["end"] for r in rows if r["clause"] == "1.1"] == ["2020-12-31"] * 2


def test_the_form_shows_what_the_answer_is_about(visitors: Visitors) -> None:
    visitor = visitors()
    given = "?jurisdiction=territory/leningrad-oblast&level=regional"
    for query in (given, given.replace("regional", "scheme/level/regional")):
        visitor.open("/questions/bodies-by-level" + query)
        expect(visitor.page.locator("#p-level option:checked")).to_have_text("региональный")
        expect(visitor.page.locator(".asked").first).to_contain_text("региональный")


def test_an_empty_answer_says_what_the_sources_do_not(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open("/questions/overdue?date=1999-01-01")
    expect(visitor.page.locator("#answer")).to_have_text("Ответ: ни одной строки")
    told = answer(visitor.address, "/api/questions/overdue/answer?date=1999-01-01")["explanation"]
    assert told
    expect(visitor.page.locator(".empty")).to_have_text(told)


def test_the_keyboard_is_enough_to_search_and_to_read(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open("/")
    page = visitor.page
    focused = page.locator("*:focus")
    page.keyboard.press("Tab")
    expect(focused).to_have_text("К содержанию")
    expect(focused).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert focused.get_attribute("name") == "q"
    assert style(page, "*:focus", "outlineStyle") == "solid"
    page.keyboard.type("методического совета")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    expect(page.get_by_role("link", name="В каких школах нет методического совета")).to_be_visible()
    page.get_by_role("link", name="В каких школах нет методического совета").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/schools-without-council?*")
    expect(page.locator("h1")).to_have_text("В каких школах нет методического совета")


def test_a_register_is_narrowed_by_a_facet(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open("/records/body")
    page = visitor.page
    page.get_by_role("combobox", name="уровень").select_option("scheme/level/federal")
    page.get_by_role("button", name="Найти").click()
    page.wait_for_url("**level=scheme*")
    expect(page.get_by_role("combobox", name="уровень")).to_be_visible()
    count = answer(visitor.address, "/api/records?type=body&level=federal")["count"]
    assert count
    expect(page.locator("h1 .count")).to_have_text(str(count))
    page.get_by_role("link", name="Сбросить отбор").click()
    everything = answer(visitor.address, "/api/records?type=body")["count"]
    expect(page.locator("h1 .count")).to_have_text(str(everything))


def test_the_other_language_keeps_the_page_and_what_was_asked(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(COORDINATED)
    visitor.page.get_by_role("link", name="English").click()
    expect(visitor.page.locator("h1")).to_have_text("Who coordinates a body")
    expect(visitor.page.locator(".asked")).to_contain_text("2019-06-01")
    visitor.page.get_by_role("link", name=re.compile(r", cl\.\s3\.1$")).click()
    expect(visitor.page.locator("html")).to_have_attribute("lang", "en")
    expect(visitor.page.locator("#L46")).to_be_in_viewport()
    visitor.page.get_by_role("navigation").get_by_role("link", name="Documents").click()
    expect(visitor.page.locator("h1")).to_have_text("Source documents")


def test_on_a_phone_a_row_is_a_card_and_still_a_row(visitors: Visitors) -> None:
    visitor = visitors(width=390)
    visitor.open(COORDINATED)
    page = visitor.page
    assert style(page, "tbody tr", "display") == "block"
    assert page.get_by_role("columnheader").all_inner_texts()[0] == "Кто координирует"
    cell = page.get_by_role("row").nth(1).get_by_role("cell").nth(1)
    label: str = cell.evaluate("e => getComputedStyle(e, '::before').content")
    assert label == '"функция"'


def test_paper_gets_the_answer_and_what_was_asked_without_the_menus(visitors: Visitors) -> None:
    visitor = visitors(theme="dark")
    visitor.open(COORDINATED)
    page = visitor.page
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(page.locator("form").filter(visible=True)).to_have_count(0)
    expect(page.locator(".asked").first).to_be_visible()
    expect(page.get_by_role("table")).to_be_visible()
    assert style(page, "body", "backgroundColor") == "rgb(255, 255, 255)"
    assert style(page, "body", "color") == "rgb(0, 0, 0)"
