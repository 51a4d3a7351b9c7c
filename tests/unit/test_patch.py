"""A patch is the difference of two sets of quads, and lines that say so."""

from __future__ import annotations

import pytest

from graphsvc.rdf.names import rms
from graphsvc.rdf.patch import Patch, diff
from tests.making import quad, text

A, B, C = (quad("body/a", rms("note"), text(letter)) for letter in "abc")


def test_a_difference_turns_the_old_into_the_new() -> None:
    patch = diff([A, B], [B, C])
    assert (patch.added, patch.removed) == ((C,), (A,))
    assert {A, B} - set(patch.removed) | set(patch.added) == {B, C}


def test_no_difference_is_false() -> None:
    assert not diff([A, B], [B, A, A])
    assert diff([], [A])


def test_quads_are_sorted() -> None:
    assert diff([], [C, A, B]).added == (A, B, C)


def test_lines_are_read_back() -> None:
    patch = diff([A], [quad("body/a", rms("note"), text('a "b"\n\\c'))])
    assert [line[0] for line in patch.lines()] == ["D", "A"]
    assert Patch.from_lines(patch.lines()) == patch


@pytest.mark.parametrize(
    "line", ["", "X <http://a> <http://b> <http://c> .", "A <http://a> .", "TX ."]
)
def test_a_line_that_is_no_change_is_refused(line: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the line itself is all it says
        Patch.from_lines([line])
