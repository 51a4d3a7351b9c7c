"""Deficits over HTTP: the catalogue, hidden numbers, and what answers the chosen ones."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from graphsvc.audits.deficits import LEAST, Deficits
from graphsvc.rdf.names import ID, compact, rms
from graphsvc.rdf.terms import Literal
from tests.making import TERRITORY, TURTLE

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from graphsvc.registry import Registry

HTML = {"accept": "text/html", "accept-language": "ru"}
TODAY = date(2026, 11, 22)
DEMO = ID + "deficit/demo-d-"
ZARECHYE = ID + "territory/demo-zarechye"


def ask(registry: Registry, question: str, **given: str) -> list[dict[str, Any]]:
    found = registry.asker.ask(registry.catalogue[question], given, on=TODAY.isoformat())
    return found.rows


def shown(client: TestClient, path: str) -> str:
    response = client.get(path, headers=HTML)
    assert response.status_code == 200, response.text
    text: str = response.text
    return text


def test_the_catalogue_counts_as_the_questions_do(registry: Registry) -> None:
    everything = registry.deficits.all(TODAY)
    assert {d.iri for d in everything} == {f"{DEMO}0{n}" for n in range(1, 9)}
    without = {r["deficit"] for r in ask(registry, "deficits-without-remedy", territory="")}
    assert {d.iri for d in everything if not d.valid} == without == {DEMO + "06", DEMO + "07"}
    for deficit in everything:
        rows = ask(registry, "answers-to-deficit", deficit=compact(deficit.iri))
        assert deficit.named == len({r["remedy"] for r in rows})
        assert deficit.valid == len({r["remedy"] for r in rows if r["valid"]})
        outdated = {
            r["outdated"]
            for r in ask(registry, "diagnosis-of-deficit", deficit=compact(deficit.iri))
            if r["diagnostic"] == deficit.diagnostic
        }
        assert outdated == {deficit.outdated}


def test_cases_are_those_of_the_latest_diagnostic(registry: Registry) -> None:
    cells = ask(registry, "deficit-counts", diagnostic="diagnostic/demo-dia-2026")
    for deficit in registry.deficits.all(TODAY):
        if not deficit.diagnostic.endswith("demo-dia-2026"):
            continue
        mine = {(c.place, c.count) for c in deficit.cases}
        mine |= {(deficit.total.place, deficit.total.count)} if deficit.total else set()
        of = {(r["place"], r["count"]) for r in cells if r["deficit"] == deficit.iri}
        assert mine == of
    earlier = {d.iri: d for d in registry.deficits.all(date(2025, 12, 1))}
    assert earlier[DEMO + "01"].diagnostic.endswith("demo-dia-2025")


def test_hidden_numbers_are_told_as_hidden(client: TestClient, registry: Registry) -> None:
    fourth = next(d for d in registry.deficits.all(TODAY) if d.iri == DEMO + "04")
    hidden = {compact(c.place) for c in fourth.cases if c.count is None}
    assert hidden == {"territory/demo-lipovka", "territory/demo-sosnovo"}
    assert fourth.total
    assert fourth.total.count == 39
    text = shown(client, f"/deficits?date={TODAY}&territory=territory/demo-lipovka")
    assert "менее 5*" in text
    assert f"менее {LEAST} педагогов" in text or f"меньше {LEAST} педагогов" in text


def test_a_small_number_that_nobody_hid_stays_hidden(writable: TestClient) -> None:
    """Whatever a store holds, a page shows no number under five."""
    service = writable.app.state.service  # type: ignore[attr-defined]
    registry: Registry = service.registry
    scheme = "https://w3id.org/methodnet/scheme"
    text = f"""{TURTLE}{TERRITORY}
<{ID}body/bank> a rms:Body ; skos:prefLabel "Банк"@ru ; dcterms:spatial <{ID}territory/t> ;
  rms:kind <{scheme}/kind/regional-institute> ; rms:level <{scheme}/level/regional> ;
  adms:status <{scheme}/body-status/existing> .
<{ID}diagnostic/q> a rms:Diagnostic ; skos:prefLabel "Диагностика"@ru ;
  rms:competence <{scheme}/competence-category/subject> ; rms:body <{ID}body/bank> ;
  rms:date "2026-01-10"^^xsd:date ; dcterms:spatial <{ID}territory/t> .
