"""Who may change what over HTTP: roles by routes by bodies, tokens and sessions that end."""

from __future__ import annotations

import itertools
import sqlite3
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from starlette.testclient import TestClient

from graphsvc.access.editors import read_role
from graphsvc.access.tokens import FILE, Tokens
from graphsvc.api.app import create_app
from graphsvc.api.editors import COOKIE, local_path
from graphsvc.rdf.names import BASE, ID
from graphsvc.settings import Settings
from tests.making import TURTLE, plan_turtle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import httpx

    from graphsvc.registry import Registry

HOST = "http://127.0.0.1"
PAGE = {"accept": "text/html"}
BODIES = {
    "institute": "regional",
    "service": "municipal",
    "school": "institution",
    "neighbour": "municipal",
}
TREE = [("institute", "service"), ("institute", "neighbour"), ("service", "school")]
LEVELS = ("federal", "regional", "municipal", "institution")
NUMBERS = itertools.count(1)


class Place(NamedTuple):
    """A service over a region of four bodies, and its file of editors from outside."""

    client: TestClient
    tokens: Tokens
    folder: Path

    @property
    def registry(self) -> Registry:
        app: Any = self.client.app
        found: Registry = app.state.service.registry
        return found

    def token(self, name: str, *roles: str, days: int = 30) -> str:
        read = [read_role(role, LEVELS) for role in roles]
        return self.tokens.add(name, f"Методист {name}", read, days)

    def sign_in(self, token: str, **given: str) -> httpx.Response:
        response: httpx.Response = self.client.post("/sign-in", data={"token": token, **given})
        return response


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("access")
    app = create_app(Settings(data_dir=folder))
    with TestClient(app, HOST, follow_redirects=False) as client:
        for key, level in BODIES.items():
            turtle = plan_turtle(key).replace(
                f"rms:level <{BASE}scheme/level/regional>",
                f"rms:level <{BASE}scheme/level/{level}>",
            )
            assert submitted(client, {}, key, turtle).status_code == 201
        tree = "".join(
            f"""<{ID}relation/{a}-{b}> a rms:Relation ; rms:subject <{ID}body/{a}> ;
            rms:object <{ID}body/{b}> ; rms:relation <{BASE}scheme/relation/coordinates> ;
            rms:modality <{BASE}scheme/modality/in-force> ;
            rms:certainty <{BASE}scheme/certainty/stated> ."""
            for a, b in TREE
        )
        assert submitted(client, {}, "institute", TURTLE + tree).status_code == 201
        tokens = Tokens(folder / FILE)
        yield Place(client, tokens, folder)
        tokens.close()


@pytest.fixture(autouse=True)
def signed_out(place: Place) -> None:
    place.client.cookies.clear()


def submitted(
    client: TestClient, headers: dict[str, str], key: str, turtle: str = ""
) -> httpx.Response:
    """Hand in a territory that nobody has handed in, or what is given."""
    n = next(NUMBERS)
    territory = f"""{TURTLE}<{ID}territory/{key}-{n}> a rms:Territory ;
    skos:prefLabel "Округ {n}"@ru ; rms:territoryLevel <{BASE}scheme/level/municipal> ."""
    response: httpx.Response = client.post(
        f"/api/submissions?body=body/{key}&mode=patch",
        content=turtle or territory,
        headers={"content-type": "text/turtle", **headers},
    )
    return response


def marked(client: TestClient, headers: dict[str, str], key: str) -> httpx.Response:
    day = (date(2022, 1, 1) + timedelta(days=next(NUMBERS))).isoformat()
    given = {"activity": f"activity/{key}/once", "body": f"body/{key}", "date": day}
    response: httpx.Response = client.post("/api/calendar/done", json=given, headers=headers)
    return response


def waived(client: TestClient, headers: dict[str, str], key: str) -> httpx.Response:
    """Waive a finding that there is: the body itself decides."""
    found = client.get("/api/audits/findings?date=2026-11-22").json()["findings"]
    given = {
        "finding": found[next(NUMBERS) % len(found)]["id"],
        "until": (date(2027, 1, 1) + timedelta(days=next(NUMBERS))).isoformat(),
        "reason": "Будет позже",
        "body": f"body/{key}",
        "date": "2026-11-22",
    }
    response: httpx.Response = client.post("/api/audits/waivers", json=given, headers=headers)
    return response


