"""Charts say what the table says: lengths stand for values, nothing is lost without a word."""

from __future__ import annotations

import re
from typing import Any

import pytest

from graphsvc.network.chart import Bar, Series, bars, columns, lines
from graphsvc.network.charting import chart_offered, charted, options
from graphsvc.network.tabular import Cell, Head, Table, figure, of_values

BODY, KIND, DAY = (
    Head("body", "орган", "record"),
    Head("kind", "вид", "concept"),
    Head("day", "день", "date"),
)
COUNT, NOTE = Head("count", "педагогов", "integer"), Head("note", "заметка", "string")


def table(*heads: Head, rows: list[tuple[Any, ...]]) -> Table:
    return Table(
        heads, tuple(tuple(Cell(v, "" if v is None else str(v)) for v in row) for row in rows)
    )


def widths(svg: str) -> list[float]:
    return [float(w) for w in re.findall(r'<rect class="bar"[^>]*? width="([\d.]+)%"', svg)]


def test_a_bar_is_as_long_as_its_value() -> None:
    svg = bars(
        [Bar("а", 40, "40"), Bar("б", 10, "10"), Bar("в", 0, "0")], title="t", description="d"
    )
    first, second, third = widths(svg)
    assert first == pytest.approx(4 * second)
    assert third == 0
    assert svg.count('class="value"') == 3


def test_bars_of_negative_values_end_where_the_others_begin() -> None:
    svg = bars([Bar("а", 30, "30"), Bar("б", -10, "-10")], title="t", description="d")
    starts = [float(x) for x in re.findall(r'<rect class="bar" x="([\d.]+)%"', svg)]
    up, down = widths(svg)
    assert up == pytest.approx(3 * down, rel=0.01)
    assert starts[0] == pytest.approx(starts[1] + down, abs=0.02)
    assert 'class="axis"' in svg


def test_a_text_is_no_markup() -> None:
    evil = '<script>"&'
    for svg in (
        bars([Bar(evil, 1, evil)], title=evil, description=evil),
        columns([Bar(evil, 1, evil)], title=evil, description=evil),
        lines(
            [Series(evil, ((1, 1),))],
            [(1, evil)],
            [(0, evil), (1, evil)],
            title=evil,
            description=evil,
        ),
    ):
        assert "<script" not in svg
        assert "&lt;script" in svg


def test_rows_are_counted_by_code_the_most_first() -> None:
    found = charted(
        table(BODY, KIND, rows=[("a", "школа"), ("b", "центр"), ("c", "школа"), ("d", None)]),
        "", "", "ru",
    )  # fmt: skip
    assert found is not None
    assert (found.of, found.by) == ("rows", "kind")
    assert found.rows == (("школа", "2"), ("не указано", "1"), ("центр", "1"))


def test_days_are_counted_by_month_and_the_empty_months_between_stay() -> None:
    rows = [(d,) for d in ("2026-01-31", "2026-01-01", "2026-03-15", None)]
    found = charted(table(DAY, rows=rows), "", "", "ru")
    assert found is not None
    assert found.rows == (("01.2026", "2"), ("02.2026", "0"), ("03.2026", "1"))
    assert found.notes == ("Строк без значения: 1; на диаграмме их нет.",)


def test_days_of_many_years_are_counted_by_year() -> None:
    found = charted(table(DAY, rows=[("2019-05-01",), ("2026-05-01",)]), "", "", "en")
    assert found is not None
    assert [name for name, _ in found.rows] == [str(y) for y in range(2019, 2027)]


def test_a_number_is_shown_once_a_row_and_never_added_up() -> None:
    rows = [("школа", 5, "утро"), ("школа", 7, "вечер"), ("центр", None, "")]
    found = charted(table(BODY, COUNT, NOTE, rows=rows), "", "", "ru")
    assert found is not None
    assert found.rows == (("школа — вечер", "7"), ("школа — утро", "5"))
    assert found.notes == ("Строк без значения: 1; на диаграмме их нет.",)


