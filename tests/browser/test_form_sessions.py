"""A methodist's session ends while they type: nothing is lost, and it is said at once."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from graphsvc.access.editors import read_role
from graphsvc.access.tokens import FILE, Tokens
from tests.browser.conftest import Visitors, served
from tests.browser.test_access import sign_in
from tests.browser.test_pages import violations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Visitor

NEW = "/forms/practice?body=body/demo-lipovka-mms"
OTHERS = "/forms/body/demo-lipovka-mms?body=body/demo-iro"
SERVICE = "Методическая служба Липовского округа (учебная)"
CHECKED_MS = 20_000


@pytest.fixture(scope="module")
def closed(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Where a service answers that asks who it is, and a methodist's token."""
    folder = tmp_path_factory.mktemp("closed")
    shutil.copytree(loaded, folder / "var")
    with served(folder) as address:
        tokens = Tokens(folder / "var" / FILE)
        role = read_role("submit:body/demo-lipovka-mms", [])
        token = tokens.add("methodist-12", "Методист Липовки", [role], 30)
        yield address, token
        tokens.close()


@pytest.fixture
def visitors(browser: Browser, closed: tuple[str, str]) -> Iterator[Visitors]:
    yield Visitors(browser, closed[0])
    for context in browser.contexts:
        context.close()


@pytest.fixture
def token(closed: tuple[str, str]) -> str:
    return closed[1]


def signed_in(visitor: Visitor, token: str) -> Page:
    visitor.open("/sign-in")
    sign_in(visitor, token)
    return visitor.page


def leave(page: Page, address: str) -> None:
    """Sign out in another tab."""
    other = page.context.new_page()
    other.goto(address)
    other.get_by_role("button", name="Выйти").click()
    expect(other.get_by_role("button", name="Выйти")).to_have_count(0)
    other.close()


def come_back(page: Page, token: str) -> None:
    """Sign in in the tab that the page opens."""
    with page.context.expect_page() as opened:
        page.get_by_role("main").get_by_role("link", name="Войти").click()
    other = opened.value
    other.get_by_label("Токен").fill(token)
    other.get_by_role("main").get_by_role("button", name="Войти").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Кто я")
    other.close()


def test_that_nothing_is_kept_any_more_is_said_at_once(visitors: Visitors, token: str) -> None:
    visitor = visitors()
    page = signed_in(visitor, token)
    visitor.open(NEW)
    page.locator("#f-0-label-0").fill("Первое")
    status = page.get_by_role("status")
    expect(status).to_contain_text("Черновик сохранён", timeout=CHECKED_MS)
    leave(page, visitor.address)
    page.locator("#f-0-label-0").fill("Первое и второе")
    warned = page.get_by_role("alert").filter(has_text="Не сохранено: вход закончился")
    expect(warned).to_be_visible(timeout=CHECKED_MS)
    expect(status).not_to_contain_text("Черновик сохранён")
    assert not violations(page)
    come_back(page, token)
    page.get_by_role("button", name="Сохранить черновик").click()
    expect(page.locator("#f-0-label-0")).to_have_value("Первое и второе")
    expect(warned).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False])
def test_what_i_typed_goes_with_me_through_signing_in(
    visitors: Visitors, token: str, *, scripts: bool
) -> None:
    visitor = visitors(scripts=scripts)
    page = signed_in(visitor, token)
    visitor.open(NEW)
    leave(page, visitor.address)
    page.locator("#f-0-label-0").fill("Урок, который не пропал")
    page.get_by_role("button", name="Проверить и подать").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Нужен вход: введённое не потеряно")
    assert not scripts or not violations(page)
    come_back(page, token)
    page.get_by_role("button", name="Продолжить").click()
    expect(heading).to_have_text("Новая запись: Практика")
    expect(page.locator("#f-0-label-0")).to_have_value("Урок, который не пропал")


def test_what_others_keep_has_no_fields(visitors: Visitors, token: str) -> None:
    visitor = visitors(width=390)
    page = signed_in(visitor, token)
    visitor.open(OTHERS)
    expect(page.get_by_text("Эти данные ведут другие")).to_be_visible()
    expect(page.locator("form#form")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not violations(page)
    page.get_by_role("listitem").get_by_role("link", name=SERVICE).click()
    expect(page.locator("form#form")).to_have_count(1)
