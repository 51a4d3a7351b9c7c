"""Asking: questions of the catalogue, and queries of one's own, as people would go about it."""

from __future__ import annotations

import gzip
import json
import re
import urllib.request
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Visitors

WHO = "/questions/who-coordinates"


def answer(address: str, path: str) -> Any:
    with urllib.request.urlopen(address + path, timeout=30) as response:  # noqa: S310  # our own service
        return json.load(response)


def editor(page: Page) -> Locator:
    return page.get_by_role("textbox", name=re.compile("Текст запроса"))


def write(page: Page, text: str) -> None:
    editor(page).click()
    page.keyboard.press("Control+A")
    page.keyboard.type(text, delay=5)


def take(page: Page) -> None:
    """Take the first proposal; for a moment after it appears Enter is still the text's."""
    expect(page.get_by_role("option").first).to_be_visible()
    page.wait_for_timeout(300)
    page.keyboard.press("Enter")


def test_who_coordinates_the_service_of_my_district(visitors: Visitors) -> None:
    """Found by words of the title; my service by a part of its name, with the keyboard alone."""
    visitor = visitors()
    visitor.open("/questions")
    page = visitor.page
    page.get_by_label("слова в названии вопроса").fill("координирует орган")
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions?q=*")
    page.get_by_role("link", name="Кто координирует орган", exact=True).click()
    field = page.get_by_role("combobox", name="орган", exact=True)
    field.fill("служба берез")
    option = page.get_by_role("option", name="Методическая служба Берёзовского района (учебная)")
    expect(option).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Методическая служба Берёзовского района (учебная)")
    page.get_by_label("на дату").fill("2026-11-22")
    page.get_by_role("button", name="Спросить").click()
    page.wait_for_url("**body=body*demo-berezovo-mms*")
    rows = answer(
        visitor.address,
        f"/api{WHO}/answer?body=body/demo-berezovo-mms&date=2026-11-22",
    )["rows"]
    assert rows
    for row in rows:
        expect(page.locator(".answer")).to_contain_text(row["coordinatorLabel"])
    assert visitor.complaints == []


def test_without_scripts_a_typed_name_is_enough(visitors: Visitors) -> None:
    visitor = visitors(scripts=False)
    page = visitor.page
    visitor.open(WHO)
    page.get_by_label("орган", exact=True).fill("методический совет")
    page.get_by_label("на дату").fill("2026-11-22")
    page.get_by_role("button", name="Спросить").click()
    expect(page.get_by_role("heading", name="Уточните, что имелось в виду")).to_be_visible()
    page.get_by_role("link", name="Методический совет Липовского округа (учебный)").click()
    page.wait_for_url("**body=body*demo-lipovka*")
    expect(page.locator(".asked")).to_contain_text("Методический совет Липовского округа")
    expect(page.locator("#answer")).to_be_visible()


