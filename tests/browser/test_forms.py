"""A methodist fills in forms: with and without scripts, by keyboard alone, on a phone."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from tests.browser.conftest import Visitor, Visitors

INSTITUTE = "Озёрный институт развития образования (учебный)"
SERVICE = "Методическая служба Липовского округа (учебная)"
NEW_AGREEMENT = "/forms/agreement?body=body/demo-iro"
TWO_MINUTES_S = 120
CHECKED_MS = 20_000  # a check waits for the typing to end, and for a busy machine
REFUSED = "422 (Unprocessable Entity)"  # the browser notes the answer itself


@pytest.fixture(scope="module")
def address(own_address: str) -> str:
    return own_address


@pytest.fixture
def visitor(visitors: Visitors) -> Visitor:
    return visitors()


def quiet(visitor: Visitor) -> bool:
    return not [c for c in visitor.complaints if REFUSED not in c] and not visitor.foreign()


def accept(page: Page) -> None:
    """Confirm on the page that shows what would change."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Форму можно подать")
    page.get_by_role("button", name="Подать", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Данные приняты")


def choose(page: Page, field: str, typed: str, name: str) -> None:
    """Pick a record of those that are proposed while one types."""
    page.locator(field).fill(typed)
    page.get_by_role("option", name=name).first.click()
    expect(page.locator(field)).to_have_value(name)


def test_i_enter_an_agreement_with_two_parties_in_under_two_minutes(visitor: Visitor) -> None:
    began, page = time.monotonic(), visitor.page
    visitor.open("/forms")
    page.get_by_label("Чьи это данные").fill(INSTITUTE)
    page.get_by_label("Что внести").select_option(label="Соглашение")
    page.get_by_role("button", name="Открыть форму").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Новая запись: Соглашение")
    page.get_by_label("название", exact=False).first.fill("Соглашение о стажировках (учебное)")
    page.get_by_label("вид соглашения").select_option(index=1)
    choose(page, "#f-0-party-0", "Озёрный институт", INSTITUTE)
    page.get_by_role("button", name="Ещё одно значение: сторона", exact=True).click()
    expect(page.locator("#f-0-party-1")).to_be_focused()
    choose(page, "#f-0-party-1", "служба Липов", SERVICE)
    page.get_by_label("состояние").select_option(label="заключено")
    page.get_by_role("button", name="Проверить и подать").click()
    expect(page.get_by_role("row").filter(has_text="о стажировках")).to_contain_text("появится")
    accept(page)
    assert time.monotonic() - began < TWO_MINUTES_S
    page.get_by_role("link", name="Соглашение о стажировках").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Соглашение о стажировках (учебное)")
    expect(page.locator("dl").first).to_contain_text(SERVICE)
    assert quiet(visitor)


def test_a_day_in_words_is_told_while_i_type_and_put_right(visitor: Visitor) -> None:
    visitor.open(NEW_AGREEMENT)
    page = visitor.page
    page.locator("#f-0-signedOn-0").fill("5 октября 2026")
    page.locator("#f-0-number-0").focus()
    take = page.get_by_role("button", name="Взять «05.10.2026»")
    expect(take).to_be_visible(timeout=CHECKED_MS)
    expect(page.locator("#f-0-signedOn-0")).to_have_attribute("aria-invalid", "true")
    # What I have not come to yet is not reproached with being empty.
    expect(page.locator("#r-f-0-status .remark")).to_be_hidden()
    take.click()
    expect(page.locator("#f-0-signedOn-0")).to_have_value("05.10.2026")
    expect(page.locator("#r-f-0-signedOn .remark")).to_have_count(0, timeout=CHECKED_MS)
    assert quiet(visitor)


def test_what_is_wrong_stands_on_top_and_leads_to_its_field(visitor: Visitor) -> None:
    visitor.open(NEW_AGREEMENT)
    page = visitor.page
    page.locator("#f-0-label-0").fill("Соглашение без состояния")
    page.locator("#f-0-party-0").fill("Рога и копыта")
    page.get_by_role("button", name="Проверить и подать").click()
    summary = page.get_by_role("alert").filter(has_text="Форма пока не принята")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(3)
    summary.get_by_role("link", name=re.compile("^состояние", re.IGNORECASE)).click()
    expect(page.get_by_label("состояние")).to_be_focused()
    told = (
        page.get_by_role("combobox", name="сторона", exact=True).get_attribute("aria-describedby")
        or ""
    )
    described = " ".join(page.locator(f"#{i}").inner_text() for i in told.split())
    assert "Орган, который является стороной" in described
    assert "название записи, которая есть в реестре" in described
    expect(page.locator("#f-0-party-0")).to_have_value("Рога и копыта")
    assert quiet(visitor)


def test_without_scripts_i_look_up_a_body_add_a_second_and_make_a_new_one(
    visitors: Visitors,
) -> None:
    visitor = visitors(scripts=False)
    visitor.open(NEW_AGREEMENT)
    page = visitor.page
    page.locator("#f-0-label-0").fill("Соглашение с новым центром (учебное)")
    page.locator("#f-0-agreementKind-0").select_option(index=1)
    page.locator("#f-0-status-0").select_option(label="заключено")
    page.locator("#f-0-party-0").fill("служба Липовского")
    page.get_by_role("button", name="Найти: сторона", exact=True).click()
    page.get_by_label(SERVICE).check()
    page.get_by_role("button", name="Взять", exact=True).click()
    expect(page.locator("#f-0-party-0")).to_have_value(SERVICE)
    page.get_by_role("button", name="Ещё одно значение: сторона", exact=True).click()
    page.locator("#f-0-party-1").fill("Центр поддержки школ (учебный)")
    page.get_by_role("button", name="Найти: сторона").nth(1).click()
    expect(page.get_by_text("Ничего похожего не нашлось")).to_be_visible()
    page.get_by_role("button", name="Новая запись: Орган").click()
    expect(page.locator("#f-1-label-0")).to_have_value("Центр поддержки школ (учебный)")
    page.locator("#f-1-kind-0").select_option(index=1)
    page.locator("#f-1-level-0").select_option(label="муниципальный")
    page.locator("#f-1-jurisdiction-0").fill("Липовский округ (учебный)")
    page.locator("#f-1-status-0").select_option(label="существует")
    page.get_by_role("button", name="Проверить и подать").click()
    expect(page.get_by_role("row", name=re.compile("^Центр поддержки"))).to_contain_text("появится")
    accept(page)


def test_by_keyboard_alone_i_change_an_agreement(visitor: Visitor) -> None:
    visitor.open("/records/agreement?q=учебное")
    page = visitor.page
    page.get_by_role("row").nth(1).get_by_role("link").first.click()
    page.get_by_role("link", name="Изменить", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".kind")).to_have_text("Изменить: Соглашение")
    number = page.locator("#f-0-number-0")
    reached = False
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "f-0-number-0":
            reached = True
            break
    assert reached
    page.keyboard.press("Control+A")
    page.keyboard.type("17-К")
    expect(number).to_have_value("17-К")
    page.keyboard.press("Enter")  # checks, and hands nothing in
    expect(page.get_by_role("status")).to_contain_text("можно подавать", timeout=CHECKED_MS)
    page.get_by_role("button", name="Проверить и подать").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Форму можно подать")
    expect(page.get_by_text("изменится 1")).to_be_visible()
    assert quiet(visitor)


