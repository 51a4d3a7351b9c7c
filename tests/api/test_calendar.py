"""A body's calendar over HTTP and as a page: states, files, the feed."""

from __future__ import annotations

import html
import io
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import docx
import icalendar
import openpyxl
import pytest

from graphsvc.rdf.names import ID

if TYPE_CHECKING:
    from starlette.testclient import TestClient

DAY = "2026-11-22"
YEAR = "from=2026-01-01&to=2026-12-31"
PAGE = {"accept": "text/html"}


def calendar(client: TestClient, query: str) -> Any:
    response = client.get(f"/api/calendar?date={DAY}&{query}")
    assert response.status_code == 200, response.text
    return response.json()


def states(client: TestClient, body: str, period: str = YEAR) -> list[tuple[str, str, str]]:
    found = calendar(client, f"body={body}&{period}")
    return [
        (
            e["activity"].removeprefix(f"{ID}activity/demo-"),
            e["occurrence"] or e["end"] or "",
            e["state"],
        )
        for e in found["entries"]
    ]


# Read from the tables of seed/demo: activity, responsibility, completion, document.
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "demo-cnppm",
            [
                *(("roadmap-2026/a-08", f"2026-0{m}-01", "done") for m in (1, 2, 3)),
                ("roadmap-2026/a-06", "2026-04-30", "done"),
                *(("roadmap-2026/a-08", f"2026-0{m}-01", "done") for m in (4, 5)),
                ("roadmap-2026/a-09", "2026-01-01", "done"),
                ("roadmap-2026/a-08", "2026-06-01", "done"),
                ("roadmap-2026/a-08", "2026-07-01", "missed"),
                ("roadmap-2026/a-08", "2026-08-01", "missed"),
                ("ks-tasks-2026-2/a-01", "2026-09-01", "overdue"),
                ("roadmap-2026/a-08", "2026-09-01", "done"),
                ("roadmap-2026/a-08", "2026-10-01", "done"),
                ("roadmap-2026/a-07", "2026-11-01", "overdue"),
                ("roadmap-2026/a-08", "2026-11-01", "not-yet-due"),
                ("roadmap-2026/a-09", "2026-07-01", "not-yet-due"),
                ("roadmap-2026/a-08", "2026-12-01", "not-yet-due"),
            ],
        ),
        (
            "demo-iro",
            [
                ("roadmap-2026/a-02", "2026-02-28", "overdue"),
                ("roadmap-2026/a-05", "2026-04-01", "done"),
                ("roadmap-2026/a-05", "2026-10-01", "missed"),
                ("ks-tasks-2026-2/a-02", "2026-12-15", "not-yet-due"),
                ("roadmap-2026/a-11", "2026-12-20", "not-yet-due"),
                ("roadmap-2026/a-05", "2026-12-01", "not-yet-due"),
                ("roadmap-2026/a-13", "", "ongoing"),
                ("roadmap-2026/a-14", "", "by-reference"),
            ],
        ),
        ("demo-lipovka-uo", [("roadmap-2026/a-01", "2026-01-15", "done-late")]),
        ("demo-zarechye-uo", [("roadmap-2026/a-01", "2026-01-15", "unproven")]),
        ("demo-sosnovo-uo", [("roadmap-2026/a-01", "2026-01-15", "due-before-approval")]),
        ("demo-rmk", []),  # dissolved before the plan began
        ("demo-mentoring-centre", []),  # only planned
    ],
)
def test_a_body_owes_what_the_plans_say(
    client: TestClient, body: str, expected: list[tuple[str, str, str]]
) -> None:
    assert sorted(states(client, body)) == sorted(expected)


