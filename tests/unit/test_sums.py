from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from graphsvc.submissions.sums import Equation, ranges

FAR = 15  # how far the solutions are looked for one by one
SUMS = st.lists(
    st.tuples(st.dictionaries(st.integers(0, 2), st.sampled_from((1, 1, -1)), min_size=1)),
    min_size=1,
    max_size=3,
)


def equation(terms: dict[int, int], equals: int) -> Equation:
    return Equation(frozenset(terms.items()), equals)


def test_two_parts_of_seven_are_each_from_zero_to_seven() -> None:
    found = ranges([equation({1: 1, 2: 1}, 7)], 5)
    assert found is not None
    assert [(r.low, r.high, r.seen) for r in found.values()] == [(0, 7, (0, 7))] * 2


def test_a_second_sum_narrows_both() -> None:
    found = ranges([equation({1: 1, 2: 1}, 7), equation({1: 1, 3: 1}, 3)], 5)
    assert found is not None
    assert (found[1].low, found[1].high) == (0, 3)
    assert (found[2].low, found[2].high) == (4, 7)


def test_what_nothing_bounds_spans_any_width() -> None:
    found = ranges([equation({1: 1, 2: -1}, 0)], 5)
    assert found is not None
    assert found[1].high is None
    assert found[1].spans(10**9)


def test_sums_that_contradict_each_other_have_no_solution() -> None:
    assert ranges([equation({1: 1, 2: 1}, 3), equation({1: 1}, 4)], 5) is None
    assert ranges([equation({1: 1}, -1)], 5) is None


@given(SUMS, st.tuples(*[st.integers(0, 4)] * 3))
def test_no_solution_lies_outside_and_those_seen_exist(
    sums: list[tuple[dict[int, int]]], true: tuple[int, int, int]
) -> None:
    made = [(t, sum(c * true[x] for x, c in t.items())) for (t,) in sums]
    found = ranges([equation(t, e) for t, e in made], 10**6)
    assert found is not None
    solutions = [
        s
        for s in product(range(FAR), repeat=3)
        if all(sum(c * s[x] for x, c in t.items()) == e for t, e in made)
    ]
    for x, span in found.items():
        values = {s[x] for s in solutions}
        assert span.low <= min(values)
        assert span.high is None or span.high >= max(values)
        # A corner is no farther away than all the right sides together.
        assert span.seen is None or set(span.seen) <= values
