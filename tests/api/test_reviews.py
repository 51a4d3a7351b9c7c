"""What is looked through by somebody else: states, four eyes, and what their pages say."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from graphsvc.access.editors import ACCEPT, SUBMIT, Role
from graphsvc.errors import StorageFullError
from graphsvc.rdf.names import BASE, ID, PREFIXES
from graphsvc.submissions.frozen import freeze
from graphsvc.submissions.handed import Handed
from graphsvc.upkeep import verify
from tests.editing import (
    INSTITUTE,
    PRACTICE,
    SERVICE,
    dump,
    entries,
    known,
    named,
    registry_of,
    send,
    turtle,
)

if TYPE_CHECKING:
    import httpx
    from starlette.testclient import TestClient


def test_what_a_rule_binds_waits_and_moves_nothing(
    opened: TestClient, methodist: dict[str, str]
) -> None:
    before, sequence = dump(opened), entries(opened)
    answer = send(opened, methodist)
    assert (answer.status_code, answer.json()["state"]) == (202, "waiting")
    assert dump(opened) == before
    assert entries(opened) == sequence
    assert not known(opened)
    place = answer.headers["location"]
    assert opened.get(place, headers=methodist).json()["state"] == "waiting"


def test_what_no_rule_binds_is_accepted_at_once(
    opened: TestClient, coordinator: dict[str, str]
) -> None:
    answer = send(opened, coordinator, turtle(key="practice/desk-2"), body=INSTITUTE)
    assert (answer.status_code, answer.json()["state"]) == (201, "accepted")
    assert opened.get(answer.headers["location"]).json()["agent"] == "iro"


def test_somebody_above_accepts_and_both_are_in_the_journal(
    opened: TestClient, methodist: dict[str, str], coordinator: dict[str, str]
) -> None:
    place = send(opened, methodist, query="&mode=patch&reason=осень").headers["location"]
    waiting = opened.get("/api/submissions", headers=coordinator).json()["waiting"]
    assert [w["id"] for w in waiting] == [place.rpartition("/")[2]]
    answer = opened.post(f"{place}/accept", headers=coordinator)
    assert (answer.status_code, answer.json()["state"]) == (201, "accepted")
    entry = opened.get(answer.headers["location"]).json()
    assert (entry["agent"], entry["approvedBy"], entry["reason"]) == ("lipovka", "iro", "осень")
    assert known(opened)
    case = opened.get(place, headers=methodist).json()
    assert (case["state"], case["sequence"]) == ("accepted", entry["sequence"])
    assert registry_of(opened).journal.read(entry["sequence"]).header.approved_by == "iro"


def test_nobody_accepts_their_own(opened: TestClient, coordinator: dict[str, str]) -> None:
    place = send(opened, coordinator).headers["location"]
    for action in ("accept", "return"):
        answer = opened.post(f"{place}/{action}", headers=coordinator)
        assert (answer.status_code, answer.json()["type"]) == (403, "/errors/four-eyes")
    assert opened.get("/api/submissions", headers=coordinator).json()["waiting"] == []


@pytest.mark.parametrize("action", ["accept", "return", "withdraw"])
@pytest.mark.parametrize(
    "role",
    [
        Role(SUBMIT, ID + SERVICE),
        Role(ACCEPT, ID + SERVICE),
        Role(ACCEPT, ID + "body/demo-kamenka-mms"),
        Role(SUBMIT, ID + INSTITUTE),
    ],
    ids=str,
)
def test_who_does_not_stand_above_sees_nothing(
    opened: TestClient, methodist: dict[str, str], role: Role, action: str
) -> None:
    place = send(opened, methodist).headers["location"]
    stranger = named(opened, "stranger", role)
    assert opened.get(place, headers=stranger).status_code == 404
    assert opened.get(f"{place}/report", headers=stranger).status_code == 404
    assert opened.post(f"{place}/{action}", headers=stranger).status_code == 404
    assert opened.get(place).status_code == 404  # nobody has signed in
    assert opened.get(place, headers=methodist).json()["state"] == "waiting"
    page = place.replace("/api/submissions/", "/desk/")
    assert opened.get(page, headers=stranger).status_code == 404


def test_it_comes_back_with_remarks_is_corrected_and_accepted(
    opened: TestClient, methodist: dict[str, str], coordinator: dict[str, str]
) -> None:
    place = send(opened, methodist).headers["location"]
    remark = {"record": PRACTICE, "property": "rms:author", "text": "Автор — школа"}
    told = {"answer": "Поправьте автора", "remarks": [remark]}
    sequence, before = entries(opened), dump(opened)
    answer = opened.post(f"{place}/return", json=told, headers=coordinator)
    assert answer.json()["state"] == "returned"
    case = opened.get(place, headers=methodist).json()
    assert case["answer"] == "Поправьте автора"
    assert case["remarks"] == [
        {"record": ID + PRACTICE, "property": PREFIXES["rms"] + "author", "text": "Автор — школа"}
    ]
    # The journal has that it was returned, and the data are as they were.
    assert entries(opened) == sequence + 1
    entry = registry_of(opened).journal.read(sequence + 1)
    assert (entry.header.kind, entry.header.agent, bool(entry.patch)) == ("returned", "iro", False)
    assert {q for q in dump(opened) if "urn:graphsvc" not in str(q.graph_name)} == {
        q for q in before if "urn:graphsvc" not in str(q.graph_name)
    }
    name = place.rpartition("/")[2]
    page = opened.get(f"/submit/{name}", headers=methodist)
    assert "Автор — школа" in page.text
    file = {"file": ("practice.ttl", turtle("Урок у озера (учебная)"), "text/turtle")}
    assert opened.post(f"/submit/{name}/file", files=file, headers=methodist).status_code == 303
    opened.post(f"/submit/{name}/accept", headers=methodist)
    assert opened.get(place, headers=methodist).json()["state"] == "waiting"
    assert opened.post(f"{place}/accept", headers=coordinator).status_code == 201
    assert "Урок у озера" in opened.get(f"/page/{PRACTICE}").text


def test_everything_follows_the_journal_past_a_return(
    opened: TestClient, methodist: dict[str, str], coordinator: dict[str, str]
) -> None:
    registry = registry_of(opened)
    place = send(opened, methodist).headers["location"]
    assert opened.post(f"{place}/return", json={"answer": "Нет"}, headers=coordinator).is_success
    returned = entries(opened)
    assert registry.store.sequence == returned
    assert not known(opened)
    place = send(opened, methodist, turtle("Урок у озера (учебная)")).headers["location"]
    assert opened.post(f"{place}/accept", headers=coordinator).status_code == 201
    assert not verify(registry).violations  # of the store and of the property graph
    assert registry.cypher.sequence == registry.store.sequence == returned + 1
    assert "Урок у озера" in opened.get(f"/data/{PRACTICE}.json").text
    for before in (returned, returned - 1):
        with registry.versions.at(before, None) as version:
            assert not version.reader.typed(ox.NamedNode(ID + PRACTICE))


def test_what_waits_about_a_body_with_nobody_above_is_not_left_lying(opened: TestClient) -> None:
    registry = registry_of(opened)
    about = f"{ID}body/demo-komitet"
    assert not registry.reviews.reviewers(about)
    handed = Handed("a.ttl", turtle().encode(), about, "komitet", mode="patch", base=0)
    name = registry.drafts.keep(handed, "waiting", read=freeze(registry.door.read(handed)))
    institute = named(opened, "iro", Role(ACCEPT, ID + INSTITUTE))
    assert opened.get("/api/submissions", headers=institute).json()["waiting"] == []
    everything = named(opened, "all", Role(ACCEPT))
    (case,) = opened.get("/api/submissions", headers=everything).json()["waiting"]
    assert case["id"] == name
    assert opened.post(f"/api/submissions/{name}/accept", headers=everything).status_code == 201


def test_what_waits_can_be_withdrawn_and_is_then_nobodys(
    opened: TestClient, methodist: dict[str, str], coordinator: dict[str, str]
) -> None:
    place = send(opened, methodist).headers["location"]
    assert opened.post(f"{place}/withdraw", headers=methodist).json()["state"] == "withdrawn"
    answer = opened.post(f"{place}/accept", headers=coordinator)
    assert (answer.status_code, answer.json()["type"]) == (409, "/errors/not-open")
    assert opened.post(f"{place}/withdraw", headers=methodist).status_code == 409


def test_what_changed_meanwhile_is_a_conflict_and_goes_on_waiting(
    opened: TestClient, methodist: dict[str, str], coordinator: dict[str, str]
) -> None:
    first = send(opened, methodist, turtle("Одно название")).headers["location"]
    second = send(opened, methodist, turtle("Другое название")).headers["location"]
    assert opened.post(f"{first}/accept", headers=coordinator).status_code == 201
    before = dump(opened)
    answer = opened.post(f"{second}/accept", headers=coordinator)
    assert (answer.status_code, answer.json()["type"]) == (409, "/errors/version-conflict")
    assert "Одно название" in str(answer.json()["conflicts"][0]["present"])
    assert dump(opened) == before
    assert opened.get(second, headers=methodist).json()["state"] == "waiting"


@pytest.mark.parametrize(
    "spelling",
    [
        f"{BASE}{SERVICE}",
        f"{BASE}graph/{SERVICE}",
        f"graph:{SERVICE}",
        f"{ID}{SERVICE}/../demo-lipovka-mms",
        f"{SERVICE}%2F",
        f"{SERVICE}/",
        "person/demo-p-01",
        "http://x/../",
        "body/",
        "",
    ],
)
def test_a_body_has_one_name_so_that_no_rule_is_passed_by(
    opened: TestClient, spelling: str
) -> None:
    everything = named(opened, "all", Role(SUBMIT))
    assert send(opened, everything).status_code == 202
    assert send(opened, everything, body=f"{ID}{SERVICE}").status_code == 202
    before = dump(opened)
    answer = send(opened, everything, turtle("Мимо правила"), body=quote(spelling))
    assert (answer.status_code, answer.json()["type"]) == (400, "/errors/parameter")
    assert dump(opened) == before


def test_who_may_not_hand_in_for_a_body_is_told_so(
    opened: TestClient, methodist: dict[str, str]
) -> None:
    answer = send(opened, methodist, body="body/demo-kamenka-mms")
    assert (answer.status_code, answer.json()["type"]) == (403, "/errors/forbidden")
    assert send(opened, None).status_code == 401


def test_a_draft_is_its_editors_alone(
    opened: TestClient, methodist: dict[str, str], coordinator: dict[str, str]
) -> None:
    file = {"file": ("practice.ttl", turtle(), "text/turtle")}
    kept = opened.post("/submit", files=file, data={"body": SERVICE}, headers=methodist)
    place = kept.headers["location"]
    assert opened.get(place, headers=methodist).status_code == 200
    assert opened.get(place, headers=coordinator).status_code == 404
    assert opened.get(place).status_code == 401
    for action in ("apply", "accept", "withdraw"):
        assert opened.post(f"{place}/{action}", headers=coordinator).status_code == 404
    other = place.replace("/submit/", "/api/submissions/")
    alone_with_it(opened, other, methodist, coordinator, "draft")
    # What was returned is a draft again, and no more to be looked at by who returned it.
    opened.post(f"{place}/accept", headers=methodist)
    assert opened.get(f"{other}/report", headers=coordinator).status_code == 200
    assert opened.post(f"{other}/return", json={"answer": "Нет"}, headers=coordinator).is_success
    alone_with_it(opened, other, methodist, coordinator, "returned")


def alone_with_it(
    client: TestClient, place: str, own: dict[str, str], other: dict[str, str], state: str
) -> None:
    """Hold that the API shows what is open to its editor alone."""
    assert client.get(place, headers=own).json()["state"] == state
    assert client.get(f"{place}/report", headers=own).status_code == 200
    for path in (place, f"{place}/report"):
        assert client.get(path, headers=other).status_code == 404
        assert client.get(path).status_code == 404


def test_a_return_that_failed_half_way_is_journalled_once(
    opened: TestClient,
    methodist: dict[str, str],
    coordinator: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    registry = registry_of(opened)
    place = send(opened, methodist).headers["location"]
    before = entries(opened)

    def full(*_: object, **__: object) -> None:
        raise StorageFullError

    with monkeypatch.context() as away:
        away.setattr(registry.drafts, "settle", full)
        for _ in range(2):
            told = opened.post(f"{place}/return", json={"answer": "Нет"}, headers=coordinator)
            assert told.status_code == 507
    assert opened.get(place, headers=methodist).json()["state"] == "waiting"
    assert opened.post(f"{place}/return", json={"answer": "Нет"}, headers=coordinator).is_success
    assert entries(opened) == before + 1
    # Handed in again as it was and returned again, it is another decision.
    opened.post(place.replace("/api/submissions/", "/submit/") + "/accept", headers=methodist)
    assert opened.get(place, headers=methodist).json()["state"] == "waiting"
    assert opened.post(f"{place}/return", json={"answer": "Нет"}, headers=coordinator).is_success
    assert entries(opened) == before + 2


def test_a_second_click_hands_nothing_in_again(
    opened: TestClient,
) -> None:
    me = named(opened, "newcomer", Role(SUBMIT, ID + "body/desk-new"))
    file = {"file": ("practice.ttl", turtle(), "text/turtle")}
    given = {"body": "body/desk-new"}
    place = opened.post("/submit", files=file, data=given, headers=me).headers["location"]
    assert opened.post(f"{place}/accept", headers=me).status_code == 201
    again = opened.post(f"{place}/accept", headers=me)
    assert (again.status_code, again.headers["location"]) == (303, place)
    assert "Принято" in opened.get(place, headers=me).text


@pytest.mark.parametrize("action", ["accept", "return"])
def test_two_reviewers_at_once_decide_once(
    opened: TestClient, methodist: dict[str, str], coordinator: dict[str, str], action: str
) -> None:
    place = send(opened, methodist).headers["location"]
    sequence = entries(opened)
    with ThreadPoolExecutor(8) as pool:
        asked = [
            pool.submit(
                opened.post, f"{place}/{action}", json={"answer": "Нет"}, headers=coordinator
            )
            for _ in range(8)
        ]
    statuses = sorted(one.result().status_code for one in asked)
    assert statuses == [201 if action == "accept" else 200, *[409] * 7]
    assert entries(opened) == sequence + 1


def test_where_nobody_signs_in_there_is_nobody_else_to_accept(opened: TestClient) -> None:
    answer = send(opened, x_agent="demo-lipovka-mms")
    assert (answer.status_code, answer.json()["state"]) == (201, "accepted")
    assert opened.get(answer.headers["location"]).json()["agent"] == "demo-lipovka-mms"


# What the pages of a review say


def returned(client: TestClient, place: str, who: dict[str, str], **given: str) -> httpx.Response:
    found: httpx.Response = client.post(
        place.replace("/api/submissions/", "/desk/") + "/return", data=given, headers=who
    )
    return found


def test_nothing_is_returned_without_a_word(
    opened: TestClient, methodist: dict[str, str], coordinator: dict[str, str]
) -> None:
    place, sequence = send(opened, methodist).headers["location"], entries(opened)
    answer = opened.post(f"{place}/return", json={"answer": "  "}, headers=coordinator)
    assert (answer.status_code, answer.json()["type"]) == (422, "/errors/remark-needed")
    shown = returned(opened, place, coordinator, answer="  ")
    assert shown.status_code == 422
    assert "Напишите, что исправить" in shown.text
    assert opened.get(place, headers=methodist).json()["state"] == "waiting"
    assert entries(opened) == sequence
    author = f"remark {ID}{PRACTICE} {PREFIXES['rms']}author"
    assert returned(opened, place, coordinator, **{author: "Не тот"}).status_code == 303
    assert opened.get(place, headers=methodist).json()["state"] == "returned"


def test_the_second_review_shows_what_the_first_said(
    opened: TestClient, methodist: dict[str, str], coordinator: dict[str, str]
) -> None:
    place = send(opened, methodist).headers["location"]
    page, name = place.replace("/api/submissions/", "/desk/"), place.rpartition("/")[2]
    assert "Что говорилось" not in opened.get(page, headers=coordinator).text
    label = f"remark {ID}{PRACTICE} {PREFIXES['skos']}prefLabel"
    given = {"answer": "Поправьте", label: "Назовите по озеру"}
    done = returned(opened, place, coordinator, **given)
    told = opened.get(done.headers["location"], headers=coordinator).text
    assert "Возвращено с замечаниями: Методическая служба Липовского округа" in told
    file = {"file": ("practice.ttl", turtle("Урок у озера (учебная)"), "text/turtle")}
    opened.post(f"/submit/{name}/file", files=file, headers=methodist)
    opened.post(f"/submit/{name}/accept", headers=methodist)
    shown = opened.get(page, headers=coordinator).text
    before = shown.partition("Что говорилось")[2].partition("</section>")[0]
    assert all(text in before for text in ("Поправьте", "Назовите по озеру", "Урок у озера"))
    # What is decided comes after what is to be read.
    assert shown.index("Урок у озера") < shown.index(">Принять<")


def test_who_may_decide_is_told_what_became_of_it_and_nobody_else(
    opened: TestClient, methodist: dict[str, str], coordinator: dict[str, str]
) -> None:
    place = send(opened, methodist).headers["location"]
    page, name = place.replace("/api/submissions/", "/desk/"), place.rpartition("/")[2]
    led = opened.get(f"/submit/{name}", headers=coordinator)
    assert (led.status_code, led.headers["location"]) == (303, f"/desk/{name}")
    opened.post(f"{place}/withdraw", headers=methodist)
    gone = opened.get(page, headers=coordinator)
    assert gone.status_code == 200
    assert "Подавший отозвал" in gone.text
    assert "Урок у реки" not in gone.text
    assert opened.get(f"/submit/{name}", headers=coordinator).status_code == 404
    stranger = named(opened, "stranger", Role(ACCEPT, ID + "body/demo-kamenka-mms"))
    assert opened.get(page, headers=stranger).status_code == 404


def test_every_page_says_what_waits_for_whoever_is_signed_in(
    opened: TestClient, methodist: dict[str, str], coordinator: dict[str, str]
) -> None:
    def menu(who: dict[str, str]) -> str:
        nav: str = opened.get("/audits", headers=who).text.partition("<nav")[2]
        return nav.partition("</nav>")[0]

    def told(who: dict[str, str]) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = re.findall(
            r'class="due" href="([^"]*)"[^<]*<b>(\d+)</b>', menu(who)
        )
        return found

    stranger = named(opened, "stranger", Role(ACCEPT, ID + "body/demo-kamenka-mms"))
    nobody: dict[str, str] = {}
    everybody = (nobody, stranger, methodist, coordinator)
    before = [told(who) for who in everybody]
    assert before[:2] == [[], []]
    already = dict(before[3]).get("/desk", "0")
    place = send(opened, methodist, turtle(key="practice/desk-due")).headers["location"]
    waiting = [("/desk", str(int(already) + 1))]
    assert [told(who) for who in everybody] == [[], [], before[2], waiting]
    opened.post(f"{place}/return", json={"answer": "Нет"}, headers=coordinator)
    mine = dict(before[2]).get("/submit#own", "0")
    assert told(methodist) == [("/submit#own", str(int(mine) + 1))]
    assert told(coordinator) == before[3]
    opened.post(f"{place}/withdraw", headers=methodist)
    assert told(methodist) == before[2]


def test_what_waits_has_waited_since_it_was_handed_in(
    opened: TestClient, methodist: dict[str, str]
) -> None:
    file = {"file": ("practice.ttl", turtle(), "text/turtle")}
    kept = opened.post("/submit", files=file, data={"body": SERVICE}, headers=methodist)
    name = kept.headers["location"].rpartition("/")[2]
    drafts = registry_of(opened).drafts
    drafts.settle(name, "draft", time="2026-01-01T00:00:00+00:00")
    opened.post(f"/submit/{name}/accept", headers=methodist)
    case = drafts.case(name)
    assert case.state == "waiting"
    assert case.time > "2026-01-02"


def test_what_waits_is_accepted_as_it_was_read(
    opened: TestClient, methodist: dict[str, str], coordinator: dict[str, str]
) -> None:
    place = send(opened, methodist).headers["location"]
    kept, name = registry_of(opened).drafts, place.rpartition("/")[2]
    # The file is one thing, what was read of it and shown to the reviewer another.
    kept.settle(name, "waiting", read=kept.case(name).read.replace("у реки", "у озера"))
    assert "Урок у озера" in opened.get(f"/desk/{name}", headers=coordinator).text
    assert opened.post(f"{place}/accept", headers=coordinator).status_code == 201
    assert "Урок у озера" in opened.get(f"/page/{PRACTICE}").text


TABLE = """id,label,author,level,status,jurisdiction
desk-1,Урок у реки (учебная),demo-lipovka-mms,municipal,submitted,demo-lipovka
desk-2,Урок у озера (учебная),demo-lipovka-mms,municipal,submitted,demo-lipovka
"""


def test_the_journal_tells_from_which_row_a_record_came_also_after_a_review(
    opened: TestClient, methodist: dict[str, str], coordinator: dict[str, str]
) -> None:
    place = send(
        opened, methodist, TABLE, query="&entity=practice", content_type="text/csv"
    ).headers["location"]
    entry = opened.post(f"{place}/accept", headers=coordinator).headers["location"]
    rows = {f"practice/desk-{n}": {"sheet": "practice.csv", "row": n + 1} for n in (1, 2)}
    assert opened.get(entry).json()["places"] == {ID + key: place for key, place in rows.items()}
    (change,) = opened.get("/id/practice/desk-2/history").json()["changes"]
    assert (change["source"], change["sheet"], change["row"]) == ("practice.csv", "practice.csv", 3)
    page = {"accept": "text/html", "accept-language": "ru"}
    told = 'файл <span lang="ru">practice.csv</span>, строка 3'
    assert told in opened.get("/page/practice/desk-2/history", headers=page).text
    number = entry.rpartition("/")[2]
    assert told in opened.get(f"/submissions/{number}", headers=page).text
    # Only the second row changes: of what stays as it is the journal has its first row still.
    place = send(
        opened,
        methodist,
        TABLE.replace("озера", "моря"),
        query="&entity=practice",
        content_type="text/csv",
    ).headers["location"]
    entry = opened.post(f"{place}/accept", headers=coordinator).headers["location"]
    assert [*opened.get(entry).json()["places"]] == [f"{ID}practice/desk-2"]
    (change,) = opened.get("/id/practice/desk-1/history").json()["changes"]
    assert change["row"] == 2


def test_a_printed_deadline_that_was_read_is_accepted_as_it_was_shown(
    opened: TestClient, methodist: dict[str, str], coordinator: dict[str, str]
) -> None:
    plan = "demo-roadmap-2026"
    table = (
        "id,plan,section,position,label,activityKind,deadlinePrinted\n"
        f"lipovka/1,{plan},{plan}/1,90,Провести семинар,event,до 1 марта 2027 г.\n"
    )
    place = send(
        opened, methodist, table, query="&entity=activity", content_type="text/csv"
    ).headers["location"]
    page = opened.get(f"/desk/{place.rpartition('/')[2]}", headers=coordinator).text
    assert "Провести семинар" in page
    assert "Принять сейчас нельзя" not in page
    answer = opened.post(f"{place}/accept", headers=coordinator)
    assert answer.status_code == 201, answer.text
    fields = opened.get("/data/activity/lipovka/1.json").json()["fields"]
    assert "2027-03-01" in str(fields["deadlineEnd"])


def test_what_came_from_no_table_has_no_row(opened: TestClient) -> None:
    assert send(opened).status_code == 201
    (change,) = opened.get(f"/id/{PRACTICE}/history").json()["changes"]
    assert (change["sheet"], change["row"]) == (None, None)


@pytest.mark.parametrize(
    "told",
    [
        "nothing",
        "[1]",
        '{"remarks": 7}',
        '{"remarks": ["x"]}',
        '{"remarks": [{"record": "practice/a"}]}',
        '{"remarks": [{"record": "practice/a", "text": " "}]}',
    ],
)
def test_remarks_that_cannot_be_read_return_nothing(
    opened: TestClient, methodist: dict[str, str], coordinator: dict[str, str], told: str
) -> None:
    place = send(opened, methodist).headers["location"]
    answer = opened.post(f"{place}/return", content=told, headers=coordinator)
    assert (answer.status_code, answer.json()["type"]) == (400, "/errors/parameter")
    assert opened.get(place, headers=methodist).json()["state"] == "waiting"


def test_a_remark_on_what_is_no_record_is_refused(
    opened: TestClient, methodist: dict[str, str], coordinator: dict[str, str]
) -> None:
    place = send(opened, methodist).headers["location"]
    told = {"remarks": [{"record": "practice/<a b>", "text": "?"}]}
    answer = opened.post(f"{place}/return", json=told, headers=coordinator)
    assert answer.status_code == 404
    assert opened.get(place, headers=methodist).json()["state"] == "waiting"