def test_a_sub_item_takes_deadline_and_responsible_from_its_row(client: TestClient) -> None:
    """Rows 3.3 and 4.2 of the roadmap of 2023, РМЦ."""
    found = calendar(client, "body=lo-rmc&from=2023-01-01&to=2023-12-31")["entries"]
    own = [(e["activity"].rpartition("/")[2], e["end"]) for e in found]
    of_4_2 = [(name, end) for name, end in own if name.startswith("r-23")]
    assert of_4_2 == [("r-23", "2023-05-31"), ("r-23a", "2023-05-31"), ("r-23b", "2023-05-31")]
    assert {name for name, _ in own if name.startswith("r-18")} == {
        *("r-18", "r-18a", "r-18b", "r-18c", "r-18d")
    }


def test_a_task_of_a_council_names_the_decision(client: TestClient) -> None:
    found = calendar(client, f"body=body/demo-iro&{YEAR}")
    task = next(e for e in found["entries"] if "demo-ks-tasks-2026-2" in e["activity"])
    assert task["decision"] == f"{ID}decision/demo-dec-ks-2"
    assert task["decisionLabel"] == "Дать поручения по итогам диагностики"
    assert task["clause"] is None


def test_on_an_earlier_day_what_was_marked_later_is_open(client: TestClient) -> None:
    query = "/api/calendar?body=demo-lipovka-uo&from=2026-01-01&to=2026-03-31&date="
    assert client.get(query + "2026-01-15").json()["states"] == {"not-yet-due": 1}
    assert client.get(query + "2026-01-16").json()["states"] == {"due-before-approval": 1}
    assert client.get(query + "2026-01-20").json()["states"] == {"done-late": 1}


def test_without_a_period_it_is_the_quarter_of_the_day(client: TestClient) -> None:
    found = client.get("/api/calendar?body=body/demo-ks&date=2026-05-03").json()
    assert (found["from"], found["to"], found["date"]) == ("2026-04-01", "2026-06-30", "2026-05-03")
    assert found["receipt"]["question"] == "calendar-of-body"


def test_the_former_question_is_answered_by_the_one_that_took_it_in(client: TestClient) -> None:
    asked = "answer?body=body/demo-ks&since=2026-01-01&until=2026-12-31&date=2026-11-22"
    former, present = (
        client.get(f"/api/questions/{name}/{asked}").json()
        for name in ("body-owes", "calendar-of-body")
    )
    assert former["rows"] == present["rows"]
    assert [r["start"] for r in former["rows"]] == [
        f"2026-{m}-01" for m in ("01", "04", "07", "10")
    ]


def test_a_feed_has_a_year_back_and_a_year_ahead(client: TestClient) -> None:
    response = client.get(f"/api/calendar.ics?body=demo-cnppm&lang=en&date={DAY}")
    assert response.headers["content-type"].startswith("text/calendar")
    found: Any = icalendar.Calendar.from_ical(response.content)
    summaries = [str(e["summary"]) for e in found.walk("VEVENT")]
    # From 22 November 2025 on: all that the year 2026 asks, and the summing-up is not its.
    assert len(summaries) == 17
    assert sum(s.endswith("(past, no mark)") for s in summaries) == 2
    first = found.walk("VEVENT")[0]
    page = str(first["url"]).removeprefix("http://127.0.0.1")
    assert client.get(page, headers=PAGE).status_code == 200


