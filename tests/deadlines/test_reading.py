"""Whatever text comes, reading it ends soon, never raises, and never contradicts itself."""

from __future__ import annotations

import time
import tomllib
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graphsvc.deadlines import words
from graphsvc.deadlines.deadline import KINDS, NOT_UNDERSTOOD
from graphsvc.deadlines.reading import read_deadline
from graphsvc.deadlines.telling import tell
from graphsvc.deadlines.words import meaning
from graphsvc.locale import LANGUAGES, texts

if TYPE_CHECKING:
    from graphsvc.deadlines.deadline import Deadline, Period

WORDS = tomllib.loads(Path(words.__file__).with_name("words.toml").read_text("utf-8"))
FORMS = sorted(words._words())
MARKS = [*",;:()/-.", "№", "–", "1", "2", "5", "15", "31", "2023", "2024", "2023/24"]
DATES = ["01.02", "15.03.2024", "2024-02-29", "03.2024", "01.02–15.03.2024", "31.04", "29.02.23"]
KINDS_WITH_END = {"by-day", "month", "interval", "windows", "half-year", "year"}
ENDLESS = {"ongoing", "by-reference", "none", NOT_UNDERSTOOD}

YEAR: Period = (date(2024, 1, 1), date(2024, 12, 31))
days = st.dates(date(2015, 1, 1), date(2030, 12, 31)) | st.dates()
periods = st.none() | st.just(YEAR) | st.tuples(days, days).map(lambda p: (min(p), max(p)))
# Words of deadlines in any order: nearer to what is read than any text at all.
pieces = st.sampled_from(FORMS) | st.sampled_from(FORMS[:60]) | st.sampled_from(MARKS + DATES)
spoken = st.lists(pieces, max_size=9).map(" ".join)


def whole(read: Deadline) -> None:
    """Check that a reading holds together."""
    assert read.kind in KINDS
    assert read.understood == (not read.reason) == (not read.unread)
    if read.start and read.end:
        assert read.start <= read.end
    if read.kind in KINDS_WITH_END:
        assert read.end
        assert read.year_inherited is not None
    if read.kind in ENDLESS:
        assert read.end is None
        assert not read.windows
        assert not read.recurrence
    ends = [tuple(map(date.fromisoformat, w.split("/"))) for w in read.windows]
    for first, last in ends:
        assert read.start
        assert read.end
        assert read.start <= first <= last <= read.end
    assert all(a[1] < b[0] for a, b in pairwise(ends))
    assert not ends or (ends[0][0], ends[-1][1]) == (read.start, read.end)


@given(spoken | st.text(), periods)
@example("май, ежегодно", (date.min, date.max))
@example("сентябрь–май", (date(9999, 1, 1), date.max))
@example("до начала года", (date.min, date(1, 12, 31)))
@example("последняя пятница месяца", (date(9999, 11, 1), date.max))
@example("1" * 5000, None)
@example("²⅓٣ марта", YEAR)
@example("İ" * 40 + " май", YEAR)
def test_any_text_is_read_or_said_not_to_be(printed: str, period: Period | None) -> None:
    read = read_deadline(printed, period)
    whole(read)
    assert read.printed == printed
    assert read.unread.strip() in printed
    assert read == read_deadline(printed, period)


@given(spoken, periods, st.sampled_from(LANGUAGES))
def test_every_reading_can_be_told(printed: str, period: Period | None, lang: str) -> None:
    read = read_deadline(printed, period)
    told = tell(read, {kind: f"<{kind}>" for kind in KINDS}, lang)
    assert (f"<{read.kind}>" in told) == read.understood
    assert read.unread in told


@given(st.sampled_from(["до {} марта", "{} марта", "к {}.03"]), st.integers(1, 31))
def test_a_day_is_that_day(form: str, day: int) -> None:
    read = read_deadline(form.format(f"{day:02}"), YEAR)
    assert read.end == date(2024, 3, day)


@given(st.sampled_from(FORMS), periods)
def test_words_that_are_no_deadlines_are_not_read_as_one(word: str, period: Period | None) -> None:
    assert not read_deadline(f"{word} кукумбер", period).understood or meaning(word) in LOOSE


LOOSE = {(role, "_") for role in ("agreeing", "relative", "after", "doing", "result")}


@pytest.mark.parametrize(
    "piece",
    [
        *("май, ", "до ", "1, ", "(", ") ", "в течение ", "по плану ", "а", "1", "- ", "сентебрь "),
        *("до 1 марта, ", "по отдельно ", "не позднее чем за ", "1 раз в ", "I ", "с 1 по ", "№ 1"),
        *("в срок ", "сен-\n", "01.02-", "2024, ", "установленные ", "2-й ", "каждый ", "последн"),
    ],
)
def test_a_long_phrase_takes_time_as_its_length(piece: str) -> None:
    def cost_s(length: int) -> float:
        phrase = (piece * length)[:length]
        begun = time.process_time()
        whole(read_deadline(phrase, YEAR))
        return time.process_time() - begun

    short, long = (min(cost_s(length) for _ in range(3)) for length in (2_500, 10_000))
    assert long < 2
    assert long < 8 * short + 0.05  # four times as long; sixteen times would be the square


def test_a_cell_full_of_text_is_no_deadline() -> None:
    assert read_deadline("май " * 5_000, YEAR).reason == "long"


def test_a_word_has_one_meaning() -> None:
    written: dict[str, set[tuple[str, str]]] = {}
    for role, values in WORDS.items():
        for value, forms in values.items():
            for form in forms:
                stem, bar, endings = form.partition("|")
                for ending in endings.split() if bar else ("",):
                    written.setdefault(stem + ending.strip("_"), set()).add((role, value))
    assert {word: found for word, found in written.items() if len(found) > 1} == {}
    assert set(written) == set(FORMS)


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("сентбрь", ("month", 9)),
        ("сентяберь", ("month", 9)),
        ("сентярь", ("month", 9)),
        ("ежеквартльно", ("every", "P3M")),
        ("июпя", None),  # июня or июля
        ("моя", None),
        ("центябрь", None),
        ("стнябрь", None),
        ("плану", ("plan", "_")),
    ],
)
def test_one_wrong_letter_does_not_hide_a_word(word: str, found: object) -> None:
    assert meaning(word) == found


def test_every_reason_is_told_in_both_languages() -> None:
    reasons = texts("deadlines")["unread"]
    used = {"words", "no-year", "several-years", "no-such-day", "uneven", "contradiction", "long"}
    used |= {"which-month"}
    assert set(reasons) == used
    assert all(set(text) == set(LANGUAGES) for text in reasons.values())
