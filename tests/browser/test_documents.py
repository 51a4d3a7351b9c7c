"""Reading the source documents: what became of each line, and why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Visitors

REGULATION = "/documents/lo-2019-regulation"
ROADMAP = "/documents/lo-2023-roadmap"
PLAN = "/documents/lo-2019-plan"


def numbers(page: Page) -> list[int]:
    """Return the numbers of the lines that are shown."""
    ids = page.locator(".printed").evaluate_all("found => found.map(e => e.id)")
    return [int(name.removeprefix("L")) for name in ids]


def test_open_the_list_and_see_how_much_of_each_document_is_accounted_for(
    visitors: Visitors,
) -> None:
    visitor = visitors()
    visitor.open("/documents")
    page = visitor.page
    expect(page.locator(".source")).to_have_count(6)
    murmansk = page.locator(".source").filter(has_text="Мурманской области на 2020 – 2022")
    expect(murmansk).to_contain_text("Учтено 100 % из 40 строк текста")
    expect(murmansk).to_contain_text("не стало записью: 1")
    expect(murmansk).to_contain_text("не напечатано")  # the roadmap has no number and no date
    order = page.locator(".source").filter(has_text="1184-р")
    expect(order).to_contain_text("12.05.2023")
    expect(order.get_by_role("link", name="Комитет общего и профессионального")).to_be_visible()
    murmansk.get_by_role("link", name="Читать по строкам").click()
    expect(page.locator("h1")).to_contain_text("План мероприятий (дорожная карта)")


def test_see_what_was_taken_from_a_clause_and_go_to_the_record(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(REGULATION)
    page = visitor.page
    line = page.locator("#L46")
    expect(line.locator(".taken")).to_be_hidden()
    line.locator("summary").click()
    expect(line.locator(".type")).to_have_text(
        ["Отношения органов", "Пункты документов", "Задачи и функции"]
    )
    expect(line).to_contain_text("координирует")
    line.get_by_role("link", name="координирует").click()
    page.wait_for_url("**/page/relation/**")
    expect(page.locator("body")).to_contain_text("Координацию деятельности РМС осуществляет")


def test_come_back_from_a_record_to_the_very_words(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open("/page/body/mur-cpmsp")
    page = visitor.page
    page.locator("a[href^='/documents/mur-2020-roadmap?lines=43&basis=']").first.click()
    page.wait_for_url(re.compile(r"/documents/mur-2020-roadmap\?lines=43&basis=.+#L43$"))
    line = page.locator("#L43")
    expect(line).to_be_in_viewport()
    expect(line.locator("mark.quoted")).to_have_text("ЦПМСП")
    expect(page.locator("mark.quoted")).to_have_count(1)


def test_show_only_what_was_read_between_the_lines(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(REGULATION)
    page = visitor.page
    page.get_by_role("link", name=re.compile("прочитано между строк: 18")).click()
    page.wait_for_url("**?show=inferred")
    shown = numbers(page)
    assert len(shown) == 18
    assert 46 not in shown
    assert 54 in shown
    line = page.locator("#L54")
    line.locator("summary").click()
    reading = line.locator(".of-type").filter(has_text="Неоднозначные чтения")
    expect(reading.locator(".read-into").first).to_have_text("предположено")
    expect(page.locator(".skipped").first).to_contain_text("пропущено строк")
    page.go_back()
    assert len(numbers(page)) == 122


def test_find_out_why_a_line_became_no_record(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(f"{ROADMAP}?show=unmodelled")
    page = visitor.page
    assert numbers(page) == [43, 114]
    expect(page.locator("#L43")).to_contain_text("не стало записью: шапка таблицы")
    expect(page.locator("#L114")).to_contain_text("не стало записью: разметка")


def test_find_a_word_in_any_form_within_a_text(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(PLAN)
    page = visitor.page
    page.get_by_label("Найти в тексте").last.fill("концепция")
    page.get_by_role("button", name="Найти").click()
    expect(page.locator(".found")).to_contain_text("Найдено: 4 строки — 8, 18, 34, 42")
    expect(page.locator("#L34 mark.hit")).to_have_text("концепцию")
    page.get_by_role("link", name="Показать только эти строки").click()
    assert numbers(page) == [8, 18, 34, 42]
    page.get_by_label("Найти в тексте").last.fill("марсоход")
    page.get_by_role("button", name="Найти").click()
    expect(page.locator(".found")).to_contain_text("Таких слов в этом тексте нет")


def test_go_to_a_clause_by_the_contents(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(REGULATION)
    contents = visitor.page.get_by_role("navigation", name="Содержание")
    expect(contents).to_contain_text("4. Управление региональной методической службой")
    contents.get_by_role("link", name="4.2", exact=True).click()
    expect(visitor.page.locator("#L74")).to_be_in_viewport()


def test_read_a_plan_as_a_table_on_a_desk_and_on_a_phone(visitors: Visitors) -> None:
    desk = visitors()
    desk.open(ROADMAP)
    row = desk.page.locator("#L46")
    expect(row.get_by_role("cell").nth(3)).to_have_text("Январь")
    headers = desk.page.get_by_role("columnheader").all_inner_texts()
    assert headers[1:4] == ["Наименование мероприятия", "Сроки", "Ответственный исполнитель"]
    boxes = [
        row.get_by_role("cell").nth(n).bounding_box()
        for n in (2, 3)  # side by side
    ]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["y"] == boxes[1]["y"]
    phone = visitors(width=390)
    phone.open(f"{ROADMAP}?lines=46#L46")
    cell = phone.page.locator("#L46 .cell").nth(2)
    told: str = cell.evaluate("e => getComputedStyle(e, '::before').content")
    assert "Сроки" in told


def test_a_wrong_address_says_what_there_is(visitors: Visitors) -> None:
    visitor = visitors()
    for query, expected in (
        ("lines=200", "122 (1–122)"),
        ("lines=abc", "1–122"),
        ("lines=9-3", "9 (1–122)"),
        ("show=infered", "inferred, "),
        ("basis=lo-2019-regulation/46-46-c30", "lo-2019-regulation/46-46-c30fad4233"),
        ("show=found", "found"),
    ):
        response = visitor.open(f"{REGULATION}?{query}")
        assert response.status == 400, query
        expect(visitor.page.locator("main")).to_contain_text(expected)


def test_words_that_are_not_in_the_lines_are_said_to_be_missing(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(f"{REGULATION}?lines=46&quote=осуществляет%20ГАОУ")
    expect(visitor.page.locator("#L46 mark.quoted")).to_have_text("осуществляет ГАОУ")
    visitor.open(f"{REGULATION}?quote=осуществляет%20ГАОУ")
    expect(visitor.page.locator("#L46 mark.quoted")).to_have_count(1)
    visitor.open(f"{REGULATION}?lines=46&quote=осуществляет%20комитет")
    expect(visitor.page.locator(".problem")).to_contain_text("Этих слов в указанных строках нет")


def test_without_colours_and_scripts_the_state_is_told_in_words(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(REGULATION)
    summary = visitor.page.locator("#L54 summary")
    expect(summary).to_contain_text("прочитано между строк")
    expect(summary.locator(".sign")).to_have_text("◐")
    expect(visitor.page.locator("#L46 summary .sign")).to_have_text("●")
    assert visitor.page.locator("script").count() == 0
