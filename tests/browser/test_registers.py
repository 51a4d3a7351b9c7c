"""What people do with lists: find, narrow, order, choose columns, send the address, take away."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import load_workbook
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Visitors

DAY = re.compile(r"\d\d\.\d\d\.\d{4}")


def rows(page: Page) -> Locator:
    return page.locator("table.sorted tbody tr")


def column(page: Page, name: str) -> list[str]:
    """Return the cells of a column, by its heading."""
    cells = page.locator(f'table.sorted td[data-label="{name}"]').all_inner_texts()
    return [c.strip() for c in cells]


def test_which_agreements_of_our_institute_end_first(visitors: Visitors) -> None:
    """Какие соглашения нашего института кончаются раньше всех?"""
    visitor = visitors()
    visitor.open("/records/agreement")
    page = visitor.page
    page.get_by_role("combobox", name="сторона", exact=True).select_option("body/demo-iro")
    page.get_by_role("combobox", name="состояние").select_option(label="заключено (11)")
    page.get_by_role("button", name="Найти").click()
    page.locator("summary", has_text="Столбцы").click()
    page.get_by_role("checkbox", name="действует по").check()
    page.get_by_role("button", name="Найти").click()
    page.get_by_role("columnheader", name="действует по").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="действует по")).to_have_attribute(
        "aria-sort", "ascending"
    )
    # `demo-agr-berezovo-2024` has ended and was renewed.
    expect(rows(page).first).to_contain_text("ММС Берёзовского района 2024 года")
    days = [m[0] for text in column(page, "действует по") if (m := DAY.search(text))]
    iso = ["-".join(d.split(".")[::-1]) for d in days]
    assert len(iso) > 5
    assert iso == sorted(iso)
    page.get_by_role("columnheader", name="действует по").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="действует по")).to_have_attribute(
        "aria-sort", "descending"
    )
    # Narrowed it stays.
    expect(page.locator(".chosen")).to_contain_text("заключено")


def test_a_colleague_is_sent_a_link_to_this_very_list(visitors: Visitors) -> None:
    """Послать коллеге ссылку на этот самый список."""
    visitor = visitors()
    visitor.open("/records/body")
    page = visitor.page
    page.get_by_role("combobox", name="территория").select_option("territory/demo-kamenka")
    page.get_by_label("Слова в записи").fill("совет")
    page.get_by_role("button", name="Найти").click()
    page.get_by_role("columnheader", name="вид органа").get_by_role("link").click()
    page.wait_for_url("**sort=kind*")
    seen = rows(page).all_inner_texts()
    assert 0 < len(seen) < 10
    colleague = visitors()
    colleague.open(page.url.removeprefix(visitor.address))
    assert rows(colleague.page).all_inner_texts() == seen
    expect(colleague.page.get_by_label("Слова в записи")).to_have_value("совет")
    page.go_back()
    page.wait_for_url("**q=*")
    expect(page.locator("th[aria-sort]")).to_have_count(0)


def test_all_that_was_found_is_taken_away_in_excel(visitors: Visitors, tmp_path: Path) -> None:
    """Забрать найденное в Excel, а не только эту страницу."""
    visitor = visitors()
    visitor.open("/records/activity?sort=-label")
    page = visitor.page
    count = int(page.locator("h1 .count").inner_text())
    assert rows(page).count() == 50 < count
    with page.expect_download() as waiting:
        page.locator(".downloads").get_by_role("link", name="Excel").click()
    file = tmp_path / "activity.xlsx"
    waiting.value.save_as(file)
    sheet = load_workbook(file).active
    assert sheet is not None
    lines = list(sheet.iter_rows(min_row=2, values_only=True))
    assert len(lines) == count
    first = rows(page).first.locator("td").first.inner_text()
    assert first.startswith(str(lines[0][0])[:60])


def test_a_csv_has_the_same_columns(visitors: Visitors) -> None:
    """Забрать CSV с теми же столбцами."""
    visitor = visitors()
    visitor.open("/records/agreement?columns=party&columns=validTo&sort=validTo")
    page = visitor.page
    with page.expect_download() as waiting:
        page.locator(".downloads").get_by_role("link", name="CSV").click()
    text = Path(waiting.value.path()).read_text("utf-8-sig")
    table = list(csv.reader(io.StringIO(text)))
    assert table[0] == ["id", "name", "party", "partyLabel", "validTo"]
    assert len(table) - 1 == rows(page).count()
    shown = rows(page).locator("td:first-child > a").all_inner_texts()
    assert [line[1] for line in table[1:]] == shown


def test_whether_what_is_missing_does_not_exist_or_was_not_reported(visitors: Visitors) -> None:
    """Чего нет в списке наставников, того нет или об этом не сообщили?"""
    visitor = visitors()
    visitor.open("/records/mentor")
    page = visitor.page
    told = page.locator(".completeness")
    expect(told).to_contain_text("полный на 10.11.2026")
    expect(told).to_contain_text("остальные не заявили")
    page.locator(".keepers summary").click()
    line = page.locator(".keepers tbody tr").filter(has_text="Озёрный институт")
    expect(line).to_contain_text("не заявлено")
    expect(line).to_contain_text("учебные данные")


def test_a_slip_in_the_address_is_told_with_what_is_right(visitors: Visitors) -> None:
    """Опечатка в адресе подсказывает верное."""
    visitor = visitors()
    response = visitor.open("/records/body?level=munisipal")
    assert response.status == 400
    expect(visitor.page.locator("main")).to_contain_text("Ближайшее подходящее: municipal")


def test_one_condition_is_removed_and_the_other_stays(visitors: Visitors) -> None:
    """Убрать одно условие и оставить другое."""
    visitor = visitors()
    visitor.open("/records/body?level=municipal&jurisdiction=territory/demo-kamenka&q=служба")
    page = visitor.page
    before = int(page.locator("h1 .count").inner_text())
    page.get_by_role("link", name=re.compile("^Убрать: уровень")).click()
    page.wait_for_url(lambda url: "level" not in url)
    assert "jurisdiction" in page.url
    assert int(page.locator("h1 .count").inner_text()) >= before
    page.get_by_role("link", name="Сбросить отбор").click()
    expect(page.locator(".chosen")).to_have_count(0)


def test_the_keyboard_is_enough_to_turn_the_page(visitors: Visitors) -> None:
    """Дойти клавишами до второй страницы списка."""
    visitor = visitors()
    visitor.open("/records/activity")
    page = visitor.page
    first = rows(page).first.inner_text()
    following = page.get_by_role("navigation", name="Страницы").get_by_role("link", name="Дальше")
    following.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**cursor=50*")
    assert rows(page).first.inner_text() != first
    expect(page.locator("nav.pages")).to_contain_text("51–")
    page.go_back()
    page.wait_for_url("**/records/activity")
    assert rows(page).first.inner_text() == first


def test_on_a_phone_each_card_names_its_fields(visitors: Visitors) -> None:
    """На телефоне у каждой карточки названы поля."""
    visitor = visitors(width=390)
    visitor.open("/records/body?level=municipal")
    page = visitor.page
    cell = rows(page).first.locator('td[data-label="уровень"]')
    expect(cell).to_be_visible()
    shown: str = cell.evaluate("e => getComputedStyle(e, '::before').content")
    assert shown == '"уровень"'


def test_the_types_of_record_are_told_by_what_they_are_about(visitors: Visitors) -> None:
    """По видам записей понятно, что где лежит."""
    visitor = visitors()
    visitor.open("/records")
    page = visitor.page
    headings = page.get_by_role("heading", level=2).all_inner_texts()
    assert headings[0] == "Сеть и её правила"
    assert len(headings) == 6
    page.get_by_role("link", name="Участие в советах и объединениях").click()
    expect(page.locator("h1")).to_contain_text("Участие в советах и объединениях")
