"""A methodist hands in a table of another system, and names that the registry does not know."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import violations, wider_than_screen

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Visitor, Visitors

SERVICE = "Методическая служба Липовского округа (учебная)"
INSTITUTE = "Озёрный институт развития образования (учебный)"
HEAD = "№ п/п;Наименование договора;Тип;Контрагент;Статус;Дата начала"
READ = "Столбцы прочитаны по сопоставлению"


@pytest.fixture(scope="module")
def address(own_address: str) -> str:
    return own_address


@pytest.fixture
def visitor(visitors: Visitors) -> Visitor:
    return visitors()


def table(path: Path, *rows: str, head: str = HEAD) -> Path:
    path.write_text("\n".join((head, *rows)) + "\n", "utf-8")
    return path


def row(name: str, party: str = INSTITUTE, kind: str = "о сотрудничестве") -> str:
    return f"1;{name};{kind};{party};заключено;01.09.2026"


def hand_in(visitor: Visitor, file: Path, body: str = SERVICE) -> None:
    visitor.open("/submit")
    page = visitor.page
    page.get_by_label("Чьи это данные").fill(body)
    page.get_by_label("Файл", exact=True).set_input_files(file)
    page.get_by_role("button", name="Проверить").click()


def say_columns(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("link", name="Указать, что в столбцах").click()
    page.get_by_role("button", name="Запомнить и прочитать таблицу").click()


def test_a_table_from_another_system_is_read_when_i_say_what_its_columns_are(
    visitor: Visitor, tmp_path: Path
) -> None:
    hand_in(visitor, table(tmp_path / "выгрузка.csv", row("Договор 1-у"), row("Договор 2-у")))
    page = visitor.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Файл пока не принят")
    page.get_by_role("link", name="Указать, что в столбцах").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Что в столбцах таблицы")
    party = page.get_by_role("row").filter(has_text="Контрагент")
    expect(party).to_contain_text(INSTITUTE)
    # What is proposed is right here; I only look it through.
    expect(page.get_by_label("Поле столбца «Контрагент»")).to_have_value("party")
    expect(page.get_by_label("Поле столбца «№ п/п»")).to_have_value("")
    page.get_by_role("button", name="Запомнить и прочитать таблицу").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Файл можно подать")
    expect(page.get_by_text(READ)).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Договор 1-у")).to_contain_text("появится")
    assert not visitor.complaints


def test_the_next_table_with_the_same_columns_is_read_by_itself(
    visitor: Visitor, tmp_path: Path
) -> None:
    other = HEAD.replace("Статус", "Состояние дел")
    hand_in(visitor, table(tmp_path / "май.csv", row("Договор 3-у"), head=other))
    say_columns(visitor)
    hand_in(visitor, table(tmp_path / "июнь.csv", row("Договор 4-у"), head=other))
    page = visitor.page
    expect(page.get_by_text(READ)).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Договор 4-у")).to_contain_text("появится")


def test_i_see_by_what_the_columns_were_read_and_change_it(
    visitor: Visitor, tmp_path: Path
) -> None:
    other = HEAD.replace("Статус", "Стадия")
    hand_in(visitor, table(tmp_path / "а.csv", row("Договор 5-у"), head=other))
    say_columns(visitor)
    page = visitor.page
    page.get_by_role("link", name="Изменить").click()
    page.get_by_label("Поле столбца «Дата начала»").select_option(label="— не брать —")
    page.get_by_role("button", name="Запомнить и прочитать таблицу").click()
    page.get_by_role("link", name="Изменить").click()
    expect(page.get_by_label("Поле столбца «Дата начала»")).to_have_value("")
    page.get_by_role("button", name="Забыть сопоставление").click()
    page.get_by_role("link", name="К файлу").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Файл пока не принят")
    expect(page.get_by_text(READ)).to_have_count(0)


def test_one_field_for_two_columns_is_told_in_words(visitor: Visitor, tmp_path: Path) -> None:
    other = HEAD.replace("Статус", "Этап")
    hand_in(visitor, table(tmp_path / "а.csv", row("Договор 6-у"), head=other))
    page = visitor.page
    page.get_by_role("link", name="Указать, что в столбцах").click()
    page.get_by_label("Поле столбца «№ п/п»").select_option("label")
    page.get_by_role("button", name="Запомнить и прочитать таблицу").click()
    told = "«Наименование договора»; ожидается: другое поле или ничего"
    expect(page.get_by_role("alert")).to_contain_text(told)
    expect(page.get_by_role("alert")).to_contain_text("уже взято из столбца «№ п/п»")
    # What I chose is still there.
    expect(page.get_by_label("Поле столбца «№ п/п»")).to_have_value("label")


def test_the_type_of_record_is_mine_to_choose(visitor: Visitor, tmp_path: Path) -> None:
    hand_in(visitor, table(tmp_path / "б.csv", "Урок;да", head="Тема;Проведён"))
    page = visitor.page
    page.get_by_role("link", name="Указать, что в столбцах").click()
    page.get_by_label(re.compile("Записи какого вида")).select_option(label="Практика")
    page.get_by_role("button", name="Показать поля этого вида").click()
    expect(page.get_by_text("Обязательные поля, которых нет ни в одном столбце")).to_contain_text(
        "кто представил"
    )
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Что в столбцах таблицы")


def test_a_name_the_registry_does_not_know_is_mine_to_choose_and_known_next_time(
    visitor: Visitor, tmp_path: Path
) -> None:
    unknown = "Институт развития образования Озёрной обл."
    head = HEAD.replace("Статус", "Итог")
    hand_in(visitor, table(tmp_path / "а.csv", row("Договор 7-у", unknown), head=head))
    say_columns(visitor)
    page = visitor.page
    asked = page.get_by_role("group").filter(has_text=unknown)
    asked.get_by_label(f"это {INSTITUTE}").check()
    page.get_by_role("button", name="Запомнить выбор и проверить снова").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Файл можно подать")
    expect(page.get_by_role("row").filter(has_text=unknown)).to_contain_text("появится")
    page.get_by_role("button", name="Подать", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Данные приняты")
    # The same name next time: nobody asks.
    hand_in(visitor, table(tmp_path / "б.csv", row("Договор 8-у", unknown), head=head))
    expect(page.get_by_role("heading", level=1)).to_have_text("Файл можно подать")
    expect(page.get_by_role("group").filter(has_text=unknown)).to_have_count(0)
    assert not visitor.complaints


def test_what_is_in_another_region_is_said_to_be(visitor: Visitor, tmp_path: Path) -> None:
    head = HEAD.replace("Статус", "Результат")
    file = table(tmp_path / "а.csv", row("Договор 9-у", "ГАОУ ДПО «ЛОИРО»"), head=head)
    hand_in(visitor, file)
    say_columns(visitor)
    asked = visitor.page.get_by_role("group").filter(has_text="ЛОИРО")
    expect(asked.get_by_text("другой регион: Ленинградская область").first).to_be_visible()
    asked.get_by_label("нет такой записи, оставить замечание").check()
    visitor.page.get_by_role("button", name="Запомнить выбор и проверить снова").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Файл пока не принят")
    expect(asked.get_by_label("нет такой записи, оставить замечание")).to_be_checked()


def test_my_csv_comes_back_with_remarks(visitor: Visitor, tmp_path: Path) -> None:
    head = HEAD.replace("Статус", "Положение")
    file = table(tmp_path / "а.csv", row("Договор 10-у", kind="о сотрудничестви"), head=head)
    hand_in(visitor, file)
    say_columns(visitor)
    page = visitor.page
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать файл с отмеченными ячейками").click()
    text = download.value.path().read_text("utf-8-sig")
    assert text.partition("\n")[0].strip().endswith(";Замечания проверки")
    assert "о сотрудничестве" in text
    marked = tmp_path / "с замечаниями.csv"
    marked.write_text(text.replace("о сотрудничестви", "о сотрудничестве"), "utf-8")
    hand_in(visitor, marked)
    expect(page.get_by_role("heading", level=1)).to_have_text("Файл можно подать")


def test_all_of_it_works_without_scripts(visitors: Visitors, tmp_path: Path) -> None:
    visitor = visitors(scripts=False, width=390)
    head = HEAD.replace("Статус", "Ход дел")
    hand_in(visitor, table(tmp_path / "а.csv", row("Договор 11-у"), head=head))
    say_columns(visitor)
    expect(visitor.page.get_by_text(READ)).to_be_visible()


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_the_pages_are_for_all(visitors: Visitors, tmp_path: Path, theme: str, width: int) -> None:
    visitor = visitors(theme=theme, width=width)
    head = HEAD.replace("Статус", f"Этап {width}")
    file = table(tmp_path / "а.csv", row("Договор 12-у", "ГАОУ ДПО «ЛОИРО»"), head=head)
    hand_in(visitor, file)
    page = visitor.page
    page.get_by_role("link", name="Указать, что в столбцах").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Что в столбцах таблицы")
    assert violations(page) == []
    assert wider_than_screen(page) <= 0
    page.get_by_role("button", name="Запомнить и прочитать таблицу").click()
    expect(page.get_by_role("heading", level=2, name="Названия, которых")).to_be_visible()
    assert violations(page) == []
    assert wider_than_screen(page) <= 0
    assert not visitor.complaints
