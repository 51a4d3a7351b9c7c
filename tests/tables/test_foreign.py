"""Tables of other systems: what their columns are is said once, and kept."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, cast

import pytest
from openpyxl import Workbook

from graphsvc.errors import ColumnsError, TableError
from graphsvc.locale import error_text
from graphsvc.rdf.names import ID, PREFIXES, rms
from graphsvc.rdf.terms import Literal, NamedNode
from graphsvc.submissions.formats import Door, Handed
from graphsvc.submissions.mappings import KeptMappings
from graphsvc.tables.foreign import TableMapping, parsed
from graphsvc.tables.guessing import Guesser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graphsvc.registry import Registry
    from graphsvc.submissions.pipeline import Submission
    from graphsvc.tables.sheet import TableFault

ABOUT = ID + "body/demo-kamenka-mms"
OTHER = ID + "body/demo-berezovo-mms"
INSTITUTE = "Озёрный институт развития образования (учебный)"
PREF = NamedNode(PREFIXES["skos"] + "prefLabel")
TABLE = f"""Реестр договоров;;;;;
№ п/п;Наименование договора;Тип;Контрагент;Статус;Дата начала
1;2;3;4;5;6
1;Договор 14-у;о сотрудничестве;{INSTITUTE};заключено;01.09.2026
2;Договор 15-у;о партнёрстве;{INSTITUTE};заключено;02.09.2026
"""
COLUMNS = {
    "№ п/п": "",
    "Наименование договора": "label",
    "Тип": "agreementKind",
    "Контрагент": "party",
    "Статус": "status",
    "Дата начала": "validFrom",
}
MAPPING = json.dumps({"tables": [{"entity": "agreement", "columns": COLUMNS}]})


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[KeptMappings]:
    opened = KeptMappings(tmp_path / "mappings.db", limit=3)
    yield opened
    opened.close()


@pytest.fixture
def door(registry: Registry, kept: KeptMappings) -> Door:
    return Door(registry.model, registry.settings, registry.called, kept)


def handed(text: str = TABLE, name: str = "выгрузка.csv", columns: str = "") -> Handed:
    return Handed(name, text.encode(), ABOUT, "methodist-12", columns=columns)


def labels(submission: Submission) -> list[str]:
    return [
        q.object.value
        for q in submission.quads
        if q.predicate == PREF and isinstance(q.object, Literal)
    ]


def causes(door: Door, given: Handed) -> list[str]:
    with pytest.raises(TableError) as caught:
        door.read(given)
    return [f.cause for f in cast("list[TableFault]", caught.value.parameters["faults"])]


def mapping(registry: Registry, text: str = MAPPING) -> TableMapping:
    return parsed(registry.model, text)[0]


def test_a_table_of_another_system_is_not_read_by_itself(door: Door) -> None:
    assert causes(door, handed()) == ["file"]
    assert set(causes(door, handed(name="agreement.csv"))) <= {"header", "column"}


def test_it_is_read_by_a_mapping_given_with_it(door: Door) -> None:
    read = door.read(handed(columns=MAPPING))
    assert labels(read) == ["Договор 14-у", "Договор 15-у"]
    party = [q.object for q in read.quads if q.predicate == rms("party")]
    assert party == [NamedNode(ID + "body/demo-iro")] * 2
    assert read.places[str(read.quads[0].subject)[1:-1]] == ("выгрузка.csv", 4)
    assert [(m.place, m.entity, m.mapping) for m in read.mapped] == [
        ("выгрузка.csv", "agreement", "")
    ]


def test_the_numbers_of_columns_below_a_header_are_no_record(door: Door) -> None:
    read = door.read(handed(columns=MAPPING))
    assert len({q.subject for q in read.quads}) == 2


def test_what_was_said_once_holds_for_the_next_table_of_the_body(
    door: Door, kept: KeptMappings, registry: Registry
) -> None:
    name = kept.keep(ABOUT, mapping(registry), "methodist-12")
    later = TABLE.replace("14-у", "16-у").replace("Контрагент", "  контрагент *")
    read = door.read(handed(later, "другое имя.csv"))
    assert labels(read)[0] == "Договор 16-у"
    assert [m.mapping for m in read.mapped] == [name]
    assert read.mapped[0].kept_on
    # Other columns, or another body: nobody said anything of those.
    assert causes(door, handed(TABLE.replace("Статус", "Стадия"))) == ["file"]
    elsewhere = Handed("выгрузка.csv", TABLE.encode(), OTHER, "a")
    assert causes(door, elsewhere) == ["file"]


def test_the_kept_mapping_can_be_left_aside(
    door: Door, kept: KeptMappings, registry: Registry
) -> None:
    name = kept.keep(ABOUT, mapping(registry), "a")
    assert causes(door, handed(columns="none")) == ["file"]
    assert labels(door.read(Handed("t.csv", TABLE.encode(), OTHER, "a", columns=f"kept:{name}")))


def test_keys_are_given_to_rows_as_to_any_without_one(door: Door) -> None:
    first, again = (door.read(handed(columns=MAPPING)) for _ in range(2))
    assert first.quads == again.quads
    assert all("/agreement/demo-kamenka-mms-" in str(q.subject) for q in first.quads)


def test_a_column_that_is_not_named_is_refused_and_not_dropped(door: Door) -> None:
    fewer = {k: v for k, v in COLUMNS.items() if k != "№ п/п"}
    told = json.dumps({"tables": [{"entity": "agreement", "columns": fewer}]})
    assert causes(door, handed(columns=told)) == ["column"]


def test_of_a_workbook_each_sheet_has_its_mapping(
    door: Door, kept: KeptMappings, registry: Registry
) -> None:
    book = Workbook()
    first, second = book.active, book.create_sheet("Свод")
    assert first is not None
    first.title = "Лист1"
    for row in (line.split(";") for line in TABLE.splitlines()):
        first.append(row)
    first.merge_cells("A1:F1")
    second.append(["Район", "Всего"])
    second.append(["Каменский", 2])
    content = io.BytesIO()
    book.save(content)
    given = Handed("книга.xlsx", content.getvalue(), ABOUT, "a")
    assert causes(door, given) == ["sheet", "sheet"]
    kept.keep(ABOUT, mapping(registry), "a")
    kept.keep(ABOUT, TableMapping("", {"район": "", "всего": ""}), "a")
    read = door.read(given)
    assert labels(read) == ["Договор 14-у", "Договор 15-у"]
    assert [(m.place, m.entity) for m in read.mapped] == [("Лист1", "agreement"), ("Свод", "")]
    assert read.letters["Лист1"]["party"] == "D"


def test_two_columns_of_one_name_are_told_apart(door: Door) -> None:
    table = TABLE.replace("Тип;", "Дата;").replace("Дата начала", "Дата")
    columns = {"Дата": "agreementKind", "Дата (2)": "validFrom"} | {
        k: v for k, v in COLUMNS.items() if k not in ("Тип", "Дата начала")
    }
    told = json.dumps({"tables": [{"entity": "agreement", "columns": columns}]})
    read = door.read(handed(table, columns=told))
    days = [q.object for q in read.quads if q.predicate == rms("validFrom")]
    assert [d.value for d in days if isinstance(d, Literal)] == ["2026-09-01", "2026-09-02"]


@pytest.mark.parametrize(
    "told",
    [
        "",
        "[]",
        "{",
        '{"tables": []}',
        '{"tables": [{"entity": "nothing", "columns": {"a": ""}}]}',
        '{"tables": [{"entity": "agreement", "columns": {"a": "colour"}}]}',
        '{"tables": [{"entity": "agreement", "columns": {"a": "label", "b": "название"}}]}',
        '{"tables": [{"entity": "agreement", "columns": {"a": 1}}]}',
        '{"tables": [{"entity": "agreement", "columns": []}]}',
        "[" * 100_000,
    ],
)
def test_a_mapping_that_cannot_be_read_is_refused(registry: Registry, told: str) -> None:
    with pytest.raises(ColumnsError):
        parsed(registry.model, told)


def test_a_field_of_several_values_may_be_of_several_columns(registry: Registry) -> None:
    said = '{"tables": [{"entity": "agreement", "columns": {"А": "party", "Б": "party"}}]}'
    (found,) = parsed(registry.model, said)
    assert found.columns == {"а": "party", "б": "party"}
    with pytest.raises(ColumnsError) as caught:
        parsed(registry.model, said.replace("party", "label"))
    for lang, word in (("ru", "принимает одно значение"), ("en", "takes one value")):
        told = error_text("columns", caught.value.parameters, lang)[1]
        assert "«б»" in told.replace("“б”", "«б»")
        assert word in told
        assert "«а»" in told.replace("“а”", "«а»")


def test_what_columns_are_is_proposed_by_title_and_values(registry: Registry, door: Door) -> None:
    (seen,) = door.seen(handed())
    assert [c.title for c in seen.columns] == list(COLUMNS)
    assert seen.columns[1].samples == ("Договор 14-у", "Договор 15-у")
    guesser = Guesser(registry.model, registry.called.of(ABOUT))
    assert guesser.entity(seen.place, seen.columns) == "agreement"
    proposed = guesser.fields("agreement", seen.columns)
    assert proposed == {
        "наименование договора": "label",
        "тип": "agreementKind",
        "контрагент": "party",
        "статус": "status",
        "дата начала": "validFrom",
    }


def test_values_tell_where_titles_do_not(registry: Registry, door: Door) -> None:
    table = f"a;b;c\nДоговор 1;{INSTITUTE};о партнёрстве\nДоговор 2;{INSTITUTE};о партнёрстве\n"
    (seen,) = door.seen(handed(table))
    guesser = Guesser(registry.model, registry.called.of(ABOUT))
    proposed = guesser.fields("agreement", seen.columns)
    assert proposed["b"] in ("party", "responsibleBody")
    assert proposed["c"] == "agreementKind"


def test_a_mapping_of_our_own_template_is_not_asked_for(registry: Registry, door: Door) -> None:
    content = registry.templates.template(["practice"], "", "ru")
    assert door.seen(Handed("a.xlsx", content, ABOUT, "a")) == []
