"""The parts that read phrases: words, times, names, forms, each by itself."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from graphsvc.phrases.abbreviations import Abbreviations
from graphsvc.phrases.forms import forms
from graphsvc.phrases.linking import Linker
from graphsvc.phrases.naming import Links
from graphsvc.phrases.respelling import in_cyrillic, relaid
from graphsvc.phrases.times import numbers, spans
from graphsvc.phrases.words import alike, lexicon, near
from graphsvc.projections.search import SearchIndex
from graphsvc.projections.word_forms import stem
from graphsvc.questions.catalogue import load_catalogue
from graphsvc.rdf.names import BASE, ID, PREFIXES, RDF_TYPE, rms
from graphsvc.rdf.terms import Literal, NamedNode, Quad
from graphsvc.resources import data_folder
from tests.making import Bare, node, quad

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graphsvc.model.entities import Model

TODAY = date(2026, 11, 22)
PREF, ALT = NamedNode(PREFIXES["skos"] + "prefLabel"), NamedNode(PREFIXES["skos"] + "altLabel")
SPATIAL = NamedNode(PREFIXES["dcterms"] + "spatial")


@pytest.mark.parametrize(
    ("phrase", "since", "until"),
    [
        ("соглашения, истекающие в марте", "2027-03-01", "2027-03-31"),
        ("в ноябре", "2026-11-01", "2026-11-30"),
        ("март 2021 года", "2021-03-01", "2021-03-31"),
        ("что в этом квартале", "2026-10-01", "2026-12-31"),
        ("в следующем месяце", "2026-12-01", "2026-12-31"),
        ("на прошлой неделе", "2026-11-09", "2026-11-15"),
        ("I квартал 2027", "2027-01-01", "2027-03-31"),
        ("просроченные 2023 года", "2023-01-01", "2023-12-31"),
        ("на 1 июня 2019 года", "2019-06-01", "2019-06-01"),
        ("01.06.2019", "2019-06-01", "2019-06-01"),
        ("2019-06-01", "2019-06-01", "2019-06-01"),
        ("сегодня", "2026-11-22", "2026-11-22"),
        ("до конца года", "2026-11-22", "2026-12-31"),
        ("с января по март 2021", "2021-01-01", "2021-03-31"),
        ("expiring in March 2027", "2027-03-01", "2027-03-31"),
        ("next quarter", "2027-01-01", "2027-03-31"),
        ("в ближайший месяц", "2026-11-22", "2026-12-22"),
        ("в ближайшие две недели", "2026-11-22", "2026-12-06"),
        ("за последние 3 месяца", "2026-08-22", "2026-11-22"),
        ("in the next 90 days", "2026-11-22", "2027-02-20"),
        ("до конца месяца", "2026-11-22", "2026-11-30"),
        ("до конца марта", "2026-11-22", "2027-03-31"),
        ("до нового года", "2026-11-22", "2026-12-31"),
        ("в 2020-2021 учебном году", "2020-09-01", "2021-05-31"),
        ("март-апрель 2021", "2021-03-01", "2021-04-30"),
        ("что по плану надо было сделать в марте-апреле 2021", "2021-03-01", "2021-04-30"),
        ("running out within a week", "2026-11-22", "2026-11-29"),
        ("в декабре прошлого года", "2025-12-01", "2025-12-31"),
        ("в 4 квартале", "2026-10-01", "2026-12-31"),
        ("прошлым летом", "2026-06-01", "2026-08-31"),
        ("прошлой осенью", "2025-09-01", "2025-11-30"),
        ("next spring", "2027-03-01", "2027-05-31"),
        ("в прошлом учебном году", "2025-09-01", "2026-05-31"),
        ("с 1 сентября", "2026-09-01", "2026-11-22"),
        ("since 1 September", "2026-09-01", "2026-11-22"),
        ("к концу месяца", "2026-11-22", "2026-11-30"),
        ("к новому году", "2026-11-22", "2026-12-31"),
        ("к 1 декабря", "2026-12-01", "2026-12-01"),
        ("by the end of the year", "2026-11-22", "2026-12-31"),
        ("за последние полгода", "2026-05-22", "2026-11-22"),
        ("in Q4 2026", "2026-10-01", "2026-12-31"),
        ("between March and May 2021", "2021-03-01", "2021-05-31"),
        ("с 1 марта по 31 мая 2021 года", "2021-03-01", "2021-05-31"),
    ],
)
def test_a_phrase_names_days(phrase: str, since: str, until: str) -> None:
    found = spans(lexicon().read(phrase, {}), TODAY)
    assert [(s.since.isoformat(), s.until.isoformat()) for s in found] == [(since, until)]


@pytest.mark.parametrize(
    "phrase", ["школа № 4", "за 30 дней", "", "кто координирует", "2.5", "9999"]
)
def test_other_numbers_are_no_days(phrase: str) -> None:
    assert spans(lexicon().read(phrase, {}), TODAY) == []


def test_numbers_come_with_what_they_count() -> None:
    found = numbers(lexicon().read("школа № 4 за 30 дней до 2023", {}))
    assert [(n.value, n.year) for n in found] == [(4, False), (30, False), (2023, True)]
    assert found[1].unit == stem("дней")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("координир", "координирован", True),
        ("школ", "школьн", True),
        ("каменк", "каменск", True),
        ("кординир", "координир", True),  # a letter missing
        ("служб", "средств", False),
        ("совет", "совещан", False),
        ("кт", "чт", False),
    ],
)
def test_stems_are_alike_where_one_root_or_one_slip_is_likely(
    one: str,
    other: str,
    same: bool,  # noqa: FBT001  # what is expected
) -> None:
    assert (alike(one, other) > 0) is same
    assert alike(one, other) == alike(other, one)


def test_a_slip_is_a_letter_of_a_longer_word() -> None:
    assert near("методичекая", "методическая")
    assert near("методичсекая", "методическая")
    assert near("методчекая", "методическая")  # two in a very long one
    assert not near("метдчекая", "методическая")
    assert not near("соглшене", "соглашение")
    assert not near("совет", "совет")  # the same is no slip, and short words are too much alike


def test_a_phrase_of_the_other_keyboard_layout_is_turned() -> None:
    known = {stem(w) for w in ("кто", "координирует", "coordinates", "who")}.__contains__
    assert relaid("rnj rjjhlbybhetn", known) == "кто координирует"
    assert relaid("who coordinates", known) == "who coordinates"
    assert relaid("кто rjjhlbybhetn", known) == "кто rjjhlbybhetn"  # somebody saw what they typed
    assert relaid("xyzzy plugh", known) == "xyzzy plugh"
    assert relaid("kto koordiniruet", known) == "кто координирует"


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Golubev", "голубев"),
        ("Koshkina", "кошкина"),
        ("Zhukov", "жуков"),
        ("LOIRO", "лоиро"),
        ("CNPPM", "цнппм"),
    ],
)
def test_a_name_in_latin_letters_is_read_in_cyrillic(latin: str, cyrillic: str) -> None:
    assert cyrillic in in_cyrillic(latin)
    assert in_cyrillic("2026") == in_cyrillic("кто") == ()


def test_what_says_the_same_in_a_question_names_nothing() -> None:
    asked = lexicon().read("пункты", {})[0]
    assert asked.fit(stem("мероприятие")) > 0
    assert asked.names(stem("мероприятие")) == 0


def test_a_word_may_be_said_for_another_and_not_the_other_for_it() -> None:
    assert lexicon().read("курирует", {})[0].fit(stem("отвечает")) > 0.9
    assert lexicon().read("отвечает", {})[0].fit(stem("курирует")) == 0


def test_half_of_a_word_made_of_two_says_less() -> None:
    known = {stem("университет"), stem("педагог")}.__contains__
    word = lexicon().parted(lexicon().read("педуниверситет", {})[0], known, lambda _: False)
    assert word.fit(stem("университет")) > 0.9
    assert 0 < word.fit(stem("педагог")) < 0.9
    assert word.halves_in([stem("педагогический"), stem("университет")])
    assert not word.halves_in([stem("педагогический")])


def test_words_that_say_the_same_do() -> None:
    word = lexicon().read("договор", {})[0]
    assert word.fit(stem("соглашение")) > 0.9
    assert word.fit(stem("совет")) == 0


def test_an_abbreviation_stands_for_its_words_where_most_of_them_are_there(
    model: Model, bare: Bare
) -> None:
    place(bare)
    made = SearchIndex(model, bare.store)
    made.rebuild()
    linker = Linker(model, bare.store, made)
    short = Abbreviations(model, bare.store)
    phrase = lexicon().read("ММС Берёзовского района", short.read())
    found = Links(linker, phrase).records("body")
    assert found[0].iri == f"{ID}body/service"
    assert found[0].words == {0, 1, 2}
    assert found[0].score > 1.2 * found[1].score  # the council of the same district


def test_abbreviations_are_read_anew_when_the_data_change(model: Model, bare: Bare) -> None:
    short = Abbreviations(model, bare.store)
    assert short.read() == {}
    place(bare)
    assert set(short.read()) == {stem("ммс")}


@pytest.mark.parametrize(
    "words", ["каменский ММС", "ММС Каменки", "методическая служба каменского района"]
)
def test_any_form_of_a_name_names_it(model: Model, bare: Bare, words: str) -> None:
    place(bare)
    made = SearchIndex(model, bare.store)
    made.rebuild()
    phrase = lexicon().read(words, Abbreviations(model, bare.store).read())
    found = Links(Linker(model, bare.store, made), phrase).records("body")
    assert found[0].iri == f"{ID}body/other"


def test_every_form_can_be_asked_for(model: Model) -> None:
    for form in forms(load_catalogue(data_folder("queries")), model):
        assert form.phrasings, form.id
        for phrasing in form.phrasings:
            assert phrasing.stems or len(phrasing.slots) > 0, (form.id, phrasing)


def test_every_question_has_phrasings_in_both_languages() -> None:
    for question in load_catalogue(data_folder("queries")).questions:
        assert all(question.ask[lang] for lang in ("ru", "en")), question.id


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Bare]:
    made = Bare(tmp_path)
    yield made
    made.close()


def place(bare: Bare) -> None:
    """Submit two districts' services, a council, and what «ММС» stands for."""
    for name, label, kind, district in (
        ("service", "Методическая служба Берёзовского района", "service", "Берёзовский район"),
        ("council", "Методический совет Берёзовского района", "council", "Берёзовский район"),
        ("other", "Методическая служба Каменского района", "service", "Каменский район"),
    ):
        key = f"territory/{name}"
        quads: list[Quad] = [
            quad(key, RDF_TYPE, rms("Territory")),
            quad(key, PREF, Literal(district, language="ru")),
            quad(f"body/{name}", RDF_TYPE, rms("Body")),
            quad(f"body/{name}", PREF, Literal(label, language="ru")),
            quad(f"body/{name}", SPATIAL, node(key)),
            quad(
                f"body/{name}",
                rms("kind"),
                NamedNode(f"{BASE}scheme/kind/municipal-methodical-{kind}"),
            ),
        ]
        bare.submit(f"body/{name}", quads)
    bare.submit(
        "document/a",
        [
            quad("abbreviation/a", RDF_TYPE, rms("Abbreviation")),
            quad("abbreviation/a", rms("printedForm"), Literal("ММС")),
            quad(
                "abbreviation/a",
                rms("expansion"),
                Literal("муниципальная методическая служба"),
            ),
        ],
    )


def test_a_period_stands_for_today_where_it_holds_it_and_else_for_its_last_day() -> None:
    days = {
        p: spans(lexicon().read(p, {}), TODAY)[0].day(TODAY) for p in ("в этом году", "в 2019 году")
    }
    assert list(days.values()) == [TODAY, date(2019, 12, 31)]


def test_printed_numbers_and_rarity_are_read_anew_when_the_data_change(
    model: Model, bare: Bare
) -> None:
    made = SearchIndex(model, bare.store)
    made.rebuild()
    linker = Linker(model, bare.store, made)
    assert not linker.places.at("3.16")
    before = linker.rarity(stem("района"))
    place(bare)
    eli = PREFIXES["eli"]
    bare.submit(
        "document/d",
        [
            quad("clause/c", RDF_TYPE, rms("Clause")),
            quad("clause/c", PREF, Literal("О составе", language="ru")),
            quad("clause/c", NamedNode(f"{eli}number"), Literal("3.16")),
            quad("clause/c", NamedNode(f"{eli}is_part_of"), node("document/d")),
        ],
    )
    made.rebuild()
    assert [one.iri for one in linker.places.at("3.16")] == [f"{ID}clause/c"]
    assert linker.rarity(stem("района")) < before
