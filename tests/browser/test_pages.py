"""Each type of page in Chromium: whole, at home in both languages and themes, open to everybody."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from textwrap import shorten
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Visitors

SITE = {"ru": "Реестр методической сети", "en": "Registry of the methodological network"}
QUERY = quote("SELECT ?a ?b { ?a rms:coordinates ?b FILTER (CONTAINS(STR(?a), '/demo-')) } LIMIT 5")
CYPHER = quote("MATCH (a {iri: 'https://w3id.org/methodnet/id/body/lo-rms'})-[r]-(b:Body) RETURN *")
COUNTED = quote("SELECT ?level (COUNT(?b) AS ?n) { ?b rms:level ?level } GROUP BY ?level")
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
ROADMAP = (
    (
        "План мероприятий («дорожная карта») по развитию региональной системы научно-методического "
        "сопровождения педагогических работников и управленческих кадров Ленинградской области "
        "в 2023 году"
    ),
    (
        "Roadmap for the development of the regional system of scientific and methodical support "
        "of teachers and education managers of Leningrad Oblast in 2023"
    ),
)
PLAN = (
    (
        "План реализации концепции по функционированию и развитию региональной методической службы "
        "в Ленинградской области на 2019-2020 годы"
    ),
    (
        "Plan for implementing the concept of the functioning and development of the regional "
        "methodical service in Leningrad Oblast, 2019–2020"
    ),
)
MADE_UP = (
    (
        "Положение о региональной методической службе Озёрной области (учебное); "
        "Дорожная карта развития РМС Озёрной области на 2026 год (учебная)"
    ),
    (
        "Regulation of the regional methodical service (demo); "
        "Roadmap of the regional service for 2026 (demo)"
    ),
)


def begun(names: tuple[str, str]) -> tuple[str, str]:
    """Return long names as a window's title has them."""
    ru, en = (shorten(name, 90, placeholder="…") for name in names)
    return ru, en