def by_page(client: TestClient, headers: dict[str, str], key: str) -> httpx.Response:
    """Hand in by page: the first answer that refuses, or that of the last step."""
    n = next(NUMBERS)
    table = f"id,label,territoryLevel\n{key}-{n},Округ {n},municipal\n"
    draft: httpx.Response = client.post(
        "/submit",
        data={"body": f"body/{key}", "entity": "territory"},
        files={"file": ("territory.csv", table.encode(), "text/csv")},
        headers=headers,
    )
    if draft.status_code != 303 or "/sign-in" in draft.headers["location"]:
        return draft
    address = draft.headers["location"].partition("?")[0]
    response: httpx.Response = client.post(
        f"{address}/accept", data={"reason": ""}, headers=headers
    )
    return response


def merged(client: TestClient, headers: dict[str, str], key: str) -> httpx.Response:
    """Add triples by the Graph Store Protocol."""
    return stored(client, headers, key, "POST")


def replaced(client: TestClient, headers: dict[str, str], key: str) -> httpx.Response:
    """Put a graph that differs by one record in place of the present one."""
    present = client.get(
        f"/rdf-graph-store?graph=graph/body/{key}", headers={"accept": "text/turtle"}
    )
    return stored(client, headers, key, "PUT", present.text)


def stored(
    client: TestClient, headers: dict[str, str], key: str, method: str, more: str = ""
) -> httpx.Response:
    n = next(NUMBERS)
    content = f"""{more}\n<{ID}territory/{key}-{n}> a <{BASE}ontology#Territory> ;
    <http://www.w3.org/2004/02/skos/core#prefLabel> "Округ {n}"@ru ;
    <{BASE}ontology#territoryLevel> <{BASE}scheme/level/municipal> ."""
    response: httpx.Response = client.request(
        method,
        f"/rdf-graph-store?graph=graph/body/{key}",
        content=content.encode(),
        headers={"content-type": "text/turtle", **headers},
    )
    return response


ROUTES: dict[str, Callable[[TestClient, dict[str, str], str], httpx.Response]] = {
    "submissions": submitted,
    "done": marked,
    "waivers": waived,
    "page": by_page,
    "graph store, POST": merged,
    "graph store, PUT": replaced,
}
MAY = {
    "submit": set(BODIES),
    "submit:body/service": {"service"},
    "submit:body/service:institution": {"service", "school"},
    "submit:body/institute:municipal": {"institute", "service", "neighbour"},
    "submit:body/institute:*": set(BODIES),
    "submit::institution": {"school"},
    "submit:body/school:*": {"school"},
    "submit:document/service": set(),
    "accept:body/institute:*": set(),
    "administer": set(),
}
"""For each role, the bodies whose data it lets hand in: own, below, above and others'."""


@pytest.mark.parametrize("key", BODIES)
@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("role", MAY)
def test_a_role_lets_in_where_it_holds_and_nowhere_else(
    place: Place, role: str, route: str, key: str
) -> None:
    name = f"e{list(MAY).index(role)}"
    headers = {"authorization": f"Bearer {place.token(name, role)}"}
    before = place.registry.journal.sequence
    response = ROUTES[route](place.client, headers, key)
    written = place.registry.journal.sequence - before
    if key in MAY[role]:
        known = 200 if "graph store" in route else 201  # there was such a graph before
        assert (response.status_code, written) == (known, 1), response.text
        assert place.registry.journal.read(before + 1).header.agent == name
    else:
        assert (response.status_code, written) == (403, 0)


@pytest.mark.parametrize("key", BODIES)
@pytest.mark.parametrize("role", MAY)
def test_what_others_handed_in_is_undone_by_those_who_may_hand_in(
    place: Place, role: str, key: str
) -> None:
    whole = {"authorization": f"Bearer {place.token('whole', 'submit')}"}
    version = submitted(place.client, whole, key).json()["version"]
    headers = {"authorization": f"Bearer {place.token(f'e{list(MAY).index(role)}', role)}"}
    response = place.client.post(f"/api/submissions/{version}/undo", headers=headers)
    written = place.registry.journal.sequence - version
    expected = (201, 1) if key in MAY[role] else (403, 0)
    assert (response.status_code, written) == expected, response.text


