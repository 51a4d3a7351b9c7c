"""Submissions, changes between two days and standings, as pages and over HTTP."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from graphsvc.api.app import create_app
from graphsvc.rdf.names import BASE, ID
from graphsvc.rdf.patch import Patch
from graphsvc.settings import Settings
from tests.making import TERRITORY, TURTLE, body_turtle

if TYPE_CHECKING:
    from collections.abc import Iterator

HTML = {"accept": "text/html", "accept-language": "ru"}
PREF = "http://www.w3.org/2004/02/skos/core#prefLabel"
WORD = "Тайное слово методиста"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("submissions"))
    with TestClient(create_app(settings), "http://127.0.0.1", follow_redirects=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def versions(service: TestClient) -> list[int]:
    """The submissions that made a body, renamed it, and took it away."""
    return [
        hand_in(service, "a", body_turtle("a", "Первый"), agent="one", reason="start"),
        hand_in(service, "a", body_turtle("a", "Второй"), agent="two"),
        hand_in(service, "a", f"{TURTLE}{TERRITORY}", agent="one"),
    ]


@pytest.fixture(scope="module", autouse=True)
def other(service: TestClient, versions: list[int]) -> int:
    """The submission of another body, which is there still."""
    assert versions
    return hand_in(service, "b", body_turtle("b", "Другой"))


def hand_in(
    service: TestClient, about: str, turtle: str, *, agent: str = "x", reason: str = ""
) -> int:
    response = service.post(
        f"/api/submissions?body=body/{about}&reason={reason}",
        content=turtle.encode(),
        headers={"content-type": "text/turtle", "x-agent": agent},
    )
    assert response.status_code == 201, response.text
    version: int = response.json()["version"]
    return version


def get(client: TestClient, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200, response.text
    return response.json()


def page(client: TestClient, path: str, lang: str = "ru") -> str:
    response = client.get(path, headers=HTML | {"accept-language": lang})
    assert response.status_code == 200, response.text
    return unescape(response.text)


def sequences(found: Any) -> list[int]:
    return [s["sequence"] for s in found["submissions"]]


def test_submissions_are_listed_the_latest_first(
    service: TestClient, versions: list[int], other: int
) -> None:
    found = get(service, "/api/history")
    assert sequences(found) == [other, *versions[::-1]]
    assert (found["count"], found["next"]) == (4, None)
    first = found["submissions"][-1]
    assert first["body"] == f"{ID}body/a"
    assert (first["agent"], first["reason"], first["approvedBy"]) == ("one", "start", None)
    assert first["file"] == "text/turtle"
    assert first["records"] == {"removed": 0, "changed": 0, "added": 2}
    counts = [s["records"] for s in found["submissions"][1:3]]
    assert counts == [
        {"removed": 1, "changed": 0, "added": 0},
        {"removed": 0, "changed": 1, "added": 0},
    ]


def test_submissions_are_narrowed_and_paged(service: TestClient, versions: list[int]) -> None:
    one, two, three = versions
    assert sequences(get(service, "/api/history?body=body/a")) == [three, two, one]
    assert sequences(get(service, "/api/history?body=a&agent=one")) == [three, one]
    assert sequences(get(service, "/api/history?to=2020-01-01")) == []
    today = get(service, "/api/history")["submissions"][0]["time"][:10]
    assert len(sequences(get(service, f"/api/history?from={today}&to={today}"))) == 4
    begun = get(service, "/api/history?body=body/a&limit=2")
    assert (sequences(begun), begun["next"], begun["count"]) == ([three, two], "2", 3)
    rest = get(service, "/api/history?body=body/a&limit=2&cursor=2")
    assert (sequences(rest), rest["next"]) == ([one], None)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/api/history?body=body/nobody", "body"),
        ("/api/history?from=yesterday", "from"),
        ("/api/history?limit=0", "limit"),
        ("/api/changes", "body"),
        ("/api/changes?body=body/a&from=x", "from"),
        ("/api/changes?body=body/a&from=99", "from"),
        ("/api/changes?body=body/a&to=1999-01-01", "to"),
        ("/api/changes?body=body/b&change=gone", "change"),
        ("/api/changes?body=body/b&type=bodi", "type"),
        ("/api/changes?body=body/b&format=xml", "format"),
        ("/api/standing?date=soon", "date"),
        ("/api/standing?region=territory/nowhere", "region"),
        ("/api/standing?body=body/nobody", "body"),
        ("/standing?sort=hair", "sort"),
        ("/submissions?to=soon", "to"),
        ("/changes?body=body/nobody", "body"),
    ],
)
def test_a_wrong_parameter_is_named(service: TestClient, path: str, name: str) -> None:
    response = service.get(path)
    assert response.status_code == 400, response.text
    assert name in response.text


@pytest.mark.parametrize(
    "path",
    [
        "/submissions/1",  # the model
        "/submissions/999",
        "/submissions/0",
        "/submissions/abc",
        "/submissions/99999999999999999999",
        "/api/submissions/1/patch",
        "/api/submissions/999/patch",
    ],
)
def test_what_is_no_submission_is_not_found(service: TestClient, path: str) -> None:
    assert service.get(path, headers=HTML).status_code == 404


def test_a_change_is_told_record_by_record_and_field_by_field(
    service: TestClient, versions: list[int]
) -> None:
    one, two, three = versions
    renamed = get(service, f"/api/changes?body=body/a&from={one}&to={two}")
    assert (renamed["from"], renamed["to"]) == (one, two)
    assert renamed["records"] == {"removed": 0, "changed": 1, "added": 0}
    assert [(t["type"], t["changed"]) for t in renamed["types"]] == [("body", 1)]
    (change,) = renamed["changes"]
    assert (change["id"], change["type"], change["change"]) == (f"{ID}body/a", "body", "changed")
    (field,) = change["fields"]
    assert (field["field"], field["removed"], field["added"]) == (
        "label",
        [{"value": "Первый"}],
        [{"value": "Второй"}],
    )
    (gone,) = get(service, f"/api/changes?body=body/a&from={two}&to={three}")["changes"]
    assert (gone["change"], gone["label"]) == ("removed", "Второй")
    both = get(service, f"/api/changes?body=body/a&from={one}")
    assert [(c["label"], c["change"]) for c in both["changes"]] == [("Первый", "removed")]


def test_since_before_the_journal_everything_came(service: TestClient) -> None:
    found = get(service, "/api/changes?body=body/b&from=2001-01-01")
    assert found["from"] == 0
    assert found["records"] == {"removed": 0, "changed": 0, "added": 2}
    only = get(service, "/api/changes?body=body/b&from=0&type=territory")
    assert [c["id"] for c in only["changes"]] == [f"{ID}territory/t"]
    assert get(service, "/api/changes?body=body/b&from=0&change=removed")["changes"] == []
    paged = get(service, "/api/changes?body=body/b&from=0&limit=1")
    assert (len(paged["changes"]), paged["count"], paged["next"]) == (1, 2, "1")


def test_a_patch_leads_from_one_state_to_the_other(
    service: TestClient, versions: list[int]
) -> None:
    one, two, _ = versions
    response = service.get(f"/api/submissions/{two}/patch")
    assert response.headers["content-type"].startswith("application/rdf-patch")
    begin, *lines, end = response.text.splitlines()
    assert (begin, end) == ("TX .", "TC .")
    change = Patch.from_lines(lines)
    graph = f"<{BASE}graph/body/a>"
    assert [str(q) for q in change.removed] == [f'<{ID}body/a> <{PREF}> "Первый"@ru {graph}']
    assert [str(q) for q in change.added] == [f'<{ID}body/a> <{PREF}> "Второй"@ru {graph}']
    same = service.get(f"/api/changes?body=body/a&from={one}&to={two}&format=patch")
    assert same.text == response.text


def test_the_page_of_submissions_says_who_what_and_why(
    service: TestClient, versions: list[int]
) -> None:
    text = page(service, "/submissions?body=body/a")
    assert all(f'href="/submissions/{n}"' in text for n in versions)
    assert "start" in text
    assert "причина не названа" in text
    rows = re.findall(r"<tr role=\"row\"><td.*?</tr>", text, re.DOTALL)
    assert ["удалено 1" in row for row in rows] == [True, False, False]
    assert "Таких подач нет" in page(service, "/submissions?agent=nobody")


def test_the_page_of_a_submission_has_its_changes_and_a_form_to_undo_it(
    service: TestClient, versions: list[int]
) -> None:
    one, two, three = versions
    text = page(service, f"/submissions/{two}")
    assert "<del>Первый</del>" in text
    assert "<ins>Второй</ins>" in text
    assert f'<form class="submit" method="post" action="/submissions/{two}/undo">' in text
    assert f'href="/submissions/{one}"' in text
    assert f'href="/submissions/{three}"' in text
    assert f'href="/page/body/a?asOf={two}"' in text
    assert "второго лица не требовалось" in text
    assert f'href="{ID}' not in text


def test_what_is_gone_has_a_name_and_no_page(service: TestClient, versions: list[int]) -> None:
    text = page(service, f"/submissions/{versions[2]}")
    heading = re.search(r"<h3>(.*?)</h3>", text, re.DOTALL)
    assert heading is not None
    assert heading[1].startswith("Второй ")


def test_the_page_of_changes_asks_whose_and_then_compares(
    service: TestClient, versions: list[int]
) -> None:
    assert "Разница" not in page(service, "/changes")
    text = page(service, f"/changes?body=body/a&from={versions[0]}&to={versions[1]}")
    assert "Разница" in text
    assert "<del>Первый</del>" in text
    assert "не менялась" in page(service, f"/changes?body=body/a&from={versions[2]}")


def test_a_body_without_data_of_its_own_is_told_so(client: TestClient) -> None:
    for path in ("/submissions", "/changes"):
        told = page(client, f"{path}?body=body/demo-lipovka-mms")
        assert "отдельно ничего не подавали" in told


def test_records_and_registers_lead_to_submissions(client: TestClient) -> None:
    mine = 'href="/submissions?body=body/demo-kamenka-mms"'
    assert mine in page(client, "/page/body/demo-kamenka-mms")
    assert mine in page(client, "/records/practice")
    assert 'href="/submissions?body=document/lo-2023-roadmap"' in page(
        client, "/page/document/lo-2023-roadmap"
    )
    for path in ("/", "/submit"):
        text = page(client, path)
        assert 'href="/submissions"' in text
        assert 'href="/standing"' in text


def test_standing_names_the_silent_and_counts_the_rest(client: TestClient) -> None:
    found = get(client, "/api/standing?date=2026-11-22&region=demo-region")
    bodies = {one["body"].rpartition("/")[2]: one for one in found["bodies"]}
    assert {k for k, one in bodies.items() if one["silent"]} == {
        "demo-lipovka-mms",
        "demo-zarechye-mms",
    }
    kamenka = bodies["demo-kamenka-mms"]
    assert kamenka["records"]["practice"] == 2
    assert kamenka["complete"] == [
        {"list": "scheme/list-kind/practices", "label": "практики", "asOf": "2026-10-15"}
    ]
    assert kamenka["demands"]["met"] <= kamenka["demands"]["all"]
    alone = get(client, "/api/standing?body=demo-kamenka-mms&date=2026-11-22")
    assert alone["bodies"] == [kamenka]


def test_the_page_of_standing_sorts_and_keeps_what_was_asked(client: TestClient) -> None:
    def order(path: str) -> list[str]:
        table = page(client, path).partition('id="table"')[2].partition("</table>")[0]
        return re.findall(r'<td role="cell"><a href="/page/body/([\w-]+)"', table)

    names = order("/standing?date=2026-11-22&sort=records")
    assert names[-1] == "demo-iro"
    assert order("/standing?date=2026-11-22&sort=-records") == names[::-1]
    text = page(client, "/standing?date=2026-11-22&sort=body&region=demo-kamenka")
    assert 'href="/standing?region=territory%2Fdemo-kamenka&date=2026-11-22&sort=-body"' in text
    assert order("/standing?date=2026-11-22&region=demo-kamenka") == ["demo-kamenka-mms"]
    assert 'aria-sort="ascending"' in text


def test_a_refusal_is_told_by_cause_and_never_by_value(service: TestClient) -> None:
    table = f"id,label,level\nb,{WORD},регионалный\n".encode()
    response = service.post(
        "/api/submissions?body=body/b&entity=body&mode=patch",
        content=table,
        headers={"content-type": "text/csv"},
    )
    assert response.status_code == 422
    found = get(service, "/api/standing")
    assert WORD not in str(found)
    assert WORD not in page(service, "/standing")