PAGES = {
    "home": Expected("/", SITE["ru"], SITE["en"]),
    "questions": Expected("/questions", "Вопросы", "Questions"),
    "question": Expected(
        "/questions/who-coordinates", "Кто координирует орган", "Who coordinates a body"
    ),
    "calendar": Expected("/calendar", "Календарь", "Calendar", synthetic=True),
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
        "У чего срок прошёл, а отметки нет, и кто отвечает",
        "What is past due without a mark, and who is responsible",
    ),
    "question-misread": Expected(
        "/questions/overdue?date=yesterday",
        "У чего срок прошёл, а отметки нет, и кто отвечает",
        "What is past due without a mark, and who is responsible",
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
    "network-table": Expected(
        "/network?view=table&date=2026-11-22&from=demo-komitet&to=demo-berezovo-mms",
        "Сеть",
        "Network",
        synthetic=True,
    ),
    "network-matrix": Expected(
        "/network/matrix?date=2026-11-22&municipality=demo-berezovo&direction=analysis",
        "Муниципалитеты и направления",
        "Municipalities and directions",
        synthetic=True,
    ),
    "network-levels": Expected(
        "/network/levels?date=2026-11-22",
        "Взаимодействие уровней",
        "Interaction of levels",
        synthetic=True,
    ),
    "network-norms": Expected(
        "/network?view=table&layer=norms&region=leningrad-oblast&date=2019-06-01",
        "Сеть",
        "Network",
    ),
    "network-misread": Expected(
        "/network?region=demo-regoin", "Неверный параметр", "Wrong parameter", status=400
    ),
    "sign-in": Expected("/sign-in", "Вход", "Sign in"),
    "me": Expected("/me", "Кто я", "Who I am"),
    "submissions": Expected("/submissions", "Подачи", "Submissions", synthetic=True),
    "submissions-none": Expected("/submissions?to=2020-01-01", "Подачи", "Submissions"),
    "submission": Expected("/submissions/4", "Подача № 4", "Submission № 4", synthetic=True),
    "changes": Expected(
        "/changes?body=body/demo-kamenka-mms&from=2026-10-01",
        "Что изменилось в данных",
        "What changed in the data",
        synthetic=True,
    ),
    "changes-asked": Expected("/changes", "Что изменилось в данных", "What changed in the data"),
    "standing": Expected(
        "/standing?date=2026-11-22",
        "Кто как сдаёт данные",
        "How bodies hand data in",
        synthetic=True,
    ),
    "search": Expected(
        "/search?q=совет", "Поиск", "Search", title=("совет — Поиск", "совет — Search")
    ),
    "search-question": Expected(
        "/search?q=кто координирует ММС Берёзовского района",
        "Поиск",
        "Search",
        title=(
            "кто координирует ММС Берёзовского района — Поиск",
            "кто координирует ММС Берёзовского района — Search",
        ),
    ),
    "search-empty": Expected(
        "/search?q=ъыъ", "Поиск", "Search", title=("ъыъ — Поиск", "ъыъ — Search")
    ),
    "registers": Expected("/records", "Записи по видам", "Records by type"),
    "register": Expected("/records/body", "Органы", "Bodies"),
    "register-filtered": Expected("/records/norm?modality=scheme/modality/rule", "Нормы", "Norms"),
    "register-ordered": Expected(
        "/records/agreement?status=in-force&columns=party&columns=validTo&sort=-validTo",
        "Соглашения",
        "Agreements",
    ),
    "register-misread": Expected(
        "/records/body?level=munisipal", "Неверный параметр", "Wrong parameter", status=400
    ),
    "record-among-others": Expected(
        "/page/body/demo-cnppm",
        "Центр непрерывного повышения профессионального мастерства Озёрной области (учебный)",
        "Centre of continuous professional development of Ozyornaya oblast (demo)",
        synthetic=True,
    ),
    "record-history": Expected(
        "/page/mentor/demo-mentor-02/history?from=4",
        "История: Учитель 2 — Каменская школа № 1 (учебная) — информатика",
        "History: Учитель 2 — Kamenka school No. 1 (demo) — informatics",
        synthetic=True,
    ),
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
        synthetic=True,  # the demo's text is one of them
    ),
    "text": Expected("/documents/lo-2019-regulation?lines=46#L46", *REGULATION),
    "text-inferred": Expected(
        "/documents/lo-2023-roadmap?show=inferred", *ROADMAP, title=begun(ROADMAP)
    ),
    "text-found": Expected("/documents/lo-2019-plan?q=совет", *PLAN, title=begun(PLAN)),
    "made-up-text": Expected("/documents/region", *MADE_UP, title=begun(MADE_UP), synthetic=True),
    "text-misread": Expected(
        "/documents/lo-2019-plan?lines=999", "Неверный параметр", "Wrong parameter", status=400
    ),
    "ontology": Expected("/ontology", "Модель данных", "Data model"),
    "ontology-found": Expected("/ontology?q=срок", "Модель данных", "Data model"),
    "type": Expected("/ontology/Norm", "Норма", "Norm"),
    "model-on-one-page": Expected(
        "/ontology/all", "Вся модель на одной странице", "The whole model on one page"
    ),
    "rules": Expected("/shapes", "Правила заполнения", "Rules for filling in"),
    "rules-of-a-type": Expected(
        "/shapes?type=activity", "Правила заполнения", "Rules for filling in"
    ),
    "graph": Expected(
        "/property-graph", "Данные для запросов Cypher", "The data as Cypher sees them"
    ),
    "parity": Expected(
        "/parity", "Вопросы в SPARQL и в Cypher", "Questions in SPARQL and in Cypher"
    ),
    "scheme": Expected("/scheme/relation", "Отношения", "Relations"),
    "concept": Expected(
        "/scheme/relation/coordinates", "координирует", "coordinates", synthetic=True
    ),
    "workbench": Expected(f"/workbench?query={QUERY}", "Свой запрос", "Own query", synthetic=True),
    "question-graph": Expected(
        "/questions/who-coordinates?view=graph", "Кто координирует орган", "Who coordinates a body"
    ),
    "question-chart": Expected(
        "/questions/execution-summary?view=chart",
        "Сводка исполнения плана по разделам",
        "Execution of a plan, by section",
        synthetic=True,
    ),
    "question-unclear": Expected(
        "/questions/who-coordinates?body=совет", "Кто координирует орган", "Who coordinates a body"
    ),
    "questions-found": Expected("/questions?q=соглашение&kind=audit", "Вопросы", "Questions"),
    "submit": Expected("/submit", "Подать данные", "Hand in"),
    "forms": Expected("/forms", "Заполнить форму", "Fill in a form"),
    "form-new": Expected(
        "/forms/agreement?body=body/demo-iro",
        "Новая запись: Соглашение",
        "New record: Agreement",
        synthetic=True,
    ),
    "form-change": Expected(
        "/forms/activity/demo-berezovo-plan-2026/a-01?body=body/demo-berezovo-mms",
        "Провести анализ работы школьных методических советов",
        "Провести анализ работы школьных методических советов",
        synthetic=True,
    ),
    "form-of-nobody": Expected(
        "/forms/agreement?body=рога", "Заполнить форму", "Fill in a form", status=400
    ),
    "workbench-start": Expected("/workbench", "Свой запрос", "Own query"),
    "workbench-graph": Expected(
        f"/workbench?engine=cypher&view=graph&query={CYPHER}", "Свой запрос", "Own query"
    ),
    "workbench-chart": Expected(
        f"/workbench?view=chart&query={COUNTED}", "Свой запрос", "Own query"
    ),
    "workbench-error": Expected(
        "/workbench?query=SELECT%20%7B", "Свой запрос", "Own query", status=400
    ),
    "docs": Expected("/docs", "API", "API"),
    "plans": Expected("/plans?date=2026-11-22", "Планы", "Plans", synthetic=True),
    "plan": Expected(
        "/plans/document/demo-roadmap-2026?date=2026-11-22",
        "Дорожная карта развития РМС Озёрной области на 2026 год (учебная)",
        "Roadmap of the regional service for 2026 (demo)",
        synthetic=True,
    ),
    "plan-by-body": Expected(
        "/plans/document/mur-2020-roadmap?by=body&date=2021-07-01",
        "План мероприятий (дорожная карта) по реализации Концепции единой методической службы "
        "региональной системы образования в Мурманской области на 2020 – 2022 годы",
        "Plan of activities (roadmap) for implementing the Concept of the unified methodical "
        "service of the regional education system in Murmansk Oblast, 2020–2022",
    ),
    "plans-compared": Expected(
        "/plans/compare?a=document/lo-2019-plan&b=document/lo-2023-roadmap",
        "Сравнение двух планов",
        "Two plans compared",
    ),
    "plan-misread": Expected(
        "/plans/document/demo-roadmap-2026?by=colour",
        "Неверный параметр",
        "Wrong parameter",
        status=400,
    ),
    "audits-list": Expected(
        "/audits?date=2026-11-22&audit=agreements-missing&view=list",
        "Проверки",
        "Audits",
        synthetic=True,
    ),
    "deficits": Expected("/deficits?date=2026-11-22", "Дефициты", "Deficits", synthetic=True),
    "deficit-answered": Expected(
        "/deficits/find?deficit=deficit/demo-d-02&deficit=deficit/demo-d-07"
        "&territory=territory/demo-zarechye&date=2026-11-22",
        "Чем закрыть дефицит",
        "What answers a deficit",
        synthetic=True,
    ),
    "deficit-choice": Expected(
        "/deficits/find", "Чем закрыть дефицит", "What answers a deficit", synthetic=True
    ),
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
