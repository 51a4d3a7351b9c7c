"""Finding one's way in the model: what can be said of what, and how it is checked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import Visitors


def test_go_from_the_picture_to_a_type_of_record(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open("/ontology")
    page = visitor.page
    box = page.locator(".picture a.box").filter(has_text="Соглашение")
    expect(box).to_contain_text(re.compile(r"\d+ запис"))
    box.click()
    page.wait_for_url("**/ontology/Agreement")
    expect(page.locator("h1")).to_have_text("Соглашение")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Модель данных")


def test_learn_what_an_agreement_must_and_may_say(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open("/ontology/Agreement")
    page = visitor.page
    row = page.locator("tr#status")
    expect(row).to_contain_text("обязательно, одно")
    row.get_by_role("link", name="Состояния соглашения").click()
    page.wait_for_url("**/scheme/agreement-status")
    page.go_back()
    expect(page.locator("tr#number")).to_contain_text("желательно")
    expect(page.locator("tr#signedOn")).to_contain_text("не больше одного")
    expect(page.locator("tr#party")).to_contain_text("сколько угодно")
    page.get_by_text("Что скажет проверка о каждом поле").click()
    told = page.get_by_role("listitem").filter(has_text="«состояние»: ровно одно значение")
    expect(told).to_contain_text("не примут")


def test_see_an_example_of_a_type_that_is_not_made_up(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open("/ontology/Norm")
    page = visitor.page
    example = page.locator("dt", has_text="Пример записи").locator("xpath=following-sibling::dd[1]")
    assert "/demo-" not in (example.get_by_role("link").get_attribute("href") or "")
    example.get_by_role("link").click()
    page.wait_for_url("**/page/norm/**")
    expect(page.locator("main")).to_contain_text("Норма")


def test_find_a_field_by_a_russian_word(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open("/ontology")
    page = visitor.page
    page.get_by_label("Найти вид записи").last.fill("подписантов")
    page.get_by_role("button", name="Найти").click()
    page.wait_for_url("**/ontology?q=*")
    page.get_by_role("link", name="подписант — должность").click()
    page.wait_for_url("**/ontology/Agreement#signatory")
    expect(page.locator("tr#signatory")).to_be_in_viewport()
    visitor.open("/ontology?q=марсоход")
    expect(page.locator(".empty")).to_contain_text("Ничего с такими словами")


def test_see_which_values_a_list_has_and_how_often_they_are_chosen(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open("/scheme/certainty")
    page = visitor.page
    row = page.get_by_role("row").filter(has_text="предположено при чтении")
    assert int(row.locator(".number").inner_text()) > 100
    expect(page.locator("main")).to_contain_text("Мероприятие плана: достоверность")
    row.get_by_role("link").click()
    page.wait_for_url("**/scheme/certainty/inferred")
    expect(page.locator("h3").filter(has_text="Неоднозначные чтения")).to_be_visible()


def test_learn_without_what_a_record_is_refused(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open("/shapes")
    page = visitor.page
    norm = page.get_by_role("row").filter(has=page.get_by_role("link", name="Норма", exact=True))
    expect(norm).to_contain_text("территория, модальность, достоверность, основание")
    page.get_by_label("Вид записи").select_option("activity")
    page.get_by_label("Что будет").select_option("warning")
    page.get_by_role("button", name="Показать").click()
    page.wait_for_url("**/shapes?type=activity&severity=warning")
    rules = page.locator(".checks li")
    expect(rules.filter(has_text="Срок кончился раньше, чем утверждён план.")).to_have_count(1)
    assert {r.split(" ")[0] for r in rules.all_inner_texts()} == {"примут"}
    response = visitor.open("/shapes?type=agrement")
    assert response.status == 400
    expect(page.locator("main")).to_contain_text("Ближайшее подходящее: agreement")


def test_the_address_of_a_term_leads_to_its_description(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open("/ontology#Norm")
    page = visitor.page
    expect(page.locator("#Norm")).to_be_in_viewport()
    expect(page.locator("#Norm")).to_contain_text("Правило документа о видах органов")
    visitor.open("/ontology/deadlinePrinted")
    page.wait_for_url("**/ontology#deadlinePrinted")
    expect(page.locator("#deadlinePrinted")).to_be_in_viewport()
    expect(page.locator("#deadlinePrinted")).to_contain_text("Мероприятие плана")
    assert visitor.open("/ontology/nosuch").status == 404


def test_on_a_phone_the_picture_can_be_read_and_is_told_in_words(visitors: Visitors) -> None:
    visitor = visitors(width=390)
    visitor.open("/ontology")
    page = visitor.page
    size = page.locator(".picture .box text").first.bounding_box()
    assert size is not None
    assert size["height"] > 11
    page.get_by_text("Та же схема словами").click()
    told = page.get_by_role("listitem").filter(has_text="Соглашение — сторона → Орган")
    expect(told).to_be_visible()


def test_an_analyst_gets_to_a_cypher_query_that_runs(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open("/ontology/Practice")
    page = visitor.page
    page.get_by_role("link", name=":Practice").click()
    page.wait_for_url("**/property-graph#label-Practice")
    section = page.locator("section").filter(has=page.locator("#label-Practice"))
    section.get_by_role("link", name="MATCH (n:Practice)").click()
    page.wait_for_url("**/workbench?engine=cypher&query=*")
    expect(page.get_by_role("heading", name=re.compile(r"Ответ: \d+ строк"))).to_be_visible()
