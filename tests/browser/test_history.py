"""Somebody asks who changed what and when, what changed since a day, and who is silent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor, Visitors

KAMENKA = "Методическая служба Каменского района (учебная)"
LIPOVKA = "Методическая служба Липовского округа (учебная)"
INSTITUTE = "Озёрный институт развития образования (учебный)"


@pytest.fixture(scope="module")
def address(own_address: str) -> str:
    """Nobody else may have spoken here."""
    return own_address


@pytest.fixture
def visitor(visitors: Visitors) -> Visitor:
    return visitors()


def rows(visitor: Visitor) -> int:
    return visitor.page.get_by_role("row").count() - 1


def test_who_handed_in_what_i_find_from_the_home_page(visitor: Visitor) -> None:
    visitor.open("/")
    page = visitor.page
    page.get_by_role("link", name="Кто что подал").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Подачи")
    numbers = [
        int(re.findall(r"№ (\d+)", text)[0])
        for text in page.get_by_role("row").filter(has_text="№").all_inner_texts()
    ]
    assert len(numbers) >= 9
    assert numbers == sorted(numbers, reverse=True)
    kamenka = page.get_by_role("row").filter(has_text="файл kamenka")
    expect(kamenka).to_contain_text(KAMENKA)
    expect(kamenka).to_contain_text("добавлено 15")


def test_i_see_only_what_my_service_handed_in(visitor: Visitor) -> None:
    visitor.open("/submissions")
    page = visitor.page
    page.get_by_label("Чьи данные").select_option(label=KAMENKA)
    page.get_by_role("button", name="Показать").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Подачи 1")
    assert "body=body%2Fdemo-kamenka-mms" in page.url
    expect(page.get_by_label("Чьи данные")).to_have_value("body/demo-kamenka-mms")
    visitor.open("/submissions?to=2020-01-01")
    expect(page.get_by_text("Таких подач нет.")).to_be_visible()


def test_who_and_when_changed_this_practice(visitor: Visitor) -> None:
    visitor.open("/page/practice/demo-pr-01")
    page = visitor.page
    page.get_by_role("link", name="Что именно менялось и чем различаются версии").click()
    page.get_by_role("link", name="вся подача").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"Подача № \d+"))
    facts = page.locator("dl.facts")
    expect(facts).to_contain_text("Методическая служба Берёзовского района (учебная)")
    expect(facts).to_contain_text("berezovo")
    expect(facts).to_contain_text("второго лица не требовалось")


def test_what_a_submission_brought_i_read_record_by_record(visitor: Visitor) -> None:
    visitor.open("/submissions?body=body/demo-kamenka-mms")
    page = visitor.page
    page.get_by_role("link", name=re.compile(r"^№ \d+$")).click()
    board = page.get_by_role("table", name="Что изменилось, по видам записей")
    board.get_by_role("link", name="Практики", exact=True).click()
    expect(page.get_by_role("heading", name="Запись за записью 2")).to_be_visible()
    entry = page.get_by_role("listitem").filter(has_text="Школьный музей как кабинет (учебная)")
    entry.get_by_text("Что в ней сказано").click()
    expect(entry.get_by_text("Каменский район (учебный)")).to_be_visible()
    page.get_by_role("link", name="Показать все").click()
    expect(page.get_by_role("heading", name="Запись за записью 15")).to_be_visible()


def test_what_changed_in_the_data_of_the_service_since_the_first_of_october(
    visitor: Visitor,
) -> None:
    visitor.open("/page/body/demo-kamenka-mms")
    page = visitor.page
    page.get_by_role("link", name="что изменилось в этих данных между двумя днями").click()
    page.get_by_label("Было на конец дня").fill("2026-10-01")
    page.get_by_role("button", name="Сравнить").click()
    expect(page.locator("#difference")).to_be_visible()
    expect(page.locator("p.summary")).to_contain_text("добавлено 15")
    page.get_by_role("link", name="Отметки о выполнении, добавлено: 2").click()
    expect(page.get_by_role("heading", name="Запись за записью 2")).to_be_visible()
    expect(page.get_by_label("Было на конец дня")).to_have_value("2026-10-01")


def test_a_day_that_is_none_is_told(visitor: Visitor) -> None:
    response = visitor.open("/changes?body=body/demo-kamenka-mms&from=вчера")
    assert response.status == 400
    expect(visitor.page.get_by_role("main")).to_contain_text("вчера")


def test_who_is_silent(visitor: Visitor) -> None:
    visitor.open("/submit")
    page = visitor.page
    page.get_by_role("link", name="Кто как сдаёт данные").click()
    silent = page.get_by_role("region", name="Молчат")
    expect(silent.get_by_role("listitem")).to_have_count(2)
    mine = silent.get_by_role("listitem").filter(has_text=LIPOVKA)
    expect(mine).to_contain_text("п. 6.2")
    with page.expect_download() as download:
        mine.get_by_role("link", name="шаблон для подачи").click()
    assert download.value.suggested_filename.endswith(".xlsx")


def test_whose_data_are_freshest_and_who_keeps_most(visitor: Visitor) -> None:
    visitor.open("/standing?date=2026-11-22")
    page = visitor.page
    page.get_by_role("columnheader", name="записей сейчас").get_by_role("link").click()
    page.get_by_role("columnheader", name="записей сейчас").get_by_role("link").click()
    table = page.get_by_role("table").filter(has=page.get_by_role("columnheader"))
    first = table.get_by_role("row").nth(1)
    expect(first).to_contain_text(INSTITUTE)
    first.get_by_text(re.compile(r"^\d+ запис")).click()
    expect(first.get_by_text("Органы: ")).to_be_visible()
    header = page.get_by_role("columnheader", name="записей сейчас")
    expect(header).to_have_attribute("aria-sort", "descending")


def test_only_my_district(visitor: Visitor) -> None:
    visitor.open("/standing?date=2026-11-22")
    page = visitor.page
    page.get_by_label("Территория").select_option("territory/demo-kamenka")
    page.get_by_role("button", name="Показать").click()
    expect(page.get_by_role("heading", name="Сдают 1")).to_be_visible()
    expect(page.get_by_role("heading", name="Молчат 0")).to_be_visible()


def test_where_to_undo_a_submission_is_plain(visitor: Visitor) -> None:
    visitor.open("/submissions?body=body/demo-kamenka-mms")
    page = visitor.page
    page.get_by_role("link", name=re.compile(r"^№ \d+$")).click()
    number = page.url.rpartition("/")[2]
    undo = page.get_by_role("region", name="Отменить эту подачу")
    expect(undo.get_by_label("Почему")).to_be_visible()
    expect(undo.get_by_role("button", name="Отменить")).to_be_visible()
    form = undo.locator("form")
    expect(form).to_have_attribute("action", f"/submissions/{number}/undo")
    expect(form).to_have_attribute("method", "post")
