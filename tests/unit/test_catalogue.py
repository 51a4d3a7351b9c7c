"""Questions are read from folders, and files that contradict each other are refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from graphsvc.errors import QuestionNotFoundError
from graphsvc.questions.catalogue import (
    RESERVED,
    CatalogueFaultError,
    journalled,
    load_catalogue,
    values_block,
)
from tests.asking import QUERY, TOML, written

if TYPE_CHECKING:
    from pathlib import Path


def test_a_question_is_what_its_files_say(tmp_path: Path) -> None:
    question = load_catalogue(written(tmp_path))["who"]
    assert (question.id, question.topic, question.kind) == ("who", "topic", "question")
    assert question.title == {"ru": "Кто", "en": "Who"}
    assert [(p.name, p.type, p.required, p.entity) for p in question.parameters] == [
        ("body", "record", True, "body"),
        ("word", "string", False, ""),
    ]
    assert [c.name for c in question.columns] == ["body", "note"]
    assert question.date == "2026-01-01"
    assert question.sparql == QUERY


def test_its_version_follows_its_text(tmp_path: Path) -> None:
    first = load_catalogue(written(tmp_path / "a"))["who"].version
    assert load_catalogue(written(tmp_path / "b"))["who"].version == first
    assert load_catalogue(written(tmp_path / "c", query=QUERY + "#"))["who"].version != first


def test_an_unknown_question_is_told(tmp_path: Path) -> None:
    with pytest.raises(QuestionNotFoundError):
        load_catalogue(written(tmp_path))["nosuch"]


@pytest.mark.parametrize(
    ("toml", "query"),
    [
        (TOML, QUERY.replace("VALUES ?body", "VALUES ?other")),
        (TOML, QUERY + "VALUES ?word { 1 }"),
        (TOML, QUERY.replace("VALUES ?date", "VALUES ?day")),
        (TOML.replace('date = "2026-01-01"', ""), QUERY),
        (TOML.replace('"record"', '"thing"', 1), QUERY),
        *(
            (TOML.replace('name = "word"', f'name = "{name}"'), QUERY.replace("?word", f"?{name}"))
            for name in sorted(RESERVED)
        ),
    ],
)
def test_files_that_contradict_each_other_are_refused(
    tmp_path: Path, toml: str, query: str
) -> None:
    with pytest.raises(CatalogueFaultError):
        load_catalogue(written(tmp_path, toml, query))


FINDING = """
[finding]
severity = "warning"
about = ["body"]
owner = "body"
why = { ru = "Зачем", en = "Why" }
expected = { ru = "{body}", en = "{body}" }
found = { ru = "{note}", en = "{note}" }
next = { ru = "Что", en = "What" }
"""
AUDIT = (
    TOML.replace('kind = "question"', 'kind = "audit"').replace(
        'entity = "body"', 'entity = "body"\nrequired = false', 1
    )
    + FINDING
)


def test_an_audit_says_how_its_rows_become_findings(tmp_path: Path) -> None:
    form = load_catalogue(written(tmp_path, AUDIT))["who"].finding
    assert form is not None
    assert (form.severity, form.about, form.owner) == ("warning", ("body",), "body")
    assert form.used == {"body", "note"}
    assert not form.general


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (FINDING, ""),
        ('kind = "audit"', 'kind = "question"'),
        ('severity = "warning"', 'severity = "bad"'),
        ('about = ["body"]', "about = []"),
        ('about = ["body"]', 'about = ["nobody"]'),
        ('owner = "body"', 'owner = "nobody"'),
        ('"{note}"', '"{nothing}"'),
        ("required = false", "required = true"),
    ],
)
def test_an_audit_that_contradicts_itself_is_refused(tmp_path: Path, good: str, bad: str) -> None:
    assert good in AUDIT
    with pytest.raises(CatalogueFaultError):
        load_catalogue(written(tmp_path, AUDIT.replace(good, bad, 1)))


def test_an_id_is_one_question(tmp_path: Path) -> None:
    written(tmp_path)
    with pytest.raises(CatalogueFaultError):
        load_catalogue(written(tmp_path, topic="other"))


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("VALUES ?a { <https://e.org/> }", "<https://e.org/>"),
        ('VALUES  ?a\n{"x"@ru}', '"x"@ru'),
        ("VALUES ?a { UNDEF }", "UNDEF"),
    ],
)
def test_a_block_is_found_however_it_is_spaced(text: str, term: str) -> None:
    assert values_block("a").findall(text + " VALUES ?ab { 1 } VALUES ?b { 2 }") == [term]


def test_texts_of_questions_are_journalled(tmp_path: Path) -> None:
    catalogue = load_catalogue(written(tmp_path))
    quads = list(catalogue.quads())
    assert any('"Кто"@ru' in str(q) for q in quads)
    assert replace(journalled(quads, "who"), folder=catalogue["who"].folder) == catalogue["who"]
    with pytest.raises(QuestionNotFoundError):
        journalled(quads, "whom")


ASK = """
[ask]
days = "word"
ru = ["кто в {body}", "кто в {body} за {period}"]
en = ["who is in {body}"]
"""


def test_a_question_says_how_people_ask_it(tmp_path: Path) -> None:
    question = load_catalogue(written(tmp_path / "a", TOML + ASK))["who"]
    assert question.ask == {
        "ru": ("кто в {body}", "кто в {body} за {period}"),
        "en": ("who is in {body}",),
    }
    assert question.days == "word"
    silent = load_catalogue(written(tmp_path / "b"))["who"]
    assert (silent.ask, silent.days) == ({}, "")


@pytest.mark.parametrize(("good", "bad"), [("{body}", "{nobody}"), ('"word"', '"nosuch"')])
def test_a_phrasing_with_an_unknown_place_is_refused(tmp_path: Path, good: str, bad: str) -> None:
    with pytest.raises(CatalogueFaultError):
        load_catalogue(written(tmp_path, TOML + ASK.replace(good, bad, 1)))
