"""Rows of two plans that seem to be about the same work."""

from __future__ import annotations

import csv

from graphsvc.audits.plan_alike import Titled, alike
from graphsvc.projections.stems import stems
from graphsvc.resources import data_folder

MEETINGS = frozenset({"kind/event"})
AGREEMENTS = frozenset({"kind/agreements"})
FIRST = {
    "a-1": Titled("Провести совещание руководителей служб", MEETINGS),
    "a-2": Titled("Заключить соглашение с ИРО", AGREEMENTS),
    "a-3": Titled("Создать сайт", frozenset({"kind/resource"})),
}


def test_words_are_compared_in_whatever_form_they_stand() -> None:
    second = {
        "b-1": Titled("Проведение совещаний для руководителей", MEETINGS),
        "b-2": Titled("Соглашения с муниципалитетами", AGREEMENTS),
    }
    found = {(p.first, p.second): p for p in alike(FIRST, second)}
    assert set(found) == {("a-1", "b-1"), ("a-2", "b-2")}
    pair = found["a-1", "b-1"]
    assert set(pair.words) == {"совещание", "руководителей"}
    assert pair.kinds == ("kind/event",)
    assert 0 < pair.share <= 1


def test_words_alone_do_not_make_work_of_another_kind_alike() -> None:
    other = {"b": Titled("Провести совещание руководителей служб", AGREEMENTS)}
    assert [p.first for p in alike(FIRST, other)] == []
    # Where no kind is stated, many shared words do.
    unkinded = {"b": Titled("Провести совещание руководителей служб", frozenset())}
    assert [p.first for p in alike(FIRST, unkinded)] == ["a-1"]
    few = {"b": Titled("Совещание учителей", frozenset())}
    assert alike(FIRST, few) == []


def test_abbreviations_and_the_regions_name_tell_nothing() -> None:
    second = {"b": Titled("Отчёт ИРО Озёрной области", AGREEMENTS)}
    first = {"a": Titled("Соглашение ИРО Озёрной области", AGREEMENTS)}
    ignored = stems("Озёрная область")
    assert alike(first, second, ignored) == []
    assert [p.words for p in alike(first, second)] == [("озёрной", "области")]


def test_of_a_row_only_the_best_pairs_are_told() -> None:
    first = {"a": Titled("Семинар методистов школ", MEETINGS)}
    titles = ["Семинар методистов школ", "Семинар методистов", "Семинар школ", "Большой семинар"]
    second = {f"b-{n}": Titled(t, MEETINGS) for n, t in enumerate(titles)}
    second |= {f"c-{n}": Titled(f"Слово{'абвгд'[n]} иное", MEETINGS) for n in range(5)}
    found = alike(first, second)
    assert [p.second for p in found][:1] == ["b-0"]
    assert len(found) == 3
    assert [p.share for p in found] == sorted((p.share for p in found), reverse=True)


def rows_of(document: str) -> dict[str, Titled]:
    """Return a document's rows by the end of their keys, wholes that have parts left out."""
    path = data_folder("seed") / "documents" / document / "activity.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["label"]]
    wholes = {row["parentActivity"] for row in rows}
    return {
        row["id"].rpartition("/")[2]: Titled(
            row["label"], frozenset(row["activityKind"].split(" | "))
        )
        for row in rows
        if row["id"] not in wholes
    }


def test_rows_of_2019_and_2023_that_are_about_the_same_work_are_paired() -> None:
    """By reading both documents: courses, drafts of acts, the council, meetings, the agreement."""
    found = alike(
        rows_of("lo-2019-plan"), rows_of("lo-2023-roadmap"), stems("Ленинградская область")
    )
    pairs = {(p.first, p.second) for p in found}
    assert pairs >= {
        ("r-07", "r-19"),  # courses for heads of municipal services
        ("r-11a", "r-22"),  # normative acts
        ("r-06", "r-09"),  # the council
        ("r-11c", "r-06"),  # meetings
        ("r-16", "r-14"),  # the agreement with the municipality
        ("r-12", "r-20"),  # monitoring and its analysis
    }


def test_rows_of_2019_and_2023_that_share_a_manner_of_speaking_are_not_paired() -> None:
    found = alike(
        rows_of("lo-2019-plan"), rows_of("lo-2023-roadmap"), stems("Ленинградская область")
    )
    pairs = {(p.first, p.second) for p in found}
    assert not pairs & {
        ("r-10", "r-30"),  # “оценки”: indicators of services, test items for teachers
        ("r-11d", "r-32"),  # “профессиональных”, “педагогических работников”
        ("r-12", "r-40"),  # “анализ”: of difficulties, of the effectiveness of training
        ("r-05", "r-10"),  # “нормативные документы”: updating them, a centre that prepares some
        ("r-04", "r-44"),  # “общественном” совете, “общественности”
        ("r-01", "r-12a"),  # “в составе”
        ("r-11b", "r-24"),  # “разработка программ”: for heads, for teams of schools
    }
    generic = {"проведение", "разработка", "организация", "развитие", "подготовка", "документы"}
    told = {word for pair in found for word in pair.words}
    assert len(told) > 5
    assert not told & generic


def test_only_a_manner_of_speaking_in_common_is_nothing() -> None:
    first = {"a": Titled("Организация и проведение мероприятий по развитию", MEETINGS)}
    second = {"b": Titled("Проведение мероприятий, организация работы по развитию", MEETINGS)}
    assert alike(first, second) == []
