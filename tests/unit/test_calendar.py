"""A body's calendar as a feed, a workbook and a document, each read back."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import docx
import icalendar
import openpyxl
import pytest

from graphsvc.audits.calendar import STATES, Calendar, Entry, Period, quarter
from graphsvc.audits.calendar_feed import icalendar_feed
from graphsvc.audits.calendar_files import document, table, workbook
from graphsvc.model.entities import load_model
from graphsvc.rdf.names import BASE, ID

CHANGED = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
QUARTER = Period(date(2026, 10, 1), date(2026, 12, 31))
MONITORING = Entry(
    activity=ID + "activity/plan/a-05",
    activity_label="Провести мониторинг, «весна»; осень",
    plan=ID + "document/plan",
    plan_label="План",
    named="ММС",
    deadline="октябрь, декабрь",
    occurrence=date(2026, 10, 1),
    start=date(2026, 10, 1),
    end=date(2026, 10, 31),
    state="missed",
    state_label="пропущено",
    early=False,
    marked_on=None,
    evidence="",
    decision=ID + "decision/d",
    decision_label="Дать поручения",
    clause="1.5",
    basis=ID + "basis/b",
)
REPORT = replace(
    MONITORING,
    activity=ID + "activity/plan/a-06",
    activity_label='=HYPERLINK("http://a.example")',
    deadline="До 20 декабря",
    occurrence=None,
    start=None,
    end=date(2026, 12, 20),
    state="done",
    state_label="выполнено",
    marked_on=date(2026, 12, 1),
    evidence="https://a.example/report",
    decision="",
    decision_label="",
    clause="",
)
SITE = replace(
    REPORT,
    deadline="Постоянно",
    end=None,
    marked_on=None,
    state="ongoing",
    state_label="постоянно",
)
CALENDAR = Calendar(
    body=ID + "body/b",
    body_label="Служба",
    period=QUARTER,
    on=date(2026, 11, 22),
    entries=(MONITORING, replace(MONITORING, occurrence=date(2026, 12, 1)), REPORT, SITE),
    explanation="",
    receipt={"sequence": 7},
)


def address(iri: str) -> str:
    return iri.replace(ID, "http://here.example/page/")


def events(content: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def test_a_feed_has_an_all_day_event_for_each_entry_with_days() -> None:
    found = events(icalendar_feed(CALENDAR, "ru", address, CHANGED))
    assert [(e["dtstart"].dt, e["dtend"].dt) for e in found] == [
        (date(2026, 10, 1), date(2026, 11, 1)),  # the day after the last one
        (date(2026, 10, 1), date(2026, 11, 1)),
        (date(2026, 12, 20), date(2026, 12, 21)),
    ]
    first = found[0]
    assert first["summary"] == "Провести мониторинг, «весна»; осень (пропущено)"
    assert str(first["url"]) == "http://here.example/page/activity/plan/a-05"
    for part in ("План, п. 1.5", "пропущено", "октябрь, декабрь", "Дать поручения", first["url"]):
        assert part in first["description"]
    assert first["dtstamp"].dt == CHANGED


def test_a_feed_reminds_of_nothing_and_keeps_nobody_busy() -> None:
    content = icalendar_feed(CALENDAR, "ru", address, CHANGED)
    assert b"VALARM" not in content
    assert {e["transp"] for e in events(content)} == {"TRANSPARENT"}
    assert not icalendar.Calendar.from_ical(content).errors


def test_an_event_is_the_same_one_whatever_becomes_of_it() -> None:
    before, other, *_ = events(icalendar_feed(CALENDAR, "ru", address, CHANGED))
    later = replace(MONITORING, state="done", marked_on=date(2026, 11, 1), activity_label="Иначе")
    again = events(
        icalendar_feed(replace(CALENDAR, entries=(later,)), "en", address, datetime.now(UTC))
    )
    assert again[0]["uid"] == before["uid"] != other["uid"]
    somebody = replace(CALENDAR, body=ID + "body/c")
    assert events(icalendar_feed(somebody, "ru", address, CHANGED))[0]["uid"] != before["uid"]


def test_the_same_data_give_the_same_feed() -> None:
    one, two = (icalendar_feed(CALENDAR, "ru", address, CHANGED) for _ in range(2))
    assert one == two


def test_a_workbook_has_a_row_an_entry_and_runs_no_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(CALENDAR, "ru", address)))
    sheet, about = book.worksheets
    head, *rows = [list(row) for row in sheet.iter_rows()]
    column = {cell.value: n for n, cell in enumerate(head)}
    assert [row[0].value for row in rows] == [1, 2, 3, 4]
    report = rows[2]
    assert report[column["Мероприятие"]].value == '\'=HYPERLINK("http://a.example")'
    assert report[column["Мероприятие"]].data_type == "s"
    assert report[column["Конец"]].value == datetime(2026, 12, 20)  # noqa: DTZ001  # a cell has no zone
    assert report[column["Конец"]].number_format == "DD.MM.YYYY"
    assert report[column["Начало"]].value is None
    assert rows[0][column["Поручено решением"]].value == "Дать поручения"
    assert rows[0][column["Запись"]].value == "http://here.example/page/activity/plan/a-05"
    told = {row[0].value: row[1].value for row in about.iter_rows()}
    assert (told["Орган"], told["Период"]) == ("Служба", "01.10.2026 – 31.12.2026")
    assert told["Состояние"] == "пропущено: 2; выполнено: 1; постоянно: 1"


def test_a_document_has_title_date_clauses_and_numbered_pages() -> None:
    paper = docx.Document(io.BytesIO(document(CALENDAR, "ru", CHANGED)))
    text = "\n".join(p.text for p in paper.paragraphs)
    for part in ("Календарь органа", "Орган: Служба", "Состояние на: 22.11.2026"):
        assert part in text
    cells = [[cell.text for cell in row.cells] for row in paper.tables[0].rows]
    assert cells[0] == ["№", "Срок", "Мероприятие", "План", "Состояние", "Отмечено"]
    assert cells[1][1] == "октябрь, декабрь\n01.10.2026 – 31.10.2026"
    assert cells[1][3] == "План\nп. 1.5\nПоручено решением: Дать поручения"
    assert cells[4][1] == "Постоянно\nбез точного срока"
    footer = paper.sections[0].footer.paragraphs[0]._p.xml
    assert "PAGE" in footer
    assert "NUMPAGES" in footer
    assert "w:tblHeader" in paper.tables[0].rows[0]._tr.xml


def test_an_empty_calendar_says_why() -> None:
    nothing = replace(CALENDAR, entries=(), explanation="Ничего не поручено.")
    paper = docx.Document(io.BytesIO(document(nothing, "ru", CHANGED)))
    assert paper.paragraphs[-1].text == "Ничего не поручено."
    assert "Ничего не поручено." in table(nothing, "ru").decode()
    assert not events(icalendar_feed(nothing, "ru", address, CHANGED))
    book = openpyxl.load_workbook(io.BytesIO(workbook(nothing, "ru", address)))
    assert book.worksheets[0].max_row == 1


def test_words_are_in_the_language_asked() -> None:
    assert "Period: 2026-10-01 – 2026-12-31" in table(CALENDAR, "en").decode()
    paper = docx.Document(io.BytesIO(document(CALENDAR, "en", CHANGED)))
    assert paper.paragraphs[0].text == "Calendar of a body"


def test_the_states_are_those_of_the_code_list() -> None:
    listed = load_model().concepts[f"{BASE}scheme/calendar-state"]
    assert {iri.rpartition("/")[2] for iri in listed} == set(STATES)


@pytest.mark.parametrize(
    ("day", "later", "first", "last"),
    [
        ("2026-11-22", 0, "2026-10-01", "2026-12-31"),
        ("2026-11-22", 1, "2027-01-01", "2027-03-31"),
        ("2027-01-01", -1, "2026-10-01", "2026-12-31"),
        ("2024-02-29", 0, "2024-01-01", "2024-03-31"),
        ("2024-02-29", -9, "2021-10-01", "2021-12-31"),
    ],
)
def test_a_quarter_begins_and_ends_with_its_months(
    day: str, later: int, first: str, last: str
) -> None:
    period = Period(date.fromisoformat(first), date.fromisoformat(last))
    assert quarter(date.fromisoformat(day), later) == period
