"""What a methodist hands in is looked through by the institute: returned, corrected, accepted."""

from __future__ import annotations

import io
import shutil
from typing import TYPE_CHECKING, NamedTuple

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from graphsvc.access.editors import Role
from graphsvc.access.tokens import FILE, Tokens
from graphsvc.rdf.names import ID
from tests.browser.conftest import Visitors, served
from tests.browser.test_access import sign_in
from tests.browser.test_pages import violations, wider_than_screen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Visitor

SERVICE = "Методическая служба Заречного округа (учебная)"
INSTITUTE = "Озёрный институт развития образования (учебный)"
SHEET = "Соглашения"
AGREEMENT = "Соглашение Заречного округа № 10 (учебное)"
DAY = "2026-11-22"
GAP = f"/audits?date={DAY}&body=body/demo-zarechye-mms"


class Office(NamedTuple):
    methodist: Visitor
    coordinator: Visitor


@pytest.fixture(scope="module")
def closed(
    loaded: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str, str]]:
    """A service of which a methodist and a coordinator have tokens: address and both tokens."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(loaded, folder / "var")
    tokens = Tokens(folder / "var" / FILE)
    service, institute = ID + "body/demo-zarechye-mms", ID + "body/demo-iro"
    methodist = tokens.add("zarechye", "Методист Заречного округа", [Role("submit", service)], 30)
    roles = [Role("accept", institute), Role("submit", institute)]
    coordinator = tokens.add("institute", "Координатор института", roles, 30)
    tokens.close()
    with served(folder) as address:
        yield address, methodist, coordinator


@pytest.fixture
def office(browser: Browser, closed: tuple[str, str, str]) -> Iterator[Office]:
    address, *tokens = closed
    visitors = Visitors(browser, address)
    people = [visitors(), visitors()]
    for visitor, token in zip(people, tokens, strict=True):
        visitor.open("/sign-in")
        sign_in(visitor, token)
    yield Office(*people)
    for visitor in people:
        assert not visitor.complaints
        assert not visitor.foreign()
    for context in browser.contexts:
        context.close()


class Book:
    """The template of agreements, filled and saved again."""

    def __init__(self, content: bytes, path: Path) -> None:
        self._book, self.path = load_workbook(io.BytesIO(content)), path
        self._sheet = self._book[SHEET]
        self._places = {str(c.value).rstrip(" *"): c.column_letter for c in self._sheet[1]}  # type: ignore[union-attr]

    def put(self, row: int, **cells: str | None) -> Book:
        for name, value in cells.items():
            header = next(h for h in self._places if h.replace(" ", "_") == name)
            self._sheet[f"{self._places[header]}{row}"] = value
        self._book.save(self.path)
        return self


def check(page: Page, file: Path) -> None:
    page.get_by_label("Чьи это данные").fill(SERVICE)
    page.get_by_label("Файл", exact=True).set_input_files(file)
    page.get_by_role("button", name="Проверить", exact=True).click()


def correct(page: Page, file: Path) -> None:
    page.get_by_label("Выбрать исправленный файл").set_input_files(file)
    page.get_by_role("button", name="Проверить", exact=True).click()


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def gaps(visitor: Visitor) -> set[str]:
    answer = visitor.page.request.get(
        f"{visitor.address}/api/audits/findings?body=body/demo-zarechye-mms&date={DAY}"
    )
    found = {f["id"] for f in answer.json()["findings"]}
    # Undoing takes back the data, not that somebody has handed some in.
    return {name for name in found if not name.startswith("silent-bodies")}


def edges(visitor: Visitor) -> int:
    answer = visitor.page.request.get(
        f"{visitor.address}/api/network?region=demo-region&date={DAY}"
        "&centre=body/demo-zarechye-mms&depth=1"
    )
    pair = {"body/demo-zarechye-mms", "body/demo-iro"}
    return sum(
        {e["source"], e["target"]} == pair
        and e["relation"] == "agreement"
        and e["state"] != "ghost"
        for e in answer.json()["edges"]
    )


GOOD = {
    "вид_соглашения": "о сотрудничестве",
    "состояние": "заключено",
    "сторона": f"{SERVICE} | {INSTITUTE}",
    "действует_с": "01.11.2026",
    "действует_по": "31.10.2027",
}


def mistaken(book: Book) -> Book:
    """Ten agreements with an ordinary mistake each."""
    rows = [
        {"вид_соглашения": "о сотрудничеств"},  # a word cut short
        {"действует_с": "1 сентября 2026 г."},  # a date in words
        {"действует_с": "01.09.26"},  # a short year
        {"действует_с": "31.02.2026"},  # no such day
        {"сторона": f"{SERVICE.replace('учебная', 'учебна')} | {INSTITUTE}"},  # a slip
        {"состояние": "подпишем завтра"},  # not in the list
        {"сторона": "Рога и копыта"},  # nobody called so
        {"действует_с": "=TODAY()"},  # a formula
        {},  # the same name as the first
        {"сторона": f"{SERVICE}; {INSTITUTE}"},  # a semicolon
    ]
    for number, wrong in enumerate(rows, start=1):
        same = 1 if number == 9 else number  # the row that repeats a name
        label = AGREEMENT.replace("10", str(same))
        book.put(number + 2, название=label, **GOOD | wrong)
    return book


def test_ten_mistakes_are_corrected_looked_through_accepted_seen_and_undone(  # noqa: PLR0915  # one road
    office: Office, tmp_path: Path
) -> None:
    me, they = office.methodist.page, office.coordinator.page
    missing, linked = gaps(office.methodist), edges(office.methodist)
    template = me.request.get(f"{office.methodist.address}/api/templates/agreement.xlsx").body()
    book = mistaken(Book(template, tmp_path / "соглашения.xlsx"))

    # Ten mistakes, ten remarks, each with its cell; what is proposed is taken.
    office.methodist.open("/submit")
    check(me, book.path)
    heading(me, "Файл пока не принят")
    remarks = me.get_by_role("table", name="").filter(has_text="что ожидается")
    expect(me.get_by_role("heading", name="Замечания 10")).to_be_visible()
    expect(remarks.get_by_role("row").filter(has_text=SHEET)).to_have_count(10)
    me.get_by_role("button", name="Принять предложения").click()
    with me.expect_download() as download:
        me.get_by_role("link", name="Скачать файл с отмеченными ячейками").click()
    mended = Book(download.value.path().read_bytes(), tmp_path / "исправлено.xlsx")
    for row in (6, 8, 9, 10, 11):
        mended.put(row, **GOOD, название=AGREEMENT.replace("10", str(row - 2)))
    correct(me, mended.path)
    heading(me, "Файл можно подать")
    expect(me.get_by_text("Данные появятся в реестре, когда их примет")).to_contain_text(INSTITUTE)
    me.get_by_label("Пояснение для журнала").fill("Соглашения на год")
    me.get_by_role("button", name="Подать").click()
    heading(me, "Ждёт проверки")
    assert (gaps(office.methodist), edges(office.methodist)) == (missing, linked)

    # The institute returns it with a remark at a field.
    office.coordinator.open("/submit")
    they.get_by_role("link", name="Ждёт вашей проверки").click()
    they.get_by_role("link", name=SERVICE).click()
    article = they.get_by_role("article", name=AGREEMENT)
    article.get_by_text("Замечание: действует по").click()
    article.get_by_label("Замечание: ", exact=False).and_(article.locator("input:visible")).fill(
        "До конца учебного года"
    )
    they.get_by_label("Что исправить в целом").fill("Проверьте сроки")
    they.get_by_role("button", name="Вернуть").click()
    expect(they.get_by_text("Сейчас вашего решения ничто не ждёт")).to_be_visible()

    # It is corrected and handed in again, and accepted.
    office.methodist.open("/submit")
    me.get_by_role("row").filter(has_text="Возвращено с замечаниями").get_by_role("link").click()
    heading(me, "Возвращено с замечаниями")
    expect(me.get_by_role("row").filter(has_text="До конца учебного года")).to_contain_text(
        AGREEMENT
    )
    mended.put(12, действует_по="31.08.2027")
    correct(me, mended.path)
    me.get_by_role("button", name="Подать").click()
    heading(me, "Ждёт проверки")
    office.coordinator.open("/desk")
    they.get_by_role("link", name=SERVICE).click()
    they.get_by_role("button", name="Принять").click()
    expect(they.get_by_role("heading", level=1)).to_contain_text("Подача №")
    expect(they.get_by_role("main")).to_contain_text("Методист Заречного округа")
    expect(they.get_by_role("main")).to_contain_text("Координатор института")
    accepted = they.url

    # It is seen in the network, audited and exported.
    assert edges(office.methodist) > linked
    assert gaps(office.methodist) < missing
    office.methodist.open("/records/agreement?q=Заречного+округа+№+10")
    expect(me.get_by_role("link", name=AGREEMENT)).to_be_visible()
    exported = me.request.get(
        f"{office.methodist.address}/api/templates/agreement.xlsx?body=body/demo-zarechye-mms"
    )
    sheet = load_workbook(io.BytesIO(exported.body()))[SHEET]
    assert AGREEMENT in [cell.value for row in sheet.iter_rows() for cell in row]

    # And undone, which is looked through as well.
    me.goto(accepted)
    me.get_by_label("Почему").fill("Подано по ошибке")
    me.get_by_role("button", name="Отменить").click()
    heading(me, "Ждёт проверки")
    office.coordinator.open("/desk")
    they.get_by_role("link", name=SERVICE).click()
    they.get_by_role("button", name="Принять").click()
    expect(they.get_by_role("heading", level=1)).to_contain_text("Подача №")
    assert gaps(office.methodist) ^ missing == set()
    assert edges(office.methodist) == linked


def test_what_i_handed_in_i_can_take_back(office: Office, tmp_path: Path) -> None:
    me = office.methodist.page
    template = me.request.get(f"{office.methodist.address}/api/templates/agreement.xlsx").body()
    book = Book(template, tmp_path / "a.xlsx").put(3, название="Отозванное (учебное)", **GOOD)
    office.methodist.open("/submit")
    check(me, book.path)
    me.get_by_role("button", name="Подать").click()
    heading(me, "Ждёт проверки")
    me.get_by_role("button", name="Отозвать").click()
    heading(me, "Отозвано")
    office.coordinator.open("/desk")
    expect(office.coordinator.page.get_by_text("ничто не ждёт")).to_be_visible()


def test_i_hand_in_for_my_own_body_alone(office: Office, tmp_path: Path) -> None:
    me = office.methodist.page
    template = me.request.get(f"{office.methodist.address}/api/templates/agreement.xlsx").body()
    book = Book(template, tmp_path / "a.xlsx").put(3, название="Чужое (учебное)", **GOOD)
    office.methodist.open("/submit")
    me.get_by_label("Чьи это данные").fill(INSTITUTE)
    me.get_by_label("Файл", exact=True).set_input_files(book.path)
    me.get_by_role("button", name="Проверить", exact=True).click()
    expect(me.get_by_role("heading", level=1)).to_have_text("Нет права")
    expect(me.get_by_role("main")).to_contain_text(f"подавать данные: «{INSTITUTE}»")
    office.methodist.complaints.clear()  # the browser notes the refusal


@pytest.mark.parametrize(
    ("theme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)], ids=str
)
def test_the_pages_of_a_review_can_be_used_by_everybody(
    browser: Browser, closed: tuple[str, str, str], tmp_path: Path, theme: str, width: int
) -> None:
    address, methodist, coordinator = closed
    visitors = Visitors(browser, address)
    me, they = visitors(theme=theme, width=width), visitors(theme=theme, width=width)
    for visitor, token in ((me, methodist), (they, coordinator)):
        visitor.open("/sign-in")
        sign_in(visitor, token)
    template = me.page.request.get(f"{address}/api/templates/agreement.xlsx").body()
    book = Book(template, tmp_path / "a.xlsx").put(3, название=f"Вид {theme} {width}", **GOOD)
    me.open("/submit")
    check(me.page, book.path)
    me.page.get_by_role("button", name="Подать").click()
    heading(me.page, "Ждёт проверки")
    looked(me)
    me.open("/submit")
    looked(me)
    they.open("/desk")
    looked(they)
    they.page.get_by_role("link", name=SERVICE).first.click()
    looked(they)
    they.page.get_by_role("button", name="Вернуть").click()  # without a word
    expect(they.page.get_by_role("alert")).to_contain_text("Не сказано, что исправить")
    looked(they)
    they.complaints.clear()  # the browser notes the refusal
    they.page.get_by_label("Что исправить в целом").fill("Срок")
    they.page.get_by_role("button", name="Вернуть").click()
    expect(they.page.get_by_role("status")).to_contain_text("Возвращено с замечаниями")
    me.page.get_by_role("row").filter(has_text="Ждёт проверки").get_by_role("link").first.click()
    heading(me.page, "Возвращено с замечаниями")
    looked(me)
    me.page.get_by_role("button", name="Удалить черновик").click()
    assert not me.complaints
    assert not they.complaints
    for context in browser.contexts:
        context.close()


def looked(visitor: Visitor) -> None:
    assert violations(visitor.page) == []
    assert not wider_than_screen(visitor.page)
