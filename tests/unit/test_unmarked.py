"""No text says of a body that it is late: no source says so, there is merely no mark.

The registry knows completion marks only. That a deadline has passed without one may mean that
nothing was done, or that nobody reported it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from graphsvc.locale import LANGUAGES, texts
from graphsvc.questions.catalogue import load_catalogue
from graphsvc.resources import data_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

CLAIMS = re.compile(
    r"просроч|опозда|(?<!\{)\boverdue\b|пропущенн\w+ (?:повтор|срок|окн)", re.IGNORECASE
)
MISSED = re.compile(r"^(?:пропущено|missed)$", re.IGNORECASE)


def words_of(found: Any) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        for inner in found.values():
            yield from words_of(inner)
    elif isinstance(found, (list, tuple)):
        for inner in found:
            yield from words_of(inner)


def test_no_page_mail_or_report_says_that_something_is_overdue() -> None:
    names = ("ui", "audits", "calendar", "stage", "counts", "deadlines", "workbench", "errors")
    told = {text for name in names for text in words_of(texts(name))}
    assert len(told) > 1000
    assert not {text for text in told if CLAIMS.search(text) or MISSED.search(text)}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_question_and_no_finding_says_so(lang: str) -> None:
    """What a question is called when asked for (`ask`) is the user's word and stays as it is."""
    questions = load_catalogue(data_folder("queries")).questions
    assert len(questions) > 100
    for question in questions:
        told = [question.title, question.row, question.empty]
        told += [c.label for c in question.columns]
        if form := question.finding:
            told += [form.why, form.expected, form.found, form.next]
        for text in told:
            assert not CLAIMS.search(text[lang]), (question.id, text[lang])


def test_no_state_of_the_calendar_says_so() -> None:
    states = (data_folder("ontology") / "schemes" / "calendar-state.ttl").read_text("utf-8")
    labels = re.findall(r"skos:prefLabel ([^;]+);", states)
    assert len(labels) > 10
    for text in re.findall(r'"([^"]+)"@', " ".join(labels)):
        assert not CLAIMS.search(text), text
        assert not MISSED.search(text), text
