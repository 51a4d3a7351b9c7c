"""What differs from a name by a slip of the pen, and what is only alike."""

from __future__ import annotations

import pytest

from graphsvc.isolation.workbook_marks import Mark, put_in
from graphsvc.tables.nearness import is_slip, near_value, plainly_said


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("методическая служба каменского раена", "Методическая служба Каменского района"),
        ("Озерный  институт", "Озёрный институт"),
        ("ГАУ ДПО «ИРО»", 'ГАУ ДПО "ИРО"'),
        ("Школа №1", "Школа № 1"),
        ("регионалный", "региональный"),
        ("муниципальны", "муниципальный"),
        ("сотрудничество", "о сотрудничестве"),
    ],
)
def test_a_slip_is_the_name(text: str, name: str) -> None:
    assert is_slip(text, name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("школьный", "региональный"),
        ("не действует", "действует"),
        ("ЦНППМ Озёрной области", "ЦНППИМ Озёрной области"),
        ("ММС Липовского округа", "Методический совет Липовского округа"),
        ("ООО «Ромашка», Служба Липовского округа", "Служба Липовского округа"),
        ("Липовская школа № 1\nМетодическая служба", "Методическая служба"),
        ("Школа № 1", "Школа № 11"),
        ("Лесной район", "Речной район"),
        ("Сосновый район", "Солёный район"),
        ("Методист 12", "Методист 13"),
    ],
)  # fmt: skip
def test_what_is_only_alike_is_another_name(text: str, name: str) -> None:
    assert not is_slip(text, name)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        *(("12 чел.", True), ("1 200", True), ("№ 5", True), ("не менее 5", False)),
        *(("до 5", False), ("100 тыс. руб.", False), ("5 и более", False)),
    ],
)
def test_a_number_that_says_more_is_not_the_number(text: str, plain: bool) -> None:  # noqa: FBT001
    assert near_value("integer", text)
    assert plainly_said("integer", text) == plain


@pytest.mark.parametrize(
    ("text", "value", "after"),
    [
        ("Шкала 1", "Шкала 1", "Школа 1"),
        ("Шкала 12 | Шкала 1", "Шкала 1", "Шкала 12 | Школа 1"),
        ("Шкала 1|Шкала 12", "Шкала 1", "Школа 1|Шкала 12"),
        ("Клуб, Шкала 1", "Шкала 1", "Клуб, Шкала 1"),
        ("Другой | А", "Шкала 1", "Другой | А"),
    ],
)
def test_of_a_cell_the_wrong_value_alone_gives_way(text: str, value: str, after: str) -> None:
    mark = Mark("Лист", "B2", "кто", value, "ожидается", "Школа 1", sure=True)
    assert put_in(text, mark) == after
    assert put_in(text, Mark("Лист", "B2", "кто", value, "ожидается", "Школа 1")) == text