<{ID}deficit/q> a rms:Deficit ; skos:prefLabel "Дефицит"@ru ; rms:diagnostic <{ID}diagnostic/q> ;
  rms:competence <{scheme}/competence-category/subject> ; dcterms:spatial <{ID}territory/t> .
<{ID}deficit-count/q> a rms:DeficitCount ; rms:deficit <{ID}deficit/q> ;
  rms:diagnostic <{ID}diagnostic/q> ; dcterms:spatial <{ID}territory/t> ;
  rms:suppressed true ; rms:participants 40 .
"""
    answer = writable.post(
        "/api/submissions?body=body/bank", content=text, headers={"content-type": "text/turtle"}
    )
    assert answer.status_code == 201, answer.text
    (found,) = registry.deficits.all(TODAY)
    assert [c.count for c in found.cases] == [None]

    class Leaking:
        """The store as it were if a count had slipped in instead of the mark."""

        sequence = registry.store.sequence

        def __getattr__(self, name: str) -> Any:
            return getattr(registry.store, name)

        def values(self, subject: Any, predicate: Any) -> Any:
            if predicate == rms("suppressed"):
                return []
            if predicate == rms("count"):
                return [Literal(3)]
            return registry.store.values(subject, predicate)

    leaking: Any = Leaking()
    (found,) = Deficits(registry.auditor, leaking).all(TODAY)
    assert [c.count for c in found.cases] == [None]


def test_remedies_come_in_the_order_of_the_question(registry: Registry) -> None:
    found = registry.remedies.help(DEMO + "02", ZARECHYE, TODAY, "ru")
    given = {"deficit": "deficit/demo-d-02", "municipality": "territory/demo-zarechye"}
    rows = ask(registry, "ranked-remedies", **given, diagnostic="")
    assert [r.iri for r in found.remedies] == [r["remedy"] for r in rows]
    for remedy in found.remedies:
        assert remedy.score == sum(reason.points for reason in remedy.reasons)
        assert remedy.reasons
    assert found.remedies[0].iri.endswith("practice/demo-pr-02")
    assert {r.iri for r in found.remedies if r.here} == {
        r["remedy"] for r in ask(registry, "reachable-answers", **given)
    }
    assert [s.iri for s in found.route] == [
        r["remedy"] for r in ask(registry, "draft-route", **given)
    ]


def test_without_a_remedy_the_page_says_whom_to_ask(client: TestClient) -> None:
    path = f"/deficits/find?deficit=deficit/demo-d-07&territory=territory/demo-sosnovo&date={TODAY}"
    text = shown(client, path)
    assert "Средства от этого дефицита здесь нет." in text
    # Sosnovo has no methodical service: its education authority, and who keeps the bank.
    asked = set(re.findall(r'href="/page/(body/[\w-]+)"', text))
    assert {"body/demo-sosnovo-uo", "body/demo-cnppm"} <= asked


def test_a_choice_is_kept_in_the_address(client: TestClient) -> None:
    chosen = "deficit=deficit/demo-d-02&deficit=deficit/demo-d-06"
    text = shown(client, f"/deficits/find?{chosen}&territory=territory/demo-zarechye&date={TODAY}")
    assert len(re.findall(r'value="deficit/demo-d-0[26]" id="t-\d+" checked', text)) == 2
    assert 'value="territory/demo-zarechye" selected' in text
    assert "Встречаются сразу у нескольких дефицитов" in text
    assert "Отметьте хотя бы один дефицит" in shown(
        client, "/deficits/find?territory=territory/demo-zarechye"
    )
    assert "Выберите муниципалитет." in shown(client, f"/deficits/find?{chosen}")


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/deficits?category=cooking", "subject"),
        ("/deficits?territory=territory/nowhere", ""),
        ("/deficits?date=x", ""),
        ("/deficits/find?deficit=deficit/demo-d-99", "deficit/demo-d-0"),
        ("/deficits/find?" + "&".join(f"deficit=deficit/demo-d-0{n}" for n in range(1, 8)), "1–6"),
        ("/deficits/find?deficit=deficit/demo-d-01&territory=body/demo-iro", ""),
    ],
)
def test_what_names_nothing_is_refused(client: TestClient, path: str, told: str) -> None:
    response = client.get(path, headers=HTML)
    assert response.status_code == 400
    assert told in response.text
