"""The audits as a curator and a methodist use them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import Visitors

DAY = "2026-11-22"


def test_which_agreements_are_missing_in_my_district_and_print_the_list(
    visitors: Visitors,
) -> None:
    visitor = visitors()
    visitor.open(f"/audits?date={DAY}")
    page = visitor.page
    page.get_by_role("link", name="С кем нет соглашения, хотя оно требуется").first.click()
    page.get_by_label("Район, округ, область").select_option("territory/demo-sosnovo")
    page.get_by_role("button", name="Показать").click()
    page.wait_for_url("**territory=territory%2Fdemo-sosnovo*")
    rows = page.get_by_role("region", name="Список находок").locator("tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Управление образования Сосновского района")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Показать")).to_be_hidden()
    expect(page.locator(".chosen")).to_contain_text("Сосновский район (учебный)")
    expect(rows).to_be_visible()


def test_a_finding_opens_the_clause_that_demands_it(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(f"/audits?date={DAY}&audit=agreements-missing&territory=territory/demo-zarechye")
    page = visitor.page
    card = page.get_by_role("article")
    expect(card).to_have_count(1)
    for word in ("должно быть", "на деле", "что сделать", "Отложить находку"):
        expect(card).to_contain_text(re.compile(word, re.IGNORECASE))
    card.get_by_role("link", name=re.compile(r"п\.\s4\.1$")).click()
    page.wait_for_url("**/documents/region?lines=**")
    expect(page.locator("main")).to_contain_text("соглашение")


def test_the_board_leads_to_the_findings_it_counts(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(f"/audits?date={DAY}")
    page = visitor.page
    line = page.get_by_role("row").filter(has=page.get_by_role("link", name="Соглашения")).first
    cell = line.get_by_role("link", name=re.compile(r"^\d+$")).nth(1)
    number = int(cell.inner_text())
    cell.click()
    page.wait_for_url("**severity=warning*")
    expect(page.locator("#findings")).to_contain_text(f"{number} наход")
    chosen = page.locator(".chosen")
    expect(chosen).to_contain_text("Соглашения")
    expect(chosen).to_contain_text("замечание")
    chosen.get_by_role("link", name="убрать: важность").click()
    expect(page.locator(".chosen")).not_to_contain_text("замечание")
    page.go_back()
    expect(page.locator(".chosen")).to_contain_text("замечание")


def test_all_findings_of_one_body_and_its_calendar(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(f"/audits?date={DAY}&by=body")
    page = visitor.page
    page.get_by_role("rowheader").get_by_role(
        "link", name="Методическая служба Заречного округа (учебная)"
    ).click()
    page.wait_for_url("**body=body%2Fdemo-zarechye-mms*")
    page.get_by_role("link", name="Что этот орган должен по планам").click()
    page.wait_for_url("**/calendar?body=body/demo-zarechye-mms")
    page.get_by_role("link", name="Находки проверок у этого органа").click()
    expect(page.locator("#f-body")).to_have_value("body/demo-zarechye-mms")


def test_what_is_wrong_at_the_municipal_level_alone(visitors: Visitors) -> None:
    visitor = visitors("en", theme="dark")
    visitor.open(f"/audits?date={DAY}&view=list")
    page = visitor.page
    page.get_by_label("Level").select_option("scheme/level/municipal")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**level=scheme%2Flevel%2Fmunicipal*")
    expect(page.locator(".chosen")).to_contain_text("municipal")
    owners = page.locator("td[data-label=owner]").all_inner_texts()
    assert owners
    assert not [o for o in owners if "Ozyornaya Institute" in o]


def test_the_list_is_taken_along_as_a_file(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(f"/audits?date={DAY}&body=body/demo-iro")
    page = visitor.page
    with page.expect_download() as download:
        page.get_by_role("region", name="Забрать с собой").get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename == f"findings-{DAY}.csv"
    page.get_by_label("Отчёт о проверках территории").select_option("territory/demo-zarechye")
    page.get_by_role("button", name="Открыть отчёт").click()
    page.wait_for_url("**/api/reports/audit*")
    expect(page.locator("h1")).to_contain_text("Заречный округ")


def test_nothing_found_says_so(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open(f"/audits?date={DAY}&audit=agreements-missing&territory=territory/demo-berezovo")
    expect(visitor.page.locator("#findings")).to_contain_text("Ничего не найдено")
    expect(visitor.page.locator(".empty")).to_be_visible()
