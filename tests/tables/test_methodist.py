"""A methodist fills the template, makes ten ordinary mistakes, and gets it through."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import pytest
from openpyxl import Workbook, load_workbook

from graphsvc.errors import ShapeViolationError, TableError, WorkbookError
from graphsvc.rdf.names import ID
from graphsvc.submissions.formats import Handed

if TYPE_CHECKING:
    from graphsvc.registry import Registry
    from graphsvc.tables.sheet import TableFault

ABOUT = ID + "body/demo-kamenka-mms"
SHEET = "Соглашения"
HEADERS = ("название", "вид соглашения", "сторона", "состояние", "действует с", "действует по")
REMARKS = "Замечания проверки"


def saved(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


class Filled:
    """The template as a methodist sees it: cells by header, rows below the example."""

    def __init__(self, content: bytes) -> None:
        self.book = load_workbook(io.BytesIO(content))
        self.sheet = self.book[SHEET]
        self.places = {
            str(cell.value).rstrip(" *"): cell.column_letter  # type: ignore[union-attr]
            for cell in self.sheet[1]
        }

    def put(self, row: int, **cells: object) -> None:
        for name, value in cells.items():
            header = next(h for h in self.places if h.replace(" ", "_").startswith(name))
            self.sheet[f"{self.places[header]}{row}"] = cast("Any", value)

    def handed(self) -> Handed:
        return Handed("соглашения.xlsx", saved(self.book), ABOUT, agent="methodist-12")


@pytest.fixture
def filled(registry: Registry) -> Filled:
    return Filled(registry.templates.template(["agreement"], "", "ru"))


def right(filled: Filled, row: int, label: str) -> None:
    filled.put(
        row,
        название=label,
        вид_соглашения="соглашение о сотрудничестве",
        сторона="Озёрный институт развития образования (учебный)",
        состояние="действует",
    )


def kinds(registry: Registry, scheme: str) -> list[str]:
    found = registry.model.concepts[f"https://w3id.org/methodnet/scheme/{scheme}"]
    return [labels["ru"] for labels in found.values()]


def faults(registry: Registry, filled: Filled) -> list[TableFault]:
    with pytest.raises(TableError) as caught:
        registry.door.read(filled.handed())
    return cast("list[TableFault]", caught.value.parameters["faults"])


def mistaken(registry: Registry, filled: Filled) -> None:
    kind, status = kinds(registry, "agreement-kind")[0], kinds(registry, "agreement-status")[0]
    body = registry.called.written(ABOUT, ["body"])
    good = {"вид_соглашения": kind, "состояние": status, "сторона": body}
    filled.put(3, название="А 1", **good | {"вид_соглашения": kind[:-2]})  # a word cut short
    filled.put(4, название="А 2", **good | {"действует_с": "1 сентября 2026 г."})  # a date in words
    filled.put(5, название="А 3", **good | {"действует_с": "01.09.26"})  # a short year
    filled.put(6, название="А 4", **good | {"действует_с": "31.02.2026"})  # no such day
    filled.put(7, название="А 5", **good | {"сторона": body.replace("района", "раена")})  # a slip
    filled.put(8, название="А 6", **good | {"состояние": "подпишем завтра"})  # not in the list
    filled.put(9, название="А 7", **good | {"сторона": "Рога и копыта"})  # nobody called so
    filled.put(10, название="А 8", **good | {"действует_с": "=TODAY()"})  # a formula
    filled.put(11, название="А 1", **good)  # the same name twice
    filled.put(12, название="А 9", **good | {"сторона": f"{body}; {body}"})  # a semicolon


def test_ten_mistakes_are_ten_remarks(registry: Registry, filled: Filled) -> None:
    mistaken(registry, filled)
    found = faults(registry, filled)
    assert [f.row for f in found] == [3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    assert all(f.file == SHEET and f.cell and f.text["ru"] for f in found)
    proposed = {f.row: f.proposal for f in found}
    assert (proposed[4], proposed[5]) == ("01.09.2026", "01.09.2026")
    assert proposed[3] == kinds(registry, "agreement-kind")[0]
    assert proposed[7] == registry.called.written(ABOUT, ["body"])
    assert " | " in proposed[12]
    assert not proposed[6]
    assert not proposed[9]


def test_the_workbook_comes_back_marked(registry: Registry, filled: Filled) -> None:
    mistaken(registry, filled)
    handed = filled.handed()
    with pytest.raises(TableError) as caught:
        registry.door.read(handed)
    back = load_workbook(io.BytesIO(registry.door.marked(handed, caught.value, "ru")))
    assert back.sheetnames[0] == REMARKS
    assert back[REMARKS].max_row == 11
    for (name,) in back[REMARKS].iter_rows(min_row=2, min_col=2, max_col=2, values_only=True):
        cell = back[SHEET][str(name)]
        assert cell.comment
        assert cell.fill.fgColor.rgb in ("00FFF2CC", "00F8CBAD")
        assert cell.value == filled.sheet[str(name)].value


def test_what_is_proposed_is_put_in_on_consent_and_the_rest_by_hand(
    registry: Registry, filled: Filled
) -> None:
    mistaken(registry, filled)
    handed = filled.handed()
    with pytest.raises(TableError) as caught:
        registry.door.read(handed)
    again = Filled(registry.door.marked(handed, caught.value, "ru", apply=True))
    left = faults(registry, again)
    assert [f.row for f in left] == [6, 8, 9, 10, 11]
    status = kinds(registry, "agreement-status")[0]
    again.put(6, действует_с="01.03.2026")
    again.put(8, состояние=status)
    again.put(9, сторона=registry.called.written(ABOUT, ["body"]))
    again.put(10, действует_с=None)
    again.put(11, название="А 10")
    outcome = registry.pipeline.submit(registry.door.read(again.handed()), dry_run=True)
    assert sorted(outcome.records.values()) == ["added"] * 10


def test_what_the_shapes_refuse_is_told_by_cell(registry: Registry, filled: Filled) -> None:
    kind, status = kinds(registry, "agreement-kind")[0], kinds(registry, "agreement-status")[0]
    body = registry.called.written(ABOUT, ["body"])
    days = {"действует_с": "31.12.2026", "действует_по": "01.01.2026"}
    filled.put(3, название="А", вид_соглашения=kind, состояние=status, сторона=body, **days)
    filled.put(4, название="Б", вид_соглашения=kind, сторона=body)
    handed = filled.handed()
    with pytest.raises(ShapeViolationError) as caught:
        registry.pipeline.submit(registry.door.read(handed), dry_run=True)
    report = cast("Any", caught.value.parameters["report"])
    cells = {(r.file, r.cell) for r in report.violations}
    columns = filled.places
    assert cells == {
        (SHEET, f"{columns['действует с']}3"),
        (SHEET, f"{columns['состояние']}4"),
    }
    back = load_workbook(io.BytesIO(registry.door.marked(handed, caught.value, "ru")))
    marked = {c.coordinate for row in back[SHEET].iter_rows(min_row=3) for c in row if c.comment}
    assert {cell for _, cell in cells} <= marked


def test_an_empty_template_changes_nothing(registry: Registry, filled: Filled) -> None:
    read = registry.door.read(filled.handed())
    assert not registry.pipeline.submit(read, dry_run=True).patch
    filled.sheet.delete_rows(2, 5)
    read = registry.door.read(filled.handed())
    assert not registry.pipeline.submit(read, dry_run=True).patch


def test_a_workbook_without_tables_is_refused(registry: Registry, filled: Filled) -> None:
    filled.book.remove(filled.sheet)
    with pytest.raises(WorkbookError) as caught:
        registry.door.read(filled.handed())
    assert caught.value.parameters["reason"] == "empty"


ALIKE = (
    ("сторона", "ООО “Ромашка”, Методическая служба Каменского района (учебная)"),
    ("сторона", "Каменская школа №1\nМетодическая служба Каменского района (учебная)"),
    ("сторона", "ЦНППМ Озёрной области"),
    ("состояние", "школьный"),
)


@pytest.mark.parametrize(("column", "text"), ALIKE)
def test_what_is_only_alike_is_shown_and_never_put_in(
    registry: Registry, filled: Filled, column: str, text: str
) -> None:
    right(filled, 3, "А 1")
    kind, status = kinds(registry, "agreement-kind")[0], kinds(registry, "agreement-status")[0]
    filled.put(3, вид_соглашения=kind, состояние=status)
    filled.put(3, **{column: text})
    handed = filled.handed()
    with pytest.raises(TableError) as caught:
        registry.door.read(handed)
    found = cast("list[TableFault]", caught.value.parameters["faults"])
    assert [(f.value, f.sure) for f in found] == [(text, False)]
    content = registry.door.marked(handed, caught.value, "ru", apply=True)
    assert not registry.door.changed(handed, content)
    told = load_workbook(io.BytesIO(content))[REMARKS]
    assert str(told["F2"].value or "похоже на «").startswith("похоже на «")
    assert not told["G2"].value


def test_what_was_put_in_is_told_in_the_file_and_beside_it(
    registry: Registry, filled: Filled
) -> None:
    mistaken(registry, filled)
    handed = filled.handed()
    with pytest.raises(TableError) as caught:
        registry.door.read(handed)
    content = registry.door.marked(handed, caught.value, "ru", apply=True)
    changed = registry.door.changed(handed, content)
    assert [c.place for c in changed] == [SHEET] * 5
    dated = next(c for c in changed if c.before == "01.09.26")
    assert dated.after == "01.09.2026"
    back = load_workbook(io.BytesIO(content))
    told = {str(row[1]): row[6] for row in back[REMARKS].iter_rows(min_row=2, values_only=True)}
    assert {cell for cell, text in told.items() if text} == {c.cell for c in changed}
    assert told[dated.cell] == "исправлено: было «01.09.26», стало «01.09.2026»"
    comment = back[SHEET][dated.cell].comment
    assert comment is not None
    assert "было «01.09.26»" in comment.text
    with pytest.raises(TableError) as caught:
        registry.door.read(replace(handed, content=content))
    again = registry.door.marked(replace(handed, content=content), caught.value, "ru")
    kept = load_workbook(io.BytesIO(again))[REMARKS].iter_rows(min_row=2, values_only=True)
    assert {str(row[1]) for row in kept if row[6]} == {c.cell for c in changed}