def test_files_hold_what_the_answer_holds(client: TestClient) -> None:
    query = f"body=demo-cnppm&{YEAR}"
    labels = [e["activityLabel"] for e in calendar(client, query)["entries"]]
    xlsx = client.get(f"/api/calendar?{query}&date={DAY}&format=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.content)).worksheets[0]
    place = [c.value for c in sheet[1]].index("Мероприятие")
    assert [row[place].value for row in sheet.iter_rows(2)] == labels
    paper = client.get(f"/api/calendar?{query}&date={DAY}&format=docx")
    rows = docx.Document(io.BytesIO(paper.content)).tables[0].rows[1:]
    assert [row.cells[2].text for row in rows] == labels
    assert 'filename="calendar.docx"' in paper.headers["content-disposition"]
    assert (
        client.get(f"/api/calendar?{query}", headers={"accept": "text/calendar"})
        .headers["content-type"]
        .startswith("text/calendar")
    )


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "body"),
        ("body=body/nobody", "body"),
        ("body=demo-iro&from=spring", "from"),
        ("body=demo-iro&to=2026-02-30", "to"),
        ("body=demo-iro&from=2026-02-01&to=2026-01-01", "to"),
        ("body=demo-iro&date=x", "date"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_name(client: TestClient, query: str, name: str) -> None:
    for path in ("/api/calendar", "/api/calendar.ics"):
        response = client.get(f"{path}?{query}")
        assert response.status_code == 400
        assert f"Параметр {name}:" in response.json()["detail"]


def test_another_format_is_not_made(client: TestClient) -> None:
    assert client.get("/api/calendar?body=demo-iro&format=pdf").status_code == 406


@pytest.mark.parametrize("query", ["quarter=2026-5", "quarter=0000-1", "date=x", "body=body/none"])
def test_the_page_tells_what_it_cannot_read(client: TestClient, query: str) -> None:
    body = "" if "body=" in query else "body=demo-iro&"
    shown = client.get(f"/calendar?{body}{query}", headers=PAGE)
    assert shown.status_code == 400
    assert 'role="alert"' in shown.text


def test_the_page_says_that_the_region_is_made_up(client: TestClient) -> None:
    for quarter in ("2026-4", "2019-4"):
        shown = client.get(f"/calendar?body=body/demo-iro&quarter={quarter}", headers=PAGE)
        assert "Учебные данные" in shown.text


def test_what_an_earlier_quarter_left_is_asked_for_until_the_quarter_is_over(
    client: TestClient,
) -> None:
    earlier = calendar(client, "body=demo-cnppm&from=2000-01-01&to=2026-09-30")["entries"]
    left = [
        e["activity"]
        for e in earlier
        if e["end"]
        and e["end"] <= "2026-09-30"
        and e["state"] in ("overdue", "missed", "due-before-approval", "unproven")
    ]
    assert 0 < len(left) < len(earlier)
    asked = f"/calendar?body=demo-cnppm&date={DAY}"
    now = client.get(f"{asked}&quarter=2026-4", headers=PAGE).text
    behind = now.partition('<section class="behind"')[2].partition("</section>")[0]
    assert f'<span class="count">{len(left)}</span>' in behind
    assert all(f"/page/{one.removeprefix(ID)}" in behind for one in left)
    over = client.get(f"{asked}&quarter=2026-3", headers=PAGE).text
    assert 'class="behind"' not in over


def test_the_page_leads_to_other_quarters_and_files_of_the_same_day(client: TestClient) -> None:
    day = "2026-05-15"
    asked = f"/calendar?body=demo-cnppm&date={day}&quarter=2026-2"
    text = html.unescape(client.get(asked, headers=PAGE).text)
    for quarter in ("2026-1", "2026-3"):
        assert f"/calendar?body=body%2Fdemo-cnppm&quarter={quarter}&date={day}" in text
    (period,) = set(re.findall(r"/api/calendar\?([^\"]*format=xlsx)", text))
    given = dict(parse_qsl(period))
    assert (given["from"], given["to"], given["date"]) == ("2026-04-01", "2026-06-30", day)
    found = calendar(client, "body=demo-cnppm&from=2026-04-01&to=2026-06-30")
    base = client.get("/api/calendar", params=given | {"format": "json"}).json()
    assert [e["activity"] for e in base["entries"]] == [e["activity"] for e in found["entries"]]


def test_addresses_in_a_file_lead_to_pages_in_its_language(client: TestClient) -> None:
    asked = f"/api/calendar?body=demo-cnppm&date={DAY}&{YEAR}&format=xlsx"
    for lang, ending in (("ru", ""), ("en", "?lang=en")):
        content = client.get(f"{asked}&lang={lang}").content
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        links = [str(row[-1]) for row in sheet.iter_rows(min_row=2, values_only=True)]
        assert links
        assert all(
            "/page/activity/" in one and "?" not in one.removesuffix(ending) for one in links
        )
        assert all(one.endswith(ending) for one in links)
