"""The picture of the network: looked at, walked through by keyboard, narrowed, linked to, kept."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Visitor, Visitors

DEMO = "/network?region=territory/demo-region&date=2026-11-22"
KAMENKA = "body/demo-kamenka-mms"
BUILT = Path(__file__).parents[2] / "graphsvc" / "_static"


def opened(visitor: Visitor, more: str = "") -> Page:
    visitor.open(DEMO + more)
    expect(visitor.page.locator(".net-numbers")).to_have_text(re.compile("орган|вид|bod|kind"))
    return visitor.page


def numbers(page: Page) -> str:
    return page.locator(".net-numbers").inner_text()


def test_who_coordinates_my_service_and_in_which_clause_is_said(visitors: Visitors) -> None:
    page = opened(visitors(), f"&selected={KAMENKA}")
    details = page.get_by_role("region", name="О выбранном")
    expect(details.get_by_role("heading", level=2)).to_contain_text("Каменского района")
    section = details.locator("h3", has_text=re.compile("^координируется", re.IGNORECASE))
    row = section.locator("xpath=following-sibling::ul[1]/li").first
    expect(row).to_contain_text("Озёрный институт")
    row.get_by_role("button", name="на чём основано").click()
    expect(details.get_by_role("heading", level=2)).to_contain_text("координирует →")
    expect(details.get_by_text("с 01.03.2026")).to_be_visible()
    link = details.get_by_role("link", name=re.compile(r"п\.\s"))
    if link.count():
        quote = details.locator("blockquote").inner_text()
        link.click()
        page.wait_for_url("**/documents/**")
        expect(page.locator(".wanted").first).to_contain_text(quote[:40])
    else:
        expect(details).to_contain_text("Пункт документа не назван")


def test_tab_leads_to_the_picture_in_few_steps(visitors: Visitors) -> None:
    page = opened(visitors())
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="К схеме")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("canvas")).to_be_focused()
    # Without it: from where the page's own content begins.
    page.locator("#main").focus()
    steps = 0
    while not page.evaluate("document.activeElement.id === 'net-canvas'"):
        page.keyboard.press("Tab")
        steps += 1
        assert steps <= 15
    # The buttons beside the picture are one step, with arrows between them.
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Ближе")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Весь вид")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("canvas")).to_be_focused()


def test_a_link_leads_past_everything_to_the_table(visitors: Visitors) -> None:
    page = opened(visitors())
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="К таблице")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**view=table#bodies")
    expect(page.get_by_role("heading", name="Органы", exact=True)).to_be_visible()


def test_who_leads_my_district_is_shown_as_outside_it(visitors: Visitors) -> None:
    page = opened(visitors(), "&district=territory/demo-kamenka&selected=body/demo-komitet")
    details = page.get_by_role("region", name="О выбранном")
    expect(details.get_by_role("heading", level=2)).to_contain_text("Комитет образования")
    expect(details.get_by_text("вне выбранного муниципалитета")).to_be_visible()
    page.goto(page.url.replace("demo-komitet", "demo-kamenka-mms"))
    expect(details.get_by_role("heading", level=2)).to_contain_text("Каменского района")
    expect(details.get_by_text("вне выбранного муниципалитета")).to_have_count(0)


def test_the_number_of_what_is_missing_is_that_of_its_list(visitors: Visitors) -> None:
    page = opened(visitors(), f"&selected={KAMENKA}")
    page.get_by_role("button", name="недостаёт 5").click()
    heading = page.get_by_role("heading", name="Недостаёт того, что требуется")
    expect(heading).to_be_focused()
    expect(heading.locator(".count")).to_have_text("5")
    details = page.get_by_role("region", name="О выбранном")
    expect(details.locator("li .net-ghost")).to_have_count(5)
    expect(details).to_contain_text("показано 3 из 5")
    details.get_by_role("link", name="Все и что сделать").click()
    page.wait_for_url("**view=table#missing")
    expect(page.locator("#missing .count")).to_have_text("5")


def test_an_early_day_says_whose_beginning_nobody_knows(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open("/network?region=territory/demo-region&date=1900-01-01")
    told = visitor.page.locator(".net-undated")
    expect(told).to_contain_text("Дата начала не указана в источниках")
    count = told.inner_text().split(": ")[1].split()[0]
    expect(visitor.page.locator(".net-numbers")).to_contain_text(f"{count} органов")


def test_choosing_my_district_lays_it_out_anew_and_back_returns(visitors: Visitors) -> None:
    page = opened(visitors())
    whole = numbers(page)
    page.get_by_label("Муниципалитет", exact=True).select_option("territory/demo-kamenka")
    page.wait_for_url("**district=territory%2Fdemo-kamenka**")
    expect(page.locator(".net-numbers")).not_to_have_text(whole)
    narrowed = numbers(page)
    page.reload()
    expect(page.locator(".net-numbers")).to_have_text(re.compile(re.escape(narrowed[:6])))
    page.go_back()
    expect(page.get_by_label("Муниципалитет", exact=True)).to_have_value("")
    expect(page.locator(".net-numbers")).to_have_text(whole)


def test_the_date_shows_what_will_have_expired(visitors: Visitors) -> None:
    page = opened(visitors())
    assert "истекает 3 · запланировано 2 · истекло 1 · недостаёт 5" in numbers(page)
    page.get_by_label("Действует на дату").fill("2027-03-01")
    page.wait_for_url("**date=2027-03-01**")
    expect(page.locator(".net-numbers")).not_to_contain_text("истекает 3")
    slider = page.get_by_label("Дата ползунком, по месяцам")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**date=2027-04-01**")


def test_the_keyboard_walks_through_the_picture(visitors: Visitors) -> None:
    page = opened(visitors())
    page.locator("canvas").focus()
    status = page.get_by_role("status")
    page.keyboard.press("ArrowRight")
    expect(status).to_contain_text("федеральный")
    page.keyboard.press("ArrowDown")
    expect(status).to_contain_text("региональный")
    page.keyboard.press("ArrowDown")
    told = status.inner_text()
    page.keyboard.press("Enter")
    details = page.get_by_role("region", name="О выбранном")
    heading = details.get_by_role("heading", name=told.split(",")[0], exact=True)
    expect(heading).to_be_visible()
    page.keyboard.press("Escape")
    expect(heading).to_have_count(0)


def test_a_chain_says_in_words_who_coordinates_whom(visitors: Visitors) -> None:
    page = opened(visitors(), "&from=body/demo-kamenka-school-1-smc&to=body/demo-iro")
    chain = page.locator(".net-chain li")
    expect(chain).to_have_count(3)
    expect(chain.nth(0)).to_contain_text("Методический совет Каменской школы № 1")
    expect(chain.nth(0)).to_contain_text("↑ координируется")
    expect(chain.nth(1)).to_contain_text("Методическая служба Каменского района")
    expect(chain.nth(2)).to_contain_text("Озёрный институт")
    page.get_by_role("button", name="Убрать цепочку").click()
    expect(page.locator(".net-chain")).to_have_count(0)


def test_what_is_missing_is_listed_and_leads_to_the_finding(visitors: Visitors) -> None:
    page = opened(visitors())
    details = page.get_by_role("region", name="О выбранном")
    expect(details.get_by_role("heading", name=re.compile("Недостаёт"))).to_be_visible()
    details.get_by_role("button", name="Методическая служба Заречного округа").first.click()
    expect(details.locator(".net-missing").first).to_contain_text("соглашение")
    details.locator(".net-missing").get_by_role("link").first.click()
    page.wait_for_url("**/audits*")


def test_a_relation_alone_and_everything_again(visitors: Visitors) -> None:
    page = opened(visitors())
    whole = numbers(page)
    page.get_by_text("Координация и руководство").click()
    page.get_by_role("checkbox", name=re.compile("координирует")).uncheck()
    page.wait_for_url("**relations=**")
    expect(page.locator(".net-numbers")).not_to_have_text(whole)
    page.get_by_role("button", name="Сбросить отбор").click()
    expect(page.locator(".net-numbers")).to_have_text(whole)


def test_links_of_one_kind_alone_by_one_click(visitors: Visitors) -> None:
    page = opened(visitors())
    page.get_by_text("Соглашения", exact=False).first.click()
    page.get_by_role("button", name="Только эти связи").click()
    page.wait_for_url("**relations=agreement**")
    # Nine in force or expiring, one expired, one planned.
    expect(page.locator(".net-numbers")).to_contain_text("11 связей")


def test_the_surroundings_of_one_body_stand_alone(visitors: Visitors) -> None:
    page = opened(visitors(), f"&selected={KAMENKA}")
    page.get_by_role("button", name="Только окружение").click()
    page.wait_for_url("**centre=body%2Fdemo-kamenka-mms**")
    expect(page.locator(".net-numbers")).to_have_text(re.compile(r"^\d\s"))
    page.get_by_role("button", name="Вся сеть").click()
    page.wait_for_url(lambda url: "centre=" not in url)


def test_the_layer_of_norms_shows_kinds_of_bodies(visitors: Visitors) -> None:
    page = opened(visitors(), "&layer=norms")
    expect(page.locator(".net-numbers")).to_contain_text("вид")
    page.get_by_label("как есть: органы").check()
    page.wait_for_url(lambda url: "layer=norms" not in url)
    expect(page.locator(".net-numbers")).to_contain_text("орган")


def test_the_table_shows_the_same_bodies(visitors: Visitors) -> None:
    page = opened(visitors(), "&district=territory/demo-kamenka")
    count = numbers(page).split()[0]
    page.get_by_role("link", name="Таблица", exact=True).click()
    page.wait_for_url("**view=table**")
    expect(page.locator("#network-stage")).to_have_count(0)
    expect(page.locator(".figures")).to_contain_text(count)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_picture_is_kept_as_svg_and_png_and_says_it_is_made_up(
    visitors: Visitors, theme: str
) -> None:
    page = opened(visitors(theme=theme))
    with page.expect_download() as download:
        page.get_by_role("button", name="SVG").click()
    drawn = download.value.path().read_text("utf-8")
    assert drawn.startswith("<svg")
    assert "ИРО" in drawn
    assert "учебные данные" in drawn
    assert "22.11.2026" in drawn
    with page.expect_download() as download:
        page.get_by_role("button", name="PNG").click()
    image = download.value.path().read_bytes()
    box = page.locator("canvas").bounding_box()
    assert box is not None
    assert image[1:4] == b"PNG"
    assert int.from_bytes(image[16:20], "big") == 2 * round(box["width"])


def test_something_is_drawn_in_many_colours(visitors: Visitors) -> None:
    page = opened(visitors())
    page.wait_for_timeout(300)
    colours: int = page.evaluate(
        """() => { const c = document.querySelector('canvas');
        const { data } = c.getContext('2d').getImageData(0, 0, c.width, c.height);
        return new Set(new Uint32Array(data.buffer)).size; }"""
    )
    assert colours > 50


def test_a_click_on_a_body_chooses_it(visitors: Visitors) -> None:
    """The only body of the top lane stands in the middle of its lane."""
    page = opened(visitors())
    page.wait_for_timeout(600)
    box = page.locator("canvas").bounding_box()
    assert box is not None
    found = ""
    for y in range(20, 60, 4):
        page.mouse.click(box["x"] + 152 + 24 + (box["width"] - 224) / 2, box["y"] + y)
        heading = page.locator(".net-details h2")
        if heading.count():
            found = heading.inner_text()
            break
    assert "академия" in found


def test_on_a_phone_the_picture_comes_first_and_nothing_sticks_out(visitors: Visitors) -> None:
    page = opened(visitors(width=390))
    wide: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0
    tops = [page.locator(s).bounding_box() for s in (".net-stage", ".net-details", ".net-filters")]
    ys = [box["y"] for box in tops if box]
    assert ys == sorted(ys)
    assert len(ys) == len(tops)


def test_a_refusal_is_told_in_words(visitors: Visitors) -> None:
    visitor = visitors()
    page = opened(visitor)
    page.evaluate(
        """() => { history.pushState(null, '', '?region=territory/nowhere');
        dispatchEvent(new PopStateEvent('popstate')); }"""
    )
    expect(page.get_by_role("alert")).to_contain_text("Неверный параметр")


def test_the_script_is_small() -> None:
    whole = b"".join(p.read_bytes() for p in BUILT.glob("network*.js"))
    assert 1_000 < len(gzip.compress(whole)) <= 60 * 1024
