"""Each type of page in Chromium: whole, at home in both languages and themes, open to everybody."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Visitors

SITE = {"ru": "Реестр методической сети", "en": "Registry of the methodological network"}
QUERY = "SELECT%20%3Fa%20%3Fb%20%7B%20%3Fa%20rms%3Acoordinates%20%3Fb%20%7D%20LIMIT%205"
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


@dataclass(frozen=True)
class Expected:
    """A page: its address, its heading in both languages, its status.

    `title` is what the window's title begins with, where that is not the heading; `synthetic` says
    whether the page tells that what it shows is made up.
    """

    path: str
    ru: str
    en: str
    status: int = 200
    title: tuple[str, str] | None = None
    synthetic: bool = False

    def heading(self, lang: str) -> str:
        return self.ru if lang == "ru" else self.en

    def whole_title(self, lang: str) -> str:
        begins = self.title[lang != "ru"] if self.title else self.heading(lang)
        return SITE[lang] if begins == SITE[lang] else f"{begins} — {SITE[lang]}"


REGULATION = (
    "Положение о региональной методической службе в системе образования Ленинградской области",
    "Regulation of the Regional Methodical Service in the Education System of Leningrad Oblast",
)
PAGES = {
    "home": Expected("/", SITE["ru"], SITE["en"]),
    "questions": Expected("/questions", "Вопросы", "Questions"),
    "question": Expected(
        "/questions/who-coordinates", "Кто координирует орган", "Who coordinates a body"
    ),
    "calendar": Expected("/calendar", "Календарь", "Calendar"),
    "calendar-of-body": Expected(
        "/calendar?body=body/demo-iro&quarter=2026-4", "Календарь", "Calendar", synthetic=True
    ),
    "made-up-answer": Expected(
        "/questions/practices-for-deficit",
        "На какие практики указывает дефицит",
        "Which practices a deficit maps to",
        synthetic=True,
    ),
    "empty-answer": Expected(
        "/questions/overdue?date=1999-01-01",
        "Что просрочено на дату и кто отвечает",
        "What is overdue on a date, and who is responsible",
    ),
    "question-misread": Expected(
        "/questions/overdue?date=yesterday",
        "Что просрочено на дату и кто отвечает",
        "What is overdue on a date, and who is responsible",
        status=400,
    ),
    "audits": Expected("/audits?date=2026-11-22", "Проверки", "Audits", synthetic=True),
    "audits-filtered": Expected(
        "/audits?date=2026-11-22&body=body/demo-iro&severity=warning",
        "Проверки",
        "Audits",
        synthetic=True,
    ),
    "audit": Expected(
        "/audits/agreements-expiring?date=2026-11-22",
        "Соглашения, срок которых скоро кончится",
        "Agreements that expire soon",
        synthetic=True,
    ),
    "search": Expected(
        "/search?q=совет", "Поиск", "Search", title=("совет — Поиск", "совет — Search")
    ),
    "search-empty": Expected(
        "/search?q=ъыъ", "Поиск", "Search", title=("ъыъ — Поиск", "ъыъ — Search")
    ),
    "registers": Expected("/records", "Записи по видам", "Records by type"),
    "register": Expected("/records/body", "Органы", "Bodies"),
    "register-filtered": Expected("/records/norm?modality=scheme/modality/rule", "Нормы", "Norms"),
    "body": Expected(
        "/page/body/lo-rms",
        "Региональная методическая служба Ленинградской области",
        "Regional Methodical Service of Leningrad Oblast",
    ),
    "document": Expected("/page/document/lo-2019-regulation", *REGULATION),
    "made-up-record": Expected(
        "/page/agreement/demo-agr-berezovo-school-1",
        "Соглашение института и Берёзовской школы № 1 (учебное)",
        "Соглашение института и Берёзовской школы № 1 (учебное)",
        synthetic=True,
    ),
    "documents": Expected(
        "/documents",
        "Исходные документы",
        "Source documents",
        title=("Документы", "Documents"),
    ),
    "text": Expected("/documents/lo-2019-regulation?lines=46#L46", *REGULATION),
    "ontology": Expected("/ontology", "Модель данных", "Data model"),
    "scheme": Expected("/scheme/relation", "Отношения", "Relations"),
    "concept": Expected("/scheme/relation/coordinates", "координирует", "coordinates"),
    "workbench": Expected(f"/workbench?query={QUERY}", "Свой запрос", "Own query"),
    "workbench-error": Expected(
        "/workbench?query=SELECT%20%7B", "Свой запрос", "Own query", status=400
    ),
    "docs": Expected("/docs", "API", "API"),
    "missing-record": Expected("/page/body/nobody", "Не найдено", "Not found", status=404),
    "missing-page": Expected("/nowhere", "Не найдено", "Not found", status=404),
}
LOOKS = {"desk": ("ru", "light", 1280), "night": ("en", "dark", 1280), "phone": ("ru", "dark", 390)}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_whole_and_open_to_everybody(visitors: Visitors, kind: str, look: str) -> None:
    expected, (lang, theme, width) = PAGES[kind], LOOKS[look]
    visitor = visitors(lang, theme, width)
    response = visitor.open(expected.path)
    page = visitor.page

    assert response.status == expected.status
    assert page.title() == expected.whole_title(lang)
    assert page.locator("html").get_attribute("lang") == lang
    (heading,) = page.locator("h1").all()
    count = heading.locator(".count").all_inner_texts()
    assert heading.inner_text().removesuffix("".join(count)).strip() == expected.heading(lang)
    assert page.locator(".synthetic").count() == expected.synthetic
    assert visitor.foreign() == []
    # Chromium complains of an error status itself; there is nothing else to complain of.
    status = f"the server responded with a status of {expected.status} "
    assert [c for c in visitor.complaints if expected.status == 200 or status not in c] == []
    assert wider_than_screen(page) <= 0
    assert violations(page) == []


def test_the_checks_notice_what_they_look_for(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.open("/")
    visitor.page.evaluate("document.documentElement.removeAttribute('lang')")
    assert [v.partition(":")[0] for v in violations(visitor.page)] == ["html-has-lang"]
    visitor.page.evaluate(
        """() => { const image = new Image(); image.src = 'http://elsewhere.example/x.png';
        const wide = document.createElement('p'); wide.style.minWidth = '3000px';
        wide.textContent = 'x';
        document.body.append(image, wide); }"""
    )
    visitor.page.wait_for_timeout(200)
    assert visitor.foreign() == ["http://elsewhere.example/x.png"]
    assert any("Content Security Policy" in c for c in visitor.complaints)
    assert wider_than_screen(visitor.page) > 0


def wider_than_screen(page: Page) -> int:
    found: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return found


def violations(page: Page) -> list[str]:
    """Return what axe finds: its rule, and the first element at fault."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{v['id']}: {v['nodes'][0]['html']}" for v in found["violations"]]