@pytest.mark.parametrize("key", BODIES)
@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("given", ["nothing", "wrong", "expired", "revoked", "another scheme"])
def test_without_a_token_that_holds_nothing_is_changed(
    place: Place, given: str, route: str, key: str
) -> None:
    place.token("anybody", "submit")  # closed, if it was not yet
    before = place.registry.journal.sequence
    response = ROUTES[route](place.client, wrong(place, given), key)
    assert response.status_code in (401, 429)
    assert place.registry.journal.sequence == before


def wrong(place: Place, given: str) -> dict[str, str]:
    if given == "nothing":
        return {}
    token = place.token("gone", "submit")
    if given == "another scheme":
        return {"authorization": f"Basic {token}"}
    if given == "wrong":
        token = token[:-1] + ("0" if token[-1] != "0" else "1")
    if given == "revoked":
        place.tokens.revoke(token.split("_")[1])
    if given == "expired":
        with sqlite3.connect(place.folder / FILE) as database:
            database.execute("UPDATE token SET expires = 1 WHERE id = ?", (token.split("_")[1],))
        database.close()
    return {"authorization": f"Bearer {token}"}


@pytest.fixture
def patient(place: Place) -> Place:
    """Nobody has tried anything wrong yet."""
    app: Any = place.client.app
    app.state.service.attempts._wrong.clear()
    return place


def test_unknown_expired_and_revoked_tokens_are_answered_alike(patient: Place) -> None:
    told = set[tuple[int, str, str]]()
    for given in ("wrong", "expired", "revoked"):
        response = submitted(patient.client, wrong(patient, given), "service")
        told.add((response.status_code, response.text, response.headers["www-authenticate"]))
        page = patient.sign_in(wrong(patient, given)["authorization"].split()[1])
        assert page.status_code == 401
        assert COOKIE not in page.headers.get("set-cookie", "")
    ((status, text, scheme),) = told
    assert (status, scheme) == (401, "Bearer")
    assert "Токен не подходит" in text


def test_many_wrong_tokens_have_to_wait_and_right_ones_do_not(patient: Place) -> None:
    token = patient.token("methodist-12", "submit")
    bad = {"authorization": "Bearer mnet_00000000_0"}
    statuses = [submitted(patient.client, bad, "service").status_code for _ in range(5)]
    statuses += [patient.sign_in("mnet_00000000_0").status_code for _ in range(5)]
    assert statuses == [401] * 10
    refused = submitted(patient.client, bad, "service")
    shown = patient.sign_in("mnet_00000000_0")
    assert (refused.status_code, shown.status_code) == (429, 429)
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert 0 < int(shown.headers["retry-after"]) <= 60
    good = {"authorization": f"Bearer {token}"}
    assert submitted(patient.client, good, "service").status_code == 201
    assert patient.sign_in(token).status_code == 303


def test_a_forbidden_one_is_told_what_it_takes(place: Place) -> None:
    headers = {"authorization": f"Bearer {place.token('methodist-12', 'submit:body/service')}"}
    told = submitted(place.client, headers, "neighbour").json()
    assert told["type"] == "/errors/forbidden"
    assert "право подавать данные: «Центр»." in told["detail"]
    assert told["role"] == "submit:body/neighbour"


def test_a_session_is_a_cookie_that_scripts_and_other_sites_cannot_use(patient: Place) -> None:
    token = patient.token("methodist-12", "submit:body/service")
    response = patient.sign_in(token)
    cookie = response.headers["set-cookie"]
    parts = {p.strip().lower() for p in cookie.split(";")[1:]}
    assert {"httponly", "samesite=strict", "path=/", "max-age=43200"} <= parts
    assert not any(p.startswith("domain") for p in parts)
    assert token not in cookie
    assert token.split("_")[2][:16] not in cookie
    assert submitted(patient.client, {}, "service").status_code == 201
    assert submitted(patient.client, {}, "neighbour").status_code == 403


