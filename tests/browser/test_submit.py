"""A methodist hands in a workbook: mistakes are told, mended, and what changes is seen before."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Visitor, Visitors

SERVICE = "Методическая служба Липовского округа (учебная)"
PRACTICE = "Урок-экскурсия по родному краю (учебная)"
SHEET = "Практики"


@pytest.fixture(scope="module")
def address(own_address: str) -> str:
    return own_address


@pytest.fixture
def visitor(visitors: Visitors) -> Visitor:
    return visitors()


def template(visitor: Visitor, path: Path, cells: dict[str, str]) -> Path:
    """Take the template of practices and fill a row, by what the columns are called."""
    answer = visitor.page.request.get(f"{visitor.address}/api/templates/practice.xlsx")
    book = load_workbook(io.BytesIO(answer.body()))
    sheet = book[SHEET]
    columns = {str(cell.value).rstrip(" *"): cell.column for cell in sheet[1]}
    for name, value in cells.items():
        sheet.cell(3, columns[name] or 0, value)
    book.save(path)
    return path


def check(visitor: Visitor, file: Path, body: str = SERVICE) -> None:
    visitor.open("/submit")
    page = visitor.page
    page.get_by_label("Чьи это данные").fill(body)
    page.get_by_label("Файл", exact=True).set_input_files(file)
    page.get_by_label("Кто подаёт").fill("Методист 12")
    page.get_by_role("button", name="Проверить").click()


def row(name: str = PRACTICE, level: str = "муниципальный") -> dict[str, str]:
    return {
        "название": name,
        "кто представил": SERVICE,
        "уровень": level,
        "состояние": "представлена",
        "территория": "Липовский округ (учебный)",
    }


def test_i_take_the_template_of_my_register(visitor: Visitor) -> None:
    visitor.open("/submit")
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="Практика", exact=True).click()
    assert download.value.suggested_filename == "practice.xlsx"


def test_my_mistakes_are_told_by_cell_and_mended(visitor: Visitor, tmp_path: Path) -> None:
    check(visitor, template(visitor, tmp_path / "практики.xlsx", row(level="муниципальны")))
    page = visitor.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Файл пока не принят")
    told = page.get_by_role("row").filter(has_text="муниципальны")
    expect(told).to_contain_text(re.compile(r"Практики, [A-Z]3"))
    expect(told.get_by_role("cell").last).to_have_text("муниципальный")
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать файл с отмеченными ячейками").click()
    back = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    assert back.sheetnames[0] == "Замечания проверки"
    page.get_by_role("button", name="Принять предложения (1)").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Файл можно подать")
    assert not visitor.complaints
    assert not visitor.foreign()


def test_i_see_what_changes_and_only_then_hand_it_in(visitor: Visitor, tmp_path: Path) -> None:
    check(visitor, template(visitor, tmp_path / "практики.xlsx", row()))
    page = visitor.page
    expect(page.get_by_role("row").filter(has_text=PRACTICE)).to_contain_text("появится")
    page.get_by_label("Пояснение для журнала").fill("Новая практика")
    page.get_by_role("button", name="Подать").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Данные приняты")
    page.get_by_role("link", name=PRACTICE).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(PRACTICE)
    # The same file again is no news.
    check(visitor, template(visitor, tmp_path / "снова.xlsx", row()))
    expect(page.get_by_text("В файле нет ничего нового")).to_be_visible()
    assert not visitor.complaints


def test_a_body_that_is_not_known_is_asked_for_again(visitor: Visitor, tmp_path: Path) -> None:
    check(visitor, template(visitor, tmp_path / "a.xlsx", row()), "Рога и копыта")
    alert = visitor.page.get_by_role("alert")
    expect(alert).to_contain_text("Такого органа или документа в реестре нет")
    expect(visitor.page.get_by_label("Чьи это данные")).to_have_value("Рога и копыта")


def test_what_is_no_table_is_refused_in_words(visitor: Visitor, tmp_path: Path) -> None:
    file = tmp_path / "письмо.xlsx"
    file.write_bytes(b"not a workbook")
    check(visitor, file)
    expect(visitor.page.get_by_role("alert")).to_contain_text("сохраните заново")
    expect(visitor.page.get_by_role("link", name="Скачать файл")).to_have_count(0)


def test_nobody_sees_a_draft_of_another(visitor: Visitor) -> None:
    response = visitor.page.request.get(f"{visitor.address}/submit/AAAAAAAAAAAAAAAAAAAAAA")
    assert response.status == 404
