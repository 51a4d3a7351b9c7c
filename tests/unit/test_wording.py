"""Days, counts and names as the pages word them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphsvc.api.wording import column_name, cut, dated, day, in_russian, number_of
from graphsvc.locale import texts

if TYPE_CHECKING:
    from graphsvc.model.entities import Model


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("2019-06-01", "ru", "01.06.2019"),
        ("2019-06-01", "en", "2019-06-01"),
        ("2019-02-30", "ru", "2019-02-30"),
        ("июнь 2019", "ru", "июнь 2019"),
        ("", "ru", ""),
    ],
)
def test_a_day_is_written_as_its_language_does(text: str, lang: str, expected: str) -> None:
    assert day(text, lang) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Отметка — 2026-01-14 — управление", "Отметка — 14.01.2026 — управление"),
        ("https://ozernaya.example/2026-01-14", "https://ozernaya.example/2026-01-14"),
        ("дело 12026-01-14", "дело 12026-01-14"),
        ("на 2019-2020 годы", "на 2019-2020 годы"),
    ],
)
def test_only_days_are_rewritten_in_a_name(text: str, expected: str) -> None:
    assert dated(text, "ru") == expected


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "0 строк"),
        (1, "1 строка"),
        (2, "2 строки"),
        (4, "4 строки"),
        (5, "5 строк"),
        (11, "11 строк"),
        (12, "12 строк"),
        (21, "21 строка"),
        (22, "22 строки"),
        (111, "111 строк"),
        (1001, "1001 строка"),
    ],
)
def test_a_noun_agrees_with_its_number(count: int, expected: str) -> None:
    assert number_of("row", count, "ru") == expected


def test_english_knows_one_and_many() -> None:
    assert [number_of("row", n, "en") for n in (0, 1, 2, 21)] == [
        "0 rows",
        "1 row",
        "2 rows",
        "21 rows",
    ]


def test_a_name_is_cut_between_words() -> None:
    assert cut("Положение о службе", 100) == "Положение о службе"
    assert cut("Положение о региональной службе", 20) == "Положение о…"


def test_russian_is_told_from_english() -> None:
    assert in_russian("ГАОУ ДПО «ЛОИРО»")
    assert not in_russian("Regional Methodical Service")


def test_every_type_of_record_has_a_name_for_many(model: Model) -> None:
    assert set(texts("ui")["plural"]) == set(model.by_name)


@pytest.mark.parametrize(
    ("name", "lang", "told"),
    [
        ("level", "ru", "уровень"),
        ("bodies", "ru", "Органы"),
        ("bodies", "en", "Bodies"),
        ("agreement", "ru", "Соглашение"),
        ("validTo", "ru", "действует по"),
        ("n", "ru", "n"),
    ],
)
def test_a_column_of_an_own_query_is_called_as_the_model_calls_it(
    model: Model, name: str, lang: str, told: str
) -> None:
    assert column_name(model, name, lang) == told
