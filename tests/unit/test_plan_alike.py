"""Rows of two plans that seem to be about the same work."""

from __future__ import annotations

from graphsvc.audits.plan_alike import Titled, alike
from graphsvc.projections.stems import stems

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
