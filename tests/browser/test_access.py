"""A methodist signs in with a token, sees who they are and what they may, and signs out."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, NamedTuple

import pytest
from playwright.sync_api import expect

from graphsvc.access.editors import read_role
from graphsvc.access.tokens import FILE, Tokens
from tests.browser.conftest import Visitors, served
from tests.browser.test_pages import violations, wider_than_screen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.browser.conftest import Visitor

SERVICE = "Методическая служба Берёзовского района (учебная)"
SCHOOL = "Методический совет Берёзовской школы № 1 (учебный)"
LABEL = "Методист Берёзовского района"


class Office(NamedTuple):
    """A registry whose operator makes out tokens while it runs."""

    tokens: Tokens
    visitors: Visitors

    def token(self, name: str = "methodist-12") -> str:
        roles = ["submit:body/demo-berezovo-mms", "accept:body/demo-berezovo-mms:institution"]
        return self.tokens.add(name, LABEL, [read_role(r, ["institution"]) for r in roles], 30)


@pytest.fixture(scope="module")
def closed(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    folder = tmp_path_factory.mktemp("closed")
    shutil.copytree(loaded, folder / "var")
    with served(folder) as address:
        yield folder / "var", address


@pytest.fixture
def office(browser: Browser, closed: tuple[Path, str]) -> Iterator[Office]:
    folder, address = closed
    tokens = Tokens(folder / FILE)
    yield Office(tokens, Visitors(browser, address))
    tokens.close()
    for context in browser.contexts:
        context.close()


def sign_in(visitor: Visitor, token: str) -> None:
    visitor.page.get_by_label("Токен").fill(token)
    visitor.page.get_by_role("main").get_by_role("button", name="Войти").click()


def test_before_the_first_token_every_page_says_that_anybody_may_write(visitors: Visitors) -> None:
    visitor = visitors()
    for path in ("/", "/questions", "/submit", "/nosuch"):
        visitor.open(path)
        footer = visitor.page.get_by_role("contentinfo")
        expect(footer).to_contain_text("на этой машине вносить данные может каждый")
    visitor.page.get_by_role("link", name="Как настроить вход").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Вход")
    expect(visitor.page.get_by_label("Команда")).to_contain_text("graphsvc token add")


def test_i_sign_in_where_i_was_see_who_i_am_and_sign_out(office: Office) -> None:
    token = office.token()
    visitor = office.visitors()
    page = visitor.page
    visitor.open("/calendar?body=body/demo-berezovo-mms&quarter=2026-4")
    page.get_by_role("link", name="Войти").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Вход")
    expect(page.get_by_label("Токен")).to_be_focused()
    sign_in(visitor, token)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Календарь")
    assert page.url.endswith("/calendar?body=body/demo-berezovo-mms&quarter=2026-4")

    page.get_by_role("link", name=LABEL).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Кто я")
    submit = page.get_by_role("region", name="За кого я могу подавать данные")
    expect(submit.get_by_role("link")).to_have_text([SERVICE])
    accept = page.get_by_role("region", name="Чьи данные я могу принимать")
    accept.get_by_text("Сегодня таких органов:").click()
    expect(accept.get_by_role("link", name=SCHOOL)).to_be_visible()
    assert visitor.foreign() == []
    assert visitor.complaints == []

    page.get_by_role("button", name="Выйти").click()
    expect(page.get_by_role("link", name="Войти")).to_be_visible()
    visitor.open("/me")
    expect(page.get_by_role("heading", level=1)).to_have_text("Вход")


def test_a_wrong_token_is_told_and_i_can_try_again(office: Office) -> None:
    token = office.token()
    visitor = office.visitors()
    visitor.open("/sign-in")
    sign_in(visitor, token[:-1])
    expect(visitor.page.get_by_role("alert")).to_contain_text("Токен не подходит")
    expect(visitor.page.get_by_label("Токен")).to_have_value("")
    assert violations(visitor.page) == []
    sign_in(visitor, f"  {token} ")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Кто я")


def test_a_mark_in_the_calendar_leads_me_to_sign_in_and_back(office: Office) -> None:
    token = office.token()
    visitor = office.visitors()
    page = visitor.page
    visitor.open("/calendar?body=body/demo-berezovo-mms&quarter=2026-4")
    page.locator(".mark summary").first.click()
    page.locator(".mark form button").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Вход")
    sign_in(visitor, token)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Календарь")
    page.locator(".mark summary").first.click()
    page.locator(".mark form button").first.click()
    # The demo region's rule wants somebody else to accept it.
    expect(page.get_by_role("heading", level=1)).to_have_text("Ждёт проверки")
    expect(page.get_by_role("main")).to_contain_text(SERVICE)


def test_what_i_may_not_do_is_refused_in_words(office: Office) -> None:
    visitor = office.visitors()
    visitor.open("/sign-in")
    sign_in(visitor, office.token())
    visitor.open("/calendar?body=body/demo-kamenka-mms&quarter=2026-4")
    visitor.page.locator(".mark summary").first.click()
    visitor.page.locator(".mark form button").first.click()
    told = visitor.page.get_by_role("alert")
    expect(told).to_contain_text("нужно право подавать данные")
    expect(told).to_contain_text("Каменского района")


def test_a_token_that_is_revoked_signs_me_out_everywhere(office: Office) -> None:
    token = office.token("methodist-13")
    visitor = office.visitors()
    visitor.open("/sign-in")
    sign_in(visitor, token)
    expect(visitor.page.get_by_role("button", name="Выйти")).to_be_visible()
    office.tokens.revoke("methodist-13")
    visitor.open("/questions")
    expect(visitor.page.get_by_role("link", name="Войти")).to_be_visible()


@pytest.mark.parametrize("path", ["/me", "/sign-in", "/questions"])
@pytest.mark.parametrize(("lang", "theme", "width"), [("ru", "light", 1280), ("en", "dark", 390)])
def test_the_pages_are_open_to_everybody(
    office: Office, path: str, lang: str, theme: str, width: int
) -> None:
    token = office.token()
    visitor = office.visitors(lang, theme, width)
    if path != "/sign-in":
        visitor.open("/sign-in")
        visitor.page.locator("#token").fill(token)
        visitor.page.get_by_role("main").get_by_role("button").click()
    visitor.open(path)
    assert visitor.page.locator("html").get_attribute("lang") == lang
    assert violations(visitor.page) == []
    assert wider_than_screen(visitor.page) <= 0
    assert visitor.complaints == []


def test_without_scripts_it_works_as_well(office: Office) -> None:
    visitor = office.visitors(scripts=False)
    visitor.open("/sign-in")
    sign_in(visitor, office.token())
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Кто я")
    visitor.page.get_by_role("button", name="Выйти").click()
    expect(visitor.page.get_by_role("link", name="Войти")).to_be_visible()


def test_no_script_can_read_the_session(office: Office) -> None:
    visitor = office.visitors()
    visitor.open("/sign-in")
    sign_in(visitor, office.token())
    expect(visitor.page.get_by_role("button", name="Выйти")).to_be_visible()
    assert visitor.page.evaluate("document.cookie") == ""
    (cookie,) = visitor.page.context.cookies()
    told = {k: v for k, v in cookie.items() if k in ("httpOnly", "sameSite", "path")}
    assert told == {"httpOnly": True, "sameSite": "Strict", "path": "/"}
