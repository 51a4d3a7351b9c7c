"""Deficits as a methodist and a teacher use the pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import Visitors

DAY = "2026-11-22"
FIND = f"/deficits/find?territory=territory/demo-zarechye&date={DAY}"
LITERACY = "Задания на функциональную грамотность на уроке"


def test_what_helps_with_two_deficits_in_my_municipality(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(f"/deficits?date={DAY}")
    page = visitor.page
    page.get_by_label(LITERACY).check()
    page.get_by_label("Физический эксперимент на уроке").check()
    page.get_by_label("Муниципалитет").select_option("territory/demo-zarechye")
    page.get_by_role("button", name="Подобрать средства").click()
    page.wait_for_url("**/deficits/find?*")
    assert page.url.count("deficit=") == 2
    expect(page.locator("section.answer")).to_have_count(2)
    answer = page.get_by_role("region", name=LITERACY)
    best = answer.locator("ol.remedies > li").first
    expect(best).to_contain_text("Урок-исследование с заданиями на функциональную грамотность")
    expect(best).to_contain_text("названо средством")
    expect(best).to_contain_text("+40")
    expect(best).to_contain_text("доступно здесь")
    expect(
        page.get_by_role("region", name="Встречаются сразу у нескольких дефицитов")
    ).to_be_visible()


def test_a_draft_route_has_its_steps_in_order_of_days(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(FIND + "&deficit=deficit/demo-d-02")
    steps = visitor.page.locator("ol.route > li")
    expect(steps).to_have_count(5)
    expect(steps.last).to_contain_text("Практикум по функциональной грамотности")
    days = [re.findall(r"(\d\d)\.(\d\d)\.(\d{4})", text)[0] for text in steps.all_inner_texts()]
    assert days == sorted(days, key=lambda d: d[::-1])


def test_a_deficit_that_nothing_answers_says_whom_to_ask(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(f"/deficits?date={DAY}")
    row = visitor.page.get_by_role("row").filter(has_text="Предупреждение конфликтов в классе")
    expect(row).to_contain_text("ни одного")
    expect(row).to_contain_text("устарела")
    visitor.open(FIND + "&deficit=deficit/demo-d-07")
    answer = visitor.page.locator("section.answer")
    expect(answer).to_contain_text("Средства от этого дефицита здесь нет.")
    ask = answer.get_by_role("listitem")
    expect(ask.first).to_contain_text("Методическая служба Заречного округа")
    expect(ask.last).to_contain_text("Банк профессиональных дефицитов")


def test_small_numbers_are_not_told(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(f"/deficits?date={DAY}")
    row = visitor.page.get_by_role("row").filter(has_text="Работа с детьми с ОВЗ")
    expect(row.locator("summary")).to_contain_text("39")
    row.locator("summary").click()
    lipovka = row.get_by_role("listitem").filter(has_text="Липовский")
    expect(lipovka).to_have_text(re.compile(r"менее 5\*$"))
    expect(visitor.page.get_by_text("Число скрыто")).to_be_visible()


def test_the_sheet_is_printed_without_the_form(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(FIND + "&deficit=deficit/demo-d-02")
    page = visitor.page
    page.emulate_media(media="print")
    expect(page.locator("form")).to_be_hidden()
    expect(page.get_by_text("Изменить выбор")).to_be_hidden()
    sheet = page.locator("main")
    for text in ("Заречный округ (учебный)", "22.11.2026", LITERACY, "Набросок маршрута"):
        expect(sheet).to_contain_text(text)


def test_the_choice_is_changed_by_keyboard_on_a_phone(visitors: Visitors) -> None:
    visitor = visitors("ru", theme="dark", width=390)
    visitor.open(FIND + "&deficit=deficit/demo-d-02")
    page = visitor.page
    summary = page.locator("details.form > summary")
    summary.focus()
    page.keyboard.press("Enter")
    box = page.get_by_label("Решение задач повышенной сложности по математике")
    box.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Подобрать средства").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**deficit=deficit%2Fdemo-d-03*")
    expect(page.locator("section.answer")).to_have_count(2)


def test_a_day_before_the_diagnostic_has_earlier_numbers(visitors: Visitors) -> None:
    visitor = visitors("en")
    visitor.open("/deficits?date=2025-12-01&territory=territory/demo-berezovo&lang=en")
    row = visitor.page.get_by_role("row").filter(has_text="Digital tools in assessment")
    expect(row).to_contain_text("24 of 58")
    expect(row).to_contain_text("2025-04-18")


def test_an_unknown_deficit_is_named_with_the_nearest(visitors: Visitors) -> None:
    visitor = visitors()
    response = visitor.open(FIND + "&deficit=deficit/demo-d-2")
    assert response.status == 400
    expect(visitor.page.locator("main")).to_contain_text("deficit/demo-d-")


def test_what_nobody_has_named_for_a_deficit_is_not_told_as_its_answer(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(FIND + "&deficit=deficit/demo-d-06")
    page = visitor.page
    answer = page.locator("section.answer")
    told = "Ни одно средство не названо ответом на этот дефицит."
    expect(answer).to_contain_text(told)
    for shown in (answer.locator("ol.remedies > li"), answer.locator("ol.route > li")):
        texts = shown.all_inner_texts()
        assert texts
        assert all("прямо не названо; близко по предмету" in text for text in texts)
    page.emulate_media(media="print")
    expect(answer.get_by_text(told)).to_be_visible()
    expect(answer.locator("ol.route .topic").first).to_be_visible()


def test_remedies_that_are_named_stand_beside_those_that_are_merely_close(
    visitors: Visitors,
) -> None:
    visitor = visitors()
    visitor.open(FIND + "&deficit=deficit/demo-d-02")
    rows = visitor.page.locator("ol.remedies > li")
    named = rows.filter(has_text="названо для этого дефицита")
    close = rows.filter(has_text="прямо не названо; близко по предмету")
    assert named.count() + close.count() == rows.count()
    expect(close).to_have_count(1)
    expect(visitor.page.locator(".unnamed")).to_have_count(0)