def test_signing_out_ends_the_session_for_good(patient: Place) -> None:
    patient.sign_in(patient.token("methodist-12", "submit"))
    session = patient.client.cookies[COOKIE]
    response = patient.client.post("/sign-out")
    assert (response.status_code, response.headers["location"]) == (303, "/")
    assert COOKIE not in patient.client.cookies
    patient.client.cookies.set(COOKIE, session)
    assert submitted(patient.client, {}, "service").status_code == 401


@pytest.mark.parametrize("what", ["token", "editor"])
def test_revoking_ends_sessions_at_once(patient: Place, what: str) -> None:
    token = patient.token("methodist-12", "submit")
    patient.sign_in(token)
    assert submitted(patient.client, {}, "service").status_code == 201
    patient.tokens.revoke(token.split("_")[1] if what == "token" else "methodist-12")
    assert submitted(patient.client, {}, "service").status_code == 401
    assert "Методист methodist-12" not in patient.client.get("/").text


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "http://localhost"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
    ids=str,
)
def test_a_form_of_another_origin_changes_nothing(patient: Place, headers: dict[str, str]) -> None:
    """Even where its browser sent the cookie: another port of the machine is the same site."""
    token = patient.token("methodist-12", "submit")
    assert (
        patient.client.post("/sign-in", data={"token": token}, headers=headers).status_code == 403
    )
    patient.sign_in(token)
    before = patient.registry.journal.sequence
    statuses = [r(patient.client, headers, "service").status_code for r in ROUTES.values()]
    assert statuses == [403] * len(ROUTES)
    assert patient.client.post("/sign-out", headers=headers).status_code == 403
    assert patient.registry.journal.sequence == before
    own = {"origin": HOST, "sec-fetch-site": "same-origin"}
    assert submitted(patient.client, own, "service").status_code == 201


def test_a_browsers_form_is_led_to_sign_in_and_back(place: Place) -> None:
    place.token("anybody", "submit")
    given = {"activity": "activity/service/once", "body": "body/service"}
    referrer = f"{HOST}/calendar?body=body/service&quarter=2026-1"
    response = place.client.post(
        "/api/calendar/done", data=given, headers={**PAGE, "referer": referrer}
    )
    assert response.status_code == 303
    back = "/sign-in?next=%2Fcalendar%3Fbody%3Dbody%2Fservice%26quarter%3D2026-1"
    assert response.headers["location"] == back
    shown = place.client.get(back)
    assert 'name="next" value="/calendar?body=body/service&amp;quarter=2026-1"' in shown.text
    token = place.token("methodist-12", "submit")
    done = place.sign_in(token, next="/calendar?body=body/service&quarter=2026-1")
    assert done.headers["location"] == "/calendar?body=body/service&quarter=2026-1"


def test_from_another_site_it_is_led_to_sign_in_alone(place: Place) -> None:
    place.token("anybody", "submit")
    for referrer in ("http://evil.example/submit", ""):
        headers = {**PAGE, "referer": referrer} if referrer else PAGE
        response = place.client.post("/api/calendar/done", data={}, headers=headers)
        assert (response.status_code, response.headers["location"]) == (303, "/sign-in")


