"""The board of findings over HTTP: filters, the list for paper, what it costs."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING, Any

import pytest

from graphsvc.audits.audit_report import findings_within
from graphsvc.audits.board import Asked
from graphsvc.audits.engine import Auditor
from graphsvc.audits.places import Places
from graphsvc.questions.binding import day_given
from graphsvc.rdf.names import ID, compact

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from graphsvc.registry import Registry

HTML = {"accept": "text/html", "accept-language": "ru"}
DAY = "2026-11-22"


def shown(client: TestClient, query: str) -> str:
    response = client.get(f"/audits?date={DAY}&{query}", headers=HTML)
    assert response.status_code == 200, response.text
    text: str = response.text
    return text


def ids(text: str) -> set[str]:
    return set(re.findall(r' id="([\w-]+-[0-9a-f]{12})"', text))


def test_agreements_missing_in_my_district_are_one_list(client: TestClient) -> None:
    """By seed/demo/README.md: of Zarechye and of Sosnovo, each with its clause."""
    query = "audit=agreements-missing&view=list&territory=territory/"
    text = shown(client, query + "demo-zarechye")
    assert len(ids(text)) == 1
    assert "Методическая служба Заречного округа (учебная)" in text
    assert re.search(r'href="/documents/region\?lines=\d+[^"]*#L\d+">[^<]*п\.\s4\.1<', text)
    assert len(ids(shown(client, query + "demo-region"))) == 2
    assert len(ids(shown(client, query + "demo-berezovo"))) == 0


def test_filters_agree_with_the_api(client: TestClient) -> None:
    asked = "body=body/demo-iro&severity=warning"
    found: dict[str, Any] = client.get(f"/api/audits/findings?date={DAY}&{asked}").json()
    assert ids(shown(client, f"{asked}&view=list")) == {f["id"] for f in found["findings"]}


def test_a_territory_has_what_its_report_has(registry: Registry) -> None:
    board = registry.boards.board(day_given(DAY), "ru")
    places = Places(registry.store)
    for name in ("demo-zarechye", "demo-region", "leningrad-oblast"):
        territory = f"{ID}territory/{name}"
        mine = [f.id for f in board.narrowed(Asked(territory=territory))]
        assert mine == [f.id for f in findings_within(board.run.findings, places, territory)]
        assert mine


def test_levels_are_those_of_the_owner(client: TestClient, registry: Registry) -> None:
    text = shown(client, "level=municipal&view=list")
    board = registry.boards.board(day_given(DAY), "ru")
    municipal = {b for b, level in board.levels.items() if level.endswith("/municipal")}
    listed = ids(text)
    assert listed == {f.id for f in board.run.findings if f.body in municipal}
    assert listed


def test_only_bodies_with_findings_are_offered(client: TestClient, registry: Registry) -> None:
    text = shown(client, "")
    offered = set(re.findall(r'<option value="(body/[\w-]+)"', text))
    board = registry.boards.board(day_given(DAY), "ru")
    owners = {compact(f.body) for f in board.run.findings if f.body}
    waived = {compact(f.waiver.decided_by) for f in board.run.findings if f.waiver}
    assert offered == owners | waived


def test_every_finding_is_reached_page_by_page(client: TestClient, registry: Registry) -> None:
    found, cursor = set[str](), 0
    while True:
        text = shown(client, f"cursor={cursor}")
        found |= ids(text)
        following = re.search(r'rel="next" href="[^"]*cursor=(\d+)', text)
        if not following:
            break
        cursor = int(following[1])
    board = registry.boards.board(day_given(DAY), "ru")
    assert found == {f.id for f in board.run.findings}


@pytest.mark.parametrize(
    "asked",
    [
        "topic=weather",
        "audit=nothing",
        "severity=grave",
        "level=cosmic",
        "body=body/nobody",
        "territory=territory/nowhere",
        "by=colour",
        "view=poem",
        "date=today",
        "cursor=x",
    ],
)
def test_what_names_nothing_is_refused(client: TestClient, asked: str) -> None:
    assert client.get(f"/audits?{asked}", headers=HTML).status_code == 400


def test_the_auditor_runs_once_for_a_page_and_not_again(
    client: TestClient, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = day_given("2026-11-19")
    questions: list[str] = []
    plain = registry.asker.ask

    def ask(question: Any, *rest: Any, **more: Any) -> Any:
        questions.append(question.id)
        return plain(question, *rest, **more)

    monkeypatch.setattr(registry.asker, "ask", ask)
    for _ in range(2):
        assert client.get(f"/audits?date={day}", headers=HTML).status_code == 200
    audits = {q.id for q in registry.auditor.audits if q.date}
    assert sorted(q for q in questions if q in audits) == sorted(audits)


def test_one_audit_does_not_wait_for_a_run_of_all(registry: Registry) -> None:
    """A fresh auditor whose first question is held up answers another one meanwhile."""
    held, go_on = threading.Event(), threading.Event()
    plain = registry.asker

    class Slow:
        def ask(self, question: Any, *rest: Any, **more: Any) -> Any:
            if question.id == "overdue":
                held.set()
                assert go_on.wait(30)
            return plain.ask(question, *rest, **more)

    slow: Any = Slow()
    auditor = Auditor(registry.catalogue, slow, registry.model, registry.store)
    run = threading.Thread(target=auditor.findings, args=(day_given(DAY),))
    run.start()
    try:
        assert held.wait(30)
        done: list[int] = []
        other = threading.Thread(
            target=lambda: done.append(
                len(auditor.findings(day_given(DAY), audits=["agreements-missing"]).findings)
            )
        )
        other.start()
        other.join(20)
        assert done == [2]
    finally:
        go_on.set()
        run.join(60)


ADDRESS = re.compile(
    r"https?://www\.w3\.org|\bw3id\.org|\bgraph/|\b(?:body|document)/[\w-]+|ontology#"
)


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_findings_are_told_in_names_and_not_in_addresses(registry: Registry, lang: str) -> None:
    found = registry.auditor.findings(day_given(DAY), lang=lang).findings
    assert len(found) > 300
    for one in found:
        told = (one.about_label, one.expected, one.found, one.next_step, one.body_label)
        assert not [text for text in told if ADDRESS.search(text)], one.id


def test_contradictions_say_who_handed_what_in(registry: Registry) -> None:
    """By seed/demo/README.md; values are written as Russian writes days and numbers."""
    found = registry.auditor.findings(day_given(DAY), audits=["contradictions"]).findings
    told = {one.found for one in found}
    institute = "Озёрный институт развития образования (учебный)"
    kamenka = "Методическая служба Каменского района (учебная)"
    assert f"75 — подано: {institute}; 82,5 — подано: {kamenka}." in told
    assert any("31.12.2027 — подано:" in text and "30.09.2028 — подано:" in text for text in told)
    assert any("поле «состояние»" in one.expected for one in found)
