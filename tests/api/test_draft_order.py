"""The draft of an order on a council's composition over HTTP, read back."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient

BLANK = "____________________"


def drafted(client: TestClient, query: str) -> tuple[list[str], list[list[str]]]:
    """Return the paragraphs and the rows of a draft."""
    response = client.get(f"/api/councils/{query}")
    assert response.status_code == 200, response.text
    paper = docx.Document(io.BytesIO(response.content))
    rows = [[cell.text for cell in row.cells] for table in paper.tables for row in table.rows]
    return [p.text for p in paper.paragraphs], rows


def test_a_draft_names_who_sits_and_who_might(client: TestClient) -> None:
    """Clauses 3.1 to 3.3 of the made-up regulation; the memberships and posts of the region."""
    lines, rows = drafted(client, "demo-ks/draft-order.docx?date=2026-11-22")
    assert lines[0] == "ПРОЕКТ"
    assert lines[1] == "Комитет образования Озёрной области (учебный)"
    assert "О составе: Координационный совет РМС Озёрной области (учебный)" in lines
    ground = next(line for line in lines if "приказываю" in line)
    assert "пунктом 3.1" in ground
    assert "Положение о региональной методической службе" in ground
    assert rows[0] == [
        "№",
        "Кого требует правило",
        "Пункт",
        "Лицо",
        "Орган, должность",
        "Пояснение",
    ]
    chair, *members = rows[1:]
    assert chair[1:4] == ["председатель: Проректор института (учебного)", "3.3", "Проректор 2"]
    assert chair[5] == "можно предложить: занимает должность"
    sites = [row for row in members if row[1] == "региональная инновационная площадка"]
    assert [(row[2], row[3], row[5]) for row in sites] == [
        ("3.2", "Руководитель 10", "можно предложить: занимает должность"),
        ("3.2", "Руководитель 12", "можно предложить: занимает должность"),
    ]
    services = [row for row in members if row[1] == "муниципальная методическая служба"]
    assert {(row[3], row[5]) for row in services} == {
        ("Методист 2", "в действующем составе"),
        ("Методист 12", "в действующем составе"),
    }
    assert "22.11.2026" in lines[-1]


def test_a_draft_is_of_its_day(client: TestClient) -> None:
    """On 1 June 2025 «Проректор 1» still was vice-rector, and the sites were represented."""
    _, rows = drafted(client, "demo-ks/draft-order.docx?date=2025-06-01")
    assert {row[5] for row in rows[1:]} == {"в действующем составе"}
    assert rows[1][3] == "Проректор 1"


def test_nobody_is_invented(client: TestClient) -> None:
    """The regulation of 2019 demands five groups and names no person."""
    _, rows = drafted(client, "lo-ks-rms/draft-order.docx?date=2019-06-01")
    empty = [row for row in rows[1:] if row[5] == "в реестре никто не подходит: впишите"]
    assert len(empty) == 5
    assert all(row[3] == BLANK and row[2] in ("4.1", "4.2") for row in empty)


def test_a_draft_in_english_has_english_words(client: TestClient) -> None:
    lines, rows = drafted(client, "demo-ks/draft-order.docx?date=2026-11-22&lang=en")
    assert lines[0] == "DRAFT"
    assert rows[0][1] == "Whom the rule demands"


@pytest.mark.parametrize("query", ["nobody/draft-order.docx", "demo-ks/draft-order.docx?date=x"])
def test_what_cannot_be_drafted_is_told(client: TestClient, query: str) -> None:
    assert client.get(f"/api/councils/{query}").status_code == 400
