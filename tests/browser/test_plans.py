"""Plans and the calendar as a coordinator and a methodist use them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.browser.conftest import Visitors

DAY = "2026-11-22"
ROADMAP = f"/plans/document/demo-roadmap-2026?date={DAY}"


def test_what_does_my_body_owe_from_all_plans(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(f"/plans?date={DAY}")
    page = visitor.page
    page.get_by_label("Орган").select_option(
        label="Методическая служба Липовского округа (учебная)"
    )
    page.get_by_role("button", name="Открыть календарь органа").click()
    page.wait_for_url("**/calendar?body=body*demo-lipovka-mms*")
    expect(page.get_by_role("heading", level=2)).to_contain_text("Методическая служба Липовского")
    # The body stays in the address, so the page can be kept and leafed through.
    page.get_by_role("link", name="Следующий квартал").click()
    page.wait_for_url("**demo-lipovka-mms*")
    assert "demo-lipovka-mms" in page.url


def test_what_is_left_from_earlier_quarters_comes_first(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(f"/calendar?body=body/demo-kamenka-mms&quarter=2026-4&date={DAY}")
    behind = visitor.page.get_by_role("region", name="Осталось с прошлых кварталов").first
    row = behind.get_by_role("row").filter(has_text="Провести анализ работы школьных")
    expect(row).to_contain_text("срок прошёл, отметки нет")
    row.get_by_text("Отметить выполнение").click()
    expect(row.get_by_role("button", name="Записать")).to_be_visible()
    expect(row.get_by_label("адрес подтверждения")).to_be_visible()
    # Of a quarter that is over nothing is left over to tell.
    visitor.open(f"/calendar?body=body/demo-kamenka-mms&quarter=2026-2&date={DAY}")
    expect(visitor.page.get_by_text("Осталось с прошлых кварталов")).to_have_count(0)


def test_who_is_late_is_seen_before_choosing_a_body(visitors: Visitors) -> None:
    visitor = visitors(width=390)
    visitor.open(f"/calendar?date={DAY}")
    line = visitor.page.get_by_role("listitem").filter(
        has_text="Методическая служба Липовского округа"
    )
    expect(line).to_contain_text("срок прошёл, отметки нет 4")
    line.get_by_role("link").click()
    visitor.page.wait_for_url("**/calendar?body=body/demo-lipovka-mms*")


def test_what_is_overdue_in_the_roadmap_and_who_has_not_done_it(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(f"/plans?date={DAY}")
    page = visitor.page
    row = page.get_by_role("row").filter(has_text="Дорожная карта развития РМС Озёрной области")
    expect(row).to_contain_text("Приказ об утверждении дорожной карты на 2026 год")
    row.get_by_role("link", name="срок прошёл, отметки нет 9").click()
    page.wait_for_url("**state=overdue*")
    expect(page.get_by_text("Показано строк: 9")).to_be_visible()
    late = page.get_by_role("row").filter(has_text="Заключить соглашения института")
    expect(late).to_contain_text("сделали 2 из 5")
    late.get_by_text("кто сделал, кто нет").click()
    owed = late.get_by_role("listitem").filter(has_text="Заречного округа")
    expect(owed).to_contain_text("срок прошёл, отметки нет")
    owed.get_by_role("link", name="в календарь органа").click()
    page.wait_for_url("**/calendar?body=body%2Fdemo-zarechye-mms*")


def test_windows_and_recurrences_are_drawn_one_by_one(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(ROADMAP)
    page = visitor.page

    def strip(title: str) -> Locator:
        return page.get_by_role("row").filter(has_text=title).get_by_role("img")

    meetings = strip("Провести заседания КС")
    expect(meetings).to_have_count(1)
    expect(meetings.locator("rect.st")).to_have_count(4)
    expect(strip("Провести мониторинг методической").locator("rect.st")).to_have_count(3)
    monthly = strip("Проводить вебинары")
    expect(monthly.locator("rect.st")).to_have_count(12)
    expect(monthly.locator("rect.st.overdue")).to_have_count(2)
    expect(strip("Вести раздел РМС").locator("rect.open")).to_have_count(1)
    told = meetings.get_attribute("aria-label")
    assert told
    assert "01.07.2026 – 30.09.2026: прошло, отметки нет" in told
    # What has no days stands apart, not on the line of time.
    apart = page.locator(".bare li")
    expect(apart).to_have_count(2)
    expect(apart.first).to_contain_text("срок")


def test_the_plan_is_rearranged_by_body_and_narrowed_without_scripts(visitors: Visitors) -> None:
    visitor = visitors("en", theme="dark")
    visitor.open(ROADMAP + "&lang=en")
    page = visitor.page
    page.get_by_label("Arrange").select_option("body")
    page.get_by_label("Responsible").select_option("body/demo-cnppm")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**by=body*")
    headings = page.get_by_role("heading", level=2).all_inner_texts()
    assert len(headings) == 1
    assert headings[0].startswith("Centre of continuous professional development of Ozyornaya")
    page.go_back()
    expect(page.get_by_label("Arrange")).to_have_value("section")
    page.go_forward()
    page.get_by_role("link", name="Clear the filter").click()
    assert len(page.get_by_role("heading", level=2).all()) > 10


def test_the_plan_is_a_list_on_a_phone_and_fits_paper(visitors: Visitors) -> None:
    visitor = visitors(width=390)
    visitor.open(ROADMAP)
    page = visitor.page
    row = page.get_by_role("row").filter(has_text="Заключить соглашения института")
    width = page.evaluate("document.documentElement.clientWidth")
    box = row.get_by_role("img").bounding_box()
    assert box
    assert width * 0.6 < box["width"] <= width
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Показать")).to_be_hidden()
    expect(row.get_by_role("img")).to_be_visible()
    page.set_viewport_size({"width": 794, "height": 1123})
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0


def test_the_plan_of_2019_is_compared_with_the_roadmap_of_2023(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open("/plans")
    page = visitor.page
    page.get_by_label("Первый план").select_option("document/lo-2019-plan")
    page.get_by_label("Второй план").select_option("document/lo-2023-roadmap")
    page.get_by_role("button", name="Сравнить").click()
    page.wait_for_url("**/plans/compare?*")
    row = page.get_by_role("row").filter(has_text="Заключение соглашений (договоров)")
    expect(row).to_contain_text("Соглашение между ГАОУ ДПО «ЛОИРО»")
    expect(row).to_contain_text("заключение соглашений")
    expect(row).to_contain_text("«соглашение»")
    expect(page.get_by_text("а не утверждение, что мероприятие то же самое")).to_be_visible()
    only = page.get_by_role("region", name=re.compile("^План реализации концепции")).last
    expect(only).to_contain_text("конкурс муниципальных методических служб")


def test_a_mistyped_arrangement_says_what_there_is(visitors: Visitors) -> None:
    visitor = visitors()
    assert visitor.open("/plans/document/demo-roadmap-2026?by=sections").status == 400
    expect(visitor.page.locator("main")).to_contain_text("section")
