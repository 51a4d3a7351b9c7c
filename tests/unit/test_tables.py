"""CSV tables become records; every fault is told with file, row, column and value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphsvc.errors import TableError
from graphsvc.rdf.names import BASE, ID, PREFIXES, RDF_TYPE, rms
from graphsvc.rdf.terms import Literal, NamedNode
from graphsvc.tables.csv_tables import COLUMN_LIMIT, ROW_LIMIT, read_tables
from tests.making import node, text

if TYPE_CHECKING:
    from graphsvc.model.entities import Model
    from graphsvc.rdf.terms import Quad
    from graphsvc.tables.sheet import TableFault

PREF = NamedNode(PREFIXES["skos"] + "prefLabel")


def values(quads: list[Quad], subject: str, predicate: NamedNode) -> set[object]:
    return {q.object for q in quads if q.subject == node(subject) and q.predicate == predicate}


def faults(model: Model, content: str | bytes, file: str = "body.csv") -> list[TableFault]:
    encoded = content.encode() if isinstance(content, str) else content
    with pytest.raises(TableError) as caught:
        read_tables(model, [(file, encoded)])
    found = caught.value.parameters["faults"]
    assert isinstance(found, list)
    assert caught.value.parameters["count"] == len(found)
    return found


def test_a_row_is_a_record(model: Model) -> None:
    content = "id,label,label@en,level,size\na,Центр,Centre,regional,12\n"
    quads = read_tables(model, [("body.csv", content.encode())])
    assert values(quads, "body/a", RDF_TYPE) == {rms("Body")}
    assert values(quads, "body/a", PREF) == {
        Literal("Центр", language="ru"),
        Literal("Centre", language="en"),
    }
    assert values(quads, "body/a", rms("level")) == {NamedNode(BASE + "scheme/level/regional")}
    assert values(quads, "body/a", rms("size")) == {text("12", "integer")}
    assert len(quads) == 5


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffid,label\na,Центр\n",
        "id;label\r\na;Центр\r\n",
        "id,Название\na,Центр\n",
        'id,label\n"a","Центр"\n',
        "id,label\n\na,Центр\n,\n",
        "label,id\nЦентр,a",
        "id,label\na, Центр \n",
    ],
    ids=["bom", "semicolon", "russian", "quoted", "blank rows", "order", "spaces"],
)
def test_a_table_may_be_written_in_several_ways(model: Model, content: str) -> None:
    quads = read_tables(model, [("body.csv", content.encode())])
    assert values(quads, "body/a", PREF) == {Literal("Центр", language="ru")}
    assert len(quads) == 2


def test_several_values_stand_between_bars(model: Model) -> None:
    content = "id,altLabel\na,ЦНППМ | Центр\n"
    quads = read_tables(model, [("body.csv", content.encode())])
    found = values(quads, "body/a", NamedNode(PREFIXES["skos"] + "altLabel"))
    assert found == {Literal("ЦНППМ", language="ru"), Literal("Центр", language="ru")}


def test_a_bar_in_a_field_of_one_value_is_text(model: Model) -> None:
    quads = read_tables(model, [("body.csv", "id,label\na,А | Б\n".encode())])
    assert values(quads, "body/a", PREF) == {Literal("А | Б", language="ru")}


def test_a_second_row_adds_to_the_record(model: Model) -> None:
    content = "id,altLabel\na,Раз\na,Два\n"
    quads = read_tables(model, [("body.csv", content.encode())])
    assert len(values(quads, "body/a", NamedNode(PREFIXES["skos"] + "altLabel"))) == 2


def test_four_columns_are_a_basis(model: Model) -> None:
    content = 'id,document,clause,lines,quote\na,doc-1,2.6,18-21,"слова  из\nтекста"\n'
    quads = read_tables(model, [("body.csv", content.encode())])
    (basis,) = values(quads, "body/a", rms("basis"))
    assert isinstance(basis, NamedNode)
    assert basis.value.startswith(ID + "basis/doc-1/18-21-")
    short = basis.value.removeprefix(ID)
    assert values(quads, short, rms("document")) == {node("document/doc-1")}
    assert values(quads, short, rms("clausePrinted")) == {text("2.6")}
    assert values(quads, short, rms("lineFrom")) == {text("18", "integer")}
    assert values(quads, short, rms("lineTo")) == {text("21", "integer")}
    assert values(quads, short, rms("quote")) == {text("слова из текста")}


def test_one_quote_of_one_clause_is_one_basis(model: Model) -> None:
    rows = "a,doc-1,1,5,слова\nb,doc-1,1,5,слова\nc,doc-1,1,5,другие\n"
    quads = read_tables(model, [("body.csv", ("id,document,clause,lines,quote\n" + rows).encode())])
    bases = [values(quads, f"body/{n}", rms("basis")) for n in "abc"]
    assert bases[0] == bases[1] != bases[2]


@pytest.mark.parametrize(
    ("content", "row", "column", "value"),
    [
        ("id,nosuch\na,1\n", 1, "nosuch", "nosuch"),
        ("label\nЦентр\n", 1, "id", ""),
        ("id,label\nЦентр,Центр\n", 2, "id", "Центр"),
        ("id,label\na,Центр\nb,Центр,лишнее\n", 3, "", "3"),
        ("id,size\na,1\nb,много\n", 3, "size", "много"),
        ("id,webPage\na,http://a b\n", 2, "webPage", "http://a b"),
        ("id,label@not a language\na,Центр\n", 2, "label@not a language", "Центр"),
        ("id,document,clause,lines,quote\na,нет такого,1,1,q\n", 2, "document", "нет такого"),
        ("id,document,clause,lines,quote\na,doc,1,,q\n", 2, "lines", ""),
        ("id,document,clause,lines,quote\na,doc,1,с 1 по 2,q\n", 2, "lines", "с 1 по 2"),
        ("id,document,clause,lines,quote\na,,1,1,q\n", 2, "document", "1"),
    ],
)
def test_a_fault_is_told_by_place(
    model: Model, content: str, row: int, column: str, value: str
) -> None:
    (fault,) = faults(model, content)
    assert (fault.file, fault.row, fault.column, fault.value) == ("body.csv", row, column, value)
    assert set(fault.text) == {"ru", "en"}
    assert all(fault.text.values())


def test_every_fault_of_every_table_is_told() -> None:
    from graphsvc.model.entities import load_model  # noqa: PLC0415  # a model of its own

    with pytest.raises(TableError) as caught:
        read_tables(
            load_model(),
            [
                ("body.csv", b"id,size,level\na,x,y\nb,z,regional\n"),
                ("person.csv", b"id,label\n-,x\n"),
            ],
        )
    found = caught.value.parameters["faults"]
    assert isinstance(found, list)
    assert [(f.file, f.row, f.column) for f in found] == [
        ("body.csv", 2, "size"),
        ("body.csv", 2, "level"),
        ("body.csv", 3, "size"),
        ("person.csv", 2, "id"),
    ]


def test_a_near_value_is_proposed(model: Model) -> None:
    (fault,) = faults(model, "id,level\na,регионалный\n")
    assert fault.proposal == "региональный"


def test_a_file_is_named_after_its_entity(model: Model) -> None:
    (fault,) = faults(model, "id\na\n", "orgs.csv")
    assert (fault.row, fault.cause) == (1, "file")
    assert "agreement.csv" in fault.text["ru"]
    (near,) = faults(model, "id\na\n", "practices.csv")
    assert "practice.csv" in near.text["ru"]


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16", "utf-8-sig"])
def test_what_excel_saves_is_read(model: Model, encoding: str) -> None:
    quads = read_tables(model, [("body.csv", "id;label\na;Центр\n".encode(encoding))])
    assert values(quads, "body/a", PREF) == {Literal("Центр", language="ru")}


def test_what_is_no_utf8_and_what_is_no_csv_are_told(model: Model) -> None:
    for unread in (b"id,label\na,\xff\xfe\x98\n", b"id,label\na,\xd6\0\n"):
        assert "UTF-8" in faults(model, unread)[0].text["ru"]
    assert "CSV" in faults(model, 'id,label\na,"Центр"x\n')[0].text["ru"]
    assert "CSV" in faults(model, 'id,label\na,"Центр\n')[0].text["ru"]


def test_too_many_rows_or_columns_are_refused(model: Model) -> None:
    assert faults(model, "id\n" + "a\n" * (ROW_LIMIT + 1))[-1].row == ROW_LIMIT + 2
    assert faults(model, ",".join(["id"] * (COLUMN_LIMIT + 1)) + "\n")


def test_a_value_in_a_report_is_short(model: Model) -> None:
    assert len(faults(model, "id,size\na," + "x" * 9_000 + "\n")[0].value) <= 200
