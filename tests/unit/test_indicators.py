"""What an indicator makes of the rows of its two questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, cast

import pytest

from graphsvc.audits.indicators import Indicators
from graphsvc.errors import ParameterError, RecordNotFoundError
from graphsvc.rdf.names import ID

if TYPE_CHECKING:
    from graphsvc.audits.indicators import Computed
    from graphsvc.projections.labels import Labels
    from graphsvc.questions.catalogue import Catalogue, Question
    from graphsvc.questions.running import Asker

DAY = date(2026, 11, 22)
NOTHING = dict.fromkeys(("target", "periodicity", "clause", "basis", "denominator"))


@dataclass
class Column:
    name: str
    type: str


@dataclass
class Asked:
    id: str
    date: str = "2026-01-01"
    columns: tuple[Column, ...] = (Column("number", "integer"), Column("body", "record"))


@dataclass
class Answered:
    rows: list[dict[str, Any]]
    parameters: dict[str, str]
    receipt: dict[str, Any] = field(default_factory=dict[str, Any])


class Answers:
    """Catalogue, asker and labels at once: rows by question, and what was asked."""

    def __init__(self, passport: dict[str, Any], **rows: list[Any]) -> None:
        known = {
            **NOTHING,
            "place": f"{ID}territory/r",
            "indicator": f"{ID}indicator/i",
            "indicatorLabel": "I",
        }
        self.rows = {"indicator-passports": [{**known, **passport}], "indicator-values": [], **rows}
        self.asked: list[tuple[str, dict[str, str], str | None]] = []

    def __getitem__(self, name: str) -> Asked:
        return Asked(name)

    def label(self, iri: str, _lang: str) -> str:
        return iri

    def ask(
        self, question: Question, given: dict[str, str], *, on: str | None = None, lang: str
    ) -> Answered:
        assert lang == "ru"
        self.asked.append((question.id, given, on))
        rows = self.rows[question.id]
        if question.id.startswith("indicator-"):
            return Answered(rows, given)
        return Answered([{"body": n, "bodyLabel": n, "number": 1} for n in rows], given)


def passport(unit: str = "%", **more: object) -> dict[str, Any]:
    return {"unit": unit, "numerator": "some?kind=k", "denominator": "all", **more}


def computed(answers: Answers, territory: str = "") -> Computed:
    found = Indicators(cast("Catalogue", answers), cast("Asker", answers), cast("Labels", answers))
    return found.computed("i", territory, DAY, "ru")


@pytest.mark.parametrize(
    ("given", "value"),
    [
        (passport(), "66.7"),
        (passport("балл"), "0.7"),
        (passport("штук", denominator=None), "2"),
    ],
    ids=["per cent", "a quotient", "a number"],
)
def test_the_unit_says_what_is_made_of_the_two_numbers(given: dict[str, Any], value: str) -> None:
    assert str(computed(Answers(given, some=["a", "b"], all=["a", "b", "c"])).value) == value


def test_a_record_counts_once_however_many_rows_it_has() -> None:
    found = computed(Answers(passport(), some=["a", "a", None], all=["a", "b", "b"]))
    assert (found.numerator.count, str(found.value)) == (1, "50.0")


def test_the_questions_are_asked_with_the_passports_parameters_of_the_place_and_day() -> None:
    answers = Answers(passport(), some=["a"], all=["a"])
    computed(answers, f"{ID}territory/a")
    asked = {"territory": "territory/a"}
    assert answers.asked[1:3] == [
        ("some", {"kind": "k", **asked}, "2026-11-22"),
        ("all", asked, "2026-11-22"),
    ]


def test_records_that_are_no_part_of_the_whole_are_told() -> None:
    found = computed(Answers(passport(), some=["a", "x"], all=["a", "b"]))
    assert found.outside == (("x", "x"),)


def test_of_an_empty_whole_there_is_no_share() -> None:
    found = computed(Answers(passport(target=90.0), some=[], all=[]))
    assert (found.value, found.reached) == (None, None)


@pytest.mark.parametrize(("target", "reached"), [(50.0, True), (50.1, False), (None, None)])
def test_the_target_is_reached_from_the_value_itself_on(
    target: float | None,
    reached: bool | None,  # noqa: FBT001  # a case of the table
) -> None:
    assert computed(Answers(passport(target=target), some=["a"], all=["a", "b"])).reached is reached


@pytest.mark.parametrize(
    ("row", "differs"),
    [
        ({"value": 50.0, "numerator": 1, "denominator": 2}, False),
        ({"value": 50.04, "numerator": None, "denominator": None}, False),
        ({"value": 50.1, "numerator": None, "denominator": None}, True),
        ({"value": 50.0, "numerator": 2, "denominator": 4}, True),
    ],
)
def test_what_was_handed_in_is_compared_with_the_same_day(
    row: dict[str, Any],
    differs: bool,  # noqa: FBT001  # a case of the table
) -> None:
    place, body = f"{ID}territory/r", f"{ID}body/b"
    rows = [
        {"place": place, "body": body, "day": "2026-10-01", **row},
        {"place": place, "body": None, "day": "2025-10-01", **row},
        {"place": f"{ID}territory/x", "body": None, "day": "2026-10-02", **row},
        {"place": place, "body": None, "day": "2026-12-01", **row},
    ]
    answers = Answers(passport(), some=["a"], all=["a", "b"])
    answers.rows["indicator-values"] = rows
    (measured,) = computed(answers).measured
    assert (measured.day, measured.body, measured.differs) == (date(2026, 10, 1), body, differs)
    assert [on for name, _, on in answers.asked if name == "some"] == ["2026-11-22", "2026-10-01"]


def test_without_a_passport_nothing_is_computed() -> None:
    with pytest.raises(ParameterError):
        computed(Answers(passport(numerator=None)))
    with pytest.raises(RecordNotFoundError):
        computed(Answers(passport(indicator=f"{ID}indicator/other")))