def test_on_a_phone_i_add_somebody_responsible_to_an_activity(visitors: Visitors) -> None:
    visitor = visitors(width=390)
    page = visitor.page
    visitor.open("/forms/activity/demo-berezovo-plan-2026/a-01?body=body/demo-berezovo-mms")
    parts = page.locator("details.part")
    before = parts.count()
    page.get_by_role("button", name="Добавить: Ответственность").click()
    expect(parts).to_have_count(before + 1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    added = parts.last
    expect(added.get_by_label("напечатано", exact=False).first).to_be_focused()
    added.get_by_role("button", name=re.compile("^Убрать")).click()
    expect(parts).to_have_count(before)
    assert quiet(visitor)


def test_what_the_registry_understood_of_a_deadline_stands_beneath_it(visitor: Visitor) -> None:
    visitor.open("/forms/activity?body=body/demo-iro")
    page = visitor.page
    page.get_by_label("срок, как напечатан").fill("до 15 марта 2027 года")
    told = page.locator(".told")
    expect(told).to_contain_text("по 15.03.2027", timeout=CHECKED_MS)
    page.get_by_label("срок, как напечатан").fill("когда рак на горе свистнет")
    expect(told).not_to_contain_text("15.03.2027", timeout=CHECKED_MS)
    page.get_by_text("Уточнить срок").click()
    remark = page.locator("#r-f-0-deadlinePrinted .remark")
    expect(remark).to_contain_text("Срок не прочитан", timeout=CHECKED_MS)
    expect(page.get_by_label("срок: конец")).to_be_visible()
    assert quiet(visitor)


def test_my_draft_is_kept_by_itself_and_found_again(visitor: Visitor) -> None:
    visitor.open(NEW_AGREEMENT)
    page = visitor.page
    page.locator("#f-0-label-0").fill("Начато и не закончено")
    expect(page.get_by_role("status")).to_contain_text("Черновик сохранён", timeout=CHECKED_MS)
    page.wait_for_url("**/forms/drafts/*")
    kept = page.url
    visitor.open("/")
    page.goto(kept)
    expect(page.locator("#f-0-label-0")).to_have_value("Начато и не закончено")
    assert quiet(visitor)


def test_a_tick_right_after_a_choice_is_not_missed(visitor: Visitor) -> None:
    visitor.open("/forms/practice?body=body/demo-iro")
    page = visitor.page
    page.locator("#f-0-author-0").press_sequentially("служба Липов")
    # What was typed so far is refused, and shown to be once the field is left.
    expect(page.locator("#r-f-0-author .remark")).to_have_count(1, timeout=CHECKED_MS)
    page.get_by_role("option", name=SERVICE).click()
    box = page.locator("fieldset.boxes input[type=checkbox]").first
    place = box.bounding_box()
    assert place
    page.mouse.move(place["x"] + 6, place["y"] + 6)
    page.mouse.down()
    page.wait_for_timeout(100)  # a hand is no script
    page.mouse.up()
    expect(box).to_be_checked()
    expect(page.get_by_role("status")).to_contain_text("Черновик сохранён", timeout=CHECKED_MS)
    expect(box).to_be_checked()
    assert quiet(visitor)


def test_what_i_do_while_the_form_is_redrawn_stays(visitor: Visitor) -> None:
    visitor.open("/forms/practice?body=body/demo-iro")
    page = visitor.page
    page.locator("#f-0-label-0").fill("До")

    def late(route: Route) -> None:
        page.wait_for_timeout(600)
        route.continue_()

    page.route("**/forms/**", late)
    page.get_by_role("button", name=re.compile("^Ещё одно значение")).first.click()
    page.locator("#f-0-label-0").fill("После")
    page.locator("fieldset.boxes input[type=checkbox]").first.check()
    expect(page.locator("[autofocus]")).to_have_count(1, timeout=CHECKED_MS)  # it is redrawn
    expect(page.locator("#f-0-label-0")).to_have_value("После")
    expect(page.locator("fieldset.boxes input[type=checkbox]").first).to_be_checked()
    assert quiet(visitor)


def test_two_who_change_one_record_see_it_side_by_side(visitors: Visitors) -> None:
    place = "/forms/practice/demo-pr-02?body=body/demo-iro"
    one, other = visitors(), visitors()
    for visitor in (one, other):
        visitor.open(place)
        expect(visitor.page.locator("#f-0-label-0")).not_to_be_empty()
    one.page.locator("#f-0-webPage-0").fill("https://example.org/odin")
    one.page.get_by_role("button", name="Проверить и подать").click()
    accept(one.page)
    page = other.page
    page.locator("#f-0-webPage-0").fill("https://example.org/dva")
    page.get_by_role("button", name="Проверить и подать").click()
    expect(page.get_by_role("heading", name="Пока вы правили")).to_be_visible()
    line = page.get_by_role("row").filter(has_text="example.org/odin")
    expect(line).to_contain_text("example.org/dva")
    expect(line).to_contain_text("изменено по-разному")
    page.get_by_role("button", name="Соединить и продолжить").click()
    expect(page.get_by_role("heading", name="Пока вы правили")).to_have_count(0)
    expect(page.locator("#f-0-webPage-0")).to_have_value("https://example.org/dva")
    page.get_by_role("button", name="Проверить и подать").click()
    accept(page)


def test_a_part_that_i_take_out_goes_with_the_form(visitors: Visitors) -> None:
    visitor = visitors(scripts=False)
    visitor.open("/forms/body/demo-iro?body=body/demo-iro")
    page = visitor.page
    page.get_by_text("Проректор 2").first.click()
    part = page.locator("details.part[open]").first
    part.get_by_role("button", name=re.compile("^Убрать")).click()
    expect(page.get_by_text("Эта запись будет удалена при подаче")).to_be_visible()
    page.get_by_role("button", name="Проверить и подать").click()
    expect(page.get_by_text("исчезнет 1")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Проректор 2")).to_contain_text("исчезнет")


def test_a_record_that_others_state_too_says_so(visitor: Visitor) -> None:
    visitor.open("/page/agreement/demo-agr-university")
    page = visitor.page
    expect(page.get_by_role("link", name=re.compile("^Изменить в данных"))).to_have_count(2)
    page.get_by_role("link", name=re.compile("^Изменить в данных: Центр")).click()
    told = page.get_by_text("О той же записи сообщают и другие")
    expect(told).to_contain_text(INSTITUTE)
    assert quiet(visitor)