def test_values_of_several_days_are_lines_and_two_of_one_day_both_stand() -> None:
    rows = [
        ("округ", "2025-10-01", 80),
        ("округ", "2026-10-01", 75),
        ("округ", "2026-10-01", 82),
        ("район", "2025-10-01", 78),
    ]
    found = charted(table(BODY, DAY, COUNT, rows=rows), "", "", "ru")
    assert found is not None
    assert found.by == "day"
    assert len(found.rows) == 4
    assert [label for _, label in found.legend] == ["округ", "район"]
    assert found.svg.count("<path") == 4
    assert found.notes == ("Шкала начинается не с нуля.",)


def test_what_has_no_room_is_told_and_stands_in_the_table() -> None:
    rows = [(f"орган {n}", n) for n in range(40)]
    found = charted(table(BODY, COUNT, rows=rows), "", "", "ru")
    assert found is not None
    assert len(widths(found.svg)) == 30
    assert len(found.rows) == 40
    assert found.notes == ("На диаграмму не поместились: 10; в таблице они есть.",)


def test_a_chart_is_offered_where_a_number_a_code_or_a_day_is() -> None:
    assert not chart_offered([BODY, NOTE])
    assert not chart_offered([BODY, Head("position", "№", "integer")])
    assert all(chart_offered([BODY, head]) for head in (KIND, DAY, COUNT))
    basis = Head("basis", "основание", "record")
    assert options([BODY, COUNT, basis]).categories == (BODY,)


def test_an_empty_table_has_no_chart() -> None:
    assert charted(table(BODY, COUNT, rows=[]), "", "", "ru") is None


def test_rows_are_sorted_by_value_and_what_is_empty_comes_last_both_ways() -> None:
    one = table(COUNT, NOTE, rows=[(10, "п. 10"), (None, ""), (9, "п. 9"), (100, "п. 2")])
    assert one.order(COUNT, down=False) == [2, 0, 3, 1]
    assert one.order(COUNT, down=True) == [3, 0, 2, 1]
    assert one.order(NOTE, down=False) == [3, 2, 0, 1]


@pytest.mark.parametrize(
    ("value", "ru", "en"),
    [(5, "5", "5"), (1234, "1234", "1234"), (80.0, "80", "80"), (82.5, "82,5", "82.5"),
     (12345.5, "12\u202f345,5", "12\u202f345.5"), (-3, "-3", "-3")],
)  # fmt: skip
def test_numbers_are_written_as_the_language_does(value: float, ru: str, en: str) -> None:
    assert (figure(value, "ru"), figure(value, "en")) == (ru, en)


def test_the_values_of_a_free_answer_tell_its_columns_types() -> None:
    body = "https://w3id.org/methodnet/id/body/a"
    node = {"iri": body, "label": "Body", "properties": {"label_ru": "Школа"}}
    link = {"type": "COORDINATES", "source": "x", "target": body, "properties": {}}
    other = {"iri": "x", "label": "Body", "properties": {}}
    found = of_values(
        ["iri", "n", "on", "mixed", "path", "none"],
        [[body, 1, "2026-01-02", 1, [other, link, node], None], [None, 2.5, None, "x", node, None]],
        lambda iri: f"имя {iri[-1]}",
        "ru",
    )
    kinds = ["record", "decimal", "date", "string", "string", "string"]
    assert [h.type for h in found.heads] == kinds
    assert [c.shown for c in found.rows[0]] == [
        "имя a", "1", "02.01.2026", "1", "x —COORDINATES→ Школа", "",
    ]  # fmt: skip
    backwards = of_values(["p"], [[[node, link, other]]], str, "ru")
    assert backwards.rows[0][0].shown == "Школа ←COORDINATES— x"


def test_names_that_hardly_repeat_make_no_groups() -> None:
    days = ["2026-01-05", "2026-02-05", "2026-02-06"]
    rows = [("а", days[0]), ("б", days[1]), ("б", days[2])]
    found = charted(table(BODY, DAY, rows=rows), "", "", "ru")
    assert found is not None
    assert found.rows == (("01.2026", "1"), ("02.2026", "2"))
