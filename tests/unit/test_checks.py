"""Checks that are asked for again are kept, but never more than fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphsvc.errors import ShapeViolationError, TableError
from graphsvc.rdf.names import rms
from graphsvc.rdf.patch import Patch
from graphsvc.submissions.checks import Checked, Checks
from graphsvc.submissions.pipeline import Outcome, Submission
from graphsvc.validation.report import Report, Result
from tests.making import quad, text

if TYPE_CHECKING:
    from collections.abc import Callable

QUAD = quad("body/x", rms("note"), text("а"))
RESULT = Result("body/x", "", "", "", "Violation", {})


def read(triples: int) -> Checked:
    outcome = Outcome(None, Patch(), Report(()), 1)
    return Checked(Submission("body/x", (QUAD,) * triples, "я", ""), outcome, None)


def asked(checks: Checks, key: str, checked: Checked, sequence: int = 1) -> bool:
    """Return whether a check was made, and not known."""
    made: list[Checked] = []

    def check() -> Checked:
        made.append(checked)
        return checked

    assert checks.get(sequence, key, check) is checked or not made
    return bool(made)


def test_what_is_asked_again_is_known_until_the_data_change() -> None:
    checks, one = Checks(), read(3)
    assert asked(checks, "a", one)
    assert not asked(checks, "a", one)
    assert asked(checks, "b", read(3))
    assert asked(checks, "a", one, sequence=2)
    assert asked(checks, "a", one, sequence=1)  # what is older is not kept beside what is newer


def test_remarks_make_room_as_triples_do() -> None:
    heavy: tuple[Callable[[], Checked], ...] = (
        lambda: read(200_000),
        lambda: Checked(None, None, TableError(faults=[RESULT] * 20_000, count=20_000)),
        lambda: Checked(
            None, None, ShapeViolationError(report=Report((RESULT,) * 20_000), count=20_000)
        ),
        lambda: Checked(
            read(1).submission, Outcome(None, Patch(), Report((RESULT,) * 20_000), 1), None
        ),
    )
    for make in heavy:
        checks = Checks()
        assert asked(checks, "small", read(1))
        assert asked(checks, "first", make())
        assert not asked(checks, "small", read(1))
        assert asked(checks, "second", make())
        assert asked(checks, "small", read(1)), "two of this size leave no room for more"


def test_small_ones_are_counted_too() -> None:
    checks = Checks()
    for number in range(400):
        assert asked(checks, str(number), read(1))
    assert asked(checks, "0", read(1))
    assert not asked(checks, "399", read(1))