ELSEWHERE = [
    *("//evil.example", "///evil.example", "/\\evil.example", "\\/evil.example", "evil.example"),
    *("http://evil.example/", "https:evil.example", "/\t/evil.example", "/\n/evil.example"),
    *("javascript:alert(1)", " /x", "", "/x\r\nSet-Cookie: a=b"),
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_signing_in_leads_to_no_other_site(place: Place, address: str) -> None:
    assert local_path(address) == "/"
    token = place.token("methodist-12", "submit")
    assert place.sign_in(token, next=address).headers["location"] == "/me"
    shown = place.client.get("/sign-in", params={"next": address})
    assert shown.headers["location"] == "/me"


def test_who_i_am_is_told_in_words(place: Place) -> None:
    roles = ("submit:body/service:institution", "accept:body/nobody", "accept")
    place.sign_in(place.token("methodist-12", *roles))
    shown = place.client.get("/me")
    assert shown.status_code == 200
    for text in (
        *("Методист methodist-12", "За кого я могу подавать данные", "/page/body/service"),
        *("/page/body/school", "Чьи данные я могу принимать", "ещё нет", "Весь реестр"),
    ):
        assert text in shown.text, text
    assert "/page/body/neighbour" not in shown.text
    assert "Чем я могу распоряжаться" not in shown.text


def test_every_page_says_who_is_signed_in_or_offers_it(place: Place) -> None:
    place.token("anybody", "submit")
    shown = place.client.get("/questions?kind=audit")
    assert 'href="/sign-in?next=%2Fquestions%3Fkind%3Daudit"' in shown.text
    assert "Вход не настроен" not in shown.text
    place.sign_in(place.token("methodist-12", "submit"))
    shown = place.client.get("/questions")
    assert "Методист methodist-12" in shown.text
    assert 'action="/sign-out"' in shown.text
    assert "/sign-in" not in shown.text


def test_reading_takes_no_token(place: Place) -> None:
    place.token("anybody", "submit")
    for path in ("/", "/api/questions", "/page/body/service", "/submit", "/calendar"):
        assert place.client.get(path).status_code == 200, path
    answer = place.client.post("/sparql", data={"query": "ASK {}"})
    assert answer.status_code == 200


def test_an_agent_named_by_a_header_is_not_believed(place: Place) -> None:
    token = place.token("methodist-12", "submit")
    headers = {"authorization": f"Bearer {token}", "x-agent": "somebody-else"}
    version = submitted(place.client, headers, "service").json()["version"]
    assert place.registry.journal.read(version).header.agent == "methodist-12"


def test_nothing_of_a_token_is_told_or_kept_anywhere(
    patient: Place, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    token = patient.token("methodist-12", "submit:body/service")
    bad = token[:-4] + "beef"
    told: list[httpx.Response] = []
    for each in (token, bad):
        headers = {"authorization": f"Bearer {each}"}
        told += [r(patient.client, headers, k) for r in ROUTES.values() for k in BODIES]
        told += [patient.sign_in(each, next="/me"), patient.client.get("/me")]
        told += [patient.client.get("/"), patient.client.get("/nosuch", headers=PAGE | headers)]
    session = patient.client.cookies[COOKIE]
    answers = "".join(r.text + str(r.headers) for r in told if "set-cookie" not in r.headers)
    printed = "".join(capfd.readouterr()) + caplog.text
    files = {f: f.read_bytes() for f in patient.folder.rglob("*") if f.is_file()}
    assert any(b"methodist-12" in content for content in files.values())
    secret = token.split("_")[2]
    for part in (secret[:24], secret[24:48], session[:20], session[20:]):
        assert part not in answers
        assert part not in printed
        assert [f for f, content in files.items() if part.encode() in content] == []


def test_it_is_open_until_the_first_token_and_closed_from_then_on(tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path))
    with TestClient(app, HOST, follow_redirects=False) as client:
        shown = client.get("/").text
        assert "Вход не настроен: на этой машине вносить данные может каждый." in shown
        assert "Войти</a>" not in shown
        assert "можете всё" in client.get("/me").text
        assert "graphsvc token add" in client.get("/sign-in").text
        given = submitted(client, {"x-agent": "methodist-7"}, "a")
        assert given.status_code == 201
        registry: Registry = app.state.service.registry
        assert registry.journal.read(given.json()["version"]).header.agent == "methodist-7"
        bad = {"authorization": "Bearer mnet_00000000_0"}
        assert submitted(client, bad, "a").status_code == 401

        other = Tokens(tmp_path / FILE)
        other.add("methodist-12", "Методист", [read_role("submit", LEVELS)], 1)
        assert submitted(client, {}, "a").status_code == 401
        assert "Вход не настроен" not in client.get("/").text
        location = client.get("/me").headers["location"]
        assert location == "/sign-in?next=%2Fme"
        other.revoke("methodist-12")
        other.close()
        assert submitted(client, {}, "a").status_code == 401
