"""Windows and recurrences as pairs of days."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from graphsvc.model.occurrences import LIMIT, occurrences


def days(*pairs: tuple[str, str]) -> list[tuple[date, date]]:
    return [(date.fromisoformat(a), date.fromisoformat(b)) for a, b in pairs]


def test_windows_count_as_written_oldest_first() -> None:
    windows = ["2021-10-01/2021-10-31", "2021-05-01/2021-05-31"]
    expected = days(("2021-05-01", "2021-05-31"), ("2021-10-01", "2021-10-31"))
    assert occurrences(windows, None, None, None) == expected
    assert occurrences(windows, "P1M", "2021-01-01", "2021-12-31") == expected


def test_half_years_cut_a_span() -> None:
    assert occurrences([], "P6M", "2020-01-01", "2021-03-31") == days(
        ("2020-01-01", "2020-06-30"), ("2020-07-01", "2020-12-31"), ("2021-01-01", "2021-03-31")
    )


def test_months_that_are_shorter_end_on_their_last_day() -> None:
    assert occurrences([], "P1M", "2020-01-31", "2020-04-15") == days(
        ("2020-01-31", "2020-02-28"), ("2020-02-29", "2020-03-30"), ("2020-03-31", "2020-04-15")
    )


@pytest.mark.parametrize(
    ("recurrence", "count"), [("P1Y", 2), ("P3M", 8), ("P1M", 24), ("P1W", 105), ("P7D", 105)]
)
def test_two_years_have_so_many_periods(recurrence: str, count: int) -> None:
    found = occurrences([], recurrence, "2021-01-01", "2022-12-31")
    assert len(found) == count
    assert found[0][0] == date(2021, 1, 1)
    assert found[-1][1] == date(2022, 12, 31)
    gaps = [(b[0] - a[1]).days for a, b in pairwise(found)]
    assert set(gaps) <= {1}


@pytest.mark.parametrize(
    ("recurrence", "start", "end"),
    [
        (None, "2021-01-01", "2021-12-31"),
        ("P1M", None, "2021-12-31"),
        ("P1M", "2021-01-01", None),
        ("P1M", "2021-12-31", "2021-01-01"),
        ("P", "2021-01-01", "2021-12-31"),
        ("P0D", "2021-01-01", "2021-12-31"),
        ("PT1H", "2021-01-01", "2021-12-31"),
        ("-P1M", "2021-01-01", "2021-12-31"),
        ("P999999Y", "2021-01-01", "2021-12-31"),
        ("P99999999999D", "2021-01-01", "2021-12-31"),
        ("P1M", "2021-01-01Z", "2021-12-31"),
        ("P1M", "12021-01-01", "12021-12-31"),
    ],
)
def test_without_a_span_and_a_period_there_are_none(
    recurrence: str | None, start: str | None, end: str | None
) -> None:
    assert occurrences([], recurrence, start, end) == []


def test_a_window_of_days_no_calendar_has_is_none() -> None:
    assert occurrences(["2021-02-31/2021-03-31"], None, None, None) == []


def test_there_are_never_more_than_the_limit() -> None:
    assert len(occurrences([], "P1D", "2000-01-01", "2026-12-31")) == LIMIT
