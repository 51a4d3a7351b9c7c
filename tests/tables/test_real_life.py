"""Tables as people really make them: titles above, merged headers, spaces, quotes, ё, errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from graphsvc.errors import TableError
from graphsvc.projections.word_forms import fold
from graphsvc.rdf.names import BASE, ID, PREFIXES, rms
from graphsvc.rdf.terms import Literal, NamedNode
from graphsvc.tables.columns import columns_of
from graphsvc.tables.nearness import is_slip
from graphsvc.tables.records import SheetReader
from graphsvc.tables.sheet import Sheet, TableFault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphsvc.model.entities import Model
    from graphsvc.rdf.terms import Quad, Term

PREF = PREFIXES["skos"] + "prefLabel"
KNOWN = {
    "Институт развития образования": ["body/iro"],
    "Координационный совет": ["body/ks-1", "body/ks-2"],
    "Берёзовский район": ["territory/b"],
}


class Registry:
    """Some records by name, as a registry finds them."""

    def called(self, entities: Sequence[str], text: str) -> list[str]:
        found = [r for name, records in KNOWN.items() if fold(name) == fold(text) for r in records]
        return [ID + r for r in found if not entities or r.partition("/")[0] in entities]

    def near(self, entities: Sequence[str], text: str) -> list[str]:
        return [
            name if len(records) == 1 else f"{name} [{record.partition('/')[2]}]"
            for name, records in KNOWN.items()
            for record in records
            if fold(name)[:6] == fold(text)[:6] and record.partition("/")[0] in entities
        ]

    def surely(self, entities: Sequence[str], text: str) -> str:
        found = [name for name in self.near(entities, text) if is_slip(text, name)]
        return found[0] if len(found) == 1 else ""


def sheet(entity: str, *rows: Sequence[str], **more: object) -> Sheet:
    numbered = tuple((n, tuple(row)) for n, row in enumerate(rows, 1) if any(row))
    return Sheet("Лист", entity, numbered, lettered=True, **more)  # type: ignore[arg-type]


def read(model: Model, *sheets: Sheet) -> list[Quad]:
    return SheetReader(model, Registry(), "demo-iro").read(sheets)


def refused(model: Model, *sheets: Sheet) -> list[TableFault]:
    with pytest.raises(TableError) as caught:
        read(model, *sheets)
    return cast("list[TableFault]", caught.value.parameters["faults"])


def values(quads: list[Quad], path: str) -> list[Term]:
    return [q.object for q in quads if q.predicate.value == path]


def test_headers_are_known_by_their_words(model: Model) -> None:
    header = ["  Название * ", "ВИД СОГЛАШЕНИЯ*", "«сторона»", "состояние", "действует по"]
    kind, status = (
        next(iter(model.concepts[f"{BASE}scheme/{name}"].values()))["ru"].upper()
        for name in ("agreement-kind", "agreement-status")
    )
    row = ["Соглашение  ", kind, "институт развития  образования", status, "31.12.2026"]
    quads = read(model, sheet("agreement", header, row))
    assert values(quads, PREF) == [Literal("Соглашение", language="ru")]
    assert values(quads, rms("party").value) == [NamedNode(ID + "body/iro")]
    assert [t.value for t in values(quads, rms("validTo").value)] == ["2026-12-31"]  # type: ignore[union-attr]


def test_a_title_and_merged_headers_stand_above(model: Model) -> None:
    rows: tuple[list[str], ...] = (
        ["Кадры методической службы", "", ""],
        [],
        ["Сотрудник", "Орган", "Срок"],
        ["кто", "где", "действует с"],
        ["person/p-1", "Институт развития образования", "2026-01-01"],
    )
    found = read(model, sheet("membership", *rows, merged=((1, 1, 1, 3),)))
    assert values(found, rms("validFrom").value)
    assert NamedNode(ID + "body/iro") in [q.object for q in found]


def test_a_header_may_stand_over_two_rows(model: Model) -> None:
    rows = (["название", "Числа"], ["", "численность"], ["Центр", "12"])
    found = read(model, sheet("body", *rows, merged=((1, 1, 2, 1),)))
    assert values(found, PREF) == [Literal("Центр", language="ru")]
    assert [t.value for t in values(found, rms("size").value)] == ["12"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("field", "typed", "proposal"),
    [
        ("validFrom", "5 марта 2026 г.", "05.03.2026"),
        ("validFrom", "05.03.26", "05.03.2026"),
        ("validFrom", "5/3/2026", "05.03.2026"),
        ("validFrom", "31.02.2026", ""),
        ("validFrom", "весной", ""),
        ("size", "12 чел.", "12"),
        ("size", "1 200", "1200"),
        ("size", "около", ""),
        ("level", "муниципальны", "муниципальный"),
        ("serves", "Институт развития образовния", "Институт развития образования"),
        ("serves", "Координационный совет", "Координационный совет [ks-1]"),
        ("jurisdiction", "Березовский р-н", "Берёзовский район"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_may_be_meant(
    model: Model, field: str, typed: str, proposal: str
) -> None:
    (fault,) = refused(model, sheet("body", ["название", field], ["Центр", typed]))
    assert (fault.cell, fault.column, fault.value) == ("B2", field, typed)
    assert fault.proposal == proposal


def test_a_name_that_several_bear_takes_its_key(model: Model) -> None:
    row = ["Центр", "Координационный совет [ks-2]"]
    found = read(model, sheet("body", ["название", "обслуживает"], row))
    assert values(found, rms("serves").value) == [NamedNode(ID + "body/ks-2")]


def test_several_values_stand_between_bars(model: Model) -> None:
    row = ["Центр", "Институт развития образования|Координационный совет [ks-1]"]
    found = read(model, sheet("body", ["название", "обслуживает"], row))
    assert len(values(found, rms("serves").value)) == 2
    row[1] = "Институт развития образования; Координационный совет [ks-1]"
    (fault,) = refused(model, sheet("body", ["название", "обслуживает"], row))
    assert fault.proposal == row[1].replace(";", " |")


def test_a_row_may_refer_to_one_further_down_or_on_another_sheet(model: Model) -> None:
    people = sheet("person", ["название"], ["Методист 12"])
    posts = sheet("membership", ["кто", "где"], ["методист 12", "Новый центр"])
    bodies = sheet("body", ["название"], ["«Новый  центр»"])
    found = read(model, posts, people, bodies)
    subjects = {q.subject.value for q in found}  # type: ignore[union-attr]
    assert {t.value for t in values(found, rms("organization").value)} <= subjects  # type: ignore[union-attr]


def test_a_new_row_has_the_same_key_whenever_it_is_handed_in(model: Model) -> None:
    one = sheet("body", ["название", "численность"], ["Новый центр", "3"])
    other = sheet("body", ["численность", "код записи", "название"], ["4", "", "новый  Центр"])
    first, second = ({q.subject for q in read(model, s)} for s in (one, other))
    assert first == second
    assert all(s.value.startswith(f"{ID}body/demo-iro-") for s in first)  # type: ignore[union-attr]


def test_two_new_rows_called_the_same_are_not_one(model: Model) -> None:
    (fault,) = refused(model, sheet("body", ["название"], ["Центр"], ["центр"]))
    assert (fault.row, "строки 2" in fault.text["ru"]) == (3, True)


def test_a_new_row_called_like_a_known_record_is_asked_about(model: Model) -> None:
    (fault,) = refused(
        model, sheet("body", ["id", "название"], ["", "Институт развития образования"])
    )
    assert (fault.cell, fault.proposal) == ("A2", "iro")


@pytest.mark.parametrize(
    ("typed", "proposal", "sure", "word"),
    [
        ("20 ноября 2026 года", "20.11.2026", True, "дата вида"),
        ("20 ноября 2026 г.", "20.11.2026", True, "дата вида"),
        ("до 31.12.2027", "31.12.2027", False, "дата вида"),
        ("бессрочно", "", False, "оставьте ячейку пустой"),
    ],
)
def test_words_in_a_column_of_days_are_told_plainly(
    model: Model,
    typed: str,
    proposal: str,
    sure: bool,  # noqa: FBT001
    word: str,
) -> None:
    (fault,) = refused(model, sheet("body", ["название", "validTo"], ["Центр", typed]))
    assert (fault.proposal, fault.sure) == (proposal, sure)
    assert word in fault.text["ru"]


@pytest.mark.parametrize(
    ("typed", "proposal"),
    [
        ("iro.example.ru/docs?a=1", "https://iro.example.ru/docs?a=1"),
        ("центр.рф", "https://центр.рф"),
        ("на сайте центра", ""),
        ("demo-iro", ""),
    ],
)
def test_an_address_of_the_web_is_asked_for_as_one(model: Model, typed: str, proposal: str) -> None:
    (fault,) = refused(model, sheet("body", ["название", "webPage"], ["Центр", typed]))
    assert (fault.proposal, fault.sure, fault.cause) == (proposal, bool(proposal), "value")
    assert "https://" in fault.text["ru"]
    field = model.by_name["body"].by_name["webPage"]
    (column,) = [c for c in columns_of(model, model.by_name["body"]) if c.field == field]
    assert all("https://" in note for note in column.note.values())


def test_an_unknown_column_is_told_with_the_nearest_of_the_template(model: Model) -> None:
    rows = (["название", "Примичание", "уровень"], ["Центр", "а", "школьный"])
    column, level = refused(model, sheet("body", *rows))
    assert column.cause == "column"
    assert column.text["ru"].count("«") == 8
    assert column.text["ru"].index("«примечание»") < 60
    assert "“" not in column.text["ru"]
    assert not any(code in column.text["ru"] for code in ("@en", "label", " id"))
    assert "note" in column.text["en"]
    assert "муниципальный; " in level.text["ru"]


def test_a_row_of_totals_is_no_record(model: Model) -> None:
    rows = (["название", "численность"], ["Центр", "3"], ["Итого: 3", ""], ["Всего", "3"])
    found = refused(model, sheet("body", *rows))
    assert [(f.row, f.cause) for f in found] == [(3, "total"), (4, "total")]
    assert len(read(model, sheet("body", ["название"], ["Итоговая аттестация"]))) == 2


def test_a_field_of_several_values_may_have_several_columns(model: Model) -> None:
    rows = (
        ["название", "обслуживает", "обслуживает"],
        ["Центр", "Институт развития образования", "Координационный совет [ks-1]"],
    )
    found = values(read(model, sheet("body", *rows)), rms("serves").value)
    assert found == [NamedNode(ID + "body/iro"), NamedNode(ID + "body/ks-1")]


HEADER = ["код записи", "название", "примечание"]
EXAMPLE = (("id", "пример"), ("label", "Текст"), ("note", ""))


def test_the_example_is_not_handed_in(model: Model) -> None:
    rows = (HEADER, ["Пример", "текст ", ""], ["a", "Другой", ""])
    found = read(model, sheet("body", *rows, example=EXAMPLE))
    assert values(found, PREF) == [Literal("Другой", language="ru")]
    assert not read(model, sheet("body", HEADER, ["пример", "", ""]))


@pytest.mark.parametrize(
    ("row", "example"),
    [
        (["пример", "Центр", ""], EXAMPLE),
        (["пример", "текст", "дополнено"], EXAMPLE),
        (["example", "Центр", ""], ()),
    ],
    ids=["written over", "added to", "of no template"],
)
def test_a_row_written_over_the_example_is_never_dropped(
    model: Model, row: list[str], example: tuple[tuple[str, str], ...]
) -> None:
    (fault,) = refused(model, sheet("body", HEADER, row, ["a", "Другой", ""], example=example))
    assert (fault.cell, fault.cause, fault.value) == ("A2", "example", row[0])
    assert f"«{row[0]}»" in fault.text["ru"]


@pytest.mark.parametrize(
    ("rows", "cell"),
    [
        ([["название", "номер"], ["Центр", "1"]], "B1"),
        ([["название", ""], ["Центр", "1"]], "B2"),
        ([["название", "название"], ["Центр", "1"]], "B1"),
        ([["название", "численность"], ["Центр", "#ССЫЛКА!"]], "B2"),
        ([["название", "примечание"], ["Центр", "#REF!"]], "B2"),
        ([["название", "численность"], ["Центр", "1", "2"]], ""),
        ([["Всего", "Итого"], ["Центр", "1"]], ""),
    ],
)
def test_what_has_no_place_is_told_and_not_dropped(
    model: Model, rows: list[list[str]], cell: str
) -> None:
    faults = refused(model, sheet("body", *rows))
    assert faults[0].cell == cell
    assert all(fault.text["ru"] and fault.text["en"] for fault in faults)


def test_a_formula_is_no_value(model: Model) -> None:
    rows = (["название", "численность"], ["Центр", "=1+1"])
    (fault,) = refused(model, sheet("body", *rows, formulas=frozenset({(2, 2)})))
    assert (fault.cell, "формула" in fault.text["ru"]) == ("B2", True)


def test_a_mapped_header_may_be_called_anything(model: Model) -> None:
    rows = (["Учреждение", "Кол-во"], ["Центр", "7"])
    mapped = ((fold("Учреждение"), "label"), (fold("Кол-во"), "size"))
    found = read(model, sheet("body", *rows, keys=mapped))
    assert [t.value for t in values(found, rms("size").value)] == ["7"]  # type: ignore[union-attr]


def test_a_full_list_says_of_which_type(model: Model) -> None:
    reader = SheetReader(model, Registry(), "demo-iro")
    reader.read([sheet("body", ["название"], ["Центр"], complete=True)])
    assert reader.complete == {rms("Body").value}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Берёзовский", "БЕРЕЗОВСКИЙ"),
        ("МБОУ «СОШ № 3»", 'МБОУ "СОШ № 3"'),
        ("Центр — школа", "Центр - школа"),
        ("Центр\xa0развития", "Центр  развития "),
        ("МБОУ “Лицей”", "мбоу „Лицей“"),
    ],
)
def test_names_are_compared_as_people_do(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_names_that_differ_are_others() -> None:
    assert len({fold(n) for n in ("Школа № 1", "Школа № 2", "Школа 1", "Школы № 1")}) == 4
