from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from graphsvc.errors import TableError
from graphsvc.rdf.names import ID
from graphsvc.submissions.count_tables import CountTable
from graphsvc.submissions.disclosure import Cell, Key
from graphsvc.submissions.publishing import Counted, publishable

if TYPE_CHECKING:
    from graphsvc.tables.sheet import TableFault

HOME = b"""id,deficit,jurisdiction,diagnostic,count,participants,note
c-1,d,a,t,3,30,x
c-2,d,b,t,9,40,
c-3,d,r,t,12,70,
"""
NESTING = {f"{ID}territory/r": frozenset({f"{ID}territory/a", f"{ID}territory/b"})}


def key(place: str) -> Key:
    return Key(f"{ID}deficit/d", f"{ID}territory/{place}", f"{ID}diagnostic/t")


def test_a_table_is_read_by_the_iris_that_the_registry_has() -> None:
    assert CountTable("home.csv", HOME).counted() == [
        Counted(key("a"), 3, 30),
        Counted(key("b"), 9, 40),
        Counted(key("r"), 12, 70),
    ]


def test_short_names_iris_and_semicolons_are_read_as_well() -> None:
    other = HOME.replace(b",a,", b",territory/a,").replace(b",b,", f",{ID}territory/b,".encode())
    found = CountTable("home.csv", other.replace(b",", b";")).counted()
    assert found == CountTable("home.csv", HOME).counted()


def test_hidden_numbers_are_not_in_the_table_that_is_written() -> None:
    table = CountTable("home.csv", HOME)
    written = table.hiding(publishable(table.counted(), NESTING).cells).decode()
    assert written.splitlines() == [
        "id,deficit,jurisdiction,diagnostic,count,participants,note,suppressed",
        "c-1,d,a,t,,30,x,true",
        "c-2,d,b,t,,40,,true",
        "c-3,d,r,t,12,70,,",
    ]


def test_what_was_written_is_read_as_published() -> None:
    table = CountTable("home.csv", HOME)
    written = table.hiding(publishable(table.counted(), NESTING).cells)
    assert CountTable("deficit-count.csv", written).published() == [
        Cell(key("a"), None, 30, hidden=True),
        Cell(key("b"), None, 40, hidden=True),
        Cell(key("r"), 12, 70),
    ]


@pytest.mark.parametrize(
    ("content", "row", "column"),
    [
        (HOME.replace(b",3,", b",,"), 2, "count"),
        (HOME.replace(b",40,", b",many,"), 3, "participants"),
        (HOME.replace(b",12,", b",-1,"), 4, "count"),
        (HOME.replace(b"diagnostic", b"when"), 1, "diagnostic"),
        (b"\xff" + HOME, 1, ""),
    ],
    ids=["no count", "no number", "below zero", "no period", "not UTF-8"],
)
def test_a_table_that_cannot_be_read_says_where(content: bytes, row: int, column: str) -> None:
    with pytest.raises(TableError) as caught:
        CountTable("home.csv", content).counted()
    (fault,) = cast("list[TableFault]", caught.value.parameters["faults"])
    assert (fault.file, fault.row, fault.column) == ("home.csv", row, column)
    assert fault.text.keys() == {"ru", "en"}
