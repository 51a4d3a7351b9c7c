"""The network without its picture: what people come to learn, from tables and forms alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import Visitors

TABLE = "/network?view=table&date=2026-11-22"


def test_a_head_of_a_council_learns_who_coordinates_it_and_by_which_clause(
    visitors: Visitors,
) -> None:
    visitor = visitors()
    visitor.open(TABLE)
    page = visitor.page
    row = page.locator("#body-demo-berezovo-school-1-smc")
    expect(row.locator("[data-label='кто координирует']")).to_contain_text(
        "Методическая служба Берёзовского района"
    )
    row.get_by_role("link", name=re.compile(r"п\.\s2\.3")).click()
    expect(page.get_by_text("ММС координирует методические советы").first).to_be_visible()
    assert not visitor.complaints


def test_a_coordinator_finds_what_is_missing_and_what_to_do(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(TABLE)
    page = visitor.page
    row = (
        page.get_by_role("row")
        .filter(has_text="Методическая служба Заречного округа")
        .filter(has_text="что сделать")
    )
    expect(row).to_contain_text("соглашение")
    row.get_by_role("link", name="что сделать").click()
    expect(page.locator("article:target")).to_contain_text("Заключить соглашение")


def test_a_methodist_narrows_the_network_to_one_municipality(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(TABLE)
    page = visitor.page
    page.get_by_label("муниципалитет", exact=True).select_option("territory/demo-sosnovo")
    page.get_by_role("button", name="Показать", exact=True).click()
    expect(
        page.get_by_role("heading", name="Сосновский район (учебный), 22.11.2026")
    ).to_be_visible()
    expect(page.locator(".figures")).to_contain_text("7 органов")
    expect(page.locator("#body-demo-komitet")).to_contain_text("вне муниципалитета")
    assert "district=territory%2Fdemo-sosnovo" in page.url
    page.go_back()
    expect(page.locator(".figures")).to_contain_text("66 органов")


def test_an_auditor_sees_only_agreements_of_the_region(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(TABLE)
    page = visitor.page
    page.get_by_text("Отбор: уровни, отношения").click()
    page.get_by_role("group", name="Отношения").get_by_label("соглашение").check()
    page.get_by_role("button", name="Показать", exact=True).click()
    table = page.get_by_role("region", name="соглашение")
    expect(table.get_by_role("row")).to_have_count(
        1 + 13
    )  # nine, one expired, one planned, two missing
    expect(table.get_by_text("скоро истекает")).to_have_count(3)
    expect(table.get_by_text("истекло, не продлено")).to_have_count(1)
    expect(table.get_by_text("недостаёт")).to_have_count(2)


def test_a_mistyped_date_is_typed_anew_and_nothing_else(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(
        "/network?view=table&region=territory/demo-region&relations=agreement&date=31.11.2026"
    )
    page = visitor.page
    field = page.get_by_label("Дата")
    expect(field).to_have_value("31.11.2026")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("Остальное сохранено")).to_contain_text("Озёрная область")
    field.fill("2026-11-22")
    page.get_by_role("button", name="Показать", exact=True).click()
    expect(
        page.get_by_role("heading", name="Озёрная область (учебная), 22.11.2026")
    ).to_be_visible()
    expect(page.get_by_role("region", name="соглашение")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name=re.compile("30.11.2026")).click()
    expect(
        page.get_by_role("heading", name="Озёрная область (учебная), 30.11.2026")
    ).to_be_visible()


def test_a_head_sees_on_the_page_of_its_council_that_nobody_coordinates_it(
    visitors: Visitors,
) -> None:
    visitor = visitors()
    visitor.open("/page/body/demo-kamenka-school-2-smc")
    page = visitor.page
    told = page.locator(".told li")
    expect(told).to_have_count(1)
    expect(told).to_contain_text("недостаёт")
    expect(page.locator("figure .legend")).to_contain_text("недостаёт")
    told.get_by_role("link").click()
    expect(page.locator("article:target")).to_contain_text("Методический совет Каменской школы № 2")


def test_a_teacher_follows_the_chain_up_to_the_committee(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(TABLE)
    page = visitor.page
    page.get_by_label("От органа").select_option("body/demo-berezovo-school-1-smo-math")
    page.get_by_label("До органа").select_option("body/demo-komitet")
    page.get_by_role("button", name="Найти цепочку").click()
    steps = page.locator("ol.chain > li")
    expect(steps).to_have_count(5)
    expect(steps.nth(1)).to_contain_text("координируется")
    expect(steps.nth(4)).to_contain_text("Комитет образования Озёрной области")
    page.get_by_label("До органа").select_option("body/demo-ks")
    page.get_by_role("button", name="Найти цепочку").click()
    expect(page.locator("p.empty")).to_contain_text("По любым отношениям цепочка есть")
    page.get_by_label("По каким отношениям").select_option("any")
    page.get_by_role("button", name="Найти цепочку").click()
    expect(steps).to_have_count(4)


def test_an_earlier_day_shows_who_coordinated_then(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(TABLE)
    page = visitor.page
    page.get_by_label("На дату").fill("2025-06-01")
    page.get_by_role("button", name="Показать", exact=True).click()
    row = page.locator("#body-demo-kamenka-mms")
    expect(row.locator("[data-label='кто координирует']")).to_contain_text(
        "Региональный методический кабинет"
    )


def test_a_curator_goes_from_a_cell_of_the_matrix_to_the_agreement(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open("/network?view=table&date=2026-11-22")
    page = visitor.page
    page.get_by_role("link", name="Муниципалитеты и направления").click()
    page.get_by_role("link", name=re.compile(r"^Липовский округ.*профессиональный рост")).click()
    cell = page.locator("#cell")
    expect(cell).to_contain_text("Соглашения 1")
    cell.get_by_role("link", name="Соглашение института и ММС Липовского округа 2025 года").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Липовского округа 2025 года")


def test_an_analyst_compares_levels_and_opens_the_links_behind_a_number(
    visitors: Visitors,
) -> None:
    visitor = visitors("en", theme="dark")
    visitor.open("/network/levels?date=2026-11-22")
    page = visitor.page
    expect(page.get_by_role("img", name="Links between levels")).to_be_visible()
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="regional"))
    cell = row.get_by_role("cell").nth(2)
    expect(cell.locator("strong")).to_have_text("27")
    cell.get_by_role("link", name="trains").click()
    expect(page.get_by_role("region", name="trains").get_by_role("row")).to_have_count(1 + 5)
    assert not visitor.complaints


def test_the_page_is_whole_with_scripts_turned_off(visitors: Visitors) -> None:
    visitor = visitors(width=390)
    visitor.page.route("**/*.js*", lambda route: route.abort())
    visitor.open("/network?date=2026-11-22")
    page = visitor.page
    page.get_by_role("button", name="Показать", exact=True).click()
    page.wait_for_url("**view=table**")
    expect(page.get_by_role("heading", level=2, name="Органы")).to_be_visible()
    expect(page.locator("#body-demo-iro")).to_be_visible()
