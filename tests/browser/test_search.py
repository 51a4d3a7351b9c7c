"""Home and search in Chromium: what people come for, done as they would do it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Visitors


def ask(page: Page, phrase: str) -> None:
    page.get_by_label("Что вы хотите узнать?").fill(phrase)
    page.get_by_role("button", name="Найти").click()
    page.wait_for_url("**/search?*")


def completions(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Подсказки").get_by_role("option")


def test_a_newcomer_asks_who_coordinates_a_service_and_reads_the_clause(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open("/")
    page = visitor.page
    ask(page, "кто координирует ММС Берёзовского района")
    first = page.locator(".proposals > li").first
    expect(first).to_contain_text("Методическая служба Берёзовского района")
    first.get_by_role("link", name="Кто координирует орган").click()
    expect(page.locator("h1")).to_have_text("Кто координирует орган")
    expect(page.locator("table")).to_contain_text("Озёрный институт развития образования")
    expect(page.get_by_role("link", name=re.compile(r"п\.\s2\.2$"))).to_be_visible()
    assert visitor.complaints == []
    assert visitor.foreign() == []


def test_a_methodist_chooses_their_body_and_sees_what_it_owes(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open("/")
    page = visitor.page
    page.get_by_label("Выберите орган").select_option("body/demo-kamenka-mms")
    page.get_by_role("button", name="Что должен в этом квартале").click()
    page.wait_for_url("**/calendar?*body=body*")
    expect(page.locator("main")).to_contain_text("Методическая служба Каменского района")


def test_a_methodist_chooses_their_body_and_sees_who_coordinates_it(visitors: Visitors) -> None:
    visitor = visitors(width=390)
    visitor.open("/")
    page = visitor.page
    page.get_by_label("Выберите орган").select_option("body/demo-kamenka-mms")
    page.get_by_role("button", name="Кто координирует").click()
    page.wait_for_url("**/questions/who-coordinates?*")
    expect(page.locator("main")).to_contain_text("Озёрный институт развития образования")


def test_a_coordinator_looks_for_agreements_that_end_in_march(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open("/search")
    page = visitor.page
    ask(page, "соглашения, истекающие в марте")
    page.locator(".proposals > li").first.get_by_role("link").click()
    page.wait_for_url("**/questions/agreements-expiring?*")
    expect(page.get_by_label("за сколько дней")).to_have_value("30")


def test_somebody_types_and_picks_a_completion_by_keyboard(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open("/")
    page = visitor.page
    box = page.get_by_role("combobox", name="Что вы хотите узнать?")
    box.press_sequentially("перегруженные настав")
    options = completions(page)
    expect(options.first).to_contain_text("Перегруженные наставники")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "q-completions-0")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/mentors-overloaded?*")
    assert visitor.complaints == []


def test_escape_puts_the_completions_away_and_enter_searches(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open("/")
    page = visitor.page
    box = page.get_by_role("combobox", name="Что вы хотите узнать?")
    box.press_sequentially("наставники")
    expect(completions(page).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(completions(page)).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("наставники")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    expect(page.locator(".proposals > li").first).to_be_visible()


def test_a_completion_is_picked_with_the_mouse(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open("/search")
    page = visitor.page
    page.get_by_role("combobox").press_sequentially("цнппм")
    completions(page).filter(has_text="Центр непрерывного").first.click()
    page.wait_for_url("**/page/body/*cnppm*")


def test_search_works_without_javascript(visitors: Visitors) -> None:
    visitor = visitors()
    browser = visitor.page.context.browser
    assert browser
    page = browser.new_context(java_script_enabled=False, locale="ru-RU").new_page()
    page.goto(visitor.address + "/")
    ask(page, "где нет методического совета")
    expect(page.locator(".proposals > li").first).to_contain_text(
        "В каких школах нет методического совета"
    )


def test_a_curator_opens_what_is_overdue_from_the_figures(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open("/")
    page = visitor.page
    page.get_by_role("link", name="срок прошёл, отметки нет").click()
    page.wait_for_url("**/questions/overdue?plan=*")
    expect(page.locator("h1")).to_have_text("У чего срок прошёл, а отметки нет, и кто отвечает")


def test_a_phrase_that_was_tried_can_be_gone_back_to(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open("/search?q=ЦНППМ")
    page = visitor.page
    ask(page, "где нет методического совета")
    page.go_back()
    expect(page.get_by_label("Что вы хотите узнать?")).to_have_value("ЦНППМ")
    expect(page.locator(".proposals > li").first).to_contain_text("ЦНППМ")


def test_an_english_reader_asks_in_english(visitors: Visitors) -> None:
    visitor = visitors("en")
    visitor.open("/")
    page = visitor.page
    page.get_by_label("What would you like to know?").fill(
        "who coordinates the methodical service of Kamenka"
    )
    page.get_by_role("button", name="Find", exact=True).click()
    first = page.locator(".proposals > li").first
    expect(first).to_contain_text("Who coordinates a body")
    expect(first).to_contain_text("Methodical service of Kamenka")