def test_an_answer_is_seen_as_a_picture_and_back(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(f"{WHO}?body=body/lo-rms&date=2019-06-01")
    page = visitor.page
    page.get_by_role("link", name="Схема связей").click()
    page.wait_for_url("**view=graph*")
    picture = page.locator("figure.picture")
    expect(picture).to_contain_text("координирует")
    named = re.compile("^Региональная методическая служба")
    expect(picture.get_by_role("link", name=named).first).to_be_visible()
    page.go_back()
    expect(page.get_by_role("link", name="Таблица")).to_have_attribute("aria-current", "true")
    expect(page.locator("table")).to_be_visible()


def test_what_each_section_owes_as_bars_with_their_numbers(
    visitors: Visitors,
) -> None:
    visitor = visitors()
    asked = "plan=document/demo-roadmap-2026&date=2026-11-22"
    visitor.open(f"/questions/execution-summary?{asked}")
    page = visitor.page
    page.get_by_role("link", name="Диаграмма").click()
    expect(page.locator("svg.chart .bar").first).to_be_visible()
    rows = answer(visitor.address, f"/api/questions/execution-summary/answer?{asked}")["rows"]
    page.get_by_label("что показать").select_option("overdue")
    page.get_by_role("button", name="Показать").click()
    page.wait_for_url("**of=overdue*")
    shown = page.locator(".numbers tbody tr").all_inner_texts()
    told = sorted(f"{row['sectionLabel']}\t{row['overdue']}" for row in rows)
    assert sorted(shown) == told
    measured = "all => all.map(bar => bar.getBoundingClientRect().width)"
    widths = page.eval_on_selector_all("svg.chart .bar", measured)
    most = max(row["overdue"] for row in rows)
    expected = sorted(max(widths) * row["overdue"] / most for row in rows)
    assert sorted(widths) == pytest.approx(expected, abs=1.5)


def test_a_long_list_is_put_in_order_on_a_phone(visitors: Visitors) -> None:
    visitor = visitors(width=390)
    visitor.open("/questions/execution-summary?plan=document/demo-roadmap-2026&date=2026-11-22")
    page = visitor.page
    page.get_by_label("упорядочить по столбцу").select_option("-activities")
    page.get_by_role("button", name="Упорядочить").click()
    page.wait_for_url("**sort=-activities*")
    numbers = [int(n) for n in page.locator("td.number:nth-child(2)").all_inner_texts()]
    assert len(numbers) > 2
    assert numbers == sorted(numbers, reverse=True)


def test_the_query_behind_an_answer_is_opened_and_changed(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(f"{WHO}?body=body/demo-berezovo-mmc&date=2026-11-22")
    page = visitor.page
    rows = page.locator(".answer tbody tr").count()
    assert rows
    page.get_by_text("Запрос Cypher с этими значениями").click()
    page.get_by_role("link", name="Открыть в редакторе запросов").last.click()
    page.wait_for_url("**/workbench?*")
    expect(page.get_by_label("Cypher")).to_be_checked()
    expect(page.locator("#answer")).to_contain_text(f"Ответ: {rows} ")
    expect(editor(page)).to_contain_text("demo-berezovo-mmc")
    editor(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" LIMIT 0")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**LIMIT+0*")
    expect(page.locator("#answer")).to_have_text("Ответ: ни одной строки")
    assert visitor.complaints == []


def test_a_russian_word_gives_the_term(visitors: Visitors) -> None:
    """«соглаш…» → rms:Agreement in SPARQL, :Agreement in Cypher, with what it means."""
    visitor = visitors()
    visitor.open("/workbench")
    page = visitor.page
    write(page, "SELECT ?a { ?a a соглаш")
    first = page.get_by_role("option").first
    expect(first).to_contain_text("rms:Agreement")
    expect(first).to_contain_text("Соглашение")
    expect(page.locator(".cm-completionInfo")).to_contain_text("стороны, номер, срок")
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    page.keyboard.press("Control+Space")
    take(page)
    expect(editor(page)).to_contain_text("?a a rms:Agreement")
    page.get_by_label("Cypher").check()
    write(page, "MATCH (a:соглаш")
    expect(first).to_contain_text("Agreement")
    take(page)
    expect(editor(page)).to_contain_text("MATCH (a:Agreement")
    assert visitor.complaints == []
    assert visitor.foreign() == []


@pytest.mark.parametrize("engine", ["sparql", "cypher"])
def test_a_russian_word_alone_gives_a_query_that_runs(visitors: Visitors, engine: str) -> None:
    """«соглаш…» в пустом редакторе → готовый запрос, и он отвечает."""
    visitor = visitors()
    visitor.open(f"/workbench?engine={engine}")
    page = visitor.page
    write(page, "соглаш")
    chosen = page.get_by_role("option", name=re.compile("^Соглашения, которые истекли"))
    expect(chosen).to_contain_text("готовый запрос")
    expect(page.get_by_role("option").filter(has_text="Соглашение — ").first).to_be_visible()
    chosen.click()
    expect(editor(page)).to_contain_text("SELECT" if engine == "sparql" else "MATCH")
    expect(editor(page)).not_to_contain_text("соглаш")
    page.get_by_role("button", name="Выполнить").click()
    expect(page.locator("#answer")).to_have_text(re.compile(r"Ответ: \d+ строк"))
    assert visitor.complaints == []


def test_a_word_that_is_no_query_says_so_at_its_line(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open("/workbench?query=соглашение")
    alert = visitor.page.get_by_role("alert")
    expect(alert).to_contain_text("Строка 1, знак 1")
    expect(alert).to_contain_text("Это ещё не запрос")
    visitor.open("/workbench?query=SELECT * { ?a a rms:Agreement")
    expect(visitor.page.get_by_role("alert")).to_contain_text("Запрос не закончен")


def test_a_chart_of_an_own_query_has_the_readers_words(visitors: Visitors) -> None:
    query = (
        "SELECT ?level (COUNT(?b) AS ?bodies) { ?b a rms:Body ; rms:level ?level } GROUP BY ?level"
    )
    visitor = visitors()
    visitor.open(f"/workbench?view=chart&query={query}")
    expect(visitor.page.locator("main")).to_contain_text("«Органы» по столбцу «уровень»")


def test_a_mistake_is_marked_at_its_line(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open("/workbench?engine=cypher")
    page = visitor.page
    write(page, "MATCH (a:Body)\nRETURN a.labl_ru")
    page.get_by_role("button", name="Выполнить").click()
    page.wait_for_url("**labl_ru*")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Строка 2, знак 10")
    expect(alert).to_contain_text("Может быть, «label_ru»?")
    expect(page.locator(".cm-fault")).to_have_text("labl_ru")
    expect(page.locator(".cm-faults").get_by_title(re.compile("нет свойства"))).to_be_visible()
    write(page, "MATCH (a:Body) RETURN a.label_ru LIMIT 1")
    expect(page.locator(".cm-fault")).to_have_count(0)


def test_recent_queries_stay_in_the_browser_until_cleared(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open("/workbench")
    page = visitor.page
    write(page, "ASK { ?a a rms:Body ")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**ASK*")
    visitor.open("/workbench")
    recent = page.locator("#history")
    expect(recent.get_by_role("link")).to_have_text(["ASK { ?a a rms:Body }"])
    recent.get_by_role("link").click()
    expect(page.locator("#answer")).to_have_text("Ответ: 1 строка")
    page.locator("#history").get_by_role("button", name="Очистить").click()
    expect(page.locator("#history")).to_be_hidden()
    visitor.open("/workbench")
    expect(page.locator("#history")).to_be_hidden()


def test_tab_leaves_the_editor(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open("/workbench")
    page = visitor.page
    editor(page).click()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Выполнить")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_query_is_shared_with_its_view_by_link(visitors: Visitors, *, scripts: bool) -> None:
    query = "SELECT ?level (COUNT(?b) AS ?n) { ?b rms:level ?level } GROUP BY ?level"
    visitor = visitors(scripts=scripts)
    visitor.open("/workbench?" + urlencode({"query": query, "view": "chart"}))
    page = visitor.page
    expect(page.locator("svg.chart .bar")).to_have_count(4)
    expect(page.locator(".numbers")).to_contain_text("федеральный")
    page.get_by_role("button", name="Выполнить").click()
    page.wait_for_url("**query=*")
    expect(page.locator(".stack tbody tr")).to_have_count(4)
    page.get_by_role("link", name="Когда кончаются соглашения").click()
    page.wait_for_url("**view=chart*")
    expect(page.locator("svg.chart")).to_be_visible()


@pytest.mark.parametrize(("page", "most"), [("/workbench", 200), (WHO, 40), ("/questions", 40)])
def test_a_page_needs_no_more_script_than_it_may(visitors: Visitors, page: str, most: int) -> None:
    visitor = visitors()
    visitor.open(page)
    scripts = visitor.page.eval_on_selector_all("script[src]", "all => all.map(s => s.src)")
    size = 0
    for address in scripts:
        with urllib.request.urlopen(address, timeout=30) as response:  # noqa: S310  # our own service
            size += len(gzip.compress(response.read()))
    assert size <= most * 1024
    if page == "/workbench":
        assert size > 0, "the editor is not built: npm run build in web/"


@pytest.mark.parametrize(
    "path",
    [
        "/questions/overdue?plan=",
        "/workbench?query=SELECT * { ?a ?b ?c . ?c ?d ?e } LIMIT 20",
        "/search?q=совет",
        "/audits?view=list",
        "/calendar?body=body/demo-iro",
        "/deficits/find?territory=territory/demo-zarechye&deficit=deficit/demo-d-02",
    ],
)
def test_nothing_is_cut_off_on_paper(visitors: Visitors, path: str) -> None:
    """A sheet is some 690 pixels wide within its margins; what is wider is lost."""
    visitor = visitors(width=690)
    visitor.open(path)
    page = visitor.page
    page.emulate_media(media="print")
    wide = page.evaluate(
        """() => [...document.querySelectorAll("main *")]
          .filter((e) => e.checkVisibility() && !e.closest(".cm-editor, svg, .visually"))
          .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
          .map((e) => e.tagName + "." + e.className).slice(0, 5)"""
    )
    assert wide == []
    assert page.locator("form:visible").count() == (1 if "workbench" in path else 0)
