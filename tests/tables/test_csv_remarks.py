"""A refused CSV table comes back as it was, with a column of remarks that is ignored later."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, cast

import pytest

from graphsvc.errors import ShapeViolationError, TableError
from graphsvc.isolation.workbook_marks import Mark
from graphsvc.rdf.names import ID
from graphsvc.submissions.formats import Handed
from graphsvc.tables.csv_remarks import marked_csv
from graphsvc.tables.csv_tables import CsvTable, csv_table

if TYPE_CHECKING:
    from graphsvc.errors import SubmissionError
    from graphsvc.registry import Registry
    from graphsvc.tables.sheet import TableFault

ABOUT = ID + "body/demo-kamenka-mms"
AUTHOR = "Методическая служба Каменского района (учебная)"
TABLE = f"""название;кто представил;уровень;состояние;территория;примечание
Урок на льду;{AUTHOR};муниципальны;представлена;Озёрная область (учебная);=СУММ(A1)

Урок в лесу;{AUTHOR};муниципальный;представлена;Озёрная область (учебная);-5 за опоздание
Урок у реки;Рога и копыта;муниципальный;представлена;Озёрная область (учебная);@канал
"""


def handed(content: bytes, name: str = "practice.csv") -> Handed:
    return Handed(name, content, ABOUT, "methodist-12")


def refusal(registry: Registry, content: bytes) -> SubmissionError:
    with pytest.raises((TableError, ShapeViolationError)) as caught:
        registry.pipeline.submit(registry.door.read(handed(content)), dry_run=True)
    return caught.value


def back(registry: Registry, content: bytes, *, apply: bool = False) -> bytes:
    return registry.door.marked(handed(content), refusal(registry, content), "ru", apply=apply)


def rows(content: bytes, encoding: str = "utf-8-sig", delimiter: str = ";") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(encoding)), delimiter=delimiter))


def test_remarks_stand_in_a_last_column_of_their_rows(registry: Registry) -> None:
    content = back(registry, TABLE.encode())
    assert content.startswith(b"\xef\xbb\xbf")
    header, first, empty, second, third = rows(content)
    assert header[-1] == "Замечания проверки"
    assert "уровень" in first[-1]
    assert "«муниципальный»" in first[-1]
    assert empty == []
    assert second[-1] == ""
    assert "кто представил" in third[-1]
    assert [r[0] for r in (first, second, third)] == ["Урок на льду", "Урок в лесу", "Урок у реки"]


def test_nothing_in_it_is_run_as_a_formula(registry: Registry) -> None:
    told = [cell for row in rows(back(registry, TABLE.encode())) for cell in row]
    assert "'=СУММ(A1)" in told
    assert "'-5 за опоздание" in told
    assert "'@канал" in told
    assert not [cell for cell in told if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_delimiter_and_encoding_stay(registry: Registry, encoding: str, delimiter: str) -> None:
    given = TABLE.replace(";", delimiter).encode(encoding)
    kept = "utf-8-sig" if encoding == "utf-8" else encoding
    told = rows(back(registry, given), kept, delimiter)
    assert told[0] == [*TABLE.partition("\n")[0].split(";"), "Замечания проверки"]


def test_what_has_letters_the_encoding_has_not_comes_back_in_utf_8() -> None:
    # The proposal is a name with the letter “ε”, which Windows-1251 does not have.
    mark = Mark("practice.csv", "", "кто представил", "Рога и копыта", "ожидается", "Клуб «ε»")
    content = marked_csv(TABLE.encode("cp1251"), [(5, mark)], "ru", apply=False)
    assert "Клуб «ε»" in rows(content)[4][-1]


def test_handed_back_the_column_is_ignored(registry: Registry) -> None:
    marked = csv_table("a.csv", back(registry, TABLE.encode()))
    plain = csv_table("a.csv", TABLE.encode())
    assert isinstance(marked, CsvTable)
    assert isinstance(plain, CsvTable)
    assert marked.rows == plain.rows
    again = back(registry, back(registry, TABLE.encode()))
    assert rows(again) == rows(back(registry, TABLE.encode()))


def test_a_column_called_so_that_is_not_the_last_is_refused_as_any(registry: Registry) -> None:
    table = "Замечания проверки;название\nа;Урок\n"
    error = refusal(registry, table.encode())
    (fault,) = (
        f for f in cast("list[TableFault]", error.parameters["faults"]) if f.cause == "column"
    )
    assert fault.value == "Замечания проверки"


def test_proposals_are_put_in_on_consent(registry: Registry) -> None:
    content = back(registry, TABLE.encode(), apply=True)
    assert rows(content)[1][2] == "муниципальный"
    left = cast("list[TableFault]", refusal(registry, content).parameters["faults"])
    assert [f.row for f in left] == [5]


def test_what_the_shapes_refuse_is_told_by_row(registry: Registry) -> None:
    row = f"Урок;{AUTHOR};муниципальный;Озёрная область (учебная)"
    table = f"название;кто представил;уровень;территория\n{row}\n"
    error = refusal(registry, table.encode())
    assert isinstance(error, ShapeViolationError)
    header, told = rows(registry.door.marked(handed(table.encode()), error, "ru"))
    assert header[-1] == "Замечания проверки"
    assert "состояние" in told[-1]
