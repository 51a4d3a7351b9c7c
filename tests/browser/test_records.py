"""What people do with one record: read it, see who stands around it, look into its past."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import Visitors

KAMENKA = "/page/body/demo-kamenka-mms"


def test_who_coordinates_our_service_and_which_clause_says_so(visitors: Visitors) -> None:
    """Кто координирует нашу службу и в каком пункте это сказано?"""
    visitor = visitors()
    visitor.open(KAMENKA)
    page = visitor.page
    row = page.get_by_role("row").filter(has_text="координируется").first
    expect(row).to_contain_text("Озёрный институт развития образования")
    row.get_by_role("link", name=re.compile(r"п\.\s2\.2$")).click()
    page.wait_for_url(re.compile(r"/documents/region\?lines=\d+.*#L\d+$"))
    line = page.locator("#" + page.url.partition("#")[2])
    expect(line).to_be_in_viewport()
    expect(line).to_contain_text("2.2")


def test_a_bodys_neighbours_are_drawn_and_a_link_opens_by_keyboard(visitors: Visitors) -> None:
    """Увидеть соседей органа на рисунке и открыть связь с клавиатуры."""
    visitor = visitors()
    visitor.open(KAMENKA)
    page = visitor.page
    picture = page.get_by_role("region", name=re.compile("^Окружение:"))
    expect(picture.locator("text.lane-name").first).to_have_text("Региональный")
    expect(picture.locator(".centre .name")).to_contain_text("Методическая служба")
    link = picture.get_by_role("link", name=re.compile(r"институт.*— координирует —.*Каменского"))
    link.focus()
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/page/relation/**")
    expect(page.locator(".kind")).to_have_text("Отношение органов")


def test_the_picture_is_seen_at_night_and_on_paper(visitors: Visitors) -> None:
    """Рисунок виден и ночью и на бумаге."""
    colours: dict[str, str] = {}
    for theme in ("light", "dark"):
        visitor = visitors(theme=theme)
        visitor.open(KAMENKA)
        page = visitor.page
        word = page.locator(".picture .family-1 .word").first
        colours[theme] = word.evaluate("e => getComputedStyle(e).fill")
        dashes: str = page.locator(".picture .family-4 .line").first.evaluate(
            "e => getComputedStyle(e).strokeDasharray"
        )
        assert dashes != "none"
    assert colours["light"] != colours["dark"]
    page.emulate_media(media="print")
    assert word.evaluate("e => getComputedStyle(e).fill") == "rgb(0, 0, 0)"
    width = page.locator(".picture svg[role=group]").evaluate(
        "e => e.getBoundingClientRect().width"
    )
    assert width <= page.locator("main").evaluate("e => e.getBoundingClientRect().width")


def test_a_body_leads_to_its_calendar_its_network_and_its_audits(visitors: Visitors) -> None:
    """Из органа в календарь сеть и проверки его самого."""
    visitor = visitors()
    visitor.open(KAMENKA)
    links = visitor.page.get_by_role("navigation", name="Разделы записи")
    for name, place in (
        ("Календарь органа", "/calendar?body=body/demo-kamenka-mms"),
        ("Показать в сети", "/network?centre=body/demo-kamenka-mms"),
        ("Проверки органа", "/audits?body=body/demo-kamenka-mms"),
    ):
        expect(links.get_by_role("link", name=name)).to_have_attribute("href", place)
    links.get_by_role("link", name="Календарь органа").click()
    expect(visitor.page.locator("h1")).to_have_text("Календарь")


def test_whose_term_of_an_agreement_it_is_where_two_bodies_differ(visitors: Visitors) -> None:
    """Чей срок соглашения верен, если два органа пишут разное?"""
    visitor = visitors()
    visitor.open("/page/agreement/demo-agr-university")
    told = visitor.page.locator("dd").filter(has_text="30.09.2028")
    expect(told).to_contain_text("31.12.2027")
    expect(told.locator(".said-by")).to_have_count(2)
    expect(told.locator(".said-by").nth(1)).to_contain_text("Озёрный институт")


def test_whether_two_records_are_one_person(visitors: Visitors) -> None:
    """Не одно ли это и то же лицо?"""
    visitor = visitors()
    visitor.open("/page/person/demo-p-36")
    page = visitor.page
    expect(page.locator("#alike")).to_have_text("Возможно, о том же")
    expect(page.locator(".alike")).to_contain_text("место работы разное")
    page.get_by_text("Сравнить поля").click()
    table = page.get_by_role("region", name="Сравнить поля")
    expect(table).to_be_visible()
    expect(table.get_by_role("columnheader", name="другая запись")).to_be_visible()


def test_who_changed_a_record_when_and_what_exactly(visitors: Visitors) -> None:
    """Кто и когда поменял запись, и что именно?"""
    visitor = visitors()
    visitor.open("/page/mentor/demo-mentor-02")
    page = visitor.page
    page.get_by_role("link", name="Что именно менялось").click()
    page.wait_for_url("**/page/mentor/demo-mentor-02/history")
    latest, first = page.locator(".entries > li").all()
    expect(latest).to_contain_text("Центр непрерывного повышения")
    expect(latest.locator("ins")).to_have_text(["6"])
    expect(first).to_contain_text("запись появилась")
    latest.get_by_role("link", name="сравнить с прежним").click()
    expect(page.locator("#difference")).to_contain_text("Чем различаются")
    expect(page.locator("#difference + dl")).to_contain_text("сколько может вести")


def test_what_a_record_was_before_a_change(visitors: Visitors) -> None:
    """Какой запись была до изменения?"""
    visitor = visitors()
    visitor.open("/page/mentor/demo-mentor-02/history")
    page = visitor.page
    page.locator(".entries > li").last.get_by_role("link", name="какой была").click()
    # While the earlier state is being opened the page asks again by itself.
    expect(page.get_by_role("note")).to_contain_text("прежнее состояние", timeout=60_000)
    capacity = page.locator("dt", has_text="сколько может вести").locator("+ dd")
    expect(capacity).to_have_text("4")
    page.get_by_role("link", name="Как сейчас").click()
    expect(page.locator("dt", has_text="сколько может вести").locator("+ dd")).to_contain_text("6")


def test_all_agreements_of_a_body_as_a_table_from_its_page(visitors: Visitors) -> None:
    """Все соглашения органа из его страницы таблицей."""
    visitor = visitors()
    visitor.open("/page/body/demo-iro")
    page = visitor.page
    group = page.locator(".mentions details").filter(has_text="Соглашения: сторона")
    group.locator("summary").click()
    count = int(group.locator("summary .count").inner_text())
    group.get_by_role("link", name=re.compile("все таблицей")).click()
    page.wait_for_url("**/records/agreement?party=*")
    expect(page.locator("h1 .count")).to_have_text(str(count))
    expect(page.locator(".chosen")).to_contain_text("Озёрный институт")


def test_a_record_is_taken_away_in_any_format(visitors: Visitors) -> None:
    """Забрать запись в любом виде."""
    visitor = visitors()
    visitor.open("/page/agreement/demo-agr-kamenka-2025")
    page = visitor.page
    links = page.locator("#data + .downloads a")
    expect(links).to_have_text(["Turtle", "JSON-LD", "N-Triples", "RDF/XML", "JSON"])
    for link in links.all():
        answer = page.request.get(visitor.address + str(link.get_attribute("href")))
        assert answer.status == 200
        assert "demo-agr-kamenka-2025" in answer.text()


def test_what_no_document_backs_says_who_handed_it_in_and_when(visitors: Visitors) -> None:
    """За записью нет документа: кто её подал и когда?"""
    visitor = visitors()
    visitor.open("/page/relation/demo-rel-manages-zarechye-uo-zarechye-mms")
    main = visitor.page.locator("main")
    handed = main.locator("p.handed")
    expect(handed).to_contain_text(
        re.compile(r"Подано: Озёрный институт.*, \d\d\.\d\d\.\d{4}, .*; документ не указан\.")
    )
    expect(main).to_contain_text("подано без документа")
    expect(main).not_to_contain_text("сказано")
    visitor.open("/page/relation/demo-rel-coordinates-com-young-young-school?lang=en")
    expect(visitor.page.locator("p.handed")).to_contain_text("no document is named")
