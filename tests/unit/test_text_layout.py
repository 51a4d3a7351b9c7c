"""The source texts laid out: every line once, and what it is."""

from __future__ import annotations

import pytest

from graphsvc.texts.files import folders, read
from graphsvc.texts.layout import PrintedLine, lay_out, plain

TITLES = {
    "lo-2019-plan": {8, 9, 10},
    "lo-2019-recommendations": {1, 2},
    "lo-2019-regulation": {10},
    "lo-2023-roadmap": {12, 15, 17, 38, 39, 40, 41},
    "mur-2020-roadmap": {3, 4},
    "region": {1, 69},
}


def lines_of(slug: str) -> dict[int, PrintedLine]:
    blocks = lay_out(read(slug).lines, TITLES[slug])
    return {line.place: line for block in blocks for line in block.lines}


def test_there_is_a_layout_for_each_text() -> None:
    assert set(TITLES) == set(folders())


@pytest.mark.parametrize("slug", TITLES)
def test_every_line_stands_once_and_in_order_and_loses_no_word(slug: str) -> None:
    text = read(slug).lines
    found = [line for block in lay_out(text, TITLES[slug]) for line in block.lines]
    assert [line.place for line in found] == list(range(1, len(text) + 1))
    for line, printed in zip(found, text, strict=True):
        letters = [c for c in plain(printed.replace("\t", " ").replace(" |", " ")) if c.isalnum()]
        assert [c for c in "".join(line.cells) if c.isalnum()] == letters


@pytest.mark.parametrize(
    ("slug", "place", "role", "number"),
    [
        ("lo-2019-regulation", 3, "stamp", ""),
        ("lo-2019-regulation", 8, "stamp", ""),
        ("lo-2019-regulation", 10, "title", ""),
        ("lo-2019-regulation", 44, "heading", "3"),
        ("lo-2019-regulation", 46, "clause", "3.1"),
        ("lo-2019-regulation", 50, "item", ""),
        ("lo-2019-regulation", 52, "paragraph", ""),
        ("lo-2019-plan", 10, "title", ""),
        ("lo-2019-plan", 142, "paragraph", ""),
        ("lo-2023-roadmap", 8, "letterhead", ""),
        ("lo-2023-roadmap", 15, "paragraph", ""),  # a day and a number are no title
        ("lo-2023-roadmap", 21, "clause", "1"),  # a sentence is no heading
        ("lo-2023-roadmap", 25, "paragraph", ""),  # goes on with the line before
        ("lo-2023-roadmap", 41, "title", ""),
        ("lo-2023-roadmap", 43, "head", ""),
        ("lo-2023-roadmap", 44, "heading", "1"),
        ("lo-2023-roadmap", 51, "continued", ""),
        ("mur-2020-roadmap", 20, "row", "3.5"),
        ("mur-2020-roadmap", 22, "row", "3.5"),  # printed twice
        ("region", 72, "heading", "1"),
    ],
)
def test_a_line_is_what_it_is(slug: str, place: int, role: str, number: str) -> None:
    line = lines_of(slug)[place]
    assert (line.role, line.number) == (role, number)


def test_rows_have_the_cells_of_the_header() -> None:
    row = lines_of("mur-2020-roadmap")[14]
    assert row.cells == (
        "2.4",
        "Апробация единого методического ресурса",
        "Май- декабрь 2021",
        "ГАУДПО МО «ИРО» ММС",
        "Отчет об апробации, корректировка",
    )
    # The page break took the number's cell away: what is left moves to its own columns.
    assert lines_of("mur-2020-roadmap")[39].cells == (
        *("", "классных руководителей", "", "ММС ОО"),
        "профессиональных компетенций классных руководителей",
    )
    broken = lines_of("lo-2023-roadmap")[113].cells
    assert [bool(cell) for cell in broken] == [False, True, False, False]
    assert lines_of("region")[89].cells == ("3.3", "Популяризировать лучший опыт", "", "", "")


def test_a_table_of_one_cell_a_line_has_its_rows() -> None:
    plan = [line for line in lines_of("lo-2019-plan").values() if line.role == "cell"]
    assert {line.row for line in plan} == set(range(1, 17))
    third = [(line.place, line.column) for line in plan if line.row == 3]
    assert third == [(34, "Мероприятие"), (36, "Ответственный"), (37, ""), (38, "")]
    advice = [line for line in lines_of("lo-2019-recommendations").values() if line.role == "cell"]
    assert {line.row for line in advice} == {1, 2, 3}
    assert [line.number for line in advice if line.row == 3] == [
        *("", "7", "8", "9", "10", "11", "", ""),
    ]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("### **Об утверждении**", "Об утверждении"),
        ("<b>1. Управление</b>", "1. Управление"),
        ("ЛОИРО**, МО***", "ЛОИРО**, МО***"),  # the marks of footnotes are printed
        ("план: <ul> <li>• обновление</li> <li>состав</li> </ul>", "план:\n• обновление\n• состав"),
        ("[bookmark: _GoBack]ШМО- объединения", "ШМО- объединения"),
        (" \t ", ""),
    ],
)
def test_markup_goes_and_words_stay(printed: str, expected: str) -> None:
    assert plain(printed) == expected
